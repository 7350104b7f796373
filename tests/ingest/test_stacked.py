"""What stands one below another on a sheet: cards with titles of their own, a form below a table, rows of kinds."""

from __future__ import annotations

import pytest

from tests.ingest.unseen import GRIDS, KINDS, NAMES, TOWNS, Merges, Rows, codes, read, said, sheet

FIELDS = ("grids_total", "grids_staffed", "disputes_received", "disputes_resolved")


def test_cards_below_titles_that_name_their_towns_among_other_words() -> None:
    rows: Rows = []
    for t, town in enumerate(NAMES):
        rows.append([f"{town}产业发展和社会治理情况"])
        rows += [
            [GRIDS[n], 20.0 + t - n, "个", GRIDS[n + 1], 19.0 + t - n, "个" if n == 0 else "件"]
            for n in (0, 2)
        ]
        rows.append([None])
    values = said(read(sheet(rows, "治理")))
    assert values == {
        (town, "", f): 20.0 + t - n for t, town in enumerate(NAMES) for n, f in enumerate(FIELDS)
    }


@pytest.mark.parametrize("caption", [["2025年3月", None, None, "单位：万元"], ["填报单位：延川县财政局"]])
def test_tables_of_towns_each_below_its_title_and_caption(caption: list[object]) -> None:
    rows: Rows = []
    for t, town in enumerate(NAMES):
        rows += [[f"{town}资金投入情况表"], caption, ["资金来源", "计划资金", "到位资金", "支出资金"]]
        rows += [["县级自筹", 90.0 + t, 60.0, 30.0], ["衔接资金", 40.0 + t, 20.0, 10.0]]
        rows += [["合计", 130.0 + 2 * t, 80.0, 40.0], [None]]
    values = said(read(sheet(rows, "资金")))
    planned = {key[:2]: value for key, value in values.items() if key[2] == "amount_planned"}
    assert planned == {
        (
            town,
            source,
        ): money + t
        for t, town in enumerate(NAMES)
        for source, money in (("county", 90.0), ("linkage", 40.0))
    }


def test_a_form_below_a_table_is_no_part_of_it() -> None:
    rows: Rows = [["序号", "镇名", *GRIDS]]
    rows += [[float(t + 1), town, 20.0, 18.0, 9.0, 7.0] for t, town in enumerate(NAMES)]
    rows += [[None], ["表八　一季度推荐乡镇"], ["季度", "2025年1季度"]]
    rows += [["较好乡镇", NAMES[0]], ["较好乡镇推荐理由", None], ["较差乡镇", NAMES[1]]]
    reading = read(sheet(rows, "月报"))
    (recommended,) = (record for record in reading.records if record.ledger == "recommendations")
    assert recommended.key == "2025Q1"
    assert recommended.values["better_town"].value.text == TOWNS[NAMES[0]]
    assert recommended.values["poorer_town"].value.text == TOWNS[NAMES[1]]


@pytest.mark.parametrize("is_across", [False, True])
@pytest.mark.parametrize(
    ("kinds", "heads"),
    [
        (("较好", "较差"), ("评价", "乡镇", "理由")),
        (("成效较好", "成效较差"), ("类别", "镇名", "推荐理由")),
        (("建设成效较好", "建设成效较差"), ("项目", "乡镇", "理由")),
        (("较好", "较差"), ("类型", "乡镇名称", "主要理由")),
    ],
)
def test_rows_or_columns_that_say_of_which_kind_their_town_is(
    kinds: tuple[str, str], heads: tuple[str, str, str], is_across: bool
) -> None:
    rows: Rows = [[*heads], [kinds[0], NAMES[0], "进度快"], [kinds[1], NAMES[1], "开工率低"]]
    if is_across:
        rows = [[*column] for column in zip(*rows, strict=True)]
    reading = read(sheet([["2025年1季度建设成效推荐"], *rows], "季度推荐"))
    assert not {"PERIOD_MISMATCH", "UNKNOWN_COLUMN"} & codes(reading)
    (record,) = reading.records
    assert (record.key, {name: held.value.text for name, held in record.values.items()}) == (
        "2025Q1",
        {
            "better_town": TOWNS[NAMES[0]],
            "better_reason": "进度快",
            "poorer_town": TOWNS[NAMES[1]],
            "poorer_reason": "开工率低",
        },
    )


def test_a_blank_column_headed_by_a_field_is_no_group_of_those_behind_it() -> None:
    head: list[object] = ["项目名称", "乡镇", "项目类别", "实际竣工时间", "县级自筹", "协作资金", "总投资"]
    head += ["年度计划投资", "2025年各月完成投资", None, None, "累计完成投资", "建设状态"]
    leaves: list[object] = [*[None] * 8, "1月", "2月", "3月", None, None]
    merges: Merges = [(0, c, 1, c) for c in (*range(8), 11, 12)] + [(0, 8, 0, 10)]
    rows: Rows = [head, leaves]
    rows += [
        [f"道路{t}", town, "基础设施", None, 400.0, None, 900.0 + t, 500.0, 10.0, 20.0, 30.0, 60.0, "在建"]
        for t, town in enumerate(NAMES)
    ]
    values = said(read(sheet(rows, "项目", merges)))
    for t, town in enumerate(NAMES):
        assert values[town, f"道路{t}", "fund_county"] == 400.0
        assert values[town, f"道路{t}", "total_investment"] == 900.0 + t
        assert values[town, f"道路{t}", "month_investment"] == 30.0
        assert values[town, f"道路{t}", "status"] == "under_construction"


def test_numbers_beside_units_below_what_they_count() -> None:
    head: list[object] = ["镇名", "小学总数", None, "标准化小学数", None]
    merges: Merges = [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4)]
    required = {"镇区常住人口": 2000.0, "居住小区总数": 6.0, "通燃气小区数": 3.0, "垃圾产生量": 60.0}
    required |= {"垃圾处理量": 50.0, "自然村总数": 9.0, "垃圾收运覆盖自然村": 8.0, "行政村数": 7.0}
    merges += [(0, c, 1, c) for c in range(5, 5 + len(required))]
    rows: Rows = [[*head, *required], [None, *["数量", "单位"] * 2]]
    rows += [[town, 3.0, "所", 2.0, "所", *required.values()] for town in NAMES]
    values = said(read(sheet(rows, "设施", merges)))
    assert [values[town, "", "primaries_total"] for town in NAMES] == [3.0] * 3
    assert [values[town, "", "primaries_standard"] for town in NAMES] == [2.0] * 3


def test_a_flag_beside_the_amounts_of_a_list_holds_for_the_record() -> None:
    rows: Rows = [["乡镇", "资金渠道", "是否涉农", "款项", "金额（元）"]]
    for town in NAMES:
        for source, flag in (("县级自筹", "否"), ("衔接资金", "是")):
            rows += [[town, source, flag, word, 1e6 - n] for n, word in enumerate(("计划", "到位", "支出"))]
    values = said(read(sheet(rows, "资金")))
    for town in NAMES:
        assert values[town, "linkage", "agriculture_related"] == 1.0
        assert values[town, "county", "agriculture_related"] == 0.0
        assert values[town, "linkage", "amount_planned"] == 100.0


def test_plan_and_actual_in_two_rows_of_a_project_that_has_spent_nothing() -> None:
    rows: Rows = [["乡镇", "项目名称", "项目类别", "计划/实际", "本年投资（万元）", "总投资", "建设状态"]]
    merges: Merges = []
    for t, town in enumerate(NAMES):
        merges += [(1 + 2 * t, c, 2 + 2 * t, c) for c in (0, 1, 2, 5, 6)]
        rows += [[town, f"道路{t}", "基础设施", "计划", 500.0, 900.0, "未开工"], [*[None] * 3, "实际", 0.0]]
    values = said(read(sheet(rows, "项目", merges)))
    for t, town in enumerate(NAMES):
        assert values[town, f"道路{t}", "annual_planned_investment"] == 500.0
        assert values[town, f"道路{t}", "cumulative_investment"] == 0.0


def test_marks_below_answers_that_say_whether_something_is_set_up() -> None:
    head: list[object] = ["镇名", "农户总数", "卫生厕所户数"]
    head += [f"{kind}{what}数" for kind in KINDS for what in ("发现", "整改")]
    last = len(head)
    merges: Merges = [*((0, c, 1, c) for c in range(last)), (0, last, 0, last + 1)]
    rows: Rows = [[*head, "长效管护机制", None], [*[None] * last, "已建立", "未建立"]]
    for t, town in enumerate(NAMES):
        marks = ["√", None] if t else [None, "√"]
        rows.append([town, 900.0, 800.0, *[9.0, 8.0] * len(KINDS), *marks])
    values = said(read(sheet(rows, "整治", merges)))
    assert [values[town, "", "upkeep_mechanism"] for town in NAMES] == [0.0, 1.0, 1.0]


def test_who_answers_for_a_project_in_the_midst_of_its_card_parts_no_cards() -> None:
    rows: Rows = []
    for t, town in enumerate(NAMES):
        rows += [
            ["项目名称：", f"道路{t}"],
            ["所在镇：", town],
            ["负责人：", "张某"],
            ["项目类别：", "基础设施"],
        ]
        rows += [["联系人：", "李某"], ["总投资：", 900.0 + t], ["年度计划投资：", 500.0 + t]]
        rows += [["累计完成投资：", 60.0 + t], ["建设状态：", "在建"]]
    values = said(read(sheet(rows, "项目")))
    for t, town in enumerate(NAMES):
        assert values[town, f"道路{t}", "total_investment"] == 900.0 + t
        assert values[town, f"道路{t}", "cumulative_investment"] == 60.0 + t
        assert values[town, f"道路{t}", "function"] == "infrastructure"


def test_what_one_ledger_asks_for_certain_is_no_second_choice_of_another() -> None:
    asked = [
        "特色产业产值",
        "上年同期产值",
        "农民合作社",
        "带动农户数",
        *GRIDS,
        "灾害监测点数",
        "法治文化阵地",
    ]
    rows: Rows = [["镇名", *asked]]
    rows += [[town, 90.0, 80.0, 5.0, 400.0, 20.0, 18.0, 9.0, 7.0, 6.0, 2.0] for town in NAMES]
    reading = read(sheet(rows, "产业与治理"))
    assert {record.ledger for record in reading.records} == {"industry", "governance"}
    held = {(r.ledger, name): v.value.number for r in reading.records for name, v in r.values.items()}
    assert held["industry", "households_linked"] == 400.0
    assert ("governance", "households_total") not in held
