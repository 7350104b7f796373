"""A publication: the public marts in every format in one folder, swapped in all at once.

Written beside the last one under a name that derives from its content, then made current by moving one
relative link. A reader sees the old publication or the new one, never a mixture; one that has the old
files open keeps them. The same content gives the same name, so that publishing again changes nothing.
Files that are as they were are not written again: both publications have them by name.
"""

from __future__ import annotations

import filecmp
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from exports import formats
from exports.files import take_over

#: Publications on disk, the current one included: a reader that lists a folder is not cut off mid-way.
KEPT = 3
#: Makes what belongs to a publication beside its tables: given its folder, with the tables in it, and what the
#: manifest says of it; returns what names the content made.
Maker = Callable[[Path, Mapping[str, Any]], Mapping[str, Any]]
_LINK = "published"
_FOLDER = "publications"
_SCRATCH = "."
_MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Publication:
    """A finished publication: its folder, its version, rows by table, and whether it is new."""

    folder: Path
    version: str
    rows: Mapping[str, int]
    is_new: bool


def publish(
    build: Path,
    tables: Sequence[str],
    home: Path,
    about: Mapping[str, Any],
    makers: Mapping[str, Maker] | None = None,
) -> Publication:
    """Write the tables of a build database as the home's current publication.

    `about` goes into the manifest (the versions it rests on), and so does what the makers say of what they
    made. Raises RefusedError where a table did not arrive whole; any failure leaves the current publication
    as it is.
    """
    folder = home / _FOLDER
    draft = _draft(build, tables, folder, about, makers or {}, home / _LINK)
    target = folder / draft.version
    is_new = not target.exists()
    if is_new:
        draft.folder.replace(target)
    else:
        shutil.rmtree(draft.folder)
        os.utime(target)
    _make_current(home, target)
    _prune(folder, target)
    return Publication(target, draft.version, draft.rows, is_new)


def current(home: Path) -> Publication | None:
    """The home's current publication, None where there is none."""
    manifest = home / _LINK / _MANIFEST
    if not manifest.exists():
        return None
    said = json.loads(manifest.read_text(encoding="utf-8"))
    rows = {name: table["rows"] for name, table in said["tables"].items()}
    return Publication((home / _LINK).resolve(), said["version"], rows, is_new=False)


def write_snapshot(
    build: Path,
    tables: Sequence[str],
    target: Path,
    about: Mapping[str, Any],
    makers: Mapping[str, Maker] | None = None,
) -> Publication:
    """Write the tables of a build database into a folder of its own (an as-of moment), replacing it whole."""
    draft = _draft(build, tables, target.parent, about, makers or {}, target)
    if target.exists():
        target.replace(Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=target.parent)) / "replaced")
    draft.folder.replace(target)
    _clear_scratch(target.parent)
    return Publication(target, draft.version, draft.rows, is_new=True)


def _draft(
    build: Path,
    tables: Sequence[str],
    beside: Path,
    about: Mapping[str, Any],
    makers: Mapping[str, Maker],
    last: Path,
) -> Publication:
    """A whole publication in a scratch folder, which becomes visible only by being renamed.

    What is as in the folder of the last one (which need not be there) is taken over.
    """
    beside.mkdir(parents=True, exist_ok=True)
    _clear_scratch(beside)
    folder = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=beside))
    folder.chmod(0o755)
    written = {
        name: asdict(table) for name, table in formats.write(build, tables, folder, _before(last)).items()
    }
    content = {**about, "tables": written}
    content |= {name: make(folder, about) for name, make in makers.items()}
    _share_unchanged(folder, last)
    version = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]
    # Who wrote it is no part of the content that the version names.
    said = {"version": version, "written_by": formats.WRITTEN_BY, **content}
    text = json.dumps(said, ensure_ascii=False, indent=2, sort_keys=True)
    (folder / _MANIFEST).write_text(text + "\n", encoding="utf-8")
    return Publication(folder, version, {name: table["rows"] for name, table in written.items()}, is_new=True)


def _before(last: Path) -> formats.Before | None:
    """The tables of the last publication that may be taken over: none where there is none, or other code wrote it."""
    if not (last / _MANIFEST).exists():
        return None
    said = json.loads((last / _MANIFEST).read_text(encoding="utf-8"))
    if said.get("written_by") != formats.WRITTEN_BY:
        return None
    tables = {name: formats.Written(**table) for name, table in said["tables"].items()}
    return formats.Before(last.resolve(), tables)


def _share_unchanged(folder: Path, last: Path) -> None:
    """Put the last publication's files (pages, above all) in place of those that came out the same, byte for byte."""
    for file in [path for path in folder.rglob("*") if path.is_file()]:
        earlier = last / file.relative_to(folder)
        if earlier.is_file() and not earlier.samefile(file) and filecmp.cmp(earlier, file, shallow=False):
            file.unlink()
            take_over(earlier, file)


def _make_current(home: Path, target: Path) -> None:
    """Move the link in one step; it is relative, so that a home can be copied or moved."""
    with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=target.parent) as folder:
        link = Path(folder) / _LINK
        link.symlink_to(target.relative_to(home))
        os.replace(link, home / _LINK)


def _prune(folder: Path, current: Path) -> None:
    """Keep the current publication and the last ones before it."""
    finished = [path for path in folder.iterdir() if path.is_dir() and path != current]
    finished.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in finished[KEPT - 1 :]:
        shutil.rmtree(path)


def _clear_scratch(folder: Path) -> None:
    """What a killed run left: nobody can be writing it, a home has one run at a time."""
    for path in folder.glob(f"{_SCRATCH}*"):
        if path.is_dir():
            shutil.rmtree(path)
