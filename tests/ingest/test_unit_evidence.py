"""What says the unit of a column, in which order, and what becomes of lines whose units contradict each other."""

from __future__ import annotations

import pytest

from ingest import recogniser
from ingest.reading import Reading, Source, read_sheets
from ingest.sheet import Sheet

COUNTY = "610622"
TOWNS = ["永坪镇", "延水关镇", "文安驿镇", "贾家坪镇"]
#: Planned, arrived and spent as written in every sheet here.
AMOUNTS = [(1200.0, 600.0, 300.0), (800.0, 500.0, 100.0), (90.5, 40.0, 20.0), (640.0, 320.0, 160.0)]


def funds(titles: list[str], heads: list[str], unit_row: list[str] | None = None, group: str = "") -> Reading:
    """A ledger of one source a town under these headings."""
    rows: list[list[object]] = [[title, *[None] * 4] for title in titles]
    merges = []
    if group:
        merges = [(len(rows), 2, len(rows), 4), *[(len(rows), c, len(rows) + 1, c) for c in (0, 1)]]
        rows += [["镇名", "资金来源", group, None, None], [None, None, *heads]]
    else:
        rows.append(["镇名", "资金来源", *heads])
    if unit_row:
        rows.append(["—", "—", *unit_row])
    rows += [[town, "县级自筹", *amounts] for town, amounts in zip(TOWNS, AMOUNTS, strict=True)]
    return read(Sheet("资金", rows, merges))


def read(sheet: Sheet, period: str = "2025-03") -> Reading:
    return read_sheets([sheet], Reading(Source(COUNTY, period, "报表.xlsx"), recogniser.load().version))


def planned(reading: Reading) -> list[tuple[float | None, str]]:
    values = [r.values["amount_planned"].value for r in reading.records if not r.rejected]
    return [(value.number, value.unit_source) for value in values]


def conflicts(reading: Reading) -> list[str]:
    return [f.message for f in reading.findings if f.code.code == "UNIT_CONFLICT"]


HEADS = ["计划资金", "到位资金", "支出资金"]


@pytest.mark.parametrize(
    "title",
    [
        "单位：元",
        "资金投入情况表（元）",
        "资金投入情况表（单位：元）",
        "金额单位：元",
        "货币单位为：元",
        "以元为单位",
        "计量单位（元）",
        "金额单位：人民币元（保留两位小数）",
    ],
)
def test_a_caption_says_the_unit_in_many_ways(title: str) -> None:
    reading = funds([title], HEADS)
    assert planned(reading) == [
        (0.12, "caption"),
        (0.08, "caption"),
        (0.00905, "caption"),
        (0.064, "caption"),
    ]


def test_the_nearest_word_counts() -> None:
    """Cell before head, head before group, group before caption."""
    by_head = funds(["单位：亿元"], [f"{head}（元）" for head in HEADS], group="资金（万元）")
    assert planned(by_head)[0] == (0.12, "column")
    assert planned(funds(["单位：亿元"], HEADS, group="资金（元）"))[0] == (0.12, "group")


def test_a_head_and_the_unit_row_below_it_that_disagree_refuse_the_line_with_both_readings() -> None:
    reading = funds([], ["计划资金（万元）", *HEADS[1:]], unit_row=["元", "元", "元"])
    assert planned(reading) == []
    assert conflicts(reading)[0] == (
        "计划资金的单位依据矛盾：表头为万元，单位行为元，按万元读为1200万元，按元读为0.12万元"
    )


def test_captions_that_disagree_refuse_the_line_with_both_readings() -> None:
    reading = funds(["资金投入情况表（单位：元）", "金额单位：万元"], HEADS)
    assert planned(reading) == []
    assert conflicts(reading)[0] == (
        "计划资金的单位依据矛盾：表题为元，表题为万元，按元读为0.12万元，按万元读为1200万元"
    )


def test_silent_amounts_that_nobody_comes_near_are_refused_with_both_readings() -> None:
    rows: list[list[object]] = [["镇名", "主导产业", "特色产业产值", "农民合作社", "家庭农场"]]
    rows += [[town, "苹果", 48_826_900.0, 5.0, 6.0] for town in TOWNS]
    reading = read(Sheet("产业", rows))
    assert all(record.rejected for record in reading.records)
    assert conflicts(reading)[0] == (
        "特色产业产值的单位依据矛盾：未写单位，按万元读为48826900万元，数额过大；按元读为4882.69万元"
    )


@pytest.mark.parametrize(
    ("unit", "written", "number"),
    [("百户", 9.5, 950.0), ("万户", 0.12, 1200.0), ("千个", 1.5, 1500.0), ("户", 9.0, 9.0)],
)
def test_counts_in_hundreds_and_thousands(unit: str, written: float, number: float) -> None:
    head: list[object] = ["镇名", f"农户总数（{unit}）", "卫生厕所户数", "乱搭乱建发现数", "垃圾乱倒发现数"]
    rows: list[list[object]] = [head, *[[town, written, 5.0, 4.0, 3.0] for town in TOWNS]]
    reading = read(Sheet("人居环境整治", rows))
    values = [record.values["households_total"].value for record in reading.records]
    assert {(value.number, value.unit_source) for value in values} == {(number, "column")}


#: Investment of January to March in 万元, and of the year so far.
MONTHS = [(10.0, 20.0, 30.0), (5.5, 0.0, 4.5), (100.0, 200.0, 300.0), (7.0, 8.0, 9.0)]


def months(group: str, cumulative: str, *, times: float = 1.0, out: float = 0.0, blank: int = -1) -> Reading:
    """Projects with a column a month and one that adds them up, written `times` as large.

    One line is `out`; that line leaves the month numbered `blank` blank.
    """
    head: list[object] = [
        "镇名",
        "项目名称",
        "项目类别",
        "建设状态",
        "总投资（万元）",
        "年度计划投资（万元）",
    ]
    own = len(head)
    rows: list[list[object]] = [[*head, group, None, None, cumulative]]
    rows.append([*[None] * own, "1月", "2月", "3月", None])
    merges = [*[(0, c, 1, c) for c in (*range(own), own + 3)], (0, own, 0, own + 2)]
    for number, (town, amounts) in enumerate(zip(TOWNS, MONTHS, strict=True)):
        written = [None if (number, month) == (1, blank) else n for month, n in enumerate(amounts)]
        told = [town, f"{town}道路", "基础设施", "在建", 5000.0, 2000.0, *written]
        rows.append([*told, sum(amounts) * times + (out if number == 1 else 0.0)])
    return read(Sheet("项目", rows, merges))


def cumulative(reading: Reading) -> list[tuple[float | None, str]]:
    values = [r.values["cumulative_investment"].value for r in reading.records if not r.rejected]
    return [(value.number, value.unit_source) for value in values]


def test_months_tell_the_unit_of_a_silent_column_that_adds_them_up() -> None:
    reading = months("完成投资（万元）", "本年累计完成投资", times=10_000)
    assert cumulative(reading) == [(n, "arithmetic") for n in (60.0, 10.0, 600.0, 24.0)]
    assert not conflicts(reading)


def test_months_whose_unit_is_silent_are_told_by_the_column_that_adds_them_up() -> None:
    reading = months("完成投资", "本年累计完成投资（亿元）", times=1e-8)
    values = [r.values["month_investment"].value for r in reading.records]
    assert [(round(value.number or 0, 9), value.unit_source) for value in values] == [
        (0.003, "arithmetic"),
        (0.00045, "arithmetic"),
        (0.03, "arithmetic"),
        (0.0009, "arithmetic"),
    ]


def test_months_and_their_sum_that_say_different_units_are_refused_with_both_readings() -> None:
    reading = months("完成投资（万元）", "本年累计完成投资（万元）", times=10_000)
    assert cumulative(reading) == []
    months_said = "“本月完成投资”（G3填“10”、H3填“20”、I3填“30”）之和读为60万元"
    assert f"读为600000万元，按各月{months_said}" in conflicts(reading)[0]


def test_a_line_whose_months_do_not_add_up_is_said_and_stays() -> None:
    reading = months("完成投资（万元）", "本年累计完成投资（万元）", out=45.5)
    found = [f for f in reading.findings if f.code.code == "MONTH_SUM_MISMATCH"]
    message = (
        "各月完成投资之和（G4填“5.5”、H4填“0”、I4填“4.5”，10万元）与本年累计（55.5万元）不一致（差45.5万元）"
    )
    assert [(f.cell, f.raw_text, f.message) for f in found] == [("J4", "55.5", message)]
    assert len(cumulative(reading)) == 4


def test_a_month_that_is_left_blank_is_named_among_those_that_do_not_add_up() -> None:
    reading = months("完成投资（万元）", "本年累计完成投资（万元）", out=45.5, blank=1)
    [found] = [f for f in reading.findings if f.code.code == "MONTH_SUM_MISMATCH"]
    assert "（G4填“5.5”、H4未填、I4填“4.5”，10万元）" in found.message


def sewage(heading: str, title: str) -> list[tuple[float | None, str]]:
    """What is read of 3.5 below a heading, the unit of garbage in the title."""
    names = [
        "镇名",
        "镇区常住人口",
        "居住小区总数",
        "通燃气小区数",
        "镇区生活垃圾产生量",
        "镇区生活垃圾收集处理量",
    ]
    names += ["自然村总数", "生活垃圾收运处置自然村数", "行政村数", heading]
    rows: list[list[object]] = [[title, *[None] * 9], [*names]]
    rows += [[town, 900.0, 9.0, 5.0, 80.0, 70.0, 20.0, 18.0, 6.0, 3.5] for town in TOWNS]
    records = read(Sheet("设施", rows)).records
    return [
        (r.values["sewage_produced"].value.number, r.values["sewage_produced"].value.unit_source)
        for r in records
    ]


@pytest.mark.parametrize(
    ("unit", "factor"), [("万吨", 1.0), ("吨", 0.0001), ("万立方米", 1.0), ("千吨", 0.1)]
)
def test_sewage_is_weighed_as_well_as_measured(unit: str, factor: float) -> None:
    assert sewage(f"镇区污水产生量（{unit}）", "设施") == [(pytest.approx(3.5 * factor), "column")] * len(
        TOWNS
    )


def test_a_weight_in_the_title_is_that_of_garbage_and_no_measure_of_sewage() -> None:
    assert sewage("镇区污水产生量", "设施（单位：人、个、吨）") == [(3.5, "assumed")] * len(TOWNS)


def test_a_row_of_units_with_a_single_one_is_no_caption() -> None:
    rows: list[list[object]] = [
        ["镇名", "镇区建设专项规划", "保护规划编制", "历史遗存数", "是否申报"],
        ["计量单位", None, None, "处", None],
        ["永坪镇", "编制中", "不涉及", 5.0, "否"],
        ["关庄镇", "已批复", "不涉及", 2.0, "否"],
    ]
    reading = read_sheets([Sheet("规划", rows)], Reading(Source("610622", "2025-03", "规划.csv"), ""))
    assert not reading.findings
    assert [r.values["heritage_sites"].value.number for r in reading.records] == [5.0, 2.0]


def stacked(*blocks: tuple[list[str], list[str]]) -> Reading:
    """Funds of a town each below one another, each below its own titles and headings."""
    rows: list[list[object]] = []
    for (titles, heads), town, amounts in zip(blocks, TOWNS, AMOUNTS, strict=False):
        rows += [[title, *[None] * 4] for title in titles]
        rows += [["镇名", "资金来源", *heads], [town, "县级自筹", *amounts], [None] * 5]
    return read(Sheet("资金", rows))


OTHER = ["到位资金", "支出资金", "计划资金"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((["资金投入情况表", "单位：千元", "永坪镇"], HEADS), (["延水关镇"], HEADS)),
        ((["资金投入情况表", "单位：千元", "一、资金"], HEADS), (["二、资金"], OTHER)),
        ((["资金投入情况表（单位：千元）", "一、资金"], HEADS), (["二、资金"], OTHER)),
        ((["资金投入情况表", "单位：千元"], HEADS), ([], OTHER)),
        ((["永坪镇", "单位：千元"], HEADS), (["延水关镇"], HEADS)),
    ],
)
def test_a_unit_said_once_is_that_of_the_tables_below(
    first: tuple[list[str], list[str]], second: tuple[list[str], list[str]]
) -> None:
    reading = stacked(first, second)
    assert len(planned(reading)) == 2
    assert {source for _, source in planned(reading)} == {"caption"}
    assert planned(reading)[0] == (120.0, "caption")


def test_a_unit_below_the_title_of_one_table_is_not_that_of_another_with_its_own() -> None:
    reading = stacked((["资金投入表一", "单位：千元"], HEADS), (["资金投入表二"], OTHER))
    assert [source for _, source in planned(reading)] == ["caption", "assumed"]


def test_a_table_s_own_unit_goes_before_one_above() -> None:
    reading = stacked(
        (["资金投入情况表", "单位：千元", "永坪镇"], HEADS),
        (["延水关镇", "单位：百元"], HEADS),
        (["文安驿镇"], HEADS),
    )
    assert [number for number, _ in planned(reading)] == [120.0, 8.0, 0.905]
