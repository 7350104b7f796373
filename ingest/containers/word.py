"""Tables of a .docx, through python-docx: each table a sheet, the paragraphs before it its captions.

A table without headings of its own below 续表 goes on in the sheet of the one before.
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple, cast

import docx
from docx.exceptions import InvalidXmlError
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl, CT_Tc
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from ingest.containers.bounds import check_grid
from ingest.containers.decoding import decoding
from ingest.limits import Limits
from ingest.sheet import Sheet, Unreadable
from ingest.text import CONTINUED, raised
from ingest.words.values import Raw

# The numbers of headings, from the outermost in.
_NUMBERS = [
    re.compile(number)
    for number in (
        r"[一二三四五六七八九十]+[、.．]",
        r"[（(][一二三四五六七八九十]+[）)]",
        r"\d{1,2}[、.．](?!\d)",
        r"[（(]\d{1,2}[）)]",
    )
]
_TEXT, _RUN = qn("w:t"), qn("w:r")
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}
# What was struck out or moved away while changes were tracked, readings above a text, and pictures with their texts,
# which are written twice for old and new programs.
_LEFT_OUT = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:rt"),
    qn("w:drawing"),
    qn("w:pict"),
    qn("w:object"),
    qn("w:pPr"),
} | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"}
# Who answers for a table, below it as well as above: 填报单位：永坪镇, （盖章）永坪镇人民政府; and when.
_SIGNATURE = re.compile(
    r"(?:填报|报送|上报|制表|编制|填表)(?:单位|乡镇|镇街|部门|机关).*|.*[（(](?:盖章|公章|签章)[)）].*"
)
_DATE = re.compile(r"(?:填报时间|填报日期|日期)?[:：]?\s*20\d\d年\d{1,2}月(?:\d{1,2}日)?")
_NOTE = re.compile(r"(?:注|备注|说明)\d?[:：]|以上(?:数据|金额|为|均)|上表")
_LONGEST_HEADING = 40
_ENDS_OF_PROSE = ("。", "；", ";", "，")


class _Cell(NamedTuple):
    """A cell as written: columns it spans, its part in a vertical merge (restart, continue or ''), its text."""

    width: int
    vertical: str
    text: str


#: The columns left out before a row, and its cells.
_Row = tuple[int, list[_Cell]]


def read(content: bytes, limits: Limits) -> list[Sheet]:
    """One sheet a table, in document order, those inside another one right behind it."""
    blocks = _blocks(content)
    sheets: list[Sheet] = []
    captions: list[str] = []
    outline: list[tuple[int, str]] = []
    is_headed = False
    rows: list[_Row] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            text = block.text.strip()
            if level := _level(text):
                outline = [heading for heading in outline if heading[0] < level]
                if not is_headed:
                    captions = [*(above for _, above in outline), *captions]
                outline.append((level, text))
                is_headed = True
            if text:
                captions.append(text)
        elif isinstance(block, Table):
            for table in (block, *_inner(block)):
                above = captions if table is block else [*captions, *_said_above(table._tbl)]
                before, rows = rows, _rows(table)
                if _goes_on(before, rows, captions):
                    above, rows = sheets.pop().captions, before + rows
                sheets.append(_sheet(rows, f"表格{len(sheets) + 1}", above, limits))
            captions, is_headed = [], False
    _take_notes(sheets, captions)
    _sign(sheets, captions)
    return sheets


def _take_notes(sheets: list[Sheet], last: list[str]) -> None:
    """Let the notes right below a table (注：以上金额单位为千元) be its own, and no captions of the next."""
    for sheet, below in zip(sheets, [*(sheet.captions for sheet in sheets[1:]), last], strict=False):
        notes = [text for text in below if _NOTE.match(text)]
        sheet.captions += notes
        below[:] = [text for text in below if text not in notes]


def _sign(sheets: list[Sheet], last: list[str]) -> None:
    """Let what signs each table below it be its own, and no caption of the next: where the last paragraphs sign one as well."""
    above = sheets[0].captions if sheets else []
    if not any(map(_SIGNATURE.fullmatch, last)) or any(map(_SIGNATURE.fullmatch, above)):
        return
    for sheet, below in zip(sheets, [*(sheet.captions for sheet in sheets[1:]), last], strict=True):
        first = next((place for place, text in enumerate(below) if _SIGNATURE.fullmatch(text)), len(below))
        end = first + 1
        while end < len(below) and (_DATE.fullmatch(below[end]) or _SIGNATURE.fullmatch(below[end])):
            end += 1
        sheet.captions += below[first:end]
        del below[first:end]


def _goes_on(before: list[_Row], rows: list[_Row], captions: list[str]) -> bool:
    """Whether rows are further records of the table before: below 续表, as wide, and the first of them holds figures."""
    if not before or not CONTINUED.search("".join(captions[-1:])):
        return False
    figures = sum(cell.text.replace(".", "").isdigit() for _, cells in rows[:1] for cell in cells)
    return figures > 1 and max(map(_width, before)) == _width(rows[0])


def _width(row: _Row) -> int:
    before, cells = row
    return before + sum(cell.width for cell in cells)


def _level(text: str) -> int:
    """How deep a numbered heading stands in an official document (一、 then （一） then 1. then （1）), 0 for other text."""
    if len(text) > _LONGEST_HEADING or text.endswith(_ENDS_OF_PROSE):
        return 0
    return next((level for level, number in enumerate(_NUMBERS, start=1) if number.match(text)), 0)


def _blocks(content: bytes) -> list[Paragraph | Table]:
    """Paragraphs and tables in document order."""
    with decoding("文档结构不完整"):
        return list(docx.Document(io.BytesIO(content)).iter_inner_content())


def _inner(table: Table) -> list[Table]:
    """The tables inside the cells of one that only lays out a page: those of several rows and columns, no insets."""
    found = [*table._tbl.iterdescendants(qn("w:tbl"))]
    insets = {inset for tbl in (table._tbl, *found) for inset in _insets(tbl)}
    return [Table(cast(CT_Tbl, t), table._parent) for t in found if _is_table(t) and t not in insets]


def _said_above(tbl: CT_Tbl) -> list[str]:
    """What is said of a table in a cell: whom the form is about (镇名：永坪镇, its first row), and the lone text above or beside."""
    cell = next(cast(etree._Element, tbl).iterancestors(qn("w:tc")))
    row = next(cell.iterancestors(qn("w:tr")))
    first = _texts(next(cast(etree._Element, row.getparent()).iterchildren(qn("w:tr")), None))
    pairs = zip(first[::2], first[1::2], strict=False) if len(first) % 2 == 0 else ()
    before = itertools.takewhile(lambda part: tbl not in (part, *part.iterdescendants()), cell)
    own = [text for part in before if (text := "".join(_written(part)).strip())]
    own = own or _texts(row, but_with_tables=True) or _texts(row.getprevious())
    return [*(f"{label}：{said}" for label, said in pairs), *(own if len(own) == 1 else ())]


def _texts(row: etree._Element | None, *, but_with_tables: bool = False) -> list[str]:
    """The texts of a row's cells, blanks left out, and those that hold tables if asked to."""
    cells = cast(list[CT_Tc], row.findall(qn("w:tc"))) if row is not None else []
    told = (cell for cell in cells if not (but_with_tables and cell.findall(qn("w:tbl"))))
    return [text for text in map(_text, told) if text]


def _insets(tbl: etree._Element) -> list[etree._Element | None]:
    """By row the table in its last cell, where most rows of a form have none and are answered in words."""
    rows = [_inset(row) for row in tbl.findall(qn("w:tr"))]
    return rows if rows.count(None) * 2 > len(rows) else [None] * len(rows)


def _inset(row: etree._Element) -> etree._Element | None:
    """The table that stands alone in the last cell of a row, behind a text that says what it is of (资金来源), if any."""
    cells = cast(list[CT_Tc], row.findall(qn("w:tc")))
    tables = cells[-1].findall(qn("w:tbl")) if cells else []
    is_alone = len(tables) == 1 and _is_table(tables[0]) and not _text(cells[-1])
    return tables[0] if is_alone and any(map(_text, cells[:-1])) else None


def _is_table(tbl: etree._Element) -> bool:
    rows = tbl.findall(qn("w:tr"))
    return len(rows) > 1 and max(len(row.findall(qn("w:tc"))) for row in rows) > 1


def _rows(table: Table) -> list[_Row]:
    """Each row's columns left out before it, and its cells; Unreadable where an attribute is no number."""
    rows: list[_Row] = []
    try:
        for row, inset in zip(table.rows, _insets(table._tbl), strict=True):
            cells = [_Cell(c.grid_span, c.vMerge or "", _text(c)) for c in row._tr.tc_lst]
            if inset is None:
                rows.append((row.grid_cols_before, cells))
                continue
            # the rows of a table in a cell are rows beside the other cells, which go down over all of them
            for number, (before, own) in enumerate(_rows(Table(cast(CT_Tbl, inset), table._parent))):
                merge = "continue" if number else "restart"
                beside = [
                    c._replace(vertical=c.vertical if c.vertical and not number else merge)
                    for c in cells[:-1]
                ]
                gap = [_Cell(before, "", "")] if before else []
                rows.append((row.grid_cols_before, [*beside, *gap, *own]))
        return rows
    except (ValueError, InvalidXmlError) as error:
        raise Unreadable("CORRUPT_FILE", detail="表格结构不完整") from error


def _text(cell: CT_Tc) -> str:
    own: list[etree._Element] = [
        paragraph for paragraph in cell.p_lst if "".join(_written(paragraph)).strip()
    ]
    if not own and not any(map(_is_table, cell.iterdescendants(qn("w:tbl")))):
        own = list(cell.iterdescendants(qn("w:p")))
    return "\n".join(filter(None, ("".join(_written(paragraph)).strip() for paragraph in own)))


def _written(element: etree._Element) -> Iterator[str]:
    """The texts of an element and the breaks among them, without what a reader does not see or is to ignore."""
    for part in element.iterchildren(etree.Element):
        if part.tag == _TEXT:
            yield part.text or ""
        elif part.tag in _BREAKS:
            yield _BREAKS[part.tag]
        elif part.tag == _RUN and (look := part.find(qn("w:rPr"))) is not None:
            if not any(_is_on(look, name) for name in ("w:strike", "w:dstrike", "w:vanish")):
                written = "".join(_written(part))
                yield raised(written) if _is_raised(look) else written
        elif part.tag not in _LEFT_OUT:
            yield from _written(part)


def _is_on(look: etree._Element, name: str) -> bool:
    found = look.find(qn(name))
    return found is not None and found.get(qn("w:val"), "1") not in ("0", "false", "off")


def _is_raised(look: etree._Element) -> bool:
    found = look.find(qn("w:vertAlign"))
    return found is not None and found.get(qn("w:val")) == "superscript"


def _sheet(rows: list[_Row], name: str, captions: list[str], limits: Limits) -> Sheet:
    """Walks the cells of each row in grid columns; a vertically continued cell belongs to the one above."""
    cells: dict[tuple[int, int], Raw] = {}
    merges: dict[tuple[int, int], tuple[int, int]] = {}
    open_merge: dict[int, tuple[int, int]] = {}
    for top, (left, row) in enumerate(rows):
        for cell in row:
            right = left + cell.width - 1
            if cell.vertical == "continue" and left in open_merge:
                merges[open_merge[left]] = (top, right)
            else:
                cells[top, left] = cell.text or None
                open_merge.pop(left, None)
                if cell.vertical == "restart":
                    open_merge[left] = (top, left)
                if cell.width > 1:
                    merges[top, left] = (top, right)
            left = right + 1
    width = max((column for _, column in cells), default=-1) + 1
    check_grid(len(rows), width, limits)
    grid: list[list[Raw]] = [[cells.get((r, c)) for c in range(width)] for r in range(len(rows))]
    return Sheet(name, grid, [(*start, *end) for start, end in merges.items()], captions=captions)
