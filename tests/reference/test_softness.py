"""Draws, leaving out, missing policies, bands and outliers worked by hand."""

import pandas as pd
import pytest

from tests.reference import draws, softness


def test_leaving_an_indicator_out_ranks_by_the_rest() -> None:
    scores = pd.DataFrame({"x": [100.0, 60.0], "y": [0.0, 90.0], "z": [None, 30.0]}, index=["a", "b"])
    weights = pd.Series({"x": 1.0, "y": 1.0, "z": 2.0})
    # a: 50 of x and y; b: (60 + 90 + 60) / 4 = 52.5
    assert softness.weighted(scores, weights).to_dict() == {"a": 50.0, "b": 52.5}
    assert softness.leave_one_out(scores, weights).to_dict("index") == {
        "a": {"x": 2, "y": 1, "z": 2},  # without y: 100 against (60 + 60) / 3
        "b": {"x": 1, "y": 2, "z": 1},
    }


def test_missing_is_zero_left_out_or_last_known() -> None:
    indicators = pd.DataFrame(
        [("drills", "count_to_date", "4", "1"), ("roads", "ratio", "100", "1"), ("gas", "ratio", "100", "2")],
        columns=["indicator", "method", "target", "weight"],
    ).assign(standard_version="v")
    measured = pd.DataFrame(
        [
            ("a", "2025-02", "drills", "ok", 100.0, 1.0),
            ("a", "2025-03", "drills", "missing", 0.0, None),  # one drill known: all of the one due by March
            ("a", "2025-03", "roads", "missing", 0.0, None),  # never known
            ("a", "2025-03", "gas", "ok", 80.0, 80.0),
            ("b", "2025-03", "gas", "ok", 60.0, 60.0),
            ("c", "2025-02", "drills", "ok", 100.0, 1.0),
            ("c", "2025-06", "drills", "missing", 0.0, None),  # one of the two due by June
        ],
        columns=["town_code", "period", "indicator", "status", "score", "value"],
    ).assign(standard_version="v")
    march = softness.last_known(measured, indicators, "2025-03").set_index(["town_code", "indicator"])[
        "score"
    ]
    assert march.to_dict() == {("a", "drills"): 100, ("a", "roads"): 0, ("a", "gas"): 80, ("b", "gas"): 60}
    june = softness.last_known(measured, indicators, "2025-06")
    assert list(june["score"]) == [50]
    rows = softness.robustness(measured, indicators, ["2025-01", "2025-02", "2025-03"]).set_index("town_code")
    policies = ["rank_missing_zero", "rank_missing_excluded", "rank_missing_last_known"]
    # a: 40, 80 or (100 + 0 + 160) / 4 = 65 against b's 60
    assert rows[policies].to_dict("index") == {
        "a": dict(zip(policies, (2, 1, 1), strict=True)),
        "b": dict(zip(policies, (1, 2, 2), strict=True)),
    }


def test_ranges_that_overlap_directly_or_through_others_are_one_band() -> None:
    assert softness.bands([1, 2, 3, 5, 7], [1, 3, 5, 6, 9]) == [1, 2, 2, 2, 3]
    assert softness.bands([5, 1], [6, 4]) == [2, 1]


def test_modified_z_is_moved_by_the_median_alone() -> None:
    assert softness.modified_z(100, [1, 2, 3, 4, 100]) == pytest.approx(0.6745 * 97)
    assert softness.modified_z(4, [1, 2, 3, 4, 100]) == pytest.approx(0.6745)
    assert softness.modified_z(100, [1, 2, 100]) is None  # too few
    assert softness.modified_z(9, [5, 5, 5, 5, 9]) is None  # half are equal: no distance can be told


def test_a_factor_is_the_first_bits_of_a_hash() -> None:
    # md5sum says fd51068feb26… of 2025|1|gas_coverage
    assert draws.factor(1, "gas_coverage") == pytest.approx(0.75 + 0.5 * 0xFD51068F / 0x100000000)


def test_a_county_moves_with_its_towns_while_its_other_parts_stay() -> None:
    towns = pd.DataFrame({1: [70.0, 50.0], 2: [90.0, 50.0]}, index=["a", "c"])
    there = pd.DataFrame({"town_code": list("abcd"), "county_code": list("xxyz")})
    counties = pd.DataFrame(
        {"county_code": list("xyz"), "investment_progress": [80, None, 0], "reporting": [75, 90, 0]}
    )
    drawn = draws.drawn_counties(towns, counties, there)
    # x: 0.7 × 70 / 2 + 0.2 × 80 + 0.1 × 75, then 0.7 × 90 / 2 with the same rest; y: (70 × 50 + 10 × 90) / 80
    assert drawn.round(9).to_dict("list") == {1: [48, 55, 0], 2: [55, 55, 0]}
    ranked = draws.over_draws(drawn)
    # x is second, then tied first
    assert ranked["rank_median"].to_dict() == {"x": 1.5, "y": 1, "z": 3}
    assert ranked["first_decile_share"].to_dict() == {"x": 50, "y": 100, "z": 0}
    assert ranked["last_decile_share"].to_dict() == {"x": 0, "y": 0, "z": 100}
