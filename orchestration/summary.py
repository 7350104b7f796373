"""What a run did: how it ended, and the figures it leaves behind, read from the publication."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from exports.returns.wording import LIST

if TYPE_CHECKING:
    from orchestration.assets import Workplace


@dataclass(frozen=True)
class Summary:
    """Files by disposition, records, findings by severity, and the publication's folder and version."""

    files: dict[str, int]
    records_accepted: int
    records_rejected: int
    findings: dict[str, int]
    periods: list[str]
    folder: str
    version: str
    tables: int
    returns: int
    returns_folder: str


@dataclass
class Outcome:
    """How a run ended: published or refused and why, seconds by stage, and the figures it left."""

    is_published: bool
    refusals: list[str]
    seconds: dict[str, float]
    summary: Summary | None = None


def summarise(workplace: Workplace) -> Summary:
    """The summary of what was just published (or written as of a moment)."""
    home = workplace.home
    folder = home.as_of(workplace.as_of) if workplace.as_of else home.published
    with duckdb.connect(str(folder / "townledger.duckdb"), read_only=True) as connection:
        files = connection.execute(
            "select disposition, count(*) from (select submission_id,"
            " case when count(distinct disposition) = 1 then min(disposition) else 'accepted_with_findings' end"
            " as disposition from fct_submission group by submission_id) group by all order by all"
        ).fetchall()
        accepted, rejected = connection.execute(
            "select coalesce(sum(records_accepted), 0), coalesce(sum(records_rejected), 0)"
            " from fct_submission where superseded_by = ''"
        ).fetchall()[0]
        findings = connection.execute(
            "select severity, count(*) from fct_finding group by all order by all"
        ).fetchall()
        periods = connection.execute(
            "select distinct period from fct_submission where period <> '' order by 1"
        ).fetchall()
        tables = connection.execute("select count(*) from duckdb_tables()").fetchall()[0][0]
    return Summary(
        files={str(name): int(count) for name, count in files},
        records_accepted=int(accepted),
        records_rejected=int(rejected),
        findings={str(name): int(count) for name, count in findings},
        periods=[str(row[0]) for row in periods],
        folder=str(folder),
        version=json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["version"],
        tables=int(tables),
        returns=0 if workplace.as_of else len(list(home.returns.glob(f"*/*/{LIST}"))),
        returns_folder=str(home.returns),
    )
