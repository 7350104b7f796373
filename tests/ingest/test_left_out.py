"""What was left out or said twice costs its own row alone: no figure goes to the town above, none to nobody unsaid."""

from __future__ import annotations

import pytest

from ingest.reading import Reading, Source
from ingest.reading import read as read_bytes
from ingest.sheet import Sheet
from tests.ingest.unseen import AMOUNTS, COUNTY, NAMES, SOURCES, TOWNS, Rows, codes, funds, read, said, sheet

HEAD: list[object] = ["镇名", "资金来源", *AMOUNTS]
GRID = ["网格总数", "配备网格员网格数", "矛盾纠纷受理数", "矛盾纠纷化解数"]


def written_in_every_row() -> list[list[object]]:
    rows: list[list[object]] = [
        [name, source, *funds(town, place)]
        for town, name in enumerate(NAMES)
        for place, source in enumerate(SOURCES)
    ]
    return [HEAD, *rows]


def told(reading: Reading) -> list[tuple[str, str]]:
    return [(f.code.code, f.cell) for f in reading.findings]


@pytest.mark.parametrize("place", [0, 1])
def test_a_blank_among_towns_written_in_every_row_is_a_town_left_out(place: int) -> None:
    rows = written_in_every_row()
    row = 1 + len(SOURCES) + place  # of the second town
    rows[row][0] = None
    reading = read(sheet(rows))
    assert told(reading) == [("TOWN_MISSING", f"A{row + 1}")]
    kept = {(town, key) for town, key, _ in said(reading)}
    assert len(kept) == len(NAMES) * len(SOURCES) - 1
    assert {town for town, _ in kept} == set(NAMES)


def test_blanks_below_towns_written_once_go_on_with_them() -> None:
    rows = written_in_every_row()
    for row in rows[1:]:
        row[0] = row[0] if row[1] == SOURCES[0] else None
    assert codes(read(sheet(rows))) == set()


def test_a_blank_cell_merged_over_the_rows_of_a_town_is_a_town_left_out() -> None:
    rows, merges = written_in_every_row(), []
    for town in range(len(NAMES)):
        top = 1 + town * len(SOURCES)
        merges.append((top, 0, top + len(SOURCES) - 1, 0))
        for row in range(top + 1, top + len(SOURCES)):
            rows[row][0] = None
    rows[1 + len(SOURCES)][0] = None
    reading = read(sheet(rows, "资金", merges))
    assert set(told(reading)) == {("TOWN_MISSING", f"A{2 + len(SOURCES)}")}
    assert {town for town, _, _ in said(reading)} == {NAMES[0], *NAMES[2:]}


def test_a_blank_heading_among_towns_across_costs_that_column_alone() -> None:
    rows: Rows = [["指标", *NAMES], *([label, 20.0, 30.0, 40.0][: 1 + len(NAMES)] for label in GRID)]
    rows[0][2] = None
    reading = read(sheet(rows))
    assert told(reading) == [("TOWN_MISSING", "C1")]
    assert {r.town_code for r in reading.records if not r.rejected} == {TOWNS[NAMES[0]], TOWNS[NAMES[2]]}


def long_list() -> list[list[object]]:
    rows: list[list[object]] = [["镇名", "指标名称", "数值"]]
    return rows + [[name, label, float(20 - at)] for name in NAMES for at, label in enumerate(GRID)]


def test_an_unknown_town_in_one_row_of_a_list_is_told_of_that_row_alone() -> None:
    rows = [*long_list(), [NAMES[0], "法治文化阵地", 3.0], [NAMES[1], "法治文化阵地", 4.0]]
    rows[-1][0] = "永平镇"
    reading = read(sheet(rows))
    assert told(reading) == [("UNKNOWN_TOWN", f"A{len(rows)}")]
    assert len([r for r in reading.records if not r.rejected]) == len(NAMES)


def test_a_town_left_out_in_one_row_of_a_list_is_told() -> None:
    rows = long_list()
    rows.insert(1 + len(GRID), [None, "法治文化阵地", 9.0])
    reading = read(sheet(rows))
    assert told(reading) == [("TOWN_MISSING", f"A{2 + len(GRID)}")]
    assert all("law_venues" not in r.values for r in reading.records if not r.rejected)


@pytest.mark.parametrize(("again", "is_kept"), [(20.0, True), (99.0, False)])
def test_an_indicator_said_twice_of_a_town_costs_no_more_than_itself(again: float, is_kept: bool) -> None:
    rows = long_list()
    rows.insert(2, [NAMES[0], GRID[0], again])
    reading = read(sheet(rows))
    [record] = [r for r in reading.records if r.town_code == TOWNS[NAMES[0]]]
    assert (record.values["grids_total"].value.number == 20.0) == is_kept
    assert record.values["grids_staffed"].value.number == 19.0
    assert told(reading) == ([] if is_kept else [("COLUMN_CLAIMED_TWICE", "C2,C3")])


def test_all_of_a_town_said_twice_stays_two_records() -> None:
    rows = long_list()
    reading = read(sheet([*rows, *rows[1 : 1 + len(GRID)]]))
    assert [r.town_code for r in reading.records].count(TOWNS[NAMES[0]]) == 2


def test_a_project_without_a_name_is_told_at_the_blank_cell() -> None:
    head = "所在镇,项目名称,项目类别,总投资（万元）,年度计划投资（万元）,本年累计完成投资（万元）,建设状态"
    rows = [head, "永坪镇,,基础设施,100,50,10,在建", "关庄镇,广场,基础设施,100,50,10,在建"]
    reading = read_bytes("\n".join(rows).encode(), Source(COUNTY, "2025-03", "项目.csv"))
    assert told(reading) == [("KEY_MISSING", "B2")]


def card(name: str, town: str, month: str) -> Sheet:
    rows: Rows = [
        ["镇区强功能基本信息采集表", None, None, None],
        ["镇（街道）", town, "填报时间", month],
        ["网格总数（个）", 20.0, "配备网格员网格数（个）", 18.0],
        ["矛盾纠纷受理数（件）", 9.0, "矛盾纠纷化解数（件）", 7.0],
    ]
    return sheet(rows, name)


def test_one_card_of_the_month_before_is_refused_alone_and_told() -> None:
    cards = [card(name, name, "2025年3月") for name in NAMES[:2]]
    reading = read(*cards, card(NAMES[2], NAMES[2], "2025年2月"))
    assert told(reading) == [("PERIOD_MISMATCH", "D2")]
    assert reading.rejected_ledgers == set()
    assert [r.town_code for r in reading.records if r.rejected] == [TOWNS[NAMES[2]]]


def test_a_card_of_the_month_before_beside_that_of_the_month_is_a_stale_copy() -> None:
    cards = [card(name, name, "2025年3月") for name in NAMES]
    assert told(read(*cards, card("旧", NAMES[0], "2025年2月"))) == []
