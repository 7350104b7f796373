"""The dbt project as Dagster assets: every model an asset, every test a check.

dbt runs in a process of its own, so that the build database is free again when it ends, and writes only
below the home's build folder. It builds again what has changed (`orchestration.changes`). A failed test does
not stop Dagster: the gate reads the run's results.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from functools import cached_property, lru_cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dagster as dg
from dagster_dbt import (
    DagsterDbtTranslator,
    DagsterDbtTranslatorSettings,
    DbtCliResource,
    DbtProject,
    dbt_assets,
)
from dagster_dbt.compat import DBT_PYTHON_VERSION

from exports import gate, release
from orchestration import changes, parsed, ready
from orchestration.built import artifacts, database
from orchestration.home import DBT_PROJECT, MANIFEST, Home

if TYPE_CHECKING:
    from orchestration.assets import Workplace

SUBMISSIONS = dg.AssetKey("submissions")
_MARTS = "marts"
#: The metadata of a failed step under which the gate says why.
REFUSALS = "refusals"


class Translator(DagsterDbtTranslator):
    """Sources of the store are the submissions; models are grouped by their layer."""

    def __init__(self) -> None:
        super().__init__(
            DagsterDbtTranslatorSettings(
                enable_source_tests_as_checks=True, enable_duplicate_source_asset_keys=True
            )
        )

    def get_asset_spec(
        self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetSpec:
        """The spec of a dbt resource."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        if unique_id.startswith("source."):
            return spec.replace_attributes(key=SUBMISSIONS)
        return spec.replace_attributes(group_name=_layer(self.get_resource_props(manifest, unique_id)))


def _layer(properties: Mapping[str, Any]) -> str:
    return "seeds" if properties["resource_type"] == "seed" else str(properties["fqn"][1])


def current_manifest() -> Path:
    """What dbt knows of the project as it is."""
    with parsed.current(DBT_PROJECT):
        return MANIFEST


class ParsedProject(DbtCliResource):
    """dbt's command line on what is known of a project; it need not be asked who it is, nor read its tables here."""

    @cached_property
    def _cli_version(self) -> Any:
        return DBT_PYTHON_VERSION

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> Any:
        """None: nothing is asked of the tables while dbt builds them."""
        return None


def resource() -> DbtCliResource:
    """The dbt command line on this project."""
    python, *command = parsed.COMMAND
    return ParsedProject(
        project_dir=os.fspath(DBT_PROJECT),
        profiles_dir=os.fspath(DBT_PROJECT),
        dbt_executable=python,
        global_config_flags=[*command, "--log-level-file", "info"],
    )


@dbt_assets(
    manifest=current_manifest(),
    dagster_dbt_translator=Translator(),
    required_resource_keys={"workplace", "dbt"},
    name="warehouse",
)
def models(context: dg.AssetExecutionContext) -> Iterator[Any]:
    """Seeds, staging, intermediate models and marts, built and tested."""
    workplace: Workplace = context.resources.workplace
    dbt: DbtCliResource = context.resources.dbt
    started = time.perf_counter()
    if faults := ready.standard_faults():
        raise refusal(faults)
    target = artifacts(workplace.build)
    target.mkdir(parents=True, exist_ok=True)
    plan = workplace.plan()
    if plan.is_nothing:
        workplace.tell("dbt", 0, "nothing has changed since the last build")
        yield from _as_built(context, gate.Build.read(target))
        return
    (target / "run_results.json").unlink(missing_ok=True)
    os.environ[parsed.BUILD_DATABASE] = os.fspath(database(workplace.build))
    workplace.tell("dbt", 0, f"building and testing the marts: {plan}")
    changes.begin(plan, workplace.build)
    readings = workplace.layouts.current_readings()
    # Tables of an earlier build may have other columns.
    extent = ["--full-refresh"] if plan.periods is None else []
    given = variables(workplace.home, workplace.as_of, readings, plan.variable())
    invocation = dbt.cli(
        # Unit tests judge the code, not a build; they run with the product's own tests.
        ["build", *extent, "--exclude-resource-type", "unit_test", "--vars", given],
        context=context,
        target_path=target,
        raise_on_error=False,
    )
    with redirect_stdout(workplace.console or sys.stdout):
        yield from invocation.stream()
    build = gate.Build.read(target)
    workplace.tell("dbt", time.perf_counter() - started, _summary(build))
    # What was not built gives no output, and Dagster would skip the gate without a word.
    if reasons := build.failed():
        raise refusal(reasons)
    changes.finish(plan, workplace.build)


def _as_built(context: dg.AssetExecutionContext, build: gate.Build) -> Iterator[dg.MaterializeResult]:
    """Every asset and what its tests said as it was built before, those that others rest on first."""
    failed = {
        build.nodes[test]["name"] for test, result in build.results.items() if result["status"] == "warn"
    }
    checks: dict[dg.AssetKey, list[dg.AssetCheckResult]] = {}
    for check in context.selected_asset_check_keys:
        result = dg.AssetCheckResult(
            passed=check.name not in failed,
            asset_key=check.asset_key,
            check_name=check.name,
            severity=dg.AssetCheckSeverity.WARN,
            metadata={"built": False},
        )
        checks.setdefault(check.asset_key, []).append(result)
    for key in TopologicalSorter(context.assets_def.asset_deps).static_order():
        if key in context.selected_asset_keys:
            yield dg.MaterializeResult(key, metadata={"built": False}, check_results=checks.get(key, []))


def variables(home: Home, as_of: str, readings: Mapping[str, Any], rebuild: object = None) -> str:
    """What dbt is told of a home for a build as of a moment, as JSON; `rebuild` as `changes.Plan` gives it."""
    return json.dumps(
        {
            "store_path": os.fspath(home.store),
            "as_of": as_of,
            "current_readings": readings,
            "rebuild": rebuild,
            "releases_path": os.fspath(home.releases),
            "released": [
                {"quarter": made.quarter, "as_of": made.as_of, "released_at": made.released_at}
                for made in release.released(home.releases, as_of)
            ],
        }
    )


def build_again(home: Home, project: Path, as_of: str, readings: Mapping[str, Any]) -> Path:
    """Build a copy of the project on a home's store, as of a moment; its build database, beside the copy.

    Tests are left out: they passed when that was first built. It is parsed with its variables, which models of an
    earlier version may need for that. CalledProcessError where dbt fails.
    """
    target = project.parent / "warehouse.duckdb"
    folder, logs = os.fspath(project), os.fspath(project.parent / "logs")
    places = ["--project-dir", folder, "--profiles-dir", folder, "--log-path", logs]
    chosen = ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
    subprocess.run(
        [parsed.DBT, "--quiet", "build", *places, *chosen, "--vars", variables(home, as_of, readings)],
        env={**os.environ, parsed.BUILD_DATABASE: os.fspath(target)},
        check=True,
    )
    return target


def refusal(reasons: Sequence[str]) -> dg.Failure:
    """The failure of a step that holds the publication back."""
    return dg.Failure(
        description="The gate holds the publication back; the last one stays.",
        metadata={REFUSALS: dg.MetadataValue.json(list(reasons))},
        allow_retries=False,
    )


def _summary(build: gate.Build) -> str:
    statuses = {unique_id: result["status"] for unique_id, result in build.results.items()}
    tests = [status for unique_id, status in statuses.items() if unique_id.startswith("test.")]
    built = list(statuses.values()).count("success")
    return f"{built} models and seeds built, {tests.count('pass')} of {len(tests)} tests passed"


@lru_cache(maxsize=1)
def _nodes() -> tuple[Mapping[str, Any], ...]:
    return tuple(json.loads(MANIFEST.read_text(encoding="utf-8"))["nodes"].values())


def _public_models() -> list[Mapping[str, Any]]:
    models = [n for n in _nodes() if n["resource_type"] == "model" and n["fqn"][1] == _MARTS]
    return sorted(models, key=lambda node: str(node["name"]))


def public_tables() -> tuple[str, ...]:
    """The allow-list of what is published: the models of the marts."""
    return tuple(node["name"] for node in _public_models())


def keys() -> dict[str, list[str]]:
    """Public table → the columns that are its key: those whose uniqueness its first such test holds."""
    by_id = {node["unique_id"]: node["name"] for node in _public_models()}
    found: dict[str, list[str]] = {}
    for node in _nodes():
        test = node.get("test_metadata") or {}
        table = by_id.get(node.get("attached_node", ""))
        if table and test.get("name") == "unique_combination":
            found.setdefault(table, list(test["kwargs"]["columns"]))
        elif table and test.get("name") == "unique":
            found.setdefault(table, [test["kwargs"]["column_name"]])
    return dict(sorted(found.items()))


def for_evaluators() -> list[str]:
    """The public tables that lead to findings and cells, which only evaluators may read on a server."""
    return [n["name"] for n in _public_models() if n["config"]["meta"].get("audience") == "evaluator"]
