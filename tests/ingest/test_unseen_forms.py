"""Forms, tables that only their titles name, targets beside what was achieved: layouts that no renderer draws."""

from __future__ import annotations

import pytest

from ingest.sheet import Sheet
from tests.ingest.unseen import NAMES, SOURCES, TOWNS, Merges, codes, expected_funds, funds, read, said, sheet


def test_a_town_answered_above_a_form_is_the_town_of_the_form() -> None:
    forms = [
        Sheet(
            f"表格{n}",
            [["网格总数：12个", f"配备网格员网格数：{n}"], ["矛盾纠纷受理数：9件", "矛盾纠纷化解数：8"]],
        )
        for n in range(3)
    ]
    for form, town in zip(forms, NAMES, strict=True):
        form.captions = [f"乡镇：{town}"]
    expected = {"grids_total": 12, "disputes_received": 9, "disputes_resolved": 8}
    assert said(read(*forms)) == {
        (town, "", name): value
        for n, town in enumerate(NAMES)
        for name, value in ({**expected, "grids_staffed": n}).items()
    }


@pytest.mark.parametrize("blank", ["", "—"])
def test_a_label_without_a_value_in_its_cell_says_nothing(blank: str) -> None:
    cells = [
        "镇名：永坪镇",
        "网格总数：12",
        f"配备网格员网格数：{blank}",
        "矛盾纠纷受理数：9",
        "矛盾纠纷化解数：8",
    ]
    assert "grids_staffed" not in {name for _, _, name in said(read(sheet([[cell] for cell in cells])))}


def test_a_table_with_some_answers_behind_colons_stays_a_table() -> None:
    rows = [["镇名", "网格总数", "配备网格员网格数", "矛盾纠纷受理数", "矛盾纠纷化解数", "备注"]]
    rows += [[town, 12, 11, 9, 8, "网格总数：13"] for town in NAMES]
    assert {value for (_, _, name), value in said(read(sheet(rows))).items() if name == "grids_total"} == {12}


def a_table_for_each_amount(*titles: str) -> list[list[list[object]]]:
    """Towns down and sources across with their sum, one table for each of the amounts."""
    tables = []
    for number, title in enumerate(titles):
        rows: list[list[object]] = [[title], ["镇名", *SOURCES, "合计"]]
        for t, town in enumerate(NAMES):
            amounts = [funds(t, s)[number] for s in range(len(SOURCES))]
            rows.append([town, *amounts, sum(amounts)])
        tables.append(rows)
    return tables


AMOUNTS = ("表一：计划资金情况（万元）", "表二：2025年3月资金到位情况（万元）", "表三：资金支出情况（万元）")


def test_a_title_says_which_amount_stands_below_the_sources() -> None:
    sheets = [sheet(rows, f"Sheet{n}") for n, rows in enumerate(a_table_for_each_amount(*AMOUNTS))]
    assert said(read(*sheets)) == expected_funds()
    below_each_other = [row for rows in a_table_for_each_amount(*AMOUNTS) for row in [*rows, [None]]]
    assert said(read(sheet(below_each_other))) == expected_funds()


@pytest.mark.parametrize(
    "title", ["未到位资金情况", "2024年资金到位情况", "计划资金与到位资金对照", "到位率", "资金情况"]
)
def test_a_title_that_names_another_amount_or_several_says_nothing(title: str) -> None:
    tables = a_table_for_each_amount(AMOUNTS[0], title, AMOUNTS[2])
    reading = read(*[sheet(rows, f"Sheet{n}") for n, rows in enumerate(tables)])
    assert "amount_arrived" not in {name for record in reading.records for name in record.values}
    assert reading.rejected_ledgers


@pytest.mark.parametrize("pair", [("目标", "实际"), ("计划数", "实际数"), ("目标", "完成")])
def test_target_and_actual_below_every_field(pair: tuple[str, str]) -> None:
    labels = ["网格总数", "配备网格员网格数", "矛盾纠纷受理数", "矛盾纠纷化解数"]
    groups = [cell for label in labels for cell in (label, None)]
    rows = [["基层社会治理目标完成情况"], ["镇名", *groups], [None, *pair * len(labels)]]
    rows += [[town, *[n for actual in (12, 11, 9, 8) for n in (actual + 20, actual)]] for town in NAMES]
    found = said(read(sheet(rows, merges=[(1, c, 1, c + 1) for c in range(1, 9, 2)])))
    names = ("grids_total", "grids_staffed", "disputes_received", "disputes_resolved")
    assert found == {
        (town, "", name): n for town in NAMES for name, n in zip(names, (12, 11, 9, 8), strict=True)
    }


REASONS = [["红榜", "永坪镇", "调度有力"], ["黑榜", "文安驿镇", "进度滞后"]]


def test_rows_of_the_better_and_the_poorer_town() -> None:
    rows = [["2025年第一季度红黑榜"], ["榜单", "镇名", "推荐理由"], *REASONS]
    assert recommended(sheet(rows)) == {
        ("2025Q1", "better_town"): TOWNS["永坪镇"],
        ("2025Q1", "better_reason"): "调度有力",
        ("2025Q1", "poorer_town"): TOWNS["文安驿镇"],
        ("2025Q1", "poorer_reason"): "进度滞后",
    }


def recommended(table: Sheet) -> dict[tuple[str, str], float | str | None]:
    """(quarter, field) → value of what is accepted."""
    reading = read(table)
    assert not reading.rejected_ledgers, [f.message for f in reading.findings]
    accepted = [record for record in reading.records if not record.rejected]
    values = [(r.key, name, held.value) for r in accepted for name, held in r.values.items()]
    return {(key, name): value.text for key, name, value in values if not value.problem}


def test_of_two_quarters_in_a_title_neither_is_taken() -> None:
    rows = [["2024年第四季度和2025年第一季度红黑榜"], ["榜单", "镇名", "推荐理由"], *REASONS]
    assert read(sheet(rows)).rejected_ledgers == {"recommendations"}


def test_two_towns_of_one_kind_are_nobody_s_choice() -> None:
    rows = [
        ["季度", "榜单", "镇名"],
        ["2025年第一季度", "红榜", "永坪镇"],
        [None, "红榜", "延水关镇"],
        [None, "黑榜", "文安驿镇"],
    ]
    reading = read(sheet(rows))
    chosen = [r.values["better_town"].value for r in reading.records if "better_town" in r.values]
    assert all(value.problem for value in chosen)


TARGETS = {
    "网格总数": (32, 12),
    "配备网格员网格数": (31, 11),
    "矛盾纠纷受理数": (29, 9),
    "矛盾纠纷化解数": (28, 8),
}


def expected_actual() -> dict[tuple[str, str, str], int]:
    names = ("grids_total", "grids_staffed", "disputes_received", "disputes_resolved")
    actual = [actual for _, actual in TARGETS.values()]
    return {(t, "", name): value for t in NAMES for name, value in zip(names, actual, strict=True)}


def test_target_and_actual_in_rows_below_each_other() -> None:
    rows: list[list[object]] = [["镇名", "类别", *TARGETS]]
    for town in NAMES:
        rows += [
            [town, "目标", *[n for n, _ in TARGETS.values()]],
            [None, "实际", *[n for _, n in TARGETS.values()]],
        ]
    assert said(read(sheet(rows, merges=[(r, 0, r + 1, 0) for r in (1, 3, 5)]))) == expected_actual()


def test_target_and_actual_below_towns_across() -> None:
    rows: list[list[object]] = [["指标", *[cell for town in NAMES for cell in (town, None)]]]
    rows += [[None, *["目标", "实际"] * 3], *[[label, *pair * 3] for label, pair in TARGETS.items()]]
    merges = [(0, 0, 1, 0), *[(0, c, 0, c + 1) for c in (1, 3, 5)]]
    assert said(read(sheet(rows, merges=merges))) == expected_actual()


def test_rows_of_towns_with_labels_in_every_cell_are_refused_not_read_in_part() -> None:
    cells = [f"{label}：{actual}" for label, (_, actual) in TARGETS.items()]
    assert read(sheet([["基层治理"], *[[town, *cells] for town in NAMES]])).rejected_ledgers == {""}


def test_forms_side_by_side_with_labels_in_every_cell() -> None:
    rows = [[f"镇名：{town}" for town in NAMES]]
    rows += [[f"{label}：{actual}"] * 3 for label, (_, actual) in TARGETS.items()]
    assert said(read(sheet(rows))) == expected_actual()


def test_a_heading_that_means_another_field_in_each_row_of_a_record_is_read_with_the_row() -> None:
    rows: list[list[object]] = [
        ["镇名", "项目名称", "项目类别", "建设状态", "总投资", "", "年度投资", "竣工时间"]
    ]
    merges: Merges = []
    for town in NAMES:
        merges += [(len(rows), c, len(rows) + 1, c) for c in range(5)]
        rows.append([town, f"{town}道路", "基础设施", "在建", 900.0, "计划", 500.0, "2025.11"])
        rows.append([*[None] * 5, "实际", 120.0, None])
    values = said(read(sheet(rows, "项目", merges)))
    for town in NAMES:
        assert values[town, f"{town}道路", "planned_completion_date"] == "2025-11-01"
        assert (town, f"{town}道路", "actual_completion_date") not in values
        assert values[town, f"{town}道路", "annual_planned_investment"] == 500.0
        assert values[town, f"{town}道路", "cumulative_investment"] == 120.0


def test_sources_below_projects_in_one_sheet_are_another_table_though_its_headings_say_little() -> None:
    rows: list[list[object]] = [["六、建设项目（单位：万元）"]]
    rows.append(["序号", "项目名称", "类别", "状态", "总投资", "年度计划投资", "年度累计完成投资"])
    rows.append([1.0, "道路", "基础设施", "在建", 900.0, 500.0, 100.0])
    rows += [["七、资金投入（单位：万元）"], ["序号", "资金来源", "计划", "到位", "支出"]]
    rows += [[n + 1.0, source, *funds(0, n)] for n, source in enumerate(SOURCES)]
    values = said(read(sheet(rows, NAMES[0])))
    assert {key for _, key, _ in values} == {"道路", "county", "linkage"}
    assert [values[NAMES[0], "linkage", name] for name in ("amount_planned", "amount_spent")] == [110.0, 27.5]


def test_a_question_among_the_sides_of_a_record_is_asked_of_each_record() -> None:
    """A row each for 计划资金, 到位资金, 支出资金 and 是否涉农, sources across."""
    sources = ["县级配套", "上级资金", "部门资金", "衔接资金", "协作资金", "帮扶资金", "社会资本"]
    towns = [*NAMES, "关庄镇", "贾家坪镇", "杨家圪台镇", "乾坤湾镇"]
    rows: list[list[object]] = [["序号", "镇名", "项目", "资金来源", *[None] * 6]]
    rows.append([None, None, None, *sources])
    merges: Merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 9)]
    for t, town in enumerate(towns):
        merges += [(len(rows), column, len(rows) + 3, column) for column in (0, 1)]
        for side, label in enumerate(("计划资金", "到位资金", "支出资金")):
            names = [None, None] if side else [t + 1.0, town]
            rows.append([*names, label, *(funds(t, s)[side] for s in range(7))])
        rows.append([None, None, "是否涉农", *["×"] * 3, "√", *["×"] * 3])
    values = said(read(sheet(rows, "资金", merges)))
    assert len(values) == 4 * 7 * len(towns)
    for t, town in enumerate(towns):
        asked = ("amount_planned", "amount_arrived", "amount_spent", "agriculture_related")
        assert [values[town, "linkage", name] for name in asked] == [*funds(t, 3), 1.0]


def test_a_unit_below_the_heading_of_its_value_is_no_column_of_its_own() -> None:
    rows: list[list[object]] = [["镇名", "资金来源", "计划资金", None, "到位资金", None, "支出资金", None]]
    merges: Merges = [(0, c, 0, c + 1) for c in (2, 4, 6)]
    for t, town in enumerate(NAMES):
        for s, source in enumerate(SOURCES):
            planned, arrived, spent = funds(t, s)
            rows.append([town, source, planned * 10, "千元", arrived, "万元", spent * 10, "千元"])
    reading = read(sheet(rows, "资金", merges))
    assert said(reading) == expected_funds()
    assert "UNKNOWN_COLUMN" not in codes(reading)


def test_sources_in_rows_below_their_project_are_its_funds() -> None:
    """项目名称 merged down over 资金来源 | 资金额, a row each; of one project no source is known yet."""
    rows: list[list[object]] = [
        [
            "所在镇",
            "项目名称",
            "项目类别",
            "总投资",
            "年度计划投资",
            "累计完成投资",
            "资金来源",
            "资金额（万元）",
            "建设状态",
        ]
    ]
    merges: Merges = []
    for n, town in enumerate(NAMES):
        sources = [("县级自筹", 300.0), ("衔接资金", 200.0 + n)] if n else []
        once = [town, f"道路{n}", "基础设施", 900.0, 500.0, 100.0 + n]
        if sources:
            merges += [(len(rows), column, len(rows) + 1, column) for column in (*range(6), 8)]
        for row, source in enumerate(sources or [(None, None)]):
            rows.append([*([None] * 6 if row else once), *source, None if row else "在建"])
    values = said(read(sheet(rows, "项目", merges)))
    assert [values.get((town, f"道路{n}", "fund_linkage")) for n, town in enumerate(NAMES)] == [
        None,
        201.0,
        202.0,
    ]
    assert [values.get((town, f"道路{n}", "fund_county")) for n, town in enumerate(NAMES)] == [
        None,
        300.0,
        300.0,
    ]
    assert [values[town, f"道路{n}", "cumulative_investment"] for n, town in enumerate(NAMES)] == [
        100.0,
        101.0,
        102.0,
    ]
    assert {name for town, _, name in values if town == NAMES[0]} >= {
        "function",
        "status",
        "total_investment",
    }


def test_a_band_of_a_wide_table_holds_what_is_left_of_one_ledger_and_begins_another() -> None:
    """Four rows of headings, of which the group of the last band stands alone in its row; 1是0否 below."""
    bands: list[list[tuple[str, str, str, str, object]]] = [
        [
            ("一、社会治理", "网格", "总数", "个", 20.0),
            ("一、社会治理", "网格", "配备网格员", "个", 18.0),
            ("一、社会治理", "纠纷", "受理", "件", 9.0),
            ("一、社会治理", "纠纷", "化解", "件", 7.0),
        ],
        [
            ("一、社会治理", "监测点", "正常运行", "个", 4.0),
            ("二、特色产业", "产业", "产值", "万元", 90.0),
            ("二、特色产业", "产业", "上年同期产值", "万元", 80.0),
            ("二、特色产业", "主体", "合作社", "个", 5.0),
        ],
        [
            ("三、规划编制", "名镇名村", "是否名镇名村", "1是0否", 1.0),
            ("三、规划编制", "名镇名村", "保护规划进度", "—", "编制中"),
            ("三、规划编制", "名镇名村", "历史遗存", "处", 2.0),
            ("三、规划编制", "名镇名村", "申报第八批", "1是0否", 0.0),
        ],
    ]
    bands[2].insert(0, ("三、规划编制", "专项规划", "规划编制进度", "—", "已批复"))
    rows: list[list[object]] = []
    merges: Merges = []
    for number, band in enumerate(bands):
        rows.append([f"一表通（续表{number}）" if number else "一表通"])
        top = len(rows)
        merges += [(top, 0, top + 3, 0), (top, 1, top + 3, 1)]
        for level in range(4):
            texts = [column[level] for column in band]
            told = [t if level > 1 or not n or texts[n - 1] != t else None for n, t in enumerate(texts)]
            starts = [n for n, t in enumerate(told) if t is not None]
            ends = [*starts[1:], len(told)]
            merges += [
                (top + level, s + 2, top + level, e + 1)
                for s, e in zip(starts, ends, strict=True)
                if e - s > 1
            ]
            rows.append([*(["序号", "镇（街道）"] if not level else [None, None]), *told])
        rows += [[n + 1.0, town, *(column[4] for column in band)] for n, town in enumerate(NAMES)]
        rows.append([None])
    values = said(read(sheet(rows, "一表通", merges)))
    assert values[NAMES[1], "", "hazard_points_online"] == 4.0
    assert values[NAMES[1], "", "output_value"] == 90.0
    assert values[NAMES[1], "", "town_plan_status"] == "approved"
    assert values[NAMES[1], "", "heritage_town"] == 1.0
    assert values[NAMES[1], "", "heritage_application"] == 0.0
    assert len(values) == 13 * len(NAMES)


def test_a_summary_of_projects_by_town_beside_them_names_no_project() -> None:
    heads: list[object] = [
        "项目名称",
        "所在镇",
        "项目类别",
        "建设状态",
        "总投资",
        "年度计划投资",
        "本年累计完成投资",
    ]
    rows = [heads, *([f"{town}停车场", town, "基础设施", "在建", 900.0, 300.0, 60.0] for town in NAMES)]
    summary: list[list[object]] = [
        ["镇名", "项目个数", "总投资（万元）"],
        *([town, 3.0, 2700.0] for town in NAMES),
    ]
    reading = read(sheet(rows, "项目"), sheet(summary, "汇总"))
    assert [(f.code.code, f.sheet) for f in reading.findings] == [("UNRECOGNISED_TABLE", "汇总")]
    assert len(reading.records) == len(NAMES)
