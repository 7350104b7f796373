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
    """Give tables of several projects a town that ask the same a slot for what only their titles say."""
    alike: dict[tuple[tuple[str, ...], ...], list[Table]] = {}
    for table in tables:
        alike.setdefault(table.asked, []).append(table)
    for asked, same in alike.items():
        known = {
            item for path in asked for item, score in lexicon.matcher.candidates(path) if score >= LABELLED
        }
        ledgers = {item.ledger for item in known}
        for item in _answered_by_title(lexicon.dictionary) if len(same) > 1 else ():
            if item.ledger in ledgers and item not in known:
                _answer(item, same, lexicon.dictionary)


@lru_cache(maxsize=1)
def _answered_by_title(dictionary: Dictionary) -> tuple[Field, ...]:
    """The enumerated fields that a record must have and that are no keys: keys are looked for in titles anyway."""
    return tuple(
        item
        for item in dictionary.fields
        if item.codes and item.required and item.name not in dictionary.key_fields(item.ledger)
    )


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
