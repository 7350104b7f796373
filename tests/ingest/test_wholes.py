"""Towns, and sources of funds, whose whole and parts stand in rows of their own: the whole counts."""

from __future__ import annotations

import pytest

from tests.ingest.unseen import (
    GRIDS,
    NAMES,
    SOURCES,
    Merges,
    Rows,
    expected_funds,
    expected_grids,
    funds,
    grid,
    read,
    said,
    sheet,
)


@pytest.mark.parametrize("is_merged", [True, False])
@pytest.mark.parametrize("parts", [("川道片", "山区片"), ("镇区",), ("城镇", "农村", "景区")])
@pytest.mark.parametrize("place", [0, -1])
def test_the_row_that_sums_up_a_town_is_the_town_s(
    parts: tuple[str, ...], place: int, is_merged: bool
) -> None:
    rows: Rows = [["镇名", "类别", *GRIDS]]
    merges: Merges = []
    for t, town in enumerate(NAMES):
        own: Rows = [[town, part, 9.0, 8.0, 7.0, 6.0] for part in parts]
        own.insert(len(own) if place else 0, [town, "合计", *(grid(t, n) for n in range(4))])
        merges.append((len(rows), 0, len(rows) + len(own) - 1, 0))
        rows += [[None, *row[1:]] if is_merged and number else row for number, row in enumerate(own)]
    reading = read(sheet(rows, merges=merges if is_merged else []))
    assert said(reading) == expected_grids()
    assert len(reading.records) == len(NAMES)
    assert "SUBTOTAL_MISMATCH" not in {f.code.code for f in reading.findings}


def test_the_row_that_sums_up_a_source_is_the_source_s() -> None:
    rows: Rows = [["镇名", "资金来源", None, "计划资金", "到位资金", "支出资金"]]
    merges: Merges = [(0, 1, 0, 2)]
    for t, town in enumerate(NAMES):
        for s, source in enumerate(SOURCES):
            planned, arrived, spent = funds(t, s)
            if s:
                rows.append([town, source, None, planned, arrived, spent])
                merges.append((len(rows) - 1, 1, len(rows) - 1, 2))
                continue
            merges.append((len(rows), 1, len(rows) + 2, 1))
            rows.append([town, source, "中央资金", planned - 1.0, arrived - 1.0, spent - 1.0])
            rows.append([town, None, "省级资金", 1.0, 1.0, 1.0])
            rows.append([town, None, "小计", planned, arrived, spent])
    reading = read(sheet(rows, merges=merges))
    assert said(reading) == expected_funds()
    assert len(reading.records) == len(NAMES) * len(SOURCES)


@pytest.mark.parametrize(
    ("heading", "kinds"),
    [
        ("类别", ["年度目标", "完成情况"]),
        ("类别", ["年度任务", "完成情况"]),
        ("时间", ["2024年3月", "2025年3月"]),
        ("期别", ["2月", "3月"]),
    ],
)
def test_of_rows_of_several_kinds_those_of_what_is_by_now_count(heading: str, kinds: list[str]) -> None:
    """Where those are blank the others do not stand in for them."""
    rows: Rows = [["镇名", heading, *GRIDS]]
    merges: Merges = []
    for t, town in enumerate(NAMES):
        merges.append((len(rows), 0, len(rows) + 1, 0))
        rows.append([town, kinds[0], 9.0, 8.0, 7.0, 6.0])
        rows.append([None, kinds[1], *(grid(t, n) if t else None for n in range(4))])
    held = said(read(sheet(rows, merges=merges)))
    assert held == {key: value for key, value in expected_grids().items() if key[0] != NAMES[0]}
