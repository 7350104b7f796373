"""Answers in words that the dictionary does not list, and what an unknown answer must not do to its neighbours."""

from __future__ import annotations

import pytest

from ingest import dictionary
from tests.ingest.unseen import NAMES, TOWNS, Merges, codes, read, said, sheet


def test_the_amounts_of_an_unknown_source_across_are_not_those_of_the_one_that_is_known() -> None:
    amounts = ["计划资金", "到位资金", "支出资金"]
    head = ["镇名", "协作资金", None, None, "甲方资金", None, None]
    merges: Merges = [(0, 0, 1, 0), (0, 1, 0, 3), (0, 4, 0, 6)]
    rows: list[list[object]] = [[*head], [None, *amounts, *amounts]]
    rows += [[town, 90.0 + t, 50.0, 40.0, 80.0, 30.0, 20.0] for t, town in enumerate(NAMES)]
    reading = read(sheet(rows, merges=merges))
    assert said(reading) == {
        (town, "cooperation", name): amount
        for t, town in enumerate(NAMES)
        for name, amount in zip(
            ("amount_planned", "amount_arrived", "amount_spent"), (90.0 + t, 50.0, 40.0), strict=True
        )
    }
    assert "UNKNOWN_COLUMN" in codes(reading)


def test_the_rows_of_unknown_sources_are_refused_and_say_nothing_of_the_known_ones() -> None:
    rows: list[list[object]] = [["镇名", "资金来源", "计划资金", "到位资金", "支出资金"]]
    for t, town in enumerate(NAMES):
        rows += [[town, "甲方出资", 90.0 + t, 50.0, 40.0], [town, "协作资金", 80.0, 30.0, 20.0 + t]]
        rows += [[town, "乙方出资", 70.0 + t, 25.0, 10.0], [town, "丙方出资", 60.0 + t, 15.0, 5.0]]
    reading = read(sheet(rows))
    assert {key: value for key, value in said(reading).items() if key[1] == "cooperation"} == {
        (town, "cooperation", name): amount
        for t, town in enumerate(NAMES)
        for name, amount in zip(
            ("amount_planned", "amount_arrived", "amount_spent"), (80.0, 30.0, 20.0 + t), strict=True
        )
    }
    assert all(record.rejected for record in reading.records if record.key != "cooperation")


@pytest.mark.parametrize(
    ("field", "written", "code"),
    [
        ("status", "谋划储备", "planned"),
        ("status", "前期工作阶段", "preliminary"),
        ("status", "已开工建设", "under_construction"),
        ("status", "未动工", "not_started"),
        ("status", "建成投用", "in_use"),
        ("status", "建成未投用", "idle"),
        ("status", "已建成", "completed"),
        ("status", "前期准备", "preliminary"),
        ("status", "正在实施", "under_construction"),
        ("status", "已开工在建", "under_construction"),
        ("status", "暂未开工", "not_started"),
        ("status", "尚未实施", "not_started"),
        ("status", "正在使用", "in_use"),
        ("status", "未使用", "idle"),
        ("build_type", "改造", "renovation"),
        ("function", "公共服务提升", "public_service"),
        ("fund_source", "衔接推进乡村振兴资金", "linkage"),
        ("town_plan_status", "编制阶段", "drafting"),
        ("town_plan_status", "已完成评审", "reviewed"),
        ("status", "完成前期", None),
        ("status", "完成招标", "preliminary"),
        ("status", "未完成", None),
        ("status", "停止建设", None),
        ("status", "建设", None),
        ("leading_industry", "装备制造业", "manufacturing"),
        ("leading_industry", "苹果、中药材", None),
        ("town_plan_status", "已通过评审", "reviewed"),
        ("town_plan_status", "未批复", None),
        ("fund_source", "县级自筹资金", "county"),
        ("fund_source", "行业部门资金", "industry"),
        ("fund_source", "财政衔接资金投入", "linkage"),
        ("fund_source", "企业自筹资金", "private"),
        ("fund_source", "资金", None),
        ("function", "人居环境整治类", "environment"),
        ("build_type", "改扩建工程", "renovation"),
        ("build_type", "跨年续建", "continued"),
        ("build_type", "改（扩）建", "renovation"),
        ("function", "基层社会治理", "governance"),
        ("status", "处于谋划阶段", "planned"),
        ("status", "开展前期工作", "preliminary"),
        ("status", "正在推进施工", "under_construction"),
        ("status", "建成未使用", "idle"),
        ("town_plan_status", "通过专家评审", "reviewed"),
        ("town_plan_status", "暂未启动", "not_started"),
        ("work_item", "污水处理设施", "sewage"),
        ("work_item", "集贸市场", "market"),
        ("work_item", "公厕改造", "toilet"),
        ("work_item", "线缆落地", "cables"),
        ("function", "基础设施提档工程", "infrastructure"),
        ("leading_industry", "药材", "herbs"),
        ("fund_source", "上级补助", "superior"),
        ("fund_source", "中省市专项资金", "superior"),
    ],
)
def test_idle_words_beside_an_answer_are_no_part_of_it(field: str, written: str, code: str | None) -> None:
    words = dictionary.load()
    item = next(item for item in words.fields if item.name == field)
    assert words.code_of(item, written) == code


def test_a_form_of_numbered_rows_goes_on_behind_a_row_with_nothing_but_its_number() -> None:
    rows: list[list[object]] = [["序号", "指标名称", "数值", "序号", "指标名称", "数值"]]
    asked = [("网格总数", 20.0), ("配备网格员网格数", 18.0), ("矛盾纠纷受理数", 9.0), ("矛盾纠纷化解数", 7.0)]
    rows += [[float(n), *asked[n], float(n + 1), *asked[n + 1]] for n in (0, 2)]
    rows.append([5.0, None, None, 6.0, None, None])
    reading = read(sheet(rows, NAMES[0]))
    assert said(reading)[NAMES[0], "", "disputes_resolved"] == 7.0
    assert reading.records[0].town_code == TOWNS[NAMES[0]]


def test_answers_that_read_like_labels_in_a_column_of_projects_are_no_labels() -> None:
    head: list[object] = [
        "乡镇",
        "项目名称",
        "项目类别",
        "细目",
        "总投资",
        "年度计划投资",
        "本年累计完成投资",
        "建设状态",
    ]
    kinds = ["停车场", "农贸市场", "垃圾处理量", "污水处理量", "充电桩", "停车场"]
    rows: list[list[object]] = [head]
    rows += [
        [NAMES[n // 2], f"第{n}项工程", "基础设施", kind, 900.0 + n, 500.0, 60.0, "在建"]
        for n, kind in enumerate(kinds)
    ]
    expected = {(NAMES[n // 2], f"第{n}项工程"): 900.0 + n for n in range(6)}
    values = said(read(sheet(rows)))
    assert {(t, k): v for (t, k, f), v in values.items() if f == "total_investment"} == expected
    assert {f for _, _, f in values} <= {
        "function",
        "total_investment",
        "annual_planned_investment",
        "cumulative_investment",
        "status",
        "work_item",
    }
