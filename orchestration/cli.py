"""The command `townledger`: options, progress and exit codes. What it does is done elsewhere.

Exit codes: 0 done (findings in the data don't change that), 1 refused, 2 wrong use, 3 an internal error
or a home in use. Libraries that take seconds to import are imported by the command that needs them.
"""

from __future__ import annotations

import json as json_format
import os
import sys
import time
from pathlib import Path
from typing import Any

import click

from ingest.limits import LimitsError
from ingest.towns.organisation import OrganisationError
from orchestration.bulletin_command import bulletin
from orchestration.decide_command import decide
from orchestration.form_command import form
from orchestration.home import Home, HomeInUseError, UnusableError
from orchestration.layout_command import layout, layouts_of
from orchestration.options import as_json, counties, moment, of_county_and_month, period_range, published_home
from orchestration.release_command import release

_STARTED = time.perf_counter()
REFUSED, INTERNAL = 1, 3


class Commands(click.Group):
    """Turns what commands raise into messages and exit codes."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the chosen command."""
        try:
            return super().invoke(ctx)
        except HomeInUseError as error:
            click.echo(f"townledger: {error}", err=True)
            ctx.exit(INTERNAL)
        except (LimitsError, UnusableError) as error:
            raise click.UsageError(str(error), ctx) from error
        except OrganisationError as error:
            click.echo(f"townledger: {error}", err=True)
            ctx.exit(REFUSED)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:  # noqa: BLE001 - the last line of defence: a bug ends with exit code 3
            import traceback

            traceback.print_exc()
            click.echo(f"townledger: internal error: {error}", err=True)
            ctx.exit(INTERNAL)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="townledger")
def main() -> None:
    """Townledger 镇账: from county ledgers to published indicators.

    The home is the folder that TOWNLEDGER_HOME names (./data where it names none).
    """


main.add_command(bulletin)
main.add_command(decide)
main.add_command(form)
main.add_command(layout)
main.add_command(release)


@main.command()
@click.option(
    "--landing",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Read this landing instead of the home's (receipts.csv is looked for beside it).",
)
@click.option(
    "--county", "counties", multiple=True, callback=counties, help="Take in this county only; repeatable."
)
@click.option(
    "--period", callback=period_range, metavar="P[..P]", help="Take in these months only: 2025-01..2025-03."
)
@click.option("--as-of", callback=moment, metavar="T", help="Write the marts as of this moment to as_of/T.")
@as_json
def run(
    landing: Path | None, counties: tuple[str, ...], period: tuple[str, str], as_of: str, as_json: bool
) -> None:
    """Do the main job: take in ledgers, judge them, build the marts, publish."""
    from orchestration import run_command

    sys.exit(
        run_command.run(
            Home.from_environment(), landing, counties, period, as_of, as_json=as_json, started=_STARTED
        )
    )


@main.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@of_county_and_month
@as_json
def check(files: tuple[Path, ...], county: str, period: str, as_json: bool) -> None:
    """Try files without taking them in: what is recognised, what is wrong, cell by cell."""
    from orchestration import check as checking

    results = checking.check(files, county, period, layouts_of(Home.from_environment()))
    if as_json:
        click.echo(json_format.dumps([r.as_dict() for r in results], ensure_ascii=False, indent=2))
    else:
        for result in results:
            click.echo(result.as_text())
        click.echo(checking.not_compared_zh())
    sys.exit(REFUSED if any(r.status == "rejected" for r in results) else 0)


@main.command()
@click.option("--period", callback=period_range, metavar="P[..P]", help="These months only.")
@as_json
def status(period: tuple[str, str], as_json: bool) -> None:
    """Show who has reported what: on time, late, returned, missing."""
    from orchestration import status as reporting

    home = published_home()
    report = reporting.read(home.published_database, *period)
    if not report and period[0]:
        raise click.UsageError(f"no report was expected in {period[0]}..{period[1]}")
    click.echo(
        json_format.dumps(report, ensure_ascii=False, indent=2) if as_json else reporting.as_text(report)
    )


@main.command()
@click.option(
    "--format",
    "kind",
    type=click.Choice(("parquet", "csv", "xlsx")),
    help="One kind of files only; all three where it is not given.",
)
@as_json
def export(kind: str | None, as_json: bool) -> None:
    """Write the publication for BI tools: a file a table, a manifest, a data dictionary."""
    from exports import bi

    home = published_home()
    with home.locked():
        done = [bi.export(home.published, home.exports / k, k) for k in ((kind,) if kind else bi.KINDS)]
    if as_json:
        click.echo(json_format.dumps([bi.as_dict(d) for d in done], ensure_ascii=False, indent=2))
        return
    for exported in done:
        what = f"{len(exported.rows)} tables, {sum(exported.rows.values())} rows"
        click.echo(f"{exported.folder}: {what if exported.is_new else 'unchanged'}")


@main.command()
@click.option("--target", required=True, metavar="URI", help="The server: postgresql://user@host/database.")
@as_json
def publish(target: str, as_json: bool) -> None:
    """Publish the marts to a PostgreSQL server; its readers see the old tables or the new, never half."""
    from exports import postgres
    from exports.gate import RefusedError

    home = published_home()
    if not target.startswith(("postgresql://", "postgres://")):
        raise click.UsageError("--target takes the address of a PostgreSQL server: postgresql://…")
    try:
        done = postgres.publish(home.published, target)
    except postgres.TargetError as error:
        raise click.UsageError(str(error)) from error
    except RefusedError as error:
        click.echo(f"townledger: {error}", err=True)
        sys.exit(REFUSED)
    if as_json:
        click.echo(json_format.dumps(vars(done), ensure_ascii=False, indent=2))
    else:
        what = f"{len(done.rows)} tables, version {done.version}" if done.is_new else "unchanged"
        click.echo(f"schema {done.schema}: {what}")


@main.command()
@click.argument("town")
@click.argument("indicator")
@click.argument("period", callback=period_range)
@as_json
def explain(town: str, indicator: str, period: tuple[str, str], as_json: bool) -> None:
    """Walk from a score back to its files and cells.

    TOWN is a code or a name, INDICATOR an id or a Chinese name, a function, or `total`; PERIOD a month.
    """
    from orchestration import explain as explaining
    from orchestration import explanation

    home = published_home()
    try:
        found = explaining.explain(home.published_database, town, indicator, period[0])
    except explaining.NothingFoundError as error:
        raise click.UsageError(str(error)) from error
    click.echo(
        json_format.dumps(found, ensure_ascii=False, indent=2) if as_json else explanation.as_text(found)
    )


@main.command(hidden=True)
def ui() -> None:
    """Open Dagster's pages on the home."""
    from orchestration import instance

    home = Home.from_environment()
    instance.prepare(home)
    dagster = Path(sys.executable).with_name("dagster")
    environment = {
        **os.environ,
        "DAGSTER_HOME": str(home.dagster),
        "TOWNLEDGER_HOME": str(home.root),
        # Its successor is another package, which brings nothing that these pages need.
        "PYTHONWARNINGS": "ignore:Function `dev_command` is superseded",
    }
    os.execve(dagster, [str(dagster), "dev", "-m", "orchestration.definitions"], environment)


if __name__ == "__main__":
    main()
