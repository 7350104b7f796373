"""Arithmetic inside one table: subtotals and totals recomputed from the lines they stand for.

The lines count, never the total; a disagreement is a warning at the total's cell that names
theirs. How far a total may be off is given by the decimals it and its parts are written with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import accumulate, compress
from typing import NamedTuple

from ingest.fields.assign import Answer
from ingest.findings import Finding, finding
from ingest.sheet import Cell
from ingest.tables.layout import Line, Table
from ingest.text import address, tidy
from ingest.words.values import ColumnUnit, ValueReader

_MOST_DECIMALS = 4
_LEAST_TOLERANCE = 0.5 * 10.0**-_MOST_DECIMALS
_SUMMED = {"money", "count", "number"}


#: The first of a table's data lines, counted among themselves, and the first behind it.
Stretch = tuple[int, int]


class _Parts:
    """The numbers of one column in the data lines of a table, and what stretches of them come to.

    What runs from the first line is known beforehand: every total may stand for all lines, or for all so far.
    """

    def __init__(self, numbers: list[float | None], unread: list[int], factor: float) -> None:
        self._numbers = numbers
        self._unread = unread
        self._factor = factor

    @cached_property
    def _running(self) -> list[float]:
        return list(accumulate([number or 0.0 for number in self._numbers], initial=0.0))

    @cached_property
    def _all(self) -> float:
        return float(sum(filter(None, self._numbers)))

    @cached_property
    def _written(self) -> list[int]:
        return [0 if number is None else _decimals(number / self._factor) for number in self._numbers]

    @cached_property
    def _most_so_far(self) -> list[int]:
        return list(accumulate(self._written, max, initial=0))

    @cached_property
    def _blanks_so_far(self) -> list[int]:
        return list(accumulate((number is None for number in self._numbers), initial=0))

    def are_told(self, stretch: Stretch) -> bool:
        """Whether every line that reports anything can be read; what they add up to is not known otherwise."""
        return not self._unread or not any(stretch[0] <= place < stretch[1] for place in self._unread)

    def sum(self, stretch: Stretch) -> float:
        """What the lines add up to."""
        first, last = stretch
        if first:
            return float(sum(filter(None, self._numbers[first:last])))
        return self._all if last == len(self._numbers) else self._running[last]

    def decimals(self, stretch: Stretch) -> int:
        """The most decimals that one of them is written with."""
        first, last = stretch
        return max(self._written[first:last], default=0) if first else self._most_so_far[last]

    def blanks(self, stretch: Stretch) -> int:
        """In how many of them nothing is reported."""
        return self._blanks_so_far[stretch[1]] - self._blanks_so_far[stretch[0]]

    def add_up_to(self, written: float, stretch: Stretch) -> bool:
        """Whether they sum up to a written total; how both are rounded matters only where they do not exactly."""
        difference = abs(self.sum(stretch) - written)
        return difference <= _LEAST_TOLERANCE * self._factor or difference <= self._tolerance(
            written, stretch
        )

    def _tolerance(self, written: float, stretch: Stretch) -> float:
        """Half a unit of the last written decimal of the total, and of each part that has decimals at all."""
        decimals, count = self.decimals(stretch), stretch[1] - stretch[0]
        rounding = 0.5 * 10.0**-decimals * count if decimals else 0.0
        return (0.6 * 10.0 ** -_decimals(written / self._factor) + rounding) * self._factor


def check_totals(
    table: Table, ledger: str, answers: list[Answer], units: Mapping[int, ColumnUnit], reader: ValueReader
) -> list[Finding]:
    """A finding for every subtotal or total that its lines do not add up to; `units` by an answer's id."""
    is_data = [line.kind == "data" for line in table.lines]
    if all(is_data) or not any(is_data):
        return []  # no totals, or nothing but totals, which is said of the table as a whole
    standing_for = _stretches(table.lines)
    places = [*compress(range(len(is_data)), is_data)]
    columns = [
        column
        for answer in answers
        if answer.field.kind in _SUMMED
        and (column := _summed(answer, table, places, standing_for, units[id(answer)], reader))
    ]
    out = [
        (column, index)
        for column in columns
        for index, number in column.written.items()
        if not any(column.parts.add_up_to(number, stretch) for stretch in standing_for[index])
        and all(column.parts.are_told(stretch) for stretch in standing_for[index])
    ]
    are_above = bool(out) and _stand_above(columns, table.lines, standing_for)
    return [
        _mismatch(table, ledger, column, index, standing_for[index], is_data, are_above=are_above)
        for column, index in out
    ]


class _Summed(NamedTuple):
    """A column with the numbers of its data lines, and what its totals say, by their place in the table."""

    answer: Answer
    parts: _Parts
    written: dict[int, float]


def _summed(
    answer: Answer,
    table: Table,
    places: list[int],
    totals: Iterable[int],
    unit: ColumnUnit,
    reader: ValueReader,
) -> _Summed | None:
    """A column of which some total says what it sums up to, None of any other; `places` are those of the data lines."""
    contents = table.contents[answer.slot.order]
    values = reader.column([raw for _, _, raw in contents], answer.field, unit)
    numbers = {place: value.number for (place, _, _), value in zip(contents, values, strict=True) if value}
    written = {place: n for place in totals if (n := numbers.get(place)) is not None}
    if not written:
        return None
    unread = {place for place, number in numbers.items() if number is None}
    if shifted := table.sheet.shifted:
        unread |= {place for place, (row, _), _ in contents if place in numbers and row in shifted}
    are_unread = [number for number, place in enumerate(places) if place in unread] if unread else []
    return _Summed(answer, _Parts([*map(numbers.get, places)], are_unread, unit.factor), written)


def _stand_above(columns: list[_Summed], lines: list[Line], standing_for: dict[int, list[Stretch]]) -> bool:
    """Whether most subtotals of a table that agree with one side alone stand above their lines."""
    votes = 0
    for column in columns:
        for index, number in column.written.items():
            if lines[index].kind == "subtotal":
                before, behind = standing_for[index][:2]
                votes += column.parts.add_up_to(number, behind) - column.parts.add_up_to(number, before)
    return votes > 0


def _mismatch(
    table: Table,
    ledger: str,
    column: _Summed,
    index: int,
    stretches: list[Stretch],
    is_data: list[bool],
    *,
    are_above: bool,
) -> Finding:
    line, item, slot = table.lines[index], column.answer.field, column.answer.slot
    is_subtotal = line.kind == "subtotal"
    meant = stretches[1 if is_subtotal and are_above else 0]
    difference = round(abs(column.parts.sum(meant) - column.written[index]), _MOST_DECIMALS)
    blanks = column.parts.blanks(meant)
    cell = next(cell for place, cell, _ in table.contents[slot.order] if place == index)
    return finding(
        "SUBTOTAL_MISMATCH",
        ledger=ledger,
        **table.where(cell),
        field=item.name,
        row=f"{tidy(line.town_text)}小计" if is_subtotal else "合计",
        label=item.label,
        cells=_reach([*compress(slot.cells, is_data)][slice(*meant)]),
        hint=f"（明细有{blanks}处未填）" if blanks else "",
        difference=f"{difference:.12g}{'万元' if item.kind == 'money' else ''}",
    )


def _reach(cells: list[Cell | None]) -> str:
    """The cells of a column in a stretch of the data lines, said by the first and the last of them."""
    said = [address(*cell) for cell in cells if cell]
    return "至".join(dict.fromkeys([*said[:1], *said[-1:]])) or "无明细行"


def _stretches(lines: list[Line]) -> dict[int, list[Stretch]]:
    """The data lines each total may stand for: of its group above or below it, or of several groups; all, or all so far."""
    marks = [index for index, line in enumerate(lines) if line.kind != "data"]
    before = [index - number for number, index in enumerate(marks)]  # how many data lines precede each
    starts, ends = [0, *before], [*before[1:], len(lines) - len(marks)]
    found: dict[int, list[Stretch]] = {}
    for index, start, here, end in zip(marks, starts[:-1], before, ends, strict=True):
        group = (start, here)
        if lines[index].kind == "subtotal":
            found[index] = [group, (here, end)]
            if here == end:  # above those of the groups within its own
                found[index] += [(here, further) for further in dict.fromkeys(ends) if further > here]
        else:
            found[index] = [(0, ends[-1]), (0, here), group]
    return found


def _decimals(number: float) -> int:
    text = f"{abs(number):.{_MOST_DECIMALS}f}".rstrip("0")
    return len(text.partition(".")[2])
