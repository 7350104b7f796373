"""Totals, ranks and county scores worked by hand: what the comparison with the published marts stands on."""

import pandas as pd
import pytest

from tests.reference import scoring

KEY_TOWNS = pd.DataFrame(
    [
        ("t1", "provincial", "2024-01-01", ""),
        ("t1", "county", "2025-01-01", ""),
        ("t2", "county", "2025-01-01", "2025-02-28"),
        ("t3", "heritage", "2020-01-01", ""),
        ("t4", "municipal", "2025-03-31", ""),
    ],
    columns=["town_code", "designation", "valid_from", "valid_to"],
)
TOWNS = pd.DataFrame(
    [("c1", "t1"), ("c1", "t2"), ("c1", "t3"), ("c2", "t4"), ("c2", "t5")],
    columns=["county_code", "town_code"],
).assign(valid_from="2000-01-01", merged_into="")
THERE = scoring.organisation(TOWNS, ["2025-03"])
INDICATORS = pd.DataFrame(
    [
        ("venue", "governance", "presence", "venues", "", "1", "1", "all"),
        ("grids", "governance", "ratio", "staffed", "grids", "100", "3", "all"),
        ("station", "infrastructure", "presence", "station", "", "1", "2", "key"),
        ("floor", "projects", "investment_floor", "cumulative_investment", "", "1000", "2", "county_key"),
        ("heritage", "planning", "deadline", "heritage_plan_date", "", "2025-08-31", "1", "heritage"),
        (
            "investment_progress",
            "projects",
            "ratio_to_date",
            "cumulative_investment",
            "annual_planned_investment",
            "100",
            "4",
            "all",
        ),
    ],
    columns=["indicator", "function", "method", "numerator", "denominator", "target", "weight", "applies_to"],
).assign(standard_version="2025")


def ledger_values(*rows: tuple[str, str, str, str, float]) -> pd.DataFrame:
    """Published values from (town_code, ledger, record_key, field, number), all of March 2025."""
    frame = pd.DataFrame(rows, columns=["town_code", "ledger", "record_key", "field", "value_number"])
    return frame.assign(period="2025-03", value_text=None)


VALUES = ledger_values(
    ("t1", "governance", "", "venues", 1),
    ("t1", "governance", "", "staffed", 8),
    ("t1", "governance", "", "grids", 10),
    ("t1", "facilities", "", "station", 0),
    ("t1", "projects", "road", "cumulative_investment", 125),
    ("t1", "projects", "road", "annual_planned_investment", 1000),
    ("t2", "governance", "", "venues", 1),
    ("t2", "governance", "", "grids", 0),
    ("t3", "projects", "pipes", "cumulative_investment", 500),
    ("t3", "projects", "pipes", "annual_planned_investment", 500),
    ("t4", "funds", "county", "amount_planned", 70),
)


def status_and_score(frame: pd.DataFrame, town_code: str) -> dict[str, tuple[str, float | None]]:
    rows = frame[frame["town_code"] == town_code]
    return {
        row.indicator: (row.status, None if pd.isna(row.score) else row.score) for row in rows.itertuples()
    }


def test_each_reporting_town_has_every_indicator_with_its_status():
    measured = scoring.indicator_month(VALUES, INDICATORS, KEY_TOWNS)
    assert status_and_score(measured, "t1") == {
        "venue": ("ok", 100.0),
        "grids": ("ok", 80.0),
        "station": ("ok", 0.0),  # t1 is a key town
        "floor": ("ok", 50.0),  # the county designation counts beside the provincial one; 125 of 250
        "heritage": ("not_applicable", None),
        "investment_progress": ("ok", 50.0),  # 12.5 % of the 25 % due by March
    }
    assert status_and_score(measured, "t2") == {
        "venue": ("ok", 100.0),
        "grids": ("not_applicable", None),  # no grids, staffed ones blank
        "station": ("not_applicable", None),  # its designation ended in February
        "floor": ("not_applicable", None),
        "heritage": ("not_applicable", None),
        "investment_progress": ("missing", 0.0),  # no project row at all
    }
    assert status_and_score(measured, "t3")["station"] == ("not_applicable", None)  # heritage is no tier
    assert status_and_score(measured, "t3")["heritage"] == ("not_due", None)
    assert set(measured["town_code"]) == {"t1", "t2", "t3"}  # t4 sent funds alone, t5 nothing


def test_function_and_total_scores_are_weighted_means_of_ok_and_missing():
    measured = scoring.indicator_month(VALUES, INDICATORS, KEY_TOWNS)
    functions = scoring.function_score_month(measured, INDICATORS).set_index(["town_code", "function"])[
        "score"
    ]
    totals = scoring.town_score_month(measured, INDICATORS, THERE, KEY_TOWNS).set_index("town_code")["score"]
    assert functions["t1", "governance"] == pytest.approx(85)  # (1×100 + 3×80) / 4
    assert functions["t1", "projects"] == pytest.approx(50)  # (2×50 + 4×50) / 6
    assert ("t1", "planning") not in functions.index
    assert totals["t1"] == pytest.approx(640 / 12)  # (100 + 240 + 0 + 100 + 200) / (1 + 3 + 2 + 2 + 4)
    assert totals["t2"] == pytest.approx(
        20
    )  # (1×100 + 4×0) / (1 + 4): missing weighs, not applicable does not
    assert totals["t3"] == pytest.approx(50)  # (1×0 + 3×0 + 4×100) / 8


def test_missing_policy_exclude_leaves_missing_out():
    measured = scoring.indicator_month(VALUES, INDICATORS, KEY_TOWNS, missing_policy="exclude")
    assert status_and_score(measured, "t2")["investment_progress"] == ("missing", None)
    totals = scoring.town_score_month(measured, INDICATORS, THERE, KEY_TOWNS)
    assert list(totals["score"].round(9)) == [round(640 / 12, 9), 100.0, 100.0]


def test_ties_share_the_better_rank():
    scores = pd.DataFrame(
        {"town_code": list("abcd"), "period": "2025-03", "score": [70.0, 90.0, 80.0, 80.0 + 4e-10]}
    )
    assert list(scoring.rank(scores, ["period"])) == [4, 1, 2, 2]  # equal to 9 decimals
    scores.loc[3, "score"] = 80.0 + 2e-9
    assert list(scoring.rank(scores, ["period"])) == [4, 1, 3, 2]


def test_ranks_in_city_county_and_peer_group():
    measured = pd.DataFrame(
        [
            (town, "venue", "2025-03", "ok", score)
            for town, score in zip(TOWNS.town_code, [50, 90, 50, 70, 10], strict=True)
        ],
        columns=["town_code", "indicator", "period", "status", "score"],
    )
    totals = scoring.town_score_month(measured, INDICATORS, THERE, KEY_TOWNS).set_index("town_code")
    # t2's designation has ended, t3 has heritage alone, t5 none; t4 is municipal since the period's last day
    assert totals["peer_group"].to_dict() == {
        "t1": "provincial",
        "t2": "other",
        "t3": "other",
        "t4": "municipal",
        "t5": "other",
    }
    assert totals["rank_city"].to_dict() == {"t1": 3, "t2": 1, "t3": 3, "t4": 2, "t5": 5}
    assert totals["rank_county"].to_dict() == {"t1": 2, "t2": 1, "t3": 2, "t4": 1, "t5": 2}
    assert totals["rank_peer"].to_dict() == {"t1": 1, "t2": 1, "t3": 2, "t4": 1, "t5": 3}


def submissions(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """Submissions of March 2025, due at the end of 5 April: (county, ledger, received_at, disposition)."""
    frame = pd.DataFrame(rows, columns=["county_code", "ledger", "received_at", "disposition"])
    due = pd.Timestamp("2025-04-05 23:59:59")
    return frame.assign(
        period="2025-03", due_at=due, received_at=pd.to_datetime(frame["received_at"], format="ISO8601")
    )


SUBMISSIONS = submissions(
    ("c1", "governance", "2025-04-02", "accepted"),
    ("c1", "governance", "2025-04-09", "accepted"),  # corrected later: it had arrived
    ("c1", "projects", "2025-04-05 23:59:59", "accepted_with_findings"),  # inclusive
    ("c1", "facilities", "2025-04-06", "accepted"),  # late
    ("c1", "environment", "2025-04-01", "rejected"),  # returned …
    ("c1", "environment", "2025-04-08", "accepted"),  # … and corrected late
    ("c1", "planning", "2025-04-01", "rejected"),
    ("c1", "planning", "2025-04-03", "accepted"),  # returned and corrected in time
    ("c1", "recommendations", "2025-04-03", "accepted"),
    ("c1", "", "2025-04-03", "ignored"),
    ("c2", "funds", "2025-04-03", "accepted"),
)


def test_reporting_is_the_share_of_expected_ledgers_in_time_and_accepted():
    # eight are expected in March: governance, projects, planning and recommendations made it
    assert scoring.reporting_share(SUBMISSIONS, "c1", "2025-03") == 50.0
    assert scoring.reporting_share(SUBMISSIONS, "c2", "2025-03") == 12.5
    april = SUBMISSIONS.assign(period="2025-04")
    assert scoring.reporting_share(april, "c1", "2025-04") == pytest.approx(
        300 / 7
    )  # no recommendations expected


def test_county_score():
    measured = scoring.indicator_month(VALUES, INDICATORS, KEY_TOWNS)
    totals = scoring.town_score_month(measured, INDICATORS, THERE, KEY_TOWNS)
    counties = scoring.county_score_month(totals, VALUES, SUBMISSIONS, INDICATORS, THERE)
    counties = counties.set_index("county_code")
    town_mean = (640 / 12 + 20 + 50) / 3
    # 625 of 1500 planned = 41.67 %, of the 25 % due by March: full marks
    assert list(counties.loc["c1", ["town_mean", "investment_progress", "reporting"]]) == [
        pytest.approx(town_mean),
        100.0,
        50.0,
    ]
    assert counties.loc["c1", "score"] == pytest.approx(0.7 * town_mean + 0.2 * 100 + 0.1 * 50)
    # no town of c2 has a score, no project, one ledger of eight
    assert counties.loc["c2", "score"] == pytest.approx(1.25)
    assert list(counties["rank"]) == [1, 2]


def test_the_organisation_is_that_of_the_last_day():
    """t2 merges amid March, t3 moves on its last day, t4 on the first of April."""
    changes = pd.DataFrame(
        [("c1", "t2", "2025-03-15", "t1"), ("c2", "t3", "2025-03-31", ""), ("c1", "t4", "2025-04-01", "")],
        columns=["county_code", "town_code", "valid_from", "merged_into"],
    )
    there = scoring.organisation(pd.concat([TOWNS, changes]), ["2025-02", "2025-03", "2025-04"])
    counties = {
        period: dict(zip(rows["town_code"], rows["county_code"], strict=True))
        for period, rows in there.groupby("period")
    }
    assert counties == {
        "2025-02": {"t1": "c1", "t2": "c1", "t3": "c1", "t4": "c2", "t5": "c2"},
        "2025-03": {"t1": "c1", "t3": "c2", "t4": "c2", "t5": "c2"},
        "2025-04": {"t1": "c1", "t3": "c2", "t4": "c1", "t5": "c2"},
    }
    values = pd.DataFrame({"period": ["2025-02", "2025-03", "2025-03"], "town_code": ["t2", "t2", ""]})
    assert list(scoring.of_towns_there(values, there).index) == [0, 2]


def test_expected_periods_have_no_gap():
    received = pd.DataFrame({"period": ["2025-02", "2024-11"]})
    assert scoring.expected_periods(received) == ["2024-11", "2024-12", "2025-01", "2025-02"]


def test_one_standard_version_holds_for_a_period():
    stricter = INDICATORS.assign(standard_version="2026", target=INDICATORS["target"].replace("1000", "2000"))
    versions = pd.DataFrame(
        [("2025", "2025-01", "2025-03", "zero"), ("2026", "2025-04", "", "zero")],
        columns=["standard_version", "valid_from", "valid_to", "missing_policy"],
    )
    tables = scoring.Tables(pd.concat([INDICATORS, stricter]), versions, TOWNS, KEY_TOWNS)
    values = pd.concat([VALUES, VALUES.assign(period="2025-04")])
    received = pd.concat([SUBMISSIONS, SUBMISSIONS.assign(period="2025-04")])
    measured = scoring.evaluation(values, received, tables)["fct_indicator_month"]
    floors = measured[(measured["town_code"] == "t1") & (measured["indicator"] == "floor")]
    # March: 125 of 1000 × 3/12 = 250; April: 125 of 2000 × 4/12 = 666.67
    assert list(floors["standard_version"]) == ["2025", "2026"]
    assert list(floors["score"]) == [pytest.approx(50), pytest.approx(18.75)]
