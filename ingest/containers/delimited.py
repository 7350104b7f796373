"""Delimited text: the csv module parses, this module only finds out the separator, or that there are only blanks."""

from __future__ import annotations

import csv
import io
import re

from ingest.containers import aligned
from ingest.containers.bounds import check_grid, is_far, near_rows
from ingest.containers.encoding import decode, fault
from ingest.limits import Limits
from ingest.sheet import Sheet, Unreadable
from ingest.words.values import Raw

_SEPARATORS = "\t,;|，"
_IN_TEXTS = ",，"
_FIGURE = re.compile(r"\s*[-+]?\d[\d.,]*%?\s*")
_BLANK = re.compile(r"[ \u3000]")
_FEWEST_HEADINGS = 3
_SAMPLE_LINES = 50
_LONGEST = 1_000_000


def read(content: bytes, limits: Limits) -> list[Sheet]:
    """One sheet without a name; text without any separator gives a single column."""
    text = decode(content)
    if text is None:
        raise Unreadable("CORRUPT_FILE", detail=fault(content))
    lines = [line for line in text.splitlines()[:_SAMPLE_LINES] if line.strip()]
    separator, regular = _separator(lines)
    if _BLANK.search(text) and aligned.cut(lines)[1] > 2 * regular:
        rows: list[list[Raw]] = [[cell or None for cell in row] for row in aligned.cut(text.splitlines())[0]]
        check_grid(len(rows), max(map(len, rows)), limits)
        return [Sheet("", rows)]
    csv.field_size_limit(_LONGEST)
    try:
        written = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise Unreadable("TOO_LARGE", size="单元格文字", limit=f"{_LONGEST}字") from error
    height, width = len(written), max(map(len, written), default=0)
    long_cells = [cell for row in written for cell in row if "\n" in cell]
    is_open = text.count('"') % 2 == 1 and any(_is_cut_alike(text, mark) for mark in _SEPARATORS)
    if any(is_open or _holds_rows(cell, separator, width) for cell in long_cells):
        raise Unreadable("CORRUPT_FILE", detail="引号不成对，其后各行无法分开")
    rows = [[cell if cell.strip() else None for cell in row] for row in written]
    if is_far(height, width, limits):
        near, stray = near_rows(rows, limits)
        return [Sheet("", near, stray=stray)]
    check_grid(height, width, limits)
    return [Sheet("", rows, shifted=_shifted(written) if separator in _IN_TEXTS else frozenset())]


def _holds_rows(cell: str, separator: str, width: int) -> bool:
    """Whether a cell has swallowed rows of the table: behind a quotation mark that nobody closed."""
    return any(line.count(separator) >= max(3, (width - 1) // 2) for line in cell.splitlines()[1:])


def _shifted(rows: list[list[str]]) -> frozenset[int]:
    """The rows of figures with more cells than the headings above them.

    A program gives every row as many; where one has more, a comma of a text or a figure (3,973.71) was taken for
    a separator, and what stands behind it is in the wrong column. Blank cells at the end of every row are a habit.
    """
    longer: dict[int, list[str]] = {}
    lengths = set()
    width, is_below_figures = 0, True
    for number, row in enumerate(rows):
        if sum(not cell.isspace() for cell in row if cell) < _FEWEST_HEADINGS:
            continue
        has_figures = any(map(_FIGURE.fullmatch, row))
        if not has_figures:
            width = len(row) if is_below_figures else max(width, len(row))
        elif width:
            lengths.add(len(row))
            if len(row) > width:
                longer[number] = row[width:]
        is_below_figures = has_figures
    is_habit = len(lengths) == 1 and not any(cell.strip() for beyond in longer.values() for cell in beyond)
    return frozenset() if is_habit else frozenset(longer)


def _is_cut_alike(text: str, separator: str) -> bool:
    """Whether a text's lines, quotation marks left aside, are cut into the same number of pieces, as rows are."""
    pieces = {line.count(separator) for line in text.splitlines() if line.strip()}
    return len(pieces) == 1 and pieces != {0}


def _separator(lines: list[str]) -> tuple[str, int]:
    """The separator that cuts most lines into the same number of at least two pieces, and how many lines it does."""

    def regularity(separator: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=separator)]
        common = max(set(widths), key=widths.count, default=1)
        return (widths.count(common), common) if common > 1 else (0, 0)

    try:
        found = {separator: regularity(separator) for separator in _SEPARATORS}
    except csv.Error:
        return ",", 0
    best = max(found, key=found.__getitem__)
    return best, found[best][0]
