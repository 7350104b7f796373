"""Public spreadsheets as found: every check ends in tables or one clear error, and tables lie where they do.

The files are not in the repository: TOWNLEDGER_REAL_FILES names the folder that holds them. `labels.csv`
says, drawn by hand, which tables some of them hold: sheet, range with its header, header rows, records
(none where a person may count differently); an empty range says that there is no table. `split` tells
the files on which the rules were tuned (tuned) from those labelled before that and kept apart
(held_out), those labelled when all was done (fresh), and those labelled later still, before they were read (unseen).
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ingest.batch import Job, read_files
from ingest.limits import Limits
from ingest.reading import Source
from tests.conftest import RunTownledger

Said = dict[str, Any]
VARIABLE = "TOWNLEDGER_REAL_FILES"
LABELS = Path(__file__).parent / "labels.csv"
#: Share of the labelled tables whose range and header must be found exactly, and of the found that must be real.
FLOOR = 0.97
#: A process that takes longer is ended, and its file counts as unread.
SECONDS = 30
STATUSES = {"accepted", "accepted_with_findings", "rejected", "ignored", "duplicate"}

pytestmark = pytest.mark.skipif(
    not os.environ.get(VARIABLE), reason=f"{VARIABLE} names no folder of public spreadsheets"
)


@dataclass(frozen=True)
class Drawn:
    """A table with its bounds, as labelled or as found."""

    file: str
    sheet: str
    range: str
    header_rows: int

    def overlap(self, other: Drawn) -> float:
        """Cells in both over cells in either, 0 on different sheets."""
        if (self.file, self.sheet) != (other.file, other.sheet):
            return 0.0
        mine, theirs = set(_cells(self.range)), set(_cells(other.range))
        return len(mine & theirs) / len(mine | theirs)


@pytest.fixture(scope="module")
def folder() -> Path:
    path = Path(os.environ[VARIABLE])
    assert path.is_dir(), f"{VARIABLE} names no folder: {path}"
    return path


@pytest.fixture(scope="module")
def checked(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, townledger: RunTownledger
) -> dict[str, Said]:
    """Every file below the folder as the command answers it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "README.md")
    done = townledger(tmp_path_factory.mktemp("home"), "check", "--json", *files)
    assert done.returncode in (0, 1), done.stderr
    return {str(Path(said["file"]).relative_to(folder)): said for said in json.loads(done.stdout)}


def test_every_file_ends_in_tables_or_in_a_finding_that_says_why(checked: dict[str, Said]) -> None:
    assert checked
    for file, said in checked.items():
        assert said["status"] in STATUSES, file
        assert said["tables"] or said["findings"], file
        assert all(item["message_zh"] for item in said["findings"]), file


def test_every_file_is_read_within_the_limits_of_its_process(folder: Path, checked: dict[str, Said]) -> None:
    jobs = [Job(folder / file, Source("", "", Path(file).name), file) for file in checked]
    ended = [
        job.submission_id
        for job, rows in zip(jobs, read_files(jobs, Limits(seconds=SECONDS)), strict=True)
        if any(item["code"] in ("TIMED_OUT", "READER_FAILED") for item in rows["findings"])
    ]
    assert ended == []


def test_tables_are_found_where_a_person_draws_them(checked: dict[str, Said]) -> None:
    labels = [row for row in _labels() if row["file"] in checked]
    if not labels:
        pytest.skip("none of the labelled files lies in the folder")
    print(
        f"\n{'split':10}{'files':>7}{'tables':>8}{'recall':>8}{'precision':>11}{'ranges':>8}{'overlap':>9}{'records':>9}"
    )
    for split in sorted({row["split"] for row in labels}):
        rows = [row for row in labels if row["split"] == split]
        wanted = [_drawn(row) for row in rows if row["range"]]
        found = [t for file in {row["file"] for row in rows} for t in _found(file, checked[file])]
        exact = set(wanted) & set(found)
        recall, precision = len(exact) / len(wanted), len(exact) / len(found)
        ranges = {(t.file, t.sheet, t.range) for t in wanted} & {(t.file, t.sheet, t.range) for t in found}
        overlap = sum(max((t.overlap(other) for other in found), default=0.0) for t in wanted) / len(wanted)
        print(
            f"{split:10}{len({row['file'] for row in rows}):7}{len(wanted):8}{recall:8.3f}{precision:11.3f}"
            f"{len(ranges) / len(wanted):8.3f}{overlap:9.3f}{_records_right(rows, checked):9.3f}"
        )
        missed = "\n".join(str(t) for t in {*wanted, *found} - exact)
        assert recall >= FLOOR, missed
        assert precision >= FLOOR, missed


def _labels() -> list[dict[str, str]]:
    with LABELS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _drawn(row: dict[str, str]) -> Drawn:
    return Drawn(row["file"], row["sheet"], row["range"], int(row["header_rows"]))


def _found(file: str, said: Said) -> set[Drawn]:
    return {Drawn(file, t["sheet"], t["range"], t["header_rows"]) for t in said["tables"]}


def _records_right(rows: list[dict[str, str]], checked: dict[str, Said]) -> float:
    """The share of labelled counts of records that are said."""
    said: dict[tuple[str, str, str], int] = defaultdict(int)
    for file in {row["file"] for row in rows}:
        for table in checked[file]["tables"]:
            said[file, table["sheet"], table["range"]] += table["records"]
    counted = [row for row in rows if row["records"]]
    return sum(said[row["file"], row["sheet"], row["range"]] == int(row["records"]) for row in counted) / len(
        counted
    )


def _cells(place: str) -> Iterator[tuple[int, int]]:
    (left, top), (right, bottom) = (_corner(part) for part in (place.split(":") * 2)[:2])
    yield from ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))


def _corner(address: str) -> tuple[int, int]:
    letters, row = re.fullmatch(r"([A-Z]+)(\d+)", address).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column, int(row)
