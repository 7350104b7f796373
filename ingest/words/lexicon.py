"""The part that a cell's text may play in a table, before anything is known of the table.

Total word, footer, caption, unit, numbering, the heading of a helper column, a town, a field's label:
single texts are looked up here (and remembered); what a table makes of them is decided elsewhere.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ingest.dictionary import Dictionary, Field
from ingest.text import squeeze, uncounted
from ingest.towns.places import Gazetteer, Place
from ingest.words.labels import FieldMatcher
from ingest.words.units import of_dictionary

#: How like a field a heading is that speaks for it, that hardly means another, that names it outright.
LABELLED, STRONG, OUTRIGHT = 0.7, 0.78, 0.95
#: How like the heading of a town is one beside a town, and how like beside the field that it is most like.
_ASKED, _NEARLY = 0.4, 0.9
#: How like a field is what, stated with a colon, would else say when or for whom a table was filled in.
_STATES_FIELD = 0.56
#: Longer texts are no labels, and no answers.
LONGEST_LABEL, _LONGEST_ANSWER = 40, 16
#: What a text is shows by its beginning.
_LONGEST = 1000
#: 甲, B, A07: what numbers columns.
_ORDINAL = re.compile(r"[甲乙丙丁戊己庚辛壬癸]|[A-Z]\d{0,3}")
# "填表人：", "截止日期：2025年3月31日": who answers for a table, and when, for whom and in what it was filled in.
_SIGNED = re.compile(r".{0,6}(?:人|领导|电话|审核|复核|签字|签章)(?:\([^()]*\))?:")
_STATED = re.compile(r".{0,6}(?:时间|时点|日期|单位|部门|机关|(?<![同本当上])期)(?:名称)?(?:\([^()]*\))?:")
# 永坪镇小计: what the rows of a town sum up to; 全县总计, 9镇合计: what those of all do, or of some.
_SUM_OF = re.compile(r"(.+?)(?:小计|合计)")
_SUM = re.compile(r"(?:.{0,5}[镇乡县区市级办道]\)?)?(?:小计|合计|总计|共计|汇总)数?(?:\(.*)?")
_OF_TIME = re.compile(r"(?:20\d\d年(?:度|同期)?)?(?:(?:1[0-2]|[1-9])月份?)?(?<=[年度期月份])")
# 项目落地镇, 报送镇(街道), 镇级名称: what ends like this asks for a town where one stands beside it.
_ASKS_TOWN = re.compile(r"(?:镇|乡|街道)[()街道办镇乡域区级、/名称]*:?$")
# 落地乡镇, 归属镇: these have the shape of a town's name, and are none.
_NO_TOWN = re.compile(
    r"(?:乡镇|(?:所在|所属|归属|实施|落地|报送|填报|上报|报表|项目|建设|涉及|使用|各|本|该)[镇乡])$"
)
_TOWN_LIKE = re.compile(r"^[\u4e00-\u9fff]{1,6}(?:街道(?:办事处|办)?|(?<!乡)镇|乡)$")


class Word(NamedTuple):
    """What a text may be. `is_label` says whether it reads like a heading of a field or of a helper column.

    `is_unit` says whether it may stand where a unit does, as what says that there is none (`is_absent`) may.
    `is_counted` says whether it tells how many stand under it (农村公路（5个）), `may_be_town` whether it names a
    town of any county or has the shape of such a name; `answered` are the enumerated fields that it answers, numbering and count aside.
    """

    text: str
    is_total: bool
    is_footer: bool
    is_caption: bool
    is_unit: bool
    is_absent: bool
    is_ordinal: bool
    is_aspect: bool
    is_time: bool
    role: str
    is_label: bool
    is_counted: bool
    may_be_town: bool
    answered: tuple[Field, ...]


class Lexicon:
    """Looks texts up for the towns of one county (the rest is the same for all)."""

    def __init__(self, dictionary: Dictionary, matcher: FieldMatcher, gazetteer: Gazetteer) -> None:
        self.dictionary = dictionary
        self.matcher = matcher
        self.gazetteer = gazetteer
        self._totals = dictionary.wordings["total"]
        self._counties = {*gazetteer.counties.values(), *dictionary.wordings["county"]}
        self._roles = dictionary.wordings["role"]
        self._footers = tuple(dictionary.wordings["footer"])
        self._captions = tuple(dictionary.wordings["meta"])
        self._aspects = dictionary.wordings["aspect"]
        self._units = of_dictionary(dictionary)
        self._absent = dictionary.wordings["absent"]
        #: The parts that a text may play.
        self.word = lru_cache(maxsize=65536)(self._word)

    def _word(self, text: str) -> Word:
        text = text[:_LONGEST]
        folded = squeeze(text)
        named = uncounted(folded)
        core = self.matcher.label(text).core
        role = self._roles.get(core, "")
        is_stated = ":" in folded
        is_short = len(named) <= _LONGEST_ANSWER
        answered = self.dictionary.answered_by(self.matcher.label(named).core) if is_short else ()
        is_like = len(folded) <= LONGEST_LABEL and self.matcher.resembles_label(core, STRONG)
        alike = self.strength(text) if is_like else 0.0
        # 强弱电落地 answers 建设类型, however much it is like 强弱电落地长度
        is_label = bool(role) or alike >= (1.0 if answered else STRONG)
        is_unit = folded.strip("()") in self.dictionary.units or folded in self._absent
        return Word(
            text=folded,
            is_total=self._is_total(named.strip("()[]【】:")),
            is_footer=folded.startswith(self._footers)
            or (is_stated and not is_label and bool(_SIGNED.match(folded))),
            is_caption=(
                folded.startswith(self._captions) and (is_stated or not is_label)
            )  # 截至本月底累计完成投资 is none
            or (is_stated and not is_label and self._states_form(text, folded))
            or (not is_unit and (role == "unit" or not is_label) and self._units.is_caption(folded)),
            is_unit=is_unit,
            is_absent=folded in self._absent,
            is_ordinal=_ORDINAL.fullmatch(folded) is not None,
            is_aspect=folded in self._aspects,
            is_time=_OF_TIME.fullmatch(folded) is not None,
            role=role,
            is_label=is_label,
            is_counted=named not in ("", folded),
            may_be_town=_TOWN_LIKE.match(folded) is not None or self.gazetteer.knows(text),
            answered=answered,
        )

    def _states_form(self, text: str, folded: str) -> bool:
        """Whether a text states something of the form itself, and no field: 数据时点:3月底, but not 规划批复时间:2024年."""
        stated = _STATED.match(folded)
        return stated is not None and self.strength(text[: stated.end()]) < _STATES_FIELD

    def _is_total(self, named: str) -> bool:
        """Whether a text says that its row is a sum: of all, or of the town or county that it names."""
        if named in self._totals or _SUM.fullmatch(named):
            return True
        whose = _SUM_OF.fullmatch(named)
        return whose is not None and (self.names_county(whose[1]) or self.gazetteer.knows(whose[1]))

    def town_summed(self, text: str) -> str:
        """The town whose rows a text says to sum up (永坪镇小计), '' where it names none."""
        whose = _SUM_OF.fullmatch(uncounted(squeeze(text)).strip("()[]【】:"))
        return whose[1] if whose and self.gazetteer.knows(whose[1]) else ""

    def names_county(self, text: str) -> bool:
        """Whether a text is the name of a county, or means one: 延川县, 全县."""
        return squeeze(text) in self._counties

    def strength(self, text: str) -> float:
        """The best likeness of a text to any field label, 0..1; a long text is like none."""
        return self.matcher.likeness(text) if len(squeeze(text)) <= LONGEST_LABEL else 0.0

    @lru_cache(maxsize=65536)  # noqa: B019
    def place(self, text: str, county_code: str) -> Place | None:
        """The town that a text names, None where it names none; long texts are not towns."""
        if len(text) > 24:
            return None
        place = self.gazetteer.resolve(text, county_code)
        return place if place.town or place.merged else None

    @lru_cache(maxsize=65536)  # noqa: B019
    def is_town(self, text: str, county_code: str) -> bool:
        """Whether a text names a town, or at least has the shape of a town's name."""
        if not self.word(text).may_be_town:
            return False
        return self.place(text, county_code) is not None or self.is_town_like(text)

    def asks_for_town(self, text: str) -> bool:
        """Whether a label may ask for the town of a form: a town beside it is its answer, then."""
        found = self.matcher.candidates((text,))
        asked = next((score for item, score in found if item.name == "town"), 0.0)
        if self.word(text).role:
            return False
        best = found[0][1] if found else 0.0
        return asked >= max(_ASKED, best * _NEARLY) or (
            best < STRONG and _ASKS_TOWN.search(squeeze(text)) is not None
        )

    def meant(self, path: tuple[str, ...], least: float = STRONG) -> Field | None:
        """The field that a heading means, None where it is less like any than that."""
        return self.matcher.meant(path, least)

    def likeness(self, path: tuple[str, ...]) -> float:
        """How like a heading is to the field that it is most like, 0 where it is like none."""
        best = self.matcher.best(path)
        return best[1] if best else 0.0

    def key_meant(self, path: tuple[str, ...], least: float = LABELLED) -> Field | None:
        """The key that a heading means, None where it means none, or something else."""
        item = self.meant(path, least)
        return item if item and self.is_key(item) else None

    def other_town_asked(self, path: tuple[str, ...], least: float = LABELLED) -> Field | None:
        """The field that a heading means, if it asks for a town other than a record's own (建设成效较好乡镇)."""
        item = self.meant(path, least)
        return item if item and item.kind == "town" and item.name != "town" else None

    def keys_answered(self, word: Word) -> set[Field]:
        """The keys that a text answers: 县级自筹 of 资金来源."""
        return {item for item in word.answered if self.is_key(item)}

    def is_key(self, item: Field) -> bool:
        """Whether a field tells records of one town apart, or towns."""
        return item.name in self.dictionary.key_fields(item.ledger)

    def span_asked(self, heading: str) -> list[str]:
        """The labels of what begins and ends a span that a heading asks for (建设起止时间), none where it asks for none."""
        ends = self.dictionary.wordings["span"].get(self.matcher.label(heading).core, "")
        return ends.split("/") if ends else []

    def is_aspect(self, text: str) -> bool:
        """Whether a label names an aspect of a record that takes several rows: 计划, 3月, 2024年同期."""
        word = self.word(text)
        return word.is_aspect or word.is_time

    def is_town_like(self, text: str) -> bool:
        """Whether a text has the shape of a town's name, known or not."""
        folded = squeeze(text)
        return bool(_TOWN_LIKE.match(folded)) and not _NO_TOWN.search(folded) and self.strength(text) < 0.9


@lru_cache(maxsize=16384)
def asks_for_villages(heading: str, dictionary: Dictionary) -> bool:
    """Whether a heading asks for the names of villages: 村, 社区."""
    return dictionary.wordings["village"].get(squeeze(heading)) == "heading"
