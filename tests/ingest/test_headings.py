"""Headings as clerks write them: one month against a sum of months, letters under headings, named units."""

from __future__ import annotations

import pytest

from ingest import reading as entrance
from ingest import recogniser
from ingest.reading import Reading, Source, read_sheets
from ingest.sheet import Sheet
from tests.ingest.unseen import GRIDS, NAMES
from tests.ingest.writing import WRITERS

COUNTY = "610622"
MATCHER = recogniser.load().lexicon.matcher


def read(rows: list[list[object]], merges: list[tuple[int, int, int, int]] | None = None) -> Reading:
    width = max(map(len, rows))
    sheet = Sheet("表", [[*row, *[None] * (width - len(row))] for row in rows], merges or [])
    return read_sheets([sheet], Reading(Source(COUNTY, "2025-03", "报表.xlsx"), recogniser.load().version))


def numbers(reading: Reading, name: str) -> list[float | None]:
    assert not reading.rejected_ledgers, [f.message for f in reading.findings]
    return [record.values[name].value.number for record in reading.records if name in record.values]


@pytest.mark.parametrize("month", ["{}月", "2025年{}月", "{}月份"])
def test_months_and_their_sum_under_one_group(month: str) -> None:
    head = [
        "镇名",
        "项目名称",
        "项目类别",
        "总投资",
        "年度计划投资",
        "建设状态",
        "完成投资(万元)",
        None,
        None,
        None,
    ]
    leaves = [None] * 6 + [month.format(n) for n in (1, 2, 3)] + ["累计"]
    rows: list[list[object]] = [
        ["项目投资完成情况表"],
        [*head],
        [*leaves],
        ["永坪镇", "甲项目", "基础设施", 900.0, 500.0, "在建", 10.0, 20.0, 30.0, 60.0],
        ["文安驿镇", "乙项目", "公共服务", 800.0, 400.0, "在建", 1.0, 2.0, 3.0, 6.0],
    ]
    reading = read(rows, [(1, 6, 1, 9), *[(1, c, 2, c) for c in range(6)]])
    assert numbers(reading, "month_investment") == [30.0, 3.0]
    assert numbers(reading, "cumulative_investment") == [60.0, 6.0]


def test_letters_below_the_headings_are_numbering_and_no_units() -> None:
    rows: list[list[object]] = [
        ["镇名", "产值", "上年同期产值", "现代农业产业园", "农民合作社"],
        ["甲", "R", "S", "T", "U"],
        ["永坪镇", 120.0, 100.0, 2.0, 5.0],
        ["文安驿镇", 60.0, 50.0, 1.0, 4.0],
    ]
    reading = read(rows)
    assert numbers(reading, "agri_parks") == [2.0, 1.0]
    assert not [f for f in reading.findings if f.code.severity != "info"]


@pytest.mark.parametrize("other", ["文旅节会赛事场次投资", "文旅节会赛事场次排名"])
def test_a_heading_like_the_one_that_another_column_bears_to_the_letter_is_unknown(other: str) -> None:
    rows: list[list[object]] = [
        ["镇名", "特色产业产值（万元）", "上年同期产值（万元）", "文旅节会赛事场次", other],
        ["永坪镇", 120.0, 100.0, 4.0, 17.0],
        ["文安驿镇", 60.0, 50.0, 3.0, 41.0],
    ]
    reading = read(rows)
    assert numbers(reading, "events_held") == [4.0, 3.0]
    assert [(f.code.code, f.cell) for f in reading.findings] == [("UNKNOWN_COLUMN", "E1")]


@pytest.mark.parametrize("said", ["①②③④⑤", "１２３４５", "⑴⑵⑶⑷⑸"])
def test_a_row_that_numbers_the_columns_is_no_record(said: str) -> None:
    rows: list[list[object]] = [
        ["镇名", "特色产业产值（万元）", "上年同期产值（万元）", "现代农业产业园", "家庭农场"],
        [*said],
        ["永坪镇", 120.0, 100.0, 2.0, 5.0],
        ["文安驿镇", 60.0, 50.0, 1.0, 4.0],
    ]
    reading = read(rows)
    assert numbers(reading, "agri_parks") == [2.0, 1.0]
    assert not [f for f in reading.findings if f.code.severity != "info"]


@pytest.mark.parametrize("text", ["产值(亿元)", "产值（单位：亿元）", "产值\n(计量单位:亿元)", "产值/亿元"])
def test_a_unit_in_a_heading(text: str) -> None:
    assert (MATCHER.label(text).core, MATCHER.label(text).unit) == ("产值", "亿元")


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("业主单位", "responsible_unit"),
        ("预计竣工时间", "planned_completion_date"),
        ("完工日期", "actual_completion_date"),
        ("实际竣工日期", "actual_completion_date"),
        ("当年累计完成", "cumulative_investment"),
        ("债务资金", "fund_debt"),
        ("强弱电线路›落地长度", "cables_buried"),
        ("排水管网总长", "pipes_total"),
        ("家庭农场\nFamily_farms", "family_farms"),
        ("计划安排资金", "amount_planned"),
        ("教育›小学总数（所）", "primaries_total"),
        ("道路›总里程（公里）", "roads_total"),
        ("产值（万元）›今年", "output_value"),
        ("是否建成垃圾终端处理设施或中转压缩站", "garbage_facility"),
        ("污水治理›已治理行政村", "villages_sewage"),
        ("文体设施›室内场所", "indoor_venue"),
        ("强弱电入地（公里）", "cables_buried"),
        ("消防设施›消火栓总数（个）", "fire_hydrants_total"),
        ("基础设施和公共服务›排水管网›总长度", "pipes_total"),
        ("卫生院是否标准化", "health_centre_standard"),
        ("成效较好的乡镇", "better_town"),
        ("建设性质（新建/续建/改扩建）", "build_type"),
        ("建设内容分类", "work_item"),
        ("年初以来累计完成投资", "cumulative_investment"),
        ("截至本月底累计完成投资", "cumulative_investment"),
        ("上年同期特色产业产值›本月", "output_value_last_year"),
        ("全镇农户数", "households_total"),
        ("计划总投资", "total_investment"),
        ("民间资本", "fund_private"),
        ("功能分类", "function"),
        ("主导产业类型", "leading_industry"),
        ("较好镇街", "better_town"),
        ("建设成效较差镇（街道）", "poorer_town"),
        ("较差镇推荐理由", "poorer_reason"),
        ("联系人及电话›姓名", "contact_person"),
        ("达标公办幼儿园（所）", "kindergartens_standard"),
        ("所属“五大功能”", "function"),
        ("涉农与否", "agriculture_related"),
        ("历史文化名镇名村›是否属于", "heritage_town"),
        ("举债（含债券、贷款）资金", "fund_debt"),
        ("工程类别（道路、停车场等）", "work_item"),
        ("正面典型乡镇", "better_town"),
        ("反面典型乡镇", "poorer_town"),
        ("小学：总数", "primaries_total"),
        ("燃气覆盖：已通气小区数", "communities_gas"),
        ("“六乱”整治（处）：乱搭乱建·发现", "illegal_building_found"),
        ("设有公立幼儿园", "kindergartens_total"),
    ],
)
def test_wordings_that_clerks_use(heading: str, field: str) -> None:
    assert MATCHER.candidates(tuple(heading.split("›")))[0][0].name == field


def test_what_a_heading_says_of_filling_it_in_is_no_part_of_it() -> None:
    field, score = MATCHER.candidates(("建设状态（在相应栏内打“√”）",))[0]
    assert (field.name, score) == ("status", 1.0)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("竣工时间", "planned_completion_date"),
        ("年度投资", "annual_planned_investment"),
        ("乱搭乱建", "illegal_building_found"),
        ("产值", "output_value_last_year"),
        ("上年同期›产值", "output_value"),
        ("民办›幼儿园", "kindergartens_total"),
        ("全镇常住人口", "town_population"),
        ("户", "households_total"),
        ("平均：总投资", "total_investment"),
        ("未完成：年度计划投资", "annual_planned_investment"),
        ("举办单位", "town"),
    ],
)
def test_a_heading_that_leaves_open_which_side_it_means_is_not_taken_for_one(
    heading: str, field: str
) -> None:
    assert {f.name: score for f, score in MATCHER.candidates((heading,))}.get(field, 0.0) < 0.5


@pytest.mark.parametrize("kind", ["csv", "html", "docx", "xlsx"])
@pytest.mark.parametrize("town", ["永平镇", "某某", "X1", "大禹街到13800000000"])
def test_a_first_row_whose_town_is_unknown_is_a_row_and_no_heading(kind: str, town: str) -> None:
    rows: list[list[str | float | None]] = [
        ["延川县人居环境整治情况统计表（2025年3月）"],
        ["镇名", "农户总数", "卫生厕所户数", "乱搭乱建发现数", "乱搭乱建整改数", "农贸市场数"],
        [town, 900.0, 700.0, 9.0, 8.0, 2.0],
        ["关庄镇", 800.0, 650.0, 7.0, 6.0, 1.0],
    ]
    found = entrance.read(WRITERS[kind](rows), Source(COUNTY, "2025-03", "环境")).findings
    assert [f.raw_text for f in found if f.code.code == "UNKNOWN_TOWN"] == [town]


def test_a_part_in_a_group_is_that_of_the_whole_before_it() -> None:
    rows: list[list[object]] = [
        ["镇名", "学前教育", None, "小学教育", None, "镇区常住人口", "行政村数"],
        [None, "公办幼儿园数", "其中标准化", "小学数", "其中标准化", None, None],
        ["永坪镇", 5.0, 3.0, 4.0, 2.0, 9000.0, 12.0],
        ["文安驿镇", 6.0, 2.0, 5.0, 1.0, 8000.0, 14.0],
    ]
    reading = read(rows, [(0, 1, 0, 2), (0, 3, 0, 4), *[(0, c, 1, c) for c in (0, 5, 6)]])
    assert not {f.code.code for f in reading.findings} & {"UNKNOWN_COLUMN", "COLUMN_CLAIMED_TWICE"}
    found = [
        [held.value.number for name, held in record.values.items() if name.endswith("_standard")]
        for record in reading.records
    ]
    assert found == [[3.0, 2.0], [2.0, 1.0]]


def test_serials_and_remarks_are_no_unknown_columns_below_a_title_of_their_own() -> None:
    rows: list[list[object]] = [
        ["社会治理情况", *[None] * 6, "规划编制情况", None, None],
        ["序号", "镇名", *GRIDS, None, "序号", "镇名", "镇区建设专项规划"],
        [1.0, "永坪镇", 9.0, 8.0, 7.0, 6.0, None, 1.0, "永坪镇", "已批复"],
        [2.0, "文安驿镇", 5.0, 4.0, 3.0, 2.0, None, 2.0, "文安驿镇", "已评审"],
    ]
    reading = read(rows, [(0, 0, 0, 5)])
    assert [finding.message for finding in reading.findings if finding.code.code == "UNKNOWN_COLUMN"] == []
    assert numbers(reading, "grids_total") == [9.0, 5.0]


def test_a_column_of_figures_without_a_heading_is_said_and_one_that_counts_is_not() -> None:
    rows: list[list[object]] = [["镇名", *GRIDS, None, None]]
    rows += [
        [town, 9.0, 8.0, 7.0, 6.0, place + 1.0, 60.0 + place * place] for place, town in enumerate(NAMES)
    ]
    found = read(rows).findings
    assert [(f.code.code, f.cell) for f in found] == [("UNKNOWN_COLUMN", "G2")]
    assert found[0].message == "未识别的列“G列（无列名）”，未入库"


def test_this_month_beside_the_last_is_what_there_is_by_now() -> None:
    rows: list[list[object]] = [
        ["镇名", "特色产业产值（万元）", "产业园（个）", None, None, "合作社（个）", None, None],
        [None, None, *["上月", "本月", "增减"] * 2],
        ["永坪镇", 90.0, 1.0, 2.0, 1.0, 5.0, 7.0, 2.0],
        ["文安驿镇", 80.0, 3.0, 3.0, 0.0, 6.0, 6.0, 0.0],
    ]
    reading = read(rows, [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4), (0, 5, 0, 7)])
    assert numbers(reading, "agri_parks") == [2.0, 3.0]
    assert numbers(reading, "cooperatives") == [7.0, 6.0]


def test_this_month_of_an_amount_is_not_what_it_comes_to() -> None:
    rows: list[list[object]] = [
        ["镇名", "产值（万元）", None, "家庭农场", "农民合作社"],
        [None, "上月", "本月", None, None],
        ["永坪镇", 90.0, 40.0, 2.0, 5.0],
        ["文安驿镇", 80.0, 30.0, 3.0, 6.0],
    ]
    reading = read(rows, [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 1, 3), (0, 4, 1, 4)])
    assert not any("output_value" in record.values for record in reading.records)


def test_a_column_that_bears_a_name_of_the_standard_is_not_told_to_bear_it() -> None:
    rows: list[list[object]] = [["镇名", *GRIDS, "法治文化阵地"]]
    rows += [[town, 20.0, 18.0, 9.0, 7.0, "若干"] for town in NAMES]
    [finding] = read(rows).findings
    assert (
        finding.message
        == "未识别的列“法治文化阵地”，未入库，列名虽与规定列相同，但单位或所填内容不符合其要求"
    )


def test_a_unit_behind_a_slash_is_no_level_beside_headings_that_are_paths() -> None:
    rows: list[list[object]] = [
        ["镇名", "特色产业产值/元", "上年同期产值/万元", "新型经营主体/家庭农场", "新型经营主体/合作社"],
        ["永坪镇", 1200000.0, 100.0, 4.0, 17.0],
        ["文安驿镇", 600000.0, 50.0, 3.0, 41.0],
    ]
    reading = read(rows)
    assert numbers(reading, "output_value") == [120.0, 60.0]
    assert numbers(reading, "family_farms") == [4.0, 3.0]


@pytest.mark.parametrize("unit", ["亿元", "元", "万元", "*"])
def test_a_leaf_that_is_nothing_but_a_unit_is_what_its_group_is(unit: str) -> None:
    assert MATCHER.candidates(("特色产业产值", unit))[0][0].name == "output_value"


@pytest.mark.parametrize("heading", ["镇级网格数", "批复总投资", "评审总投资"])
def test_a_word_that_makes_a_heading_another_is_not_left_out_of_it(heading: str) -> None:
    best = MATCHER.best((heading,))
    assert best is None or best[1] < 1.0


@pytest.mark.parametrize("remark", ["待核定", "待统计", "不含税收", "以合同为准"])
def test_a_remark_in_brackets_is_no_part_of_a_heading(remark: str) -> None:
    assert MATCHER.best((f"特色产业产值（{remark}）",)) == MATCHER.best(("特色产业产值",))
