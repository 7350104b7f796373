"""The command `townledger decide`: its sub-commands and what they say. What may be decided is in `decide`."""

from __future__ import annotations

import datetime as dt
import json as json_format
from collections.abc import Callable
from typing import Any

import click

from orchestration.home import Home
from orchestration.options import as_json, county, known_ledger, month


def _said(ctx: click.Context, parameter: click.Parameter, value: str) -> str:
    if not value.strip():
        raise click.BadParameter("it must not be empty")
    return value


def _with_reason(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every decision needs: who, and why."""
    function = click.option("--reason", required=True, callback=_said, help="Why; it is published.")(function)
    function = click.option("--by", required=True, callback=_said, help="Who decides; it is published.")(
        function
    )
    return as_json(function)


_of_ledger = click.option("--ledger", callback=known_ledger, help="This ledger only.")


@click.group()
def decide() -> None:
    """Record a person's decision: who, when, what, why. It counts from its moment on, after the next run."""


@decide.command()
@click.argument("finding")
@_with_reason
def confirm(finding: str, by: str, reason: str, as_json: bool) -> None:
    """Confirm a FINDING (finding_id): its refused row or withheld value counts, a warning is settled."""
    _decide(by, reason, lambda decisions: decisions.confirm(finding), as_json=as_json)


@decide.command()
@click.argument("submission")
@_of_ledger
@_with_reason
def withdraw(submission: str, ledger: str, by: str, reason: str, as_json: bool) -> None:
    """Withdraw a SUBMISSION (submission_id): it counts no longer, and what it had replaced counts again."""
    _decide(by, reason, lambda decisions: decisions.withdraw(submission, ledger), as_json=as_json)


@decide.command()
@click.argument("period", callback=month)
@click.option("--until", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The last day, 2025-04-10.")
@click.option("--county", callback=county, help="The county code; all counties where none is named.")
@_of_ledger
@_with_reason
def extend(
    period: str, until: dt.datetime, county: str, ledger: str, by: str, reason: str, as_json: bool
) -> None:
    """Extend the deadline of a PERIOD (2025-03) to the end of a day."""
    _decide(by, reason, lambda d: d.extend(county, period, ledger, until.date()), as_json=as_json)


@decide.command()
@click.argument("decision")
@_with_reason
def revoke(decision: str, by: str, reason: str, as_json: bool) -> None:
    """Revoke a DECISION (decision_id): from now on it is as if it had not been made."""
    _decide(by, reason, lambda decisions: decisions.revoke(decision), as_json=as_json)


@decide.command("list")
@as_json
def show(as_json: bool) -> None:
    """List every decision ever made."""
    from orchestration.decide import Decisions

    made = Decisions(Home.from_environment()).all()
    if as_json:
        click.echo(json_format.dumps(made, ensure_ascii=False, indent=2))
        return
    for row in made:
        about = " ".join(
            filter(
                None,
                (
                    row[n]
                    for n in (
                        "county_code",
                        "period",
                        "ledger",
                        "code",
                        "submission_id",
                        "due_date",
                        "revokes",
                    )
                ),
            )
        )
        mark = "" if row["is_in_force"] or row["kind"] == "revoke" else " (revoked)"
        click.echo(
            f"{row['decision_id']}  {row['decided_at']}  {row['kind']}{mark}  {about}  {row['decided_by']}: {row['reason']}"
        )
    if not made:
        click.echo("nothing has been decided yet")


def _decide(by: str, reason: str, make: Callable[[Any], Any], *, as_json: bool) -> None:
    from orchestration import decide as deciding

    home = Home.from_environment()
    with home.locked():
        try:
            decision = make(deciding.Decisions(home, by, reason))
        except deciding.RefusedDecisionError as error:
            raise click.UsageError(str(error)) from error
    if as_json:
        click.echo(json_format.dumps(deciding.as_dict(decision), ensure_ascii=False, indent=2))
    else:
        click.echo(f"Decided    {deciding.told(decision)}")
        click.echo("It counts from now on; `townledger run` publishes what follows from it.")
