"""Real dbt builds, each shared by the tests that read it: the ground truth, made-up scenarios, an empty store."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from ingest.store import Store
from orchestration import parsed
from tests.warehouse.scenarios import (
    CURRENT_READINGS,
    OLDER_VERSION,
    OVERRIDDEN_VERSION,
    older_readings,
    overridden_readings,
    scenarios,
)
from tests.warehouse.stores import build_store
from tests.warehouse.truth_store import build_truth_store

PROJECT = Path(__file__).parents[2] / "dbt_project"
#: Unit tests judge the code, whatever the store holds: the build of an empty one runs them.
WITHOUT_UNIT_TESTS = ("--exclude-resource-type", "unit_test")
UNTESTED = ("--exclude-resource-type", "test", *WITHOUT_UNIT_TESTS)


@dataclass(frozen=True)
class Warehouse:
    """A finished build."""

    database: Path

    def query(self, sql: str) -> pd.DataFrame:
        with duckdb.connect(str(self.database), read_only=True) as connection:
            return connection.sql(sql).df()

    def rows(self, sql: str) -> list[tuple]:
        with duckdb.connect(str(self.database), read_only=True) as connection:
            return connection.sql(sql).fetchall()


def build_command(
    project: Path, target: Path, variables: Mapping[str, Any], *options: str
) -> list[str | Path]:
    """`dbt build` of a project; what fails is printed, so no log is kept."""
    places = ["--project-dir", project, "--profiles-dir", project, "--target-path", target]
    given = json.dumps(variables)
    quiet = ["--no-use-colors", "--log-level-file", "none"]
    return [*parsed.COMMAND, *quiet, "build", *places, *options, "--vars", given]


def build(
    store: Path,
    folder: Path,
    project: Path = PROJECT,
    *,
    tables: Sequence[str] = (),
    is_tested: bool = True,
    has_unit_tests: bool = False,
    **variables: Any,
) -> Warehouse:
    """`dbt build` of the tables and what they rest on (the whole project where none is named) with dbt variables;
    where it is tested every test of theirs must pass, and every unit test of the models where it has them."""
    database = folder / "warehouse.duckdb"
    wanted = ["--select", *(f"+{name}" for name in tables)] if tables else []
    left_out = () if has_unit_tests else WITHOUT_UNIT_TESTS if is_tested else UNTESTED
    done = subprocess.run(
        build_command(
            project, folder / "target", {"store_path": str(store), **variables}, *wanted, *left_out
        ),
        env={**os.environ, "TOWNLEDGER_BUILD_DB": str(database)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return Warehouse(database)


def copy_of_project(folder: Path) -> Path:
    """A copy of the dbt project, with the field dictionary beside it, for a test that changes rows of tables."""
    copy = folder / "project" / PROJECT.name
    shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns("target", "logs"))
    dictionary = Path("ingest") / "dictionary"
    shutil.copytree(PROJECT.parent / dictionary, copy.parent / dictionary)
    return copy


@pytest.fixture(scope="session")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    folder = tmp_path_factory.mktemp("truth")
    build_truth_store(folder / "store")
    return build(folder / "store", folder)


@pytest.fixture(scope="session")
def scenario_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scenario_store")
    build_store(folder, scenarios())
    build_store(folder, older_readings(), version=OLDER_VERSION)
    build_store(folder, overridden_readings(), version=OVERRIDDEN_VERSION)
    return folder


@pytest.fixture(scope="session")
def made_up(scenario_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return build(scenario_store, tmp_path_factory.mktemp("made_up"), current_readings=CURRENT_READINGS)


@pytest.fixture(scope="session")
def made_up_earlier(scenario_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The scenarios as of the end of 3 March, pinned to the older reading."""
    folder = tmp_path_factory.mktemp("earlier")
    pinned = {"shipped": OLDER_VERSION, "overridden": []}
    return build(scenario_store, folder, as_of="2025-03-03", current_readings=pinned)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    folder = tmp_path_factory.mktemp("empty")
    Store(folder / "store")
    return build(folder / "store", folder, has_unit_tests=True)
