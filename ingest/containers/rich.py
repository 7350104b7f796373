"""Texts of an .xlsx of which a part is struck out or raised, which python-calamine runs together: 9 and 12 to 912.

Hardly any workbook has one; where one has, its list of texts is written anew without what is struck out.
"""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from ingest.containers.package import TEXTS, Package
from ingest.text import raised

_SIGNS = (b"<strike", b"superscript")


def plain(content: bytes, package: Package) -> bytes:
    """A workbook whose texts say what a reader takes from them; the same bytes where nothing is struck out or raised."""
    part = package.parts.get(TEXTS, b"")
    if not any(sign in part for sign in _SIGNS):
        return content
    try:
        texts = etree.fromstring(part)
    except etree.XMLSyntaxError:
        return content
    for run in list(texts.iter("{*}r")):
        _settle(run)
    return _with_part(content, TEXTS, etree.tostring(texts))


def _settle(run: etree._Element) -> None:
    text, struck, place = run.find("{*}t"), run.find("{*}rPr/{*}strike"), run.find("{*}rPr/{*}vertAlign")
    if text is None:
        return
    if struck is not None and struck.get("val", "1") not in ("0", "false"):
        text.text = ""
    elif place is not None and place.get("val") == "superscript":
        text.text = raised(text.text or "")


def _with_part(content: bytes, name: str, part: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, part if info.filename == name else old.read(info))
    return written.getvalue()
