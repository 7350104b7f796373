"""What one cell says for several records, and what forms and lists say in words that nobody knows."""

from __future__ import annotations

from ingest import recogniser
from ingest.reading import Reading, Source, read_sheets
from ingest.sheet import Sheet

COUNTY = "610622"
HEAD = ["镇名", "项目名称", "项目类别", "总投资", "年度计划投资", "建设状态", "本年累计完成投资"]


def read(rows: list[list[object]], merges: list[tuple[int, int, int, int]] | None = None) -> Reading:
    sheet = Sheet("表", rows, merges or [])
    return read_sheets([sheet], Reading(Source(COUNTY, "2025-03", "报表.xlsx"), recogniser.load().version))


def said(reading: Reading, name: str) -> list[tuple[str, object, str]]:
    assert not reading.rejected_ledgers, [f.message for f in reading.findings]
    return [
        (record.label, held.value.text if held.value.text is not None else held.value.number, held.address)
        for record in reading.records
        if not record.rejected and (held := record.values.get(name))
    ]


def codes(reading: Reading) -> list[tuple[str, str]]:
    return [(f.code.code, f.cell) for f in reading.findings if f.code.severity != "info"]


def test_a_merged_category_is_that_of_every_project_and_points_to_its_cell() -> None:
    rows: list[list[object]] = [
        [*HEAD],
        ["永坪镇", "甲项目", "基础设施", 900.0, 500.0, "在建", 10.0],
        ["文安驿镇", "乙项目", None, 800.0, 400.0, "在建", 20.0],
    ]
    reading = read(rows, [(1, 2, 2, 2)])
    assert said(reading, "function") == [
        ("甲项目", "infrastructure", "C2"),
        ("乙项目", "infrastructure", "C2"),
    ]


def test_an_amount_merged_over_several_projects_is_withheld_and_never_counted() -> None:
    rows: list[list[object]] = [
        [*HEAD],
        ["永坪镇", "甲项目", "基础设施", 900.0, 500.0, "在建", 10.0],
        ["永坪镇", "乙项目", "基础设施", None, 400.0, "在建", 20.0],
    ]
    reading = read(rows, [(1, 3, 2, 3)])
    assert [value for _, value, _ in said(reading, "total_investment")] == [None, None]
    assert codes(reading) == [("SHARED_AMOUNT", "D2"), ("SHARED_AMOUNT", "D2")]


def test_a_project_over_two_rows_keeps_its_merged_amount() -> None:
    rows: list[list[object]] = [
        [*HEAD, "存在问题"],
        ["永坪镇", "甲项目", "基础设施", 900.0, 500.0, "在建", 10.0, "资金不足"],
        [None, None, None, None, None, None, None, "用地未批"],
    ]
    reading = read(rows, [(1, column, 2, column) for column in range(7)])
    assert said(reading, "total_investment") == [("甲项目", 900.0, "D2")]


def test_an_unknown_label_on_a_card_is_a_finding() -> None:
    rows: list[list[object]] = [
        ["特色产业发展情况表", None, None, None],
        ["镇名", "永坪镇", "特色产业产值", 120.0],
        ["上年同期产值", 100.0, "招商引资项目洽谈", 3.0],
        ["现代农业产业园", 2.0, "农民专业合作社", 5.0],
        ["家庭农场", 7.0, "社会化服务组织", 1.0],
    ]
    reading = read(rows)
    assert ("UNKNOWN_COLUMN", "C3") in codes(reading)
    assert [value for _, value, _ in said(reading, "output_value_last_year")] == [100.0]


def test_labels_in_new_words_on_a_card_are_read_and_none_is_lost() -> None:
    rows: list[list[object]] = [
        ["镇(街道)名称", "永坪镇", "特色主导产业", "苹果", "产业产值(万元)", 3117.46],
        ["去年同期产值(万元)", 3071.85, "现代农业园区（单位：个）", 2.0, "合作社数(个)", 46.0],
        ["家庭农场数（单位：个）", 29.0, "社会化服务组织数(个)", 11.0, "举办文旅节会赛事（场）", 2.0],
        ["联农带农户", 6256.0, "总农户数", 11227.0, None, None],
    ]
    reading = read(rows)
    assert [value for _, value, _ in said(reading, "agri_parks")] == [2.0]
    assert [value for _, value, _ in said(reading, "households_total")] == [11227.0]
    assert codes(reading) == []


def test_a_group_that_names_whose_town_is_asked_for() -> None:
    rows: list[list[object]] = [
        ["2025年第一季度乡镇建设成效推荐表", None, None, None, None],
        ["季度", "建设成效较好乡镇", None, "建设成效较差乡镇", None],
        [None, "镇名", "推荐理由", "镇名", "主要问题"],
        ["一季度", "永坪镇", "进度快", "文安驿镇", "规划滞后"],
    ]
    reading = read(rows, [(1, 0, 2, 0), (1, 1, 1, 2), (1, 3, 1, 4)])
    assert [cell for _, _, cell in said(reading, "better_town")] == ["B4"]
    assert [cell for _, _, cell in said(reading, "poorer_town")] == ["D4"]
    assert [value for _, value, _ in said(reading, "poorer_reason")] == ["规划滞后"]


def test_indicators_in_new_words_down_and_towns_across() -> None:
    rows: list[list[object]] = [
        ["特色产业发展情况表", None, None, None],
        ["指标名称", "永坪镇", "文安驿镇", "合计"],
        ["特色主导产业", "苹果", "红枣", None],
        ["特色产业产值(本年)", 120.0, 80.0, 200.0],
        ["现代农业园区", 2.0, 1.0, 3.0],
        ["家庭农场数量", 7.0, 5.0, 12.0],
        ["社会化服务组织数", 4.0, 9.0, 13.0],
        ["举办文旅节会赛事", 1.0, 2.0, 3.0],
        ["总农户数", 900.0, 800.0, 1700.0],
    ]
    reading = read(rows)
    assert [value for _, value, _ in said(reading, "output_value")] == [120.0, 80.0]


def test_a_list_whose_rows_name_their_ledger_under_any_heading() -> None:
    ledgers = {
        "特色产业发展情况表": {"特色产业产值": 120.0, "农户总数": 900.0},
        "基层社会治理情况表": {"网格总数": 30.0, "农户总数": 901.0, "矛盾纠纷受理数": 12.0},
    }
    rows: list[list[object]] = [["类别", "镇名", "指标名称", "数值"]]
    for town in ("永坪镇", "文安驿镇"):
        for ledger, values in ledgers.items():
            rows += [[ledger, town, label, value] for label, value in values.items()]
    reading = read(rows)
    found = {
        (record.ledger, held.value.number)
        for record in reading.records
        if (held := record.values.get("households_total"))
    }
    assert found == {("industry", 900.0), ("governance", 901.0)}


def test_a_list_that_words_a_field_differently_for_each_town() -> None:
    wordings = {
        "永坪镇": ("特色产业产值", "农户总数", "家庭农场", "现代农业产业园"),
        "文安驿镇": ("产值", "总户数", "家庭农场", "农业产业园"),
    }
    rows: list[list[object]] = [["镇名", "指标名称", "数值"]]
    for town, labels in wordings.items():
        rows += [[town, label, float(value)] for value, label in enumerate(labels, start=10)]
    reading = read(rows)
    assert [value for _, value, _ in said(reading, "output_value")] == [10.0, 10.0]
    assert [value for _, value, _ in said(reading, "households_total")] == [11.0, 11.0]
    assert [value for _, value, _ in said(reading, "family_farms")] == [12.0, 12.0]


def test_the_second_name_of_a_field_is_not_taken_for_another_field() -> None:
    """Both 达标幼儿园 and 标准化幼儿园 are the kindergartens up to standard; the total is not reported."""
    rows: list[list[object]] = [
        ["镇名", "镇区常住人口", "居住小区总数", "行政村数", "达标幼儿园", "标准化幼儿园", "小学数"],
        ["永坪镇", 9000.0, 12.0, 20.0, 2.0, None, 3.0],
        ["文安驿镇", 8000.0, 11.0, 21.0, None, 1.0, 2.0],
    ]
    reading = read(rows)
    assert not any("kindergartens_total" in record.values for record in reading.records)
    standard = [record.values["kindergartens_standard"].value.number for record in reading.records]
    assert standard == [2.0, 1.0]


def test_a_category_in_a_row_above_its_projects_leads_to_that_row() -> None:
    head = ["序号", "镇名", "项目名称", "总投资", "年度计划投资", "建设状态", "本年累计完成投资"]
    rows: list[list[object]] = [
        head,
        ["一、基础设施（2个）", None, None, 1700.0, 900.0, None, 30.0],
        [1.0, "永坪镇", "甲项目", 900.0, 500.0, "在建", 10.0],
        [2.0, "文安驿镇", "乙项目", 800.0, 400.0, "在建", 20.0],
        ["二、公共服务（1个）", None, None, 70.0, 60.0, None, 5.0],
        [3.0, "永坪镇", "丙项目", 70.0, 60.0, "在建", 5.0],
        ["三、待定", None, None, None, None, None, None],
        [4.0, "永坪镇", "丁项目", 60.0, 50.0, "在建", 4.0],
    ]
    reading = read(rows)
    assert said(reading, "total_investment")[-1][:2] == ("丁项目", 60.0)
    assert said(reading, "function") == [
        ("甲项目", "infrastructure", "A2"),
        ("乙项目", "infrastructure", "A2"),
        ("丙项目", "public_service", "A5"),
    ]


def test_a_category_behind_its_number_right_below_the_headings_is_none_of_them() -> None:
    rows: list[list[object]] = [
        ["镇名", "项目名称", "总投资", "年度计划投资", "建设状态", "本年累计完成投资"],
        ["一", "基础设施类", None, None, None, None],
        ["永坪镇", "甲项目", 900.0, 500.0, "在建", 10.0],
        ["二", "公共服务类", None, None, None, None],
        ["永坪镇", "丙项目", 70.0, 60.0, "在建", 5.0],
    ]
    assert said(read(rows), "function") == [
        ("甲项目", "infrastructure", "B2"),
        ("丙项目", "public_service", "B4"),
    ]


def test_categories_and_those_within_them_answer_a_field_each() -> None:
    rows: list[list[object]] = [
        ["序号", "项目名称", "镇名", "建设内容", "总投资", "年度计划投资", "建设状态", "本年累计完成投资"],
        ["一", "基础设施（3个）", None, None, 1760.0, None, None, None],
        ["（一）", "道路路网（2个）", None, None, 1700.0, None, None, None],
        [1.0, "甲项目", "永坪镇", "硬化道路2公里", 900.0, 500.0, "在建", 10.0],
        [2.0, "乙项目", "文安驿镇", "硬化道路1公里", 800.0, 400.0, "在建", 20.0],
        ["（二）", "停车场（1个）", None, None, 60.0, None, None, None],
        [1.0, "丙项目", "永坪镇", "新建车位9个", 60.0, 50.0, "在建", 5.0],
        ["二", "社会治理（1个）", None, None, 70.0, None, None, None],
        ["（一）", "社会治理（1个）", None, None, 70.0, None, None, None],
        [1.0, "丁项目", "永坪镇", "建筑面积90平方米", 70.0, 50.0, "在建", 4.0],
    ]
    reading = read(rows)
    assert not reading.findings
    assert said(reading, "function") == [
        ("甲项目", "infrastructure", "B2"),
        ("乙项目", "infrastructure", "B2"),
        ("丙项目", "infrastructure", "B2"),
        ("丁项目", "governance", "B8"),
    ]
    assert said(reading, "work_item") == [
        ("甲项目", "road", "B3"),
        ("乙项目", "road", "B3"),
        ("丙项目", "parking", "B6"),
        ("丁项目", "governance", "B9"),
    ]
