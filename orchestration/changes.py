"""What has changed since the last build, and which periods must therefore be built again.

A build rests on two kinds of things, each known by a fingerprint. What bears on everything (models, seeds,
dictionary, the moment it is as of): where it differs, everything is built. What bears on one period
(submissions, their readings, decisions, whether it ends its quarter): where it differs, that period is built
again and what depends on it:

- the later months of its year, which are held against it (cumulative amounts, the months added up);
- earlier months with a correction that came after it had been reported (the correction is told as such).

Reports that go on from month to month take every period from the first of these on (`macros/rebuild.sql`);
what is small or quarterly is always built. The fingerprints are written when a build has passed. One that was
broken off leaves word of what it had begun, which is built again whatever the fingerprints say.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from ingest import recogniser
from ingest.decisions import Decision
from ingest.store import UNPLACED, Store, Trace
from orchestration import parsed
from orchestration.built import database
from orchestration.home import DBT_PROJECT
from orchestration.layouts import Layouts

_STATE = "built.json"
#: Grows when the same fingerprints would mean another content.
_FORM = 1
_EXPORTS = DBT_PROJECT.parent / "exports"
#: The folder of the store that holds a row-less file of every dataset.
_SAMPLE = "_"


@dataclass(frozen=True)
class Inputs:
    """The fingerprints of what a build rests on: of what bears on everything, and of each period."""

    everywhere: str
    periods: Mapping[str, str]


@dataclass(frozen=True)
class Plan:
    """What a build has to do: the periods to build again, None for everything; `read` are those with readings."""

    inputs: Inputs
    periods: frozenset[str] | None
    read: frozenset[str]

    @property
    def is_nothing(self) -> bool:
        """Whether all is as it was built."""
        return self.periods is not None and not self.periods

    def variable(self) -> dict[str, list[str]] | None:
        """The dbt variable `rebuild`."""
        if self.periods is None:
            return None
        months = sorted(filter(None, self.periods))
        later = {period for period in self.inputs.periods if months and period >= months[0]}
        return {
            "folders": [_SAMPLE, *(period or UNPLACED for period in sorted(self.periods & self.read))],
            "periods": sorted(self.periods),
            "later": sorted(later | self.periods),
            "years": sorted({period[:4] for period in self.periods}),
        }

    def __str__(self) -> str:
        if self.periods is None:
            return "everything"
        return ", ".join(period or "no month" for period in sorted(self.periods)) or "nothing"


def plan(store: Store, layouts: Layouts, settings: Sequence[str], folder: Path) -> Plan:
    """What a build of the store in `folder` has to do; `settings` is what else bears on everything, in words."""
    traces = list(store.traces())
    read = frozenset(trace.period for trace in traces if trace.is_read)
    inputs = Inputs(_everywhere(settings), _of_periods(traces, read, store.decisions(), layouts))
    before = _before(folder) if database(folder).exists() else None
    if before is None or before["everywhere"] != inputs.everywhere:
        return Plan(inputs, None, read)
    both = before["periods"].keys() | inputs.periods.keys()
    changed = {p for p in both if before["periods"].get(p) != inputs.periods.get(p)} | set(before["begun"])
    later_of_year = {p for p in inputs.periods for c in changed if p > c and p[:4] == c[:4]}
    affected = changed | later_of_year | _corrected_after(changed, store, folder)
    return Plan(inputs, frozenset(affected), read)


def begin(plan: Plan, folder: Path) -> None:
    """Keep what a build is about to change, for the case that it is broken off."""
    before = _before(folder)
    if plan.periods is None or before is None:
        (folder / _STATE).unlink(missing_ok=True)
    else:
        _write(folder, before | {"begun": sorted(plan.periods)})


def finish(plan: Plan, folder: Path) -> None:
    """Keep what a build rests on that has passed, and what it built again (null for everything)."""
    rebuilt = None if plan.periods is None else sorted(plan.periods)
    _write(folder, {**asdict(plan.inputs), "begun": [], "rebuilt": rebuilt})


def was_published(folder: Path, version: str) -> bool:
    """Whether what stands in `folder` as built has been published as this version."""
    before = _before(folder)
    return before is not None and not before["begun"] and before.get("published") == version


def note_published(folder: Path, version: str) -> None:
    """Keep as which version the build in `folder` has been published."""
    if before := _before(folder):
        _write(folder, before | {"published": version})


def _before(folder: Path) -> dict[str, Any] | None:
    file = folder / _STATE
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None


def _write(folder: Path, state: Mapping[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    scratch = folder / f".{_STATE}"
    scratch.write_text(json.dumps(state, indent=1, sort_keys=True), encoding="utf-8")
    os.replace(scratch, folder / _STATE)


def _everywhere(settings: Sequence[str]) -> str:
    """Of models, macros, tests, seeds and dictionary, of how all is published, of the engines, and of settings."""
    engine = f"duckdb {version('duckdb')}"
    return _hash([str(_FORM), *settings, engine, parsed.state(DBT_PROJECT), *parsed.contents(_EXPORTS)])


def _of_periods(
    traces: Iterable[Trace], read: frozenset[str], decisions: Iterable[Decision], layouts: Layouts
) -> dict[str, str]:
    """The fingerprint of every period with readings and of every month between them."""

    @cache
    def current(county: str, period: str) -> str:
        return recogniser.version(layouts.of(county, period))

    months = _months(period for period in read if period)
    said: dict[str, list[str]] = {period: [] for period in {*read, *months}}
    for number, period in enumerate(months, start=1):
        ends_quarter = period[5:] in ("03", "06", "09", "12") or number == len(months)
        said[period].append(f"ends quarter {ends_quarter}")
    placed = {}
    for trace in traces:
        placed[trace.submission_id] = trace.period
        if trace.period in said:
            wanted = current(trace.county_code, trace.period)
            said[trace.period].append(f"{trace.county_code} {trace.submission_id} {wanted} {trace.stamp}")
    for period, decision in _placed(list(decisions), placed):
        if period in said:
            said[period].append(f"decision {decision.decision_id}")
    return {period: _hash(sorted(own)) for period, own in said.items()}


def _placed(decisions: list[Decision], periods: Mapping[str, str]) -> Iterable[tuple[str, Decision]]:
    """Decisions with the periods that they bear on: the one they name, their submission's, that of what they revoke."""
    by_id = {decision.decision_id: decision for decision in decisions}
    for decision in decisions:
        about = by_id.get(decision.revokes, decision)
        yield from ((p, decision) for p in {about.period, periods.get(about.submission_id, about.period)})


def _months(periods: Iterable[str]) -> list[str]:
    """Every month from the first to the last."""
    numbers = [int(period[:4]) * 12 + int(period[5:]) - 1 for period in periods]
    span = range(min(numbers), max(numbers) + 1) if numbers else range(0)
    return [f"{number // 12}-{number % 12 + 1:02}" for number in span]


def _corrected_after(changed: set[str], store: Store, build: Path) -> set[str]:
    """Earlier periods of which a county sent something after it had sent something of a changed one."""
    with duckdb.connect(str(database(build)), read_only=True) as connection:
        built = connection.execute(
            "select county_code, period, received_at from int_submission_readings"
        ).fetchall()
    sent = [(s.county_code, s.period, s.received_at) for p in changed for s in store.submissions(p)]
    first: dict[tuple[str, str], dt.datetime] = {}
    last: dict[tuple[str, str], dt.datetime] = {}
    for county, period, moment in built + sent:
        place = county, period
        first[place] = min(first.get(place, moment), moment)
        last[place] = max(last.get(place, moment), moment)
    return {
        earlier
        for (county, period), begun in first.items()
        if period in changed
        for (other, earlier), ended in last.items()
        if other == county and earlier < period and ended > begun
    }


def _hash(texts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
