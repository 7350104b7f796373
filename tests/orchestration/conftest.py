"""One home that a real run over a small landing has filled, shared by the tests of this folder.

The landing holds two months of one county, beside files that nobody could take in: a picture under a
workbook's name, a county that does not exist, a month that does not exist, a file in no folder.
"""

import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import EXAMPLES, FAULTS, RunTownledger, made_once

COUNTY = "610622"
MONTHS = ("2025-01", "2025-02")
PICTURE = f"{COUNTY}/2025-02/延川县3月报表(盖章扫描).xlsx"
#: March's files with what is wrong: a part that exceeds its whole; an amount that fell since February, a date that
#: cannot be.
FAULTY = ("延川县基础设施3月.xlsx", "延川县项目台账3月.xlsx")
MISPLACED = ("999999/2025-01/a.xlsx", f"{COUNTY}/2025-13/b.xlsx", "c.xlsx")


def lay_out(home: Path) -> Path:
    """The landing of these tests below a home, with the true times of arrival."""
    landing = home / "landing"
    for month in MONTHS:
        shutil.copytree(EXAMPLES / "landing" / COUNTY / month, landing / COUNTY / month)
    shutil.copy(EXAMPLES / "receipts.csv", home / "receipts.csv")
    (picture,) = (FAULTS / "06_jpg_as_xlsx").glob("*/*/*.xlsx")
    shutil.copy(picture, landing / PICTURE)
    good = next((landing / COUNTY / MONTHS[0]).iterdir()).read_bytes()
    for relative in MISPLACED:
        (landing / relative).parent.mkdir(parents=True, exist_ok=True)
        (landing / relative).write_bytes(good)
    return landing


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory, townledger: RunTownledger) -> Path:
    """The home after one run. Read it, never write it (`small_copy`)."""

    def run(folder: Path) -> None:
        lay_out(folder / "home")
        done = townledger(folder / "home", "run", "--json")
        assert done.returncode == 0, done.stderr
        (folder / "said.json").write_text(done.stdout, encoding="utf-8")

    return made_once(tmp_path_factory, "small", run) / "home"


@pytest.fixture(scope="session")
def faulty_home(
    small_home: Path, tmp_path_factory: pytest.TempPathFactory, townledger: RunTownledger
) -> Path:
    """A copy of that home to which March has come, with faults, and been run. Read it, never write it."""

    def run(folder: Path) -> None:
        home = shutil.copytree(small_home, folder / "home", symlinks=True)
        march = home / "landing" / COUNTY / "2025-03"
        march.mkdir()
        facilities, fallen, misdated = (
            next((FAULTS / case).glob("*/*/*.xlsx"))
            for case in ("13_part_exceeds_total", "15_cumulative_falls", "27_date_1905")
        )
        shutil.copy(facilities, march / FAULTY[0])
        # One file with the faults of two, in cells of two projects.
        book = openpyxl.load_workbook(fallen)
        book["项目台账"]["L5"] = openpyxl.load_workbook(misdated)["项目台账"]["L5"].value
        book.save(march / FAULTY[1])
        done = townledger(home, "run")
        assert done.returncode == 0, done.stderr

    return made_once(tmp_path_factory, "faulty", run) / "home"


@pytest.fixture
def small_copy(small_home: Path, tmp_path: Path) -> Path:
    """A copy of the home in another place, for a test that writes."""
    return Path(shutil.copytree(small_home, tmp_path / "home", symlinks=True))
