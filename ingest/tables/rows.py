"""Rows of records under one to four rows of headings.

Splits tables that stand side by side, makes a slot of every column that asks for something, and a line
of every row, with its town: its own cell, the merged cell it is in, the one above, or a group row.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

from ingest.dictionary import Field
from ingest.sheet import Cell, Sheet
from ingest.tables import repeated
from ingest.tables.blocks import Block
from ingest.tables.groups import SERIAL, answers_of_groups, is_alone
from ingest.tables.headers import Header, unfamiliar_header
from ingest.tables.layout import NAMELESS, Line, Slot, Table
from ingest.tables.profiles import RowProfile
from ingest.tables.town_columns import are_units, town_columns, towns_left_out
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
    starts = []
    for town in towns:
        before = columns[columns.index(town) - 1] if columns.index(town) else town
        path = header.path(before)
        is_serial = bool(path) and word(path[-1]).role == "serial"
        starts.append(before if is_serial else town)
    starts[0] = columns[0]
    ends = [*starts[1:], columns[-1] + 1]
    return [
        ([c for c in columns if start <= c < end], town)
        for start, end, town in zip(starts, ends, towns, strict=True)
    ]


class _RowReader:
    """Reads one table of a block: some of its columns, of which one may name the towns."""

    def __init__(self, block: Block, header: Header, part: repeated.Part, town_column: int | None) -> None:
        self._block = block
        self._header = header
        self._columns, self._own = part.columns, {*part.own}
        self._town_column = town_column
        self._body = range(header.body, block.bottom + 1)
        self._slots: list[Slot] = []
        self._ignored: dict[Cell, str] = {}

    def table(self) -> Table:
        """Its slots and lines, and the bounds around them."""
        self._read_slots()
        lines, bottom = self._lines()
        header = self._header
        table = header.frame(self._columns, bottom)
        table.header_rows = max(header.numbering + header.units + header.names) - self._block.top + 1
        table.slots, table.lines = self._slots, lines
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
        elif self._asks_for_text(names) and count_up(map(serial_number, data)):
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

    def _lines(self) -> tuple[list[Line], int]:
        """A line of every row, and the last row that holds anything."""
        sheet = self._block.sheet
        lines: list[Line] = []
        town: tuple[str, Cell | None] = ("", None)
        bottom = self._header.body - 1
        has_units = "unit" in self._ignored.values()
        groups = self._groups()
        group: Cell | None = None
        answered: list[Cell | None] = []
        last = self._last_record()
        is_shared = len(self._own) < len(
            self._columns
        )  # with tables beside it: a row of its own says something of it
        left_out: dict[int, Cell] = {}
        if self._town_column is not None:
            left_out = towns_left_out(sheet, range(self._header.body, last + 1), self._town_column)
        for row in self._body:
            profile = self._block.profiles[row]
            contents = sheet.rows[row]
            filled = [c for c in self._columns if contents[c] is not None]
            if row > last:
                self._ignored.update({(row, c): "footer" for c in filled})
            if row > last or not filled or (is_shared and self._own.isdisjoint(filled)):
                continue
            bottom = row
            if lines and not profile.numbers and self._is_of_units(row):
                self._ignored.update({(row, c): "unit" for c in filled})
                lines[-1].units |= {c: word.text for c, word in profile.words.items()}
                continue
            is_named = profile.towns and (row + 1 not in groups or profile.filled == 1)
            named = self._town_of_group(row) if is_named else None
            if named is not None or row in groups:
                if named is not None:
                    town = (profile.texts[named], (row, named))
                else:
                    group = (row, groups[row])
                if len(filled) > 1:
                    self._ignored.update({(row, c): "subtotal" for c in filled})
                    lines.append(Line("subtotal", *town, row))
                    answered.append(None)
                continue
            if len(filled) == 1:
                group = None  # another group, in words nobody knows: what was said above it ends here
            total = total_word(profile, filled[:4])
            if total is None and profile.counted and self._sums_a_group(row, filled):
                group, total = None, "小计"
            is_of_none = total is None and self._town_column not in profile.towns
            if is_of_none and (self._is_of_county(row) or self._is_unnamed(row)):
                total = "合计"
            is_of_town = total is not None and self._town_column in profile.towns and self._sums_keys(profile)
            if self._town_column is not None and (total is None or is_of_town):
                town = _town_of(sheet, row, self._town_column, town)
                town = ("", left_out[row]) if row in left_out else town
            answered.append(group)
            if total is not None:
                summed, cell = self._town_summed(row) if self._town_column is None else ("", None)
                kind = "subtotal" if is_of_town or summed or "小计" in total else "total"
                self._ignored.update({(row, c): "subtotal" for c in filled})
                lines.append(Line(kind, summed or town[0], cell, row))
            else:
                units = self._units_beside(row) if has_units else {}
                lines.append(Line("data", *town, row, units))
        rows = [line.order for line in lines]
        for slot in self._slots:
            slot.cells = list(zip(rows, repeat(slot.order), strict=False))
        if groups:
            self._slots[-1].cells = answered
        return lines, bottom

    def _groups(self) -> dict[int, int]:
        """The rows that answer a field for all rows below them; it becomes the last slot."""
        found, item = answers_of_groups(self._block, self._columns, self._body, self._slots)
        if item:
            row, column = next(iter(found.items()))
            order = max((slot.order for slot in self._slots), default=-1) + 1
            self._slots.append(Slot((item.label,), (row, column), max(order, self._columns[-1] + 1)))
        return found

    def _last_record(self) -> int:
        """The last row but for notes: those below all records that hold a single text, and name no town or sum."""
        for row in reversed(self._body):
            profile = self._block.profiles[row]
            if profile.filled > 1 or profile.numbers or profile.towns or profile.totals:
                return row
        return self._block.bottom

    def _units_beside(self, row: int) -> dict[int, str]:
        """The units that stand in cells of their own beside values, by slot.

        A unit is that of the value to its left; of the others, whose headings say none, it is the next unit to
        the right, where there is none the last one to the left: 镇名 | 单位 | 计划 | 到位.
        """
        said = {
            c: str(self._block.sheet.spanned(row, c))
            for c in range(self._block.sheet.width)
            if self._ignored.get((row, c)) == "unit"
        }
        units = {}
        for slot in self._slots:
            right = [c for c in said if c > slot.order]
            nearest = right[0] if right else max(said, default=None)
            if nearest is None or (slot.units and nearest != slot.order + 1):
                continue
            word = squeeze(said[nearest])
            if word in self._block.lexicon.dictionary.units:
                units[slot.order] = word
        return units

    def _is_of_units(self, row: int) -> bool:
        """Whether a row holds nothing but the units of the values in the row above it."""
        profile, units = self._block.profiles[row], self._block.lexicon.dictionary.units
        if profile.numbers or not profile.words or not all(w.is_unit for w in profile.words.values()):
            return False
        return any(word.text in units for word in profile.words.values())

    def _town_of_group(self, row: int) -> int | None:
        """The column in which a row names the town of the rows below it, None where it names none.

        The town stands alone, but for a number before it and what its rows sum up to behind it. In the column
        of the towns it does so only where the next row leaves its town blank and says in words what this one does not.
        """
        profile, contents = self._block.profiles[row], self._block.sheet.rows[row]
        named = next((column for column in self._columns if column in profile.towns), None)
        if named is None:
            return None
        if named == self._town_column:
            below = row + 1
            if below > self._block.bottom or self._block.sheet.spanned(below, named) is not None:
                return None
            following = self._block.profiles[below]
            if self._is_of_units(below):
                return None
            says_more = following.filled > 1 and any(c > named for c in following.texts if c in self._columns)
            if not says_more or total_word(following, self._columns[:4]) is not None:
                return None
            if not any(contents[c] is not None for c in self._columns if c != named):
                return None
        elif self._town_column is not None and contents[self._town_column] is not None:
            return None
        return named if is_alone(contents, self._columns, named) else None

    def _town_summed(self, row: int) -> tuple[str, Cell | None]:
        """The town whose rows a row says to sum up (永坪镇小计), and where it says so; '' where it names none."""
        profile, lexicon = self._block.profiles[row], self._block.lexicon
        named = ((lexicon.town_summed(profile.texts[column]), column) for column in profile.totals)
        return next(((town, (row, column)) for town, column in named if town), ("", None))

    def _sums_keys(self, profile: RowProfile) -> bool:
        """Whether a row sums up what has keys of its own (镇名 | 小计 above sources of funds), and no villages of a town."""
        totals = {column for column, word in profile.words.items() if word.is_total}
        said = [slot.path for slot in self._slots if slot.order in totals]
        return any(self._block.lexicon.key_meant(path, least=0.0) for path in said)

    def _is_of_county(self, row: int) -> bool:
        """Whether the county stands where the other rows name their towns, with nothing but figures behind it."""
        contents = self._block.sheet.rows[row]
        if self._town_column is None or self._town_column not in self._block.profiles[row].texts:
            return False
        is_county = self._block.lexicon.names_county(str(contents[self._town_column]))
        return is_county and is_alone(contents, self._columns, self._town_column)

    def _is_unnamed(self, row: int) -> bool:
        """Whether a row without a town says in a word, where the rows beside it are numbered, what it is (全县平均)."""
        block, town = self._block, self._town_column
        if town is None or block.sheet.spanned(row, town) is not None:
            return False
        return any(
            block.sheet.at(beside, column) is not None and column not in block.profiles[beside].texts
            for column in block.profiles[row].texts
            for beside in (row - 1, row + 1)
            if column < town and beside <= block.bottom
        )

    def _sums_a_group(self, row: int, filled: list[int]) -> bool:
        """Whether a row says how many rows stand below it, in words that nobody knows, and what they sum up to."""
        named = [c for c in self._block.profiles[row].counted if c in filled]
        return bool(named) and is_alone(self._block.sheet.rows[row], filled, named[0])


def key_answered(names: tuple[str, ...], cells: Sequence[Raw], lexicon: Lexicon) -> tuple[str, ...]:
    """The label of the key that a column answers where its heading names no field (指标), else nothing.

    Its cells are answers, all but a few; towns and sums may stand among them.
    """
    known = lexicon.meant(names, LABELLED)
    if (known and known.kind != "text") or not cells or not all(isinstance(raw, str) for raw in cells):
        return ()
    words = map(lexicon.word, map(str, cells))
    said = [word.answered for word in words if not (word.is_total or word.may_be_town)]
    sets = [{*answered} for answered in said if answered]
    if not sets or len(sets) * _MOSTLY[1] < len(said) * _MOSTLY[0]:
        return ()
    return next(((item.label,) for item in set[Field].intersection(*sets) if lexicon.is_key(item)), ())


def total_word(profile: RowProfile, columns: list[int]) -> str | None:
    """The word for a total among the first cells of a row (合计, 小计), None where there is none."""
    if not profile.totals:
        return None
    return next((profile.words[c].text for c in columns if c in profile.totals), None)


def _town_of(sheet: Sheet, row: int, column: int, above: tuple[str, Cell | None]) -> tuple[str, Cell | None]:
    """The town of a row: its own cell, that of the merged range, or the one above a blank, the blank itself without one."""
    own = sheet.at(row, column)
    if own is not None:
        return (str(own).removesuffix(".0"), (row, column))
    anchor = sheet.merge_anchor.get((row, column))
    if anchor and sheet.at(*anchor) is not None:
        return (str(sheet.at(*anchor)), anchor)
    return above if above[0] else ("", (row, column))
