"""Answers and dates of what is expected or under way: they are none of what has happened."""

from __future__ import annotations

import pytest

from ingest.dictionary import load
from ingest.words.values import ColumnUnit, Value, ValueReader
from tests.ingest.unseen import NAMES, Rows, codes, read, said, sheet

DICTIONARY = load()
READER = ValueReader(DICTIONARY, "2025-03")


def value(ledger: str, field: str, written: str) -> Value | None:
    return READER.read(written, DICTIONARY.field(ledger, field), ColumnUnit(1.0, "assumed"))


UNREADABLE = Value(problem="VALUE_UNREADABLE")


@pytest.mark.parametrize(
    ("field", "written"),
    [
        *(
            ("status", written)
            for written in (
                "正在办理开工手续",
                "开工手续办理中",
                "正在推进开工",
                "正在办理复工手续",
                "正在办理投用手续",
                "投用（计划6月）",
                "完工推进中",
                "完工（预计）",
                "已完工（预计6月）",
                "未全部完工",
                "未全面开工",
            )
        ),
        *(
            ("town_plan_status", written)
            for written in ("批复中", "获批（预计8月底）", "评审中", "正在评审", "未完成编制")
        ),
    ],
)
def test_what_is_still_to_come_is_no_answer_of_what_has_happened(field: str, written: str) -> None:
    ledger = "projects" if field == "status" else "planning"
    assert value(ledger, field, written) == UNREADABLE


@pytest.mark.parametrize(
    ("field", "written", "code"),
    [
        ("status", "正在推进施工", "under_construction"),
        ("status", "已开工正在推进", "under_construction"),
        ("status", "已开工建设中", "under_construction"),
        ("status", "已开工（预计12月完工）", "under_construction"),
        ("status", "开工（计划12月完工）", "under_construction"),
        ("status", "在建（预计6月完工）", "under_construction"),
        ("status", "前期（正在办理手续）", "preliminary"),
        ("status", "待开工（计划4月开工）", "not_started"),
        ("status", "停工（计划4月复工）", "suspended"),
        ("status", "完工（计划6月投用）", "completed"),
        ("status", "已完工（正在办理结算）", "completed"),
        ("status", "已完工（资料整理中）", "completed"),
        ("status", "竣工验收中", "completed"),
        ("town_plan_status", "编制中（预计6月批复）", "drafting"),
        ("town_plan_status", "已评审（正在报批）", "reviewed"),
        ("town_plan_status", "正在报批", "reviewed"),
        ("town_plan_status", "已批复（正在实施）", "approved"),
    ],
)
def test_what_is_to_come_next_takes_nothing_from_an_answer(field: str, written: str, code: str) -> None:
    ledger = "projects" if field == "status" else "planning"
    assert value(ledger, field, written) == Value(text=code)


@pytest.mark.parametrize(
    "written", ["有(在建)", "有（拟建）", "是(申报中)", "√（拟建）", "有（计划6月建成）"]
)
def test_a_yes_to_what_is_still_to_come_is_none(written: str) -> None:
    assert value("facilities", "fitness_centre", written) == UNREADABLE
    assert value("environment", "upkeep_mechanism", written) == UNREADABLE


@pytest.mark.parametrize("written", ["预计2025年8月底", "计划2025年8月", "拟于2025年8月", "2025年8月底前"])
def test_a_date_of_a_plan_is_one_where_that_is_asked_alone(written: str) -> None:
    planned = value("projects", "planned_completion_date", written)
    assert planned is not None
    assert planned.text in ("2025-08-01", "2025-08-21")
    for ledger, field in (
        ("projects", "start_date"),
        ("projects", "actual_completion_date"),
        ("planning", "town_plan_date"),
        ("planning", "heritage_plan_date"),
    ):
        assert value(ledger, field, written) == Value(problem="DATE_ONLY_PLANNED")


@pytest.mark.parametrize("written", ["2025.3-12", "2025年3-12", "2025/3—12", "25.3-12", "2025.3、12"])
def test_two_months_of_a_year_are_no_day(written: str) -> None:
    assert value("projects", "start_date", written) == UNREADABLE


def test_a_date_of_a_plan_is_withheld_and_said_to_be_one() -> None:
    rows: Rows = [["镇名", "镇区建设专项规划", "专项规划批复时间"]]
    rows += [[NAMES[0], "已批复", "2025年2月"], [NAMES[1], "编制中", "预计2025年8月底"]]
    reading = read(sheet(rows))
    dates = {town: date for (town, _, name), date in said(reading).items() if name == "town_plan_date"}
    assert dates == {NAMES[0]: "2025-02-01", NAMES[1]: None}
    assert codes(reading) == {"DATE_ONLY_PLANNED"}
    assert reading.findings[0].cell == "C3"
    assert "是计划时间，不是实际时间" in reading.findings[0].message
