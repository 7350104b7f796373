"""Habits of clerks that change what a cell means: units before amounts, boxes, titles that ask, pages."""

from __future__ import annotations

import pytest

from ingest import recogniser
from tests.ingest.unseen import NAMES, SOURCES, TOWNS, codes, expected_funds, funds, read, said, sheet

Rows = list[list[object]]
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


def test_the_sums_and_rates_of_a_group_beside_its_sources_are_nobody_s_values() -> None:
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
    reading = read(sheet(rows, "资金", merges))
    assert said(reading) == expected_funds()
    assert not reading.findings


@pytest.mark.parametrize(
    ("written", "heritage"),
    [
        ("☑是 □否", 1.0),
        ("□是 ☑否", 0.0),
        ("是□ 否√", 0.0),
        ("■是□否", 1.0),
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
    assert "TOWN_MISSING" in codes(reading)


def test_tables_whose_titles_say_of_which_kind_the_numbers_are() -> None:
    rows: Rows = [["镇名", "农户总数", "卫生厕所户数"]]
    rows += [[town, counted(t, 0), counted(t, 1)] for t, town in enumerate(NAMES)]
    for k, kind in enumerate(KINDS):
        rows += [[f"{'二三四五六七'[k]}、{kind}整治情况"], ["镇名", "发现数", "整改数"]]
        rows += [[town, counted(t, 2 + 2 * k), counted(t, 3 + 2 * k)] for t, town in enumerate(NAMES)]
    assert said(read(sheet(rows))) == expected_environment()


def test_labels_below_names_of_groups_with_towns_across_page_by_page() -> None:
    rows: Rows = []
    for page in (NAMES[:2], NAMES[2:]):
        towns = [(NAMES.index(town), town) for town in page]
        rows += [["序号", "指标", "单位", *page], ["一", "厕所革命"]]
        rows += [
            [n + 1.0, label, "户", *(counted(t, n) for t, _ in towns)]
            for n, label in enumerate(("农户总数", "卫生厕所户数"))
        ]
        rows.append(["二", "“六乱”整治"])
        for k, kind in enumerate(KINDS):
            rows.append([None, kind])
            rows += [
                [None, what, "处", *(counted(t, 2 + 2 * k + w) for t, _ in towns)]
                for w, what in enumerate(("发现", "整改"))
            ]
        rows.append([])
    assert said(read(sheet(rows))) == expected_environment()


@pytest.mark.parametrize("is_merged", [True, False])
def test_towns_below_an_indicator_that_is_said_once(is_merged: bool) -> None:
    asked = ["农户总数", "卫生厕所户数", *(f"{kind}{what}数" for kind in KINDS for what in ("发现", "整改"))]
    rows: Rows = [["序号", "指标名称", "计量单位", "乡镇", "完成数"]]
    merges = []
    for n, label in enumerate(asked):
        merges += [(len(rows), column, len(rows) + len(NAMES) - 1, column) for column in range(3)]
        for t, town in enumerate(NAMES):
            told = [n + 1.0, label, "户" if n < 2 else "处"] if not t else [None] * 3
            rows.append([*told, town, counted(t, n)])
    assert said(read(sheet(rows, "指标", merges if is_merged else []))) == expected_environment()


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
    "written", ["{}（省级重点镇）", "①{}", "★{}", "{}*", "01 {}", "1{}", "{}（县级）", "（3）{}", "延川县{}"]
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


def test_forms_below_the_name_of_each_town() -> None:
    labels = ["农户总数", "卫生厕所户数", *(f"{k}{what}数" for k in KINDS for what in ("发现", "整改"))]
    rows: Rows = []
    for t, town in enumerate(NAMES):
        rows.append([f"{t + 1}. {town}"])
        for n in range(0, len(labels), 2):
            rows.append([labels[n], counted(t, n), "个", labels[n + 1], counted(t, n + 1), "个"])
    assert said(read(sheet(rows))) == expected_environment()


GRIDS = ("网格总数", "配备网格员网格数", "矛盾纠纷受理数", "矛盾纠纷化解数")


def test_what_stood_at_the_end_of_last_year_is_not_what_stands_now() -> None:
    head: list[object] = ["镇名"]
    leaves: list[object] = [None]
    for label in GRIDS:
        head += [label, None]
        leaves += ["2024年底", "2025年3月底"]
    rows: Rows = [head, leaves, *([town, 8.0, 9.0, 7.0, 8.0, 5.0, 6.0, 3.0, 4.0] for town in NAMES)]
    values = said(read(sheet(rows, "治理", [(0, c, 0, c + 1) for c in (1, 3, 5, 7)])))
    assert [values[NAMES[0], "", f] for f in ("grids_total", "grids_staffed")] == [9.0, 8.0]
    assert [values[NAMES[0], "", f] for f in ("disputes_received", "disputes_resolved")] == [6.0, 4.0]


def test_a_remark_between_the_towns_ends_no_table() -> None:
    rows: Rows = [["镇名", *GRIDS], *([town, 9.0, 8.0, 6.0, 4.0] for town in NAMES)]
    rows.insert(2, ["注：以下为山区乡镇"])
    assert len(said(read(sheet(rows)))) == len(NAMES) * len(GRIDS)


PROJECT = ["镇名", "项目名称", "项目类别", "总投资", "年度计划投资", "累计完成投资", "建设状态"]


def test_of_rows_of_months_that_of_the_period_counts() -> None:
    rows: Rows = [[*PROJECT, "月份", "完成投资（万元）"]]
    merges = []
    for t, town in enumerate(NAMES):
        merges += [(len(rows), column, len(rows) + 2, column) for column in range(len(PROJECT))]
        rows.append([town, f"{town}道路", "基础设施", 900.0, 500.0, 60.0, "在建", "1月", 10.0 + t])
        rows += [[*[None] * len(PROJECT), f"{month}月", month * 10.0 + t] for month in (2, 3)]
    values = said(read(sheet(rows, "项目", merges)))
    assert [values[town, f"{town}道路", "month_investment"] for town in NAMES] == [30.0, 31.0, 32.0]
    assert [values[town, f"{town}道路", "cumulative_investment"] for town in NAMES] == [60.0] * 3


def test_rows_of_this_year_and_of_the_last() -> None:
    rows: Rows = [["镇名", "年份", "特色产业产值（万元）", "农民合作社"]]
    merges = [(1 + 2 * t, 0, 2 + 2 * t, 0) for t in range(len(NAMES))]
    for town in NAMES:
        rows += [[town, "2025年", 70.0, 5.0], [None, "2024年同期", 60.0, None]]
    values = said(read(sheet(rows, "产业", merges)))
    assert values[NAMES[2], "", "output_value"] == 70.0
    assert values[NAMES[2], "", "output_value_last_year"] == 60.0
    assert values[NAMES[2], "", "cooperatives"] == 5.0


@pytest.mark.parametrize("times", [("本月", "累计"), ("3月", "1-3月"), ("当月数", "累计数")])
def test_of_a_month_and_the_year_so_far_the_one_that_the_field_is_counted_in(times: tuple[str, str]) -> None:
    head: list[object] = [
        "镇名",
        "网格总数",
        "配备网格员网格数",
        "矛盾纠纷受理数",
        None,
        "矛盾纠纷化解数",
        None,
    ]
    rows: Rows = [head, [None, None, None, *times, *times]]
    rows += [[town, 9.0, 8.0, 2.0, 6.0, 1.0, 4.0] for town in NAMES]
    values = said(read(sheet(rows, "治理", [(0, 3, 0, 4), (0, 5, 0, 6)])))
    assert values[NAMES[0], "", "disputes_received"] == 6.0
    assert values[NAMES[0], "", "disputes_resolved"] == 4.0


def test_the_number_before_the_second_half_of_a_folded_form_is_no_value() -> None:
    labels = ["农户总数", "卫生厕所户数", *(f"{k}{what}数" for k in KINDS for what in ("发现", "整改"))]
    sheets = []
    for t, town in enumerate(NAMES):
        rows: Rows = [[f"{town}人居环境"], ["序号", "指标", "单位", "数值"] * 2]
        for n in range(7):
            rows.append(
                [n + 1.0, labels[n], "个", counted(t, n), n + 8.0, labels[n + 7], "个", counted(t, n + 7)]
            )
        rows[2][3] = None
        sheets.append(sheet(rows, town))
    expected = {key: number for key, number in expected_environment().items() if key[2] != "households_total"}
    found = {
        (r.town_code, name): held.value.number
        for r in read(*sheets).records
        for name, held in r.values.items()
    }
    assert found == {(TOWNS[town], name): number for (town, _, name), number in expected.items()}


def test_a_row_that_counts_and_sums_up_a_group_in_unknown_words_is_no_project() -> None:
    rows: Rows = [["序号", *PROJECT]]
    for n, group in enumerate(("包装策划类", "捐建援建类")):
        rows.append(["一二"[n], None, f"{group}（2个）", None, 1800.0, 1000.0, 120.0, None])
        rows += [
            [i, t, f"{t}{group}", "基础设施", 900.0, 500.0, 60.0, "在建"] for i, t in enumerate(NAMES[:2], 1)
        ]
    reading = read(sheet(rows, "项目"))
    assert len(said(reading)) == 4 * 5
    assert not reading.findings


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


def test_a_group_headed_as_indicators_over_numbers_is_no_column_of_labels() -> None:
    rows: Rows = [["镇名", "指标", None, None, None], [None, *GRIDS], [NAMES[0], 9.0, 8.0, 6.0, 4.0]]
    rows += [[NAMES[1], 7.0, 6.0, 5.0, 3.0]]
    values = said(read(sheet(rows, "治理", [(0, 0, 1, 0), (0, 1, 0, 4)])))
    assert values[NAMES[1], "", "grids_total"] == 7.0
    assert len(values) == 8
