"""What each indicator gives for one town and month: one function a method, each quoting the rule that it
follows.

Part of the second computation of the evaluation (scoring.py says why there is one). Nothing of the product
is imported. Does not belong here: who an indicator applies to, totals, ranks and counties.

Money is in 万元, rates in percent; a period is 'YYYY-MM'; None means that there is no number.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

import pandas as pd

Value = float | str
Status = Literal["ok", "missing", "not_applicable", "not_due"]

OWN_LEDGER = {
    "infrastructure": "facilities",
    "public_service": "facilities",
    "industry": "industry",
    "environment": "environment",
    "governance": "governance",
    "planning": "planning",
}
SHARED_FIELD_ORDER = ("environment", "industry", "governance", "facilities")
STAGES = {"not_started": 0.0, "drafting": 40.0, "reviewed": 80.0, "approved": 100.0}
COMPLETED = {"completed", "in_use", "idle"}
STARTED = COMPLETED | {"under_construction", "suspended"}


class Indicator(NamedTuple):
    """One row of the standard: terms and target as written there."""

    indicator: str
    function: str
    method: str
    numerator: str
    denominator: str
    target: str
    weight: float
    applies_to: str
    standard_version: str


class Measure(NamedTuple):
    """What an indicator gives for one town and month; a number that does not exist is None."""

    status: Status
    score: float | None = None
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True)
class TownMonth:
    """What one town reported in one month: fields by ledger, and its project rows."""

    period: str
    ledgers: Mapping[str, Mapping[str, Value]]
    projects: list[Mapping[str, Value]]

    @property
    def month(self) -> int:
        """`m` is the month number of the reported period, 1..12."""
        return int(self.period[5:])

    @property
    def last_day(self) -> date:
        return last_day(self.period)

    def field(self, name: str, function: str) -> Value | None:
        """A field that several ledgers carry is read from the ledger of the indicator's own function
        (infrastructure and public_service: facilities); where that ledger's record of the town holds no
        value for it, the first value found in environment, industry, governance, facilities counts."""
        for ledger in (OWN_LEDGER[function], *SHARED_FIELD_ORDER):
            value = self.ledgers.get(ledger, {}).get(name)
            if value is not None:
                return value
        return None

    def number(self, term: str, function: str) -> float | None:
        """`+` in a term adds fields up; a field it needs was not reported: no number."""
        parts = [self.field(name, function) for name in term.split("+")]
        if any(part is None for part in parts):
            return None
        return sum(float(part) for part in parts if part is not None)


def last_day(period: str) -> date:
    """The last day of a period 'YYYY-MM'."""
    return pd.Period(period, freq="M").end_time.date()


def share_of(value: float, target: float) -> float:
    """100 × min(1, value / target)"""
    return 100 * min(1.0, value / target)


def quotient(
    indicator: Indicator,
    town: TownMonth,
    value_of: Callable[[float, float], float],
    score_of: Callable[[float], float],
) -> Measure:
    """`missing` (a field it needs was not reported for that town and month: score 0 and flagged);
    `not_applicable` (a reported denominator of 0, even where the numerator is blank)."""
    numerator = town.number(indicator.numerator, indicator.function)
    denominator = town.number(indicator.denominator, indicator.function)
    if denominator == 0:
        return Measure("not_applicable", None, None, numerator, denominator)
    if numerator is None or denominator is None:
        return Measure("missing", 0.0, None, numerator, denominator)
    value = value_of(numerator, denominator)
    return Measure("ok", score_of(value), value, numerator, denominator)


def ratio(indicator: Indicator, town: TownMonth) -> Measure:
    """ratio, ratio_of_sums | 100 × numerator / denominator | 100 × min(1, value / target)"""
    target = float(indicator.target)
    return quotient(indicator, town, lambda n, d: 100 * n / d, lambda value: share_of(value, target))


def per_1000(indicator: Indicator, town: TownMonth) -> Measure:
    """per_1000 | 1000 × numerator / denominator | 100 × min(1, value / target)"""
    target = float(indicator.target)
    return quotient(indicator, town, lambda n, d: 1000 * n / d, lambda value: share_of(value, target))


def growth(indicator: Indicator, town: TownMonth) -> Measure:
    """growth | 100 × (numerator / denominator − 1) | 100 × clip(value / target, 0, 1)"""
    target = float(indicator.target)
    return quotient(
        indicator,
        town,
        lambda n, d: 100 * (n / d - 1),
        lambda value: 100 * min(1.0, max(0.0, value / target)),
    )


def presence(indicator: Indicator, town: TownMonth) -> Measure:
    """presence | 1 where the field is true or ≥ 1, else 0 | 100 × value"""
    number = town.number(indicator.numerator, indicator.function)
    if number is None:
        return Measure("missing", 0.0)
    value = 1.0 if number >= 1 else 0.0
    return Measure("ok", 100 * value, value, number)


def presence_of_four(indicator: Indicator, town: TownMonth) -> Measure:
    """presence_of_four | how many of the four are present (a field not reported counts as absent where at
    least one of the four is reported) | 100 × value / 4"""
    four = [town.number(name, indicator.function) for name in indicator.numerator.split("|")]
    if all(number is None for number in four):
        return Measure("missing", 0.0)
    value = float(sum(number is not None and number >= 1 for number in four))
    return Measure("ok", 100 * value / 4, value, value)


def count(indicator: Indicator, town: TownMonth) -> Measure:
    """count | the count | 100 × min(1, value / target)"""
    return counted(indicator, town, float(indicator.target))


def count_to_date(indicator: Indicator, town: TownMonth) -> Measure:
    """count_to_date | the year's count so far | 100 × min(1, value / (target × m / 12))"""
    return counted(indicator, town, float(indicator.target) * town.month / 12)


def counted(indicator: Indicator, town: TownMonth, target: float) -> Measure:
    """A count held against a target; not reported: missing."""
    value = town.number(indicator.numerator, indicator.function)
    if value is None:
        return Measure("missing", 0.0)
    return Measure("ok", share_of(value, target), value, value)


def stage(indicator: Indicator, town: TownMonth) -> Measure:
    """stage | not_started 0, drafting 40, reviewed 80, approved 100 | the same"""
    reached = town.field(indicator.numerator, indicator.function)
    if reached is None:
        return Measure("missing", 0.0)
    value = STAGES[str(reached)]
    return Measure("ok", value, value)


def deadline(indicator: Indicator, town: TownMonth) -> Measure:
    """deadline | the date of completion | on or before the deadline 100; later 60; no date and the deadline
    past at the period's end: `ok` with score 0; no date and the deadline still to come: status `not_due`;
    never `missing`

    A deadline that falls on the period's last day is past at its end. The value is a date, hence no number
    here.
    """
    due = date.fromisoformat(indicator.target)
    done = town.field(indicator.numerator, indicator.function)
    if done is not None:
        return Measure("ok", 100.0 if date.fromisoformat(str(done)) <= due else 60.0)
    return Measure("ok", 0.0) if due <= town.last_day else Measure("not_due")


def amount(project: Mapping[str, Value], field: str) -> float:
    """A project row lacking an amount counts as 0 in a sum."""
    return float(project.get(field, 0.0))


def ratio_to_date(indicator: Indicator, town: TownMonth) -> Measure:
    """ratio_to_date | 100 × sum(numerator) / sum(denominator) over the town's projects
    | 100 × min(1, value / (100 × m / 12))"""
    if not town.projects:
        return Measure("missing", 0.0)
    numerator = sum(amount(project, indicator.numerator) for project in town.projects)
    denominator = sum(amount(project, indicator.denominator) for project in town.projects)
    if denominator == 0:
        return Measure("not_applicable", None, None, numerator, denominator)
    value = 100 * numerator / denominator
    return Measure("ok", share_of(value, 100 * town.month / 12), value, numerator, denominator)


def investment_floor(indicator: Indicator, town: TownMonth) -> Measure:
    """investment_floor | the year's investment so far of all the town's projects, 万元
    | 100 × min(1, value / (target × m / 12))"""
    if not town.projects:
        return Measure("missing", 0.0)
    value = sum(amount(project, indicator.numerator) for project in town.projects)
    return Measure("ok", share_of(value, float(indicator.target) * town.month / 12), value, value)


def started(project: Mapping[str, Value], period: str) -> bool:
    """*started*: status under_construction, suspended, completed, in_use or idle"""
    return project.get("status") in STARTED


def planned_for_this_year(project: Mapping[str, Value], period: str) -> bool:
    """*planned for this year*: annual_planned_investment > 0."""
    return amount(project, "annual_planned_investment") > 0


def due_by_now(project: Mapping[str, Value], period: str) -> bool:
    """*due by now*: planned_completion_date on or before the period's end"""
    planned = project.get("planned_completion_date")
    return planned is not None and date.fromisoformat(str(planned)) <= last_day(period)


def completed(project: Mapping[str, Value], period: str) -> bool:
    """*completed*: status completed, in_use or idle"""
    return project.get("status") in COMPLETED


def in_use_with_maintenance_unit(project: Mapping[str, Value], period: str) -> bool:
    """*in use and looked after*: of those, status in_use with a maintenance unit named."""
    return project.get("status") == "in_use" and bool(project.get("maintenance_unit"))


PROJECT_TERMS: dict[str, Callable[[Mapping[str, Value], str], bool]] = {
    "started": started,
    "planned_for_this_year": planned_for_this_year,
    "due_by_now": due_by_now,
    "completed_on_time": completed,
    "completed": completed,
    "in_use_with_maintenance_unit": in_use_with_maintenance_unit,
}


def ratio_of_projects(indicator: Indicator, town: TownMonth) -> Measure:
    """ratio_of_projects | 100 × projects that meet the numerator / projects that meet the denominator
    | 100 × value / 100

    The numerator is counted among the projects of the denominator (*completed on time*: of those due, …),
    else a share could pass 100 where `score` lies in 0..100.
    """
    if not town.projects:
        return Measure("missing", 0.0)
    whole = [
        project for project in town.projects if PROJECT_TERMS[indicator.denominator](project, town.period)
    ]
    part = [project for project in whole if PROJECT_TERMS[indicator.numerator](project, town.period)]
    if not whole:
        return Measure("not_applicable", None, None, 0.0, 0.0)
    value = 100 * len(part) / len(whole)
    return Measure("ok", value, value, float(len(part)), float(len(whole)))


METHODS: dict[str, Callable[[Indicator, TownMonth], Measure]] = {
    "ratio": ratio,
    "ratio_of_sums": ratio,
    "per_1000": per_1000,
    "presence": presence,
    "presence_of_four": presence_of_four,
    "count": count,
    "count_to_date": count_to_date,
    "growth": growth,
    "stage": stage,
    "deadline": deadline,
    "ratio_to_date": ratio_to_date,
    "investment_floor": investment_floor,
    "ratio_of_projects": ratio_of_projects,
}
