"""One cell's content in canonical form.

Numbers with their unit, rates, flags, enums, dates in every Chinese habit, quarters and text. A blank
and a marker such as "—" are absent, which is not zero; what cannot be read is said so, never guessed.
Which unit a whole column is in is decided elsewhere (`ingest.records.units`) and handed in as a factor.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple

from ingest.dictionary import Dictionary, Field
from ingest.text import squeeze, tidy, uncounted
from ingest.words.dates import is_planned, read_date
from ingest.words.numerals import in_digits

Raw = str | float | int | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None


class UncachedFormula(str):
    """A formula that the file holds without its result; the text is the formula."""


#: Cells of these types that are equal are read alike: True is no 1, and a formula no text.
_ALIKE = frozenset((str, float, int, dt.date, dt.datetime, type(None)))
_REMEMBERED = 8192


_NUMBER = re.compile(
    r"^(?:(?P<about>约为|大约|约|近)|共计|共|计)?"
    r"(?P<number>[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|[-+]?\.\d+)(?P<more>余|多)?"
    r"(?P<unit>[^\d.,]*?m3|[^\d.,]*?)(?P<odd>左右|余|多|上下)?。?$"
)
_CURRENCY = re.compile("[¥￥]|^人民币")
# 百分之85.5
_PERCENT = re.compile(r"百分之([\d.]+)")
# (120.5), △45, 负20, 350-: below zero as accounts write it.
_BELOW_ZERO = re.compile(r"(?:\(([\d.,]+)\)|[△▲−–负]([\d.,]+)|([\d.,]+)-)(\D*)")
_ACCOUNTED = frozenset(("money", "number"))
# "12①" is twelve with a note, and no 121; what "10²" is meant to be nobody can tell.
_FOOTNOTE = re.compile(r"(?<=\d)\s*[①-⑳⑴-⒇]\s*$")
_RAISED = re.compile(r"\d[⁰¹²³⁴-⁹]")
# "651(较上月持平)": what a number is held against.
_COMPARED = re.compile(r"\((?:较|比|与|同比|环比|同上)[^()]*\)$")
# "12 15" and 12 above 15 are two figures in one cell, and no 1215; "1 200 000" parts thousands, "1 9:30" tells an hour.
_APART = re.compile(r"\d\s+\d(?!\d?:\d)")
_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?:[^\S\r\n\t]\d{3})+(?!\d)")
_COUNTED = frozenset(("count", "flag_or_count"))
#: The number of a group of rows before its name, or that of an answer: 一、基础设施, A.是, 1.基础设施.
_NUMBERED = re.compile(
    r"^(?:\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+[、.]|[A-Z][、.:]|\d{1,2}[、.](?!\d))"
)
_BRACKETED = re.compile(r"\(([^()]*)\)")
#: 已建立, 暂未建立; and 有1处, 已建成(2座), which say how many.
_BY_NOW = re.compile("^(?:已经|已|暂|尚|还|均)")
#: 未落实, 不健全, 非涉农: what says no to what would say yes.
_NOT = re.compile("^(?:未|没有?|不|非)(?=[\u3400-\u9fff])")
_COUNTED_OUT = re.compile(r"(?:已?建[成有]|[现已]?有)(?:\((\d[^()]*)\)|(\d[^()]*))")
_QUARTER = re.compile(
    r"^(?:(?P<year>20\d\d)年?度?)?[第]?(?P<q>[1-4一二三四])季度?$|^(?:(?P<year2>20\d\d)年?)?[-]?[Qq](?P<q2>[1-4])$"
)
#: "☑有 □无", "是√ 否□": answers of which one is ticked, each behind its box or before it.
_TICKED, _BOXES = "☑√✓✔■☒\uf052\uf0fe", "☐□○\uf0a3\uf06f"
_MARKS = frozenset(_TICKED + _BOXES)
_BEHIND_BOX = re.compile(rf"([{_TICKED}{_BOXES}])([^{_TICKED}{_BOXES}]+)")
_BEFORE_BOX = re.compile(rf"([^{_TICKED}{_BOXES}]+)([{_TICKED}{_BOXES}])")
_QUARTER_DIGIT = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(slots=True)
class Value:
    """A cell read as a field: number or text, how precise, and what said its unit. Equal contents share one.

    `problem` names a finding code where the content cannot be taken; both contents are then None.
    `is_share` marks a rate written without a percent sign that may be a fraction of one.
    """

    number: float | None = None
    text: str | None = None
    precision: str = ""
    unit_source: str = ""
    problem: str = ""
    is_share: bool = False


class ColumnUnit(NamedTuple):
    """The unit of a column: factor to the canonical unit, and where that was read."""

    factor: float
    source: str


def raw_text(raw: Raw) -> str:
    """The content of a cell as text, numbers in their shortest form."""
    if type(raw) is str:
        return raw
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() and abs(raw) < 1e15 else repr(raw)
    if isinstance(raw, dt.datetime):
        return raw.date().isoformat() if raw.time() == dt.time() else raw.isoformat(sep=" ")
    return "" if raw is None else str(raw)


class _Known(dict[Raw, Value | None]):
    """What cells of a column were read as; all of it is forgotten once it is too much to remember."""

    def __init__(self, read: Callable[[Raw], Value | None]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, raw: Raw) -> Value | None:
        if len(self) >= _REMEMBERED:
            self.clear()
        value = self[raw] = self._read(raw)
        return value


class ValueReader:
    """Reads cells of one submission: it knows the dictionary, and the period that bare dates mean."""

    def __init__(self, dictionary: Dictionary, period: str) -> None:
        self._dictionary = dictionary
        self._year = int(period[:4]) if period else None
        self._absent = dictionary.wordings["absent"]
        self._errors = dictionary.wordings["error"]
        self._flags = dictionary.wordings["flag"]
        self._affirmed = {_BY_NOW.sub("", word) for word, said in self._flags.items() if said == "true"}
        self._readers = {
            "money": self._number,
            "count": self._number,
            "number": self._number,
            "percent": self._number,
            "flag": self._flag,
            "flag_or_count": self._flag_or_count,
            "enum": self._enum,
            "date": self._date,
            "quarter": self._quarter,
            "text": self._text,
            "town": self._text,
        }
        self._alike: dict[tuple[str, ...], Field] = {}
        self.is_absent_text = lru_cache(maxsize=65536)(self._is_absent_text)
        self._known = lru_cache(maxsize=2048)(self._remember)

    def is_absent(self, raw: Raw) -> bool:
        """A blank, or a marker that stands for nothing reported."""
        return raw is None or (isinstance(raw, str) and self.is_absent_text(raw))

    def _is_absent_text(self, text: str) -> bool:
        return squeeze(text) in self._absent or not squeeze(text)

    def column(self, cells: Sequence[Raw], field: Field, unit: ColumnUnit) -> list[Value | None]:
        """Cells of a column as values of the field; what is equal is read once for all fields that read alike."""
        if _ALIKE.issuperset(map(type, cells)):
            return [*map(self._known(field, unit).__getitem__, cells)]
        return [self.read(raw, field, unit) for raw in cells]

    def _remember(self, field: Field, unit: ColumnUnit) -> _Known:
        alike = self._alike.setdefault(field.reading, field)
        if alike is not field:
            return self._known(alike, unit)
        return _Known(lambda raw: self.read(raw, field, unit))

    def is_ticked(self, raw: Raw) -> bool | None:
        """Whether a mark says yes (√) or no (×, or nothing), None where it is no mark."""
        if self.is_absent(raw):
            return False
        return {"true": True, "false": False}.get(self._flags.get(squeeze(raw_text(raw)).upper(), ""))

    def number(self, raw: Raw, field: Field, unit: ColumnUnit) -> float | None:
        """The number that a cell holds as a value of a field that is one, None where it holds none."""
        value = self.read(raw, field, unit)
        return value.number if value else None

    def read(self, raw: Raw, field: Field, unit: ColumnUnit) -> Value | None:
        """The cell as a value of the field, None where nothing was reported."""
        if type(raw) is float and field.is_plain_number and abs(raw) < field.largest:
            if _is_cut(raw, field, unit.factor):
                return Value(problem="VALUE_UNREADABLE")
            return Value(_scaled(raw + 0.0, unit.factor), unit_source=unit.source)  # zero has no sign
        if self.is_absent(raw):
            return None
        if isinstance(raw, UncachedFormula):
            return Value(problem="FORMULA_WITHOUT_RESULT")
        if isinstance(raw, str) and squeeze(raw).upper() in self._errors:
            return Value(problem="ERROR_VALUE")
        value = self._readers[field.kind](raw, field, unit)
        if value.problem and isinstance(raw, str) and (chosen := _chosen(squeeze(raw))):
            return self._readers[field.kind](chosen, field, unit)
        return value

    def _number(self, raw: Raw, field: Field, unit: ColumnUnit) -> Value:
        if isinstance(raw, (bool, dt.date, dt.time, dt.timedelta)):
            return Value(problem="VALUE_UNREADABLE")
        if isinstance(raw, (int, float)):
            if not -field.largest < raw < field.largest or _is_cut(raw, field, unit.factor):
                return Value(problem="VALUE_UNREADABLE")
            is_share = field.kind == "percent"
            return Value(number=_scaled(raw + 0.0, unit.factor), unit_source=unit.source, is_share=is_share)
        if raw and (_RAISED.search(raw) or _is_several(raw)):
            return Value(problem="VALUE_UNREADABLE")
        text = _COMPARED.sub("", squeeze(_FOOTNOTE.sub("", raw or "")))
        if text == "无" and field.kind != "percent":
            return Value(number=0.0, unit_source=unit.source)
        text = in_digits(_PERCENT.sub(r"\1%", _CURRENCY.sub("", text)))
        if field.kind in _ACCOUNTED and (below := _BELOW_ZERO.fullmatch(text)):
            text = f"-{below[1] or below[2] or below[3]}{below[4]}"
        match = _NUMBER.match(text)
        if match is None:
            return Value(problem="VALUE_UNREADABLE")
        number = float(match["number"].replace(",", "")) + 0.0  # zero has no sign
        if abs(number) >= field.largest:
            return Value(problem="VALUE_UNREADABLE")
        precision = "approx" if match["about"] or match["more"] or match["odd"] else ""
        written = match["unit"].strip("()")
        if not written:
            if _is_cut(number, field, unit.factor):
                return Value(problem="VALUE_UNREADABLE")
            is_share = field.kind == "percent"
            return Value(_scaled(number, unit.factor), None, precision, unit.source, is_share=is_share)
        known = self._dictionary.unit_for(written, field)
        if known is None or _is_cut(number, field, known.factor):
            return Value(problem="VALUE_UNREADABLE")
        return Value(_scaled(number, known.factor), None, precision, "cell")

    def _flag(self, raw: Raw, field: Field, unit: ColumnUnit) -> Value:
        word = "是" if raw is True else "否" if raw is False else squeeze(raw_text(raw)).upper()
        meaning = self._meaning(word)
        if meaning is None and word.endswith(")"):  # 是(已达标), but not 是(未达标)
            meaning = _around_brackets(word, self._meaning, self._is_put_off)
        if meaning is None:
            return Value(problem="VALUE_UNREADABLE")
        return Value(number=1.0 if meaning == "true" else 0.0)

    def _is_put_off(self, added: str, said: str) -> bool:
        """Whether what is there, or so, is said to be only on its way: 有(在建), 是(申报中)."""
        return self._meaning(said) == "true" and self._dictionary.to_come.says(added)

    def _meaning(self, word: str) -> str | None:
        """What a word says where yes or no is asked, be it of by now or not yet: 已建立, 暂未建立."""
        said = (word, _NUMBERED.sub("", word), _BY_NOW.sub("", word))
        known = next((meaning for meaning in map(self._flags.get, said) if meaning), None)
        denied = _NOT.match(said[-1]) if known is None else None
        return "false" if denied and said[-1][denied.end() :] in self._affirmed else known

    def _flag_or_count(self, raw: Raw, field: Field, unit: ColumnUnit) -> Value:
        if isinstance(raw, str) and (counted := _COUNTED_OUT.fullmatch(squeeze(raw))):
            return self._number(counted[1] or counted[2], field, unit)
        as_flag = self._flag(raw, field, unit)
        return self._number(raw, field, unit) if as_flag.problem else as_flag

    def _enum(self, raw: Raw, field: Field, unit: ColumnUnit) -> Value:
        written = squeeze(raw_text(raw))
        code = self._dictionary.code_of(field, written)
        if code is None:
            written = uncounted(_NUMBERED.sub("", written))
            code = self._dictionary.code_of(field, written)
        if code is None and "(" in written:
            meaning_of = partial(self._dictionary.code_of, field)
            code = _around_brackets(written, meaning_of, self._dictionary.to_come.puts_off)
        return Value(problem="VALUE_UNREADABLE") if code is None else Value(text=code)

    def _text(self, raw: Raw, field: Field, unit: ColumnUnit) -> Value:
        return Value(text=tidy(raw_text(raw)))

    def _quarter(self, raw: Raw, field: Field, unit: ColumnUnit) -> Value:
        match = _QUARTER.match(squeeze(raw_text(raw)))
        if match is None:
            return Value(problem="VALUE_UNREADABLE")
        year = match["year"] or match["year2"] or self._year
        digit = match["q"] or match["q2"]
        if year is None:
            return Value(problem="VALUE_UNREADABLE")
        return Value(text=f"{year}Q{_QUARTER_DIGIT.get(digit, digit)}")

    def _date(self, raw: Raw, field: Field, unit: ColumnUnit) -> Value:
        if raw is None or isinstance(raw, (bool, dt.time, dt.timedelta)):
            return Value(problem="VALUE_UNREADABLE")
        day = None if isinstance(raw, str) and _is_several(raw) else read_date(raw, self._year)
        if day is None:
            return Value(problem="VALUE_UNREADABLE")
        if isinstance(raw, str) and is_planned(raw) and not field.is_planned:
            return Value(problem="DATE_ONLY_PLANNED")
        return Value(text=day.text, precision=day.precision)


def _around_brackets(
    written: str, meaning_of: Callable[[str], str | None], is_put_off: Callable[[str, str], bool]
) -> str | None:
    """What 已批复(2024年5月) or 东西部(苏陕)协作 means, None where the brackets deny it: 停工(已复工), 完工(预计)."""
    said, added = _BRACKETED.sub("", written), _BRACKETED.findall(written)
    meaning = meaning_of(said)
    others = [text for text in added if meaning_of(text) != meaning]
    is_denied = any(meaning_of(text) is not None or is_put_off(text, said) for text in others)
    return None if is_denied else meaning


def _chosen(text: str) -> str:
    """The one answer ticked among several boxes in a cell, '' where it is not one."""
    if _MARKS.isdisjoint(text):
        return ""
    if text[0] in _MARKS:
        answers = _BEHIND_BOX.findall(text)
    else:
        answers = [(box, answer) for answer, box in _BEFORE_BOX.findall(text)]
    ticked = [answer.strip(",、;/") for box, answer in answers if box in _TICKED]
    return ticked[0] if len(answers) > 1 and len(ticked) == 1 else ""


def _is_several(text: str) -> bool:
    return _APART.search(text) is not None and _APART.search(_THOUSANDS.sub("0", text)) is not None


def _is_cut(number: float, field: Field, factor: float) -> bool:
    """Whether a number is no count of anything: 12.5, but not 1.25 in 万人."""
    return factor == 1.0 and field.kind in _COUNTED and abs(number - round(number)) > 1e-6


def _scaled(number: float, factor: float) -> float:
    """The number in the canonical unit; a power of ten is divided out, which is exact where it can be."""
    if factor == 1.0:
        return number
    inverse = round(1 / factor)
    return number / inverse if factor < 1 and abs(inverse * factor - 1) < 1e-12 else number * factor
