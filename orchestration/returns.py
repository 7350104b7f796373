"""Returns to the counties after a publication: finds the bytes in the store and has them marked.

Only wiring: what is outstanding and how it is marked is in `exports.returns`; files are opened by `ingest`,
each in a process that may die without harm, as they were when they were read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from exports.returns import folder
from exports.returns.cases import Case, open_cases
from exports.returns.folder import Written
from exports.returns.marked_workbook import Grid, mark_grids, mark_workbook
from ingest import limits
from ingest.batch import run_apart
from ingest.containers import open_container
from ingest.limits import Limits
from ingest.sheet import Unreadable
from ingest.store import Store
from orchestration.home import Home

_PACKAGES = {"xlsx", "xlsm"}
_ZIP = b"PK"


@dataclass(frozen=True)
class _Task:
    """A submission to mark: where its bytes lie, and its case."""

    path: Path
    case: Case


def write(home: Home, store: Store) -> Written:
    """Bring the home's returns in step with its publication."""
    return folder.write(open_cases(home.published_database), home.returns, partial(_mark_all, store))


def _mark_all(store: Store, cases: Sequence[Case]) -> Mapping[str, tuple[str, bytes]]:
    contents = {s.submission_id: s.content_sha256 for s in store.submissions()}
    tasks = [_Task(store.object_path(contents[c.submission_id]), c) for c in cases if _can_open(c)]
    marked = run_apart(_mark, tasks, limits.configured())
    return {task.case.submission_id: copy for task, copy in zip(tasks, marked, strict=True) if copy}


def _can_open(case: Case) -> bool:
    """What was refused before a sheet was seen is not opened again: it has nothing but its line on the list."""
    return any(finding.sheet or finding.outcome != "reject_file" for finding in case.findings)


def _mark(task: _Task, bounds: Limits) -> tuple[str, bytes] | None:
    """The extension and bytes of a marked copy, None where the file does not open."""
    content = task.path.read_bytes()
    try:
        container, sheets = open_container(content, bounds)
    except Unreadable:
        return None
    if container.kind in _PACKAGES and content.startswith(_ZIP):
        copy = mark_workbook(content, task.case.findings, keep_macros=container.kind == "xlsm")
        return f".{container.kind}", copy
    grids = [Grid(s.name, s.rows, s.merges, s.is_hidden, s.captions) for s in sheets]
    return ".xlsx", mark_grids(grids, task.case.findings)
