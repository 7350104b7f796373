"""The warehouses that the second computation is held against: the published quarter, and a hard year."""

from pathlib import Path

import pandas as pd
import pytest

from tests.reference import made_up
from tests.reference.agreement import Built
from tests.warehouse.conftest import PROJECT, build
from tests.warehouse.truth_store import build_truth_store


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
    build_truth_store(folder / "store")
    towns = Built(folder, project / "seeds").seed("organisation/towns")
    made_up.build_made_up_store(folder / "store", towns)
    return Built(build(folder / "store", folder, project, is_tested=False).database, project / "seeds")


@pytest.fixture(scope="session")
def hard_year_again(hard_year: Built) -> dict[str, pd.DataFrame]:
    return hard_year.evaluation()
