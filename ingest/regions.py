"""A sheet cut into regions that hold one table each, by its shape alone.

Blank columns part tables where both sides have a column of labels of their own (a blank column inside
a table parts nothing); headings below data, or a second title, begin another table below the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.marks import Marks, Region

_MIN_COLUMNS = 2
_MIN_ROWS = 2


def regions(marks: Marks, region: Region) -> Iterator[Region]:
    """The parts of a region that hold at most one table, in reading order."""
    parts = _side_by_side(marks, region)
    if len(parts) == 1:
        parts = _stacked(marks, parts[0])
    if len(parts) == 1:
        yield parts[0]
        return
    for part in parts:
        yield from regions(marks, part)


def _side_by_side(marks: Marks, region: Region) -> list[Region]:
    rows = [marks.row(region, row) for row in region.rows]
    several = [row for row in rows if len(row) - row.count(" ") - row.count(".") > 1]
    used = [any(row[column] != " " for row in several) for column in range(region.width)]
    runs: list[tuple[int, int]] = []
    for column in range(region.width):
        if not used[column]:
            continue
        if runs and runs[-1][1] == column - 1:
            runs[-1] = (runs[-1][0], column)
        else:
            runs.append((column, column))
    merged: list[tuple[int, int]] = []
    for first, last in runs:
        stands_alone = merged and all(_stands_alone(several, *run) for run in (merged[-1], (first, last)))
        if merged and not stands_alone:
            merged[-1] = (merged[-1][0], last)
        else:
            merged.append((first, last))
    if not merged:
        return [region]
    return [Region(region.top, region.left + a, region.bottom, region.left + b) for a, b in merged]


def _stands_alone(rows: list[str], first: int, last: int) -> bool:
    """Whether columns look like a table of their own: labels in the first, and something beside them."""
    own = [row[first : last + 1] for row in rows]
    held = [row for row in own if "n" in row] or [row for row in own if row.strip(" .")]
    labelled = sum(row[0] in "t." for row in held)
    return last - first + 1 >= _MIN_COLUMNS and len(held) >= _MIN_ROWS and labelled * 2 > len(held)


@dataclass
class _Current:
    """The table that rows are being added to, and where a break after its last data was seen."""

    columns: list[Counter[str]]
    rows: int = 0
    has_numbers: bool = False
    blank_at: int | None = None
    title_at: int | None = None
    headings: set[tuple[str, ...]] = field(default_factory=set)

    def take(self, letters: str) -> None:
        """Add a row of data or headings."""
        self.rows += 1
        self.blank_at = self.title_at = None
        if "n" in letters:
            self.has_numbers = True
            for counter, letter in zip(self.columns, letters, strict=True):
                counter[letter] += 1

    def is_heading(self, letters: str) -> bool:
        """Whether texts stand where the data so far has numbers."""
        over_values = sum(
            letter == "t" and counter["n"] + counter["y"] > counter["t"]
            for counter, letter in zip(self.columns, letters, strict=True)
        )
        filled = len(letters) - letters.count(" ") - letters.count(".")
        is_apart = self.blank_at is not None or self.title_at is not None
        return over_values > 0 and (is_apart or over_values * 2 >= filled)


def _stacked(marks: Marks, region: Region) -> list[Region]:
    """Cut above the rows where another table begins; what stands between is nobody's data."""
    cuts = []
    current = _Current([Counter() for _ in range(region.width)])
    for row in region.rows:
        kind, letters = marks.kind(region, row), marks.row(region, row)
        if kind == "blank":
            current.blank_at = row if current.blank_at is None else current.blank_at
        elif kind in ("lone", "aside"):
            current.title_at = row if current.title_at is None else current.title_at
        elif kind == "texts":
            texts = tuple(marks.texts(region, row))
            if _begins_table(current, letters, texts):
                breaks = [r for r in (current.blank_at, current.title_at) if r is not None]
                cuts.append(current.blank_at if current.blank_at is not None else min([*breaks, row]))
                current = _Current([Counter() for _ in range(region.width)])
            current.take(letters)
            current.headings.add(texts)
        elif kind == "numbers":
            current.take(letters)
    starts, ends = [region.top, *cuts], [*(cut - 1 for cut in cuts), region.bottom]
    return [Region(top, region.left, bottom, region.right) for top, bottom in zip(starts, ends, strict=True)]


def _begins_table(current: _Current, letters: str, texts: tuple[str, ...]) -> bool:
    """Whether a row of texts heads another table; headings said again on the next page do not."""
    if texts in current.headings and current.title_at is None:
        return False
    if current.has_numbers:
        return current.is_heading(letters)
    if current.title_at is None or current.blank_at is None:
        return False
    return current.rows >= _MIN_ROWS or current.title_at < current.blank_at
