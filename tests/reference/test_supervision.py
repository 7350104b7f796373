"""The rules of the supervision list worked by hand: what the comparison with the published list stands on."""

import pandas as pd
import pytest

from tests.reference import supervision
from tests.reference.supervision import Judged

QUARTERS = ["2025Q1", "2025Q2", "2025Q3", "2025Q4"]


def test_entry_and_release_are_at_their_own_limits() -> None:
    assert supervision.no_projects(0) == Judged(0, True, False)
    assert supervision.no_projects(1) == Judged(1, False, True)
    assert supervision.few_projects(1) == Judged(1, True, False)
    assert supervision.few_projects(2) == Judged(2, False, True)
    assert supervision.slow_progress(69.99) == Judged(69.99, True, False)
    assert supervision.slow_progress(70) == Judged(70, False, False)
    assert supervision.slow_progress(80) == Judged(80, False, True)
    assert supervision.weak_push(1, 0) == Judged(1, False, False)
    assert supervision.weak_push(2, 0) == Judged(2, True, False)
    assert supervision.weak_push(0, 1) == Judged(0, True, False)
    assert supervision.weak_push(0, 0) == Judged(0, False, True)


def test_nobody_flaps_on_and_off_by_a_hair() -> None:
    progress = dict(zip(QUARTERS, map(supervision.slow_progress, [69, 71, 69.5, 80]), strict=True))
    assert supervision.states(progress, QUARTERS) == [
        ("2025Q1", "listed", "2025Q1"),
        ("2025Q2", "continued", "2025Q1"),  # 71 % would not have entered, but does not leave
        ("2025Q3", "continued", "2025Q1"),
        ("2025Q4", "released", "2025Q1"),
    ]


def test_a_quarter_that_says_nothing_changes_nothing_and_a_second_entry_is_another() -> None:
    judged = {"2025Q1": supervision.few_projects(0), "2025Q3": supervision.few_projects(3)}
    assert supervision.states(judged, QUARTERS) == [
        ("2025Q1", "listed", "2025Q1"),
        ("2025Q2", "continued", "2025Q1"),
        ("2025Q3", "released", "2025Q1"),
    ]
    again = judged | {"2025Q2": supervision.few_projects(2), "2025Q3": supervision.few_projects(1)}
    assert supervision.states(again, QUARTERS) == [
        ("2025Q1", "listed", "2025Q1"),
        ("2025Q2", "released", "2025Q1"),
        ("2025Q3", "listed", "2025Q3"),
        ("2025Q4", "continued", "2025Q3"),
    ]


def test_the_lowest_tenth_is_rounded_up_and_ties_share_it() -> None:
    eleven = [10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 95.0, 99.0]
    assert supervision.no_effect(20, 20, eleven) == Judged(20, True, False)  # two of eleven
    assert supervision.no_effect(30, 30, eleven) == Judged(30, False, False)  # of the lowest three
    assert supervision.no_effect(40, 50, eleven) == Judged(40, False, True)  # above the lowest fifth
    assert supervision.no_effect(20, 19.9, eleven) == Judged(20, False, False)  # above the quarter before
    assert supervision.no_effect(20, 19, eleven) == Judged(20, False, True)  # by a point
    assert supervision.no_effect(10, None, eleven) is None  # no quarter before
    tied = [10.0, 10.0, 10.0, *[50.0] * 7]
    assert supervision.no_effect(10, 10, tied) == Judged(10, True, False)  # one of ten, shared by three


def test_ten_times_a_tenth_is_one_town_and_seventy_make_seven() -> None:
    ten, seventy = [float(n) for n in range(10)], [float(n) for n in range(70)]
    assert [s for s in ten if supervision.no_effect(s, s, ten).is_met] == [0]
    assert [s for s in seventy if supervision.no_effect(s, s, seventy).is_met] == [float(n) for n in range(7)]


def test_a_county_is_listed_from_a_third_of_its_towns() -> None:
    slow, between, fast = (supervision.slow_progress(percent) for percent in (60, 75, 90))
    assert supervision.of_county([slow, slow, slow, *[fast] * 6], 9) == Judged(3, True, False)
    assert supervision.of_county([slow, slow, between, *[fast] * 6], 9) == Judged(2, False, False)
    assert supervision.of_county([slow, between, *[fast] * 7], 9) == Judged(1, False, True)


def test_a_quarter_s_score_is_that_of_its_last_month_with_one() -> None:
    totals = pd.DataFrame(
        [("a", "2025-01", 50.0), ("a", "2025-02", 60.0), ("a", "2025-06", 55.0), ("a", "2025-10", 70.0)],
        columns=["town_code", "period", "score"],
    )
    rows = supervision.quarter_scores(totals)
    assert list(zip(rows["quarter"], rows["score"], rows["before"].fillna(-1), strict=True)) == [
        ("2025Q1", 60.0, -1),
        ("2025Q2", 55.0, 60.0),
        ("2025Q4", 70.0, -1),  # nothing is known of the third quarter
    ]


LEDGERS = ("projects", "facilities", "environment", "industry", "governance", "planning", "funds")


def sent(**changes: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    """January's reports, all accepted on 3 February save those changed: ledger=((received_at, disposition), …)."""
    rows = [
        ("c", "2025-01", ledger, received, disposition, f"{ledger}-{number}")
        for ledger in (*LEDGERS, *(set(changes) - set(LEDGERS)))
        for number, (received, disposition) in enumerate(changes.get(ledger, (("2025-02-03", "accepted"),)))
    ]
    columns = ["county_code", "period", "ledger", "received_at", "disposition", "source_file"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(received_at=pd.to_datetime(frame["received_at"], format="ISO8601"))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, (0, 0)),
        ({"funds": (("2025-02-05 23:59:59", "accepted"),)}, (0, 0)),  # inclusive
        ({"funds": (("2025-02-06", "accepted"),), "projects": ()}, (2, 0)),  # one late, one missing
        (
            {"funds": (("2025-02-01", "rejected"), ("2025-02-11", "accepted"))},
            (0, 0),
        ),  # corrected within 10 days
        ({"funds": (("2025-02-01", "rejected"), ("2025-02-11 00:00:01", "accepted"))}, (0, 1)),
        ({"funds": (("2025-02-01", "rejected"), ("2025-02-10", "duplicate"))}, (0, 1)),
        ({"": (("2025-02-01", "rejected"),)}, (0, 0)),  # unreadable, then everything came
        ({"": (("2025-02-04", "rejected"),)}, (0, 1)),  # unreadable, and nothing after it
    ],
)
def test_late_missing_and_uncorrected_reports(
    changes: dict[str, tuple[tuple[str, str], ...]], expected: tuple[int, int]
) -> None:
    assert supervision.reports_of(sent(**changes), "c", ["2025-01"], pd.Timestamp("2025-03-01")) == expected


def test_what_is_not_due_yet_is_not_missing() -> None:
    nothing = sent(**dict.fromkeys(LEDGERS, ()))
    assert supervision.reports_of(nothing, "c", ["2025-01"], pd.Timestamp("2025-02-05 23:59:59")) == (0, 0)
    assert supervision.reports_of(nothing, "c", ["2025-01"], pd.Timestamp("2025-02-06")) == (7, 0)
