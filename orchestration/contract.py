"""What a publication must hold for this version to read it: the columns under contract, as dbt's manifest has them.

Apart from the warehouse, whose import takes seconds that a command which only reads need not pay.
"""

import json
from pathlib import Path

import duckdb

from orchestration.home import MANIFEST


def lacking(database: Path) -> list[str]:
    """Columns under contract ('table.column') that a published DuckDB file lacks: another version wrote it.

    Empty where the project has not been parsed yet: then nothing is known of a contract.
    """
    if not MANIFEST.exists():
        return []
    nodes = json.loads(MANIFEST.read_text(encoding="utf-8"))["nodes"].values()
    wanted = {
        f"{node['name']}.{column}"
        for node in nodes
        if node["resource_type"] == "model" and node["contract"]["enforced"]
        for column in node["columns"]
    }
    with duckdb.connect(str(database), read_only=True) as connection:
        there = connection.execute(
            "select table_name || '.' || column_name from duckdb_columns() where not internal"
        ).fetchall()
    return sorted(wanted - {name for (name,) in there})
