"""Small ledger stores made by hand, in the form in which ingest writes them.

Belongs here: turning plain rows into the store's datasets. Does not belong here: expected values, or any
judgement (each record says itself whether it was accepted).
"""

import csv
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pandas as pd

from ingest.schemas import READING_DATASETS
from ingest.store import Store, Submission, file_digest

VERSION = "1-test"
FIELDS = Path(__file__).parents[2] / "ingest" / "dictionary" / "fields.csv"
NUMBERS = {"money", "number", "count", "percent", "flag", "flag_or_count"}


@dataclass(frozen=True)
class Record:
    """One record of a ledger: its keys, and what it says field by field ('true', '12.5', '2025-03-01', …)."""

    town_code: str
    record_key: str
    values: dict[str, str]
    status: str = "accepted"


@dataclass(frozen=True)
class Report:
    """One file of one county and period that holds one ledger (or several with `also`)."""

    county_code: str
    period: str
    ledger: str
    records: tuple[Record, ...]
    received_at: dt.datetime
    file_name: str = ""
    content: str = ""
    disposition: str = "accepted"
    findings: tuple[dict[str, str], ...] = ()
    also: tuple["Report", ...] = field(default=())
    sheet: str = ""

    @property
    def source_file(self) -> str:
        name = self.file_name or f"{self.ledger or 'note'}.csv"
        return f"{self.county_code}/{self.period}/{name}"

    @property
    def sheet_name(self) -> str:
        return self.sheet or self.ledger


@lru_cache(maxsize=1)
def field_types() -> dict[tuple[str, str], str]:
    """The type of every field of the dictionary, by ledger and field."""
    with FIELDS.open(encoding="utf-8") as stream:
        return {(row["ledger"], row["field"]): row["type"] for row in csv.DictReader(stream)}


def build_store(folder: Path, reports: Iterable[Report], version: str = VERSION) -> Store:
    """A store that has received and read the reports."""
    store = Store(folder)
    for report in reports:
        sent = folder / "sent"
        sent.write_text(report.content or repr(report), encoding="utf-8")
        digest, size = file_digest(sent)
        submission = Submission(
            report.county_code,
            report.period,
            report.source_file,
            digest,
            size,
            report.received_at,
        )
        store.receive(submission, sent)
        store.write_reading(submission, version, frames(report, submission.submission_id, version))
    return store


def frames(report: Report, submission_id: str, version: str) -> dict[str, pd.DataFrame]:
    """The datasets of one reading: one row of the sheet for each record, one column for each field."""
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in READING_DATASETS}
    for part in (report, *report.also):
        _add_ledger(rows, part)
    identity = {"submission_id": submission_id, "reading_version": version}
    return {
        name: pd.DataFrame(
            [{"finding_no": number, **identity, **row} for number, row in enumerate(rows[name], 1)],
            columns=schema.names,
        )
        for name, schema in READING_DATASETS.items()
    }


def _add_ledger(rows: dict[str, list[dict[str, object]]], report: Report) -> None:
    statuses = [record.status for record in report.records]
    rows["ledgers"].append(
        {
            "ledger": report.ledger,
            "disposition": report.disposition,
            "records_accepted": statuses.count("accepted"),
            "records_rejected": statuses.count("rejected"),
        }
    )
    for number, record in enumerate(report.records, 2):
        _add_record(rows, report, record, number)
    for status in dict.fromkeys(statuses):
        cells = sum(len(record.values) for record in report.records if record.status == status)
        rows["cells"].append({"sheet": report.sheet_name, "outcome": status, "reason": "", "cells": cells})
    for finding in report.findings:
        nowhere = dict.fromkeys(["sheet", "cell", "raw_text", "suggestion", "field", "record_id"], "")
        rows["findings"].append({"ledger": report.ledger, **nowhere, **finding})


def _add_record(
    rows: dict[str, list[dict[str, object]]], report: Report, record: Record, number: int
) -> None:
    place = {"sheet": report.sheet_name, "cell": f"A{number}"}
    key = {
        "ledger": report.ledger,
        "record_id": f"{report.ledger}-{number}",
        "town_code": record.town_code,
        "record_key": record.record_key,
    }
    rows["records"].append(
        {
            **key,
            **place,
            "record_label": record.record_key,
            "key_cells": place["cell"],
            "status": record.status,
        }
    )
    for column, (name, text) in enumerate(record.values.items(), 1):
        number_value, text_value = _typed(report.ledger, name, text)
        rows["values"].append(
            {
                **key,
                "county_code": report.county_code,
                "period": report.period,
                "field": name,
                "value_number": number_value,
                "value_text": text_value,
                "status": record.status,
                "sheet": place["sheet"],
                "cell": f"{chr(ord('A') + column)}{number}",
                "raw_text": text,
                "precision": "",
                "unit_source": "",
                "is_personal": field_types()[report.ledger, name].endswith("personal"),
            }
        )


def _typed(ledger: str, name: str, text: str) -> tuple[float | None, str | None]:
    if field_types()[ledger, name] not in NUMBERS:
        return None, text
    return (float(text == "true") if text in ("true", "false") else float(text)), None
