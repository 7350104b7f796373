"""Forms and tables of several times, in arrangements of clerks' own: labels in sections, rows of months, pages."""

from __future__ import annotations

import pytest

from tests.ingest.unseen import (
    AMOUNTS,
    GRID_FIELDS,
    GRIDS,
    KINDS,
    NAMES,
    PROJECT,
    SOURCES,
    TOWNS,
    Rows,
    codes,
    counted,
    expected_environment,
    expected_funds,
    funds,
    read,
    said,
    sheet,
)


@pytest.mark.parametrize(("down", "right"), [(0, 0), (6, 3)])
def test_labels_below_names_of_groups_with_towns_across_page_by_page(down: int, right: int) -> None:
    rows: Rows = []
    for page in (NAMES[:2], NAMES[2:]):
        towns = [(NAMES.index(town), town) for town in page]
        rows += [["序号", "指标", "单位", *page], ["一", "厕所革命"]]
        rows += [
            [n + 1.0, label, "户", *(counted(t, n) for t, _ in towns)]
            for n, label in enumerate(("农户总数", "卫生厕所户数"))
        ]
        rows.append(["二", "“六乱”整治"])
        for k, kind in enumerate(KINDS):
            rows.append([None, kind])
            rows += [
                [None, what, "处", *(counted(t, 2 + 2 * k + w) for t, _ in towns)]
                for w, what in enumerate(("发现", "整改"))
            ]
        rows.append([])
    rows = [*([[]] * down), *([*[None] * right, *row] for row in rows)]
    assert said(read(sheet(rows))) == expected_environment()


@pytest.mark.parametrize("is_merged", [True, False])
def test_towns_below_an_indicator_that_is_said_once(is_merged: bool) -> None:
    asked = ["农户总数", "卫生厕所户数", *(f"{kind}{what}数" for kind in KINDS for what in ("发现", "整改"))]
    rows: Rows = [["序号", "指标名称", "计量单位", "乡镇", "完成数"]]
    merges = []
    for n, label in enumerate(asked):
        merges += [(len(rows), column, len(rows) + len(NAMES) - 1, column) for column in range(3)]
        for t, town in enumerate(NAMES):
            told = [n + 1.0, label, "户" if n < 2 else "处"] if not t else [None] * 3
            rows.append([*told, town, counted(t, n)])
    assert said(read(sheet(rows, "指标", merges if is_merged else []))) == expected_environment()


@pytest.mark.parametrize("is_text", [False, True])
def test_forms_below_the_name_of_each_town(is_text: bool) -> None:
    labels = ["农户总数", "卫生厕所户数", *(f"{k}{what}数" for k in KINDS for what in ("发现", "整改"))]
    rows: Rows = []
    for t, town in enumerate(NAMES):
        rows.append([f"{t + 1}. {town}"])
        for n in range(0, len(labels), 2):
            rows.append([labels[n], counted(t, n), "个", labels[n + 1], counted(t, n + 1), "个"])
    if is_text:
        rows = [[f"{raw:g}" if isinstance(raw, float) else raw for raw in row] for row in rows]
    assert said(read(sheet(rows))) == expected_environment()


def test_what_stood_at_the_end_of_last_year_is_not_what_stands_now() -> None:
    head: list[object] = ["镇名"]
    leaves: list[object] = [None]
    for label in GRIDS:
        head += [label, None]
        leaves += ["2024年底", "2025年3月底"]
    rows: Rows = [head, leaves, *([town, 8.0, 9.0, 7.0, 8.0, 5.0, 6.0, 3.0, 4.0] for town in NAMES)]
    values = said(read(sheet(rows, "治理", [(0, c, 0, c + 1) for c in (1, 3, 5, 7)])))
    assert [values[NAMES[0], "", f] for f in ("grids_total", "grids_staffed")] == [9.0, 8.0]
    assert [values[NAMES[0], "", f] for f in ("disputes_received", "disputes_resolved")] == [6.0, 4.0]


def test_of_rows_of_months_that_of_the_period_counts() -> None:
    rows: Rows = [[*PROJECT, "月份", "完成投资（万元）"]]
    merges = []
    for t, town in enumerate(NAMES):
        merges += [(len(rows), column, len(rows) + 2, column) for column in range(len(PROJECT))]
        rows.append([town, f"{town}道路", "基础设施", 900.0, 500.0, 60.0, "在建", "1月", 10.0 + t])
        rows += [[*[None] * len(PROJECT), f"{month}月", month * 10.0 + t] for month in (2, 3)]
    values = said(read(sheet(rows, "项目", merges)))
    assert [values[town, f"{town}道路", "month_investment"] for town in NAMES] == [30.0, 31.0, 32.0]
    assert [values[town, f"{town}道路", "cumulative_investment"] for town in NAMES] == [60.0] * 3


def test_rows_of_this_year_and_of_the_last() -> None:
    rows: Rows = [["镇名", "年份", "特色产业产值（万元）", "农民合作社"]]
    merges = [(1 + 2 * t, 0, 2 + 2 * t, 0) for t in range(len(NAMES))]
    for town in NAMES:
        rows += [[town, "2025年", 70.0, 5.0], [None, "2024年同期", 60.0, None]]
    values = said(read(sheet(rows, "产业", merges)))
    assert values[NAMES[2], "", "output_value"] == 70.0
    assert values[NAMES[2], "", "output_value_last_year"] == 60.0
    assert values[NAMES[2], "", "cooperatives"] == 5.0


@pytest.mark.parametrize(
    "times", [("本月", "累计"), ("本月", "年累计"), ("3月", "1-3月"), ("当月数", "累计数")]
)
def test_of_a_month_and_the_year_so_far_the_one_that_the_field_is_counted_in(times: tuple[str, str]) -> None:
    head: list[object] = [
        "镇名",
        "网格总数",
        "配备网格员网格数",
        "矛盾纠纷受理数",
        None,
        "矛盾纠纷化解数",
        None,
    ]
    rows: Rows = [head, [None, None, None, *times, *times]]
    rows += [[town, 9.0, 8.0, 2.0, 6.0, 1.0, 4.0] for town in NAMES]
    values = said(read(sheet(rows, "治理", [(0, 3, 0, 4), (0, 5, 0, 6)])))
    assert values[NAMES[0], "", "disputes_received"] == 6.0
    assert values[NAMES[0], "", "disputes_resolved"] == 4.0


def test_the_number_before_the_second_half_of_a_folded_form_is_no_value() -> None:
    labels = ["农户总数", "卫生厕所户数", *(f"{k}{what}数" for k in KINDS for what in ("发现", "整改"))]
    sheets = []
    for t, town in enumerate(NAMES):
        rows: Rows = [[f"{town}人居环境"], ["序号", "指标", "单位", "数值"] * 2]
        for n in range(7):
            rows.append(
                [n + 1.0, labels[n], "个", counted(t, n), n + 8.0, labels[n + 7], "个", counted(t, n + 7)]
            )
        rows[2][3] = None
        sheets.append(sheet(rows, town))
    expected = {key: number for key, number in expected_environment().items() if key[2] != "households_total"}
    found = {
        (r.town_code, name): held.value.number
        for r in read(*sheets).records
        for name, held in r.values.items()
    }
    assert found == {(TOWNS[town], name): number for (town, _, name), number in expected.items()}


def test_a_row_that_counts_and_sums_up_a_group_in_unknown_words_is_no_project() -> None:
    rows: Rows = [["序号", *PROJECT]]
    for n, group in enumerate(("包装策划类", "捐建援建类")):
        rows.append(["一二"[n], None, f"{group}（2个）", None, 1800.0, 1000.0, 120.0, None])
        rows += [
            [i, t, f"{t}{group}", "基础设施", 900.0, 500.0, 60.0, "在建"] for i, t in enumerate(NAMES[:2], 1)
        ]
    reading = read(sheet(rows, "项目"))
    assert len(said(reading)) == 4 * 5
    assert not reading.findings


def test_a_group_headed_as_indicators_over_numbers_is_no_column_of_labels() -> None:
    rows: Rows = [["镇名", "指标", None, None, None], [None, *GRIDS], [NAMES[0], 9.0, 8.0, 6.0, 4.0]]
    rows += [[NAMES[1], 7.0, 6.0, 5.0, 3.0]]
    values = said(read(sheet(rows, "治理", [(0, 0, 1, 0), (0, 1, 0, 4)])))
    assert values[NAMES[1], "", "grids_total"] == 7.0
    assert len(values) == 8


def test_columns_of_months_behind_the_labels_of_a_form() -> None:
    sheets = []
    for town in NAMES:
        rows: Rows = [["序号", "指标", "单位", "2025年2月", "2025年3月"]]
        rows += [[n, label, "个", 90.0 - n, 100.0 - n] for n, label in enumerate(GRIDS, 1)]
        sheets.append(sheet(rows, town))
    values = said(read(*sheets))
    assert values[NAMES[1], "", "grids_total"] == 99.0
    assert values[NAMES[1], "", "disputes_resolved"] == 96.0
    assert len(values) == len(NAMES) * len(GRIDS)


def test_a_form_with_last_year_alone_says_nothing_of_this() -> None:
    sheets = []
    for town in NAMES:
        rows: Rows = [
            ["指标", "单位", "本期", "上年同期", "增长（%）"],
            ["农民合作社", "个", 5.0, None, None],
        ]
        rows += [["特色产业产值", "万元", None if town == NAMES[0] else 70.0, 60.0, None]]
        sheets.append(sheet(rows, town))
    values = said(read(*sheets))
    assert (NAMES[0], "", "output_value") not in values
    assert values[NAMES[0], "", "output_value_last_year"] == 60.0
    assert values[NAMES[1], "", "output_value"] == 70.0
    assert values[NAMES[0], "", "cooperatives"] == 5.0


def test_amounts_down_and_sources_across_in_the_form_of_a_town() -> None:
    sheets = []
    for t, town in enumerate(NAMES):
        own = [funds(t, s) for s in range(2)]
        rows: Rows = [["项目", *SOURCES, "合计"]]
        rows += [[amount, *(f[n] for f in own), sum(f[n] for f in own)] for n, amount in enumerate(AMOUNTS)]
        sheets.append(sheet(rows, town))
    assert said(read(*sheets)) == expected_funds()


def test_a_part_takes_its_name_from_the_whole_before_it() -> None:
    labels = ["镇区常住人口", "居住小区总数", "其中：通燃气", "消火栓数", "其中：完好", "行政村数"]
    rows: Rows = [["指标名称", "全县", *NAMES]]
    rows += [[label, 30.0 - 3 * n, *[10.0 - n] * len(NAMES)] for n, label in enumerate(labels)]
    reading = read(sheet(rows, "设施"))
    found = {name: held.value.number for name, held in reading.records[0].values.items()}
    assert found["communities_gas"] == 8.0
    assert found["fire_hydrants_usable"] == 6.0


def test_codes_below_the_headings_are_no_part_of_them() -> None:
    rows: Rows = [["指标", *GRIDS], ["代码", *(f"A{n:02}" for n in range(1, 5))], ["计量单位", *["个"] * 4]]
    rows += [[town, 9.0, 8.0, 6.0, 4.0] for town in NAMES]
    reading = read(sheet(rows))
    assert len(said(reading)) == len(NAMES) * len(GRIDS)
    assert not reading.findings


def test_sources_down_and_their_amounts_below_each_town_with_a_sum() -> None:
    head: list[object] = ["资金来源"]
    leaves: list[object] = [None]
    for town in NAMES:
        head += [town, None, None]
        leaves += ["计划", "到位", "支出"]
    rows: Rows = [["资金统计（万元）"], head, leaves]
    rows += [
        [source, *(amount for t in range(len(NAMES)) for amount in funds(t, s))]
        for s, source in enumerate(SOURCES)
    ]
    rows.append(["合计", *(sum(column) for column in zip(*(row[1:] for row in rows[3:]), strict=True))])  # type: ignore[arg-type]
    merges = [(1, 0, 2, 0), *((1, 1 + 3 * t, 1, 3 + 3 * t) for t in range(len(NAMES)))]
    assert said(read(sheet(rows, "资金", merges))) == expected_funds()


def test_of_three_rows_of_a_town_that_of_this_month_counts() -> None:
    rows: Rows = [["镇名", "项目", *GRIDS]]
    merges = []
    for town in NAMES:
        merges.append((len(rows), 0, len(rows) + 2, 0))
        rows += [
            [town, "上月", 8.0, 7.0, 5.0, 3.0],
            [None, "本月", 9.0, 8.0, 6.0, 4.0],
            [None, "增减", 1.0, 1.0, 1.0, 1.0],
        ]
    values = said(read(sheet(rows, "治理", merges)))
    assert values[NAMES[2], "", "grids_total"] == 9.0
    assert values[NAMES[2], "", "disputes_resolved"] == 4.0
    assert len(values) == len(NAMES) * len(GRIDS)


def test_towns_without_headings_on_another_sheet_are_said_to_be_unread() -> None:
    rows: Rows = [["镇名", *GRIDS], *([town, 9.0, 8.0, 6.0, 4.0] for town in NAMES)]
    reading = read(sheet(rows[:2], "治理"), sheet([*rows[2:], rows[1]], "续表"))
    assert "UNRECOGNISED_TABLE" in codes(reading)


@pytest.mark.parametrize("is_merged", [True, False])
def test_last_month_this_month_and_the_change_below_each_heading(is_merged: bool) -> None:
    head: list[object] = ["镇名"]
    leaves: list[object] = [None]
    for label in GRIDS:
        head += [label, None, None]
        leaves += ["上月", "本月", "增减"]
    rows: Rows = [
        head,
        leaves,
        *([t, 8.0, 9.0, 1.0, 7.0, 8.0, 1.0, 5.0, 6.0, 1.0, 3.0, 4.0, 1.0] for t in NAMES),
    ]
    merges = [(0, c, 0, c + 2) for c in (1, 4, 7, 10)] if is_merged else []
    values = said(read(sheet(rows, "治理", merges)))
    assert values[NAMES[0], "", "grids_total"] == 9.0
    assert values[NAMES[0], "", "disputes_resolved"] == 4.0
    assert len(values) == len(NAMES) * len(GRIDS)


def test_a_sum_beside_the_town_above_its_sources_names_their_town() -> None:
    rows: Rows = [["镇名", "资金来源", *AMOUNTS]]
    for t, town in enumerate(NAMES):
        own = [funds(t, s) for s in range(2)]
        rows.append([town, "小计", *(sum(column) for column in zip(*own, strict=True))])
        rows += [[None, source, *amounts] for source, amounts in zip(SOURCES, own, strict=True)]
    assert said(read(sheet(rows))) == expected_funds()


def test_villages_below_the_sum_of_their_town_are_no_records_of_it() -> None:
    rows: Rows = [["镇名", "村（社区）", *GRIDS]]
    for town in NAMES:
        rows += [
            [town, "小计", 9.0, 8.0, 6.0, 4.0],
            [None, "东村", 5.0, 4.0, 3.0, 2.0],
            [None, "西村", 4.0, 4.0, 3.0, 2.0],
        ]
    sums = dict(zip(GRID_FIELDS, (9.0, 8.0, 6.0, 4.0), strict=True))
    assert said(read(sheet(rows))) == {(town, "", name): n for town in NAMES for name, n in sums.items()}


def test_an_answer_that_cannot_be_read_costs_a_form_that_answer_alone() -> None:
    labels = ("特色产业产值（万元）", "上年同期产值（万元）", "农民合作社（个）", "家庭农场（个）")
    answers = ("待核", 400.0, 7.0, 3.0)
    rows: Rows = [["镇（街道）", NAMES[0], None, None]]
    rows += [[*labels[:1], answers[0], labels[1], answers[1]], [labels[2], answers[2], labels[3], answers[3]]]
    rows += [["特色产业", None, None, None]]
    reading = read(sheet(rows, "产业"))
    unreadable = [f for f in reading.findings if f.code.code == "VALUE_UNREADABLE"]
    assert [(f.field, f.cell) for f in unreadable] == [("output_value", "B2")]
    assert said(reading)[NAMES[0], "", "cooperatives"] == 7.0


@pytest.mark.parametrize(("group", "label"), [("{}", "　　{}"), ("（{n}）{}", "{}"), ("{n}、{}", "{m}.{}")])
def test_a_name_of_a_group_that_is_a_label_too_groups_what_asks_for_something_below_it_alone(
    group: str, label: str
) -> None:
    asked = {
        "居住小区": ["小区总数", "通气小区"],
        "村庄": ["自然村总数", "收运处置自然村", "行政村数"],
        "生活垃圾": ["产生量", "收集处理量"],
        "污水": ["产生量", "处理量"],
        "强弱电": ["线路长度", "落地长度"],
        "小学": ["总数", "标准化小学"],
    }
    fields = ["communities_total", "communities_gas", "natural_villages_total", "natural_villages_garbage"]
    fields += ["villages_total", "garbage_produced", "garbage_treated", "sewage_produced", "sewage_treated"]
    fields += ["cables_total", "cables_buried", "primaries_total", "primaries_standard"]
    silent = {"cables_total", "primaries_total"}
    rows: Rows = [["指标", *NAMES], ["镇区常住人口", *(5000.0 + t for t in range(len(NAMES)))]]
    expected: dict[tuple[str, str, str], float] = {
        (town, "", "town_population"): 5000.0 + t for t, town in enumerate(NAMES)
    }
    names = iter(fields)
    for n, (of_all, labels) in enumerate(asked.items(), start=1):
        rows.append([group.format(of_all, n=n), *[None] * len(NAMES)])
        for m, what in enumerate(labels, start=1):
            name = next(names)
            held = [None if name in silent else 90.0 - 2 * len(rows) + t for t in range(len(NAMES))]
            rows.append([label.format(what, m=m), *held])
            expected |= {
                (town, "", name): value for town, value in zip(NAMES, held, strict=True) if value is not None
            }
    assert said(read(sheet(rows))) == expected


def test_forms_side_by_side_are_of_the_towns_in_their_titles() -> None:
    asked = [("主导产业", "苹果"), ("特色产业产值（万元）", 120.0), ("家庭农场", 7.0), ("农民合作社", 3.0)]
    rows: Rows = []
    towns = [*NAMES, "关庄镇"]
    for first in (0, 2):
        pair = towns[first : first + 2]
        rows.append([f"{pair[0]}产业发展情况", None, None, f"{pair[1]}产业发展情况", None])
        rows.append(["指标", "数值", None, "指标", "数值"])
        for label, value in asked:
            answers = [value if isinstance(value, str) else value + first + n for n in range(2)]
            rows.append([label, answers[0], None, label, answers[1]])
        rows.append([None])
    found = said(read(sheet(rows, "卡片")))
    assert found == {
        (town, "", name): value if isinstance(value, str) else value + n
        for n, town in enumerate(towns)
        for name, value in zip(
            ("leading_industry", "output_value", "family_farms", "cooperatives"),
            ("apple", 120.0, 7.0, 3.0),
            strict=True,
        )
    }
