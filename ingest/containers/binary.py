"""What python-calamine leaves out of binary workbooks: error values, which it gives as blanks, and links.

xlrd and pyxlsb are slow, so they are asked only where the bytes can hold such a record.
"""

from __future__ import annotations

import io
import re

import pyxlsb
import xlrd
from xlrd.biffh import error_text_from_code
from xlrd.book import SUPBOOK_EXTERNAL

from ingest.containers import formats
from ingest.containers.decoding import decoding
from ingest.containers.errors import Errors
from ingest.containers.package import Package
from ingest.sheet import Sheet, Unreadable

_CODE = rb"[\x00\x07\x0f\x17\x1d\x24\x2a]"
# A cell that is a truth or an error; a formula whose result is an error (0x02, code, 0xFFFF). Apart, since each
# begins with signs of its own and is found by them in a third of the time.
_OLD_ERRORS = (
    re.compile(rb"\x05\x02\x08\x00.{6}" + _CODE + rb"\x01", re.S),
    re.compile(rb"\x02." + _CODE + rb".{3}\xff\xff", re.S),
)
# The same of an .xlsb: kind, length, column, style, code.
_ERROR = re.compile(rb"(?:\x03\x09|\x0b..?).{8}" + _CODE, re.S)
# The last row and column of an .xlsb's sheet, counted from zero.
_EXTENT = re.compile(rb"\x94\x01\x10.{4}(.{4}).{4}(.{4})", re.S)
# A book that formulas refer to, unless it is the workbook itself; no such record is empty.
_OTHER_BOOK = re.compile(rb"\xae\x01(?!\x00\x00|\x04\x00..\x01\x04)", re.S)
# A format with a word in quotes behind its digits, in two bytes a character; one that scales by thousands.
_TELLING_FORMAT = re.compile(rb"[0#]\x00\"\x00(?:.[\x34-\x9f]){1,4}\"\x00|#0(?:\.0+)?,+(?![#0])", re.S)
_HEXADECIMAL = re.compile(r"0x[0-9a-f]{1,2}")


def errors_of_old(content: bytes, records: bytes) -> Errors:
    """The error values of an .xls, whose workbook stream is `records`.

    Raises Unreadable where there may be some and they cannot be read.
    """
    if not any(error.search(records) for error in _OLD_ERRORS):
        return {}
    book = _opened(content)
    return {
        sheet.name: [
            (row, column, error_text_from_code[sheet.cell_value(row, column)])
            for row in range(sheet.nrows)
            for column, kind in enumerate(sheet.row_types(row))
            if kind == xlrd.XL_CELL_ERROR
        ]
        for sheet in book.sheets()
    }


def show_formats(sheets: list[Sheet], content: bytes, records: bytes) -> None:
    """Let the numbers of an .xls say in the grids what their formats show; not told of one that xlrd cannot read."""
    # Found at once, where the pattern takes its time.
    if not any(part in records for part in (b'0\0"\0', b'#\0"\0', b"0,")):
        return
    if not _TELLING_FORMAT.search(records):
        return
    try:
        book = _opened(content, formatting_info=True)
    except Unreadable:
        return
    known = {key: formats.read_format(own.format_str or "") for key, own in book.format_map.items()}
    of_style = {number: known.get(style.format_key) for number, style in enumerate(book.xf_list)}
    sheet_of = {sheet.name: sheet for sheet in sheets}
    for source in book.sheets():
        for row in range(source.nrows) if source.name in sheet_of else ():
            for column, kind in enumerate(source.row_types(row)):
                is_number = kind == xlrd.XL_CELL_NUMBER
                if is_number and (own := of_style.get(source.cell_xf_index(row, column))):
                    formats.show_cell(sheet_of[source.name], row, column, own)


def has_external_links(content: bytes, records: bytes) -> bool:
    """Whether formulas of an .xls refer to other workbooks; not told of one that is locked or broken."""
    if not _OTHER_BOOK.search(records):
        return False
    try:
        return SUPBOOK_EXTERNAL in _opened(content, on_demand=True)._supbook_types
    except Unreadable:
        return False


def _opened(content: bytes, *, on_demand: bool = False, formatting_info: bool = False) -> xlrd.book.Book:
    with decoding("工作簿结构不完整"):
        return xlrd.open_workbook(
            file_contents=content,
            logfile=io.StringIO(),
            on_demand=on_demand,
            formatting_info=formatting_info,
        )


def extents(package: Package) -> list[tuple[int, int]]:
    """Rows and columns of each sheet of an .xlsb, as it declares them."""
    found = (_EXTENT.search(part) for part in package.sheets.values())
    return [
        (int.from_bytes(match[1], "little") + 1, int.from_bytes(match[2], "little") + 1)
        for match in found
        if match
    ]


def errors_of_xlsb(content: bytes, package: Package) -> Errors:
    """The error values of an .xlsb; a text that looks like a code of one may be among them.

    Raises Unreadable where there may be some and they cannot be read.
    """
    if not any(_ERROR.search(part) for part in package.sheets.values()):
        return {}
    errors: Errors = {}
    with decoding("工作簿结构不完整"), pyxlsb.open_workbook(io.BytesIO(content)) as book:
        for name in book.sheets:
            with book.get_sheet(name) as sheet:
                cells = (cell for row in sheet.rows(sparse=True) for cell in row)
                errors[name] = [
                    (cell.r, cell.c, error_text_from_code[int(cell.v, 16)])
                    for cell in cells
                    if isinstance(cell.v, str)
                    and _HEXADECIMAL.fullmatch(cell.v)
                    and int(cell.v, 16) in error_text_from_code
                ]
    return errors
