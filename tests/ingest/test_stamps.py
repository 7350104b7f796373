"""Dates that a spreadsheet program holds as such, in cells of their own above and below a table."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.ingest.unseen import GRIDS, NAMES, PROJECT, Rows, codes, expected_grids, grid, read, said, sheet

TABLE: Rows = [["镇名", *GRIDS], *([town, *(grid(t, n) for n in range(4))] for t, town in enumerate(NAMES))]


@pytest.mark.parametrize(
    "caption",
    [
        ["填报单位：延川县", None, "填报时间", dt.datetime(2025, 4, 2)],
        ["填报单位：延川县", "填报日期：", dt.date(2025, 3, 31), "单位：个"],
        [None, None, dt.datetime(2025, 4, 2)],
        ["年份", 2025.0, "月份", 3.0],
        ["报表月份", dt.date(2025, 3, 1)],
    ],
)
def test_dates_beside_captions_are_no_figures(caption: list[object]) -> None:
    reading = read(sheet([["社会治理情况表"], caption, *TABLE]))
    assert said(reading) == expected_grids()
    assert not reading.findings


@pytest.mark.parametrize(
    "caption",
    [
        ["填报单位：延川县", None, "填报时间", dt.datetime(2025, 2, 25)],
        [dt.datetime(2025, 2, 1)],
        ["年份", 2025.0, "月份", 2.0],
        ["报表月份", dt.date(2025, 2, 1)],
    ],
)
def test_dates_of_another_month_refuse_what_stands_below_them(caption: list[object]) -> None:
    reading = read(sheet([["社会治理情况表"], caption, *TABLE]))
    assert codes(reading) == {"PERIOD_MISMATCH"}
    assert reading.rejected_ledgers == {""}


@pytest.mark.parametrize("apart", [0, 1])
def test_a_date_below_a_table_is_no_record(apart: int) -> None:
    signed: Rows = [*[[None]] * apart, [None, None, None, dt.datetime(2025, 4, 2)]]
    reading = read(sheet([["社会治理情况表"], *TABLE, *signed]))
    assert said(reading) == expected_grids()
    assert not reading.findings


def test_a_date_alone_in_the_second_row_of_a_record_is_one_of_its_values() -> None:
    """The dates of its plan stand in the first row, those of what was done in the second."""
    rows: Rows = [[*PROJECT, "阶段", "开工时间"]]
    for town in NAMES:
        rows.append(
            [town, f"{town}道路", "基础设施", 900.0, 300.0, 60.0, "在建", "计划", dt.date(2025, 3, 1)]
        )
        rows.append([None] * 7 + ["实际", dt.date(2025, 3, 9)])
    values = {value for (_, _, name), value in said(read(sheet(rows))).items() if "start" in name}
    assert "2025-03-09" in values


MONTHS = [dt.datetime(2025, month, 1) for month in (1, 2, 3)]


@pytest.mark.parametrize("times", [MONTHS, [2023.0, 2024.0, 2025.0]])
def test_dates_and_years_below_headings_are_headings(times: list[object]) -> None:
    rows: Rows = [
        ["镇名", *(label for name in GRIDS for label in (name, None, None))],
        [None, *(time for _ in GRIDS for time in times)],
    ]
    for t, town in enumerate(NAMES):
        rows.append([town, *(v for number in range(len(GRIDS)) for v in (1.0, 2.0, grid(t, number)))])
    merges = [(0, 0, 1, 0), *((0, 3 * n + 1, 0, 3 * n + 3) for n in range(len(GRIDS)))]
    assert said(read(sheet(rows, merges=merges))) == expected_grids()


def test_dates_above_headings_and_among_them_are_headings() -> None:
    rows: Rows = [
        ["镇名", *(cell for month in MONTHS for cell in (month, None, None, None))],
        [None, *(label for _ in MONTHS for label in GRIDS)],
    ]
    for t, town in enumerate(NAMES):
        rows.append([town, *(1.0,) * 8, *(grid(t, number) for number in range(4))])
    merges = [(0, 0, 1, 0), *((0, 4 * n + 1, 0, 4 * n + 4) for n in range(len(MONTHS)))]
    assert said(read(sheet(rows, merges=merges))) == expected_grids()


def test_months_headed_by_dates_among_other_headings() -> None:
    rows: Rows = [[*PROJECT[:5], *MONTHS, *PROJECT[5:]]]
    for town in NAMES:
        rows.append([town, f"{town}道路", "基础设施", 900.0, 300.0, 10.0, 20.0, 30.0, 60.0, "在建"])
    held = said(read(sheet(rows)))
    assert {v for (_, _, name), v in held.items() if name == "month_investment"} == {30.0}


def test_dates_that_a_form_asks_for_stay_what_they_are() -> None:
    rows: Rows = [["镇名", NAMES[0], "项目名称", "甲项目"], ["项目类别", "基础设施", "建设状态", "在建"]]
    rows += [["开工时间", dt.datetime(2025, 3, 1), "竣工时间", dt.datetime(2025, 6, 1)]]
    rows += [["总投资", 900.0, "年度计划投资", 300.0], ["累计完成投资", 60.0, "本月完成投资", 20.0]]
    (record,) = read(sheet(rows)).records
    dates = {
        held.value.text: held.value.precision for held in record.values.values() if held.field.kind == "date"
    }
    assert dates == {"2025-03-01": "", "2025-06-01": ""}
