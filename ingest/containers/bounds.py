"""How large a sheet may be, and how far out a cell still belongs to it: what lies beyond is named and left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from ingest.limits import Limits
from ingest.sheet import Cell, Unreadable
from ingest.text import address
from ingest.words.values import Raw

# More of them are no slip but a table that is too large, or another table.
_MOST_STRAY = 100
# So many blank rows or columns part what somebody left by mistake from the tables of a sheet.
_BLANK_ROWS = 1_000
_BLANK_COLUMNS = 100


def check_grid(height: int, width: int, limits: Limits) -> None:
    """Raise Unreadable where a grid of that many rows and columns is too large."""
    if height * width > limits.grid_cells or height > limits.rows or width > limits.columns:
        raise _too_large(height, width, limits)


def _too_large(height: int, width: int, limits: Limits) -> Unreadable:
    bound = f"{limits.rows}行×{limits.columns}列（{limits.grid_cells}格）"
    return Unreadable("TOO_LARGE", size=f"{height}行×{width}列", limit=bound)


def is_far(height: int, width: int, limits: Limits) -> bool:
    """Whether a grid of that many rows and columns may hold cells that belong to no table."""
    return height > min(_BLANK_ROWS, limits.rows) or width > min(_BLANK_COLUMNS, limits.columns)


def near_rows(rows: Iterable[Sequence[Raw]], limits: Limits) -> tuple[list[list[Raw]], list[str]]:
    """The part of a far-reaching grid that may belong to a table, and the addresses of the cells beyond it."""
    cells: dict[Cell, Raw] = {}
    beyond = 0
    for row, contents in enumerate(rows):
        filled = [(column, raw) for column, raw in enumerate(contents) if raw is not None and raw != ""]
        cells |= {(row, column): raw for column, raw in filled}
        beyond += len(filled) if row >= limits.rows else sum(column >= limits.columns for column, _ in filled)
        if beyond > _MOST_STRAY:
            raise _too_large(row + 1, len(contents), limits)
    return near(cells, limits)


def near(cells: Mapping[Cell, Raw], limits: Limits) -> tuple[list[list[Raw]], list[str]]:
    """The same of single cells by row and column. Raises Unreadable where what is left or beyond is too much."""
    kept = {at: raw for at, raw in cells.items() if at[0] < limits.rows and at[1] < limits.columns}
    if len(cells) - len(kept) > _MOST_STRAY:
        raise _too_large(max(r for r, _ in cells) + 1, max(c for _, c in cells) + 1, limits)
    rows = _before_gap(sorted(row for row, _ in kept), _BLANK_ROWS)
    columns = _before_gap(sorted(column for _, column in kept), _BLANK_COLUMNS)
    kept = {at: raw for at, raw in kept.items() if at[0] < rows and at[1] < columns}
    height = max((row for row, _ in kept), default=-1) + 1
    width = max((column for _, column in kept), default=-1) + 1
    check_grid(height, width, limits)
    grid: list[list[Raw]] = [[None] * width for _ in range(height)]
    for (row, column), raw in kept.items():
        grid[row][column] = raw
    return grid, [address(*at) for at in sorted(cells.keys() - kept.keys())]


def _before_gap(places: Sequence[int], blank: int) -> int:
    """The first row (or column) of a few cells behind a wide gap, one beyond all where there is no such gap."""
    for number, (place, following) in enumerate(pairwise(places), start=1):
        if following - place > blank and len(places) - number <= _MOST_STRAY:
            return following
    return places[-1] + 1 if places else 0
