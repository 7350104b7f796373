"""`layout diff` against what the store of a home has accepted: columns inserted, renamed, moved, dropped."""

import datetime as dt
import json
from pathlib import Path

import openpyxl
import pytest

from ingest.intake import receive_landing
from ingest.store import Store
from ingest.towns import places
from orchestration import layout_diff as drifting
from orchestration.home import Home
from orchestration.intake import take_in, unread
from orchestration.layouts import Layouts
from tests.conftest import RunTownledger

COUNTY = "610622"
TOWNS = ["永坪镇", "延水关镇", "文安驿镇", "杨家圪台镇"]
HEAD = ["网格总数", "配备网格员网格数", "矛盾纠纷受理数", "矛盾纠纷化解数", "星级文明户数", "农户总数"]
JANUARY = [[20.0, 18.0, 9.0, 7.0, 120.0, 900.0], [31.0, 30.0, 5.0, 5.0, 80.0, 700.0]]


def workbook(path: Path, head: list[str], rows: list[list[object]], title: str) -> Path:
    """A governance ledger as a county sends it: a title, a heading row, one row a town."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "治理"
    for row in ([title], ["序号", "镇名", *head], *rows):
        sheet.append(row)
    book.save(path)
    return path


def month(
    home: Path, period: str, head: list[str], figures: list[list[float]], name: str = "治理.xlsx"
) -> Path:
    rows: list[list[object]] = [
        [number, town, *own] for number, (town, own) in enumerate(zip(TOWNS, figures, strict=False), start=1)
    ]
    title = f"延川县基层社会治理情况表（{period[:4]}年{int(period[5:])}月）"
    return workbook(home / "landing" / COUNTY / period / name, head, rows, title)


def take_in_landing(home: Path) -> Store:
    """Receive and read what lies in the home's landing; times of arrival are those of `received`."""
    store = Store(home / "store")
    receive_landing(home / "landing", store, places.load())
    take_in(store, unread(store, lambda county, period: True))
    return store


def received(home: Path, **moments: str) -> None:
    lines = [f"{path},{moment}" for path, moment in moments.items()]
    (home / "receipts.csv").write_text("\n".join(["path,received_at", *lines]), encoding="utf-8")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """January accepted."""
    month(tmp_path, "2025-01", HEAD, JANUARY)
    received(tmp_path, **{f"{COUNTY}/2025-01/治理.xlsx": "2025-02-03T10:00:00"})
    take_in_landing(tmp_path)
    return tmp_path


def diff(home: Path, file: Path) -> dict:
    """What the command says to programs, county and month told by the path."""
    return drifting.diff(Home(home), file, "", "", Layouts()).as_dict()


def test_a_form_changed_next_month_is_told_and_lands_right(home: Path, townledger: RunTownledger) -> None:
    # Renamed: 网格总数. Inserted: 法治文化阵地 (known), 满意度得分 (unknown). Moved: 农户总数. Dropped: 星级文明户数.
    head = [
        "农户总数",
        "网格数",
        "配备网格员网格数",
        "法治文化阵地",
        "矛盾纠纷受理数",
        "矛盾纠纷化解数",
        "满意度得分",
    ]
    figures = [[900.0, 21.0, 19.0, 2.0, 8.0, 6.0, 95.5], [700.0, 32.0, 30.0, 1.0, 4.0, 4.0, 93.0]]
    file = month(home, "2025-02", head, figures)
    done = townledger(home, "layout", "diff", "--json", file)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["county_code"], said["period"]) == (COUNTY, "2025-02")
    (ledger,) = said["ledgers"]
    assert (ledger["ledger"], ledger["status"]) == ("governance", "changed")
    assert (ledger["earlier"]["period"], ledger["earlier"]["received_at"]) == (
        "2025-01",
        "2025-02-03T10:00:00",
    )
    assert ledger["earlier"]["fingerprint"] != ledger["fingerprint"]
    found = [
        (c["kind"], c["before"], c["after"], c["before_cell"], c["after_cell"]) for c in ledger["changes"]
    ]
    assert found == [
        ("new", "", "法治文化阵地", "", "治理!F2"),
        ("new", "", "满意度得分", "", "治理!I2"),
        ("missing", "星级文明户数", "", "治理!G2", ""),
        ("renamed", "网格总数", "网格数", "治理!C2", "治理!D2"),
        ("moved", "农户总数", "农户总数", "治理!H2", "治理!C2"),
    ]
    values = take_in_landing(home).frame("values", county=COUNTY, period="2025-02")
    landed = {(row.town_code, row.field): row.value_number for row in values.itertuples()}
    fields = ["households_total", "grids_total", "grids_staffed", "law_venues", "disputes_received"]
    fields += ["disputes_resolved"]
    codes = {"永坪镇": "610622101", "延水关镇": "610622102"}
    assert landed == {
        (codes[town], field): value
        for town, own in zip(TOWNS, figures, strict=False)
        for field, value in zip(fields, own, strict=False)
    }


def test_for_a_person_it_is_a_table(home: Path, townledger: RunTownledger) -> None:
    file = month(home, "2025-02", ["网格数", *HEAD[1:]], JANUARY)
    done = townledger(home, "layout", "diff", file)
    assert done.returncode == 0, done.stderr
    (line,) = [line for line in done.stdout.splitlines() if "改名" in line]
    assert line.split() == ["改名", "网格总数", "网格数", "grids_total", "治理!C2", "治理!C2"]


def test_the_same_form_is_unchanged(home: Path) -> None:
    file = month(home, "2025-02", HEAD, [[n + 1 for n in own] for own in JANUARY])
    said = drifting.diff(Home(home), file, "", "", Layouts())
    (ledger,) = said.as_dict()["ledgers"]
    assert (ledger["status"], ledger["changes"]) == ("unchanged", [])
    assert ledger["fingerprint"] == ledger["earlier"]["fingerprint"]
    assert "unchanged" in said.as_text()


def test_a_submission_that_was_refused_or_is_of_a_later_month_is_not_compared_with(home: Path) -> None:
    month(home, "2025-02", HEAD[2:], [own[2:] for own in JANUARY])  # two required columns are missing
    month(home, "2025-04", ["网格数", *HEAD[1:]], JANUARY)
    take_in_landing(home)
    file = month(home, "2025-03", HEAD, [[n + 1 for n in own] for own in JANUARY])
    (ledger,) = diff(home, file)["ledgers"]
    assert (ledger["earlier"]["period"], ledger["status"]) == ("2025-01", "unchanged")


def test_a_correction_is_compared_with_what_came_before_it_and_never_with_itself(home: Path) -> None:
    name = "治理(改).xlsx"
    corrected = month(home, "2025-01", ["网格数", *HEAD[1:]], JANUARY, name)
    received(
        home,
        **{
            f"{COUNTY}/2025-01/治理.xlsx": "2025-02-03T10:00:00",
            f"{COUNTY}/2025-01/{name}": "2025-02-09T10:00:00",
        },
    )
    take_in_landing(home)
    (ledger,) = diff(home, corrected)["ledgers"]
    assert ledger["earlier"]["source_file"] == f"{COUNTY}/2025-01/治理.xlsx"
    assert [change["kind"] for change in ledger["changes"]] == ["renamed"]
    later = month(home, "2025-02", HEAD, JANUARY)
    (ledger,) = diff(home, later)["ledgers"]
    assert ledger["earlier"]["source_file"] == f"{COUNTY}/2025-01/{name}"
    assert dt.datetime.fromisoformat(ledger["earlier"]["received_at"]) == dt.datetime(2025, 2, 9, 10)


def test_without_an_earlier_submission_it_says_so_and_writes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    file = month(tmp_path, "2025-02", HEAD, JANUARY)
    said = drifting.diff(Home(home), file, "", "", Layouts())
    (ledger,) = said.as_dict()["ledgers"]
    assert (ledger["status"], ledger["earlier"], ledger["changes"]) == ("first", None, [])
    assert "此前没有已接受的报送" in said.as_text()
    assert not home.exists()


def test_exit_codes(home: Path, tmp_path: Path, townledger: RunTownledger) -> None:
    empty = tmp_path / "landing" / COUNTY / "2025-02" / "空.xlsx"
    empty.parent.mkdir(parents=True)
    empty.write_bytes(b"")
    refused = townledger(home, "layout", "diff", empty)
    assert (refused.returncode, "文件为空" in refused.stdout) == (1, True)
    nowhere = workbook(tmp_path / "a.xlsx", HEAD, [[1, "某某镇", *JANUARY[0]]], "社会治理")
    untold = townledger(home, "layout", "diff", nowhere)
    assert (untold.returncode, untold.stdout) == (2, "")
    assert "--county" in untold.stderr
    assert townledger(home, "layout", "diff", nowhere, "--county", COUNTY).returncode == 0
    assert townledger(home, "layout", "diff", tmp_path / "none.xlsx").returncode == 2
