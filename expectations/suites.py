"""Suites of Great Expectations, one a ledger, generated from the field dictionary, its rules and `bands.csv`.

Belongs here: what is expected of a month's batch. Does not belong here: running a suite or reading its
results (`expectations.batches`), and the fate of single records (`expectations.rows`). A batch has one row
per record and, where an expected town (or county) reported nothing, one row that says so.

Great Expectations takes seconds to import, so this module is only imported where suites are run.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import great_expectations.expectations as gxe
from great_expectations import ExpectationSuite
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.row_conditions import Column

from expectations import rules
from ingest import dictionary
from ingest.dictionary import Field

_BANDS = Path(__file__).with_name("bands.csv")
_INDICATORS = Path(__file__).parents[1] / "dbt_project" / "seeds" / "standard" / "indicators.csv"
#: How much of an optional field a county should fill for the indicators computed from it to say anything.
OPTIONAL_SHARE = 0.8
#: How much of what is expected of finished things (a maintenance unit, say) should be there.
FOLLOW_UP_SHARE = 0.9
#: Columns of a batch beside its fields: the county's code for results, names for the people who read pages.
COUNTY_CODE, COUNTY, TOWN, RECORD = "county_code", "县区", "乡镇", "记录"
#: 1 where a record was reported; 0 where an expected town (or county) has none.
IS_REPORTED = "已报送"


def suite_of(ledger: str) -> ExpectationSuite:
    """The suite of a ledger; every expectation carries its field in `meta` and a Chinese description."""
    expectations: list[Expectation] = [*_whole(ledger)]
    for field in fields_of(ledger):
        expectations += _of_field(field)
    for rule in rules.load()[ledger]:
        expectations += _of_rule(rule)
    expectations += _bands(ledger)
    return ExpectationSuite(name=ledger, expectations=expectations)


def fields_of(ledger: str) -> list[Field]:
    """The fields of a batch: all but keys, which identify its rows, and personal data, which stays out."""
    keys = dictionary.load().key_fields(ledger)
    fields = dictionary.load().by_ledger[ledger].values()
    return [field for field in fields if field.name not in keys and not field.is_personal]


def _about(
    field: str, severity: str, description: str, when: tuple[str, list[object]] | None = None
) -> dict[str, Any]:
    """What an expectation carries: its field, and the column and values of the records it applies to."""
    about: dict[str, Any] = {"severity": severity, "description": description}
    if when:
        about["row_condition"] = Column(when[0]).is_in(when[1])
    return about | {"meta": {"field": field, "when": when}}


def _whole(ledger: str) -> Iterator[Expectation]:
    """Everybody who should report did, and nothing was reported twice."""
    unit = "每个镇" if dictionary.load().ledgers[ledger].rows == "one per town" else "每个县区"
    yield gxe.ExpectColumnValuesToBeInSet(
        column=IS_REPORTED, value_set=[1], **_about("", "critical", f"{unit}均已报送且有记录被采用")
    )
    yield gxe.ExpectCompoundColumnsToBeUnique(
        column_list=[COUNTY, TOWN, RECORD],
        **_about("", "critical", "同一镇、同一名称的记录只有一条", when=(IS_REPORTED, [1])),
    )


@lru_cache(maxsize=1)
def needed() -> frozenset[str]:
    """The fields that some indicator is computed from; a date that has not come yet is no gap."""
    with _INDICATORS.open(encoding="utf-8-sig", newline="") as stream:
        terms = {row[side] for row in csv.DictReader(stream) for side in ("numerator", "denominator")}
    names = {name for term in terms for name in re.split(r"[+|]", term)}
    fields = dictionary.load().fields
    return frozenset(field.name for field in fields if field.name in names and field.kind != "date")


def _of_field(field: Field) -> Iterator[Expectation]:
    """How far it is filled (where anything rests on it), and values that its kind allows."""
    if field.required or field.name in needed():
        share, severity = (1.0, "critical") if field.required else (OPTIONAL_SHARE, "info")
        text = f"“{field.label}”填报率不低于{share:.0%}"
        yield gxe.ExpectColumnValuesToNotBeNull(
            column=field.label,
            mostly=share,
            **_about(field.name, severity, text, when=(IS_REPORTED, [1])),
        )
    if field.codes:
        yield gxe.ExpectColumnValuesToBeInSet(
            column=field.label,
            value_set=list(field.codes),
            **_about(field.name, "critical", f"“{field.label}”为规定选项：{'、'.join(field.codes.values())}"),
        )
    if field.kind == "flag":
        yield gxe.ExpectColumnValuesToBeInSet(
            column=field.label,
            value_set=[0.0, 1.0],
            **_about(field.name, "critical", f"“{field.label}”为是或否"),
        )
    if field.kind == "percent":
        yield gxe.ExpectColumnValuesToBeBetween(
            column=field.label,
            min_value=0,
            max_value=100,
            **_about(field.name, "warning", f"“{field.label}”在0至100之间"),
        )


def _of_rule(rule: rules.Rule) -> Iterator[Expectation]:
    field = dictionary.load().field(rule.ledger, rule.field)
    if isinstance(rule, rules.NotNegative):
        yield gxe.ExpectColumnValuesToBeBetween(
            column=field.label, min_value=0, **_about(rule.field, "critical", f"“{field.label}”不小于0")
        )
    if isinstance(rule, rules.AtMost):
        whole = dictionary.load().field(rule.ledger, rule.whole)
        yield gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A=whole.label,
            column_B=field.label,
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            **_about(
                rule.field,
                "warning" if rule.may_be_explained else "critical",
                f"“{field.label}”不大于“{whole.label}”",
            ),
        )
    if isinstance(rule, rules.ExpectedWhen):
        depends_on = dictionary.load().field(rule.ledger, rule.depends_on)
        states = "、".join(depends_on.codes[state] for state in rule.states)
        yield gxe.ExpectColumnValuesToNotBeNull(
            column=field.label,
            mostly=FOLLOW_UP_SHARE,
            **_about(
                rule.field,
                "warning",
                f"“{depends_on.label}”为{states}的，“{field.label}”填报率不低于{FOLLOW_UP_SHARE:.0%}",
                when=(depends_on.label, list(rule.states)),
            ),
        )


def _bands(ledger: str) -> Iterator[Expectation]:
    """Magnitudes and distributions that are plausible; the bounds and their reasons are data."""
    with _BANDS.open(encoding="utf-8", newline="") as stream:
        bands = [row for row in csv.DictReader(stream) if row["ledger"] == ledger]
    for band in bands:
        field = dictionary.load().field(ledger, band["field"])
        low, high = float(band["low"]), float(band["high"])
        text = f"“{field.label}”{_MEASURES[band['measure']]}在{low:g}至{high:g}之间：{band['reason_zh']}"
        about = _about(field.name, band["severity"], text)
        limits = {"column": field.label, "min_value": low, "max_value": high, **about}
        if band["measure"] == "values":
            yield gxe.ExpectColumnValuesToBeBetween(mostly=float(band["share"]), **limits)
        elif band["measure"] == "median":
            yield gxe.ExpectColumnMedianToBeBetween(**limits)
        else:
            yield gxe.ExpectColumnProportionOfUniqueValuesToBeBetween(**limits)


_MEASURES = {"values": "", "median": "的中位数", "distinct": "中不重复数值的占比"}
