"""The words of a heading say what it is about, the last one above all: 农贸市场摊位数 counts no markets.

Likeness of characters cannot see this: all but one word may be those of a field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from operator import add

from ingest.dictionary import COUNTING, Dictionary, Field

_FREE = frozenset(("text", "town"))


class Heads:
    """Tells whether what a heading is about is said in words that the labels of a field have."""

    def __init__(self, dictionary: Dictionary, cores: Mapping[Field, Iterable[str]]) -> None:
        measures = {word for word, unit in dictionary.units.items() if unit.dimension not in COUNTING}
        tails = sorted({*dictionary.wordings["tail"], *measures}, key=len, reverse=True)
        # what only says that it counts or measures, and figures, units and times behind, are no such word
        self._idle = re.compile(rf"(?:{'|'.join(map(re.escape, tails))}|\d+月|[^\u3400-\u9fff])+$")
        self._tells_nothing = {
            *dictionary.wordings["generic"],
            *dictionary.wordings["aspect"],
            *dictionary.units,
        }
        asides = sorted(
            {*tails, *(word for kind in ("idle", "generic", "aspect") for word in dictionary.wordings[kind])},
            key=len,
            reverse=True,
        )
        self._asides = re.compile(rf"{'|'.join(map(re.escape, asides))}|[^\u3400-\u9fff]")
        self._named = lru_cache(maxsize=16384)(self._find_named)
        self._told = lru_cache(maxsize=16384)(self._find_told)
        self._last_words: dict[Field, set[str]] = {
            field: {
                word for core in own for word in (core[-1], self._named(core)[-1:], *map(add, core, core[1:]))
            }
            for field, own in cores.items()
        }

        self._characters = {field: set[str]().union(*own) for field, own in cores.items()}
        for name, fields in dictionary.by_ledger.items():
            for part, whole in dictionary.wholes[name]:  # 正常运行的灾害监测点 is a part of 灾害监测点
                self._characters[fields[part]] |= self._characters[fields[whole]]

    def is_of_another_thing(self, leaf: str, field: Field) -> bool:
        """Whether the last word of a heading is one that no label of a field has; 数量 and 实际 are about what stands above.

        Nor has a heading of anything but texts, which may be prose itself, words that are strange to all labels of
        the field and of its whole: 农村公路 is no 镇区道路, 撤销文明户 counts no 文明户.
        """
        if leaf in self._tells_nothing:
            return False
        if field.kind not in _FREE and not self._characters[field].issuperset(self._told(leaf)):
            return True
        named = self._named(leaf)
        return named != "" and self._last_words[field].isdisjoint((named[-1], named[-2:]))

    def _find_named(self, heading: str) -> str:
        return self._idle.sub("", heading)

    def _find_told(self, heading: str) -> str:
        return self._asides.sub("", heading)
