"""What stands above, below and between the records: letterheads of forms, remarks and signatures, rows of sums.

None of it is a record, takes a record its place, or speaks of another period.
"""

from __future__ import annotations

import random

import pytest

from ingest.reading import Reading
from tests.ingest import rendering as draw
from tests.ingest.plain import COUNTY, accepted, as_table, asked_of, mistaken, some_facts
from tests.ingest.test_arrangements import read_back

LEDGERS = ["facilities", "funds", "projects"]
SUMS = [
    "合计",
    "总计",
    "小计",
    "共计",
    "全县合计",
    "全县总计",
    "全县",
    "合 计",
    "县合计",
    "累计",
    "汇总",
    "全县小计",
    "合计数",
    "合计（9个镇）",
    "总计：",
    "全县汇总",
    "县级合计",
    "本县合计",
    "延川县",
    "延川县合计",
    "9镇合计",
    "总\u3000计",
    "各镇合计",
    "重点镇小计",
    "街道小计",
    "片区合计",
]
#: Rows in words that no list of totals holds: what they are is said where the others are numbered.
OTHERS = [
    "平均",
    "全县平均",
    "上月数",
    "较上月增减",
    "同比增长",
    "年度目标",
    "占比",
    "其中：重点镇",
    "县直",
    "县本级",
]
REMARKS = [
    "（盖章）",
    "数据截止3月31日",
    "此表每月25日前报送市住建局",
    "第1页 共2页",
    "附：各镇明细另附",
    "※为必填项",
    "*为必填项",
    "以上数据真实有效",
    "审签：王五",
    "统计口径：镇区范围内",
    "（本页无正文）",
    "2025年3月28日",
    "延川县住房和城乡建设局",
    "校对：李四",
    "1.以上数据为镇区数据。",
    "注意事项：不得漏报",
    "注1：永坪镇数据为估算",
    "备 注：无",
    "联系方式：8112345",
    "本表一式两份",
    "—完—",
    "以下空白",
    "（以下无内容）",
]
LETTERHEADS = [
    "填报单位：延川县住建局",
    "表号：镇区强1表",
    "制表机关：延安市住建局",
    "批准文号：延统制〔2025〕3号",
    "有效期至：2026年6月",
    "（截至3月底）",
    "附件3",
    "密级：内部",
    "2025年3月28日",
    "综合机关名称：延川县住建局",
    "（月报）",
    "统计截止日期：2025.3.31",
    "（2025年1-3月）",
    "一季度",
    "页码：1/3",
    "打印时间：2025-04-03 10:20",
    "填表日期：2025年4月2日",
    "印发日期：2024年12月20日",
]


def _table(ledger: str) -> tuple[list[list[object]], list[draw.Fact]]:
    """A titled table of some fields of a ledger, and what it says."""
    rng = random.Random(20250331)
    fields = [f for f in asked_of(ledger) if f.required or f.kind in ("text", "money")]
    facts = some_facts(ledger, rng, fields)
    rows = [list[object](row) for row in as_table(fields, facts, {}).rows]
    return [[f"延川县{draw.DICTIONARY.ledgers[ledger].label}", *[None] * (len(rows[0]) - 1)], *rows], facts


def _sums(rows: list[list[object]], said: str, column: int) -> list[object]:
    """A row that says in a column what it is, and sums up the columns of numbers below it."""
    row: list[object] = [None] * len(rows[0])
    for place in range(2, len(row)):
        numbers = [own[place] for own in rows[2:] if isinstance(own[place], float)]
        if len(numbers) == len(rows) - 2:
            row[place] = round(sum(float(str(number)) for number in numbers), 2)
    row[column] = said
    return row


def _assert_all_is_read(rows: list[list[object]], facts: list[draw.Fact]) -> Reading:
    sheet = draw.grid(rows)
    read = accepted(sheet)
    assert mistaken(read, facts) == {}
    assert len(read) == sum(len(fact.values) for fact in facts)
    return read_back([sheet], COUNTY)


@pytest.mark.parametrize("ledger", LEDGERS)
@pytest.mark.parametrize("said", SUMS)
def test_a_row_of_sums_is_no_record_wherever_its_word_stands(said: str, ledger: str) -> None:
    rows, facts = _table(ledger)
    for column in (0, 1):
        sums = _sums(rows, said, column)
        assert _assert_all_is_read([*rows, sums], facts).findings == []
        assert _assert_all_is_read([*rows[:2], sums, *rows[2:]], facts).findings == []


@pytest.mark.parametrize("ledger", LEDGERS)
@pytest.mark.parametrize("said", OTHERS)
def test_a_row_that_says_in_place_of_its_number_what_it_is_is_of_no_town(said: str, ledger: str) -> None:
    rows, facts = _table(ledger)
    _assert_all_is_read([*rows, _sums(rows, said, 0)], facts)


@pytest.mark.parametrize("ledger", LEDGERS)
@pytest.mark.parametrize("said", REMARKS)
def test_a_lone_text_below_the_records_is_a_remark(said: str, ledger: str) -> None:
    rows, facts = _table(ledger)
    for column in (0, 2):
        remark = [said if place == column else None for place in range(len(rows[0]))]
        assert _assert_all_is_read([*rows, remark], facts).findings == []


@pytest.mark.parametrize("ledger", LEDGERS)
@pytest.mark.parametrize("said", LETTERHEADS)
def test_a_letterhead_is_no_heading_and_its_dates_are_no_period(said: str, ledger: str) -> None:
    rows, facts = _table(ledger)
    for column in (0, len(rows[0]) - 2):
        above = [said if place == column else None for place in range(len(rows[0]))]
        assert _assert_all_is_read([rows[0], above, *rows[1:]], facts).findings == []
