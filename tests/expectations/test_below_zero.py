"""A figure below zero is said by itself: nothing that could only follow from it is said beside it."""

import pytest

from expectations.rows import judge
from tests.expectations.readings import Line, reading


@pytest.mark.parametrize(
    ("ledger", "key", "reports"),
    [
        ("facilities", "", {"communities_gas": -3.0, "gas_coverage_reported": 12.0}),
        ("facilities", "", {"communities_total": -3.0, "communities_gas": 2.0}),
        (
            "projects",
            "甲项目",
            {"total_investment": -5.0, "fund_county": 2.0, "annual_planned_investment": 1.0},
        ),
        ("funds", "county", {"amount_planned": -5.0, "amount_arrived": 2.0, "amount_spent": 1.0}),
    ],
)
def test_a_figure_below_zero_is_the_only_reason(ledger: str, key: str, reports: dict[str, float]) -> None:
    after = judge(reading(ledger, Line(4, key=key, reports=reports)))
    assert after["findings"]["code"].tolist() == ["NEGATIVE_AMOUNT"]
