"""Rows about villages in a ledger of towns: the town stands in one column, the village in another beside it.

A village is no town and its figures are not the town's, so that such rows are refused. The row of a town itself leaves
its village blank or says that it is the sum.
"""

from __future__ import annotations

import re

from ingest.dictionary import Dictionary
from ingest.findings import Finding, finding
from ingest.records.record import Record
from ingest.sheet import Cell
from ingest.tables.layout import Line, Table
from ingest.text import squeeze, tidy
from ingest.words.lexicon import asks_for_villages
from ingest.words.values import Raw, raw_text

#: 行政村 may well ask how many there are.
_NUMBER = re.compile(r"\d")


def villages(table: Table, dictionary: Dictionary) -> dict[int, Cell]:
    """Where lines of a table name the village that they are about, by their place among the lines."""
    return {
        place: cell
        for slot in table.slots
        if asks_for_villages(slot.path[-1], dictionary)
        for place, cell, raw in table.contents[slot.order]
        if _is_village(raw, dictionary)
    }


def refuse_village(record: Record, line: Line, table: Table, cell: Cell) -> Finding:
    """Refuse the record of a line that is about a village: its town is none of the record's."""
    record.rejected = True
    record.town_code = ""
    where = table.where(cell) | {"ledger": record.ledger, "field": "town", "record_id": record.record_id}
    village = tidy(raw_text(table.sheet.at(*cell)))
    return finding("VILLAGE_FOR_TOWN", text=village, town=tidy(line.town_text) or "乡镇", **where)


def _is_village(raw: Raw, dictionary: Dictionary) -> bool:
    if not isinstance(raw, str) or _NUMBER.search(raw):
        return False
    said, words = squeeze(raw), dictionary.wordings
    is_of_town = said in words["total"] or words["village"].get(said) == "town"
    return not is_of_town and said not in words["absent"] and said != "无"
