"""What a header's text says by itself: its core words, its unit, its month, the levels that stand in one cell.

Fields are none of its business: which of them a header may mean is told in `ingest.words.labels`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from ingest.dictionary import Dictionary
from ingest.text import squeeze
from ingest.words.oppositions import Oppositions
from ingest.words.units import BRACKETS, of_dictionary

_PARENTHESIS = re.compile(r"\(([^()]*)\)")
# "(一)", "2.", "Q3.", "4_2、", "A.", "其中:", "求和项:": what stands before a heading and is no part of it.
_BEFORE = re.compile(
    r"(?:\(?[一二三四五六七八九十]+[)、.]|\(\d+\)|[Qq]?\d+(?:[-_]\d+)?[)、.:](?!\d)|[A-H][、.](?=[\u3400-\u9fff]))?"
    r"(?:求和项:)?(?:其中:?|#)?"
)
# "卫生厕所—农户总数", "消防:消火栓总数", "乱搭乱建·发现": a group and its leaf in one cell.
_BETWEEN_LEVELS = frozenset("—–-－:：·_＿>＞›→|｜")
_LEVELS = re.compile(r"(?<=[\u3400-\u9fff)”])[—–_>›→|-]{1,2}(?=[\u3400-\u9fff(“])")
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
# "(含债券、贷款)", "(道路、停车场等)": what else it counts among what it names, or for example.
_REMARK = re.compile("不含.*|以.*为准|待(?:核|统计|定|补|确认).*")
_EXAMPLES = re.compile("(?:含|包括|包含|如|例如).+|.+、.+等")
_CHOICES = re.compile(r"[/、,或]")
# "是否建成垃圾中转站", "成效较好的乡镇", "辖区行政村数", "建有幸福院", "“六乱”": what a heading asks with, and that tells nothing.
_ASKING = re.compile(
    '是否(?:已?建成|建有|属于?|列入|纳入|设有|有|为)?|有无|现有|的|所辖|辖区内?|(?<=镇区)内|与否$|[“”"‘’「」『』]'
    "|^(?:已?建成|已?建有|已建|设有|设置|开展|举办|组织)(?!单位|时间|日期|年|情况|内容|地点|部门|主体|人|机构|后|区|投|并|$)"
)
_CLAUSE_END = re.compile("[,。;]")
_OF_TIME = re.compile("[年月]|累计")
_SHORT = 8


class Label(NamedTuple):
    """One header text: its core words, the unit it names ('' if none), the single month it is about."""

    core: str
    unit: str
    month: int | None


class HeadingReader:
    """Takes header texts apart; every answer is remembered."""

    def __init__(self, dictionary: Dictionary, oppositions: Oppositions) -> None:
        self._dictionary = dictionary
        self._oppositions = oppositions
        self._units = of_dictionary(dictionary)
        #: A header text taken apart.
        self.label = lru_cache(maxsize=65536)(self._label)
        self._cores: set[str] = set()  # what stands behind a unit is a heading of its own where a label is
        self._cores = {self._label(text).core for field in dictionary.fields for text in field.labels}

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
            if measure and self._core(named) in self._cores:
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
        if _is_remark(bracketed[1]):
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
            or (
                not _is_remark(clause)
                and len(clause) <= _SHORT
                and (_OF_TIME.search(clause) or self._oppositions.is_about(clause))
            )
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


def _is_remark(clause: str) -> bool:
    return (_EXAMPLES.fullmatch(clause) or _REMARK.fullmatch(clause)) is not None


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


def summed_to(text: str, year: str) -> str:
    """The month up to which a header text adds up, as YYYY-MM, '' where it names none: 1-2月累计, 截至2月底."""
    said = next((match[1] for sums in (_MONTHS_SO_FAR, _UP_TO_MONTH) if (match := sums.search(text))), "")
    return f"{year}-{int(said):02d}" if said.isdecimal() else ""
