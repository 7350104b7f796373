"""What is said of a broken rule: the finding's code, its place, and words that a county clerk understands.

Belongs here: which finding a rule leads to and the details that fill its template. The templates, the
severity and the outcome stand in the catalogue of findings.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from functools import singledispatch
from typing import Any

import pandas as pd

from expectations import personal, rules
from expectations.rules import Rule
from expectations.wide import READING, Batch, Place
from ingest import dictionary
from ingest.dictionary import Field
from ingest.findings import Finding, finding
from ingest.towns import organisation

#: Findings by reading, record and field.
Withheld = Mapping[tuple[Any, ...], dict[Hashable, Any]]
_LONGEST_NAME = 40
#: How the message of a value that is withheld ends.
_NOT_USED = "，该值未采用"
_MOST_CELLS = 6
#: The days that the years 2000 to 2100 become where a cell has a date format.
_YEARS_AS_DAYS = ("1905-06-22", "1905-09-30")


class Scene:
    """The records of one ledger (`rows`, a wide frame of the batch) that cases are about.

    `withheld` has what the reading said of values that it withheld, by reading, record and field.
    """

    def __init__(self, ledger: str, rows: pd.DataFrame, batch: Batch, withheld: Withheld) -> None:
        self.ledger, self.rows, self.batch, self.withheld = ledger, rows, batch, withheld
        self._conflicts: dict[int, tuple[tuple[str, ...], str]] = {}

    def conflict(self, row: int) -> tuple[tuple[str, ...], str]:
        """In which fields the records with this record's key differ, and where the first few of them stand."""
        same = self.batch.same_key(row)
        first = int(same[0])
        if first not in self._conflicts:
            keys = dictionary.load().key_fields(self.ledger)
            contents = [name for name in dictionary.load().by_ledger[self.ledger] if name not in keys]
            differs = self.rows.loc[same, contents].nunique(dropna=False) > 1
            fields = tuple(differs.index[differs])
            places = [self.batch.place(int(other), fields[0]) for other in same[:_MOST_CELLS]]
            cells = [_where(place, places) for place in places]
            self._conflicts[first] = fields, "、".join(cells) + "等" * (len(same) > _MOST_CELLS)
        return self._conflicts[first]


class Case:
    """One record that breaks one rule, with what is needed to speak of it."""

    def __init__(self, rule: Rule, row: int, scene: Scene) -> None:
        self.rule, self.row, self.scene, self.batch = rule, row, scene, scene.batch
        self.record = scene.batch.record(row)
        self.values: dict[Hashable, Any] = scene.rows.loc[row].to_dict()

    def withheld(self, name: str) -> dict[Hashable, Any] | None:
        """The finding for which a field's value was withheld, None where none was."""
        record = self.record
        return self.scene.withheld.get((*(record[part] for part in (*READING, "record_id")), name))

    def field(self, name: str) -> Field:
        """A field of the record's ledger."""
        return dictionary.load().field(self.rule.ledger, name)

    def shown(self, name: str) -> str:
        """The value of a field as it is spoken of: amounts with their unit, dates as ISO, towns by name."""
        value, field = self.values[name], self.field(name)
        if field.kind == "date":
            return str(value.date())
        if field.kind == "town":
            return town_name(value)
        return _number(value, field) if field.is_numeric else str(value)

    def cells(self, about: str, *names: str) -> list[str]:
        """Where the other fields of a comparison stand, as spoken of beside the field that it is about."""
        places = [self.batch.place(self.row, name) for name in (about, *names)]
        return [_where(place, places) for place in places[1:]]

    @property
    def name(self) -> str:
        """The record by its town and, where a town has several, its own name."""
        town, label = town_name(self.record["town_code"]), personal.mask(self.record["record_label"])[0]
        label = label[:_LONGEST_NAME] + "…" * (len(label) > _LONGEST_NAME)
        if not label:
            return town or "该行"
        return f"“{label}”" if town and label.startswith(town) else f"{town}“{label}”"

    def finding(self, code: str, *fields: str, **details: object) -> Finding:
        """A finding of this record at the cells of `fields`, the first of which it is about."""
        found = [self.batch.place(self.row, name) for name in fields]
        reported = [place for place in found if place.raw_text] or found[:1]
        return finding(
            code,
            ledger=self.rule.ledger,
            sheet=found[0].sheet,
            cell=",".join(dict.fromkeys(place.cell for place in reported)),
            raw_text=""
            if self.field(fields[0]).is_personal
            else " / ".join(place.raw_text for place in reported),
            field=fields[0],
            record_id=self.record["record_id"],
            name=self.name,
            label=self.field(fields[0]).label,
            **details,
        )


def _where(place: Place, among: Sequence[Place]) -> str:
    """A cell as it is spoken of, with its sheet where cells of several are."""
    sheets = {other.sheet for other in among}
    return f"“{place.sheet}”{place.cell}" if len(sheets) > 1 else place.cell


def town_name(code: str) -> str:
    """The name of a town, '' where the code is none."""
    history = organisation.load().history.get(code)
    return history[-1].name if history else ""


def _number(value: float, field: Field) -> str:
    return f"{value:.12g}{'万元' if field.dimension == 'money' else ''}"


def speak(case: Case) -> Finding:
    """The finding of a case."""
    return _speak(case.rule, case)


@singledispatch
def _speak(rule: Rule, case: Case) -> Finding:
    raise NotImplementedError(f"nothing is said of a broken {type(rule).__name__}")


@_speak.register
def _(rule: rules.Required, case: Case) -> Finding:
    """Nothing is reported, or what is was withheld for a reason that has been told."""
    known = case.withheld(rule.field)
    if known is None:
        return case.finding("REQUIRED_MISSING", rule.field)
    reason = known["message_zh"].removesuffix(_NOT_USED)
    said = case.finding("REQUIRED_UNREADABLE", rule.field, reason=reason, action=known["suggestion"])
    return replace(said, cell=known["cell"], raw_text=known["raw_text"])


@_speak.register
def _(rule: rules.NotNegative, case: Case) -> Finding:
    return case.finding("NEGATIVE_AMOUNT", rule.field, value=case.shown(rule.field))


@_speak.register
def _(rule: rules.Positive, case: Case) -> Finding:
    return case.finding("REQUIRED_IS_ZERO" if rule.is_required else "ZERO_WITHHELD", rule.field)


@_speak.register
def _(rule: rules.AtMost, case: Case) -> Finding:
    return case.finding(
        "EXCESS_UNEXPLAINED" if rule.may_be_explained else "PART_EXCEEDS_TOTAL",
        rule.field,
        value=case.shown(rule.field),
        whole=case.field(rule.whole).label,
        limit=case.shown(rule.whole),
        cells=case.cells(rule.field, rule.whole)[0],
    )


@_speak.register
def _(rule: rules.PartsWithin, case: Case) -> Finding:
    reported = [name for name in rule.parts if case.values[name] > 0]
    total = sum(case.values[name] for name in reported)
    return case.finding(
        "FUND_PARTS_EXCEED_TOTAL",
        rule.field,
        *reported,
        value=_number(total, case.field(rule.field)),
        limit=case.shown(rule.field),
    )


@_speak.register
def _(rule: rules.PlausibleDate, case: Case) -> Finding:
    value = case.shown(rule.field)
    if _YEARS_AS_DAYS[0] <= value <= _YEARS_AS_DAYS[1]:
        reason = "疑似将年份当作日期"
    else:
        too_early = value < rules.EARLIEST_DATE
        reason = f"早于{rules.EARLIEST_DATE[:4]}年" if too_early else f"比报送月份晚{rules.YEARS_AHEAD}年以上"
    return case.finding("DATE_OUT_OF_RANGE", rule.field, value=value, reason=reason)


@_speak.register
def _(rule: rules.NotBefore, case: Case) -> Finding:
    [cell] = case.cells(rule.field, rule.earlier)
    reason = f"早于{case.field(rule.earlier).label}（{cell}，{case.shown(rule.earlier)}）"
    return case.finding("DATE_OUT_OF_RANGE", rule.field, value=case.shown(rule.field), reason=reason)


@_speak.register
def _(rule: rules.NotAfterPeriod, case: Case) -> Finding:
    reason = f"晚于报送月份（{case.values['period']}）"
    return case.finding("DATE_OUT_OF_RANGE", rule.field, value=case.shown(rule.field), reason=reason)


@_speak.register
def _(rule: rules.AgreesWithParts, case: Case) -> Finding:
    computed = 100 * case.values[rule.part] / case.values[rule.whole]
    return case.finding(
        "RATE_DISAGREES",
        rule.field,
        value=case.shown(rule.field),
        parts=f"{case.field(rule.part).label}/{case.field(rule.whole).label}",
        cells="/".join(case.cells(rule.field, rule.part, rule.whole)),
        computed=f"{computed:.2f}",
    )


@_speak.register
def _(rule: rules.DiffersFrom, case: Case) -> Finding:
    return case.finding(
        "SAME_TOWN_TWICE",
        rule.field,
        rule.other,
        value=case.shown(rule.field),
        other=case.field(rule.other).label,
    )


@_speak.register
def _(rule: rules.OwnTown, case: Case) -> Finding:
    known = organisation.load()
    town = known.history[case.values[rule.field]][-1]
    county = known.counties.get(case.values["county_code"], "")
    return case.finding(
        "TOWN_OF_OTHER_COUNTY", rule.field, text=town.name, other=town.county_name, county=county
    )


@_speak.register
def _(rule: rules.NoDebt, case: Case) -> Finding:
    return case.finding("DEBT_FUNDING", rule.field, value=f"{case.values[rule.field]:.12g}")


@_speak.register
def _(rule: rules.NoDebtSource, case: Case) -> Finding:
    amounts = [name for name in rule.amounts if case.values[name] > 0]
    return case.finding("DEBT_FUNDING", *amounts, value=f"{max(case.values[name] for name in amounts):.12g}")


@_speak.register
def _(rule: rules.PlainText, case: Case) -> Finding:
    return case.finding("FORMULA_LIKE_TEXT", rule.field, sign=case.values[rule.field][0])


@_speak.register
def _(rule: rules.NoPersonalData, case: Case) -> Finding:
    kinds = personal.mask(case.values[rule.field])[1]
    return case.finding("PERSONAL_DATA", rule.field, kind="、".join(kinds))


@_speak.register
def _(rule: rules.NoCopy, case: Case) -> Finding:
    first = case.batch.place(int(case.batch.same_key(case.row)[0]), rule.field)
    own = case.batch.place(case.row, rule.field)
    return case.finding("DUPLICATE_ROW", rule.field, first=_where(first, [own, first]))


@_speak.register
def _(rule: rules.NoConflict, case: Case) -> Finding:
    fields, cells = case.scene.conflict(case.row)
    labels = "、".join(case.field(name).label for name in fields)
    return case.finding("DUPLICATE_ROW_CONFLICT", *fields, labels=labels, cells=cells)
