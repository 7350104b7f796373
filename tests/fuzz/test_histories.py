"""In whatever order reports, readings, decisions and rows of the standard come, what is built step by step is what is
built anew: table by table, and hash by hash of what is published.

`make prove` alone follows these histories (each costs ten builds and more); one history in an order of its own is
followed with every change (`tests/warehouse/test_changes.py`).
"""

import datetime as dt
import random
from pathlib import Path

import pandas as pd
import pytest

from exports import publication
from ingest.decisions import Decision
from orchestration import changes
from orchestration.built import database
from orchestration.warehouse import public_tables
from tests.fuzz.test_fuzz import SEED, TOTAL
from tests.warehouse.conftest import copy_of_project
from tests.warehouse.histories import APRIL, FIRST_QUARTER, LATE, History, decided, differing
from tests.warehouse.scenarios import OVERRIDDEN_VERSION, overridden_readings, read_under_override, scenarios

HISTORIES = TOTAL // 20_000
STEPS = 5

COUNTY = "610602"
#: A town that one reports of in January, gone into its neighbour in March.
MERGER = "610631,黄龙县,610631101,白马滩镇,镇,2025-03-01,610631102\n"


def hashes(build: Path, folder: Path) -> dict[str, str]:
    """Public table → SHA-256 of its content as published."""
    publication.write_snapshot(build, public_tables(), folder, {})
    manifest = pd.read_json(folder / "manifest.json", typ="series")
    return {name: table["sha256"] for name, table in manifest["tables"].items()}


def assert_as_built_anew(history: History, step: str) -> None:
    anew = history.anew()
    assert differing(database(history.build), anew) == [], step
    followed = hashes(database(history.build), history.folder / "followed")
    assert followed == hashes(anew, history.folder / "published_anew"), step


def any_decisions(history: History, source: random.Random) -> list[Decision]:
    """A withdrawal of any submission, a later deadline of any month, and the revocation of an earlier decision."""
    known = history.store.decisions()
    moment = dt.datetime(2026, 1, 1) + dt.timedelta(hours=len(known))
    chosen = source.choice(history.store.submissions())
    made = [
        Decision("withdraw", moment, "李", "核实", submission_id=chosen.submission_id),
        Decision("extend", moment, "李", "春节", period=chosen.period, due_date="2026-01-10"),
    ]
    if known:
        made.append(Decision("revoke", moment, "李", "核实", revokes=source.choice(known).decision_id))
    return made


@pytest.mark.parametrize("number", range(HISTORIES))
def test_any_history_comes_to_the_same(number: int, tmp_path: Path) -> None:
    source = random.Random(f"history-{SEED}-{number}")
    reports = [report for report in scenarios() if report not in read_under_override()]
    source.shuffle(reports)
    history = History(tmp_path)
    for step in range(STEPS):
        history.receive(reports[step::STEPS])
        if step == source.randrange(STEPS):
            history.receive(read_under_override())
            history.receive(overridden_readings(), OVERRIDDEN_VERSION)
        history.decide(*any_decisions(history, source))
        history.follow()
        assert_as_built_anew(history, f"history {number}, step {step}")


@pytest.mark.skipif(not HISTORIES, reason="make prove follows it: seventeen builds")
def test_every_kind_of_step_comes_to_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = copy_of_project(tmp_path)
    monkeypatch.setattr(changes, "DBT_PROJECT", project)
    history = History(tmp_path, project)

    def follow(step: str, periods: set[str] | None) -> None:
        assert history.follow().periods == periods, step
        assert_as_built_anew(history, step)

    def submission(period: str) -> str:
        return next(s.submission_id for s in history.store.submissions(period) if s.county_code != COUNTY)

    history.receive(report for report in FIRST_QUARTER if report.county_code != COUNTY)
    history.follow()
    history.receive(report for report in FIRST_QUARTER if report.county_code == COUNTY)
    follow("a county by itself", {"2025-01", "2025-02", "2025-03"})
    history.receive(APRIL)
    follow("a new month", {"2025-04"})

    withdrawal = decided("withdraw", submission_id=submission("2025-03"))
    history.decide(withdrawal)
    follow("withdrawn", {"2025-03", "2025-04"})
    history.decide(
        decided("revoke", revokes=withdrawal.decision_id),
        decided("extend", period="2025-04", due_date="2025-05-20"),
    )
    follow("withdrawal revoked, deadline put off", {"2025-03", "2025-04"})

    history.receive(overridden_readings(), OVERRIDDEN_VERSION)
    follow("read by another layout", {"2025-01", "2025-02", "2025-03", "2025-04"})

    indicators = project / "seeds" / "standard" / "indicators.csv"
    table = pd.read_csv(indicators, dtype=str, keep_default_na=False)
    table.loc[table["indicator"] == "sanitary_toilets", "target"] = "60"
    table.to_csv(indicators, index=False)
    follow("another target", None)
    with (project / "seeds" / "organisation" / "towns.csv").open("a", encoding="utf-8") as stream:
        stream.write(MERGER)
    follow("a town merged", None)

    history.receive(LATE)
    follow("corrected under the later standard", {"2025-01", "2025-02", "2025-03", "2025-04"})
