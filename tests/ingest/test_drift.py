"""What changed between two layouts is told exactly; what a month changes by itself is no change."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import recogniser
from ingest.layouts.described import LedgerLayout, describe
from ingest.layouts.drift import Change, compare
from ingest.reading import Reading, Source, read_sheets
from ingest.sheet import Sheet
from tests.ingest import rendering as draw

COUNTY = "610622"
TOWNS = ["永坪镇", "延水关镇", "文安驿镇"]
HEAD = ["网格总数", "配备网格员网格数", "矛盾纠纷受理数", "矛盾纠纷化解数", "星级文明户数", "农户总数"]


def layouts(*sheets: Sheet, period: str = "2025-03") -> dict[str, LedgerLayout]:
    tools = recogniser.load()
    reading = read_sheets(list(sheets), Reading(Source(COUNTY, period, "报表.xlsx"), tools.version))
    return {layout.ledger: layout for layout in describe(reading, tools)}


def governance(
    head: list[str], *, towns: list[str] = TOWNS, title: str = "延川县社会治理情况表", name: str = "治理"
) -> Sheet:
    rows: list[list[object]] = [[title], ["序号", "镇名", *head]]
    rows += [
        [float(n), town, *(float(10 * n + c) for c in range(len(head)))]
        for n, town in enumerate(towns, start=1)
    ]
    return draw.grid(rows, name)


def industry(head: list[str], *, caption: str = "") -> Sheet:
    rows: list[list[object]] = [["延川县特色产业发展情况表"], *([[caption]] if caption else [])]
    rows += [["镇名", *head], *([town, *(float(20 + c) for c in range(len(head)))] for town in TOWNS)]
    return draw.grid(rows, "产业")


def changes(before: Sheet, after: Sheet) -> list[Change]:
    (old,), (new,) = layouts(before).values(), layouts(after).values()
    return compare(old, new)


def told(found: list[Change]) -> list[tuple[str, str, str]]:
    return [(change.kind, change.before, change.after) for change in found]


def test_a_new_column_is_new_whether_known_or_not() -> None:
    known = [*HEAD[:2], "法治文化阵地", *HEAD[2:]]
    assert told(changes(governance(HEAD), governance(known))) == [("new", "", "法治文化阵地")]
    (change,) = changes(governance(HEAD), governance([*HEAD, "满意度得分"]))
    # Behind the serial, the town and six columns: column I of the second row.
    assert change == Change("new", after="满意度得分", after_cell="治理!I2")


def test_a_dropped_column_is_missing() -> None:
    (change,) = changes(governance(HEAD), governance(HEAD[:4] + HEAD[5:]))
    assert change == Change(
        "missing", before="星级文明户数", before_field="civilised_households", before_cell="治理!G2"
    )


def test_another_name_of_the_same_field_is_a_rename() -> None:
    head = ["网格数", *HEAD[1:]]
    (change,) = changes(governance(HEAD), governance(head))
    assert change == Change(
        "renamed", "网格总数", "网格数", "grids_total", "grids_total", "治理!C2", "治理!C2"
    )


def test_a_name_that_is_no_longer_known_is_a_rename_where_wording_and_place_are_near() -> None:
    (change,) = changes(governance(HEAD), governance([*HEAD[:4], "文明家庭星级评定", HEAD[5]]))
    assert (change.kind, change.before, change.after) == ("renamed", "星级文明户数", "文明家庭星级评定")
    assert (change.before_field, change.after_field) == ("civilised_households", "")


def test_a_name_unlike_the_old_one_is_one_missing_and_one_new() -> None:
    found = told(changes(governance(HEAD), governance([*HEAD[:4], "备用", HEAD[5]])))
    assert found == [("new", "", "备用"), ("missing", "星级文明户数", "")]


def test_the_columns_that_moved_are_told_and_no_other() -> None:
    head = [HEAD[5], *HEAD[:5]]
    (change,) = changes(governance(HEAD), governance(head))
    assert (change.kind, change.after, change.before_cell, change.after_cell) == (
        "moved",
        "农户总数",
        "治理!H2",
        "治理!C2",
    )


def test_columns_behind_an_inserted_one_have_not_moved() -> None:
    assert {c.kind for c in changes(governance(HEAD), governance(["本月走访次数", *HEAD]))} == {"new"}


@pytest.mark.parametrize(
    ("head", "caption"),
    [(["特色产业产值（元）", "家庭农场"], ""), (["特色产业产值", "家庭农场"], "金额单位：元")],
)
def test_another_unit_is_told_wherever_it_is_said(head: list[str], caption: str) -> None:
    before = industry(["特色产业产值（万元）", "家庭农场"])
    (change,) = changes(before, industry(head, caption=caption))
    assert (change.kind, change.before_field) == ("unit", "output_value")
    assert (change.before_unit, change.after_unit) == ("万元", "元")


def test_saying_the_unit_that_was_assumed_changes_no_figure() -> None:
    silent, said = industry(["特色产业产值", "家庭农场"]), industry(["特色产业产值（万元）", "家庭农场"])
    assert changes(silent, said) == []


def test_another_arrangement_and_another_sheet_are_told() -> None:
    turned = draw.grid([list(row) for row in zip(*governance(HEAD).rows[1:], strict=True)], "附表五")
    found = told(changes(governance(HEAD), turned))
    assert found == [("arrangement", "rows", "columns"), ("sheet", "治理", "附表五")]


def test_other_towns_months_and_rows_are_the_same_layout() -> None:
    march = governance([*HEAD, "3月走访次数"], title="社会治理（2025年3月）", name="3月治理")
    april = governance([*HEAD, "4月走访次数"], towns=TOWNS[:2], title="社会治理（2025年4月）", name="4月治理")
    april.rows.insert(0, [None] * april.width)
    (before,), (after,) = layouts(march).values(), layouts(april, period="2025-04").values()
    assert before.fingerprint == after.fingerprint
    assert compare(before, after) == []


def test_cards_on_sheets_of_towns_are_one_layout_without_sheet_names() -> None:
    def card(town: str, number: float) -> Sheet:
        pairs = [[label, number + n] for n, label in enumerate(HEAD)]
        return draw.grid([["基层社会治理情况采集表"], ["镇名", town], *pairs], town)

    before = layouts(*(card(town, 20.0) for town in TOWNS))["governance"]
    after = layouts(*(card(town, 40.0) for town in TOWNS[1:]))["governance"]
    assert (before.arrangements, before.sheets) == (("card",), ())
    assert [heading.text for heading in before.headings] == HEAD
    assert before.fingerprint == after.fingerprint


@given(
    st.sampled_from(["facilities", "environment", "industry", "governance"]),
    st.integers(0, 500),
    st.integers(0, 500),
    st.integers(1, 6),
)
@settings(max_examples=25)
def test_the_same_form_filled_in_otherwise_is_the_same_layout(
    ledger: str, seed: int, other: int, count: int
) -> None:
    rng = random.Random(seed)
    fields, facts = draw.per_town(ledger, COUNTY, rng)
    values = random.Random(other)
    again = [
        draw.Fact(ledger, town, values={f.name: draw.value_for(f, values) for f in fields})
        for town in draw.towns_of(COUNTY, count)
    ]
    first, second = (
        layouts(draw.as_rows(fields, rows, random.Random(seed)))[ledger] for rows in (facts, again)
    )
    assert first.fingerprint == second.fingerprint
    assert compare(first, second) == []
