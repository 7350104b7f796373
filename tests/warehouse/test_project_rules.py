"""The dbt project keeps the rules of dbt-project-evaluator, or says beside each exception why not."""

import csv
import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from orchestration.warehouse import current_manifest
from tests.warehouse.conftest import PROJECT
from tests.warehouse.project_rules import RULES, Project

with (Path(__file__).parent / "rule_exceptions.csv").open(encoding="utf-8") as stream:
    EXCEPTIONS = list(csv.DictReader(stream))

FILES = [path for folder in ("models", "seeds", "tests") for path in (PROJECT / folder).rglob("*.*")]
CONFIGURED = re.compile(r"\{\{\s*config\(.*?\)\s*\}\}", re.DOTALL)
VARIABLE = re.compile(r"\b(?:env_)?var\(")


@pytest.fixture(scope="module")
def project() -> Project:
    return Project(json.loads(current_manifest().read_text(encoding="utf-8")))


def excepted(rule: str) -> Iterator[str]:
    yield from (exception["resource"] for exception in EXCEPTIONS if exception["rule"] == rule)


@pytest.mark.parametrize("rule", RULES)
def test_rule_holds_or_its_exception_is_reasoned(project: Project, rule: str) -> None:
    violations = [
        (resource, wrong)
        for resource, wrong in RULES[rule](project)
        if not any(fnmatchcase(resource, pattern) for pattern in excepted(rule))
    ]
    assert not violations


def test_what_a_parse_fixes_reads_no_variable() -> None:
    """What yml files say and how models are configured is fixed before variables are given (`orchestration.parsed`)."""
    said = {path: path.read_text(encoding="utf-8") for path in FILES if path.suffix == ".yml"}
    said |= {
        path: "".join(CONFIGURED.findall(path.read_text(encoding="utf-8")))
        for path in FILES
        if path.suffix == ".sql"
    }
    assert len(said) > 100
    assert [path.name for path, text in said.items() if VARIABLE.search(text)] == []


def test_no_exception_is_out_of_use(project: Project) -> None:
    unused = [
        exception
        for exception in EXCEPTIONS
        if not any(fnmatchcase(r, exception["resource"]) for r, _ in RULES[exception["rule"]](project))
    ]
    assert not unused
    assert all(exception["reason"].endswith(".") for exception in EXCEPTIONS)


def test_rules_find_what_they_name() -> None:
    """A made-up project that breaks rules: a mart that reads a source by its path, without key or words."""
    broken = {
        "unique_id": "model.p.sales",
        "resource_type": "model",
        "name": "sales",
        "raw_code": "select * from main.orders join other on true",
        "description": "",
        "access": "public",
        "contract": {"enforced": False},
        "columns": {"amount": {"name": "amount", "description": "", "constraints": []}},
        "config": {"materialized": "view"},
        "original_file_path": "models/marts/sales.sql",
    }
    source = {
        "name": "orders",
        "source_name": "shop",
        "relation_name": "orders",
        "description": "Orders.",
        "source_description": "Shop.",
        "freshness": None,
        "original_file_path": "models/sources.yml",
    }
    manifest = {
        "nodes": {"model.p.sales": broken},
        "sources": {"source.p.shop.orders": source, "source.p.shop.unread": source | {"name": "unread"}},
        "parent_map": {"model.p.sales": ["source.p.shop.orders"]},
        "child_map": {
            "model.p.sales": [],
            "source.p.shop.orders": ["model.p.sales"],
            "source.p.shop.unread": [],
        },
        "exposures": {
            "exposure.p.board": {"name": "board", "depends_on": {"nodes": ["source.p.shop.orders"]}}
        },
    }
    found = {name for name, rule in RULES.items() if list(rule(Project(manifest)))}
    assert found == {
        "duplicate_sources",
        "hard_coded_references",
        "marts_or_intermediate_dependent_on_source",
        "unused_sources",
        "missing_primary_key_tests",
        "sources_without_freshness",
        "undocumented",
        "public_models_without_contract",
        "exposure_parents_materializations",
        "model_directories",
        "model_naming_conventions",
        "source_directories",
    }
