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
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from great_expectations.data_context import EphemeralDataContext
    from great_expectations.data_context.types.resource_identifiers import ValidationResultIdentifier

STATIC = Path(__file__).with_name("static")
_SITE = "data_docs"
#: What the pages ask for, by the last part of the address, and the file of the site that answers.
_SHIPPED = {
    "bootstrap.min.css": "static/vendor/css/bootstrap.min.css",
    "bootstrap-table.min.css": "static/vendor/css/bootstrap-table.min.css",
    "bootstrap-table-filter-control.css": "static/vendor/css/bootstrap-table-filter-control.min.css",
    "bootstrap-table-filter-control.min.css": "static/vendor/css/bootstrap-table-filter-control.min.css",
    "bootstrap-datepicker.min.css": "static/vendor/css/bootstrap-datepicker.min.css",
    "bootstrap-prefers-dark.css": "static/vendor/css/bootstrap-prefers-dark.min.css",
    "all.min.css": "static/vendor/css/all.min.css",
    "jquery-3.7.1.min.js": "static/vendor/js/jquery.min.js",
    "popper.min.js": "static/vendor/js/popper.min.js",
    "bootstrap.min.js": "static/vendor/js/bootstrap.min.js",
    "bootstrap-table.min.js": "static/vendor/js/bootstrap-table.min.js",
    "bootstrap-table-filter-control.min.js": "static/vendor/js/bootstrap-table-filter-control.min.js",
    "bootstrap-datepicker.min.js": "static/vendor/js/bootstrap-datepicker.min.js",
    "logo-long.png": "static/images/logo-long.png",
    "full_logo_dark.png": "static/images/logo-long.png",
}
#: Libraries that draw plots, which no page of ours has.
_LEFT_OUT = {"vega@5", "vega-lite@5", "vega-embed@6"}
_TAG = re.compile(
    r"<(?:link|script|img)\b[^>]*?(?:href|src)=\"(?P<address>https?://[^\"]+)\"[^>]*>(?:</script>)?"
    r"|url\('?(?P<picture>https?://[^')]+)'?\)"
)
_GUARD = re.compile(r"\s(?:integrity|crossorigin)=\"[^\"]*\"")
_ICON = re.compile(r"href=\"[./]*static/images/favicon\.ico\"")
_ADVERT = re.compile(r"<footer\b.*?</footer>", re.DOTALL)
_TUTORIAL = ("*.gif", "iterative-dev-loop.png")


class UnknownAssetError(RuntimeError):
    """A page asks for something that is not shipped: the pages of a newer Great Expectations differ."""


def build(context: EphemeralDataContext, folder: Path) -> None:
    """Replace `folder` by the Data Docs of everything the context has validated."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as scratch:
        site = Path(scratch) / "site"
        context.add_data_docs_site(_SITE, _site_config(site))
        context.build_data_docs(site_names=[_SITE])
        context.delete_data_docs_site(_SITE)
        _detach(site)
        if folder.exists():
            folder.rename(Path(scratch) / "replaced")
        site.rename(folder)


def follow(context: EphemeralDataContext, folder: Path, batches: set[tuple[str, str]]) -> None:
    """Bring Data Docs in step: the pages of these batches (ledger and month) anew, the index over all that is kept.

    Pages are written in place; one that a killed run left half written is written by the next.
    """
    context.add_data_docs_site(_SITE, _site_config(folder))
    keys = cast("list[ValidationResultIdentifier]", context.validation_results_store.list_keys())
    own = [key for key in keys if (key.expectation_suite_identifier.name, key.run_id.run_name) in batches]
    context.build_data_docs(site_names=[_SITE], resource_identifiers=own)
    _detach(folder)


def _site_config(site: Path) -> Any:
    """A site in a folder, without tutorials."""
    return {
        "class_name": "SiteBuilder",
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(site)},
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        "show_how_to_buttons": False,
    }


def _detach(site: Path) -> None:
    """Make pages and styles ask for nothing from elsewhere (a logo with a visitor's number among it)."""
    for pattern in _TUTORIAL:
        for picture in (site / "static" / "images").glob(pattern):
            picture.unlink()
    for page in sorted(path for path in site.rglob("*") if path.suffix in (".html", ".css")):
        depth = len(page.relative_to(site).parts) - 1
        text = page.read_text(encoding="utf-8")
        if (own := rewritten(text, "../" * depth)) != text:
            page.write_text(own, encoding="utf-8")
    shutil.copytree(STATIC, site / "static" / "vendor", dirs_exist_ok=True)


def rewritten(text: str, to_root: str) -> str:
    """A page or style that names shipped files; UnknownAssetError where it asks for anything else."""

    def local(found: re.Match[str]) -> str:
        address = found["address"] or found["picture"]
        name = address.partition("?")[0].rsplit("/", 1)[-1]
        if name in _LEFT_OUT:
            return ""
        if name not in _SHIPPED:
            raise UnknownAssetError(f"the Data Docs ask for {address}")
        return _GUARD.sub("", found[0]).replace(address, to_root + _SHIPPED[name])

    if "vegaEmbed(" in text:
        raise UnknownAssetError("the Data Docs draw a plot, which needs Vega")
    icon = f'href="{to_root}static/images/favicon.ico"'  # the templates miscount how deep a page lies
    return _TAG.sub(local, _ADVERT.sub("", _ICON.sub(icon, text)))
