"""The organisation is data: what does not hold together is named with its file and row."""

import shutil
from pathlib import Path

import pytest

from expectations import organisation
from tests.conftest import REPOSITORY

SEEDS = REPOSITORY / "dbt_project" / "seeds" / "organisation"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SEEDS, tmp_path / "organisation"))


def test_the_product_s_organisation_holds_together() -> None:
    assert organisation.faults(SEEDS) == []


@pytest.mark.parametrize(
    ("table", "row", "fault"),
    [
        (
            "towns",
            "610622,延川县,610622101,永坪镇,镇,2025-05-01,610622999",
            "towns.csv row 119 (610622101): unknown town '610622999' in merged_into",
        ),
        (
            "towns",
            "610622,延川县,610622101,永坪镇,镇,2000-01-01,",
            "towns.csv row 119 (610622101): two rows begin on 2000-01-01",
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
            "towns.csv row 119 (610622101): 'May' is no date",
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
        ("town_aliases", "610622999,老镇,2000-01-01,", "town_aliases.csv row 2: unknown town '610622999'"),
    ],
)
def test_what_does_not_hold_together_is_named(seeds: Path, table: str, row: str, fault: str) -> None:
    with (seeds / f"{table}.csv").open("a", encoding="utf-8") as stream:
        stream.write(row + "\n")
    assert organisation.faults(seeds) == [fault]
