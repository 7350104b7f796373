"""Data Docs: the static pages of a Great Expectations run, made to work without a network.

Belongs here: building the site, pointing its pages at shipped files (`static/`), leaving out what they do not
need, and putting it in place. The names of pages come from ledger and period, so a site never grows by running
again.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from great_expectations.data_context import EphemeralDataContext

STATIC = Path(__file__).with_name("static")
_SITE = "data_docs"
_VENDORED = "vendor"
#: What the pages ask for, by the last part of the address, and the shipped file that answers.
_SHIPPED = {
    "bootstrap.min.css": "css/bootstrap.min.css",
    "bootstrap-table.min.css": "css/bootstrap-table.min.css",
    "bootstrap-table-filter-control.css": "css/bootstrap-table-filter-control.min.css",
    "bootstrap-table-filter-control.min.css": "css/bootstrap-table-filter-control.min.css",
    "bootstrap-datepicker.min.css": "css/bootstrap-datepicker.min.css",
    "bootstrap-prefers-dark.css": "css/bootstrap-prefers-dark.min.css",
    "all.min.css": "css/all.min.css",
    "jquery-3.7.1.min.js": "js/jquery.min.js",
    "popper.min.js": "js/popper.min.js",
    "bootstrap.min.js": "js/bootstrap.min.js",
    "bootstrap-table.min.js": "js/bootstrap-table.min.js",
    "bootstrap-table-filter-control.min.js": "js/bootstrap-table-filter-control.min.js",
    "bootstrap-datepicker.min.js": "js/bootstrap-datepicker.min.js",
}
#: Libraries that draw plots, which no page of ours has.
_LEFT_OUT = {"vega@5", "vega-lite@5", "vega-embed@6"}
_TAG = re.compile(
    r"<(?:link|script)\b[^>]*?(?P<attribute>href|src)=\"(?P<address>https?://[^\"]+)\"[^>]*>(?:</script>)?"
)
_GUARD = re.compile(r"\s(?:integrity|crossorigin)=\"[^\"]*\"")
_ADVERT = re.compile(r"<footer>.*?</footer>", re.DOTALL)
_TUTORIAL = ("*.gif", "iterative-dev-loop.png")


class UnknownAssetError(RuntimeError):
    """A page asks for something that is not shipped: the pages of a newer Great Expectations differ."""


def build(context: EphemeralDataContext, folder: Path) -> None:
    """Replace `folder` by the Data Docs of everything the context has validated."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as scratch:
        site = Path(scratch) / "site"
        context.add_data_docs_site(
            _SITE,
            {
                "class_name": "SiteBuilder",
                "store_backend": {
                    "class_name": "TupleFilesystemStoreBackend",
                    "base_directory": str(site),
                },
                "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            },
        )
        context.build_data_docs(site_names=[_SITE])
        context.delete_data_docs_site(_SITE)
        _detach(site)
        if folder.exists():
            folder.rename(Path(scratch) / "replaced")
        site.rename(folder)


def _detach(site: Path) -> None:
    """Make the pages ask for nothing from elsewhere."""
    vendored = site / "static" / _VENDORED
    shutil.copytree(STATIC, vendored)
    for pattern in _TUTORIAL:
        for picture in (site / "static" / "images").glob(pattern):
            picture.unlink()
    for page in sorted(site.rglob("*.html")):
        depth = len(page.relative_to(site).parts) - 1
        page.write_text(rewritten(page.read_text(encoding="utf-8"), "../" * depth), encoding="utf-8")


def rewritten(html: str, to_root: str) -> str:
    """A page whose tags name shipped files; UnknownAssetError where it asks for anything else."""

    def local(tag: re.Match[str]) -> str:
        name = tag["address"].rsplit("/", 1)[-1]
        if name in _LEFT_OUT:
            return ""
        if name not in _SHIPPED:
            raise UnknownAssetError(f"the Data Docs ask for {tag['address']}")
        path = f"{to_root}static/{_VENDORED}/{_SHIPPED[name]}"
        return _GUARD.sub("", tag[0]).replace(tag["address"], path)

    if "vegaEmbed(" in html:
        raise UnknownAssetError("the Data Docs draw a plot, which needs Vega")
    return _ADVERT.sub("", _TAG.sub(local, html))
