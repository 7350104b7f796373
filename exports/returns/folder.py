"""The folder of returns: a list a county and month and the marked copies beside it, in step with what is open.

Written only where something changed, gone when it is settled; nothing that is not ours is ever removed.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from exports.returns import correction_list
from exports.returns.cases import MARK, Case, base_name

LIST = "退回修改清单.xlsx"
#: Which copies lie there, and which findings they show.
_STATE = ".copies.json"
#: Grows when the same findings would give another copy.
_FORM = 1

#: Makes the marked copies of cases that can be opened: submission → extension and bytes.
Marker = Callable[[Sequence[Case]], Mapping[str, tuple[str, bytes]]]


@dataclass(frozen=True)
class Written:
    """What stands after a run: lists, marked copies, findings on them; and how many files changed."""

    lists: int
    copies: int
    changed: int
    findings: int


def write(cases: Sequence[Case], root: Path, mark: Marker) -> Written:
    """Bring the folder of returns to what is open now; `mark` is asked only for copies that are not there."""
    by_folder: dict[str, list[Case]] = {}
    for case in cases:
        by_folder.setdefault(case.folder, []).append(case)
    expected = {root / folder / LIST: own for folder, own in by_folder.items()}
    changed = sum([_write_if_new(path, correction_list.render(own)) for path, own in expected.items()])
    copies, marked = _write_copies(cases, root, mark)
    for path in [path for path in root.glob(f"*/*/{LIST}") if path not in expected]:
        _remove(path)
    findings = sum(len(case.findings) for case in cases)
    return Written(len(expected), copies, changed + marked, findings)


def _write_copies(cases: Sequence[Case], root: Path, mark: Marker) -> tuple[int, int]:
    """The marked copies that stand, and how many of them were written now."""
    file = root / _STATE
    before: dict[str, dict[str, str]] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    digests = {case.submission_id: _digest(case) for case in cases}
    state = {
        key: copy
        for key, copy in before.items()
        if digests.get(key) == copy["shows"] and (not copy["file"] or (root / copy["file"]).exists())
    }
    stale = [case for case in cases if case.submission_id not in state]
    kept = {copy["file"] for copy in state.values()}
    for copy in before.values():
        if copy["file"] and copy["file"] not in kept:
            _remove(root / copy["file"])
    made = mark(stale) if stale else {}
    for case in stale:
        name = ""
        if case.submission_id in made:
            extension, content = made[case.submission_id]
            name = _free_name(case, extension, kept)
            kept.add(name)
            _write_if_new(root / name, content)
        state[case.submission_id] = {"shows": digests[case.submission_id], "file": name}
    if not state:
        file.unlink(missing_ok=True)
    elif state != before:
        _write_if_new(file, json.dumps(state, ensure_ascii=False, indent=1, sort_keys=True).encode())
    return sum(bool(copy["file"]) for copy in state.values()), len(made)


def _digest(case: Case) -> str:
    content = json.dumps([_FORM, asdict(case)], default=str, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def _free_name(case: Case, extension: str, taken: set[str]) -> str:
    """The copy's path below the returns: the county's own name with the mark, numbered where that is taken."""
    stem, number = base_name(PurePosixPath(case.file_name).name), 1
    name = f"{case.folder}/{stem}（{MARK}）{extension}"
    while name in taken:
        number += 1
        name = f"{case.folder}/{stem}（{MARK}{number}）{extension}"
    return name


def _remove(path: Path) -> None:
    """A file of ours, and its folders where they are empty then."""
    path.unlink(missing_ok=True)
    for folder in (path.parent, path.parent.parent):
        if folder.exists() and not any(folder.iterdir()):
            folder.rmdir()


def _write_if_new(path: Path, content: bytes) -> bool:
    """Write in one step; False where the file holds these bytes already."""
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}")
    scratch.write_bytes(content)
    os.replace(scratch, path)
    return True
