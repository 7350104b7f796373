"""Tables of a .docx, through python-docx: each table a sheet, the paragraphs before it its captions."""

from __future__ import annotations

import io
import zipfile

import docx
from docx.exceptions import InvalidXmlError
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import XMLSyntaxError

from ingest.limits import Limits
from ingest.sheet import Sheet, Unreadable
from ingest.values import Raw

# python-docx takes the parts of a package for granted; what it raises where one is another kind of XML.
_BROKEN = (
    PackageNotFoundError,
    InvalidXmlError,
    XMLSyntaxError,
    AttributeError,
    IndexError,
    KeyError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
)


def read(content: bytes, limits: Limits) -> list[Sheet]:
    """One sheet a table, in document order."""
    try:
        blocks = list(docx.Document(io.BytesIO(content)).iter_inner_content())
    except _BROKEN as error:
        raise Unreadable("CORRUPT_FILE", detail="文档结构不完整") from error
    sheets: list[Sheet] = []
    captions: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            if block.text.strip():
                captions.append(block.text.strip())
        elif isinstance(block, Table):
            try:
                sheets.append(_sheet(block, f"表格{len(sheets) + 1}", captions, limits))
            except (ValueError, InvalidXmlError) as error:  # an attribute that is no number, a part left out
                raise Unreadable("CORRUPT_FILE", detail="表格结构不完整") from error
            captions = []
    return sheets


def _sheet(table: Table, name: str, captions: list[str], limits: Limits) -> Sheet:
    """Walks the cells of each row in grid columns; a vertically continued cell belongs to the one above."""
    cells: dict[tuple[int, int], Raw] = {}
    merges: dict[tuple[int, int], tuple[int, int]] = {}
    open_merge: dict[int, tuple[int, int]] = {}
    for top, row in enumerate(table.rows):
        left = row.grid_cols_before
        for element in row._tr.tc_lst:
            width = element.grid_span
            if element.vMerge == "continue" and left in open_merge:
                anchor = open_merge[left]
                merges[anchor] = (top, left + width - 1)
            else:
                text = "\n".join(
                    part.text for part in element.iter() if part.tag.endswith("}t") and part.text
                )
                paragraphs = [
                    "".join(t.text or "" for t in p.iter() if t.tag.endswith("}t")) for p in element.p_lst
                ]
                joined = "\n".join(p for p in paragraphs if p.strip()) or text
                cells[top, left] = joined.strip() or None
                open_merge.pop(left, None)
                if element.vMerge == "restart":
                    open_merge[left] = (top, left)
                if width > 1:
                    merges[top, left] = (top, left + width - 1)
            left += width
    width = max((column for _, column in cells), default=-1) + 1
    if width * len(table.rows) > limits.grid_cells:
        raise Unreadable("TOO_LARGE", size=f"{len(table.rows)}行×{width}列", limit=f"{limits.grid_cells}格")
    grid: list[list[Raw]] = [[cells.get((r, c)) for c in range(width)] for r in range(len(table.rows))]
    return Sheet(name, grid, [(*start, *end) for start, end in merges.items()], captions=captions)
