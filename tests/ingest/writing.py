"""Writes the rows of one sheet as the bytes of every kind of file that is read."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable, Sequence

import docx
import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from tests.ingest import xlsb

Content = str | float | None
Rows = Sequence[Sequence[Content]]

SHEET = "台账"


def _shown(content: Content) -> str:
    return "" if content is None else f"{content:g}" if isinstance(content, float) else content


def as_xlsx(rows: Rows) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.title = SHEET
    for row in rows:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


def as_xls(rows: Rows) -> bytes:
    book, stream = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet(SHEET)
    for row, contents in enumerate(rows):
        for column, content in enumerate(contents):
            if content is not None:
                sheet.write(row, column, content)
    book.save(stream)
    return stream.getvalue()


def as_ods(rows: Rows) -> bytes:
    document, table, stream = OpenDocumentSpreadsheet(), Table(name=SHEET), io.BytesIO()
    for contents in rows:
        row = TableRow()
        for content in contents:
            cell = (
                TableCell(valuetype="float", value=content)
                if isinstance(content, float)
                else TableCell(valuetype="string" if content else None)
            )
            if content is not None:
                cell.addElement(P(text=_shown(content)))
            row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(stream)
    return stream.getvalue()


def as_xlsb(rows: Rows) -> bytes:
    return xlsb.written({SHEET: rows})


def as_csv(rows: Rows) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows([[_shown(content) for content in row] for row in rows])
    return stream.getvalue().encode("gb18030")


def as_html(rows: Rows) -> bytes:
    lines = ("".join(f"<td>{html.escape(_shown(content))}</td>" for content in row) for row in rows)
    table = "".join(f"<tr>{line}</tr>" for line in lines)
    return f'<html><meta charset="utf-8"><table>{table}</table></html>'.encode()


def as_docx(rows: Rows) -> bytes:
    """The first row, a title, as a paragraph above the table."""
    document, stream = docx.Document(), io.BytesIO()
    document.add_paragraph(_shown(rows[0][0]))
    table = document.add_table(0, max(map(len, rows)))
    for contents in rows[1:]:
        for cell, content in zip(table.add_row().cells, contents, strict=False):
            cell.text = _shown(content)
    document.save(stream)
    return stream.getvalue()


WRITERS: dict[str, Callable[[Rows], bytes]] = {
    "xlsx": as_xlsx,
    "xls": as_xls,
    "ods": as_ods,
    "xlsb": as_xlsb,
    "csv": as_csv,
    "html": as_html,
    "docx": as_docx,
}
