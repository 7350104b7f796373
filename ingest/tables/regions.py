"""A sheet cut into regions that hold one table each, by its shape alone.

Blank columns part tables where both sides have a column of labels of their own, or the same headings (a
blank column inside a table parts nothing). Headings below data begin another table below the first; so
do a second title, and rows behind a blank one that have little in common with those before it.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile

from ingest.tables.marks import Marks, Region

_MIN_COLUMNS = 2
_MIN_ROWS = 2
_DEEP = 4
_FAR = 2
_ALIKE = 0.5


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


def runs(used: list[bool]) -> list[tuple[int, int]]:
    """The first and last place of every unbroken run of used places."""
    found: list[tuple[int, int]] = []
    for place, is_used in enumerate(used):
        if is_used and found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        elif is_used:
            found.append((place, place))
    return found


def _side_by_side(marks: Marks, region: Region) -> list[Region]:
    rows = [marks.row(region, row) for row in region.rows]
    several = [row for row in rows if len(row) - row.count(" ") - row.count(".") > 1]
    parts: list[tuple[int, int]] = []
    for first, last in runs([any(row[c] != " " for row in several) for c in range(region.width)]):
        is_apart = bool(parts) and (
            (first - parts[-1][1] > _FAR and parts[-1][0] < parts[-1][1] and first < last)
            or all(_stands_alone(several, *part) for part in (parts[-1], (first, last)))
            or _ends_elsewhere(several, parts[-1], (first, last))
            or _says_again(marks, region, parts[-1], (first, last))
        )
        if parts and not is_apart:
            parts[-1] = (parts[-1][0], last)
        else:
            parts.append((first, last))
    return [Region(region.top, region.left + a, region.bottom, region.left + b) for a, b in parts] or [region]


def _stands_alone(rows: list[str], first: int, last: int) -> bool:
    """Whether columns look like a table of their own: labels or years first, and something beside them."""
    held = _held(rows, first, last)
    labelled = sum(row[0] in "ty." for _, row in held)
    return last - first + 1 >= _MIN_COLUMNS and len(held) >= _MIN_ROWS and labelled * 2 > len(held)


def _held(rows: list[str], first: int, last: int) -> list[tuple[int, str]]:
    """What some columns hold, row by row: the rows with numbers, where there are none all that are filled."""
    own = [(number, row[first : last + 1]) for number, row in enumerate(rows)]
    return [held for held in own if "n" in held[1]] or [held for held in own if held[1].strip(" .")] or own


def _ends_elsewhere(rows: list[str], *parts: tuple[int, int]) -> bool:
    """Whether two parts of several columns hold their last values at least two rows apart."""
    ends = [_held(rows, first, last)[-1][0] for first, last in parts if first < last]
    return len(ends) == len(parts) and abs(ends[0] - ends[1]) > 1


def _says_again(marks: Marks, region: Region, *parts: tuple[int, int]) -> bool:
    """Whether the first row with several cells in both of two parts says the same in each, from its first column on."""
    sides = [Region(region.top, region.left + a, region.bottom, region.left + b) for a, b in parts]
    for row in region.rows:
        one, other = (marks.texts(side, row) for side in sides)
        if len(one) >= _MIN_COLUMNS <= len(other):
            return one == other and all(marks.row(side, row)[0] != " " for side in sides)
    return False


@dataclass
class _Current:
    """The table that rows are being added to, and where a break after its last row was seen.

    `filled` is how many cells each row of data fills, in ascending order.
    """

    columns: list[Counter[str]]
    filled: list[int] = field(default_factory=list)
    rows: int = 0
    labelled: int = 0
    blank_at: int | None = None
    title_at: int | None = None
    headings: dict[tuple[str, ...], None] = field(default_factory=dict)
    sections: set[str] = field(default_factory=set)

    def take(self, letters: str, texts: tuple[str, ...]) -> None:
        """Add a row of data (texts empty) or of texts."""
        self.rows += 1
        if not (texts and self.filled):  # headings behind a break may have more of them below
            self.blank_at = self.title_at = None
        if texts:
            self.headings[texts] = None
            self.labelled += letters[0] == "t"
            return
        insort(self.filled, len(letters) - letters.count(" ") - letters.count("."))
        for counter, letter in zip(self.columns, letters, strict=True):
            counter[letter] += 1

    def pass_by(self, row: int, letters: str) -> None:
        """Note a row that may be the title of another table; one like a section's within this table is a section's."""
        if self.rows and self.blank_at is None:
            self.sections.add(letters)
        elif letters in self.sections:
            return
        self.title_at = row if self.title_at is None else self.title_at

    @property
    def cut(self) -> int | None:
        """The row at which to end the table, where a break was seen."""
        return self.blank_at if self.blank_at is not None else self.title_at

    def is_headed_by(self, letters: str, texts: tuple[str, ...], is_over: bool) -> bool:
        """Whether a row of texts, over numbers or not, heads another table; headings said again on the next page do not."""
        if self.filled:
            if texts in self.headings and self.cut is None:
                return False
            over = [
                letter == "t" or (letter == "y" and counter["n"] > counter["y"])
                for counter, letter in zip(self.columns, letters, strict=True)
                if counter["n"] + counter["y"] > counter["t"]
            ]
            most = max(len(over), len(letters) - letters.count(" ") - letters.count("."))
            return any(over) and (self.cut is not None or (is_over and sum(over) * 2 >= most))
        if self.cut is not None and (
            texts == next(iter(self.headings), None) or (is_over and self.labelled > _MIN_ROWS)
        ):
            return True
        if self.title_at is None or self.blank_at is None:
            return False
        return self.rows >= _MIN_ROWS or self.title_at < self.blank_at

    def is_like(self, letters: str) -> bool:
        """Whether a row of numbers fills about as many columns, and about the same, as those before it."""
        filled = [(c, letter) for c, letter in zip(self.columns, letters, strict=True) if letter not in " ."]
        fits = sum(
            (letter == "t") == (counter["t"] > counter["n"] + counter["y"])
            for counter, letter in filled
            if counter.total() > counter[" "]
        )
        usual = (self.filled[(len(self.filled) - 1) // 2] + self.filled[len(self.filled) // 2]) / 2
        return len(filled) >= usual * _ALIKE and fits >= len(filled) * _ALIKE


def _stacked(marks: Marks, region: Region) -> list[Region]:
    """Cut above the rows where another table begins; what stands between is nobody's data."""
    cuts = []
    current = _Current([Counter() for _ in range(region.width)])
    for row in region.rows:
        kind, letters = marks.kind(region, row), marks.row(region, row)
        if kind == "blank":
            current.blank_at = row if current.blank_at is None else current.blank_at
        elif kind in ("lone", "aside"):
            current.pass_by(row, letters)
        elif kind in ("texts", "numbers"):
            texts = tuple(marks.texts(region, row)) if kind == "texts" else ()
            is_over = kind == "texts" and _stands_over_numbers(marks, region, row)
            begins = _is_another(marks, region, row, current) or (
                kind == "texts" and current.is_headed_by(letters, texts, is_over)
            )
            if begins:
                cuts.append(row if current.cut is None else current.cut)
                current = _Current([Counter() for _ in range(region.width)])
            current.take(letters, texts)
    starts, ends = [region.top, *cuts], [*(cut - 1 for cut in cuts), region.bottom]
    return [Region(top, region.left, bottom, region.right) for top, bottom in zip(starts, ends, strict=True)]


def _stands_over_numbers(marks: Marks, region: Region, row: int) -> bool:
    """Whether numbers follow a row of texts as soon as they follow headings."""
    below = (marks.kind(region, r) for r in range(row + 1, min(row + _DEEP, region.bottom) + 1))
    return next((kind for kind in below if kind not in ("texts", "covered")), "") == "numbers"


def _is_another(marks: Marks, region: Region, row: int, current: _Current) -> bool:
    """Whether the rows of numbers behind a blank row have little in common with those before it."""
    if current.cut is None or len(current.filled) < _MIN_ROWS:
        return False
    rows = takewhile(lambda r: marks.kind(region, r) != "blank", range(row, region.bottom + 1))
    likes = (current.is_like(marks.row(region, r)) for r in rows if marks.kind(region, r) == "numbers")
    return next(likes, True) is False and not any(likes)
