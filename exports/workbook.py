"""Tables as plain XLSX workbooks for tools: a heading row of column names, filter, frozen head, true types.

Belongs here: streaming rows of any number into sheets. Does not belong here: what officials read (annexes
with Chinese headings and print set-up), nor what goes back to a county.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from exports.catalogue import Column, Table
from exports.formats import harmless

_MOST_ROWS = 1_048_575  # what a sheet holds below its heading
_LONGEST_TEXT = 32_767
_BATCH = 10_000


def write_table(connection: duckdb.DuckDBPyConnection, table: Table, file: Path) -> None:
    """A table as a workbook; what one sheet cannot hold goes on to further ones, each with the heading."""
    book = Workbook(write_only=True)
    selected = ", ".join(_writable(column) for column in table.columns)
    rows = _rows(connection.execute(f"select {selected} from {table.name} order by all"))
    widths = [max(12, min(len(column.name) + 4, 40)) for column in table.columns]
    row, number = next(rows, None), 0
    while row is not None or number == 0:
        number += 1
        sheet = _sheet(book, table.name[:28] + (f"_{number}" if number > 1 else ""), widths)
        sheet.append([_heading(sheet, column.name, column.comment) for column in table.columns])
        written = 0
        while row is not None and written < _MOST_ROWS:
            sheet.append(row)
            row, written = next(rows, None), written + 1
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{written + 1}"
    book.save(file)


def write_rows(rows: Iterable[Sequence[object]], title: str, file: Path, widths: Sequence[int]) -> None:
    """Rows, the first of them a heading, as a workbook of one sheet."""
    book = Workbook(write_only=True)
    sheet = _sheet(book, title, widths)
    for number, row in enumerate(rows):
        sheet.append([_heading(sheet, str(text)) for text in row] if number == 0 else list(row))
    book.save(file)


def _sheet(book: Workbook, title: str, widths: Sequence[int]) -> Worksheet:
    sheet: Worksheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    return sheet


def _heading(sheet: Worksheet, text: str, comment: str = "") -> Cell:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    if comment:
        cell.comment = Comment(comment, "Townledger", height=120, width=320)
    return cell


def _writable(column: Column) -> str:
    """Text without what a workbook cannot hold, and harmless; times zoneless; everything else as it is."""
    if column.type != "VARCHAR":
        return f'"{column.name}"'
    clean = f"""regexp_replace("{column.name}", '[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F]', '', 'g')"""
    return f'{harmless(f"left({clean}, {_LONGEST_TEXT - 1})")} as "{column.name}"'


def _rows(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while batch := cursor.fetchmany(_BATCH):
        yield from batch
