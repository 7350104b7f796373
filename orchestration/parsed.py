"""dbt's command, on what it knows of the project already: `python -m orchestration.parsed build …`.

Parsing the project costs a third of what building an empty store does, so what a parse found is kept in the
project's target folder and holds as long as no file of it, of the dictionary or of dbt is another one. It is parsed
without variables: models read them when they are compiled, and nothing that a parse fixes may depend on them.

Belongs here: keeping a parse and starting dbt on it. Does not belong here: what is built when.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from filelock import FileLock

from orchestration.home import DICTIONARY, PARSED

#: Starts dbt on what it knows; its arguments follow.
COMMAND = (sys.executable, "-m", "orchestration.parsed")
DBT = os.fspath(Path(sys.executable).with_name("dbt"))
#: The environment's variable that says where the database is built.
BUILD_DATABASE = "TOWNLEDGER_BUILD_DB"
#: Of a folder, what is made in it.
_MADE = {"target", "logs", "__pycache__"}
_PACKAGES = ("dbt-core", "dbt-common", "dbt-adapters", "dbt-duckdb")
_STAMP, _PARSE = "state.txt", "partial_parse.msgpack"
#: What other tools look for in the target folder itself: MetricFlow, for one.
_FOR_OTHERS = ("manifest.json", "semantic_manifest.json")


def state(project: Path) -> str:
    """What a project, the dictionary beside it and dbt are known by: another one where any file is another one."""
    said = [f"{name} {version(name)}" for name in _PACKAGES]
    for folder in (project, project.parent / DICTIONARY):
        said += contents(folder)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def contents(folder: Path) -> list[str]:
    """Every file below a folder, but for what is made there: its path and what its content is known by."""
    return sorted(
        f"{path.relative_to(folder).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}"
        for path in _files(folder)
    )


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_file():
            yield path
        elif path.is_dir() and path.name not in _MADE:
            yield from _files(path)


@contextmanager
def current(project: Path) -> Iterator[Path]:
    """The folder with the parse of a project as it is now, which nobody changes while it is held.

    Raises CalledProcessError where dbt cannot parse the project; it has said why.
    """
    folder = project / PARSED
    folder.mkdir(parents=True, exist_ok=True)
    stamp = folder / _STAMP
    with FileLock(folder / ".lock"):
        now = state(project)
        if not stamp.exists() or stamp.read_text(encoding="utf-8") != f"{now} {_known(folder)}":
            stamp.unlink(missing_ok=True)
            _parse(project, folder)
            stamp.write_text(f"{now} {_known(folder)}", encoding="utf-8")
        yield folder


def _known(folder: Path) -> str:
    """What a kept parse is known by: another one where a file of it was lost or damaged."""
    kept = [folder / name for name in (_PARSE, *_FOR_OTHERS)]
    said = [path.read_bytes() if path.exists() else b"" for path in kept]
    return " ".join(hashlib.sha256(content).hexdigest() for content in said)


def _parse(project: Path, folder: Path) -> None:
    # Without the build database: its name would become part of what is known.
    environment = {name: value for name, value in os.environ.items() if name != BUILD_DATABASE}
    quiet = ("--quiet", "--log-level-file", "none")
    places = ("--project-dir", project, "--profiles-dir", project, "--target-path", folder)
    subprocess.run([DBT, *quiet, "parse", *places], env=environment, check=True)
    for name in _FOR_OTHERS:
        shutil.copy(folder / name, folder.parent / name)


def main() -> None:
    """Run dbt with the arguments of this command."""
    options = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    options.add_argument("--project-dir", type=Path, default=Path(os.environ.get("DBT_PROJECT_DIR", ".")))
    try:
        with current(options.parse_known_args()[0].project_dir.resolve()) as folder:
            known = (folder / _PARSE).read_bytes()
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)

    # Loaded here alone: a process that asks for the state of a project needs nothing of dbt.
    from dbt.cli.main import cli
    from dbt.contracts.graph.manifest import Manifest
    from dbt.parser.manifest import extended_mashumuro_decoder

    manifest = Manifest.from_msgpack(known, decoder=extended_mashumuro_decoder)
    manifest.build_flat_graph()  # type: ignore[no-untyped-call]  # the variable `graph` of models
    cli.main(prog_name="dbt", obj={"manifest": manifest, "callbacks": []})


if __name__ == "__main__":
    main()
