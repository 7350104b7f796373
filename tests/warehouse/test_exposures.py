"""Exposures say who reads which mart: what packages read is what their queries name, what holds all marts names all."""

import json
import re
from pathlib import Path

import pytest

from orchestration.warehouse import current_manifest, public_tables
from tests.conftest import REPOSITORY

Exposures = dict[str, tuple[str, list[str]]]


@pytest.fixture(scope="module")
def exposures() -> Exposures:
    """Exposure → the code that reads for it, and the marts that it says it rests on."""
    manifest = json.loads(current_manifest().read_text(encoding="utf-8"))
    return {
        e["name"]: (e["config"]["meta"]["code"], sorted(n.split(".")[-1] for n in e["depends_on"]["nodes"]))
        for e in manifest["exposures"].values()
    }


def marts_read(code: Path) -> list[str]:
    files = [code] if code.is_file() else [f for f in code.rglob("*") if f.suffix in (".py", ".sql")]
    named = {n for f in files for n in re.findall(r"\b(?:from|join)\s+(\w+)", f.read_text(encoding="utf-8"))}
    return sorted(named & set(public_tables()))


@pytest.mark.parametrize("name", ["annexes", "bulletins", "dashboard", "forms", "returns"])
def test_exposure_rests_on_what_its_code_reads(exposures: Exposures, name: str) -> None:
    code, said = exposures[name]
    assert said == marts_read(REPOSITORY / code)
    assert said


@pytest.mark.parametrize("name", ["bi_files", "postgresql"])
def test_exports_of_everything_rest_on_every_mart(exposures: Exposures, name: str) -> None:
    assert exposures[name][1] == sorted(public_tables())
