"""Cells in canonical form: every expected value stands here as a person would read the cell."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dictionary import load
from ingest.words.values import ColumnUnit, Raw, UncachedFormula, Value, ValueReader, raw_text

DICTIONARY = load()
READER = ValueReader(DICTIONARY, "2025-03")
CANONICAL = ColumnUnit(1.0, "assumed")


def read(ledger: str, field: str, raw: Raw, unit: ColumnUnit = CANONICAL) -> Value | None:
    return READER.read(raw, DICTIONARY.field(ledger, field), unit)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (450.0, 450.0),
        ("1,030万元", 1030.0),
        ("６１", 61.0),
        ("１７．１４", 17.14),
        ("380万元", 380.0),
        ("380.5（万元）", 380.5),
        ("12①", 12.0),
        ("1.2亿元", 12000.0),
        ("3500元", 0.35),
        ("无", 0.0),
        ("约300", 300.0),
        ("651（较上月持平）", 651.0),
        ("8万元(比上月增加2万元)", 8.0),
        ("-5", -5.0),
        (" 4,281 ", 4281.0),
        ("人民币380万元", 380.0),
        ("380W", 380.0),
        ("十五万元", 15.0),
    ],
)
def test_money_is_read_in_ten_thousands(raw: Raw, expected: float) -> None:
    value = read("projects", "total_investment", raw)
    assert value is not None
    assert value.number == expected


@pytest.mark.parametrize(
    "raw", ["(120.50)", "（120.50）万元", "△120.5", "▲120.5", "负120.5", "120.5-", "−120.5"]
)
def test_an_amount_below_zero_as_accounts_write_it(raw: Raw) -> None:
    value = read("projects", "fund_superior", raw)
    assert value is not None
    assert value.number == -120.5


@pytest.mark.parametrize("raw", ["(3)", "3-", "负责人"])
def test_what_stands_in_brackets_is_no_count_below_zero(raw: Raw) -> None:
    assert read("facilities", "communities_gas", raw) == Value(problem="VALUE_UNREADABLE")


@pytest.mark.parametrize(
    "raw", ["—", "-", "--", "/", "无数据", "", "   ", None, "NULL", "nan", "未报", "待统计"]
)
def test_what_stands_for_nothing_is_no_value_and_no_zero(raw: Raw) -> None:
    assert read("projects", "total_investment", raw) is None


@pytest.mark.parametrize(
    "raw",
    ["12个", "若干", "5吨", "1,23", "10²", "=C5", True, "一", "三百五", "二三万元", "万元", "。", ".", "元"],
)
def test_money_that_cannot_be_read_is_refused_and_never_guessed(raw: Raw) -> None:
    value = read("projects", "total_investment", raw)
    assert value is not None
    assert (value.problem, value.number, value.text) == ("VALUE_UNREADABLE", None, None)


@pytest.mark.parametrize("raw", ["#DIV/0!", "#REF!", "#N/A"])
def test_an_error_value_is_named_as_one(raw: str) -> None:
    value = read("projects", "total_investment", raw)
    assert value is not None
    assert value.problem == "ERROR_VALUE"


def test_a_formula_without_its_result_is_named_as_one() -> None:
    value = read("projects", "total_investment", UncachedFormula("=A1+B1"))
    assert value is not None
    assert value.problem == "FORMULA_WITHOUT_RESULT"


@pytest.mark.parametrize(
    ("unit", "raw", "expected"),
    [
        (ColumnUnit(10000.0, "column"), 0.0625, 625.0),
        (ColumnUnit(0.0001, "unit_row"), 8600.0, 0.86),
        (ColumnUnit(0.0001, "caption"), "860万元", 860.0),  # the cell's own word goes before the column's
    ],
)
def test_the_unit_of_the_column_counts_where_the_cell_has_none(
    unit: ColumnUnit, raw: Raw, expected: float
) -> None:
    value = read("projects", "total_investment", raw, unit)
    assert value is not None
    assert value.number == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("raw", "number", "precision"),
    [
        ("25032人", 25032.0, ""),
        ("约2810人", 2810.0, "approx"),
        ("2.5万人", 25000.0, ""),
        ("3人左右", 3.0, "approx"),
        ("2810余人", 2810.0, "approx"),
        ("一百零五人", 105.0, ""),
        ("两千零三十口人", 2030.0, ""),
    ],
)
def test_counts_with_their_unit(raw: str, number: float, precision: str) -> None:
    value = read("facilities", "town_population", raw)
    assert value is not None
    assert (value.number, value.precision) == (number, precision)


@pytest.mark.parametrize("raw", ["2.5万m³", "25000m³", "25000m3", "2.5万方"])
def test_a_volume_in_cubic_metres(raw: str) -> None:
    value = read("facilities", "sewage_produced", raw)
    assert value is not None
    assert (value.number, value.unit_source) == (2.5, "cell")


@pytest.mark.parametrize(
    ("raw", "number", "is_share"),
    [("43.8%", 43.8, False), ("９５％", 95.0, False), (0.95, 0.95, True), ("95", 95.0, True)],
)
def test_a_rate_without_a_sign_may_be_a_fraction(raw: Raw, number: float, is_share: bool) -> None:
    value = read("facilities", "gas_coverage_reported", raw)
    assert value is not None
    assert (value.number, value.is_share) == (number, is_share)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("√", 1.0),
        ("×", 0.0),
        ("是", 1.0),
        ("否", 0.0),
        ("有", 1.0),
        ("无", 0.0),
        (1.0, 1.0),
        (0.0, 0.0),
        ("已建成", 1.0),
        ("未建成", 0.0),
        ("没有落实", 0.0),
        ("不健全", 0.0),
        (True, 1.0),
    ],
)
def test_flags(raw: Raw, expected: float) -> None:
    value = read("environment", "upkeep_mechanism", raw)
    assert value is not None
    assert value.number == expected


@pytest.mark.parametrize(
    ("raw", "expected"), [("有", 1.0), ("无", 0.0), (2.0, 2.0), ("3处", 3.0), ("√", 1.0)]
)
def test_a_flag_or_a_count(raw: Raw, expected: float) -> None:
    value = read("facilities", "garbage_facility", raw)
    assert value is not None
    assert value.number == expected


@pytest.mark.parametrize(
    ("raw", "expected", "precision"),
    [
        ("2025-03-28", "2025-03-28", ""),
        ("2024/4/27", "2024-04-27", ""),
        ("2025.6.20", "2025-06-20", ""),
        ("2025年7月15日", "2025-07-15", ""),
        ("2024年10月", "2024-10-01", "month"),
        ("2025.10", "2025-10-01", "month"),
        ("2025年3月中旬", "2025-03-11", "ten_days"),
        ("3月下旬", "2025-03-21", "ten_days"),
        ("6月上旬", "2025-06-01", "ten_days"),
        ("二〇二五年三月", "2025-03-01", "month"),
        ("二○二五年三月", "2025-03-01", "month"),
        ("2025、3、28", "2025-03-28", ""),
        ("2025—3—28", "2025-03-28", ""),
        ("2025\\3\\28", "2025-03-28", ""),
        ("今年3月", "2025-03-01", "month"),
        ("去年12月5日", "2024-12-05", ""),
        ("二〇二四年十一月二十三日", "2024-11-23", ""),
        ("25.3.15", "2025-03-15", ""),
        ("1899-12-31", "1899-12-31", ""),
        ("2125年3月", "2125-03-01", "month"),
        ("202503", "2025-03-01", "month"),
        (45744.0, "2025-03-28", ""),
        (2025.11, "2025-11-01", "month"),
        (dt.datetime(2025, 3, 28), "2025-03-28", ""),
        (dt.date(2025, 3, 28), "2025-03-28", ""),
        ("2025-03-28 00:00:00", "2025-03-28", ""),
        ("2025-3-2 00:00:00", "2025-03-02", ""),
        ("2025/3/2T8:30", "2025-03-02", ""),
        ("2025年3月2日08:30", "2025-03-02", ""),
    ],
)
def test_dates_in_every_habit_keep_their_precision(raw: Raw, expected: str, precision: str) -> None:
    value = read("projects", "start_date", raw)
    assert value is not None
    assert (value.text, value.precision) == (expected, precision)


@pytest.mark.parametrize(
    "raw", [2025.0, 2025.1, 2061.249592425069, "2025年", "2025-13-01", "2025-02-30", "年底", "待定"]
)
def test_a_date_that_may_mean_two_things_is_refused(raw: Raw) -> None:
    value = read("projects", "start_date", raw)
    assert value is not None
    assert (value.problem, value.text) == ("VALUE_UNREADABLE", None)


@pytest.mark.parametrize("raw", ["2025Q1", "一季度", "2025年1季度", "2025年第一季度", "第1季度", "１季度"])
def test_quarters(raw: str) -> None:
    value = read("recommendations", "quarter", raw)
    assert value is not None
    assert value.text == "2025Q1"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("在建", "under_construction"),
        ("主体完工", "under_construction"),
        ("已竣工", "completed"),
        ("建成未用", "idle"),
        ("招投标阶段", "preliminary"),
    ],
)
def test_status_words_become_codes(raw: str, code: str) -> None:
    value = read("projects", "status", raw)
    assert value is not None
    assert value.text == code


def test_text_is_trimmed_and_folded_and_a_wrapped_word_is_one() -> None:
    value = read("projects", "content", " 建筑面积２５０平方米，\n设床位30张 ")
    assert value is not None
    assert value.text == "建筑面积250平方米,设床位30张"


@given(st.floats(0, 1e9, allow_nan=False).map(lambda x: round(x, 4)))
def test_a_number_is_read_the_same_from_a_number_and_from_its_text(number: float) -> None:
    plain = read("projects", "total_investment", number)
    for text in (f"{number:.4f}", f"{number:,.4f}", f" {number:.4f}万元"):
        written = read("projects", "total_investment", text)
        assert plain is not None
        assert written is not None
        assert written.number == pytest.approx(plain.number, rel=1e-12, abs=1e-9)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_a_date_is_read_the_same_in_every_writing(day: dt.date) -> None:
    serial = float((day - dt.date(1899, 12, 30)).days)
    writings: list[Raw] = [
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month:02d}/{day.day:02d}",
        dt.datetime(day.year, day.month, day.day),
        serial,
    ]
    assert {value.text for raw in writings if (value := read("projects", "start_date", raw))} == {
        day.isoformat()
    }


@given(st.text(alphabet=st.characters(exclude_categories=("Nd", "Nl", "No", "Cs"))))
def test_a_text_without_a_figure_is_no_amount_but_for_none_at_all(text: str) -> None:
    value = read("projects", "total_investment", text)
    is_numeral = any(sign in "〇零一二两三四五六七八九十" for sign in text)
    assert is_numeral or value is None or value.problem or (value.number == 0 and text.strip() == "无")


@given(st.text(max_size=30), st.sampled_from(DICTIONARY.fields))
def test_no_text_ever_raises_and_a_value_is_number_text_or_problem(text: str, field: object) -> None:
    value = READER.read(text, field, CANONICAL)  # type: ignore[arg-type]
    if value is not None:
        filled = [value.number is not None, value.text is not None, bool(value.problem)]
        assert filled.count(True) == 1


def test_raw_text_keeps_numbers_short() -> None:
    assert [raw_text(raw) for raw in (450.0, 0.1, True, None, dt.datetime(2025, 3, 1), "x")] == [
        "450",
        "0.1",
        "TRUE",
        "",
        "2025-03-01",
        "x",
    ]


@pytest.mark.parametrize("raw", [float("inf"), float("-inf"), float("nan"), 1e308, -1e15, 10**400, "9" * 400])
def test_a_number_beyond_all_measure_is_unreadable(raw: Raw) -> None:
    assert read("projects", "total_investment", raw) == Value(problem="VALUE_UNREADABLE")
    assert read("facilities", "gas_coverage_reported", raw) == Value(problem="VALUE_UNREADABLE")
    assert READER.number(raw, DICTIONARY.field("projects", "total_investment"), CANONICAL) is None


@pytest.mark.parametrize("raw", [13800000000.0, "13800000000", 1e9])
def test_a_count_that_can_only_be_a_telephone_number_is_refused(raw: Raw) -> None:
    value = read("governance", "grids_total", raw)
    assert value
    assert (value.number, value.problem) == (None, "VALUE_UNREADABLE")


@pytest.mark.parametrize("raw", ["12\n15", "12 15", "1200 300", "12\t15", "１２　１５", "1\n200"])
def test_two_figures_in_a_cell_are_not_run_together(raw: str) -> None:
    assert read("facilities", "parking_spaces", raw) == Value(problem="VALUE_UNREADABLE")


@pytest.mark.parametrize(
    ("raw", "expected"), [("1 200", 1200.0), ("12 000 000元", 1200.0), ("120 \n 万元", 120.0)]
)
def test_blanks_that_part_thousands_or_a_unit_are_read(raw: str, expected: float) -> None:
    value = read("projects", "total_investment", raw)
    assert value is not None
    assert value.number == expected


@pytest.mark.parametrize("raw", ["2025-3-1\n1", "2025.3.1 2024.4.1", "2025-03-01\n2025-04-01"])
def test_two_dates_in_a_cell_are_not_run_together(raw: str) -> None:
    assert read("projects", "start_date", raw) == Value(problem="VALUE_UNREADABLE")


@pytest.mark.parametrize("raw", ["2025-03-01 9:30", "2025 年 3 月 1 日", "2025. 3. 1"])
def test_blanks_within_one_date_are_a_way_of_writing(raw: str) -> None:
    value = read("projects", "start_date", raw)
    assert value is not None
    assert value.text == "2025-03-01"


@pytest.mark.parametrize("raw", [12.5, "12.5", "12.5个", "0.5"])
def test_a_part_of_one_is_no_count(raw: Raw) -> None:
    assert read("governance", "grids_total", raw) == Value(problem="VALUE_UNREADABLE")


def test_a_count_in_ten_thousands_may_have_decimals() -> None:
    for value in (
        read("facilities", "town_population", "1.25万人"),
        read("facilities", "town_population", 1.25, ColumnUnit(1e4, "header")),
    ):
        assert value is not None
        assert value.number == 12500


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("停工(已复工)", None),
        ("在建（停工）", None),
        ("在建（主体施工）", "under_construction"),
        ("停工(2025年2月起)", "suspended"),
        ("已复工", "under_construction"),
    ],
)
def test_brackets_that_say_another_status_leave_it_open(raw: str, expected: str | None) -> None:
    value = read("projects", "status", raw)
    assert value is not None
    assert value.text == expected
