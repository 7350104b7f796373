"""Grades and the plan's own targets worked by hand."""

import pandas as pd

from tests.reference import yearly


def test_grades_and_their_cap() -> None:
    assert [yearly.grade(score, 0) for score in (90, 89.9999999999, 89.9, 80, 79.9, 60, 59.9, 0)] == [
        "excellent",
        "excellent",  # equal to nine decimals
        "good",
        "good",
        "qualified",
        "qualified",
        "unqualified",
        "unqualified",
    ]
    assert [yearly.grade(score, 1) for score in (95, 85, 70, 50)] == [
        "qualified",
        "qualified",
        "qualified",
        "unqualified",
    ]


def test_a_tenth_is_tolerated_and_what_does_not_apply_does_not_count() -> None:
    kept = [("ok", 100), ("ok", 90), ("ok", 100 * 85.5 / 95), ("not_applicable", None), ("not_due", None)]
    lost = [("ok", 89.9), ("missing", 0), ("missing", None)]
    assert yearly.missed(pd.DataFrame(kept, columns=["status", "score"])) == 0
    assert yearly.missed(pd.DataFrame(lost, columns=["status", "score"])) == 3


def test_a_year_is_its_last_month_and_heritage_is_no_tier() -> None:
    totals = pd.DataFrame(
        [
            ("a", "2025-11", 99.0, "provincial"),
            ("a", "2025-12", 90.0, "provincial"),
            ("b", "2025-11", 92.0, "provincial"),
            ("c", "2025-12", 95.0, "other"),
            ("d", "2025-12", 70.0, "county"),
        ],
        columns=["town_code", "period", "score", "peer_group"],
    ).assign(county_code="x")
    measured = pd.DataFrame(
        [("a", "2025-11", "gas", 10.0), ("a", "2025-12", "gas", 100.0), ("b", "2025-11", "gas", 80.0)],
        columns=["town_code", "period", "indicator", "score"],
    ).assign(standard_version="v", status="ok")
    indicators = pd.DataFrame([("gas", "v", "plan")], columns=["indicator", "standard_version", "set_by"])
    there = pd.DataFrame({"period": "2025-12", "town_code": list("abcd")})
    rows = yearly.key_towns(measured, totals, indicators, there).set_index("town_code")
    assert rows["grade"].to_dict() == {"a": "excellent", "b": "qualified", "d": "qualified"}
    assert rows["rank_peer"].to_dict() == {"a": 2, "b": 1, "d": 1}
    assert rows["rank_city"].to_dict() == {"a": 3, "b": 2, "d": 4}
    assert rows["targets_missed"].to_dict() == {"a": 0, "b": 1, "d": 0}
