"""The wordings of clerks in other arrangements than plain rows: none is mistaken there, and none lost without a word."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import recogniser
from tests.ingest import arranged
from tests.ingest import rendering as draw
from tests.ingest.plain import COUNTY, accepted, as_table, asked_of, held, mistaken, some_facts
from tests.ingest.test_arrangements import read_back
from tests.ingest.test_wordings import LEDGERS, WORDINGS
from tests.ingest.unseen import NAMES, Rows, codes, read, said, sheet


@pytest.mark.parametrize("arrangement", arranged.ARRANGEMENTS)
@settings(max_examples=25)
@given(st.integers(0, 100_000), st.sampled_from(LEDGERS))
def test_no_mixture_of_wordings_is_mistaken_or_lost_silently(
    arrangement: str, seed: int, ledger: str
) -> None:
    rng = random.Random(seed)
    fields = [f for f in asked_of(ledger) if f.required or rng.random() < 0.7]
    called = {
        field: rng.choice(wordings)
        for field, (wordings, _) in WORDINGS.items()
        if field.ledger == ledger and rng.random() < 0.7
    }
    facts = some_facts(ledger, rng, fields)[:3]
    reading = read_back(arranged.ARRANGEMENTS[arrangement](fields, facts, called), COUNTY)
    values = held(reading)
    assert mistaken(values, facts) == {}
    assert reading.findings or len(values) == sum(len(fact.values) for fact in facts)


@pytest.mark.parametrize("arrangement", arranged.ARRANGEMENTS)
@pytest.mark.parametrize("ledger", LEDGERS)
def test_a_ledger_below_its_official_names_is_read_in_every_arrangement(
    arrangement: str, ledger: str
) -> None:
    fields = asked_of(ledger)
    facts = some_facts(ledger, random.Random(20250331), fields)[:3]
    reading = read_back(arranged.ARRANGEMENTS[arrangement](fields, facts, {}), COUNTY)
    values = held(reading)
    assert mistaken(values, facts) == {}
    is_refused = (arrangement, ledger) in {
        ("answers_below_labels", "projects"),
        ("answers_below_labels", "funds"),
        ("cards_of_three_pairs", "funds"),
    }
    assert is_refused or len(values) == sum(len(fact.values) for fact in facts)


@pytest.mark.parametrize(
    ("ledger", "absent", "name", "wording"),
    [
        ("projects", "progress_note", "month_investment", "本月投资完成情况"),
        ("projects", "progress_note", "month_investment", "本月完成情况"),
        ("facilities", "shelter_sites", "shelter_capacity", "避难场所总容量"),
        ("governance", "grids_total", "grids_staffed", "配员网格数"),
        ("projects", "function", "work_item", "建设类别(细)"),
    ],
)
def test_no_column_is_taken_for_a_field_that_has_none(
    ledger: str, absent: str, name: str, wording: str
) -> None:
    fields = [f for f in asked_of(ledger) if f.name != absent]
    facts = some_facts(ledger, random.Random(20250331), fields)
    called = {f: wording for f in fields if f.name == name}
    for sheets in ([as_table(fields, facts, called)], arranged.beside_units(fields, facts, called)):
        assert all(mistaken(accepted(own), facts) == {} for own in sheets)


@pytest.mark.parametrize(
    ("group", "leaf", "name"),
    [
        ("规范农贸市场数", "数量", "markets_orderly"),
        ("社会帮扶", "金额", "fund_assistance"),
        ("镇区生活垃圾产生量", "数量", "garbage_produced"),
        ("家庭农场", "金额", None),
        ("总投资", "数量", None),
    ],
)
def test_below_the_name_of_what_is_counted_a_mere_number_is_of_that(
    group: str, leaf: str, name: str | None
) -> None:
    best = recogniser.load().lexicon.matcher.best((group, leaf))
    assert (best[0].name if best and best[1] >= 0.5 else None) == name


def test_labels_before_the_columns_of_labels_number_nothing() -> None:
    rows: Rows = [
        ["镇名", NAMES[0], "主导产业", "苹果", "特色产业产值（万元）", 4630.0],
        ["农民合作社", 722.0, "家庭农场", 535.0, "社会化服务组织", 635.0],
        ["节会赛事活动", 622.0, "联农带农户数", 561.0, None, None],
    ]
    reading = read(sheet([["特色产业发展情况采集表"], *map(list, rows)]))
    assert said(reading)[NAMES[0], "", "events_held"] == 622.0


def test_an_answer_that_reads_like_a_label_heads_nothing_in_a_form() -> None:
    rows: Rows = [["建设项目采集表"], ["所在镇", NAMES[0], None, "项目名称", "停车场改造"]]
    rows += [
        ["项目类别", "基础设施", None, "建设状态", "在建"],
        ["总投资", 900.0, "万元", "年度计划投资", 500.0, "万元"],
    ]
    rows += [["本年累计完成投资", 60.0, "万元", "县级自筹", 60.0, "万元"]]
    rows += [["建设类型", "充电设施", None, "主要建设规模及内容", "充电桩20个"]]
    rows += [["牵头责任单位", "县住建局", None, "实际开工年月", "2025-03-23"]]
    values = said(read(sheet(rows)))
    assert {
        name: values.get((NAMES[0], "停车场改造", name)) for name in ("work_item", "content", "start_date")
    } == {
        "work_item": "charging",
        "content": "充电桩20个",
        "start_date": "2025-03-23",
    }


def test_contents_are_no_name_of_a_project_though_another_heading_was_taken_for_them() -> None:
    fields = asked_of("projects")
    facts = some_facts("projects", random.Random(551), fields)[:3]
    names = {"project_name": "项目内容名称", "content": "具体建设内容"}
    called = {f: names[f.name] for f in draw.DICTIONARY.by_ledger["projects"].values() if f.name in names}
    assert mistaken(held(read_back(arranged.cards(fields, facts, called), COUNTY)), facts) == {}


def test_an_amount_of_helpers_in_a_form_is_no_caption() -> None:
    fields = asked_of("projects")
    facts = some_facts("projects", random.Random(20250331), fields)[:2]
    called = {f: "帮扶单位投入" for f in fields if f.name == "fund_assistance"}
    values = held(read_back(arranged.cards(fields, facts, called), COUNTY))
    assert len(values) == sum(len(fact.values) for fact in facts)


def test_a_label_and_its_answer_beside_a_table_are_said_to_be_unread() -> None:
    rows: Rows = [
        ["镇名", "网格总数", "配备网格员网格数", "矛盾纠纷受理数", "矛盾纠纷化解数"],
        [NAMES[0], 20.0, 18.0, 9.0, 7.0],
    ]
    rows += [["星级文明户数"], [50.0]]
    reading = read(sheet(rows))
    assert len(said(reading)) == 4
    assert codes(reading) == {"UNKNOWN_COLUMN"}
