"""Several values in one cell: each is read as its own field, all lie in that cell."""

from __future__ import annotations

import pytest

from ingest.tables.parts import part_of
from tests.ingest.unseen import (
    KINDS,
    NAMES,
    TOWNS,
    Rows,
    codes,
    counted,
    expected_environment,
    read,
    said,
    sheet,
)


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("总投资：900\n年度计划投资：500\n累计完成投资：", "总投资", "900"),
        ("总投资：900\n年度计划投资：500\n累计完成投资：", "年度计划投资", "500"),
        ("总投资：900\n年度计划投资：500\n累计完成投资：", "累计完成投资", None),
        ("计划总投资：500；总投资：1,900万元；状态：在建。", "总投资", "1,900万元"),
        ("计划总投资：500；总投资：1,900万元；状态：在建。", "状态", "在建"),
        ("类别：基础设施，性质：新建，责任单位：住建局，交通局", "责任单位", "住建局，交通局"),
        ("总投资900", "总投资", None),
        ("9/5", "/1", "9"),
        ("9 ／ 5", "/2", "5"),
        ("/5", "/1", None),
        ("九/5", "/1", "九/5"),
        (None, "/1", None),
        ("总投资1,900万元，年度计划投资为500万元；主导产业为苹果。", "。总投资", "1,900万元"),
        ("总投资1,900万元，年度计划投资为500万元；主导产业为苹果。", "。年度计划投资", "500万元"),
        ("总投资1,900万元，年度计划投资为500万元；主导产业为苹果。", "。主导产业", "苹果"),
        ("总投资900万元，总投资500万元", "。总投资", None),
        ("2024-10-2025-06", "~1", "2024-10"),
        ("2024-10-2025-06", "~2", "2025-06"),
        ("2024年3月至12月", "~2", "2024年12月"),
        ("2024-03-05至2025-01-06", "~2", "2025-01-06"),
        ("待定", "~2", "待定"),
    ],
)
def test_a_part_of_a_cell(text: str | None, part: str, expected: str | None) -> None:
    assert part_of(text, part) == expected


def test_pairs_of_label_and_value_in_a_cell_are_values_of_that_cell() -> None:
    rows: Rows = [["项目名称", "所在镇", "基本情况", "投资情况（万元）", "建设状态"]]
    rows += [
        [
            f"{town}道路",
            town,
            "项目类别：基础设施\n建设性质：新建",
            f"总投资：90{t}；年度计划投资：500；累计完成投资：60",
            "在建",
        ]
        for t, town in enumerate(NAMES)
    ]
    reading = read(sheet(rows, "项目"))
    values = said(reading)
    assert values[NAMES[2], f"{NAMES[2]}道路", "total_investment"] == 902.0
    assert values[NAMES[2], f"{NAMES[2]}道路", "cumulative_investment"] == 60.0
    assert values[NAMES[2], f"{NAMES[2]}道路", "build_type"] == "new"
    held = reading.records[2].values["total_investment"]
    assert (held.address, held.raw) == ("D4", rows[3][3])
    assert set(reading.cells["项目"].values()) == {("accepted", ""), ("ignored", "header")}


def test_sentences_that_tell_numbers_are_read_and_what_they_tell_of_the_unknown_is_said() -> None:
    rows: Rows = [["镇名", "社会治理情况", "备注"]]
    rows += [
        [
            town,
            f"划分网格总数2{t}个，配备网格员网格数18个，矛盾纠纷受理数{9 + t}件"
            f"{'' if t == 1 else '、矛盾纠纷化解数7件'}，巡查甲项{t}次。",
            f"新修道路{t}公里，绿化3处",
        ]
        for t, town in enumerate(NAMES)
    ]
    reading = read(sheet(rows, "治理"))
    values = {
        (r.town_code, name): held.value.number for r in reading.records for name, held in r.values.items()
    }
    assert values[TOWNS[NAMES[2]], "grids_total"] == 22.0
    assert values[TOWNS[NAMES[2]], "disputes_received"] == 11.0
    assert values[TOWNS[NAMES[0]], "disputes_resolved"] == 7.0
    assert (TOWNS[NAMES[1]], "disputes_resolved") not in values
    assert {f.message for f in reading.findings if f.code.code == "UNKNOWN_COLUMN"} == {
        "未识别的列“巡查甲项”，未入库"
    }


def test_two_counts_in_a_cell_below_a_heading_that_names_both() -> None:
    rows: Rows = [["镇名", "农户总数", "卫生厕所户数", *(f"{kind}（发现/整改）" for kind in KINDS)]]
    for t, town in enumerate(NAMES):
        both = (f"{counted(t, n):.0f}/{counted(t, n + 1):.0f}" for n in range(2, 14, 2))
        rows.append([town, counted(t, 0), counted(t, 1), *both])
    assert said(read(sheet(rows))) == expected_environment()


def test_two_counts_on_lines_of_their_own_below_a_heading_that_names_both() -> None:
    rows: Rows = [["镇名", "网格总数\n其中：配备网格员网格数", "矛盾纠纷受理数\n（件）", "矛盾纠纷化解数"]]
    rows += [[town, f"{40 + t}\n{38 + t}", 20.0, 18.0] for t, town in enumerate(NAMES)]
    values = said(read(sheet(rows)))
    for t, town in enumerate(NAMES):
        assert (values[town, "", "grids_total"], values[town, "", "grids_staffed"]) == (40 + t, 38 + t)
        assert values[town, "", "disputes_received"] == 20.0


def test_a_slash_in_a_heading_over_single_values_parts_nothing() -> None:
    rows: Rows = [["镇名", "农户总数（户/个）", "卫生厕所户数"], *([town, "900", 800.0] for town in NAMES)]
    found = read(sheet(rows)).tables[0]
    assert [slot.part for slot in found.table.slots] == ["", ""]


def test_rows_and_headings_that_each_name_half_of_what_is_asked_of_the_only_town() -> None:
    town = NAMES[0]
    households: Rows = [[f"{town}农村改厕情况"], ["农户总数", counted(0, 0)], ["卫生厕所户数", counted(0, 1)]]
    rows: Rows = [[f"{town}“六乱”整治情况"], ["类别", "发现问题数", "整改问题数"]]
    rows += [[kind, counted(0, n), counted(0, n + 1)] for kind, n in zip(KINDS, range(2, 14, 2), strict=True)]
    rows.append(["合计", *(sum(counted(0, n) for n in range(first, 14, 2)) for first in (2, 3))])
    reading = read(sheet(households, "改厕"), sheet(rows, "六乱"))
    assert said(reading) == {key: value for key, value in expected_environment().items() if key[0] == town}
    assert reading.records[0].values["posters_fixed"].address == "C7"
    assert reading.cells["六乱"][8, 1] == ("ignored", "subtotal")


def test_two_counts_in_a_cell_below_a_group_that_names_both() -> None:
    rows: Rows = [
        ["镇名", "农户总数", "卫生厕所户数", "发现/整改（处）", *[None] * 5],
        [None, None, None, *KINDS],
    ]
    for t, town in enumerate(NAMES):
        both = (f"{counted(t, n):.0f}/{counted(t, n + 1):.0f}" for n in range(2, 14, 2))
        rows.append([town, counted(t, 0), counted(t, 1), *both])
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 8)]
    assert said(read(sheet(rows, merges=merges))) == expected_environment()


def test_the_same_labels_in_every_cell_need_not_all_be_known() -> None:
    rows: Rows = [["镇名", "网格化管理", "法治文化阵地情况", "矛盾纠纷"]]
    for n, town in enumerate(NAMES):
        grids = f"划分网格：{20 + n}个；已配网格员：{18 - n}个；网格长：{n}名"
        rows.append([town, grids, f"法治阵地：{n}处", f"受理：{10 + n}件；化解：{9 + n}件"])
    reading = read(sheet(rows))
    assert said(reading) == {
        (town, "", field): value
        for n, town in enumerate(NAMES)
        for field, value in (
            ("grids_total", 20.0 + n),
            ("grids_staffed", 18.0 - n),
            ("law_venues", 0.0 + n),
            ("disputes_received", 10.0 + n),
            ("disputes_resolved", 9.0 + n),
        )
    }
    assert "UNKNOWN_COLUMN" in codes(reading)


@pytest.mark.parametrize("between", ["-", "—", "～", "至"])
@pytest.mark.parametrize(
    ("heading", "end"), [("建设起止时间", "2025年6月"), ("起止年限", "2025.6"), ("建设起止年月", "2025/06")]
)
def test_from_when_to_when_is_a_day_to_begin_and_one_to_be_done(heading: str, end: str, between: str) -> None:
    heads = ["项目名称", "所在镇", "项目类别", "总投资", "年度计划投资", "累计完成投资", "建设状态", heading]
    rows: Rows = [heads]
    rows += [
        [f"{town}道路", town, "基础设施", 900.0, 500.0, 100.0, "在建", f"2024年{3 + t}月{between}{end}"]
        for t, town in enumerate(NAMES)
    ]
    values = said(read(sheet([*rows, ["其他", NAMES[0], "基础设施", 90.0, 50.0, 10.0, "谋划", "/"]])))
    for t, town in enumerate(NAMES):
        assert values[town, f"{town}道路", "start_date"] == f"2024-0{3 + t}-01"
        assert values[town, f"{town}道路", "planned_completion_date"] == "2025-06-01"
    assert (NAMES[0], "其他", "start_date") not in values


def test_a_single_day_below_from_when_to_when_is_neither() -> None:
    heads = [
        "项目名称",
        "所在镇",
        "项目类别",
        "总投资",
        "年度计划投资",
        "累计完成投资",
        "建设状态",
        "建设起止时间",
    ]
    rows: Rows = [
        [f"{t}道路", t, "基础设施", 900.0, 500.0, 100.0, "在建", "2024年3月-2025年6月"] for t in NAMES
    ]
    rows[0][-1] = "2024年3月"
    reading = read(sheet([heads, *rows]))
    assert not {name for _, _, name in said(reading)} & {"start_date", "planned_completion_date"}
    assert "UNKNOWN_COLUMN" in codes(reading)
