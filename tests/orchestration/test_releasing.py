"""A released quarter is built again from the store, number for number, whatever has come since; what has changed
shows in the amendments of the next run."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from exports import release
from ingest.schemas import READING_DATASETS
from ingest.store import Store
from orchestration.home import DBT_PROJECT, Home
from orchestration.releasing import laid_out
from tests.conftest import RunTownledger
from tests.orchestration.conftest import COUNTY

QUARTER, MOMENT = "2025Q1", "2025-03-20"
WHO = ("--by", "李主任", "--reason", "电话核实")


@pytest.fixture(scope="module")
def home(small_home: Path, tmp_path_factory: pytest.TempPathFactory, townledger: RunTownledger) -> Path:
    """The quarter released as of a moment, of which a stale snapshot lay there; after it a file, a decision and a
    newer reader's readings."""
    home = Path(shutil.copytree(small_home, tmp_path_factory.mktemp("released") / "home", symlinks=True))
    stale = Path(shutil.copytree(home / "published", home / "as_of" / MOMENT))
    with duckdb.connect(str(stale / "townledger.duckdb")) as connection:
        connection.execute("update fct_town_score_month set score = 1")
        scores = stale / "csv" / "fct_town_score_month.csv"
        connection.execute(f"copy fct_town_score_month to '{scores}' (header)")
    done = townledger(home, "bulletin", QUARTER, "--release", "--as-of", MOMENT)
    assert done.returncode == 0, done.stderr
    with duckdb.connect(str(home / "published" / "townledger.duckdb"), read_only=True) as connection:
        ((withdrawn,),) = connection.sql(
            "select min(submission_id) from fct_submission where ledger = 'environment' and period = '2025-02'"
        ).fetchall()
    assert townledger(home, "decide", "withdraw", withdrawn, *WHO).returncode == 0
    january = home / "landing" / COUNTY / "2025-01"
    shutil.copy(next(january.iterdir()), january / "又一份.xlsx")
    store = Store(home / "store")
    for submission in store.submissions():
        frames = {name: store.frame(name) for name in READING_DATASETS}
        own = {
            name: frame[frame["submission_id"] == submission.submission_id].assign(reading_version="99-newer")
            for name, frame in frames.items()
        }
        own["values"] = own["values"].assign(value_number=own["values"]["value_number"] * 2)
        store.write_reading(submission, "99-newer", own)
    assert townledger(home, "run").returncode == 0
    return home


def test_it_is_made_again_number_for_number(home: Path, townledger: RunTownledger) -> None:
    listed = json.loads(townledger(home, "release", "list", "--json").stdout)
    assert [(one["quarter"], one["as_of"]) for one in listed] == [(QUARTER, MOMENT)]
    done = townledger(home, "release", "verify", QUARTER)
    assert (done.returncode, done.stdout) == (0, f"{QUARTER}: as released, number for number\n")
    assert townledger(home, "release", "verify", "2025Q2").returncode == 2


def test_it_is_made_again_by_the_models_of_its_time(home: Path, tmp_path: Path) -> None:
    """An upgrade of the product changes its own models, not those that a release keeps."""
    copy = Path(shutil.copytree(home, tmp_path / "home", symlinks=True))
    model = Path("models", "marts", "reports", "rpt_reporting.sql")
    kept = copy / "releases" / QUARTER / "pinned" / "project" / model
    assert kept.read_text(encoding="utf-8") == (DBT_PROJECT / model).read_text(encoding="utf-8")
    kept.write_text("select 'as it was'", encoding="utf-8")
    project = laid_out(Home(copy), QUARTER, tmp_path / "again")
    assert (project / model).read_text(encoding="utf-8") == "select 'as it was'"
    assert {"target", "logs"}.isdisjoint(path.name for path in project.iterdir())


def test_the_next_run_tells_what_the_decision_changed(home: Path) -> None:
    with duckdb.connect(str(home / "published" / "townledger.duckdb"), read_only=True) as connection:
        found = connection.sql(
            "select distinct released_quarter, cause from rpt_amendment where figure_kind = 'indicator'"
        ).fetchall()
        decided = connection.sql(
            "select count(*) from rpt_amendment where measure = 'reporting' and decision_ids <> ''"
        ).fetchall()
    assert found == [(QUARTER, "data")]
    assert decided == [(1,)]


def test_a_release_that_was_touched_is_told(home: Path, tmp_path: Path, townledger: RunTownledger) -> None:
    copy = Path(shutil.copytree(home, tmp_path / "home", symlinks=True))
    table = copy / "releases" / QUARTER / "csv" / "fct_town_score_month.csv"
    table.write_text(table.read_text(encoding="utf-8") + "610622101,2025-01\n", encoding="utf-8")
    assert release.verify(copy / "releases", QUARTER) == ["fct_town_score_month"]
