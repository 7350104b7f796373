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

Node = Mapping[str, Any]


class RefusedError(RuntimeError):
    """The gate holds the publication back; `reasons` say why, each in a sentence."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Build:
    """What dbt left of a build: its nodes by id, and what became of those that ran."""

    nodes: Mapping[str, Node]
    results: Mapping[str, Mapping[str, Any]]

    @classmethod
    def read(cls, artifacts: Path) -> Build:
        """From dbt's target folder; FileNotFoundError where it left nothing there.

        Of exposures, which dbt lists among its results, nothing is built.
        """
        manifest = json.loads((artifacts / "manifest.json").read_text(encoding="utf-8"))
        run_results = json.loads((artifacts / "run_results.json").read_text(encoding="utf-8"))
        nodes = manifest["nodes"] | manifest["unit_tests"]
        results = {r["unique_id"]: r for r in run_results["results"] if r["unique_id"] in nodes}
        return cls(nodes, results)

    def failed(self) -> list[str]:
        """What failed, each in a sentence; last, how much could not run because of it."""
        statuses = {unique_id: result["status"] for unique_id, result in self.results.items()}
        skipped = list(statuses.values()).count("skipped")
        return [
            _reason(self.nodes[unique_id], self.results[unique_id])
            for unique_id, status in statuses.items()
            if status not in {*_PASSING, "warn", "skipped"}
        ] + ([f"{skipped} models and tests that rest on these did not run"] if skipped else [])

    def warned(self) -> list[str]:
        """Failed tests of severity warn: told, and no reason to hold anything back."""
        return [
            _reason(self.nodes[unique_id], result)
            for unique_id, result in self.results.items()
            if result["status"] == "warn"
        ]

    def omitted(self) -> list[str]:
        """What a whole build must run and this one did not."""
        return [
            f"{_name(node)} was not {'run' if _is_check(node) else 'built'}"
            for unique_id, node in self.nodes.items()
            if _must_run(node) and unique_id not in self.results
        ]


def pass_or_refuse(build: Build) -> None:
    """Let a build through; RefusedError where anything failed or was left out."""
    reasons = build.failed() + build.omitted()
    if reasons:
        raise RefusedError(*reasons)


def _must_run(node: Node) -> bool:
    """Unit tests judge the code and belong to its own tests: a build may leave them out."""
    return node["resource_type"] in _BUILT and node["config"].get("materialized") != "ephemeral"


def _is_check(node: Node) -> bool:
    return node["resource_type"] in _CHECKS


def _name(node: Node) -> str:
    kind = str(node["resource_type"]).replace("_", " ")
    table = str(node.get("attached_node") or "").rsplit(".", 1)[-1]
    said = " ".join(node["description"].split()) if _is_check(node) else ""
    return f"{kind} {node['name']}" + (f" on {table}" if table else "") + (f" ({said})" if said else "")


def _reason(node: Node, result: Mapping[str, Any]) -> str:
    if _is_check(node) and result["failures"]:
        return f"{_name(node)} failed for {result['failures']} rows"
    message = " ".join(str(result["message"] or result["status"]).split())
    return f"{_name(node)} failed: {message[:300]}"
