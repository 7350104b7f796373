"""What is told of a whole table or file: its title, its name, a column that nobody can read, sums that cannot be known."""

from __future__ import annotations

import pytest

from ingest.reading import Reading, Source, read, read_sheets
from ingest.sheet import Sheet
from ingest.words.values import Raw

COUNTY = "610622"
HEAD = "镇名,网格总数,配备网格员网格数,矛盾纠纷受理数,矛盾纠纷化解数"
ROWS = ["永坪镇,20,18,9,7", "关庄镇,30,28,19,17"]


def reading_of(*rows: str, name: str = "社会治理.csv") -> Reading:
    return read("\n".join(rows).encode(), Source(COUNTY, "2025-03", name))


def reading_of_sheet(name: str, *lines: str) -> Reading:
    rows: list[list[Raw]] = [[*line.split(",")] for line in lines]
    return read_sheets([Sheet(name, rows)], Reading(Source(COUNTY, "2025-03", "治理.xlsx"), "1"))


def told(reading: Reading) -> list[tuple[str, str]]:
    return [(f.code.code, f.cell) for f in reading.findings]


@pytest.mark.parametrize(
    ("title", "is_told"),
    [
        ("黄龙县镇区基层社会治理情况表", True),
        ("延安市黄龙县镇区基层社会治理情况表（2025年3月）", True),
        ("延川县镇区基层社会治理情况表", False),
        ("丰富县域治理情况表", False),
        ("延川县与黄龙县基层社会治理情况对照表", False),
    ],
)
def test_a_title_of_another_county_over_our_own_towns_is_told(title: str, is_told: bool) -> None:
    reading = reading_of(title, HEAD, *ROWS)
    assert told(reading) == ([("TITLE_OF_OTHER_COUNTY", "A1")] if is_told else [])
    assert len(reading.records) == len(ROWS)
    assert not reading.rejected_ledgers


@pytest.mark.parametrize("number", ["13912345678", "61062219880307123X"])
def test_a_number_of_a_person_in_the_name_of_a_file_is_told_without_it(number: str) -> None:
    reading = reading_of(HEAD, *ROWS, name=f"社会治理{number}.csv")
    [said] = reading.findings
    assert said.code.code == "PERSONAL_DATA_IN_NAME"
    assert number not in said.message


def test_dates_and_codes_in_names_are_no_numbers_of_persons() -> None:
    assert told(reading_of(HEAD, *ROWS, name="610622_社会治理_20250331.csv")) == []


def test_a_required_column_that_nobody_can_read_is_not_called_missing() -> None:
    head = HEAD.replace("网格总数", "网格总数（个）")
    towns = ["永坪镇", "关庄镇", "延水关镇", "文安驿镇", "乾坤湾镇"]
    reading = reading_of(head, *(f"{town},见附件,18,9,7" for town in towns))
    assert told(reading) == [("REQUIRED_COLUMN_UNREADABLE", "B1")]
    assert "见附件" in reading.findings[0].message
    assert reading.rejected_ledgers == {"governance"}


@pytest.mark.parametrize("written", ["#REF!", "若干"])
def test_a_sum_is_not_held_against_rows_of_which_one_cannot_be_read(written: str) -> None:
    reading = reading_of(
        f"{HEAD},法治文化阵地",
        *(f"{row},{n}" for row, n in zip(ROWS, (written, 3), strict=True)),
        "合计,50,46,28,24,8",
    )
    assert {code for code, _ in told(reading)} <= {"ERROR_VALUE", "VALUE_UNREADABLE"}


def test_a_large_difference_of_a_sum_is_written_out() -> None:
    reading = reading_of(HEAD, *ROWS, "合计,43095750,46,28,24")
    [said] = reading.findings
    assert "差43095700）" in said.message


def test_of_a_shifted_row_nothing_else_is_told() -> None:
    rows = [HEAD + ",法治文化阵地", ROWS[0] + ",3", "关庄镇,1,030,28,19,17,4", "合计,1050,46,28,24,7"]
    assert told(reading_of(*rows)) == [("ROW_SHIFTED", "A3:F3")]


@pytest.mark.parametrize(("missing", "label"), [(0, "所在镇"), (1, "项目名称")])
def test_a_column_of_keys_that_is_missing_is_told_once_and_no_row_for_it(missing: int, label: str) -> None:
    """What the rows lack nobody can fill in where there is no column for it."""
    table = [
        ["镇名", "项目名称", "项目类别", "总投资", "年度计划投资", "累计完成投资", "建设状态"],
        ["永坪镇", "甲", "基础设施", "900", "300", "60", "在建"],
        ["关庄镇", "乙", "公共服务", "800", "200", "50", "前期"],
    ]
    reading = reading_of(*(",".join(row[:missing] + row[missing + 1 :]) for row in table))
    assert told(reading) == [("REQUIRED_COLUMN_MISSING", "A1")]
    assert f"“{label}”" in reading.findings[0].message
    assert reading.rejected_ledgers == {"projects"}


def test_signs_that_nobody_sees_make_no_other_town() -> None:
    lines = (HEAD, "永\u200b坪镇,20,18,9,7", "\ufeff关庄\u2060镇,30,28,19,17")
    reading = reading_of_sheet("治理", *lines)
    assert not reading.findings
    assert {record.town_code for record in reading.records} == {"610622101", "610622107"}


def test_a_sheet_that_is_but_that_of_last_month_is_refused() -> None:
    reading = reading_of_sheet("上月", HEAD, *ROWS)
    assert told(reading) == [("TITLE_OF_OTHER_SIDE", "A1")]
    assert reading.rejected_ledgers == {""}
