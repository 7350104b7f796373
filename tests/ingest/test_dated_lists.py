"""Lists of several months, a row for each town and month: the rows of the file's own month are what it reports."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.ingest.unseen import GRIDS, NAMES, Rows, codes, expected_grids, grid, read, said, sheet

MONTHS = (1, 2, 3)


def figures(town: int, month: int) -> list[object]:
    """What a town reported in a month: in March what is expected, less before."""
    return [grid(town, n) - (3 - month) for n in range(4)]


def written(way: str, month: int) -> object:
    if way == "date":
        return dt.datetime(2025, month, 1)
    return month if way == "number" else way.format(month)


WAYS = ["{}月", "2025年{}月", "2025-0{}", "20250{}", "1-{}月", "number", "date"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("is_merged", [True, False])
def test_months_before_their_towns(way: str, is_merged: bool) -> None:
    rows: Rows = [["社会治理情况"], ["月份", "乡镇", *GRIDS]]
    for month in MONTHS:
        for t, town in enumerate(NAMES):
            said_here = None if is_merged and t else written(way, month)
            rows.append([said_here, town, *figures(t, month)])
    merges = [(2 + 3 * n, 0, 4 + 3 * n, 0) for n in range(3)] if is_merged else []
    reading = read(sheet(rows, merges=merges))
    assert said(reading) == expected_grids()
    assert [record.values["grids_total"].address for record in reading.records] == ["C9", "C10", "C11"]
    assert len(reading.records) == len(NAMES)


@pytest.mark.parametrize("way", WAYS)
def test_months_behind_their_towns(way: str) -> None:
    rows: Rows = [["乡镇", "统计月份", *GRIDS]]
    rows += [[town, written(way, m), *figures(t, m)] for t, town in enumerate(NAMES) for m in MONTHS]
    reading = read(sheet(rows))
    assert said(reading) == expected_grids()
    assert len(reading.records) == len(NAMES)


def test_years_in_a_column_of_their_own() -> None:
    rows: Rows = [["年份", "月份", "乡镇", *GRIDS]]
    for year, month in ((2024, 3), (2025, 1), (2025, 2), (2025, 3)):
        for t, town in enumerate(NAMES):
            shown = figures(t, month) if year == 2025 else [7.0] * 4
            rows.append([year, month, town, *shown])
    assert said(read(sheet(rows))) == expected_grids()


@pytest.mark.parametrize("way", WAYS)
def test_lists_of_single_figures(way: str) -> None:
    rows: Rows = [["乡镇", "月份", "指标", "数值"]]
    for month in MONTHS:
        for t, town in enumerate(NAMES):
            for name, figure in zip(GRIDS, figures(t, month), strict=True):
                rows.append([town, written(way, month), name, figure])
    reading = read(sheet(rows))
    assert said(reading) == expected_grids()
    others = {fate for cell, fate in reading.cells["表"].items() if 0 < cell[0] <= 24}
    assert others == {("ignored", "other_month")}


@pytest.mark.parametrize("heads", [["月份", "乡镇", *GRIDS], ["乡镇", "月份", *GRIDS]])
def test_a_list_of_another_month_alone_is_refused(heads: list[object]) -> None:
    rows: Rows = [heads]
    for t, town in enumerate(NAMES):
        rows.append([*(["2月", town] if heads[0] == "月份" else [town, "2月"]), *figures(t, 2)])
    reading = read(sheet(rows))
    assert "PERIOD_MISMATCH" in codes(reading)
    assert "accepted" not in {outcome for outcome, _ in reading.cells["表"].values()}


def test_the_own_month_in_every_row_is_no_unknown_column() -> None:
    rows: Rows = [["月份", "乡镇", *GRIDS]]
    rows += [["3月", town, *figures(t, 3)] for t, town in enumerate(NAMES)]
    reading = read(sheet(rows))
    assert said(reading) == expected_grids()
    assert not reading.findings


@pytest.mark.parametrize("years", [(2024.0, 2025.0), ("2024年", "2025年")])
def test_of_rows_of_two_years_those_of_this_year_count(years: tuple[object, object]) -> None:
    rows: Rows = [["乡镇", "年度", *GRIDS]]
    for t, town in enumerate(NAMES):
        rows += [[town, years[0], *figures(t, 1)], [town, years[1], *figures(t, 3)]]
    reading = read(sheet(rows))
    assert said(reading) == expected_grids()
    assert len(reading.records) == len(NAMES)
