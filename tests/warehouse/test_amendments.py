"""What has changed since a release, figure by figure, and why: a correction, a decision, a standard and a designation
that are known only later."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from exports import publication
from ingest.decisions import Decision
from orchestration.warehouse import public_tables
from tests.warehouse.conftest import Warehouse, build, copy_of_project
from tests.warehouse.stores import Record, Report, build_store

PERIOD, QUARTER = "2025-03", "2025Q1"
#: 延川县: one whose value is corrected, one whose target changes, one that becomes a key town; 宜川县: one that is
#: overtaken, one whose refused row is confirmed.
CORRECTED, MEASURED, PROMOTED = "610622102", "610622103", "610622104"
OVERTAKEN, CONFIRMED = "610630101", "610630102"
#: 子长市: a project whose kind and amount are reported otherwise later, of which no figure takes notice.
RECODED = "610681001"
RELEASED_AT = dt.datetime(2025, 4, 12, 9)
DECIDED_AT = dt.datetime(2025, 4, 25, 9)


def households(town: str, sanitary: int, status: str = "accepted") -> Record:
    return Record(town, "", {"households_total": "1000", "toilets_sanitary": str(sanitary)}, status)


def environment(county: str, received: str, name: str, *rows: Record, **about: object) -> Report:
    at = dt.datetime.fromisoformat(received)
    return Report(county, PERIOD, "environment", rows, at, file_name=name, **about)


def sent(corrected: int) -> tuple[Record, ...]:
    return (households(CORRECTED, corrected), households(MEASURED, 500), households(PROMOTED, 600))


def venues(town: str) -> Report:
    """Parking for one town alone: 40 spaces for 1000 residents, 80 % of the target of 50."""
    record = Record(town, "", {"parking_spaces": "40", "town_population": "1000"})
    return Report("610622", PERIOD, "facilities", (record,), dt.datetime(2025, 4, 3))


def project(received: str, name: str, build_type: str, amount: str) -> Report:
    record = Record(RECODED, "甲项目", {"build_type": build_type, "total_investment": amount})
    return Report(
        "610681", PERIOD, "projects", (record,), dt.datetime.fromisoformat(received), file_name=name
    )


REFUSED = {
    "severity": "error",
    "code": "PART_EXCEEDS_TOTAL",
    "outcome": "reject_row",
    "message_zh": "部分大于整体",
    "record_id": "environment-3",
    "field": "toilets_sanitary",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("amended_store")
    other = (households(OVERTAKEN, 540), households(CONFIRMED, 700, "rejected"))
    kept = build_store(
        folder,
        [
            environment("610622", "2025-04-02", "first.csv", *sent(450)),
            environment("610622", "2025-04-20", "correction.csv", *sent(630)),
            environment("610630", "2025-04-02", "other.csv", *other, findings=(REFUSED,)),
            venues(MEASURED),
            project("2025-04-02", "projects.csv", "new", "100.125"),
            project("2025-04-20", "projects_again.csv", "renovation", "90"),
        ],
    )
    ids = {sent.source_file: sent.submission_id for sent in kept.submissions()}
    about = {name: REFUSED[name] for name in ("code", "record_id", "field")}
    submission = ids[f"610630/{PERIOD}/other.csv"]
    kept.decide(Decision("confirm", DECIDED_AT, "李主任", "核实", submission_id=submission, **about))
    return folder


@pytest.fixture(scope="module")
def then(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return build(store, tmp_path_factory.mktemp("then"), is_tested=False, as_of="2025-04-10")


@pytest.fixture(scope="module")
def now(store: Path, then: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Everything known, under another target for parking, with a town designated in time and told late."""
    folder = tmp_path_factory.mktemp("now")
    publication.write_snapshot(then.database, public_tables(), folder / "releases" / QUARTER, {})
    project = copy_of_project(folder)
    indicators = project / "seeds" / "standard" / "indicators.csv"
    table = pd.read_csv(indicators, dtype=str, keep_default_na=False)
    table.loc[table["indicator"] == "parking", "target"] = "80"
    table.to_csv(indicators, index=False)
    with (project / "seeds" / "organisation" / "key_towns.csv").open("a", encoding="utf-8") as stream:
        stream.write(f"{PROMOTED},杨家圪坮镇,municipal,2025-01-01,\n")
    release = {"quarter": QUARTER, "as_of": "2025-04-10", "released_at": RELEASED_AT.isoformat()}
    return build(store, folder, project, releases_path=str(folder / "releases"), released=[release])


def causes(now: Warehouse, kind: str, measure: str, subject: str, item: str = "") -> list[tuple]:
    return now.rows(
        f"select cause, is_by_others from rpt_amendment where figure_kind = '{kind}' and measure = '{measure}'"
        f" and (town_code = '{subject}' or town_code = '' and county_code = '{subject}') and item = '{item}'"
        f" and period in ('{PERIOD}', '{QUARTER}') order by all"
    )


def test_nothing_is_amended_while_nothing_is_released(then: Warehouse) -> None:
    assert then.rows("select count(*) from rpt_amendment") == [(0,)]


def test_each_figure_names_its_own_cause(now: Warehouse) -> None:
    data, standard, membership = [("data", False)], [("standard", False)], [("membership", False)]
    assert causes(now, "indicator", "score", CORRECTED, "sanitary_toilets") == data
    assert causes(now, "function", "score", CORRECTED, "environment") == data
    assert causes(now, "town", "score", CORRECTED) == data
    assert causes(now, "indicator", "score", MEASURED, "parking") == standard
    assert causes(now, "town", "score", MEASURED) == standard
    assert causes(now, "indicator", "status", PROMOTED, "gas_coverage") == membership
    assert causes(now, "town", "score", PROMOTED) == membership
    assert causes(now, "indicator", "score", CONFIRMED, "sanitary_toilets") == data
    assert causes(now, "town", "score", CONFIRMED) == data
    assert causes(now, "town", "score", OVERTAKEN) == []


def test_old_and_new_figures_stand_side_by_side(now: Warehouse) -> None:
    """450 of 1000 is half of the target of 90 %, 630 seven tenths; 40 spaces are four fifths of 50, half of 80."""
    figures = now.rows(
        "select town_code, item, round(number_released, 9), round(number_now, 9), round(difference, 9)"
        f" from rpt_amendment where measure = 'score' and (town_code, item) in"
        f" (('{CORRECTED}', 'sanitary_toilets'), ('{MEASURED}', 'parking')) order by 1"
    )
    assert figures == [
        (CORRECTED, "sanitary_toilets", 50, 70, 20),
        (MEASURED, "parking", 80, 50, -30),
    ]
    assert now.rows(
        "select distinct text_released, text_now from rpt_amendment"
        f" where town_code = '{PROMOTED}' and item = 'gas_coverage' and measure = 'status'"
    ) == [("not_applicable", "missing")]


def test_the_proof_names_files_cells_decisions_and_rules(now: Warehouse) -> None:
    ids = dict(now.rows("select split_part(source_file, '/', 3), submission_id from fct_submission"))
    of = (
        "select proof, submissions_released, submissions_now, decision_ids, cells from rpt_amendment"
        " where figure_kind = 'indicator' and measure = 'score' and "
    )
    corrected = now.rows(f"{of} town_code = '{CORRECTED}' and item = 'sanitary_toilets'")
    assert corrected == [
        (
            "2025-03 人居环境整治情况统计表 卫生厕所户数：450→630",
            ids["first.csv"],
            ids["correction.csv"],
            "",
            "610622/2025-03/correction.csv environment!C2",
        )
    ]
    ((proof, *_),) = now.rows(f"{of} town_code = '{MEASURED}' and item = 'parking'")
    assert proof == "indicators parking target：50（2025）→80（2025）"
    ((decision,),) = now.rows("select decision_id from fct_decision")
    ((_, before, after, decided, _),) = now.rows(
        f"{of} town_code = '{CONFIRMED}' and item = 'sanitary_toilets'"
    )
    assert (before, after, decided) == ("", ids["other.csv"], decision)
    ((moved,),) = now.rows(
        "select distinct proof from rpt_amendment"
        f" where town_code = '{PROMOTED}' and item = 'gas_coverage' and measure = 'status'"
    )
    assert moved == "2025-03 610622104：610622 other →610622 municipal municipal"


def test_what_was_corrected_is_said_in_words_and_in_whole_numbers(now: Warehouse) -> None:
    said = now.rows(
        "select record_name, field, value_before, value_after from rpt_correction"
        f" where town_code = '{RECODED}' order by field"
    )
    assert said == [
        ("甲项目", "build_type", "新建", "改扩建"),
        ("甲项目", "total_investment", "100.125", "90"),
    ]


def test_a_rank_that_moved_because_others_moved_says_so(now: Warehouse) -> None:
    """The corrected town and the confirmed one pass by a town of which nothing has changed; the new key town, held to
    more, falls behind it."""
    own = now.rows(
        f"select rank_city from fct_town_score_month where town_code = '{OVERTAKEN}' and period = '{PERIOD}'"
    )
    moved = now.rows(
        "select number_released, number_now, cause, is_by_others, proof from rpt_amendment"
        f" where town_code = '{OVERTAKEN}' and measure = 'rank_city' and figure_kind = 'town' order by cause"
    )
    assert own == [(int(moved[0][1]),)]
    names = dict(now.rows("select town_code, town_name from dim_town"))
    said = "因其他单位得分或类别变化而变动："
    assert [row[2:] for row in moved] == [
        ("data", True, f"{said}{names[CORRECTED]}、{names[CONFIRMED]}"),
        ("membership", True, f"{said}{names[PROMOTED]}"),
    ]


def test_where_several_causes_act_together_each_has_its_row(now: Warehouse) -> None:
    mean = causes(now, "county", "town_mean", "610622")
    assert mean == [("data", False), ("membership", False), ("standard", False)]
    assert causes(now, "county", "score", "610622") == mean
    assert causes(now, "county", "town_mean", "610630") == [("data", False)]
    assert causes(now, "county", "reporting", "610622") == []


def test_every_figure_that_differs_is_listed_and_no_other(then: Warehouse, now: Warehouse) -> None:
    """Both warehouses compared table by table, by their keys."""
    tables = {
        "fct_indicator_month": (
            "indicator",
            ["town_code", "indicator", "period"],
            ["value", "score", "status"],
        ),
        "fct_function_score_month": ("function", ["town_code", "function", "period"], ["score"]),
        "fct_town_score_month": (
            "town",
            ["town_code", "period"],
            ["score", "rank_city", "rank_county", "rank_peer"],
        ),
        "fct_county_score_month": (
            "county",
            ["county_code", "period"],
            ["town_mean", "investment_progress", "reporting", "score", "rank"],
        ),
        "rpt_supervision": (
            "supervision",
            ["county_code", "town_code", "rule", "quarter"],
            ["figure", "status"],
        ),
        "rpt_key_town_evaluation": (
            "evaluation",
            ["town_code", "year"],
            [
                "score",
                "rank_peer",
                "rank_city",
                "targets_met",
                "targets_missed",
                "invested_this_year",
                "grade",
            ],
        ),
    }
    differing = set()
    for table, (kind, key, measures) in tables.items():
        both = then.query(f"from {table}").merge(now.query(f"from {table}"), on=key, how="outer")
        for measure in measures:
            left, right = both[f"{measure}_x"], both[f"{measure}_y"]
            unlike = both[~((left == right) | (left.isna() & right.isna()))]
            differing |= {(kind, measure, *map(str, row)) for row in unlike[key].itertuples(index=False)}
    listed = now.query("select distinct * exclude (cause, proof) from rpt_amendment")
    listed["year"], listed["quarter"] = listed["period"].str[:4], listed["period"]
    named = {"indicator": "item", "function": "item", "rule": "item"}
    said = {
        (row["figure_kind"], row["measure"], *(row[named.get(column, column)] for column in key))
        for kind, key, _ in tables.values()
        for row in listed[listed["figure_kind"] == kind].to_dict("records")
    }
    assert said == differing
    assert now.rows("select count(*) from rpt_amendment where cause = 'computation'") == [(0,)]
