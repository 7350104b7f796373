"""Blocks laid out anew: columns as rows, forms side by side each by itself, the rows of a record side by side.

A view is read like any block; the tables found in it are put back where the cells of the sheet are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.sheet import Cell
from ingest.tables.blocks import Block
from ingest.tables.layout import Table
from ingest.tables.pattern import Pattern, remembered
from ingest.words.values import Raw

#: In so many rows of a block labels are repeated, at least, where forms stand side by side.
_REPEATED = 3
#: A record takes so many rows at most; so many columns at least ask for another field in each row of headings.
_MOST_ROWS, _LEAST_STACKS = 3, 3


@dataclass(frozen=True)
class View:
    """A block laid out anew, the block that it is a view of, and where each cell lies in that.

    `header_rows` and `arrangement` are those of tables put back, where they are others than in the view.
    """

    block: Block
    origin: Block
    home: Callable[[Cell], Cell]
    header_rows: int = 0
    arrangement: str = ""

    def back(self, tables: Iterable[Table]) -> list[Table]:
        """Tables of the view at the cells of the sheet itself, within the bounds of its block."""
        columns = self.origin.used_columns
        moved = (table.moved(self.origin.sheet, self.home) for table in tables)
        return [
            replace(
                table,
                left=max(table.left, columns[0]),
                right=min(table.right, columns[-1]),
                bottom=min(table.bottom, self.origin.bottom),
                header_rows=self.header_rows or table.header_rows,
                arrangement=self.arrangement or table.arrangement,
            )
            for table in moved
        ]


def turned(block: Block, top_across: int) -> View:
    """The block with its columns as rows, from the row of towns on."""
    before: list[Raw] = [None] * top_across
    rows = [[*before, *cells[top_across : block.bottom + 1]] for cells in block.sheet.columns]
    merges = [
        (left, top, right, bottom)
        for top, left, bottom, right in block.sheet.merges
        if block.top <= top and bottom <= block.bottom
    ]
    across = block.rearranged(rows, merges, is_turned=True)
    filled = [row for row, profile in enumerate(across.profiles) if profile.filled]
    across = replace(across, top=min(filled), bottom=max(filled))
    return View(across, block, lambda cell: (cell[1], cell[0]), header_rows=1, arrangement="columns")


def apart(block: Block) -> list[View]:
    """The forms of a block that stand side by side, or its records each in one row; none where it is read as it lies."""
    return _side_by_side(block) or _unfolded(block)


def _side_by_side(block: Block) -> list[View]:
    """A view for each of several forms that ask the same in the same rows, each of a town of its own."""
    starts = _starts_of_forms(block.pattern)
    if len(starts) < 2:
        return []
    bounds = [*pairwise([*starts, block.sheet.width])]
    towns = {column for profile in block.pattern.rows for column in profile.towns}
    if not all(any(left <= c < right for c in towns) for left, right in bounds):
        return []
    return [_part(block, left, right) for left, right in bounds]


@remembered
def _starts_of_forms(pattern: Pattern) -> tuple[int, ...]:
    """The columns in which each of the forms begins, () where labels are not repeated in most rows that have any."""
    repeated: Counter[tuple[int, ...]] = Counter()
    labelled = 0
    for profile in pattern.rows:
        if not profile.labels:
            continue
        labelled += 1
        if len(profile.asked) == len(profile.labels):
            continue
        columns: dict[str, list[int]] = {}
        for column in sorted(profile.labels):
            columns.setdefault(profile.words[column].text, []).append(column)
        repeated[min(tuple(places) for places in columns.values() if len(places) > 1)] += 1
    if not repeated:
        return ()
    (places, rows), *_ = repeated.most_common(1)
    before = places[0] - pattern.used_columns[0]  # serials, say
    return tuple(place - before for place in places) if rows >= max(_REPEATED, labelled / 2) else ()


def _part(block: Block, left: int, right: int) -> View:
    """The columns of one form, its cells where they are."""
    part = block.rearranged(*block.sheet.between(left, right), header_rows=block.header_rows)
    return View(part, block, lambda cell: cell)


def _unfolded(block: Block) -> list[View]:
    """The block with the rows of each record side by side, below as many rows of headings that each ask for one of them."""
    width, (starts, depth) = block.sheet.width, _records(block.pattern)
    if not starts:
        return []
    flat = _flat(block, [block.top, *starts], depth)
    return [View(flat, block, lambda cell: (cell[0] + cell[1] // width, cell[1] % width), depth)]


@remembered
def _records(pattern: Pattern) -> tuple[list[int], int]:
    """The first rows of the records, and how many rows each takes; none where each takes one."""
    for depth in range(2, _MOST_ROWS + 1):
        starts = _starts_of_records(pattern, depth)
        if starts and _ask_apart(pattern, depth):
            return starts, depth
    return [], 1


def _starts_of_records(pattern: Pattern, depth: int) -> list[int]:
    """The first rows of the records: where the first column, headed once, is filled; none where they differ in height."""
    first, body = pattern.used_columns[0], pattern.top + depth
    filled = [row for row, profile in enumerate(pattern.rows, start=pattern.top) if first in profile.held]
    if filled[:2] != [pattern.top, body]:
        return []
    starts = filled[1:]
    ends = [*starts, max(pattern.bottom + 1, starts[-1] + depth)]
    heights = [after - row for row, after in pairwise(ends)]
    return starts if max(heights) == depth and heights.count(depth) * 2 > len(heights) else []


def _ask_apart(pattern: Pattern, depth: int) -> bool:
    """Whether the rows of headings name fields each for itself, one below another, and not groups and their parts."""
    headings = pattern.rows[:depth]
    full = [column for column in pattern.used_columns if all(column in row.held for row in headings)]
    apart = 0
    for column in full:
        texts = [row.texts[column] for row in headings if column in row.texts]
        apart += len({item for text in texts if (item := pattern.lexicon.meant((text,)))}) == depth
    return apart >= _LEAST_STACKS and apart * 2 > len(full)


def _flat(block: Block, starts: list[int], depth: int) -> Block:
    sheet, width = block.sheet, block.sheet.width
    rows: list[list[Raw]] = [[None] * (width * depth) for _ in sheet.rows]
    home: dict[int, int] = {}
    for start, after in pairwise([*starts, block.bottom + 1]):
        for row in range(start, min(after, start + depth)):
            rows[start][(row - start) * width : (row - start + 1) * width] = sheet.rows[row]
            home[row] = start
    merges = []
    for top, left, bottom, right in sheet.merges:
        if top in home and top == bottom:
            aside = (top - home[top]) * width
            merges.append((home[top], left + aside, home[top], right + aside))
        elif top in home and home[top] == top and bottom >= top + depth:
            merges.append((top, left, bottom, right))
    return block.rearranged(rows, merges, header_rows=1)
