"""The rules of dbt-labs/dbt-project-evaluator, judged on dbt's manifest: each yields (resource, what is wrong).

The package itself needs dbt's package hub, which a machine without internet has not; names of the rules and
their thresholds are the package's own. Exceptions stand in rule_exceptions.csv, each with its reason.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

FANOUT_THRESHOLD = 3
JOINS_THRESHOLD = 7
CHAINED_VIEWS_THRESHOLD = 5
LAYER_OF_PREFIX = {"stg": "staging", "int": "intermediate", "fct": "marts", "dim": "marts", "rpt": "marts"}
_HARD_CODED = re.compile(r"\b(?:from|join)\s+(?:\w+\.\w+|read_\w+\s*\(|'[^']+')", re.IGNORECASE)

Violation = tuple[str, str]
Rule = Callable[["Project"], Iterator[Violation]]


@dataclass(frozen=True)
class Project:
    """A dbt manifest with the few questions that the rules ask of it."""

    manifest: dict[str, Any]

    @cached_property
    def models(self) -> dict[str, dict[str, Any]]:
        return {k: n for k, n in self.manifest["nodes"].items() if n["resource_type"] == "model"}

    @cached_property
    def sources(self) -> dict[str, dict[str, Any]]:
        return dict(self.manifest["sources"])

    @cached_property
    def names(self) -> dict[str, str]:
        return {k: n["name"] for k, n in (self.manifest["nodes"] | self.sources).items()}

    def parents(self, unique_id: str) -> list[str]:
        """Models, seeds and sources that a model reads, each once."""
        kinds = ("model.", "seed.", "source.")
        return sorted({p for p in self.manifest["parent_map"][unique_id] if p.startswith(kinds)})

    def children(self, unique_id: str) -> list[str]:
        """Models that read it, each once."""
        return sorted({c for c in self.manifest["child_map"][unique_id] if c.startswith("model.")})

    def layer(self, unique_id: str) -> str:
        """staging, intermediate or marts, by the prefix of the name; '' where the prefix is none of these."""
        return LAYER_OF_PREFIX.get(self.names[unique_id].split("_")[0], "")

    def tests(self, unique_id: str) -> list[dict[str, Any]]:
        """The generic tests attached to a model."""
        return [
            n
            for n in self.manifest["nodes"].values()
            if n["resource_type"] == "test" and n.get("attached_node") == unique_id and n.get("test_metadata")
        ]

    def is_keyed(self, unique_id: str) -> bool:
        """A combination is unique, or a column is and can't be null (by test, or by the table's contract)."""
        node = self.models[unique_id]
        by_name: dict[str, set[str]] = {}
        for test in self.tests(unique_id):
            by_name.setdefault(test["test_metadata"]["name"], set()).add(test["column_name"] or "")
        filled = by_name.get("not_null", set()) | {
            name
            for name, column in node["columns"].items()
            if any(constraint["type"] == "not_null" for constraint in column.get("constraints", []))
        }
        return "unique_combination" in by_name or bool(by_name.get("unique", set()) & filled)


def direct_join_to_source(project: Project) -> Iterator[Violation]:
    for unique_id in project.models:
        parents = project.parents(unique_id)
        if any(p.startswith("source.") for p in parents) and any(p.startswith("model.") for p in parents):
            yield project.names[unique_id], "reads a source beside models"


def duplicate_sources(project: Project) -> Iterator[Violation]:
    places = Counter(str(s["relation_name"]) for s in project.sources.values())
    yield from ((place, "is named by several sources") for place, times in places.items() if times > 1)


def hard_coded_references(project: Project) -> Iterator[Violation]:
    for node in project.models.values():
        if found := _HARD_CODED.search(node["raw_code"]):
            yield node["name"], found.group()


def marts_or_intermediate_dependent_on_source(project: Project) -> Iterator[Violation]:
    for unique_id in project.models:
        if project.layer(unique_id) != "staging":
            yield from (
                (project.names[unique_id], f"reads the source {project.names[p]}")
                for p in project.parents(unique_id)
                if p.startswith("source.")
            )


def model_fanout(project: Project) -> Iterator[Violation]:
    for unique_id in project.names:
        leaves = [c for c in project.children(unique_id) if not project.children(c)]
        if len(leaves) >= FANOUT_THRESHOLD:
            yield project.names[unique_id], f"feeds {len(leaves)} models that nothing reads"


def multiple_sources_joined(project: Project) -> Iterator[Violation]:
    for unique_id in project.models:
        if sum(p.startswith("source.") for p in project.parents(unique_id)) > 1:
            yield project.names[unique_id], "reads several sources"


def rejoining_of_upstream_concepts(project: Project) -> Iterator[Violation]:
    for between in project.models:
        children = project.children(between)
        if len(children) == 1:
            shared = set(project.parents(between)) & set(project.parents(children[0]))
            for parent in sorted(shared):
                path = (parent, between, children[0])
                yield "→".join(project.names[k] for k in path), "could be one step"


def root_models(project: Project) -> Iterator[Violation]:
    for unique_id in project.models:
        if not project.parents(unique_id):
            yield project.names[unique_id], "reads nothing"


def source_fanout(project: Project) -> Iterator[Violation]:
    for unique_id in project.sources:
        if len(project.children(unique_id)) > 1:
            yield project.names[unique_id], "is read by several models"


def staging_dependent_on_other_models(project: Project) -> Iterator[Violation]:
    for unique_id in project.models:
        if project.layer(unique_id) == "staging":
            yield from (
                (project.names[unique_id], f"reads {project.names[p]}")
                for p in project.parents(unique_id)
                if p.startswith("model.")
            )


def too_many_joins(project: Project) -> Iterator[Violation]:
    for unique_id in project.models:
        count = len(project.parents(unique_id))
        if count >= JOINS_THRESHOLD:
            yield project.names[unique_id], f"reads {count} tables"


def unused_sources(project: Project) -> Iterator[Violation]:
    for unique_id in project.sources:
        if not project.children(unique_id):
            yield project.names[unique_id], "is read by nothing"


def missing_primary_key_tests(project: Project) -> Iterator[Violation]:
    for unique_id in project.models:
        if not project.is_keyed(unique_id):
            yield project.names[unique_id], "has no tested key"


def sources_without_freshness(project: Project) -> Iterator[Violation]:
    for node in project.sources.values():
        if not (node.get("freshness") or {}).get("warn_after", {}).get("count"):
            yield node["name"], "can be stale without a word"


def undocumented(project: Project) -> Iterator[Violation]:
    """Models, sources and their tables, and the columns of public models."""
    for node in [*project.models.values(), *project.sources.values()]:
        if not node["description"] or not node.get("source_description", "-"):
            yield node["name"], "has no description"
        if node.get("access") == "public":
            yield from (
                (f"{node['name']}.{column['name']}", "has no description")
                for column in node["columns"].values()
                if not column["description"]
            )


def public_models_without_contract(project: Project) -> Iterator[Violation]:
    for node in project.models.values():
        if node["access"] == "public" and not node["contract"]["enforced"]:
            yield node["name"], "is public without a contract"


def exposures_dependent_on_private_models(project: Project) -> Iterator[Violation]:
    for exposure in project.manifest["exposures"].values():
        for parent in exposure["depends_on"]["nodes"]:
            if parent in project.models and project.models[parent]["access"] != "public":
                yield exposure["name"], f"rests on {project.names[parent]}, which is not public"


def chained_view_dependencies(project: Project) -> Iterator[Violation]:
    def length(unique_id: str) -> int:
        node = project.models.get(unique_id)
        if node is None or node["config"]["materialized"] not in ("view", "ephemeral"):
            return 0
        return 1 + max((length(p) for p in project.parents(unique_id)), default=0)

    for unique_id in project.models:
        if length(unique_id) >= CHAINED_VIEWS_THRESHOLD:
            yield project.names[unique_id], "is a view on views"


def exposure_parents_materializations(project: Project) -> Iterator[Violation]:
    for exposure in project.manifest["exposures"].values():
        for parent in exposure["depends_on"]["nodes"]:
            if parent.startswith("source.") or (
                parent in project.models
                and project.models[parent]["config"]["materialized"] in ("view", "ephemeral")
            ):
                yield exposure["name"], f"rests on {project.names[parent]}, which is no table"


def model_directories(project: Project) -> Iterator[Violation]:
    for unique_id, node in project.models.items():
        folder = PurePosixPath(node["original_file_path"]).parts[1]
        if folder != project.layer(unique_id):
            yield node["name"], f"lies in {folder}"


def model_naming_conventions(project: Project) -> Iterator[Violation]:
    for unique_id in project.models:
        if not project.layer(unique_id):
            yield project.names[unique_id], "has a prefix of its own"


def source_directories(project: Project) -> Iterator[Violation]:
    for node in project.sources.values():
        if PurePosixPath(node["original_file_path"]).parts[1:3] != ("staging", node["source_name"]):
            yield node["name"], f"is declared in {node['original_file_path']}"


def test_directories(project: Project) -> Iterator[Violation]:
    """A model's tests stand in a yml of its own folder."""
    for unique_id, node in project.models.items():
        folder = PurePosixPath(node["original_file_path"]).parent
        for test in project.tests(unique_id):
            if PurePosixPath(test["original_file_path"]).parent != folder:
                yield node["name"], f"is tested in {test['original_file_path']}"


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        direct_join_to_source,
        duplicate_sources,
        hard_coded_references,
        marts_or_intermediate_dependent_on_source,
        model_fanout,
        multiple_sources_joined,
        rejoining_of_upstream_concepts,
        root_models,
        source_fanout,
        staging_dependent_on_other_models,
        too_many_joins,
        unused_sources,
        missing_primary_key_tests,
        sources_without_freshness,
        undocumented,
        public_models_without_contract,
        exposures_dependent_on_private_models,
        chained_view_dependencies,
        exposure_parents_materializations,
        model_directories,
        model_naming_conventions,
        source_directories,
        test_directories,
    )
}
