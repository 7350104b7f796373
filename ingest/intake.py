"""What lies in landing, and when it arrived.

Turns files below ``landing/<county>/<period>/`` into submissions of the store. A file that is gone
from landing stays received; a file in a folder that is no county or month is received as well, without
that part. Reading what is inside is not done here.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from ingest.entries import OBSTACLES, entries
from ingest.findings import Finding, finding
from ingest.names import is_left_behind
from ingest.store import Store, Submission, entry_digest
from ingest.towns.places import Gazetteer

LOCAL = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")
_PERIOD = re.compile(r"20\d\d-(0[1-9]|1[0-2])")

_NO_FOLDER = "（未放入文件夹）"


class ReceiptsError(ValueError):
    """receipts.csv cannot be understood; the message names line and text."""


def read_receipts(path: Path) -> dict[str, dt.datetime]:
    """Path below landing → local time of arrival; empty where there is no such file.

    Raises ReceiptsError where a line holds no time, and where the file is no UTF-8 text.
    """
    if not path.exists():
        return {}
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReceiptsError(f"{path.name} is no UTF-8 text") from error
    receipts: dict[str, dt.datetime] = {}
    for number, row in enumerate(csv.DictReader(io.StringIO(text, newline="")), start=2):
        try:
            moment = dt.datetime.fromisoformat((row.get("received_at") or "").strip())
            receipts[row["path"]] = _local(moment)
        except (ValueError, KeyError) as error:
            raise ReceiptsError(f"{path.name} line {number}: no path and ISO time in {row}") from error
    return receipts


def receipts_of(landing: Path) -> Path:
    """Where the times of arrival of a landing are written down: beside it."""
    return landing.parent / "receipts.csv"


def receive_landing(
    landing: Path,
    store: Store,
    gazetteer: Gazetteer,
    is_wanted: Callable[[str, str], bool] = lambda county, period: True,
) -> list[Submission]:
    """Receive every new file of a landing folder, and what stands in place of one; what is new, in the order of paths.

    `is_wanted` chooses among counties and periods ('' where a path says none).
    """
    receipts = read_receipts(receipts_of(landing))
    known: dict[str, list[Submission]] = {}
    for submission in store.submissions():
        known.setdefault(submission.source_file, []).append(submission)
    new = []
    for entry in entries(landing):
        county, period = place_of(entry.relative, gazetteer)
        if not is_wanted(county, period):
            continue
        try:
            digest, size = entry_digest(entry)
            modified = dt.datetime.fromtimestamp(int(entry.path.lstat().st_mtime), LOCAL)
        except FileNotFoundError:
            continue  # taken away since the folder was looked through
        earlier = known.get(entry.relative, [])
        if earlier and max(earlier, key=lambda s: s.received_at).content_sha256 == digest:
            continue
        received_at = receipts.get(entry.relative)
        if received_at is None or any(s.received_at == received_at for s in earlier):
            # No receipt, or one that was spent on other bytes under this path.
            received_at = modified.replace(tzinfo=None)
        arrival = 1 + sum(s.content_sha256 == digest for s in earlier)
        submission = Submission(
            county, period, entry.relative, digest, size, received_at, arrival, entry.obstacle
        )
        if store.receive(submission, entry.path):
            new.append(submission)
    return new


def sent_months(landing: Path) -> set[str]:
    """The months that a landing has a folder for in any county."""
    return {path.name for path in landing.glob("*/*") if path.is_dir() and _PERIOD.fullmatch(path.name)}


def place_of(relative: str, gazetteer: Gazetteer) -> tuple[str, str]:
    """The county code and period that a path below landing says, '' for what is none."""
    parts = PurePosixPath(relative).parts[:-1]
    county = parts[0] if parts and parts[0] in gazetteer.counties else ""
    period = parts[1] if len(parts) > 1 and _PERIOD.fullmatch(parts[1]) else ""
    return county, period


def refusal(relative: str, gazetteer: Gazetteer, obstacle: str = "") -> Finding | None:
    """Why a file is not opened, by where it lies below landing and what is in the way; None where nothing is.

    What a program left behind is set aside wherever it lies.
    """
    if is_left_behind(relative):
        return finding("SYSTEM_FILE")
    if obstacle:
        return finding("NOT_A_FILE", actual=OBSTACLES[obstacle])
    county, period = place_of(relative, gazetteer)
    folders = [*PurePosixPath(relative).parts[:-1], "", ""]
    if not county:
        return finding("UNKNOWN_COUNTY_FOLDER", folder=folders[0] or _NO_FOLDER)
    if not period:
        return finding("UNKNOWN_PERIOD_FOLDER", folder=folders[1] or _NO_FOLDER)
    return None


def _local(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(LOCAL).replace(tzinfo=None) if moment.tzinfo else moment
