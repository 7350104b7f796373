"""Labels that show by what stands beside them, though their words alone do not tell: 填报乡镇 | 永坪镇, 乱搭乱建问题发现数 | 2."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.tables.marks import mark
from ingest.words.lexicon import Lexicon

if TYPE_CHECKING:
    from ingest.tables.profiles import RowProfile

#: Wider rows are no form's.
_MOST_CELLS = 8
#: How like a label is at least what stands before a number, in a row where texts and answers alternate.
_ALIKE = 0.6


def show(profile: RowProfile, row: Sequence[str | bool], lexicon: Lexicon) -> None:
    """Count among the labels of a row what a town beside it, or numbers in turn, answer; `row` as it is profiled."""
    if profile.towns and (profile.labels or profile.filled == 2):
        before = (c - 1 for c in profile.towns if c - 1 in profile.words and c - 1 not in profile.towns)
        _add(profile, {c for c in before if lexicon.asks_for_town(profile.words[c].text)})
    if not profile.filled % 2 and profile.filled <= _MOST_CELLS:
        _add(profile, _asked_in_turn(profile, row, lexicon))


def _asked_in_turn(profile: RowProfile, row: Sequence[str | bool], lexicon: Lexicon) -> set[int]:
    """The columns of texts like labels that stand each before an answer, half of them numbers or towns at least."""
    filled = [c for c, content in enumerate(row) if content is not False]
    asking, answers = filled[::2], filled[1::2]
    if not all(_may_ask(profile, c, lexicon) for c in asking) or not profile.labels.isdisjoint(answers):
        return set()
    told = sum(c in profile.towns or row[c] is True or mark(row[c]) == "n" for c in answers)
    return {*asking} if told * 2 >= len(answers) else set()


def _may_ask(profile: RowProfile, column: int, lexicon: Lexicon) -> bool:
    if column in profile.labels:
        return True
    word = profile.words.get(column)
    if word is None or word.role or word.is_unit or word.is_total or word.may_be_town:
        return False
    return lexicon.strength(word.text) >= _ALIKE


def _add(profile: RowProfile, columns: set[int]) -> None:
    profile.labels |= columns
    for column in columns:
        profile.words[column] = profile.words[column]._replace(is_label=True)
