"""A home: the one folder that holds everything of an installation, and where in it things lie.

No absolute path is ever written inside, so that a home may be copied or moved.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
DBT_PROJECT = REPOSITORY / "dbt_project"
#: The field dictionary, beside the dbt project, which reads it as seeds.
DICTIONARY = Path("ingest") / "dictionary"
#: Below a dbt project, what dbt knows of it: the outcome of a parse.
PARSED = Path("target") / "parsed"
MANIFEST = DBT_PROJECT / PARSED / "manifest.json"
_VARIABLE = "TOWNLEDGER_HOME"


class HomeInUseError(RuntimeError):
    """Another run writes this home."""


class UnusableError(ValueError):
    """What people keep in a home (times of arrival, overrides) cannot be used; the message says where and why."""


@dataclass(frozen=True)
class Home:
    """The folders of a home; creating the object creates nothing."""

    root: Path

    @classmethod
    def from_environment(cls) -> Home:
        """The home that TOWNLEDGER_HOME names, ./data where it names none."""
        return cls(Path(os.environ.get(_VARIABLE) or "data").resolve())

    @property
    def landing(self) -> Path:
        """What counties sent."""
        return self.root / "landing"

    @property
    def store(self) -> Path:
        """The ledger store."""
        return self.root / "store"

    @property
    def layouts(self) -> Path:
        """What was decided about counties' layouts: the overrides."""
        return self.root / "layouts"

    @property
    def build(self) -> Path:
        """What a run builds before it is published."""
        return self.root / "build"

    @property
    def published(self) -> Path:
        """The current publication (a link)."""
        return self.root / "published"

    @property
    def published_database(self) -> Path:
        """The current publication's DuckDB file."""
        return self.published / "townledger.duckdb"

    @property
    def exports(self) -> Path:
        """What is made from a publication for other tools, and pages about it."""
        return self.root / "exports"

    @property
    def returns(self) -> Path:
        """What goes back to the counties: restricted, as what they sent."""
        return self.root / "returns"

    @property
    def forms(self) -> Path:
        """Standard forms for the counties to fill in."""
        return self.root / "forms"

    @property
    def releases(self) -> Path:
        """Released quarters, frozen."""
        return self.root / "releases"

    @property
    def bulletins(self) -> Path:
        """Documents: bulletins, notices, packs, reports, by the period that they are about."""
        return self.root / "bulletins"

    @property
    def data_docs(self) -> Path:
        """The pages of Great Expectations."""
        return self.exports / "data_docs"

    @property
    def dagster(self) -> Path:
        """Dagster's own records of this home."""
        return self.root / "dagster"

    def as_of(self, moment: str) -> Path:
        """Where the marts as of a moment are written."""
        return self.root / "as_of" / moment

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the home for one run; HomeInUseError where another process holds it."""
        from filelock import FileLock, Timeout

        self.root.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.root / ".lock", timeout=0, is_singleton=True):
                yield
        except Timeout as error:
            raise HomeInUseError(f"{self.root} is in use by another run") from error
