"""Error values of an .xlsx, which python-calamine does not tell from a blank, laid over the grids it gave.

Only what a sheet's XML says plainly is taken from it; where it is written in another way, the caller is told
to read the workbook through openpyxl instead.
"""

from __future__ import annotations

import re

from ingest.containers.package import Package
from ingest.sheet import Sheet
from ingest.text import position

_BEGINS = re.compile(rb"<(?:\w+:)?c\s[^>]*?\bt\s*=\s*[\"']e[\"']")
# The values that Calamine knows; it refuses a whole workbook for another (#SPILL!).
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3}\d+)"[^>]*? t="e"[^>]*>(?:<f[^>]*?(?:/>|>[^<]*</f>))?'
    rb"<v>(#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A))</v></c>"
)

#: Row, column (zero-based) and text of the error values of each sheet.
Errors = dict[str, list[tuple[int, int, str]]]


def find(package: Package) -> Errors | None:
    """The error values of a workbook's sheets, None where one is written in a way that is not known."""
    errors: Errors = {}
    for part, xml in package.sheets.items():
        if not ((b'"e"' in xml or (b"'" in xml and b"'e'" in xml)) and (begun := len(_BEGINS.findall(xml)))):
            continue
        name, cells = package.sheet_names.get(part), _CELL.findall(xml)
        if name is None or len(cells) != begun or b"<!" in xml:
            return None
        errors[name] = [(*position(address.decode()), text.decode()) for address, text in cells]
    return errors


def lay_over(sheets: list[Sheet], errors: Errors) -> bool:
    """Write error values into the grids they belong to; False where one has no place there."""
    sheet_of = {sheet.name: sheet for sheet in sheets}
    for name, cells in errors.items():
        sheet = sheet_of.get(name)
        if not cells:
            continue
        if sheet is None or any(row >= len(sheet.rows) or column >= sheet.width for row, column, _ in cells):
            return False
        for row, column, text in cells:
            sheet.rows[row][column] = text
    return True
