"""The commands `townledger layout …`: what they take and say. What they find out is done elsewhere."""

from __future__ import annotations

import json as json_format
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from orchestration.home import Home
from orchestration.options import as_json, known_ledger, of_county_and_month

if TYPE_CHECKING:
    from orchestration.layouts import Layouts

_REFUSED = 1


def layouts_of(home: Home) -> Layouts:
    """The home's overrides of layouts; UsageError where one of them cannot be used."""
    from ingest.overrides.parse import OverrideError
    from orchestration import layouts

    try:
        return layouts.load(home)
    except OverrideError as error:
        raise click.UsageError(str(error)) from error


@click.group()
def layout() -> None:
    """See how a county's layout changed, and propose an override where it cannot be recognised."""


@layout.command("diff")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@of_county_and_month
@as_json
def diff(file: Path, county: str, period: str, as_json: bool) -> None:
    """Show what changed against the county's last accepted submission of the same ledger."""
    from orchestration import layout_diff as drifting

    home = Home.from_environment()
    try:
        drift = drifting.diff(home, file, county, period, layouts_of(home))
    except drifting.CountyUnknownError as error:
        raise click.UsageError(f"nothing tells the county of {file}: give --county") from error
    click.echo(
        json_format.dumps(drift.as_dict(), ensure_ascii=False, indent=2) if as_json else drift.as_text()
    )
    sys.exit(0 if drift.ledgers else _REFUSED)


@layout.command("draft")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@of_county_and_month
@click.option(
    "--ledger", default="", callback=known_ledger, help="This ledger only; needed where none is recognised."
)
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the draft here; it must be new."
)
def draft(file: Path, county: str, period: str, ledger: str, output: Path | None) -> None:
    """Propose an override of a file's layout, and say what it would change."""
    from orchestration import layout_draft as drafting

    try:
        drafts = drafting.propose(file, county, period, ledger, layouts_of(Home.from_environment()))
    except drafting.PlaceUnknownError as error:
        raise click.UsageError(f"nothing tells the {error} of {file}: give --{error}") from error
    except drafting.NoDraftError as error:
        click.echo(f"townledger: {file}: {error}", err=True)
        sys.exit(_REFUSED)
    if output and len(drafts) > 1:
        names = ", ".join(Path(own.name).stem for own in drafts)
        raise click.UsageError(f"{file} holds several ledgers ({names}): name one with --ledger")
    for number, own in enumerate(drafts):
        if output is None:
            click.echo(("---\n" if number else "") + own.text, nl=False)
        else:
            _write_new(output, own.text)
        changes = "\n".join(f"  {change}" for change in own.changes) or "  no record, value or finding"
        click.echo(f"{own.name} as drafted would change:\n{changes}", err=True)


def _write_new(path: Path, text: str) -> None:
    """UsageError where the file is there already, or cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise click.UsageError(f"cannot write {path}: {error.strerror}") from error
