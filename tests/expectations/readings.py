"""Readings made by hand, in the shape that `ingest` gives them, for tests of what is judged on them."""

from dataclasses import dataclass, field

import pandas as pd

from ingest import dictionary
from ingest.frames import to_frames
from ingest.text import address

VERSION = "1-test"

#: A complete record of each ledger that breaks no rule; what a test leaves out is taken from here.
SOUND: dict[str, dict[str, object]] = {
    "projects": {
        "function": "infrastructure",
        "total_investment": 800.0,
        "annual_planned_investment": 500.0,
        "cumulative_investment": 120.0,
        "status": "under_construction",
    },
    "facilities": {
        "town_population": 9000.0,
        "communities_total": 20.0,
        "communities_gas": 15.0,
        "garbage_produced": 300.0,
        "garbage_treated": 290.0,
        "natural_villages_total": 40.0,
        "natural_villages_garbage": 38.0,
        "villages_total": 12.0,
    },
    "funds": {"amount_planned": 500.0, "amount_arrived": 300.0, "amount_spent": 200.0},
    "planning": {"town_plan_status": "approved"},
    "governance": {
        "grids_total": 30.0,
        "grids_staffed": 28.0,
        "disputes_received": 9.0,
        "disputes_resolved": 8.0,
    },
    "recommendations": {"better_town": "610622001", "poorer_town": "610622100"},
}


@dataclass
class Line:
    """One record: what it reports beyond the sound record of its ledger (None = left blank), and its row."""

    row: int
    town: str = "610622001"
    key: str = ""
    label: str = ""
    reports: dict[str, object] = field(default_factory=dict)
    unreadable: tuple[str, ...] = ()
    rejected: bool = False


def reading(
    ledger: str, *lines: Line, submission: str = "s1", county: str = "610622", period: str = "2025-03"
) -> dict[str, pd.DataFrame]:
    """The frames of one file with one sheet: towns in column B, names in C, a column for every field after."""
    identity = {"submission_id": submission, "reading_version": VERSION}
    words = dictionary.load()
    keys = words.key_fields(ledger)
    columns = {name: index + 3 for index, name in enumerate(words.by_ledger[ledger])}
    key_columns = dict(zip(keys, (1, 2), strict=False))
    rows: dict[str, list[dict[str, object]]] = {
        n: [] for n in ("ledgers", "records", "values", "findings", "cells")
    }
    accepted = rejected = withheld = 0
    for line in lines:
        record_id = f"{ledger}-1-{line.row}"
        status = "rejected" if line.rejected else "accepted"
        place = {"sheet": "表", "cell": f"B{line.row}:{address(line.row - 1, len(columns) + 3)}"}
        rows["records"].append(
            {
                **identity,
                "ledger": ledger,
                "record_id": record_id,
                "town_code": "" if ledger == "recommendations" else line.town,
                "record_key": line.key,
                "record_label": line.label or line.key,
                **place,
                "key_cells": ",".join(address(line.row - 1, key_columns[name]) for name in keys),
                "status": status,
            }
        )
        reports = {k: v for k, v in (SOUND[ledger] | line.reports).items() if v is not None}
        for name, value in reports.items():
            is_lost = name in line.unreadable
            is_number = words.field(ledger, name).is_numeric
            value_status = "withheld" if is_lost and not line.rejected else status
            accepted += value_status == "accepted"
            withheld += value_status == "withheld"
            rejected += value_status == "rejected"
            rows["values"].append(
                {
                    **identity,
                    "ledger": ledger,
                    "record_id": record_id,
                    "county_code": county,
                    "period": period,
                    "town_code": line.town,
                    "record_key": line.key,
                    "field": name,
                    "value_number": value if is_number and not is_lost else None,
                    "value_text": value if not is_number and not is_lost else None,
                    "status": value_status,
                    "sheet": "表",
                    "cell": address(line.row - 1, columns[name]),
                    "raw_text": f"{value:g}" if isinstance(value, float) else value,
                    "precision": "",
                    "unit_source": "",
                    "is_personal": words.field(ledger, name).is_personal,
                }
            )
        accepted += 0 if line.rejected else len(keys)
        rejected += len(keys) if line.rejected else 0
    counts = {"accepted": accepted, "rejected": rejected, "withheld": withheld, "ignored": 7}
    for outcome, cells in counts.items():
        if cells:
            reason = "header" if outcome == "ignored" else ""
            rows["cells"].append(
                {**identity, "sheet": "表", "outcome": outcome, "reason": reason, "cells": cells}
            )
    rows["ledgers"].append(
        {
            **identity,
            "ledger": ledger,
            "disposition": "accepted",
            "records_accepted": sum(not line.rejected for line in lines),
            "records_rejected": sum(line.rejected for line in lines),
        }
    )
    return to_frames([rows])


def cell_of(ledger: str, field_name: str, row: int) -> str:
    """The address that `reading` gives a field."""
    return address(row - 1, list(dictionary.load().by_ledger[ledger]).index(field_name) + 3)


def together(*readings: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Several readings as one set of frames."""
    return {name: pd.concat([r[name] for r in readings], ignore_index=True) for name in readings[0]}
