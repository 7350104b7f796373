"""The month that a form states, in all the ways of stating it: the folder's is taken, another one is refused.

A date of filling in lies after the month, as a rule; only one before the month began contradicts it.
"""

from __future__ import annotations

import random

import pytest

from ingest import recogniser
from ingest.reading import Reading, Source, read_sheets
from tests.ingest import rendering as draw
from tests.ingest.plain import COUNTY, as_table, asked_of, held, mistaken, some_facts

OF_MARCH = [
    "2025年3月", "3月份", "三月", "二〇二五年三月", "2025年1-3月", "1至3月", "2025年第一季度", "第1季度", "2025.3", "2025-03", "202503",
    "截至3月底", "截止2025年3月31日", "2025年3月31日", "填报日期：2025年4月2日", "上报时间：2025.4.1", "2025年度", "月报", "25年3月",
    "2025年1月1日—3月31日", "2025年3月1日-3月31日", "2025Q1", "2025年3月（1-3月累计）", "统计时段：2025年1-3月",
    "数据截止时间：2025年4月1日", "制表日期 2025/04/03", "2025年4月3日制表", "2025年4月3日", "印发：2025年4月3日", "2025-2027年规划",
    "打印日期:2025-04-05", "二〇二五年四月一日", "二〇二五年三月三十一日", "报送日期：二○二五年四月十二日",
]  # fmt: skip
OF_ANOTHER = [
    "2025年2月", "二月份", "2025年1-2月", "2025.2", "2025-02", "202502", "截至2月底", "截止2025年2月28日", "2024年3月", "2025年4月",
    "第二季度", "2024年度3月", "2025年元月", "二〇二五年二月", "填报时间：2025年2月24日", "2025年1月至2月", "2025年2月1日-2月28日", "24年3月",
    "报送日期：二〇二五年二月二十四日",
]  # fmt: skip


def _read(title: str, caption: str = "", sheet: str = "治理") -> Reading:
    """A ledger of March under a title and a caption."""
    fields = asked_of("governance")
    facts = some_facts("governance", random.Random(3), fields)
    rows = as_table(fields, facts, {}).rows
    blank: list[object] = [None] * (len(rows[0]) - 1)
    above = [[text, *blank] for text in (title, caption) if text]
    source = Source(COUNTY, "2025-03", "报表.xlsx")
    return read_sheets([draw.grid([*above, *rows], sheet)], Reading(source, recogniser.load().version))


def _readings(stated: str) -> list[Reading]:
    """What is read where the title, a caption or the sheet's name states a month."""
    title = "延川县镇区基层社会治理情况表"
    name = stated.replace("/", "").replace(":", "")
    return [_read(f"{title}（{stated}）"), _read(title, stated), _read(title, sheet=f"{name}治理")]


@pytest.mark.parametrize("stated", OF_MARCH)
def test_a_month_that_is_the_folder_s_is_accepted(stated: str) -> None:
    for reading in _readings(stated):
        assert (reading.rejected_ledgers, reading.findings) == (set(), [])


@pytest.mark.parametrize("stated", OF_ANOTHER)
def test_a_month_that_is_not_the_folder_s_is_refused(stated: str) -> None:
    for reading in _readings(stated):
        assert [f.code.code for f in reading.findings] == ["PERIOD_MISMATCH"]
        assert reading.rejected_ledgers == {""}


OF_OTHER_FIGURES = [
    "2025年目标任务分解表",
    "社会治理情况（上年同期）",
    "社会治理预计完成情况表",
    "社会治理年度目标",
    "去年同期社会治理情况",
    "社会治理较上月增减情况表",
    "社会治理考核得分表",
]
BY_NOW = [
    "社会治理目标任务完成情况表", "2025年计划完成情况", "社会治理情况（与上年同期对比）", "目标责任考核社会治理情况表",
    "三年行动计划社会治理情况表", "社会治理重点任务推进情况表", "社会治理工作任务台账",
]  # fmt: skip


@pytest.mark.parametrize("title", OF_OTHER_FIGURES)
def test_what_the_title_calls_a_target_or_last_year_s_is_refused(title: str) -> None:
    for reading in (_read(title), _read("社会治理情况表", title), _read("社会治理情况表", sheet=title)):
        assert [f.code.code for f in reading.findings] == ["TITLE_OF_OTHER_SIDE"]
        assert reading.rejected_ledgers == {""}


@pytest.mark.parametrize("title", BY_NOW)
def test_what_the_title_says_is_by_now_is_accepted(title: str) -> None:
    for reading in (_read(title), _read("社会治理情况表", sheet=title)):
        assert (reading.rejected_ledgers, reading.findings) == (set(), [])


def test_a_table_of_targets_above_that_of_what_is_done_is_set_aside() -> None:
    fields = asked_of("governance")
    facts = some_facts("governance", random.Random(3), fields)
    rows = as_table(fields, facts, {}).rows
    blank: list[object] = [None] * (len(rows[0]) - 1)
    targets: list[list[object]] = [
        [value + 1 if isinstance(value, float) and place else value for place, value in enumerate(row)]
        for row in rows
    ]
    sheet = draw.grid(
        [["一、2025年目标任务", *blank], *targets, [None, *blank], ["二、完成情况", *blank], *rows]
    )
    reading = read_sheets([sheet], Reading(Source(COUNTY, "2025-03", "治理.xlsx"), recogniser.load().version))
    assert mistaken(held(reading), facts) == {}
    assert len(held(reading)) == sum(len(fact.values) for fact in facts)
