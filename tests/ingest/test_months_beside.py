"""What stands beside a figure and is another: that of a single month, of last month, of an example, a rank."""

from __future__ import annotations

import pytest

from tests.ingest.unseen import (
    GRIDS,
    NAMES,
    PROJECT,
    SOURCES,
    Rows,
    codes,
    expected_funds,
    expected_grids,
    funds,
    grid,
    read,
    said,
    sheet,
)


@pytest.mark.parametrize("month", ["3月纠纷受理", "3月份矛盾纠纷受理数"])
def test_a_month_beside_what_is_received_is_not_taken_for_it(month: str) -> None:
    rows: Rows = [["镇名", *GRIDS[:3], month, GRIDS[3]]]
    rows += [[town, grid(t, 0), grid(t, 1), grid(t, 2), 3.0, grid(t, 3)] for t, town in enumerate(NAMES)]
    reading = read(sheet(rows))
    assert said(reading) == expected_grids()
    assert "UNKNOWN_COLUMN" in codes(reading)


def test_funds_of_a_month_beside_all_of_them() -> None:
    rows: Rows = [["镇名", "资金来源", "计划资金", "3月到位资金", "到位资金", "支出资金", "3月支出资金"]]
    for t, town in enumerate(NAMES):
        for s, source in enumerate(SOURCES):
            planned, arrived, spent = funds(t, s)
            rows.append([town, source, planned, 5.0, arrived, spent, 3.0])
    assert said(read(sheet(rows))) == expected_funds()


def test_plans_of_single_months_are_not_the_plan_of_the_year() -> None:
    rows: Rows = [[*PROJECT, "月度计划", None, None], [*[None] * len(PROJECT), "1月", "2月", "3月"]]
    for town in NAMES:
        rows.append([town, f"{town}道路", "基础设施", 900.0, 300.0, 60.0, "在建", 20.0, 30.0, 40.0])
    merges = [(0, 7, 0, 9), *((0, c, 1, c) for c in range(7))]
    held = said(read(sheet(rows, merges=merges)))
    assert {v for (_, _, name), v in held.items() if name == "annual_planned_investment"} == {300.0}
    assert "month_investment" not in {name for _, _, name in held}


@pytest.mark.parametrize("is_spread", [False, True])
@pytest.mark.parametrize("times", [("2月", "3月"), ("2024年", "2025年")])
def test_times_below_towns_across_are_sides_of_each_town(times: tuple[str, str], is_spread: bool) -> None:
    """Of two times the file's own counts; whether the format keeps merged cells or says a town over each of its columns."""
    pairs = [[town, town if is_spread else None] for town in NAMES]
    rows: Rows = [
        ["指标", *(town for pair in pairs for town in pair)],
        ["指标" if is_spread else None, *(time for _ in NAMES for time in times)],
    ]
    for number, label in enumerate(GRIDS):
        rows.append([label, *(v for t in range(len(NAMES)) for v in (1.0, grid(t, number)))])
    merges = [] if is_spread else [(0, 0, 1, 0), *((0, 2 * t + 1, 0, 2 * t + 2) for t in range(len(NAMES)))]
    reading = read(sheet(rows, merges=merges))
    assert said(reading) == expected_grids()
    assert len(reading.records) == len(NAMES)


def test_months_below_headings_said_over_each_of_them_are_headings() -> None:
    months = ("1月", "2月", "3月")
    rows: Rows = [
        ["镇名", *(label for label in GRIDS for _ in months)],
        ["镇名", *(month for _ in GRIDS for month in months)],
    ]
    for t, town in enumerate(NAMES):
        rows.append([town, *(v for number in range(len(GRIDS)) for v in (1.0, 2.0, grid(t, number)))])
    assert said(read(sheet(rows))) == expected_grids()


def test_a_list_folded_side_by_side_is_one_of_distinct_records() -> None:
    rows: Rows = [[*PROJECT, *PROJECT]]
    projects = [
        [town, f"{town}{what}", "基础设施", 900.0 + t, 300.0, 60.0, "在建"]
        for what in ("道路", "水厂")
        for t, town in enumerate(NAMES)
    ]
    half = len(NAMES)
    rows += [[*left, *right] for left, right in zip(projects[:half], projects[half:], strict=True)]
    reading = read(sheet(rows))
    assert [record.key for record in reading.records] == [project[1] for project in projects]
    assert len({record.record_id for record in reading.records}) == len(projects)
    assert not reading.findings


@pytest.mark.parametrize("word", ["上月", "增幅", "排名", "目标"])
@pytest.mark.parametrize("is_across", [True, False])
def test_what_stands_behind_each_town_is_not_what_the_town_sums_up(word: str, is_across: bool) -> None:
    """Its own figures are those beside its name; what follows is of nobody."""
    rows: Rows = [["指标", *GRIDS]]
    for t, town in enumerate(NAMES):
        rows.append([town, *(grid(t, n) for n in range(4))])
        rows.append([word, *(grid(t, n) - 1 for n in range(4))])
    reading = read(sheet([[*row] for row in zip(*rows, strict=True)] if is_across else rows))
    assert said(reading) == expected_grids()


def test_an_unknown_column_of_a_list_is_told_once_where_its_heading_stands() -> None:
    rows: Rows = [["乡镇", "指标", "去年同期", "今年", "增幅"]]
    for t, town in enumerate(NAMES):
        for n, name in enumerate(GRIDS):
            rows.append([town, name, grid(t, n) - 5, grid(t, n), "5%"])
    reading = read(sheet(rows))
    assert said(reading) == expected_grids()
    assert [(f.cell, f.raw_text) for f in reading.findings] == [("C1", "去年同期"), ("E1", "增幅")]


@pytest.mark.parametrize("sides", [("本月", "累计"), ("计划", "实际"), ("目标", "完成")])
@pytest.mark.parametrize("is_first", [True, False])
def test_sides_of_single_figures_in_a_column_of_their_own(sides: tuple[str, str], is_first: bool) -> None:
    rows: Rows = [["乡镇", "口径", "指标", "数值"] if is_first else ["乡镇", "指标", "口径", "数值"]]
    for t, town in enumerate(NAMES):
        for n, name in enumerate(GRIDS):
            for side in sides if n >= 2 else sides[1:]:  # disputes run through the year
                asked = [side, name] if is_first else [name, side]
                rows.append([town, *asked, grid(t, n) - 5 * (side == sides[0])])
    assert said(read(sheet(rows))) == expected_grids()


@pytest.mark.parametrize("name", ["填报示例", "填写示例", "样例", "范例"])
def test_an_example_of_how_to_fill_in_is_no_second_report(name: str) -> None:
    example = sheet([["乡镇", *GRIDS], [NAMES[0], 10.0, 9.0, 8.0, 7.0]], name)
    rows: Rows = [["乡镇", *GRIDS], ["示例", 10.0, 9.0, 8.0, 7.0]]
    rows += [[town, *(grid(t, n) for n in range(4))] for t, town in enumerate(NAMES)]
    reading = read(example, sheet(rows, "社会治理"))
    assert said(reading) == expected_grids()
    assert len(reading.records) == len(NAMES)
    assert set(reading.cells[name].values()) == {("ignored", "instructions")}


@pytest.mark.parametrize("months", [0.0, 5.0])
def test_a_month_and_a_sum_of_what_does_not_run_through_the_year_are_compared(months: float) -> None:
    rows: Rows = [["乡镇", GRIDS[0], None, *GRIDS[1:]], [None, "本月", "累计", *[None] * 3]]
    for t, town in enumerate(NAMES):
        rows.append([town, grid(t, 0) - months, *(grid(t, n) for n in range(4))])
    merges = [(0, 0, 1, 0), (0, 1, 0, 2), *((0, c, 1, c) for c in (3, 4, 5))]
    reading = read(sheet(rows, merges=merges))
    if months:
        problems = [record.values["grids_total"].value.problem for record in reading.records]
        assert problems == ["COLUMN_CLAIMED_TWICE"] * len(NAMES)
    else:
        assert said(reading) == expected_grids()


@pytest.mark.parametrize("total", ["合计", "小计"])
def test_what_months_add_up_to_is_what_runs_through_the_year(total: str) -> None:
    """Of what does not, the month itself is reported."""
    times = ("1月", "2月", "3月", total)
    rows: Rows = [["乡镇", "月份", *GRIDS]]
    for t, town in enumerate(NAMES):
        for time in times:
            is_told = [time == "3月", time == "3月", time == total, time == total]
            rows.append([town, time, *(grid(t, n) if told else 2.0 for n, told in enumerate(is_told))])
    assert said(read(sheet(rows))) == expected_grids()
    heads = [GRIDS[0], None, None, None, GRIDS[2], None, None, None]
    rows = [["乡镇", *heads, GRIDS[1], GRIDS[3]], [None, *times, *times, None, None]]
    for t, town in enumerate(NAMES):
        rows.append([town, 1.0, 1.0, grid(t, 0), 99.0, 1.0, 2.0, 3.0, grid(t, 2), grid(t, 1), grid(t, 3)])
    merges = [(0, 1, 0, 4), (0, 5, 0, 8), *((0, c, 1, c) for c in (0, 9, 10))]
    assert said(read(sheet(rows, merges=merges))) == expected_grids()


@pytest.mark.parametrize("month", ["本月", "3月", "2025年3月"])
def test_towns_across_with_a_month_and_the_sum_so_far_below_each(month: str) -> None:
    rows: Rows = [["指标", *(cell for town in NAMES for cell in (town, None))], [None, *[month, "累计"] * 3]]
    for n, name in enumerate(GRIDS):
        rows.append([name, *(x for t in range(3) for x in (2.0 if n > 1 else grid(t, n), grid(t, n)))])
    merges = [(0, 1 + 2 * t, 0, 2 + 2 * t) for t in range(3)]
    assert said(read(sheet(rows, merges=merges))) == expected_grids()


@pytest.mark.parametrize("year", ["本年完成投资", "当年完成投资", "2025年完成投资"])
def test_what_was_done_in_the_year_is_not_what_was_done_in_the_month(year: str) -> None:
    """Beside a sum that may be of all years it is left open which of both is meant."""
    rows: Rows = [[*PROJECT, year]]
    rows += [
        [t, f"{t}道路", "基础设施", 900.0, 300.0, 60.0, "在建", own]
        for t, own in zip(NAMES, (60.0, 20.0, 60.0), strict=True)
    ]
    reading = read(sheet(rows))
    assert all("month_investment" not in record.values for record in reading.records)
    problems = [record.values["cumulative_investment"].value.problem for record in reading.records]
    assert problems == ["", "COLUMN_CLAIMED_TWICE", ""]
