"""A form with tables beside it: a blank column parts them, and their rows have nothing to do with each other.

Left what is asked of one town, label beside value; right its projects, and below them its funds, say. Each side is
read as a sheet of its own, below the titles of both.
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.sheet import Sheet
from ingest.tables.profiles import RowProfile, profile_rows
from ingest.words.lexicon import Lexicon
from ingest.words.values import Raw

#: Each side has so many rows of several cells, at least.
_LEAST = 3


def parts(sheet: Sheet, lexicon: Lexicon, county: str) -> list[tuple[Sheet, list[RowProfile]]]:
    """The two sides of a sheet, their cells where they were, or the sheet itself; each with the profiles of its rows."""
    whole = profile_rows(sheet, lexicon, county)
    for column in _gaps(sheet):
        if not any(_asks_in_turn(profile, column) for profile in whole):
            continue
        sides = [_side(sheet, 0, column), _side(sheet, column + 1, sheet.width)]
        profiles = [profile_rows(side, lexicon, county) for side in sides]
        if sorted(map(_is_form, profiles)) == [False, True] and all(map(_is_asking, profiles)):
            return [*zip(sides, profiles, strict=True)]
    return [(sheet, whole)]


def _asks_in_turn(profile: RowProfile, column: int) -> bool:
    """Whether a row may be one of a form on either side of a column: mostly none is, and no side need be looked at."""
    left = {label for label in profile.labels if label < column}
    return any(RowProfile(labels=labels).is_form_row for labels in (left, profile.labels - left))


def _gaps(sheet: Sheet) -> Iterator[int]:
    """The blank columns between filled ones, of several side by side the last."""
    filled = [cells.count(None) < len(cells) for cells in sheet.columns]
    if True in filled:
        first = filled.index(True)
        yield from (c for c in range(first + 1, sheet.width - 1) if not filled[c] and filled[c + 1])


def _side(sheet: Sheet, left: int, right: int) -> Sheet:
    top = next((row for row, cells in enumerate(sheet.rows) if _count(cells) > 1), len(sheet.rows))
    rows, merges = sheet.between(left, right, top)
    return Sheet(sheet.name, rows, merges, sheet.is_hidden, sheet.captions)


def _count(cells: list[Raw]) -> int:
    return sum(raw is not None for raw in cells)


def _is_asking(profiles: list[RowProfile]) -> bool:
    """Whether a side has labels of its own, in several rows or above them."""
    rows = [profile for profile in profiles if profile.filled > 1]
    return len(rows) >= _LEAST and any(profile.is_headings or profile.is_form_row for profile in rows)


def _is_form(profiles: list[RowProfile]) -> bool:
    """Whether most rows of a side ask and answer in turn."""
    rows = [profile for profile in profiles if profile.filled > 1]
    return sum(profile.is_form_row for profile in rows) * 2 > len(rows)
