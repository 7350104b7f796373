"""Towns that merge, move and are renamed: what a name means in a month, and what is said of one that ended."""

from pathlib import Path

import pytest

from ingest.towns.organisation import Organisation
from ingest.towns.own_towns import OwnTowns
from ingest.towns.places import Gazetteer

TOWNS = """county_code,county_name,town_code,town_name,town_type,valid_from,merged_into
610622,延川县,610622101,永坪镇,镇,2000-01-01,
610622,延川县,610622102,延水关镇,镇,2000-01-01,
610622,延川县,610622103,文安驿镇,镇,2000-01-01,
610622,延川县,610622104,杨家圪坮镇,镇,2000-01-01,
610621,延长县,610621101,黑家堡镇,镇,2000-01-01,
610622,延川县,610622102,延水关镇,镇,2025-05-01,610622101
610622,延川县,610622101,永坪镇,镇,2025-08-01,610622103
610621,延长县,610622104,杨家圪坮镇,镇,2025-05-31,
610621,延长县,610621101,新黑家堡街道,街道,2025-06-01,
"""
ALIASES = """town_code,alias,valid_from,valid_to
610622103,老镇,2000-01-01,2025-04-30
610622101,老镇,2025-05-01,
"""


@pytest.fixture
def gazetteer(tmp_path: Path) -> Gazetteer:
    (tmp_path / "towns.csv").write_text(TOWNS, encoding="utf-8")
    (tmp_path / "town_aliases.csv").write_text(ALIASES, encoding="utf-8")
    return Gazetteer(Organisation(tmp_path))


@pytest.mark.parametrize(
    ("text", "county", "period", "code"),
    [
        ("延水关镇", "610622", "2025-04", "610622102"),  # merged on the first of May
        ("杨家圪坮镇", "610622", "2025-04", "610622104"),
        ("杨家圪坮镇", "610621", "2025-05", "610622104"),  # moved on the last day of May
        ("黑家堡镇", "610621", "2025-05", "610621101"),
        ("黑家堡镇", "610621", "2025-07", "610621101"),  # its former name still names it
        ("新黑家堡街道办事处", "610621", "2025-07", "610621101"),
        ("新黑家堡街道", "610621", "2025-03", "610621101"),  # sent again under the new name
        ("610621101", "610621", "2025-07", "610621101"),
        ("老镇", "610622", "2025-04", "610622103"),  # a name that passed on to another town
        ("老镇", "610622", "2025-05", "610622101"),
    ],
)
def test_a_name_is_that_of_the_month(
    gazetteer: Gazetteer, text: str, county: str, period: str, code: str
) -> None:
    place = gazetteer.resolve(text, county, period)
    assert place.town is not None
    assert (place.town.code, place.is_own) == (code, True)


def test_a_moved_town_is_another_county_s_from_then_on(gazetteer: Gazetteer) -> None:
    before, after = OwnTowns(gazetteer, "610622", "2025-04"), OwnTowns(gazetteer, "610622", "2025-05")
    assert before.code("杨家圪坮镇") == "610622104"
    assert after.code("杨家圪坮镇") == ""
    assert after.fault("杨家圪坮镇").message == "“杨家圪坮镇”是延长县的乡镇，不属延川县"
    towns = {
        period: [t.code for t in gazetteer.of_county("610621", period)] for period in ("2025-04", "2025-05")
    }
    assert towns == {"2025-04": ["610621101"], "2025-05": ["610621101", "610622104"]}


@pytest.mark.parametrize(
    ("text", "period", "said"),
    [
        ("延水关镇", "2025-05", "“延水关镇”已于2025年5月1日并入永坪镇，不再单独报送"),
        (
            "延水关",
            "2025-09",
            "“延水关”已于2025年5月1日并入文安驿镇，不再单独报送",
        ),  # its successor merged too
        ("610622101", "2025-08", "“610622101”已于2025年8月1日并入文安驿镇，不再单独报送"),
    ],
)
def test_a_merged_town_s_name_is_a_finding_that_names_the_successor(
    gazetteer: Gazetteer, text: str, period: str, said: str
) -> None:
    towns = OwnTowns(gazetteer, "610622", period)
    assert towns.code(text) == ""
    found = towns.fault(text, ledger="funds", cell="B3")
    assert (found.code.code, found.code.outcome, found.message) == ("TOWN_MERGED", "reject_row", said)
    assert (found.ledger, found.cell, found.raw_text) == ("funds", "B3", text)


def test_another_organisation_is_another_reading(gazetteer: Gazetteer, tmp_path: Path) -> None:
    before = gazetteer.organisation.version
    with (tmp_path / "towns.csv").open("a", encoding="utf-8") as stream:
        stream.write("610622,延川县,610622103,文安驿镇,镇,2026-01-01,610622101\n")
    assert Organisation(tmp_path).version != before
