"""Dagster's own records of a home: runs, events and what became of each asset, in SQLite, told to nobody.

They can be made again by a run, so they are written without waiting for the disk.
"""

from __future__ import annotations

import os
import sqlite3

import dagster as dg
from dagster._core.instance.ref import InstanceRef
from sqlalchemy import Engine, event

from orchestration.event_log import EventLog
from orchestration.home import Home

_SETTINGS = """\
telemetry:
  enabled: false

# No invitation to a newsletter over the pages.
nux:
  enabled: false

# A home has one run at a time; Dagster's pages queue further ones.
concurrency:
  runs:
    max_concurrent_runs: 1

# Days for which the daemon keeps its own ticks; runs and materialisations are kept.
retention:
  schedule:
    purge_after_days: 30
  sensor:
    purge_after_days: 30
"""


def prepare(home: Home) -> None:
    """Make the folder that Dagster takes for its home, with our settings."""
    home.dagster.mkdir(parents=True, exist_ok=True)
    (home.dagster / "dagster.yaml").write_text(_SETTINGS, encoding="utf-8")


def open_instance(home: Home) -> dg.DagsterInstance:
    """The instance of a home."""
    prepare(home)
    if not event.contains(Engine, "connect", _spare_the_disk):
        event.listen(Engine, "connect", _spare_the_disk)
    folder = os.fspath(home.dagster / "history" / "runs")  # where Dagster's pages look for it
    own = {"module": EventLog.__module__, "class": EventLog.__name__, "config": {"base_dir": folder}}
    where = InstanceRef.from_dir(str(home.dagster), overrides={"event_log_storage": own})
    return dg.DagsterInstance.from_ref(where)


def _spare_the_disk(connection: object, _record: object) -> None:
    """Let the system write the records when it likes, not after each of some hundred events of a run.

    A killed run loses nothing; a power cut may lose the records of the last run, which is then run again.
    """
    if isinstance(connection, sqlite3.Connection):
        connection.execute("pragma synchronous = off")
