"""Files made to take more memory or time than a table needs, one or more of every container."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import xlwt

from tests.ingest import writing

Bomb = Callable[[], bytes]

_ROWS = [["镇名", "农户总数"], ["永坪镇", 9.0]]
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _with_part(content: bytes, name: str, part: bytes) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in source.infolist():
            if info.filename != name:
                target.writestr(info.filename, source.read(info))
        target.writestr(name, part)
    return stream.getvalue()


def packed_blanks() -> bytes:
    """A workbook whose sheet unpacks to a thousand times its size."""
    return _with_part(writing.as_xlsx(_ROWS), "xl/worksheets/sheet1.xml", b" " * 40_000_000)


def more_than_it_says() -> bytes:
    """A workbook whose sheet unpacks to 600 MB where its directory says 5 kB."""
    content = _with_part(writing.as_xlsx(_ROWS), "xl/worksheets/sheet1.xml", b" " * 600_000_000)
    return content.replace((600_000_000).to_bytes(4, "little"), (5_000).to_bytes(4, "little"))


def one_text_in_every_cell() -> bytes:
    """Twenty thousand cells that all point to one text of 300 000 signs."""
    cells = "".join(f'<c r="{column}{{0}}" t="s"><v>0</v></c>' for column in "ABCDEFGHIJ")
    rows = "".join(f'<row r="{row}">{cells.format(row)}</row>' for row in range(1, 2001))
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    texts = f'<sst xmlns="{_MAIN}"><si><t>{"长" * 300_000}</t></si></sst>'
    content = _with_part(writing.as_xlsx(_ROWS), "xl/worksheets/sheet1.xml", sheet.encode())
    return _with_part(content, "xl/sharedStrings.xml", texts.encode())


def far_cell_of_an_old_workbook() -> bytes:
    """A cell in the last row and column that an .xls has."""
    book, stream = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("一")
    sheet.write(0, 0, "永坪镇")
    sheet.write(65535, 255, "x")
    book.save(stream)
    return stream.getvalue()


def rows_repeated() -> bytes:
    """A table of an .ods that says of one filled row that it comes a million times."""
    content = writing.as_ods(_ROWS)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        xml = package.read("content.xml")
    return _with_part(
        content,
        "content.xml",
        xml.replace(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1000000">'),
    )


def far_cell_of_an_xlsb() -> bytes:
    """A sheet that reaches to the last cell of all."""
    content = writing.as_xlsb(_ROWS)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        sheet = package.read("xl/worksheets/sheet1.bin")
    extent = bytes(4) + (1_048_575).to_bytes(4, "little") + bytes(4) + (16_383).to_bytes(4, "little")
    at = sheet.index(b"\x94\x01\x10") + 3
    return _with_part(content, "xl/worksheets/sheet1.bin", sheet[:at] + extent + sheet[at + 16 :])


def cells_of_word() -> bytes:
    """A Word table of a hundred thousand cells in one row."""
    content = writing.as_docx([["标题"], *_ROWS])
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        xml = package.read("word/document.xml")
    start, end = xml.index(b"<w:tc>"), xml.index(b"</w:tc>") + len(b"</w:tc>")
    return _with_part(content, "word/document.xml", xml[:end] + xml[start:end] * 100_000 + xml[end:])


def spans() -> bytes:
    """Cells of a page that claim a thousand rows and columns each."""
    return b"<html><table>" + b"<tr>" + b"<td rowspan=1000 colspan=1000>x" * 3000 + b"</table></html>"


def separators() -> bytes:
    """A line of ten million blank cells."""
    return b"," * 10_000_000


def archive_of_bombs() -> bytes:
    """An archive of one bomb many times over, and of an archive in an archive."""
    stream, bomb = io.BytesIO(), packed_blanks()
    with zipfile.ZipFile(stream, "w") as package:
        for number in range(20):
            package.writestr(f"{number}.xlsx", bomb)
        package.writestr("里.zip", b"PK\x05\x06" + bytes(18))
    return stream.getvalue()


def _text(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def a_text_on_every_other_line() -> bytes:
    """Twenty thousand lines, of which every other one holds a single text, as notes between records do."""
    head = ["序号,名称,甲,乙", "1,一,2,3"]
    return _text(*head, *(f"备注{n},,," if n % 2 else f"{n},项目{n},{n},{n}" for n in range(19_900)))


def single_numbers_below_a_table() -> bytes:
    """A table of ten thousand lines, and below it as many that hold a single text."""
    return _text("A,B", *(f"x{n},{n}" for n in range(10_000)), *(f"y{n}," for n in range(9_900)))


def merged_over_and_over() -> bytes:
    """Forty thousand merged ranges of twenty thousand cells each."""
    return _with_merged('<mergeCell ref="A3:T1002"/>' * 40_000, last_row=4)


def merged_far_out() -> bytes:
    """As many merged ranges of two cells, in a sheet whose last row lies far out."""
    ranges = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(3, 40_003))
    return _with_merged(ranges, last_row=45_000)


def _with_merged(merged: str, last_row: int) -> bytes:
    content = writing.as_xlsx(_ROWS)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        xml = package.read("xl/worksheets/sheet1.xml").decode()
    last = f'<row r="{last_row}"><c r="A{last_row}"><v>1</v></c></row></sheetData><mergeCells>{merged}</mergeCells>'
    return _with_part(content, "xl/worksheets/sheet1.xml", xml.replace("</sheetData>", last).encode())
