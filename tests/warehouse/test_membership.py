"""A town merged and one moved by rows alone: months before are what they were, number for number, and those from
then on know nothing of it."""

from pathlib import Path

import pytest

from tests.warehouse.conftest import Warehouse, build, copy_of_project

MERGED, INTO, MOVED = "610622102", "610622101", "610621103"
ROWS = f"""610622,延川县,{MERGED},延水关镇,镇,2025-03-01,{INTO}
610622,延川县,{MOVED},张家滩镇,镇,2025-03-31,
"""
MARTS = {
    "fct_indicator_month": "town_code, indicator, period, numerator, denominator, value, score, status",
    "fct_function_score_month": "town_code, function, period, score",
    "fct_town_score_month": "town_code, period, score, rank_city, rank_county, rank_peer, county_code, peer_group",
    "fct_county_score_month": "county_code, period, town_mean, investment_progress, reporting, score, rank, towns",
    "rpt_reporting": "county_code, period, ledger, status, due_at",
}


@pytest.fixture(scope="module")
def changed(truth: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The same reports under an organisation with two rows more."""
    folder = tmp_path_factory.mktemp("changed")
    project = copy_of_project(folder)
    with (project / "seeds" / "organisation" / "towns.csv").open("a", encoding="utf-8") as stream:
        stream.write(ROWS)
    return build(Path(truth.database).parent / "store", folder, project)


@pytest.mark.parametrize("mart", MARTS)
def test_months_before_are_unchanged_number_for_number(
    truth: Warehouse, changed: Warehouse, mart: str
) -> None:
    before = f"select {MARTS[mart]} from {mart} where period < '2025-03' order by all"
    assert len(truth.rows(before)) > 0
    assert changed.rows(before) == truth.rows(before)


def test_from_then_on_the_merged_town_is_no_more(truth: Warehouse, changed: Warehouse) -> None:
    march = "select count(*) from {} where period = '2025-03' and town_code = '{}'"
    for mart in (
        "fct_indicator_month",
        "fct_function_score_month",
        "fct_town_score_month",
        "rpt_plan_target",
    ):
        assert changed.rows(march.format(mart, MERGED)) == [(0,)]
    count = "select count(*), max(rank_city) from fct_town_score_month where period = '2025-03'"
    assert truth.rows(count)[0][0] == 117
    assert changed.rows(count)[0][0] == 116
    for report in ("rpt_supervision", "rpt_key_town_evaluation"):
        assert changed.rows(f"select count(*) from {report} where town_code = '{MERGED}'") == [(0,)]


def test_county_means_are_of_the_towns_of_the_last_day(truth: Warehouse, changed: Warehouse) -> None:
    """Both counties' means of March worked out anew from the towns' totals, which the rows do not touch."""
    totals = dict(truth.rows("select town_code, score from fct_town_score_month where period = '2025-03'"))
    homes = {town: town[:6] for town in totals} | {MOVED: "610622"}
    means = dict(
        changed.rows("select county_code, town_mean from fct_county_score_month where period = '2025-03'")
    )
    for county in ("610621", "610622"):
        own = [score for town, score in totals.items() if homes[town] == county and town != MERGED]
        assert means[county] == pytest.approx(sum(own) / len(own), abs=1e-9)


def test_dimensions_say_what_became_of_a_town(changed: Warehouse) -> None:
    assert changed.rows(
        "select town_code, county_code, cast(valid_to as varchar), merged_into from dim_town"
        f" where town_code in ('{MERGED}', '{MOVED}') order by 1"
    ) == [(MOVED, "610622", None, ""), (MERGED, "610622", "2025-02-28", INTO)]
    assert changed.rows(
        "select county_code, cast(valid_from as varchar), cast(valid_to as varchar) from dim_town_history"
        f" where town_code = '{MOVED}' order by 2"
    ) == [("610621", "2000-01-01", "2025-03-30"), ("610622", "2025-03-31", None)]
    assert changed.rows("select count(*) from dim_town") == [(117,)]
