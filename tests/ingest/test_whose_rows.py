"""Rows that are of no town alone: of two, of a village, of one by its name and another by its code, of none."""

from __future__ import annotations

import pytest

from ingest.reading import Reading
from tests.ingest.unseen import (
    GRIDS,
    NAMES,
    PROJECT,
    TOWNS,
    Rows,
    codes,
    expected_grids,
    grid,
    read,
    said,
    sheet,
)

HEAD: list[object] = ["镇名", *GRIDS]


def numbers(town: int) -> list[object]:
    return [grid(town, place) for place in range(len(GRIDS))]


def told(reading: Reading) -> list[tuple[str, str]]:
    return [(f.code.code, f.cell) for f in reading.findings]


PROJECTS: list[object] = [
    "项目名称",
    "建设地点",
    "项目类别",
    "建设状态",
    "总投资",
    "年度计划投资",
    "累计完成投资",
]


def projects(*places: str) -> Rows:
    rest: list[object] = ["基础设施", "在建", 900.0, 500.0, 100.0]
    return [PROJECTS, *([f"第{n}项工程", place, *rest] for n, place in enumerate(places))]


@pytest.mark.parametrize("written", ["{}、{}", "{}/{}", "{}（{}）", "{}、{}各村", "{}至{}沿线村"])
def test_a_row_of_two_towns_is_none_of_either_and_says_which(written: str) -> None:
    rows: Rows = [HEAD, *([name, *numbers(t)] for t, name in enumerate(NAMES[1:], start=1))]
    rows.append([written.format(NAMES[0], NAMES[1]), *numbers(0)])
    reading = read(sheet(rows))
    assert {town for town, *_ in said(reading)} == set(NAMES[1:])
    assert told(reading) == [("SEVERAL_TOWNS", f"A{len(rows)}")]
    assert f"写有2个乡镇（{NAMES[0]}、{NAMES[1]}）" in reading.findings[0].message
    [record] = (
        r for r in read(sheet(projects(written.format(NAMES[0], NAMES[1]), *NAMES))).records if r.rejected
    )
    assert record.town_code == ""


def test_a_second_town_without_its_rank_is_one_too() -> None:
    reading = read(sheet(projects("永坪镇、关庄各村", *NAMES)))
    assert [record.rejected for record in reading.records] == [True, *(False for _ in NAMES)]


def test_a_village_is_no_town_where_rows_are_of_towns() -> None:
    rows: Rows = [HEAD, *([name, *numbers(t)] for t, name in enumerate(NAMES))]
    rows[1][0] = f"{NAMES[0]}石油沟村"
    reading = read(sheet(rows))
    assert {town for town, *_ in said(reading)} == set(NAMES[1:])
    assert told(reading) == [("VILLAGE_FOR_TOWN", "A2")]
    assert f"是{NAMES[0]}的村（社区），不是乡镇" in reading.findings[0].message


@pytest.mark.parametrize("written", ["{}镇区", "{}（镇区）", "{}集镇"])
def test_the_seat_of_a_town_stands_for_it(written: str) -> None:
    rows: Rows = [HEAD, *([written.format(name), *numbers(t)] for t, name in enumerate(NAMES))]
    assert said(read(sheet(rows))) == expected_grids()


def test_a_project_in_a_village_is_one_of_its_town() -> None:
    reading = read(sheet(projects(*(f"{name}石油沟村" for name in NAMES))))
    assert [record.town_code for record in reading.records] == [TOWNS[name] for name in NAMES]
    assert codes(reading) == set()


@pytest.mark.parametrize("as_number", [True, False])
def test_a_code_of_another_town_beside_a_name_refuses_the_row(as_number: bool) -> None:
    rows: Rows = [["乡镇代码", *HEAD]]
    for t, name in enumerate(NAMES):
        code = TOWNS[NAMES[1] if t == 0 else name]
        rows.append([float(code) if as_number else code, name, *numbers(t)])
    reading = read(sheet(rows))
    assert {town for town, *_ in said(reading)} == set(NAMES[1:])
    assert told(reading) == [("TOWN_CODE_CONFLICT", "B2")]
    assert f"为{NAMES[1]}，同行乡镇填写为{NAMES[0]}" in reading.findings[0].message


@pytest.mark.parametrize("words", [["平均", "上月", "环比增长"], ["全县平均"], ["全市平均", "全县平均"]])
@pytest.mark.parametrize("place", [1, len(NAMES) + 1])
def test_rows_that_stand_for_no_town_are_set_aside(words: list[str], place: int) -> None:
    rows: Rows = [HEAD, *([name, *numbers(t)] for t, name in enumerate(NAMES))]
    rows[place:place] = [[word, 27.5, 26.5, 11.5, 10.5] for word in words]
    reading = read(sheet(rows))
    assert said(reading) == expected_grids()
    assert codes(reading) == set()


VILLAGES = ("石油沟村", "高家屯村")


@pytest.mark.parametrize("heading", ["村", "行政村", "村（社区）", "村名"])
@pytest.mark.parametrize("count", [1, 2])
def test_rows_about_villages_are_none_of_their_towns(heading: str, count: int) -> None:
    rows: Rows = [["乡镇", heading, *GRIDS]]
    rows += [[name, village, *numbers(t)] for t, name in enumerate(NAMES) for village in VILLAGES[:count]]
    reading = read(sheet(rows))
    assert all(record.rejected for record in reading.records)
    assert [f.cell for f in reading.findings if f.code.code == "VILLAGE_FOR_TOWN"] == [
        f"B{row}" for row in range(2, len(rows) + 1)
    ]
    assert "DUPLICATE_ROW" not in codes(reading)


@pytest.mark.parametrize("own", ["小计", "合计", None, "全镇"])
@pytest.mark.parametrize("is_repeated", [True, False])
def test_a_town_s_own_row_among_those_of_its_villages_is_its_record(
    own: str | None, is_repeated: bool
) -> None:
    rows: Rows = [["乡镇", "村", *GRIDS]]
    for t, name in enumerate(NAMES):
        rows.append([name, own, *numbers(t)])
        halves: list[object] = [float(grid(t, place) // 2) for place in range(len(GRIDS))]
        rows += [[name if is_repeated else None, village, *halves] for village in VILLAGES]
    rows.append(["合计", None, *(sum(grid(t, n) for t in range(len(NAMES))) for n in range(len(GRIDS)))])
    reading = read(sheet(rows))
    assert said(reading) == expected_grids()
    assert codes(reading) == {"VILLAGE_FOR_TOWN", "UNKNOWN_COLUMN"}


def test_a_column_of_how_many_villages_there_are_names_none() -> None:
    rows: Rows = [["乡镇", "镇区常住人口", "居住小区总数", "行政村"]]
    rows += [[name, 900.0 + t, 7.0, f"{9 + t}个"] for t, name in enumerate(NAMES)]
    assert "VILLAGE_FOR_TOWN" not in codes(read(sheet(rows)))


def test_projects_stand_beside_their_villages() -> None:
    rows = projects(*NAMES)
    rows = [[row[1], "村" if n == 0 else "石油沟村", *row[:1], *row[2:]] for n, row in enumerate(rows)]
    reading = read(sheet(rows))
    assert [record.rejected for record in reading.records] == [False for _ in NAMES]


def test_a_part_of_the_project_above_is_no_project() -> None:
    names = ["基础设施提升项目", "其中：停车场", "其中：道路", "卫生院"]
    rows: Rows = [[*PROJECT]]
    rows += [[NAMES[0], name, "基础设施", 900.0, 300.0, 60.0, "在建"] for name in names]
    reading = read(sheet(rows))
    assert [record.key for record in reading.records if not record.rejected] == [names[0], names[3]]
    assert [(f.code.code, f.cell) for f in reading.findings] == [
        ("PART_OF_RECORD", "B3"),
        ("PART_OF_RECORD", "B4"),
    ]


def test_rows_below_a_group_that_is_no_town_are_not_of_the_town_before() -> None:
    rows: Rows = [["序号", *PROJECT[1:]]]
    groups = [("一", NAMES[0]), ("二", "县直部门"), ("三", NAMES[1]), ("四", "其他")]
    for n, (number, group) in enumerate(groups, start=1):
        rows += [[number, group], [n, f"项目{number}", "基础设施", 900.0, 300.0, 60.0, "在建"]]
    reading = read(sheet(rows))
    kept = {(record.town_code, record.key) for record in reading.records if not record.rejected}
    assert kept == {(TOWNS[NAMES[0]], "项目一"), (TOWNS[NAMES[1]], "项目三")}
    assert codes(reading) == {"TOWN_MISSING"}
