"""Where headings end and captions begin: groups of a single heading, sums among headings, towns stated above."""

from __future__ import annotations

import pytest

from tests.ingest.unseen import GRIDS, NAMES, Merges, Rows, expected_grids, grid, read, said, sheet


@pytest.mark.parametrize("group", ["规划", "社会治理", "网格治理", "治理"])
def test_a_single_group_below_a_merged_heading_is_no_row_of_a_category(group: str) -> None:
    rows: Rows = [["序号", "镇名", "主要指标", None, None, None], [None, None, group], [None, None, *GRIDS]]
    merges: Merges = [(0, 0, 2, 0), (0, 1, 2, 1), (0, 2, 0, 5), (1, 2, 1, 5)]
    rows += [[t + 1.0, town, *(grid(t, n) for n in range(4))] for t, town in enumerate(NAMES)]
    assert said(read(sheet(rows, merges=merges))) == expected_grids()


def test_a_single_group_above_groups_where_no_cells_are_merged() -> None:
    rows: Rows = [["镇名", "主要指标"], [None, "规划"], [None, "镇区建设专项规划", None, "历史文化名镇名村"]]
    rows.append([None, "规划状态", "批复时间", "是否名镇名村"])
    rows += [[town, "已批复", "2024-05-26", "否"] for town in NAMES]
    values = said(read(sheet(rows, "规划")))
    assert {
        name: values[NAMES[2], "", name] for name in ("town_plan_status", "town_plan_date", "heritage_town")
    } == {
        "town_plan_status": "approved",
        "town_plan_date": "2024-05-26",
        "heritage_town": 0.0,
    }


def test_groups_beside_the_blank_below_the_first_heading_where_no_cells_are_merged() -> None:
    rows: Rows = [
        ["镇名", "主要指标", None, None, "主要指标"],
        [None, "甲类", None, "乙类", "丙类"],
        [None, *GRIDS],
    ]
    rows += [[town, *(grid(t, n) for n in range(4))] for t, town in enumerate(NAMES)]
    assert said(read(sheet(rows, "社会治理"))) == expected_grids()


def test_a_sum_beside_a_merged_heading_is_a_heading() -> None:
    heads = ["镇名", "项目名称", "项目类别", "总投资", "年度计划投资", "累计完成投资", "建设状态"]
    rows: Rows = [[*heads, "资金来源", None, None], [*[None] * 7, "小计", "其中"]]
    rows.append([*[None] * 8, "县级自筹", "上级支持"])
    merges: Merges = [*((0, c, 2, c) for c in range(7)), (0, 7, 0, 9), (1, 7, 2, 7), (1, 8, 1, 9)]
    for t, town in enumerate(NAMES):
        rows.append(
            [town, f"{town}道路", "基础设施", 900.0, 500.0, 100.0 + t, "在建", 70.0 + t, 30.0, 40.0 + t]
        )
    values = said(read(sheet(rows, merges=merges)))
    funds = {key[0::2]: value for key, value in values.items() if key[2].startswith("fund_")}
    assert funds == {
        (town, name): amount
        for t, town in enumerate(NAMES)
        for name, amount in (("fund_county", 30.0), ("fund_superior", 40.0 + t))
    }


@pytest.mark.parametrize("label", ["乡镇", "填报单位", "所在镇"])
def test_a_town_stated_beside_the_unit_is_a_caption(label: str) -> None:
    heads = ["序号", "项目名称", "项目类别", "总投资", "年度计划投资", "累计完成投资", "建设状态", "责任单位"]
    sheets = []
    for t, town in enumerate(NAMES):
        rows: Rows = [["建设项目台账"], [f"{label}：{town}", *[None] * 5, "单位：元"], heads]
        rows.append([1.0, f"{town}道路", "基础设施", 9e6, 5e6, 1e6 * (t + 1), "在建", "住建局"])
        rows.append([2.0, f"{town}学校", "公共服务", 8e6, 4e6, 2e6, "在建", "教育局"])
        sheets.append(sheet(rows, f"表{t + 1}"))
    values = said(read(*sheets))
    assert {key[:2]: value for key, value in values.items() if key[2] == "cumulative_investment"} == {
        (town, f"{town}{what}"): amount
        for t, town in enumerate(NAMES)
        for what, amount in (("道路", 100.0 * (t + 1)), ("学校", 200.0))
    }


def test_categories_below_towns_in_rows_of_their_own() -> None:
    rows: Rows = [["序号", "项目名称", "总投资", "年度计划投资", "累计完成投资", "建设状态"]]
    merges: Merges = []
    expected = {}
    for t, (number, town) in enumerate(zip("一二三", NAMES, strict=True)):
        merges.append((len(rows), 0, len(rows), 5))
        rows.append([f"{number}、{town}"])
        for k, (category, code) in enumerate((("基础设施", "infrastructure"), ("人居环境", "environment"))):
            merges.append((len(rows), 0, len(rows), 5))
            rows += [[f"（{'一二'[k]}）{category}"], [1.0, f"{town}项目{k}", 900.0, 500.0, 100.0 + t, "在建"]]
            expected[town, f"{town}项目{k}"] = code
    values = said(read(sheet(rows, "项目台账", merges)))
    assert {key[:2]: value for key, value in values.items() if key[2] == "function"} == expected
