"""The main job: which partitions a run covers, its execution through Dagster, and what it did.

Everything runs in this process and in one Dagster run (two where the chosen counties are no unbroken
range: all but the last range are taken in first).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import cast

import dagster as dg

from ingest.intake import sent_months
from orchestration.assembly import CHOSEN, EVERYTHING, INTAKE, build_defs
from orchestration.assets import COUNTY, MONTH, PARTITIONS, Workplace
from orchestration.instance import open_instance
from orchestration.summary import Outcome, summarise
from orchestration.warehouse import REFUSALS


@dataclass(frozen=True)
class Selection:
    """Counties (all where none is named) and the first and last month to take in ('' = open)."""

    counties: Sequence[str] = ()
    first: str = ""
    last: str = ""


class RunFailedError(RuntimeError):
    """A step failed for a reason that is no refusal: a bug, or a machine in trouble."""


def run(workplace: Workplace, selection: Selection, seconds: dict[str, float]) -> Outcome:
    """Run everything on a workplace; `seconds` is filled by its `tell` and gets the rest of the time.

    Whether it is ready has been asked before (`orchestration.ready`). Raises RunFailedError where a step other than
    the gate failed.
    """
    started = time.perf_counter()
    refusals: list[str] = []
    definitions = build_defs(workplace)
    with open_instance(workplace.home) as instance:
        seconds["start-up"] = seconds.get("start-up", 0.0) + time.perf_counter() - started
        ranges = _ranges(selection, _busy_months(workplace))
        whole = EVERYTHING if selection == Selection() else CHOSEN
        for number, (first, last) in enumerate(ranges, start=1):
            job = whole if number == len(ranges) else INTAKE
            result = definitions.resolve_job_def(job).execute_in_process(
                instance=instance,
                tags={
                    "dagster/asset_partition_range_start": first,
                    "dagster/asset_partition_range_end": last,
                },
                run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
                raise_on_error=False,
            )
            refusals += _refusals(result)
    return Outcome(not refusals, refusals, seconds, None if refusals else summarise(workplace))


def _refusals(result: dg.ExecuteInProcessResult) -> list[str]:
    """Why the gate refused, nothing where it did not; RunFailedError where a step failed otherwise."""
    refusals: list[str] = []
    for happened in result.all_events:
        if happened.event_type == dg.DagsterEventType.STEP_FAILURE:
            failure = happened.step_failure_data
            metadata = failure.user_failure_data.metadata if failure.user_failure_data else {}
            if REFUSALS not in metadata:
                raise RunFailedError(f"step {happened.step_key} failed: {failure.error_display_string}")
            refusals += cast("list[str]", metadata[REFUSALS].value)
    if not result.success and not refusals:
        raise RunFailedError("the run did not start; Dagster's pages tell more (make ui)")
    return refusals


def _busy_months(workplace: Workplace) -> set[str]:
    """The months of which anything lies in landing or in the store."""
    return sent_months(workplace.landing) | {s.period for s in workplace.store.submissions()}


def _ranges(selection: Selection, busy: set[str]) -> list[tuple[str, str]]:
    """Partition ranges (start and end key) that cover the selection: one an unbroken run of counties.

    Where no month is chosen they span the busy months.
    """
    counties = PARTITIONS.get_partitions_def_for_dimension(COUNTY).get_partition_keys()
    months = calendar()
    spanned = sorted(busy.intersection(months)) or months[:1]
    first, last = selection.first or spanned[0], selection.last or spanned[-1]
    ranges = []
    for is_chosen, run in groupby(counties, lambda c: c in selection.counties or not selection.counties):
        if is_chosen:
            codes = list(run)
            ends = ((codes[0], first), (codes[-1], last))
            start, end = (str(dg.MultiPartitionKey({COUNTY: c, MONTH: m})) for c, m in ends)
            ranges.append((start, end))
    return ranges


def calendar() -> list[str]:
    """The months that a run can be asked for."""
    return list(PARTITIONS.get_partitions_def_for_dimension(MONTH).get_partition_keys())
