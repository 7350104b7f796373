"""Typed records: what a line of a table says once its fields, units and keys are known."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.dictionary import Field
from ingest.findings import Finding, finding
from ingest.sheet import Cell, Sheet
from ingest.text import address, address_range
from ingest.words.values import Raw, Value, raw_text


@dataclass(slots=True)
class FieldValue:
    """One value of a record: what was read, where, and as what it counts (accepted or withheld)."""

    field: Field
    value: Value
    sheet: str
    cell: Cell
    raw: Raw

    @property
    def address(self) -> str:
        """The A1 address of its cell."""
        return address(*self.cell)


@dataclass(slots=True)
class Record:
    """One record of a ledger. `rejected` says whether a key could not be resolved.

    `cells` are all cells it rests on, keys included, by sheet; `key_cells` those of its key fields (a key read from
    a heading or a title has none); `town_code` is '' where the ledger has no town.
    """

    ledger: str
    town_code: str
    key: str
    label: str
    sheet: str
    table: int
    line: int
    values: dict[str, FieldValue]
    cells: dict[str, list[Cell]]
    record_id: str = ""
    rejected: bool = False
    key_cells: dict[str, Cell] = field(default_factory=dict)

    @property
    def range(self) -> str:
        """The A1 range that its cells of the first sheet span."""
        rows, columns = zip(*self.cells[self.sheet], strict=True)
        return address_range(min(rows), min(columns), max(rows), max(columns))


def restore(records: list[Record], sheet: Sheet) -> None:
    """Give values the whole text of their cells: part of it was read, all of it is what stands there."""
    for held in (held for record in records if sheet.whole for held in record.values.values()):
        held.raw = sheet.whole.get(held.cell, held.raw)


def finding_at(code: str, record: Record, held: FieldValue, **details: object) -> Finding:
    """A finding on one value of a record, at its cell and with what stands there; `details` as in `finding`."""
    return finding(
        code,
        ledger=record.ledger,
        sheet=held.sheet,
        cell=held.address,
        raw_text=raw_text(held.raw),
        field=held.field.name,
        record_id=record.record_id,
        label=held.field.label,
        **details,
    )
