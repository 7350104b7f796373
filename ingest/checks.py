"""Arithmetic inside one table: subtotals and totals recomputed from the lines they stand for.

The lines count, never the total; a disagreement is a warning that names the total's cell. How far a
total may be off is given by the decimals it and its parts are written with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ingest.assign import Answer
from ingest.findings import Finding, finding
from ingest.layout import Line, Table
from ingest.text import address, tidy
from ingest.values import ColumnUnit, ValueReader, raw_text

_MOST_DECIMALS = 4
_LEAST_TOLERANCE = 0.5 * 10.0**-_MOST_DECIMALS
_NOWHERE = (-1, -1)
_SUMMED = {"money", "count", "number"}


def check_totals(
    table: Table, ledger: str, answers: list[Answer], units: Mapping[int, ColumnUnit], reader: ValueReader
) -> list[Finding]:
    """A finding for every subtotal or total that its lines do not add up to; `units` by an answer's id."""
    totals = [(index, line) for index, line in enumerate(table.lines) if line.kind != "data"]
    if not totals:
        return []
    contents = table.sheet.filled
    standing_for = {index: list(_groups(table.lines, index)) for index, _ in totals}
    found = []
    for answer in answers:
        if answer.field.kind not in _SUMMED:
            continue
        unit = units[id(answer)]
        cells = [contents.get(line.cells.get(answer.slot.order, _NOWHERE)) for line in table.lines]
        numbers = [reader.number(raw, answer.field, unit) for raw in cells]
        for index, line in totals:
            written = numbers[index]
            if written is None:
                continue
            groups = [[numbers[i] for i in group] for group in standing_for[index]]
            if groups and not any(_adds_up(written, parts, unit.factor) for parts in groups):
                cell = line.cells[answer.slot.order]
                difference = round(abs(_sum(groups[0]) - written), _MOST_DECIMALS)
                blanks = groups[0].count(None)
                found.append(
                    finding(
                        "SUBTOTAL_MISMATCH",
                        ledger=ledger,
                        sheet=table.sheet.name,
                        cell=address(*cell),
                        raw_text=raw_text(table.sheet.at(*cell)),
                        field=answer.field.name,
                        row=f"{tidy(line.town_text) if line.kind == 'subtotal' else ''}{'小计' if line.kind == 'subtotal' else '合计'}",
                        label=answer.field.label,
                        hint=f"（明细有{blanks}处未填）" if blanks else "",
                        difference=f"{difference:g}{'万元' if answer.field.kind == 'money' else ''}",
                    )
                )
    return found


def _groups(lines: list[Line], index: int) -> Iterator[list[int]]:
    """The sets of lines a total may stand for: of its group above or below it, all, or all so far."""
    data = [i for i, line in enumerate(lines) if line.kind == "data"]
    marks = [i for i, line in enumerate(lines) if line.kind != "data"]
    before = max((i for i in marks if i < index), default=-1)
    after = min((i for i in marks if i > index), default=len(lines))
    if lines[index].kind == "subtotal":
        yield [i for i in data if before < i < index]
        yield [i for i in data if index < i < after]
    else:
        yield data
        yield [i for i in data if i < index]
        yield [i for i in data if before < i < index]


def _adds_up(written: float, parts: list[float | None], factor: float) -> bool:
    """Whether parts sum up to a written total; how both are rounded matters only where they do not exactly."""
    difference = abs(_sum(parts) - written)
    return difference <= _LEAST_TOLERANCE * factor or difference <= _tolerance(written, parts, factor)


def _sum(parts: list[float | None]) -> float:
    return sum(part for part in parts if part)


def _tolerance(written: float, parts: list[float | None], factor: float) -> float:
    """Half a unit of the last written decimal of the total, and of each part that has decimals at all."""
    decimals = max((_decimals(part / factor) for part in parts if part is not None), default=0)
    rounding = 0.5 * 10.0**-decimals * len(parts) if decimals else 0.0
    return (0.6 * 10.0 ** -_decimals(written / factor) + rounding) * factor


def _decimals(number: float) -> int:
    text = f"{abs(number):.{_MOST_DECIMALS}f}".rstrip("0")
    return len(text.partition(".")[2])
