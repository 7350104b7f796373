"""What of a table the choice of its ledger and fields rests on, as one value that can be compared.

For every slot: the words of its headings, what its unit measures, which of the table's months it is
about, and how its first cells read as the fields that its words allow. Nothing else is looked at, so
that tables with equal evidence are assigned alike (`ingest.fields.assign`). Which months they are, how many
lines a table has and which towns it names is no evidence.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ingest.dictionary import Dictionary, Field
from ingest.tables.layout import Content, Table
from ingest.tables.parts import part_of
from ingest.words.values import ColumnUnit, Raw, ValueReader

_SAMPLE = 8
#: What cells that can all be read as a field speak for it: codes, in several cells, can hardly be anything else.
_CODED, _DATED = 0.25, 0.1
#: What cells that mostly cannot be read speak against it: answers in new words less than what is no number, and a
#: cell alone, in which somebody may have written 待核, less than several.
_NEW_WORDS, _UNREADABLE = -0.2, -0.6
#: Nor do figures alone tell of progress, problems or contents, unless the heading says outright that they do.
_NO_PROSE = -0.2
_SEVERAL = 3
#: What the unit of a group speaks against a field that is measured in others.
_GROUPED_OTHERWISE = -0.5
_NUMBERS = frozenset((float, int))
_YES_OR_NO = frozenset("是否√×")
_FIGURE = re.compile(r"\s*[-+]?[\d.,]+\s*")
#: As columns are read that say no unit, so that what is read of them here need not be read again.
_SILENT = {True: ColumnUnit(1.0, "assumed"), False: ColumnUnit(1.0, "")}


class Headings(NamedTuple):
    """What stands over a slot: the words from group to leaf, and the dimension of its unit, if one is said.

    `month` tells the months of one table apart: 1 for the first that a heading names, 0 for none; `is_of_group`
    says that no heading nearer than a group has that unit.
    """

    words: tuple[str, ...]
    dimension: str | None
    month: int
    is_of_group: bool


class SlotEvidence(NamedTuple):
    """The headings of a slot, and what its cells say of each way of reading them in question."""

    headings: Headings
    contents: tuple[float, ...]


def samples(tables: Sequence[Table], reader: ValueReader) -> list[list[Raw]]:
    """For every slot the first cells in which something is reported, in any of several tables that ask the same."""
    found: list[list[Raw]] = [[] for _ in tables[0].slots]
    for table in tables:
        is_data = [line.kind == "data" for line in table.lines]
        for cells, slot in zip(found, table.slots, strict=True):
            if len(cells) < _SAMPLE:
                _take_reported(cells, table.contents.get(slot.order, ()), slot.part, is_data, reader)
    return found


def _take_reported(
    cells: list[Raw], contents: Iterable[Content], part: str, is_data: list[bool], reader: ValueReader
) -> None:
    """Add what records hold in a slot to its sample, what says nothing left out, up to its size."""
    is_absent = reader.is_absent_text
    for place, _, raw in contents:
        if is_data[place] and not (isinstance(raw, str) and is_absent(raw)):
            cells.append(part_of(raw, part) if part else raw)
            if len(cells) == _SAMPLE:
                return


def of_contents(
    cells: list[Raw], fields: Iterable[Field], reader: ValueReader, factor: float = 1.0
) -> tuple[float, ...]:
    """For each field what the cells speak for it: coded answers for, what cannot be read as it against.

    `factor` is that of the unit said of them: 0.35 is a number of households in 万户.
    """
    are_numbers = _NUMBERS.issuperset(map(type, cells))
    return tuple(
        [
            # numbers are read as numbers, whatever they say
            0.0
            if not cells or (are_numbers and field.is_plain_number)
            else _of_content(cells, field, reader, factor)
            for field in fields
        ]
    )


def _of_content(cells: list[Raw], field: Field, reader: ValueReader, factor: float) -> float:
    if field.kind == "text" and _YES_OR_NO.issuperset(cells):  # 是否重点项目 asks for no name
        return _UNREADABLE
    if field.kind == "text":
        return _NO_PROSE if all(map(_is_figure, cells)) else 0.0
    unit = _SILENT[bool(field.dimension)] if factor == 1.0 else ColumnUnit(factor, "column")
    values = reader.column(cells, field, unit)
    bad = [value.problem for value in values if value].count("VALUE_UNREADABLE")
    if bad * 2 > len(cells):
        are_answers = field.codes and all(isinstance(raw, str) for raw in cells)
        return _NEW_WORDS if are_answers else _UNREADABLE * min(bad, _SEVERAL) / _SEVERAL
    if bad or field.kind not in ("enum", "date", "quarter"):
        return 0.0
    return _CODED if field.kind == "enum" and len(cells) >= _SEVERAL else _DATED


def _is_figure(raw: Raw) -> bool:
    return type(raw) in _NUMBERS or (isinstance(raw, str) and _FIGURE.fullmatch(raw) is not None)


def of_unit(headings: Headings, item: Field, dictionary: Dictionary) -> float:
    """A unit of the same dimension speaks for a field; one of another against it, and rules it out in its own heading.

    卫生厕所（%） is no number of households. What a group measures, not all that stands below it need be.
    """
    dimension = headings.dimension
    if dimension is None:
        return 0.0
    if dimension == item.dimension:
        return 0.05
    if dictionary.is_measured_in(item, dimension):
        return 0.0
    return _GROUPED_OTHERWISE if headings.is_of_group else -math.inf
