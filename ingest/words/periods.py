"""The period that a file, a sheet or a title says it is about.

A month ("2025年2月", "3月份", "202503", "2025-03") or a quarter ("2025年一季度"); a date of filling in is no
period, though one before the month began contradicts it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.text import squeeze
from ingest.words.numerals import DIGITS, number_of

_FULL = re.compile(
    r"(?<!\d)(20\d\d)(?:年度?|[-._/])?(0?[1-9]|1[0-2])(?:月(?!\d{1,2}[日号])份?|(?![\d年月季个项处批]|[-./]\d))"
)
_SHORT = re.compile(r"(?<!\d)([12]\d)年(0?[1-9]|1[0-2])月(?!\d{1,2}[日号])")
_AS_OF = re.compile(r"截[至止]到?(1[0-2]|0?[1-9])月[底末]")
_MONTH = re.compile(r"(?<![\d年\-~至到])(1[0-2]|0?[1-9])月(?!\d{1,2}日)")
_SO_FAR = re.compile(r"1(?:月份?)?[-~至到—–]+(1[0-2]|[1-9])月")
_FILLED_IN = re.compile(r"(?:填报|报送|制表|统计|截止|上报)?(?:时间|日期)[:：]?(20\d\d)[年.\-/](\d{1,2})")
_DATE = re.compile(r"(?:(20\d\d)年)?(\d{1,2})月\d{1,2}[日号]|(20\d\d)[./\-](\d{1,2})[./\-]\d{1,2}(?!\d)")
_UP_TO = re.compile("截[至止]|[日号][-—–~至]")
_LONGEST_BESIDE_DATE = 10
# "有效期至：2026年6月", "打印时间：…": dates of the form, and not of what it reports.
_OF_THE_FORM = re.compile(r"(?:有效期|批准|文号|印发|下发|打印|修订|制定)[^\d]{0,8}\d")
_QUARTER = re.compile(r"(?:(20\d\d)年?度?)?(?<!前)第?([1-4一二三四])季度")
_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_CHINESE_DIGIT = {month: str(number) for number, month in enumerate(_MONTHS, start=1)}
_CHINESE_YEAR = re.compile(r"二[〇○零][一二三四五六七八九][〇○零一二三四五六七八九](?=年)")
_CHINESE_MONTH = re.compile(r"(?<![一二三四五六七八九十个每])(十[一二]?|[一二三四五六七八九])(?=月)")
_CHINESE_DAY = re.compile(r"(?<=月)([一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=[日号])")
_TIME = re.compile(
    r"20\d\d(?:[-.年]?\d{1,2}(?!\d))?年?度?|\d{1,2}(?=月)|(?:十[一二]?|[一二三四五六七八九])(?=月|季度)"
)


@lru_cache(maxsize=4096)
def timeless(name: str) -> str:
    """A sheet's name without years, months and quarters, which change when nothing else does."""
    return _TIME.sub("", squeeze(name))


@lru_cache(maxsize=4096)
def stated_period(text: str, year: str) -> str | None:
    """The one month a text names as YYYY-MM (of `year` where it names none), None where none or several."""
    folded = _in_digits(squeeze(text))
    if _OF_THE_FORM.search(folded):
        return None
    if match := _SO_FAR.search(folded) or _AS_OF.search(folded):
        return f"{year}-{int(match[1]):02d}"
    named = {f"{y}-{int(m):02d}" for y, m in _FULL.findall(folded)}
    named |= {f"20{y}-{int(m):02d}" for y, m in _SHORT.findall(folded)}
    if not named:
        named = {f"{year}-{int(m):02d}" for m in _MONTH.findall(folded)}
    return named.pop() if len(named) == 1 else None


def stated_quarters(text: str, year: str) -> set[str]:
    """The quarters that a text names, as 2025Q1 (of `year` where it names none)."""
    said = _QUARTER.findall(squeeze(text))
    return {f"{own or year}Q{_CHINESE_DIGIT.get(quarter, quarter)}" for own, quarter in said}


@lru_cache(maxsize=4096)
def stated_quarter(text: str, year: str) -> str | None:
    """The one quarter a text names, None where it names none or several."""
    named = stated_quarters(text, year)
    return named.pop() if len(named) == 1 else None


def covers(stated: str, period: str) -> bool:
    """Whether a stated month or quarter is the month, or has it in it."""
    return stated == period or stated == f"{period[:4]}Q{(int(period[5:]) + 2) // 3}"


def in_chinese(stated: str) -> str:
    """A month or quarter as it is written: 2025年3月, 2025年第一季度."""
    year, quarter, number = stated.partition("Q")
    if quarter:
        return f"{year}年第{_MONTHS[int(number) - 1]}季度"
    return f"{stated[:4]}年{int(stated[5:])}月"


def _in_digits(folded: str) -> str:
    """A text with the years, months and days that it writes in Chinese numerals in digits (二〇二五年四月二日)."""
    if "月" not in folded:
        return folded
    folded = folded.replace("元月", "1月")
    dated = _CHINESE_YEAR.sub(lambda year: year[0].translate(DIGITS), folded)
    dated = _CHINESE_MONTH.sub(lambda month: str(_MONTHS.index(month[1]) + 1), dated)
    return _CHINESE_DAY.sub(lambda day: str(number_of(day[1])), dated)


@lru_cache(maxsize=4096)
def filled_in(text: str) -> str | None:
    """The month of a date of filling in (填报时间：2025年2月24日), None where the text has none.

    A text that is little but a date has one, and so has one that says up to when it counts. Of several dates it is
    the last: what 2025年1月1日—3月31日 covers ends in March.
    """
    folded = _in_digits(squeeze(text))
    if _OF_THE_FORM.search(folded) or _SO_FAR.search(folded):  # 统计时间:2025年1月-3月 is the period
        return None
    if match := _FILLED_IN.search(folded):
        return f"{match[1]}-{int(match[2]):02d}"
    if len(_DATE.sub("", folded)) > _LONGEST_BESIDE_DATE and not _UP_TO.search(folded):
        return None
    dates = [(of_day[0] or of_day[2], of_day[1] or of_day[3]) for of_day in _DATE.findall(folded)]
    year = next((year for year, _ in reversed(dates) if year), "")
    return f"{year}-{int(dates[-1][1]):02d}" if year else None


def is_caption_of_date(text: str) -> bool:
    """Whether the text says when it was filled in, so that its date is no statement of the period."""
    return filled_in(text) is not None
