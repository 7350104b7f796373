"""The organisation is data: what does not hold together is named with its file and row."""

import shutil
from pathlib import Path

import pytest

from expectations import organisation
from tests.conftest import REPOSITORY

SEEDS = REPOSITORY / "dbt_project" / "seeds" / "organisation"
REFERRED_TO = (SEEDS.parent / "standard", REPOSITORY / "ingest" / "dictionary")


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SEEDS, tmp_path / "organisation"))


def test_the_product_s_organisation_holds_together() -> None:
    assert organisation.faults(SEEDS, *REFERRED_TO) == []


@pytest.mark.parametrize(
    ("table", "row", "fault"),
    [
        (
            "towns",
            "610622,延川县,610622101,永坪镇,镇,2025-05-01,610622999",
            "towns.csv row 119: unknown merged_into '610622999'",
        ),
        (
            "towns",
            "610622,延川县,610622101,永坪镇,镇,2000-01-01,",
            "towns.csv row 119: town_code, valid_from 610622101, 2000-01-01 stand in row 41 already",
        ),
        (
            "towns",
            "610622,延川县,610622998,新镇,镇,2025-05-01,610622101",
            "towns.csv row 119 (610622998): it is merged before it is a town",
        ),
        (
            "towns",
            "610622,延川市,610622998,新镇,镇,2000-01-01,",
            "towns.csv row 119 (610622998): county 610622 is 延川县 and 延川市 on one day",
        ),
        (
            "towns",
            "610622,延川县,610622101,永坪镇,镇,May,",
            "towns.csv row 119: valid_from 'May' is no date",
        ),
        (
            "towns",
            "610622,延川县,610622101,永坪镇,镇,2025-05-01,610622101",
            "towns.csv row 119 (610622101): it is merged into 610622101, which is no town on 2025-05-01",
        ),
        (
            "key_towns",
            "610622101,永坪镇,provincial,2025-01-01,2025-12-31",
            "key_towns.csv row 46: it overlaps with row 4",
        ),
        (
            "key_towns",
            "610622102,延水关镇,heritage,2025-06-01,2025-01-01",
            "key_towns.csv row 46: 2025-06-01 is after 2025-01-01",
        ),
        (
            "town_aliases",
            "610622999,老镇,2000-01-01,",
            "town_aliases.csv row 2: unknown town_code '610622999'",
        ),
        (
            "key_towns",
            "610622102,延水关镇,best,2025-01-01,",
            "key_towns.csv row 46: unknown designation 'best'",
        ),
        (
            "key_towns",
            "610622102,延水关镇,heritage,2025-6-1,",
            "key_towns.csv row 46: valid_from '2025-6-1' is no date",
        ),
        (
            "town_aliases",
            "610622101,老镇,,2025-02-30",
            "town_aliases.csv row 2: valid_to '2025-02-30' is no date",
        ),
        ("deadline_rules", "2026-01,,7", "deadline_rules.csv row 3: it overlaps with row 2"),
        (
            "deadline_rules",
            "1999-1,1999-12,5",
            "deadline_rules.csv row 3: valid_from '1999-1' is no month",
        ),
        (
            "deadline_rules",
            "1999-06,1999-01,5",
            "deadline_rules.csv row 3: 1999-06 is after 1999-01",
        ),
        (
            "deadline_rules",
            "1999-01,1999-12,fifth",
            "deadline_rules.csv row 3: due_day 'fifth' is no whole number",
        ),
        (
            "public_holidays",
            "2025-10-08,2025-10-01,国庆节",
            "public_holidays.csv row 2: 2025-10-08 is after 2025-10-01",
        ),
        ("public_holidays", "2025-10-01,,国庆节", "public_holidays.csv row 2: no last_day"),
        (
            "deadline_exceptions",
            "610622,2025-13,,2026-01-10,2025-12-30,延期",
            "deadline_exceptions.csv row 2: period '2025-13' is no month",
        ),
        (
            "deadline_exceptions",
            "610699,2025-12,,2026-01-10,2025-12-30,延期",
            "deadline_exceptions.csv row 2: unknown county_code '610699'",
        ),
        (
            "deadline_exceptions",
            ",2025-12,fund,2026-01-10,2025-12-30,延期",
            "deadline_exceptions.csv row 2: unknown ledger 'fund'",
        ),
    ],
)
def test_what_does_not_hold_together_is_named(seeds: Path, table: str, row: str, fault: str) -> None:
    with (seeds / f"{table}.csv").open("a", encoding="utf-8") as stream:
        stream.write(row + "\n")
    assert organisation.faults(seeds, *REFERRED_TO) == [fault]
