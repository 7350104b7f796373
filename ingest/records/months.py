"""Months side by side in one table, reconciled with the amount that adds them up.

Where a table has a column for every month so far, their sum is what its cumulative column says. That tells
the unit of a cumulative column that names none, and lines in which the two disagree are said.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ingest.dictionary import Dictionary, Field
from ingest.fields.assign import Answer
from ingest.findings import Finding
from ingest.records.proof import ratio_of, refuse, settle
from ingest.records.record import FieldValue, Record, finding_at
from ingest.tables.layout import Table
from ingest.text import address
from ingest.words.values import ColumnUnit, Raw, ValueReader, raw_text

#: In 万元, the unit of the amounts: clerks round what they add up.
_TOLERANCE = 0.5


class _Sum(NamedTuple):
    """A record, the amount that its cumulative column says, the sum of its months, and where those stand."""

    record: Record
    held: FieldValue
    added: float
    months: list[tuple[tuple[int, int], Raw]]

    @property
    def cells(self) -> str:
        """The cells of the months as a finding names them; `macros/citations.sql` names those of other files."""
        return "、".join(
            f"{address(*place)}{'未填' if raw is None else f'填“{raw_text(raw)}”'}"
            for place, raw in self.months
        )


def reconcile_months(
    table: Table,
    ledger: str,
    answers: Sequence[Answer],
    units: Mapping[int, ColumnUnit],
    records: Sequence[Record],
    reader: ValueReader,
    dictionary: Dictionary,
    month: int,
) -> list[Finding]:
    """Settle silent columns by the months up to `month`, and say which lines disagree.

    `units` are those of the answers by their id; values of records change in place.
    """
    found: list[Finding] = []
    fields = dictionary.by_ledger[ledger]
    for part, whole in dictionary.wholes[ledger]:
        if fields[whole] not in dictionary.running or fields[part] in dictionary.running:
            continue  # what each of the months says of 通燃气小区数 is no share of anything
        monthly = {a.month: a for a in answers if a.field.name == part and a.month and a.month <= month}
        if not monthly or len(monthly) != month:
            continue
        sums = _sums(table, [monthly[number] for number in sorted(monthly)], units, records, reader, whole)
        item = fields[whole]
        ratio = ratio_of([(line.held.value.number or 0.0, line.added) for line in sums], item, dictionary)
        if ratio is None or ratio == 1.0:
            found += [_disagreement(line) for line in sums if _differ(line)]
            continue
        is_whole_silent = all(line.held.value.unit_source == "assumed" for line in sums)
        are_months_silent = all(units[id(answer)].source == "assumed" for answer in monthly.values())
        if is_whole_silent and not are_months_silent:
            settle(records, {whole}, ratio)
        elif are_months_silent and not is_whole_silent:
            settle(records, {part}, 1 / ratio)
        else:
            found += [_conflict(line, ratio, monthly[month].field, dictionary) for line in sums]
    return found


def _sums(
    table: Table,
    monthly: Sequence[Answer],
    units: Mapping[int, ColumnUnit],
    records: Sequence[Record],
    reader: ValueReader,
    whole: str,
) -> list[_Sum]:
    """The lines in which both are reported; a blank month adds nothing."""
    place_of = {line.order: place for place, line in enumerate(table.lines)}
    sums = []
    for record in records:
        held = record.values.get(whole)
        places = [answer.slot.cells[place_of[record.line]] for answer in monthly]
        raws = [table.sheet.at(*place) if place else None for place in places]
        told = [
            reader.number(raw, answer.field, units[id(answer)])
            for raw, answer in zip(raws, monthly, strict=True)
        ]
        numbers = [number for number in told if number is not None]
        if held is not None and held.value.number is not None and numbers:
            there = [(place, raw) for place, raw in zip(places, raws, strict=True) if place]
            sums.append(_Sum(record, held, math.fsum(numbers), there))
    return sums


def _differ(line: _Sum) -> bool:
    return not line.record.rejected and abs((line.held.value.number or 0.0) - line.added) > _TOLERANCE


def _conflict(line: _Sum, ratio: float, part: Field, dictionary: Dictionary) -> Finding:
    """Refuse a line whose months and their sum are in units that nothing tells apart."""
    number, unit = line.held.value.number or 0.0, dictionary.canonical_unit(line.held.field)
    readings = (
        f"按表头（未写明的按规定单位）读为{number:.10g}{unit}，"
        f"按各月“{part.label}”（{line.cells}）之和读为{number * ratio:.10g}{unit}"
    )
    return refuse(line.record, line.held, readings)


def _disagreement(line: _Sum) -> Finding:
    record, held, number = line.record, line.held, line.held.value.number or 0.0
    return finding_at(
        "MONTH_SUM_MISMATCH",
        record,
        held,
        value=f"{number:.10g}",
        sum=f"{line.added:.10g}",
        difference=f"{abs(number - line.added):.10g}",
        cells=line.cells,
    )
