"""Silent amounts a thousand times those beside them are refused or withheld, be it in a single line; others are not."""

from __future__ import annotations

import pytest

from ingest.reading import Reading
from tests.ingest.unseen import NAMES, Rows, codes, read, sheet

PROJECT = ["项目名称", "所在镇", "项目类别", "建设状态", "总投资（万元）", "年度计划投资（万元）"]


def industry(heads: tuple[str, str], lines: list[tuple[float, float]]) -> Reading:
    rows: Rows = [["特色产业统计表"], ["镇名", *heads, "合作社"]]
    rows += [[town, *line, 8.0] for town, line in zip(NAMES, lines, strict=False)]
    return read(sheet(rows, "产业"))


def projects(heads: tuple[str, str], lines: list[tuple[float, float]]) -> Reading:
    rows: Rows = [["项目台账"], [*PROJECT, *heads]]
    for town, line in zip(NAMES, lines, strict=False):
        rows.append([f"{town}道路", town, "基础设施", "在建", 1200.0, 800.0, *line])
    return read(sheet(rows, "项目"))


def refused(reading: Reading) -> list[str]:
    """The messages on units, where all lines are refused for them."""
    said = [f.message for f in reading.findings if f.code.code == "UNIT_CONFLICT"]
    assert all(record.rejected for record in reading.records) == bool(said)
    return said


@pytest.mark.parametrize(
    "lines", [[(1.2, 1.1)], [(1.2, 1.1), (0.9, 0.8)], [(1.2, 1.1), (0.9, 0.8), (0.45, 0.5)]]
)
@pytest.mark.parametrize(
    ("heads", "silent"), [(("产值", "上年同期产值（亿元）"), 0), (("产值（亿元）", "上年同期产值"), 1)]
)
def test_a_silent_output_is_refused_beside_that_of_another_year_in_another_unit(
    heads: tuple[str, str], silent: int, lines: list[tuple[float, float]]
) -> None:
    said = refused(industry(heads, lines))
    assert len(said) == len(lines)
    written = lines[0][silent]
    assert f"按规定单位读为{written:g}万元" in said[0]
    assert f"按亿元读为{written * 10000:g}万元" in said[0]


@pytest.mark.parametrize("lines", [[(1.2, 9000.0)], [(12000.0, 9000.0), (9.0, 8000.0)]])
def test_outputs_of_one_size_in_any_line_or_unit_that_is_said_stand(lines: list[tuple[float, float]]) -> None:
    heads = ("产值（亿元）", "上年同期产值（万元）") if len(lines) == 1 else ("产值", "上年同期产值（万元）")
    assert refused(industry(heads, lines)) == []


@pytest.mark.parametrize("lines", [[(150.0, 500000.0)], [(150.0, 500000.0), (100.0, 400000.0)]])
@pytest.mark.parametrize(
    "heads", [("累计完成投资（万元）", "本月完成投资"), ("累计完成投资", "本月完成投资")]
)
def test_a_month_a_thousand_times_the_year_so_far_is_refused(
    heads: tuple[str, str], lines: list[tuple[float, float]]
) -> None:
    assert len(refused(projects(heads, lines))) == len(lines)


@pytest.mark.parametrize("lines", [[(0.05, 0.0)], [(0.05, 0.01), (0.06, 0.01)]])
def test_a_year_so_far_that_vanishes_beside_the_total_is_refused(lines: list[tuple[float, float]]) -> None:
    assert len(refused(projects(("累计完成投资", "本月完成投资（亿元）"), lines))) == len(lines)


def test_a_first_month_of_little_stands() -> None:
    assert refused(projects(("累计完成投资", "本月完成投资"), [(1.0, 1.0)])) == []


HEAD = [
    "镇名",
    "镇区常住人口",
    "居住小区总数",
    "通燃气小区数",
    "镇区生活垃圾产生量（吨）",
    "镇区生活垃圾收集处理量（吨）",
]
HEAD += ["自然村总数", "生活垃圾收运处置自然村数", "行政村数", "污水产生量"]


def facilities(people: list[float], sewage: list[float], head: str = "污水产生量") -> Reading:
    rows: Rows = [["镇区基础设施"], [*HEAD[:-1], head]]
    for town, heads, water in zip(NAMES, people, sewage, strict=True):
        rows.append([town, heads, 10.0, 8.0, 310.0, 300.0, 30.0, 28.0, 9.0, water])
    return read(sheet(rows, "设施"))


def values(reading: Reading, name: str) -> list[float | None]:
    return [record.values[name].value.number for record in reading.records]


def test_people_among_fractions_are_not_counted_in_ones() -> None:
    reading = facilities([1.25, 2.0, 0.8], [1.0, 1.0, 1.0])
    assert values(reading, "town_population") == [None, None, None]
    assert "UNIT_AMBIGUOUS" in codes(reading)


def test_one_fraction_among_people_casts_no_doubt_on_the_others() -> None:
    assert values(facilities([12500.5, 8300.0, 8100.0], [1.0] * 3), "town_population") == [
        None,
        8300.0,
        8100.0,
    ]


def test_sewage_beyond_what_people_bring_about_is_withheld_where_no_unit_is_said() -> None:
    people = [12500.0, 8300.0, 8100.0]
    reading = facilities(people, [8600.0, 4200.0, 4100.0])
    assert values(reading, "sewage_produced") == [None, None, None]
    assert not any(record.rejected for record in reading.records)
    assert values(facilities(people, [3.0, 2.0, 1.9]), "sewage_produced") == [3.0, 2.0, 1.9]
    assert values(
        facilities(people, [8600.0, 4200.0, 4100.0], "污水产生量（立方米）"), "sewage_produced"
    ) == [
        0.86,
        0.42,
        0.41,
    ]
