"""What every BI tool is asked for, and a server to ask."""

from collections.abc import Iterator

import pytest

from tests.conftest import Query
from tests.exports import postgres_server


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of an empty PostgreSQL server; skipped where none is installed."""
    if postgres_server.binaries() is None:
        pytest.skip("no PostgreSQL server is installed (package postgresql)")
    with postgres_server.running() as address:
        yield address


@pytest.fixture(scope="module")
def expected(query: Query) -> dict[str, tuple[float, int]]:
    """County → investment of the year so far and projects in March, as the mart has them."""
    frame = query(
        "select county_name, sum(cumulative_investment), count(*) from rpt_project_progress"
        " where period = '2025-03' group by county_name"
    )
    assert len(frame) == 13
    return {county: (round(invested, 6), int(count)) for county, invested, count in frame.to_numpy()}
