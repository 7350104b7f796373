"""What pivot tables, survey tools and yearbooks make of a ledger: their own marks around names and answers."""

from __future__ import annotations

import io

import docx
import pytest

from ingest import recogniser
from ingest.reading import Source
from ingest.reading import read as read_bytes
from ingest.words.values import ColumnUnit
from tests.ingest.unseen import (
    AMOUNTS,
    COUNTY,
    GRIDS,
    NAMES,
    SOURCES,
    TOWNS,
    Rows,
    codes,
    expected_funds,
    funds,
    read,
    said,
    sheet,
)

TOOLS = recogniser.load()
MATCHER = TOOLS.lexicon.matcher
#: Sources that no list of words holds.
UNKNOWN = "某某渠道"


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Q3.总投资[填空题]", "total_investment"),
        ("求和项:总投资(万元)", "total_investment"),
        ("4_2、历史文化名镇名村—历史遗存（处）", "heritage_sites"),
        ("镇区污水产生量\nSewage\n（万立方米）(10 000 cu.m)", "sewage_produced"),
        ("县级配套资金\nFunds: County", "fund_county"),
        ("建设内容\nContent", "content"),
        ("#硬化道路长度", "roads_paved"),
        ("阅览馆建设情况", "reading_hall"),
    ],
)
def test_what_a_tool_puts_around_a_name_is_no_part_of_it(heading: str, field: str) -> None:
    item, likeness = MATCHER.best((heading,)) or (None, 0.0)
    assert item
    assert (item.name, likeness >= 0.95) == (field, True)


@pytest.mark.parametrize("how", ["平均值项", "计数项", "最大值项", "最小值项"])
def test_a_mean_or_a_number_is_no_amount(how: str) -> None:
    best = MATCHER.best((f"{how}:总投资(万元)",))
    assert best is None or best[0].dimension != "money"


@pytest.mark.parametrize(
    ("heading", "unit"), [("产值 Output (yuan)", "yuan"), ("产值\nOutput\n(万元)(ten thousand)", "万元")]
)
def test_a_unit_in_another_language(heading: str, unit: str) -> None:
    assert MATCHER.label(heading)[:2] == ("产值", unit)


@pytest.mark.parametrize(
    ("ledger", "field", "written", "value"),
    [
        ("planning", "heritage_town", "A.是", 1.0),
        ("planning", "heritage_town", "B、否", 0.0),
        ("funds", "fund_source", "E.东西部（苏陕）协作资金", "cooperation"),
        ("funds", "fund_source", "举债（县级自筹）", None),
        ("projects", "progress_note", "(空白)", None),
        ("projects", "progress_note", "(跳过)", None),
    ],
)
def test_answers_behind_letters_and_around_brackets(
    ledger: str, field: str, written: str, value: float | str | None
) -> None:
    item = TOOLS.dictionary.field(ledger, field)
    found = recogniser.reader("2025").read(written, item, ColumnUnit(1.0, ""))
    assert (found and (found.text if found.number is None else found.number)) == value


def pivot(sources: list[str], heads: list[str]) -> Rows:
    """Sources below each town in one column, the town's own row their sum, some of unknown names."""
    rows: Rows = [["单位：万元"], ["行标签", *heads]]
    for t, town in enumerate(NAMES):
        amounts = [funds(t, s) for s in range(len(sources))]
        rows.append([town, *map(sum, zip(*amounts, strict=True))])
        rows += [[f"    {source}", *own] for source, own in zip(sources, amounts, strict=True)]
    return rows


def test_a_pivot_table_with_sources_below_their_towns() -> None:
    reading = read(sheet(pivot(SOURCES, [f"求和项:{amount}" for amount in AMOUNTS])))
    assert said(reading) == expected_funds()
    assert "SUBTOTAL_MISMATCH" not in codes(reading)


def test_sources_in_unknown_words_are_not_what_stands_above_them() -> None:
    rows = pivot([SOURCES[0], UNKNOWN, SOURCES[1], f"另{UNKNOWN}"], [*AMOUNTS])
    reading = read(sheet(rows))
    assert reading.rejected_ledgers or all(record.rejected for record in reading.records)


def test_units_beside_the_values_of_towns_across() -> None:
    rows: Rows = [["指标名称", *(cell for town in NAMES for cell in (town, None))]]
    rows += [[g, *(c for n in range(3) for c in (40.0 + n - 2 * i, "个"))] for i, g in enumerate(GRIDS)]
    found = said(read(sheet(rows)))
    assert found == {
        (town, "", field): 40.0 + n - 2 * i
        for n, town in enumerate(NAMES)
        for i, field in enumerate(("grids_total", "grids_staffed", "disputes_received", "disputes_resolved"))
    }


def test_a_list_whose_values_stand_below_content() -> None:
    asked = {
        "项目类别": "基础设施",
        "项目细分类型": "农贸市场",
        "总投资": 900.0,
        "年度计划投资": 500.0,
        "累计完成投资": 60.0,
        "建设状态": "在建",
    }
    rows: Rows = [["所在镇", "项目名称", "数据项", "内容", "单位"]]
    for town in NAMES:
        for label, value in asked.items():
            first = [town, f"{town}道路"] if label == "项目类别" else [None, None]
            rows.append([*first, label, value, "万元" if isinstance(value, float) else None])
    found = said(read(sheet(rows)))
    assert {key: value for key, value in found.items() if key[2] == "cumulative_investment"} == {
        (town, f"{town}道路", "cumulative_investment"): 60.0 for town in NAMES
    }
    assert found[NAMES[1], f"{NAMES[1]}道路", "work_item"] == "market"


def test_a_last_page_of_one_column_below_its_number_and_continued() -> None:
    rows: Rows = [["4-1  社会治理情况"], ["行政区划代码\nCode of Town", *GRIDS]]
    rows += [[code, *(40.0 - 2 * i for i in range(4))] for code in TOWNS.values()]
    rows += [[None], ["4-1  续表 1  continued 1"], ["行政区划代码\nCode of Town", "法治阵地\nVenues"]]
    rows += [[code, 5.0 + n] for n, code in enumerate(TOWNS.values())]
    found = said(read(sheet(rows)))
    assert [found[town, "", "law_venues"] for town in NAMES] == [5.0, 6.0, 7.0]


def card_of_funds(unit: str) -> bytes:
    """A form with the funds of a town in a table inside of it, below a row that says so, for each of three towns."""
    document = docx.Document()
    for t, town in enumerate(NAMES):
        form = document.add_table(rows=3, cols=2)
        form.rows[0].cells[0].text, form.rows[0].cells[1].text = "镇名", town
        form.rows[1].cells[0].merge(form.rows[1].cells[1]).text = f"资金情况{unit}"
        holder = form.rows[2].cells[0].merge(form.rows[2].cells[1])
        inner = holder.add_table(rows=3, cols=4)
        for cell, text in zip(inner.rows[0].cells, ("资金来源", *AMOUNTS), strict=True):
            cell.text = text
        for s, source in enumerate(SOURCES):
            # the last town's are small: in silence they could be any unit's
            amounts = [10_000 * amount / (1.0 if t < 2 else 100.0) for amount in funds(t, s)]
            for cell, text in zip(inner.rows[1 + s].cells, (source, *map(str, amounts)), strict=True):
                cell.text = text
        document.add_paragraph("")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_the_row_above_a_table_in_a_form_tells_its_unit() -> None:
    found = said(read_bytes(card_of_funds("（单位：元）"), Source(COUNTY, "2025-03", "报表.docx")))
    assert found["延水关镇", "linkage", "amount_arrived"] == 105.0
    assert found["文安驿镇", "county", "amount_planned"] == 3.0


def test_forms_of_one_kind_are_silent_in_one_unit() -> None:
    reading = read_bytes(card_of_funds(""), Source(COUNTY, "2025-03", "报表.docx"))
    assert reading.records
    assert all(record.rejected for record in reading.records)
    assert "UNIT_CONFLICT" in codes(reading)


def project_card(town: str, status: str) -> Rows:
    return [
        ["所在镇", town],
        ["项目名称", f"{town}道路"],
        ["项目类别", "基础设施"],
        ["总投资（万元）", 900.0],
        ["年度计划投资（万元）", 500.0],
        ["累计完成投资（万元）", 60.0],
        ["建设进展情况（状态）", status],
    ]


def test_forms_of_one_kind_ask_the_same_whatever_one_answers() -> None:
    cards = [project_card(town, "在建") for town in NAMES[:2]]
    cards.append(project_card(NAMES[2], "说不清"))
    reading = read(*(sheet(rows, name=f"表{n}") for n, rows in enumerate(cards)))
    values = [record.values for record in reading.records]
    assert all("progress_note" not in held for held in values)
    assert [held["status"].value.problem for held in values] == ["", "", "VALUE_UNREADABLE"]


@pytest.mark.parametrize("heading", ["预期竣工时间", "预定完工时间"])
def test_what_is_expected_has_not_happened(heading: str) -> None:
    item, _ = MATCHER.best((heading,)) or (None, 0.0)
    assert item
    assert item.name == "planned_completion_date"


@pytest.mark.parametrize(
    ("heading", "field"), [("全镇自然村个数", "natural_villages_total"), ("全镇人口", None)]
)
def test_of_the_whole_town_is_what_is_not_asked_of_its_centre(heading: str, field: str | None) -> None:
    item, likeness = MATCHER.best((heading,)) or (None, 0.0)
    assert (item.name if item and likeness > 0.9 else None) == field


def test_a_row_of_a_list_that_says_until_when_is_no_caption() -> None:
    rows: Rows = [["所在镇", "项目名称", "指标", "数值"]]
    for town in NAMES:
        rows.append([town, f"{town}道路", "项目类别", "基础设施"])
        rows += [[None, None, "截至目前形象进度", "主体完工"], [None, None, "建设状态", "在建"]]
        rows += [[None, None, label, 90.0] for label in ("总投资", "年度计划投资", "累计完成投资")]
    found = said(read(sheet(rows)))
    assert [found[town, f"{town}道路", "progress_note"] for town in NAMES] == ["主体完工"] * 3
    assert [found[town, f"{town}道路", "status"] for town in NAMES] == ["under_construction"] * 3


def test_what_is_merged_over_two_rows_is_said_of_neither() -> None:
    heads = [
        "填报乡镇",
        "项目名称",
        "项目类别",
        "建设项目细类",
        "建设状态",
        "总投资",
        "计划/完成",
        "本年投资",
    ]
    rows: Rows = [[*heads]]
    merges = []
    for town in NAMES:
        at = len(rows)
        rows.append([town, f"{town}道路", "基础设施", "道路", "在建", 900.0, "计划", 500.0])
        rows.append([*[None] * 6, "完成", 60.0])
        merges += [(at, column, at + 1, column) for column in range(6)]
    found = said(read(sheet(rows, merges=merges)))
    expected = {"work_item": "road", "annual_planned_investment": 500.0, "cumulative_investment": 60.0}
    for town in NAMES:
        assert {f: found[town, f"{town}道路", f] for f in expected} == expected


def test_a_column_of_matrices_in_unknown_words_costs_no_more_than_itself() -> None:
    sources = [*SOURCES, "上级支持", "行业资金", UNKNOWN]
    rows: Rows = []
    for place, amount in enumerate(AMOUNTS):
        rows += [[f"（{place + 1}）{amount}（万元）"], ["镇名", *sources]]
        rows += [[town, *(funds(t, s)[place] for s in range(5))] for t, town in enumerate(NAMES)]
        rows.append([None])
    reading = read(sheet(rows))
    found = {key: value for key, value in said(reading).items() if key[1] in ("county", "linkage")}
    assert found == expected_funds()
    assert "UNKNOWN_COLUMN" in codes(reading)


def test_the_filter_above_a_pivot_says_when() -> None:
    rows: Rows = [["月份", "2025年3月"], [None], ["乡镇", "甲指标", *(f"求和项:{g}" for g in GRIDS)]]
    rows += [[town, "甲", *(40.0 + n - 2 * i for i in range(4))] for n, town in enumerate(NAMES)]
    found = said(read(sheet(rows)))
    assert [found[town, "", "grids_total"] for town in NAMES] == [40.0, 41.0, 42.0]


def test_a_record_whose_name_reads_like_a_heading_begins_no_table() -> None:
    asked = {"建设状态": "在建", "总投资": 900.0, "年度计划投资": 500.0, "累计完成投资": 60.0, "问题": "无地"}
    rows: Rows = [["所在镇", "项目名称", "指标", "数值"]]
    for town in NAMES:
        rows.append([town, f"{town}全民健身中心", "项目类别", "公共服务"])
        rows += [[None, None, label, value] for label, value in asked.items()]
    found = said(read(sheet(rows)))
    assert {key[0] for key in found} == {*NAMES}
    assert all(found[town, f"{town}全民健身中心", "cumulative_investment"] == 60.0 for town in NAMES)


def test_what_is_left_over_in_forms_of_one_kind_is_settled_by_the_numbers_of_all() -> None:
    forms = [
        sheet(
            [
                ["镇名", town],
                ["划定的基层网格", 40.0 + n],
                ["配备网格员网格数", 38.0 + n],
                ["矛盾纠纷受理数", 20.0 + n],
                ["矛盾纠纷化解数", 18.0 + n],
            ],
            name=f"表{n}",
        )
        for n, town in enumerate(NAMES)
    ]
    reading = read(*forms)
    assert [said(reading)[town, "", "grids_total"] for town in NAMES] == [40.0, 41.0, 42.0]
    assert "COLUMN_BY_ELIMINATION" in codes(reading)
    assert read(forms[0]).rejected_ledgers == {"governance"}


@pytest.mark.parametrize("between", ["/", "_", "-", ">", "／"])
def test_headings_that_say_their_groups_as_a_path(between: str) -> None:
    levels = [
        ("特色产业", "产值", "本年产值（万元）", "output_value"),
        ("特色产业", "产值", "上年同期（万元）", "output_value_last_year"),
        ("特色产业", "经营主体", "农民合作社（个）", "cooperatives"),
        ("联农带农", "农户", "总数（户）", "households_total"),
        ("联农带农", "农户", "带动农户（户）", "households_linked"),
        ("联农带农", "主体", "家庭农场（个）", "family_farms"),
    ]
    rows: Rows = [["乡镇名称", *(between.join(level[:3]) for level in levels)]]
    rows += [[town, *(90.0 + t - n for n in range(len(levels)))] for t, town in enumerate(NAMES)]
    expected = {
        (town, "", level[3]): 90.0 + t - n for t, town in enumerate(NAMES) for n, level in enumerate(levels)
    }
    assert said(read(sheet(rows, "产业"))) == expected


def test_what_grew_is_not_what_was_a_year_ago() -> None:
    rows: Rows = [["镇名", "特色产业产值（今年累计）（万元）", None, None, "农民合作社", "家庭农场"]]
    rows.append([None, "本月", "上月", "增减", None, None])
    rows += [[town, 120.0 + n, 90.0 + n, 30.0, 5.0, 4.0] for n, town in enumerate(NAMES)]
    merges = [(0, 1, 0, 3), *((0, column, 1, column) for column in (0, 4, 5))]
    found = said(read(sheet(rows, merges=merges)))
    assert found[NAMES[1], "", "output_value"] == 121.0
    assert not [key for key in found if key[2] == "output_value_last_year"]


def test_amounts_and_shares_of_sources_of_a_project() -> None:
    heads = [
        "所在镇",
        "项目名称",
        "项目类别",
        "建设状态",
        "总投资（亿元）",
        "年度计划投资（万元）",
        "累计完成投资（万元）",
    ]
    rows: Rows = [["项目投资与资金构成"], [*heads, "资金构成", None, None, None]]
    rows += [[*[None] * 7, "县级自筹", None, "上级支持", None]]
    rows += [[*[None] * 7, *["金额（万元）", "占总投资比重"] * 2]]
    for town in NAMES:
        rows.append(
            [town, f"{town}道路", "基础设施", "在建", 0.09, 500.0, 60.0, 300.0, "33.3%", 600.0, "66.7%"]
        )
    merges = [(1, 7, 1, 10), (2, 7, 2, 8), (2, 9, 2, 10), *((1, c, 3, c) for c in range(7))]
    found = said(read(sheet(rows, "项目", merges)))
    expected = {"total_investment": 900.0, "fund_county": 300.0, "fund_superior": 600.0}
    for town in NAMES:
        assert {f: found[town, f"{town}道路", f] for f in expected} == expected


def test_targets_beside_what_there_is() -> None:
    rows: Rows = [["指标", *(cell for town in NAMES for cell in (town, None, None))]]
    rows.append([None, *["目标值", "实际值", "完成率"] * 3])
    asked = {"网格总个数": "grids_total", "已配网格员的网格": "grids_staffed", "总户数": "households_total"}
    asked |= {"受理矛盾纠纷": "disputes_received", "化解矛盾纠纷": "disputes_resolved"}
    for place, label in enumerate(asked):
        rows.append([label, *(c for n in range(3) for c in (99.0, 40.0 + n - 2 * place, "40%"))])
    merges = [(0, column, 0, column + 2) for column in (1, 4, 7)]
    found = said(read(sheet(rows, "治理", merges)))
    assert found == {
        (town, "", field): 40.0 + n - 2 * place
        for n, town in enumerate(NAMES)
        for place, field in enumerate(asked.values())
    }


def test_a_table_below_a_form_whose_second_record_reads_like_labels() -> None:
    names = [f"{NAMES[0]}道路", f"{NAMES[0]}充电桩", f"{NAMES[0]}停车位"]
    rows: Rows = [[f"{NAMES[0]}工作情况"], ["网格总数", 40.0, "配备网格员网格数", 38.0]]
    rows += [["矛盾纠纷受理数", 20.0, "矛盾纠纷化解数", 18.0], ["星级文明户数", 9.0, "法治文化阵地", 2.0]]
    rows += [["建设项目（单位：万元）"]]
    rows += [["项目名称", "项目类别", "建设类型", "建设状态", "总投资", "年度计划投资", "累计完成投资"]]
    rows += [[name, "基础设施", "充电桩", "在建", 900.0, 500.0, 60.0] for name in names]
    found = said(read(sheet(rows, NAMES[0])))
    assert {key[1] for key in found if key[2] == "total_investment"} == {*names}
    assert found[NAMES[0], "", "law_venues"] == 2.0
