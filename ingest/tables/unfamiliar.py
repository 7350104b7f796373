"""Tables that fit no ledger, located by their shape alone.

A file without any ledger is somebody else's spreadsheet, or a layout that is not known yet: who looks at
it wants to see which tables it has, with their headings and bounds. No field is read here.
"""

from __future__ import annotations

import re

from ingest.sheet import Sheet
from ingest.tables.layout import Line, Slot, Table
from ingest.tables.marks import NUMERAL, Marks, Region, mark
from ingest.tables.outline import Outline, outline
from ingest.tables.paths import over_columns
from ingest.tables.regions import regions
from ingest.words.lexicon import Lexicon

# "一、…", "(一)…", "按…分", "其中:": how statistical tables name a group of rows.
_GROUP = re.compile(r"\(?[一二三四五六七八九十]+[、)]|按.+分组?:?$|.*:$")


def locate(sheet: Sheet, lexicon: Lexicon) -> list[Table]:
    """The tables of a sheet, by their place."""
    marks = Marks(sheet, lexicon)
    found = [(region, outline(marks, region)) for region in regions(marks, marks.whole)]
    tables = [_table(marks, region, at) for region, at in found if at]
    return sorted(tables, key=lambda table: (table.top, table.left))


def asks_towns(table: Table, lexicon: Lexicon) -> bool:
    """Whether a table has a column of towns and a number below its headings, where the numbers of columns are none.

    Rows whose towns are none (甲, 永平) may read like headings, so that nothing of a ledger is left to recognise.
    """
    asked = (lexicon.meant(slot.path) for slot in table.slots)
    if not any(item and item.kind == "town" for item in asked):
        return False
    rows = [table.sheet.rows[line.order][table.left : table.right + 1] for line in table.lines]
    counts = [[str(raw).strip().removesuffix(".0") for raw in row if mark(raw) == "n"] for row in rows]
    return any(counts[1:]) or any(
        numbers != [str(n) for n in range(1, len(numbers) + 1)] for numbers in counts[:1]
    )


def _table(marks: Marks, region: Region, at: Outline) -> Table:
    sheet, bounds = marks.sheet, at.region
    slots, over = [], over_columns(sheet, list(at.headings))
    for column in range(bounds.left, bounds.right + 1):
        if path := over[column].path:
            slots.append(Slot(path, (at.headings[-1], column), column))
    return Table(
        sheet=sheet,
        top=bounds.top,
        left=bounds.left,
        bottom=bounds.bottom,
        right=bounds.right,
        header_rows=at.headings[-1] - bounds.top + 1 if at.headings else 0,
        slots=slots,
        lines=[
            _line(marks, bounds, row)
            for row in range(at.body, bounds.bottom + 1)
            if _is_line(marks, bounds, row)
        ],
        titles=[*sheet.captions, *_titles(marks, region, bounds)],
    )


def _is_line(marks: Marks, bounds: Region, row: int) -> bool:
    """Whether a row is a record. A lone label is one without values, unless it reads as the name of a group."""
    kind, texts = marks.kind(bounds, row), marks.texts(bounds, row)
    if kind != "lone":
        is_group = len(texts) == 2 and NUMERAL.fullmatch(texts[0]) and "t" in marks.row(bounds, row)
        return kind not in ("blank", "covered") and not is_group
    return "." not in marks.row(bounds, row) and not _GROUP.match(texts[0])


def _line(marks: Marks, bounds: Region, row: int) -> Line:
    is_total = any(word.is_total for word in marks.words(bounds, row)[:4])
    return Line("total" if is_total else "data", "", None, row)


def _titles(marks: Marks, region: Region, bounds: Region) -> list[str]:
    """The texts above a table, nearest last."""
    above = Region(region.top, region.left, bounds.top - 1, region.right)
    return [str(marks.sheet.at(row, c)) for row in above.rows for c in marks.filled(above, row)]
