"""Rates written as percent or as fractions of one: told by their parts, by the column, or withheld. Worked by hand."""

from __future__ import annotations

from ingest import recogniser
from ingest.reading import Reading, Source, read_sheets
from ingest.sheet import Sheet

TOWNS = ["永坪镇", "延水关镇", "文安驿镇", "贾家坪镇"]
HEAD: list[object] = ["镇名", "镇区常住人口", "居住小区总数", "通燃气小区数", "燃气覆盖率（%）", "行政村数"]
HEAD += ["镇区生活垃圾产生量", "镇区生活垃圾收集处理量", "自然村总数", "生活垃圾收运处置自然村数"]


def read(communities: list[tuple[float | None, float | None]], rates: list[float]) -> Reading:
    rows: list[list[object]] = [list(HEAD)]
    for town, (total, gas), rate in zip(TOWNS, communities, rates, strict=False):
        rows.append([town, 9000.0, total, gas, rate, 20.0, 90.0, 80.0, 30.0, 20.0])
    sheet = Sheet("设施", rows)
    return read_sheets([sheet], Reading(Source("610622", "2025-03", "设施.xlsx"), recogniser.load().version))


def rates(reading: Reading) -> list[tuple[float | None, str, str]]:
    values = [record.values["gas_coverage_reported"].value for record in reading.records]
    return [(value.number, value.unit_source, value.problem) for value in values]


PARTS: list[tuple[float | None, float | None]] = [(20.0, 19.0), (10.0, 5.0), (4.0, 4.0), (8.0, 6.0)]
SILENT: list[tuple[float | None, float | None]] = [(None, None)] * 4


def test_parts_prove_fractions_under_a_head_that_says_percent() -> None:
    found = rates(read(PARTS, [0.95, 0.5, 1.0, 0.75]))
    assert found == [(n, "arithmetic", "") for n in (95.0, 50.0, 100.0, 75.0)]


def test_parts_prove_that_rates_below_one_are_percent() -> None:
    """One community of 125 has gas: 0.8 % it is."""
    found = rates(read([(125.0, 1.0), (250.0, 1.0), (200.0, 1.0), (1000.0, 3.0)], [0.8, 0.4, 0.5, 0.3]))
    assert [number for number, _, _ in found] == [0.8, 0.4, 0.5, 0.3]


def test_a_column_that_mixes_both_is_told_line_by_line() -> None:
    found = rates(read(PARTS, [0.95, 50.0, 1.0, 75.0]))
    assert [number for number, _, _ in found] == [95.0, 50.0, 100.0, 75.0]


def test_what_no_part_proves_in_a_mixed_column_is_withheld_with_both_readings() -> None:
    reading = read(SILENT, [0.95, 50.0, 33.3, 75.0])
    assert rates(reading)[0] == (None, "", "RATE_AMBIGUOUS")
    assert [number for number, _, _ in rates(reading)[1:]] == [50.0, 33.3, 75.0]
    messages = [f.message for f in reading.findings if f.code.code == "RATE_AMBIGUOUS"]
    assert messages == [
        "“燃气覆盖率”填写为“0.95”，按百分数还是小数填写无法判断，按百分数读为0.95%，按小数读为95%，该值未采用"
    ]


def test_a_whole_column_of_fractions_needs_no_parts() -> None:
    assert [number for number, _, _ in rates(read(SILENT, [0.95, 0.5, 1.0, 0.75]))] == [
        95.0,
        50.0,
        100.0,
        75.0,
    ]


def test_one_rate_alone_shows_no_way_of_writing() -> None:
    assert rates(read(SILENT[:1], [0.8])) == [(None, "", "RATE_AMBIGUOUS")]


def test_a_part_greater_than_its_whole_proves_nothing() -> None:
    found = rates(read([(14.0, 364.0), *PARTS[1:]], [26.0, 50.0, 100.0, 75.0]))
    assert [number for number, _, _ in found] == [26.0, 50.0, 100.0, 75.0]
