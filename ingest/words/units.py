"""Units that a text names: in a caption (单位：万元; 表中金额以元计), or in a heading (总投资（人民币万元）, 道路长度公里).

A word counts as a unit where it stands by itself, or behind what announces one: 多元 and 500万元以上 name none.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.dictionary import Dictionary

#: Brackets of all kinds are round ones.
BRACKETS = str.maketrans("【】[]〔〕{}<>《》", "()()()()()()")
_ANNOUNCED = r"(?:^|[:(、,/;_]|单位|金额|币种|均|为|以|按)(?:人民币|[¥￥])?:?"
_ENDED = r"(?=$|[):、,。/;(]|为单位|计|填|人民币)"
# "单位：万元", "以公里计": what a heading says around its unit.
_OPENS, _CLOSES = "单位[:为]?|以|按", "计|填报?|/[月年]"
_AROUND = re.compile(f"^(?:计量(?=单位))?(?:{_OPENS})|(?:{_CLOSES})$")
#: Money in a heading: whatever stands around it, but for a number before it, and words that have 元 in them.
_MONEY = re.compile(
    rf"\(?(?:{_OPENS}|人民币:?|[¥￥_])*(?<![\d多单公])((?:十万|百万|千万|十|百|千|万|亿)?元)(?![月素化旦])(?:{_CLOSES})*\)?"
)
_MARKS = re.compile("[:(),、。;/]")
_MEASURED = ("length", "volume", "mass")


class UnitNames:
    """Finds the words of units in texts."""

    def __init__(self, dictionary: Dictionary) -> None:
        units = dictionary.units
        words = sorted(units, key=len, reverse=True)
        any_word = "|".join(map(re.escape, words))
        self._in_caption = re.compile(f"{_ANNOUNCED}({any_word}){_ENDED}")
        # 帮扶单位投入（万元） heads a column
        self._on_units = re.compile(
            f"单位(?=[:(_]|均?为|名称|人民币|{any_word})|为单位|币种|以.{{1,4}}计|^金额:"
        )
        self._behind = tuple(word for word in words if units[word].dimension in _MEASURED)

    def said(self, folded: str) -> tuple[tuple[str, str], ...]:
        """The units that a folded caption names, in their order, each behind the matter that it is said of.

        投资:万元;资金来源:元 says two; of 单位:万元 the matter is ''.
        """
        text = folded.translate(BRACKETS)
        named = self._in_caption.finditer(text)
        return tuple((_matter(text[: unit.start()]) if unit[0][0] == ":" else "", unit[1]) for unit in named)

    def is_caption(self, folded: str) -> bool:
        """Whether a folded text says in which units a table is: 本表金额单位为元."""
        return bool(self._on_units.search(folded.translate(BRACKETS))) and bool(self.said(folded))

    @staticmethod
    def bare(bracketed: str) -> str:
        """What stands in a heading's brackets without what announces it as its unit: 单位:万元 is 万元."""
        return _AROUND.sub("", bracketed)

    def within(self, heading: str) -> tuple[str, str]:
        """The unit of money that stands within a folded heading, and the heading without it; ('', heading) where none does."""
        found = _MONEY.search(heading) if "元" in heading else None
        return (found[1], heading[: found.start()] + heading[found.end() :]) if found else ("", heading)

    def behind(self, heading: str) -> tuple[str, str]:
        """The measure that a folded heading ends with, and what stands before it; both '' where it ends with none."""
        if not heading.endswith(self._behind):
            return "", ""
        word = next(filter(heading.endswith, self._behind))
        named = heading.removesuffix(word)
        if word.isascii() and named[-1:].isascii() and named[-1:].isalpha():
            return "", ""  # the end of a word: 建设内容Content
        return word, named.rstrip("_")


def _matter(before: str) -> str:
    """What stands last in a text, behind any mark."""
    return _MARKS.split(before)[-1]


@lru_cache(maxsize=4)
def of_dictionary(dictionary: Dictionary) -> UnitNames:
    """The finder of a dictionary's units."""
    return UnitNames(dictionary)
