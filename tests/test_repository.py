"""The rules of the repository itself: what must not stand in it, and what every part of it must have."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

PACKAGES = ("ingest", "expectations", "exports", "orchestration")
TOP_LEVEL = {*PACKAGES, "dbt_project", "tests", "docs", "examples", "pyproject.toml", "Makefile"}
MOST_LINES = 400

# Written so that these patterns do not find themselves.
FORBIDDEN = {
    "a package registry": r"p[y]pi\.org|p[y]thonhosted|n[p]mjs\.|d[e]b\.debian",
    "a path of one machine": r"(?:^|[^\w/.-])/(?:w[o]rk|f[a]rm|r[o]ot|home/\w+|Users/\w+)/",
    "unfinished work": r"\b(?:T[O]DO|F[I]XME|X[X]X)\b",
}


def tracked(*patterns: str) -> list[Path]:
    """Files that git tracks, or would once added, that match the patterns and exist."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [REPOSITORY / name for name in sorted(set(listed.split("\0"))) if (REPOSITORY / name).is_file()]


def relative(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def text_files() -> list[Path]:
    """Everything written by hand: not what counties sent, not vendored pages, not compressed data."""
    written = tracked(
        "*.py", "*.sql", "*.yml", "*.yaml", "*.toml", "*.md", "*.csv", "*.lock", "Makefile", ".*"
    )
    return [path for path in written if not relative(path).startswith(("examples/landing/", "tests/faults/"))]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what], re.MULTILINE)
    found = [
        f"{relative(path)}: {match[0].strip()}"
        for path in text_files()
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_nothing_else_lies_at_the_top_level() -> None:
    names = {relative(path).split("/")[0] for path in tracked()}
    others = {n for n in names - TOP_LEVEL if not n.startswith(".")}
    assert {n for n in others if not re.fullmatch(r"README.*\.md|requirements.*\.lock", n)} == set()


def test_no_source_file_is_too_long_to_find_one_s_way_in() -> None:
    lengths = {
        relative(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in tracked("*.py", "*.sql")
    }
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_every_module_says_what_belongs_in_it() -> None:
    modules = tracked(*(f"{package}/**.py" for package in PACKAGES), "tests/**.py")
    sources = {relative(path): path.read_text(encoding="utf-8") for path in modules}
    assert len(sources) > len(PACKAGES)
    assert [name for name, code in sources.items() if code and not ast.get_docstring(ast.parse(code))] == []


def test_imports_point_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


HEAVY = {"dagster", "dbt", "great_expectations"}


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("orchestration", HEAVY),
        ("orchestration.cli", HEAVY),
        ("orchestration.ready", HEAVY),
        ("ingest", HEAVY),
        (
            "ingest.batch",
            HEAVY | {"numpy", "pandas", "pyarrow"},
        ),  # what every process that reads files imports
        ("exports", HEAVY),
    ],
)
def test_import_stays_light(module: str, heavy: set[str]) -> None:
    probe = f"import sys, {module}; print(*sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", probe], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


def test_locks_hold_every_direct_dependency_with_hashes_and_agree() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    runtime, development = (_locked(name) for name in ("requirements.lock", "requirements-dev.lock"))
    wanted = {_distribution(line) for line in project["dependencies"]}
    wanted_by_tests = {_distribution(line) for line in project["optional-dependencies"]["dev"]}
    assert wanted - runtime.keys() == set()
    assert wanted_by_tests - development.keys() == set()
    assert {name: versions for name, versions in runtime.items() if development.get(name) != versions} == {}


def _distribution(requirement: str) -> str:
    return re.split(r"[\[<>=!~ ;]", requirement, maxsplit=1)[0].lower()


def _locked(name: str) -> dict[str, set[str]]:
    """Distribution → its locked versions (several where they depend on the Python version)."""
    versions: dict[str, set[str]] = {}
    for entry in re.split(r"\n(?=\S)", (REPOSITORY / name).read_text(encoding="utf-8")):
        pinned = re.match(r"([A-Za-z0-9._-]+)==([^\s;]+)", entry)
        assert pinned, f"{name}: not pinned: {entry.splitlines()[0]}"
        assert "--hash=sha256:" in entry, f"{name}: no hash: {pinned[0]}"
        versions.setdefault(pinned[1].lower(), set()).add(pinned[2])
    return versions
