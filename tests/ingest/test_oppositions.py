"""Headings that look like a field and mean another thing are not taken for it; those that mean it are."""

from __future__ import annotations

import pytest

from ingest import recogniser
from ingest.reading import Reading, Source, read_sheets
from ingest.sheet import Sheet

COUNTY = "610622"
MATCHER = recogniser.load().matcher
TOWNS = ["永坪镇", "文安驿镇", "延水关镇"]


def meant(*path: str) -> set[str]:
    """The fields that a path of headings may be taken for."""
    return {item.name for item, score in MATCHER.candidates(path) if score >= 0.5}


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (("上月完成投资",), "month_investment"),
        (("上年完成投资",), "cumulative_investment"),
        (("自开工累计完成投资",), "cumulative_investment"),
        (("自开工以来", "累计完成投资"), "cumulative_investment"),
        (("明年计划投资",), "annual_planned_investment"),
        (("计划开工时间",), "start_date"),
        (("计划", "竣工时间"), "actual_completion_date"),
        (("实际", "竣工时间"), "planned_completion_date"),
        (("未到位资金",), "amount_arrived"),
        (("网格总数", "目标"), "grids_total"),
        (("网格总数", "计划"), "grids_total"),
        (("到位资金", "计划"), "amount_arrived"),
        (("总投资", "实际"), "total_investment"),
        (("到位率",), "amount_arrived"),
        (("增减", "小学数"), "primaries_total"),
        (("环比", "到位资金"), "amount_arrived"),
        (("燃气覆盖率环比",), "gas_coverage_reported"),
        (("污水处理率",), "sewage_treated"),
        (("镇区户籍人口",), "town_population"),
        (("农贸市场面积",), "markets_total"),
        (("民办幼儿园数",), "kindergartens_total"),
        (("村庄规划批复时间",), "town_plan_date"),
        (("建设成效较差乡镇", "推荐理由"), "better_reason"),
        (("乱搭乱建", "整改数"), "illegal_building_found"),
        (("中省市县衔接资金",), "fund_superior"),
        (("本月计划投资",), "annual_planned_investment"),
        (("计划投资", "3月"), "month_investment"),
        (("计划投资", "3月"), "annual_planned_investment"),
        (("预计完成投资", "3月"), "month_investment"),
        (("2025年各月计划投资", "3月"), "month_investment"),
        (("计划投资", "累计"), "cumulative_investment"),
        (("计划", "3月", "投资"), "month_investment"),
        (("3月投资", "计划"), "annual_planned_investment"),
        (("目标任务", "网格总数"), "grids_total"),
        (("网格总数", "分值"), "grids_total"),
        (("网格总数", "得分"), "grids_total"),
        (("权重", "网格总数"), "grids_total"),
        (("满分", "网格总数"), "grids_total"),
        (("充电桩", "规划"), "charging_piles"),
        (("充电桩", "待建"), "charging_piles"),
        (("充电桩", "应有"), "charging_piles"),
        (("线路长度",), "roads_total"),
        (("河道长度",), "roads_total"),
        (("铁路长度",), "roads_total"),
        (("步道长度",), "roads_total"),
        (("公交线路长度",), "cables_total"),
    ],
)
def test_what_names_another_side_is_another_thing(path: tuple[str, ...], field: str) -> None:
    assert field not in meant(*path)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (("投资计划与完成情况", "累计完成投资"), "cumulative_investment"),
        (("投资计划与完成情况", "3月"), "month_investment"),
        (("投资计划完成情况", "3月"), "month_investment"),
        (("完成投资", "3月"), "month_investment"),
        (("充电桩", "现状"), "charging_piles"),
        (("网格总数", "完成情况"), "grids_total"),
        (("网格总数", "完成值"), "grids_total"),
        (("网格总数", "实际值"), "grids_total"),
        (("网格总数", "现状值"), "grids_total"),
        (("充电桩", "已有"), "charging_piles"),
        (("充电桩", "实有"), "charging_piles"),
        (("停车位", "已建"), "parking_spaces"),
        (("卫生厕所", "现有"), "toilets_sanitary"),
        (("本年", "产值"), "output_value"),
        (("计划", "竣工时间"), "planned_completion_date"),
        (("后进乡镇", "推荐理由"), "poorer_reason"),
        (("资金到位情况", "县级自筹"), "fund_county"),
        (("生活垃圾产生量",), "garbage_produced"),
        (("网格总数", "实际"), "grids_total"),
        (("乱搭乱建发现数", "实际数"), "illegal_building_found"),
        (("停车位", "已完成"), "parking_spaces"),
    ],
)
def test_a_side_that_goes_without_saying_rules_nothing_out(path: tuple[str, ...], field: str) -> None:
    assert field in meant(*path)


def read(head: list[object], rows: list[list[object]]) -> Reading:
    sheet = Sheet("产业", [["特色产业发展情况表", *[None] * (len(head) - 1)], head, *rows])
    return read_sheets([sheet], Reading(Source(COUNTY, "2025-03", "产业.xlsx"), recogniser.load().version))


def test_years_in_headings_are_those_before_and_of_the_period() -> None:
    head: list[object] = [
        "镇名",
        "主导产业",
        "2024年产值（万元）",
        "2025年产值（万元）",
        "合作社",
        "家庭农场",
    ]
    reading = read(head, [[town, "苹果", 900.0 + n, 1000.0 + n, 5.0, 6.0] for n, town in enumerate(TOWNS)])
    assert not reading.rejected_ledgers
    values = [record.values for record in reading.records]
    assert [v["output_value"].value.number for v in values] == [1000.0, 1001.0, 1002.0]
    assert all(v["output_value_last_year"].value.number in (900.0, 901.0, 902.0) for v in values)


def test_a_column_of_another_year_alone_is_not_taken_for_this_year() -> None:
    head: list[object] = ["镇名", "主导产业", "2023年产值（万元）", "合作社", "家庭农场"]
    reading = read(head, [[town, "苹果", 900.0, 5.0, 6.0] for town in TOWNS])
    assert not any("output_value" in record.values for record in reading.records)
    assert "UNKNOWN_COLUMN" in {f.code.code for f in reading.findings}


SO_FAR: list[object] = ["镇名", "项目名称", "项目类别", "总投资", "年度计划投资", "建设状态"]


@pytest.mark.parametrize("heading", ["1-2月累计完成投资", "截至2月底累计完成投资", "2024年1-3月累计完成投资"])
def test_what_adds_up_to_another_month_is_not_the_year_so_far(heading: str) -> None:
    head = [*SO_FAR, f"{heading}（万元）"]
    reading = read(head, [[t, f"{t}道路", "基础设施", 900.0, 500.0, "在建", 77.0] for t in TOWNS])
    assert not any("cumulative_investment" in record.values for record in reading.records)


@pytest.mark.parametrize("heading", ["1-3月累计完成投资", "2025年1—3月累计完成投资", "截至3月底累计完成投资"])
def test_what_adds_up_to_the_month_of_the_file_is(heading: str) -> None:
    head = [*SO_FAR, f"{heading}（万元）"]
    reading = read(head, [[t, f"{t}道路", "基础设施", 900.0, 500.0, "在建", 77.0] for t in TOWNS])
    assert [r.values["cumulative_investment"].value.number for r in reading.records] == [77.0] * 3


def test_what_asks_yes_or_no_is_no_name_of_a_project() -> None:
    """是否重点项目, of which only 重点项目 is left to compare, is answered by 是 and 否."""
    head = ["镇名", "是否重点项目", "项目名称", *SO_FAR[2:]]
    reading = read(head, [[t, "是", f"{t}道路", "基础设施", 900.0, 500.0, "在建"] for t in TOWNS])
    assert [record.key for record in reading.records] == [f"{town}道路" for town in TOWNS]
    assert "是否重点项目" in [f.raw_text for f in reading.findings if f.code.code == "UNKNOWN_COLUMN"]


@pytest.mark.parametrize("heading", ["小区总户数", "燃气用户数"])
def test_what_counts_another_thing_is_not_settled_by_what_is_left_over(heading: str) -> None:
    """Its numbers may well stand in the relation of those that are missing."""
    head: list[object] = ["镇名", "镇区常住人口", "行政村数", "通燃气小区数", heading]
    rows: list[list[object]] = [[town, 9000.0, 20.0, 3.0, 60.0] for town in TOWNS]
    if heading == "燃气用户数":
        head[3], rows = "居住小区总数", [[town, 9000.0, 20.0, 60.0, 3.0] for town in TOWNS]
    unknown = [f.raw_text for f in read(head, rows).findings if f.code.code == "UNKNOWN_COLUMN"]
    assert unknown == [heading]


def test_a_column_in_the_words_of_a_label_goes_before_one_in_words_for_the_same() -> None:
    head: list[object] = [
        "镇名",
        "农户总数",
        "卫生厕所户数",
        "乱搭乱建发现数",
        "乱搭乱建整改数",
        "违规搭建发现数",
    ]
    reading = read(head, [[town, 900.0, 700.0, 9.0, 7.0, 4.0] for town in TOWNS])
    assert "违规搭建发现数" in [f.raw_text for f in reading.findings if f.code.code == "UNKNOWN_COLUMN"]


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (("星级文明户", "户数"), "households_total"),
        (("农贸市场", "户数"), "households_total"),
        (("网格", "户数"), "grids_total"),
        (("小学", "学生数"), "primaries_total"),
        (("消火栓", "奖补资金"), "fire_hydrants_total"),
        (("停车位", "摊位数"), "parking_spaces"),
        (("特色产业产值", "得分"), "output_value"),
        (("特色产业", "投资"), "leading_industry"),
    ],
)
def test_what_a_leaf_counts_below_the_name_of_a_field_may_be_another_thing(
    path: tuple[str, ...], field: str
) -> None:
    assert field not in meant(*path)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (("星级文明户", "户数"), "civilised_households"),
        (("联农带农", "户数"), "households_linked"),
        (("基本情况", "户数"), "households_total"),
        (("家庭农场", "户数"), "family_farms"),
    ],
)
def test_a_number_of_households_is_of_what_stands_above(path: tuple[str, ...], field: str) -> None:
    assert field in meant(*path)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (("联农带农", "农户数"), "households_linked"),
        (("保护规划", "编制进度"), "heritage_plan_status"),
        (("保护规划", "编制状态"), "heritage_plan_status"),
        (("应急避难场所", "场所数"), "shelter_sites"),
    ],
)
def test_a_group_tells_what_a_leaf_that_names_another_field_is_about(
    path: tuple[str, ...], field: str
) -> None:
    assert MATCHER.candidates(path)[0][0].name == field


def test_five_stars_beside_all_stars_are_some_of_them() -> None:
    head: list[object] = [
        "镇名",
        "网格总数",
        "配备网格员网格数",
        "矛盾纠纷受理数",
        "矛盾纠纷化解数",
        "星级文明户数",
    ]
    head.append("五星级文明户")
    reading = read(head, [[town, 9.0, 8.0, 7.0, 6.0, 60.0, 5.0] for town in TOWNS])
    assert [r.values["civilised_households"].value.number for r in reading.records] == [60.0] * 3


@pytest.mark.parametrize("part", ["其中：本年完成", "其中：2025年完成投资", "其中:今年累计完成"])
def test_a_sum_beside_its_part_of_this_year_is_of_all_years(part: str) -> None:
    head = [*SO_FAR, "累计完成投资（万元）", f"{part}（万元）"]
    reading = read(head, [[t, f"{t}道路", "基础设施", 900.0, 500.0, "在建", 700.0, 77.0] for t in TOWNS])
    assert [r.values["cumulative_investment"].value.number for r in reading.records] == [77.0] * 3
    assert "UNKNOWN_COLUMN" in {f.code.code for f in reading.findings}


@pytest.mark.parametrize(
    "funds",
    [
        ["中央资金", "省级资金", "市级资金"],
        ["中省资金", "市级资金"],
        ["中央补助", "省级补助"],
        ["中央预算内", "省级专项", "市级配套"],
        ["中央衔接资金", "省级衔接资金"],
    ],
)
def test_what_one_level_gives_beside_another_is_not_all_that_comes_from_above(funds: list[str]) -> None:
    head = [*SO_FAR, "累计完成投资", *funds, "县级资金"]
    amounts = [100.0 * (place + 1) for place in range(len(funds) + 1)]
    reading = read(head, [[t, f"{t}道路", "基础设施", 900.0, 500.0, "在建", 77.0, *amounts] for t in TOWNS])
    assert {name for r in reading.records for name in r.values if name.startswith("fund")} == {"fund_county"}
    assert "UNKNOWN_COLUMN" in {f.code.code for f in reading.findings}


def test_all_that_comes_from_above_stands_beside_what_the_county_and_companies_give() -> None:
    head = [*SO_FAR, "累计完成投资", "中省市资金", "县级资金", "企业投资"]
    reading = read(
        head, [[t, f"{t}道路", "基础设施", 900.0, 500.0, "在建", 77.0, 30.0, 20.0, 10.0] for t in TOWNS]
    )
    assert [r.values["fund_superior"].value.number for r in reading.records] == [30.0] * 3
