"""A file as a whole: tables of another month beside those of the folder's month."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from ingest import reading as entrance
from ingest import recogniser
from ingest.reading import Reading, Source, read_sheets
from ingest.sheet import Sheet
from tests.ingest import rendering as draw

COUNTY = "610622"


def titled(month: str, seed: int) -> tuple[Sheet, list[draw.Fact]]:
    rng = random.Random(seed)
    fields, facts = draw.per_town("environment", COUNTY, rng)
    sheet = draw.as_rows(fields, facts, rng)
    sheet.rows[0][0] = f"人居环境整治情况统计表（2025年{month}）"
    return sheet, facts


def read(*sheets: Sheet) -> Reading:
    return read_sheets(
        list(sheets), Reading(Source(COUNTY, "2025-03", "报表.xlsx"), recogniser.load().version)
    )


def households(reading: Reading) -> set[float | None]:
    return {record.values["households_total"].value.number for record in reading.records}


def test_a_table_of_another_month_on_the_same_sheet_is_set_aside() -> None:
    (old, _), (new, facts) = titled("2月", 1), titled("3月", 2)
    reading = read(draw.stacked(old, new))
    assert reading.rejected_ledgers == set()
    assert households(reading) == {fact.values["households_total"] for fact in facts}
    assert any(("ignored", "other_period") in own.values() for own in reading.cells.values())


def test_a_sheet_of_another_month_is_set_aside() -> None:
    (old, _), (new, facts) = titled("2月", 1), titled("3月", 2)
    old.name, new.name = "旧", "新"
    assert households(read(old, new)) == {fact.values["households_total"] for fact in facts}


def test_a_file_of_nothing_but_another_month_is_refused_with_its_records_counted() -> None:
    (old, facts), (older, _) = titled("2月", 1), titled("1月", 2)
    old.name, older.name = "旧", "更旧"
    reading = read(old, older)
    assert reading.rejected_ledgers == {""}
    assert [f.code.code for f in reading.findings if f.code.outcome == "reject_file"] == ["PERIOD_MISMATCH"]
    assert len(reading.records) == 2 * len(facts)


@pytest.mark.parametrize(
    ("title", "line", "cell", "stated"),
    [
        ("人居环境整治情况统计表", "报告期：2025年2月", "A2", "2025年2月"),
        ("人居环境整治情况统计表", "填报单位：住建局  填报时间：2025年2月27日", "A2", "2025年2月"),
        ("2025年二季度人居环境整治情况统计表", "填报单位：住建局", "A1", "2025年第二季度"),
    ],
)
def test_another_period_is_said_where_it_stands(title: str, line: str, cell: str, stated: str) -> None:
    sheet, _ = titled("3月", 1)
    sheet.rows[0][0] = title
    sheet.rows.insert(1, [line, *[None] * (sheet.width - 1)])
    reading = read(sheet)
    assert [(f.code.code, f.cell) for f in reading.findings] == [("PERIOD_MISMATCH", cell)]
    assert reading.findings[0].message == f"表头期别为{stated}，报送期别为2025年3月，请核实后重报"


@pytest.mark.parametrize(
    ("day", "is_said"),
    [("2025年2月27日", True), (dt.datetime(2025, 2, 27), True), ("2025年4月2日", False), ("李某", False)],
)
def test_a_date_of_filling_in_beside_its_label_is_one(day: object, is_said: bool) -> None:
    sheet, _ = titled("3月", 1)
    sheet.rows[0][0] = "人居环境整治情况统计表"
    sheet.rows.insert(1, ["填报单位", "住建局", "填报时间", day, *[None] * (sheet.width - 4)])  # type: ignore[list-item]
    assert [(f.code.code, f.cell) for f in read(sheet).findings] == [("PERIOD_MISMATCH", "D2")] * is_said


def test_a_quarter_that_has_the_month_in_it_is_no_other_period() -> None:
    sheet, facts = titled("3月", 1)
    sheet.rows[0][0] = "2025年一季度人居环境整治情况统计表"
    assert households(read(sheet)) == {fact.values["households_total"] for fact in facts}


@pytest.mark.parametrize(("quarter", "is_refused"), [("2025年第二季度", True), ("2025Q1", False)])
def test_a_recommendation_of_another_quarter_is_refused(quarter: str, is_refused: bool) -> None:
    text = f"季度,建设成效较好乡镇,推荐理由(较好),建设成效较差乡镇,推荐理由(较差)\n{quarter},永坪镇,推进有力,关庄镇,滞后\n"
    reading = entrance.read(text.encode(), Source("610622", "2025-03", "推荐表.csv"))
    said = [(f.code.code, f.ledger, f.cell, f.raw_text) for f in reading.findings]
    assert said == [("PERIOD_MISMATCH", "recommendations", "A2", quarter)] * is_refused
    assert reading.rejected_ledgers == {"recommendations"} if is_refused else not reading.rejected_ledgers


def test_a_file_name_of_another_quarter_is_a_slip_of_the_name() -> None:
    text = "建设成效较好乡镇,推荐理由(较好),建设成效较差乡镇,推荐理由(较差)\n永坪镇,推进有力,关庄镇,滞后\n"
    reading = entrance.read(text.encode(), Source("610622", "2025-03", "二季度推荐表.csv"))
    assert [f.code.code for f in reading.findings] == ["FILE_NAME_MISMATCH"]
    assert [record.key for record in reading.records] == ["2025Q1"]


def test_the_month_above_the_first_table_of_a_sheet_is_that_of_those_below_it() -> None:
    (sheet, _), (below, _) = titled("2月", 1), titled("2月", 2)
    below.rows[0][0] = "续表"
    reading = read(draw.stacked(sheet, below))
    assert len(reading.tables) == 2
    assert reading.rejected_ledgers == {""}


def test_a_ledger_of_another_month_beside_ledgers_of_the_month_is_refused_and_they_are_not() -> None:
    (sheet, facts), grids = titled("3月", 1), Sheet("治理", [["社会治理情况表（2025年2月）", *[None] * 4]])
    grids.rows += [["镇名", "网格总数", "配备网格员网格数", "矛盾纠纷受理数", "矛盾纠纷化解数"]]
    grids.rows += [["永坪镇", 9.0, 8.0, 7.0, 6.0], ["关庄镇", 5.0, 4.0, 3.0, 2.0]]
    reading = read(sheet, grids)
    assert reading.rejected_ledgers == {"governance"}
    assert [(f.code.code, f.ledger, f.sheet, f.cell) for f in reading.findings] == [
        ("PERIOD_MISMATCH", "governance", "治理", "A1")
    ]
    assert sum(record.ledger == "environment" for record in reading.records) == len(facts)


def test_a_town_that_is_none_is_said_to_be_none_of_the_city_where_no_county_is_told() -> None:
    text = "镇名,网格总数,配备网格员网格数,矛盾纠纷受理数,矛盾纠纷化解数\n甲镇,5,5,3,3\n"
    reading = entrance.read(text.encode(), Source("", "", "a.csv"))
    [said] = [f.message for f in reading.findings if f.code.code == "UNKNOWN_TOWN"]
    assert said.startswith("“甲镇”不是本市的乡镇")


@pytest.mark.parametrize(
    ("better", "poorer", "codes"),
    [
        ("七里村街道", "黑家堡镇", ["TOWNS_OF_OTHER_COUNTY"]),
        ("永坪镇", "黑家堡镇", []),
        ("永坪镇", "#REF!", ["ERROR_VALUE"]),
        ("永坪镇", "永平镇", ["UNKNOWN_TOWN"]),
    ],
)
def test_recommended_towns_are_those_of_the_county(better: str, poorer: str, codes: list[str]) -> None:
    text = f"季度,建设成效较好乡镇,推荐理由(较好),建设成效较差乡镇,推荐理由(较差)\n2025年第一季度,{better},推进有力,{poorer},进度滞后\n"
    reading = entrance.read(text.encode(), Source("610622", "2025-03", "推荐表.csv"))
    assert [f.code.code for f in reading.findings] == codes
    assert reading.rejected_ledgers == ({"recommendations"} if codes == ["TOWNS_OF_OTHER_COUNTY"] else set())
