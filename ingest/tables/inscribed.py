"""Forms whose cells hold label and value together: 通燃气小区数：12个.

Where most cells of a sheet do, each is split in two that stand side by side, and what comes out is read
like any form. Tables found in it lie where the cells of the sheet itself are, and so does every value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.sheet import Cell, Sheet
from ingest.tables.layout import Table
from ingest.tables.pattern import remembered
from ingest.tables.profiles import RowProfile
from ingest.words.lexicon import Lexicon, Word
from ingest.words.values import Raw

_PARTED = re.compile("[:：]")
_INSCRIBED = re.compile(r"((?:其中[:：])?[^:：]{2,40})[:：](.*)")
#: So many labels of a sheet stand in one cell with their values, and such a share of all filled cells is so.
_LEAST, _SHARE = 4, 0.6
#: So like a label is each of them, and so many are labels for certain.
_LIKE_LABEL, _SURE = 0.45, 2


@dataclass(frozen=True)
class Form:
    """A sheet unfolded: `pairs` has twice its columns, labels left of their values; `values` has its own
    cells, each with the value alone."""

    pairs: Sheet
    values: Sheet

    def fold(self, table: Table) -> Table:
        """A table found among the pairs, at the cells of the sheet itself."""
        return table.moved(self.values, folded)


def unfold(sheet: Sheet, profiles: tuple[RowProfile, ...], lexicon: Lexicon) -> Form | None:
    """The form that a sheet is, by the profiles of its rows; None where it is none of this kind."""
    if not _are_parted(profiles):
        return None
    filled = sheet.filled
    parted = ((cell, raw) for cell, raw in filled.items() if isinstance(raw, str) and _PARTED.search(raw))
    inscribed = {cell: parts for cell, raw in parted if (parts := _parts(raw, lexicon))}
    known = [label for label, _ in inscribed.values() if lexicon.strength(label) >= _LIKE_LABEL]
    sure = {label for label in known if lexicon.word(label).is_label}
    if len(set(known)) < _LEAST or len(sure) < _SURE or len(known) < _SHARE * len(filled):
        return None
    pairs: list[list[Raw]] = []
    values: list[list[Raw]] = []
    for number, row in enumerate(sheet.rows):
        pairs.append(
            [part for column, raw in enumerate(row) for part in inscribed.get((number, column), (raw, None))]
        )
        values.append([inscribed.get((number, column), ("", raw))[1] for column, raw in enumerate(row)])
    whole = {cell: filled[cell] for cell in inscribed}
    return Form(replace(sheet, rows=pairs, merges=[]), replace(sheet, rows=values, merges=[], whole=whole))


@remembered
def _are_parted(profiles: tuple[RowProfile, ...]) -> bool:
    """Whether most filled cells hold a text with a colon."""
    filled = sum(profile.filled for profile in profiles)
    if sum(profile.numbers for profile in profiles) > (1 - _SHARE) * filled:
        return False
    parted = sum(_PARTED.search(text) is not None for profile in profiles for text in profile.texts.values())
    return parted > 0 and parted >= _SHARE * filled


def _parts(text: str, lexicon: Lexicon) -> tuple[str, Raw] | None:
    """Label, known or not, and value of a text; None where it says who answers for the form, or when."""
    found = _INSCRIBED.fullmatch(text.strip())
    is_label = found is not None and lexicon.word(found[1]).is_label
    if found is None or not (is_label or _is_plain(lexicon.word(text))):
        return None
    return found[1] if is_label else f"{found[1]}:", found[2].strip() or None


def _is_plain(word: Word) -> bool:
    return not (word.is_footer or word.is_caption)


def folded(cell: Cell) -> Cell:
    """Where a cell among the pairs lies in the sheet itself."""
    return cell[0], cell[1] // 2
