"""A dry run on single files: what is recognised and what is wrong, cell by cell; writes nothing.

A file is judged by itself alone. What other months, other ledgers and files received before would show is judged
in the warehouse, by a run; which findings those are is said here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd

from expectations import rows
from ingest.entries import readable
from ingest.findings import catalogue, finding
from ingest.frames import Frames, to_frames
from ingest.reading import Source
from ingest.schemas import FINDINGS
from ingest.store import file_digest
from orchestration.layouts import Layouts
from orchestration.placing import read_placed, refusal

_STATUS_ZH = {
    "accepted": "可以入库",
    "accepted_with_findings": "可以入库，有需要核实的问题",
    "rejected": "退回",
    "ignored": "不是台账，不入库",
    "duplicate": "与前一文件内容相同，不重复入库",
}
#: The findings for which the warehouse holds a file against others.
NOT_COMPARED = (
    "CUMULATIVE_FELL",
    "UNIT_SLIP",
    "MONTH_SUM_MISMATCH",
    "STATUS_WENT_BACK",
    "RESTATED",
    "TOWN_NOT_REPORTED",
    "PROJECT_FUNDS_DISAGREE",
    "DUPLICATE_FILE",
)
#: Why the cells of a file are not counted that holds the same bytes as another.
_COPY = "duplicate_file"
#: As in the published table of findings.
_FINDING_COLUMNS = [
    "finding_id",
    "submission_id",
    "county_code",
    "period",
    "ledger",
    "severity",
    "code",
    "message_zh",
    "source_file",
    "sheet",
    "cell",
    "raw_text",
    "suggestion",
    "field",
    "outcome",
]


@dataclass(frozen=True)
class Checked:
    """One file as `check` answers it."""

    file: str
    county: str
    period: str
    status: str
    tables: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    cells: dict[str, Any]
    notes: list[str]

    def as_dict(self) -> dict[str, Any]:
        """The JSON object of the public interface."""
        return {
            "file": self.file,
            "status": self.status,
            "county_code": self.county,
            "period": self.period,
            "tables": self.tables,
            "findings": self.findings,
            "cells": self.cells,
            "notes": self.notes,
            "not_compared": list(NOT_COMPARED),
        }

    def as_text(self) -> str:
        """For a person: the verdict, each table, each finding at its cell."""
        lines = [f"{self.file}：{_STATUS_ZH[self.status]}"]
        lines += [f"  {note}" for note in self.notes]
        for (sheet, place), tables in groupby(self.tables, lambda table: (table["sheet"], table["range"])):
            recognised = "、".join(
                f"{t['ledger']} {t['records']}条" if t["ledger"] else "未识别" for t in tables
            )
            lines.append(f"  {sheet} {place}  {recognised}")
        for item in self.findings:
            place = " ".join(part for part in (item["sheet"], item["cell"]) if part)
            lines.append(f"  [{item['severity']}] {place}  {item['message_zh']}（{item['suggestion']}）")
        outcomes = {"accepted": "采用", "rejected": "退回", "withheld": "未采用"}
        counts = [f"{self.cells[name]}格{label}" for name, label in outcomes.items() if self.cells[name]]
        counts.append(f"{sum(self.cells['ignored'].values())}格不计")
        lines.append(f"  共读取{self.cells['read']}格：{'、'.join(counts)}")
        return "\n".join(lines)


def not_compared_zh() -> str:
    """For a person: what a dry run leaves to a run."""
    titles = "、".join(catalogue()[code].title for code in NOT_COMPARED)
    return (
        f"说明：check 只核对文件本身；与以前月份、其他台账和已收文件的比较（{titles}）"
        "只在正式运行 townledger run 时进行，本次未作"
    )


def check(files: Sequence[Path], county: str, period: str, layouts: Layouts) -> list[Checked]:
    """Check files as they would be taken in, with a home's overrides of layouts.

    Rules that need a county or month that nothing tells are skipped, and said to be.
    """
    placed = read_placed(files, county, period, layouts)
    told, read = [source for source, _ in placed], [rows_of for _, rows_of in placed]
    judged = rows.judge(to_frames(read))
    copies = _copies(files, told)
    results = []
    for number, (path, source) in enumerate(zip(files, told, strict=True)):
        own = {name: frame[frame["submission_id"] == str(number)] for name, frame in judged.items()}
        results.append(_checked(path, source, own, read[number]["tables"], is_copy=number in copies))
    return results


def _copies(files: Sequence[Path], sources: Sequence[Source]) -> set[int]:
    """The files that hold the same bytes as one before them in their folder, for the same county and month."""
    first: set[tuple[Path, str, str, str]] = set()
    copies = set()
    opened = [number for number, path in enumerate(files) if not refusal(path)]
    for number in sorted(opened, key=lambda n: (files[n].with_suffix(""), files[n])):
        source = sources[number]
        digest, _ = file_digest(files[number])
        identity = (files[number].resolve().parent, source.county, source.period, digest)
        if identity in first:
            copies.add(number)
        first.add(identity)
    return copies


def _checked(
    path: Path, source: Source, frames: Frames, tables: list[dict[str, Any]], *, is_copy: bool
) -> Checked:
    name = readable(str(path))
    dispositions = set(frames["ledgers"]["disposition"])
    findings = frames["findings"].sort_values("finding_no")
    cells = frames["cells"]
    if is_copy:
        # What is wrong with it is said of the file that it repeats.
        findings, cells = _copy_findings(), cells.assign(outcome="ignored", reason=_COPY)
    findings = findings.assign(
        finding_id=findings["finding_no"].astype(str),
        submission_id="",  # nothing was submitted
        county_code=source.county,
        period=source.period,
        source_file=name,
    )[_FINDING_COLUMNS]
    notes = []
    if not source.county:
        notes.append("未指明县区：乡镇归属的规则未检查")
    if not source.period:
        notes.append("未指明报送期：与报送期有关的规则未检查")
    return Checked(
        file=name,
        county=source.county,
        period=source.period,
        status="duplicate" if is_copy else _status(dispositions),
        tables=tables,
        findings=[{str(k): v for k, v in row.items()} for row in findings.to_dict("records")],
        cells=_cells(cells),
        notes=notes,
    )


def _copy_findings() -> pd.DataFrame:
    said = finding("DUPLICATE_FILE")
    row = {**dict.fromkeys(FINDINGS.names, ""), **asdict(said), "finding_no": 1, "message_zh": said.message}
    return pd.DataFrame([row | {name: getattr(said.code, name) for name in ("code", "severity", "outcome")}])


def _status(dispositions: set[str]) -> str:
    """The status of a file of several ledgers: refused only where all are."""
    for status in ("accepted_with_findings", "accepted", "ignored"):
        if status in dispositions:
            return "accepted_with_findings" if "rejected" in dispositions and status != "ignored" else status
    return "rejected"


def _cells(cells: pd.DataFrame) -> dict[str, Any]:
    by_outcome = cells.groupby("outcome")["cells"].sum()
    ignored = cells[cells["outcome"] == "ignored"].groupby("reason")["cells"].sum()
    return {
        "read": int(cells["cells"].sum()),
        **{name: int(by_outcome.get(name, 0)) for name in ("accepted", "rejected", "withheld")},
        "ignored": {str(reason): int(count) for reason, count in ignored.items()},
    }
