"""A finished warehouse, and how its tables are held against what the second computation makes of the same
values.

Belongs here: reading tables and seeds, and saying in which rows and columns two tables differ. Does not
belong here: any rule of the evaluation.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd

from tests.reference import scoring

TOLERANCE = 1e-9


class Mart(NamedTuple):
    """What is compared of a mart: its key, columns that must be the same, columns that must be as near as
    can be."""

    key: list[str]
    exact: list[str]
    near: list[str]


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
        # A number above 1 is compared by its digits: large ones hold fewer decimals.
        same = (
            left == right
            if column in mart.exact
            else (left - right).abs() <= tolerance * left.abs().clip(lower=1.0)
        )
        unlike = shared[~(same.astype("boolean").fillna(False) | (left.isna() & right.isna()))]
        found += [
            f"{key_of(row, mart)} {column}: expected {row[f'{column}_expected']!r}, "
            f"published {row[f'{column}_published']!r}"
            for row in unlike.to_dict("records")
        ]
    return found


def key_of(row: Mapping[str, object], mart: Mart) -> str:
    return " ".join(str(row[column]) for column in mart.key)
