"""The tables of a block by its form: searched for once, and found again wherever the same form comes back.

A block filled in with other figures a month later has the same form. The search is given nothing but the form, in which
nobody sees which figures stand behind the names of towns, nor titles that say nothing of the layout. It cannot tell two
blocks of one form apart, so that what it found in the first is what it would find in the second. Values are read from
the sheet itself, afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from ingest.sheet import Merge, Sheet
from ingest.tables.arrange import read_block
from ingest.tables.blocks import Block
from ingest.tables.figures import Figure, FigureAsked
from ingest.tables.kinds import asks_for_other_town
from ingest.tables.layout import Line, Slot, Table
from ingest.tables.profiles import profile_rows
from ingest.words.lexicon import Lexicon
from ingest.words.values import Raw

#: So many forms are kept, of so many cells at most: few layouts have more, and long lists would take much room.
_REMEMBERED, _LARGEST = 512, 10_000
_NUMBERS = frozenset((float, int))


class _Form(NamedTuple):
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
    own = block.sheet.rows[block.top : block.bottom + 1]
    tables = _find(_form(block, _without_figures(own, block)))
    if tables is None:
        tables = _find(_form(block, own)) or []
    return [_laid_over(table, block) for table in tables]


def _find(form: _Form) -> list[Table] | None:
    is_kept = len(form.rows) * len(form.rows[0]) <= _LARGEST
    return (found if is_kept else _search)(form)


def _search(form: _Form) -> list[Table] | None:
    """The tables of a block that is all that its sheet holds; None where they rest on figures that the form does not tell."""
    blank: list[Raw] = [None] * len(form.rows[0])
    rows = [[*blank] for _ in range(form.top)] + [[*row] for row in form.rows]
    sheet = Sheet(form.name, rows, [*form.merges])
    block = Block(
        sheet,
        form.lexicon,
        form.county,
        form.top,
        len(rows) - 1,
        [*form.titles],
        profile_rows(sheet, form.lexicon, form.county),
        form.has_data,
        form.header_rows,
    )
    try:
        return read_block(block)
    except FigureAsked:
        return None


#: What was found in forms, kept.
found = lru_cache(maxsize=_REMEMBERED)(_search)


def _form(block: Block, cells: Iterable[list[Raw]]) -> _Form:
    """The form of a block; `cells` are those of its rows, as far as it tells them."""
    sheet, top, bottom = block.sheet, block.top, block.bottom
    rows = tuple(map(tuple, cells))
    profiles = block.profiles[top : bottom + 1]
    numbered = (row for row, profile in zip(rows, profiles, strict=True) if profile.numbers)
    titles = [_asking(text, block.lexicon) for text in block.titles]
    for text in block.titles[-1:]:
        if any(text in row for row in rows):  # said again above each card
            titles[-1] = text
    return _Form(
        _asking(sheet.name, block.lexicon),
        top,
        rows,
        tuple([tuple(map(type, row)) for row in numbered]),
        tuple([merge for merge in sheet.merges if merge[0] <= bottom and merge[2] >= top]),
        tuple(titles),
        block.has_data,
        block.header_rows,
        block.county,
        block.lexicon,
    )


def _asking(text: str, lexicon: Lexicon) -> str:
    """A title that asks for something by itself, '' for any other."""
    return text if asks_for_other_town(text, lexicon) else ""


def _without_figures(rows: Sequence[list[Raw]], block: Block) -> Iterator[list[Raw]]:
    """The rows of a block, in those of towns and their sums no more than that there are figures behind the town."""
    codes, profiles = block.lexicon.gazetteer.codes, block.profiles[block.top : block.bottom + 1]
    above: list[Raw] = []
    shown: list[Raw] = []
    for number, (cells, profile) in enumerate(zip(rows, profiles, strict=True)):
        named = profile.towns or profile.totals
        if not named or profile.labels or not profile.numbers:
            yield cells
            continue
        first, figure = min(named), Figure(number)
        is_same_town = above[first : first + 1] == [cells[first]]
        told = [
            raw
            if column <= first or type(raw) not in _NUMBERS or raw in codes
            # what is said again in the next row of a town may be said of the town
            else shown[column]
            if is_same_town and above[column] == raw
            else figure
            for column, raw in enumerate(cells)
        ]
        above, shown = cells, told
        yield told


def _laid_over(table: Table, block: Block) -> Table:
    """A table of a form as one of the block itself, with slots and lines of its own."""
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
