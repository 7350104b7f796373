"""Decisions of people: what is confirmed, withdrawn or put off counts from the decision's moment on."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from ingest.decisions import Decision
from ingest.store import Store
from tests.warehouse.conftest import PROJECT, Warehouse, build
from tests.warehouse.reports import environment, households, project, projects
from tests.warehouse.scenarios import falling_amounts
from tests.warehouse.stores import Record, Report, build_store

DECIDED = dt.datetime(2025, 5, 10, 9)
BEFORE = "2025-05-10T08:59:59"
#: Every score and report that says of a row which decisions stand behind it.
MARTS = [
    path.stem
    for folder in ("scores", "reports")
    for path in sorted((PROJECT / "models" / "marts" / folder).glob("*.yml"))
    if "name: decision_ids" in path.read_text(encoding="utf-8")
]
#: What says a row's place among others, whom decisions may have moved.
RELATIVE = re.compile("rank|band|overlap|places_gained|same_|most_sensitive|_decile_|by_score|agrees|verdict")
#: Marts that these decisions do not change: nothing is released, no second standard, no figure that lies apart.
UNTOUCHED = {
    "rpt_amendment",
    "rpt_correction",
    "rpt_outlier",
    "rpt_standard_comparison",
    "rpt_standard_comparison_indicator",
}


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


def across_the_ledgers() -> list[Report]:
    """甘泉县: a correction of each ledger that is withdrawn, and funds of a town that were refused and are confirmed."""

    def sent(ledger: str, name: str, day: int, *rows: Record, **options: object) -> Report:
        return Report("610627", "2025-03", ledger, rows, dt.datetime(2025, 4, day, 8), name, **options)

    reported = [
        ("governance", {"grids_total": "10", "grids_staffed": "9", "law_venues": "1"}),
        ("industry", {"output_value": "100", "output_value_last_year": "90", "cooperatives": "3"}),
        ("planning", {"town_plan_status": "drafting", "heritage_sites": "1"}),
        ("environment", {"garbage_dumping_found": "5", "garbage_dumping_fixed": "4"}),
    ]
    files = []
    for ledger, values in reported:
        more = {name: value if value == "drafting" else f"{value}1" for name, value in values.items()}
        for day, name, said in ((2, "first", values), (3, "correction", more)):
            files.append(sent(ledger, f"{ledger}-{name}.csv", day, Record("610627101", "", said)))
    for day, name, towns in ((2, "first", ("1", "2")), (3, "correction", ("2", "1"))):
        said = {"better_town": f"61062710{towns[0]}", "poorer_town": f"61062710{towns[1]}"}
        files.append(sent("recommendations", f"recommended-{name}.csv", day, Record("", "2025Q1", said)))
    amounts = {"amount_planned": "60", "amount_arrived": "20", "amount_spent": "10"}
    funds = (Record("610627101", "county", amounts), Record("610627102", "county", amounts, "rejected"))
    found = refused("PART_EXCEEDS_TOTAL", "funds-3", "amount_spent")
    # the town of the refused rows is scored whatever becomes of them
    files.append(environment("610622", "2025-03", "2025-04-02", households("610622101", "100")))
    return [*files, sent("funds", "funds.csv", 3, *funds, findings=(found,))]


def decision(kind: str, **about: str) -> Decision:
    return Decision(kind, DECIDED, "李主任", "电话核实，联系13912345678", **about)


@pytest.fixture(scope="session")
def decided_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("decided_store")
    store = build_store(folder, [*falling_amounts(), refused_rows(), *corrected(), *across_the_ledgers()])
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
        decision(
            "confirm",
            submission_id=ids["610627/2025-03/funds.csv"],
            code="PART_EXCEEDS_TOTAL",
            field="amount_spent",
            record_id="funds-3",
            finding_id="f3",
        ),
        *[
            decision("withdraw", submission_id=identity)
            for path, identity in ids.items()
            if path.startswith("610627/") and path.endswith("-correction.csv")
        ],
    ):
        store.decide(made)
    mistaken = decision("extend", period="2025-02", due_date="2025-03-31")
    store.decide(mistaken)
    store.decide(replace(decision("revoke", period="2025-02"), revokes=mistaken.decision_id))
    return folder


@pytest.fixture(scope="session")
def decided(decided_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return build(decided_store, tmp_path_factory.mktemp("decided"), as_of=DECIDED.isoformat())


@pytest.fixture(scope="session")
def undecided(decided_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The same store a second before the decisions."""
    return build(decided_store, tmp_path_factory.mktemp("undecided"), is_tested=False, as_of=BEFORE)


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
        "select record_key, decision_id <> '' from fct_ledger_value"
        " where county_code = '610622' and ledger = 'projects' group by all"
    )
    standing = (
        "select disposition, records_accepted, records_rejected from fct_submission"
        " where county_code = '610622' and ledger = 'projects'"
    )
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


def test_every_score_and_report_says_which_decisions_stand_behind_it_or_behind_its_cell() -> None:
    folders = [PROJECT / "models" / "marts" / folder for folder in ("scores", "reports")]
    others = {path.stem for folder in folders for path in folder.glob("*.sql")} - set(MARTS)
    # Cells with a decision each, and cells of files as they were read.
    assert others == {"fct_indicator_source", "rpt_supervision_evidence", "rpt_conservation"}


@pytest.mark.parametrize("mart", MARTS)
def test_a_row_that_decisions_have_changed_says_which(
    mart: str, decided: Warehouse, undecided: Warehouse
) -> None:
    """Held against the same mart a second before: what differs, save by its place among others."""
    with duckdb.connect(str(decided.database), read_only=True) as connection:
        connection.execute(f"attach '{undecided.database}' as before (read_only)")
        columns = [name for name, *_ in connection.execute(f"describe {mart}").fetchall()]
        kept = ", ".join(name for name in columns if name != "decision_ids" and not RELATIVE.search(name))
        shown = connection.execute(
            f"select decision_ids <> '', count(*) from {mart} where row({kept})::varchar"
            f" not in (select row({kept})::varchar from before.{mart}) group by 1"
        ).fetchall()
    assert [is_shown for is_shown, _ in shown] == ([] if mart in UNTOUCHED else [True])


@pytest.mark.parametrize(
    ("key", "mart", "expected"),
    [
        (
            "county_code || period",
            "fct_county_score_month where county_code in ('610625', '610626', '610628')",
            {
                "6106252025-03": ["extend", "withdraw"],
                "6106262025-02": ["confirm"],
                "6106262025-03": ["confirm"],  # held against what was confirmed of February
            },
        ),
        (
            "indicator",
            "fct_indicator_month where town_code = '610626101' and period = '2025-02'",
            {
                "investment_progress": ["confirm"],
                "investment_floor": ["confirm"],
                "project_start_rate": ["confirm"],
                "project_completion_rate": ["confirm"],
                "completed_in_use": ["confirm"],
            },
        ),
        ("town_code", "rpt_fund_use", {"610627102": ["confirm"]}),
        ("county_code", "rpt_fund_summary where fund_source = ''", {"610627": ["confirm"], "": ["confirm"]}),
        ("county_code", "rpt_governance", {"610627": ["withdraw"], "": ["withdraw"]}),
        ("record_key", "rpt_project_progress where period = '2025-02'", {"路": ["confirm"]}),
        (
            "grouped_by || group_code",
            "rpt_project_summary where period = '2025-02' and grouped_by in ('county', 'city', 'town')",
            {"county610626": ["confirm"], "town610626101": ["confirm"], "city": ["confirm"]},
        ),
    ],
)
def test_decisions_are_shown_where_they_reach_and_nowhere_else(
    key: str, mart: str, expected: dict[str, list[str]], decided: Warehouse
) -> None:
    kinds = dict(decided.rows("select decision_id, kind from fct_decision"))
    shown = decided.rows(f"select {key}, decision_ids from ({f'from {mart}'}) where decision_ids <> ''")
    assert {name: sorted(kinds[i] for i in ids.split("、")) for name, ids in shown} == expected


def test_every_decision_is_published_with_its_moment_and_no_telephone_number(
    decided: Warehouse, undecided: Warehouse
) -> None:
    assert undecided.rows("select count(*) from fct_decision") == [(0,)]
    assert decided.rows(
        "select kind, count(*), bool_and(is_in_force), min(decided_at), min(reason) from fct_decision group by 1 order by 1"
    ) == [
        ("confirm", 4, True, DECIDED, "电话核实，联系******"),
        ("extend", 2, False, DECIDED, "电话核实，联系******"),
        ("revoke", 1, False, DECIDED, "电话核实，联系******"),
        ("withdraw", 6, True, DECIDED, "电话核实，联系******"),
    ]


def test_a_decision_is_kept_once(tmp_path: Path) -> None:
    store = Store(tmp_path)
    made = decision("extend", period="2025-02", due_date="2025-03-31")
    store.decide(made)
    with pytest.raises(FileExistsError):
        store.decide(made)
    assert store.decisions() == [made]
