"""What recognition finds in a sheet: slots (what is asked) and lines (about whom), and where they meet.

Every arrangement, rows of towns, columns of towns, a card a town, long lists, fund sources or months
across, ends in these shapes; what follows (fields, units, records) knows of no arrangement.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from ingest.sheet import Sheet
from ingest.values import Raw

Cell = tuple[int, int]
#: What a line holds under a slot: its place among the table's lines, the cell, and what stands there.
Content = tuple[int, Cell, Raw]


@dataclass(eq=False)
class Slot:
    """One thing asked for: the header texts from group to leaf, the cell of the leaf, units said.

    `units` lists (unit word, where it was read) in order of precedence; `order` is its position. `part` says
    which part of its cells it is (`ingest.parts`), '' where it is all of them.
    """

    path: tuple[str, ...]
    cell: Cell
    order: int
    units: list[tuple[str, str]] = field(default_factory=list)
    part: str = ""


@dataclass(eq=False)
class Line:
    """One line of a table: the town as written and where, and the cell of every slot it answers.

    `kind` is data, total or subtotal; `town_text` is '' where no town is written for the line. `units`
    holds the unit that stands in a cell of its own beside a value, by slot.
    """

    kind: str
    town_text: str
    town_cell: Cell | None
    cells: dict[int, Cell]
    order: int
    units: dict[int, str] = field(default_factory=dict)


@dataclass(eq=False)
class Table:
    """A located table: bounds (header included, zero-based), the number of header rows, slots and lines.

    `titles` are the texts above it, nearest last. `arrangement` says how its records lie: rows, columns,
    list (one value a row) or card.
    """

    sheet: Sheet
    top: int
    left: int
    bottom: int
    right: int
    header_rows: int
    slots: list[Slot]
    lines: list[Line]
    titles: list[str]
    ignored: dict[Cell, str] = field(default_factory=dict)
    arrangement: str = "rows"

    @cached_property
    def has_units(self) -> bool:
        """Whether any unit stands in a cell of its own beside a value."""
        return any(line.units for line in self.lines)

    @cached_property
    def contents(self) -> dict[int, list[Content]]:
        """By slot what its lines hold, blanks left out; looked up once for all who read the table by column."""
        filled, found = self.sheet.filled, defaultdict[int, list[Content]](list)
        for place, line in enumerate(self.lines):
            for order, cell in line.cells.items():
                raw = filled.get(cell)
                if raw is not None:
                    found[order].append((place, cell, raw))
        return found
