"""The tables of a block by its outline: searched for once, and found again wherever the same outline comes back.

A form filled in with other figures a month later is the same form. So the search is given the outline of a block alone,
in which figures behind the names of towns are mere marks, and titles that say nothing of the layout are left out: it
cannot tell two blocks of one outline apart, and what it found in the first is what it would find in the second. Values
are read from the sheet itself, afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from ingest.sheet import Merge, Sheet
from ingest.tables.arrange import read_block
from ingest.tables.blocks import Block
from ingest.tables.groups import Mark, MarkAsked
from ingest.tables.kinds import asks_for_other_town
from ingest.tables.layout import Line, Slot, Table
from ingest.tables.profiles import RowProfile, profile_rows
from ingest.words.lexicon import Lexicon
from ingest.words.values import Raw

#: So many outlines are kept, of so many rows at most: few layouts have more, and long lists would take much room.
_REMEMBERED, _LONGEST = 512, 256
_NUMBERS = frozenset((float, int))
#: The rows of a block, with their profiles, as an outline tells them.
_Told = Callable[[Sequence[list[Raw]], Sequence[RowProfile], Lexicon], Iterable[list[Raw]]]


class _Outline(NamedTuple):
    """All that the search may know of a block, whose first row is the `top`th of its sheet: equal ones are searched alike.

    `kinds` are the types of what stands in rows with numbers, since 1, 1.0 and True are equal.
    """

    name: str
    top: int
    rows: tuple[tuple[Raw, ...], ...]
    kinds: tuple[tuple[type, ...], ...]
    merges: tuple[Merge, ...]
    titles: tuple[str, ...]
    has_data: bool
    header_rows: int
    county: str
    lexicon: Lexicon


def tables_of(block: Block) -> list[Table]:
    """The tables of a block of a sheet as it lies, several where they stand side by side."""
    found = _find(_outline(block, _marked))
    if found is None:  # whether rows are sums is told by their figures
        found = _find(_outline(block, _as_they_are)) or []
    return [_laid_over(table, block) for table in found]


def _find(outline: _Outline) -> list[Table] | None:
    return (_known if len(outline.rows) <= _LONGEST else _search)(outline)


def _search(outline: _Outline) -> list[Table] | None:
    """The tables of a block that is as its outline says, on a sheet on which there is nothing else.

    None where that rests on figures which the outline does not tell.
    """
    blank: list[Raw] = [None] * len(outline.rows[0])
    rows = [[*blank] for _ in range(outline.top)] + [[*row] for row in outline.rows]
    sheet = Sheet(outline.name, rows, [*outline.merges])
    block = Block(
        sheet,
        outline.lexicon,
        outline.county,
        outline.top,
        len(rows) - 1,
        [*outline.titles],
        profile_rows(sheet, outline.lexicon, outline.county),
        outline.has_data,
        outline.header_rows,
    )
    try:
        return read_block(block)
    except MarkAsked:
        return None


_known = lru_cache(maxsize=_REMEMBERED)(_search)


def _outline(block: Block, told: _Told) -> _Outline:
    sheet, top, bottom = block.sheet, block.top, block.bottom
    profiles = block.profiles[top : bottom + 1]
    rows = tuple(map(tuple, told(sheet.rows[top : bottom + 1], profiles, block.lexicon)))
    numbered = (row for row, profile in zip(rows, profiles, strict=True) if profile.numbers)
    *above, title = block.titles or [""]
    is_said_below = any(title in row for row in rows)  # again above each card
    return _Outline(
        _asking(sheet.name, block.lexicon),
        top,
        rows,
        tuple([tuple(map(type, row)) for row in numbered]),
        tuple([merge for merge in sheet.merges if merge[0] <= bottom and merge[2] >= top]),
        (*("" for _ in above), title if is_said_below else _asking(title, block.lexicon)),
        block.has_data,
        block.header_rows,
        block.county,
        block.lexicon,
    )


def _asking(text: str, lexicon: Lexicon) -> str:
    """A title that asks for something by itself, '' for any other."""
    return text if asks_for_other_town(text, lexicon) else ""


def _as_they_are(
    rows: Sequence[list[Raw]], profiles: Sequence[RowProfile], lexicon: Lexicon
) -> Iterable[list[Raw]]:
    return rows


def _marked(
    rows: Sequence[list[Raw]], profiles: Sequence[RowProfile], lexicon: Lexicon
) -> Iterable[list[Raw]]:
    """Rows, those of towns and their sums with a mark for each figure behind the town."""
    codes = lexicon.gazetteer.codes
    above: list[Raw] = []
    marked: list[Raw] = []
    for number, (cells, profile) in enumerate(zip(rows, profiles, strict=True)):
        named = profile.towns or profile.totals
        if not named or profile.labels or not profile.numbers:
            yield cells
            continue
        first, mark = min(named), Mark(number)
        is_same = above[first : first + 1] == [cells[first]]
        outlined = [
            raw
            if column <= first or type(raw) not in _NUMBERS or raw in codes
            # what is said again in the next row of a town may be said of the town
            else marked[column]
            if is_same and above[column] == raw
            else mark
            for column, raw in enumerate(cells)
        ]
        above, marked = cells, outlined
        yield outlined


def _laid_over(table: Table, block: Block) -> Table:
    """A table of an outline as one of the block itself, with slots and lines of its own."""
    own = len(block.titles)
    return replace(
        table,
        sheet=block.sheet,
        slots=[Slot(s.path, s.cell, s.order, [*s.units], s.cells, s.part) for s in table.slots],
        lines=[_read_again(line, block.sheet) for line in table.lines],
        titles=[*block.titles, *table.titles[own:]],
        ignored={**table.ignored},
    )


def _read_again(line: Line, sheet: Sheet) -> Line:
    """A line with what the sheet says of its town, where that is a number and no code that is known."""
    town, cell = line.town_text, line.town_cell
    if cell and town and type(raw := sheet.at(*cell)) in _NUMBERS:
        town = str(raw).removesuffix(".0")
    return Line(line.kind, town, cell, line.order, line.units)
