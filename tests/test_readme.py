"""The READMEs keep their word: every command in them runs, every query gives the answer shown below it."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import REPOSITORY, TOWNLEDGER, Query

READMES = ("README.md", "README.zh-CN.md")
MOST_LINES = 200


class Shown(NamedTuple):
    """A query and the table shown as its answer: the heading first, then the rows."""

    sql: str
    answer: list[list[str]]


def blocks(readme: str, language: str) -> list[str]:
    text = (REPOSITORY / readme).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def commands(readme: str) -> list[str]:
    lines = [line.split(" #")[0].rstrip() for block in blocks(readme, "sh") for line in block.splitlines()]
    return [line for line in lines if line]


def queries(readme: str) -> list[Shown]:
    text = (REPOSITORY / readme).read_text(encoding="utf-8")
    found = re.findall(r"^```sql\n(.*?)^```\n\n((?:^\|[^\n]*\|\n)+)", text, re.MULTILINE | re.DOTALL)
    return [Shown(sql, _cells(table)) for sql, table in found]


@pytest.mark.parametrize("readme", READMES)
def test_the_reader_is_not_tired(readme: str) -> None:
    assert len((REPOSITORY / readme).read_text(encoding="utf-8").splitlines()) < MOST_LINES


def test_commands_run(home_as_of: Path, tmp_path: Path) -> None:
    home = shutil.copytree(home_as_of, tmp_path / "home", symlinks=True)
    given = {readme: commands(readme) for readme in READMES}
    assert all(given.values())
    targets = set(
        re.findall(r"^([a-z]+):", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    # `make` targets are checked to exist: these tests run within one of them.
    lines = dict.fromkeys(line for readme in READMES for line in given[readme])
    made = [line.removeprefix("make ") for line in lines if line.startswith("make ")]
    assert [target for target in made if target not in targets] == []
    for line in lines:
        if not line.startswith("make "):
            done = subprocess.run(
                ["bash", "-c", line],
                cwd=REPOSITORY,
                env={**os.environ, "TOWNLEDGER_HOME": str(home)},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize("readme", READMES)
def test_queries_give_the_answers_shown(readme: str, query: Query) -> None:
    shown = queries(readme)
    assert len(shown) == len(blocks(readme, "sql")) > 0, "a query without its answer"
    for sql, answer in shown:
        frame = query(sql)
        assert [[*frame.columns], *([_text(value) for value in row] for row in frame.to_numpy())] == answer, (
            sql
        )


@pytest.mark.parametrize("readme", READMES)
def test_the_run_shown_is_what_a_run_says(readme: str, published_run: tuple[Path, str]) -> None:
    shown = [line for block in blocks(readme, "text") for line in block.splitlines()]
    figures = [line for line in shown if line.startswith(("Files ", "Records ", "Findings "))]
    assert len(figures) == 3
    assert [line for line in figures if line not in published_run[1].splitlines()] == []


def test_every_command_of_the_product_is_in_the_readme() -> None:
    told = subprocess.run([TOWNLEDGER, "--help"], capture_output=True, text=True, check=True).stdout
    names = re.findall(r"^  ([a-z]+)  ", told.partition("Commands:")[2], re.MULTILINE)
    assert "run" in names
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert [name for name in names if f"townledger {name}" not in readme] == []


def _cells(table: str) -> list[list[str]]:
    heading, _, *rows = (
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in table.splitlines()
    )
    return [heading, *rows]


def _text(value: object) -> str:
    return f"{value:.10g}" if isinstance(value, float) else str(value)
