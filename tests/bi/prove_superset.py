"""Apache Superset shows in a chart what the marts hold: over the published DuckDB file, and over PostgreSQL.

Not one of the tests of `make test`: it takes an environment of a gigabyte. `make prove` runs it.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from exports import postgres
from tests.bi import superset

PROGRAM = Path(sys.prefix) / "superset" / "bin" / "superset"
CHART = {
    "columns": ["county_name"],
    "metrics": [
        {
            "expressionType": "SQL",
            "sqlExpression": "sum(cumulative_investment)",
            "label": "invested",
        },
        {"expressionType": "SQL", "sqlExpression": "count(*)", "label": "projects"},
    ],
    "filters": [{"col": "period", "op": "==", "val": "2025-03"}],
    "orderby": [],
    "row_limit": 100,
}


@pytest.fixture(scope="module")
def tool(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[superset.Superset]:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("create database of_superset")
    metadata = driven(server).rpartition("/")[0] + "/of_superset"
    with superset.running(PROGRAM, tmp_path_factory.mktemp("superset"), metadata) as running:
        yield running


def driven(address: str) -> str:
    """The address of a server as SQLAlchemy takes it."""
    return address.replace("postgresql://", "postgresql+psycopg2://")


def shown(rows: list[dict]) -> dict[str, tuple[float, int]]:
    return {row["county_name"]: (round(row["invested"], 6), row["projects"]) for row in rows}


def test_a_chart_over_the_published_file(
    tool: superset.Superset, published_home: Path, expected: dict
) -> None:
    database = published_home / "published" / "townledger.duckdb"
    uri = f"duckdb:///{database}?access_mode=READ_ONLY"
    assert shown(tool.data(tool.chart(uri, "main", "rpt_project_progress", CHART))) == expected


def test_a_chart_over_a_server(
    tool: superset.Superset, server: str, published_home: Path, expected: dict
) -> None:
    postgres.publish(published_home / "published", server)
    rows = tool.data(tool.chart(driven(server), "townledger", "rpt_project_progress", CHART))
    assert shown(rows) == expected
