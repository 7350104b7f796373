"""Small build databases and dbt artifacts for the tests of the exports."""

import json
from collections.abc import Mapping
from pathlib import Path

import duckdb

TOWNS = [("610602001", "宝塔山街道", 1.5), ("610602002", "南市街道", None)]


def build(folder: Path, towns: list[tuple[str, str, float | None]] = TOWNS) -> Path:
    """A build database with one public table, comments included, and one that is not public."""
    database = folder / "warehouse.duckdb"
    database.unlink(missing_ok=True)
    with duckdb.connect(str(database)) as connection:
        connection.execute("create table dim_town (town_code varchar, town_name varchar, score double)")
        connection.execute("comment on table dim_town is 'One row per town. 每行一个镇。'")
        connection.execute("comment on column dim_town.town_name is 'The town''s name. 镇名。'")
        for town in towns:
            connection.execute("insert into dim_town values (?, ?, ?)", town)
        connection.execute("create table int_secret as select 1 as phone")
    return database


def artifacts(folder: Path, *, statuses: Mapping[str, str], failures: int | None = None) -> Path:
    """What dbt leaves of a build with a model `dim_town` and a test `town_is_there` on it.

    `statuses` says what became of each by its id; what it does not name did not run.
    """
    folder.mkdir(exist_ok=True)
    model = {
        "unique_id": "model.townledger.dim_town",
        "resource_type": "model",
        "name": "dim_town",
        "description": "One row per town.",
        "config": {"materialized": "table"},
    }
    test = {
        "unique_id": "test.townledger.town_is_there",
        "resource_type": "test",
        "name": "town_is_there",
        "description": "Every town is there.",
        "attached_node": model["unique_id"],
        "config": {"materialized": "test"},
    }
    nodes = {node["unique_id"]: node for node in (model, test)}
    results = [
        {"unique_id": unique_id, "status": status, "message": "what dbt said", "failures": failures}
        for unique_id, status in statuses.items()
    ]
    (folder / "manifest.json").write_text(json.dumps({"nodes": nodes, "unit_tests": {}}), encoding="utf-8")
    (folder / "run_results.json").write_text(json.dumps({"results": results}), encoding="utf-8")
    return folder
