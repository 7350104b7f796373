"""A store that grows step by step, and a warehouse that follows it: built as a run builds it, and built anew.

Belongs here: what comes in turn, adding to a store, building what has changed, comparing two databases. Does not
belong here: what is expected of either.
"""

import datetime as dt
import os
import signal
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from ingest.decisions import Decision
from ingest.store import Store
from orchestration import changes
from orchestration.built import database
from orchestration.layouts import Layouts
from tests.warehouse.conftest import PROJECT, UNTESTED, build_command
from tests.warehouse.scenarios import CURRENT_READINGS, scenarios
from tests.warehouse.stores import VERSION, Report, build_store

#: What comes in turn: a correction of February in 志丹县 comes last.
LATE = [report for report in scenarios() if report.file_name == "correction.csv"]
APRIL = [report for report in scenarios() if report.period == "2025-04"]
FIRST_QUARTER = [report for report in scenarios() if report not in LATE + APRIL]


def decided(kind: str, **about: str) -> Decision:
    """A decision of somebody, later than everything that was sent."""
    return Decision(kind, dt.datetime(2026, 2, 1, 9), "李", "核实", **about)


@dataclass
class History:
    """A store and the folder in which its warehouse is built, by the models of a project."""

    folder: Path
    project: Path = PROJECT
    store: Store = field(init=False)

    def __post_init__(self) -> None:
        self.store = Store(self.folder / "store")

    @property
    def build(self) -> Path:
        return self.folder / "build"

    def receive(self, reports: Iterable[Report], version: str = VERSION) -> None:
        build_store(self.store.root, reports, version)

    def decide(self, *decisions: Decision) -> None:
        for decision in decisions:
            self.store.decide(decision)

    def plan(self, as_of: str = "") -> changes.Plan:
        return changes.plan(self.store, Layouts(), [as_of], self.build)

    def follow(self) -> changes.Plan:
        """Build what has changed, as a run does."""
        plan = self.plan()
        changes.begin(plan, self.build)
        extent = ["--full-refresh"] if plan.periods is None else []
        _finished(self._dbt(self.build, plan.variable(), *extent))
        changes.finish(plan, self.build)
        return plan

    def follow_and_be_killed(self, model: str) -> None:
        """Begin to build what has changed; the process is killed as soon as it says that a model is done."""
        plan = self.plan()
        changes.begin(plan, self.build)
        with self._dbt(self.build, plan.variable()) as process:
            for line in process.stdout or ():
                if "OK created" in line and f".{model} " in line:
                    process.send_signal(signal.SIGKILL)
                    break
        assert process.returncode == -signal.SIGKILL

    def anew(self) -> Path:
        """The database of a build of everything, beside the one that follows."""
        folder = self.folder / "anew"
        _finished(self._dbt(folder, None, "--full-refresh"))
        return database(folder)

    def _dbt(self, folder: Path, rebuild: object, *extent: str) -> subprocess.Popen[str]:
        folder.mkdir(exist_ok=True)
        given = {"store_path": str(self.store.root), "current_readings": CURRENT_READINGS, "rebuild": rebuild}
        return subprocess.Popen(
            build_command(self.project, folder / "dbt", given, *UNTESTED, *extent),
            env={**os.environ, "TOWNLEDGER_BUILD_DB": str(database(folder))},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


def _finished(process: subprocess.Popen[str]) -> None:
    said, _ = process.communicate()
    assert process.returncode == 0, said


def differing(one: Path, other: Path) -> list[str]:
    """The tables of which two databases do not hold the same rows."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{one}' as one (read_only)")
        connection.execute(f"attach '{other}' as other (read_only)")
        tables = {
            name: {
                table
                for (table,) in connection.execute(
                    "select table_name from duckdb_tables() where database_name = $name and schema_name = 'main'",
                    {"name": name},
                ).fetchall()
            }
            for name in ("one", "other")
        }
        unequal = tables["one"] ^ tables["other"]
        for table in tables["one"] & tables["other"]:
            missing = " union all ".join(
                f"(from {a}.main.{table} except all from {b}.main.{table})"
                for a, b in (("one", "other"), ("other", "one"))
            )
            if connection.execute(f"select count(*) from ({missing})").fetchall()[0][0]:
                unequal.add(table)
        return sorted(unequal)
