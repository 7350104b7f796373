"""What single characters and pairs of them tell of a label: the more, the fewer labels have them."""

from __future__ import annotations

from collections.abc import Iterable
from operator import add

#: A single character tells so much of what a pair does.
ONE_CHARACTER = 0.5
_UNSEEN_PAIR = 0.6


class Rarity(dict[str, float]):
    """What a gram tells of a label, more the fewer labels have it; what no label has tells that it is none."""

    def __init__(self, unseen: float) -> None:
        super().__init__()
        self.unseen = unseen

    def __missing__(self, gram: str) -> float:
        return self.unseen * (ONE_CHARACTER if len(gram) == 1 else _UNSEEN_PAIR)

    def of(self, grams: Iterable[str]) -> float:
        """The weight of grams together."""
        return sum(map(self.__getitem__, grams))


def grams_of(*texts: str) -> dict[str, None]:
    """The characters and pairs of neighbours in texts, each once, in the order they come."""
    grams: dict[str, None] = {}
    for text in texts:
        grams |= dict.fromkeys((*text, *map(add, text, text[1:])))
    return grams
