"""Released quarters: frozen when they are released, listed, verified, and held against what is known now.

A release is a copy of the snapshot as of its moment (`townledger run --as-of` writes one), with a manifest
of content hashes: what had been received by when, what people had decided, the standard, the membership,
every figure. It is never changed afterwards, and a document that is rendered from it gives the same numbers
at any later time. Does not belong here: the document.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from exports.formats import DATABASE

_MANIFEST = "release.json"
_QUARTER = re.compile(r"(20\d\d)Q([1-4])")
#: The tables that say what a release rests on, by the cause that a change in them is.
BASES = {
    "data": ("fct_submission", "fct_ledger_value", "fct_decision"),
    "standard": ("dim_indicator",),
    "membership": ("dim_town", "dim_town_designation"),
}


class ReleaseError(ValueError):
    """A release that cannot be made or found; the message says why."""


@dataclass(frozen=True)
class Release:
    """A released quarter ('2025Q1'): its moment, when it was released, and the SHA-256 of every table."""

    quarter: str
    as_of: str
    released_at: str
    tables: dict[str, str]


def periods_of(quarter: str) -> tuple[str, str, str]:
    """The months of a quarter: '2025Q1' gives 2025-01 to 2025-03. ReleaseError where it is none."""
    match = _QUARTER.fullmatch(quarter)
    if match is None:
        raise ReleaseError(f"{quarter} is no quarter: expected one like 2025Q1")
    first = 3 * int(match[2]) - 2
    return (f"{match[1]}-{first:02}", f"{match[1]}-{first + 1:02}", f"{match[1]}-{first + 2:02}")


def freeze(snapshot: Path, releases: Path, quarter: str, as_of: str, released_at: dt.datetime) -> Release:
    """Keep a snapshot (the folder of an as-of run) as the release of a quarter below `releases`, for good.

    Raises ReleaseError where the quarter is released already, or the snapshot holds none of its months.
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
    release = Release(quarter, as_of, released_at.isoformat(), hashes(snapshot))
    releases.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".", dir=releases) as scratch:
        draft = Path(shutil.copytree(snapshot, Path(scratch) / quarter))
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


def released(releases: Path) -> list[Release]:
    """Every release, by quarter."""
    return [read(releases, path.parent.name) for path in sorted(releases.glob(f"*/{_MANIFEST}"))]


def database(releases: Path, quarter: str) -> Path:
    """The frozen DuckDB file of a released quarter."""
    read(releases, quarter)
    return releases / quarter / DATABASE


def verify(releases: Path, quarter: str, folder: Path | None = None) -> list[str]:
    """The tables of a folder that are not as released: of the release itself, or of a later snapshot."""
    frozen = read(releases, quarter).tables
    there = hashes(folder or releases / quarter)
    return sorted(name for name in frozen.keys() | there.keys() if frozen.get(name) != there.get(name))


def causes(differing: list[str]) -> list[str]:
    """Which of data, standard and membership lie under tables that are not as released."""
    return [cause for cause, tables in BASES.items() if set(tables) & set(differing)]


def hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 of each table's CSV in a publication, by table."""
    found = {}
    for path in sorted((folder / "csv").glob("*.csv")):
        with path.open("rb") as stream:
            found[path.stem] = hashlib.file_digest(stream, "sha256").hexdigest()
    return found
