"""Dates in cells of their own around a table: when it was filled in, or of what month it is.

To a spreadsheet program they are numbers. Beside captions, above the first row of a table and below the last one they
are written out, as a reader sees them, so that they are told from figures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from ingest.sheet import Sheet
from ingest.tables.dated import written
from ingest.tables.profiles import RowProfile
from ingest.words.lexicon import Word
from ingest.words.periods import in_chinese
from ingest.words.values import Raw

#: So many cells has a row of a table at least.
_ROW = 3


def write_out(sheet: Sheet, profiles: Sequence[RowProfile]) -> bool:
    """Write the dates around the tables of a sheet out in its cells; whether it has any."""
    changed = {
        row: told
        for row in _around_tables(profiles)
        if (told := [_written_out(raw, profiles[row]) for raw in sheet.rows[row]]) != sheet.rows[row]
    }
    for row, told in changed.items():
        sheet.rows[row] = told
    return bool(changed)


def _around_tables(profiles: Sequence[RowProfile]) -> Iterator[int]:
    """The rows that hold numbers beside captions alone, and those with a number alone above or below all tables."""
    rows = [
        row for row, profile in enumerate(profiles) if profile.filled >= _ROW and not _is_caption(profile)
    ]
    for row, profile in enumerate(profiles):
        is_outside = not rows or not rows[0] < row < rows[-1]
        if profile.numbers and _is_caption(profile) and (profile.words or is_outside):
            yield row


def _is_caption(profile: RowProfile) -> bool:
    return all(_asks_when(word) or word.is_caption or word.is_footer for word in profile.words.values())


def _asks_when(word: Word) -> bool:
    return word.role == "month"


def _written_out(raw: Raw, profile: RowProfile) -> Raw:
    """A date as a text; where a year or month is asked for, those in numbers as well, and of a date the month."""
    is_asked = any(map(_asks_when, profile.words.values()))
    if isinstance(raw, dt.date):
        return in_chinese(f"{raw:%Y-%m}") if is_asked else written(raw)
    return written(raw) if is_asked and isinstance(raw, (int, float)) else raw
