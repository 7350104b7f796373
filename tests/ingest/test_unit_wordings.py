"""Units as clerks announce them: whatever the words and brackets, an amount in 元 is never taken for one in 万元."""

from __future__ import annotations

import random

import pytest

from ingest.dictionary import Field
from tests.ingest import rendering as draw
from tests.ingest.plain import accepted, as_table, asked_of, held, mistaken, some_facts
from tests.ingest.unseen import NAMES, SOURCES, codes, expected_funds, funds, read, said, sheet

#: How many of a unit make the canonical one.
MONEY = {"元": 1e4, "千元": 10.0, "亿元": 1e-4, "万元": 1.0}
MEASURES = {
    "米": ("length", 1e3),
    "m": ("length", 1e3),
    "立方米": ("volume", 1e4),
    "m³": ("volume", 1e4),
    "公斤": ("mass", 1e3),
}
CAPTIONS = [
    "单位：{}", "（单位：{}）", "金额单位：人民币{}", "货币单位：{}", "单位（{}）", "单位 {}", "单位｛{}｝", "单位为{}", "单位：个、{}",
    "单位：{}/个", "单位：{}，个，公里", "（{}）", "{}", "以{}为单位", "金额：{}", "单位：{}（人民币）", "【单位：{}】", "单位：（{}）",
    "单位：{}。", "以下金额单位均为{}", "注：本表金额单位为{}", "说明：金额单位{}", "2025年3月 单位：{}", "填报单位：延川县住建局 单位：{}",
    "单  位：{}", "单位﹕{}", "表中金额以{}计", "单位名称：延川县住建局 计量单位：{}", "币种：人民币 单位：{}",
]  # fmt: skip
HEADINGS = [
    "{h}（{u}）", "{h}/{u}", "{h}，{u}", "{h}【{u}】", "{h}（单位：{u}）", "{h}：{u}", "{h} {u}", "{h}\n（{u}）", "{h}\n{u}", "{h}-{u}",
    "{h}（以{u}计）", "{h}（计量单位：{u}）", "{h}、{u}", "{h}〔{u}〕", "{h}（{u}）（截至3月底）", "{h}（截至3月底，{u}）", "{h}_{u}",
    "{h}（按{u}填）", "{h}{u}", "{h}（{u}，保留两位小数）", "{h}<{u}>", "{h}《{u}》", "{h}（单位为{u}）", "{h}｛{u}｝",
]  # fmt: skip
OF_MONEY = ["{h}（人民币{u}）", "{h}（人民币：{u}）", "{h}(￥{u})", "{u}（{h}）", "{h}（{u}，含税）"]


def _table(
    ledger: str, dimension: str, per: float
) -> tuple[list[Field], list[list[object]], list[draw.Fact]]:
    """A table whose fields of a dimension are written in a unit that its headings do not name."""
    rng = random.Random(20250331)
    fields = [f for f in asked_of(ledger) if f.required or f.dimension == dimension]
    facts = some_facts(ledger, rng, fields)
    rows = [list[object](row) for row in as_table(fields, facts, {}).rows]
    for place, field in enumerate(fields, start=len(rows[0]) - len(fields)):
        if field.dimension == dimension:
            rows[0][place] = field.label
            for row in rows[1:]:
                row[place] = round(float(str(row[place])) * per, 6)
    return fields, rows, facts


def _assert_read_as_it_is(rows: list[list[object]], facts: list[draw.Fact]) -> None:
    read = accepted(draw.grid(rows))
    assert mistaken(read, facts) == {}
    assert len(read) == sum(len(fact.values) for fact in facts)


@pytest.mark.parametrize("unit", MONEY)
@pytest.mark.parametrize("caption", CAPTIONS)
@pytest.mark.parametrize("ledger", ["projects", "industry"])
def test_a_caption_says_the_unit_above_beside_and_below_the_table(
    ledger: str, caption: str, unit: str
) -> None:
    _, rows, facts = _table(ledger, "money", MONEY[unit])
    blank: list[object] = [None] * (len(rows[0]) - 1)
    title, said = f"延川县{draw.DICTIONARY.ledgers[ledger].label}", caption.format(unit)
    _assert_read_as_it_is([[title, *blank], [said, *blank], *rows], facts)
    _assert_read_as_it_is([[title, *blank], [*blank[1:], said, None], *rows], facts)
    _assert_read_as_it_is([[f"{title}（{said}）", *blank], *rows], facts)
    _assert_read_as_it_is([[title, *blank[1:], said], *rows], facts)
    _assert_read_as_it_is([[title, *blank], *rows, [said, *blank]], facts)


@pytest.mark.parametrize("unit", MONEY)
@pytest.mark.parametrize("heading", HEADINGS + OF_MONEY)
def test_a_heading_says_the_unit_of_its_amounts(heading: str, unit: str) -> None:
    fields, rows, facts = _table("projects", "money", MONEY[unit])
    for place, field in enumerate(fields, start=len(rows[0]) - len(fields)):
        if field.dimension == "money":
            rows[0][place] = heading.format(h=field.label, u=unit)
    read = accepted(draw.grid(rows))
    assert mistaken(read, facts) == {}


@pytest.mark.parametrize("unit", MEASURES)
@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_says_the_unit_of_what_it_measures(heading: str, unit: str) -> None:
    dimension, per = MEASURES[unit]
    fields, rows, facts = _table("facilities", dimension, per)
    for place, field in enumerate(fields, start=len(rows[0]) - len(fields)):
        if field.dimension == dimension:
            rows[0][place] = heading.format(h=field.label, u=unit)
    _assert_read_as_it_is(rows, facts)


@pytest.mark.parametrize(
    "heading",
    ["垃圾产生量（吨/日）", "日均垃圾产生量（吨）", "污水日处理量（万立方米）", "污水处理量(吨/天)"],
)
def test_what_a_day_brings_is_not_what_a_month_does(heading: str) -> None:
    fields, rows, _ = _table("facilities", "mass", 1.0)
    name = "garbage_produced" if "垃圾" in heading else "sewage_treated"
    place = len(rows[0]) - len(fields) + next(i for i, f in enumerate(fields) if f.name == "garbage_produced")
    rows[0][place] = heading
    assert not any(at[2] == name for at in accepted(draw.grid(rows)))


@pytest.mark.parametrize("title", ["延川县500万元以上项目台账", "延川县多元产业项目台账"])
def test_a_title_that_has_the_word_in_it_names_no_unit(title: str) -> None:
    _, rows, facts = _table("projects", "money", 1.0)
    _assert_read_as_it_is([[title, *[None] * (len(rows[0]) - 1)], *rows], facts)


@pytest.mark.parametrize(
    "matters", ["计划资金：万元；到位资金：元；支出资金：元", "计划：万元，到位资金：元，支出：元"]
)
def test_a_caption_says_the_unit_of_each_matter(matters: str) -> None:
    rows: list[list[object]] = [
        [f"资金投入情况表（{matters}）"],
        ["镇名", "资金来源", "计划资金", "到位资金", "支出资金"],
    ]
    for t, town in enumerate(NAMES):
        for s, source in enumerate(SOURCES):
            planned, arrived, spent = funds(t, s)
            rows.append([town, source, planned, 1e4 * arrived, 1e4 * spent])
    assert said(read(sheet(rows, "资金"))) == expected_funds()


def test_a_matter_of_which_no_unit_is_said_has_none_of_two() -> None:
    rows: list[list[object]] = [["资金投入情况表（计划资金：万元；到位资金：元）"]]
    rows.append(["镇名", "资金来源", "计划资金", "到位资金", "支出资金"])
    rows += [[town, SOURCES[0], 900.0, 5e6, 4e6] for town in NAMES]
    reading = read(sheet(rows, "资金"))
    assert "UNIT_CONFLICT" in codes(reading)
    assert all(record.rejected for record in reading.records)


@pytest.mark.parametrize(
    ("ledger", "name", "heading"),
    [
        ("environment", "toilets_sanitary", "卫生厕所(%)"),
        ("environment", "illegal_building_fixed", "乱搭乱建整改(%)"),
        ("environment", "households_total", "农户总数(人)"),
        ("governance", "grids_total", "网格总数(公里)"),
        ("governance", "grids_total", "网格总数(户)"),
        ("governance", "grids_staffed", "配备网格员网格数(%)"),
        ("facilities", "communities_total", "居住小区总数(户)"),
        ("facilities", "communities_gas", "通燃气小区数(%)"),
        ("facilities", "town_population", "镇区常住人口(户)"),
        ("facilities", "garbage_produced", "垃圾产生量(立方米)"),
        ("facilities", "parking_spaces", "停车位(平方米)"),
        ("facilities", "charging_piles", "充电桩(千米)"),
        ("facilities", "roads_total", "镇区道路长度(%)"),
    ],
)
def test_what_is_measured_otherwise_is_another_thing_whatever_it_is_called(
    ledger: str, name: str, heading: str
) -> None:
    fields = [f for f in asked_of(ledger) if f.required or f.name == name]
    facts = some_facts(ledger, random.Random(20250331), fields)
    rows = as_table(fields, facts, {next(f for f in fields if f.name == name): heading})
    reading = read(rows)
    assert not any(at[2] == name for at in held(reading))
    assert not {"UNKNOWN_COLUMN", "REQUIRED_COLUMN_UNREADABLE"}.isdisjoint(codes(reading))


@pytest.mark.parametrize("unit", ["个", "处", "座", "户"])
def test_what_counts_is_not_weighed_where_it_counts_nothing_else(unit: str) -> None:
    fields = [f for f in asked_of("environment") if f.required]
    facts = some_facts("environment", random.Random(20250331), fields)
    rows = as_table(fields, facts, {f: f"{f.label}（{unit}）" for f in fields if f.kind == "count"})
    _assert_read_as_it_is([list(row) for row in rows.rows], facts)
