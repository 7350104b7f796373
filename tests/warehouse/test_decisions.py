"""Decisions of people: what is confirmed, withdrawn or put off counts from the decision's moment on."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.decisions import Decision
from ingest.store import Store
from tests.warehouse.conftest import Warehouse, build
from tests.warehouse.scenarios import environment, falling_amounts, households, project, projects
from tests.warehouse.stores import Report, build_store

DECIDED = dt.datetime(2025, 5, 10, 9)
BEFORE = "2025-05-10T08:59:59"


def refused(code: str, record: str, field: str) -> dict[str, str]:
    """A finding of a file that refuses one of its rows."""
    return {
        "severity": "error",
        "code": code,
        "outcome": "reject_row",
        "message_zh": f"{record} {code}",
        "record_id": record,
        "field": field,
    }


def refused_rows() -> Report:
    """延川县: both rows are refused by the file alone, the second for two reasons."""
    rows = [
        project("610622101", name, cumulative_investment="7", annual_planned_investment="600")
        for name in ("甲", "乙")
    ]
    return projects(
        "610622",
        "2025-03",
        "2025-04-02",
        *[replace(row, status="rejected") for row in rows],
        disposition="rejected",
        findings=(
            refused("PART_EXCEEDS_TOTAL", "projects-2", "annual_planned_investment"),
            refused("PART_EXCEEDS_TOTAL", "projects-3", "annual_planned_investment"),
            refused("NEGATIVE_AMOUNT", "projects-3", "month_investment"),
        ),
    )


def corrected() -> list[Report]:
    """志丹县: a correction that is withdrawn; both files came after the fifth."""
    town = "610625101"
    return [
        environment("610625", "2025-03", "2025-04-06", households(town, "100"), file_name="first.csv"),
        environment("610625", "2025-03", "2025-04-08", households(town, "999"), file_name="correction.csv"),
    ]


def decision(kind: str, **about: str) -> Decision:
    return Decision(kind, DECIDED, "李主任", "电话核实，联系13912345678", **about)


@pytest.fixture(scope="session")
def decided_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("decided_store")
    store = build_store(folder, [*falling_amounts(), refused_rows(), *corrected()])
    ids = {s.source_file: s.submission_id for s in store.submissions()}
    fell = {"submission_id": ids["610626/2025-02/projects.csv"], "record_id": "projects-2"}
    refusal = {"submission_id": ids["610622/2025-03/projects.csv"], "code": "PART_EXCEEDS_TOTAL"}
    for made in (
        decision("confirm", code="CUMULATIVE_FELL", field="cumulative_investment", finding_id="f1", **fell),
        *[
            decision(
                "confirm", field="annual_planned_investment", record_id=record, finding_id="f2", **refusal
            )
            for record in ("projects-2", "projects-3")
        ],
        decision("withdraw", submission_id=ids["610625/2025-03/correction.csv"]),
        decision("extend", county_code="610625", period="2025-03", due_date="2025-04-07"),
    ):
        store.decide(made)
    mistaken = decision("extend", period="2025-02", due_date="2025-03-31")
    store.decide(mistaken)
    store.decide(replace(decision("revoke", period="2025-02"), revokes=mistaken.decision_id))
    return folder


@pytest.fixture(scope="session")
def decided(decided_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return build(decided_store, tmp_path_factory.mktemp("decided"))


@pytest.fixture(scope="session")
def undecided(decided_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The same store a second before the decisions."""
    return build(decided_store, tmp_path_factory.mktemp("undecided"), as_of=BEFORE)


def road(warehouse: Warehouse) -> list[tuple]:
    return warehouse.rows(
        "select period, value_number, decision_id <> '' from fct_ledger_value "
        "where record_key = '路' and field = 'cumulative_investment' order by 1"
    )


def test_a_confirmed_fall_counts_and_is_the_month_before_of_the_next(
    decided: Warehouse, undecided: Warehouse
) -> None:
    assert road(undecided) == [("2025-01", 100, False), ("2025-04", 120, False)]
    assert road(decided) == [
        ("2025-01", 100, False),
        ("2025-02", 80, True),
        ("2025-03", 90, False),
        ("2025-04", 120, False),
    ]
    findings = "select period, decision_id <> '' from fct_finding where code = 'CUMULATIVE_FELL' order by 1"
    assert undecided.rows(findings) == [("2025-02", False), ("2025-03", False)]
    assert decided.rows(findings) == [("2025-02", True)]


def test_a_row_refused_by_its_file_comes_back_once_every_reason_is_confirmed(
    decided: Warehouse, undecided: Warehouse
) -> None:
    values = (
        "select record_key, decision_id <> '' from fct_ledger_value where county_code = '610622' group by all"
    )
    standing = "select disposition, records_accepted, records_rejected from fct_submission where county_code = '610622'"
    assert undecided.rows(values) == []
    assert undecided.rows(standing) == [("rejected", 0, 2)]
    assert decided.rows(values) == [("甲", True)]
    assert decided.rows(standing) == [("accepted_with_findings", 1, 1)]
    assert decided.rows(
        "select project_name, decision_id <> '' from fct_project_month where county_code = '610622'"
    ) == [("甲", True)]


def test_a_withdrawn_correction_gives_way_to_what_it_had_replaced(
    decided: Warehouse, undecided: Warehouse
) -> None:
    value = "select value_number from fct_ledger_value where county_code = '610625'"
    assert undecided.rows(value) == [(999,)]
    assert decided.rows(value) == [(100,)]
    assert decided.rows(
        "select split_part(source_file, '/', 3), withdrawn_by <> '', superseded_by from fct_submission "
        "where county_code = '610625' order by 1"
    ) == [("correction.csv", True, ""), ("first.csv", False, "")]


def test_an_extended_deadline_is_met_by_what_came_until_then(
    decided: Warehouse, undecided: Warehouse
) -> None:
    lateness = (
        "select split_part(source_file, '/', 3), cast(due_at as date), is_late, extended_by <> '' "
        "from fct_submission where county_code = '610625' order by 1"
    )
    fifth, seventh = dt.date(2025, 4, 5), dt.date(2025, 4, 7)
    assert undecided.rows(lateness) == [
        ("correction.csv", fifth, True, False),
        ("first.csv", fifth, True, False),
    ]
    assert decided.rows(lateness) == [
        ("correction.csv", seventh, True, True),
        ("first.csv", seventh, False, True),
    ]
    reported = (
        "select status, extended_by <> '' from rpt_reporting "
        "where county_code = '610625' and period = '2025-03' and ledger = 'environment'"
    )
    assert undecided.rows(reported) == [("late", False)]
    assert decided.rows(reported) == [("on_time", True)]
    others = "select distinct cast(due_at as date) from fct_submission where period = '2025-02'"
    assert decided.rows(others) == [(dt.date(2025, 3, 5),)]  # the extension that was revoked


def test_every_decision_is_published_with_its_moment_and_no_telephone_number(
    decided: Warehouse, undecided: Warehouse
) -> None:
    assert undecided.rows("select count(*) from fct_decision") == [(0,)]
    assert decided.rows(
        "select kind, count(*), bool_and(is_in_force), min(decided_at), min(reason) from fct_decision group by 1 order by 1"
    ) == [
        ("confirm", 3, True, DECIDED, "电话核实，联系******"),
        ("extend", 2, False, DECIDED, "电话核实，联系******"),
        ("revoke", 1, False, DECIDED, "电话核实，联系******"),
        ("withdraw", 1, True, DECIDED, "电话核实，联系******"),
    ]


def test_a_decision_is_kept_once(tmp_path: Path) -> None:
    store = Store(tmp_path)
    made = decision("extend", period="2025-02", due_date="2025-03-31")
    store.decide(made)
    with pytest.raises(FileExistsError):
        store.decide(made)
    assert store.decisions() == [made]
