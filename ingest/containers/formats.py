"""What the format of a number adds to it on the screen (0.00"亿元"), which python-calamine leaves out.

A cell says what its reader sees: 1.2 shown as 1.20亿元 is 1.2亿元, and 5000000 shown in thousands (#,##0,) is 5000.
Belongs here: formats that only scale a number or put a word behind it. All others show the number as it is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from ingest.containers.package import STYLES, Package
from ingest.sheet import Sheet
from ingest.text import position

# Digits, the figures behind a point that is only painted (0!.0), commas that scale by thousands, a word.
_SHOWN = re.compile(
    r"(?:General|G/通用格式|[#0?,]*[#0?](?:\.[#0?]+)?)(?P<painted>(?:[!\\]\.|\"\.\")[#0?]+)?(?P<thousands>,*)"
    r"(?P<word>(?:[\"\\ ]|[\u3400-\u9fff]|_.)*)"
)
_WORD = re.compile(r"[\u3400-\u9fff]{1,4}")
_UNSEEN = re.compile(r"[\"\\ ]|_.")
_COLOUR = re.compile(r"^\[[^\]]*\]")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>")
_AT, _STYLE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3}\d+)[\"']"), re.compile(rb"\bs\s*=\s*[\"'](\d+)[\"']")
#: Longer numbers are not written out to the last digit.
_LARGEST = 1e15


class Format(NamedTuple):
    """What a number is divided by as it is shown, and the word behind it ('' for none)."""

    divisor: int
    word: str


def show(sheets: list[Sheet], package: Package) -> None:
    """Let the numbers of an .xlsx say in the grids what their formats show."""
    formats = _formats(package.parts.get(STYLES, b""))
    if not formats:
        return
    sheet_of = {sheet.name: sheet for sheet in sheets}
    for part, name in package.sheet_names.items():
        sheet = sheet_of.get(name)
        for attributes in _CELL.findall(package.sheets.get(part, b"")) if sheet else ():
            at, style = _AT.search(attributes), _STYLE.search(attributes)
            if sheet and at and style and (own := formats.get(int(style[1]))):
                show_cell(sheet, *position(at[1].decode()), own)


def show_cell(sheet: Sheet, row: int, column: int, own: Format) -> None:
    """Let one number say what its format shows; nothing where the grid has none there."""
    if row >= len(sheet.rows) or column >= sheet.width:
        return
    raw = sheet.rows[row][column]
    if isinstance(raw, (int, float)) and not isinstance(raw, bool) and abs(raw) < _LARGEST:
        number = raw / own.divisor
        sheet.rows[row][column] = f"{number:.15g}{own.word}" if own.word else number


def _formats(styles: bytes) -> dict[int, Format]:
    """The formats that add something, by the number of a cell's style."""
    if b"numFmt " not in styles:
        return {}
    try:
        root = etree.fromstring(styles)
    except etree.XMLSyntaxError:
        return {}
    own = {item.get("numFmtId"): read_format(item.get("formatCode", "")) for item in root.iter("{*}numFmt")}
    used = root.find("{*}cellXfs")
    named = (own.get(style.get("numFmtId")) for style in used) if used is not None else ()
    return {number: found for number, found in enumerate(named) if found}


def read_format(code: str) -> Format | None:
    """What the format of positive numbers adds, None where it adds nothing, or something else."""
    shown = _SHOWN.fullmatch(_COLOUR.sub("", code.split(";")[0]))
    if shown is None:
        return None
    painted = shown["painted"] or ""
    divisor = 1000 ** len(shown["thousands"]) * 10 ** sum(character in "#0?" for character in painted)
    word = _UNSEEN.sub("", shown["word"])
    is_word = _WORD.fullmatch(word) is not None
    return Format(divisor, word if is_word else "") if is_word or divisor > 1 else None
