"""A document as a Word file: its parts in the styles of an official document, the same bytes each time."""

from __future__ import annotations

import datetime as dt
import io
import math
import zipfile
from collections.abc import Sequence
from itertools import count, groupby

import docx
from docx.document import Document as WordDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph

from exports import package
from exports.charts import picture
from exports.documents import official
from exports.documents.parts import Annex, Column, Document, Heading, Paragraph, Part, Picture, Table, Text
from exports.documents.wording import heading_number

_PICTURE_WIDTH = Mm(140)
_SHORT = 8  # lines of a table that is kept on one page
_ENDS = 3  # lines that stay together where a longer one begins and ends
_SIGNS = 39  # of a table's text that stand side by side across the whole width


def write(document: Document) -> bytes:
    """The Word file of a document."""
    word = docx.Document()
    official.set_up(word)
    _Writer(word).write(document)
    properties = word.core_properties
    properties.title, properties.author, properties.last_modified_by = document.title, document.issuer, ""
    properties.comments, properties.subject = "", document.kind
    properties.language = "zh-CN"
    properties.created = properties.modified = dt.datetime.fromisoformat(document.as_of)
    content = io.BytesIO()
    word.save(content)
    with zipfile.ZipFile(content) as saved:
        return package.packed((name, saved.read(name)) for name in saved.namelist())


class _Writer:
    """Puts parts into a Word document and counts its headings, tables and pictures."""

    def __init__(self, word: WordDocument) -> None:
        self._word = word
        self._tables, self._pictures = count(1), count(1)
        self._numbers = [0, 0, 0]
        # Looked up once: a table has thousands of cells, and the library looks through all styles each time.
        self._style_ids = {style.name: style.style_id for style in word.styles}
        self._wider = official.wider_fonts(word)

    def write(self, document: Document) -> None:
        for line in document.title_lines:
            self._add(line, official.TITLE)
        self._add("", official.ADDRESSEE)
        if document.addressee:
            self._add(document.addressee, official.ADDRESSEE)
        self._write_parts(document.parts)
        # The signature never stands on a page without text (GB/T 9704-2012, 7.3.5.4).
        self._word.paragraphs[-1].paragraph_format.keep_with_next = True
        self._list_annexes(document.annexes)
        self._sign(document)
        for number, annex in enumerate(document.annexes, start=1):
            self._write_annex(annex, number if len(document.annexes) > 1 else None)

    def _write_parts(self, parts: Sequence[Part]) -> None:
        for part in parts:
            match part:
                case Heading():
                    self._write_heading(part)
                case Paragraph():
                    style = official.BODY_STYLE if part.is_indented else official.ADDRESSEE
                    self._add(part.text.words, style)
                case Table():
                    self._write_table(part)
                case Picture():
                    self._write_picture(part)

    def _write_heading(self, heading: Heading) -> None:
        at = heading.level - 1
        self._numbers[at] += 1
        self._numbers[at + 1 :] = [0] * (len(self._numbers) - at - 1)
        number = heading_number(heading.level, self._numbers[at])
        added = self._add(number + heading.text.words, official.HEADINGS[at])
        if heading.begins_page:
            added.paragraph_format.page_break_before = True

    def _write_table(self, table: Table) -> None:
        self._add(f"表{next(self._tables)}  {table.caption.words}", official.CAPTION)
        made = self._word.add_table(rows=1, cols=len(table.columns))
        _set_up_table(made, table.columns)
        for cell, column in zip(made.rows[0].cells, table.columns, strict=True):
            cell.width = Length(int(official.WIDTH * column.width))
            self._fill(cell, column.heading, official.HEAD_CELL)
        _repeat(made.rows[0])
        lines = [_lines(row, table.columns) for row in table.rows]
        for place, row in enumerate(table.rows):
            added = made.add_row()
            _hold_together(added)
            left = sum(lines[place + 1 :])
            is_end = sum(lines[: place + 1]) < _ENDS or left < _ENDS or sum(lines) <= _SHORT
            is_kept = is_end and (left or table.note.words)
            style_of = official.KEPT_CELLS if is_kept else official.CELLS
            for cell, text, column in zip(added.cells, row, table.columns, strict=True):
                self._fill(cell, text.words, style_of[column.is_text])
        self._add(table.note.words, official.NOTE)

    def _fill(self, cell: _Cell, text: str, style: str) -> None:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        self._write_text(cell.paragraphs[0], text, style)

    def _write_picture(self, part: Picture) -> None:
        paragraph = self._add("", official.PICTURE)
        image = io.BytesIO(picture.png(part.chart))
        shape = paragraph.add_run().add_picture(image, width=_PICTURE_WIDTH)
        described = shape._inline.docPr
        number = next(self._pictures)
        described.set("descr", part.caption.words)
        described.set("name", f"图{number}")
        caption = self._add(f"图{number}  {part.caption.words}", official.CAPTION)
        caption.paragraph_format.keep_with_next = False

    def _list_annexes(self, annexes: Sequence[Annex]) -> None:
        """“附件：1. …” below the body, one line an annex."""
        if not annexes:
            return
        self._add("", official.ADDRESSEE).paragraph_format.keep_with_next = True
        for number, annex in enumerate(annexes, start=1):
            label = "附件：" if number == 1 else "　　　"
            ordinal = f"{number}. " if len(annexes) > 1 else ""
            line = self._add(f"{label}{ordinal}{annex.title.words}", official.BODY_STYLE)
            line.paragraph_format.first_line_indent = -3 * official.BODY
            line.paragraph_format.left_indent = official.INDENT + 3 * official.BODY
            line.alignment = WD_ALIGN_PARAGRAPH.LEFT
            line.paragraph_format.keep_with_next = True

    def _sign(self, document: Document) -> None:
        """Issuing body and date, below the body, right."""
        for _ in range(2):
            self._add("", official.ADDRESSEE).paragraph_format.keep_with_next = True
        issuer = self._add(document.issuer, official.SIGNATURE)
        issuer.paragraph_format.right_indent = 2 * official.BODY
        date = self._add(document.date, official.SIGNATURE)
        date.paragraph_format.right_indent = 4 * official.BODY
        date.paragraph_format.keep_with_next = False

    def _write_annex(self, annex: Annex, number: int | None) -> None:
        label = self._add(f"附件{number or ''}", official.ANNEX)
        label.paragraph_format.page_break_before = True
        self._add("", official.ADDRESSEE)
        self._add(annex.title.words, official.TITLE)
        self._add("", official.ADDRESSEE)
        self._numbers = [0, 0, 0]
        self._write_parts(annex.parts)

    def _add(self, text: str, style: str) -> WordParagraph:
        paragraph = self._word.add_paragraph()
        self._write_text(paragraph, text, style)
        return paragraph

    def _write_text(self, paragraph: WordParagraph, text: str, style: str) -> None:
        """A text in a style; signs that the style's font lacks in the wider one."""
        paragraph._p.style = self._style_ids[style]
        for is_rare, signs in groupby(text, key=_is_rare):
            run = paragraph.add_run("".join(signs))
            if is_rare and style in self._wider:
                run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), self._wider[style])


def _is_rare(sign: str) -> bool:
    """Whether it is a Chinese sign beyond GB 2312."""
    try:
        return sign >= "\u3400" and not sign.encode("gb2312")
    except UnicodeEncodeError:
        return True


def _set_up_table(table: WordTable, columns: Sequence[Column]) -> None:
    """Lines around every cell, widths that hold, cells without the body's indents."""
    table.style = "Table Grid"
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", 30), ("left", 40), ("bottom", 30), ("right", 40)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(width))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr
    properties.insert(len(properties) - 1, margins)  # the standard has them stand before the last, the look
    for grid, column in zip(table._tbl.tblGrid.gridCol_lst, columns, strict=True):
        grid.w = Length(int(official.WIDTH * column.width))


def _lines(row: Sequence[Text], columns: Sequence[Column]) -> int:
    """How many lines a row takes, about: its longest cell's."""
    return max(
        math.ceil(max(len(text.words), 1) / (_SIGNS * column.width))
        for text, column in zip(row, columns, strict=True)
    )


def _repeat(row: _Row) -> None:
    """The heading row on every page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    properties.append(OxmlElement("w:tblHeader"))


def _hold_together(row: _Row) -> None:
    """No row breaks across pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
