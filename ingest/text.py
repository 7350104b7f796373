"""Text as counties write it, folded to what can be compared.

Only string folding and cell addresses live here; meaning is given by the dictionary.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_SPACE = re.compile(r"\s+")
# What takes no room and turns the direction of writing: nobody sees it.
_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_SPACE_OR_UNSEEN, _ONLY_UNSEEN = re.compile(rf"[\s{_UNSEEN}]+"), re.compile(f"[{_UNSEEN}]+")
_WRAP = re.compile(r"(?<=[^\x00-\x7f])\s*[\r\n]+\s*|\s*[\r\n]+\s*(?=[^\x00-\x7f])")
_SPACING = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")
_COUNT_BEHIND = re.compile(r"(?:\(共?\d+[个项笔件家宗](?:项目|资金)?\)|共?\d+[个项](?:项目)?)$")
_NUMBERED = re.compile(r"(\(?)([一二三四五六七八九十]{1,3}|\d{1,2})(?:[)、]|\.(?!\d))")
_DIGITS = ("", *"一二三四五六七八九")
_NUMERALS = {
    f"{_DIGITS[n // 10] if n > 19 else ''}{'十' if n > 9 else ''}{_DIGITS[n % 10]}": n for n in range(1, 100)
}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
#: Nothing has so many lines that their numbers have more digits.
_MOST_DIGITS = 7
_ENDS_OF_COUNTS = (")", "个", "项", "项目")
#: How a title says that what stands below it goes on with the table before: 续表, （续）, 接上页.
CONTINUED = re.compile(
    r"\s*[(（]?(?:续表?|接上[页表])[\s\d一二三四五六七八九十]*[)）]?(?:\s*[(（]?cont(?:inued|\.)?[\s\d]*[)）]?)?\d*$",
    re.IGNORECASE,
)


@lru_cache(maxsize=65536)
def squeeze(text: str) -> str:
    """NFKC without any white space or unseen signs: full-width forms, line breaks and blanks are ways of writing."""
    return _SPACE_OR_UNSEEN.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=65536)
def tidy(text: str) -> str:
    """NFKC, trimmed, runs of white space folded to one blank, without unseen signs: text as it is published.

    A line break inside Chinese text is a way of wrapping it, so it vanishes; between Latin
    letters or digits it stays as a blank.
    """
    folded = _ONLY_UNSEEN.sub("", unicodedata.normalize("NFKC", text)).strip()
    if "\n" in folded or "\r" in folded:
        folded = _WRAP.sub("", folded)
    return _SPACE.sub(" ", folded)


@lru_cache(maxsize=65536)
def joined(name: str) -> str:
    """A name without the blanks between its Chinese characters, which are a way of spacing it out."""
    return _SPACING.sub("", name)


def raised(text: str) -> str:
    """A text written small and high, as such: a note's 1 behind 12 makes no 121."""
    return text.translate(_RAISED)


def uncounted(folded: str) -> str:
    """A folded text without the number of what stands under it: 永坪镇(5个) → 永坪镇."""
    return _COUNT_BEHIND.sub("", folded) if folded.endswith(_ENDS_OF_COUNTS) else folded


def number_before(folded: str) -> tuple[str, int] | None:
    """How and as which a folded text is numbered: 六、规划编制 is ("、", 6), (二)产业 is (")", 2); None where it is not."""
    found = _NUMBERED.match(folded)
    if found is None:
        return None
    said = found[2]
    return f"{found[1]}{found[0][-1]}", int(said) if said.isdigit() else _NUMERALS.get(said, 0)


def unnumbered(text: str) -> str:
    """A folded text without the number before it."""
    found = _NUMBERED.match(text)
    return text[found.end() :].lstrip() if found else text


def count_up(numbers: Iterable[int | None]) -> bool:
    """Whether several numbers follow each other one by one, be it that they begin again at 1; looks no further than they do."""
    pairs = (before is not None and after in (before + 1, 1) for before, after in itertools.pairwise(numbers))
    return next(pairs, False) and all(pairs)


def serial_number(raw: object) -> int | None:
    """The whole number that a cell holds, as a number or in digits alone; None where it is none that numbers a line or column."""
    folded = squeeze(str(raw)).strip("()[]").removesuffix(".0")
    return int(folded) if folded.isdecimal() and len(folded) <= _MOST_DIGITS else None


@lru_cache(maxsize=4096)
def column_letters(column: int) -> str:
    """The spreadsheet name of a zero-based column: 0 → A, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """The A1 address of a zero-based row and column."""
    return f"{column_letters(column)}{row + 1}"


def position(address: str) -> tuple[int, int]:
    """The zero-based row and column of an A1 address in capital letters."""
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(address[len(letters) :]) - 1, column - 1


def address_range(top: int, left: int, bottom: int, right: int) -> str:
    """The A1 range of zero-based corners, a single address where both are one cell."""
    first, last = address(top, left), address(bottom, right)
    return first if first == last else f"{first}:{last}"
