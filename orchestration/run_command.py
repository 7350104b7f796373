"""What `townledger run` shows: progress while it works, and a summary that a person can act on.

What takes seconds to import is imported once the run is known to begin.
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click

from orchestration import ready
from orchestration.home import Home
from orchestration.summary import Outcome

REFUSED, INTERNAL = 1, 3
# As it was typed: the command need not be on the path.
_COMMAND = sys.argv[0] if Path(sys.argv[0]).name == "townledger" else "townledger"
_STAGES = ("start-up", "ingest", "validation", "dbt", "publish")


def run(
    home: Home,
    landing: Path | None,
    counties: Sequence[str],
    period: tuple[str, str],
    as_of: str,
    *,
    as_json: bool,
    started: float,
) -> int:
    """Run, tell, and give the exit code."""
    landing = (landing or home.landing).resolve()
    _assert_possible(home, landing, period)
    with home.locked():
        refusals = ready.refusals(home, landing)
        if refusals:
            outcome: Outcome | None = Outcome(False, refusals, {})
        else:
            outcome = _outcome(home, landing, counties, period, as_of, started)
    if outcome is None:
        return INTERNAL
    total = time.perf_counter() - started
    click.echo(_as_json(outcome, total) if as_json else _as_text(outcome, total))
    return 0 if outcome.is_published else REFUSED


def _outcome(
    home: Home, landing: Path, counties: Sequence[str], period: tuple[str, str], as_of: str, started: float
) -> Outcome | None:
    """How the run ended; None where a step failed for a reason that is no refusal, which has been told."""
    from orchestration.assets import Workplace
    from orchestration.run import RunFailedError, Selection
    from orchestration.run import run as run_everything

    seconds = {"start-up": time.perf_counter() - started}

    def tell(stage: str, took: float, text: str) -> None:
        seconds[stage] = seconds.get(stage, 0.0) + took
        click.echo(f"{time.perf_counter() - started:6.1f}s  {stage:<10}  {text}", err=True)

    tell("start-up", 0, str(home.root))
    silence = io.StringIO()  # dbt's own log is kept in the build folder
    try:
        workplace = Workplace(home, landing, as_of, tell, silence)
        return run_everything(workplace, Selection(counties, *period), seconds)
    except RunFailedError as error:
        click.echo(f"townledger: {error}", err=True)
        return None


def _assert_possible(home: Home, landing: Path, period: tuple[str, str]) -> None:
    """UsageError where the run could not do what was asked for."""
    if any(period):
        from orchestration.run import calendar

        months = calendar()
        for month in filter(None, period):
            if month not in months:
                raise click.UsageError(f"{month} is none of the months {months[0]}..{months[-1]}")
    if not landing.exists() and not home.store.exists():
        raise click.UsageError(f"{landing} does not exist: nothing to take in")


def _as_json(outcome: Outcome, total: float) -> str:
    summary = vars(outcome.summary) if outcome.summary else {}
    seconds = {stage: round(outcome.seconds.get(stage, 0.0), 2) for stage in _STAGES}
    return json.dumps(
        {
            "published": outcome.is_published,
            "refusals": outcome.refusals,
            **summary,
            "seconds": seconds | {"total": round(total, 2)},
        },
        ensure_ascii=False,
        indent=2,
    )


def _as_text(outcome: Outcome, total: float) -> str:
    from exports import dashboard

    lines = [""]
    if outcome.summary is None:
        lines.append("Refused: the gate held the publication back; the last one stays in place, because")
        lines += [f"  - {reason}" for reason in outcome.refusals]
    else:
        summary = outcome.summary
        files = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in summary.files.items())
        findings = ", ".join(f"{count} {name}" for name, count in summary.findings.items()) or "none"
        months = f"{summary.periods[0]}..{summary.periods[-1]}" if summary.periods else "no month"
        lines += [
            f"Files      {sum(summary.files.values())} ({files}), {months}",
            f"Records    {summary.records_accepted} accepted, {summary.records_rejected} rejected",
            f"Findings   {findings}",
            f"Published  {summary.tables} tables in {summary.folder}",
            f"Dashboard  {summary.folder}/{dashboard.INDEX}",
            f"Returns    {summary.returns} correction lists in {summary.returns_folder}",
        ]
    times = "  ".join(f"{stage} {outcome.seconds.get(stage, 0.0):.1f}s" for stage in _STAGES)
    lines += [f"Time       {times}  total {total:.1f}s", "", "Next"]
    lines += _next_commands(outcome)
    return "\n".join(lines)


def _next_commands(outcome: Outcome) -> list[str]:
    if outcome.summary is None:
        return [
            f"  {_COMMAND} status             what the last publication says",
            "  make ui                       the failed checks, in Dagster",
        ]
    months = outcome.summary.periods[-1:]
    status = f"status --period {months[0]}" if months else "status"
    return [
        f"  {_COMMAND} {status:<23}   who has reported, who is late or missing",
        f"  {_COMMAND} check FILE               try a file before it is sent",
        "  make ui                             every run, table and check in Dagster",
    ]
