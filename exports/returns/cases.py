"""What goes back to whom: the open findings of every submission, read from the published marts.

A finding is open as long as its submission counts for the ledger. It is settled where a later submission
replaced the ledger, and, for what was refused and so can't be replaced, where the file came again under
its name, or that name with the mark of a corrected copy（退回修改）; and by a decision, where it was confirmed or
its submission withdrawn.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import duckdb

#: What the name of a corrected copy says behind the stem of the county's file.
MARK = "退回修改"
#: The folder of what was sent to no county or month that exists.
UNPLACED = "unplaced"
#: The outcome of what would have been accepted, but for another finding that refuses its row.
REFUSED_WITH_ROW = "refused_with_row"
_MARKED = re.compile(rf"（{MARK}(?P<number>\d*)）$")

_LEDGERS = """
    select submission_id, ledger, county_code, coalesce(county_name, '') as county_name, period, source_file,
        received_at, due_at, disposition, superseded_by, withdrawn_by
    from fct_submission left join dim_county using (county_code)
    order by county_code, period, received_at, source_file, submission_id, ledger
"""
_FINDINGS = f"""
    select submission_id, ledger, finding_id, severity, code,
        case
            when outcome in ('warn', 'withhold') and record_id <> '' and bool_or(outcome = 'reject_row')
                over (partition by submission_id, record_id)
                then '{REFUSED_WITH_ROW}' else outcome
        end as outcome,
        message_zh, sheet, cell, raw_text, suggestion
    from fct_finding
    where severity in ('error', 'warning') and decision_id = ''
"""


@dataclass(frozen=True)
class Finding:
    """One row of fct_finding that asks for something to be done."""

    submission_id: str
    ledger: str
    finding_id: str
    severity: str
    code: str
    outcome: str
    message: str
    sheet: str
    cell: str
    raw_text: str
    suggestion: str


@dataclass(frozen=True)
class Case:
    """A submission with open findings; `due` holds the days on which its ledgers are due."""

    submission_id: str
    county_code: str
    county_name: str
    period: str
    source_file: str
    due: tuple[dt.date, ...]
    findings: tuple[Finding, ...]

    @property
    def folder(self) -> str:
        """Its folder below returns/."""
        return f"{self.county_code or UNPLACED}/{self.period or UNPLACED}"

    @property
    def file_name(self) -> str:
        """The name of the county's file."""
        return PurePosixPath(self.source_file).name


@dataclass(frozen=True)
class _Report:
    """One row of fct_submission."""

    submission_id: str
    ledger: str
    county_code: str
    county_name: str
    period: str
    source_file: str
    received_at: dt.datetime
    due_at: dt.datetime | None
    disposition: str
    superseded_by: str
    withdrawn_by: str

    @property
    def month(self) -> tuple[str, str]:
        return self.county_code, self.period


def open_cases(database: Path) -> list[Case]:
    """Every submission with open findings, by county, month and arrival, from a published DuckDB file."""
    with duckdb.connect(str(database), read_only=True) as connection:
        reports = [_Report(*row) for row in connection.execute(_LEDGERS).fetchall()]
        findings = [Finding(*row) for row in connection.execute(_FINDINGS).fetchall()]
    found: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=_place):
        found.setdefault(finding.submission_id, []).append(finding)
    by_submission: dict[str, list[_Report]] = {}
    for report in reports:
        by_submission.setdefault(report.submission_id, []).append(report)
    open_ledgers = _open_ledgers(reports)
    cases = []
    for key, rows in by_submission.items():
        standing = open_ledgers.get(key, set())
        reported = {row.ledger for row in rows}
        own = [f for f in found.get(key, []) if f.ledger in standing or f.ledger not in reported]
        if standing and own:
            first = rows[0]
            cases.append(
                Case(
                    submission_id=key,
                    county_code=first.county_code,
                    county_name=first.county_name,
                    period=first.period,
                    source_file=first.source_file,
                    due=tuple(sorted({row.due_at.date() for row in rows if row.due_at})),
                    findings=tuple(own),
                )
            )
    return cases


def last_day(database: Path) -> dt.date:
    """The day that a published DuckDB file is as of: when its last submission came; the first day where none did."""
    with duckdb.connect(str(database), read_only=True) as connection:
        last = connection.execute("select max(received_at) from fct_submission").fetchall()[0][0]
    return last.date() if last else dt.date.min


def _open_ledgers(reports: list[_Report]) -> dict[str, set[str]]:
    """The ledgers of each submission that nothing has replaced and nobody withdrawn."""
    last_of_name = {(r.month, base_name(r.source_file)): r for r in reports if r.disposition != "duplicate"}
    ledgers: dict[str, set[str]] = {}
    for report in reports:
        last = last_of_name.get((report.month, base_name(report.source_file)), report)
        came_again = last.submission_id != report.submission_id
        is_settled = bool(report.superseded_by or report.withdrawn_by) or (
            report.disposition == "rejected" and came_again
        )
        if not is_settled and report.disposition != "duplicate":
            ledgers.setdefault(report.submission_id, set()).add(report.ledger)
    return ledgers


def base_name(source_file: str) -> str:
    """The name under which a file and its marked copies are one: no suffix, no mark."""
    return _MARKED.sub("", PurePosixPath(source_file).stem)


def _place(finding: Finding) -> tuple[object, ...]:
    """The order in which a clerk works: the file as a whole, then sheet by sheet downwards."""
    first = re.search(r"([A-Z]*)(\d+)", finding.cell)
    row, column = (int(first[2]), first[1]) if first else (0, "")
    where = (finding.sheet, row, len(column), column, finding.cell)
    return (
        finding.submission_id,
        bool(finding.cell),
        *where,
        finding.severity,
        finding.code,
        finding.finding_id,
    )
