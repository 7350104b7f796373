"""The headings over each column of a table, from the outermost group to the leaf.

They are told by the contents of the heading rows alone, and remembered: a county's headings are the same month by month.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ingest.sheet import Sheet
from ingest.tables.groups import SERIAL
from ingest.text import squeeze
from ingest.words.values import Raw

#: What numbers a column: 三、 (5) 17.0 乙
_NUMBER = re.compile(rf"{SERIAL.pattern}|[()]*[\d.]+[()]*|[甲乙丙丁戊己庚辛壬癸]")

Texts = tuple[str | None, ...]


class Over(NamedTuple):
    """The headings over a column; `words` are those that are no mere numbers, which tell nothing of it.

    `level` is which of the heading rows says the last of them, -1 where none says any.
    """

    path: tuple[str, ...]
    words: tuple[str, ...]
    level: int


_NOTHING = Over((), (), -1)


def over_columns(sheet: Sheet, rows: list[int]) -> list[Over]:
    """What heading rows of a sheet say over each of its columns."""
    if not rows:
        return [_NOTHING] * sheet.width
    own = tuple([_as_texts(sheet.rows[row]) for row in rows])
    return _over_columns(own, tuple([_as_texts(sheet.spread(row)) for row in rows]))


def without_numbers(path: tuple[str, ...]) -> tuple[str, ...]:
    """The headings of a path that are no mere numbers."""
    return tuple(text for text in path if not _NUMBER.fullmatch(squeeze(text)))


def _as_texts(cells: Sequence[Raw]) -> Texts:
    return tuple([raw if raw is None or type(raw) is str else str(raw) for raw in cells])


@lru_cache(maxsize=1024)
def _over_columns(own: tuple[Texts, ...], spread: tuple[Texts, ...]) -> list[Over]:
    """`own` are the rows cell by cell, `spread` the same with what a merged range says in every cell of it."""
    found = []
    for column in range(len(own[0])):
        path = _path(own, spread, column)
        levels = [level for level, cells in enumerate(spread) if cells[column] is not None]
        found.append(Over(path, without_numbers(path), levels[-1] if levels else -1))
    return found


def _path(own: tuple[Texts, ...], spread: tuple[Texts, ...], column: int) -> tuple[str, ...]:
    """A blank beside a group belongs to it where a leaf is below."""
    texts: list[str] = []
    for level, cells in enumerate(spread):
        text = cells[column]
        if text is None and any(row[column] is not None for row in own[level + 1 :]):
            text = _group_to_the_left(own, spread, level, column)
        if text is not None and text.strip() and (not texts or texts[-1] != text):
            texts.append(text)
    return tuple(texts)


def _group_to_the_left(
    own: tuple[Texts, ...], spread: tuple[Texts, ...], level: int, column: int
) -> str | None:
    for left in range(column - 1, -1, -1):
        above = spread[level][left]
        has_leaf = any(row[left] is not None for row in own[level + 1 :])
        if above is not None:
            return above if has_leaf else None
        if not has_leaf and any(row[left] is not None for row in own):
            return None
    return None
