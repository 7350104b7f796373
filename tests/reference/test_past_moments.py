"""Every score and rank as of three past moments against the second computation from what was known by then.

What was known is told by the counties' truth and by the times at which the files came: a true value counts
from the arrival of the file that holds it, what a correction replaced until the correction's. Nothing of
the product chooses among submissions here.
"""

import itertools
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from orchestration.built import database
from tests import truth
from tests.conftest import AS_OF, EXAMPLES
from tests.past import AMID_CORRECTIONS, built_as_of
from tests.reference import scoring
from tests.reference.agreement import Built
from tests.reference.test_published_marts import MARTS, STORED, agreement
from tests.warehouse.conftest import PROJECT, build
from tests.warehouse.stores import NUMBERS, field_types

#: Amid January's reports; before February's correction of 宝塔区; between two corrections of March.
MOMENTS = ("2025-02-03T12:00:00", AS_OF, AMID_CORRECTIONS)
REPORT = ["county_code", "period", "ledger"]
ACCEPTED = ["accepted", "accepted_with_findings"]


def end_of(moment: str) -> pd.Timestamp:
    """A bare date means its end."""
    return pd.Timestamp(f"{moment}T23:59:59") if len(moment) == 10 else pd.Timestamp(moment)


@pytest.fixture(scope="session")
def receipts() -> pd.Series:
    """When each file came, by its path below landing."""
    frame = pd.read_csv(EXAMPLES / "receipts.csv", parse_dates=["received_at"])
    return frame.set_index("path")["received_at"]


@pytest.fixture(scope="session", params=MOMENTS)
def moment(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="session")
def past(
    moment: str, published_home: Path, home_as_of: Path, tmp_path_factory: pytest.TempPathFactory
) -> Built:
    """The scores of the bundled quarter as of a moment, built from the store of the shared home, by the command's
    run or by dbt alone; what other tests ask of as well is built once."""
    store, seeds = published_home / "store", PROJECT / "seeds"
    if moment == AS_OF:
        return Built(database(home_as_of / "build" / "as_of"), seeds)
    if moment == AMID_CORRECTIONS:
        return Built(built_as_of(moment, store, tmp_path_factory).database, seeds)
    tables = (*MARTS, "fct_submission", "fct_ledger_value")
    folder = tmp_path_factory.mktemp("past")
    return Built(build(store, folder, tables=tables, is_tested=False, as_of=moment).database, seeds)


@pytest.fixture(scope="session")
def known_values(moment: str, published_home: Path, receipts: pd.Series) -> pd.DataFrame:
    """What the counties had truly reported by the moment, corrections that came later left out."""
    with duckdb.connect(
        str(published_home / "published" / "townledger.duckdb"), read_only=True
    ) as connection:
        lineage = connection.sql(f"select {', '.join(truth.KEY)}, source_file from fct_ledger_value").df()
    final = truth.load("values").merge(lineage, on=truth.KEY, how="left", validate="one_to_one")
    final["came"] = final["source_file"].map(receipts)
    replaced = truth.load("superseded")
    replaced = replaced.assign(came=replaced["path"].map(receipts))
    until = final.groupby(REPORT)["came"].max().rename("until")
    replaced = replaced.merge(until, on=REPORT, how="left", validate="many_to_one")
    assert final["came"].notna().all()
    assert replaced[["came", "until"]].notna().all(axis=None)
    end = end_of(moment)
    current = pd.concat(
        [final[final["came"] <= end], replaced[(replaced["came"] <= end) & (replaced["until"] > end)]]
    )
    kinds = [field_types()[key] for key in zip(current["ledger"], current["field"], strict=True)]
    is_number = pd.Series([kind in NUMBERS for kind in kinds], index=current.index)
    numbers = pd.to_numeric(current["value"].replace({"true": "1", "false": "0"}).where(is_number))
    return current.assign(value_number=numbers, value_text=current["value"].mask(is_number))


@pytest.fixture(scope="session")
def known_submissions(moment: str, published_home: Path, receipts: pd.Series) -> pd.DataFrame:
    """The files that had come by the moment."""
    with duckdb.connect(
        str(published_home / "published" / "townledger.duckdb"), read_only=True
    ) as connection:
        files = connection.sql("select * from fct_submission").df()
    assert (files["source_file"].map(receipts) == files["received_at"]).all()
    return files[files["received_at"] <= end_of(moment)]


@pytest.fixture(scope="session")
def past_again(
    past: Built, known_values: pd.DataFrame, known_submissions: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    return scoring.evaluation(known_values, known_submissions, past.tables())


@pytest.mark.parametrize("name", MARTS)
def test_every_row_as_of_a_past_moment_equals_the_second_computation(
    name: str, past: Built, past_again: dict[str, pd.DataFrame]
) -> None:
    agreement(past, name, past_again, STORED)


def test_a_past_moment_knows_the_files_of_its_time_and_no_later_correction(
    moment: str, past: Built, known_submissions: pd.DataFrame
) -> None:
    there = past.table("fct_submission")
    assert set(zip(there["submission_id"], there["ledger"], strict=True)) == set(
        zip(known_submissions["submission_id"], known_submissions["ledger"], strict=True)
    )
    later = set(known_submissions["superseded_by"]) - set(known_submissions["submission_id"]) - {""}
    waiting = known_submissions[known_submissions["superseded_by"].isin(later)]
    undone = there.merge(waiting[["submission_id", "ledger"]], on=["submission_id", "ledger"])
    assert set(undone["superseded_by"]) <= {""}
    assert set(undone["disposition"]) <= set(ACCEPTED)
    late = there["received_at"] > there["due_at"]
    assert (there["is_late"] == late).all()


def test_the_moments_differ_from_today(published_home: Path, receipts: pd.Series) -> None:
    """A late file, a correction to come and one that has come lie before or after the chosen moments."""
    with duckdb.connect(
        str(published_home / "published" / "townledger.duckdb"), read_only=True
    ) as connection:
        files = connection.sql("select * from fct_submission").df()
    replacing = files[files["submission_id"].isin(files["superseded_by"])]
    for earlier, later in itertools.pairwise(MOMENTS):
        between = (files["received_at"] > end_of(earlier)) & (files["received_at"] <= end_of(later))
        assert between.any()
        assert (files["is_late"] & between).any()
    assert (replacing["received_at"] > end_of(MOMENTS[-1])).any()
    assert (replacing["received_at"] <= end_of(MOMENTS[-1])).any()
