"""Rows that are parts of the record above them, by how they are numbered: 1.1 and 1.2 below 1, (2) behind (1) 其中：一标段.

What they report is in the whole, and no record of its own.
"""

from __future__ import annotations

import re

from ingest.findings import Finding, finding
from ingest.records.record import Record
from ingest.tables.layout import Slot, Table
from ingest.text import address, squeeze, tidy
from ingest.words.values import raw_text

#: What a part of the record above is named with: 其中：停车场.
OF_WHICH = re.compile(r"\(?其中(?=[:：])")
_WITHIN = re.compile(r"(\d+)\.\d+")
_NUMERAL = re.compile(r"\d+|[一二三四五六七八九十]+")


def numbered_within(table: Table, key: Slot) -> set[int]:
    """The lines of a table, by their order, that are numbered as parts of one above; `key` names the records."""
    numbers = {
        cell[0]: squeeze(raw_text(table.sheet.at(*cell)))
        for cell, reason in table.ignored.items()
        if reason == "serial"
    }
    parts: set[int] = set()
    whole = style = ""
    for line, cell in zip(table.lines, key.cells, strict=True):
        if line.kind != "data" or cell is None:
            continue
        number = numbers.get(line.order, "")
        within, own_style = _WITHIN.fullmatch(number), _NUMERAL.sub("#", number)
        if OF_WHICH.match(squeeze(raw_text(table.sheet.at(*cell)))):
            style = own_style if own_style != "#" else ""
        elif (within and within[1] == whole) or (number and own_style == style):
            parts.add(line.order)
        else:
            whole, style = number, ""
    return parts


def refuse_part(record: Record, name: str) -> Finding:
    """Refuse a record that is part of the one above; `name` is the field of its key."""
    record.rejected = True
    cell = record.key_cells.get(name)  # a title may have said it
    return finding(
        "PART_OF_RECORD",
        ledger=record.ledger,
        sheet=record.sheet,
        cell=address(*cell) if cell else record.range,
        raw_text=record.label,
        field=name,
        record_id=record.record_id,
        text=tidy(record.label),
    )
