"""Forms that nobody has filled in: their lines name towns, projects and what stays the same, and nothing else.

A standard form comes with the towns, last month's projects and what is carried on from month to month. Sent
back as it came, it reports nothing: it gives no record and no error, and the ledger counts as not reported.
A form filled in here and there is a report, and the rest of its lines are judged as any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.dictionary import Dictionary
from ingest.findings import finding
from ingest.records.record import Record
from ingest.text import address

if TYPE_CHECKING:
    from ingest.reading import Reading, ReadTable


def set_aside(reading: Reading, dictionary: Dictionary) -> None:
    """Take the ledgers of which nothing is filled in out of a reading; each is a finding, no error."""
    if "" in reading.rejected_ledgers:
        return
    for ledger in reading.ledgers:
        tables = [t for t in reading.tables if ledger in t.assignment.answers]
        records = [r for r in reading.records if r.ledger == ledger]
        has_totals = any(line.kind != "data" for t in tables for line in t.table.lines)
        if ledger in reading.rejected_ledgers or has_totals or any(map(holds_figures, tables)):
            continue
        if any(_reports(record, dictionary) for record in records):
            continue
        first = tables[0].table
        reading.blank_ledgers.add(ledger)
        reading.records = [r for r in reading.records if r.ledger != ledger]
        reading.findings = [f for f in reading.findings if f.ledger != ledger]
        reading.findings.append(
            finding(
                "BLANK_FORM",
                sheet=first.sheet.name,
                cell=address(first.top, first.left),
                label=dictionary.ledgers[ledger].label,
            )
        )
        for found in tables:
            found.records.pop(ledger, None)
            if reading.blank_ledgers.issuperset(found.assignment.answers):
                reading.set_aside(found.table, "not_filled_in")


def _reports(record: Record, dictionary: Dictionary) -> bool:
    """Whether a record says anything of its month."""
    return not record.values.keys() <= dictionary.carried[record.ledger].keys()


def holds_figures(found: ReadTable) -> bool:
    """Whether numbers stand below what is like no field, or where a unit should: somebody filled something in, be it not understood."""
    table = found.table
    unlike = [slot.order for slot, nearest in found.assignment.unknown if not nearest]
    aside = (table.sheet.at(*cell) for cell, reason in table.ignored.items() if reason == "unit_row")
    figures = (*aside, *(raw for order in unlike for *_, raw in table.contents[order]))
    return any(isinstance(raw, (int, float)) for raw in figures)
