"""Rows of records under one to four rows of headings.

Splits tables that stand side by side, and makes a slot of every column that asks for something; what the rows below
the headings are is told in `ingest.tables.lines`.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.dictionary import Field
from ingest.sheet import Cell
from ingest.tables import repeated
from ingest.tables.blocks import Block
from ingest.tables.figures import told
from ingest.tables.groups import SERIAL, answers_of_groups
from ingest.tables.headers import Header, unfamiliar_header
from ingest.tables.layout import NAMELESS, Slot, Table
from ingest.tables.lines import LineReader
from ingest.tables.town_columns import are_units, town_columns
from ingest.text import count_up, serial_number, squeeze
from ingest.words.lexicon import LABELLED, OUTRIGHT, Lexicon
from ingest.words.values import Raw, raw_text

#: What is longer is a code, and no number of a line.
_LONGEST_NUMBER = 6
#: So many of the texts of a column answer a key, where its heading does not ask for one.
_MOSTLY = (3, 4)


def read(block: Block, header: Header) -> list[Table]:
    """One table, or several side by side; none where there are no headings or nothing below them."""
    if not header.names:
        header = unfamiliar_header(block)
    if not header.names or header.body > block.bottom:
        return []
    tables: list[Table] = []
    for columns, town in _side_by_side(block, header, town_columns(block, header, block.used_columns)):
        again = repeated.parts(block, header, columns, town) or [repeated.Part(columns, columns)]
        tables += (_RowReader(block, header, part, town).table() for part in again)
    return tables


def _side_by_side(block: Block, header: Header, towns: list[int]) -> list[tuple[list[int], int | None]]:
    """Column ranges of tables standing side by side, each with its town column."""
    columns, word = block.used_columns, block.lexicon.word
    towns = [c for c in towns if not (path := header.path(c)) or word(path[-1]).role != "code"] or towns
    if len(towns) < 2:
        return [(columns, towns[0] if towns else None)]
    if folds := _folds(header, columns, len(towns)):
        return [*zip(folds, towns, strict=True)]
    starts = []
    for town in towns:
        before = columns[columns.index(town) - 1] if columns.index(town) else town
        path = header.path(before)
        is_serial = before not in towns and bool(path) and word(path[-1]).role == "serial"
        starts.append(before if is_serial else town)
    starts[0] = columns[0]
    ends = [*starts[1:], columns[-1] + 1]
    return [
        ([c for c in columns if start <= c < end], town)
        for start, end, town in zip(starts, ends, towns, strict=True)
    ]


def _folds(header: Header, columns: list[int], number: int) -> list[list[int]]:
    """The columns of each part of a list folded side by side, whose headings are said as often; none where it is no such."""
    width, rest = divmod(len(columns), number)
    parts = [columns[start : start + width] for start in range(0, len(columns), width)]
    asked = {tuple(map(header.path, part)) for part in parts}
    return parts if rest == 0 and len(asked) == 1 else []


class _RowReader:
    """Reads one table of a block: some of its columns, of which one may name the towns."""

    def __init__(self, block: Block, header: Header, part: repeated.Part, town_column: int | None) -> None:
        self._block = block
        self._header = header
        self._part, self._columns = part, part.columns
        self._town_column = town_column
        self._body = range(header.body, block.bottom + 1)
        self._slots: list[Slot] = []
        self._ignored: dict[Cell, str] = {}

    def table(self) -> Table:
        """Its slots and lines, and the bounds around them."""
        self._read_slots()
        block, header, groups = self._block, self._header, self._groups()
        reader = LineReader(
            block, self._body, self._part, self._town_column, self._slots, self._ignored, groups
        )
        reader.read()
        table = header.frame(self._columns, reader.bottom)
        table.header_rows = max(header.numbering + header.units + header.names) - block.top + 1
        table.slots, table.lines = self._slots, reader.lines
        table.ignored |= self._ignored
        return table

    def _read_slots(self) -> None:
        """A slot for every column that asks for something; the cells of the others are ignored."""
        header, sheet, lexicon = self._header, self._block.sheet, self._block.lexicon
        section: tuple[str, ...] = ()
        for column in (c for c in self._columns if c != self._town_column):
            path = header.path(column)
            names = header.words(column)
            data = [
                raw for raw in sheet.columns[column][self._body.start : self._body.stop] if raw is not None
            ]
            if len(names) < len(path) and SERIAL.fullmatch(str(sheet.at(header.names[0], column))):
                section = ()  # 四 begins another group, or stands alone
            if names and not data and self._is_section(column, names, section):
                section = names[:1]
                continue
            if reason := self._no_value(column, names, data):
                self._ignored.update({(row, column): reason for row in self._body})
                continue
            names = key_answered(names, data, lexicon) or names
            units = header.units_over(column, names)
            self._slots.append(Slot((*section, *names), header.leaf(column), column, units))

    def _no_value(self, column: int, names: tuple[str, ...], data: Sequence[Raw]) -> str:
        """Why a column holds no values, '' where it does: it is nameless, or of units, codes of towns, numbers or remarks.

        One headed 编号 counts lines unless it holds codes; nor is it a text that numbers follow each other.
        """
        if not names:
            return "unit" if self._follows_values(column, data) else NAMELESS
        role = self._block.lexicon.word(names[-1]).role
        if are_units(data, self._block.lexicon) and (role == "unit" or self._is_headed_as_before(column)):
            return "unit"
        if role == "code":
            is_aside = all(self._block.lexicon.gazetteer.knows(raw_text(raw)) for raw in data)
        elif role == "serial":
            coded = [
                raw
                for raw in data
                if isinstance(raw, str) and len(raw) > _LONGEST_NUMBER and not raw.isdigit()
            ]
            is_aside = len(coded) * 2 <= len(data)
        elif self._asks_for_text(names) and count_up(map(serial_number, map(told, data))):
            return "serial"
        else:
            is_aside = role == "note" and len(names) == 1
        return role if is_aside else ""

    def _asks_for_text(self, names: tuple[str, ...]) -> bool:
        asked = self._block.lexicon.meant(names)
        return asked is not None and asked.kind == "text"

    def _follows_values(self, column: int, data: Sequence[Raw]) -> bool:
        """Whether a column without a heading holds units, those of the values to its left."""
        units = self._block.lexicon.dictionary.units
        is_behind = column - 1 in self._columns and bool(self._header.path(column - 1))
        return (
            is_behind
            and are_units(data, self._block.lexicon)
            and any(squeeze(str(raw)) in units for raw in data)
        )

    def _is_headed_as_before(self, column: int) -> bool:
        """Whether one heading stands over a column and the one to its left: over a value and its unit, say."""
        path = self._header.path
        return column - 1 in self._block.used_columns and path(column - 1) == path(column)

    def _is_section(self, column: int, names: tuple[str, ...], before: tuple[str, ...]) -> bool:
        """Whether a heading without data is the name of those behind it: its merged cell runs through the records, or
        it is on the level of the groups and asks for nothing; where the headings stand in a column, any such one,
        and one with which alone the next asks for something (污水 before 产生量), or for the same (小学 before 小学数).
        """
        if self._block.sheet.merge_anchor.get((self._header.body, column), (0, -1))[1] == column:
            return True
        meant = self._block.lexicon.meant
        has_next = self._block.is_turned and column < self._columns[-1]
        below = self._header.path(column + 1) if has_next else ()
        asked = meant(names, OUTRIGHT)
        if below and meant((*names, *below), OUTRIGHT) and meant(below, OUTRIGHT) in (None, asked):
            return True
        if len(names) > 1 or asked or meant((*before, *names), OUTRIGHT):
            return False
        first, last = self._header.names[0], self._header.names[-1]
        is_leaf = self._block.sheet.merge_anchor.get((last, column)) == (first, column)
        return self._block.is_turned or (
            not is_leaf and self._block.sheet.at(first, column) is not None and first < last
        )

    def _groups(self) -> list[dict[int, int]]:
        """The rows that answer a field for all rows below them; each such field becomes a slot, behind all others."""
        groups = answers_of_groups(self._block, self._columns, self._body, self._slots)
        for item, found in groups:
            row, column = next(iter(found.items()))
            order = max((slot.order for slot in self._slots), default=-1) + 1
            self._slots.append(Slot((item.label,), (row, column), max(order, self._columns[-1] + 1)))
        return [found for _, found in groups]


def key_answered(names: tuple[str, ...], cells: Sequence[Raw], lexicon: Lexicon) -> tuple[str, ...]:
    """The label of the key that a column answers where its heading names no field (指标), else nothing.

    Its cells are answers, all but a few; towns and sums may stand among them.
    """
    if not cells or not all(isinstance(raw, str) for raw in cells):
        return ()
    known = lexicon.meant(names, LABELLED)
    if known and known.kind != "text":
        return ()
    words = map(lexicon.word, map(str, cells))
    said = [word.answered for word in words if not (word.is_total or word.may_be_town)]
    sets = [{*answered} for answered in said if answered]
    if not sets or len(sets) * _MOSTLY[1] < len(said) * _MOSTLY[0]:
        return ()
    return next(((item.label,) for item in set[Field].intersection(*sets) if lexicon.is_key(item)), ())
