"""What kind of thing each cell of a sheet holds, as one letter: the shape of a sheet without its words.

`t` text, `n` a number, `y` a year or a date, `-` a mark for no value, `.` a cell covered by the merged
range of a filled one, blank a blank. A row is a string, so that shapes can be
compared, counted and cut as text. What a shape means is decided in `ingest.tables.regions` and `ingest.tables.outline`.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from ingest.sheet import Sheet
from ingest.text import squeeze
from ingest.words.lexicon import Lexicon, Word
from ingest.words.values import Raw

# 2024, 2024-03, a forecast (2024E)
_YEAR = re.compile(r"(?:19|20)\d\d(?:[-./]\d\d?){0,2}[AEF]?")
#: What numbers a group of rows: 一, (二).
NUMERAL = re.compile(r"\(?[一二三四五六七八九十]{1,3}\)?")
_NO_VALUE = re.compile(r"[-—–―…./*×]+")
# Chinese characters, and a hyphen between digits: a range (90-144), a telephone number, a table's number.
# What pandas writes over a column without a heading.
_NAMELESS = re.compile(r"Unnamed:\d+(?:_level_\d+)?")
_WORDED = re.compile(r"[\u3400-\u9fff]|\d[-–—~]\d")
_SIGNS = ".,%‰+-−()'$€£¥*"
# Scanned tables hold numbers such as "71344..", "0. 00" and "1 l60": nearly all of it but signs is digits.
_DIGITS = 0.75
_ASIDE_CELLS = 3
#: A longer text is one, whatever it ends with.
_LONGEST = 1000


def mark(raw: Raw) -> str:
    """The letter of one cell."""
    if raw is None:
        return " "
    if not isinstance(raw, str):
        if isinstance(raw, (bool, int, float)):
            return "y" if 1900 <= raw <= 2100 and raw == int(raw) else "n"
        return "n" if isinstance(raw, dt.timedelta) else "y"
    return _of_text(raw)


@lru_cache(maxsize=65536)
def _of_text(raw: str) -> str:
    text = squeeze(raw[:_LONGEST])
    if not text or _NAMELESS.fullmatch(text):
        return " "
    if _YEAR.fullmatch(text):
        return "y"
    if _NO_VALUE.fullmatch(text):
        return "-"
    if NUMERAL.fullmatch(text):
        return "n"
    if _WORDED.search(text):
        return "t"
    said = [character for character in text if character not in _SIGNS]
    return "n" if said and said[0].isdigit() and sum(map(str.isdigit, said)) >= len(said) * _DIGITS else "t"


@dataclass(frozen=True)
class Region:
    """A rectangle of a sheet, zero-based, its corners included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def rows(self) -> range:
        """Its rows."""
        return range(self.top, self.bottom + 1)

    @property
    def width(self) -> int:
        """Its number of columns."""
        return self.right - self.left + 1


class Marks:
    """The marks of a sheet, and what can be said of a row of a region from them."""

    def __init__(self, sheet: Sheet, lexicon: Lexicon) -> None:
        self.sheet = sheet
        self._lexicon = lexicon

    @cached_property
    def _rows(self) -> list[str]:
        width = self.sheet.width
        rows = [[mark(raw) for raw in row] + [" "] * (width - len(row)) for row in self.sheet.rows]
        for (row, column), (top, left) in self.sheet.merge_anchor.items():
            if row < len(rows) and column < width and rows[row][column] == " " and rows[top][left] != " ":
                rows[row][column] = "."
        return ["".join(row) for row in rows]

    @property
    def whole(self) -> Region:
        """The sheet as a region."""
        return Region(0, 0, len(self._rows) - 1, self.sheet.width - 1)

    def row(self, region: Region, row: int) -> str:
        """The marks of a row within a region."""
        return self._rows[row][region.left : region.right + 1]

    def filled(self, region: Region, row: int) -> list[int]:
        """The columns of the region that are filled in a row, counted from the sheet's first."""
        return [region.left + i for i, letter in enumerate(self.row(region, row)) if letter not in " ."]

    def texts(self, region: Region, row: int) -> list[str]:
        """What stands in the filled cells of a row, folded."""
        return [squeeze(str(self.sheet.at(row, column))) for column in self.filled(region, row)]

    def words(self, region: Region, row: int) -> list[Word]:
        """The parts that the texts of a row may play."""
        columns = [c for c in self.filled(region, row) if self._rows[row][c] == "t"]
        return [self._lexicon.word(str(self.sheet.at(row, column))) for column in columns]

    def kind(self, region: Region, row: int) -> str:
        """blank, lone (one filled cell), aside (a caption or footer), numbers, or texts (several, no number)."""
        letters = self.row(region, row)
        filled = len(letters) - letters.count(" ") - letters.count(".")
        if filled == 0:
            return "covered" if "." in letters else "blank"
        if filled == 1:
            return "lone"
        if "n" in letters:
            return "numbers"
        return "aside" if self._is_aside(region, row) else "texts"

    def _is_aside(self, region: Region, row: int) -> bool:
        """Whether a few texts with a caption or footer among them, or nothing but names with what they are (站名:龙门)."""
        texts = self.texts(region, row)
        names = {text.partition(":")[0] for text in texts if ":" in text}
        others = [t for before, t in pairwise(["", *texts]) if ":" not in t and not before.endswith(":")]
        return (len(names) > 1 and not others) or (
            len(texts) <= _ASIDE_CELLS
            and any((w.is_caption or w.is_footer) and ":" in w.text for w in self.words(region, row))
        )
