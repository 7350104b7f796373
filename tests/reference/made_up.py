"""Half a year made up by lot, to reach what the clean quarter never shows, and a second version of the
standard.

Belongs here: blanks, zeros, odd dates, towns and ledgers that are absent, late or returned files, a month in
which nobody reports, and a standard changed from October on, as rows alone. Does not belong here: expected
values; nothing here knows a score. The lot is fixed by a seed, so that every run draws the same.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pandas as pd

from ingest.store import Store
from tests.warehouse.conftest import copy_of_project
from tests.warehouse.stores import NUMBERS, Record, Report, build_store, field_types

PERIODS = ("2025-07", "2025-08", "2025-09", "2025-10", "2025-12", "2026-01")  # nobody reports in November
LEDGERS = (
    "projects",
    "facilities",
    "environment",
    "industry",
    "governance",
    "planning",
    "funds",
    "recommendations",
)
KEYS = ("town", "project_name", "fund_source", "quarter")
CODES = {
    "status": [
        "planned",
        "preliminary",
        "not_started",
        "under_construction",
        "suspended",
        "completed",
        "in_use",
        "idle",
    ],
    "town_plan_status": ["not_started", "drafting", "reviewed", "approved"],
}
WITHOUT_PLANS = "610631"  # a county whose projects have no plan for the year
FUNDS_ALONE = ("610632", "2025-10")  # a county that sends funds and nothing else
SECOND = "2026"
#: 永坪镇, a provincial key town; the town that takes it over; towns that move and are renamed.
MERGED, INTO = "610622101", "610622102"
MOVED, MOVED_TO, NEIGHBOUR = "610621103", "610622", "610622102"
RENAMED = "610627101"


def build_made_up_store(folder: Path, towns: pd.DataFrame, seed: int = 20250731) -> Store:
    """A store of the made-up months for all the towns (rows as towns.csv has them)."""
    return build_store(folder, reports(towns, Random(seed)))


def reports(towns: pd.DataFrame, lot: Random) -> Iterator[Report]:
    for period in PERIODS:
        for county, of_county in sending(towns, period).groupby("county_code"):
            for ledger in LEDGERS:
                if (county, period) == FUNDS_ALONE and ledger != "funds":
                    continue
                yield from ledger_files(county, period, ledger, list(of_county["town_code"]), lot)


def sending(towns: pd.DataFrame, period: str) -> pd.DataFrame:
    """The towns that send something: a moved one with its new county, a merged one as if nothing had been."""
    said = towns[(towns["valid_from"] <= f"{period}-28") & (towns["merged_into"] == "")]
    return said.sort_values("valid_from").groupby("town_code", as_index=False).last()


def ledger_files(county: str, period: str, ledger: str, towns: list[str], lot: Random) -> Iterator[Report]:
    """None, one or two files: in time or late, accepted or returned, sent once or corrected."""
    records = tuple(
        record for town in towns if lot.random() < 0.9 for record in rows(county, ledger, town, lot)
    )
    if ledger == "recommendations":
        records = (Record("", quarter(period), {"better_town": towns[0], "poorer_town": towns[1]}),)
    if not records or lot.random() < 0.15:
        return
    due = pd.Period(period, freq="M").end_time.floor("s") + dt.timedelta(days=5)
    first = lot.choice(["none", "none", "none", "accepted", "rejected"])
    if first != "none":
        yield report(
            county, period, ledger, records, due - dt.timedelta(days=3), f"{ledger}-first.csv", first
        )
    arrival = due + lot.choice(
        [dt.timedelta(days=-2), dt.timedelta(), dt.timedelta(seconds=1), dt.timedelta(days=4)]
    )
    yield report(
        county, period, ledger, records, arrival, f"{ledger}.csv", lot.choice(["accepted"] * 9 + ["rejected"])
    )


def report(
    county: str,
    period: str,
    ledger: str,
    records: tuple[Record, ...],
    at: dt.datetime,
    name: str,
    disposition: str,
) -> Report:
    """A file; a rejected one has no accepted record."""
    if disposition == "rejected":
        records = tuple(Record(r.town_code, r.record_key, r.values, "rejected") for r in records)
    return Report(
        county, period, ledger, records, pd.Timestamp(at).to_pydatetime(), name, disposition=disposition
    )


def rows(county: str, ledger: str, town: str, lot: Random) -> Iterator[Record]:
    """One record of the town, or up to three projects; about every fifth cell is blank."""
    keys = {
        "projects": [f"项目{number}" for number in range(lot.choice([0, 1, 1, 2, 3]))],
        "funds": ["county"],
    }
    for key in keys.get(ledger, [""]):
        fields = {
            field: kind for (of, field), kind in field_types().items() if of == ledger and field not in KEYS
        }
        values = {field: drawn(field, kind, lot) for field, kind in fields.items() if lot.random() < 0.8}
        if ledger == "projects" and (county == WITHOUT_PLANS or lot.random() < 0.25):
            values["annual_planned_investment"] = "0"
        if values:
            yield Record(town, key, values)


def drawn(field: str, kind: str, lot: Random) -> str:
    """A value of a field by lot: zeros and small numbers often, dates around the deadlines."""
    if kind == "flag":
        return lot.choice(["true", "false"])
    if kind in NUMBERS:
        return lot.choice(["0", "0", "1", "2", str(lot.randint(3, 50)), f"{lot.uniform(0, 2000):.2f}"])
    if kind == "date":
        return lot.choice(["2025-08-31", "2025-09-01", f"202{lot.choice('456')}-{lot.randint(1, 12):02}-01"])
    return lot.choice(CODES.get(field, ["other"]))


def quarter(period: str) -> str:
    return f"{period[:4]}Q{(int(period[5:]) + 2) // 3}"


def copy_with_second_standard(folder: Path) -> Path:
    """A copy of the dbt project whose tables hold a second standard from October on (other targets and
    weights, an indicator more and one less, missing ones left out) and an organisation that changes. Rows are
    changed, and nothing else. Returns its folder."""
    copy = copy_of_project(folder)
    organisation = copy / "seeds" / "organisation" / "towns.csv"
    with_changes(pd.read_csv(organisation, dtype=str, keep_default_na=False)).to_csv(
        organisation, index=False
    )
    for path in sorted((copy / "seeds" / "standard").glob("*.csv")):
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        if "standard_version" in table:
            pd.concat(changed(path.stem, table)).to_csv(path, index=False)
    return copy


def with_changes(towns: pd.DataFrame) -> pd.DataFrame:
    """Rows more: a key town merged amid a quarter, a town moved to the next county, one renamed to a 街道."""
    last = towns.set_index("town_code", drop=False)
    return pd.concat(
        [
            towns,
            last.loc[[MERGED]].assign(valid_from="2025-08-15", merged_into=INTO),
            last.loc[[MOVED]].assign(
                valid_from="2025-10-01", county_code=MOVED_TO, county_name=last.loc[NEIGHBOUR, "county_name"]
            ),
            last.loc[[RENAMED]].assign(valid_from="2025-12-31", town_name="新桥街道", town_type="街道"),
        ]
    )


def changed(name: str, table: pd.DataFrame) -> list[pd.DataFrame]:
    """The table's first version and the second one made of it."""
    second = table.assign(standard_version=SECOND)
    if name == "standard_versions":
        return [
            table.assign(valid_to="2025-09"),
            second.assign(valid_from="2025-10", missing_policy="exclude"),
        ]
    if name == "indicators":
        second = second[second["indicator"] != "fire_drills"].set_index("indicator")
        second.loc["charging", "target"] = "5"
        second.loc["gas_coverage", "weight"] = "7.5"
        second.loc[["output_growth", "sanitary_toilets"], "weight"] = ["1", "1.5"]  # 100 in all
        second.loc["investment_floor", "applies_to"] = "key"
        second.loc["heritage_plan", "target"] = "2025-12-31"
        parking = second.loc["parking"].to_dict()
        second.loc["drills_and_stations"] = {
            **parking,
            "numerator": "fire_drills+express_stations",
            "denominator": "households_total",
            "target": "12.5",
            "applies_to": "heritage",
        }
        return [table, second.reset_index()[list(table.columns)]]
    return [table, second]
