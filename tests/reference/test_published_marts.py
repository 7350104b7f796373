"""Every row of the product's marts against the second computation from the same published values.

The same keys, the same statuses and ranks, numbers within 1e-9. Nothing here is compared with itself: the
values and submissions come from the publication, everything after them from tests/reference/scoring.py.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd
import pytest

from tests import truth
from tests.reference import made_up, scoring
from tests.warehouse.stores import NUMBERS, field_types
from tests.warehouse.truth_store import build_truth_store

PROJECT = Path(__file__).parents[2] / "dbt_project"
DBT = Path(sys.executable).with_name("dbt")
TOLERANCE = 1e-9
STORED = 1e-5  # some workbooks store 442.50000004425 where 442.5 was written


class Mart(NamedTuple):
    """What is compared of a mart: its key, columns that must be the same, columns that must be as near as
    can be."""

    key: list[str]
    exact: list[str]
    near: list[str]


MARTS = {
    "fct_indicator_month": Mart(
        ["town_code", "indicator", "period"],
        ["status", "standard_version"],
        ["numerator", "denominator", "value", "score"],
    ),
    "fct_function_score_month": Mart(["town_code", "function", "period"], [], ["score"]),
    "fct_town_score_month": Mart(
        ["town_code", "period"], ["rank_city", "rank_county", "rank_peer"], ["score"]
    ),
    "fct_county_score_month": Mart(
        ["county_code", "period"], ["rank"], ["town_mean", "investment_progress", "reporting", "score"]
    ),
}


class Built(NamedTuple):
    """A finished warehouse, and the folder of the CSV tables that it was built with."""

    database: Path
    seeds: Path

    def table(self, name: str) -> pd.DataFrame:
        with duckdb.connect(str(self.database), read_only=True) as connection:
            return connection.sql(f'select * from "{name}"').df()

    def seed(self, name: str) -> pd.DataFrame:
        return pd.read_csv(self.seeds / f"{name}.csv", dtype=str, keep_default_na=False)

    def tables(self) -> scoring.Tables:
        return scoring.Tables(
            self.seed("standard/indicators"),
            self.seed("standard/standard_versions"),
            self.seed("organisation/towns"),
            self.seed("organisation/key_towns"),
        )

    def evaluation(self) -> dict[str, pd.DataFrame]:
        """The four marts made a second time, from the values and submissions that this warehouse holds."""
        return scoring.evaluation(self.table("fct_ledger_value"), self.table("fct_submission"), self.tables())


def differences(
    mart: Mart, expected: pd.DataFrame, published: pd.DataFrame, tolerance: float = TOLERANCE
) -> list[str]:
    """Each key that only one side has, and each column in which a row differs, as readable lines."""
    both = expected.merge(
        published, on=mart.key, how="outer", suffixes=("_expected", "_published"), indicator=True
    )
    found = [
        f"{key_of(row, mart)}: only {'expected' if row['_merge'] == 'left_only' else 'published'}"
        for row in both[both["_merge"] != "both"].to_dict("records")
    ]
    shared = both[both["_merge"] == "both"]
    for column in mart.exact + mart.near:
        left, right = shared[f"{column}_expected"], shared[f"{column}_published"]
        same = left == right if column in mart.exact else (left - right).abs() <= tolerance
        unlike = shared[~(same.astype("boolean").fillna(False) | (left.isna() & right.isna()))]
        found += [
            f"{key_of(row, mart)} {column}: expected {row[f'{column}_expected']!r}, "
            f"published {row[f'{column}_published']!r}"
            for row in unlike.to_dict("records")
        ]
    return found


def key_of(row: Mapping[str, object], mart: Mart) -> str:
    return " ".join(str(row[column]) for column in mart.key)


def agreement(
    built: Built, name: str, expected: dict[str, pd.DataFrame], tolerance: float = TOLERANCE
) -> None:
    """Every row of a mart agrees, and there are rows."""
    mart = built.table(name)
    assert len(mart) > 0
    assert differences(MARTS[name], expected[name], mart, tolerance) == []
    print(f"{name}: {len(mart)} rows agree with the second computation")


@pytest.fixture(scope="session")
def publication(published_home: Path) -> Built:
    return Built(published_home / "published" / "townledger.duckdb", PROJECT / "seeds")


@pytest.fixture(scope="session")
def publication_again(publication: Built) -> dict[str, pd.DataFrame]:
    return publication.evaluation()


@pytest.mark.parametrize("name", MARTS)
def test_every_published_row_equals_the_second_computation(
    name: str, publication: Built, publication_again: dict[str, pd.DataFrame]
) -> None:
    agreement(publication, name, publication_again)


@pytest.fixture(scope="session")
def true_quarter(publication: Built) -> dict[str, pd.DataFrame]:
    """The four marts made of what the counties truly reported, without a value that the product has read."""
    true = truth.load("values")
    kinds = [field_types()[key] for key in zip(true["ledger"], true["field"], strict=True)]
    is_number = pd.Series([kind in NUMBERS for kind in kinds], index=true.index)
    numbers = pd.to_numeric(true["value"].replace({"true": "1", "false": "0"}).where(is_number))
    values = true.assign(value_number=numbers, value_text=true["value"].mask(is_number))
    return scoring.evaluation(values, publication.table("fct_submission"), publication.tables())


@pytest.mark.parametrize("name", MARTS)
def test_every_published_row_is_what_the_counties_truth_makes(
    name: str, publication: Built, true_quarter: dict[str, pd.DataFrame]
) -> None:
    agreement(publication, name, true_quarter, STORED)


@pytest.fixture(scope="session")
def hard_year(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The true quarter, the made-up months after it, and a standard that changes in October."""
    folder = tmp_path_factory.mktemp("hard_year")
    project = made_up.copy_with_second_standard(PROJECT, folder)
    built = Built(folder / "warehouse.duckdb", project / "seeds")
    build_truth_store(folder / "store")
    made_up.build_made_up_store(folder / "store", built.seed("organisation/towns"))
    variables = f"{{store_path: '{folder / 'store'}', as_of: '', reading_version: ''}}"
    places = ["--project-dir", project, "--profiles-dir", project, "--log-path", folder / "logs"]
    done = subprocess.run(
        [
            DBT,
            "build",
            "--exclude-resource-type",
            "test",
            "--exclude-resource-type",
            "unit_test",
            *places,
            "--vars",
            variables,
        ],
        env={**os.environ, "TOWNLEDGER_BUILD_DB": str(built.database)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return built


@pytest.fixture(scope="session")
def hard_year_again(hard_year: Built) -> dict[str, pd.DataFrame]:
    return hard_year.evaluation()


@pytest.mark.parametrize("name", MARTS)
def test_every_row_of_a_hard_year_equals_the_second_computation(
    name: str, hard_year: Built, hard_year_again: dict[str, pd.DataFrame]
) -> None:
    agreement(hard_year, name, hard_year_again)


def test_the_hard_year_reaches_the_rules_edges(hard_year_again: dict[str, pd.DataFrame]) -> None:
    """What the clean quarter never shows is there to be compared."""
    measured, counties = hard_year_again["fct_indicator_month"], hard_year_again["fct_county_score_month"]
    deadlines = measured[measured["indicator"] == "heritage_plan"]
    assert {(row.status, row.score) for row in deadlines[deadlines["score"].notna()].itertuples()} == {
        ("ok", 0.0),
        ("ok", 60.0),
        ("ok", 100.0),
    }
    reached = measured.groupby("indicator")["status"].agg(set)
    for indicator in ("output_growth", "investment_progress", "project_start_rate", "six_disorders"):
        assert {"ok", "missing", "not_applicable"} <= reached[indicator], indicator
    assert (measured.loc[measured["indicator"] == "output_growth", "value"] < 0).any()
    assert "drills_and_stations" in reached.index
    assert counties["investment_progress"].isna().any()  # a county without plans
    assert (counties["town_mean"] == 0).any()  # a month without reports
    assert counties["reporting"].between(1, 99).any()


def test_a_difference_in_one_row_is_found() -> None:
    expected = pd.DataFrame(
        {"town_code": ["t1", "t2"], "period": "2025-03", "score": [1.0, 2.0], "rank_city": [2, 1]}
    )
    mart = Mart(["town_code", "period"], ["rank_city"], ["score"])
    assert differences(mart, expected, expected.copy()) == []
    assert differences(mart, expected, expected.assign(score=[1.0, 2.0 + 1e-8])) == [
        "t2 2025-03 score: expected 2.0, published 2.00000001"
    ]
    assert differences(mart, expected, expected.assign(rank_city=[1, 1])) == [
        "t1 2025-03 rank_city: expected 2, published 1"
    ]
    assert differences(mart, expected, expected.head(1)) == ["t2 2025-03: only expected"]
