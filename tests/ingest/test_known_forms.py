"""The tables of a block are found again by its form, whatever its figures, and never otherwise than by a search."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import recogniser
from ingest.containers import open_container
from ingest.limits import DEFAULT
from ingest.reading import Reading, Source, read_sheets
from ingest.rows import Rows, to_rows
from ingest.sheet import Sheet
from ingest.tables import known
from ingest.words.values import Raw
from tests.conftest import EXAMPLES

COUNTY = "610622"
FILES = sorted(path for path in (EXAMPLES / "landing").glob("*/2025-02/*.xls*"))
PROJECTS: list[Raw] = ["序号", "镇名", "项目名称", "总投资", "年度计划投资", "建设状态", "本年累计完成投资"]


@pytest.fixture(autouse=True)
def nothing_known() -> Iterator[None]:
    known.found.cache_clear()
    yield
    known.found.cache_clear()


def read(sheets: list[Sheet], source: Source) -> Reading:
    return read_sheets(sheets, Reading(source, recogniser.load().version))


def read_rows(rows: list[list[Raw]], period: str = "2025-03") -> Reading:
    return read([Sheet("表", [[*row] for row in rows])], Source(COUNTY, period, "报表.xlsx"))


def values(reading: Reading, name: str) -> list[tuple[str, float | str | None]]:
    """The town or project and the value of every record that has one."""
    assert not reading.rejected_ledgers, [f.message for f in reading.findings]
    held = [(record.label or record.town_code, record.values.get(name)) for record in reading.records]
    return [
        (about, one.value.number if one.value.text is None else one.value.text) for about, one in held if one
    ]


def governance(*staffed: float, total: float) -> list[list[Raw]]:
    return [
        ["镇名", "网格总数", "配备网格员网格数", "矛盾纠纷受理数", "矛盾纠纷化解数"],
        ["永坪镇", 12.0, staffed[0], 20.0, 19.0],
        ["文安驿镇", 11.0, staffed[1], 21.0, 20.0],
        ["合计", 23.0, total, 41.0, 39.0],
    ]


def test_a_form_filled_in_with_other_figures_is_not_searched_again() -> None:
    february = read_rows([["2025年2月社会治理情况表"], *governance(3.0, 2.0, total=5.0)], "2025-02")
    searched = known.found.cache_info().misses
    march = read_rows([["2025年3月社会治理情况表"], *governance(4.0, 7.0, total=11.0)])
    assert searched == known.found.cache_info().misses == 1
    assert values(february, "grids_staffed") == [("610622101", 3.0), ("610622103", 2.0)]
    assert values(march, "grids_staffed") == [("610622101", 4.0), ("610622103", 7.0)]
    titles = [reading.tables[0].table.titles for reading in (february, march)]
    assert titles == [["2025年2月社会治理情况表"], ["2025年3月社会治理情况表"]]


def test_totals_of_a_known_form_are_compared_with_their_own_rows() -> None:
    assert not read_rows(governance(3.0, 2.0, total=5.0)).findings
    wrong = read_rows(governance(3.0, 2.0, total=6.0))
    assert [(f.code.code, f.cell) for f in wrong.findings] == [("SUBTOTAL_MISMATCH", "C4")]


def of_category(total: float) -> list[list[Raw]]:
    """Projects below what is their category, if its figures are the sums of theirs."""
    return [
        [*PROJECTS],
        ["基础设施", None, None, total, total, None, total],
        [1.0, "永坪镇", "甲项目", 900.0, 500.0, "在建", 10.0],
        [2.0, "文安驿镇", "乙项目", 800.0, 400.0, "在建", 20.0],
        ["公共服务", None, None, total / 10, total / 10, None, total / 10],
        [3.0, "永坪镇", "丙项目", 170.0, 60.0, "在建", 5.0],
    ]


@pytest.mark.parametrize("is_sum_first", [True, False])
def test_whether_rows_sum_up_others_is_told_by_their_own_figures(is_sum_first: bool) -> None:
    read_rows(of_category(1700.0 if is_sum_first else 1234.0))
    sums, others = (read_rows(of_category(total)) for total in (1700.0, 1234.0))
    assert values(sums, "function") == [
        ("甲项目", "infrastructure"),
        ("乙项目", "infrastructure"),
        ("丙项目", "public_service"),
    ]
    assert not any("function" in record.values for record in others.records)


def listed(*numbers: float) -> list[list[Raw]]:
    """Projects whose names are numbers, as nobody gives them, or count the rows."""
    rows = [
        ["永坪镇", number, f"{name}项目", 900.0, 500.0, "在建", 10.0]
        for number, name in zip(numbers, "甲乙丙", strict=True)
    ]
    return [["镇名", "项目", "项目名称", *PROJECTS[3:]], *rows]


@pytest.mark.parametrize("is_counted_first", [True, False])
def test_numbers_behind_towns_count_rows_whatever_was_read_before(is_counted_first: bool) -> None:
    counted, others = (1.0, 2.0, 3.0), (7.0, 9.0, 4.0)
    read_rows(listed(*(counted if is_counted_first else others)))
    reading = read_rows(listed(*counted))
    assert [record.label for record in reading.records] == ["甲项目", "乙项目", "丙项目"]
    assert {reading.cells["表"][row, 1] for row in (1, 2, 3)} == {("ignored", "serial")}


def test_a_town_that_is_but_a_number_is_told_as_its_own_sheet_says() -> None:
    """The number stands behind the name of a town, as figures do; of two sheets of one form each tells its own."""
    for number in (27.0, 31.0):
        rows = governance(3.0, 2.0, total=5.0)
        rows = [["责任单位", *rows[0]], ["永坪镇", *rows[1]], ["文安驿镇", number, *rows[2][1:]]]
        unknown = [f for f in read_rows(rows).findings if f.code.code == "UNKNOWN_TOWN"]
        assert [f.raw_text for f in unknown] == [f"{number:.0f}"]
    assert known.found.cache_info().hits == 1


def with_other_figures(sheet: Sheet, rng: random.Random) -> Sheet:
    """The sheet with some numbers changed: some count up, some are said again, some are codes, years or nothing much."""
    rows = [[*row] for row in sheet.rows]
    for column in range(sheet.width):
        habit = rng.choice(("kept", "kept", "counted", "repeated", "drawn"))
        for row, cells in enumerate(rows):
            if type(cells[column]) is float and habit != "kept":
                drawn = rng.choice((1.0, 0.5, 12.0, 2025.0, 610622100.0, rng.uniform(0, 1e5)))
                cells[column] = {"counted": float(row), "repeated": 7.0, "drawn": drawn}[habit]
    return Sheet(sheet.name, rows, sheet.merges, sheet.is_hidden, sheet.captions)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_what_is_found_by_the_form_is_what_a_search_finds(path: Path) -> None:
    rng = random.Random(str(path))
    source = Source(*path.parts[-3:])
    content = path.read_bytes()
    read(open_container(content, DEFAULT)[1], source)

    def again(figures: random.Random) -> Rows:
        sheets = [with_other_figures(sheet, figures) for sheet in open_container(content, DEFAULT)[1]]
        return to_rows(read(sheets, source), "")

    seed = rng.random()
    by_form = again(random.Random(seed))
    known.found.cache_clear()
    assert again(random.Random(seed)) == by_form
