"""A build follows what has changed: only the periods on which it bears, and as if everything were built anew."""

import json
from pathlib import Path

import duckdb
import pytest

from orchestration import changes
from orchestration.built import database
from tests.warehouse.conftest import copy_of_project
from tests.warehouse.histories import APRIL, FIRST_QUARTER, LATE, History, decided, differing
from tests.warehouse.reports import environment, households, project, projects
from tests.warehouse.scenarios import OVERRIDDEN_VERSION, overridden_readings
from tests.warehouse.stores import Report

NEW_YEAR = [
    projects("610626", "2026-01", "2026-01-28", project("610626101", "路", cumulative_investment="7"))
]
MONTHS_BETWEEN = {f"2025-{month:02}" for month in range(5, 13)}


def ask(build: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(database(build)), read_only=True) as connection:
        return connection.sql(sql).fetchall()


def mark(build: Path) -> None:
    """Leave a mark on every value as built, which no later model reads."""
    with duckdb.connect(str(database(build))) as connection:
        connection.execute("update int_values set unit_source = 'as it was built'")


def unmarked(build: Path) -> set[str]:
    found = ask(build, "select distinct period from int_values where unit_source <> 'as it was built'")
    return {period for (period,) in found}


def submission_of(history: History, county: str, period: str) -> str:
    (found,) = (s.submission_id for s in history.store.submissions(period) if s.county_code == county)
    return found


def withdrawn(build: Path) -> set[tuple[str, str]]:
    return set(ask(build, "select county_code, period from fct_submission where withdrawn_by <> ''"))


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    """The first quarter, and all that comes after it, followed step by step; each step says what it expects."""
    history = History(tmp_path_factory.mktemp("history"))
    history.receive(FIRST_QUARTER)
    assert history.follow().periods is None
    assert history.plan().is_nothing

    history.receive(APRIL)
    assert history.plan().periods == {"2025-04"}
    history.follow_and_be_killed("int_value_outcomes")
    assert history.plan().periods == {"2025-04"}
    mark(history.build)
    history.follow()
    assert unmarked(history.build) == {"2025-04"}

    history.receive(LATE)
    # January as well, which another county corrected after it had reported February.
    assert history.plan().periods == {"2025-01", "2025-02", "2025-03", "2025-04"}
    fallen = ask(
        history.build,
        "select finding_id, submission_id, record_id, field from fct_finding"
        " where code = 'CUMULATIVE_FELL' and period = '2025-02'",
    )
    ((finding, submission, record, field),) = fallen
    history.decide(
        decided(
            "confirm",
            finding_id=finding,
            submission_id=submission,
            record_id=record,
            field=field,
            code="CUMULATIVE_FELL",
        ),
        decided("extend", period="2025-03", due_date="2025-04-20"),
        decided("withdraw", submission_id=submission_of(history, "610629", "2025-02")),
    )
    withdrawal = decided("withdraw", submission_id=submission_of(history, "610626", "2025-04"))
    history.decide(withdrawal)
    history.receive(overridden_readings(), OVERRIDDEN_VERSION)
    assert history.follow().periods == {"2025-01", "2025-02", "2025-03", "2025-04"}
    assert withdrawn(history.build) == {("610629", "2025-02"), ("610626", "2025-04")}

    history.decide(decided("revoke", revokes=withdrawal.decision_id))
    history.receive(NEW_YEAR)
    assert history.follow().periods == {"2025-04", "2026-01"} | MONTHS_BETWEEN
    assert withdrawn(history.build) == {("610629", "2025-02")}
    return history


def test_what_follows_step_by_step_is_what_is_built_anew(history: History) -> None:
    assert differing(database(history.build), history.anew()) == []


@pytest.fixture
def small(tmp_path: Path) -> History:
    """A history whose build is believed to be done; its database knows what was received."""
    return History(tmp_path)


def believed_built(history: History) -> None:
    plan = history.plan()
    history.build.mkdir(exist_ok=True)
    with duckdb.connect(str(database(history.build))) as connection:
        connection.execute(
            "create or replace table int_submission_readings as select county_code, period, received_at"
            f" from read_parquet('{history.store.root}/submissions/[!_]*/*/*/submission.parquet')"
        )
    changes.finish(plan, history.build)


def sent(period: str, received: str, name: str = "") -> Report:
    return environment(
        "610603", period, received, households("610603101", "7"), file_name=name or f"{received}.csv"
    )


def after(history: History, *reports: Report) -> frozenset[str] | None:
    """What is to be built again once these have come."""
    history.receive(reports)
    return history.plan().periods


def test_a_new_month_alone_is_built(small: History) -> None:
    small.receive([sent("2025-05", "2025-06-01"), sent("2025-06", "2025-07-01")])
    believed_built(small)
    assert after(small, sent("2025-07", "2025-08-01")) == {"2025-07"}


def test_a_month_that_no_longer_ends_its_quarter_is_built_again(small: History) -> None:
    small.receive([sent("2025-06", "2025-07-01"), sent("2025-07", "2025-08-01")])
    believed_built(small)
    assert after(small, sent("2025-08", "2025-09-01")) == {"2025-07", "2025-08"}


def test_a_correction_reaches_to_the_end_of_its_year(small: History) -> None:
    small.receive([sent(f"2025-{month:02}", f"2025-{month:02}-28") for month in range(9, 13)])
    small.receive(
        [sent("2026-01", "2026-01-28"), sent("2026-02", "2026-02-28"), sent("2026-03", "2026-03-28")]
    )
    believed_built(small)
    plan_of = after(small, sent("2025-11", "2026-04-01"))
    assert plan_of == {"2025-11", "2025-12"}
    variable = small.plan().variable()
    assert variable is not None
    assert variable["later"] == ["2025-11", "2025-12", "2026-01", "2026-02", "2026-03"]


def test_march_corrected_after_june_was_built_is_built_again_with_what_is_held_against_it(
    small: History,
) -> None:
    """Also January, corrected after March had come; not February, nor another county's correction of it."""
    small.receive([sent(f"2025-{month:02}", f"2025-{month:02}-28") for month in range(1, 7)])
    small.receive([sent("2025-01", "2025-04-02"), sent("2025-02", "2025-03-02")])
    small.receive([environment("610602", "2025-02", "2025-06-02", households("610602102", "5"))])
    believed_built(small)
    assert after(small, sent("2025-03", "2025-07-15")) == {f"2025-{month:02}" for month in (1, 3, 4, 5, 6)}
    # What was built again stays known, for whoever asks.
    changes.finish(small.plan(), small.build)
    built = json.loads((small.build / "built.json").read_text(encoding="utf-8"))
    assert built["rebuilt"] == ["2025-01", "2025-03", "2025-04", "2025-05", "2025-06"]


def test_a_month_corrected_after_the_changed_one_was_reported_is_built_again(small: History) -> None:
    """January's correction is a restatement if February was reported before it: also if that shows later."""
    january = [sent("2025-01", "2025-01-28"), sent("2025-01", "2025-03-02")]
    small.receive([*january, sent("2025-03", "2025-03-28")])
    believed_built(small)
    assert after(small, sent("2025-02", "2025-02-28")) == {"2025-01", "2025-02", "2025-03"}


def test_a_decision_bears_on_the_month_of_what_it_is_about(small: History) -> None:
    small.receive(
        [sent("2025-11", "2025-11-28"), sent("2025-12", "2025-12-28"), sent("2026-03", "2026-03-28")]
    )
    believed_built(small)
    december = next(s.submission_id for s in small.store.submissions("2025-12"))
    withdrawal = decided("withdraw", submission_id=december)
    small.decide(withdrawal)
    assert small.plan().periods == {"2025-12"}
    believed_built(small)
    small.decide(decided("revoke", revokes=withdrawal.decision_id))
    assert small.plan().periods == {"2025-12"}


def test_what_a_killed_build_had_begun_is_built_again_whatever_the_fingerprints_say(small: History) -> None:
    small.receive([sent("2025-02", "2025-02-28"), sent("2025-03", "2025-03-28")])
    believed_built(small)
    plan = small.plan()
    changes.begin(changes.Plan(plan.inputs, frozenset({"2025-03"}), plan.read), small.build)
    assert small.plan().periods == {"2025-03"}


def test_another_moment_or_another_seed_builds_everything(
    small: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.receive([sent("2025-03", "2025-03-28")])
    believed_built(small)
    assert small.plan().is_nothing
    assert small.plan(as_of="2025-04-01").periods is None
    project_copy = copy_of_project(tmp_path)
    monkeypatch.setattr(changes, "DBT_PROJECT", project_copy)
    assert small.plan().is_nothing
    with (project_copy / "seeds" / "organisation" / "public_holidays.csv").open(
        "a", encoding="utf-8"
    ) as seed:
        seed.write("春节,2027-02-05,2027-02-12\n")
    assert small.plan().periods is None


def test_a_store_whose_files_are_no_longer_what_they_were_is_noticed(small: History) -> None:
    small.receive([sent("2025-02", "2025-02-28"), sent("2025-03", "2025-03-28")])
    believed_built(small)
    file = max(small.store.root.glob("submissions/*/2025-03/*/readings/*/values.parquet"))
    file.write_bytes(file.read_bytes() + b"\0")
    assert small.plan().periods == {"2025-03"}
