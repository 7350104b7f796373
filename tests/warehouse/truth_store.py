"""The bundled ground truth as a ledger store: what a faultless ingest would have written.

One file per county, period and ledger, received when the county's last file of that period came; what a
correction replaced lies beside it as the earlier file. Personal fields are there as well, marked personal.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from ingest.store import Store
from tests.warehouse.stores import Record, Report, build_store

TRUTH = Path(__file__).parents[1] / "truth"
RECEIPTS = Path(__file__).parents[2] / "examples" / "receipts.csv"
REPORT = ["county_code", "period", "ledger"]
RECORD = ["town_code", "record_key"]


def build_truth_store(store_dir: Path) -> Store:
    """Write the store of the ground truth of January to March 2025 below `store_dir`."""
    receipts = _receipts()
    last = receipts.groupby(["county_code", "period"])["received_at"].max()
    values = pd.concat([_values("values.csv.gz"), _values("personal.csv.gz")])
    return build_store(
        store_dir,
        [
            *_reports(values, lambda county, period, _: last[county, period]),
            *_reports(
                _values("superseded.csv.gz"),
                lambda county, period, path: receipts.set_index("path")["received_at"][path],
            ),
        ],
    )


def _receipts() -> pd.DataFrame:
    receipts = pd.read_csv(RECEIPTS, parse_dates=["received_at"])
    receipts[["county_code", "period"]] = receipts["path"].str.split("/", expand=True)[[0, 1]]
    return receipts


def _values(name: str) -> pd.DataFrame:
    frame = pd.read_csv(TRUTH / name, dtype=str, keep_default_na=False)
    return frame if "path" in frame else frame.assign(path="")


def _reports(values: pd.DataFrame, received) -> Iterator[Report]:
    for (county, period, ledger, path), rows in values.groupby([*REPORT, "path"], sort=True):
        records = tuple(
            Record(town, key, dict(zip(fields["field"], fields["value"], strict=True)))
            for (town, key), fields in rows.groupby(RECORD, sort=True)
        )
        moment: dt.datetime = received(county, period, path).to_pydatetime()
        name = f"{ledger}-first.csv" if path else f"{ledger}.csv"
        yield Report(county, period, ledger, records, moment, name)
