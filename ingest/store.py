"""The ledger store: original bytes and readings as Parquet, append-only and content-addressed.

What belongs here: where a submission lies, how it is written so that a killed run leaves no half
file, and how whole datasets are read back. What does not: judging anything (`expectations`) and
choosing which submission counts (the warehouse, as of a moment).

Layout below the store folder::

    objects/<aa>/<sha256>                                   original bytes, once per content
    submissions/<county>/<period>/<id>/submission.parquet   one row: what arrived, when
    submissions/<county>/<period>/<id>/readings/<version>/<dataset>.parquet
    decisions/<id>.parquet                                  one row: what a person decided, when, why

A zero-row file of every dataset lies under ``submissions/_/_/_`` and as ``decisions/_.parquet``, so that a
reader's glob always matches; real identifiers never start with an underscore.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from ingest.decisions import Decision
from ingest.entries import Entry
from ingest.schemas import DECISION, READING_DATASETS, SUBMISSION

_ANY = "_"
_RECEIPT = "submission.parquet"
#: What a dataset calls the file that a row is from.
_FILE_OF_ROW = "__filename"
#: The dataset that ends a reading.
_LAST_WRITTEN = list(READING_DATASETS)[-1]
#: The folder of what was sent to no county or period that exists.
UNPLACED = "unplaced"


@dataclass(frozen=True)
class Submission:
    """A file that arrived: one content under one path below landing.

    `received_at` is local time (Asia/Shanghai) without a zone; `source_file` is verbatim. `arrival` counts
    how often these bytes came under this path, others having come between. `obstacle` says why what lay there
    was no file that could be opened (`ingest.entries`), '' where it was one.
    """

    county_code: str
    period: str
    source_file: str
    content_sha256: str
    size_bytes: int
    received_at: dt.datetime
    arrival: int = 1
    obstacle: str = ""

    @property
    def submission_id(self) -> str:
        """16 hex digits derived from path and content: the same file gives the same id anywhere."""
        again = f"\0{self.arrival}" if self.arrival > 1 else ""
        return hashlib.sha256(f"{self.source_file}\0{self.content_sha256}{again}".encode()).hexdigest()[:16]

    @property
    def file_name(self) -> str:
        """The last part of the path below landing."""
        return self.source_file.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class Trace:
    """What a submission has left in the store, told without opening a file.

    `stamp` names every file of it with size and time of writing: it differs where anything was added or is not
    what it was. `is_read` tells whether there is a whole reading.
    """

    county_code: str
    period: str
    submission_id: str
    stamp: str
    is_read: bool


class Store:
    """The store below one folder; creating the object creates the folder's skeleton.

    Receipts never change: an object reads each of them once, however often it is asked.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._known: dict[str, Submission] = {}
        self._submissions = root / "submissions"
        sample = self._submissions / _ANY / _ANY / _ANY
        if not (sample / "readings" / _ANY / "cells.parquet").exists():
            _write_parquet(sample / _RECEIPT, SUBMISSION.empty_table())
            for name, schema in READING_DATASETS.items():
                _write_parquet(sample / "readings" / _ANY / f"{name}.parquet", schema.empty_table())
        self._decisions = root / "decisions"
        if not (self._decisions / f"{_ANY}.parquet").exists():
            _write_parquet(self._decisions / f"{_ANY}.parquet", DECISION.empty_table())

    def receive(self, submission: Submission, file: Path) -> bool:
        """Keep a file's bytes and the receipt of a submission; False where it was known already."""
        folder = self._folder(submission)
        if (folder / _RECEIPT).exists():
            return False
        original = self.object_path(submission.content_sha256)
        if not original.exists():
            _write_atomically(original, lambda path: _copy(submission, file, path))
        row = {
            "submission_id": submission.submission_id,
            "county_code": submission.county_code,
            "period": submission.period,
            "source_file": submission.source_file,
            "file_name": submission.file_name,
            "content_sha256": submission.content_sha256,
            "size_bytes": submission.size_bytes,
            "received_at": submission.received_at,
            "arrival": submission.arrival,
            "obstacle": submission.obstacle,
        }
        _write_parquet(folder / _RECEIPT, pa.Table.from_pylist([row], schema=SUBMISSION))
        return True

    def decide(self, decision: Decision) -> None:
        """Keep a decision beside the earlier ones; FileExistsError where it is there already."""
        file = self._decisions / f"{decision.decision_id}.parquet"
        if file.exists():
            raise FileExistsError(f"decision {decision.decision_id} is in the store already")
        row = {"decision_id": decision.decision_id, **asdict(decision)}
        _write_parquet(file, pa.Table.from_pylist([row], schema=DECISION))

    def decisions(self) -> list[Decision]:
        """Every decision ever made, in the order of time."""
        columns = [name for name in DECISION.names if name != "decision_id"]
        files = sorted(str(path) for path in self._decisions.glob("*.parquet"))
        rows = _read(files, DECISION, columns).to_pylist()
        return sorted((Decision(**row) for row in rows), key=lambda d: (d.decided_at, d.decision_id))

    def object_path(self, content_sha256: str) -> Path:
        """Where the original bytes with this digest lie."""
        return self.root / "objects" / content_sha256[:2] / content_sha256

    def submissions(self, period: str = "*") -> list[Submission]:
        """Every submission ever received (of one period, '' = of none), by path and time."""
        columns = [name for name in SUBMISSION.names if name not in ("submission_id", "file_name")]
        files = {str(path) for path in self._submissions.glob(f"[!_]*/{period or UNPLACED}/*/{_RECEIPT}")}
        unread = sorted(files - self._known.keys())
        for row in _read(unread, SUBMISSION, [*columns, _FILE_OF_ROW]).to_pylist():
            file = row.pop(_FILE_OF_ROW)
            self._known[file] = Submission(**row | {"obstacle": row["obstacle"] or ""})
        return sorted((self._known[file] for file in files), key=lambda s: (s.source_file, s.received_at))

    def traces(self) -> Iterator[Trace]:
        """What every submission has left, by county, period and identifier."""
        for folder in sorted(self._submissions.glob("[!_]*/*/*")):
            county, period, submission_id = folder.parts[-3:]
            files = sorted(Path(path, name) for path, _, names in os.walk(folder) for name in names)
            stats = [(file.relative_to(folder).as_posix(), file.stat()) for file in files]
            stamp = "\0".join(f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in stats)
            is_read = any(file.name == f"{_LAST_WRITTEN}.parquet" for file in files)
            yield Trace(_place(county), _place(period), submission_id, stamp, is_read)

    def has_reading(self, submission: Submission, version: str) -> bool:
        """Whether this submission was read by this version already (all its datasets are there)."""
        return (self._folder(submission) / "readings" / version / f"{_LAST_WRITTEN}.parquet").exists()

    def write_reading(self, submission: Submission, version: str, frames: dict[str, pd.DataFrame]) -> None:
        """Add a reading beside earlier ones; a reading that is there already is left alone."""
        if self.has_reading(submission, version):
            return
        folder = self._folder(submission) / "readings" / version
        for name, schema in READING_DATASETS.items():
            table = pa.Table.from_pandas(frames[name][schema.names], schema=schema, preserve_index=False)
            _write_parquet(folder / f"{name}.parquet", table)

    def frame(self, dataset: str, county: str = "*", period: str = "*", version: str = "*") -> pd.DataFrame:
        """One dataset of all readings (or of one county, period or version) as a frame."""
        pattern = f"{county}/{period}/*/readings/{version}/{dataset}.parquet"
        files = sorted(str(path) for path in self._submissions.glob(pattern))
        return _read(files, READING_DATASETS[dataset]).to_pandas()

    def _folder(self, submission: Submission) -> Path:
        county, period = submission.county_code or UNPLACED, submission.period or UNPLACED
        return self._submissions / county / period / submission.submission_id


def entry_digest(entry: Entry) -> tuple[str, int]:
    """The SHA-256 and size of a file in landing; of what is none, those of the words that say so."""
    if entry.obstacle:
        said = _said(entry.obstacle, entry.relative)
        return hashlib.sha256(said).hexdigest(), len(said)
    return file_digest(entry.path)


def _said(obstacle: str, source_file: str) -> bytes:
    return f"{obstacle} {source_file}".encode()


def _copy(submission: Submission, file: Path, target: Path) -> None:
    if submission.obstacle:
        target.write_bytes(_said(submission.obstacle, submission.source_file))
    else:
        shutil.copyfile(file, target)


def _place(folder: str) -> str:
    """The county or period that a folder stands for."""
    return "" if folder == UNPLACED else folder


def file_digest(path: Path) -> tuple[str, int]:
    """The SHA-256 of a file's bytes in hexadecimal and their number; read piece by piece, whatever its size."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
        return digest.hexdigest(), stream.tell()


def _read(files: list[str], schema: pa.Schema, columns: list[str] | None = None) -> pa.Table:
    """Files of one schema as one table."""
    if not files:
        return schema.empty_table()
    return ds.dataset(files, schema=schema, format="parquet").to_table(columns=columns)


def _write_parquet(path: Path, table: pa.Table) -> None:
    _write_atomically(path, lambda temporary: pq.write_table(table, temporary, compression="zstd"))


def _write_atomically(path: Path, write: Callable[[Path], object]) -> None:
    """Write beside the target and rename, so that a reader or a killed run never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
