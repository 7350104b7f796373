"""Returns to the counties after a publication: finds the bytes in the store and has them marked.

Only wiring: what is outstanding and how it is marked is in `exports.returns`; files are opened by `ingest`,
each in a process that may die without harm, as they were when they were read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from expectations import personal
from exports.returns import folder
from exports.returns.cases import Case, last_day, open_cases
from exports.returns.folder import Written
from exports.returns.marked_workbook import Grid, mark_grids, mark_workbook
from ingest import limits
from ingest.batch import run_apart
from ingest.containers import open_container
from ingest.containers.detect import detect
from ingest.containers.package import Package
from ingest.limits import Limits
from ingest.sheet import Unreadable
from ingest.store import Store
from orchestration import form
from orchestration.home import Home

_PACKAGES = {"xlsx", "xlsm"}


def write(home: Home, store: Store) -> Written:
    """Bring the home's returns in step with its publication."""
    published = home.published_database
    return folder.write(
        open_cases(published),
        home.returns,
        partial(_mark_all, store),
        partial(_form, home),
        last_day(published),
    )


def _form(home: Home, county: str, period: str) -> tuple[str, bytes] | None:
    try:
        made = form.make(home, county, period)
    except form.NoStandardError:
        return None
    return made.file_name, made.content


def _mark_all(store: Store, cases: Sequence[Case]) -> Mapping[str, tuple[str, bytes]]:
    contents = {s.submission_id: s.content_sha256 for s in store.submissions()}
    openable = [case for case in cases if _can_open(case)]
    tasks = [(store.object_path(contents[case.submission_id]), case) for case in openable]
    marked = run_apart(_mark_task, tasks, limits.configured())
    return {case.submission_id: copy for case, copy in zip(openable, marked, strict=True) if copy}


def _can_open(case: Case) -> bool:
    """What was refused before a sheet was seen is not opened again: it has nothing but its line on the list."""
    return any(finding.sheet or finding.outcome != "reject_file" for finding in case.findings)


def _mark_task(task: tuple[Path, Case], bounds: Limits) -> tuple[str, bytes] | None:
    return mark(*task, bounds)


def mark(path: Path, case: Case, bounds: Limits = limits.DEFAULT) -> tuple[str, bytes] | None:
    """The extension and bytes of a marked copy of the file of a case, None where it does not open."""
    content = path.read_bytes()
    try:
        container, opened = detect(content, bounds)
        if isinstance(opened, Package) and container.kind in _PACKAGES:
            has_formulas = any(b"<f" in xml for xml in opened.sheets.values())
            copy = mark_workbook(
                content,
                case.findings,
                keep_macros=container.kind == "xlsm",
                has_formulas=has_formulas,
                published=_published,
            )
            if copy:
                return f".{container.kind}", copy
        _, sheets = open_container(content, bounds)
    except Unreadable:
        return None
    grids = [Grid(s.name, s.rows, s.merges, s.is_hidden, s.captions) for s in sheets]
    return ".xlsx", mark_grids(grids, case.findings, _published)


def _published(sheet: str) -> str:
    """The name of a sheet as published findings have it."""
    return personal.mask(sheet)[0]
