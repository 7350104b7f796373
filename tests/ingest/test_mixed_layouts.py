"""Several habits in one sheet: ledgers side by side, forms below each other, names of fields that nobody uses."""

from __future__ import annotations

import pytest

from ingest import recogniser
from tests.ingest.unseen import (
    AMOUNTS,
    GRIDS,
    KINDS,
    NAMES,
    SOURCES,
    Merges,
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

GRID_FIELDS = ("grids_total", "grids_staffed", "disputes_received", "disputes_resolved")


def grid(town: int, number: int) -> float:
    """What a town reports of one of the four fields; each value once."""
    return 50.0 + 10 * town - number


def expected_grids() -> dict[tuple[str, str, str], float]:
    return {
        (name, "", field): grid(t, n) for t, name in enumerate(NAMES) for n, field in enumerate(GRID_FIELDS)
    }


def beside(left: Rows, right: Rows) -> Rows:
    """Two tables in one sheet, a blank column between them."""
    width, height = max(map(len, left)), max(len(left), len(right))
    return [
        [*(row := left[n] if n < len(left) else []), *[None] * (width - len(row)), None]
        + (right[n] if n < len(right) else [])
        for n in range(height)
    ]


def fund_rows() -> Rows:
    rows: Rows = [["资金投入情况表（单位：万元）"], ["镇名", "资金来源", *AMOUNTS]]
    return rows + [
        [town, source, *funds(t, s)] for t, town in enumerate(NAMES) for s, source in enumerate(SOURCES)
    ]


def grid_rows(kind: str) -> Rows:
    """The fields of towns in rows, in a list, across, or as cards one below the other."""
    rows: Rows = [["基层社会治理情况表"]]
    if kind == "rows":
        rows.append(["镇名", *GRIDS])
        rows += [[town, *(grid(t, n) for n in range(4))] for t, town in enumerate(NAMES)]
    elif kind == "list":
        rows.append(["镇名", "指标", "数值"])
        rows += [[town, label, grid(t, n)] for t, town in enumerate(NAMES) for n, label in enumerate(GRIDS)]
    elif kind == "across":
        rows.append(["指标", *NAMES])
        rows += [[label, *(grid(t, n) for t in range(3))] for n, label in enumerate(GRIDS)]
    else:
        for t, town in enumerate(NAMES):
            rows += [["填报乡镇", town], *([label, grid(t, n)] for n, label in enumerate(GRIDS)), []]
    return rows


@pytest.mark.parametrize("kind", ["rows", "list", "across", "cards"])
def test_ledgers_side_by_side_are_read_each_by_itself(kind: str) -> None:
    values = said(read(sheet(beside(grid_rows(kind), fund_rows()))))
    assert values == expected_grids() | expected_funds()


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


def test_a_blank_answer_in_a_list_leaves_those_of_other_records_where_they_are() -> None:
    rows: Rows = [["镇名", "资金种类", "指标", "数值"]]
    for t, town in enumerate(NAMES):
        for s, source in enumerate(SOURCES):
            rows.append([town, source, "是否涉农资金", None if s else "是"])
            rows += [[None, None, label, amount] for label, amount in zip(AMOUNTS, funds(t, s), strict=True)]
    values = said(read(sheet(rows, "资金")))
    assert values == expected_funds() | {(town, "county", "agriculture_related"): 1.0 for town in NAMES}


def test_projects_on_the_page_after_their_town_keep_it_though_the_page_before_began_with_another() -> None:
    head: list[object] = ["项目名称", "项目类别", "建设状态", "总投资", "年度计划投资", "累计完成投资"]

    def project(number: int) -> list[object]:
        return [f"道路{number}", "基础设施", "在建", 900.0, 500.0, 100.0 + number]

    rows: Rows = [["项目台账（单位：万元）"], head, [f"一、{NAMES[0]}"], project(1)]
    rows += [[f"二、{NAMES[1]}"], head, project(2), [f"三、{NAMES[2]}"], project(3), head, project(4)]
    values = said(read(sheet(rows, "项目")))
    towns = [next(t for t, key, _ in values if key == f"道路{n}") for n in range(1, 5)]
    assert towns == [NAMES[0], NAMES[1], NAMES[2], NAMES[2]]


@pytest.mark.parametrize("is_beside", [False, True])
def test_what_only_counts_may_be_counted_in_ten_thousands(is_beside: bool) -> None:
    unit = "" if is_beside else "（万户）"
    rows: Rows = [
        [
            "镇名",
            f"农户总户数{unit}",
            *(["单位"] if is_beside else []),
            "带动农户数（户）",
            "特色产业产值（万元）",
        ]
    ]
    rows += [
        [town, 0.3 + t / 8, *(["万户"] if is_beside else []), 90.0, 700.0] for t, town in enumerate(NAMES)
    ]
    values = said(read(sheet(rows, "特色产业")))
    assert [values[town, "", "households_total"] for town in NAMES] == [3000.0, 4250.0, 5500.0]


def test_the_only_column_of_names_is_that_of_the_projects_whatever_it_is_called() -> None:
    rows: Rows = [["镇名", "工程清单", "项目类别", "建设状态", "总投资", "年度计划投资", "累计完成投资"]]
    rows += [[town, f"{town}道路工程", "基础设施", "在建", 900.0, 500.0, 100.0] for town in NAMES]
    reading = read(sheet(rows, "项目台账"))
    assert {key for _, key, _ in said(reading)} == {f"{town}道路工程" for town in NAMES}
    assert "KEY_BY_ELIMINATION" in codes(reading)


def test_texts_that_are_not_each_of_its_own_name_no_projects() -> None:
    rows: Rows = [["镇名", "工程清单", "项目类别", "建设状态", "总投资", "年度计划投资", "累计完成投资"]]
    rows += [[town, "镇区道路工程", "基础设施", "在建", 900.0, 500.0, 100.0] for town in NAMES]
    assert "REQUIRED_COLUMN_MISSING" in codes(read(sheet(rows, "项目台账")))


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


def test_a_heading_that_ends_like_a_town_is_none() -> None:
    rows: Rows = [["序号", "实施乡镇", "网格化工作"], [None, None, "网格", None, "纠纷"]]
    rows.append(
        [
            None,
            None,
            "网格总数（个）",
            "配备网格员网格数（个）",
            "矛盾纠纷受理数（件）",
            "矛盾纠纷化解数（件）",
        ]
    )
    rows += [[f"{t + 1}", town, *(f"{grid(t, n):g}个" for n in range(4))] for t, town in enumerate(NAMES)]
    merges: Merges = [(0, 0, 2, 0), (0, 1, 2, 1), (0, 2, 0, 5), (1, 2, 1, 3), (1, 4, 1, 5)]
    assert said(read(sheet(rows, merges=merges))) == expected_grids()


def test_what_is_said_in_both_rows_of_a_record_is_said_of_the_record() -> None:
    rows: Rows = [["镇名", "农户总数", "卫生厕所户数", "类别", *KINDS]]
    for t, town in enumerate(NAMES):
        for side, label in enumerate(("排查", "整改")):
            own = [counted(t, 2 + 2 * kind + side) for kind in range(len(KINDS))]
            rows.append([town, counted(t, 0), counted(t, 1), label, *own])
    assert said(read(sheet(rows, "人居环境"))) == expected_environment()


def test_offices_that_bear_the_name_of_a_town_head_no_second_table() -> None:
    rows: Rows = [
        [
            "项目名称",
            "镇（乡、街道）",
            "项目类别",
            "牵头责任单位",
            "建设状态",
            "总投资",
            "年度计划投资",
            "累计完成投资",
        ]
    ]
    rows += [
        [f"道路{t}", town, "基础设施", f"{town}人民政府", "在建", 900.0, 500.0, 100.0 + t]
        for t, town in enumerate(NAMES)
    ]
    reading = read(sheet(rows, "项目"))
    assert len(reading.tables) == 1
    assert [said(reading)[town, f"道路{t}", "cumulative_investment"] for t, town in enumerate(NAMES)] == [
        100.0,
        101.0,
        102.0,
    ]


def test_a_form_of_few_rows_may_ask_in_words_of_its_own() -> None:
    rows: Rows = [["季度推荐乡镇情况表"], ["推荐时段（季度）", "一季度"], ["成效较好的乡镇", NAMES[0]]]
    rows += [["成效较差乡镇名称", NAMES[1]], ["较差乡镇主要问题", "项目开工率低"]]
    reading = read(sheet(rows, "推荐"))
    assert [(r.ledger, r.key, r.values["poorer_reason"].value.text) for r in reading.records] == [
        ("recommendations", "2025Q1", "项目开工率低")
    ]


def test_units_below_no_heading_are_those_of_the_values_before_them() -> None:
    rows: Rows = [
        ["镇名", "镇区道路长度", None, "停车位", None],
        *([town, 11500.0 + t, "米", 90.0, "个"] for t, town in enumerate(NAMES)),
    ]
    reading = read(sheet(rows, "镇区基础设施"))
    lengths = [r.values["roads_total"].value.number for r in reading.records]
    assert lengths == pytest.approx([11.5, 11.501, 11.502])


def test_headings_said_again_are_no_record_though_all_figures_are_texts() -> None:
    head: list[object] = [
        "项目名称",
        "项目类别",
        "责任单位",
        "建设状态",
        "总投资",
        "年度计划投资",
        "累计完成投资",
    ]
    rows: Rows = [["项目台账（单位：万元）"], head, [f"一、{NAMES[0]}"]]
    rows += [["道路1", "基础设施", "县住建局", "在建", "900", "500", "100"], head]
    rows += [["道路2", "基础设施", "县住建局", "在建", "900", "500", "100"]]
    assert {key for _, key, _ in said(read(sheet(rows, "项目")))} == {"道路1", "道路2"}


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


def test_words_that_tell_nothing_before_what_is_counted() -> None:
    rows: Rows = [
        ["镇名", "辖区网格总数", *GRIDS[1:]],
        *([town, *(grid(t, n) for n in range(4))] for t, town in enumerate(NAMES)),
    ]
    assert said(read(sheet(rows))) == expected_grids()


def test_several_headings_that_say_their_unit_are_no_captions() -> None:
    rows: Rows = [["序号", "乡镇（街道）", "矛盾纠纷", None, "网格", None]]
    rows.append(
        [None, None, "受理（单位：件）", "化解（单位：件）", "总数（单位：个）", "已配网格员（单位：个）"]
    )
    rows += [[1.0 + t, town, *(grid(t, n) for n in (2, 3, 0, 1))] for t, town in enumerate(NAMES)]
    merges: Merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5)]
    assert said(read(sheet(rows, "社会治理", merges))) == expected_grids()


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


def test_projects_across_name_their_towns_under_a_word_that_nobody_knows() -> None:
    rows: Rows = [["项目进展情况表"], ["项目名称", "道路一期", "道路二期", "道路三期"], ["实施乡镇", *NAMES]]
    rows += [
        ["项目类别", *["基础设施"] * 3],
        ["项目细分类型", "文体设施", "停车场", "农贸市场"],
        ["建设状态", *["在建"] * 3],
    ]
    rows += [
        ["总投资（万元）", 900.0, 901.0, 902.0],
        ["年度计划投资（万元）", *[500.0] * 3],
        ["累计完成投资（万元）", *[100.0] * 3],
    ]
    values = said(read(sheet(rows)))
    names = zip(NAMES, ("道路一期", "道路二期", "道路三期"), strict=True)
    assert [values[town, name, "total_investment"] for town, name in names] == [900.0, 901.0, 902.0]


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


def test_what_a_question_asks_of_in_brackets_is_no_unit_of_its_answer() -> None:
    rows: Rows = [["镇名", "专项规划状态", "历史文化名镇（村）", "历史遗存（处）", "保护规划状态"]]
    rows += [[town, "编制中", "×", 2.0, "不涉及"] for town in NAMES]
    assert [said(read(sheet(rows)))[town, "", "heritage_town"] for town in NAMES] == [0.0] * 3


def test_amounts_with_units_right_below_headings_said_again_are_no_headings() -> None:
    head: Rows = [["资金种类", "是否涉农资金", "镇区建设资金"], [None, None, "计划", "到位", "支出"]]
    rows: Rows = [
        ["资金投入情况表"],
        *head,
        [NAMES[0]],
        ["县级自筹资金", "否", "１０００万元", "５０万元", "５万元"],
        *head,
    ]
    rows += [
        ["乡村振兴衔接资金", "是", "１３５．５万元", "４万元", "１万元"],
        ["社会帮扶", "否", "７２万元", "２万元", "０万元"],
    ]
    values = said(read(sheet(rows, "资金")))
    assert {key for _, key, _ in values} == {"county", "linkage", "assistance"}
    assert [values[NAMES[0], "linkage", f] for f in ("amount_planned", "agriculture_related")] == [135.5, 1.0]


@pytest.mark.parametrize("produced", ["生活垃圾产生量", "生活垃圾产出量", "垃圾产出量"])
def test_what_is_produced_below_a_group_of_what_is_treated_is_not_what_is_treated(produced: str) -> None:
    meant = [recogniser.load().lexicon.meant(("生活垃圾处理", leaf)) for leaf in (produced, "生活垃圾处理量")]
    assert [item and item.name for item in meant] == ["garbage_produced", "garbage_treated"]
