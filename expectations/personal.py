"""Personal data in free text: identity numbers and mobile numbers, found and masked.

The one definition of what is masked. A number is told by its shape and, for an identity number, by a
real date of birth in it; the check digit is not asked for, because a mistyped number still names a person.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

import pandas as pd

IDENTITY = "身份证号码"
MOBILE = "手机号码"
_CANDIDATE = r"\d(?:\W?\d){9}"
_IDENTITY = re.compile(r"(?<![\dA-Za-z])\d(?:[ \-]?\d){16}[ \-]?[\dXx](?![\dA-Za-z])")
_MOBILE = re.compile(r"(?<![\dA-Za-z])(?:\+?86[ \-]?)?1[3-9]\d[ \-]?\d{4}[ \-]?\d{4}(?![\dA-Za-z])")
_BIRTH_YEARS = range(1880, 2100)


def mask(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with every such number starred out, and the kinds found; unchanged where there is none."""
    folded = unicodedata.normalize("NFKC", text)
    kinds: list[str] = []

    def star(kind: str, match: re.Match[str]) -> str:
        if kind == IDENTITY and not _has_birth_date(match[0]):
            return match[0]
        kinds.append(kind)
        return "*" * len(match[0])

    masked = _IDENTITY.sub(lambda match: star(IDENTITY, match), folded)
    masked = _MOBILE.sub(lambda match: star(MOBILE, match), masked)
    return (masked, tuple(dict.fromkeys(kinds))) if kinds else (text, ())


def _has_birth_date(number: str) -> bool:
    digits = re.sub(r"[ \-]", "", number)
    try:
        born = dt.date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    return digits[0] in "12345678" and born.year in _BIRTH_YEARS


def masked(texts: pd.Series) -> pd.Series:
    """The texts (dtype str) masked; nulls stay."""
    found = texts[_candidates(texts)].map(lambda text: mask(text)[0])
    return texts.copy() if found.empty else found.combine_first(texts).astype(texts.dtype)


def is_in(texts: pd.Series) -> pd.Series:
    """Per text whether it holds such a number."""
    result = pd.Series(False, index=texts.index)
    result.update(texts[_candidates(texts)].map(lambda text: bool(mask(text)[1])))
    return result


def _candidates(texts: pd.Series) -> pd.Series:
    """Texts with ten digits or more in a row, in any width: the few worth looking at closely."""
    return texts.str.contains(_CANDIDATE, regex=True)
