"""Rows of a text whose commas are no separators: what stands behind them is in the wrong column."""

from __future__ import annotations

import pytest

from ingest.reading import Reading, Source, read

_HEADS = "乡镇,主导产业,特色产业产值（万元）,农民合作社,家庭农场,农户总数,备注"
_WHOLE = ["永坪镇,苹果,303.5,4,20,900,", "文安驿镇,苹果,1200,3,12,800,", "关庄镇,文旅,88,2,8,700,"]


def _read(rows: list[str]) -> Reading:
    return read("\r\n".join([_HEADS, *rows]).encode(), Source("610622", "2025-03", "产业.csv"))


def _taken(reading: Reading) -> set[str]:
    return {record.town_code for record in reading.records if not record.rejected}


@pytest.mark.parametrize(
    "row",
    [
        "关庄镇,文旅,3,973.71,2,8,700,",  # a remark left blank
        "关庄镇,文旅,3,973.71,2,8,700,核实",
        "关庄镇,文旅,88,2,8,700,已核,待补",
        "关庄镇,文旅,民宿,88,2,8,700,",
    ],
)
def test_a_row_longer_than_its_headings_is_refused_alone(row: str) -> None:
    reading = _read([*_WHOLE[:2], row])
    assert _taken(reading) == {"610622101", "610622103"}
    assert [f.cell for f in reading.findings if f.code.code == "ROW_SHIFTED"] == ["A4:F4"]


@pytest.mark.parametrize(
    "rows",
    [
        _WHOLE,
        [row.rstrip(",") for row in _WHOLE],
        [row + "," for row in _WHOLE],
        [*_WHOLE[:2], '关庄镇,文旅,"3,973.71",2,8,700,'],
    ],
)
def test_rows_as_programs_write_them_are_not(rows: list[str]) -> None:
    reading = _read(rows)
    assert len(_taken(reading)) == 3
    assert not [f for f in reading.findings if f.code.code == "ROW_SHIFTED"]


def test_figures_cut_at_every_comma_are_refused_in_every_row() -> None:
    rows = ["永坪镇,苹果,1,303.5,4,20,900,", "文安驿镇,苹果,1,200,3,12,800,", "关庄镇,文旅,2,388,2,8,700,核"]
    assert not _taken(_read(rows))


def test_a_second_table_below_has_headings_of_its_own() -> None:
    more = [
        "",
        "乡镇,网格总数,配备网格员网格数,矛盾纠纷受理数,矛盾纠纷化解数,法治文化阵地,灾害监测点数,正常运行监测点数,备注",
    ]
    reading = _read([*_WHOLE, *more, "永坪镇,20,18,9,7,3,5,5,无", "关庄镇,8,6,4,4,2,3,3,无"])
    assert not [f for f in reading.findings if f.code.code == "ROW_SHIFTED"]
