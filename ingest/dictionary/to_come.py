"""Words that say of what is named that it is still to come: expected (预计), or under way (办理中).

They take nothing from an answer that says how things are (施工, 编制), and all from one that says what has happened
once and is over (开工, 批复).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping


class ToCome:
    """Tells what has happened from what is to, by the wordings of the dictionary."""

    def __init__(self, wordings: Mapping[str, Mapping[str, str]]) -> None:
        words = wordings["to_come"]
        self._expected = re.compile(_any(word for word, code in words.items() if code == "expected"))
        #: 中 says so at the end alone: 镇中心小学.
        self._to_come = re.compile(f"{_any(words)}|中$")
        #: It has not happened where that is denied: 未开工, 待开工, 没有开工, 准备开工.
        self._happening = re.compile(f"(?<![未没有待拟备将])(?:{_any(wordings['happening'])})")

    def says(self, folded: str) -> bool:
        """Whether a text says of something that it is to come: 预计, 申报中."""
        return self._to_come.search(folded) is not None

    def is_of(self, folded: str) -> bool:
        """Whether a text says so of what it names itself: 开工手续办理中, but not 施工推进中 or 已开工推进中."""
        is_happening = "已" not in folded and self._happening.search(folded) is not None
        return is_happening and self.says(folded)

    def puts_off(self, added: str, answer: str) -> bool:
        """Whether what is added to an answer says so of this very thing: 投用(计划6月), but not 开工(计划12月完工).

        What is said to have been done already (已) is put off only if it is expected: 已完工(资料整理中).
        """
        told, of_answer = (set(self._happening.findall(text)) for text in (added, answer))
        if not of_answer or told - of_answer:
            return False
        return self._expected.search(added) is not None if "已" in answer else self.says(added)


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))
