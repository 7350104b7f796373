"""Where in a region its table begins, its headings end, and its data ends, by shape alone.

In a table of numbers the headings are the texts above them; what stands between headings and the first
number is data (a group, a record without values). In a table of texts the first rows are headings where
they look unlike what stands below them. Titles, captions, notes and sources stay outside.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.tables.marks import Marks, Region
from ingest.tables.regions import runs
from ingest.text import serial_number, squeeze

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_SENTENCE = re.compile(r".{10,}[。;]")
#: No label is compared with those further above.
_FAR = 200
_NOTE = re.compile(r"^[*※]|:|。$")
_FEW_ROWS = 3


@dataclass(frozen=True)
class Outline:
    """A table's bounds, its heading rows, and its first row of data."""

    region: Region
    headings: tuple[int, ...]
    body: int


def outline(marks: Marks, region: Region) -> Outline | None:
    """The outline of the table in a region, None where there is none."""
    rows = {row: marks.kind(region, row) for row in region.rows}
    several = [row for row, kind in rows.items() if kind in ("numbers", "texts")]
    if len(several) < 2:
        return None
    finder = _Finder(marks, region, rows, several)
    return finder.find()


class _Finder:
    """Finds the outline of one region."""

    def __init__(self, marks: Marks, region: Region, rows: dict[int, str], several: list[int]) -> None:
        self._marks = marks
        self._region = region
        self._kinds = rows
        self._several = several
        self._numbers = [row for row in several if rows[row] == "numbers" and not self._is_numbering(row)]
        self._values = self._value_columns()
        for row in [row for row in self._numbers if self._is_heading(row)]:
            self._numbers.remove(row)
            self._kinds[row] = "texts"
        self._leave_out_titles()

    def find(self) -> Outline | None:
        """Headings, then the first row of data, then the last, then the columns between."""
        is_numeric = bool(self._values) and len(self._numbers) * 2 >= len(self._several) - 1
        headings = self._over_numbers() if is_numeric else self._over_texts()
        data = self._numbers if is_numeric else self._several
        if headings:
            below = (row for row in self._kinds if row > headings[-1])
            body = next((row for row in below if self._kinds[row] in ("numbers", "texts", "lone")), None)
        else:
            body = self._with_section_above(data)
        if body is None or (not headings and self._is_doubtful(body)):
            return None
        top = min([*headings, body])
        bottom = self._bottom(body, data)
        if bottom < body:
            return None
        columns = self._columns(top, body, bottom)
        if columns is None:
            return None
        return Outline(Region(top, columns[0], bottom, columns[1]), tuple(headings), body)

    def _leave_out_titles(self) -> None:
        """Set the first rows of numbers aside where headings part them from the rest and they hold less (1 | Visits)."""
        filled = {row: len(self._marks.filled(self._region, row)) for row in self._numbers}
        for row, following in pairwise(list(self._numbers)):
            if filled[row] * 2 > median(filled.values()) or not any(
                self._is_heading(between) for between in range(row + 1, following)
            ):
                break
            self._numbers.remove(row)
            self._kinds[row] = "aside"

    def _columns(self, top: int, body: int, bottom: int) -> tuple[int, int] | None:
        """The first and last column; what lies behind a blank column and under no heading is not."""
        rows = [self._letters(row) for row in range(top, bottom + 1)]
        heads, data = rows[: body - top], rows[body - top :]
        used = [
            any(row[c] not in " ." for row in data) or any(row[c] != " " for row in heads)
            for c in range(self._region.width)
        ]
        parts = [
            (first, last)
            for first, last in runs(used)
            if first == 0 or not heads or any(row[first : last + 1].strip() for row in heads)
        ]
        if not parts or parts[0][0] == parts[-1][1]:
            return None
        return self._region.left + parts[0][0], self._region.left + parts[-1][1]

    def _letters(self, row: int) -> str:
        return self._marks.row(self._region, row)

    def _is_numbering(self, row: int) -> bool:
        """Whether a row only numbers the columns (甲 乙 1 2=3+4 3)."""
        texts = [text.strip("()[]").split("=")[0] for text in self._marks.texts(self._region, row)]
        numbers = [number for text in texts if (number := serial_number(text)) is not None]
        return (
            len(numbers) >= 3
            and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
            and numbers[0] in (0, 1)
            and all(len(text.removesuffix(".0")) <= 2 for text in texts)
            and row != self._several[-1]
        )

    def _value_columns(self) -> set[int]:
        """The columns that hold numbers in most rows of numbers; a column of years counts."""
        counts = [Counter[str]() for _ in range(self._region.width)]
        for row in self._numbers:
            for counter, letter in zip(counts, self._letters(row), strict=True):
                counter[letter] += 1
        self._years = {i for i, c in enumerate(counts) if c["y"] > c["n"]}
        return {i for i, c in enumerate(counts) if c["n"] + c["y"] > c["t"]}

    def _is_heading(self, row: int) -> bool:
        """Whether texts, or years, stand over columns of values, and more of them than numbers."""
        if self._kinds[row] not in ("numbers", "texts"):
            return False
        over = Counter(
            "t" if letter == "y" and column not in self._years else letter
            for column, letter in enumerate(self._letters(row))
            if column in self._values
        )
        return over["t"] > over["n"] or (self._kinds[row] == "numbers" and self._is_numbering(row))

    def _over_numbers(self) -> list[int]:
        last = next(
            (r for r in range(self._numbers[0] - 1, self._region.top - 1, -1) if self._is_heading(r)), None
        )
        if last is None:
            return []
        while last + 1 < self._numbers[0] and self._is_remark(last + 1):
            last += 1
        return self._upwards(last)

    def _is_remark(self, row: int) -> bool:
        """Whether a row under headings heads no group.

        It is the rest of them where they reach into it, and says what helper it is (Unit, Remark), or a name in English.
        """
        words = self._marks.words(self._region, row)
        if self._letters(row)[0] == ".":
            return True
        if self._kinds[row] not in ("lone", "aside") or not words:
            return False
        above = str(self._marks.sheet.at(row - 1, self._marks.filled(self._region, row)[0]) or "")
        is_translated = _HAN.search(above) and not (_LATIN.search(above) or _HAN.search(words[0].text))
        return words[0].role in ("unit", "note") or bool(is_translated)

    def _is_doubtful(self, body: int) -> bool:
        """Whether rows without headings are hardly a table: very few, or sentences for the most part."""
        rows = [row for row in self._several if row >= body]
        said = sum(any(map(_SENTENCE.fullmatch, self._marks.texts(self._region, row))) for row in rows)
        return len(rows) < _FEW_ROWS or said * 2 > len(rows)

    def _upwards(self, last: int) -> list[int]:
        """The heading rows that end in a row, from the first; one blank row may stand between two."""
        found = [last]
        row = last - 1
        while row >= self._region.top:
            kind = self._kinds[row]
            if kind == "texts":
                found.append(row)
            elif kind == "lone":
                if not self._lone_is_heading(row, found):
                    break
                found.append(row)
            elif kind == "blank":
                if row == self._region.top or not self._are_headings_above(row - 1, found[-1]):
                    break
            elif kind != "covered":
                break
            row -= 1
        return sorted(found)

    def _are_headings_above(self, row: int, below: int) -> bool:
        """Whether a row above a blank one is as full of texts as headings are."""
        filled, over = (len(self._marks.filled(self._region, r)) for r in (below, row))
        return self._kinds[row] == "texts" and over >= 3 and over * 3 >= filled

    def _lone_is_heading(self, row: int, found: list[int]) -> bool:
        """Whether the only text of a row above headings belongs to them, and is no title.

        It does where it stands over values below another row of headings, where its merged cell groups
        some of the columns, or where the headings found say it again in the same column.
        """
        (column,) = self._marks.filled(self._region, row)
        words = self._marks.words(self._region, row)
        if not words or words[0].is_caption or words[0].is_footer or words[0].is_unit:
            return False
        text = words[0].text
        if column == self._region.left:
            again = (squeeze(str(self._marks.sheet.at(r, column) or "")) for r in found)
            return any(heading and text.startswith(heading) for heading in again)
        covered = self._letters(row).count(".")
        is_group = 0 < covered < self._region.width - 1
        is_between = row > self._region.top and self._kinds[row - 1] == "texts"
        return is_group or is_between or words[0].is_time

    def _over_texts(self) -> list[int]:
        """The heading rows of a table of texts: those said twice side by side, else one unlike the rest."""
        repeated = []
        for row in self._several:
            if not self._says_halves_twice(row):
                break
            repeated.append(row)
        if repeated and len(repeated) < len(self._several):
            return repeated
        first = self._several[0]
        if self._is_like_the_rest(first):
            return []
        found = [first]
        for row in self._several[1:]:
            if not self._heads_more(row, found):
                break
            found.append(row)
        return found

    def _says_halves_twice(self, row: int) -> bool:
        sheet, region = self._marks.sheet, self._region
        cells = [squeeze(str(sheet.at(row, c) or "")) for c in range(region.left, region.right + 1)]
        half = len(cells) // 2
        return len(cells) >= 4 and len(cells) % 2 == 0 and any(cells) and cells[:half] == cells[half:]

    def _heads_more(self, row: int, found: list[int]) -> bool:
        """Whether a row without a label of its own stands over columns that the headings so far leave open."""
        letters = self._letters(row)
        return letters[0] in " ." and any(
            letter == "t" and all(self._letters(above)[column] in " ." for above in found)
            for column, letter in enumerate(letters)
        )

    def _is_like_the_rest(self, first: int) -> bool:
        """Whether the texts of the first row end as, or are, texts of the rows below: no headings.

        Rows that say the whole first row again are its headings on another page.
        """
        again = self._marks.texts(self._region, first)
        others = [row for row in self._several if self._marks.texts(self._region, row) != again]
        sheet, alike, columns = self._marks.sheet, 0, self._marks.filled(self._region, first)
        for column in columns:
            below = [squeeze(str(v)) for row in others if (v := sheet.at(row, column)) is not None]
            text = squeeze(str(sheet.at(first, column)))
            endings = Counter(value[-1:] for value in below)
            alike += text in below or endings[text[-1:]] * 10 >= len(below) > 0
        return alike * 2 > len(columns)

    def _with_section_above(self, data: list[int]) -> int:
        """The first row of data without headings; the name of a section above it counts where others follow."""
        above = data[0] - 1
        if above < self._region.top or self._kinds[above] != "lone":
            return data[0]
        shape = self._letters(above)
        return above if any(self._letters(row) == shape for row in range(data[0], data[-1])) else data[0]

    def _bottom(self, body: int, data: list[int]) -> int:
        """The last row of data: the last that holds values, and labels without any right below it."""
        bottom = max([row for row in data if row >= body], default=body - 1)
        for row in range(bottom + 1, self._region.bottom + 1):
            kind = self._kinds[row]
            if kind != "texts" and not (kind == "lone" and self._is_label(body, row)):
                break
            bottom = row
        return bottom

    def _is_label(self, body: int, row: int) -> bool:
        """Whether all that a row after the data holds is like the labels above it: a year below years, a text as short."""
        (column,) = self._marks.filled(self._region, row)
        before = range(row - 1, max(body, row - _FAR) - 1, -1)
        letter, *above = (self._letters(r)[column - self._region.left] for r in (row, *before))
        if letter != "t":
            return [letter] == [usual for usual, _ in Counter(above).most_common(1)]
        words = self._marks.words(self._region, row)
        if not words or _NOTE.search(words[0].text) or words[0].is_footer or "." in self._letters(row):
            return False
        labels = (self._marks.sheet.at(r, column) for r in before)
        return len(words[0].text) <= max((len(squeeze(str(v))) for v in labels if v is not None), default=0)
