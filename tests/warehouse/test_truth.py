"""The clean quarter: what the counties truly reported is published value by value, and nothing is found fault with."""

import pandas as pd

from tests.warehouse.conftest import Warehouse
from tests.warehouse.stores import NUMBERS, field_types
from tests.warehouse.truth_store import TRUTH

KEY = ["county_code", "period", "ledger", "town_code", "record_key", "field"]


def test_every_true_value_is_published_and_no_other(truth: Warehouse) -> None:
    true = pd.read_csv(TRUTH / "values.csv.gz", dtype=str, keep_default_na=False)
    types = [
        field_types()[ledger, field] for ledger, field in zip(true["ledger"], true["field"], strict=True)
    ]
    true["is_number"] = [kind in NUMBERS for kind in types]
    published = truth.query(f"select {', '.join(KEY)}, value_number, value_text from fct_ledger_value")
    both = true.merge(published, on=KEY, how="outer", indicator=True)
    assert (both["_merge"] == "both").all()
    numbers = both[both["is_number"].astype(bool)]
    assert (
        numbers["value"].replace({"true": "1", "false": "0"}).astype(float) == numbers["value_number"]
    ).all()
    texts = both[~both["is_number"].astype(bool)]
    assert (texts["value"] == texts["value_text"]).all()


def test_no_rule_fires_on_a_clean_quarter(truth: Warehouse) -> None:
    assert truth.rows("select code, message_zh from fct_finding") == []


def test_every_town_of_the_city_is_scored_in_every_month(truth: Warehouse) -> None:
    assert truth.rows(
        "select period, count(*), count(distinct rank_city) > 50 from fct_town_score_month group by 1 order by 1"
    ) == [
        ("2025-01", 117, True),
        ("2025-02", 117, True),
        ("2025-03", 117, True),
    ]


def test_a_correction_replaces_the_ledger_that_it_corrects(truth: Warehouse) -> None:
    replaced = pd.read_csv(TRUTH / "superseded.csv.gz", dtype=str, keep_default_na=False)
    expected = set(
        replaced[["county_code", "period", "ledger"]].drop_duplicates().itertuples(index=False, name=None)
    )
    rows = truth.rows("select county_code, period, ledger from fct_submission where superseded_by <> ''")
    assert set(rows) == expected


def test_amendments_are_the_values_that_a_correction_changed(truth: Warehouse) -> None:
    key = ["county_code", "period", "ledger", "town_code", "record_key", "field"]
    before = pd.read_csv(TRUTH / "superseded.csv.gz", dtype=str, keep_default_na=False)
    after = pd.read_csv(TRUTH / "values.csv.gz", dtype=str, keep_default_na=False)
    replaced = before[["county_code", "period", "ledger"]].drop_duplicates()
    both = before.merge(after.merge(replaced), on=key, how="outer", suffixes=("_before", "_after"))
    changed = both[both["value_before"].fillna("") != both["value_after"].fillna("")]
    rows = truth.rows(f"select {', '.join(key)}, value_before, value_after from rpt_correction")
    assert len(rows) > 0
    assert {row[:-2] for row in rows} == set(changed[key].itertuples(index=False, name=None))
    assert not [value for row in rows for value in row[-2:] if str(value).endswith(".0")]
    sources = truth.rows("select distinct record_name from rpt_correction where ledger = 'funds'")
    assert set(sources) == {("协作资金",), ("社会帮扶资金",), ("衔接资金",)}
