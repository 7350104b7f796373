"""What a header says: its words, its unit, its month, and which fields it may mean.

A header is a path of texts from the outermost group to the leaf ("排水管网 › 总长度（公里）"). Similarity
to a field's labels is measured on characters and character pairs, rare ones counting more: how much
of the label the path explains, and how much of the path, the leaf above all, the label explains.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from operator import add
from typing import NamedTuple

from ingest.dictionary import Dictionary, Field
from ingest.text import squeeze
from ingest.words.oppositions import Oppositions
from ingest.words.rarity import ONE_CHARACTER, Rarity, grams_of
from ingest.words.units import BRACKETS, of_dictionary

_PARENTHESIS = re.compile(r"\(([^()]*)\)")
# "(一)", "2.", "Q3.", "4_2、", "A.", "其中:", "求和项:": what stands before a heading and is no part of it.
_BEFORE = re.compile(
    r"(?:\(?[一二三四五六七八九十]+[)、.]|\(\d+\)|[Qq]?\d+(?:[-_]\d+)?[)、.:](?!\d)|[A-H][、.](?=[\u3400-\u9fff]))?"
    r"(?:求和项:)?(?:其中:?|#)?"
)
# "卫生厕所—农户总数", "消防:消火栓总数", "乱搭乱建·发现": a group and its leaf in one cell.
_BETWEEN_LEVELS = frozenset("—–-－:：·")
_LEVELS = re.compile(r"(?<=[\u3400-\u9fff)])[—–-]{1,2}(?=[\u3400-\u9fff])")
_ANNOUNCES = re.compile(r"(?<=[\u3400-\u9fff)])(?<!项)(?<!其中)(?<!单位)[:·](?=[\u3400-\u9fff])(?![^()]*\))")
_YEAR = re.compile(r"(20\d\d)年度?")
_MONTHS_SO_FAR = re.compile(r"(?:1|一)(?:月份?)?[-~至到—–]+(N|\d{1,2})月份?")
_UP_TO_MONTH = re.compile(r"(?:截[至止]到?)?(\d{1,2})月份?(?:底|末|止)")
_SO_FAR = re.compile(
    r"截[至止]到?(?:目前|本月[底末止]?|月[底末止]|(?:20\d\d年|本年)?\d{1,2}月份?(?:[底末止]|\d{1,2}日)?)|自?(?:年初|今年)(?:以来|至今|起)|(?<!\d)\d{1,2}月份?[底末止](?=累计)"
)
_MONTH = re.compile(r"^(?:本年)?(\d{1,2})月份?(?!\d)")
_MAY_NAME_TIME = re.compile("[月截年]|累计")
_END_OF_MONTH = re.compile(r"(?:本年)?(1[0-2]|[1-9])月份?[底末]")
#: What a heading says that names no more than the end of a month: what stands there is as of then.
END_OF_MONTH = "月底"
_UNIT_BEHIND = re.compile(r"[/:,、\-]([^/:,、\-]+)$")
_LATIN = re.compile("[A-Za-z][A-Za-z_.&'-]{2}")
_TRANSLATION = re.compile(
    r"(?<=[\u3400-\u9fff])[A-Za-z][A-Za-z_.:&'-]{2,}$|^[A-Za-z][A-Za-z_.:&'-]{3,}(?=[\u3400-\u9fff])"
)
# "*", "（必填）", "（在相应栏内打√）": how a form marks what it must have, and tells how to fill it in.
# "(单选题)", "(personsperhousehold)": which kind of question it is, and what it says in another language.
_MARK = re.compile(
    r"^[*★]+|\((?:必|选|可)填项?\)|\([^()]*(?:打[“”\"]*[√✓]|勾选|填写|注明)[^()]*\)"
    r"|\((?:单选|多选|填空|下拉|日期|数字|矩阵)[^()]{0,2}\)"
)
_FOREIGN = re.compile(r"(?=.*[A-Za-z]{2})[\x21-\x7e]+")
_CHOICES = re.compile(r"[/、,或]")
# "是否建成垃圾中转站", "成效较好的乡镇", "辖区行政村数", "建有幸福院", "“六乱”": what a heading asks with, and that tells nothing.
_ASKING = re.compile(
    '是否(?:已?建成|建有|属于|设有|有|为)?|有无|现有|的|所辖|辖区内?|与否$|[“”"‘’「」『』]'
    "|^(?:已?建成|已?建有|已建|设有|设置|开展|举办|组织)(?!单位|时间|日期|年|情况|内容|地点|部门|主体|人|机构|后|区|投|并|$)"
)
# How a heading says of what it names that it counts, measures or asks for it: 小学总数, 小学个数, 阅览馆建设情况.
_QUANTITIES = {
    "count": ("总数量", "总个数", "总数", "总量", "数量", "个数", "处数", "件数", "所数", "数"),
    "length": ("总长度", "总里程", "总长", "长度", "里程", "长"),
    "mass": ("总量", "量"),
    "volume": ("总量", "量"),
    "flag_or_count": ("建设情况", "建成情况", "情况", "数量", "个数", "数"),
    "flag": ("建立情况", "情况"),
}
#: Below the name of what is counted, or an amount of, these say no more than that: 小学总数 › 数量.
_COUNTS, _AMOUNTS = frozenset(("count", "flag_or_count", "number")), frozenset(("money",))
_MERE_NUMBERS = {"数量": _COUNTS, "个数": _COUNTS, "金额": _AMOUNTS, "数额": _AMOUNTS}
_CLAUSE_END = re.compile("[,。;]")
_OF_TIME = re.compile("[年月]|累计")
_SHORT, _TELLING = 8, 4
_OF_ALL = "总"
_GROUP_SHARE = 0.35
_GENERIC_SHARE = 0.12
_UNLIKE = 0.3
#: Of a heading that does not say which side of two it means: too little to be taken for one.
LEFT_OPEN = 0.45
_TOLD_ABOVE = 0.5  # of a heading that stands over a mere number: enough to be taken for a field by itself
_MOST_LIKE = 0.98  # of what is not a label to the letter
_ROUNDING = 1e-9  # of a sum in whatever order
_LEAST_PRECISION = _UNLIKE / (2 * _MOST_LIKE - _UNLIKE)  # below it no recall makes a label like enough


class Label(NamedTuple):
    """One header text: its core words, the unit it names ('' if none), the single month it is about."""

    core: str
    unit: str
    month: int | None


class FieldMatcher:
    """Scores header paths against the labels of the dictionary; every answer is remembered."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        #: A header text taken apart.
        self.label = lru_cache(maxsize=65536)(self._label)
        self._generic = dictionary.wordings["generic"].keys()
        self._oppositions = Oppositions(dictionary)
        self._units = of_dictionary(dictionary)
        whole = [
            w for w, of in dictionary.oppositions.items() if any(o in dictionary.where_named for o, _ in of)
        ]
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
        self._entries = [(field, core, self._rarity.of(grams_of(core))) for field, core in entries]
        for index, (_, core) in enumerate(entries):
            self._of_core[core].add(index)
        self._of_stem: dict[tuple[str, str], set[int]] = defaultdict(set)
        for index, (field, core) in enumerate(entries):
            for quantity in _QUANTITIES.keys() & {field.kind, field.dimension}:
                stem = _stem(core, _QUANTITIES[quantity])
                if len(stem) > 1:  # 户 counts, and names nothing
                    self._of_stem[quantity, stem].add(index)
        self._containing: dict[str, list[int]] = defaultdict(list)
        for index, (_, core) in enumerate(entries):
            for gram in grams_of(core):
                self._containing[gram].append(index)
        self._position = {field: position for position, field in enumerate(dictionary.fields)}
        #: The fields that the core words of a header path may mean, best first.
        self.meanings = lru_cache(maxsize=65536)(self._meanings)
        #: The same for a header path as written.
        self.candidates = lru_cache(maxsize=65536)(self._candidates)
        #: The field that a header path means, None where it is less like any than that.
        self.meant = lru_cache(maxsize=65536)(self._meant)

    def _label(self, text: str) -> Label:
        folded = squeeze(text).translate(BRACKETS)
        if folded.startswith(("*", "★")) or "(" in folded:
            folded = _MARK.sub("", folded)
        if "(" in folded:
            folded = _PARENTHESIS.sub(self._without_note, folded)
        unit = ""
        for inner in _PARENTHESIS.findall(folded) if "(" in folded else ():
            named = self._units.bare(inner)
            if named in self._dictionary.units:
                unit = named
                folded = folded.replace(f"({inner})", "")
        behind = None if unit else _UNIT_BEHIND.search(folded)
        if behind and behind[1] in self._dictionary.units:
            unit = behind[1]
            folded = folded[: behind.start()]
        if not unit:
            unit, folded = self._units.within(folded)
        if not unit:
            measure, named = self._units.behind(folded)
            if measure and self._core(named) in self._of_core:
                unit, folded = measure, named
        core = self._core(folded)
        if "月" not in core:
            return Label(core, unit, None)
        if end := _END_OF_MONTH.fullmatch(core):
            return Label(END_OF_MONTH, unit, int(end[1]))
        month = _MONTH.match(core)
        if month and 1 <= int(month[1]) <= 12:
            return Label("本月" + core[month.end() :], unit, int(month[1]))
        return Label(core, unit, None)

    def _without_note(self, bracketed: re.Match[str]) -> str:
        """Of several clauses in brackets those that are part of a heading: its unit, what side or time it means."""
        if _FOREIGN.fullmatch(bracketed[1]) and bracketed[1] not in self._dictionary.units:
            return ""
        answers = _CHOICES.split(bracketed[1])
        if len(answers) > 1 and all(map(self.is_answer, answers)):
            return ""
        clauses = _CLAUSE_END.split(bracketed[1])
        if len(clauses) == 1:
            return bracketed[0]
        return "".join(
            f"({clause})"
            for clause in clauses
            if self._units.bare(clause) in self._dictionary.units
            or (len(clause) <= _SHORT and (_OF_TIME.search(clause) or self._oppositions.is_about(clause)))
        )

    def is_answer(self, text: str) -> bool:
        """Whether a text is one of the answers that a heading may offer (新建/续建/改扩建, 有/无)."""
        return text in self._dictionary.wordings["option"] or bool(self._dictionary.answered_by(text))

    def _core(self, folded: str) -> str:
        core = _ASKING.sub("", _BEFORE.sub("", folded, count=1))
        if _MAY_NAME_TIME.search(core):
            core = (
                _YEAR.sub("本年", _SO_FAR.sub("累计", _MONTHS_SO_FAR.sub("累计", core)))
                .replace("累计累计", "累计")
                .replace("本年各月", "本月")
                .replace("各月", "本月")
            )
        if "(" in core:
            core = _PARENTHESIS.sub(lambda m: m[1], core)
        if _LATIN.search(core):
            core = _TRANSLATION.sub("", core)
        return self._dictionary.in_own_words(core.strip(":、,.*")) or folded

    def _candidates(self, path: tuple[str, ...]) -> tuple[tuple[Field, float], ...]:
        """Each with a score in 0..1, that of its best label."""
        return self.meanings(self.words(path))

    def words(self, path: Iterable[str]) -> tuple[str, ...]:
        """The words of a heading without what a month or a way of writing adds to them."""
        return tuple(self.label(text).core for text in self.levels(path))

    def levels(self, path: Iterable[str]) -> Iterable[str]:
        """The texts of a heading, those apart that stand in one cell: 卫生厕所—农户总数.

        What stands before a colon and is about what no field is belongs to what follows: 平均:总投资.
        """
        for text in path:
            if _BETWEEN_LEVELS.isdisjoint(text):
                yield text
                continue
            for level in _LEVELS.split(squeeze(text)):
                *groups, leaf = _ANNOUNCES.split(level)
                if any(map(self._oppositions.is_unasked, groups)):
                    yield level
                else:
                    yield from (*groups, leaf)

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
        kinds = _MERE_NUMBERS.get(leaf) if len(words) > 1 else None
        if kinds:
            above = tuple((field, score) for field, score in self.meanings(words[:-1]) if field.kind in kinds)
            if above and above[0][1] >= _TOLD_ABOVE:
                return above
        names = {leaf, *("".join(words[start:]) for start in range(len(words) - 1))}
        names.add(
            self._unopposed.sub("", leaf) or leaf
        )  # 全镇自然村 is 自然村, where no 镇区自然村 is asked for
        leaf_grams = grams_of(leaf)
        told_by = grams_of if leaf in self._generic else self._known
        group_grams = [g for g in told_by(*words[:-1]) if g not in leaf_grams]
        share = _GENERIC_SHARE if leaf in self._generic else 1.0
        group_weight = self._rarity.of(group_grams)
        said = share * self._rarity.of(leaf_grams)
        if group_grams and not self.names_ledger(words[0]):
            said += _GROUP_SHARE * group_weight
        elif len(words) > 2:  # what names the whole ledger tells nothing of a single field
            said += _GROUP_SHARE * self._rarity.of(
                g for g in self._known(*words[1:-1]) if g not in leaf_grams
            )
        least_explained = _LEAST_PRECISION * said
        opposed = self._oppositions.of_heading(words)
        is_sum = leaf in self._generic and leaf.startswith(_OF_ALL)
        least_in_leaf = (least_explained - _GROUP_SHARE * group_weight) / share
        in_leaf = self._found(leaf_grams, least_in_leaf - _ROUNDING)
        in_groups = self._found(group_grams)
        alike = {
            index
            for quantity, words_of in _QUANTITIES.items()
            for name in names
            for index in self._of_stem.get((quantity, _stem(name, words_of)), ())
        }
        to_the_letter = {index for name in names for index in self._of_core.get(name, ())}
        near = [
            index
            for index in (in_leaf if least_in_leaf > 0 else in_leaf.keys() | in_groups.keys())
            if share * in_leaf.get(index, 0.0) + _GROUP_SHARE * in_groups.get(index, 0.0) >= least_explained
        ]
        scores: dict[Field, float] = {}
        for index in {*near, *alike, *to_the_letter}:
            of_leaf, of_groups = in_leaf.get(index, 0.0), in_groups.get(index, 0.0)
            explained, found = min(said, share * of_leaf + _GROUP_SHARE * of_groups), of_leaf + of_groups
            field, _, label_weight = self._entries[index]
            if index in to_the_letter:  # 网格 › 总数 is 网格总数
                score = 1.0 + (0.05 * of_groups / group_weight if group_grams else 0.0)
            elif index in alike:
                score = _MOST_LIKE
            else:  # the harmonic mean of precision (explained / said) and recall (found / label_weight)
                score = _MOST_LIKE * 2 * explained * found / (explained * label_weight + found * said)
            if score > LEFT_OPEN and self._oppositions.leaves_open(opposed, field):
                score = LEFT_OPEN
            is_of_kind = kinds is None or field.kind in kinds  # 家庭农场 › 金额 is no number of farms
            is_better = is_of_kind and score >= _UNLIKE and score > scores.get(field, 0.0)
            if is_sum and field in self._parts:
                continue  # 自然村垃圾收运 › 总数 is not what is a part of that number
            if is_better and not self._oppositions.rule_out(opposed, field):
                scores[field] = score
        return tuple(sorted(scores.items(), key=lambda item: (-item[1], self._position[item[0]])))

    def names_ledger(self, words: str) -> bool:
        """Whether words name a whole ledger; over groups of headings they tell nothing of a single field."""
        return any(keyword in words for keyword in self._telling)

    def _found(self, grams: Iterable[str], least: float = 0.0) -> dict[int, float]:
        """The weight of the grams that each entry has among its own, by entry; none of what has less than `least`."""
        known = sorted((gram for gram in grams if gram in self._containing), key=self._frequency)
        left = self._rarity.of(known)
        found: dict[int, float] = {}
        for gram in known:
            weight = self._rarity[gram]
            if left < least:  # too little for what has none of the rarer ones
                for index in found.keys() & self._containing[gram]:
                    found[index] += weight
            else:
                for index in self._containing[gram]:
                    found[index] = found.get(index, 0.0) + weight
            left -= weight
        return found

    def _known(self, *groups: str) -> Iterable[str]:
        """What labels have of groups of headings: pairs and their characters; a group in its own words tells nothing."""
        grams = [gram for gram in grams_of(*groups) if gram in self._containing]
        pairs = "".join(gram for gram in grams if len(gram) > 1)
        return [gram for gram in grams if gram in pairs]

    def _frequency(self, gram: str) -> int:
        """How many entries have a gram: the one of most is counted quickest, where it comes first."""
        return len(self._containing[gram])


@lru_cache(maxsize=16384)
def seen_from(text: str, period: str) -> str:
    """A header text with the times it names seen from a period (YYYY-MM, '' where it is not known).

    In 2025-03, 2024年 is 上年, 1-3月 is 累计, and what adds up to February is 往期.
    """
    if not period or ("年" not in text and "月" not in text):
        return text
    year, month = int(period[:4]), int(period[5:7])
    names = {year - 1: "上年", year: "本年", year + 1: "明年"}
    text = _YEAR.sub(lambda named: names.get(int(named[1]), "往年"), text)
    for sums in (_MONTHS_SO_FAR, _UP_TO_MONTH):
        text = sums.sub(lambda said: said[0] if said[1] in ("N", str(month)) else "往期", text)
    return text


def is_mere(words: str) -> bool:
    """Whether a heading says no more than that a number stands below it: 数量, 金额."""
    return words in _MERE_NUMBERS


def summed_to(text: str, year: str) -> str:
    """The month up to which a header text adds up, as YYYY-MM, '' where it names none: 1-2月累计, 截至2月底."""
    said = next((match[1] for sums in (_MONTHS_SO_FAR, _UP_TO_MONTH) if (match := sums.search(text))), "")
    return f"{year}-{int(said):02d}" if said.isdecimal() else ""


def _stem(name: str, quantity: tuple[str, ...]) -> str:
    """A name without the words behind it that say that it counts or measures (小学总数 → 小学)."""
    if not name.endswith(quantity):
        return name
    return name.removesuffix(next(filter(name.endswith, quantity)))
