"""The month or quarter that a table states against its folder, and what becomes of what it holds.

A title, the sheet's name, a date of filling in before the month began, the quarter that a record is of. What a
text names is told by `ingest.words.periods`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ingest.dictionary import Dictionary
from ingest.findings import finding
from ingest.sheet import Sheet
from ingest.tables.layout import Table
from ingest.text import address
from ingest.words.periods import (
    covers,
    filled_in,
    in_chinese,
    is_caption_of_date,
    stated_period,
    stated_quarter,
)

if TYPE_CHECKING:
    from ingest.reading import Reading


class Stated(NamedTuple):
    """A month or quarter, and the text that states it."""

    period: str
    text: str


def otherwise(table: Table, period: str) -> Stated | None:
    """What the table's title, its sheet or its date of filling in states against the period, if anything."""
    if not period:
        return None
    texts = [title for title in reversed(table.titles) if not is_caption_of_date(title)]
    for text in (*texts, table.sheet.name):
        if named := named_otherwise(text, period):
            return Stated(named, text)
        if stated_period(text, period[:4]):
            return None
    filled = [Stated(month, title) for title in table.titles if (month := filled_in(title))]
    return filled[-1] if filled and filled[-1].period < period else None


def named_otherwise(text: str, period: str) -> str:
    """The month or quarter that a text names against the period, '' where it names none or the right one."""
    named = stated_period(text, period[:4]) or stated_quarter(text, period[:4])
    return named if named and not covers(named, period) else ""


def judge_period(reading: Reading) -> None:
    """A table of another period is set aside; where all are, the file is refused."""
    others = [(t.table, t.other_period) for t in reading.tables if t.other_period]
    if others and len(others) == len(reading.tables):
        table, said = others[0]
        _refuse(reading, "", table.sheet.name, _place(table.sheet, said.text), said)
        return
    for table, _ in others:
        fates = reading.cells.setdefault(table.sheet.name, {})
        for row, column in table.sheet.filled:
            if table.top <= row <= table.bottom and table.left <= column <= table.right:
                fates.setdefault((row, column), ("ignored", "other_period"))


def judge_quarters(reading: Reading, dictionary: Dictionary) -> None:
    """A ledger whose records are all of another quarter than the period's is refused."""
    for ledger in reading.ledgers if reading.source.period else ():
        asked = [
            name for name in dictionary.key_fields(ledger) if dictionary.field(ledger, name).kind == "quarter"
        ]
        records = [record for record in reading.records if record.ledger == ledger and not record.rejected]
        if asked and records and not any(covers(record.key, reading.source.period) for record in records):
            first = records[0]
            cell = first.key_cells.get(asked[0])
            _refuse(
                reading, ledger, first.sheet, address(*cell) if cell else "", Stated(first.key, first.label)
            )


def _refuse(reading: Reading, ledger: str, sheet: str, cell: str, said: Stated) -> None:
    reading.findings.append(
        finding(
            "PERIOD_MISMATCH",
            ledger=ledger,
            sheet=sheet,
            cell=cell,
            raw_text=said.text,
            stated=in_chinese(said.period),
            expected=in_chinese(reading.source.period),
        )
    )
    reading.rejected_ledgers.add(ledger)


def _place(sheet: Sheet, text: str) -> str:
    """Where a text stands: its cell, the sheet's first where it is none of its cells, '' where it stands around them."""
    return next((address(*cell) for cell, raw in sheet.filled.items() if raw == text), "") or (
        "" if sheet.captions else first_cell(sheet)
    )


def first_cell(sheet: Sheet) -> str:
    """The address of a sheet's first cell that is not blank, A1 where all are."""
    return next((address(*cell) for cell in sheet.filled), "A1")
