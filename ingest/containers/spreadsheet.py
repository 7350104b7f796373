"""Spreadsheets through python-calamine: .xlsx, .xlsm, .xlsb, .xls, .ods.

Calamine makes a dense grid from the first to the last cell, so that one stray cell at XFD1048576 asks
for gigabytes: .xlsx packages whose cells reach too far are read sparsely with openpyxl instead.
"""

from __future__ import annotations

import datetime as dt
import io
import re

import python_calamine
from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from ingest.containers import binary, bounds, errors, formats, rich
from ingest.containers.compound import Compound
from ingest.containers.decoding import decoding
from ingest.containers.errors import Errors
from ingest.containers.package import Package
from ingest.limits import Limits
from ingest.sheet import Sheet, Unreadable
from ingest.words.values import Raw, UncachedFormula

_LAST_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br\s*=\s*[\"'](\d+)")
# A column of three letters, or a row of five digits that its <row> may not have said.
_FAR_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br\s*=\s*[\"'](?:[A-Za-z]{3}|[A-Za-z]+\d{5})")
# What any of these two has, and hardly anything else, found in a tenth of the time.
_MAY_BE_FAR = re.compile(rb"r\s*=\s*[\"'](?:[A-Za-z]{3,}\d|[A-Za-z]*\d{5})")
_UNCACHED = re.compile(
    rb'<c r="[A-Z]+\d+"(?![^>]*t="str")[^>]*>\s*<f[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
# What spreadsheet programs encrypt with where a sheet is only protected against changes.
_DEFAULT_PASSWORD = "VelvetSweatshop"
# How many times the cells of the largest grid may be walked through to find the few that are filled.
_MOST_WALKED = 20
_ERRORS = (python_calamine.CalamineError, python_calamine.ZipError, python_calamine.XmlError)


def read(content: bytes, limits: Limits) -> list[Sheet]:
    """All worksheets of a workbook, hidden ones marked."""
    try:
        return _worksheets(content, limits)
    except python_calamine.PasswordError as error:
        raise Unreadable("ENCRYPTED") from error
    except _ERRORS as error:
        raise Unreadable("CORRUPT_FILE", detail="工作簿结构不完整") from error


def read_compound(content: bytes, file: Compound, limits: Limits) -> list[Sheet]:
    """All worksheets of an .xls, also where it is encrypted with the programs' default password."""
    try:
        sheets = _worksheets(content, limits)
    except (python_calamine.PasswordError, *_ERRORS):
        content = decrypted(content)
        sheets, file = read(content, limits), Compound(content)
    binary.show_formats(sheets, content, file.workbook)
    return _with_errors(sheets, binary.errors_of_old(content, file.workbook))


def read_binary(content: bytes, package: Package, limits: Limits) -> list[Sheet]:
    """All worksheets of an .xlsb; Unreadable where one reaches further than Calamine could hold."""
    for height, width in binary.extents(package):
        if height * width > _MOST_WALKED * limits.grid_cells:
            bounds.check_grid(height, width, limits)
    return _with_errors(read(content, limits), binary.errors_of_xlsb(content, package))


def _with_errors(sheets: list[Sheet], found: Errors) -> list[Sheet]:
    """Sheets with error values where Calamine gave blanks; what is of other sheets is left out."""
    blank = {
        sheet.name: [
            (row, column, text)
            for row, column, text in found.get(sheet.name, [])
            if row >= len(sheet.rows) or column >= sheet.width or sheet.rows[row][column] is None
        ]
        for sheet in sheets
    }
    if not errors.lay_over(sheets, blank):
        raise Unreadable("CORRUPT_FILE", detail="工作簿结构不完整")
    return sheets


def _worksheets(content: bytes, limits: Limits) -> list[Sheet]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [
            _sheet(workbook.get_sheet_by_name(meta.name), meta.visible != SheetVisibleEnum.Visible, limits)
            for meta in workbook.sheets_metadata
            if meta.typ == SheetTypeEnum.WorkSheet
        ]
    except BaseException as error:
        # A panic of Calamine's Rust code is no Exception, and its class can be imported from nowhere.
        if type(error).__name__ != "PanicException":
            raise
        raise Unreadable("CORRUPT_FILE", detail="单元格内容超出可读取的范围") from error


def decrypted(content: bytes) -> bytes:
    """The bytes of a compound file without its encryption, as they are where it has none.

    Raises Unreadable where only the sender knows the password.
    """
    import msoffcrypto  # hardly any file needs it
    from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

    plain = io.BytesIO()
    with decoding("文件结构不完整"):
        file = msoffcrypto.OfficeFile(io.BytesIO(content))
        if not file.is_encrypted():
            return content
        try:
            file.load_key(password=_DEFAULT_PASSWORD)
            file.decrypt(plain)
        except (InvalidKeyError, DecryptionError) as error:
            raise Unreadable("ENCRYPTED") from error
    return plain.getvalue()


def read_package(content: bytes, package: Package, limits: Limits) -> list[Sheet]:
    """All worksheets of an .xlsx or .xlsm, through openpyxl where Calamine would not do.

    That is where a stray cell lies far out, where a formula has no stored result, and where an error value,
    which Calamine does not tell from a blank, is written in an unusual way.
    """
    content = rich.plain(content, package)
    found = errors.find(package)
    is_plain = found is not None and not any(_needs_openpyxl(xml, limits) for xml in package.sheets.values())
    sheets = read(content, limits) if is_plain else []
    if found is None or not is_plain or not errors.lay_over(sheets, found):
        sheets = _read_sparsely(content, package, limits)
    formats.show(sheets, package)
    return sheets


def _sheet(source: CalamineSheet, is_hidden: bool, limits: Limits) -> Sheet:
    stray: list[str] = []
    if bounds.is_far(source.total_height, source.total_width, limits):
        before: list[Raw] = [None] * (source.start[1] if source.start else 0)
        rows, stray = bounds.near_rows(([*before, *row] for row in source.iter_rows()), limits)
    else:
        bounds.check_grid(source.total_height, source.total_width, limits)
        cells = source.to_python(skip_empty_area=False)
        rows = [[cell if cell or cell != "" else None for cell in row] for row in cells]
    merges = [(top, left, bottom, right) for (top, left), (bottom, right) in source.merged_cell_ranges or []]
    return Sheet(source.name, rows, merges, is_hidden, stray=stray)


def _needs_openpyxl(xml: bytes, limits: Limits) -> bool:
    """Whether a cell of a sheet lies far out, or holds a formula alone, by its XML."""
    if b"<f" in xml and _UNCACHED.search(xml):
        return True
    if not _MAY_BE_FAR.search(xml):
        return False
    last_row = max((int(number[-20:]) for number in _LAST_ROW.findall(xml)), default=0)
    return last_row > limits.rows or _FAR_CELL.search(xml) is not None


def _read_sparsely(content: bytes, package: Package, limits: Limits) -> list[Sheet]:
    import openpyxl  # half a second of start-up that hardly any file needs

    merged = sum(xml.count(b"<mergeCell ") for xml in package.sheets.values())
    if merged > limits.merged_ranges:  # for each of which openpyxl takes a quarter of a millisecond
        raise Unreadable("TOO_LARGE", size=f"{merged}处合并单元格", limit=f"{limits.merged_ranges}处")
    with decoding("工作簿结构不完整"):
        workbook = openpyxl.load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
        formulas = openpyxl.load_workbook(io.BytesIO(content), data_only=False, keep_links=False)
    sheets = []
    for source in workbook.worksheets:
        cells: dict[tuple[int, int], object] = {
            (row - 1, column - 1): UncachedFormula(cell.value)
            for (row, column), cell in formulas[source.title]._cells.items()
            if cell.data_type == "f"
        }
        cells |= {
            (row - 1, column - 1): cell.value
            for (row, column), cell in source._cells.items()
            if cell.value is not None
        }
        rows, stray = bounds.near({at: _plain(value) for at, value in cells.items()}, limits)
        merges = []
        for merged in source.merged_cells.ranges:
            left, top, right, bottom = merged.bounds
            merges.append((top - 1, left - 1, bottom - 1, right - 1))
        sheets.append(Sheet(source.title, rows, merges, source.sheet_state != "visible", stray=stray))
    return sheets


def _plain(value: object) -> Raw:
    """What openpyxl gives, in the few types a cell has here."""
    if isinstance(value, (bool, UncachedFormula, dt.datetime, dt.date, dt.time, dt.timedelta)):
        return value
    return float(value) if isinstance(value, (int, float)) else str(value)
