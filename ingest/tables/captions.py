"""Units that are said once for several tables: below the title of a sheet and above those of its parts, or above the
first of tables that ask the same.

What stands below a table's own title is of that table; a later one with a title of its own, that asks for something else,
may well be in another unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from ingest.tables.layout import Table
from ingest.text import squeeze
from ingest.words.lexicon import Lexicon
from ingest.words.units import of_dictionary

#: What is read from its beginning to its end, whatever its tables are called.
_DOCUMENTS = frozenset({"docx", "html"})


def hand_down(tables: Sequence[Table], lexicon: Lexicon, container: str) -> None:
    """Tell the tables of a sheet, or of a document, the captions with units above them that are theirs as well."""
    for _, below_each_other in groupby(tables, lambda table: container in _DOCUMENTS or id(table.sheet)):
        _hand_down(below_each_other, lexicon)


def _hand_down(tables: Iterable[Table], lexicon: Lexicon) -> None:
    of_all: list[str] = []
    of_kind: dict[object, list[str]] = {}
    before: list[str] = []
    for table in tables:
        own = [place for place, title in enumerate(table.titles) if not lexicon.word(title).is_caption]
        table.above = [*of_all, *of_kind.get(table.asked, ())] if own else before
        of_all += _with_units(table.titles[: max(own, default=0)], lexicon)
        before = of_kind[table.asked] = [*table.above, *_with_units(table.titles, lexicon)]


def _with_units(texts: Iterable[str], lexicon: Lexicon) -> list[str]:
    units = of_dictionary(lexicon.dictionary)
    return [text for text in texts if units.said(squeeze(text))]
