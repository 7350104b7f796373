"""Overrides of a home: found, refused with file and line, and honoured by taking in and by checking."""

import shutil
from pathlib import Path

import duckdb
import openpyxl
import pytest

from ingest import recogniser
from ingest.intake import receive_landing
from ingest.overrides.parse import OverrideError
from ingest.store import Store
from ingest.towns import places
from orchestration import layouts
from orchestration.home import Home
from orchestration.intake import take_in, unread
from tests.conftest import EXAMPLES, RunTownledger

COUNTY = "610622"
TOWNS = ("永坪镇", "延水关镇")
OTHERS = ("610681", "610602")
OVERRIDE = """county: "610622"
ledger: funds
versions:
  - version: 1
    valid_from: "2025-01"
    sheets:
      Sheet: {header_rows: 1}
    columns:
      金额A: {field: amount_planned}
      金额B: {field: amount_arrived}
      金额C: {field: amount_spent}
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A landing with one funds ledger in each of two months, its amounts named A, B and C."""
    for month in ("2025-01", "2025-02"):
        book = openpyxl.Workbook()
        assert book.active is not None
        book.active.append(["镇名", "资金来源", "金额A", "金额B", "金额C"])
        for number, town in enumerate(TOWNS):
            book.active.append([town, "县级自筹", 90.0 + number, 60.0, float(month[-1])])
        path = tmp_path / "landing" / COUNTY / month / "资金.xlsx"
        path.parent.mkdir(parents=True)
        book.save(path)
    return Home(tmp_path)


def decide(home: Home, text: str, name: str = f"{COUNTY}/funds.yaml") -> None:
    path = home.layouts / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def take_in_landing(home: Home) -> Store:
    store, own = Store(home.store), layouts.load(home)
    receive_landing(home.landing, store, places.load())
    take_in(store, unread(store, lambda county, period: True, own), own)
    return store


def spent(store: Store, version: str, period: str = "2025-02") -> dict[str, float]:
    values = store.frame("values", county=COUNTY, period=period, version=version)
    own = values[values["field"].isin(["amount_planned", "amount_spent"])]
    return {f"{row.town_code} {row.field}": row.value_number for row in own.itertuples()}


def test_a_changed_override_makes_a_new_reading_beside_the_old_one(home: Home) -> None:
    store = take_in_landing(home)
    shipped = recogniser.version()
    assert spent(store, shipped) == {}
    decide(home, OVERRIDE)
    take_in_landing(home)
    first = recogniser.version(layouts.load(home).of(COUNTY, "2025-02"))
    right = {"610622101 amount_planned": 90.0, "610622101 amount_spent": 2.0}
    right |= {"610622102 amount_planned": 91.0, "610622102 amount_spent": 2.0}
    assert spent(store, first) == right
    second = OVERRIDE.partition("versions:\n")[2].replace("version: 1", "version: 2").replace("-01", "-02")
    second = second.replace("field: amount_planned", "field: x").replace(
        "field: amount_spent", "field: amount_planned"
    )
    decide(home, OVERRIDE + second.replace("field: x", "field: amount_spent"))
    take_in_landing(home)
    later = recogniser.version(layouts.load(home).of(COUNTY, "2025-02"))
    assert recogniser.version(layouts.load(home).of(COUNTY, "2025-01")) == first
    assert spent(store, first) == right, "what was read is kept"
    assert spent(store, later)["610622102 amount_spent"] == 91.0
    assert spent(store, later, period="2025-01") == {}, "a month before it is not read again"
    assert layouts.load(home).current_readings() == {
        "shipped": shipped,
        "overridden": [
            {"county_code": COUNTY, "valid_from": "2025-02", "version": later},
            {"county_code": COUNTY, "valid_from": "2025-01", "version": first},
        ],
    }


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (f"{COUNTY}/funds.yaml", OVERRIDE.replace("amount_spent", "amount_spend"), "funds.yaml line 11: unknown field"),
        (f"{COUNTY}/projects.yaml", OVERRIDE, "projects.yaml line 2: ledger 'funds'"),
        ("999999/funds.yaml", OVERRIDE, "999999/funds.yaml line 1: is not where"),
        (f"{COUNTY}/funds.yml", OVERRIDE, "funds.yml line 1: is not where"),
    ],
)  # fmt: skip
def test_an_override_that_cannot_be_used_is_refused(home: Home, name: str, text: str, said: str) -> None:
    decide(home, text, name)
    with pytest.raises(OverrideError, match=said):
        layouts.load(home)


def test_overrides_of_two_ledgers_may_name_one_sheet_where_headings_tell_them_apart(home: Home) -> None:
    decide(home, OVERRIDE)
    other = OVERRIDE[: OVERRIDE.index("    columns")].replace("funds", "governance")
    decide(home, other + "    columns:\n      数一: {field: grids_total}\n", f"{COUNTY}/governance.yaml")
    assert {own.ledger for own in layouts.load(home).versions[COUNTY]} == {"funds", "governance"}
    decide(home, other, f"{COUNTY}/governance.yaml")
    with pytest.raises(OverrideError, match="the sheet 'Sheet' is that of"):
        layouts.load(home)


def test_a_broken_override_stops_a_run_before_anything_is_taken_in(
    home: Home, townledger: RunTownledger
) -> None:
    decide(home, OVERRIDE.replace("amount_spent", "amount_spend"))
    done = townledger(home.root, "run")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"layouts/{COUNTY}/funds.yaml line 11: unknown field 'amount_spend'" in done.stderr
    assert not home.store.exists()


def published(home: Home) -> list[tuple[object, ...]]:
    return ask(
        home,
        f"select town_code, field, value_number from fct_ledger_value where county_code = '{COUNTY}' order by all",
    )


def ask(home: Home, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home.published / "townledger.duckdb"), read_only=True) as connection:
        return connection.sql(sql).fetchall()


def test_what_is_published_follows_an_override_and_its_end(home: Home, townledger: RunTownledger) -> None:
    decide(home, OVERRIDE)
    for county in OTHERS:
        there = home.landing / county / "2025-02"
        there.mkdir(parents=True)
        shutil.copy(min((EXAMPLES / "landing" / county / "2025-02").iterdir()), there)
    chosen = ("--county", COUNTY, "--county", OTHERS[0], "--period", "2025-02")
    done = townledger(home.root, "run", *chosen)
    assert done.returncode == 0, done.stderr
    taken = ask(home, "select distinct county_code, period from fct_submission order by all")
    assert taken == [(COUNTY, "2025-02"), (OTHERS[0], "2025-02")], "neither another month nor another county"
    amounts = {"amount_planned": (90.0, 91.0), "amount_arrived": (60.0, 60.0), "amount_spent": (2.0, 2.0)}
    assert published(home) == [
        (town, field, amounts[field][number])
        for number, town in enumerate(("610622101", "610622102"))
        for field in sorted(amounts)
    ]
    (home.layouts / COUNTY / "funds.yaml").unlink()
    assert townledger(home.root, "run", *chosen).returncode == 0
    assert published(home) == [], "without the override nobody can tell which amount is which"


def test_check_honours_an_override(home: Home, townledger: RunTownledger) -> None:
    file = home.landing / COUNTY / "2025-02" / "资金.xlsx"
    assert townledger(home.root, "check", file).returncode == 1
    decide(home, OVERRIDE)
    done = townledger(home.root, "check", file)
    assert done.returncode == 0, done.stdout
    assert "funds 2条" in done.stdout
