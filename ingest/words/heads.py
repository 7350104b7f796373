"""The last word of a heading says what it is about: 农贸市场摊位数 counts no markets, 责任单位联系人 names no unit.

Likeness of characters cannot see this: all but the last word may be that of a field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from operator import add

from ingest.dictionary import COUNTING, Dictionary, Field


class Heads:
    """Tells whether what a heading is about is a word that the labels of a field have."""

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
        self._named = lru_cache(maxsize=16384)(self._find_named)
        self._last_words: dict[Field, set[str]] = {
            field: {
                word for core in own for word in (core[-1], self._named(core)[-1:], *map(add, core, core[1:]))
            }
            for field, own in cores.items()
        }

    def is_of_another_thing(self, leaf: str, field: Field) -> bool:
        """Whether the last word of a heading is one that no label of a field has; 数量 and 实际 are about what stands above."""
        named = "" if leaf in self._tells_nothing else self._named(leaf)
        return len(named) > 1 and self._last_words[field].isdisjoint((named[-1], named[-2:]))

    def _find_named(self, heading: str) -> str:
        return self._idle.sub("", heading)
