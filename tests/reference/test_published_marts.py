"""Every row of the product's published marts against the second computation from the same published values.

The same keys, the same statuses and ranks, numbers within 1e-9. Nothing here is compared with itself: the
values and submissions come from the publication, everything after them from tests/reference/scoring.py.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd
import pytest

from tests.reference import scoring

SEEDS = Path(__file__).parents[2] / "dbt_project" / "seeds"
TOLERANCE = 1e-9


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


def seed(name: str) -> pd.DataFrame:
    """A CSV table of the standard or the organisation, as text."""
    return pd.read_csv(SEEDS / name, dtype=str, keep_default_na=False)


def table(database: Path, name: str) -> pd.DataFrame:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.table(name).df()


def second_computation(values: pd.DataFrame, submissions: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The four marts made from the published values and submissions."""
    indicators = seed("standard/indicators.csv")
    towns, key_towns = seed("organisation/towns.csv"), seed("organisation/key_towns.csv")
    measured = scoring.indicator_month(values, indicators, key_towns)
    town_scores = scoring.town_score_month(measured, indicators, towns, key_towns)
    return {
        "fct_indicator_month": measured,
        "fct_function_score_month": scoring.function_score_month(measured, indicators),
        "fct_town_score_month": town_scores,
        "fct_county_score_month": scoring.county_score_month(
            town_scores, values, submissions, indicators, towns
        ),
    }


def differences(mart: Mart, expected: pd.DataFrame, published: pd.DataFrame) -> list[str]:
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
        same = left == right if column in mart.exact else (left - right).abs() <= TOLERANCE
        unlike = shared[~(same.astype("boolean").fillna(False) | (left.isna() & right.isna()))]
        found += [
            f"{key_of(row, mart)} {column}: expected {row[f'{column}_expected']!r}, "
            f"published {row[f'{column}_published']!r}"
            for row in unlike.to_dict("records")
        ]
    return found


def key_of(row: Mapping[str, object], mart: Mart) -> str:
    return " ".join(str(row[column]) for column in mart.key)


@pytest.fixture(scope="session")
def published(published_home: Path) -> Path:
    return published_home / "published" / "townledger.duckdb"


@pytest.fixture(scope="session")
def recomputed(published: Path) -> dict[str, pd.DataFrame]:
    return second_computation(table(published, "fct_ledger_value"), table(published, "fct_submission"))


@pytest.mark.parametrize("name", MARTS)
def test_published_mart_equals_the_second_computation(
    name: str, published: Path, recomputed: dict[str, pd.DataFrame]
) -> None:
    mart = table(published, name)
    assert len(mart) > 0
    assert differences(MARTS[name], recomputed[name], mart) == []
    print(f"{name}: {len(mart)} published rows agree with the second computation")


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
