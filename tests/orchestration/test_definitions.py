"""What Dagster loads: one graph from landing to publication, and a check for every dbt test."""

import json
from pathlib import Path

import dagster as dg
import pytest

from orchestration import warehouse
from orchestration.assembly import build_defs
from orchestration.assets import PARTITIONS, Workplace
from orchestration.definitions import defs
from orchestration.home import Home
from tests.conftest import REPOSITORY

MANIFEST = json.loads(warehouse.MANIFEST.read_text(encoding="utf-8"))


def test_every_dbt_test_is_a_check_of_an_asset() -> None:
    checks = {key.name for key in defs.resolve_asset_graph().asset_check_keys}
    tests = [node["name"] for node in MANIFEST["nodes"].values() if node["resource_type"] == "test"]
    assert len(tests) > 50
    assert [name for name in tests if name not in checks] == []


def test_every_model_and_seed_is_an_asset_between_intake_and_publication() -> None:
    built = {
        node["name"]
        for node in MANIFEST["nodes"].values()
        if node["resource_type"] in ("model", "seed") and node["config"]["enabled"]
    }
    before = {key.to_user_string() for key in upstream(dg.AssetKey("published"))}
    assert built - before == set()
    assert {"landing", "submissions", "county_batches"} <= before
    staging = [key for key in upstream(dg.AssetKey("published")) if "stg_" in key.to_user_string()]
    assert len(staging) >= 6
    for key in staging:
        assert {dg.AssetKey("submissions"), dg.AssetKey("landing")} <= upstream(key)


def test_what_is_published_are_the_marts_and_only_those() -> None:
    marts = {path.stem for path in (REPOSITORY / "dbt_project" / "models" / "marts").rglob("*.sql")}
    assert set(warehouse.public_tables()) == marts


def test_partitions_are_every_county_and_month() -> None:
    keys = {str(key) for key in PARTITIONS.get_partition_keys()}
    assert {"610602|2025-01", "610681|2025-06"} <= keys
    assert len({key.split("|")[0] for key in keys}) == 13


def test_no_run_makes_a_bulletin_by_itself() -> None:
    made = dg.AssetKey("bulletins")
    for job in ("everything", "chosen"):
        assert made not in defs.resolve_job_def(job).asset_layer.executable_asset_keys
    assert defs.resolve_job_def("bulletin").asset_layer.executable_asset_keys == {made}


def test_pages_and_command_load_the_same_definitions(tmp_path: Path) -> None:
    home = Home(tmp_path)
    own = build_defs(Workplace(home, home.landing))
    assert own.resolve_asset_graph().get_all_asset_keys() == defs.resolve_asset_graph().get_all_asset_keys()


@pytest.mark.parametrize("job", ["everything", "chosen", "intake", "bulletin"])
def test_every_job_runs_in_this_process(job: str) -> None:
    assert defs.resolve_job_def(job).executor_def.name == "in_process"


def upstream(key: dg.AssetKey) -> set[dg.AssetKey]:
    graph = defs.resolve_asset_graph()
    found: set[dg.AssetKey] = set()
    open_keys = [key]
    while open_keys:
        for parent in graph.get(open_keys.pop()).parent_keys - found:
            found.add(parent)
            open_keys.append(parent)
    return found
