"""Long lists: one value a row, what it is in a column of labels; slots are the distinct labels.

Beside the town and the label stand the value, and perhaps a unit, the ledger's name, and columns that
tell records apart (a project, a fund source).
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.blocks import Block
from ingest.headers import Header, find_header, path_over
from ingest.layout import Line, Slot, Table
from ingest.lexicon import Lexicon
from ingest.rows import is_used, town_columns
from ingest.text import squeeze


@dataclass(frozen=True)
class _Columns:
    """Which column of a list holds what; None where the list has no such column."""

    town: int
    label: int
    value: int
    ledger: int | None
    unit: int | None
    keys: tuple[int, ...]
    used: tuple[int, ...]


def read(block: Block, label_column: int, lexicon: Lexicon, county: str) -> list[Table]:
    """The one table of a list, none where it has no town or no value column."""
    header = find_header(block, lexicon)
    columns = _columns(block, header, label_column, lexicon, county) if header.names else None
    if columns is None:
        return []
    table = Table(
        sheet=block.sheet,
        arrangement="list",
        top=block.top,
        left=columns.used[0],
        bottom=block.bottom,
        right=columns.used[-1],
        header_rows=header.body - block.top,
        slots=[],
        lines=[],
        titles=block.titles,
    )
    for row in range(block.top, header.body):
        table.ignored.update({(row, column): "header" for column in columns.used})
    _collect(table, header, columns, lexicon)
    return [table]


def _columns(block: Block, header: Header, label: int, lexicon: Lexicon, county: str) -> _Columns | None:
    used = [c for c in range(block.sheet.width) if is_used(block, c)]
    towns = town_columns(block, header, used, lexicon, county)
    if not towns:
        return None
    town = towns[0]
    roles = {c: _role(block, header, c, lexicon) for c in used if c not in (town, label)}
    value = next((c for c, role in roles.items() if role == "value"), None)
    if value is None:
        value = max(
            (c for c, role in roles.items() if not role),
            key=lambda c: sum(
                isinstance(block.sheet.at(r, c), float) for r in range(header.body, block.bottom + 1)
            ),
            default=None,
        )
    if value is None:
        return None
    ledger = next((c for c, role in roles.items() if role == "ledger"), None)
    unit = next((c for c, role in roles.items() if role == "unit"), None)
    keys = tuple(c for c, role in roles.items() if not role and c != value)
    return _Columns(town, label, value, ledger, unit, keys, tuple(used))


def _role(block: Block, header: Header, column: int, lexicon: Lexicon) -> str:
    path = path_over(block.sheet, header.names, column)
    return lexicon.word(path[-1]).role if path else ""


def _collect(table: Table, header: Header, columns: _Columns, lexicon: Lexicon) -> None:
    """Gather the rows into lines (one for each town and key) and slots (one for each label)."""
    sheet = table.sheet
    slots: dict[tuple[str, ...], Slot] = {}
    lines: dict[tuple[str, ...], Line] = {}
    for column in columns.keys:
        path = path_over(sheet, header.names, column)
        if path:
            slots[path] = Slot(path, (header.names[-1], column), len(slots))
    key_slots = [
        (slots[path], column) for column in columns.keys if (path := path_over(sheet, header.names, column))
    ]
    helpers = [c for c in columns.used if c not in (columns.town, columns.value, *columns.keys)]
    for row in range(header.body, table.bottom + 1):
        table.ignored.update({(row, column): "label" for column in helpers})
        label, town = sheet.at(row, columns.label), sheet.at(row, columns.town)
        if label is None or town is None:
            continue
        group = sheet.at(row, columns.ledger) if columns.ledger is not None else None
        path = (str(group), str(label)) if group is not None else (str(label),)
        if path not in slots:
            slots[path] = Slot(path, (row, columns.label), len(slots), _units(table, row, columns, lexicon))
        identity = (squeeze(str(town)), *(squeeze(str(sheet.at(row, c))) for c in columns.keys))
        while identity in lines and slots[path].order in lines[identity].cells:
            identity = (*identity, "again")  # the same thing said twice is two records, for the rules to judge
        line = lines.get(identity)
        if line is None:
            cells = {slot.order: (row, column) for slot, column in key_slots}
            line = lines[identity] = Line("data", str(town), (row, columns.town), cells, row)
        else:
            table.ignored.update({(row, column): "key" for column in (columns.town, *columns.keys)})
        line.cells[slots[path].order] = (row, columns.value)
    table.slots, table.lines = list(slots.values()), list(lines.values())


def _units(table: Table, row: int, columns: _Columns, lexicon: Lexicon) -> list[tuple[str, str]]:
    own = lexicon.matcher.label(str(table.sheet.at(row, columns.label))).unit
    beside = table.sheet.at(row, columns.unit) if columns.unit is not None else None
    words = [(own, "column"), (squeeze(str(beside)) if beside is not None else "", "unit_row")]
    return [(word, source) for word, source in words if word in lexicon.dictionary.units]
