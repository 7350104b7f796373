"""What of a table the choice of its ledger and fields rests on, as one value that can be compared.

For every slot: the words of its headings, what its unit measures, which of the table's months it is
about, and how its first cells read as the fields that its words allow. Nothing else is looked at, so
that tables with equal evidence are assigned alike (`ingest.assign`). Which months they are, how many
lines a table has and which towns it names is no evidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ingest.dictionary import Field
from ingest.layout import Slot, Table
from ingest.values import ColumnUnit, Raw, ValueReader

_SAMPLE = 8
_NEUTRAL = ColumnUnit(1.0, "assumed")


class Headings(NamedTuple):
    """What stands over a slot: the words from group to leaf, and the dimension of its unit, if one is said.

    `month` tells the months of one table apart: 1 for the first that a heading names, 0 for none.
    """

    words: tuple[str, ...]
    dimension: str | None
    month: int


class SlotEvidence(NamedTuple):
    """The headings of a slot, and what its cells say of each field in question (see `of_contents`)."""

    headings: Headings
    contents: tuple[float, ...]


def sample(slot: Slot, table: Table, reader: ValueReader) -> list[Raw]:
    """The first cells of a slot in which something is reported."""
    cells: list[Raw] = []
    for line in table.lines:
        if line.kind == "data" and slot.order in line.cells:
            raw = table.sheet.at(*line.cells[slot.order])
            if not reader.is_absent(raw):
                cells.append(raw)
                if len(cells) == _SAMPLE:
                    break
    return cells


def of_contents(cells: list[Raw], fields: Iterable[Field], reader: ValueReader) -> tuple[float, ...]:
    """For each field what the cells speak for it: coded answers for, what cannot be read as it against."""
    known: dict[tuple[str, ...], float] = {}
    spoken = []
    for field in fields:
        if field.reading not in known:
            known[field.reading] = _of_content(cells, field, reader)
        spoken.append(known[field.reading])
    return tuple(spoken)


def _of_content(cells: list[Raw], field: Field, reader: ValueReader) -> float:
    if field.kind == "text" or not cells:
        return 0.0
    values = [reader.read(raw, field, _NEUTRAL) for raw in cells]
    bad = sum(value is not None and value.problem == "VALUE_UNREADABLE" for value in values)
    if bad * 2 > len(cells):
        return -0.6
    return 0.1 if field.kind in ("enum", "date", "quarter") and bad == 0 else 0.0
