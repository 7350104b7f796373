"""The published values against what the counties truly reported, value by value."""

import pandas as pd
import pytest

from tests import truth
from tests.conftest import Query

# What must at least be found of the truth, and how much of what is published may differ from it.
RECALL = 0.99
WRONG = 0.001


@pytest.fixture(scope="module")
def compared(query: Query) -> pd.DataFrame:
    published = query(f"select {', '.join(truth.KEY)}, value_number, value_text from fct_ledger_value")
    return truth.compare(published, truth.load("values"))


def test_published_values_are_what_the_counties_reported(compared: pd.DataFrame) -> None:
    by_ledger = _summary(compared, ["county_code", "ledger"])
    print("\nGround truth of 2025-01 to 2025-03 against fct_ledger_value, by county and ledger")
    print(by_ledger.to_string(index=False, float_format="%.4f"))
    overall = _summary(compared.assign(all="all"), ["all"]).iloc[0]
    print(f"overall recall {overall['recall']:.4f}, wrong of published {overall['wrong_of_published']:.5f}")
    assert overall["recall"] >= RECALL
    assert overall["wrong_of_published"] < WRONG


def test_every_county_is_read_as_well_as_the_whole(compared: pd.DataFrame) -> None:
    by_county = _summary(compared, ["county_code"])
    assert by_county[by_county["recall"] < RECALL].empty, by_county.to_string()
    assert by_county[by_county["wrong_of_published"] >= WRONG].empty, by_county.to_string()


def test_superseded_values_do_not_count(query: Query) -> None:
    paths = truth.load("superseded")["path"].unique()
    sources = query("select distinct source_file from fct_ledger_value")["source_file"]
    assert sorted(set(paths) & set(sources)) == []


def test_no_contact_person_or_phone_is_in_any_published_table(query: Query) -> None:
    personal = truth.load("personal")
    phones = personal.loc[personal["field"] == "contact_phone", "value"].unique()
    names = set(personal.loc[personal["field"] == "contact_person", "value"])
    leaks = []
    columns = query(
        "select table_name, column_name from duckdb_columns() where data_type = 'VARCHAR' and not internal"
    )
    assert len(columns) > 0
    for table, column in columns.itertuples(index=False):
        texts = query(f'select distinct "{column}" as text from "{table}"')["text"].dropna()
        joined = "\n".join(texts)
        leaks += [(table, column, phone) for phone in phones if phone in joined]
        leaks += [(table, column, name) for name in names.intersection(texts)]
    assert leaks == []


def _summary(compared: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    counts = compared.groupby(by)[["is_true", "is_published", "is_right"]].sum().reset_index()
    return counts.assign(
        recall=counts["is_right"] / counts["is_true"],
        wrong_of_published=(counts["is_published"] - counts["is_right"]) / counts["is_published"],
    ).rename(columns={"is_true": "true", "is_published": "published", "is_right": "right"})
