"""The documentation holds: its site builds without a warning, the commands that it names exist with their options,
the rows that it says to add are rows that the tables take."""

import csv
import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pandas as pd
import pytest

from expectations import standard
from ingest.dictionary import Dictionary
from orchestration.cli import main
from tests.conftest import REPOSITORY
from tests.test_readme import READMES, blocks

DOCS = sorted(path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / "docs").glob("*.md"))
EXTENDING = "docs/extending.md"
DICTIONARY = REPOSITORY / "ingest" / "dictionary"
SEEDS = REPOSITORY / "dbt_project" / "seeds"


def test_site_builds_without_a_warning(tmp_path: Path) -> None:
    sphinx = Path(sys.executable).with_name("sphinx-build")
    done = subprocess.run(
        [sphinx, "-q", "-W", "--keep-going", "-b", "html", REPOSITORY / "docs", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert {f"{Path(page).stem}.html" for page in DOCS} <= {path.name for path in tmp_path.glob("*.html")}


@pytest.mark.parametrize("page", [*READMES, *DOCS])
def test_commands_named_exist_with_their_options(page: str) -> None:
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    wrong = []
    for line in re.findall(r"townledger ([a-z][^`\n|#]*)", text):
        words = line.split()
        command: click.Command = main
        while words and isinstance(command, click.Group) and words[0] in command.commands:
            command = command.commands[words.pop(0)]
        options = {name for parameter in command.params for name in parameter.opts} | {"--help"}
        unknown = {word.strip("[].,;:)") for word in words if word.startswith(("--", "[--"))} - options
        if (isinstance(command, click.Group) and words) or unknown:
            wrong.append(line)
    assert wrong == []


def rows_of(block: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(block)))


def test_rows_to_add_have_the_columns_of_their_tables() -> None:
    tables = [
        SEEDS / "organisation" / "towns.csv",
        DICTIONARY / "fields.csv",
        SEEDS / "standard" / "indicators.csv",
    ]
    headings = [table.read_text(encoding="utf-8").splitlines()[0] for table in tables]
    assert [block.splitlines()[0] for block in blocks(EXTENDING, "csv")] == headings


def test_field_and_indicator_of_the_guide_are_taken_as_rows_alone(tmp_path: Path) -> None:
    _, field, indicator = (rows_of(block)[0] for block in blocks(EXTENDING, "csv"))
    for path in DICTIONARY.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / "fields.csv").open("a", encoding="utf-8", newline="") as stream:
        csv.DictWriter(stream, list(field)).writerow(field)
    assert "公厕数" in Dictionary(tmp_path).field("facilities", "public_toilets").labels

    seeds = tmp_path / "standard"
    seeds.mkdir()
    for path in (SEEDS / "standard").glob("*.csv"):
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        if "standard_version" in table:
            later = table.assign(standard_version=indicator["standard_version"])
            if path.stem == "standard_versions":
                table, later = table.assign(valid_to="2025-12"), later.assign(valid_from="2026-01")
            if path.stem == "indicators":
                taken_from = later["indicator"] == "gas_coverage"
                assert later.loc[taken_from, "weight"].tolist() == ["3"]
                later.loc[taken_from, "weight"] = "1"
                later = pd.concat([later, pd.DataFrame([indicator])])
            table = pd.concat([table, later])
        table.to_csv(seeds / path.name, index=False)
    shutil.copy(SEEDS / "standard" / "_standard.yml", seeds)
    assert standard.faults(seeds, tmp_path) == []
    assert standard.faults(seeds, DICTIONARY) != [], "the field is needed"
