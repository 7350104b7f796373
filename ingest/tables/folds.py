"""Records of several rows below as many rows of headings, each of which asks for what stands in its row of every record.

The rows of a record are laid side by side and read as one; tables found so lie where the cells of the sheet are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.sheet import Cell
from ingest.tables.blocks import Block
from ingest.tables.layout import Table
from ingest.words.values import Raw

_MOST_ROWS = 3
#: So many columns at least ask for another field in each row of headings.
_LEAST = 3


@dataclass(frozen=True)
class Fold:
    """A block whose records take `depth` rows: `flat` has each of them in its first row."""

    block: Block
    flat: Block
    depth: int

    def back(self, table: Table) -> Table:
        """A table found in the flat block, at the cells of the sheet itself."""
        columns = self.block.used_columns
        return replace(
            table.moved(self.block.sheet, self._back),
            left=columns[0],
            right=columns[-1],
            bottom=min(table.bottom + self.depth - 1, self.block.bottom),
            header_rows=self.depth,
        )

    def _back(self, cell: Cell) -> Cell:
        below, column = divmod(cell[1], self.block.sheet.width)
        return cell[0] + below, column


def unfold(block: Block) -> Fold | None:
    """The block with its records side by side, None where each has a row of its own."""
    for depth in range(2, _MOST_ROWS + 1):
        starts = _starts(block, depth)
        if starts and _ask_apart(block, depth):
            return Fold(block, _flat(block, [block.top, *starts], depth), depth)
    return None


def _starts(block: Block, depth: int) -> list[int]:
    """The first rows of the records: where the first column, headed once, is filled; none where they differ in height."""
    sheet, first, body = block.sheet, block.used_columns[0], block.top + depth
    headings = [sheet.at(row, first) is not None for row in range(block.top, body)]
    if headings != [True, *[False] * (depth - 1)]:
        return []
    starts = [row for row in range(body, block.bottom + 1) if sheet.at(row, first) is not None]
    heights = (
        [after - row for row, after in pairwise([*starts, max(block.bottom + 1, starts[-1] + depth)])]
        if starts
        else []
    )
    is_even = starts[:1] == [body] and max(heights) == depth and heights.count(depth) * 2 > len(heights)
    return starts if is_even else []


def _ask_apart(block: Block, depth: int) -> bool:
    """Whether the rows of headings name fields each for itself, one below another, and not groups and their parts."""
    stacks = [
        [
            str(raw)
            for row in range(block.top, block.top + depth)
            if (raw := block.sheet.at(row, column)) is not None
        ]
        for column in block.used_columns
    ]
    full = [stack for stack in stacks if len(stack) == depth]
    apart = 0
    for stack in full:
        apart += len({item for text in stack if (item := block.lexicon.meant((text,)))}) == depth
    return apart >= _LEAST and apart * 2 > len(full)


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
