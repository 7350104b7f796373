"""Numbers that are written in Chinese numerals."""

from __future__ import annotations

import re

#: What a numeral is as a digit.
DIGITS = str.maketrans("〇零○一二两三四五六七八九", "0001223456789")
_DIGIT = "[一二两三四五六七八九]"
# 十二个, but no lone 一, which many write for a dash; 三百五 and 二三 may be two things.
_NUMERAL = re.compile(
    rf"^(?!一$)(约|共)?(?P<numeral>零|{_DIGIT}(?![千百十])"
    rf"|(?=[一二两三四五六七八九十])(?:{_DIGIT}千)?(?:零?{_DIGIT}百)?(?:零?{_DIGIT}?十{_DIGIT}?|零{_DIGIT})?)(?=\D*$)(?![一二三四五六七八九十百千])"
)
_PLACES = {"十": 10, "百": 100, "千": 1000}


def in_digits(text: str) -> str:
    """A text that begins with a numeral below ten thousand with that in digits: 十二个 → 12个, 约一百零五 → 约105."""
    return _NUMERAL.sub(lambda said: f"{said[1] or ''}{number_of(said['numeral'])}", text)


def number_of(numeral: str) -> int:
    """The number that a numeral below ten thousand says: 十二, 一百零五."""
    total = digit = 0
    for sign in numeral:
        if sign in _PLACES:
            total, digit = total + (digit or 1) * _PLACES[sign], 0
        else:
            digit = int(sign.translate(DIGITS))
    return total + digit
