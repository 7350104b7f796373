"""Layouts that no county of the bundled quarter uses: each is read in full, or refused with its reason."""

from __future__ import annotations

import pytest

from ingest import recogniser
from ingest.reading import Reading
from tests.ingest.unseen import (
    NAMES,
    PROJECT,
    SOURCES,
    TOWNS,
    Merges,
    Rows,
    codes,
    expected_funds,
    funds,
    read,
    said,
    sheet,
)


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
    head: list[object] = [*PROJECT, None, None]
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


def test_a_merged_group_before_short_labels_of_a_form_is_the_group_of_them_all() -> None:
    groups = [
        ("村庄", ["自然村总数", "收运处置自然村", "行政村数"]),
        ("居住小区", ["小区总数", "通气小区"]),
        ("生活垃圾", ["产生量（吨）", "收集处理量（吨）"]),
        ("污水", ["产生量（万立方米）", "处理量（万立方米）"]),
        ("镇区道路", ["总长度（公里）", "已硬化（公里）"]),
        ("强弱电", ["线路长度（公里）", "落地长度（公里）"]),
        ("公办幼儿园", ["总数（所）", "达标数（所）"]),
    ]
    figures = {
        "town_population": 5000.0,
        "natural_villages_total": 20.0,
        "natural_villages_garbage": 18.0,
        "villages_total": 12.0,
        "communities_total": 9.0,
        "communities_gas": 7.0,
        "garbage_produced": 150.0,
        "garbage_treated": 140.0,
        "sewage_produced": 3.8,
        "sewage_treated": 3.5,
        "roads_total": 27.0,
        "roads_paved": 25.0,
        "cables_total": 34.0,
        "cables_buried": 19.0,
        "kindergartens_total": 3.0,
        "kindergartens_standard": 2.0,
    }
    rows: Rows = []
    merges: Merges = []
    for town in NAMES:
        values = iter(figures.values())
        rows += [[f"{town}基础设施情况表"], ["类别", "指标", None, "数值"]]
        rows.append(["人口", "镇区常住人口（人）", None, next(values)])
        for group, labels in groups:
            merges.append((len(rows), 0, len(rows) + len(labels) - 1, 0))
            for n, label in enumerate(labels):
                merges.append((len(rows), 1, len(rows), 2))
                rows.append([None if n else group, label, None, next(values)])
        rows.append([None])
    assert said(read(sheet(rows, "镇卡", merges))) == {
        (town, "", name): value for town in NAMES for name, value in figures.items()
    }


@pytest.mark.parametrize("numbered", ["{}.{}", "{}、{}", "（{}）{}"])
def test_numbers_before_names_count_the_lines_and_are_no_part_of_them(numbered: str) -> None:
    rows: Rows = [["编号", *PROJECT]]
    for n, town in enumerate(NAMES, start=1):
        rows.append([n, town, numbered.format(n, f"{town}停车场"), "基础设施", 900.0, 300.0, 60.0, "在建"])
    reading = read(sheet(rows))
    assert [(r.key, r.label) for r in reading.records] == [(f"{town}停车场",) * 2 for town in NAMES]
    assert "project_code" not in {name for _, _, name in said(reading)}


def project_names(*projects: tuple[str, str]) -> list[str]:
    rows: Rows = [[*PROJECT]]
    for n, (town, name) in enumerate(projects):
        rows.append([town, name, "基础设施", 900.0 + n, 300.0, 60.0, "在建"])
    return [record.key for record in read(sheet(rows)).records if not record.rejected]


def test_the_only_project_is_named_without_its_number_as_it_is_among_others() -> None:
    assert project_names((NAMES[0], "1.文化广场")) == ["文化广场"]
    assert project_names((NAMES[0], "1.文化广场"), (NAMES[0], "2.停车场")) == ["文化广场", "停车场"]


def test_no_number_within_a_name_is_taken_off() -> None:
    rows: Rows = [[*PROJECT]]
    for name in ("1 .供水工程一、二期", "2 .停车场"):
        rows.append([NAMES[0], name, "基础设施", 900.0, 300.0, 60.0, "在建"])
    assert [record.key for record in read(sheet(rows)).records] == ["供水工程一、二期", "停车场"]
    assert ["一、二期" in record.label for record in read(sheet(rows)).records] == [True, False]


@pytest.mark.parametrize("name", ["1、2号楼改造", "一、二期供水工程", "2.文化广场"])
def test_the_only_project_keeps_what_may_be_part_of_its_name(name: str) -> None:
    assert project_names((NAMES[0], name)) == [name]


def test_numbers_that_tell_projects_of_a_town_apart_are_part_of_their_names() -> None:
    alike = ["1.道路硬化", "2.道路硬化"]
    assert project_names(*((NAMES[0], name) for name in alike)) == alike


def test_numbers_in_names_that_count_nothing_up_are_part_of_them() -> None:
    names = ["1.2公里道路", "3、4号楼改造", "文化广场"]
    rows = [
        PROJECT,
        *([t, n, "基础设施", 900.0, 300.0, 60.0, "在建"] for t, n in zip(NAMES, names, strict=True)),
    ]
    assert [record.label for record in read(sheet(rows)).records] == names
