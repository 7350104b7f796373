"""In which unit a column is, and what says so.

Precedence: the cell itself (read with the value), the column's head or the unit row, the group's
head, the captions of the table (its titles, else its sheet's name and notes); where all are silent the canonical unit is assumed, and said to be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ingest.dictionary import COUNTING, Dictionary, Field
from ingest.fields.assign import Answer
from ingest.tables.layout import Slot, Table
from ingest.text import squeeze
from ingest.words.values import ColumnUnit

# "单位：万元", "金额（元）", "（单位 亿元）", "以元为单位": a caption names units after these words, or in brackets.
_CAPTION_UNIT = re.compile(
    r"(?:单位|金额|货币)(?:均?为|[:：(])+([^:：()]+?)(?=$|[()]|填报|报送|日期|时间)|\((?:[^():]*:)?([^():]+)\)|以([^:：()]{1,3}?)(?:为单位|计)"
)
_SEPARATOR = re.compile(r"[、,，/;；\s]+")
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
    said = [(word, source) for word, source in answer.slot.units if _measures(word, item, dictionary)]
    nearest = [(word, source) for word, source in said if source in ("column", "unit_row")]
    if not said:
        nearest = [(word, "caption") for word in _captioned(table, item, dictionary)]
    if len(nearest) < 2:
        return None
    factors = [unit.factor if (unit := dictionary.unit_for(word, item)) else 0.0 for word, _ in nearest]
    for factor, second in zip(factors[1:], nearest[1:], strict=False):
        if factor != factors[0]:
            first = nearest[0]
            return (_PLACES[first[1]], first[0]), (_PLACES[second[1]], second[0])
    return None


def column_unit(field: Field, slot: Slot, table: Table, dictionary: Dictionary) -> ColumnUnit:
    """The factor to the field's canonical unit, and its source (column, unit_row, group, caption, assumed)."""
    for word, source in slot.units:
        unit = dictionary.unit_for(word, field) if _measures(word, field, dictionary) else None
        if unit:
            return ColumnUnit(unit.factor, source)
    named = {dictionary.units[word] for word in _captioned(table, field, dictionary)}
    if len(named) == 1:
        return ColumnUnit(named.pop().factor, "caption")
    return ColumnUnit(1.0, "assumed" if field.dimension else "")


def _measures(word: str, field: Field, dictionary: Dictionary) -> bool:
    """Whether a unit is one of the field's; what only counts is counted in many words (万户, 百个)."""
    unit = dictionary.unit_for(word, field)
    if unit is None or field.dimension:
        return unit is not None and unit.dimension == field.dimension
    return field.kind in _COUNTED and unit.dimension in COUNTING


def _captioned(table: Table, field: Field, dictionary: Dictionary) -> list[str]:
    """The unit words of a field's dimension in a table's titles; where they name none, in its sheet's name and notes."""
    if not field.dimension:
        return []
    sheet = table.sheet
    return _named_in(table.titles, field, dictionary) or _named_in(
        [sheet.name, *sheet.notes], field, dictionary
    )


def _named_in(captions: Sequence[str], field: Field, dictionary: Dictionary) -> list[str]:
    """The unit words of a field's dimension that captions name, in their order."""
    return [
        word
        for caption in captions
        for word in _said_in(caption)
        if word in dictionary.units and dictionary.units[word].dimension == field.dimension
    ]


@lru_cache(maxsize=4096)
def _said_in(caption: str) -> tuple[str, ...]:
    """The words that stand where a caption names units, known or not, in their order."""
    said = (text for found in _CAPTION_UNIT.findall(squeeze(caption)) for text in found)
    return tuple(word for text in said for word in _SEPARATOR.split(text))
