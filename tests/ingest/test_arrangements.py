"""What is rendered in an arrangement is read back as the same records, cell by cell."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import recogniser
from ingest.reading import Reading, Source, read_sheets
from ingest.sheet import Sheet
from ingest.text import squeeze
from tests.ingest import mixtures
from tests.ingest import rendering as draw

COUNTIES = ["610602", "610622", "610628", "610631"]
PER_TOWN = ["facilities", "environment", "industry", "governance", "planning"]

Identity = tuple[str, str, str, str]

seeds = st.integers(0, 10_000)
counties = st.sampled_from(COUNTIES)
ledgers = st.sampled_from(PER_TOWN)


def read_back(sheets: list[Sheet], county: str) -> Reading:
    reading = Reading(Source(county, "2025-03", "报表.xlsx"), recogniser.load().version)
    return read_sheets(sheets, reading)


def assert_same(facts: list[draw.Fact], sheets: list[Sheet], county: str) -> None:
    """Every value is there, right, at a cell that holds it; nothing else is; and no cell is lost."""
    reading = read_back(sheets, county)
    assert not reading.rejected_ledgers, [f.message for f in reading.findings]
    expected = {
        (f.ledger, f.town, squeeze(f.key), name): value for f in facts for name, value in f.values.items()
    }
    found = {}
    for record in reading.records:
        assert not record.rejected, [f.message for f in reading.findings]
        for name, item in record.values.items():
            identity = (record.ledger, record.town_code, record.key, name)
            assert identity not in found, f"{identity} was read twice"
            found[identity] = item.value.text if item.value.number is None else item.value.number
    assert_equal(found, expected)
    by_name = {sheet.name: sheet for sheet in sheets}
    filled = sum(cell is not None for sheet in sheets for row in sheet.rows for cell in row)
    assert sum(map(len, reading.cells.values())) == filled
    for record in reading.records:
        for item in record.values.values():
            assert by_name[item.sheet].at(*item.cell) == item.raw


def assert_equal(found: dict[Identity, float | str], expected: dict[Identity, float | str]) -> None:
    """Numbers to the last but a rounding digit, texts as they are; told apart for a readable failure."""
    missing = {k: v for k, v in expected.items() if k not in found}
    extra = {k: v for k, v in found.items() if k not in expected}
    wrong = {
        k: (found[k], expected[k])
        for k in expected.keys() & found.keys()
        if found[k] != (pytest.approx(expected[k]) if isinstance(expected[k], float) else expected[k])
    }
    assert missing == {}
    assert extra == {}
    assert wrong == {}


@given(seeds, counties, ledgers)
def test_rows_under_one_heading(seed: int, county: str, ledger: str) -> None:
    rng = random.Random(seed)
    fields, facts = draw.per_town(ledger, county, rng)
    assert_same(facts, [draw.as_rows(fields, facts, rng)], county)


@given(seeds, counties)
def test_rows_of_projects_with_the_heading_on_every_page(seed: int, county: str) -> None:
    rng = random.Random(seed)
    fields, facts = draw.projects(county, rng)
    assert_same(facts, [draw.as_rows(fields, facts, rng, page=rng.choice([0, 2, 3]))], county)


@given(seeds, counties, ledgers, st.integers(2, 4))
def test_rows_under_merged_groups(seed: int, county: str, ledger: str, depth: int) -> None:
    rng = random.Random(seed)
    fields, facts = draw.per_town(ledger, county, rng)
    assert_same(facts, [draw.as_grouped_rows(fields, facts, rng, depth)], county)


@given(seeds, counties, ledgers)
def test_columns_of_towns(seed: int, county: str, ledger: str) -> None:
    rng = random.Random(seed)
    fields, facts = draw.per_town(ledger, county, rng)
    assert_same(facts, [draw.as_columns(fields, facts, rng)], county)


@given(seeds, counties, ledgers, st.integers(1, 3), st.booleans())
def test_a_card_a_town(seed: int, county: str, ledger: str, pairs: int, beside_unit: bool) -> None:
    rng = random.Random(seed)
    fields, facts = draw.per_town(ledger, county, rng)
    sheets = [draw.as_card(fields, fact, rng, pairs=pairs, beside_unit=beside_unit) for fact in facts]
    assert_same(facts, sheets, county)


@given(seeds, counties, ledgers, st.integers(1, 4))
def test_a_card_a_town_with_label_and_value_in_one_cell(
    seed: int, county: str, ledger: str, pairs: int
) -> None:
    rng = random.Random(seed)
    fields, facts = draw.per_town(ledger, county, rng)
    assert_same(facts, [draw.as_inscribed(fields, fact, rng, pairs=pairs) for fact in facts], county)


@given(seeds, counties, ledgers)
def test_a_long_list(seed: int, county: str, ledger: str) -> None:
    rng = random.Random(seed)
    fields, facts = draw.per_town(ledger, county, rng)
    assert_same(facts, [draw.as_list(fields, facts, rng)], county)


@given(seeds, counties)
def test_the_town_in_a_row_above_its_projects(seed: int, county: str) -> None:
    rng = random.Random(seed)
    fields, facts = draw.projects(county, rng)
    assert_same(facts, [draw.as_group_rows(fields, facts, rng)], county)


@given(seeds, counties)
def test_fund_sources_across(seed: int, county: str) -> None:
    rng = random.Random(seed)
    facts = draw.funds(county, rng)
    assert_same(facts, [draw.as_sources_across(facts, rng)], county)


@given(seeds, counties)
def test_plan_and_actual_in_rows_of_their_own(seed: int, county: str) -> None:
    rng = random.Random(seed)
    facts = draw.funds(county, rng)
    assert_same(facts, [draw.as_two_rows(facts, rng)], county)


@given(seeds, counties, ledgers, st.integers(0, 9), st.integers(0, 6))
def test_a_table_starts_anywhere(seed: int, county: str, ledger: str, down: int, right: int) -> None:
    rng = random.Random(seed)
    fields, facts = draw.per_town(ledger, county, rng)
    style = rng.choice([draw.as_rows, draw.as_columns])
    assert_same(facts, [draw.moved(style(fields, facts, rng), down, right)], county)


@given(seeds, counties)
def test_tables_one_below_the_other(seed: int, county: str) -> None:
    rng = random.Random(seed)
    first, second = rng.sample(PER_TOWN, 2)
    (fields_a, facts_a), (fields_b, facts_b) = (
        draw.per_town(first, county, rng),
        draw.per_town(second, county, rng),
    )
    styles = [draw.as_rows, draw.as_columns]
    sheet = draw.stacked(
        rng.choice(styles)(fields_a, facts_a, rng), rng.choice(styles)(fields_b, facts_b, rng)
    )
    assert_same(facts_a + facts_b, [sheet], county)


@given(seeds, counties)
def test_tables_side_by_side(seed: int, county: str) -> None:
    rng = random.Random(seed)
    first, second = rng.sample(PER_TOWN, 2)
    (fields_a, facts_a), (fields_b, facts_b) = (
        draw.per_town(first, county, rng),
        draw.per_town(second, county, rng),
    )
    sheet = draw.beside(draw.as_rows(fields_a, facts_a, rng), draw.as_rows(fields_b, facts_b, rng))
    assert_same(facts_a + facts_b, [sheet], county)


@pytest.mark.parametrize(
    "drawing",
    [
        mixtures.one_table_of_all_ledgers,
        mixtures.cards_of_projects,
        mixtures.cards_of_towns_below_each_other,
        mixtures.long_list_of_projects,
        mixtures.long_list_of_funds,
        mixtures.long_list_in_two_units,
        mixtures.towns_across_and_sources_down,
        mixtures.plan_and_actual_below_each_other,
        mixtures.months_across,
        mixtures.a_unit_column_beside_every_value,
        mixtures.towns_above_their_projects_with_sums,
        mixtures.a_category_merged_over_its_projects,
        mixtures.continued_below,
        mixtures.projects_across,
        mixtures.sources_below_each_amount,
        mixtures.a_sheet_for_each_source,
        mixtures.kinds_down_and_found_and_fixed_across,
        mixtures.a_mark_below_the_status,
    ],
)
@settings(max_examples=25)
@given(seed=seeds, county=counties)
def test_mixtures(drawing: Callable[[str, random.Random], mixtures.Drawn], seed: int, county: str) -> None:
    facts, sheets = drawing(county, random.Random(seed))
    assert_same(facts, sheets, county)
