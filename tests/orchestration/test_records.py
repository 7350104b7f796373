"""What Dagster remembers of a run: one run for all partitions, what each asset did, what each check said."""

import json
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from orchestration import warehouse
from orchestration.home import Home
from tests.orchestration.conftest import COUNTY, MONTHS


@pytest.fixture(scope="module")
def instance(small_home: Path) -> Iterator[dg.DagsterInstance]:
    """As Dagster's pages open it, which know nothing of how a run writes."""
    with dg.DagsterInstance.from_config(str(Home(small_home).dagster)) as opened:
        yield opened


def metadata(instance: dg.DagsterInstance, asset: str) -> dict[str, object]:
    event = instance.get_latest_materialization_event(dg.AssetKey(asset))
    assert event is not None
    assert event.asset_materialization is not None
    return {name: value.value for name, value in event.asset_materialization.metadata.items()}


def test_one_run_took_in_all_partitions_and_published(instance: dg.DagsterInstance) -> None:
    (run,) = instance.get_runs()
    assert run.status == dg.DagsterRunStatus.SUCCESS
    done = instance.get_materialized_partitions(dg.AssetKey("submissions"))
    assert {f"{COUNTY}|{month}" for month in MONTHS} <= done
    for asset in ("landing", "stg_values", "fct_town_score_month", "county_batches", "published"):
        assert instance.get_latest_materialization_event(dg.AssetKey(asset)), asset


def test_intake_tells_records_cells_and_findings(instance: dg.DagsterInstance, small_home: Path) -> None:
    told = metadata(instance, "submissions")
    with duckdb.connect(str(small_home / "published" / "townledger.duckdb"), read_only=True) as connection:
        files, records = connection.execute(
            "select count(distinct submission_id), sum(records_accepted) from fct_submission"
            f" where county_code = '{COUNTY}' and period <> ''"
        ).fetchall()[0]
        (errors,) = connection.execute(
            "select count(*) from fct_finding where severity = 'error' and period <> '' and county_code <> ''"
        ).fetchall()[0]
    assert (told["files"], told["records_accepted"], told["findings_error"]) == (files, records, errors)
    assert told["cells_accepted"]  # type: ignore[truthy-bool]
    assert str(told["findings_preview"]).startswith("| severity | code |")


def test_publication_tells_version_and_rows(instance: dg.DagsterInstance, small_home: Path) -> None:
    told = metadata(instance, "published")
    manifest = json.loads((small_home / "published" / "manifest.json").read_text(encoding="utf-8"))
    assert told["version"] == manifest["version"]
    assert f"| dim_town | {manifest['tables']['dim_town']['rows']} |" in str(told["rows"])


def test_every_dbt_test_was_recorded_as_a_check(instance: dg.DagsterInstance) -> None:
    manifest = json.loads(warehouse.MANIFEST.read_text(encoding="utf-8"))
    tests = {node["name"] for node in manifest["nodes"].values() if node["resource_type"] == "test"}
    events = instance.get_records_for_run(
        instance.get_runs()[0].run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION, limit=1000
    ).records
    said = {}
    for event in events:
        assert event.event_log_entry.dagster_event is not None
        evaluation = event.event_log_entry.dagster_event.asset_check_evaluation_data
        said[evaluation.check_name] = evaluation.passed
    assert tests - said.keys() == set()
    assert {name for name in tests if not said[name]} == set()
    assert said["files_readable"] is False, "a picture was sent as a workbook"
    assert {name for name in said if name.startswith("expectations_")} >= {"expectations_projects"}
