"""Fixtures that all tests share: the bundled ledgers, a fresh home, and one publication of the whole quarter.

Belongs here: what more than one folder of tests needs. Does not belong here: expected values (tests/truth).
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from filelock import FileLock
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# Timing decides no test: a machine under load is slow, not wrong.
settings.register_profile("townledger", deadline=None)
settings.load_profile("townledger")

# No library reports to anybody; set before any of them is imported.
os.environ.update(
    DO_NOT_TRACK="1",
    DBT_SEND_ANONYMOUS_USAGE_STATS="false",
    GX_ANALYTICS_ENABLED="false",
    DAGSTER_DISABLE_TELEMETRY="1",
)

REPOSITORY = Path(__file__).parents[1]
EXAMPLES = REPOSITORY / "examples"
FAULTS = REPOSITORY / "tests" / "faults"
TOWNLEDGER = Path(sys.executable).with_name("townledger")
#: Folders of tests whose fixtures are whole builds and whole runs, in the order they are begun: the longest first.
COSTLY_FOLDERS = ("warehouse", "reference", "orchestration", "tests")
#: Those of them whose files share a build.
SHARING_FOLDERS = {"reference", "warehouse"}

#: A day amid the bundled quarter's reports, of which the READMEs' commands make the marts.
AS_OF = "2025-03-07"

RunTownledger = Callable[..., subprocess.CompletedProcess[str]]
Query = Callable[[str], pd.DataFrame]


@pytest.fixture(scope="session")
def examples() -> Path:
    """The bundled quarter: `landing/<county>/<period>/<file>` with `receipts.csv` beside it."""
    return EXAMPLES


@pytest.fixture(scope="session")
def faults() -> Path:
    """Bad submissions, each folder a landing of its own; `expected.csv` says what must be said of them."""
    return FAULTS


@pytest.fixture
def tmp_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home of this test's own, set as TOWNLEDGER_HOME."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("TOWNLEDGER_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def townledger() -> RunTownledger:
    """Runs the real command on a home: `townledger(home, "status", "--period", "2025-03")`."""

    def run(home: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [TOWNLEDGER, *arguments],
            cwd=REPOSITORY,
            env={**os.environ, "TOWNLEDGER_HOME": str(home), "COLUMNS": "200"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


class ByFixtures(LoadScopeScheduling):
    """Side by side, tests that share costly fixtures stay in one process: those of a folder, else of a file."""

    def _split_scope(self, nodeid: str) -> str:
        file = Path(nodeid.partition("::")[0])
        return str(file.parent if file.parent.name in SHARING_FOLDERS else file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFixtures:
    """Begin with what was collected first, however few tests it has."""
    config.option.loadscopereorder = False
    return ByFixtures(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes long first, so that no process is left with it at the end."""
    order = {folder: place for place, folder in enumerate(COSTLY_FOLDERS)}
    items.sort(key=lambda item: order.get(item.path.parent.name, len(order)))


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that `make` fills: of processes that test side by side, the first one does, the others wait."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder, whole = base / name, base / f"{name}.made"
    with FileLock(base / f"{name}.lock"):
        if not whole.exists():
            folder.mkdir()
            make(folder)
            whole.touch()
    return folder


@pytest.fixture(scope="session")
def published_run(tmp_path_factory: pytest.TempPathFactory, townledger: RunTownledger) -> tuple[Path, str]:
    """One real run over the bundled quarter: the home that it filled, and what it said."""

    def run(folder: Path) -> None:
        done = townledger(folder / "home", "run", "--landing", EXAMPLES / "landing")
        assert done.returncode == 0, f"the run over the bundled ledgers failed\n{done.stdout}\n{done.stderr}"
        (folder / "said.txt").write_text(done.stdout, encoding="utf-8")

    folder = made_once(tmp_path_factory, "published", run)
    return folder / "home", (folder / "said.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def published_home(published_run: tuple[Path, str]) -> Path:
    """The home of that run, shared by every test that only reads; a test that writes takes `home_copy`."""
    return published_run[0]


@pytest.fixture(scope="session")
def home_as_of(
    published_home: Path, tmp_path_factory: pytest.TempPathFactory, townledger: RunTownledger
) -> Path:
    """A copy of that home after one more run, as of AS_OF; shared by every test that only reads."""

    def run(folder: Path) -> None:
        home = shutil.copytree(published_home, folder / "home", symlinks=True)
        done = townledger(home, "run", "--as-of", AS_OF)
        assert done.returncode == 0, done.stderr

    return made_once(tmp_path_factory, "as_of", run) / "home"


@pytest.fixture(scope="session")
def query(published_home: Path) -> Query:
    """Asks the published DuckDB file of the shared home, read-only: `query("select … from dim_town")`."""

    def ask(sql: str) -> pd.DataFrame:
        published = published_home / "published" / "townledger.duckdb"
        with duckdb.connect(str(published), read_only=True) as connection:
            return connection.sql(sql).df()

    return ask


@pytest.fixture
def home_copy(published_home: Path, tmp_path: Path) -> Path:
    """A copy of the published home for a test that writes: homes hold no absolute paths, so a copy works."""
    return Path(shutil.copytree(published_home, tmp_path / "home", symlinks=True))
