"""What a build leaves in its folder, and what later steps read of it.

Belongs here: where it lies and the questions asked of the build database. Does not belong here: building it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd


def database(build: Path) -> Path:
    """The database of a build folder, which dbt alone writes."""
    return build / "warehouse.duckdb"


def artifacts(build: Path) -> Path:
    """The folder in which dbt leaves its manifest and what became of each model and test."""
    return build / "dbt"


_COUNTED = (
    "county_code, period, ledger, town_code, record_key, submission_id, field, value_number, value_text"
)


def batches(build: Path) -> dict[tuple[str, str], str]:
    """Ledger and month → what its accepted values that count are known by, as just built."""
    content = f"count(*) || ' ' || sum(hash({_COUNTED}))"
    with duckdb.connect(str(database(build)), read_only=True) as connection:
        found = connection.execute(
            f"select ledger, period, {content} from fct_ledger_value group by ledger, period"
        ).fetchall()
    return {(str(ledger), str(period)): str(known_by) for ledger, period, known_by in found}


def counted_values(build: Path, wanted: Sequence[tuple[str, str]]) -> pd.DataFrame:
    """The accepted values that count of some ledgers' months: what a county's month is judged by."""
    with duckdb.connect(str(database(build)), read_only=True) as connection:
        return connection.execute(
            f"select {_COUNTED} from fct_ledger_value"
            " where list_contains($wanted, ledger || ' ' || period) order by all",
            {"wanted": [" ".join(batch) for batch in wanted]},
        ).df()


def versions(build: Path) -> dict[str, Any]:
    """What the figures just built rest on: versions of the standard, and of reader and dictionary."""
    with duckdb.connect(str(database(build)), read_only=True) as connection:
        return {
            name: [str(row[0]) for row in connection.execute(f"{query} order by 1").fetchall()]
            for name, query in {
                "standards": "select distinct standard_version from dim_indicator",
                "readings": "select distinct reading_version from int_submission_readings",
            }.items()
        }
