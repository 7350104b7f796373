"""Dates in every Chinese habit: of a day, a month or ten days, in digits or numerals, or a spreadsheet's serial."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from ingest.text import squeeze
from ingest.words.numerals import DIGITS

_EXCEL_EPOCH = dt.datetime(1899, 12, 30)
_SERIALS = (20000, 73051)  # 1954 to 2099: what can only be meant as a spreadsheet's date number
# Years that nobody can mean are read as well: that they are out of range is said by the rules.
_FULL_YEAR = r"(?P<year>(?:1[89]|2[01])\d\d)"
_YEAR = rf"(?:{_FULL_YEAR}|'?(?P<short>\d\d))"
_BETWEEN = r"./\\\-—–、。"
# 2025-3-12, and no 2025.3-12: that is from March to December.
_DAY = re.compile(
    rf"^{_YEAR}(?P<mark>[年{_BETWEEN}])(?P<month>\d\d?)(?:[月./\\。]|(?P=mark))(?P<day>\d\d?)[日号]?$"
)
#: The time of a day, told apart from it before white space is taken out: 4-3 00:00 is not 4-30.
_TIME = re.compile(r"(?:[\sT]|(?<=[日号]))\d\d?[:：]\d\d(?:[:：]\d\d)?(?:\.\d+)?\s*$")
_MONTH = re.compile(
    rf"^{_FULL_YEAR}[年{_BETWEEN}](?P<month>\d\d?)(?:月份?)?$|^(?P<short>\d\d)年(?P<month2>\d\d?)月份?$"
)
_TEN_DAYS = re.compile(
    rf"^(?:{_FULL_YEAR}[年./\-])?(?P<month>\d\d?)月份?(?P<part>上旬|中旬|下旬|初|中|底|末)$"
)
_NO_YEAR = re.compile(r"^(?P<month>\d\d?)月份?(?:(?P<day>\d\d?)[日号])?$")
_PACKED = re.compile(r"^(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)?$")
_AROUND = re.compile(
    r"^(?:预计|计划|拟于|拟|约|于|已于)|(?:以前|之前|前|左右|开工|动工|竣工|完工|完成|建成|投用)$"
)
# What is to happen, or by when: no date of what has.
_PLANNED = re.compile("^(?:预计|计划|拟)|(?:以前|之前|前)$")
_IN_NUMERALS = re.compile(r"[〇零○一二三四五六七八九十]+[年月日]")
_YEAR_SEEN_FROM_NOW = re.compile("[今去明]年")
_YEARS_ON = {"今年": 0, "去年": -1, "明年": 1}
_SERIAL = re.compile(r"\d{5}(\.0+)?")
_FIRST_DAY = {"上旬": 1, "初": 1, "中旬": 11, "中": 11, "下旬": 21, "底": 21, "末": 21}


class Day(NamedTuple):
    """A day as YYYY-MM-DD, and how precise it is: '', or of a "month" or "ten_days" the first."""

    text: str
    precision: str


def read_date(raw: dt.date | float | str, year: int | None) -> Day | None:
    """The date that a cell holds, None where it holds none or may mean two; `year` is that of dates that name none."""
    if isinstance(raw, dt.datetime):
        return Day(raw.date().isoformat(), "")
    if isinstance(raw, dt.date):
        return Day(raw.isoformat(), "")
    if not isinstance(raw, str):
        return _of_number(float(raw))
    text = _in_digits(_AROUND.sub("", squeeze(_TIME.sub("", raw))))
    if year:
        text = _YEAR_SEEN_FROM_NOW.sub(lambda said: f"{year + _YEARS_ON[said[0]]}年", text)
    return _of_number(float(text)) if _SERIAL.fullmatch(text) else _of_text(text, year)


def is_planned(text: str) -> bool:
    """Whether a date is given as that of a plan: 预计2025年8月底, 2025年8月底前."""
    return _PLANNED.search(squeeze(text)) is not None


def _of_text(text: str, year: int | None) -> Day | None:
    if match := _DAY.match(text):
        return _day(_full_year(match), match["month"], match["day"], "")
    if match := _PACKED.match(text):
        return _day(int(match["year"]), match["month"], match["day"] or 1, "" if match["day"] else "month")
    if match := _MONTH.match(text):
        return _day(_full_year(match), match["month"] or match["month2"], 1, "month")
    if match := _TEN_DAYS.match(text):
        return _day(match["year"] or year, match["month"], _FIRST_DAY[match["part"]], "ten_days")
    if match := _NO_YEAR.match(text):
        return _day(year, match["month"], match["day"] or 1, "" if match["day"] else "month")
    return None


def _of_number(number: float) -> Day | None:
    """A date written as a bare number: a spreadsheet's serial, 202503, 20250315, or 2025.11.

    2025.1 may be January or a shortened October and is refused, as is a year alone.
    """
    if _SERIALS[0] <= number < _SERIALS[1]:
        return Day((_EXCEL_EPOCH + dt.timedelta(days=int(number))).date().isoformat(), "")
    if number.is_integer() and (match := _PACKED.match(str(int(number)))):
        return _day(int(match["year"]), match["month"], match["day"] or 1, "" if match["day"] else "month")
    year, _, month = repr(number).partition(".")
    if len(year) == 4 and year.startswith("20") and len(month) <= 2 and month not in ("", "0", "1"):
        return _day(int(year), month, 1, "month")
    return None


def _in_digits(text: str) -> str:
    """A text with the years, months and days that it writes in numerals in digits: 二〇二五年三月."""
    if not _IN_NUMERALS.search(text):
        return text
    text = re.sub(r"十(?=[一二三四五六七八九])", lambda m: "1" if _starts_number(m) else "", text)
    text = re.sub(r"(?<=[一二三四五六七八九])十", "0", text)
    return text.replace("十", "10").translate(DIGITS)


def _starts_number(match: re.Match[str]) -> bool:
    before = match.string[: match.start()]
    return not before or before[-1] not in "一二三四五六七八九"


def _full_year(match: re.Match[str]) -> int:
    return int(match["year"]) if match["year"] else 2000 + int(match["short"])


def _day(year: int | str | None, month: int | str, day: int | str, precision: str) -> Day | None:
    try:
        return Day(dt.date(int(year), int(month), int(day)).isoformat(), precision) if year else None
    except ValueError:
        return None
