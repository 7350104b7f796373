"""In which unit a column is, and what says so.

Precedence: the cell itself (read with the value), the column's head or the unit row, the group's
head, the captions of the table (its titles, else one above that is of several tables, else its sheet's name and notes);
where all are silent the canonical unit is assumed, and said to be.
"""

from __future__ import annotations

from functools import lru_cache

from ingest.dictionary import COUNTING, Dictionary, Field, Unit
from ingest.fields.assign import Answer
from ingest.tables.layout import Slot, Table
from ingest.text import squeeze
from ingest.words.units import of_dictionary
from ingest.words.values import ColumnUnit

_COUNTED = ("count", "flag_or_count")
#: Where a unit was read, in the words of a finding.
_PLACES = {"column": "表头", "unit_row": "单位行", "caption": "表题"}


def unit_conflict(
    answer: Answer, table: Table, dictionary: Dictionary
) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """Two (place, unit word) of equal standing that contradict each other, None where none do.

    A column's own head and the unit row below it stand alike; so do the captions, where nothing nearer speaks.
    """
    item = answer.field
    said = _said_of(tuple(answer.slot.units), item, dictionary)
    nearest = [(word, unit, source) for word, unit, source in said if source in ("column", "unit_row")]
    if not said:
        nearest = [
            (word, dictionary.units[word], "caption")
            for word in _captioned(table, answer.slot, item, dictionary)
        ]
    for word, unit, source in nearest[1:]:
        first, other, place = nearest[0]
        if unit.factor != other.factor:
            return (_PLACES[place], first), (_PLACES[source], word)
    return None


def column_unit(field: Field, slot: Slot, table: Table, dictionary: Dictionary) -> ColumnUnit:
    """The factor to the field's canonical unit, and its source (column, unit_row, group, caption, assumed)."""
    for _, unit, source in _said_of(tuple(slot.units), field, dictionary):
        return ColumnUnit(unit.factor, source)
    named = {dictionary.units[word] for word in _captioned(table, slot, field, dictionary)}
    if len(named) == 1:
        return ColumnUnit(named.pop().factor, "caption")
    return ColumnUnit(1.0, "assumed" if field.dimension else "")


@lru_cache(maxsize=4096)
def _said_of(
    units: tuple[tuple[str, str], ...], field: Field, dictionary: Dictionary
) -> list[tuple[str, Unit, str]]:
    """Of the units that are said of a slot those of a field: the word, what it measures, and where it was read."""
    return [
        (word, unit, source)
        for word, source in units
        if (unit := dictionary.unit_for(word, field)) and measures(unit, field)
    ]


def measures(unit: Unit, field: Field) -> bool:
    """Whether a unit is one of the field's; what only counts is counted in many words (万户, 百个)."""
    if field.dimension:
        return unit.dimension == field.dimension
    return field.kind in _COUNTED and unit.dimension in COUNTING


def _captioned(table: Table, slot: Slot, field: Field, dictionary: Dictionary) -> list[str]:
    """The unit words of a field's dimension in a table's titles; where they name none, in the nearest caption above that
    is of several tables, else in its sheet's name and notes.
    """
    if not field.dimension:
        return []
    sheet, about = table.sheet, (*slot.path, field.label)
    above = ((text,) for text in reversed(table.above))
    for captions in (tuple(table.titles), *above, (sheet.name, *sheet.notes)):
        if named := _named_in(captions, field.dimension, about, dictionary):
            return named
    return []


@lru_cache(maxsize=4096)
def _named_in(
    captions: tuple[str, ...], dimension: str, about: tuple[str, ...], dictionary: Dictionary
) -> list[str]:
    """The unit words of a dimension that captions name, in their order; those said of what this is about, if any are."""
    said = [
        (matter, word)
        for caption in captions
        for matter, word in of_dictionary(dictionary).said(squeeze(caption))
        if dictionary.units[word].dimension == dimension
    ]
    own = [word for matter, word in said if matter and any(matter in squeeze(text) for text in about)]
    return own or [word for _, word in said]
