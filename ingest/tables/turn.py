"""A block with its columns as rows, and tables found in it back where their cells are."""

from __future__ import annotations

from dataclasses import replace

from ingest.sheet import Sheet
from ingest.tables.blocks import Block, RowProfile, profile_rows
from ingest.tables.layout import Table
from ingest.words.lexicon import Lexicon
from ingest.words.values import Raw


def turned(block: Block, top_across: int, lexicon: Lexicon, county: str) -> Block:
    """The block with its columns as rows, from the row of towns on."""
    sheet = block.sheet
    before: list[Raw] = [None] * top_across
    part = [[*before, *cells[top_across : block.bottom + 1]] for cells in sheet.columns]
    merges = [
        (left, top, right, bottom)
        for top, left, bottom, right in sheet.merges
        if block.top <= top and bottom <= block.bottom
    ]
    across = Sheet(sheet.name, part, merges, sheet.is_hidden, sheet.captions)
    profiles: list[RowProfile] = profile_rows(across, lexicon, county)
    filled = [row for row, profile in enumerate(profiles) if profile.filled]
    return Block(across, min(filled), max(filled), block.titles, profiles, is_turned=True)


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
