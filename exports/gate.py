"""The gate: may what was built be published?

It stops on what would make the publication itself untrue: a model that failed or was skipped, a test of
severity error that failed (keys, contracts, conservation, reconciliation), a check that did not run at
all. A county's bad file is no reason: it costs that county its figures, not the city its bulletin.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PASSING = {"success", "pass"}
_CHECKS = {"test", "unit_test"}
_BUILT = {"model", "seed", "snapshot", "test"}


@dataclass(frozen=True)
class Verdict:
    """The answer of the gate: what stands against publishing (nothing where it may go out).

    `warnings` are tests of severity warn that failed; they are told and do not hold anything back.
    """

    refusals: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def may_publish(self) -> bool:
        """Whether nothing stands against it."""
        return not self.refusals


def judge(artifacts: Path) -> Verdict:
    """The verdict on a build, from the folder in which dbt left its manifest and run results.

    Unit tests judge the code and belong to its tests; where they ran, they count. Raises FileNotFoundError
    where the build left nothing: a build that cannot tell is no build.
    """
    manifest = json.loads((artifacts / "manifest.json").read_text(encoding="utf-8"))
    run_results = json.loads((artifacts / "run_results.json").read_text(encoding="utf-8"))
    results = {result["unique_id"]: result for result in run_results["results"]}
    refusals, warnings = [], []
    for unique_id, node in (manifest["nodes"] | manifest["unit_tests"]).items():
        result = results.get(unique_id)
        if result is None:
            if _must_run(node):
                refusals.append(f"{_name(node)} was not {'run' if _is_check(node) else 'built'}")
        elif result["status"] == "warn":
            warnings.append(_reason(node, result))
        elif result["status"] not in _PASSING:
            refusals.append(_reason(node, result))
    return Verdict(tuple(refusals), tuple(warnings))


def _must_run(node: Mapping[str, Any]) -> bool:
    """Whether a whole build cannot do without it."""
    return node["resource_type"] in _BUILT and node["config"].get("materialized") != "ephemeral"


def _is_check(node: Mapping[str, Any]) -> bool:
    return node["resource_type"] in _CHECKS


def _name(node: Mapping[str, Any]) -> str:
    """A model by its name, a check by what it says or, where it says nothing, by name and table."""
    kind = str(node["resource_type"]).replace("_", " ")
    table = str(node.get("attached_node") or "").rsplit(".", 1)[-1]
    described = f" ({' '.join(node['description'].split())})" if _is_check(node) and node["description"] else ""
    return f"{kind} {node['name']}" + (f" on {table}" if table else "") + described


def _reason(node: Mapping[str, Any], result: Mapping[str, Any]) -> str:
    status = result["status"]
    message = " ".join(str(result["message"] or status).split())[:300]
    if status == "skipped":
        return f"{_name(node)} was skipped, because something it rests on failed"
    if _is_check(node) and result["failures"]:
        return f"{_name(node)} failed for {result['failures']} rows"
    return f"{_name(node)} failed: {message}"
