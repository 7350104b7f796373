"""The standard is data: what does not hold together is refused before anything is built, with the row named; a
version and an indicator more are rows alone."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from expectations import standard
from tests.conftest import EXAMPLES, REPOSITORY
from tests.reference.made_up import copy_with_second_standard

DICTIONARY = REPOSITORY / "ingest" / "dictionary"
PROJECT = REPOSITORY / "dbt_project"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """The product's standard with a second version beside it, for a test to break."""
    return copy_with_second_standard(tmp_path) / "seeds" / "standard"


def change(seeds: Path, table: str, edit: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    path = seeds / f"{table}.csv"
    edit(pd.read_csv(path, dtype=str, keep_default_na=False)).to_csv(path, index=False)


def test_the_product_s_standard_and_one_with_a_version_more_hold_together(seeds: Path) -> None:
    assert standard.faults(PROJECT / "seeds" / "standard", DICTIONARY) == []
    assert standard.faults(seeds, DICTIONARY) == []


def test_weights_that_do_not_add_up_are_named(seeds: Path) -> None:
    change(seeds, "indicators", lambda t: t.assign(weight=t["weight"].where(t.index != 0, "5")))
    change(seeds, "parameters", lambda t: t.assign(value=t["value"].where(t.index != 0, "60")))
    assert standard.faults(seeds, DICTIONARY) == [
        "indicators.csv rows 2 to 45: the weights of version 2025 add up to 102, not to 100",
        "parameters.csv rows 2 to 4: the weights of version 2025 add up to 90, not to 100",
    ]


def test_unknown_fields_methods_and_targets_are_named(seeds: Path) -> None:
    def edit(table: pd.DataFrame) -> pd.DataFrame:
        table.loc[0, "numerator"] = "communities_gass"
        table.loc[1, "method"] = "ration"
        table.loc[2, "target"] = "viel"
        table.loc[3, "applies_to"] = "keys"
        table.loc[4, "function"] = "infra"
        return table

    change(seeds, "indicators", edit)
    assert standard.faults(seeds, DICTIONARY) == [
        "indicators.csv row 2 (gas_coverage, version 2025): unknown field 'communities_gass'",
        "indicators.csv row 3 (garbage_town, version 2025): unknown method 'ration'",
        "indicators.csv row 4 (garbage_villages, version 2025): 'viel' is no target for method ratio",
        "indicators.csv row 5 (garbage_facility, version 2025): unknown applies_to 'keys'",
        "indicators.csv row 6 (sewage_treatment, version 2025): unknown function 'infra'",
        "indicators.csv row 6 (sewage_treatment, version 2025): unknown field 'sewage_treated'",
        "indicators.csv row 6 (sewage_treatment, version 2025): unknown field 'sewage_produced'",
    ]


def test_an_indicator_without_a_numerator_or_with_an_endless_target_is_named(seeds: Path) -> None:
    def edit(table: pd.DataFrame) -> pd.DataFrame:
        table.loc[0, "numerator"] = ""
        table.loc[1, "target"] = "inf"
        return table

    change(seeds, "indicators", edit)
    assert standard.faults(seeds, DICTIONARY) == [
        "indicators.csv row 2 (gas_coverage, version 2025): it has no numerator",
        "indicators.csv row 3 (garbage_town, version 2025): 'inf' is no target for method ratio",
    ]


@pytest.mark.parametrize(
    ("table", "column", "at", "written", "fault"),
    [
        ("grade_bands", "from_score", 0, "75", "good begins at 80, not below 75 (excellent)"),
        ("grade_bands", "from_score", 3, "50", "the lowest grade of version 2025 begins at 50, not at 0"),
        ("stage_scores", "score", 1, "140", "score 140 does not lie in 0..100"),
        ("deadline_scores", "score", 1, "-1", "score -1 does not lie in 0..100"),
        ("time_shares", "months_elapsed", 1, "0", "0 of 12 months is no share of a year"),
        ("time_shares", "months_elapsed", 2, "13", "13 of 12 months is no share of a year"),
    ],
)
def test_grades_scores_and_shares_that_leave_their_range_are_named(
    seeds: Path, table: str, column: str, at: int, written: str, fault: str
) -> None:
    """A total below every band has no grade, a month that is no share of the year no plan to be held against."""

    def edit(rows: pd.DataFrame) -> pd.DataFrame:
        rows.loc[at, column] = written
        return rows

    change(seeds, table, edit)
    row = at + 3 if fault.startswith("good") else at + 2
    assert standard.faults(seeds, DICTIONARY) == [f"{table}.csv row {row}: {fault}"]


@pytest.mark.parametrize(
    ("until", "fault"),
    [
        (
            "2025-10",
            "standard_versions.csv row 3: version 2026 holds from 2025-10, but 2025 (row 2) holds until 2025-10",
        ),
        (
            "",
            "standard_versions.csv row 3: version 2026 holds from 2025-10,"
            " but 2025 (row 2) holds until further notice",
        ),
        ("2025-08", "standard_versions.csv row 3: no version holds between 2025-08 and 2025-10"),
    ],
)
def test_overlapping_validity_and_gaps_are_named(seeds: Path, until: str, fault: str) -> None:
    change(
        seeds,
        "standard_versions",
        lambda t: t.assign(valid_to=t["valid_to"].where(t["standard_version"] != "2025", until)),
    )
    assert standard.faults(seeds, DICTIONARY) == [fault]


def test_a_version_that_lacks_something_or_that_nobody_knows_is_named(seeds: Path) -> None:
    change(
        seeds,
        "parameters",
        lambda t: t[~((t["standard_version"] == "2026") & (t["parameter"] == "tie_decimals"))],
    )
    change(seeds, "stage_scores", lambda t: pd.concat([t, t.tail(1).assign(standard_version="2027")]))
    assert standard.faults(seeds, DICTIONARY) == [
        "stage_scores.csv row 10: no version '2027' in standard_versions.csv",
        "standard_versions.csv row 3: version 2026 lacks parameter 'tie_decimals' in parameters.csv",
    ]


def test_a_number_that_no_version_has_any_more_is_named(seeds: Path) -> None:
    change(seeds, "parameters", lambda t: t[t["parameter"] != "tie_decimals"])
    assert standard.faults(seeds, DICTIONARY) == [
        f"standard_versions.csv row {row}: version {version} lacks parameter 'tie_decimals' in parameters.csv"
        for row, version in ((2, "2025"), (3, "2026"))
    ]


@pytest.mark.parametrize(
    "table", sorted(path.stem for path in (PROJECT / "seeds" / "standard").glob("*.csv"))
)
def test_a_row_that_is_there_twice_is_named(seeds: Path, table: str) -> None:
    rows = len(pd.read_csv(seeds / f"{table}.csv"))
    change(seeds, table, lambda t: pd.concat([t, t.head(1)]))
    place, twice = f"{table}.csv row {rows + 2}: ", " stand in row 2 already"
    found = standard.faults(seeds, DICTIONARY)
    assert found
    assert all(fault.startswith(place) and fault.endswith(twice) for fault in found)


@pytest.mark.parametrize(
    ("table", "column", "written", "fault"),
    [
        ("standard_versions", "missing_policy", "last", "unknown missing_policy 'last'"),
        ("standard_versions", "missing_policy", "", "no missing_policy"),
        ("standard_versions", "valid_to", "2025-9", "valid_to '2025-9' is no month"),
        ("expected_ledgers", "ledger", "project", "unknown ledger 'project'"),
        ("expected_ledgers", "due_every_months", "1.5", "due_every_months '1.5' is no whole number"),
        ("expected_ledgers", "makes_town_scored", "yes", "makes_town_scored 'yes' is no true or false"),
        ("ledger_preferences", "ledger", "facility", "unknown ledger 'facility'"),
        ("ledger_preferences", "function", "infra", "unknown function 'infra'"),
        ("applicability", "designation", "national", "unknown designation 'national'"),
        ("parameters", "value", "siebzig", "value 'siebzig' is no number"),
        ("parameters", "value", "", "no value"),
        ("parameters", "parameter", "county_weight_towns", "unknown parameter 'county_weight_towns'"),
        ("indicators", "weight", "drei", "weight 'drei' is no number"),
        ("grade_bands", "from_score", "nan", "from_score 'nan' is no number"),
        ("supervision_rules", "rule", "no_project", "unknown rule 'no_project'"),
        ("supervision_rules", "meets_at", "1,5", "meets_at '1,5' is no number"),
        ("methods", "value_rule", "quote", "unknown value_rule 'quote'"),
        ("methods", "measured_on", "village", "unknown measured_on 'village'"),
        ("project_conditions", "field", "state", "unknown field 'state'"),
        ("project_conditions", "test", "is", "unknown test 'is'"),
        ("deadline_scores", "outcome", "early", "unknown outcome 'early'"),
        ("plan_tasks", "deadline", "31.8.2025", "deadline '31.8.2025' is no date"),
    ],
)
def test_a_cell_that_is_not_what_its_column_holds_is_named(
    seeds: Path, table: str, column: str, written: str, fault: str
) -> None:
    change(seeds, table, lambda t: t.assign(**{column: t[column].where(t.index != 0, written)}))
    assert standard.faults(seeds, DICTIONARY) == [f"{table}.csv row 2: {fault}"]


def test_what_a_task_is_followed_by_is_known(seeds: Path) -> None:
    def edit(table: pd.DataFrame) -> pd.DataFrame:
        for kind in ("indicator", "ledger", "tier_projects", "work_item"):
            table.loc[table["kind"].eq(kind).idxmax(), "code"] = "nothing"
        return table

    change(seeds, "plan_task_measures", edit)
    assert standard.faults(seeds, DICTIONARY) == [
        "plan_task_measures.csv row 2 (town_plan): unknown indicator 'nothing'",
        "plan_task_measures.csv row 4 (heritage_application): unknown ledger 'nothing'",
        "plan_task_measures.csv row 5 (key_towns): unknown tier_projects 'nothing'",
        "plan_task_measures.csv row 13 (roads): unknown work_item 'nothing'",
    ]


def test_a_column_that_is_not_there_is_named(seeds: Path) -> None:
    change(seeds, "parameters", lambda t: t.rename(columns={"value": "values"}))
    assert standard.faults(seeds, DICTIONARY) == ["parameters.csv row 1: no column value"]


@pytest.mark.parametrize(
    ("table", "column", "written", "fault"),
    [
        (
            "standard/indicators",
            "weight",
            "5",
            "indicators.csv rows 2 to 45: the weights of version 2025 add up to 102, not to 100",
        ),
        ("organisation/towns", "valid_from", "2000-1-1", "towns.csv row 2: valid_from '2000-1-1' is no date"),
    ],
)
def test_a_run_refuses_what_does_not_hold_together_before_it_builds_anything(
    tmp_path: Path, table: str, column: str, written: str, fault: str
) -> None:
    for package in ("ingest", "expectations", "exports", "orchestration", "dbt_project"):
        shutil.copytree(REPOSITORY / package, tmp_path / package, ignore=shutil.ignore_patterns("logs"))
    change(
        tmp_path / "dbt_project" / "seeds",
        table,
        lambda t: t.assign(**{column: t[column].where(t.index != 0, written)}),
    )
    home = tmp_path / "home"
    done = subprocess.run(
        [sys.executable, "-m", "orchestration.cli", "run", "--landing", EXAMPLES / "landing"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "TOWNLEDGER_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    assert fault in said
    assert "Traceback" not in said
    assert not (home / "build").exists()
    assert not (home / "published").exists()
