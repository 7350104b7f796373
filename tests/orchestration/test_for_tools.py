"""The commands `export` and `publish` on a real home, and the older clients that read its publication."""

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import psycopg
import pytest

from orchestration.home import DBT_PROJECT
from tests.conftest import RunTownledger
from tests.exports import postgres_server

OLD_DUCKDB = Path(sys.prefix) / "duckdb-1.4"
COUNT = """
import sys, duckdb
assert duckdb.__version__.startswith("1.4."), duckdb.__version__
with duckdb.connect(sys.argv[1], read_only=True) as connection:
    print(connection.execute("select count(*), count(distinct cell) from fct_ledger_value").fetchall())
"""


def test_export_writes_what_is_published(small_copy: Path, townledger: RunTownledger) -> None:
    done = townledger(small_copy, "export", "--json")
    assert done.returncode == 0, done.stderr
    published = json.loads((small_copy / "published" / "manifest.json").read_text(encoding="utf-8"))
    for kind in ("parquet", "csv", "xlsx"):
        manifest = json.loads((small_copy / "exports" / kind / "manifest.json").read_text(encoding="utf-8"))
        assert manifest["version"] == published["version"]
        assert {t["table"]: t["rows"] for t in manifest["tables"]} == {
            name: table["rows"] for name, table in published["tables"].items()
        }
    parquet = small_copy / "exports" / "parquet" / "fct_ledger_value.parquet"
    with duckdb.connect(str(small_copy / "published" / "townledger.duckdb"), read_only=True) as connection:
        differing = f"select count(*) from (from '{parquet}' except from fct_ledger_value)"
        assert connection.execute(differing).fetchall() == [(0,)]


def test_only_columns_that_a_contract_names_are_published(small_home: Path) -> None:
    """An enforced contract fails a build that has a column more or less: a mart is published column by column."""
    nodes = json.loads((DBT_PROJECT / "target" / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    allowed = {
        node["name"]: list(node["columns"])
        for node in nodes.values()
        if node["resource_type"] == "model" and node["config"]["contract"]["enforced"]
    }
    database = small_home / "published" / "townledger.duckdb"
    with duckdb.connect(str(database), read_only=True) as connection:
        found = connection.execute(
            "select table_name, list(column_name order by column_index) from duckdb_columns()"
            " where not internal group by all"
        ).fetchall()
    assert found
    assert {table: sorted(columns) for table, columns in found} == {
        table: sorted(allowed[table]) for table, _ in found
    }


@pytest.mark.skipif(
    postgres_server.binaries() is None, reason="no PostgreSQL server is installed (package postgresql)"
)
def test_publish_fills_a_server_with_keys_on_every_table(small_home: Path, townledger: RunTownledger) -> None:
    with postgres_server.running() as target:
        done = townledger(small_home, "publish", "--target", target, "--json")
        assert done.returncode == 0, done.stderr
        said = json.loads(done.stdout)
        with psycopg.connect(target) as server:
            for table, rows in said["rows"].items():
                assert server.execute(f"select count(*) from townledger.{table}").fetchall() == [(rows,)]
            keyed = server.execute(
                "select relname from pg_class join pg_namespace on pg_namespace.oid = relnamespace"
                " join pg_index on indrelid = pg_class.oid and indisprimary where nspname = 'townledger'"
            ).fetchall()
        manifest = json.loads((small_home / "published" / "manifest.json").read_text(encoding="utf-8"))
        assert {table for (table,) in keyed} == set(manifest["keys"])
        assert {name for name in said["rows"] if name.startswith(("dim_", "fct_"))} <= set(manifest["keys"])


def test_wrong_use_of_publish_is_told(small_home: Path, tmp_path: Path, townledger: RunTownledger) -> None:
    assert townledger(tmp_path, "export").returncode == 2
    done = townledger(small_home, "publish", "--target", "mysql://here")
    assert (done.returncode, "postgresql://" in done.stderr) == (2, True)


@pytest.mark.skipif(
    not OLD_DUCKDB.exists(), reason="no older DuckDB client is installed (make dev installs it)"
)
def test_the_client_that_bi_tools_still_ship_reads_the_publication(small_home: Path) -> None:
    database = small_home / "published" / "townledger.duckdb"
    done = subprocess.run(
        [sys.executable, "-c", COUNT, database],
        env={**os.environ, "PYTHONPATH": str(OLD_DUCKDB)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with duckdb.connect(str(database), read_only=True) as connection:
        expected = connection.execute(
            "select count(*), count(distinct cell) from fct_ledger_value"
        ).fetchall()
    assert done.stdout.strip() == str(expected)
