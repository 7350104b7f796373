"""Lists of several months, a row for each town and month, whose month does not stand right behind the town.

Such a list is read as one in which it does (永坪镇 | 3月 | 12), whatever way the months are written, be their years in
a column of their own: there each month is a side of the town's record, and the file's own month counts. Where each row
holds a single figure (乡镇 | 月份 | 指标 | 数值), only the rows of that month are read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.sheet import Cell, Sheet
from ingest.tables.profiles import RowProfile
from ingest.words.dates import read_date
from ingest.words.periods import in_chinese, stated_period
from ingest.words.values import Raw, raw_text

_YEAR = re.compile(r"(20\d\d)年?度?")
_MONTHS, YEARS = range(1, 13), range(2000, 2100)
#: So many cells has a row of headings at least: month, town, and what is asked.
_LEAST = 3
#: So many of the rows name their town, at least.
_MOSTLY = (4, 5)


@dataclass(frozen=True)
class Dated:
    """A list with its months behind its towns: the sheet as it is read, and where each of its columns came from.

    `aside` are cells that are not in it.
    """

    sheet: Sheet
    columns: list[int]
    aside: dict[Cell, str]

    def back(self, cell: Cell) -> Cell:
        """Where a cell lies in the sheet as it was sent."""
        return cell[0], self.columns[cell[1]]


def find(sheet: Sheet, profiles: tuple[RowProfile, ...], period: str) -> Dated | None:
    """The list that a sheet is, None where it is none of this kind, or can be read as it is."""
    head = next((row for row, profile in enumerate(profiles) if _months_asked(profile)), None)
    if head is None or not period:
        return None
    asked = _months_asked(profiles[head])
    body = [row for row in range(head + 1, len(profiles)) if profiles[row].towns]
    filled = [row for row in range(head + 1, len(profiles)) if profiles[row].filled > 1]
    town = min((column for row in body for column in profiles[row].towns), default=None)
    if town is None or len(body) * _MOSTLY[1] < len(filled) * _MOSTLY[0]:
        return None
    months = _months(sheet, body, asked, period)
    if months is None:
        return None
    others = [column for column in range(sheet.width) if column not in asked]
    told = set(months.values())
    if len(told) == 1 or any(word.role == "field" for word in profiles[head].words.values()):
        own = period if period in told else max(told)
        return _of_month(sheet, head, asked, months, own, [in_chinese(own)] if own != period else [])
    if asked == [town + 1] and all(_is_time(profiles[row], town + 1) for row in body):
        return None
    *years, column = asked
    others.insert(others.index(town) + 1, column)
    listed = _arranged(sheet, head, others, years, [])
    for row, month in months.items():
        listed.sheet.rows[row][others.index(column)] = _named(month, period)
    return listed


def _of_month(
    sheet: Sheet, head: int, asked: list[int], months: dict[int, str], own: str, captions: list[str]
) -> Dated:
    """The rows of one month alone, which is that of the list, as if a title said it."""
    others = [column for column in range(sheet.width) if column not in asked]
    listed = _arranged(sheet, head, others, asked, captions)
    for row in (row for row, month in months.items() if month != own):
        listed.sheet.rows[row] = [None] * sheet.width
        listed.aside.update(
            {(row, column): "other_month" for column, raw in enumerate(sheet.rows[row]) if raw is not None}
        )
    return listed


def _months_asked(profile: RowProfile) -> list[int]:
    """The columns of a row of headings that ask for the month of a row, or for its year beside it."""
    if profile.numbers or profile.filled < _LEAST or len(profile.labels) < 2:
        return []
    return [column for column, word in profile.words.items() if word.role == "month"]


def _is_time(profile: RowProfile, column: int) -> bool:
    """Whether a cell names a month as a side of its record does."""
    return column in profile.words and profile.words[column].is_time


def _months(sheet: Sheet, rows: Iterable[int], columns: list[int], period: str) -> dict[int, str] | None:
    """Row → its month as YYYY-MM, a blank that of the row above; None where a row says something else."""
    months: dict[int, str] = {}
    above: list[Raw] = [None] * len(columns)
    for row in rows:
        own = [sheet.spanned(row, column) for column in columns]
        above = [before if raw is None else raw for raw, before in zip(own, above, strict=True)]
        month = _month(above, period)
        if month is None:
            return None
        months[row] = month
    return months


def _month(raws: list[Raw], period: str) -> str | None:
    """The month that cells say; of this year alone the period's, of another its last."""
    said = "".join(map(written, raws))
    if year := _YEAR.fullmatch(said):
        return period if year[1] == period[:4] else f"{year[1]}-12"
    only = raws[0] if len(raws) == 1 else None
    day = read_date(only if isinstance(only, dt.date) else said, int(period[:4]))
    return day.text[:7] if day else stated_period(said, period[:4])


def written(raw: Raw) -> str:
    """A month or year with the word behind it, where it is a mere number."""
    if isinstance(raw, (int, float)) and float(raw).is_integer():
        return f"{raw:.0f}月" if raw in _MONTHS else f"{raw:.0f}年" if raw in YEARS else f"{raw:.0f}"
    return raw_text(raw)


def _named(month: str, period: str) -> str:
    number = f"{int(month[5:])}月"
    return number if month[:4] == period[:4] else f"{month[:4]}年{number}"


def _arranged(sheet: Sheet, head: int, kept: list[int], dropped: list[int], captions: list[str]) -> Dated:
    """The list with its columns in another order; of those dropped only what stands above the headings is left."""
    columns = [*kept, *dropped]
    rows = [[cells[column] for column in columns] for cells in sheet.rows]
    for cells in rows[head:]:
        cells[len(kept) :] = [None] * len(dropped)
    place = {column: number for number, column in enumerate(columns)}
    moved = {column for column, number in place.items() if column != number}
    merges = [
        (top, place[left], bottom, place[right])
        for top, left, bottom, right in sheet.merges
        if left == right or moved.isdisjoint(range(left, right + 1))
    ]
    aside = {
        (row, column): "label"
        for column in dropped
        for row in range(head, len(sheet.rows))
        if sheet.rows[row][column] is not None
    }
    return Dated(Sheet(sheet.name, rows, merges, captions=[*sheet.captions, *captions]), columns, aside)
