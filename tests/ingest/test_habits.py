"""Habits of clerks that change what a cell means: units before amounts, boxes, titles that ask, pages."""

from __future__ import annotations

import pytest

from ingest import recogniser
from tests.ingest.unseen import (
    AMOUNTS,
    GRIDS,
    KINDS,
    NAMES,
    SOURCES,
    TOWNS,
    Rows,
    codes,
    counted,
    expected_environment,
    expected_funds,
    funds,
    read,
    said,
    sheet,
)


@pytest.mark.parametrize("place", [2, 5])
def test_a_unit_of_its_own_in_each_row_is_that_of_all_its_amounts(place: int) -> None:
    rows: Rows = [["镇名", "资金来源", *AMOUNTS]]
    for t, town in enumerate(NAMES):
        rows.append([town, SOURCES[0], *(amount * 10000 for amount in funds(t, 0))])
        rows.append([town, SOURCES[1], *funds(t, 1)])
    for row, unit in zip(rows, ["计量单位", *["元", "万元"] * len(NAMES)], strict=True):
        row.insert(place, unit)
    assert said(read(sheet(rows))) == expected_funds()


def test_a_mark_below_no_is_no_yes() -> None:
    head = ["镇名", "镇区建设专项规划", "历史文化名镇名村", None]
    rows: Rows = [head, [None, None, "是", "否"]]
    rows += [[town, "编制中", *marks] for town, marks in zip(NAMES, ["√ ", " √", "  "], strict=True)]
    rows[2:] = [[a, b, *(mark.strip() or None for mark in marks)] for a, b, *marks in rows[2:]]  # type: ignore[union-attr]
    values = said(read(sheet(rows, "规划", [(0, 2, 0, 3), (0, 0, 1, 0), (0, 1, 1, 1)])))
    assert [values.get((town, "", "heritage_town")) for town in NAMES] == [1.0, 0.0, None]


@pytest.mark.parametrize("is_plain", [False, True])
def test_the_sums_and_rates_of_a_group_beside_its_sources_are_nobody_s_values(is_plain: bool) -> None:
    head: list[object] = ["镇名", "合计", None, None]
    leaves: list[object] = [None, "计划", "到位", "到位率"]
    merges = [(0, 0, 1, 0), (0, 1, 0, 3)]
    for source in SOURCES:
        merges.append((0, len(head), 0, len(head) + 2))
        head += [source, None, None]
        leaves += AMOUNTS
    rows: Rows = [head, leaves]
    for t, town in enumerate(NAMES):
        own = [funds(t, s) for s in range(2)]
        rows.append([town, sum(f[0] for f in own), sum(f[1] for f in own), 50.0, *own[0], *own[1]])
    if is_plain:  # as in a .csv
        rows = [[f"{raw:g}" if isinstance(raw, float) else raw for raw in row] for row in rows]
    reading = read(sheet(rows, "资金", [] if is_plain else merges))
    assert said(reading) == expected_funds()
    assert not reading.findings


@pytest.mark.parametrize(
    ("written", "heritage"),
    [
        ("☑是 □否", 1.0),
        ("□是 ☑否", 0.0),
        ("是□ 否√", 0.0),
        ("■是□否", 1.0),
        ("☑", 1.0),
        ("☐", 0.0),
        ("☑是 ☑否", None),
        ("□是 □否", None),
    ],
)
def test_of_answers_behind_boxes_the_only_one_ticked_counts(written: str, heritage: float | None) -> None:
    rows: Rows = [["镇名", "镇区建设专项规划", "历史文化名镇名村"]]
    rows += [[town, "□未启动 ☑编制中 □已评审 □已批复", written] for town in NAMES]
    values = said(read(sheet(rows, "规划")))
    assert values[NAMES[0], "", "town_plan_status"] == "drafting"
    assert values.get((NAMES[0], "", "heritage_town")) == heritage


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (("网格", "总数"), "grids_total"),
        (("配备网格员", "网格数"), "grids_staffed"),
        (("居住小区", "总数"), "communities_total"),
        (("年度投资", "计划"), "annual_planned_investment"),
        (("年度投资", "实际"), "cumulative_investment"),
        (("截至3月底完成投资",), "cumulative_investment"),
        (("特色产业产值（单位：万元。指本年1月至本月累计，按现行价格计算）",), "output_value"),
        (("特色产业产值（万元，上年同期）",), "output_value_last_year"),
        (("联农带农户数（户，含合作社带动，不得重复计算）",), "households_linked"),
    ],
)
def test_a_heading_cut_in_two_and_a_heading_with_a_note(path: tuple[str, ...], field: str) -> None:
    assert recogniser.load().matcher.candidates(path)[0][0].name == field


def test_a_unit_named_in_a_note_is_the_unit_of_the_column() -> None:
    assert recogniser.load().matcher.label("特色产业产值（单位：元，按现行价格计算）").unit == "元"


def test_a_title_that_holds_the_name_of_a_town_says_whose_rows_they_are() -> None:
    sheets = []
    for t, town in enumerate(NAMES):
        rows: Rows = [[f"延川县{town}镇区建设资金使用情况表"], ["资金来源", *AMOUNTS]]
        rows += [[source, *funds(t, s)] for s, source in enumerate(SOURCES)]
        sheets.append(sheet(rows, f"Sheet{t + 1}"))
    assert said(read(*sheets)) == expected_funds()


def test_a_title_that_names_several_towns_says_of_nobody() -> None:
    rows: Rows = [[f"{NAMES[0]}、{NAMES[1]}资金使用情况表"], ["资金来源", *AMOUNTS]]
    reading = read(sheet([*rows, *([source, *funds(0, s)] for s, source in enumerate(SOURCES))]))
    assert not any(record.values for record in reading.records if not record.rejected)
    assert "REQUIRED_COLUMN_MISSING" in codes(reading)


def test_tables_whose_titles_say_of_which_kind_the_numbers_are() -> None:
    rows: Rows = [["镇名", "农户总数", "卫生厕所户数"]]
    rows += [[town, counted(t, 0), counted(t, 1)] for t, town in enumerate(NAMES)]
    for k, kind in enumerate(KINDS):
        rows += [[f"{'二三四五六七'[k]}、{kind}整治情况"], ["镇名", "发现数", "整改数"]]
        rows += [[town, counted(t, 2 + 2 * k), counted(t, 3 + 2 * k)] for t, town in enumerate(NAMES)]
    assert said(read(sheet(rows))) == expected_environment()


def test_the_better_and_the_poorer_town_in_tables_below_their_titles() -> None:
    rows: Rows = [["延川县重点镇建设红黑榜"], ["红榜"], ["镇名", "推荐理由"], [NAMES[0], "进度快"], []]
    rows += [["黑榜"], ["镇名", "存在问题"], [NAMES[1], "规划滞后"]]
    reading = read(sheet(rows))
    (record,) = [record for record in reading.records if not record.rejected]
    assert record.key == "2025Q1"
    assert {name: held.value.text for name, held in record.values.items()} == {
        "better_town": TOWNS[NAMES[0]],
        "better_reason": "进度快",
        "poorer_town": TOWNS[NAMES[1]],
        "poorer_reason": "规划滞后",
    }


@pytest.mark.parametrize(
    "written",
    [
        "610622000{}",
        "{}（610622000）",
        "{}石油沟村",
        "{}（镇区）",
        "{}（省级重点镇）",
        "①{}",
        "★{}",
        "{}*",
        "01 {}",
        "1{}",
        "{}（县级）",
        "（3）{}",
        "延川县{}",
    ],
)
def test_marks_and_designations_are_no_part_of_a_town_s_name(written: str) -> None:
    rows: Rows = [["资金来源", "镇名", *AMOUNTS]]
    rows += [[s, written.format(t), *funds(n, k)] for n, t in enumerate(NAMES) for k, s in enumerate(SOURCES)]
    assert said(read(sheet(rows))) == expected_funds()


def test_tables_of_sources_and_towns_below_the_amount_that_each_is_about() -> None:
    rows: Rows = []
    for place, amount in enumerate(AMOUNTS):
        rows += [[f"{'一二三'[place]}、{amount}"], ["资金来源", *NAMES, "合计"]]
        for s, source in enumerate(SOURCES):
            own = [funds(t, s)[place] for t in range(len(NAMES))]
            rows.append([source, *own, sum(own)])
    assert said(read(sheet(rows))) == expected_funds()


def test_a_remark_between_the_towns_ends_no_table() -> None:
    rows: Rows = [["镇名", *GRIDS], *([town, 9.0, 8.0, 6.0, 4.0] for town in NAMES)]
    rows.insert(2, ["注：以下为山区乡镇"])
    assert len(said(read(sheet(rows)))) == len(NAMES) * len(GRIDS)


def test_sources_behind_each_amount_in_one_row_of_headings() -> None:
    head: list[object] = ["镇名"]
    for amount in AMOUNTS:
        head += [amount, f"其中：{SOURCES[0]}", SOURCES[1]]
    rows: Rows = [["资金情况（万元）"], head]
    for t, town in enumerate(NAMES):
        row: list[object] = [town]
        for place in range(3):
            own = [funds(t, s)[place] for s in range(2)]
            row += [sum(own), *own]
        rows.append(row)
    assert said(read(sheet(rows))) == expected_funds()


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("资金", "注：1.本表金额单位为元；2.数据截至3月31日。"),
        ("资金（单位：元）", None),
        ("资金", "备注：单位：元"),
    ],
)
def test_the_unit_said_in_a_note_below_or_by_the_sheet(name: str, note: str | None) -> None:
    rows: Rows = [["镇名", "资金来源", *AMOUNTS]]
    rows += [
        [t, s, *(amount * 10000 for amount in funds(n, k))]
        for n, t in enumerate(NAMES)
        for k, s in enumerate(SOURCES)
    ]
    assert said(read(sheet([*rows, [note]] if note else rows, name))) == expected_funds()


def test_a_title_goes_before_a_note() -> None:
    rows: Rows = [["资金情况（万元）"], ["镇名", "资金来源", *AMOUNTS]]
    rows += [[t, s, *funds(n, k)] for n, t in enumerate(NAMES) for k, s in enumerate(SOURCES)]
    assert said(read(sheet([*rows, ["注：原始凭证以元为单位"]]))) == expected_funds()


def test_what_stands_in_brackets_behind_a_status_is_no_part_of_it() -> None:
    rows: Rows = [["镇名", "镇区建设专项规划"], *([town, "已批复（2024年5月）"] for town in NAMES)]
    assert said(read(sheet(rows, "规划")))[NAMES[0], "", "town_plan_status"] == "approved"


def test_a_total_that_its_lines_do_not_add_up_to_names_its_cell_and_theirs() -> None:
    rows: Rows = [["镇名", "网格总数", "专职网格员"]]
    rows += [[town, 10, 5] for town in NAMES]
    rows.append(["合计", 10 * len(NAMES) + 1, 5 * len(NAMES)])
    reading = read(sheet(rows))
    [finding] = [f for f in reading.findings if f.code.code == "SUBTOTAL_MISMATCH"]
    last = len(NAMES) + 1
    assert finding.cell == f"B{last + 1}"
    assert finding.message == f"合计的网格总数与明细（B2至B{last}）之和不符（差1），以明细为准"
