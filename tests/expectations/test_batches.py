"""The judgement of batches: one real run over a month of the ground truth with faults put in, told apart by county."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from expectations import docs
from expectations.batches import RESULT_COLUMNS, validate
from ingest import dictionary
from ingest.towns import places
from tests import truth

PERIOD = "2025-03"
SILENT_TOWN = "610622001"  # reports no facilities
REPEATING_COUNTY = "610625"  # its environment was taken in twice
YUAN_COUNTY = "610627"  # its investments are 10,000 times too high
BLANK_COUNTY = "610632"  # half of its towns leave parking_spaces blank
REQUESTS = re.compile(
    r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=[\"']?https?:|url\(['\"]?https?:|@import|fetch\("
)


@dataclass(frozen=True)
class Run:
    """The results of the run, and the pages that it wrote."""

    results: pd.DataFrame
    site: Path

    def observed(self, ledger: str, field: str, expectation: str) -> dict[str, tuple[float, bool]]:
        """county → what was observed, and whether that was enough."""
        own = self.results[
            (self.results["ledger"] == ledger)
            & (self.results["field"] == field)
            & (self.results["expectation"] == expectation)
        ]
        assert not own["county_code"].duplicated().any()
        return {row.county_code: (row.observed, row.success) for row in own.itertuples()}


def counted_values(ledgers: tuple[str, ...] = ()) -> pd.DataFrame:
    """The true values of the month as what counts: one row a value, with its submission."""
    values = truth.load("values")
    values = values[
        (values["period"] == PERIOD) & (values["ledger"].isin(ledgers) if ledgers else True)
    ].copy()
    fields = {(field.ledger, field.name): field for field in dictionary.load().fields}
    keys = list(zip(values["ledger"], values["field"], strict=True))
    is_number = pd.Series([fields[key].is_numeric for key in keys], index=values.index)
    numbers = pd.to_numeric(values["value"].replace({"true": "1", "false": "0"}), errors="coerce")
    return values.assign(
        submission_id=values["county_code"],
        value_number=numbers.where(is_number),
        value_text=values["value"].where(~is_number),
    )


def with_faults(values: pd.DataFrame) -> pd.DataFrame:
    values = values[~((values["ledger"] == "facilities") & (values["town_code"] == SILENT_TOWN))]
    again = values[(values["ledger"] == "environment") & (values["county_code"] == REPEATING_COUNTY)]
    in_yuan = (values["county_code"] == YUAN_COUNTY) & (values["field"] == "total_investment")
    values = values.assign(value_number=values["value_number"].mask(in_yuan, values["value_number"] * 10_000))
    blank = (values["field"] == "parking_spaces") & values["town_code"].isin(blank_towns())
    personal = values[values["field"] == "total_investment"].assign(
        field="contact_phone", value_number=None, value_text="13800025641"
    )
    return pd.concat(
        [values[~blank], again.assign(submission_id="a second file"), personal], ignore_index=True
    )


def blank_towns() -> list[str]:
    towns = [town.code for town in places.load().of_county(BLANK_COUNTY)]
    return towns[: len(towns) // 2]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    site = tmp_path_factory.mktemp("exports") / "data_docs"
    return Run(validate(with_faults(counted_values()), site), site)


def test_results_have_their_columns_and_every_ledger_of_the_month(run: Run) -> None:
    assert run.results.dtypes.astype(str).to_dict() == RESULT_COLUMNS
    assert set(run.results["ledger"]) == set(dictionary.load().ledgers)
    assert set(run.results["period"]) == {PERIOD}
    assert run.results["observed"].notna().all()


def test_a_town_that_reported_nothing_is_missed_in_its_county_and_nowhere_else(run: Run) -> None:
    found = run.observed("facilities", "", "expect_column_values_to_be_in_set")
    towns = len(places.load().of_county("610622"))
    assert found.pop("610622") == (pytest.approx(1 - 1 / towns), False)
    assert len(found) == 12
    assert set(found.values()) == {(1.0, True)}


def test_records_taken_in_twice_are_told_of_their_county_alone(run: Run) -> None:
    found = run.observed("environment", "", "expect_compound_columns_to_be_unique")
    assert found.pop(REPEATING_COUNTY) == (0.0, False)
    assert set(found.values()) == {(1.0, True)}


def test_amounts_in_yuan_fall_out_of_the_band_of_their_county(run: Run) -> None:
    own = run.results.query("field == 'total_investment' and description_zh.str.contains('以元填报')")
    success = dict(zip(own["county_code"], own["success"], strict=True))
    assert [county for county, is_met in success.items() if not is_met] == [YUAN_COUNTY]


def test_the_share_of_a_field_left_blank_is_counted_by_county(run: Run) -> None:
    found = run.observed("facilities", "parking_spaces", "expect_column_values_to_not_be_null")
    values = counted_values(("facilities",)).query("field == 'parking_spaces'")
    towns = [town.code for town in places.load().of_county(BLANK_COUNTY)]
    filled = set(values["town_code"]) & set(towns[len(towns) // 2 :])
    assert found[BLANK_COUNTY] == (pytest.approx(len(filled) / len(towns)), False)


def test_what_finished_projects_need_is_expected_of_them_only(run: Run) -> None:
    found = run.observed("projects", "maintenance_unit", "expect_column_values_to_not_be_null")
    wide = counted_values(("projects",)).pivot(
        index=["county_code", "town_code", "record_key"], columns="field", values="value_text"
    )
    finished = wide[wide["status"].isin(["completed", "in_use", "idle"])]
    share = finished["maintenance_unit"].notna().groupby("county_code").mean()
    assert {county: observed for county, (observed, _) in found.items()} == pytest.approx(share.to_dict())
    assert {county: is_met for county, (_, is_met) in found.items()} == (share >= 0.9).to_dict()


def test_distributions_are_those_of_the_whole_city(run: Run) -> None:
    found = run.observed("funds", "amount_planned", "expect_column_median_to_be_between")
    planned = counted_values(("funds",)).query("field == 'amount_planned'")["value_number"]
    assert found == {"": (pytest.approx(planned.median()), True)}


def test_the_pages_ask_for_nothing_from_elsewhere(run: Run) -> None:
    pages = [path for path in run.site.rglob("*") if path.suffix in (".html", ".css")]
    assert (
        len([path for path in pages if path.suffix == ".html"]) == 1 + 2 * 8
    )  # index, and a suite and a month each
    asking = [
        (path.name, found[0])
        for path in pages
        for found in REQUESTS.finditer(path.read_text(encoding="utf-8"))
    ]
    assert asking == []


def test_every_file_that_a_page_loads_is_there(run: Run) -> None:
    local = re.compile(r"<(?:script|link|img)\b[^>]*(?:src|href)=\"([^\"#]+)\"")
    missing = {
        (page.name, target)
        for page in run.site.rglob("*.html")
        for target in local.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).resolve().is_file()
    }
    assert missing == set()


def test_no_page_shows_personal_data(run: Run) -> None:
    assert [
        page.name for page in run.site.rglob("*.html") if "13800025641" in page.read_text(encoding="utf-8")
    ] == []


def test_another_run_replaces_the_pages_and_leaves_nothing_beside_them(tmp_path: Path) -> None:
    values = counted_values(("recommendations",))
    site = tmp_path / "exports" / "data_docs"
    listings = []
    for _ in range(2):
        validate(values, site)
        listings.append(sorted(path.relative_to(site).as_posix() for path in site.rglob("*")))
    assert listings[0] == listings[1]
    assert [path.name for path in site.parent.iterdir()] == ["data_docs"]


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://cdn.example/new.js"></script>',
        "a { background: url('https://example.com/x.png') }",
    ],
)
def test_a_page_that_asks_for_something_new_stops_the_build(text: str) -> None:
    with pytest.raises(docs.UnknownAssetError, match="the Data Docs ask for https://"):
        docs.rewritten(text, "../")


def test_judging_rows_does_not_load_what_judges_batches() -> None:
    code = (
        "import expectations.rows, expectations.batches, sys; sys.exit('great_expectations' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
