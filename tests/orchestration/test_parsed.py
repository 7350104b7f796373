"""dbt parses a project once for a state of its files, and never builds on what it knew of another one."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from orchestration import parsed

FILES = {
    "dbt_project/dbt_project.yml": """
name: small
profile: small
seed-paths: [seeds, ../ingest/dictionary]
vars: {factor: 1}
""",
    "dbt_project/profiles.yml": """
small: {target: own, outputs: {own: {type: duckdb, path: "{{ env_var('TOWNLEDGER_BUILD_DB', 'warehouse.duckdb') }}"}}}
""",
    "dbt_project/models/figures.sql": "select {{ times(ref('numbers')) }} from {{ ref('numbers') }}",
    "dbt_project/models/figures.yml": "models: [{name: figures, config: {materialized: view}}]",
    "dbt_project/macros/times.sql": "{% macro times(table) %} {{ var('factor') }} * number as figure {% endmacro %}",
    "dbt_project/seeds/numbers.csv": "number\n7\n",
    "ingest/dictionary/fields.csv": "field\ntown\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "dbt_project"


def change(path: Path) -> None:
    """One byte is another; neither size nor time tell."""
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    os.utime(path, ns=times)


def rename(path: Path) -> None:
    path.rename(path.with_stem(f"{path.stem}_1"))


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("happens", [change, Path.unlink, rename])
def test_every_file_belongs_to_the_state_of_a_project(
    project: Path, file: str, happens: Callable[[Path], None]
) -> None:
    before = parsed.state(project)
    happens(project.parent / file)
    assert parsed.state(project) != before


def test_a_new_file_does_and_what_is_made_does_not(project: Path) -> None:
    before = parsed.state(project)
    for made in ("target/manifest.json", "logs/dbt.log"):
        (project / made).parent.mkdir()
        (project / made).touch()
    assert parsed.state(project) == before
    (project / "models" / "other.sql").touch()
    assert parsed.state(project) != before


def figures(project: Path, **variables: int) -> list[tuple]:
    """What a build of the project holds, and its artifacts."""
    build = project.parent / "build"
    places = ["--project-dir", project, "--profiles-dir", project, "--target-path", build / "dbt"]
    done = subprocess.run(
        [*parsed.COMMAND, "--log-level-file", "none", "build", *places, "--vars", json.dumps(variables)],
        env={**os.environ, parsed.BUILD_DATABASE: str(build / "warehouse.duckdb")},
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect(str(build / "warehouse.duckdb"), read_only=True) as connection:
        return connection.sql("from figures").fetchall()


def test_a_project_is_parsed_again_as_soon_as_it_is_another_one_whatever_the_variables(project: Path) -> None:
    assert figures(project, factor=3) == [(21,)]
    known = project / "target" / "parsed" / "manifest.json"
    written = known.stat().st_mtime_ns
    with parsed.current(project) as folder:
        assert folder == known.parent
    assert known.stat().st_mtime_ns == written
    (project / "macros" / "times.sql").write_text(
        "{% macro times(table) %} 2 * number as figure {% endmacro %}", encoding="utf-8"
    )
    (project / "models" / "figures.yml").write_text(
        "models: [{name: figures, config: {materialized: table}}]", encoding="utf-8"
    )
    (project / "seeds" / "numbers.csv").write_text("number\n8\n", encoding="utf-8")
    assert figures(project, factor=3) == [(16,)]
    artifacts = json.loads((project.parent / "build" / "dbt" / "manifest.json").read_text(encoding="utf-8"))
    assert artifacts["nodes"]["model.small.figures"]["config"]["materialized"] == "table"


def test_what_cannot_be_parsed_is_said_by_dbt_and_keeps_nothing(project: Path) -> None:
    (project / "models" / "figures.sql").write_text("select * from {{ ref('nothing') }}", encoding="utf-8")
    done = subprocess.run(
        [*parsed.COMMAND, "build", "--project-dir", project, "--profiles-dir", project],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "depends on a node named 'nothing' which was not found" in done.stdout
    assert done.stderr == ""
    assert not list((project / "target" / "parsed").glob("*.txt"))


@pytest.mark.parametrize("name", ["partial_parse.msgpack", "manifest.json"])
def test_what_was_kept_and_damaged_is_made_again(project: Path, name: str) -> None:
    with parsed.current(project) as folder:
        whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[:100])
    with parsed.current(project):
        assert len((folder / name).read_bytes()) > 100
    (folder / name).unlink()
    with parsed.current(project):
        assert (folder / name).exists()


def test_a_file_that_an_editor_leaves_as_a_dangling_link_is_none(project: Path) -> None:
    before = parsed.state(project)
    (project / "models" / ".#figures.sql").symlink_to("nowhere")
    assert parsed.state(project) == before
