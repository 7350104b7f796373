"""The command `townledger release`: which quarters are released, and whether a release can be made again."""

from __future__ import annotations

import json as json_format
import sys

import click

from orchestration.home import Home
from orchestration.options import as_json

REFUSED = 1


@click.group()
def release() -> None:
    """Look after released quarters; `townledger bulletin QUARTER --release` makes one."""


@release.command("list")
@as_json
def listing(as_json: bool) -> None:
    """List the released quarters with the moments whose knowledge they hold."""
    from exports.release import released

    made = released(Home.from_environment().releases)
    if as_json:
        rows = [{"quarter": r.quarter, "as_of": r.as_of, "released_at": r.released_at} for r in made]
        click.echo(json_format.dumps(rows, ensure_ascii=False, indent=2))
        return
    for one in made:
        click.echo(f"{one.quarter}  as of {one.as_of}, released {one.released_at}, {len(one.tables)} tables")


@release.command()
@click.argument("quarter")
@as_json
def verify(quarter: str, as_json: bool) -> None:
    """Check that a released QUARTER is as it was, and that the store still gives the same tables by what it pins."""
    from exports.release import ReleaseError, verify
    from orchestration.releasing import reproduce

    home = Home.from_environment()
    try:
        touched = verify(home.releases, quarter)
        differing = reproduce(home, quarter)
    except ReleaseError as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        click.echo(json_format.dumps({"touched": touched, "differing": differing}, indent=2))
    else:
        for what, tables in (("not as frozen", touched), ("made again, not as released", differing)):
            if tables:
                click.echo(f"{what}: {', '.join(tables)}")
        if not touched and not differing:
            click.echo(f"{quarter}: as released, number for number")
    sys.exit(REFUSED if touched or differing else 0)
