"""Released quarters: frozen when they are released, listed and verified.

A release is a copy of the snapshot as of its moment (`townledger run --as-of` writes one) with what it was made
by: models, the tables that define the evaluation, and the versions of the readings. `release.json` holds a content hash
of every table. It is never changed afterwards: a document rendered from it gives the same numbers at any later
time, and a snapshot made again by what it pins has the same hashes. Does not belong here: the document, and
what has changed since (`rpt_amendment`).
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from exports.formats import DATABASE, digest

_MANIFEST = "release.json"
_PINNED = "pinned"
_QUARTER = re.compile(r"(20\d\d)Q([1-4])")


class ReleaseError(ValueError):
    """A release that cannot be made or found; the message says why."""


@dataclass(frozen=True)
class Release:
    """A released quarter ('2025Q1').

    `as_of` is the moment whose knowledge it holds, `released_at` when it was released (ISO, local time);
    `readings` says which versions of readings counted, `tables` the SHA-256 of every table.
    """

    quarter: str
    as_of: str
    released_at: str
    readings: Mapping[str, Any]
    tables: Mapping[str, str]


def periods_of(quarter: str) -> tuple[str, str, str]:
    """The months of a quarter: '2025Q1' gives 2025-01 to 2025-03. ReleaseError where it is none."""
    match = _QUARTER.fullmatch(quarter)
    if match is None:
        raise ReleaseError(f"{quarter} is no quarter: expected one like 2025Q1")
    first = 3 * int(match[2]) - 2
    return (f"{match[1]}-{first:02}", f"{match[1]}-{first + 1:02}", f"{match[1]}-{first + 2:02}")


def freeze(
    snapshot: Path,
    releases: Path,
    quarter: str,
    *,
    as_of: str,
    released_at: dt.datetime,
    readings: Mapping[str, Any],
    pinned: Mapping[str, Path],
) -> Release:
    """Keep a snapshot (the folder of an as-of run) as the release of a quarter below `releases`, for good.

    `pinned` names folders of what the snapshot was built with; they are kept beside it. Raises
    ReleaseError where the quarter is released already, or the snapshot holds none of its months.
    """
    target = releases / quarter
    if target.exists():
        raise ReleaseError(f"{quarter} is released already ({read(releases, quarter).released_at})")
    with duckdb.connect(str(snapshot / DATABASE), read_only=True) as connection:
        scored = connection.execute(
            "select count(*) from fct_town_score_month where period in $months",
            {"months": list(periods_of(quarter))},
        ).fetchall()[0][0]
    if not scored:
        raise ReleaseError(f"no town has a score in {quarter} as of {as_of}")
    release = Release(quarter, as_of, released_at.isoformat(), readings, hashes(snapshot))
    releases.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".", dir=releases) as scratch:
        draft = Path(shutil.copytree(snapshot, Path(scratch) / quarter))
        for name, folder in pinned.items():
            shutil.copytree(
                folder,
                draft / _PINNED / name,
                ignore=shutil.ignore_patterns("*.py", "__pycache__", "target", "logs"),
            )
        text = json.dumps(asdict(release), ensure_ascii=False, indent=2, sort_keys=True)
        (draft / _MANIFEST).write_text(text + "\n", encoding="utf-8")
        draft.rename(target)
    return release


def read(releases: Path, quarter: str) -> Release:
    """The release of a quarter; ReleaseError where there is none."""
    manifest = releases / quarter / _MANIFEST
    if not manifest.exists():
        raise ReleaseError(f"{quarter} is not released")
    return Release(**json.loads(manifest.read_text(encoding="utf-8")))


def released(releases: Path, as_of: str = "") -> list[Release]:
    """Every release that had been made by a moment (ISO; a bare date means its end, '' now), by quarter."""
    found = [read(releases, path.parent.name) for path in sorted(releases.glob(f"*/{_MANIFEST}"))]
    if not as_of:
        return found
    moment = dt.datetime.fromisoformat(as_of if len(as_of) > len("2025-04-05") else f"{as_of}T23:59:59")
    return [made for made in found if dt.datetime.fromisoformat(made.released_at) <= moment]


def database(releases: Path, quarter: str) -> Path:
    """The frozen DuckDB file of a released quarter."""
    read(releases, quarter)
    return releases / quarter / DATABASE


def pinned(releases: Path, quarter: str, name: str) -> Path:
    """The folder of what it was built with that a release keeps under a name; ReleaseError where it keeps none."""
    read(releases, quarter)
    folder = releases / quarter / _PINNED / name
    if not folder.exists():
        raise ReleaseError(f"{quarter} was released by an earlier version, which kept no {name} beside it")
    return folder


def verify(releases: Path, quarter: str, folder: Path | None = None) -> list[str]:
    """The tables of a folder that are not as released: of the release itself, or of a snapshot made again."""
    frozen = read(releases, quarter).tables
    there = hashes(folder or releases / quarter)
    return sorted(name for name in frozen.keys() | there.keys() if frozen.get(name) != there.get(name))


def hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 of each table's CSV in a publication, by table."""
    return {path.stem: digest(path) for path in sorted((folder / "csv").glob("*.csv"))}
