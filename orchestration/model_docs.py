"""The page of dbt's documentation: every table and column in both languages, its tests, SQL and lineage.

One file that needs no network. It says what the models are, not what they hold, so it is made once for a
state of the project and shared by all homes. Does not belong here: the tables' own comments (dbt persists
them into the database).
"""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from filelock import FileLock

from exports import publication
from orchestration import parsed, warehouse
from orchestration.home import DBT_PROJECT

_TARGET = Path("target") / "docs"
#: What a reader sees for the place of the store: pages are published, paths of a machine are not.
_STORE = "{store_path: store}"


def maker(database: Path) -> publication.Maker:
    """What puts the page into a publication as docs/index.html; `database` is the build that it describes."""

    def write(folder: Path, about: Mapping[str, Any]) -> Mapping[str, Any]:
        page = Path("docs") / "index.html"
        (folder / page).parent.mkdir()
        shutil.copyfile(_current_page(database), folder / page)
        return {"page": page.as_posix()}

    return write


def _current_page(database: Path) -> Path:
    """The page of the project as it is, made anew where the models have changed since."""
    page = DBT_PROJECT / "target" / "docs.html"
    manifest = warehouse.current_manifest()
    with FileLock(DBT_PROJECT / "target" / "docs.lock"):
        if not page.exists() or page.stat().st_mtime < manifest.stat().st_mtime:
            _generate(database)
            os.replace(DBT_PROJECT / _TARGET / "static_index.html", page)
    return page


def _generate(database: Path) -> None:
    # From within the project, so that the paths on the page are relative.
    places = ["--project-dir", ".", "--profiles-dir", ".", "--target-path", os.fspath(_TARGET)]
    subprocess.run(
        [parsed.DBT, "--quiet", "docs", "generate", "--static", *places, "--vars", _STORE],
        cwd=DBT_PROJECT,
        env={**os.environ, parsed.BUILD_DATABASE: os.fspath(database.resolve())},
        check=True,
    )
