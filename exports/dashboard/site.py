"""Writes the whole site into a publication's folder: styles and scripts, pages, and the cells behind figures.

The same publication gives the same bytes: no page holds the time at which it was written.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb
import vl_convert
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from exports.bi import as_of
from exports.dashboard import charts, city, monthly, places, scripts, wording
from exports.dashboard.english import quoted
from exports.dashboard.marts import Marts
from exports.dashboard.page import Page, navigation
from exports.formats import DATABASE

FOLDER = "dashboard"
#: The page to open first, below the publication's folder.
INDEX = f"{FOLDER}/index.html"
_HERE = Path(__file__).parent


def write(published: Path, about: Mapping[str, Any]) -> dict[str, Any]:
    """Write the site over the publication in a folder into its `dashboard/`; returns what names its content.

    `about` is what the publication's manifest says; a moment `as_of` in it is shown on every page.
    """
    folder = published / FOLDER
    shutil.copytree(_HERE / "static", folder / "static")
    (folder / "static" / "vega.js").write_text(
        vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;"), encoding="utf-8"
    )
    with duckdb.connect(str(published / DATABASE), read_only=True) as connection:
        marts = Marts(connection)
        shown = {
            "standards": "、".join(about["standards"]),
            "moment": as_of(about, connection).replace("T", " "),
            "is_snapshot": "as_of" in about,
        }
        for path, text in chain(charts.scripts(), scripts.scripts(marts), _pages(marts, shown)):
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    return _named(folder)


def _pages(marts: Marts, shown: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The path and text of every page; every one may show what is given."""
    environment = _environment()
    environment.globals |= {
        "navigation": navigation(marts),
        "words": marts.words,
        "code": wording.coder(marts.words),
        "told": lambda text: wording.both(text, marts.english(text)),
        **shown,
    }
    for page in chain(city.pages(marts), monthly.pages(marts), places.pages(marts)):
        template = environment.get_template(page.template)
        yield page.path, template.render(page.shown, **_frame(page))


def _frame(page: Page) -> dict[str, str]:
    return {
        "root": page.root,
        "section": page.section,
        "title_zh": page.title_zh,
        "title_en": page.title_en,
    }


def _environment() -> Environment:
    """Templates in which every text is escaped, and everything that is not there is an error."""
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "t": wording.both,
        "measured": wording.measured,
        "quoted": quoted,
        "target": wording.target,
        "said_month": wording.month,
        "said_quarter": wording.quarter,
    }
    environment.filters |= {
        "amount": wording.amount,
        "as_json": wording.as_json,
        "moment": wording.moment,
        "month": wording.month,
        "number": wording.number,
        "quarter": wording.quarter,
        "signed": wording.signed,
        "whole": wording.whole,
    }
    return environment


def _named(folder: Path) -> dict[str, Any]:
    """Number, size and one SHA-256 of all files of the site."""
    digest, size = hashlib.sha256(), 0
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in files:
        content = path.read_bytes()
        size += len(content)
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return {"files": len(files), "bytes": size, "sha256": digest.hexdigest()}
