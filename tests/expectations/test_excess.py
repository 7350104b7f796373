"""What exceeds what it should not: refused where it cannot be, told where there may be a reason."""

from __future__ import annotations

import pytest

from expectations.rows import judge
from tests.expectations.readings import Line, reading
from tests.expectations.test_rows import said, statuses


def test_more_spent_than_arrived_rejects_but_more_arrived_than_planned_asks_for_a_reason() -> None:
    spent = judge(reading("funds", Line(4, key="county", reports={"amount_spent": 301.0})))
    assert [(c, o) for c, o, *_ in said(spent)] == [("PART_EXCEEDS_TOTAL", "reject_row")]
    arrived = judge(reading("funds", Line(4, key="county", reports={"amount_arrived": 501.0})))
    assert [(c, o) for c, o, *_ in said(arrived)] == [("EXCESS_UNEXPLAINED", "warn")]
    assert statuses(arrived) == ["accepted"]


@pytest.mark.parametrize(
    ("above", "field"),
    [
        ({"month_investment": 500.0, "cumulative_investment": 150.0}, "month_investment"),
        ({"cumulative_investment": 1500.0, "total_investment": 900.0}, "cumulative_investment"),
    ],
)
def test_more_invested_than_the_year_so_far_or_the_whole_project_takes_asks_for_a_reason(
    above: dict[str, float], field: str
) -> None:
    after = judge(reading("projects", Line(4, key="甲项目", reports=above)))
    assert [(c, o, f) for c, o, f, *_ in said(after)] == [("EXCESS_UNEXPLAINED", "warn", field)]
    assert statuses(after) == ["accepted"]
