"""Fixtures that all tests share: the bundled ledgers, a fresh home, and one publication of the whole quarter.

Belongs here: what more than one folder of tests needs. Does not belong here: expected values (tests/truth).
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd
import pytest

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

RunTownledger = Callable[..., subprocess.CompletedProcess[str]]


@dataclass(frozen=True)
class PublishedHome:
    """A home that one run over the bundled quarter has filled, and what the run said. Read it, never write it."""

    path: Path
    said: str

    def query(self, sql: str) -> pd.DataFrame:
        """The answer of the published DuckDB file, opened read-only."""
        with duckdb.connect(str(self.path / "published" / "townledger.duckdb"), read_only=True) as connection:
            return connection.sql(sql).df()


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


@pytest.fixture(scope="session")
def published_home(tmp_path_factory: pytest.TempPathFactory, townledger: RunTownledger) -> PublishedHome:
    """One real run over the bundled quarter, shared by every test that only reads."""
    home = tmp_path_factory.mktemp("published") / "home"
    done = townledger(home, "run", "--landing", EXAMPLES / "landing")
    assert done.returncode == 0, f"the run over the bundled ledgers failed\n{done.stdout}\n{done.stderr}"
    return PublishedHome(home, done.stdout)


@pytest.fixture
def home_copy(published_home: PublishedHome, tmp_path: Path) -> Path:
    """A copy of the published home for a test that writes: homes hold no absolute paths, so a copy works."""
    return Path(shutil.copytree(published_home.path, tmp_path / "home", symlinks=True))
