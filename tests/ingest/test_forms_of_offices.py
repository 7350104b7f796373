"""Forms as offices fill them in: stacked cards, months behind labels, sections that name a ledger."""

from __future__ import annotations

import pytest

from tests.ingest.unseen import (
    GRIDS,
    NAMES,
    SOURCES,
    Merges,
    codes,
    expected_funds,
    expected_grids,
    funds,
    grid,
    read,
    said,
    sheet,
)

GOVERNANCE: list[tuple[str, str | None]] = [
    ("网格总数", "个"),
    ("配备网格员网格数", "个"),
    ("矛盾纠纷受理数", "件"),
    ("矛盾纠纷化解数", "件"),
]


@pytest.mark.parametrize("beside", [[], ["2025年3月"], [None, "填报时间：2025年3月31日"]])
def test_the_town_of_each_card_stands_above_it_beside_the_date(beside: list[str | None]) -> None:
    rows: list[list[object]] = []
    for number, town in enumerate(NAMES):
        rows += [["延川县基层社会治理情况登记表"], [f"镇（街道）：{town}", None, *beside]]
        rows.append(["网格总数（个）", 20.0 + number, "配备网格员网格数（个）", 18.0])
        rows += [["矛盾纠纷受理数（件）", 9.0, "矛盾纠纷化解数（件）", 7.0 + number], [None]]
    values = said(read(sheet(rows, "登记表")))
    assert [values[town, "", "grids_total"] for town in NAMES] == [20.0, 21.0, 22.0]
    assert [values[town, "", "disputes_resolved"] for town in NAMES] == [7.0, 8.0, 9.0]
    assert len(values) == 4 * len(NAMES)


@pytest.mark.parametrize("codes_of", [("01", "02", "03", "04"), (1.0, 2.0, 3.0, 4.0)])
@pytest.mark.parametrize("numbering", [None, ["甲", "乙", "丙", 1.0]])
def test_a_form_of_statistics_with_units_and_codes_between_label_and_number(
    codes_of: tuple[object, ...], numbering: list[object] | None
) -> None:
    rows: list[list[object]] = []
    for t, town in enumerate(NAMES):
        rows += [["基层社会治理统计报表"], [None, None, None, "表    号：镇强01表"]]
        rows += [[f"填报单位：{town}", None, "2025年3月"], ["指标名称", "计量单位", "代码", "数量"]]
        rows += [numbering] if numbering else []
        rows += [[GRIDS[n], "个", codes_of[n], grid(t, n)] for n in range(4)]
        rows += [["单位负责人：        填表人：李某        报出日期："], [None]]
    assert said(read(sheet(rows, "综合"))) == expected_grids()


def test_of_months_behind_labels_that_of_the_period_is_read_in_words_as_in_numbers() -> None:
    rows: list[list[object]] = [["指标名称", "计量单位", *(f"{m}月" for m in range(1, 13))]]
    rows += [["小学数", "所", 4.0, 4.0, 5.0], ["标准化小学数", "所", 2.0, 2.0, 3.0]]
    rows += [["居住小区总数", "个", 9.0, 9.0, 9.0], ["通燃气小区数", "个", 1.0, 2.0, 4.0]]
    rows += [["镇区常住人口", "人", 900.0, 910.0, 920.0], ["自然村总数", "个", 7.0, 7.0, 7.0]]
    rows += [["镇卫生院标准化", "—", "否", "否", "是"], ["妇幼健康服务标准化", "—", "否", "是", "是"]]
    rows += [
        ["镇区生活垃圾产生量", "吨", 90.0, 90.0, 95.0],
        ["镇区生活垃圾收集处理量", "吨", 80.0, 80.0, 85.0],
    ]
    rows += [["生活垃圾收运处置自然村数", "个", 5.0, 5.0, 6.0], ["行政村数", "个", 8.0, 8.0, 8.0]]
    reading = read(sheet(rows, NAMES[0]))
    values = said(reading)
    assert values[NAMES[0], "", "health_centre_standard"] == 1.0
    assert values[NAMES[0], "", "maternal_child_standard"] == 1.0
    assert values[NAMES[0], "", "communities_gas"] == 4.0
    assert len(values) == 12
    assert "MONTH_SUM_MISMATCH" not in codes(reading)


def test_the_section_that_names_a_ledger_says_whose_number_it_is() -> None:
    rows: list[list[object]] = [
        ["序号", "指标名称", "计量单位", "数值", "序号", "指标名称", "计量单位", "数值"]
    ]
    merges: Merges = [(row, 0, row, 7) for row in (1, 6)]
    rows.append(["一、特色产业发展"])
    rows.append([1.0, "特色产业产值", "万元", 70.0, 2.0, "农民合作社", "个", 5.0])
    rows.append([3.0, "家庭农场", "个", 6.0, 4.0, "现代农业产业园", "个", 1.0])
    rows.append([5.0, "社会化服务组织", "个", 3.0, 6.0, "文旅节会赛事场次", "场次", 2.0])
    rows.append([7.0, "上年同期产值", "万元", 60.0, 8.0, "联农带农户数", "户", 400.0])
    rows.append(["二、基层社会治理"])
    rows.append([5.0, *GOVERNANCE[0], 20.0, 6.0, *GOVERNANCE[1], 18.0])
    rows.append([7.0, *GOVERNANCE[2], 9.0, 8.0, *GOVERNANCE[3], 7.0])
    rows.append([9.0, "星级文明户数", "户", 30.0, 10.0, "农户总数", "户", 900.0])
    reading = read(sheet(rows, NAMES[0], merges))
    said(reading)
    asked = {r.ledger: set(r.values) for r in reading.records}
    assert len(asked["industry"]) == 8
    assert "households_total" not in asked["industry"]
    assert asked["governance"] >= {"grids_total", "civilised_households", "households_total"}


def test_cards_of_projects_whose_labels_are_half_in_words_of_their_own() -> None:
    sheets = []
    for number, town in enumerate(NAMES):
        rows: list[list[object]] = [
            ["工程项目名称", f"{town}道路"],
            ["所在镇（街道）", town, "项目编码", "610622-2025-1"],
            ["所属类别", "公共服务类", "项目类型", "教育"],
            ["项目实施单位", "县住建局", "项目联系人", "张小平"],
            ["电话号码", "13800000000", "开（复）工时间", "2024年5月"],
            ["计划建成时间", "2026年3月", "实际完工日期", "—"],
            ["项目总投资额", 900.0, "2025年度计划投资", 500.0 + number],
            ["当月完成投资额", 10.0, "年初以来累计完成投资", 30.0],
            ["县级财政资金", 90.0, "中央和省市资金", "—"],
            ["定点帮扶资金", "—", "社会资本投入", "—"],
            ["债券（银行贷款）资金", 0.0, "目前建设状态", "正在建设"],
        ]
        sheets.append(sheet(rows, f"表格{number}", [(0, 1, 0, 3)]))
    values = said(read(*sheets))
    for number, town in enumerate(NAMES):
        assert values[town, f"{town}道路", "annual_planned_investment"] == 500.0 + number
        assert values[town, f"{town}道路", "cumulative_investment"] == 30.0
        assert values[town, f"{town}道路", "status"] == "under_construction"


def test_a_form_goes_on_where_an_answer_looks_like_a_label() -> None:
    rows: list[list[object]] = [
        ["项目名称", f"{NAMES[0]}线路工程", None, None],
        ["所在镇（街道）", NAMES[0], "项目编号", "610622-2025-1"],
        ["项目类别", "基础设施", "建设类型", "强弱电落地"],
        ["建设状态", "在建", "总投资", 900.0],
        ["年度计划投资", 500.0, "本年累计完成投资", 30.0],
    ]
    values = said(read(sheet(rows, "表格", [(0, 1, 0, 3)])))
    assert values[NAMES[0], f"{NAMES[0]}线路工程", "work_item"] == "cables"
    assert values[NAMES[0], f"{NAMES[0]}线路工程", "total_investment"] == 900.0


def test_the_year_so_far_in_the_label_of_a_form_is_no_caption() -> None:
    rows: list[list[object]] = [
        ["项目名称", f"{NAMES[0]}道路", "所在镇", NAMES[0]],
        ["项目类别", "基础设施", "建设状态", "在建"],
        ["总投资", 900.0, "年度计划投资", 500.0],
        ["本月完成投资", 10.0, "截至本月底累计完成投资", 30.0],
    ]
    assert said(read(sheet(rows, "项目卡")))[NAMES[0], f"{NAMES[0]}道路", "cumulative_investment"] == 30.0


def test_records_of_lines_with_label_and_value_read_whole_with_labels_unknown_and_values_left_out() -> None:
    lines: list[list[object]] = []
    for number, town in enumerate(NAMES):
        lines += [
            [f"项目名称：{town}道路"],
            [f"所在镇：{town}"],
            ["项目类别：基础设施"],
            ["项目单位：县住建局"],
            ["县级自筹："],
            [f"上级支持：{20 + number}万元"],
            ["甲方意见：同意"],
            [f"总投资：{900 + number}万元"],
            ["年度计划投资：500万元"],
            ["本年累计完成投资：30万元"],
            ["建设状态：在建"],
            ["----------"],
        ]
    reading = read(sheet(lines))
    values = said(reading)
    for number, town in enumerate(NAMES):
        assert values[town, f"{town}道路", "responsible_unit"] == "县住建局"
        assert values[town, f"{town}道路", "fund_superior"] == 20.0 + number
        assert (town, f"{town}道路", "fund_county") not in values
    unknown = [f.message for f in reading.findings if f.code.code == "UNKNOWN_COLUMN"]
    assert unknown == ["未识别的列“甲方意见”，未入库"] * len(NAMES)


@pytest.mark.parametrize("mark", ["【{}】", "{}：", "（一）{}"])
def test_a_town_that_stands_alone_is_that_of_all_tables_below_it(mark: str) -> None:
    head: list[object] = ["指标名称", "数值", "单位", None, "指标名称", "数值", "单位"]
    rows: list[list[object]] = [["各镇数据采集表"]]
    for n, town in enumerate(NAMES):
        rows += [[mark.format(town)], ["社会治理"], [*head]]
        rows.append(["网格总数", 20.0 + n, "个", None, "配备网格员的网格", 18.0, "个"])
        rows.append(["矛盾纠纷受理", 9.0, "件", None, "矛盾纠纷化解", 7.0, "件"])
        rows += [["特色产业"], [*head]]
        rows.append(["特色产业产值", 90.0 + n, "万元", None, "上年同期产值", 80.0, "万元"])
        rows.append(["农民合作社", 5.0, "家", None, "家庭农场", 6.0, "家"])
        rows.append([None])
    values = said(read(sheet(rows, "采集")))
    assert [values[town, "", "grids_total"] for town in NAMES] == [20.0, 21.0, 22.0]
    assert [values[town, "", "output_value"] for town in NAMES] == [90.0, 91.0, 92.0]
    assert len(values) == 8 * len(NAMES)


def test_a_town_that_stands_alone_is_not_that_of_what_is_said_to_be_of_all() -> None:
    rows: list[list[object]] = []
    for heading in (NAMES[0], "全县合计"):
        rows += [
            [heading],
            ["社会治理"],
            ["指标名称", "数值"],
            ["网格总数", 20.0],
            ["配备网格员网格数", 18.0],
        ]
        rows += [["矛盾纠纷受理数", 9.0], ["矛盾纠纷化解数", 7.0], [None]]
    assert {town for town, _, _ in said(read(sheet(rows, "采集")))} == {NAMES[0]}


def test_what_is_headed_beside_values_are_indicators_and_no_projects() -> None:
    """项目 | 计量单位 | 本月数, several times side by side, in a form of the town that the title names."""
    rows: list[list[object]] = [[f"{NAMES[0]}月报表"], ["项目", "计量单位", "本月数"] * 3]
    rows.append(
        ["镇区专项规划", "—", "编制中", "保护规划", "—", "不涉及", "申报第八批省级名镇名村", "—", "×"]
    )
    rows.append(["专项规划批复时间", "—", None, "历史遗存", "处", 2.0])
    values = said(read(sheet(rows, "月报")))
    assert values == {
        (NAMES[0], "", "town_plan_status"): "drafting",
        (NAMES[0], "", "heritage_plan_status"): "not_applicable",
        (NAMES[0], "", "heritage_application"): 0.0,
        (NAMES[0], "", "heritage_sites"): 2.0,
    }


def test_labels_of_a_form_above_their_values_in_the_unit_of_the_group_beside_them() -> None:
    rows: list[list[object]] = []
    merges: Merges = []
    for number, town in enumerate(NAMES):
        merges += [(len(rows) + 4 + 2 * n, 0, len(rows) + 5 + 2 * n, 0) for n in range(3)]
        rows += [
            [f"项目卡（{number + 1}）", None, None, None],
            ["项目名称", f"{town}日间照料中心", "所在镇", town],
            ["项目类别", "公共服务", "建设状态", "在建"],
            ["存在问题", None, None, None],
            ["投资情况（元）", "总投资", "年度计划投资", "本年累计完成投资"],
            [None, 9e6 + 1e4 * number, 5e6, 3e5],
            ["资金来源（万元）", "县级自筹", "上级支持", "衔接资金"],
            [None, None, 20.0 + number, None],
            ["资金来源（万元）", "社会资本", "举债资金", None],
            [None, None, 0.0, None],
            [None],
        ]
    values = said(read(sheet(rows, "项目卡", merges)))
    for number, town in enumerate(NAMES):
        of_project = {field: v for (t, _, field), v in values.items() if t == town}
        assert of_project == {
            "function": "public_service",
            "status": "under_construction",
            "total_investment": 900.0 + number,
            "annual_planned_investment": 500.0,
            "cumulative_investment": 30.0,
            "fund_superior": 20.0 + number,
            "fund_debt": 0.0,
        }


def test_cards_of_two_towns_side_by_side() -> None:
    rows: list[list[object]] = [[f"◆{NAMES[0]}", *[None] * 4, f"◆{NAMES[1]}"]]
    for n, field in enumerate(GRIDS):
        rows.append([f"{field}：", f"{20 - n}个", None, None, None, f"{field}：", 30.0 - n])
    rows.append([f"◆{NAMES[2]}"])
    rows += [[f"{field}：", 40.0 - n] for n, field in enumerate(GRIDS)]
    names = ("grids_total", "grids_staffed", "disputes_received", "disputes_resolved")
    expected = {(town, "", f): 20.0 + 10 * t - n for t, town in enumerate(NAMES) for n, f in enumerate(names)}
    assert said(read(sheet(rows, "镇情卡"))) == expected


def test_sources_down_and_towns_across_with_the_amounts_of_each_below() -> None:
    head: list[object] = ["资金来源"]
    for town in NAMES:
        head += [town, None, None]
    merges: Merges = [(0, 0, 1, 0), *[(0, 1 + 3 * t, 0, 3 + 3 * t) for t in range(3)]]
    rows: list[list[object]] = [head, [None, *("计划投入", "实际到位", "实际支出") * 3]]
    for s, source in enumerate(SOURCES):
        rows.append([source, *[amount for t in range(3) for amount in funds(t, s)]])
    assert said(read(sheet(rows, "资金", merges))) == expected_funds()


def test_the_only_project_of_a_numbered_table_below_a_form_is_no_part_of_the_form() -> None:
    rows: list[list[object]] = [["五、规划编制"], ["项目", "计量单位", "本月数"] * 2]
    rows.append(["镇区专项规划", "—", "编制中", "保护规划", "—", "不涉及"])
    rows.append(["历史遗存", "处", 2.0, "名镇名村", "—", "×"])
    rows += [["六、建设项目（单位：万元）"]]
    rows.append(["序号", "项目名称", "类别", "状态", "总投资", "年度计划投资", "年度累计完成投资"])
    rows += [[1.0, "道路", "基础设施", "在建", 900.0, 500.0, 100.0], ["七、备注"]]
    values = said(read(sheet(rows, NAMES[0])))
    assert values[NAMES[0], "道路", "cumulative_investment"] == 100.0
    assert {key for _, key, _ in values} == {"", "道路"}


def test_a_list_may_go_by_indicator_and_town_and_name_its_ledgers_under_a_heading_that_is_a_field() -> None:
    asked = {
        "基础设施和公共服务": [
            ("镇区实有常住人口", "人", 900.0),
            ("居住小区总数", "个", 9.0),
            ("通燃气小区数", "个", 4.0),
            ("镇区生活垃圾产生量", "吨", 95.0),
            ("镇区生活垃圾收集处理量", "吨", 85.0),
            ("自然村总数", "个", 7.0),
            ("生活垃圾收运处置自然村数", "个", 6.0),
            ("行政村数", "个", 8.0),
        ],
        "社会治理": [(name, unit, 20.0 - place) for place, (name, unit) in enumerate(GOVERNANCE)],
    }
    rows: list[list[object]] = [["类别", "指标名称", "乡镇名称", "计量单位", "2月", "3月"]]
    for kind, indicators in asked.items():
        for name, unit, value in indicators:
            rows += [[kind, name, town, unit, 1.0, value] for town in NAMES]
    values = said(read(sheet(rows, "指标表")))
    assert {values[town, "", "town_population"] for town in NAMES} == {900.0}
    assert {values[town, "", "garbage_treated"] for town in NAMES} == {85.0}
    assert {values[town, "", "disputes_resolved"] for town in NAMES} == {17.0}
    assert len(values) == 12 * len(NAMES)
