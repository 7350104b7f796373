"""Sheets made in a test as rows, read, and what the reading says: for layouts that no renderer draws."""

from __future__ import annotations

from ingest import recogniser
from ingest.reading import Reading, Source, read_sheets
from ingest.sheet import Sheet

COUNTY = "610622"
TOWNS = {"永坪镇": "610622101", "延水关镇": "610622102", "文安驿镇": "610622103"}
NAMES = list(TOWNS)
#: The headings of what every project has to say.
PROJECT = ["镇名", "项目名称", "项目类别", "总投资", "年度计划投资", "累计完成投资", "建设状态"]
Merges = list[tuple[int, int, int, int]]


def sheet(rows: list[list[object]], name: str = "表", merges: Merges | None = None) -> Sheet:
    width = max(map(len, rows))
    return Sheet(name, [[*row, *[None] * (width - len(row))] for row in rows], merges or [])


def read(*sheets: Sheet) -> Reading:
    return read_sheets([*sheets], Reading(Source(COUNTY, "2025-03", "报表.xlsx"), recogniser.load().version))


def said(reading: Reading) -> dict[tuple[str, str, str], float | str | None]:
    """(town, key, field) → value of all that is accepted; keys and towns as in the file's names."""
    by_code = {town.code: town.name for town in recogniser.load().gazetteer.of_county(COUNTY)}
    assert not reading.rejected_ledgers, [f.message for f in reading.findings]
    return {
        (by_code[record.town_code], record.key, name): held.value.text
        if held.value.number is None
        else held.value.number
        for record in reading.records
        if not record.rejected
        for name, held in record.values.items()
    }


def codes(reading: Reading) -> set[str]:
    return {f.code.code for f in reading.findings}


SOURCES = ["县级自筹", "衔接资金"]


def funds(town: int, source: int) -> tuple[float, float, float]:
    """Planned, arrived and spent of a town and source."""
    planned = 100.0 * (town + 1) + 10 * source
    return planned, planned / 2, planned / 4


def expected_funds() -> dict[tuple[str, str, str], float]:
    names = ("amount_planned", "amount_arrived", "amount_spent")
    return {
        (town, code, name): amount
        for t, town in enumerate(NAMES)
        for s, code in enumerate(("county", "linkage"))
        for name, amount in zip(names, funds(t, s), strict=True)
    }


Rows = list[list[object]]
GRIDS = ("网格总数", "配备网格员网格数", "矛盾纠纷受理数", "矛盾纠纷化解数")
AMOUNTS = ("计划资金", "到位资金", "支出资金")
KINDS = {
    "乱搭乱建": "illegal_building",
    "垃圾乱倒": "garbage_dumping",
    "污水乱排": "sewage_dumping",
    "店外乱摆": "street_stalls",
    "广告乱贴": "posters",
    "线缆乱拉": "cables_messy",
}
ENVIRONMENT = ["households_total", "toilets_sanitary"]
ENVIRONMENT += [f"{kind}_{what}" for kind in KINDS.values() for what in ("found", "fixed")]


def counted(town: int, number: int) -> float:
    """What a town reports of the field at a place among those of the environment; each value once."""
    return 1000.0 - 100 * number + town if number < 2 else 90.0 - 4 * number + town


def expected_environment() -> dict[tuple[str, str, str], float]:
    return {(t, "", f): counted(n, place) for n, t in enumerate(NAMES) for place, f in enumerate(ENVIRONMENT)}


GRID_FIELDS = ("grids_total", "grids_staffed", "disputes_received", "disputes_resolved")


def grid(town: int, number: int) -> float:
    """What a town reports of one of the four fields; each value once."""
    return 50.0 + 10 * town - number


def expected_grids() -> dict[tuple[str, str, str], float]:
    return {
        (name, "", field): grid(t, n) for t, name in enumerate(NAMES) for n, field in enumerate(GRID_FIELDS)
    }
