"""Labels in a column beside what they are about: long lists, and records that take several rows.

A long list has one value a row ("镇区常住人口 | 20944"). A record of several rows has a row for each aspect
(计划, 到位, 支出) and values in several columns; a slot is then a column's heading with the row's label.
Town and key are repeated, merged, or left blank under the first row.
"""

from __future__ import annotations

from functools import cached_property
from itertools import compress

from ingest.sheet import Cell
from ingest.tables import list_columns
from ingest.tables.blocks import Block
from ingest.tables.headers import Header, find_header
from ingest.tables.layout import Line, Slot, Table
from ingest.tables.lines import total_word
from ingest.tables.list_columns import Columns
from ingest.tables.town_columns import towns_left_out
from ingest.text import squeeze


def read(block: Block, label_column: int) -> list[Table]:
    """The tables of a list, one for every ledger it names; none where it has no town or no value column."""
    header = find_header(block)
    columns = list_columns.find(block, header, label_column) if header.names else None
    if columns is None:
        return []
    rows_of = _rows_of_groups(block, header, columns) or _rows_by_ledger(block, header, columns)
    return [_table(block, header, columns, rows, ledger) for ledger, rows in rows_of.items()]


def _rows_by_ledger(block: Block, header: Header, columns: Columns) -> dict[str, list[int]]:
    """The rows of each ledger that a column names; all where none does."""
    rows_of: dict[str, list[int]] = {}
    ledger = ""
    for row in range(header.body, block.bottom + 1):
        said = block.sheet.at(row, columns.ledger) if columns.ledger is not None else None
        ledger = str(said) if said is not None else ledger
        rows_of.setdefault(ledger, []).append(row)
    return rows_of


def _rows_of_groups(block: Block, header: Header, columns: Columns) -> dict[str, list[int]]:
    """The rows of each ledger where lone texts below a town name them, (一)人居环境, and two ask the same of it.

    A town's own row is of all.
    """
    if columns.ledger is not None or not columns.is_town_above:
        return {}
    rows_of: dict[str, list[int]] = {}
    asked: dict[tuple[int, str], set[str]] = {}
    towns: list[int] = []
    ledger = ""
    for row in range(header.body, block.bottom + 1):
        lone = "".join(block.profiles[row].texts.values()) if block.profiles[row].filled == 1 else ""
        if lone and block.profiles[row].towns:
            towns.append(row)
            ledger = ""
        elif lone and block.lexicon.matcher.names_ledger(lone):
            ledger = block.lexicon.matcher.label(lone).core
        else:
            rows_of.setdefault(ledger, []).append(row)
            if row in columns.labels:
                label = squeeze(str(block.sheet.at(*columns.labels[row])))
                asked.setdefault((len(towns), label), set()).add(ledger)
    if all(len(ledgers) == 1 for ledgers in asked.values()):
        return {}
    return {name: sorted(towns + rows) for name, rows in rows_of.items()}


def _table(block: Block, header: Header, columns: Columns, rows: list[int], ledger: str) -> Table:
    """The rows of one ledger; its name counts as the nearest title, the headings belong to each."""
    table = header.frame(list(columns.used), rows[-1], "list")
    table.titles = [*block.titles, ledger] if ledger else block.titles
    _Collector(table, block, header, columns).collect(rows)
    return table


class _Collector:
    """Gathers the rows of a list into lines (one a town and key) and slots (one a label and column)."""

    def __init__(self, table: Table, block: Block, header: Header, columns: Columns) -> None:
        self._table = table
        self._block = block
        self._header = header
        self._columns = columns
        self._lexicon = block.lexicon
        self._slots: dict[tuple[str, ...], Slot] = {}
        # What the lines hold so far, by slot.
        self._cells: list[dict[int, Cell]] = []
        # The same thing said twice is two records, for the rules to judge: the lines of each town and key by
        # their places, and how many of them have been given the slots of a row already.
        self._lines: dict[tuple[str, ...], list[int]] = {}
        self._given: dict[tuple[tuple[str, ...], tuple[int, ...]], int] = {}
        self._headings = {c: header.path(c) for c in (*columns.values, *columns.plain)} | columns.keys

    def collect(self, rows: list[int]) -> None:
        """Fill the table's slots and lines, and say which cells are only labels."""
        columns, sheet = self._columns, self._table.sheet
        held: dict[int, Cell] = {}
        left_out = {} if columns.is_town_above else towns_left_out(sheet, rows, columns.town)
        is_of_all = False
        for row in rows:
            if sheet.at(row, columns.town) is not None:
                is_of_all = self._sums_up(row)
            if is_of_all or self._is_total(row):
                self._table.ignore(row, columns.used, "subtotal")
                continue
            helpers = [c for c in (columns.label, columns.ledger, columns.unit) if c is not None]
            self._table.ignore(row, (*helpers, *columns.grouping), "label")
            for column in (columns.town, *columns.keys):
                if column == columns.town and row in left_out:
                    held.clear()
                    held[column] = left_out[row]
                if sheet.at(row, column) is None or self._is_other(row, column):
                    continue
                if column == columns.town and not self._says_again(held.get(column), (row, column)):
                    held.clear()  # the keys of one town are none of the next
                held[column] = (row, column)
            begins = any(held.get(column) == (row, column) for column in columns.keys)
            if columns.town in held and (row in columns.labels or begins):
                self._take_row(row, held)
        self._gather_repeated()
        for slot in self._table.slots:
            slot.cells = [cells.get(slot.order) for cells in self._cells]

    def _gather_repeated(self) -> None:
        """Give the first line of a town and key what is said again of few of its slots, in slots of the same labels.

        A whole record said twice stays two.
        """
        slots, given_up = self._table.slots, set[int]()
        of_keys = {self._own_slot(column).order for column in self._columns.keys}
        for first, *again in self._lines.values():
            for place in again:
                said = {order: cell for order, cell in self._cells[place].items() if order not in of_keys}
                if len(said) * 2 > len(self._cells[first].keys() - of_keys):
                    continue
                given_up.add(place)
                for order, cell in said.items():
                    meant = slots[order]
                    same = self._asked((*meant.path, f"#{place}"), meant.path, meant.cell, meant.units)
                    self._cells[first][same.order] = cell
                    if unit := self._table.lines[place].units.get(order):
                        self._table.lines[first].units[same.order] = unit
                town = self._table.lines[place].town_cell
                keys = [self._cells[place].get(order) for order in of_keys]
                self._table.ignored.update({cell: "key" for cell in (town, *keys) if cell})
        kept = [place not in given_up for place in range(len(self._cells))]
        self._table.lines[:] = compress(self._table.lines, kept)
        self._cells[:] = compress(self._cells, kept)

    def _said(self, cell: Cell | None) -> str:
        raw = self._table.sheet.at(*cell) if cell else None
        return "" if raw is None else str(raw)

    def _says_again(self, before: Cell | None, cell: Cell) -> bool:
        return before is not None and squeeze(self._said(before)) == squeeze(self._said(cell))

    def _is_other(self, row: int, column: int) -> bool:
        """Whether a cell in the column of towns is none: where they stand above their rows, only a lone one is."""
        profile = self._block.profiles[row]
        is_town = profile.filled == 1 and column in profile.towns
        return self._columns.is_town_above and column == self._columns.town and not is_town

    def _is_total(self, row: int) -> bool:
        """Whether a row says that it is a sum; 累计 beside 本月, 合计 behind months are sides of a record."""
        columns, profile = self._columns, self._block.profiles[row]
        summing = [c for c in columns.used[:4] if c not in columns.grouping]
        label = profile.words.get(columns.label)
        if label and (label.is_aspect or (label.is_total and self._is_of_times)):
            summing = [c for c in summing if c != columns.label]
        return total_word(profile, summing) is not None

    @cached_property
    def _is_of_times(self) -> bool:
        """Whether the labels are months, or years."""
        words = (self._block.profiles[row].words.get(self._columns.label) for row in self._columns.labels)
        told = [word for word in words if word and not word.is_total]
        return bool(told) and all(word.is_time for word in told)

    def _sums_up(self, row: int) -> bool:
        """Whether a sum, or the county, stands where towns do: all rows up to the next town are of it."""
        word = self._block.profiles[row].words.get(self._columns.town)
        is_sum = word is not None and (word.is_total or self._lexicon.names_county(word.text))
        return is_sum and not self._columns.is_town_above

    def _take_row(self, row: int, held: dict[int, Cell]) -> None:
        columns, sheet = self._columns, self._table.sheet
        asked_in = columns.values if row in columns.labels else ()
        slots = {column: self._slot(row, column) for column in asked_in}
        identity = tuple(squeeze(self._said(held.get(c))) for c in (columns.town, *columns.keys))
        answered = tuple(slot.order for column, slot in slots.items() if sheet.at(row, column) is not None)
        asked = answered or tuple(slot.order for slot in slots.values())
        place = self._first_without(asked, identity)
        if place is None:
            place, town = len(self._cells), held[columns.town]
            self._lines.setdefault(identity, []).append(place)
            self._table.lines.append(Line("data", self._said(town).removesuffix(".0"), town, row))
            self._cells.append(
                {self._own_slot(column).order: held.get(column, (row, column)) for column in columns.keys}
            )
        else:
            again = [c for c in (columns.town, *columns.keys) if held.get(c) == (row, c)]
            self._table.ignore(row, again, "key")
        for column in columns.plain:
            if sheet.at(row, column) is not None:
                self._cells[place][self._own_slot(column).order] = (row, column)
        word = ""
        if columns.unit is not None and slots:
            said_at = row if sheet.at(row, columns.unit) is not None else columns.labels[row][0]
            word = squeeze(str(sheet.at(said_at, columns.unit)))
        for column, slot in slots.items():
            self._cells[place][slot.order] = (row, column)
            if word in self._lexicon.dictionary.units:
                self._table.lines[place].units[slot.order] = word

    def _first_without(self, slots: tuple[int, ...], identity: tuple[str, ...]) -> int | None:
        """The place of the first line of a town and key that has none of the slots yet; what is given stays given."""
        lines, given = self._lines.get(identity, []), self._given.get((identity, slots), 0)
        while given < len(lines) and not self._cells[lines[given]].keys().isdisjoint(slots):
            given += 1
        self._given[identity, slots] = given
        return lines[given] if given < len(lines) else None

    def _own_slot(self, column: int) -> Slot:
        path = self._headings[column] or ("",)
        cell = (self._header.names[-1], column)
        return self._asked((*path, f"#{column}"), path, cell, self._header.units_over(column, path))

    def _asked(
        self, key: tuple[str, ...], path: tuple[str, ...], cell: Cell, units: list[tuple[str, str]]
    ) -> Slot:
        """The slot of a key, a new one where there is none so far."""
        if key not in self._slots:
            self._slots[key] = self._table.ask(path, cell, units)
        return self._slots[key]

    def _slot(self, row: int, column: int) -> Slot:
        """The slot of a row's label, in a list of several value columns together with the column's heading."""
        columns, label = self._columns, str(self._table.sheet.at(*self._columns.labels[row]))
        is_part = len(columns.values) > 1 or self._lexicon.is_aspect(label)
        path = (*(self._headings[column] if is_part else ()), *columns.groups[row], label)
        own, headings = self._lexicon.matcher.label(label).unit, self._headings[column]
        units = [(own, "column")] if own else []
        units += self._header.units_over(column, headings) if headings else []
        return self._asked(path, path, columns.labels[row], units)
