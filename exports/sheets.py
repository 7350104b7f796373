"""How a sheet looks that people read and print: text that stays text, lines and widths, A4 pages, same bytes.

What the correction lists, the standard forms and the annexes share. Does not belong here: what stands on them.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import re
import unicodedata
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from exports import package
from exports.formats import FORMULA

Value = str | float | int | bool | dt.date | None

#: The height of a line of text in points.
LINE = 15.5
FONT = "宋体"
HEADING_FILL = PatternFill("solid", "FFE7EBF2")
_LONGEST = 2000
#: More points no row can have.
_HIGHEST = 400.0
_THIN = Side(style="thin", color="FF999999")
BORDER = Border(_THIN, _THIN, _THIN, _THIN)


def harmless(text: str) -> str:
    """A text as no spreadsheet takes it for a formula, without signs that no workbook holds."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST]
    return f"'{clean}" if re.match(FORMULA, clean) else clean


@dataclass(frozen=True)
class Look:
    """How a cell of a table looks."""

    size: float = 10.5
    bold: bool = False
    across: str = "left"
    fill: PatternFill | None = None
    colour: str = "FF000000"
    framed: bool = True
    number_format: str = ""


#: The styles of a workbook by the look that they make.
_GIVEN: WeakKeyDictionary[object, dict[Look, StyleArray]] = WeakKeyDictionary()

HEADING = Look(size=11, bold=True, across="center", fill=HEADING_FILL)


def dress(cell: Cell | MergedCell, look: Look) -> None:
    """Give a cell its font, place, format, frame and fill; text wraps.

    Comparing styles costs more than anything else in a workbook, so cells of one look share what the first was given.
    """
    given = _GIVEN.setdefault(cell.parent.parent, {})
    if look in given:
        cell._style = copy(given[look])  # type: ignore[union-attr]
        return
    cell.font = Font(name=FONT, size=look.size, bold=look.bold, color=look.colour)
    cell.alignment = Alignment(look.across, "center", wrap_text=True)
    if look.framed:
        cell.border = BORDER
    if look.fill:
        cell.fill = look.fill
    if look.number_format:
        cell.number_format = look.number_format
    given[look] = copy(cell._style)  # type: ignore[union-attr]


def write_across(sheet: Worksheet, row: int, columns: int, text: str, look: Look, height: float) -> None:
    """A text in one cell over the first columns of a row."""
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    dress(sheet.cell(row, 1, text), look)
    sheet.row_dimensions[row].height = height


def write_row(
    sheet: Worksheet, row: int, values: Sequence[Value], widths: Sequence[float], looks: Sequence[Look]
) -> None:
    """A row of values, one a column from A on, high enough for the longest text; text is never a formula."""
    for column, (value, look) in enumerate(zip(values, looks, strict=True), start=1):
        cell = sheet.cell(row, column, harmless(value) if isinstance(value, str) else value)
        if isinstance(value, str):
            cell.data_type = "s"
        dress(cell, look)
    high = max((lines(v, w) for v, w in zip(values, widths, strict=True) if isinstance(v, str)), default=1)
    sheet.row_dimensions[row].height = min(_HIGHEST, LINE * high + 4)


def set_widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    """The widths of the columns from A on, in half-width signs."""
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def display_width(text: str) -> int:
    """How many half-width signs a text is wide: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of that many half-width signs."""
    widths = (display_width(t) for t in text.split("\n"))
    return sum(max(1, math.ceil(w * 1.08 / width)) for w in widths)


def set_up_page(sheet: Worksheet, first: int, last: int, *, columns: int = 0, pages_wide: int = 1) -> None:
    """A4 landscape, so many pages wide, numbered; the heading rows first..last on every page.

    The heading and the first `columns` columns stay in sight, and the columns on every page.
    """
    sheet.freeze_panes = sheet.cell(last + 1, columns + 1).coordinate
    sheet.print_title_rows = f"{first}:{last}"
    if columns:
        sheet.print_title_cols = f"A:{get_column_letter(columns)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages_wide, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.footer = 0.6, 0.8, 0.4
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("第&P页 共&N页"))


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook: the same content gives the same bytes."""
    content = io.BytesIO()
    book.save(content)
    return package.settled(content.getvalue(), {})
