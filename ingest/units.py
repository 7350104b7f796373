"""In which unit a column is, and what says so.

Precedence: the cell itself (read with the value), the column's head or the unit row, the group's
head, the caption of the table; where all are silent the canonical unit is assumed, and said to be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.assign import Answer
from ingest.dictionary import Dictionary, Field
from ingest.layout import Slot
from ingest.text import squeeze
from ingest.values import ColumnUnit

_CAPTION_UNIT = re.compile(r"单位[:：]([^:：]+?)(?=$|填报|报送|日期|时间)")
_SEPARATOR = re.compile(r"[、,，/;；\s]+")


def unit_conflict(answer: Answer, dictionary: Dictionary) -> tuple[str, str] | None:
    """The two unit words where a column's own head and the unit row below it contradict each other."""
    dimension = answer.field.dimension
    said = {
        source: word
        for word, source in reversed(answer.slot.units)
        if dictionary.units[word].dimension == dimension
    }
    head, row = said.get("column"), said.get("unit_row")
    if not dimension or head is None or row is None or dictionary.units[head] == dictionary.units[row]:
        return None
    return head, row


def column_unit(field: Field, slot: Slot, captions: Sequence[str], dictionary: Dictionary) -> ColumnUnit:
    """The factor to the field's canonical unit, and its source (column, unit_row, group, caption, assumed)."""
    if not field.dimension:
        return ColumnUnit(1.0, "")
    for word, source in slot.units:
        unit = dictionary.units[word]
        if unit.dimension == field.dimension:
            return ColumnUnit(unit.factor, source)
    named = {
        dictionary.units[word]
        for caption in captions
        for text in _CAPTION_UNIT.findall(squeeze(caption))
        for word in _SEPARATOR.split(text)
        if word in dictionary.units and dictionary.units[word].dimension == field.dimension
    }
    if len(named) == 1:
        return ColumnUnit(named.pop().factor, "caption")
    return ColumnUnit(1.0, "assumed")
