"""Merged cells that span several lines of a table: what is said once and holds for each of them.

A category merged down over five projects is the category of all five. A line whose key cells are all merged
into an earlier line's is that line going on, no record of its own, and nothing is shared with it. What may be
shared rests on the field (`ingest.records.extract`); a merge across several columns shares nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from itertools import compress

from ingest.sheet import Cell
from ingest.tables.layout import Table


def shared_cells(table: Table, keys: Collection[int]) -> dict[Cell, Cell]:
    """Cell of a slot → the anchor of the merged range that speaks for it and other lines, anchors included.

    `keys` are the orders of the slots that tell records of one town apart.
    """
    if not table.has_merged:
        return {}
    anchors, is_data = table.sheet.merge_anchor, [line.kind == "data" for line in table.lines]
    spans: dict[tuple[int, Cell], list[Cell]] = defaultdict(list)
    seen: set[tuple[object, ...]] = set()
    filled = table.sheet.filled
    for place, line in compress(enumerate(table.lines), is_data):
        own = {slot.order: cell for slot in table.slots if (cell := slot.cells[place])}
        told = {order: anchors.get(cell, cell) for order, cell in own.items()}
        identity = (line.town_cell, *(told[order] for order in keys if order in told))
        has_own = any(cell in filled for order, cell in own.items() if order not in keys)
        if not has_own or (identity in seen and any(told[k] != own[k] for k in keys if k in told)):
            continue
        seen.add(identity)
        for order, anchor in told.items():
            spans[order, anchor].append(own[order])
    return {
        cell: anchor
        for (_, anchor), cells in spans.items()
        if len(cells) > 1 and anchor in cells
        for cell in cells
    }
