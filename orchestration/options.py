"""Options and arguments that several commands take, and how what is typed is understood.

Belongs here: a month, a moment, a county, --json, the home of the environment. Does not belong here: what a command does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import click

from orchestration.home import Home

_PERIOD = re.compile(r"(20\d\d-(?:0[1-9]|1[0-2]))(?:\.\.(20\d\d-(?:0[1-9]|1[0-2])))?")
_MOMENT = re.compile(r"20\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?")


def as_json(function: Callable[..., Any]) -> Callable[..., Any]:
    """The option --json."""
    return click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")(function)


def published_home() -> Home:
    """The home of the environment; wrong use where nothing is published in it, or nothing that this version reads."""
    home = Home.from_environment()
    if not home.published_database.exists():
        raise click.UsageError(f"nothing is published in {home.root} yet; `townledger run` does that")
    from orchestration import contract

    if missing := contract.lacking(home.published_database):
        raise click.UsageError(
            f"another version of Townledger published this home: {missing[0]} is not there"
            f" ({len(missing)} columns in all); `townledger run` publishes anew"
        )
    return home


def period_range(ctx: click.Context, parameter: click.Parameter, value: str | None) -> tuple[str, str]:
    """A month or a range as its first and last month, '' and '' where nothing is given."""
    if value is None:
        return ("", "")
    match = _PERIOD.fullmatch(value)
    if match is None or (match[2] and match[2] < match[1]):
        raise click.BadParameter("expected a month or a range: 2025-03 or 2025-01..2025-03")
    return (match[1], match[2] or match[1])


def moment(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str:
    """A date or a moment, as it was written."""
    if value is None:
        return ""
    import datetime as dt

    try:
        dt.datetime.fromisoformat(value)
    except ValueError:
        value = ""
    if not _MOMENT.fullmatch(value):
        raise click.BadParameter("expected a date or a moment: 2025-04-05 or 2025-04-05T12:00:00")
    return value


def counties(ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """County codes that exist."""
    if not value:
        return ()
    from ingest.towns import places

    known = places.load().counties
    for county in value:
        if county not in known:
            listed = ", ".join(f"{code} {name}" for code, name in known.items())
            raise click.BadParameter(f"{county} is no county; counties are {listed}")
    return value


def county(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str:
    """A county code that exists, '' where nothing is given."""
    return "".join(counties(ctx, parameter, (value,) if value else ()))


def county_or_name(ctx: click.Context, parameter: click.Parameter, value: str) -> str:
    """The code of a county that is given by its code or its name."""
    from ingest.towns import places

    by_name = {name: code for code, name in places.load().counties.items()}
    return "".join(counties(ctx, parameter, (by_name.get(value, value),)))


def month(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str:
    """One month, '' where nothing is given."""
    first, last = period_range(ctx, parameter, value)
    if first != last:
        raise click.BadParameter("expected one month: 2025-03")
    return first


def known_ledger(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str:
    """A ledger that exists, '' where nothing is given."""
    if not value:
        return ""
    from ingest import dictionary

    ledgers = list(dictionary.load().ledgers)
    if value not in ledgers:
        raise click.BadParameter(f"{value} is no ledger; ledgers are {', '.join(ledgers)}")
    return value


def of_county_and_month(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options --county and --period: where a single file belongs."""
    period = click.option("--period", callback=month, metavar="P", help="The month, as 2025-03.")
    return click.option("--county", callback=county, help="The county code.")(period(function))
