"""Releases of a home: made from a run as of a moment, known from their moment on, and made again.

Belongs here: what a release pins (the models, the tables that define the evaluation, the versions of the readings)
and building its snapshot once more by that. Does not belong here: how a release is kept (`exports.release`), and
what has changed since it (`rpt_amendment`).
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from pathlib import Path

from exports import publication, release
from exports.release import Release
from ingest.intake import LOCAL
from orchestration import warehouse
from orchestration.assets import Workplace
from orchestration.home import DBT_PROJECT, DICTIONARY, Home

#: What is pinned, as it lies beside the product's code.
_PINNED = {"project": DBT_PROJECT, "dictionary": DBT_PROJECT.parent / DICTIONARY}


def freeze(workplace: Workplace, quarter: str) -> Release:
    """Release a quarter from the snapshot that a run of this workplace, as of a moment, has written.

    Raises exports.release.ReleaseError where it cannot be released.
    """
    home = workplace.home
    return release.freeze(
        home.as_of(workplace.as_of),
        home.releases,
        quarter,
        as_of=workplace.as_of,
        released_at=dt.datetime.now(LOCAL).replace(tzinfo=None, microsecond=0),
        readings=workplace.layouts.current_readings(),
        pinned=_PINNED,
    )


def reproduce(home: Home, quarter: str) -> list[str]:
    """Make the snapshot of a release again, from the store by what it pins; the tables that are not as released.

    Nothing of the home is changed. Raises exports.release.ReleaseError where the quarter is not released.
    """
    made = release.read(home.releases, quarter)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        project = laid_out(home, quarter, folder)
        database = warehouse.build_again(home, project, made.as_of, made.readings)
        again = publication.write_snapshot(database, list(made.tables), folder / "snapshot", {})
        return release.verify(home.releases, quarter, again.folder)


def laid_out(home: Home, quarter: str, folder: Path) -> Path:
    """The dbt project that a release was built with, copied into a folder as it lies beside the product's code: its
    own models, so that an upgrade of the product does not change what is made again.
    """
    shutil.copytree(release.pinned(home.releases, quarter, "dictionary"), folder / DICTIONARY)
    return Path(shutil.copytree(release.pinned(home.releases, quarter, "project"), folder / DBT_PROJECT.name))
