"""The command `bulletin`: its options, what it says, and its exit codes."""

from __future__ import annotations

import json
import sys

import click

from orchestration.options import as_json, moment, published_home

_REFUSED = 1


@click.command()
@click.argument("period")
@click.option("--as-of", callback=moment, metavar="T", help="As it was known at this moment.")
@click.option("--release", "is_release", is_flag=True, help="Freeze the quarter, once and for good.")
@as_json
def bulletin(period: str, as_of: str, is_release: bool, as_json: bool) -> None:
    """Write the document of a PERIOD in Word, PDF and JSON; with a quarter its annexes as a workbook.

    The form of PERIOD says which: 2025Q1 the quarterly bulletin, 2025-03 the monthly reporting notice, 2025H1
    the half-year observation pack, 2025 the annual evaluation report.
    """
    from exports.documents import periods
    from exports.documents.facts import NothingToReportError

    try:
        asked = periods.parse(period)
    except periods.PeriodError as error:
        raise click.UsageError(str(error)) from error
    if is_release and asked.kind != periods.QUARTER:
        raise click.UsageError(
            f"--release freezes a quarter, and {period} is none (expected one like 2025Q1)"
        )
    home = published_home()
    from orchestration import bulletin as making

    with home.locked():
        try:
            done = making.bulletin(home, asked, as_of, is_release=is_release)
        except NothingToReportError as error:
            raise click.UsageError(str(error)) from error
        except making.RefusedError as error:
            click.echo(f"townledger: {error}", err=True)
            sys.exit(_REFUSED)
    made = done.made
    if done.no_pdf:
        click.echo(f"townledger: {done.no_pdf}", err=True)
    if as_json:
        files = {"word": made.word, "pdf": done.pdf, "json": made.json, "annexes": done.annexes}
        told = {
            "period": asked.text,
            "title": made.title,
            "as_of": made.as_of,
            "is_released": done.is_released,
            **{name: str(file) if file else None for name, file in files.items()},
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    state = "released" if done.is_released else "not released"
    click.echo(f"{made.title} (as of {made.as_of}, {state})")
    for file in filter(None, (made.word, done.pdf, made.json, done.annexes)):
        click.echo(f"  {file}")
