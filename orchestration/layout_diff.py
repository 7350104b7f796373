"""`layout diff`: a file's layout against that of the county's last accepted submission of the same ledger.

Which submission that is comes from the store; both files are recognised by today's recogniser, so that
only what the county changed is shown. Nothing is written.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from ingest import dictionary, recogniser
from ingest.batch import Job, read_files
from ingest.layouts.described import LedgerLayout
from ingest.layouts.drift import Change, compare
from ingest.reading import Source
from ingest.rows import Rows
from ingest.store import Store, Submission, file_digest
from ingest.towns import places
from orchestration.home import Home
from orchestration.layouts import Layouts
from orchestration.placing import read_placed

_KIND_ZH = {
    "arrangement": "排列方式",
    "sheet": "工作表名",
    "new": "新增",
    "missing": "缺失",
    "renamed": "改名",
    "moved": "移位",
    "unit": "单位",
}
_ARRANGEMENT_ZH = {"rows": "一行一条", "columns": "一列一镇", "list": "一行一值", "card": "一镇一卡"}
_WIDTH = 160


class CountyUnknownError(ValueError):
    """Neither options nor path nor titles tell the county of a file."""


@dataclass(frozen=True)
class LedgerDrift:
    """One ledger of the file: its layout now, the submission it is compared with, and what changed.

    `earlier` and `before` are None where the county has no accepted submission of the ledger yet.
    """

    ledger: str
    after: LedgerLayout
    earlier: Submission | None = None
    before: LedgerLayout | None = None
    changes: Sequence[Change] = ()

    @property
    def status(self) -> str:
        """first, unchanged (the same fingerprint and nothing else to tell) or changed."""
        if self.before is None:
            return "first"
        return "changed" if self.changes or self.before.fingerprint != self.after.fingerprint else "unchanged"

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        earlier = self.earlier
        return {
            "ledger": self.ledger,
            "status": self.status,
            "fingerprint": self.after.fingerprint,
            "earlier": earlier
            and {
                "submission_id": earlier.submission_id,
                "source_file": earlier.source_file,
                "period": earlier.period,
                "received_at": earlier.received_at.isoformat(),
                "fingerprint": self.before.fingerprint if self.before else None,
            },
            "changes": [asdict(change) for change in self.changes],
        }


@dataclass(frozen=True)
class Drift:
    """What `layout diff` answers: the file, where it belongs, each of its ledgers, or why there is none."""

    file: str
    source: Source
    ledgers: Sequence[LedgerDrift]
    problems: Sequence[str]

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        return {
            "file": self.file,
            "county_code": self.source.county,
            "period": self.source.period,
            "ledgers": [ledger.as_dict() for ledger in self.ledgers],
            "problems": list(self.problems),
        }

    def as_text(self) -> str:
        """For a person."""
        county = places.load().counties[self.source.county]
        lines = [f"{self.file}：{county} {self.source.period}".rstrip()]
        lines += [f"  {problem}" for problem in self.problems]
        for ledger in self.ledgers:
            lines += ["", *_told(ledger)]
        return "\n".join(lines)


def diff(home: Home, file: Path, county: str, period: str, layouts: Layouts) -> Drift:
    """Compare a file; CountyUnknownError where nothing tells its county."""
    ((source, rows),) = read_placed([file], county, period, layouts)
    if not source.county:
        raise CountyUnknownError
    found = _layouts(rows)
    problems = [str(item["message_zh"]) for item in rows["findings"] if item["outcome"] == "reject_file"]
    if not found and not problems:
        problems = [str(item["message_zh"]) for item in rows["findings"]]
    digest, _ = file_digest(file)
    drifts = []
    for layout in found:
        earlier = _last_accepted(home, source, layout.ledger, digest, layouts)
        before = _layout_of(home, earlier, layout.ledger, layouts) if earlier else None
        changes = compare(before, layout) if before else []
        drifts.append(LedgerDrift(layout.ledger, layout, earlier if before else None, before, changes))
    return Drift(str(file), source, drifts, problems)


def _layouts(rows: Rows) -> list[LedgerLayout]:
    return [row["layout"] for row in rows["layouts"] if isinstance(row["layout"], LedgerLayout)]


def _last_accepted(
    home: Home, source: Source, ledger: str, digest: str, layouts: Layouts
) -> Submission | None:
    """The county's last submission whose records of a ledger were accepted: not later than the file's month.

    The same bytes are not compared with themselves.
    """
    if not home.store.exists():
        return None
    store = Store(home.store)
    ledgers = store.frame("ledgers", county=source.county)
    told = ledgers[
        (ledgers["ledger"] == ledger) & ledgers["disposition"].isin(["accepted", "accepted_with_findings"])
    ]
    accepted = set(zip(told["submission_id"], told["reading_version"], strict=True))

    def is_accepted(submission: Submission) -> bool:
        """As read today; as ever read where it was not read today."""
        version = recogniser.version(layouts.of(submission.county_code, submission.period))
        if store.has_reading(submission, version):
            return (submission.submission_id, version) in accepted
        return submission.submission_id in {number for number, _ in accepted}

    candidates = [
        s
        for s in store.submissions()
        if s.county_code == source.county
        and s.content_sha256 != digest
        and (not source.period or s.period <= source.period)
        and is_accepted(s)
    ]
    return max(candidates, key=lambda s: (s.period, s.received_at, s.source_file), default=None)


def _layout_of(home: Home, submission: Submission, ledger: str, layouts: Layouts) -> LedgerLayout | None:
    """The layout of a ledger in a submission; None where today's recogniser finds none."""
    overrides = layouts.of(submission.county_code, submission.period)
    source = Source(submission.county_code, submission.period, submission.file_name, overrides)
    original = Store(home.store).object_path(submission.content_sha256)
    (rows,) = read_files([Job(original, source, submission.submission_id)])
    return next((layout for layout in _layouts(rows) if layout.ledger == ledger), None)


def _told(drift: LedgerDrift) -> list[str]:
    label = dictionary.load().ledgers[drift.ledger].label
    title = f"{label} {drift.ledger}  版式指纹 {drift.after.fingerprint}"
    if drift.earlier is None or drift.before is None:
        return [title, "  此前没有已接受的报送，无可对照"]
    against = f"  对照：{drift.earlier.source_file}（{drift.earlier.received_at:%Y-%m-%d}收到，版式指纹 {drift.before.fingerprint}）"
    if drift.status == "unchanged":
        return [title, against, "  版式未变 unchanged"]
    return [title, against, _table(drift.changes)]


def _table(changes: Sequence[Change]) -> str:
    table = Table("变化", "原表头", "现表头", "字段", "原位置", "现位置", box=None, padding=(0, 2, 0, 2))
    for change in changes:
        before, after = change.before, change.after
        if change.kind == "arrangement":
            before, after = _arrangement(before), _arrangement(after)
        elif change.kind == "unit":
            before, after = f"{before}：{change.before_unit}", f"{after}：{change.after_unit}"
        fields = dict.fromkeys(
            [change.before_field or "未识别", change.after_field or "未识别"]
            if change.before and change.after and change.kind not in ("arrangement", "sheet")
            else [change.before_field or change.after_field or ("未识别" if change.after_cell else "")]
        )
        table.add_row(
            _KIND_ZH[change.kind], before, after, " → ".join(fields), change.before_cell, change.after_cell
        )
    console = Console(file=io.StringIO(), width=_WIDTH, color_system=None)
    with console.capture() as said:
        console.print(table)
    return "\n".join(line.rstrip() for line in said.get().splitlines())


def _arrangement(names: str) -> str:
    return "+".join(_ARRANGEMENT_ZH[name] for name in names.split("+"))
