"""Tables in HTML, which some systems export under the name .xls. Parsed with lxml, never executed."""

from __future__ import annotations

from collections.abc import Iterator

import lxml.html
from lxml.etree import ParserError, iterwalk

from ingest.containers.bounds import check_grid
from ingest.containers.encoding import decode, fault
from ingest.limits import Limits
from ingest.sheet import Sheet, Unreadable
from ingest.text import raised
from ingest.words.values import Raw

_MOST_CAPTIONS = 20
_INLINE = frozenset({"a", "b", "big", "em", "font", "i", "ins", "small", "span", "strong", "sub", "sup", "u"})
_UNSHOWN = frozenset({"script", "style", "title", "xml"})
_LEFT_OUT = _UNSHOWN | {"table", "del", "s", "strike", "rt"}
_BREAK = "\n"


def read(content: bytes, limits: Limits) -> list[Sheet]:
    """One sheet a table with its merged cells; what a table around it says, or the text before it, are its captions."""
    text = decode(content)
    if text is None:
        raise Unreadable("CORRUPT_FILE", detail=fault(content))
    try:
        document = lxml.html.document_fromstring(
            text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8", no_network=True)
        )
    except ParserError as error:
        raise Unreadable("CORRUPT_FILE", detail="网页结构有误") from error
    tables = list(document.iter("table"))
    is_several = len(tables) > 1
    sheets = [
        _sheet(table, f"表格{number}" if is_several else "", limits)
        for number, table in enumerate(tables, start=1)
    ]
    before = _texts_before(document)
    for table, sheet in zip(tables, sheets, strict=True):
        sheet.captions = before.get(table, [])[-_MOST_CAPTIONS:]
        around = next(table.iterancestors("table"), None)
        if around is not None:
            sheet.captions = list(map(str, sheets[tables.index(around)].filled.values()))[:_MOST_CAPTIONS]
    return sheets


def _texts_before(document: lxml.html.HtmlElement) -> dict[lxml.html.HtmlElement, list[str]]:
    """What stands before each outermost table, after the one before it: headings and paragraphs of the page."""
    found: dict[lxml.html.HtmlElement, list[str]] = {}
    texts: list[str] = []
    depth = 0
    body = document.find("body")
    for event, element in iterwalk(body, events=("start", "end")) if body is not None else ():
        if event == "start" and element.tag == "table":
            if not depth:
                found[element], texts = texts, []
            depth += 1
        elif event == "end" and element.tag == "table":
            depth -= 1
        said = element.text if event == "start" else element.tail
        if not depth and said and said.strip() and element.tag not in _UNSHOWN:
            if texts and element.tag in _INLINE:
                texts[-1] += said.strip()
            else:
                texts.append(said.strip())
    return found


def _sheet(table: lxml.html.HtmlElement, name: str, limits: Limits) -> Sheet:
    cells: dict[tuple[int, int], Raw] = {}
    covered: set[tuple[int, int]] = set()
    merges = []
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    for top, row in enumerate(rows):
        left = 0
        for cell in row.iterchildren("td", "th"):
            while (top, left) in covered:
                left += 1
            height, width = _span(cell, "rowspan"), _span(cell, "colspan")
            check_grid(top + height, left + width, limits)
            cells[top, left] = "\n".join(_own_text(cell)) or None
            if height * width > 1:
                merges.append((top, left, top + height - 1, left + width - 1))
                covered |= {(r, c) for r in range(top, top + height) for c in range(left, left + width)}
            left += width
    width = max((column for _, column in cells), default=-1) + 1
    grid: list[list[Raw]] = [[cells.get((r, c)) for c in range(width)] for r in range(len(rows))]
    return Sheet(name, grid, merges)


def _own_text(cell: lxml.html.HtmlElement) -> list[str]:
    """The lines of a cell, without those of a table inside it."""
    return list(filter(None, map(str.strip, "".join(_written(cell)).split(_BREAK))))


def _written(element: lxml.html.HtmlElement) -> Iterator[str]:
    """The texts of an element and the breaks among them, without what a page does not show or strikes out."""
    yield element.text or ""
    for part in element:
        if isinstance(part.tag, str) and part.tag not in _LEFT_OUT and not _is_hidden(part):
            between = "" if part.tag in _INLINE else _BREAK
            text = "".join(_written(part))
            yield between + (raised(text) if part.tag == "sup" else text) + between
        yield part.tail or ""


def _is_hidden(element: lxml.html.HtmlElement) -> bool:
    style = "".join(element.get("style", "").split()).lower()
    return "display:none" in style or "line-through" in style


def _span(cell: lxml.html.HtmlElement, name: str) -> int:
    text = cell.get(name, "1").strip()
    return min(max(int(text[:5]), 1), 1000) if text.isdecimal() else 1
