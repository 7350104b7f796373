"""Harlequin shows what the marts hold: over the published DuckDB file, and over PostgreSQL.

Not one of the tests of `make test`: it takes an environment of its own. `make prove` runs it.
"""

import json
import subprocess
import sys
from pathlib import Path

from exports import postgres

PROGRAM = Path(sys.prefix) / "harlequin" / "bin" / "python"
SCRIPT = Path(__file__).with_name("ask_harlequin.py")
QUERY = (
    "select county_name, sum(cumulative_investment) as invested, count(*) as projects"
    " from {schema}.rpt_project_progress where period = '2025-03' group by county_name"
)


def shown(adapter: str, address: str, schema: str) -> dict[str, tuple[float, int]]:
    """County → investment and projects, as Harlequin's table shows them."""
    asked = [PROGRAM, SCRIPT, adapter, address, QUERY.format(schema=schema)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr
    return {county: (round(invested, 6), count) for county, invested, count in json.loads(done.stdout)}


def test_rows_of_the_published_file(published_home: Path, expected: dict) -> None:
    database = published_home / "published" / "townledger.duckdb"
    assert shown("duckdb", str(database), "main") == expected


def test_rows_of_a_server(server: str, published_home: Path, expected: dict) -> None:
    postgres.publish(published_home / "published", server)
    assert shown("postgres", server, "townledger") == expected
