"""Every row of the product's marts against the second computation from the same published values.

The same keys, the same statuses and ranks, numbers within 1e-9. Nothing here is compared with itself: the
values and submissions come from the publication, everything after them from tests/reference/scoring.py.
"""

import pandas as pd
import pytest

from tests import truth
from tests.reference import scoring
from tests.reference.agreement import TOLERANCE, Built, Mart, differences
from tests.warehouse.stores import NUMBERS, field_types

STORED = 1e-5  # some workbooks store 442.50000004425 where 442.5 was written

MARTS = {
    "fct_indicator_month": Mart(
        ["town_code", "indicator", "period"],
        ["status", "standard_version"],
        ["numerator", "denominator", "value", "score"],
    ),
    "fct_function_score_month": Mart(["town_code", "function", "period"], [], ["score"]),
    "fct_town_score_month": Mart(
        ["town_code", "period"], ["rank_city", "rank_county", "rank_peer"], ["score"]
    ),
    "fct_county_score_month": Mart(
        ["county_code", "period"], ["rank"], ["town_mean", "investment_progress", "reporting", "score"]
    ),
}


def agreement(
    built: Built, name: str, expected: dict[str, pd.DataFrame], tolerance: float = TOLERANCE
) -> None:
    """Every row of a mart agrees, and there are rows."""
    mart = built.table(name)
    assert len(mart) > 0
    assert differences(MARTS[name], expected[name], mart, tolerance) == []
    print(f"{name}: {len(mart)} rows agree with the second computation")


@pytest.mark.parametrize("name", MARTS)
def test_every_published_row_equals_the_second_computation(
    name: str, publication: Built, publication_again: dict[str, pd.DataFrame]
) -> None:
    agreement(publication, name, publication_again)


@pytest.fixture(scope="session")
def true_quarter(publication: Built) -> dict[str, pd.DataFrame]:
    """The four marts made of what the counties truly reported, without a value that the product has read."""
    true = truth.load("values")
    kinds = [field_types()[key] for key in zip(true["ledger"], true["field"], strict=True)]
    is_number = pd.Series([kind in NUMBERS for kind in kinds], index=true.index)
    numbers = pd.to_numeric(true["value"].replace({"true": "1", "false": "0"}).where(is_number))
    values = true.assign(value_number=numbers, value_text=true["value"].mask(is_number))
    return scoring.evaluation(values, publication.table("fct_submission"), publication.tables())


@pytest.mark.parametrize("name", MARTS)
def test_every_published_row_is_what_the_counties_truth_makes(
    name: str, publication: Built, true_quarter: dict[str, pd.DataFrame]
) -> None:
    agreement(publication, name, true_quarter, STORED)


@pytest.mark.parametrize("name", MARTS)
def test_every_row_of_a_hard_year_equals_the_second_computation(
    name: str, hard_year: Built, hard_year_again: dict[str, pd.DataFrame]
) -> None:
    agreement(hard_year, name, hard_year_again)


def test_the_hard_year_reaches_the_rules_edges(hard_year_again: dict[str, pd.DataFrame]) -> None:
    """What the clean quarter never shows is there to be compared."""
    measured, counties = hard_year_again["fct_indicator_month"], hard_year_again["fct_county_score_month"]
    deadlines = measured[measured["indicator"] == "heritage_plan"]
    assert {(row.status, row.score) for row in deadlines[deadlines["score"].notna()].itertuples()} == {
        ("ok", 0.0),
        ("ok", 60.0),
        ("ok", 100.0),
    }
    reached = measured.groupby("indicator")["status"].agg(set)
    for indicator in ("output_growth", "investment_progress", "project_start_rate", "six_disorders"):
        assert {"ok", "missing", "not_applicable"} <= reached[indicator], indicator
    assert (measured.loc[measured["indicator"] == "output_growth", "value"] < 0).any()
    assert "drills_and_stations" in reached.index
    assert counties["investment_progress"].isna().any()  # a county without plans
    assert (counties["town_mean"] == 0).any()  # a month without reports
    assert counties["reporting"].between(1, 99).any()


def test_a_difference_in_one_row_is_found() -> None:
    expected = pd.DataFrame(
        {"town_code": ["t1", "t2"], "period": "2025-03", "score": [1.0, 2.0], "rank_city": [2, 1]}
    )
    mart = Mart(["town_code", "period"], ["rank_city"], ["score"])
    assert differences(mart, expected, expected.copy()) == []
    assert differences(mart, expected, expected.assign(score=[1.0, 2.0 + 1e-8])) == [
        "t2 2025-03 score: expected 2.0, published 2.00000001"
    ]
    assert differences(mart, expected, expected.assign(rank_city=[1, 1])) == [
        "t1 2025-03 rank_city: expected 2, published 1"
    ]
    assert differences(mart, expected, expected.head(1)) == ["t2 2025-03: only expected"]
