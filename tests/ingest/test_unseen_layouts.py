"""Layouts that no county of the bundled quarter uses: each is read in full, or refused with its reason."""

from __future__ import annotations

import pytest

from ingest import recogniser
from ingest.reading import Reading, Source, read_sheets
from ingest.sheet import Sheet

COUNTY = "610622"
TOWNS = {"永坪镇": "610622101", "延水关镇": "610622102", "文安驿镇": "610622103"}
NAMES = list(TOWNS)
Merges = list[tuple[int, int, int, int]]


def sheet(rows: list[list[object]], name: str = "表", merges: Merges | None = None) -> Sheet:
    width = max(map(len, rows))
    return Sheet(name, [[*row, *[None] * (width - len(row))] for row in rows], merges or [])


def read(*sheets: Sheet) -> Reading:
    return read_sheets([*sheets], Reading(Source(COUNTY, "2025-03", "报表.xlsx"), recogniser.load().version))


def said(reading: Reading) -> dict[tuple[str, str, str], float | str | None]:
    """(town, key, field) → value of all that is accepted; keys and towns as in the file's names."""
    by_code = {town.code: town.name for town in recogniser.load().gazetteer.of_county(COUNTY)}
    assert not reading.rejected_ledgers, [f.message for f in reading.findings]
    return {
        (by_code[record.town_code], record.key, name): held.value.text
        if held.value.number is None
        else held.value.number
        for record in reading.records
        if not record.rejected
        for name, held in record.values.items()
    }


def codes(reading: Reading) -> set[str]:
    return {f.code.code for f in reading.findings}


SOURCES = ["县级自筹", "衔接资金"]


def funds(town: int, source: int) -> tuple[float, float, float]:
    """Planned, arrived and spent of a town and source."""
    planned = 100.0 * (town + 1) + 10 * source
    return planned, planned / 2, planned / 4


def expected_funds() -> dict[tuple[str, str, str], float]:
    names = ("amount_planned", "amount_arrived", "amount_spent")
    return {
        (town, code, name): amount
        for t, town in enumerate(NAMES)
        for s, code in enumerate(("county", "linkage"))
        for name, amount in zip(names, funds(t, s), strict=True)
    }


def test_sums_beside_the_sources_below_each_amount_are_nobody_s_values() -> None:
    head: list[object] = ["镇名"]
    leaves: list[object] = [None]
    merges: Merges = [(1, 0, 2, 0)]
    for amount in ("计划资金", "到位资金", "支出资金"):
        merges.append((1, len(head), 1, len(head) + 2))
        head += [amount, None, None]
        leaves += ["小计", *SOURCES]
    rows: list[list[object]] = [["资金情况（万元）"], head, leaves]
    for t, town in enumerate(NAMES):
        row: list[object] = [town]
        for place in range(3):
            own = [funds(t, s)[place] for s in range(2)]
            row += [sum(own), *own]
        rows.append(row)
    reading = read(sheet(rows, merges=merges))
    assert said(reading) == expected_funds()
    assert not reading.findings


def test_a_source_named_by_the_sheet_is_the_key_of_its_rows() -> None:
    sheets = []
    for s, source in enumerate(SOURCES):
        rows: list[list[object]] = [["单位：万元"], ["序号", "镇名", "计划资金", "到位资金", "支出资金"]]
        rows += [[float(t + 1), town, *funds(t, s)] for t, town in enumerate(NAMES)]
        sheets.append(sheet(rows, source))
    assert said(read(*sheets)) == expected_funds()


def test_sources_in_rows_above_the_towns_of_each() -> None:
    rows: list[list[object]] = [
        ["资金投入情况表（单位：万元）"],
        ["序号", "镇名", "计划资金", "到位资金", "支出资金"],
    ]
    for s, source in enumerate(SOURCES):
        rows.append([f"（{'一二'[s]}）{source}"])
        rows += [[float(t + 1), town, *funds(t, s)] for t, town in enumerate(NAMES)]
    assert said(read(sheet(rows))) == expected_funds()


def test_a_first_row_with_one_whole_number_is_data_not_numbering() -> None:
    sheets = []
    for t, town in enumerate(NAMES):
        rows: list[list[object]] = [["资金来源", "计划资金", "到位资金", "支出资金"]]
        rows += [[source, *funds(t, s)] for s, source in enumerate(SOURCES)]
        sheets.append(sheet(rows, town))
    assert said(read(*sheets)) == expected_funds()


SIX = {
    "乱搭乱建": "illegal_building",
    "垃圾乱倒": "garbage_dumping",
    "污水乱排": "sewage_dumping",
    "店外乱摆": "street_stalls",
    "广告乱贴": "posters",
    "线缆乱拉": "cables_messy",
}
BASIC: list[list[object]] = [["镇名", "农户总数", "卫生厕所户数"], *[[town, 900.0, 800.0] for town in NAMES]]


def expected_disorder() -> dict[tuple[str, str, str], float]:
    found = {(t, "", f"{f}_found"): 9.0 + n for t in NAMES for n, f in enumerate(SIX.values())}
    fixed = {(t, "", f"{f}_fixed"): 5.0 + n for t in NAMES for n, f in enumerate(SIX.values())}
    basic = {(t, "", "households_total"): 900.0 for t in NAMES} | {
        (t, "", "toilets_sanitary"): 800.0 for t in NAMES
    }
    return found | fixed | basic


def test_half_of_a_label_down_a_column_and_half_across() -> None:
    rows: list[list[object]] = [["“六乱”整治台账"], ["镇名", "问题类型", "发现数", "整改数"]]
    rows += [[town, kind, 9.0 + n, 5.0 + n] for town in NAMES for n, kind in enumerate(SIX)]
    assert said(read(sheet(BASIC, "基本"), sheet(rows, "六乱"))) == expected_disorder()


def test_half_of_a_label_below_each_town_and_half_down_a_column() -> None:
    head: list[object] = ["问题类型"]
    leaves: list[object] = [None]
    for town in NAMES:
        head += [town, None]
        leaves += ["发现数", "整改数"]
    merges = [(1, 0, 2, 0), *[(1, 1 + 2 * t, 1, 2 + 2 * t) for t in range(3)]]
    rows: list[list[object]] = [["“六乱”整治情况"], head, leaves]
    rows += [[kind, *[9.0 + n, 5.0 + n] * 3] for n, kind in enumerate(SIX)]
    reading = read(sheet(BASIC, "基本"), sheet(rows, "六乱", merges))
    assert said(reading) == expected_disorder()


HEAD: list[object] = ["镇名", "网格总数", "配备网格员网格数", "矛盾纠纷受理数", "矛盾纠纷化解数"]


def governance(head: list[object], received: list[float], resolved: list[float]) -> Reading:
    rows: list[list[object]] = [["基层社会治理情况表"], head]
    rows += [[t, 20.0, 18.0, a, b] for t, a, b in zip(NAMES, received, resolved, strict=True)]
    return read(sheet(rows))


def test_a_required_column_with_an_unknown_name_is_settled_by_its_numbers_and_said() -> None:
    reading = governance([*HEAD[:3], "全镇纠纷", HEAD[4]], [9.0, 7.0, 8.0], [8.0, 7.0, 5.0])
    assert said(reading)["永坪镇", "", "disputes_received"] == 9.0
    assert "COLUMN_BY_ELIMINATION" in codes(reading)


@pytest.mark.parametrize("received", [[9.0, 3.0, 8.0], [2025.0, 2026.0, 2027.0]])
def test_numbers_that_stand_in_no_relation_prove_nothing(received: list[float]) -> None:
    reading = governance([*HEAD[:3], "全镇纠纷", HEAD[4]], received, [8.0, 7.0, 5.0])
    assert reading.rejected_ledgers == {"governance"}
    assert "REQUIRED_COLUMN_MISSING" in codes(reading)


def test_a_list_with_codes_of_towns_and_of_indicators() -> None:
    rows: list[list[object]] = [["期别", "区划代码", "镇名", "指标代码", "指标名称", "计量单位", "本期值"]]
    asked = {"农户总数": "households_total", "卫生厕所户数": "toilets_sanitary"}
    asked |= {
        f"{k}{w}数": f"{f}_{e}" for k, f in SIX.items() for w, e in (("发现", "found"), ("整改", "fixed"))
    }
    for town, code in TOWNS.items():
        rows += [["202503", code, town, f"H{n:02}", label, "个", 10.0 + n] for n, label in enumerate(asked)]
    expected = {(t, "", f): 10.0 + n for t in NAMES for n, f in enumerate(asked.values())}
    assert said(read(sheet(rows))) == expected


def test_cards_of_numbered_rows_with_a_heading_and_units_beside() -> None:
    asked = ["农户总数", "卫生厕所户数", *[f"{kind}{what}数" for kind in SIX for what in ("发现", "整改")]]
    sheets = []
    for town in NAMES:
        rows: list[list[object]] = [[f"{town}人居环境整治情况表"], ["序号", "指标名称", "单位", "数量"]]
        rows += [
            [float(n), label, "户" if n < 3 else "个", 30.0 + n] for n, label in enumerate(asked, start=1)
        ]
        sheets.append(sheet(rows, town))
    values = said(read(*sheets))
    assert values["延水关镇", "", "toilets_sanitary"] == 32.0
    assert len(values) == len(NAMES) * len(asked)


def test_a_line_of_dates_and_units_before_the_headings_is_no_group() -> None:
    rows: list[list[object]] = [
        ["社会治理清单"],
        ["截止日期：2025年3月31日", None, "计量单位（件）：件", "分管部门："],
        HEAD,
        *[[town, 20.0, 18.0, 9.0, 8.0] for town in NAMES],
        ["分管领导：", None, "核对人：张某", "签字："],
    ]
    reading = read(sheet(rows))
    assert len(said(reading)) == 12
    assert not reading.findings


def test_units_that_name_towns_beside_sheets_of_towns_are_no_towns() -> None:
    head: list[object] = [
        "项目名称",
        "责任单位",
        "项目类别",
        "总投资",
        "年度计划投资",
        "累计完成投资",
        "建设状态",
    ]
    sheets = []
    for town in NAMES:
        rows: list[list[object]] = [["建设项目台账"], head]
        rows += [[f"{town}{n}号路", "永坪镇人民政府", "基础设施", 90.0, 50.0, 10.0, "在建"] for n in (1, 2)]
        sheets.append(sheet(rows, town))
    values = said(read(*sheets))
    assert values["文安驿镇", "文安驿镇1号路", "responsible_unit"] == "永坪镇人民政府"


STATUSES = ["前期", "在建", "完工"]


def ticked(marks: list[list[object]]) -> Reading:
    """One project a town, its status ticked under one of three columns."""
    head: list[object] = [
        "镇名",
        "项目名称",
        "项目类别",
        "总投资",
        "年度计划投资",
        "累计完成投资",
        "建设状态",
        None,
        None,
    ]
    merges = [(0, 6, 0, 8), *[(0, c, 1, c) for c in range(6)]]
    rows: list[list[object]] = [head, [*[None] * 6, *STATUSES]]
    rows += [[t, f"{t}道路", "基础设施", 90.0, 50.0, 10.0, *own] for t, own in zip(NAMES, marks, strict=True)]
    return read(sheet(rows, "项目", merges))


def test_a_mark_below_one_of_several_answers_chooses_it() -> None:
    values = said(ticked([["√", None, None], ["×", "√", "×"], [None, None, "√"]]))
    assert [values[t, f"{t}道路", "status"] for t in NAMES] == [
        "preliminary",
        "under_construction",
        "completed",
    ]


def test_two_marks_choose_nothing() -> None:
    reading = ticked([["√", "√", None], [None, "√", None], [None, None, "√"]])
    assert "status" not in reading.records[0].values or reading.records[0].values["status"].value.problem
    assert "COLUMN_CLAIMED_TWICE" in codes(reading)


def test_plan_and_actual_in_rows_below_the_town_that_stands_above_them() -> None:
    rows: list[list[object]] = [
        ["序号", "项目名称", "项目类别", "建设状态", "总投资", "指标", "金额（万元）"]
    ]
    merges: Merges = []
    for number, town in enumerate(NAMES, start=1):
        rows.append([town])
        merges += [(len(rows), c, len(rows) + 1, c) for c in range(5)]
        rows.append([float(number), f"{town}道路", "基础设施", "在建", 900.0, "年度计划投资", 500.0])
        rows.append([*[None] * 5, "累计完成投资", 100.0 + number])
    values = said(read(sheet(rows, "项目", merges)))
    assert values["文安驿镇", "文安驿镇道路", "cumulative_investment"] == 103.0
    assert len(values) == 5 * len(NAMES)


def test_the_last_town_before_a_total_that_leaves_its_cell_blank_is_a_town_like_the_others() -> None:
    rows: list[list[object]] = [["序号", *HEAD]]
    rows += [[float(n), town, 20.0, 18.0, 9.0, 8.0] for n, town in enumerate(NAMES, start=1)]
    rows.append(["全县合计", None, 60.0, 54.0, 27.0, 24.0])
    reading = read(sheet(rows))
    assert len(said(reading)) == 12
    assert not reading.findings


def test_several_numbers_beside_a_label_are_nobody_s_choice() -> None:
    sheets = []
    for town in NAMES:
        rows: list[list[object]] = [["镇名", town, None]]
        rows += [[label, 1.0 + n, 2.0 + n] for n, label in enumerate(HEAD[1:])]
        sheets.append(sheet(rows, town))
    reading = read(*sheets)
    assert not any(record.values for record in reading.records if not record.rejected)


@pytest.mark.parametrize(
    "told",
    ["*{}（必填）", "（2）{}（选填）", "{}【个】", "total_{} grids {}", "{}\nNumber"],
)
def test_marks_numbers_brackets_and_translations_are_no_part_of_a_heading(told: str) -> None:
    head: list[object] = [HEAD[0], *[told.replace("total_{} ", "total_").format(label) for label in HEAD[1:]]]
    rows: list[list[object]] = [head, *[[town, 20.0, 18.0, 9.0, 8.0] for town in NAMES]]
    reading = read(sheet(rows))
    assert len(said(reading)) == 12
    assert "UNKNOWN_COLUMN" not in codes(reading)


def test_a_row_that_says_how_to_fill_in_asks_for_nothing() -> None:
    rows: list[list[object]] = [HEAD, ["下拉选择", *["填写数字"] * 4]]
    rows += [[town, 20.0, 18.0, 9.0, 8.0] for town in NAMES]
    assert len(said(read(sheet(rows)))) == 12


def test_a_bare_total_below_a_group_is_not_the_part_that_the_group_resembles() -> None:
    found = recogniser.load().matcher.candidates(("自然村垃圾收运", "总数"))
    assert "natural_villages_garbage" not in {item.name for item, _ in found}


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
