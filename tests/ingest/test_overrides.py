"""Overrides decide what recognition cannot, enter the version of a reading, and are judged line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import recogniser
from ingest.overrides import NONE, Overrides, in_force
from ingest.overrides.parse import OverrideError, parse
from ingest.reading import Reading, Source, read_sheets
from ingest.sheet import Sheet
from tests.ingest import rendering as draw

COUNTY = "610622"
TOWNS = {"永坪镇": "610622101", "延水关镇": "610622102", "文安驿镇": "610622103"}
SHIPPED = recogniser.version()

HEAD = """county: "610622"
ledger: funds
versions:
  - version: 1
    valid_from: 2025-03
"""


def funds(*, sheet: str = "Sheet1") -> Sheet:
    """A table whose amounts are named so that nobody could tell which is which."""
    rows: list[list[object]] = [["镇名", "资金来源", "金额A", "金额B", "金额C", "满意度"]]
    rows += [[town, "县级自筹", 900000.0, 600000.0, 300.0, 95.0] for town in TOWNS]
    return draw.grid(rows, sheet)


def override(columns: str) -> Overrides:
    return in_force(parse(HEAD + columns, "funds.yaml", COUNTY, "funds", recogniser.load()), "2025-03")


def read(sheet: Sheet, overrides: Overrides = NONE) -> Reading:
    source = Source(COUNTY, "2025-03", "报表.xlsx", overrides)
    return read_sheets([sheet], Reading(source, recogniser.version(overrides)))


DECIDED = """    unit: 元
    sheets:
      Sheet1: {header_rows: 1}
    columns:
      金额A: {field: amount_planned}
      金额B: {field: amount_arrived}
      金额C: {field: amount_spent, unit: 千元}
      满意度: {ignore: 县内自评}
"""


def test_an_override_lands_what_recognition_refuses() -> None:
    assert read(funds()).rejected_ledgers
    reading = read(funds(), override(DECIDED))
    assert reading.rejected_ledgers == set()
    # 900000 元 are 90 万元; 300 千元 are 30 万元.
    for record in reading.records:
        assert not record.rejected
        landed = {name: (v.value.number, v.value.unit_source) for name, v in record.values.items()}
        assert landed == {
            "amount_planned": (90.0, "override"),
            "amount_arrived": (60.0, "override"),
            "amount_spent": (30.0, "override"),
        }
    assert {record.town_code for record in reading.records} == set(TOWNS.values())
    assert "UNKNOWN_COLUMN" not in {f.code.code for f in reading.findings}
    assert [fate for own in reading.cells.values() for fate in own.values()].count(
        ("ignored", "set_aside")
    ) == len(TOWNS)


def governance(*, sheet: str = "Sheet1") -> Sheet:
    """The same county's ledger of another kind, in a sheet of the same name, below two rows of headings."""
    rows: list[list[object]] = [
        ["镇名", "网格", None, "矛盾纠纷", None],
        [None, "总数", "配备网格员网格数", "受理数", "化解数"],
        *([town, 12.0, 11.0, 20.0, 19.0] for town in TOWNS),
    ]
    return draw.grid(rows, sheet, [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4)])


def test_a_sheet_of_the_same_name_without_the_pinned_headings_is_read_as_without_the_override() -> None:
    plain, pinned = read(governance()), read(governance(), override(DECIDED))
    assert plain.ledgers == pinned.ledgers == ["governance"]
    assert [record.values.keys() for record in pinned.records] == [r.values.keys() for r in plain.records]
    assert pinned.findings == plain.findings == []


def test_of_two_ledgers_in_sheets_of_one_name_each_is_told_by_the_headings_pinned_for_it() -> None:
    text = (
        HEAD.replace("funds", "governance")
        + """    sheets:
      Sheet1: {}
    columns:
      数一: {field: grids_total}
      数二: {field: grids_staffed}
      数三: {field: disputes_received}
      数四: {field: disputes_resolved}
"""
    )
    other = parse(text, "governance.yaml", COUNTY, "governance", recogniser.load())
    both = in_force([*override(DECIDED).ledgers, *other], "2025-03")
    rows: list[list[object]] = [["镇名", "数一", "数二", "数三", "数四"]]
    rows += [[town, 12.0, 11.0, 20.0, 19.0] for town in TOWNS]
    assert read(draw.grid(rows, "Sheet1"), both).ledgers == ["governance"]
    assert read(funds(), both).ledgers == ["funds"]


def test_a_pin_goes_before_what_the_words_say_and_the_unit_in_a_cell_before_the_pin() -> None:
    sheet = draw.grid(
        [["镇名", "资金来源", "计划资金", "到位资金", "支出资金"], ["永坪镇", "县级自筹", 5.0, "7万元", 3.0]]
    )
    swapped = "    columns:\n      计划资金: {field: amount_arrived}\n      到位资金: {field: amount_planned, unit: 元}\n"
    (record,) = read(sheet, override(swapped)).records
    assert {name: v.value.number for name, v in record.values.items()} == {
        "amount_arrived": 5.0,
        "amount_planned": 7.0,
        "amount_spent": 3.0,
    }


def test_a_heading_that_names_another_unit_by_now_is_read_in_it() -> None:
    pinned = override("    columns:\n      支出资金（万元）: {field: amount_spent, unit: 元}\n")
    head = ["镇名", "资金来源", "计划资金（万元）", "到位资金（万元）"]

    def spent(heading: str) -> float | None:
        sheet = draw.grid([[*head, heading], ["永坪镇", "县级自筹", 100.0, 90.0, 200000.0]])
        (record,) = read(sheet, pinned).records
        return record.values["amount_spent"].value.number

    assert spent("支出资金（万元）") == 20.0  # as pinned: 200000 元
    assert spent("支出资金（千元）") == 20000.0  # 200000 千元


def test_the_version_of_a_reading_follows_what_an_override_says_and_nothing_else() -> None:
    plain = recogniser.version(override("    columns:\n      金额A: {field: amount_planned}\n"))
    assert plain.startswith(f"{SHIPPED}-")
    commented = "    reason: 电话核实\n    columns: # 核实\n      金额A: {field: amount_planned}\n"
    assert recogniser.version(override(commented)) == plain
    assert recogniser.version(override("    columns:\n      金额A: {field: amount_spent}\n")) != plain
    assert recogniser.version(NONE) == SHIPPED


def test_of_several_versions_the_one_begun_last_is_in_force() -> None:
    text = HEAD.replace("2025-03", "2025-01") + "    unit: 元\n"
    text += "  - {version: 2, valid_from: 2025-04, unit: 千元}\n"
    versions = parse(text, "funds.yaml", COUNTY, "funds", recogniser.load())
    months = ("2024-12", "2025-01", "2025-03", "2025-04", "2026-01", "")
    units = [[own.unit for own in in_force(versions, month).ledgers] for month in months]
    assert units == [[], ["元"], ["元"], ["千元"], ["千元"], ["千元"]]


@pytest.mark.parametrize(
    ("columns", "line", "said"),
    [
        ("    columns:\n      A: {field: amount_planed}\n", 7, "unknown field 'amount_planed' of funds; nearest: amount_planned"),
        ("    columns:\n      A: {field: amount_spent}\n      B: {field: amount_spent}\n", 8, "already the field of 'A'"),
        ("    columns:\n      A（元）: {field: amount_spent}\n      A: {ignore: x}\n", 8, "the heading is the same"),
        ("    columns:\n      A: {field: amount_spent, unit: 公里}\n", 7, "unit '公里' is not allowed"),
        ("    columns:\n      A: {field: agriculture_related, unit: 元}\n", 7, "the field has no unit"),
        ("    columns:\n      A: {ignore: }\n", 7, "either a field or a reason"),
        ("    columns:\n      A: {feld: x}\n", 7, "unknown key 'feld'"),
        ("    unit: 斗\n", 6, "unit '斗' is unknown"),
        ("    unit: 元\n    unit: 元\n", 7, "said twice"),
        ("    columns: [\n", 7, "is no YAML"),
        ("    sheets:\n      表: {header_rows: 0}\n", 7, "header_rows"),
        ("  - {version: 1, valid_from: 2025-05}\n", 6, "version 1 is there twice"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(columns: str, line: int, said: str) -> None:
    with pytest.raises(OverrideError) as raised:
        override(columns)
    assert [number for number, _ in raised.value.problems] == [line]
    assert f"funds.yaml line {line}: " in str(raised.value)
    assert said in str(raised.value)


def test_a_file_for_another_county_or_of_no_ledger_is_refused(tmp_path: Path) -> None:
    for text, said in (
        (HEAD.replace("610622", "610602"), "610602"),
        (HEAD.replace("funds", "fonds"), "fonds"),
    ):
        with pytest.raises(OverrideError, match=said):
            parse(text, "funds.yaml", COUNTY, "funds", recogniser.load())
