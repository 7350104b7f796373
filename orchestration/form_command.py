"""The command `townledger form`: what it takes and says. What a form holds is decided elsewhere."""

from __future__ import annotations

import json as json_format
from pathlib import Path

import click

from orchestration.home import Home
from orchestration.options import as_json, county_or_name, month


@click.command()
@click.argument("county", callback=county_or_name)
@click.argument("period", callback=month)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the form here instead of to the home's forms; it must be new.",
)
@as_json
def form(county: str, period: str, output: Path | None, as_json: bool) -> None:
    """Write the standard workbook that a county fills in for a month.

    COUNTY is a code or a name, PERIOD a month. Towns are filled in, and of the last accepted month's projects
    and funds what stays as it was.
    """
    from exports.files import write_if_new
    from orchestration import form as forms

    home = Home.from_environment()
    if output and output.exists():
        raise click.UsageError(f"{output} is there already, perhaps filled in: name a new file")
    try:
        made = forms.make(home, county, period)
    except forms.NoStandardError as error:
        raise click.UsageError(str(error)) from error
    path = output or home.forms / county / period / made.file_name
    try:
        write_if_new(path, made.content)
    except OSError as error:
        raise click.UsageError(f"cannot write {path}: {error.strerror}") from error
    if as_json:
        told = {"file": str(path), "ledgers": made.ledgers, "known": made.known}
        click.echo(json_format.dumps(told, ensure_ascii=False, indent=2))
        return
    known = ", ".join(f"{count} of {ledger}" for ledger, count in made.known.items())
    click.echo(f"{path}: {len(made.ledgers)} ledgers, records filled in: {known or 'none is published yet'}")
