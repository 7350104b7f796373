"""Dates in cells of their own that are no values: above and below a table, beside captions, and in its headings.

To a spreadsheet program they are numbers: whoever types 2025年3月 gets a date. Here they are written out as a reader sees
them, so that they are told from figures: when a form was filled in, of what month it is, what month a column is of.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

from ingest.sheet import Sheet
from ingest.tables.dated import YEARS, written
from ingest.tables.profiles import RowProfile
from ingest.words.lexicon import Lexicon
from ingest.words.periods import in_chinese
from ingest.words.values import Raw

#: So many cells has a row of a table at least.
_ROW = 3


def write_out(sheet: Sheet, profiles: Sequence[RowProfile], lexicon: Lexicon) -> bool:
    """Write the dates around the tables of a sheet, and in their headings, out in its cells; whether it has any."""
    stamped = {row: _asks_when(profiles[row]) for row in _around_tables(profiles)}
    stamped |= dict.fromkeys(_headings(sheet, profiles, lexicon), True)
    told = {
        row: [_written_out(raw, is_asked=is_asked) for raw in sheet.rows[row]]
        for row, is_asked in stamped.items()
    }
    changed = {row: cells for row, cells in told.items() if cells != sheet.rows[row]}
    for row, cells in changed.items():
        sheet.rows[row] = cells
    return bool(changed)


def _around_tables(profiles: Sequence[RowProfile]) -> Iterator[int]:
    """The rows that hold numbers beside captions alone, and those with a number alone above or below all tables."""
    told = [row for row, profile in enumerate(profiles) if profile.numbers and profile.is_of_the_form]
    rows = (
        [row for row, p in enumerate(profiles) if p.filled >= _ROW and not p.is_of_the_form] if told else []
    )
    for row in told:
        if profiles[row].words or not rows or not rows[0] < row < rows[-1]:
            yield row


def _asks_when(profile: RowProfile) -> bool:
    return any(word.role == "month" for word in profile.words.values())


def _written_out(raw: Raw, *, is_asked: bool) -> Raw:
    """A date as a text; where a year or month is asked for, those in numbers as well, and of a date the month."""
    if isinstance(raw, dt.date):
        return in_chinese(f"{raw:%Y-%m}") if is_asked else written(raw)
    return written(raw) if is_asked and isinstance(raw, (int, float)) else raw


def _headings(sheet: Sheet, profiles: Sequence[RowProfile], lexicon: Lexicon) -> Iterator[int]:
    """The rows of headings with months or years for their only numbers: they begin a table, or go on below its first row."""
    is_above_data = True
    for row, (profile, below) in enumerate(zip_longest(profiles, profiles[1:], fillvalue=RowProfile())):
        if not profile.numbers:
            is_above_data = is_above_data or len(profile.labels) > 1 or len(profile.towns) > 1
        elif is_above_data and not profile.towns and _are_times(sheet.rows[row], profile, below):
            if not _are_answers(sheet.rows[row], profile, lexicon):
                yield row
        elif profile.filled >= _ROW:
            is_above_data = False


def _are_times(cells: Sequence[Raw], profile: RowProfile, below: RowProfile) -> bool:
    """Whether the numbers of a row are the first days of months, or years, among headings or in order, be it over and over.

    Behind one label alone they may be its answers: 开工时间, in a table of towns across.
    """
    numbers = [raw for raw in cells if raw is not None and not isinstance(raw, str)]
    months = [raw.year * 12 + raw.month for raw in numbers if isinstance(raw, dt.date) and raw.day == 1]
    years = [raw for raw in numbers if isinstance(raw, (int, float)) and raw in YEARS]
    times: list[float] = [*(months or years)]
    if len(times) < len(numbers):
        return False
    are_ordered = all(after in (before + 1, times[0]) for before, after in pairwise(times))
    is_between = len(profile.labels) > 1 or len(below.labels) > 1
    return (bool(months) and is_between) or (
        len(times) > 1 and are_ordered and (is_between or not profile.labels)
    )


def _are_answers(cells: Sequence[Raw], profile: RowProfile, lexicon: Lexicon) -> bool:
    """Whether any date stands right behind a label that asks for one: 开工时间 | 2025-03-01 in a form."""
    asked = (profile.words.get(column - 1) for column, raw in enumerate(cells) if isinstance(raw, dt.date))
    items = (lexicon.meant((word.text,)) for word in asked if word and word.is_label)
    return any(item is not None and item.kind == "date" for item in items)
