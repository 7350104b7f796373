"""Rows of which one says the whole of a town, or of a record, and the others its parts: 合计 | 川道片 | 山区片.

The whole counts, and its parts are in it. That is so where every town, or record, that takes several rows has one of them
summed up in one and the same column, and the others named there.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.sheet import Cell
from ingest.tables.blocks import Block


def find(block: Block, rows: Sequence[int], named: int, columns: Sequence[int]) -> tuple[set[int], set[int]]:
    """The rows that say the whole of what is named in a column, and those that say parts of it; none where no such rows are."""
    groups = [group for group in _groups(block, rows, named) if len(group) > 1]
    for column in (c for c in columns if c != named and groups):
        sums = [row for group in groups if (row := _sum(block, group, column)) is not None]
        if len(sums) == len(groups):
            return {*sums}, {row for group in groups for row in group}.difference(sums)
    return set(), set()


def _groups(block: Block, rows: Sequence[int], named: int) -> list[list[int]]:
    """Filled rows by the name that they have in a column: merged down over them, or said again in each."""
    anchors, sheet = block.sheet.merge_anchor, block.sheet
    groups: list[list[int]] = []
    before: Cell | None = None
    for row in (row for row in rows if block.profiles[row].filled > 1):
        anchor = anchors.get((row, named), (row, named))
        is_again = before is not None and (
            anchor == before or (sheet.at(*anchor) is not None and sheet.at(*anchor) == sheet.at(*before))
        )
        if is_again:
            groups[-1].append(row)
        else:
            groups.append([row])
        before = anchor
    return groups


def _sum(block: Block, group: Sequence[int], column: int) -> int | None:
    """The one of several rows that says in a column that it sums up the others, which are named there; None without one."""
    words = [block.profiles[row].words.get(column) for row in group]
    sums = [row for row, word in zip(group, words, strict=True) if word is not None and word.is_total]
    if len(sums) != 1 or None in words:
        return None
    figures = [{c for c in block.profiles[row].held if c > column} for row in group]
    whole = figures[group.index(sums[0])]
    return sums[0] if all(own <= whole for own in figures) else None
