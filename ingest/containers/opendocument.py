"""Spreadsheets of LibreOffice and WPS (.ods): error values made texts before python-calamine reads them.

Calamine gives the blank or the zero that stands in for an error value; its text stands in the same cell.
"""

from __future__ import annotations

import io
import re
import zipfile

from ingest.containers import spreadsheet
from ingest.containers.package import Package, opened, unpacked
from ingest.limits import Limits
from ingest.sheet import Sheet

_CONTENT = "content.xml"
_ERROR_CELL = re.compile(rb"<table:table-cell\s[^>]*?calcext:value-type=[\"']error[\"'][^>]*>")
_STAND_IN = re.compile(rb"\soffice:(?:value|string-value|value-type)=(?:\"[^\"]*\"|'[^']*')")


def read(content: bytes, package: Package, limits: Limits) -> list[Sheet]:
    """All tables, hidden ones marked; an error value as its text (#DIV/0!)."""
    xml = package.parts.get(_CONTENT, b"")
    if not _ERROR_CELL.search(xml):
        return spreadsheet.read(content, limits)
    return spreadsheet.read(_with_content(content, _ERROR_CELL.sub(_as_text, xml)), limits)


def _as_text(cell: re.Match[bytes]) -> bytes:
    name, attributes = _STAND_IN.sub(b"", cell[0]).split(None, 1)
    return name + b' office:value-type="string" ' + attributes


def _with_content(content: bytes, xml: bytes) -> bytes:
    stream = io.BytesIO()
    with opened(content) as source, zipfile.ZipFile(stream, "w") as target:
        for member in source.infolist():
            target.writestr(member.filename, xml if member.filename == _CONTENT else unpacked(source, member))
    return stream.getvalue()
