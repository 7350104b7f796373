"""Forms below each other and below tables: sections, blanks, answers like labels, labels in words of their own."""

from __future__ import annotations

import pytest

from tests.ingest.unseen import (
    AMOUNTS,
    GRIDS,
    KINDS,
    NAMES,
    SOURCES,
    Merges,
    Rows,
    counted,
    expected_environment,
    expected_funds,
    expected_grids,
    funds,
    grid,
    read,
    said,
    sheet,
)


def test_the_sections_of_a_form_end_neither_it_nor_the_town_that_it_is_of() -> None:
    rows: Rows = [["基层社会治理情况表"]]
    merges: Merges = []
    for t, town in enumerate(NAMES):
        rows += [["乡（镇、街道）", town], ["网格化管理"]]
        rows += [["划分网格总数", grid(t, 0)], ["配齐网格员的网格数", grid(t, 1)], ["矛盾纠纷"]]
        rows += [["受理矛盾纠纷数", grid(t, 2)], ["成功化解矛盾纠纷", grid(t, 3)], []]
        merges += [(len(rows) - 7, 0, len(rows) - 7, 1), (len(rows) - 4, 0, len(rows) - 4, 1)]
    assert said(read(sheet(rows, merges=merges))) == expected_grids()


def test_a_form_that_begins_below_a_blank_row_has_none_of_the_values_above_it() -> None:
    rows: Rows = [["情况表"], ["网格总数", 20.0], ["配备网格员网格数", 18.0], []]
    rows += [["镇名", NAMES[1]], ["矛盾纠纷受理数", 9.0], ["矛盾纠纷化解数", 7.0]]
    reading = read(sheet(rows))
    assert (NAMES[1], "grids_total") not in {(r.town_code, f) for r in reading.records for f in r.values}
    assert all(r.rejected or "grids_total" not in r.values for r in reading.records)


def test_a_label_with_its_unit_before_its_value_is_no_caption() -> None:
    rows: Rows = [["镇名", "指标", "数值"]]
    for town in NAMES:
        rows += [
            [town, "镇区现有常住人口（单位：人）", "6113"],
            [None, "居住小区总数", "8"],
            [None, "通燃气小区数", "5"],
        ]
        rows += [
            [None, "当月垃圾产生量（单位：吨）", "131.52"],
            [None, "当月垃圾处理量（单位：吨）", "118.08"],
        ]
        rows += [
            [None, "自然村总数", "38"],
            [None, "生活垃圾收运处置自然村数", "35"],
            [None, "行政村数", "19"],
        ]
    values = said(read(sheet(rows, "设施")))
    assert [values[town, "", "garbage_treated"] for town in NAMES] == [118.08] * 3
    assert [values[town, "", "villages_total"] for town in NAMES] == [19.0] * 3


def test_a_form_of_few_rows_may_ask_in_words_of_its_own() -> None:
    rows: Rows = [["季度推荐乡镇情况表"], ["推荐时段（季度）", "一季度"], ["成效较好的乡镇", NAMES[0]]]
    rows += [["成效较差乡镇名称", NAMES[1]], ["较差乡镇主要问题", "项目开工率低"]]
    reading = read(sheet(rows, "推荐"))
    assert [(r.ledger, r.key, r.values["poorer_reason"].value.text) for r in reading.records] == [
        ("recommendations", "2025Q1", "项目开工率低")
    ]


def test_a_form_below_a_table_is_no_part_of_it() -> None:
    rows: Rows = [
        ["社会治理情况表"],
        ["镇名", *GRIDS],
        *([town, *(grid(t, n) for n in range(4))] for t, town in enumerate(NAMES)),
        [],
    ]
    for town in NAMES:
        rows += [
            ["镇区建设规划"],
            ["填报乡镇", town, "专项规划状态", "编制中"],
            ["历史遗存数", 5.0, "保护规划状态", "不涉及"],
            [],
        ]
    values = said(read(sheet(rows)))
    assert expected_grids().items() <= values.items()
    assert [values[town, "", "town_plan_status"] for town in NAMES] == ["drafting"] * 3


@pytest.mark.parametrize("nothing", ["/", "无数据"])
def test_what_is_not_reported_in_a_form_ends_it_not(nothing: str) -> None:
    rows: Rows = [
        ["项目情况"],
        ["项目名称", "道路"],
        ["镇名", NAMES[0]],
        ["项目类别", "基础设施"],
        ["建设状态", "在建"],
    ]
    rows += [
        ["总投资", "900万元"],
        ["年度计划投资", "500万元"],
        ["县级财政自筹", nothing],
        ["某项投入", nothing],
    ]
    rows += [["截至本月累计完成投资", "100万元"]]
    assert said(read(sheet(rows)))[NAMES[0], "道路", "cumulative_investment"] == 100.0


def test_forms_below_a_list_whose_figures_are_texts_are_no_part_of_it() -> None:
    rows: Rows = [["资金（单位：万元）"], ["序号", "镇名", "资金种类", "指标", "数值"]]
    for t, town in enumerate(NAMES):
        for s, source in enumerate(SOURCES):
            for n, (label, amount) in enumerate(zip(AMOUNTS, funds(t, s), strict=True)):
                own = [None, None] if n else [town, source]
                rows.append([f"{len(rows) - 1}", *own, label, f"{amount:g}"])
    for t, town in enumerate(NAMES):
        rows += [[], ["社会治理情况表"], ["镇名", town, GRIDS[0], f"{grid(t, 0):g}"]]
        rows += [[GRIDS[1], f"{grid(t, 1):g}", GRIDS[2], f"{grid(t, 2):g}"], [GRIDS[3], f"{grid(t, 3):g}"]]
    assert said(read(sheet(rows))) == expected_funds() | expected_grids()


def test_a_label_before_the_columns_of_labels_is_no_number_of_its_row() -> None:
    rows: Rows = []
    for town in NAMES:
        rows += [
            ["产业情况"],
            ["镇名", town, "特色产业产值（本期）", "1,943.7万元", "上年同期产值", "900万元"],
        ]
        rows += [["现代农业产业园个数", "3", "农民合作社个数", "7", "家庭农场数", "8"]]
        rows += [["举办节会赛事活动场次", "1", "利益联结带动农户数", "1,880户", "农户总数", "2,000户"], []]
    values = said(read(sheet(rows)))
    assert [values[town, "", "households_linked"] for town in NAMES] == [1880.0] * 3
    assert [values[town, "", "events_held"] for town in NAMES] == [1.0] * 3


def test_a_section_named_like_the_field_below_it_is_a_section() -> None:
    rows: Rows = []
    for t, town in enumerate(NAMES):
        rows += [["镇名", town], ["农村改厕"], ["农户总数", counted(t, 0), "卫生厕所户数", counted(t, 1)]]
        for n, kind in enumerate(KINDS):
            rows += [[kind], [f"{kind}排查数", counted(t, 2 + 2 * n), f"{kind}整改数", counted(t, 3 + 2 * n)]]
        rows += [["管护机制"], ["建立长效管护机制", "是"], []]
    expected = {(town, "", "upkeep_mechanism"): 1.0 for town in NAMES}
    assert said(read(sheet(rows, "人居环境"))) == expected_environment() | expected


def test_a_form_may_be_a_single_row() -> None:
    rows: Rows = [
        ["推荐表"],
        ["推荐季度", "一季度", "成效较好乡镇名称", NAMES[0], "成效较差乡镇名称", NAMES[1]],
    ]
    (record,) = read(sheet(rows)).records
    assert [record.values[f].value.text for f in ("better_town", "poorer_town")] == ["610622101", "610622102"]


def test_an_answer_like_a_label_and_a_blank_one_end_no_form() -> None:
    rows: Rows = []
    for t, town in enumerate(NAMES):
        rows += [
            ["项目台账"],
            ["项目（工程）名称", f"工程{t}", "镇（乡、街道）", town],
            ["项目统一编号", f"61-{t}", "项目类别", "产业配套"],
        ]
        rows += [
            ["建设类型（细类）", "产业园", "项目建设性质", None],
            ["建设规模与内容", "冷库", "牵头责任单位", "县住建局"],
        ]
        rows += [
            ["具体负责人", "孙瑞", "建设状态", "在建"],
            ["项目总投资额", 900.0 + t, "年度投资任务", 500.0],
        ]
        rows += [["本月投资完成额", 0.0, "年内累计完成投资", 100.0], ["后续管护责任单位", None], []]
    values = said(read(sheet(rows)))
    assert [values[town, f"工程{t}", "total_investment"] for t, town in enumerate(NAMES)] == [
        900.0,
        901.0,
        902.0,
    ]
    assert [values[town, f"工程{t}", "work_item"] for t, town in enumerate(NAMES)] == ["industry"] * 3


@pytest.mark.parametrize("apart", [0, 1])
@pytest.mark.parametrize("title", [[], [["社会治理情况采集卡"]]])
def test_the_next_card_begins_where_its_first_label_comes_again(title: Rows, apart: int) -> None:
    """Its town is asked for further down."""
    rows = [*title]
    for t, town in enumerate(NAMES):
        rows.append([GRIDS[0], grid(t, 0), GRIDS[1], grid(t, 1)])
        rows.append(["乡镇", town, GRIDS[2], grid(t, 2)])
        rows.append([GRIDS[3], grid(t, 3)])
        rows += [[None]] * apart
    assert said(read(sheet(rows))) == expected_grids()


@pytest.mark.parametrize("apart", [0, 1])
def test_cards_of_projects_whose_names_stand_in_their_third_row(apart: int) -> None:
    rows: Rows = []
    for t, town in enumerate(NAMES):
        rows.append(["总投资（万元）", 900.0 + t, "年度计划投资（万元）", 300.0 + t])
        rows.append(["建设状态", "在建", "项目类别", "基础设施"])
        rows.append(["所在镇", town, "项目名称", f"{town}道路"])
        rows.append(["本年累计完成投资（万元）", 60.0 + t])
        rows += [[None]] * apart
    amounts = {"total_investment": 900.0, "annual_planned_investment": 300.0, "cumulative_investment": 60.0}
    assert {k: v for k, v in said(read(sheet(rows))).items() if k[2] in amounts} == {
        (town, f"{town}道路", name): amount + t
        for t, town in enumerate(NAMES)
        for name, amount in amounts.items()
    }


def test_the_next_card_begins_below_the_title_that_comes_again_though_its_town_stands_last() -> None:
    rows: Rows = []
    for t, town in enumerate(NAMES):
        rows += [["社会治理情况表"], *([GRIDS[n], grid(t, n), GRIDS[n + 1], grid(t, n + 1)] for n in (0, 2))]
        rows.append(["乡镇", town, "填报人", "李四"])
    assert said(read(sheet(rows))) == expected_grids()
