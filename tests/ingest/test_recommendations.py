"""The better and the poorer town of a quarter, in the arrangements that offices choose for two towns."""

from __future__ import annotations

import pytest

from tests.ingest.unseen import NAMES, TOWNS, Merges, Rows, read, sheet

BETTER, POORER = NAMES[0], NAMES[2]
EXPECTED = {
    "better_town": TOWNS[BETTER],
    "better_reason": "调度有力",
    "poorer_town": TOWNS[POORER],
    "poorer_reason": "进度滞后",
}
QUARTER = "2025年第一季度"

KINDS_IN_A_COLUMN: Rows = [
    ["季度", "推荐类型", "行政区划代码", "乡镇", "推荐理由"],
    [QUARTER, "较好", TOWNS[BETTER], BETTER, "调度有力"],
    [QUARTER, "较差", TOWNS[POORER], POORER, "进度滞后"],
]
KINDS_BELOW_A_FIELD_S_NAME: Rows = [
    ["报送季度", "类别", "镇（街道）", "理由"],
    [QUARTER, "较好", BETTER, "调度有力"],
    [QUARTER, "较差", POORER, "进度滞后"],
]
TICKED: Rows = [
    ["镇（街道）", "建设成效", None, "推荐理由"],
    [None, "较好", "较差", None],
    [BETTER, "√", None, "调度有力"],
    [POORER, None, "√", "进度滞后"],
]
ACROSS: Rows = [
    ["季度：", QUARTER],
    [None, "较好", "较差"],
    ["乡镇", BETTER, POORER],
    ["理由", "调度有力", "进度滞后"],
]
GROUPS_BEFORE_LABELS: Rows = [
    ["报送季度", QUARTER],
    ["较好", "乡镇", BETTER],
    [None, "推荐理由", "调度有力"],
    ["较差", "乡镇", POORER],
    [None, "推荐理由", "进度滞后"],
]
FORM_BELOW_A_WIDE_ANSWER: Rows = [
    ["报送季度", QUARTER, None, None],
    ["较好乡镇", BETTER, "主要做法及成效", "调度有力"],
    ["建设成效较差的乡镇", POORER, "主要问题", "进度滞后"],
]


@pytest.mark.parametrize(
    ("rows", "merges"),
    [
        (KINDS_IN_A_COLUMN, []),
        (KINDS_BELOW_A_FIELD_S_NAME, []),
        (TICKED, [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 1, 3)]),
        (ACROSS, []),
        (GROUPS_BEFORE_LABELS, [(1, 0, 2, 0), (3, 0, 4, 0)]),
        (FORM_BELOW_A_WIDE_ANSWER, [(0, 1, 0, 3)]),
    ],
)
def test_each_town_is_of_its_kind_and_has_its_reason(rows: Rows, merges: Merges) -> None:
    [record] = read(sheet([*map(list, rows)], "推荐", merges)).records
    assert record.key == "2025Q1"
    assert {name: held.value.text for name, held in record.values.items()} == EXPECTED


def test_two_ticks_for_one_town_choose_nothing() -> None:
    rows = [*map(list, TICKED)]
    rows[2][2] = "√"
    reading = read(sheet(rows, "推荐", [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 1, 3)]))
    held = [value for record in reading.records if not record.rejected for value in record.values.values()]
    assert all(value.value.problem for value in held if value.field.kind == "town")


def test_one_town_below_both_headings_is_both_towns_whatever_the_sheet_is_named() -> None:
    rows: Rows = [["季度", "建设成效较好乡镇", "建设成效较差乡镇"], [QUARTER, BETTER, BETTER]]
    reading = read(sheet(rows, "成效较好"))
    [record] = reading.records
    assert not reading.rejected_ledgers
    assert {name: held.value.text for name, held in record.values.items()} == {
        "better_town": TOWNS[BETTER],
        "poorer_town": TOWNS[BETTER],
    }


@pytest.mark.parametrize(
    ("better", "poorer"),
    [
        ("成效明显乡镇", "成效不明显乡镇"),
        ("成效显著乡镇", "成效不佳乡镇"),
        ("建设成效较好乡镇", "建设成效滞后乡镇"),
    ],
)
def test_the_towns_are_known_by_other_words(better: str, poorer: str) -> None:
    rows: Rows = [
        ["报送季度", better, poorer],
        [QUARTER, BETTER, POORER],
    ]
    [record] = read(sheet(rows)).records
    assert {name: held.value.text for name, held in record.values.items()} == {
        "better_town": TOWNS[BETTER],
        "poorer_town": TOWNS[POORER],
    }
