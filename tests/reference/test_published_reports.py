"""Every row of the reports that judge towns and counties against the second computation of the same rules."""

import pandas as pd
import pytest

from tests.reference import supervision, yearly
from tests.reference.agreement import Built, Mart, differences

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
}


def second_computation(built: Built, scores: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The reports made again from the published values and submissions and the second computation's scores."""
    values, submissions = built.table("fct_ledger_value"), built.table("fct_submission")
    measured, totals = scores["fct_indicator_month"], scores["fct_town_score_month"]
    towns, indicators = built.seed("organisation/towns"), built.seed("standard/indicators")
    return {
        "rpt_supervision": supervision.supervision_list(values, submissions, measured, totals, towns),
        "rpt_key_town_evaluation": yearly.key_towns(measured, totals, indicators),
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
    assert differences(REPORTS[name], expected, report) == []
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
