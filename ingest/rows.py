"""Readings as rows: the datasets of the store, made in the process that reads a file, which loads no frames.

The shapes stand in `ingest.schemas`. Dispositions here are those of the file alone; the row judgement
and the warehouse may add to them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ingest import recogniser
from ingest.dictionary import load
from ingest.layouts.described import describe
from ingest.reading import Reading
from ingest.records.record import FieldValue, Record
from ingest.tables.layout import Table
from ingest.text import address
from ingest.words.values import raw_text

_IGNORING = {"NOT_A_LEDGER", "BLANK_FORM", "SYSTEM_FILE"}
Rows = dict[str, list[dict[str, object]]]


def to_rows(reading: Reading, submission_id: str) -> Rows:
    """The five datasets of a reading as rows, columns as in the schemas, and the tables it found."""
    identity = {"submission_id": submission_id, "reading_version": reading.version}
    rows: Rows = {
        "ledgers": list(_ledger_rows(reading)),
        "records": [_record_row(record, reading) for record in reading.records],
        "values": [
            _value_row(record, item, reading) for record in reading.records for item in record.values.values()
        ],
        "findings": list(_finding_rows(reading)),
        "cells": list(_cell_rows(reading)),
    }
    stored = {name: [identity | row for row in own] for name, own in rows.items()}
    tools = recogniser.load(reading.source.overrides)
    layouts: list[dict[str, object]] = [{"layout": layout} for layout in describe(reading, tools)]
    return stored | {"tables": list(_table_rows(reading)), "layouts": layouts}


def _is_rejected(record: Record, reading: Reading) -> bool:
    return record.rejected or bool({"", record.ledger} & reading.rejected_ledgers)


def _table_rows(reading: Reading) -> Iterable[dict[str, object]]:
    """What was found where, for those who look at one file; not kept in the store.

    One row for each table and ledger, one with ledger None where a table fits none; a heading that no
    ledger of the table knows has no field.
    """
    for found in reading.tables:
        header_rows = found.table.header_rows
        answers = found.assignment.answers
        fields = {answer.slot.order: answer.field for own in answers.values() for answer in own}
        for ledger in [*answers] or [""]:
            columns = {
                " › ".join(slot.path): fields[slot.order].name if slot.order in fields else None
                for slot in found.table.slots
                if slot.order not in fields or fields[slot.order].ledger == ledger
            }
            yield {
                "sheet": found.table.sheet.name,
                "range": found.range,
                "header_rows": header_rows,
                "titles": list(found.table.titles),
                "records": found.records[ledger] if ledger else _data_lines(found.table),
                "ledger": ledger or None,
                "columns": columns,
            }


def _data_lines(table: Table) -> int:
    return sum(line.kind == "data" for line in table.lines)


def _ledger_rows(reading: Reading) -> Iterable[dict[str, object]]:
    for ledger in reading.ledgers or [""]:
        records = [r for r in reading.records if r.ledger == ledger]
        rejected = sum(_is_rejected(record, reading) for record in records)
        yield {
            "ledger": ledger,
            "disposition": _disposition(reading, ledger),
            "records_accepted": len(records) - rejected,
            "records_rejected": rejected,
        }


def _disposition(reading: Reading, ledger: str) -> str:
    if {"", ledger} & reading.rejected_ledgers:
        return "rejected"
    own = [f for f in reading.findings if f.ledger in ("", ledger)]
    if not ledger and any(f.code.code in _IGNORING for f in own):
        return "ignored"
    return "accepted_with_findings" if any(f.code.severity != "info" for f in own) else "accepted"


def _record_row(record: Record, reading: Reading) -> dict[str, object]:
    return {
        "ledger": record.ledger,
        "record_id": record.record_id,
        "town_code": record.town_code,
        "record_key": record.key,
        "record_label": record.label,
        "sheet": record.sheet,
        "cell": record.range,
        "key_cells": _key_cells(record),
        "status": "rejected" if _is_rejected(record, reading) else "accepted",
    }


def _key_cells(record: Record) -> str:
    cells = (record.key_cells.get(name) for name in load().key_fields(record.ledger))
    return ",".join(address(*cell) if cell else "" for cell in cells)


def _value_row(record: Record, item: FieldValue, reading: Reading) -> dict[str, object]:
    status = "withheld" if item.value.problem else "accepted"
    return {
        "ledger": record.ledger,
        "record_id": record.record_id,
        "county_code": reading.source.county,
        "period": reading.source.period,
        "town_code": record.town_code,
        "record_key": record.key,
        "field": item.field.name,
        "value_number": item.value.number,
        "value_text": item.value.text,
        "status": "rejected" if _is_rejected(record, reading) else status,
        "sheet": item.sheet,
        "cell": item.address,
        "raw_text": raw_text(item.raw),
        "precision": item.value.precision,
        "unit_source": item.value.unit_source,
        "is_personal": item.field.is_personal,
    }


def _finding_rows(reading: Reading) -> Iterable[dict[str, object]]:
    for number, item in enumerate(reading.findings, start=1):
        yield {
            "finding_no": number,
            "ledger": item.ledger,
            "severity": item.code.severity,
            "code": item.code.code,
            "outcome": item.code.outcome,
            "message_zh": item.message,
            "sheet": item.sheet,
            "cell": item.cell,
            "raw_text": item.raw_text,
            "suggestion": item.suggestion,
            "field": item.field,
            "record_id": item.record_id,
        }


def _cell_rows(reading: Reading) -> Iterable[dict[str, object]]:
    for sheet, fates in sorted(reading.cells.items()):
        for (outcome, reason), cells in sorted(Counter(fates.values()).items()):
            yield {"sheet": sheet, "outcome": outcome, "reason": reason, "cells": cells}
