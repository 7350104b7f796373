"""Words that make a heading another thing however alike it looks: 上年 is not 本年, 未到位 is not 到位.

Each opposition has sides (`oppositions.csv`); a field takes the sides that its labels name, and those that
go without saying. Likeness of characters cannot see this: 上月完成投资 shares nearly all of them with 本月完成投资.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ingest.dictionary import Dictionary, Field

Sides = dict[str, set[str]]
_OF_TIME = re.compile("本月|月底|(?:本?年度?)?累计数?")
_OF_MONTH = re.compile("本月.")
_PLANNED = {"plan"}


class Said(NamedTuple):
    """The sides that a heading names: its leaf, its groups alone, and those of them that are nothing but a side."""

    leaf: Sides
    groups: Sides
    aspects: Sides


class Oppositions:
    """Tells which fields the words of a heading rule out."""

    def __init__(self, dictionary: Dictionary) -> None:
        #: First character → the words that begin with it, and the sides that they name.
        self._sides: dict[str, list[tuple[str, list[tuple[str, str]]]]] = {}
        for word, sides in dictionary.oppositions.items():
            self._sides.setdefault(word[0], []).append((word, sides))
        self._aspects = dictionary.wordings["aspect"]
        self._any_word = re.compile("|".join(map(re.escape, dictionary.oppositions)))
        self._named = lru_cache(maxsize=16384)(self._find_named)
        labels = {field: [*map(dictionary.in_own_words, field.labels)] for field in dictionary.fields}
        self._of_field = {field: self._named("\n".join(own)) for field, own in labels.items()}
        self._asked = {opposition for own in self._of_field.values() for opposition in own}
        self._of_label = {field: self._named(own[0]) for field, own in labels.items()}
        self._where_named = dictionary.where_named
        self._of_numbers = dictionary.of_numbers
        self._by_default = {o for o, _ in dictionary.sides_by_default} - dictionary.where_named
        self._asked_in: dict[str, set[str]] = {}
        self._unsaid: dict[str, Sides] = {ledger: {} for ledger in dictionary.ledgers}
        for ledger, unsaid in self._unsaid.items():
            asked = {o for field, own in self._of_field.items() if field.ledger == ledger for o in own}
            self._asked_in[ledger] = asked
            alone = {(o, side) for o, side in dictionary.sides_where_alone if o not in asked}
            for opposition, side in dictionary.sides_by_default | alone:
                unsaid.setdefault(opposition, set()).add(side)

        #: The oppositions in which every label of a field names its side, where that does not go without saying.
        self._needed = {
            field: {
                opposition
                for opposition in set[str].intersection(*({*self._named(label)} for label in own))
                if self._of_field[field][opposition].isdisjoint(
                    self._unsaid[field.ledger].get(opposition, ())
                )
            }
            for field, own in labels.items()
        }

    def of_heading(self, words: tuple[str, ...]) -> Said:
        """The sides that the leaf of a heading names, and those that only its groups name.

        A group that is nothing but a side of no field (增减 over 小学数) says of each leaf what it would say itself.
        """
        aspects = [group for group in words[:-1] if group in self._aspects]
        unasked = filter(self.is_unasked, aspects)
        leaf, groups = self._named("\n".join([*unasked, words[-1]])), self._named("\n".join(words[:-1]))
        others = {opposition: sides for opposition, sides in groups.items() if opposition not in leaf}
        return Said(leaf, others, self._named("\n".join(aspects)))

    def rule_out(self, said: Said, field: Field) -> bool:
        """Whether a heading names another side than the field.

        What a group says binds only a field whose label names a side itself, as 计划与完成 may stand over anything,
        and all fields where one side goes without saying: below 上年同期 no leaf is about this year, nor below 目标任务
        about what is there, in a ledger that asks for nothing planned. A field that
        is asked apart by its side takes all that a leaf names: 中省市衔接资金 is not 中省市资金.
        """
        leaf, groups, aspects = said
        if not leaf and not groups:
            return False
        own, unsaid, label = self._of_field[field], self._unsaid[field.ledger], self._of_label[field]
        asked = self._asked_in[field.ledger]
        aside = self._where_named if field.is_numeric else self._where_named | self._of_numbers
        binding = [(o, s) for o, s in leaf.items() if o in own or o not in aside]
        binding += [
            (o, s)
            for o, s in groups.items()
            if o in label or o in self._by_default or (o in aspects and (o in unsaid or o not in asked))
        ]
        if any(o in own and o in self._where_named and not sides <= own[o] for o, sides in leaf.items()):
            return True
        return any(sides.isdisjoint(own.get(o) or unsaid.get(o) or ()) for o, sides in binding)

    def leaves_open(self, said: Said, field: Field) -> bool:
        """Whether a heading keeps silent on a side that all labels of a field name: 竣工时间 is no 计划竣工时间 yet."""
        leaf, groups, _ = said
        needed = self._needed[field]
        return bool(needed) and not needed <= leaf.keys() | groups.keys()

    def plans(self, words: tuple[str, ...]) -> bool:
        """Whether a heading asks what is planned of a time: 计划投资 › 本月, 本月投资 › 计划 are a part of a year's plan."""
        told = [self._named(word).get("intent") == _PLANNED for word in words]
        if any(_OF_TIME.fullmatch(word) and any(told[:place]) for place, word in enumerate(words)):
            return True
        return told[-1] and words[-1] in self._aspects and any(map(_OF_MONTH.match, words[:-1]))

    def is_unasked(self, text: str) -> bool:
        """Whether a text is about what no field is: a mean, a remainder."""
        return not self._asked.issuperset(self._named(text))

    def is_about(self, text: str) -> bool:
        """Whether a text names any side at all."""
        return bool(self._any_word.search(text))

    def _find_named(self, text: str) -> Sides:
        """The sides that words in a text name; groups of headings say the same over many leaves."""
        named: Sides = {}
        for place, character in enumerate(text):
            for word, sides in self._sides.get(character, ()):
                if text.startswith(word, place):
                    for opposition, side in sides:
                        named.setdefault(opposition, set()).add(side)
        return named
