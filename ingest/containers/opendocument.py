"""Spreadsheets of LibreOffice and WPS (.ods): error values made texts before python-calamine reads them.

Calamine gives the blank or the zero that stands in for an error value; its text stands in the same cell.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

from lxml import etree

from ingest.containers import spreadsheet
from ingest.containers.package import Package, opened, unpacked
from ingest.limits import Limits
from ingest.sheet import Sheet, Unreadable
from ingest.text import address

_CONTENT = "content.xml"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_VALUE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value"
# Blank rows or columns by the thousand, behind which a cell may lie.
_FAR = re.compile(rb"-repeated=[\"']\d{4}")
_ERROR_CELL = re.compile(rb"(?P<begun><table:table-cell\s[^>]*?calcext:value-type=[\"']error[\"'][^>]*>)")
# A number and what its format shows: digits, and a word in characters of several bytes.
_SHOWN_CELL = re.compile(
    rb"(?P<begun><table:table-cell\s(?=[^>]*office:value-type=\"float\")[^>]*?office:value=\"(?P<number>[-\d.eE+]+)\"[^>]*>)"
    rb"\s*<text:p>(?P<shown>-?\d[\d,]*(?:\.\d+)?)(?P<word>[\xe3-\xe9][\x80-\xbf]{2}[^<\d]*)</text:p>"
)
_SHOWS_MORE = re.compile(rb"\d[\xe3-\xe9][\x80-\xbf]{2}[^<\d]*</text:p>")
_WORD = re.compile(r"[\u3400-\u9fff]{1,4}")
_SCALES, _ROUNDED = (1, 10**4, 10**8, 10**3, 10**6), 0.05
_STAND_IN = re.compile(rb"\soffice:(?:value|string-value|value-type)=(?:\"[^\"]*\"|'[^']*')")


def read(content: bytes, package: Package, limits: Limits) -> list[Sheet]:
    """All tables, hidden ones marked; an error value as its text (#DIV/0!)."""
    xml = package.parts.get(_CONTENT, b"")
    if b"error" in xml and _ERROR_CELL.search(xml):
        xml = _ERROR_CELL.sub(_as_text, xml)
        content = _with_content(content, xml)
    if _SHOWS_MORE.search(xml):
        xml = _SHOWN_CELL.sub(_as_shown, xml)
        content = _with_content(content, xml)
    try:
        return spreadsheet.read(content, limits)
    except Unreadable:
        if not _FAR.search(xml):
            raise
    near, stray = _without_far_cells(xml, limits)
    sheets = _read_near(_with_content(content, near), limits)
    return [replace(sheet, stray=[*stray.get(sheet.name, []), *sheet.stray]) for sheet in sheets]


def _read_near(content: bytes, limits: Limits) -> list[Sheet]:
    """What is still too much once single cells far out are gone is too large, and not broken."""
    try:
        return spreadsheet.read(content, limits)
    except Unreadable as error:
        raise Unreadable("TOO_LARGE", size="表格范围", limit=f"{limits.grid_cells}格") from error


def _without_far_cells(xml: bytes, limits: Limits) -> tuple[bytes, dict[str, list[str]]]:
    """The content without cells that lie too far out for a table, and their addresses by table."""
    try:
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise Unreadable("CORRUPT_FILE", detail="表格结构不完整") from error
    stray: dict[str, list[str]] = {}
    for table in root.iter(f"{_TABLE}table"):
        top = 0
        for row in table.iter(f"{_TABLE}table-row"):
            left = 0
            for cell in list(row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")):
                if (top >= limits.rows or left >= limits.columns) and (len(cell) or cell.get(_VALUE)):
                    stray.setdefault(table.get(f"{_TABLE}name", ""), []).append(address(top, left))
                    row.remove(cell)
                left += _repeated(cell, "columns")
            top += _repeated(row, "rows")
    return etree.tostring(root), stray


def _repeated(element: etree._Element, what: str) -> int:
    text = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(text[:9]) if text.isdecimal() else 1


def _as_text(cell: re.Match[bytes]) -> bytes:
    """The tag of a cell without what stands for its text."""
    tag = _STAND_IN.sub(b"", cell["begun"])
    return tag.replace(b"<table:table-cell", b'<table:table-cell office:value-type="string"', 1)


def _as_shown(cell: re.Match[bytes]) -> bytes:
    """A number with a word behind it as the text that it shows, to the last digit that it holds."""
    number, word = float(cell["number"]), cell["word"].decode().strip()
    shown = float(cell["shown"].replace(b",", b""))
    scale = next((s for s in _SCALES if abs(number / s - shown) <= _ROUNDED * abs(shown)), None)
    if scale is None or not _WORD.fullmatch(word):
        return cell[0]
    return _as_text(cell) + f"<text:p>{number / scale:.15g}{word}</text:p>".encode()


def _with_content(content: bytes, xml: bytes) -> bytes:
    stream = io.BytesIO()
    with opened(content) as source, zipfile.ZipFile(stream, "w") as target:
        for member in source.infolist():
            target.writestr(member.filename, xml if member.filename == _CONTENT else unpacked(source, member))
    return stream.getvalue()
