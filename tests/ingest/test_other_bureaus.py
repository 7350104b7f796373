"""Forms that begin as those of another bureau: sections of words, sums that name towns, tables beside and inside forms."""

from __future__ import annotations

import io

import docx
import pytest

from ingest import recogniser
from ingest.reading import Source
from ingest.reading import read as read_bytes
from ingest.text import number_before
from tests.ingest.unseen import (
    COUNTY,
    GRIDS,
    NAMES,
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

FIELDS = ("grids_total", "grids_staffed", "disputes_received", "disputes_resolved")


def governance() -> dict[tuple[str, str, str], float]:
    return {(t, "", f): 40.0 + n - 2 * i for n, t in enumerate(NAMES) for i, f in enumerate(FIELDS)}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("六、规划编制", ("、", 6)),
        ("(二)产业", ("()", 2)),
        ("十一、", ("、", 11)),
        ("二十.", (".", 20)),
        ("3.5公里", None),
        ("规划", None),
    ],
)
def test_the_number_before_a_text(text: str, number: tuple[str, int] | None) -> None:
    assert number_before(text) == number


@pytest.mark.parametrize(
    ("caption", "first"),
    [("六、村情", "镇街"), ("村情", "单位")],
    ids=["the number goes on", "the first heading again"],
)
def test_headings_that_nobody_knows_begin_a_table_below_their_caption(caption: str, first: str) -> None:
    rows: Rows = [["五、治理"], ["单位", *GRIDS]]
    rows += [[t, *(governance()[t, "", f] for f in FIELDS)] for t in NAMES]
    rows += [[caption], [first, "村貌", "民风", "历史遗存数", "村史"]]
    rows += [[t, 3.0, 2.0, 1.0, 0.0] for t in NAMES]
    reading = read(sheet(rows))
    assert "VALUE_UNREADABLE" not in codes(reading)
    records = [record for record in reading.records if record.ledger == "governance"]
    assert [{f: record.values[f].value.number for f in FIELDS} for record in records] == [
        {f: governance()[t, "", f] for f in FIELDS} for t in NAMES
    ]


def test_a_group_of_records_written_in_texts_is_no_table_of_its_own() -> None:
    head = ["序号", "项目名称", "项目类别", "建设状态", "总投资", "年度计划投资", "累计完成投资"]
    rows: Rows = [["一、续建项目"], [*head]]
    rows += [["1", "道路1", "基础设施", "在建", "900", "500", "100"], ["二、新建项目"]]
    rows += [["2", "道路2", "基础设施", "在建", "900", "500", "90"]]
    values = said(read(sheet(rows, NAMES[0])))
    assert values[NAMES[0], "道路1", "cumulative_investment"] == 100.0
    assert values[NAMES[0], "道路2", "cumulative_investment"] == 90.0


@pytest.mark.parametrize("heading", ["报告期", "所属期"])
def test_a_column_that_says_of_which_month_a_list_is_holds_no_values(heading: str) -> None:
    rows: Rows = [[heading, "区划名称", "资金来源", "资金环节", "金额（万元）"]]
    for t, town in enumerate(NAMES):
        for s, source in enumerate(SOURCES):
            for what, amount in zip(("计划资金", "到位资金", "支出资金"), funds(t, s), strict=True):
                rows.append([202503.0, town, source, what, amount])
    assert said(read(sheet(rows))) == expected_funds()


HEAD: list[object] = ["序号", "项目名称", "项目类别", "建设状态", "总投资", "年度计划投资", "累计完成投资"]


def project(number: int) -> list[object]:
    return [float(number), f"道路{number}", "基础设施", "在建", 900.0, 500.0, 100.0]


def total(number: str, text: str, count: int) -> list[object]:
    return [number, text, None, None, 900.0 * count, 500.0 * count, 100.0 * count]


def towns_of(rows: Rows) -> list[str]:
    values = said(read(sheet(rows, "项目")))
    return [next(t for t, key, _ in values if key == f"道路{n}") for n in (1, 2, 3)]


def test_sums_above_their_rows_name_the_town_on_the_next_page_as_well() -> None:
    first, second, _ = NAMES
    rows: Rows = [["项目台账（单位：万元）"], HEAD, total("", "全县合计（3个）", 3)]
    rows += [total("一", f"{first}小计（2个）", 2), project(1), HEAD, project(2)]
    rows += [total("二", f"{second}小计（1个）", 1), project(3)]
    assert towns_of(rows) == [first, first, second]


def test_rows_that_their_sums_follow_get_no_town_of_the_sum_above() -> None:
    first, second, _ = NAMES
    rows: Rows = [["项目台账（单位：万元）"], HEAD, project(1), total("", f"{first}小计（1个）", 1)]
    rows += [HEAD, project(2), project(3), total("", f"{second}小计（2个）", 2)]
    reading = read(sheet(rows, "项目"))
    assert "REQUIRED_COLUMN_MISSING" in codes(reading)
    assert all(record.rejected for record in reading.records)


def test_tables_beside_a_form_are_read_each_below_the_title_of_both() -> None:
    sheets = []
    for t, town in enumerate(NAMES):
        values = [governance()[town, "", field] for field in FIELDS]
        rows: Rows = [[f"{town}档案"]]
        rows.append([GRIDS[0], values[0], GRIDS[1], values[1], None, "资金投入（单位：万元）"])
        rows.append(
            [GRIDS[2], values[2], GRIDS[3], values[3], None, "资金来源", "计划资金", "到位资金", "支出资金"]
        )
        rows.append(["法治文化阵地", 2.0, "灾害监测点数", 3.0, None, SOURCES[0], *funds(t, 0)])
        rows.append(["星级文明户数", 9.0, "农户总数", 90.0, None, SOURCES[1], *funds(t, 1)])
        sheets.append(sheet(rows, town))
    values = said(read(*sheets))
    assert governance().items() <= values.items()
    assert expected_funds().items() <= values.items()


def test_three_values_behind_slashes_under_words_of_three_sides() -> None:
    rows: Rows = [["资金（单位：万元）"], ["镇名", "资金来源", "计划/到位/支出"]]
    rows += [
        [town, source, "/".join(f"{amount:g}" for amount in funds(t, s))]
        for t, town in enumerate(NAMES)
        for s, source in enumerate(SOURCES)
    ]
    assert said(read(sheet(rows))) == expected_funds()


def test_a_text_merged_over_a_whole_form_heads_a_section_though_it_names_a_field() -> None:
    rows: Rows = [["人居环境", None, None, None], ["农户总数（户）", 900.0, "卫生厕所（户）", 800.0]]
    rows += [
        ["乱搭乱建发现（处）", 9.0, "乱搭乱建整改（处）", 8.0],
        ["垃圾乱倒发现（处）", 9.0, "垃圾乱倒整改（处）", 8.0],
    ]
    rows += [["特色产业", None, None, None], ["产业产值（万元）", 700.0, "上年同期产值（万元）", 600.0]]
    rows += [["农户数（户）", 880.0, "农民合作社（个）", 6.0]]
    rows += [["社会治理", None, None, None], ["网格总数（个）", 30.0, "农户总户数（户）", 890.0]]
    merges: Merges = [(top, 0, top, 3) for top in (0, 4, 7)]
    reading = read(sheet(rows, NAMES[0], merges))
    section_of = {slot.path[-1]: slot.path[0] for table in reading.tables for slot in table.table.slots}
    assert section_of["农户数（户）"] == "特色产业"
    assert section_of["农户总户数（户）"] == "社会治理"


def test_an_answer_that_might_be_a_heading_begins_no_table_in_a_form() -> None:
    rows: Rows = [["项目名称", "市场改造"], ["所在镇（街道）", NAMES[0], "项目编号", "A-2025-001"]]
    rows += [["项目类别", "公共服务", "建设类型", "农贸市场"], ["建设状态", "在建", "建设性质", "新建"]]
    rows += [["总投资（万元）", 900.0, "年度计划投资（万元）", 500.0], ["累计完成投资（万元）", 90.0]]
    values = said(read(sheet(rows)))
    assert values[NAMES[0], "市场改造", "work_item"] == "market"
    assert values[NAMES[0], "市场改造", "total_investment"] == 900.0


def test_towns_stand_below_their_kinds_and_codes_behind_two_columns_of_labels() -> None:
    rows: Rows = [["类别", "指标", "单位", "镇", None, None], [None, None, None, *map(float, TOWNS.values())]]
    rows.append([None, None, None, *NAMES])
    for place, label in enumerate(GRIDS):
        own = [governance()[t, "", FIELDS[place]] for t in NAMES]
        rows.append([None if place % 2 else ("网格", "矛盾纠纷")[place // 2], label, "个", *own])
    rows += [["灾害监测", "监测点", "个", 5.0, 5.0, 5.0], [None, "正常运行", "个", 4.0, 4.0, 4.0]]
    merges: Merges = [(0, 0, 2, 0), (0, 1, 2, 1), (0, 2, 2, 2), (0, 3, 0, 5)]
    merges += [(top, 0, top + 1, 0) for top in (3, 5, 7)]
    assert governance().items() <= said(read(sheet(rows, merges=merges))).items()


def test_towns_across_behind_sources_and_what_became_of_them() -> None:
    rows: Rows = [["资金调度（单位：万元）"], ["资金来源", "进度", *NAMES, "全县"]]
    merges: Merges = []
    for s, source in enumerate(SOURCES):
        merges.append((len(rows), 0, len(rows) + 2, 0))
        for place, what in enumerate(("计划", "到位", "支出")):
            own = [funds(t, s)[place] for t in range(len(NAMES))]
            rows.append([None if place else source, what, *own, sum(own)])
    assert said(read(sheet(rows, merges=merges))) == expected_funds()


def test_towns_across_behind_sources_written_in_every_row() -> None:
    rows: Rows = [["资金调度（单位：万元）"] * 5, ["资金来源", "进度", *NAMES]]
    for s, source in enumerate((*SOURCES, "社会资本", "上级支持")):
        for place, what in enumerate(("计划", "到位", "支出")):
            rows.append([source, what, *(funds(t, s)[place] for t in range(len(NAMES)))])
    assert expected_funds().items() <= said(read(sheet(rows))).items()


def test_answers_across_below_a_group_are_no_labels_of_a_list() -> None:
    rows: Rows = [["所在镇（街道）", None, *NAMES * 3], ["序号", None, *map(float, range(1, 10))]]
    for group, label, *answers in (
        ("概况", "项目名称", *(f"道路{n}" for n in range(9))),
        ("概况", "项目类别", *["基础设施", "公共服务", "公共服务"] * 3),
        ("概况", "建设类型", *["农贸市场", "充电设施", "停车场"] * 3),
        ("概况", "建设性质", *["新建", "续建", "新建"] * 3),
        ("投资", "总投资（万元）", *[900.0, 800.0, 700.0] * 3),
        ("投资", "年度计划投资（万元）", *[500.0, 400.0, 300.0] * 3),
        ("投资", "本年累计完成投资（万元）", *[100.0, 90.0, 80.0] * 3),
        ("进展", "建设状态", *["在建", "停工", "在建"] * 3),
    ):
        rows.append([group, label, *answers])
    values = said(read(sheet(rows)))
    assert values[NAMES[0], "道路0", "work_item"] == "market"
    assert values[NAMES[1], "道路1", "total_investment"] == 800.0


@pytest.mark.parametrize("heading", ["3月底累计", "3月止累计", "截至3月底累计"])
def test_what_adds_up_to_the_end_of_the_month_is_no_figure_of_the_month(heading: str) -> None:
    rows: Rows = [["项目投资（单位：万元）"], ["序号", "镇名", *HEAD[1:4], "投资情况", None, None, None]]
    rows.append([*[None] * 5, "总投资", "年度计划投资", "3月完成", heading])
    rows += [[1.0, NAMES[0], *project(1)[1:6], 30.0, 100.0], [2.0, NAMES[1], *project(2)[1:6], 40.0, 120.0]]
    values = said(read(sheet(rows, merges=[*((1, c, 2, c) for c in range(5)), (1, 5, 1, 8)])))
    assert values[NAMES[0], "道路1", "cumulative_investment"] == 100.0
    assert values[NAMES[0], "道路1", "month_investment"] == 30.0


def test_who_collects_a_return_stands_above_its_headings() -> None:
    rows: Rows = [["延川县治理情况"], ["综合机关名称：延川县统计局", None, None, None, "2025年3月"]]
    rows.append(["指标名称", "计量单位", "代码", *NAMES])
    rows.append(["甲", "乙", "丙", 1.0, 2.0, 3.0])
    for number, (label, field) in enumerate(zip(GRIDS, FIELDS, strict=True), start=1):
        rows.append([label, "个", f"{number:02d}", *(governance()[t, "", field] for t in NAMES)])
    reading = read(sheet(rows))
    assert said(reading) == governance()
    assert not reading.findings


def test_codes_beside_the_names_of_towns_make_no_table_of_their_own() -> None:
    rows: Rows = [["行政区划代码", "单位名称", *GRIDS]]
    rows += [[code, t, *(governance()[t, "", f] for f in FIELDS)] for t, code in TOWNS.items()]
    reading = read(sheet(rows))
    assert said(reading) == governance()
    assert not reading.findings


def test_a_table_in_the_last_cell_of_a_form_is_rows_of_it() -> None:
    document, stream = docx.Document(), io.BytesIO()
    form = document.add_table(0, 4)
    for texts in (
        ["项目名称", "道路1", "所在镇", NAMES[0]],
        ["项目类别", "基础设施", "建设状态", "在建"],
        ["总投资（万元）", "900", "年度计划投资（万元）", "500"],
        ["累计完成投资（万元）", "100", "建设性质", "新建"],
        ["资金来源（万元）", "", "", ""],
    ):
        cells = form.add_row().cells
        for cell, text in zip(cells, texts, strict=True):
            cell.text = text
    inset = cells[1].merge(cells[3]).add_table(2, 2)
    for column, (source, amount) in enumerate((("县级自筹", "600"), ("衔接资金", "300"))):
        inset.cell(0, column).text, inset.cell(1, column).text = source, amount
    document.save(stream)
    reading = read_bytes(stream.getvalue(), Source(COUNTY, "2025-03", "项目卡.docx"))
    assert [table.table.sheet.name for table in reading.tables] == ["表格1"]
    values = said(reading)
    assert values[NAMES[0], "道路1", "fund_county"] == 600.0
    assert values[NAMES[0], "道路1", "fund_linkage"] == 300.0


def test_the_parts_of_schools_are_told_below_either_word_for_them() -> None:
    matcher = recogniser.load().lexicon.matcher
    for whole in ("小学", "小学校"):
        best = matcher.best((whole, "其中：达到标准化的"))
        assert best is not None
        assert best[0].name == "primaries_standard"
