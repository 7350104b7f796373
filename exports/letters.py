"""A letter in the form of official documents (GB/T 9704): A4, its margins, fonts, spacing, page numbers.

Belongs here: how paragraphs, tables and pages of a letter look. Does not belong here: what a letter says. The
same content gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from exports import package

TITLE_FONT, HEADING_FONT, BODY_FONT, NUMBER_FONT = "方正小标宋简体", "黑体", "仿宋_GB2312", "Times New Roman"
_TITLE, _BODY, _TABLE, _PAGE = 22, 16, 10.5, 14
_SPACING = 28


class Letter:
    """A letter that is written from top to bottom."""

    def __init__(self, title: str) -> None:
        self._document = Document()
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(28)
        _number_pages(section.footer.paragraphs[0])
        self._document.core_properties.author = ""
        self._document.core_properties.title = title
        heading = self._paragraph(WD_ALIGN_PARAGRAPH.CENTER)
        heading.paragraph_format.space_after = Pt(_SPACING)
        _write(heading, title, TITLE_FONT, _TITLE)

    def addressed_to(self, text: str) -> None:
        """The line that names the receiver."""
        _write(self._paragraph(), text, BODY_FONT, _BODY)

    def heading(self, text: str) -> None:
        """A heading of the first level (一、…)."""
        paragraph = self._paragraph(indent=True)
        paragraph.paragraph_format.keep_with_next = True
        _write(paragraph, text, HEADING_FONT, _BODY)

    def text(self, text: str) -> None:
        """A paragraph of the body."""
        _write(self._paragraph(indent=True), text, BODY_FONT, _BODY)

    def signed(self, *texts: str) -> None:
        """Who signs, and when, on the right."""
        self._paragraph()
        for text in texts:
            paragraph = self._paragraph(WD_ALIGN_PARAGRAPH.RIGHT)
            paragraph.paragraph_format.right_indent = Pt(2 * _BODY)
            _write(paragraph, text, BODY_FONT, _BODY)

    def table(
        self,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        centred: set[int],
    ) -> None:
        """A table with column widths in centimetres; its headings stand on every page, a row on one."""
        table = self._document.add_table(1 + len(rows), len(headings), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for number, texts in enumerate((headings, *rows)):
            row = table.rows[number]
            _mark(row, "w:cantSplit")
            if number == 0:
                _mark(row, "w:tblHeader")
            for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
                cell.width = Cm(widths[column])
                paragraph = cell.paragraphs[0]
                if number == 0 or column in centred:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                _write(paragraph, text, HEADING_FONT if number == 0 else BODY_FONT, _TABLE)
        self._paragraph()

    def saved(self) -> bytes:
        """The bytes of the letter."""
        content = io.BytesIO()
        self._document.save(content)
        return package.settled(content.getvalue(), {})

    def _paragraph(
        self, alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY, *, indent: bool = False
    ) -> Paragraph:
        paragraph = self._document.add_paragraph()
        paragraph.alignment = alignment
        layout = paragraph.paragraph_format
        layout.space_before = layout.space_after = Pt(0)
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(_SPACING)
        if indent:
            layout.first_line_indent = Pt(2 * _BODY)
        return paragraph


def _write(paragraph: Paragraph, text: str, font: str, size: float) -> Run:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = NUMBER_FONT
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    # Quotation marks and dashes are Chinese here.
    fonts.set(qn("w:hint"), "eastAsia")
    return run


def _number_pages(paragraph: Paragraph) -> None:
    """— 1 — in the middle of the foot."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(paragraph, "— ", BODY_FONT, _PAGE)
    run = _write(paragraph, "", BODY_FONT, _PAGE)
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._element.append(element)
    _write(paragraph, " —", BODY_FONT, _PAGE)


def _mark(row: object, name: str) -> None:
    """Set a property of a table's row that the library has no word for."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # type: ignore[attr-defined]
