"""Text whose columns are set apart by blanks alone, as printed lists are: cut where a blank gutter runs down all lines.

A blank cell leaves a hole in its line and shifts nothing, as columns are told by where they stand, wide characters
counted double. Lines that no gutters cut cleanly are cut at their blanks where all have as many of them, since none
has a hole then; else they stay as they are.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator

_PIECE = re.compile(r"\S+(?:[ \u3000]\S+)*")
#: Fewer lines below each other, or pieces that a single blank parts, are no list.
_LEAST_LINES, _LEAST_PIECES = 3, 3


def cut(lines: list[str]) -> tuple[list[list[str]], int]:
    """The cells of each line, and how many lines stand in columns."""
    rows: list[list[str]] = []
    aligned = 0
    for is_list, group in itertools.groupby(lines, key=lambda line: len(_PIECE.findall(line)) > 1):
        stretch = list(group)
        cells = _columns(stretch) if is_list and len(stretch) >= _LEAST_LINES else []
        cells = cells or _counted(stretch)
        aligned += sum(len(own) > 1 for own in cells)
        rows += cells
    return rows, aligned


def _counted(lines: list[str]) -> list[list[str]]:
    """The cells of lines that blanks cut into as many pieces each; whole where one has more or fewer, but for titles."""
    rows = [line.split() for line in lines]
    widths = [len(row) for row in rows if len(row) >= _LEAST_PIECES]
    is_list = len(widths) >= _LEAST_LINES and len(set(widths)) == 1
    return [
        row if is_list and len(row) in widths else [line.strip()]
        for row, line in zip(rows, lines, strict=True)
    ]


def _columns(lines: list[str]) -> list[list[str]]:
    """The cells of lines that belong together; none where a piece of one reaches over a gutter."""
    pieces = [list(_pieces(line)) for line in lines]
    ends: list[tuple[int, int]] = []
    for start, end in sorted((start, end) for line in pieces for start, end, _ in line):
        if ends and start <= ends[-1][1]:
            ends[-1] = (ends[-1][0], max(end, ends[-1][1]))
        else:
            ends.append((start, end))
    if len(pieces[0]) != len(ends):
        return []  # the headings of all columns stand in the first line
    rows = [[""] * len(ends) for _ in lines]
    for row, line in zip(rows, pieces, strict=True):
        for start, _, text in line:
            column = next(i for i, (first, last) in enumerate(ends) if first <= start < last)
            if row[column]:
                return []
            row[column] = text
    return rows


def _pieces(line: str) -> Iterator[tuple[int, int, str]]:
    """What two or more blanks set apart, each with where it begins and ends as shown."""
    at = [0, *itertools.accumulate(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)]
    return ((at[m.start()], at[m.end()], m.group()) for m in _PIECE.finditer(line))
