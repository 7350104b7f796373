"""Long lists with more columns than label and value: what groups the labels, the month before, what changed."""

from __future__ import annotations

import pytest

from tests.ingest.unseen import GRID_FIELDS, GRIDS, NAMES, Merges, Rows, codes, grid, read, said, sheet

FIELDS = ("grids_total", "grids_staffed", "disputes_received", "disputes_resolved")
#: 大类, 小类, label, unit and field: neither the labels nor their groups alone name most of these.
ASKED = [
    ("基础设施", "污水", "产生量", "万立方米", "sewage_produced"),
    ("基础设施", "污水", "处理量", "万立方米", "sewage_treated"),
    ("基础设施", "排水管网", "总长度", "公里", "pipes_total"),
    ("基础设施", "镇区道路", "总长度", "公里", "roads_total"),
    ("公共服务", "教育", "公办幼儿园", "所", "kindergartens_total"),
    ("公共服务", "教育", "小学", "所", "primaries_total"),
]
REQUIRED = [
    ("基本情况", "人口", "镇区常住人口", "人", "town_population"),
    ("基本情况", "村庄", "自然村总数", "个", "natural_villages_total"),
    ("基本情况", "村庄", "行政村数", "个", "villages_total"),
    ("基础设施", "燃气", "小区总数", "个", "communities_total"),
    ("基础设施", "燃气", "通气小区", "个", "communities_gas"),
    ("基础设施", "生活垃圾", "产生量", "吨", "garbage_produced"),
    ("基础设施", "生活垃圾", "收集处理量", "吨", "garbage_treated"),
    ("基础设施", "生活垃圾", "收运处置自然村", "个", "natural_villages_garbage"),
]


@pytest.mark.parametrize("is_merged", [False, True])
@pytest.mark.parametrize("is_repeated", [False, True])
def test_columns_that_group_the_labels_of_a_list(is_merged: bool, is_repeated: bool) -> None:
    rows: Rows = [["镇名", "大类", "小类", "指标", "单位", "数值"]]
    merges: Merges = []
    expected = {}
    for t, town in enumerate(NAMES):
        group: tuple[object, object] = (None, None)
        first = len(rows)
        for n, (large, small, label, unit, name) in enumerate(REQUIRED + ASKED):
            said_again = is_repeated or group[1] != small
            rows.append(
                [town, large if is_repeated or group[0] != large else None, small if said_again else None]
            )
            rows[-1] += [label, unit, 90.0 - n - t]
            group = (large, small)
            expected[town, "", name] = 90.0 - n - t
        if is_merged:
            merges.append((first, 0, len(rows) - 1, 0))
            for row in rows[first + 1 :]:
                row[0] = None
    assert said(read(sheet(rows, merges=merges))) == expected


@pytest.mark.parametrize("change", ["增减", "环比", "增减数", "增幅"])
def test_the_month_before_and_what_changed_beside_the_value_of_a_list(change: str) -> None:
    rows: Rows = [["镇名", "指标名称", "计量单位", "上月", "本月", change]]
    for t, town in enumerate(NAMES):
        rows += [[town, label, "个", 30.0 - n, 31.0 - n + t, 1.0 + t] for n, label in enumerate(GRIDS)]
    reading = read(sheet(rows, "治理"))
    assert "COLUMN_CLAIMED_TWICE" not in codes(reading)
    assert said(reading) == {
        (town, "", name): 31.0 - n + t for t, town in enumerate(NAMES) for n, name in enumerate(FIELDS)
    }


@pytest.mark.parametrize("month", [None, 7.0])
def test_sides_of_a_record_of_which_nobody_says_the_first(month: float | None) -> None:
    heads = [
        "序号",
        "所在镇",
        "项目名称",
        "项目类别",
        "总投资",
        "年度计划投资",
        "完成情况",
        "金额",
        "建设状态",
    ]
    rows: Rows = [heads]
    merges: Merges = []
    for t, town in enumerate(NAMES):
        merges += [(len(rows), column, len(rows) + 1, column) for column in (0, 1, 2, 3, 4, 5, 8)]
        rows.append([t + 1.0, town, f"{town}道路", "基础设施", 900.0, 500.0, "本月完成", month, "在建"])
        rows.append([*[None] * 6, "累计完成", 100.0 + t])
    values = said(read(sheet(rows, "项目台账", merges)))
    assert [values[town, f"{town}道路", "cumulative_investment"] for town in NAMES] == [100.0, 101.0, 102.0]
    assert [values.get((town, f"{town}道路", "month_investment")) for town in NAMES] == [month] * 3


@pytest.mark.parametrize("is_merged", [False, True])
def test_labels_in_several_columns_below_one_heading(is_merged: bool) -> None:
    rows: Rows = [["序号", "乡镇", *["指标", "数值"] * 2]]
    merges: Merges = []
    for t, town in enumerate(NAMES):
        merges += [(len(rows), column, len(rows) + 1, column) for column in (0, 1)] if is_merged else []
        for half in (0, 2):
            first = [t + 1, town] if half == 0 or not is_merged else [None, None]
            rows.append([*first, GRIDS[half], 40.0 + t - half, GRIDS[half + 1], 39.0 + t - half])
    assert said(read(sheet(rows, merges=merges))) == {
        (town, "", name): 40.0 - n + t for t, town in enumerate(NAMES) for n, name in enumerate(FIELDS)
    }


def test_labels_stand_below_their_own_heading_not_in_what_groups_them() -> None:
    groups = ["网格", "网格", "矛盾纠纷", "矛盾纠纷"]
    rows: Rows = [["镇名", "指标类别", "指标名称", "上月数", "本月数"]]
    merges: Merges = []
    for t, town in enumerate(NAMES):
        merges += [(len(rows) + half, 1, len(rows) + half + 1, 1) for half in (0, 2)]
        for n, (group, label) in enumerate(zip(groups, GRIDS, strict=True)):
            rows.append([town, None if n % 2 else group, label, 30.0, 40.0 - n + t])
    assert said(read(sheet(rows, merges=merges))) == {
        (town, "", name): 40.0 - n + t for t, town in enumerate(NAMES) for n, name in enumerate(FIELDS)
    }


@pytest.mark.parametrize("asked", ["指标", "考核指标", "评价指标"])
@pytest.mark.parametrize("told", ["完成情况", "实际值", "现状值", "完成值"])
@pytest.mark.parametrize("score", ["分值", "权重", "满分"])
def test_a_form_of_assessment_reports_what_is_done_and_not_what_it_scores(
    asked: str, told: str, score: str
) -> None:
    rows: Rows = [[f"{NAMES[0]}社会治理考核表"], ["序号", asked, score, told, "得分"]]
    rows += [[float(n + 1), label, 10.0, grid(0, n), 8.0] for n, label in enumerate(GRIDS)]
    reading = read(sheet(rows, "考核"))
    assert said(reading) == {(NAMES[0], "", field): grid(0, n) for n, field in enumerate(GRID_FIELDS)}
