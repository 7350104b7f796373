"""Rows that sum up others: which they are, what they stand for, and what is said where they do not agree."""

from __future__ import annotations

import pytest

from tests.ingest.unseen import (
    AMOUNTS,
    COUNTY,
    GRIDS,
    NAMES,
    SOURCES,
    TOWNS,
    Rows,
    codes,
    funds,
    read,
    said,
    sheet,
)

HEAD: list[object] = ["镇名", "资金来源", *AMOUNTS]


def rows_of(town: int) -> Rows:
    return [[NAMES[town], source, *funds(town, place)] for place, source in enumerate(SOURCES)]


def sum_of(rows: Rows, town: str, added: float = 0.0) -> list[object]:
    sums = [sum(row[column] for row in rows) for column in (2, 3, 4)]  # type: ignore[misc]
    return [town, None, sums[0] + added, *sums[1:]]


@pytest.mark.parametrize("word", ["小计", "合计"])
def test_a_sum_that_names_its_town_is_no_record(word: str) -> None:
    rows: Rows = [HEAD]
    for town, name in enumerate(NAMES):
        rows += [*rows_of(town), sum_of(rows_of(town), f"{name}{word}")]
    reading = read(sheet(rows))
    assert codes(reading) == set()
    assert len(said(reading)) == len(NAMES) * len(SOURCES) * len(AMOUNTS)


def test_a_sum_above_its_rows_that_is_out_is_held_against_them() -> None:
    rows: Rows = [HEAD]
    for town, name in enumerate(NAMES):
        rows += [sum_of(rows_of(town), f"{name}小计", added=7.0 * (town == 1)), *rows_of(town)]
    [finding] = read(sheet(rows)).findings
    assert (finding.code.code, finding.cell) == ("SUBTOTAL_MISMATCH", "C5")
    assert "明细（C6至C7）之和不符（差7万元）" in finding.message


@pytest.mark.parametrize("name", ["延川县", "全县", "延川县合计", "全县（市、区）合计"])
@pytest.mark.parametrize("place", [1, len(NAMES) + 1])
def test_a_row_of_the_county_sums_up_its_towns(name: str, place: int) -> None:
    rows: Rows = [["镇名", *GRIDS], *([town, 5.0, 4.0, 3.0, 2.0] for town in NAMES)]
    rows.insert(place, [name, *[number * len(NAMES) for number in (5.0, 4.0, 3.0, 2.0)]])
    reading = read(sheet(rows))
    assert codes(reading) == set()
    assert {town for town, *_ in said(reading)} == set(NAMES)


def test_a_row_of_the_county_alone_is_no_detail() -> None:
    reading = read(sheet([["镇名", *GRIDS], ["延川县", 15.0, 12.0, 9.0, 6.0]]))
    assert codes(reading) == {"NO_DETAIL"}


def test_a_project_of_the_whole_county_is_a_record_whose_town_is_unknown() -> None:
    head: list[object] = [
        "乡镇",
        "项目名称",
        "项目类别",
        "建设状态",
        "总投资",
        "年度计划投资",
        "累计完成投资",
    ]
    rest: list[object] = ["基础设施", "在建", 900.0, 500.0, 100.0]
    rows: Rows = [head, *([town, f"{town}道路", *rest] for town in NAMES), ["延川县", "县城道路", *rest]]
    assert codes(read(sheet(rows))) == {"UNKNOWN_TOWN"}, COUNTY


@pytest.mark.parametrize("place", [1, 3])
def test_a_blank_where_a_town_should_stand_makes_no_second_line_of_the_town_above(place: int) -> None:
    rows: list[list[object]] = [["镇名", "网格总数", "配备网格员网格数", "矛盾纠纷受理数", "矛盾纠纷化解数"]]
    rows += [[town, 20.0, 18.0, 9.0, 7.0] for town in NAMES]
    rows.insert(1 + place, [None, 60.0, 54.0, 27.0, 21.0])
    reading = read(sheet(rows))
    assert {r.town_code for r in reading.records if not r.rejected} == set(TOWNS.values())
    assert [f.cell for f in reading.findings] == [f"A{place + 2}"]
    assert codes(reading) == {"TOWN_MISSING"}
