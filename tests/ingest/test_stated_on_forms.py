"""Forms that say above their labels for whom, when and in what they were filled in, each in a cell of its own."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.ingest.unseen import (
    GRIDS,
    NAMES,
    SOURCES,
    Rows,
    expected_funds,
    expected_grids,
    funds,
    grid,
    read,
    said,
    sheet,
)

MOMENT = dt.datetime(2025, 3, 28)


@pytest.mark.parametrize(
    "head",
    [
        [["社会治理情况采集卡"], ["填报单位", "{}", "填报时间", "2025年3月28日"]],
        [["社会治理情况采集卡"], ["填报单位", "{}", "填报时间", MOMENT]],
        [["{}社会治理情况采集卡"], ["填报单位", "{}", "填报时间", "2025年3月28日"]],
        [["{}社会治理情况采集卡"], ["填报时间", "2025年3月28日", "单位", "个"]],
        [["{}社会治理情况采集卡"], ["填报时间", MOMENT, "填表人", "张三"]],
    ],
)
@pytest.mark.parametrize("apart", [0, 1])
def test_cards_below_pairs_of_what_a_form_says_of_itself(head: Rows, apart: int) -> None:
    rows: Rows = []
    for t, town in enumerate(NAMES):
        rows += [[c.format(town) if isinstance(c, str) else c for c in row] for row in head]
        for n in (0, 2):
            rows.append([GRIDS[n], grid(t, n), GRIDS[n + 1], grid(t, n + 1)])
        rows += [[None]] * apart
    assert said(read(sheet(rows))) == expected_grids()


@pytest.mark.parametrize(
    "times", [("本月", "累计"), ("当月", "年累计"), ("3月", "1-3月"), ("本月数", "截至3月底累计")]
)
def test_funds_arrive_and_are_spent_through_the_year(times: tuple[str, str]) -> None:
    rows: Rows = [["镇名", "资金来源", "计划资金", "到位资金", None, "支出资金", None]]
    rows.append([None, None, None, *times, *times])
    for t, town in enumerate(NAMES):
        for s, source in enumerate(SOURCES):
            planned, arrived, spent = funds(t, s)
            rows.append([town, source, planned, arrived / 5, arrived, spent / 5, spent])
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 4), (0, 5, 0, 6)]
    assert said(read(sheet(rows, merges=merges))) == expected_funds()


@pytest.mark.parametrize("title", ["延水关镇社会治理情况", "填报单位：延水关镇"])
def test_a_sheet_and_a_title_of_two_towns_are_of_neither(title: str) -> None:
    figures = [[name, grid(0, n)] for n, name in enumerate(GRIDS)]
    own = sheet([["社会治理"], ["填报单位：永坪镇"], ["指标", "数量"], *figures], "永坪镇")
    other = sheet([[title], ["指标", "数量"], *figures], "文安驿镇")
    reading = read(own, other)
    assert {town for town, _, _ in said(reading)} == {"永坪镇"}
    (found,) = reading.findings
    assert (found.code.code, found.sheet) == ("SEVERAL_TOWNS", "文安驿镇")
    assert f"“{title} / 文安驿镇”写有2个乡镇" in found.message.replace(":", "：")


@pytest.mark.parametrize("apart", [0, 1])
@pytest.mark.parametrize(
    "signed",
    [
        ["填报乡镇：{}", None, "填表人：张三"],
        ["填报单位：{}"],
        ["填报单位：{}人民政府（盖章）"],
        ["{}人民政府（盖章）"],
        [None, "{}人民政府"],
        ["{}"],
    ],
)
def test_a_form_is_of_the_town_that_signs_below_it(signed: list[str | None], apart: int) -> None:
    rows: Rows = []
    for t, town in enumerate(NAMES):
        rows += [["社会治理情况"], *([GRIDS[n], grid(t, n), GRIDS[n + 1], grid(t, n + 1)] for n in (0, 2))]
        rows += [[text and text.format(town) for text in signed], *[[None]] * apart]
    assert said(read(sheet(rows))) == expected_grids()


@pytest.mark.parametrize("day", ["2025年4月2日", "二〇二五年四月二日"])
@pytest.mark.parametrize("apart", [0, 1])
def test_a_table_is_of_the_town_that_signs_and_dates_it_below(apart: int, day: str) -> None:
    """Each below one title, so that a signature stands between its table and the next title."""
    rows: Rows = []
    for t, town in enumerate(NAMES):
        rows += [["社会治理情况统计表"], [*GRIDS], [grid(t, n) for n in range(len(GRIDS))]]
        rows += [*[[None]] * apart, [None, None, f"{town}人民政府"], [None, None, day], [None]]
    reading = read(sheet(rows))
    assert said(reading) == expected_grids()
    assert len(reading.records) == len(NAMES)
