"""`townledger bulletin`: which snapshot a document is made from, where it goes, and releasing a quarter.

A released quarter is made from its release, for good; an earlier moment from the snapshot as of it, which a run
brings up to date first; everything else from the current publication. No business logic. What takes seconds to
import is imported where a snapshot is built.
"""

from __future__ import annotations

import io
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from exports import release
from exports.annexes import workbook
from exports.documents import making, pdf
from exports.documents.facts import Facts
from exports.documents.periods import QUARTER, Period
from exports.files import write_if_new
from orchestration.home import Home

if TYPE_CHECKING:
    from orchestration.assets import Workplace


class RefusedError(RuntimeError):
    """Nothing is made or released; the message says why."""


@dataclass(frozen=True)
class Bulletin:
    """What was made, whether it is of a released quarter, its PDF or why there is none, and its annexes."""

    made: making.Made
    is_released: bool
    pdf: Path | None
    no_pdf: str
    annexes: Path | None


def bulletin(home: Home, period: Period, as_of: str, *, is_release: bool) -> Bulletin:
    """Make the document of a period, releasing its quarter first where that is asked for.

    Raises RefusedError where the quarter cannot be released or the gate holds the snapshot back, and
    exports.documents.facts.NothingToReportError where there is nothing to report.
    """
    if is_release:
        _release(home, period, as_of)
        as_of = ""
    is_released = not as_of and period.kind == QUARTER and (home.releases / period.text).exists()
    folder = home.bulletins / period.text
    if is_released:
        made, annexes = _of_release(home, period, folder)
    elif as_of:
        made, annexes = _made(_snapshot(home, as_of), period, folder / "as_of" / as_of)
    else:
        made, annexes = _made(home.published, period, folder)
    try:
        return Bulletin(made, is_released, pdf.convert(made.word), "", annexes)
    except pdf.NoPdfError as error:
        return Bulletin(made, is_released, None, str(error), annexes)


def _made(source: Path, period: Period, folder: Path) -> tuple[making.Made, Path | None]:
    """The document of a period from a snapshot; beside a quarter's, its annexes."""
    made = making.make(source, period, folder)
    if period.kind != QUARTER:
        return made, None
    workbook.write(source, period.text, _annexes(made))
    return made, _annexes(made)


def _annexes(made: making.Made) -> Path:
    return made.word.with_name(f"{made.word.stem}附件.xlsx")


def _of_release(home: Home, period: Period, folder: Path) -> tuple[making.Made, Path | None]:
    """The documents of a released quarter: made once and kept with the release, whatever later versions would make."""
    source = release.database(home.releases, period.text).parent
    kept = source / "documents"
    if not kept.exists():
        with tempfile.TemporaryDirectory(prefix=".", dir=source) as scratch:
            draft = Path(scratch) / kept.name
            _made(source, period, draft)
            draft.rename(kept)
    made = making.copy(kept, folder)
    write_if_new(_annexes(made), (kept / _annexes(made).name).read_bytes())
    return made, _annexes(made)


def _release(home: Home, period: Period, as_of: str) -> None:
    """Freeze the quarter as of a moment, that of the last arrival where none is given."""
    from orchestration import releasing

    try:
        known = {made.quarter: made for made in release.released(home.releases)}
        if period.text in known:
            raise RefusedError(f"{period.text} is released already ({known[period.text].released_at})")
        if not as_of:
            with Facts(home.published) as facts:
                as_of = facts.as_of.isoformat()
        _snapshot(home, as_of)
        releasing.freeze(_workplace(home, as_of), period.text)
    except release.ReleaseError as error:
        raise RefusedError(str(error)) from error


def _snapshot(home: Home, as_of: str) -> Path:
    """The snapshot as of a moment, as store, standard and dictionary give it now.

    One that is there already may rest on older ones; a run builds again what has changed since, and that alone.
    """
    from orchestration import ready

    refusals = ready.refusals(home, home.landing)
    if not refusals:
        from orchestration.run import Selection
        from orchestration.run import run as run_everything

        refusals = run_everything(_workplace(home, as_of), Selection(), {}).refusals
    if refusals:
        raise RefusedError(f"the gate held the snapshot as of {as_of} back: {'; '.join(refusals)}")
    return home.as_of(as_of)


def _workplace(home: Home, as_of: str) -> Workplace:
    from orchestration.assets import Workplace

    started = time.perf_counter()

    def tell(stage: str, seconds: float, text: str) -> None:
        click.echo(f"{time.perf_counter() - started:6.1f}s  {stage:<10}  {text}", err=True)

    return Workplace(home, home.landing, as_of, tell, io.StringIO())
