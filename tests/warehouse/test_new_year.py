"""December turns into January: amounts of the year start again, headings name the new year."""

from pathlib import Path

import pytest

from ingest.reading import Source, read
from tests.warehouse.conftest import Warehouse, build
from tests.warehouse.reports import project, projects
from tests.warehouse.stores import build_store

COUNTY, TOWN = "610626", "610626101"
#: By month: the project's amount of the month and of the year so far; February 2026 falls below January.
AMOUNTS = {"2025-12": ("10", "310"), "2026-01": ("7", "7"), "2026-02": ("3", "5")}


@pytest.fixture(scope="session")
def new_year(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    folder = tmp_path_factory.mktemp("new_year")
    build_store(
        folder / "store",
        [
            projects(
                COUNTY,
                period,
                f"{period}-28",
                project(TOWN, "路", month_investment=of_month, cumulative_investment=so_far),
            )
            for period, (of_month, so_far) in AMOUNTS.items()
        ],
    )
    tables = ("fct_finding", "fct_project_month", "fct_indicator_month")
    return build(folder / "store", folder, tables=tables, is_tested=False)


def test_the_first_month_of_a_year_is_held_against_none_before_it(new_year: Warehouse) -> None:
    found = new_year.rows("select period, code from fct_finding where record_id <> '' order by 1")
    assert found == [("2026-02", "CUMULATIVE_FELL")]
    counted = "select period, cumulative_investment from fct_project_month order by 1"
    assert new_year.rows(counted) == [("2025-12", 310), ("2026-01", 7)]


def test_the_floor_of_the_year_starts_again_with_its_first_twelfth(new_year: Warehouse) -> None:
    """400 planned: December 310 of 400; January 7 of a twelfth, 33.33."""
    progress = (
        "select period, round(score, 6) from fct_indicator_month "
        "where indicator = 'investment_progress' and score is not null order by 1"
    )
    assert new_year.rows(progress) == [("2025-12", 77.5), ("2026-01", 21.0)]


@pytest.mark.parametrize("year", ["2025", "2026", "2031"])
def test_headings_and_titles_of_any_year_are_understood(year: str, tmp_path: Path) -> None:
    sheet = (
        f"延川县镇区强功能项目台账（{year}年1月）\n"
        f"序号,项目名称,所在镇,功能类别,建设状态,总投资（万元）,{year}年计划投资（万元）,本月完成投资（万元）,累计完成投资（万元）\n"
        "1,永坪镇道路提升,永坪镇,基础设施,在建,500,400,20,20\n"
    )
    reading = read(sheet.encode(), Source("610622", f"{year}-01", "项目台账.csv"))
    (record,) = reading.records
    values = {name: held.value.number for name, held in record.values.items()}
    assert values["annual_planned_investment"] == 400
    assert [item.code.code for item in reading.findings] == []
    other = read(sheet.encode(), Source("610622", f"{int(year) + 1}-01", "项目台账.csv"))
    assert "PERIOD_MISMATCH" in {item.code.code for item in other.findings}
