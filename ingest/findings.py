"""Findings: what is wrong with a submission, as data.

The catalogue (code, severity, outcome, Chinese texts) is the seed ``finding_codes.csv``, shared with
the warehouse; this module loads it and fills its templates. A finding is bad data; a bug is an
exception and never becomes a finding.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

CATALOGUE = Path(__file__).parents[1] / "dbt_project" / "seeds" / "findings" / "finding_codes.csv"


@dataclass(frozen=True)
class FindingCode:
    """One kind of finding: how grave it is, what it leads to, and its Chinese templates.

    `outcome` is one of reject_file, reject_row, withhold, warn, note (see the rules of judgement).
    """

    code: str
    severity: str
    outcome: str
    title: str
    message: str
    suggestion: str


@dataclass(frozen=True)
class Finding:
    """One finding at one place of one file. `record_id` is '' where it is not about one record."""

    code: FindingCode
    message: str
    suggestion: str
    ledger: str = ""
    sheet: str = ""
    cell: str = ""
    raw_text: str = ""
    field: str = ""
    record_id: str = ""


@lru_cache(maxsize=1)
def catalogue() -> dict[str, FindingCode]:
    """Every finding code by its name."""
    with CATALOGUE.open(encoding="utf-8", newline="") as stream:
        return {
            row["code"]: FindingCode(
                row["code"],
                row["severity"],
                row["outcome"],
                row["title_zh"],
                row["message_zh"],
                row["suggestion_zh"],
            )
            for row in csv.DictReader(stream)
        }


def finding(
    code: str,
    *,
    ledger: str = "",
    sheet: str = "",
    cell: str = "",
    raw_text: str = "",
    field: str = "",
    record_id: str = "",
    **details: object,
) -> Finding:
    """A finding of the catalogue with its templates filled; KeyError where code or detail is missing."""
    kind = catalogue()[code]
    details |= {"ledger": ledger, "sheet": sheet, "cell": cell} | details
    return Finding(
        code=kind,
        message=kind.message.format(**details),
        suggestion=kind.suggestion.format(**details),
        ledger=ledger,
        sheet=sheet,
        cell=cell,
        raw_text=raw_text,
        field=field,
        record_id=record_id,
    )
