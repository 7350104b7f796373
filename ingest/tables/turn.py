"""A block with its columns as rows, and tables found in it back where their cells are."""

from __future__ import annotations

from dataclasses import replace

from ingest.sheet import Sheet
from ingest.tables.blocks import Block
from ingest.tables.layout import Table
from ingest.words.values import Raw


def turned(block: Block, top_across: int) -> Block:
    """The block with its columns as rows, from the row of towns on."""
    sheet = block.sheet
    before: list[Raw] = [None] * top_across
    part = [[*before, *cells[top_across : block.bottom + 1]] for cells in sheet.columns]
    merges = [
        (left, top, right, bottom)
        for top, left, bottom, right in sheet.merges
        if block.top <= top and bottom <= block.bottom
    ]
    across = block.rearranged(part, merges, is_turned=True)
    filled = [row for row, profile in enumerate(across.profiles) if profile.filled]
    return replace(across, top=min(filled), bottom=max(filled))


def back(table: Table, sheet: Sheet) -> Table:
    """A table of the turned block at the cells of the sheet itself, its records in columns."""
    return replace(
        table.moved(sheet, lambda cell: (cell[1], cell[0])),
        top=table.left,
        left=table.top,
        bottom=table.right,
        right=table.bottom,
        header_rows=1,
        arrangement="columns",
    )
