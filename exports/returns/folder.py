"""The folder of returns: a list a county and month, the marked copies beside it, and a pack a county of them all.

In step with what is open: written only where something changed, gone when it is settled; nothing that is not ours is ever removed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from exports.files import write_if_new
from exports.returns import correction_list, cover_note, pack
from exports.returns.cases import MARK, Case, base_name
from exports.returns.wording import LIST, NOTE

#: Which copies lie there, and which findings they show.
_STATE = ".copies.json"
#: Grows when the same findings would give another copy.
_FORM = 2

#: Makes the marked copies of cases that can be opened: submission → extension and bytes.
Marker = Callable[[Sequence[Case]], Mapping[str, tuple[str, bytes]]]
#: Makes the standard form of a county and month: its name and bytes, None where nothing is due.
FormMaker = Callable[[str, str], tuple[str, bytes] | None]


@dataclass(frozen=True)
class Written:
    """What stands after a run: lists, marked copies, packs, findings on them; and how many files changed."""

    lists: int
    copies: int
    packs: int
    changed: int
    findings: int


def write(cases: Sequence[Case], root: Path, mark: Marker, form_of: FormMaker, today: dt.date) -> Written:
    """Bring the folder of returns to what is open on a day; `mark` is asked only for copies that are not there."""
    by_folder: dict[str, list[Case]] = {}
    by_county: dict[str, list[Case]] = {}
    for case in cases:
        by_folder.setdefault(case.folder, []).append(case)
        if case.county_name:
            by_county.setdefault(case.county_code, []).append(case)
    lists = {root / folder / LIST: correction_list.render(own, today) for folder, own in by_folder.items()}
    changed = sum([write_if_new(path, content) for path, content in lists.items()])
    copies, marked = _write_copies(cases, root, mark)
    packs: dict[Path, bytes] = {}
    for own in by_county.values():
        packs |= _packed(own, root, copies, form_of, today)
    changed += sum([write_if_new(path, content) for path, content in packs.items()])
    for pattern in (NOTE, pack.name("*")):
        for path in [path for path in root.glob(f"*/{pattern}") if path not in packs]:
            path.unlink()
    for path in [path for path in root.glob(f"*/*/{LIST}") if path not in lists]:
        _remove(path)
    findings = sum(len(case.findings) for case in cases)
    return Written(len(lists), len(copies), len(by_county), changed + marked, findings)


def _packed(
    cases: Sequence[Case], root: Path, copies: Mapping[str, str], form_of: FormMaker, today: dt.date
) -> dict[Path, bytes]:
    """The cover note and the archive of one county; a month with a file refused as a whole gets its form along."""
    county, files = cases[0].county_code, {}
    for path in {f"{case.folder}/{LIST}" for case in cases} | {
        copies[case.submission_id] for case in cases if case.submission_id in copies
    }:
        files[path.removeprefix(f"{county}/")] = (root / path).read_bytes()
    refused = {c.period for c in cases if c.period and any(f.outcome == "reject_file" for f in c.findings)}
    forms = {period: form for period in sorted(refused) if (form := form_of(county, period))}
    files |= {f"{period}/{name}": content for period, (name, content) in forms.items()}
    names = {period: name for period, (name, _) in forms.items()}
    note = cover_note.render(cases, copies, names, today)
    return {
        root / county / NOTE: note,
        root / county / pack.name(cases[0].county_name): pack.archive({NOTE: note, **files}),
    }


def _write_copies(cases: Sequence[Case], root: Path, mark: Marker) -> tuple[dict[str, str], int]:
    """The marked copies that stand, by submission, and how many of them were written now."""
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
            write_if_new(root / name, content)
        state[case.submission_id] = {"shows": digests[case.submission_id], "file": name}
    if not state:
        file.unlink(missing_ok=True)
    elif state != before:
        write_if_new(file, json.dumps(state, ensure_ascii=False, indent=1, sort_keys=True).encode())
    return {key: copy["file"] for key, copy in state.items() if copy["file"]}, len(made)


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
