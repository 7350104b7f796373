"""Pandera schemas, one a ledger, generated from the dictionary and its rules.

Belongs here: how each rule is checked on a frame, and which rows fail which rule. Does not belong here:
what a failure leads to and what is said of it (`expectations.wording`).

A frame has one row per record, as `expectations.wide` makes them.
"""

from __future__ import annotations

from functools import lru_cache, singledispatch

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from expectations import personal, rules
from expectations.rules import Rule
from expectations.wide import IDENTITY
from ingest import dictionary
from ingest.dictionary import Field
from ingest.towns import organisation

#: A sum in 万元 may exceed its whole by what rounding to two decimals explains.
ROUNDING = 0.01
#: Relative: what binary fractions and unit factors leave behind, never a difference somebody wrote.
DUST = 1e-9
_FORMULA = r"^[=+\-@]"
_NUMBER = r"^[+\-]?[\d\s.,%()\-]*$"
_NOT_NULLABLE = "not_nullable"


@singledispatch
def holds(rule: Rule, rows: pd.DataFrame) -> pd.Series:
    """Per row whether the rule is kept; where it does not apply it is. Rules that rows cannot tell have no check."""
    raise NotImplementedError(f"{type(rule).__name__} is not checked on rows")


@holds.register
def _(rule: rules.NotNegative, rows: pd.DataFrame) -> pd.Series:
    return ~(rows[rule.field] < 0)


@holds.register
def _(rule: rules.Positive, rows: pd.DataFrame) -> pd.Series:
    return rows[rule.field] != 0


@holds.register
def _(rule: rules.AtMost, rows: pd.DataFrame) -> pd.Series:
    """No part is held against a whole below zero, which is said by itself."""
    whole = rows[rule.whole].where(rows[rule.whole] >= 0)
    return ~(rows[rule.field] - whole > DUST * whole)


@holds.register
def _(rule: rules.PartsWithin, rows: pd.DataFrame) -> pd.Series:
    whole = rows[rule.field].where(rows[rule.field] >= 0)
    return ~(rows[list(rule.parts)].sum(axis="columns") - whole > ROUNDING)


@holds.register
def _(rule: rules.PlausibleDate, rows: pd.DataFrame) -> pd.Series:
    latest = rows["period_end"] + pd.DateOffset(years=rules.YEARS_AHEAD)
    return ~((rows[rule.field] < rules.EARLIEST_DATE) | (rows[rule.field] > latest))


@holds.register
def _(rule: rules.NotBefore, rows: pd.DataFrame) -> pd.Series:
    """A start that is itself implausible says nothing of the other date."""
    start = rows[rule.earlier].where(holds(rules.PlausibleDate(rule.ledger, rule.earlier), rows))
    return ~(rows[rule.field] < start) | ~holds(rules.PlausibleDate(rule.ledger, rule.field), rows)


@holds.register
def _(rule: rules.NotAfterPeriod, rows: pd.DataFrame) -> pd.Series:
    return ~(rows[rule.field] > rows["period_end"]) | ~holds(
        rules.PlausibleDate(rule.ledger, rule.field), rows
    )


@holds.register
def _(rule: rules.AgreesWithParts, rows: pd.DataFrame) -> pd.Series:
    """A part below zero is said by itself, and no rate can agree with it."""
    whole = rows[rule.whole].where((rows[rule.whole] > 0) & (rows[rule.part] >= 0))
    return ~((rows[rule.field] - 100 * rows[rule.part] / whole).abs() > rule.tolerance + DUST)


@holds.register
def _(rule: rules.DiffersFrom, rows: pd.DataFrame) -> pd.Series:
    return ~(rows[rule.field] == rows[rule.other])


@holds.register
def _(rule: rules.OwnTown, rows: pd.DataFrame) -> pd.Series:
    """A town that there is in the month is one of the county's."""
    is_known = rows[rule.field].notna() & (rows["county_code"] != "")
    named = zip(rows[rule.field].fillna(""), rows["period"], strict=True)
    towns = [organisation.load().town(code, period) for code, period in named]
    counties = pd.Series([town and town.county_code for town in towns], index=rows.index, dtype=object)
    return ~is_known | counties.isna() | (counties == rows["county_code"])


@holds.register
def _(rule: rules.NoDebt, rows: pd.DataFrame) -> pd.Series:
    return ~(rows[rule.field] > 0)


@holds.register
def _(rule: rules.NoDebtSource, rows: pd.DataFrame) -> pd.Series:
    return (rows[rule.field] != rule.source) | ~(rows[list(rule.amounts)] > 0).any(axis="columns")


@holds.register
def _(rule: rules.PlainText, rows: pd.DataFrame) -> pd.Series:
    """A lone minus and a signed number are no formula."""
    text = rows[rule.field].fillna("")
    return ~text.str.contains(_FORMULA, regex=True) | text.str.contains(_NUMBER, regex=True)


@holds.register
def _(rule: rules.NoPersonalData, rows: pd.DataFrame) -> pd.Series:
    return ~personal.is_in(rows[rule.field].fillna(""))


@holds.register
def _(rule: rules.NoCopy, rows: pd.DataFrame) -> pd.Series:
    """Rows come in the order of their file: of identical copies the first stays."""
    is_copy = rows.duplicated([*IDENTITY, *_contents(rule)])
    return ~(is_copy & rows["has_key"]) | ~holds(rules.NoConflict(rule.ledger, rule.field), rows)


@holds.register
def _(rule: rules.NoConflict, rows: pd.DataFrame) -> pd.Series:
    versions = rows.drop_duplicates([*IDENTITY, *_contents(rule)]).groupby(IDENTITY).size()
    is_conflict = pd.MultiIndex.from_frame(rows[IDENTITY]).isin(versions.index[versions > 1])
    return ~(pd.Series(is_conflict, index=rows.index) & rows["has_key"])


def _contents(rule: Rule) -> list[str]:
    keys = dictionary.load().key_fields(rule.ledger)
    return [name for name in dictionary.load().by_ledger[rule.ledger] if name not in keys]


def _column(field: Field, is_required: bool) -> pa.Column:
    """Type, code list and presence; types and codes are the reader's to keep, presence the county's."""
    dtype = float if field.is_numeric else "datetime64[us]" if field.kind == "date" else str
    codes = [pa.Check.isin(list(field.codes))] if field.codes else []
    return pa.Column(dtype, checks=codes, nullable=not is_required)


@lru_cache(maxsize=1)
def schemas() -> dict[str, pa.DataFrameSchema]:
    """ledger → its schema. A check's name is the position of its rule among the ledger's rules."""
    return {ledger: _schema(ledger, of_ledger) for ledger, of_ledger in rules.load().items()}


def _schema(ledger: str, of_ledger: tuple[Rule, ...]) -> pa.DataFrameSchema:
    required = {rule.field for rule in of_ledger if isinstance(rule, rules.Required)}
    fields = dictionary.load().by_ledger[ledger].values()
    return pa.DataFrameSchema(
        {field.name: _column(field, field.name in required) for field in fields},
        checks=[
            pa.Check(lambda rows, rule=rule: holds(rule, rows), name=str(position), ignore_na=False)
            for position, rule in enumerate(of_ledger)
            if holds.dispatch(type(rule)) is not holds.dispatch(Rule)
        ],
        name=ledger,
    )


def failures(ledger: str, rows: pd.DataFrame) -> list[tuple[Rule, list[int]]]:
    """Every rule that some rows break, with the index labels of those rows; rules in dictionary order.

    A value of the wrong type or outside its code list is no county's fault: SchemaErrors is raised.
    """
    try:
        schemas()[ledger].validate(rows, lazy=True)
    except SchemaErrors as errors:
        of_ledger = rules.load()[ledger]
        broken: dict[int, list[int]] = {}
        for error in errors.schema_errors:
            position = _position(error.check, error.column_name, ledger, of_ledger)
            if position is None:
                raise
            labels = sorted(error.failure_cases["index"].unique())
            if isinstance(of_ledger[position], rules.Required):  # whose record it is comes first
                labels = [label for label in labels if rows.at[label, "has_key"]]
            broken[position] = labels
        return [(of_ledger[position], broken[position]) for position in sorted(broken)]
    return []


def _position(check: object, column: str | None, ledger: str, of_ledger: tuple[Rule, ...]) -> int | None:
    """The position of the rule behind a failed check, None where the check belongs to no rule."""
    if check == _NOT_NULLABLE:
        return of_ledger.index(rules.Required(ledger, str(column)))
    name = getattr(check, "name", None)
    return int(name) if name and name.isdigit() else None
