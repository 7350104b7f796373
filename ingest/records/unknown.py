"""What is said of columns that nobody knows: where their headings stand, and which name is the nearest."""

from __future__ import annotations

from ingest.fields.assign import Assignment
from ingest.findings import Finding, finding
from ingest.sheet import Cell
from ingest.tables.layout import Slot, Table
from ingest.text import column_letters, tidy


def unknown_columns(table: Table, assignment: Assignment) -> list[Finding]:
    """A finding for each heading, none of a table that is no ledger's."""
    ledger = next(iter(assignment.answers), "")
    if not ledger:
        return []
    known = {answer.slot.cell for own in assignment.answers.values() for answer in own}
    told: dict[Cell, tuple[str, str]] = {}
    for slot, nearest in assignment.unknown:
        if table.contents.get(slot.order):
            heading = _heading_over(table, slot) if slot.cell in known else None
            cell, text = heading or (slot.cell, tidy(slot.path[-1]))
            told.setdefault(cell, (text, "" if heading else _hint(text, nearest)))
    told |= {cells[0]: (f"{column_letters(cells[0][1])}列（无列名）", "") for cells in table.nameless}
    return [
        finding("UNKNOWN_COLUMN", ledger=ledger, **table.where(cell), text=text, hint=hint)
        for cell, (text, hint) in told.items()
    ]


def _heading_over(table: Table, slot: Slot) -> tuple[Cell, str] | None:
    """The heading over a slot's values and its text, where a label beside them asks for something: 去年同期 over 网格总数."""
    row, column = next(cell for cell in slot.cells if cell)
    for above in range(row - 1, -1, -1):
        text = table.sheet.at(above, column)
        if isinstance(text, str) and text in slot.path:
            return (above, column), tidy(text)
    return None


def _hint(heading: str, nearest: str) -> str:
    """What is said of an unknown column beside the nearest name, which may be its own: then its cells are to blame."""
    if nearest and nearest == heading.partition("(")[0]:
        return "，列名虽与规定列相同，但单位或所填内容不符合其要求"
    return f"，最接近的规定列为“{nearest}”" if nearest else ""
