"""The assets from landing to publication, one function each; they call the libraries and report.

Two inputs come as resources: the home, and where the files are (its landing, or one lent for this run).
The submissions are partitioned by county and month and taken in for a whole range of partitions in one
step; everything after them is built whole.
"""

import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TextIO

import dagster as dg
import pandas as pd

from expectations import kept
from exports import dashboard, gate, publication, release
from ingest import dictionary
from ingest.intake import receive_landing
from ingest.store import Store
from ingest.towns import places
from orchestration import built, changes, intake, model_docs, warehouse
from orchestration import returns as counties
from orchestration.home import Home
from orchestration.layouts import Layouts
from orchestration.layouts import load as load_layouts
from orchestration.reports import frame_preview, outcome_metadata
from orchestration.warehouse import public_tables

# Taking in a whole range in one run rests on the backfill policy, which Dagster still calls beta.
warnings.filterwarnings("ignore", message=".*`(backfill_policy|include_sources)`.*", category=dg.BetaWarning)

FIRST_MONTH = "2024-01"
COUNTY, MONTH = "county", "month"
#: County × month; a submission of a month outside of the calendar is taken in with the landing.
PARTITIONS = dg.MultiPartitionsDefinition(
    {
        COUNTY: dg.StaticPartitionsDefinition(sorted(places.load().counties)),
        MONTH: dg.MonthlyPartitionsDefinition(start_date=FIRST_MONTH, fmt="%Y-%m", end_offset=12),
    }
)


def _expects(ledger: str) -> str:
    return f"Great Expectations: what a county's month of {ledger} must be as a whole."


@dataclass
class Workplace:
    """What a run works on: the home, the landing to read, the moment it is as of ('' = now).

    `tell` is told of each stage as it ends: its name, its seconds, and what it did. `console` takes what
    dbt prints (None = standard output).
    """

    home: Home
    landing: Path
    as_of: str = ""
    tell: Callable[[str, float, str], None] = lambda stage, seconds, text: None
    console: TextIO | None = None

    @cached_property
    def store(self) -> Store:
        """The home's ledger store."""
        return Store(self.home.store)

    @property
    def build(self) -> Path:
        """The folder of what is built: a moment other than now has one of its own."""
        return self.home.build / "as_of" if self.as_of else self.home.build

    def plan(self) -> changes.Plan:
        """What a build has to do now."""
        settings = [self.as_of, *(made.quarter for made in release.released(self.home.releases, self.as_of))]
        return changes.plan(self.store, self.layouts, settings, self.build)

    @cached_property
    def layouts(self) -> Layouts:
        """The home's overrides of layouts; OverrideError where one of them cannot be used."""
        return load_layouts(self.home)


def _workplace(context: dg.AssetExecutionContext) -> Workplace:
    return context.resources.workplace


@dg.asset(group_name="intake", required_resource_keys={"workplace"}, kinds={"file"})
def landing(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    """What lies in landing where no county and month is: kept, and told that it is in the wrong place.

    Everything else in landing is taken in by county and month.
    """
    calendar = _places_of(PARTITIONS.get_partition_keys())
    taken = _take_in(_workplace(context), lambda county, period: (county, period) not in calendar)
    return dg.MaterializeResult(
        metadata={"misplaced_files": len(taken.submissions), **outcome_metadata(taken.frames)}
    )


@dg.asset(
    partitions_def=PARTITIONS,
    backfill_policy=dg.BackfillPolicy.single_run(),
    deps=[landing],
    group_name="intake",
    required_resource_keys={"workplace"},
    kinds={"parquet", "pandera"},
    check_specs=[
        dg.AssetCheckSpec(
            "rows_accepted", asset="submissions", description="Pandera: no record was rejected."
        ),
        dg.AssetCheckSpec(
            "files_readable", asset="submissions", description="No file was refused as a whole."
        ),
    ],
)
def submissions(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    """Submissions read into records, judged row by row, and kept in the store with their findings."""
    wanted = _places_of(context.partition_keys)
    taken = _take_in(_workplace(context), lambda county, period: (county, period) in wanted)
    records, ledgers = taken.frames["records"], taken.frames["ledgers"]
    rejected = records[records["status"] == "rejected"]
    refused = ledgers[ledgers["disposition"] == "rejected"]
    if not taken.submissions:
        _workplace(context).tell("ingest", 0, "nothing new to read")
    return dg.MaterializeResult(
        metadata={
            "files": len(taken.submissions),
            "partitions": len(wanted),
            **outcome_metadata(taken.frames),
            "seconds_reading": taken.seconds["ingest"],
            "seconds_judging": taken.seconds["validation"],
        },
        check_results=[
            dg.AssetCheckResult(
                check_name="rows_accepted",
                passed=rejected.empty,
                severity=dg.AssetCheckSeverity.WARN,
                metadata={"rejected": len(rejected), "preview": frame_preview(rejected)},
            ),
            dg.AssetCheckResult(
                check_name="files_readable",
                passed=refused.empty,
                severity=dg.AssetCheckSeverity.WARN,
                metadata={"refused": len(refused), "preview": frame_preview(refused)},
            ),
        ],
    )


def _take_in(workplace: Workplace, is_wanted: Callable[[str, str], bool]) -> intake.Taken:
    """Receive, read, judge and keep what landing and store hold of the wanted counties and months."""
    started = time.perf_counter()
    store = workplace.store
    if workplace.landing.exists():
        receive_landing(workplace.landing, store, places.load(), is_wanted)
    unread = intake.unread(store, is_wanted, workplace.layouts)
    if unread:
        workplace.tell("ingest", time.perf_counter() - started, f"{len(unread)} files to read")
    taken = intake.take_in(store, unread, workplace.layouts)
    if unread:
        workplace.tell("ingest", taken.seconds["ingest"], f"{len(unread)} files read")
        workplace.tell(
            "validation", taken.seconds["validation"], f"{len(taken.frames['records'])} records judged"
        )
    return taken


_LEDGERS = tuple(dictionary.load().ledgers)


@dg.asset(
    deps=[dg.AssetKey("fct_ledger_value")],
    group_name="validation",
    required_resource_keys={"workplace"},
    kinds={"greatexpectations"},
    check_specs=[
        dg.AssetCheckSpec(f"expectations_{ledger}", asset="county_batches", description=_expects(ledger))
        for ledger in _LEDGERS
    ],
)
def county_batches(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    """Every county's month judged as a whole, ledger by ledger, with Great Expectations and its Data Docs.

    Says how far a month can be relied on; decides nothing and holds nothing back.
    """
    workplace = _workplace(context)
    started = time.perf_counter()
    workplace.tell("validation", 0, "judging the counties' months")
    docs = None if workplace.as_of else workplace.home.data_docs
    results = kept.validate_changed(
        built.batches(workplace.build),
        partial(built.counted_values, workplace.build),
        workplace.build / "judged",
        docs,
    )
    unmet = results[~results["success"]]
    workplace.tell("validation", time.perf_counter() - started, f"{len(results)} expectations checked")
    return dg.MaterializeResult(
        metadata={
            "expectations": len(results),
            "unmet": len(unmet),
            "unmet_by_county": frame_preview(
                unmet.groupby(["county_code", "ledger"]).size().reset_index(name="unmet")
            ),
            "data_docs": dg.MetadataValue.path((workplace.home.data_docs / "index.html").as_posix()),
        },
        check_results=[_batch_check(ledger, results[results["ledger"] == ledger]) for ledger in _LEDGERS],
    )


def _batch_check(ledger: str, results: pd.DataFrame) -> dg.AssetCheckResult:
    """Met where no expectation graver than info is unmet in any county."""
    unmet = results[~results["success"] & (results["severity"] != "info")]
    return dg.AssetCheckResult(
        check_name=f"expectations_{ledger}",
        passed=unmet.empty,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            "unmet": len(unmet),
            "preview": frame_preview(unmet[["period", "county_code", "description_zh", "observed"]]),
        },
    )


@dg.asset(
    deps=[warehouse.models, county_batches],
    group_name="publication",
    required_resource_keys={"workplace"},
    kinds={"duckdb", "parquet", "csv"},
)
def published(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    """The gate, and behind it the marts as DuckDB, Parquet and CSV, swapped in all at once.

    Raises dg.Failure, and leaves the last publication where it is, where the gate refuses.
    """
    workplace = _workplace(context)
    started = time.perf_counter()
    try:
        build = gate.Build.read(built.artifacts(workplace.build))
        gate.pass_or_refuse(build)
        done = _publish(workplace)
    except gate.RefusedError as refused:
        raise warehouse.refusal(refused.reasons) from refused
    workplace.tell(
        "publish", time.perf_counter() - started, f"{len(done.rows)} tables, version {done.version}"
    )
    counts = "\n".join(f"| {name} | {count} |" for name, count in sorted(done.rows.items()))
    return dg.MaterializeResult(
        metadata={
            "version": done.version,
            "is_new": done.is_new,
            "folder": dg.MetadataValue.path(done.folder.relative_to(workplace.home.root).as_posix()),
            "warnings": dg.MetadataValue.json(build.warned()),
            "rows": dg.MetadataValue.md(f"| table | rows |\n|---|---|\n{counts}"),
        }
    )


@dg.asset(
    deps=[published],
    group_name="publication",
    required_resource_keys={"workplace"},
    kinds={"excel"},
)
def returns(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    """What goes back to the counties: correction lists, and their own workbooks with the wrong cells marked.

    A run as of a moment returns nothing.
    """
    workplace = _workplace(context)
    if workplace.as_of:
        return dg.MaterializeResult(metadata={"lists": 0})
    started = time.perf_counter()
    done = counties.write(workplace.home, workplace.store)
    workplace.tell(
        "publish",
        time.perf_counter() - started,
        f"{done.lists} correction lists, {done.copies} marked copies, {done.packs} packs for counties",
    )
    return dg.MaterializeResult(metadata=asdict(done))


def _publish(workplace: Workplace) -> publication.Publication:
    home, tables = workplace.home, public_tables()
    build = built.database(workplace.build)
    about = built.versions(workplace.build) | {
        "keys": warehouse.keys(),
        "for_evaluators": warehouse.for_evaluators(),
    }
    makers = {"dashboard": dashboard.write, "docs": model_docs.maker(build)}
    if workplace.as_of:
        about |= {"as_of": workplace.as_of}
        return publication.write_snapshot(build, tables, home.as_of(workplace.as_of), about, makers)
    current = publication.current(home.root)
    if current and changes.was_published(workplace.build, current.version):
        return current
    done = publication.publish(build, tables, home.root, about, makers)
    changes.note_published(workplace.build, done.version)
    return done


def _places_of(partition_keys: Sequence[str]) -> set[tuple[str, str]]:
    """Partition keys (of several dimensions, by name) as pairs of county and period."""
    places_wanted = set()
    for key in partition_keys:
        by_dimension = PARTITIONS.get_partition_key_from_str(key).keys_by_dimension
        places_wanted.add((by_dimension[COUNTY], by_dimension[MONTH]))
    return places_wanted
