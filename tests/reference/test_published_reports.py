"""Every row of the reports that judge towns and counties against the second computation of the same rules."""

import pandas as pd
import pytest

from tests.reference import softness, supervision, yearly
from tests.reference.agreement import TOLERANCE, Built, Mart, differences
from tests.reference.scoring import expected_periods, organisation

#: A modified Z-score divides by small deviations, which magnifies what arithmetic leaves in the last digits.
NEAR = {"rpt_outlier": 1e-6}

REPORTS = {
    "rpt_supervision": Mart(
        ["level", "county_code", "town_code", "rule", "quarter"],
        ["status", "first_seen", "is_restricted"],
        ["figure"],
    ),
    "rpt_key_town_evaluation": Mart(
        ["town_code", "year"],
        ["period", "peer_group", "rank_peer", "rank_city", "targets_missed", "grade"],
        ["score"],
    ),
    "rpt_rank_robustness": Mart(
        ["town_code", "period"],
        [
            "rank_without_best",
            "rank_without_worst",
            "rank_missing_zero",
            "rank_missing_excluded",
            "rank_missing_last_known",
        ],
        ["rank_median", "rank_p05", "rank_p95", "first_decile_share", "last_decile_share"],
    ),
    "rpt_county_rank_robustness": Mart(
        ["county_code", "period"], [], ["rank_median", "rank_p05", "rank_p95"]
    ),
    "rpt_outlier": Mart(["town_code", "indicator", "period", "basis"], [], ["modified_z"]),
    "rpt_reporting_quality": Mart(["county_code", "period"], ["expected", "on_time", "accepted_first"], []),
}


def second_computation(built: Built, scores: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The reports made again from the published values and submissions and the second computation's scores."""
    values, submissions = built.table("fct_ledger_value"), built.table("fct_submission")
    measured, totals = scores["fct_indicator_month"], scores["fct_town_score_month"]
    indicators = built.seed("standard/indicators")
    there = organisation(built.seed("organisation/towns"), expected_periods(submissions))
    return {
        "rpt_supervision": supervision.supervision_list(values, submissions, measured, totals, there),
        "rpt_key_town_evaluation": yearly.key_towns(measured, totals, indicators, there),
        "rpt_rank_robustness": softness.robustness(measured, indicators, expected_periods(submissions)),
        "rpt_county_rank_robustness": softness.county_robustness(
            measured, scores["fct_county_score_month"], indicators, there
        ),
        "rpt_outlier": softness.outliers(measured, totals, indicators),
        "rpt_reporting_quality": softness.reporting(submissions, there),
    }


@pytest.fixture(scope="session")
def reports_again(publication: Built, publication_again: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return second_computation(publication, publication_again)


@pytest.fixture(scope="session")
def hard_reports_again(hard_year: Built, hard_year_again: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return second_computation(hard_year, hard_year_again)


def agreement(built: Built, name: str, expected: pd.DataFrame) -> None:
    """Every row agrees, and there are rows."""
    report = built.table(name)
    assert len(report) > 0
    assert differences(REPORTS[name], expected, report, NEAR.get(name, TOLERANCE)) == []
    print(f"{name}: {len(report)} rows agree with the second computation")


@pytest.mark.parametrize("name", REPORTS)
def test_every_row_of_a_report_equals_the_second_computation(
    name: str, publication: Built, reports_again: dict[str, pd.DataFrame]
) -> None:
    agreement(publication, name, reports_again[name])


@pytest.mark.parametrize("name", REPORTS)
def test_every_row_of_a_hard_year_s_report_equals_the_second_computation(
    name: str, hard_year: Built, hard_reports_again: dict[str, pd.DataFrame]
) -> None:
    agreement(hard_year, name, hard_reports_again[name])


def test_the_hard_year_reaches_every_rule_entry_and_release(
    hard_reports_again: dict[str, pd.DataFrame],
) -> None:
    listed = hard_reports_again["rpt_supervision"]
    assert set(listed["rule"]) == set(supervision.RULES)
    assert set(listed["level"]) == {"town", "county"}
    assert set(listed["status"]) == {"listed", "continued", "released"}
    assert (listed["figure"].isna()).any()  # a quarter in which a county sent no projects
    assert listed["is_restricted"].any()


@pytest.mark.parametrize("report", ["rpt_rank_robustness", "rpt_county_rank_robustness"])
@pytest.mark.parametrize("year", ["publication", "hard_year"])
def test_bands_follow_from_the_ranges(year: str, report: str, request: pytest.FixtureRequest) -> None:
    built: Built = request.getfixturevalue(year)
    for _, month in built.table(report).groupby("period"):
        assert list(month["band"]) == softness.bands(list(month["rank_p05"]), list(month["rank_p95"]))


def test_differences_of_two_standards_add_up_indicator_by_indicator(hard_year: Built) -> None:
    """The second standard is computed beside the one in force at the end of each quarter, and the other way
    round from October on; the points that the indicators move add up to what the totals differ."""
    towns = hard_year.table("rpt_standard_comparison")
    assert set(zip(towns["standard_version"], towns["compared_version"], strict=True)) == {
        ("2025", "2026"),
        ("2026", "2025"),
    }
    moves = hard_year.table("rpt_standard_comparison_indicator")
    key = ["town_code", "period", "compared_version"]
    both = towns.merge(moves.groupby(key, as_index=False)["points_change"].sum(), on=key)
    assert len(both) == len(towns) > 0
    assert ((both["score_change"] - both["points_change"]).abs() < 1e-9).all()
    totals = hard_year.table("fct_town_score_month").merge(towns, on=["town_code", "period"])
    assert ((totals["score_x"] - totals["score_y"]).abs() < 1e-9).all()
    assert (totals["rank_city_x"] == totals["rank_city_y"]).all()
