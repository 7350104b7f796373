"""Which fields a header may mean.

A header is a path of texts from the outermost group to the leaf ("排水管网 › 总长度（公里）"). Similarity
to a field's labels is measured on characters and character pairs, rare ones counting more: how much
of the label the path explains, and how much of the path, the leaf above all, the label explains.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from operator import add
from typing import NamedTuple

from ingest.dictionary import Dictionary, Field
from ingest.words.headings import HeadingReader
from ingest.words.heads import Heads
from ingest.words.oppositions import Oppositions
from ingest.words.rarity import ONE_CHARACTER, Rarity, grams_of

# How a heading says of what it names that it counts, measures or asks for it: 小学总数, 小学个数, 阅览馆建设情况.
_QUANTITIES = {
    "count": ("总数量", "总个数", "总数", "总量", "数量", "数目", "个数", "处数", "件数", "所数", "数"),
    "length": ("总长度", "总里程", "总长", "长度", "里程", "长"),
    "mass": ("总量", "量"),
    "volume": ("总量", "量"),
    "flag_or_count": ("建设情况", "建成情况", "情况", "数量", "个数", "数"),
    "flag": ("建立情况", "情况"),
}
#: Below the name of what is counted, or an amount of, these say no more than that: 小学总数 › 数量.
_COUNTS, _AMOUNTS = frozenset(("count", "flag_or_count", "number")), frozenset(("money",))
_FLAGS = frozenset(("flag", "flag_or_count"))
_MERE_NUMBERS = {"数量": _COUNTS, "个数": _COUNTS, "金额": _AMOUNTS, "数额": _AMOUNTS}
_MERE = _MERE_NUMBERS | dict.fromkeys(("是否", "有无", "是否属于", "是否属", "是否建成", "是否有"), _FLAGS)
_TELLING = 4
_OF_ALL = "总"
_GROUP_SHARE = 0.35
_GENERIC_SHARE = 0.12
_UNLIKE = 0.3
#: Of a heading that does not say which side of two it means: too little to be taken for one.
LEFT_OPEN = 0.45
_TOLD_ABOVE = 0.5  # of a heading that stands over a mere number: enough to be taken for a field by itself
_MOST_LIKE = 0.98  # of what is not a label to the letter
_OF_ANOTHER_THING = _UNLIKE  # of a heading with a word that no label of the field has: 农贸市场摊位数
_ROUNDING = 1e-9  # of a sum in whatever order
_LEAST_PRECISION = _UNLIKE / (2 * _MOST_LIKE - _UNLIKE)  # below it no recall makes a label like enough


class _Said(NamedTuple):
    """What the words of a heading say: grams of its leaf, which count `share` times, and those that its groups add.

    `names` are its leaf alone and with the groups before it; `weight` is that of all that is said.
    """

    names: set[str]
    leaf: dict[str, None]
    groups: list[str]
    group_weight: float
    share: float
    weight: float


class FieldMatcher:
    """Scores header paths against the labels of the dictionary; every answer is remembered."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self._generic = dictionary.wordings["generic"].keys()
        self._oppositions = Oppositions(dictionary)
        self.plans = self._oppositions.plans
        headings = HeadingReader(dictionary, self._oppositions)
        self.label, self.levels, self.is_answer = headings.label, headings.levels, headings.is_answer
        whole = [word for word, of in dictionary.oppositions.items() if "whole" in {side for _, side in of}]
        self._unopposed = re.compile("|".join(map(re.escape, sorted(whole, key=len, reverse=True))))
        self._of_core: dict[str, set[int]] = defaultdict(set)
        self._telling = [
            word
            for ledger in dictionary.ledgers.values()
            for word in ledger.keywords
            if len(word) >= _TELLING
        ]
        self._parts = {
            dictionary.field(ledger, part)
            for ledger in dictionary.ledgers
            for part, _ in dictionary.wholes[ledger]
        }
        entries = [(field, self.label(text).core) for field in dictionary.fields for text in field.labels]
        frequency: dict[str, int] = defaultdict(int)
        for _, core in entries:
            for gram in grams_of(core):
                frequency[gram] += 1
        self._rarity = Rarity(math.log(1 + len(entries)))
        for gram, count in frequency.items():
            self._rarity[gram] = math.log(1 + len(entries) / count) * (
                ONE_CHARACTER if len(gram) == 1 else 1.0
            )
        cores: dict[Field, list[str]] = defaultdict(list)
        for field, core in entries:
            cores[field].append(core)
        self._heads = Heads(dictionary, cores)
        self._entries = [(field, core, self._rarity.of(grams_of(core))) for field, core in entries]
        for index, (_, core) in enumerate(entries):
            self._of_core[core].add(index)
        self._of_stem: dict[tuple[str, str], set[int]] = defaultdict(set)
        for index, (field, core) in enumerate(entries):
            for quantity in _QUANTITIES.keys() & {field.kind, field.dimension}:
                stem = _stem(core, _QUANTITIES[quantity])
                if len(stem) > 1:  # 户 counts, and names nothing
                    self._of_stem[quantity, stem].add(index)
        self._containing: dict[str, set[int]] = defaultdict(set)
        for index, (_, core) in enumerate(entries):
            for gram in grams_of(core):
                self._containing[gram].add(index)
        self._position = {field: position for position, field in enumerate(dictionary.fields)}
        #: The fields that the core words of a header path may mean, best first.
        self.meanings = lru_cache(maxsize=65536)(self._meanings)
        #: The same for a header path as written.
        self.candidates = lru_cache(maxsize=65536)(self._candidates)
        #: The field that a header path means, None where it is less like any than that.
        self.meant = lru_cache(maxsize=65536)(self._meant)

    def _candidates(self, path: tuple[str, ...]) -> tuple[tuple[Field, float], ...]:
        """Each with a score in 0..1, that of its best label."""
        return self.meanings(self.words(path))

    def words(self, path: Iterable[str]) -> tuple[str, ...]:
        """The words of a heading without what a month or a way of writing adds to them."""
        return tuple(self.label(text).core for text in self.levels(path))

    def best(self, path: tuple[str, ...]) -> tuple[Field, float] | None:
        """The field that a header path most likely means, with its score; None where it is like none."""
        found = self.candidates(path) if path else ()
        return found[0] if found else None

    def _meant(self, path: tuple[str, ...], least: float) -> Field | None:
        words = self.words(path)
        if len(words) == 1 and not self._may_mean(words[0], least):
            return None
        best = self.best(path)
        return best[0] if best and best[1] >= least else None

    def _may_mean(self, core: str, least: float) -> bool:
        """Whether a single heading could be that like to any label, told at a fraction of the cost of comparing it."""
        return self.resembles_label(core, least) or self._unopposed.search(core) is not None

    def likeness(self, text: str) -> float:
        """How like a text is to the label that it is most like; one to the letter need not be compared with the rest."""
        if self.label(text).core in self._of_core:
            return 1.0
        return next((score for _, score in self.candidates((text,))), 0.0)

    def is_label(self, words: tuple[str, ...], field: Field) -> bool:
        """Whether the words of a heading are a label of a field to the letter."""
        return dict(self.meanings(words)).get(field, 0.0) >= 1.0

    def resembles_label(self, core: str, least: float) -> bool:
        """Whether words could be that like to any label at all: what no label knows speaks against all of them.

        Bounds the likeness of `_meanings` from above, where a label consists of all that is known of the words.
        """
        if self._rarity.keys().isdisjoint(core):
            return False
        grams = {*core, *map(add, core, core[1:])}
        known = grams & self._rarity.keys()
        found = sum(map(self._rarity.__getitem__, known)) + _ROUNDING
        unknown = (len(grams) - len(known)) * self._rarity.unseen * ONE_CHARACTER
        return _MOST_LIKE * 2 * found >= least * (2 * found + unknown)

    def rules_out(self, words: str, field: Field) -> bool:
        """Whether words name another side than a field: 未到位资金 is not 到位资金, though it holds all of it."""
        return self._oppositions.rule_out(self._oppositions.of_heading((words,)), field)

    def _meanings(self, words: tuple[str, ...]) -> tuple[tuple[Field, float], ...]:
        leaf = words[-1]
        if len(words) > 1 and self.plans(words):
            return ()
        kinds = _MERE.get(leaf) if len(words) > 1 else None
        if kinds and (above := self._told_above(words, kinds)):
            return above
        opposed = self._oppositions.of_heading(words)
        is_sum = leaf in self._generic and leaf.startswith(_OF_ALL)
        scores: dict[Field, float] = {}
        for field, likeness in self._alike(self._weighed(words)):
            is_open = likeness > LEFT_OPEN and self._oppositions.leaves_open(opposed, field)
            score = LEFT_OPEN if is_open else likeness
            is_of_kind = kinds is None or field.kind in kinds  # 家庭农场 › 金额 is no number of farms
            # 自然村垃圾收运 › 总数 is not what is a part of that number
            is_part = is_sum and field in self._parts
            is_better = is_of_kind and not is_part and score >= _UNLIKE and score > scores.get(field, 0.0)
            if is_better and not self._oppositions.rule_out(opposed, field):
                scores[field] = score
        scores = self._of_same_thing(leaf, scores)
        return tuple(sorted(scores.items(), key=lambda item: (-item[1], self._position[item[0]])))

    def _of_same_thing(self, leaf: str, scores: dict[Field, float]) -> dict[Field, float]:
        """The scores of fields, least where no label has a word of a heading, or where it is less like than that.

        雨污分流管渠, which is no 雨污分流管网, is no 排水管网 for that.
        """
        foreign: dict[str, float] = {}
        for field, score in scores.items():
            if score < 1.0 and self._heads.is_of_another_thing(leaf, field):
                foreign[field.ledger] = max(score, foreign.get(field.ledger, 0.0))
        return {f: s if s > foreign.get(f.ledger, 0.0) else _OF_ANOTHER_THING for f, s in scores.items()}

    def _told_above(self, words: tuple[str, ...], kinds: Collection[str]) -> tuple[tuple[Field, float], ...]:
        """The fields that the groups over a mere number or answer mean, if the best is meant for certain enough."""
        above = tuple((field, score) for field, score in self.meanings(words[:-1]) if field.kind in kinds)
        return above if above and above[0][1] >= _TOLD_ABOVE else ()

    def _weighed(self, words: tuple[str, ...]) -> _Said:
        leaf = words[-1]
        names = {leaf, *("".join(words[start:]) for start in range(len(words) - 1))}
        # 全镇自然村 is 自然村, where no 镇区自然村 is asked for
        names.add(self._unopposed.sub("", leaf) or leaf)
        if leaf in self._generic and len(words) > 1 and self._is_name(words[-2]):
            names.discard(leaf)  # 联农带农 › 户数 is not 户数
        of_leaf = grams_of(leaf)
        told_by = grams_of if leaf in self._generic else self._known
        of_groups = [gram for gram in told_by(*words[:-1]) if gram not in of_leaf]
        share = _GENERIC_SHARE if leaf in self._generic else 1.0
        group_weight = self._rarity.of(of_groups)
        weight = share * self._rarity.of(of_leaf)
        if of_groups and not self.names_ledger(words[0]):
            weight += _GROUP_SHARE * group_weight
        elif len(words) > 2:  # what names the whole ledger tells nothing of a single field
            rest = (gram for gram in self._known(*words[1:-1]) if gram not in of_leaf)
            weight += _GROUP_SHARE * self._rarity.of(rest)
        return _Said(names, of_leaf, of_groups, group_weight, share, weight)

    def _is_name(self, core: str) -> bool:
        """Whether words are a label, be it but for what says that it counts or measures."""
        return core in self._of_core or any(
            (quantity, _stem(core, words_of)) in self._of_stem for quantity, words_of in _QUANTITIES.items()
        )

    def _alike(self, said: _Said) -> Iterator[tuple[Field, float]]:
        """The field of every label that is near, with the likeness: how much each explains of the other."""
        to_the_letter = {index for name in said.names for index in self._of_core.get(name, ())}
        but_for_quantity = {
            index
            for quantity, words_of in _QUANTITIES.items()
            for name in said.names
            for index in self._of_stem.get((quantity, _stem(name, words_of)), ())
        }
        near, in_leaf, in_groups = self._near(said, to_the_letter | but_for_quantity)
        for index in near:
            field, _, label_weight = self._entries[index]
            of_leaf, of_groups = in_leaf.get(index, 0.0), in_groups.get(index, 0.0)
            if index in to_the_letter:  # 网格 › 总数 is 网格总数
                yield field, 1.0 + (0.05 * of_groups / said.group_weight if said.groups else 0.0)
            elif index in but_for_quantity:
                yield field, _MOST_LIKE
            else:  # the harmonic mean of precision (explained / said) and recall (found / label_weight)
                explained = min(said.weight, said.share * of_leaf + _GROUP_SHARE * of_groups)
                found = of_leaf + of_groups
                weighed = explained * label_weight + found * said.weight  # 0 of a leaf that is but a unit
                yield field, _MOST_LIKE * 2 * explained * found / weighed if weighed else 0.0

    def _near(self, said: _Said, named: set[int]) -> tuple[set[int], dict[int, float], dict[int, float]]:
        """The entries that explain enough of a heading, the named ones among them; what each has of its leaf and groups."""
        least = _LEAST_PRECISION * said.weight
        least_in_leaf = (least - _GROUP_SHARE * said.group_weight) / said.share
        in_leaf = self._found(said.leaf, least_in_leaf - _ROUNDING)
        if least_in_leaf > 0:  # whatever the groups say, no other entry comes near
            close = {index for index, weight in in_leaf.items() if weight >= least_in_leaf - _ROUNDING}
            in_groups = self._found(said.groups, among=close | named)
        else:
            in_groups = self._found(said.groups)
            close = in_leaf.keys() | in_groups.keys()
        near = {
            index
            for index in close
            if said.share * in_leaf.get(index, 0.0) + _GROUP_SHARE * in_groups.get(index, 0.0) >= least
        }
        return near | named, in_leaf, in_groups

    def names_ledger(self, words: str) -> bool:
        """Whether words name a whole ledger; over groups of headings they tell nothing of a single field."""
        return any(keyword in words for keyword in self._telling)

    def _found(
        self, grams: Iterable[str], least: float = 0.0, among: Collection[int] | None = None
    ) -> dict[int, float]:
        """The weight of the grams that each entry has among its own, by entry; none of what has less than `least`.

        Of all entries, or of those `among` which it is asked.
        """
        # Those of most labels are counted quickest, where they come last.
        known = sorted(filter(self._containing.__contains__, grams), key=self._frequency)
        left = self._rarity.of(known)
        found = dict.fromkeys(among or (), 0.0)
        for gram in known:
            weight = self._rarity[gram]
            if among is not None or left < least:  # too little for what has none of the rarer ones
                for index in found.keys() & self._containing[gram]:
                    found[index] += weight
            else:
                for index in self._containing[gram]:
                    found[index] = found.get(index, 0.0) + weight
            left -= weight
        return found

    def _frequency(self, gram: str) -> int:
        """How many entries have a gram."""
        return len(self._containing[gram])

    def _known(self, *groups: str) -> Iterable[str]:
        """What labels have of groups of headings: pairs and their characters; a group in its own words tells nothing."""
        grams = [gram for gram in grams_of(*groups) if gram in self._containing]
        pairs = "".join(gram for gram in grams if len(gram) > 1)
        return [gram for gram in grams if gram in pairs]


def is_mere(words: str) -> bool:
    """Whether a heading says no more than that a number stands below it: 数量, 金额."""
    return words in _MERE_NUMBERS


def _stem(name: str, quantity: tuple[str, ...]) -> str:
    """A name without the words behind it that say that it counts or measures (小学总数 → 小学)."""
    if not name.endswith(quantity):
        return name
    return name.removesuffix(next(filter(name.endswith, quantity)))
