"""A county's own workbook with the wrong cells coloured, and a comment in each: what is wrong, what to do.

A workbook of the .xlsx family keeps its format, formulas with their results, and macros (charts and drawn
shapes are the exception: openpyxl does not carry them). Everything else comes as grids of cells and goes
back as .xlsx with the same sheets and cells. Colours and comments say nothing to whoever reads the values,
so that the copy reads like the original until somebody corrects it.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

import openpyxl
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.worksheet.worksheet import Worksheet

from exports import package
from exports.returns.cases import Finding
from exports.returns.wording import SEVERITY_ZH
from exports.sheets import display_width, set_widths

Content = str | float | int | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None

AUTHOR = "镇账"
# openpyxl takes a workbook for well made; what it raises where one is not.
_NOT_WELL_MADE = (AttributeError, IndexError, KeyError, OSError, SyntaxError, TypeError, ValueError)
_FILLS = {
    "error": PatternFill("solid", fgColor="FFC7CE"),
    "warning": PatternFill("solid", fgColor="FFEB9C"),
}
_LONGEST_TITLE = 31
_NARROWEST, _WIDEST = 9, 32
# A cell that a message names, no part of a word: 大于农户总数（D2，16068）; those of other files are cited with what they hold.
_IN_TEXT = re.compile(r"(?<![A-Za-z0-9])([A-Z]{1,3})(\d{1,7})(?![A-Za-z0-9填])")
_ADDRESS = re.compile(r"[A-Z]{1,3}\d{1,7}(?::[A-Z]{1,3}\d{1,7})?")


@dataclass(frozen=True)
class Grid:
    """A sheet of a file of another kind: its cells from A1 on, merged ranges (top, left, bottom, right;
    zero-based), whether it is hidden, and texts before it that are no cells (paragraphs above a Word table).
    Those stand in rows of their own above the cells, where they say title, month and unit to a reader.
    """

    name: str
    rows: Sequence[Sequence[Content]]
    merges: Sequence[tuple[int, int, int, int]]
    is_hidden: bool
    captions: Sequence[str]


def mark_workbook(
    content: bytes,
    findings: Sequence[Finding],
    *,
    keep_macros: bool,
    has_formulas: bool,
    published: Callable[[str], str] = str,
) -> bytes | None:
    """A copy of an .xlsx or .xlsm with the findings marked in it, None where openpyxl cannot keep it as it is.

    `published` says as what findings name a sheet.
    """
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), keep_vba=keep_macros)
        stored = openpyxl.load_workbook(io.BytesIO(content), data_only=True) if has_formulas else None
    except _NOT_WELL_MADE:
        return None
    results = {
        f"xl/worksheets/sheet{number}.xml": _results(sheet, stored[sheet.title])
        for number, sheet in enumerate(book.worksheets, start=1)
        if stored is not None
    }
    _mark(book, findings, {published(sheet.title): sheet.title for sheet in book.worksheets}, {})
    return package.settled(_saved(book), results)


def mark_grids(
    grids: Sequence[Grid], findings: Sequence[Finding], published: Callable[[str], str] = str
) -> bytes:
    """A new .xlsx with the cells of the grids where they were, and the findings marked in it; `published` as above."""
    book = Workbook()
    book.remove(book.worksheets[0])
    titles: dict[str, str] = {}
    above: dict[str, int] = {}
    for grid in grids:
        title = INVALID_TITLE_REGEX.sub("_", grid.name)[-_LONGEST_TITLE:] or f"Sheet{len(titles) + 1}"
        sheet = book.create_sheet(title)
        titles[published(grid.name)] = sheet.title
        above[sheet.title] = len(grid.captions)
        _fill(sheet, grid)
    _mark(book, findings, titles, above)
    return package.settled(_saved(book), {})


def _saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _results(sheet: Worksheet, stored: Worksheet) -> dict[str, object]:
    """The stored results of a sheet's formulas; only cells that there are, however far apart they lie."""
    return {
        cell.coordinate: stored[cell.coordinate].value
        for cell in sheet._cells.values()
        if isinstance(cell, Cell) and cell.data_type == "f"
    }


def _fill(sheet: Worksheet, grid: Grid) -> None:
    above = len(grid.captions)
    for row, caption in enumerate(grid.captions, start=1):
        _write(sheet.cell(row, 1), caption)
    for row, cells in enumerate(grid.rows, start=above + 1):
        for column, content in enumerate(cells, start=1):
            if content is not None:
                _write(sheet.cell(row, column), content)
    for top, left, bottom, right in grid.merges:
        sheet.merge_cells(
            start_row=above + top + 1,
            start_column=left + 1,
            end_row=above + bottom + 1,
            end_column=right + 1,
        )
    widest = (
        max((display_width(str(content)) for content in contents if content is not None), default=0)
        for contents in zip_longest(*grid.rows)
    )
    set_widths(sheet, [min(max(width + 2, _NARROWEST), _WIDEST) for width in widest])
    if grid.is_hidden:
        sheet.sheet_state = "hidden"


def _write(cell: Cell | MergedCell, content: Content) -> None:
    if isinstance(content, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", content)
        # What looks like a formula was text in the file, and stays text.
        cell.data_type = "s"
    else:
        cell.value = content


def _mark(
    book: Workbook, findings: Sequence[Finding], titles: Mapping[str, str], above: Mapping[str, int]
) -> None:
    """Mark findings: `titles` of the sheets they name, `above` the rows added on top of a sheet by its title."""
    by_cell: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    anchors = {title: _anchors(sheet) for title, sheet in sheets.items()}
    for finding in findings:
        sheet = sheets.get(titles.get(finding.sheet, ""))
        if sheet is None:
            if finding.sheet:
                continue  # of a sheet that the copy does not hold: it stands on the list
            sheet = book.worksheets[0]
        moved = _moved(finding, above.get(sheet.title, 0))
        for address in _addresses(moved.cell, sheet, anchors[sheet.title]):
            by_cell[sheet.title, address].append(moved)
    for (title, address), found in by_cell.items():
        _mark_cell(sheets[title], address, found)


def _moved(finding: Finding, rows: int) -> Finding:
    """A finding with the cells that it names, in its message as well, some rows further down."""

    def further_down(text: str) -> str:
        return _IN_TEXT.sub(lambda cell: f"{cell[1]}{int(cell[2]) + rows}", text)

    return (
        replace(finding, cell=further_down(finding.cell), message=further_down(finding.message))
        if rows
        else finding
    )


def _mark_cell(sheet: Worksheet, address: str, findings: Sequence[Finding]) -> None:
    cell = sheet[address]
    worst = min((finding.severity for finding in findings), key=list(_FILLS).index)
    cell.fill = _FILLS[worst]
    texts = dict.fromkeys(
        f"【{SEVERITY_ZH[finding.severity]}】{finding.message}"
        + (f"\n更正要求：{finding.suggestion}" if finding.suggestion else "")
        for finding in findings
    )
    own = cell.comment.text if cell.comment and cell.comment.author != AUTHOR else ""
    text = "\n".join([*([own] if own else []), *texts])
    cell.comment = Comment(text, AUTHOR, height=40 + 18 * (len(text) // 18 + text.count("\n") + 1), width=260)


def _anchors(sheet: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Each cell of a merged range by row and column, with the range's first cell."""
    return {
        (row, column): (merged.min_row, merged.min_col)
        for merged in sheet.merged_cells.ranges
        if merged.size["rows"] * merged.size["columns"] <= 10_000
        for row in range(merged.min_row, merged.max_row + 1)
        for column in range(merged.min_col, merged.max_col + 1)
    }


def _addresses(
    cells: str, sheet: Worksheet, anchors: Mapping[tuple[int, int], tuple[int, int]]
) -> Iterator[str]:
    """The cells of a finding, a merged range by its first cell; A1 where it names none."""
    for found in _ADDRESS.findall(cells) or ["A1"]:
        left, top, right, bottom = (int(bound or 1) for bound in range_boundaries(found))
        is_single = (left, top) == (right, bottom)
        for row in range(top, min(bottom, max(sheet.max_row, top)) + 1):
            for column in range(left, min(right, max(sheet.max_column, left)) + 1):
                place = anchors.get((row, column), (row, column))
                if is_single or place == (row, column):
                    yield f"{get_column_letter(place[1])}{place[0]}"
