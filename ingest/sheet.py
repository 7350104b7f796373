"""A sheet: the grid of cells every container is turned into.

Rows and columns are zero-based; blank cells are None; `merges` holds (top, left, bottom, right).
Containers fill it, recognition reads it; it knows nothing of formats or fields.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from ingest.text import address
from ingest.words.values import Raw

#: A cell of a sheet: its row and column.
Cell = tuple[int, int]
#: A merged range: top, left, bottom, right.
Merge = tuple[int, int, int, int]
#: So many cells one merged range covers at most, and so many all of a sheet, where they are those of tables.
_MOST_IN_ONE, _MOST_COVERED = 20_000, 500_000


@dataclass
class Sheet:
    """One grid, its rows made equally long. `captions` are texts around it that are no cells (paragraphs
    before a Word table).

    `notes` are texts below and between its tables, as soon as they are known to be such. `stray` lists cells
    far outside of the grid that were left out (A1 addresses); `whole` has the whole text of cells of which the
    grid shows a part; `shifted` are the rows whose cells may stand below the wrong headings.
    """

    name: str
    rows: list[list[Raw]]
    merges: list[Merge] = field(default_factory=list)
    is_hidden: bool = False
    captions: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    stray: list[str] = field(default_factory=list)
    whole: dict[Cell, Raw] = field(default_factory=dict)
    shifted: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        width = self.width
        for row in self.rows:
            row += [None] * (width - len(row))

    def between(self, left: int, right: int, top: int = 0) -> tuple[list[list[Raw]], list[Merge]]:
        """The rows with nothing but the columns left..right-1 from a row on, and the merged ranges of what is left."""
        rows = [
            cells if row < top else [raw if left <= c < right else None for c, raw in enumerate(cells)]
            for row, cells in enumerate(self.rows)
        ]
        return rows, [m for m in self.merges if m[0] < top or (left <= m[1] and m[3] < right)]

    @cached_property
    def width(self) -> int:
        """The number of columns of the widest row."""
        return max(map(len, self.rows), default=0)

    @property
    def first_cell(self) -> str:
        """The address of the first cell that is not blank, A1 where all are."""
        return next((address(*cell) for cell in self.filled), "A1")

    @cached_property
    def columns(self) -> list[tuple[Raw, ...]]:
        """The same cells by column."""
        return list(zip(*self.rows, strict=True))

    @cached_property
    def ranges(self) -> tuple[Merge, ...]:
        """Its merged ranges but for those over whole columns, which say nothing about a table, and a bounded number of cells."""
        ranges = []
        left_over = _MOST_COVERED
        for top, left, bottom, right in self.merges:
            covered = (bottom - top + 1) * (right - left + 1)
            if covered > _MOST_IN_ONE:
                continue
            left_over -= covered
            if left_over < 0:
                break  # over and over the same cells
            ranges.append((top, left, bottom, right))
        return tuple(ranges)

    @cached_property
    def ranges_of_row(self) -> dict[int, list[Merge]]:
        """The ranges that reach into each row; looked up once, since a sheet may hold hundreds of forms."""
        found = defaultdict[int, list[Merge]](list)
        for merged in self.ranges:
            for row in range(merged[0], merged[2] + 1):
                found[row].append(merged)
        return found

    @cached_property
    def merge_anchor(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Covered cell → top-left cell, for every cell of a merged range but its first."""
        anchors: dict[tuple[int, int], tuple[int, int]] = {}
        for top, left, bottom, right in self.ranges:
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    anchors[row, column] = (top, left)
            del anchors[top, left]
        return anchors

    @cached_property
    def filled(self) -> dict[Cell, Raw]:
        """The content of every cell that is not blank, by row and column, in reading order."""
        return {
            (row, column): raw
            for row, cells in enumerate(self.rows)
            for column, raw in enumerate(cells)
            if raw is not None
        }

    def at(self, row: int, column: int) -> Raw:
        """The content of a cell, None outside of the grid."""
        return self.filled.get((row, column))

    def spread(self, row: int) -> list[Raw]:
        """The contents of a row, that of a merged range in every cell that it covers."""
        cells = [*self.rows[row]]
        for top, left, _, right in self.ranges_of_row.get(row, ()):
            if (content := self.at(top, left)) is not None:
                last = min(right, self.width - 1)
                cells[left : last + 1] = [content] * (last + 1 - left)
        return cells

    def spanned(self, row: int, column: int) -> Raw:
        """The content of a cell, that of its merged range where it is covered by one that holds anything."""
        anchor = self.merge_anchor.get((row, column))
        content = self.filled.get(anchor) if anchor else None
        return self.filled.get((row, column)) if content is None else content


class Unreadable(Exception):
    """The file cannot be read at all: carries the finding code and the details of its message.

    `member` names the file inside an archive that is to blame, '' where there is none.
    """

    def __init__(self, code: str, *, member: str = "", **details: str) -> None:
        super().__init__(code)
        self.code = code
        self.member = member
        self.details = details
