"""Every cell of every kind of file has one fate, whatever is wrong in it: read is what its fates add up to."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from expectations.rows import judge
from ingest.containers import open_container
from ingest.frames import to_frames
from ingest.limits import DEFAULT
from ingest.reading import Source, read
from ingest.rows import to_rows
from tests.ingest import rendering as draw
from tests.ingest.writing import WRITERS, Rows

LEDGERS = ("environment", "industry", "governance", "planning")
#: What a clerk may write where something else was asked.
SLIPS = [
    "#REF!",
    "#DIV/0!",
    "火星镇",
    "黑家堡镇",
    "合计",
    "小计",
    "—",
    "无",
    "-5",
    "约12",
    "1,200万元",
    "=SUM(A1)",
]
SLIPS += ["2025-13-01", "13800000000", "永坪镇", "单位：元", "2025年2月", "１２", "是", "99999999", "其中"]


def spoiled(seed: int) -> Rows:
    """A ledger of one county with up to eight of its cells overwritten, blanked, or put anywhere around it."""
    source = random.Random(seed)
    fields, facts = draw.per_town(source.choice(LEDGERS), "610622", source)
    rows = [list(row) for row in draw.as_rows(fields, facts, source).rows]
    for _ in range(source.randint(0, 8)):
        row = source.choice(rows)
        row[source.randrange(len(row))] = source.choice([*SLIPS, None])
    if source.random() < 0.3:
        rows += [[None] * 3, [None, source.choice(SLIPS), "备注：" + source.choice(SLIPS)]]
    return [
        [
            content if content is None or isinstance(content, (str, float)) else float(content)
            for content in row
        ]
        for row in rows
    ]


@pytest.mark.parametrize("kind", WRITERS)
def test_read_is_what_was_accepted_rejected_withheld_and_ignored(kind: str) -> None:
    for seed in range(8):
        content = WRITERS[kind](spoiled(seed))
        reading = read(content, Source("610622", "2025-03", "台账"))
        sheets = open_container(content, DEFAULT)[1]
        filled = {s.name: {*s.filled} for s in sheets if s.filled}
        assert {name: {*cells} for name, cells in reading.cells.items() if cells} == filled, seed
        before = to_frames([to_rows(reading, "s")])
        after = judge(before)["cells"]
        assert after["cells"].min() > 0, seed
        assert after["cells"].sum() == before["cells"]["cells"].sum() == sum(map(len, filled.values())), seed
        assert set(after["outcome"]) <= {"accepted", "rejected", "withheld", "ignored"}
        reasons = Counter(after.loc[after["outcome"] == "ignored", "reason"] != "")
        assert reasons[False] == 0, seed
