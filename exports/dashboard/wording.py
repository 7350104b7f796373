"""Words and numbers of the pages: codes in Chinese and English, and numbers as they are printed.

Belongs here: what every template needs to say a code or a number. Does not belong here: sentences, which
stand in the templates, Chinese beside English.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

_WORDS = Path(__file__).with_name("wording.csv")
NOTHING = "—"
#: Kind and code → Chinese and English.
Words = dict[tuple[str, str], tuple[str, str]]
_YES_OR_NO = "presence"
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@cache
def words() -> Words:
    """The words of these pages."""
    with _WORDS.open(encoding="utf-8", newline="") as stream:
        return {(row["kind"], row["code"]): (row["zh"], row["en"]) for row in csv.DictReader(stream)}


def place(kind: str, code: str) -> int:
    """Where a code stands among those of its kind; one unknown comes last."""
    codes = [known for of_kind, known in words() if of_kind == kind]
    return codes.index(code) if code in codes else len(codes)


def both(zh: object, en: object) -> Markup:
    """A text in both languages, of which the page shows one."""
    return Markup(f'<span lang="zh">{escape(zh)}</span><span lang="en">{escape(en)}</span>')


def coder(known: Words) -> Callable[..., Markup]:
    """A function that says a code of a kind in both languages, or `otherwise` where nothing is known of it."""

    @cache
    def code(kind: str, value: str, otherwise: str = "") -> Markup:
        return both(*known.get((kind, value), (otherwise or value, otherwise or value)))

    return code


def field(name: str) -> str:
    """A field in English: its canonical name, as words."""
    return name.replace("_", " ")


def number(value: float | None, digits: int = 2) -> str:
    """A number with thousands separated and the digits given; a dash where there is none."""
    return NOTHING if value is None else f"{value:,.{digits}f}"


def amount(value: float | None) -> str:
    """An amount of money in 万元: up to two digits, none where they would be zeros."""
    if value is None:
        return NOTHING
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


def whole(value: float | None) -> str:
    """A count or a rank."""
    return NOTHING if value is None else f"{value:,.0f}"


def signed(value: float | None, digits: int = 2) -> str:
    """A change: its sign is always written."""
    if value is None:
        return NOTHING
    rounded = round(value, digits)
    return f"{rounded:+,.{digits}f}" if rounded else f"{0:.{digits}f}"


def moment(value: dt.datetime | None) -> str:
    """A moment to the minute."""
    return NOTHING if value is None else value.isoformat(" ", "minutes")


def month(period: str) -> Markup:
    """A month (YYYY-MM) in both languages."""
    year, place = period[:4], int(period[5:])
    return both(f"{year}年{place}月", f"{_MONTHS[place - 1]} {year}")


def quarter(code: str) -> Markup:
    """A quarter (YYYYQn) in both languages."""
    return both(f"{code[:4]}年第{'一二三四'[int(code[-1]) - 1]}季度", f"Q{code[-1]} {code[:4]}")


def measured(row: Mapping[str, Any], indicator: Mapping[str, Any]) -> Markup:
    """An indicator's value with its unit, by the method that measured it: a number, yes or no, a stage, a date."""
    if row["value_text"]:
        return both(*words().get(("stage", row["value_text"]), (row["value_text"], row["value_text"])))
    if row["value"] is None:
        return escape(NOTHING)
    if indicator["method"] == _YES_OR_NO:
        return both("有", "yes") if row["value"] else both("无", "no")
    text = amount(row["value"])
    unit = words().get(("method_unit", indicator["method"]), ("", ""))
    return both(text + unit[0], text + unit[1])


def target(indicator: Mapping[str, Any]) -> Markup:
    """An indicator's target, as its values are said."""
    try:
        aim = {"value": float(indicator["target"]), "value_text": None}
    except ValueError:
        aim = {"value": None, "value_text": indicator["target"]}
    return measured(aim, indicator)


def as_json(value: object) -> Markup:
    """JSON that may stand within a script element: no text in it can end that element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=str)
    for sign, code in (
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        text = text.replace(sign, code)
    return Markup(text)
