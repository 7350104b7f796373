"""Records of two or three rows below as many rows of headings."""

from __future__ import annotations

import pytest

from tests.ingest.unseen import NAMES, Merges, Rows, expected_funds, funds, read, said, sheet

FIRST = ["序号", "所在镇", "项目名称", "项目类别", "建设状态"]
SECOND = [None, "总投资", "年度计划投资", "本月完成投资", "本年累计完成投资"]


def projects(is_merged: bool) -> tuple[Rows, Merges]:
    """A title, two rows of headings, three projects of two rows each, and what they sum up to."""
    rows: Rows = [["建设项目台账（单位：元）"], [*FIRST], [*SECOND]]
    for t, town in enumerate(NAMES):
        rows.append([t + 1.0, town, f"{town}道路", "基础设施", "在建"])
        rows.append([None, 9000000.0 + 10000 * t, 5000000.0, 100000.0, 600000.0])
    rows += [["合计"], [None, 27030000.0, 15000000.0, 300000.0, 1800000.0]]
    return rows, [(row, 0, row + 1, 0) for row in range(1, 11, 2)] if is_merged else []


@pytest.mark.parametrize("is_merged", [True, False])
def test_a_record_takes_as_many_rows_as_the_headings(is_merged: bool) -> None:
    rows, merges = projects(is_merged)
    reading = read(sheet(rows, merges=merges))
    amounts = ("annual_planned_investment", "month_investment", "cumulative_investment")
    expected: dict[tuple[str, str, str], float | str] = {}
    for t, town in enumerate(NAMES):
        key = (town, f"{town}道路")
        expected |= {(*key, "function"): "infrastructure", (*key, "status"): "under_construction"}
        expected |= {(*key, name): value for name, value in zip(amounts, (500.0, 10.0, 60.0), strict=True)}
        expected[*key, "total_investment"] = 900.0 + t
    assert said(reading) == expected
    last = reading.records[2]
    assert (last.values["total_investment"].address, last.values["status"].address) == ("B9", "E8")
    assert reading.tables[0].range == "A2:E11"
    assert reading.cells["表"][8, 1] == ("accepted", "")
    assert reading.cells["表"][10, 1] == ("ignored", "subtotal")


def test_groups_above_their_parts_are_no_rows_of_headings_of_their_own() -> None:
    rows: Rows = [
        ["镇名", "资金来源", "计划资金", "使用情况", None],
        [None, None, None, "到位资金", "支出资金"],
    ]
    merges: Merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 4)]
    for t, town in enumerate(NAMES):
        merges.append((len(rows), 0, len(rows) + 1, 0))
        rows += [[town, "县级自筹", *funds(t, 0)], [None, "衔接资金", *funds(t, 1)]]
    assert said(read(sheet(rows, merges=merges))) == expected_funds()


def test_the_row_of_units_counts_where_a_record_takes_a_row_for_each_side() -> None:
    """总投资 says its unit in the row below it as well as 年度投资, which each row answers."""
    rows: Rows = [
        ["项目名称", "所在镇", "项目类别", "建设状态", "总投资", "类型", "年度投资"],
        [None, None, None, None, "千元", None, "千元"],
    ]
    merges: Merges = []
    for n, town in enumerate(NAMES):
        merges += [(len(rows), column, len(rows) + 1, column) for column in range(5)]
        rows.append([f"道路{n}", town, "基础设施", "在建", 9000.0, "计划", 5000.0])
        rows.append([None, None, None, None, None, "实际", 1000.0 + n])
    values = said(read(sheet(rows, "项目", merges)))
    for n, town in enumerate(NAMES):
        amounts = ("total_investment", "annual_planned_investment", "cumulative_investment")
        assert [values[town, f"道路{n}", amount] for amount in amounts] == [900.0, 500.0, 100.0 + n / 10]
