"""What recognition finds in a sheet: slots (what is asked) and lines (about whom), and where they meet.

Every arrangement, rows of towns, columns of towns, a card a town, long lists, fund sources or months
across, ends in these shapes; what follows (fields, units, records) knows of no arrangement.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import cast

from ingest.sheet import Cell, Sheet
from ingest.text import CONTINUED, address, count_up, serial_number
from ingest.words.values import Raw, raw_text

#: Why the cells of a column without a heading are ignored.
NAMELESS = "no_heading"
#: What a line holds under a slot: its place among the table's lines, the cell, and what stands there.
Content = tuple[int, Cell, Raw]


@dataclass(eq=False, slots=True)
class Slot:
    """One thing asked for: the header texts from group to leaf, the cell of the leaf, units said.

    `units` lists (unit word, where it was read) in order of precedence; `order` is its position. `cells` says
    where each line of the table answers it, None where one does not. `part` says which part of its cells it is
    (`ingest.tables.parts`), '' where it is all of them.
    """

    path: tuple[str, ...]
    cell: Cell
    order: int
    units: list[tuple[str, str]] = field(default_factory=list)
    cells: Sequence[Cell | None] = ()
    part: str = ""

    def meets(self, other: Slot) -> bool:
        """Whether a line answers both: a list words a field in several ways, a line in one."""
        return any(mine and theirs for mine, theirs in zip(self.cells, other.cells, strict=True))


@dataclass(eq=False, slots=True)
class Line:
    """One line of a table: the town as written and where.

    `kind` is data, total or subtotal; `town_text` is '' where no town is written for the line. `units`
    holds the unit that stands in a cell of its own beside a value, by slot.
    """

    kind: str
    town_text: str
    town_cell: Cell | None
    order: int
    units: dict[int, str] = field(default_factory=dict)


@dataclass(eq=False)
class Table:
    """A located table: bounds (header included, zero-based), the number of header rows, slots and lines.

    `titles` are the texts above it, nearest last; `above` those of tables before it that name units for this one as well.
    `arrangement` says how its records lie: rows, columns, list (one value a row) or card.
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
    above: list[str] = field(default_factory=list)

    @property
    def asked(self) -> tuple[tuple[str, ...], ...]:
        """The headings of its slots: tables in which they are the same ask the same."""
        return tuple(slot.path for slot in self.slots)

    @cached_property
    def has_units(self) -> bool:
        """Whether any unit stands in a cell of its own beside a value."""
        return any(line.units for line in self.lines)

    def unit_beside(self, slot: Slot) -> str:
        """The first unit that stands in a cell of its own beside a value of a slot, '' where none does."""
        return next((line.units[slot.order] for line in self.lines if slot.order in line.units), "")

    @cached_property
    def has_merged(self) -> bool:
        """Whether a cell of any of its data lines is covered by a merged one."""
        body = self.top + (self.header_rows if self.arrangement == "rows" else 0)
        if not any(top <= self.bottom and body <= bottom for top, _, bottom, _ in self.sheet.ranges):
            return False  # headings alone are merged, as nearly always
        anchors = self.sheet.merge_anchor
        is_data = [line.kind == "data" for line in self.lines]
        told = (itertools.compress(slot.cells, is_data) for slot in self.slots)
        return not anchors.keys().isdisjoint(itertools.chain.from_iterable(told))

    @cached_property
    def contents(self) -> dict[int, list[Content]]:
        """By slot what its lines hold, blanks left out; looked up once for all who read the table by column."""
        content = cast("Callable[[Cell | None], Raw]", self.sheet.filled.get)  # of no cell nothing
        told = {
            slot.order: zip(itertools.count(), slot.cells, map(content, slot.cells)) for slot in self.slots
        }
        return {
            order: cast("list[Content]", [held for held in contents if held[2] is not None])
            for order, contents in told.items()
        }

    @property
    def nameless(self) -> list[list[Cell]]:
        """The filled cells of every column without a heading, but for one that counts its lines and for a single cell."""
        by_column = defaultdict[int, list[Cell]](list)
        for row, column in (cell for cell, reason in self.ignored.items() if reason == NAMELESS):
            if (row, column) in self.sheet.filled:
                by_column[column].append((row, column))
        return [
            cells
            for cells in by_column.values()
            if len(cells) > 1 and not count_up(serial_number(self.sheet.at(*cell)) for cell in cells)
        ]

    def ask(
        self,
        path: tuple[str, ...],
        cell: Cell,
        units: Iterable[tuple[str, str]] = (),
        cells: Sequence[Cell | None] = (),
    ) -> Slot:
        """One slot more, behind the others."""
        slot = Slot(path, cell, len(self.slots), [*units], cells)
        self.slots.append(slot)
        return slot

    def ignore(self, row: int, columns: Iterable[int], reason: str) -> None:
        """Set cells of a row aside: they hold no values."""
        self.ignored.update({(row, column): reason for column in columns})

    def where(self, cell: Cell) -> dict[str, str]:
        """The sheet, address and content of a cell, as a finding names them."""
        at = {"sheet": self.sheet.name, "cell": address(*cell)}
        return at | {"raw_text": raw_text(self.sheet.at(*cell))}

    def moved(self, sheet: Sheet, to: Callable[[Cell], Cell]) -> Table:
        """The table with its slots, lines and ignored cells where they lie in another sheet, and its bounds around them."""
        row_ends, columns = (self.top, self.bottom), range(self.left, self.right + 1)
        across, down = zip(*(to((row, column)) for row in row_ends for column in columns), strict=True)
        return replace(
            self,
            sheet=sheet,
            top=min(across),
            left=min(down),
            bottom=max(across),
            right=max(down),
            slots=[
                replace(slot, cell=to(slot.cell), cells=[to(cell) if cell else None for cell in slot.cells])
                for slot in self.slots
            ],
            lines=[
                replace(line, town_cell=to(line.town_cell) if line.town_cell else None) for line in self.lines
            ],
            ignored={to(cell): reason for cell, reason in self.ignored.items()},
        )


def join_pages(tables: Iterable[Table]) -> list[Table]:
    """The tables of a sheet, those that are pages of one as one."""
    joined: list[Table] = []
    for table in tables:
        if joined and _goes_on(joined[-1], table):
            joined[-1] = _joined(joined[-1], table)
        else:
            joined.append(table)
    for table in joined:
        _take_towns_of_sums(table)
    for above, below in itertools.pairwise(joined):
        _take_town_above(above, below)
    return joined


def _take_town_above(above: Table, below: Table) -> None:
    """Give the one line of a table that of the one line right above its headings: a form whose labels stand above their answers."""
    lines = [*above.lines, *below.lines]
    if len(above.lines) != 1 or len(lines) != 2 or below.titles or below.top != above.bottom + 1:
        return
    town, line = lines
    is_form = above.arrangement == below.arrangement == "rows" and line.kind == town.kind == "data"
    if is_form and town.town_cell and not line.town_text:
        line.town_text, line.town_cell = town.town_text, town.town_cell


def _take_towns_of_sums(table: Table) -> None:
    """Give lines without a town that of the sum above them (永坪镇小计), in a table that begins with one."""
    lines = [line for line in table.lines if line.kind != "total"]
    if any(line.town_text for line in lines if line.kind == "data"):
        return
    if lines and lines[0].kind == "subtotal" and lines[0].town_text:
        town = lines[0]
        for line in lines:
            town = line if line.kind == "subtotal" else town
            line.town_text, line.town_cell = town.town_text, town.town_cell


def is_continued(before: Table, table: Table) -> bool:
    """Whether a table says of itself that it goes on with the one before, be it in other columns (续表)."""
    title = "".join(table.titles[-1:])
    if CONTINUED.search(title) is None:
        return False
    number = CONTINUED.sub("", title)
    return not number or any(above.startswith(number) for above in before.titles)


def _goes_on(before: Table, table: Table) -> bool:
    """Whether a table is the next page of the one before: the same headings below no other title, or one that says so."""
    if table.arrangement == "card" or [s.path for s in table.slots] != [s.path for s in before.slots]:
        return False
    said = {CONTINUED.sub("", title) for title in before.titles}
    return any(map(CONTINUED.search, table.titles[-1:])) or said.issuperset(table.titles)


def _joined(before: Table, page: Table) -> Table:
    """Two pages as one table; the first lines of the second have the last town of the first, if they say none."""
    order_of = {slot.order: own.order for slot, own in zip(page.slots, before.slots, strict=True)}
    # Towns across stand in the same columns on every page, the halves of a folded list in the same rows.
    is_below = before.arrangement == "rows" and page.top > before.bottom
    behind = 0 if is_below else 1 + max((line.order for line in before.lines), default=0)
    lines = [
        replace(
            line,
            order=line.order + behind,
            units={order_of.get(order, order): unit for order, unit in line.units.items()},
        )
        for line in page.lines
    ]
    held = [line.town_text for line in before.lines if line.kind == "data"]
    if before.lines and before.arrangement == "rows" and (not held or held[-1]):
        for line in itertools.takewhile(lambda line: not line.town_text, lines):
            line.town_text, line.town_cell = before.lines[-1].town_text, before.lines[-1].town_cell
    return replace(
        before,
        left=min(before.left, page.left),
        bottom=max(before.bottom, page.bottom),
        right=max(before.right, page.right),
        slots=[
            replace(own, cells=[*own.cells, *slot.cells])
            for own, slot in zip(before.slots, page.slots, strict=True)
        ],
        lines=before.lines + lines,
        titles=list(dict.fromkeys((*before.titles, *page.titles))),
        ignored=before.ignored | page.ignored,
    )
