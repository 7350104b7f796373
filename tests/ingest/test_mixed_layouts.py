"""Several habits in one sheet: ledgers side by side, pages, lists, names of fields that nobody uses."""

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
    expected_grids,
    funds,
    grid,
    read,
    said,
    sheet,
)


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


@pytest.mark.parametrize("heading", ["建设规模", "具体建设内容", "项目序码"])
def test_a_column_that_is_more_like_another_field_names_no_projects(heading: str) -> None:
    rows: Rows = [
        ["镇名", heading, "工程类目", "项目类别", "建设状态", "总投资", "年度计划投资", "累计完成投资"]
    ]
    rows += [[town, f"{town}硬化道路", "道路", "基础设施", "在建", 900.0, 500.0, 100.0] for town in NAMES]
    assert "REQUIRED_COLUMN_MISSING" in codes(read(sheet(rows, "项目台账")))


def test_texts_that_are_not_each_of_its_own_name_no_projects() -> None:
    rows: Rows = [["镇名", "工程清单", "项目类别", "建设状态", "总投资", "年度计划投资", "累计完成投资"]]
    rows += [[town, "镇区道路工程", "基础设施", "在建", 900.0, 500.0, 100.0] for town in NAMES]
    assert "REQUIRED_COLUMN_MISSING" in codes(read(sheet(rows, "项目台账")))


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
