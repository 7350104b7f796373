"""The warehouses that the second computation is held against: the published quarter, and a hard year."""

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from tests.reference import made_up
from tests.reference.agreement import Built
from tests.warehouse.truth_store import build_truth_store

PROJECT = Path(__file__).parents[2] / "dbt_project"
DBT = Path(sys.executable).with_name("dbt")


@pytest.fixture(scope="session")
def publication(published_home: Path) -> Built:
    return Built(published_home / "published" / "townledger.duckdb", PROJECT / "seeds")


@pytest.fixture(scope="session")
def publication_again(publication: Built) -> dict[str, pd.DataFrame]:
    return publication.evaluation()


@pytest.fixture(scope="session")
def hard_year(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The true quarter, the made-up months after it, and a standard that changes in October."""
    folder = tmp_path_factory.mktemp("hard_year")
    project = made_up.copy_with_second_standard(folder)
    built = Built(folder / "warehouse.duckdb", project / "seeds")
    build_truth_store(folder / "store")
    made_up.build_made_up_store(folder / "store", built.seed("organisation/towns"))
    variables = f"{{store_path: '{folder / 'store'}'}}"
    places = ["--project-dir", project, "--profiles-dir", project, "--log-path", folder / "logs"]
    done = subprocess.run(
        [
            DBT,
            "build",
            "--exclude-resource-type",
            "test",
            "--exclude-resource-type",
            "unit_test",
            *places,
            "--vars",
            variables,
        ],
        env={**os.environ, "TOWNLEDGER_BUILD_DB": str(built.database)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return built


@pytest.fixture(scope="session")
def hard_year_again(hard_year: Built) -> dict[str, pd.DataFrame]:
    return hard_year.evaluation()
