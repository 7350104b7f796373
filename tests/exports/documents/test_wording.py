"""Sentences that fit the figures: each case that other data may bring."""

import pytest

from exports.documents import periods, wording
from exports.documents.facts import rounded


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (34, "三十四"), (99, "九十九")],
)
def test_chinese_numbers(number: int, said: str):
    assert wording.chinese_number(number) == said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (1.5, "较上季度提高1.50分"),
        (-1.5, "较上季度下降1.50分"),
        (0.0, "与上季度持平"),
        (0.004, "与上季度持平"),
        (-0.004, "与上季度持平"),
        (0.005, "较上季度提高1.50分"),
        (None, ""),
    ],
)
def test_rise_fall_unchanged_and_nothing_to_compare(change: float | None, said: str):
    assert wording.changed(change, "1.50", "分", "上季度") == said


@pytest.mark.parametrize(
    ("difference", "said"),
    [(2.0, "高于全市平均2.00分"), (-2.0, "低于全市平均2.00分"), (0.001, "与全市平均持平"), (None, "")],
)
def test_above_below_and_level(difference: float | None, said: str):
    assert wording.compared(difference, "2.00", "分", "全市平均") == said


def test_a_rank_that_is_shared_says_so():
    assert wording.place(3, 1) == "第3位"
    assert wording.place(3, 2) == "并列第3位"


@pytest.mark.parametrize(("gained", "said"), [(4, "升4"), (-4, "降4"), (0, "平"), (None, "—")])
def test_places_moved(gained: int | None, said: str):
    assert wording.moved(gained, 4) == said


def test_names_are_listed_and_many_are_counted():
    assert wording.listed(["甲"]) == "甲"
    assert wording.listed_at_most(["甲", "乙"], 2, 2, "个镇") == "甲、乙"
    assert wording.listed_at_most(["甲", "乙", "丙"], 2, 3, "个镇") == "甲、乙等3个镇"


def test_clauses_that_say_nothing_leave_no_comma_behind():
    assert wording.joined("甲", "", "乙") == "甲，乙。"
    assert wording.joined("", "") == ""


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [(2.675, 2, "2.68"), (0.5, 0, "1"), (-0.001, 2, "0.00"), (1234.5, 2, "1234.50"), (1e7, 0, "10000000")],
)
def test_numbers_round_halves_away_from_nought(value: float, digits: int, shown: str):
    assert rounded(value, digits) == shown


@pytest.mark.parametrize(
    ("text", "name", "months"),
    [
        ("2025Q1", "2025年第一季度", ("2025-01", "2025-02", "2025-03")),
        ("2025-03", "2025年3月", ("2025-03",)),
        ("2025H2", "2025年下半年", tuple(f"2025-{m:02}" for m in range(7, 13))),
        ("2025", "2025年", tuple(f"2025-{m:02}" for m in range(1, 13))),
    ],
)
def test_the_form_of_a_period_says_what_it_is(text: str, name: str, months: tuple[str, ...]):
    period = periods.parse(text)
    assert (period.name, period.months) == (name, months)


@pytest.mark.parametrize("text", ["2025Q5", "2025-13", "25Q1", "2025H3", "", "2025q1", "2025-3"])
def test_another_form_is_refused_with_the_forms(text: str):
    with pytest.raises(periods.PeriodError, match=r"2025Q1.*2025-03.*2025H1"):
        periods.parse(text)


def test_the_quarter_before_january_is_last_years():
    assert periods.quarter_before("2025Q1") == "2024Q4"
    assert periods.quarter_before("2025Q3") == "2025Q2"
