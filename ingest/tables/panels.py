"""Tables side by side that have nothing to do with each other: a blank column parts them.

A form with tables beside it (left what is asked of one town, right its projects, and below them its funds, say), or
tables that each name towns of their own. Each side is read as a sheet of its own, below the titles of both.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from ingest.sheet import Sheet
from ingest.tables.pattern import remembered
from ingest.tables.profiles import RowProfile, profile_rows
from ingest.towns.own_towns import OwnTowns
from ingest.words.lexicon import Lexicon
from ingest.words.values import Raw

#: Each side has so many rows of several cells, at least.
_LEAST = 3


def parts(
    sheet: Sheet, whole: tuple[RowProfile, ...], lexicon: Lexicon, county: str
) -> list[tuple[Sheet, tuple[RowProfile, ...]]]:
    """The sides of a sheet, their cells where they were, or the sheet itself; each with the profiles of its rows."""
    for column in _gaps(whole):
        sides = [_side(sheet, 0, column), _side(sheet, column + 1, sheet.width)]
        profiles = [profile_rows(side, lexicon, county) for side in sides]
        if all(map(_is_asking, profiles)) and _are_apart(profiles, lexicon, county):
            return [
                part
                for side, rows in zip(sides, profiles, strict=True)
                for part in parts(side, rows, lexicon, county)
            ]
    return [(sheet, whole)]


def _are_apart(sides: list[tuple[RowProfile, ...]], lexicon: Lexicon, county: str) -> bool:
    """Whether one side alone is a form, or each names towns of its own, be it in a title (永坪镇产业发展情况)."""
    if sorted(map(_is_form, sides)) == [False, True]:
        return True
    towns = OwnTowns(lexicon.gazetteer, county, "")
    return all(_names_towns(side, lexicon) or _is_titled(side, towns) for side in sides)


def _is_titled(profiles: tuple[RowProfile, ...], towns: OwnTowns) -> bool:
    """Whether a side begins with a lone text that names a town."""
    first = next(profile for profile in profiles if profile.filled)
    return first.filled == len(first.texts) == 1 and bool(towns.named_in("".join(first.texts.values())))


def _has_towns(profile: RowProfile, column: int) -> bool:
    """Whether a row names towns on the right of a column: no side without any need be looked at."""
    return any(town > column for town in profile.towns)


def _names_towns(profiles: tuple[RowProfile, ...], lexicon: Lexicon) -> bool:
    """Whether towns stand across, or down a column that is not headed as a text (责任单位)."""
    if any(len(profile.towns) > 1 for profile in profiles):
        return True
    named = Counter(column for profile in profiles for column in profile.towns)
    for column, count in named.items():
        above = next(profile.words[column] for profile in profiles if column in profile.words)
        asked = lexicon.meant((above.text,))
        if count > 1 and not (asked and asked.kind == "text"):
            return True
    return False


def _asks_in_turn(profile: RowProfile, column: int) -> bool:
    """Whether a row may be one of a form on either side of a column: mostly none is, and no side need be looked at."""
    left = {label for label in profile.labels if label < column}
    right = profile.labels - left
    if len(left) == len(right) == 1 and len(profile.asked) == 1:
        return True  # the same on both
    return any(RowProfile(labels=labels).is_form_row for labels in (left, right))


@remembered
def _gaps(profiles: tuple[RowProfile, ...]) -> list[int]:
    """The blank columns between filled ones that may part two tables, of several side by side the last."""
    filled = sorted(set[int]().union(*(profile.held for profile in profiles)))
    return [
        after - 1
        for before, after in pairwise(filled)
        if after > before + 1
        and any(_asks_in_turn(profile, after - 1) or _has_towns(profile, after - 1) for profile in profiles)
    ]


def _side(sheet: Sheet, left: int, right: int) -> Sheet:
    top = next((row for row, cells in enumerate(sheet.rows) if _count(cells) > 1), len(sheet.rows))
    rows, merges = sheet.between(left, right, top)
    for row, first, _, last in sheet.merges:
        if row < top and (last < left or first >= right):
            rows[row] = [None] * sheet.width  # the title of the other side alone
    return Sheet(sheet.name, rows, merges, sheet.is_hidden, sheet.captions)


def _count(cells: list[Raw]) -> int:
    return sum(raw is not None for raw in cells)


def _is_asking(profiles: tuple[RowProfile, ...]) -> bool:
    """Whether a side has labels of its own, in several rows or above them."""
    rows = [profile for profile in profiles if profile.filled > 1]
    asked = sum(profile.begins_with_label for profile in rows)
    is_headed = any(profile.is_headings or profile.is_form_row or _is_of_sides(profile) for profile in rows)
    return len(rows) >= _LEAST and (is_headed or asked >= _LEAST)


def _is_of_sides(profile: RowProfile) -> bool:
    """Whether a row says of what its columns are, and nothing else: 计划 | 到位 | 支出."""
    sides = sum(word.is_aspect for word in profile.words.values())
    return sides > 1 and sides == profile.filled


def _is_form(profiles: tuple[RowProfile, ...]) -> bool:
    """Whether most rows of a side ask and answer in turn."""
    rows = [profile for profile in profiles if profile.filled > 1]
    return sum(profile.is_form_row or profile.is_label_and_value for profile in rows) * 2 > len(rows)
