"""Tables of a file that ask the same and are told apart by what their titles, or sheets, say of all their lines.

基础设施类项目 and 公共服务类项目, 在建项目 and 完工项目: the title answers a field for which there is no column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ingest.dictionary import Dictionary, Field
from ingest.tables.layout import Slot, Table
from ingest.tables.parts import STANDING
from ingest.text import squeeze
from ingest.words.lexicon import LABELLED, Lexicon


def complete(tables: Sequence[Table], lexicon: Lexicon) -> None:
    """Give tables of records that names tell apart a slot for what only the titles of all of them say."""
    if len(tables) < 2:
        return
    dictionary = lexicon.dictionary
    for item, named in _answered_by_title(dictionary):
        if sum(bool(_told(item, table, dictionary)[1]) for table in tables) < 2:
            continue  # as nearly always: nothing need be asked of their columns
        known = [(table, _asked(table, lexicon)) for table in tables]
        alike = [table for table, asked in known if item not in asked and named in asked]
        if len(alike) > 1:
            _answer(item, alike, dictionary)


def _asked(table: Table, lexicon: Lexicon) -> set[Field]:
    """What the columns of a table may ask for."""
    candidates = lexicon.matcher.candidates
    return {item for slot in table.slots for item, score in candidates(slot.path) if score >= LABELLED}


@lru_cache(maxsize=1)
def _answered_by_title(dictionary: Dictionary) -> list[tuple[Field, Field]]:
    """The enumerated fields that a record must have, no keys themselves, each with the text that is the key of its record."""
    return [
        (item, dictionary.field(ledger, name))
        for ledger, fields in dictionary.by_ledger.items()
        for name in dictionary.key_fields(ledger)
        for item in fields.values()
        if item.codes and item.required and item.name not in dictionary.key_fields(ledger)
        if dictionary.field(ledger, name).kind == "text"
    ]


def _answer(item: Field, tables: Sequence[Table], dictionary: Dictionary) -> None:
    """Put a slot for a field into tables, if each names an answer of it, and none that another names."""
    told = [_told(item, table, dictionary) for table in tables]
    codes = [dictionary.code_of(item, wording) for _, wording in told]
    if None in codes or len({*codes}) < len(codes):
        return
    for table, (title, wording) in zip(tables, told, strict=True):
        filled = table.sheet.filled
        cell = next((cell for cell, raw in filled.items() if raw == title), next(iter(filled)))
        order = max(slot.order for slot in table.slots) + 1
        cells = [cell] * len(table.lines)
        table.slots = [*table.slots, Slot((item.label,), cell, order, cells=cells, part=STANDING + wording)]
        table.__dict__.pop("contents", None)


def _told(item: Field, table: Table, dictionary: Dictionary) -> tuple[str, str]:
    """The nearest of the titles, else the name of the sheet, that names one answer of a field, and the words for it."""
    for text in (*reversed(table.titles), table.sheet.name):
        found = _wordings(dictionary, item).findall(dictionary.in_own_words(squeeze(text)))
        if found:
            return (
                (text, found[0]) if len({dictionary.code_of(item, word) for word in found}) == 1 else ("", "")
            )
    return "", ""


@lru_cache(maxsize=64)
def _wordings(dictionary: Dictionary, item: Field) -> re.Pattern[str]:
    """The answers of a field in a text, the longest first; a single character is a word for other reasons."""
    words = sorted((word for word in dictionary.wordings_of(item) if len(word) > 1), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))
