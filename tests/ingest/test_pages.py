"""Tables printed page by page, and what stands in one column with something else."""

from __future__ import annotations

import pytest

from tests.ingest.unseen import KINDS, NAMES, SOURCES, TOWNS, codes, expected_funds, funds, read, said, sheet

HEAD: list[object] = ["序号", "项目名称", "项目类别", "建设状态", "总投资", "年度计划投资", "累计完成投资"]


def project(number: int) -> list[object]:
    return [float(number), f"道路{number}", "基础设施", "在建", 900.0, 500.0, 100.0 + number]


@pytest.mark.parametrize("title", ["延川县项目台账（单位：万元）", "延川县项目台账（单位：万元）（续表）"])
def test_the_town_above_its_projects_holds_on_the_next_page(title: str) -> None:
    rows: list[list[object]] = [["延川县项目台账（单位：万元）"], [*HEAD]]
    rows += [["（一）", f"{NAMES[0]}（1个）", None, None, 900.0, 500.0, 101.0], project(1)]
    rows += [["（二）", f"{NAMES[1]}（3个）", None, None, 2700.0, 1500.0, 309.0], project(2)]
    rows += [[title], [*HEAD], project(3), project(4)]
    rows += [["（三）", f"{NAMES[2]}（1个）", None, None, 900.0, 500.0, 105.0], project(5)]
    values = said(read(sheet(rows, "项目")))
    towns = [next(t for t, key, _ in values if key == f"道路{n}") for n in range(1, 6)]
    assert towns == [NAMES[0], NAMES[1], NAMES[1], NAMES[1], NAMES[2]]


GROUPED: list[list[object]] = [
    ["序号", "镇名", "网格化", None, "平安建设", None, "灾害监测点", None],
    [None, None, "总数", "其中：已配网格员", "受理", "化解", "总数", "其中：正常运行"],
    [None, None, "个", "个", "件", "件", "处", "处"],
]
FIELDS = ("grids_total", "grids_staffed", "disputes_received", "disputes_resolved")
FIELDS += ("hazard_points_total", "hazard_points_online")


@pytest.mark.parametrize("title", [None, "治理情况（续表）"])
def test_headings_in_groups_printed_again_are_no_record_and_one_table_with_the_page_before(
    title: str | None,
) -> None:
    merged = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5), (0, 6, 0, 7)]
    counted = {town: [20.0 + n, 18.0 + n, 9.0, 7.0, 5.0, 4.0] for n, town in enumerate(NAMES)}
    rows: list[list[object]] = [["治理情况"]]
    merges = []
    for n, (town, numbers) in enumerate(counted.items()):
        rows += [[title]] if title and n else []
        merges += [(len(rows) + top, left, len(rows) + bottom, right) for top, left, bottom, right in merged]
        rows += GROUPED
        rows += [] if n else [[None, "合计", *map(sum, zip(*counted.values(), strict=True))]]
        rows.append([n + 1.0, town, *numbers])
    reading = read(sheet(rows, "治理", merges))
    assert len(reading.tables) == 1
    assert not {"SUBTOTAL_MISMATCH", "UNKNOWN_TOWN"} & codes(reading)
    assert said(reading) == {
        (town, "", field): number
        for town, numbers in counted.items()
        for field, number in zip(FIELDS, numbers, strict=True)
    }


def test_what_the_caption_of_the_first_page_says_holds_on_the_next() -> None:
    rows: list[list[object]] = [["资金投入情况表"], ["单位：元"]]
    for page, town in enumerate(NAMES):
        rows += [["资金投入情况表（续表）"]] if page else []
        rows.append(["镇名", "资金来源", "计划资金", "到位资金", "支出资金"])
        rows += [[town, s, *(10000 * a for a in funds(page, n))] for n, s in enumerate(SOURCES)]
    assert said(read(sheet(rows, "资金"))) == expected_funds()


def test_another_table_below_another_title_has_no_town_of_the_one_before() -> None:
    rows: list[list[object]] = [["延川县项目台账"], [*HEAD]]
    rows += [["（一）", f"{NAMES[0]}（1个）", None, None, 900.0, 500.0, 101.0], project(1)]
    rows += [["部门直管项目台账"], [*HEAD], project(2), project(3)]
    reading = read(sheet(rows, "项目"))
    assert "TOWN_MISSING" in codes(reading)
    assert {key for _, key, _ in said(reading)} == {"道路1"}


def test_towns_and_below_each_its_sources_in_one_column() -> None:
    rows: list[list[object]] = [
        ["资金投入情况表（单位：万元）"],
        ["乡镇及资金来源", "计划资金", "到位资金", "支出资金"],
    ]
    rows.append(["合计", *(sum(funds(t, s)[a] for t in range(3) for s in range(2)) for a in range(3))])
    for t, town in enumerate(NAMES):
        rows.append([town, *(funds(t, 0)[a] + funds(t, 1)[a] for a in range(3))])
        rows += [
            [("其中：" if s == 0 else "　　　") + source, *funds(t, s)] for s, source in enumerate(SOURCES)
        ]
    assert said(read(sheet(rows))) == expected_funds()


@pytest.mark.parametrize("out", [0.0, 5.0])
def test_what_a_town_comes_to_above_its_sources_is_its_own_sum(out: float) -> None:
    rows: list[list[object]] = [["区划代码", "镇名", "资金来源", "计划资金", "到位资金", "支出资金"]]
    for t, (town, code) in enumerate(TOWNS.items()):
        total = [funds(t, 0)[a] + funds(t, 1)[a] + out for a in range(3)]
        rows.append([float(code), town, "合计", *total])
        rows += [[float(code), None, f"其中：{source}", *funds(t, s)] for s, source in enumerate(SOURCES)]
    reading = read(sheet(rows))
    assert said(reading) == expected_funds()
    found = [f.message for f in reading.findings]
    assert len(found) == (9 if out else 0)
    assert all(NAMES[t] in "".join(found) for t in range(3) if out)


def test_numbers_below_the_headings_begin_anew_in_the_next_table_of_the_row() -> None:
    head: list[object] = ["序号", "镇名", "网格总数", "配备网格员网格数", "矛盾纠纷受理数", "矛盾纠纷化解数"]
    more: list[object] = ["序号", "镇名", "农户总数", "卫生厕所户数", "乱搭乱建发现数", "乱搭乱建整改数"]
    count: list[object] = ["甲", "乙", 1.0, 2.0, 3.0, 4.0]
    rows: list[list[object]] = [[*head, None, *more], [*count, None, *count]]
    for n, town in enumerate(NAMES, start=1):
        rows.append([float(n), town, 20.0, 18.0, 9.0, 7.0, None, float(n), town, 900.0, 800.0, 9.0, 8.0])
    reading = read(sheet(rows))
    assert {r.ledger for r in reading.records} == {"governance", "environment"}
    assert not {"UNKNOWN_TOWN", "TOWN_MISSING"} & codes(reading)


def test_the_office_in_charge_is_not_the_town_where_the_title_names_it() -> None:
    rows: list[list[object]] = [
        [f"填报单位：{NAMES[0]}"],
        ["项目名称", "项目类别", "项目建设单位", *HEAD[3:]],
        ["道路1", "基础设施", "延川县农业农村局", "在建", 900.0, 500.0, 100.0],
        ["道路2", "基础设施", f"{NAMES[0]}人民政府", "在建", 900.0, 500.0, 100.0],
        ["道路3", "基础设施", f"{NAMES[0]}人民政府", "在建", 900.0, 500.0, 100.0],
    ]
    values = said(read(sheet(rows, "项目")))
    assert {(town, key) for town, key, _ in values} == {(NAMES[0], f"道路{n}") for n in (1, 2, 3)}


def test_a_form_that_fits_no_ledger_beside_others_is_said_to_be_unread() -> None:
    known: list[list[object]] = [["镇名", "网格总数", "配备网格员网格数", "矛盾纠纷受理数", "矛盾纠纷化解数"]]
    known += [[town, 20.0, 18.0, 9.0, 7.0] for town in NAMES]
    form: list[list[object]] = [[f"甲项{n}", 3.0, f"建设状态{n}", 4.0, f"总投资{n}", 5.0] for n in range(6)]
    assert "UNRECOGNISED_TABLE" in codes(read(sheet(known, "治理"), sheet(form, "其他")))


def test_a_list_goes_on_where_a_row_of_texts_names_its_ledger_and_indicator() -> None:
    rows: list[list[object]] = [
        ["区划代码", "乡镇名称", "报表名称", "指标名称", "计量单位", "本月数", "上月数"]
    ]
    asked = {
        "镇区基层社会治理情况统计表": ("网格总数", "配备网格员网格数", "矛盾纠纷受理数", "已化解纠纷件数"),
        "镇区人居环境整治情况统计表": (
            "农户总户数",
            "已建卫生厕所户数",
            *(f"{kind}{what}数" for kind in KINDS for what in ("发现", "整改")),
        ),
    }
    for ledger, items in asked.items():
        for town, code in TOWNS.items():
            unit = "户" if "环境" in ledger else "件"
            rows += [[code, town, ledger, item, unit, "20", "19"] for item in items]
    values = said(read(sheet(rows, "导出")))
    assert values[NAMES[1], "", "households_total"] == 20.0
    assert values[NAMES[1], "", "grids_total"] == 20.0
    assert len(values) == (4 + 14) * len(NAMES)


def test_tables_with_titles_of_their_own_are_no_pages_though_each_says_its_unit() -> None:
    rows: list[list[object]] = []
    for t, town in enumerate(NAMES):
        rows += [
            [f"{town}资金投入明细", None, None, "单位：元"],
            ["资金来源", "计划资金", "到位资金", "支出资金"],
        ]
        rows += [[source, *(1e4 * a for a in funds(t, s))] for s, source in enumerate(SOURCES)]
        rows.append([None])
    assert said(read(sheet(rows, "资金"))) == expected_funds()


def test_a_list_names_its_ledgers_in_short_below_a_heading_of_its_own() -> None:
    rows: list[list[object]] = [["乡镇（街道）", "业务板块", "指标名称", "指标值", "计量单位"]]
    for town in NAMES:
        rows += [[town, "社会治理", item, 20.0, "个"] for item in ("网格总数", "配备网格员的网格数")]
        rows += [[town, "社会治理", item, 9.0, "件"] for item in ("矛盾纠纷受理件数", "矛盾纠纷化解件数")]
        rows += [
            [town, "社会治理", "农户总数", 900.0, "户"],
            [town, "特色产业", "特色产业产值", 90.0, "万元"],
        ]
        rows += [[town, "特色产业", "农户总数", 901.0, "户"]]
    records = read(sheet(rows, "导出")).records
    households = {
        (r.ledger, held.value.number) for r in records if (held := r.values.get("households_total"))
    }
    assert households == {("governance", 900.0), ("industry", 901.0)}


def test_a_list_names_towns_and_their_ledgers_in_rows_of_their_own() -> None:
    rows: list[list[object]] = [["序号", "指标名称", "计量单位", "本期数"]]
    for t, town in enumerate(NAMES):
        rows += [[f"{'一二三'[t]}、{town}"], ["（一）人居环境"]]
        rows += [[1.0, "农户总数", "户", 900.0 + t], [2.0, "乱搭乱建发现数", "处", 9.0]]
        rows += [[3.0, "乱搭乱建整改数", "处", 8.0], [4.0, "卫生厕所户数", "户", 80.0]]
        rows += [["（二）基层治理"], [5.0, "农户总数", "户", 910.0 + t], [6.0, "网格总数", "个", 20.0]]
        rows += [[7.0, "配备网格员的网格数", "个", 18.0], [8.0, "矛盾纠纷受理数", "件", 9.0]]
        rows += [[9.0, "矛盾纠纷化解数", "件", 7.0]]
    households = {
        (r.town_code, r.ledger): held.value.number
        for r in read(sheet(rows, "导出")).records
        if (held := r.values.get("households_total"))
    }
    assert households == {
        (code, ledger): first + t
        for t, code in enumerate(TOWNS.values())
        for ledger, first in (("environment", 900.0), ("governance", 910.0))
    }


@pytest.mark.parametrize("label", ["农户数", "农户总数"])
def test_a_single_column_on_the_next_page_is_of_the_ledger_before(label: str) -> None:
    rows: list[list[object]] = [["镇区基层社会治理情况表"]]
    rows += [["镇名", "网格总数", "配备网格员网格数", "矛盾纠纷受理数", "矛盾纠纷化解数"]]
    rows += [[town, 20.0, 18.0, 9.0, 7.0] for town in NAMES]
    rows += [[], ["续表"], ["镇名", label], *([town, 900.0 + n] for n, town in enumerate(NAMES))]
    reading = read(sheet(rows))
    assert reading.ledgers == ["governance"]
    values = said(reading)
    assert [values[town, "", "households_total"] for town in NAMES] == [900.0, 901.0, 902.0]
    assert len(reading.records) == len(NAMES)


def test_what_is_not_known_beside_its_unit_is_no_caption_amid_what_is() -> None:
    rows: list[list[object]] = [["镇区治理情况"], ["指标", "单位", "数值", "指标", "单位", "数值"]]
    for t, town in enumerate(NAMES):
        rows += [
            [f"（{'一二三'[t]}）{town}"],
            ["网格数量", "个", f"{20 + t}", "配备网格员的网格", "个", "18"],
        ]
        rows += [["矛盾纠纷受理量", "件", "9", "矛盾纠纷化解量", "件", "7"], ["法治宣传文化阵地", "个"]]
    values = said(read(sheet(rows)))
    assert [values[town, "", "grids_total"] for town in NAMES] == [20.0, 21.0, 22.0]
    assert len(values) == 4 * len(NAMES)


@pytest.mark.parametrize("title", ["续表", "平安建设"])
def test_a_single_column_that_nobody_knows_is_said_to_be_unread(title: str) -> None:
    rows: list[list[object]] = [["镇名", "网格总数", "配备网格员网格数", "矛盾纠纷受理数", "矛盾纠纷化解数"]]
    rows += [[town, 20.0, 18.0, 9.0, 7.0] for town in NAMES]
    rows += [[], [title], ["镇名", "平安指数"], *([town, 900.0 + n] for n, town in enumerate(NAMES))]
    assert "UNRECOGNISED_TABLE" in codes(read(sheet(rows)))


def test_titles_in_one_row_above_tables_side_by_side_belong_to_no_table_before() -> None:
    rows: list[list[object]] = [
        ["表一 人居环境"],
        ["乡镇", "污水乱排发现数", "污水乱排整改数", "垃圾乱倒发现数", "垃圾乱倒整改数"],
    ]
    rows += [[town, 9.0, 8.0, 7.0, 6.0] for n, town in enumerate(NAMES)]
    rows += [[], ["表二 特色产业", None, None, None, "表三 基层治理"]]
    rows += [["乡镇", "产值合计", "农民合作社数", None, "乡镇", "网格总数", "配备网格员网格数"]]
    rows += [[town, 90.0 + n, 4.0, None, town, 20.0 + n, 10.0 + n] for n, town in enumerate(NAMES)]
    reading = read(sheet(rows))
    assert not {"UNKNOWN_TOWN", "VALUE_UNREADABLE"} & codes(reading)
    assert [found.records.total() for found in reading.tables] == [3, 3, 3]
    grids = {
        (r.town_code, r.values["grids_total"].value.number)
        for r in reading.records
        if r.ledger == "governance"
    }
    assert grids == {(TOWNS[town], 20.0 + n) for n, town in enumerate(NAMES)}


def test_pages_with_towns_across_have_lines_of_their_own() -> None:
    asked = ["网格总数", "配备网格员网格数", "矛盾纠纷受理数", "矛盾纠纷化解数"]
    rows: list[list[object]] = [["延川县基层社会治理情况表"]]
    for page, towns in enumerate((NAMES[:2], NAMES[2:])):
        rows.append(["指标", *towns])
        rows += [
            [label, *(20.0 + 10 * page + t - n for t in range(len(towns)))] for n, label in enumerate(asked)
        ]
    reading = read(sheet(rows))
    assert len({record.record_id for record in reading.records}) == len(NAMES)
    assert [said(reading)[town, "", "grids_total"] for town in NAMES] == [20.0, 21.0, 30.0]
