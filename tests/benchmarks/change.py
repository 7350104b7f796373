"""What one submission more costs beside a build of everything, with half a year and with two years behind it.

The years are the bundled quarter read once and told again: from April on every month says what March said, the next
year begins anew. That is as many files and values as thirteen counties send, and hardly any findings.
"""

import datetime as dt
import json
import tempfile
from dataclasses import replace
from pathlib import Path

import openpyxl

from ingest.intake import receive_landing
from ingest.schemas import READING_DATASETS
from ingest.store import Store
from ingest.towns import places
from orchestration.intake import take_in, unread
from tests.benchmarks.whole_run import Cost, measured
from tests.conftest import EXAMPLES, TOWNLEDGER

HISTORIES = (6, 24)
LEDGER = EXAMPLES / "landing" / "610622" / "2025-03" / "延川县资金情况3月.xlsx"


def measure() -> None:
    """Print, for either history, both runs and their ratio, and whether more of the past makes the change dearer."""
    changes = [_measure(months) for months in HISTORIES]
    print(
        f"one submission with {HISTORIES[-1]} months behind it, of processors, beside one with {HISTORIES[0]}: "
        f"{changes[-1].processor / changes[0].processor:.2f}"
    )


def _measure(months: int) -> Cost:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        last = _receive(Store(home / "store"), months)
        everything, _ = measured([TOWNLEDGER, "run", "--json"], home)
        _correct(home, last)
        change, said = measured([TOWNLEDGER, "run", "--json"], home)
        rebuilt = json.loads((home / "build" / "built.json").read_text(encoding="utf-8"))["rebuilt"]
    print(f"{months} months ({sum(json.loads(said)['files'].values())} files):")
    for name, cost in (("everything", everything), (f"one submission more ({', '.join(rebuilt)})", change)):
        print(f"  {name}: {cost.clock:.1f} s, of processors {cost.processor:.1f} s")
    print(
        f"  ratio {change.clock / everything.clock:.2f}, of processors "
        f"{change.processor / everything.processor:.2f}; by stage {json.loads(said)['seconds']}"
    )
    return change


def _receive(store: Store, months: int) -> str:
    """Fill a store with so many months from January 2025 on; the last of them."""
    receive_landing(EXAMPLES / "landing", store, places.load())
    take_in(store, unread(store, lambda county, period: True))
    frames = {name: store.frame(name) for name in READING_DATASETS}
    own = {name: dict(list(frame.groupby("submission_id"))) for name, frame in frames.items()}
    version = str(frames["ledgers"]["reading_version"].iloc[0])
    period = ""
    for number in range(months):
        year, month = 2025 + number // 12, number % 12 + 1
        period, source = f"{year}-{month:02}", f"2025-{min(month, 3):02}"
        if period == source:
            continue
        later = dt.timedelta(days=365 * (year - 2025) + 30 * (month - min(month, 3)))
        for told in store.submissions(source):
            again = replace(
                told,
                period=period,
                source_file=told.source_file.replace(source, period),
                received_at=told.received_at + later,
            )
            store.receive(again, store.object_path(told.content_sha256))
            said = {name: own[name].get(told.submission_id, frames[name].iloc[:0]) for name in frames}
            anew = {"submission_id": again.submission_id, "period": period}
            store.write_reading(
                again,
                version,
                {
                    name: frame.assign(**{column: anew[column] for column in anew if column in frame})
                    for name, frame in said.items()
                },
            )
    return period


def _correct(home: Path, period: str) -> None:
    """Put a correction of one county's funds of a month into landing, come after everything else."""
    year, month = int(period[:4]), int(period[5:])
    book = openpyxl.load_workbook(LEDGER)
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = cell.value.replace("2025.3", f"{year}.{month}").replace("3月", f"{month}月")
    amount = book.worksheets[0]["C6"]
    amount.value = float(amount.value) + 1
    target = home / "landing" / "610622" / period / f"延川县资金情况{month}月（更正）.xlsx"
    target.parent.mkdir(parents=True)
    book.save(target)
    path = target.relative_to(home / "landing").as_posix()
    (home / "receipts.csv").write_text(
        f"path,received_at\n{path},{year + 1}-{month:02}-28\n", encoding="utf-8"
    )


if __name__ == "__main__":
    measure()
