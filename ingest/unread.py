"""Labels of fields that stand outside of the tables, and whose answers nothing was made of.

What stands beside the tables of a sheet is set aside as titles, captions and footers. Where it is a field of a
ledger that the file reports, and its answer, that is said: nothing is lost silently.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.dictionary import Field
from ingest.fields.claims import CERTAIN
from ingest.findings import Finding, finding
from ingest.sheet import Cell, Sheet
from ingest.text import address, tidy
from ingest.words.lexicon import Lexicon

if TYPE_CHECKING:
    from ingest.reading import Reading

_ALIKE = 0.5
#: How like a field a label is where it was set aside for that reason: what is no title may be less so.
_APART = {"title": CERTAIN, "footer": _ALIKE, "outside_table": _ALIKE}


def labels(reading: Reading, sheets: list[Sheet], lexicon: Lexicon) -> Iterator[Finding]:
    """A finding for every label of a field that no table of its sheet answers, where its answer was set aside."""
    ledgers = set(reading.ledgers)
    for sheet in sheets if ledgers else ():
        own = [found.assignment.answers for found in reading.tables if found.table.sheet.name == sheet.name]
        known = {answer.field.name for answers in own for taken in answers.values() for answer in taken}
        fates = reading.cells[sheet.name].items() if known else ()
        for answer, least in [(cell, _APART[reason]) for cell, (_, reason) in fates if reason in _APART]:
            for cell, text in _before(answer, sheet, lexicon):
                item = _meant(text, least, ledgers, lexicon)
                if item is None or item.name in known:
                    continue
                known.add(item.name)
                yield finding(
                    "UNKNOWN_COLUMN",
                    ledger=item.ledger,
                    sheet=sheet.name,
                    cell=address(*cell),
                    raw_text=text,
                    text=text,
                    hint="",
                )


def _meant(text: str, least: float, ledgers: set[str], lexicon: Lexicon) -> Field | None:
    """The field of some ledgers that a text is the label of: no key of records, and nobody's name or telephone."""
    if lexicon.meant((text,), least) is None:
        return None
    named = lexicon.matcher.candidates((text,))
    item = next((item for item, score in named if item.ledger in ledgers and score >= least), None)
    return None if item is None or item.is_personal or lexicon.is_key(item) else item


def _before(answer: Cell, sheet: Sheet, lexicon: Lexicon) -> Iterator[tuple[Cell, str]]:
    """The texts that a cell may answer: in the cell itself before a colon, else to its left, above it."""
    row, column = answer
    own = sheet.at(row, column)
    if isinstance(own, str):
        label, colon, behind = own.replace("：", ":").partition(":")
        if colon and behind.strip():
            yield answer, tidy(label)
        word = lexicon.word(own)
        if word.is_caption or word.is_footer:
            return  # what it says it says of the table
    left = next((c for c in range(column - 1, -1, -1) if sheet.at(row, c) is not None), -1)
    for cell in ((row, left), (row - 1, column)):
        if isinstance(text := sheet.at(*cell), str):
            yield cell, tidy(text).rstrip(":：")
