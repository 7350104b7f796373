"""Forms side by side: the same labels stand again further right, in row after row, each time with a town of their own."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from ingest.tables.blocks import Block

#: In so many rows of a block labels are repeated, at least.
_LEAST = 3


def parts(block: Block) -> list[Block]:
    """A block for each of several forms side by side, its cells where they were; none where it is no such block."""
    starts = _starts(block)
    if len(starts) < 2:
        return []
    bounds = [*pairwise([*starts, block.sheet.width])]
    towns = {column for row in range(block.top, block.bottom + 1) for column in block.profiles[row].towns}
    if not all(any(left <= c < right for c in towns) for left, right in bounds):
        return []
    return [_part(block, left, right) for left, right in bounds]


def _starts(block: Block) -> tuple[int, ...]:
    """The columns in which each of the forms begins, () where labels are not repeated in most rows that have any."""
    repeated: Counter[tuple[int, ...]] = Counter()
    labelled = 0
    for row in range(block.top, block.bottom + 1):
        profile = block.profiles[row]
        if not profile.labels:
            continue
        columns: dict[str, list[int]] = {}
        for column in sorted(profile.labels):
            columns.setdefault(profile.words[column].text, []).append(column)
        labelled += 1
        again = [tuple(places) for places in columns.values() if len(places) > 1]
        repeated.update([min(again)] if again else [])
    if not repeated:
        return ()
    (places, rows), *_ = repeated.most_common(1)
    before = places[0] - block.used_columns[0]  # serials, say
    return tuple(place - before for place in places) if rows >= max(_LEAST, labelled / 2) else ()


def _part(block: Block, left: int, right: int) -> Block:
    sheet = block.sheet
    rows = [[raw if left <= c < right else None for c, raw in enumerate(row)] for row in sheet.rows]
    merges = [merge for merge in sheet.merges if left <= merge[1] and merge[3] < right]
    return block.rearranged(rows, merges, header_rows=block.header_rows)
