"""A sheet cut into blocks, each one table with the texts above it.

Rows are told apart by what stands in them: titles, captions, headings, footers, data. A new block
begins where a row of headings follows data, or where a title announces one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from ingest.sheet import Cell, Merge, Sheet
from ingest.tables.marks import mark
from ingest.tables.pattern import Pattern, pattern_of, remembered
from ingest.tables.profiles import RowProfile, profile_rows
from ingest.text import number_before, squeeze
from ingest.towns.own_towns import OwnTowns
from ingest.words.dates import read_date
from ingest.words.lexicon import Lexicon, Word
from ingest.words.values import Raw

_LABELLED_ROWS = 3
#: One of so many rows begins with a label in a form, be most of its labels unknown.
_FEW = 3
#: What signs for a town, as its office.
_OFFICE = re.compile("政府|办事处|党委")
#: No decision on a row rests on one further away than this, so that long sheets cost no more a row than short ones.
_FAR = 200


@dataclass
class Block:
    """Rows top..bottom of a sheet, the titles above them, and the profile of every row of the sheet.

    `has_data` says whether one of its rows is data;
    `header_rows` is how many of the first rows hold headings where that was decided, else 0; `is_turned`
    says that its rows are columns of the file.
    """

    sheet: Sheet
    lexicon: Lexicon
    county: str
    top: int
    bottom: int
    titles: list[str]
    profiles: tuple[RowProfile, ...]
    has_data: bool = False
    header_rows: int = 0
    is_turned: bool = False

    def rearranged(
        self, rows: list[list[Raw]], merges: list[Merge], *, header_rows: int = 0, is_turned: bool = False
    ) -> Block:
        """The block with its cells in other places of its sheet."""
        sheet = replace(self.sheet, rows=rows, merges=merges)
        profiles = profile_rows(sheet, self.lexicon, self.county)
        return replace(self, sheet=sheet, profiles=profiles, header_rows=header_rows, is_turned=is_turned)

    @cached_property
    def pattern(self) -> Pattern:
        """What it looks like, its numbers aside."""
        return pattern_of(self.profiles[self.top : self.bottom + 2], self.top, self.bottom, self.lexicon)

    @property
    def used_columns(self) -> list[int]:
        """The columns in which anything stands."""
        return self.pattern.used_columns

    @property
    def words_by_column(self) -> dict[int, dict[int, Word]]:
        """column → row → the word that stands there, columns and rows in order."""
        return self.pattern.words_by_column


def cut(
    sheet: Sheet, profiles: tuple[RowProfile, ...], lexicon: Lexicon, county: str, header_rows: int = 0
) -> tuple[list[Block], dict[Cell, str]]:
    """The blocks of a sheet in order, and the cells set aside as titles, captions and footers."""
    extents, aside = _extents(profiles, sheet.ranges, tuple(sheet.captions), lexicon, county)
    blocks = [
        Block(sheet, lexicon, county, e.top, e.bottom, [*e.titles], profiles, e.has_data, header_rows)
        for e in extents
    ]
    return blocks, {**aside}


@dataclass
class _Extent:
    """The rows of a block so far; `reached` has the first rows of the ranges merged down into each row of the sheet."""

    lexicon: Lexicon
    profiles: tuple[RowProfile, ...]
    reached: Mapping[int, set[int]]
    top: int
    bottom: int
    titles: list[str]
    has_data: bool = False


@remembered
def _extents(
    profiles: tuple[RowProfile, ...],
    merges: tuple[Merge, ...],
    captions: tuple[str, ...],
    lexicon: Lexicon,
    county: str,
) -> tuple[list[_Extent], dict[Cell, str]]:
    cutter = _Cutter(profiles, merges, captions, lexicon, county)
    for row, profile in enumerate(profiles):
        if profile.filled:
            cutter.take(row, profile)
    if cutter.extents:
        cutter.settle_signatures()
    return cutter.extents, cutter.aside


class _Cutter:
    """Goes through the rows of a sheet; keeps the block that they go on with, and the titles of the next one."""

    def __init__(
        self,
        profiles: tuple[RowProfile, ...],
        merges: tuple[Merge, ...],
        captions: tuple[str, ...],
        lexicon: Lexicon,
        county: str,
    ) -> None:
        self._profiles = profiles
        self._lexicon = lexicon
        self._own_towns = OwnTowns(lexicon.gazetteer, county, "")
        self._reached: dict[int, set[int]] = defaultdict(set)
        for top, _, bottom, _ in merges:
            for row in range(top + 1, bottom + 1):
                self._reached[row].add(top)
        self._titles = [*captions]
        self._towns: list[str] = []  # a heading that names one is of all tables below it, up to the next
        self._current: _Extent | None = None
        self._signed: dict[int, list[str]] = {}  # what is said aside and names a town, by its row
        self.extents: list[_Extent] = []
        self.aside: dict[Cell, str] = {}

    def take(self, row: int, profile: RowProfile) -> None:
        """A row that says something aside, a title, or a row of a block."""
        current = self._current
        is_aside = profile.is_aside or (current is None and profile.says_when) or self._is_sealed(row)
        if is_aside and not (current and profile.is_measured_like(self._profiles[row - 1])):
            self._take_aside(row, profile)
        elif profile.filled == 1 and (
            not _is_inside(current, row) or _heads_next_form(current, row, self._own_towns)
        ):
            self._take_title(row, profile)
        else:
            self._take_row(row, profile)

    def _is_sealed(self, row: int) -> bool:
        """Whether a lone text is the place of a town's seal: 永坪镇人民政府（盖章）, 永坪镇人民政府 right above a date."""
        profile, *following = self._profiles[row : row + 2]
        text = "".join(profile.texts.values()) if profile.filled == 1 else ""
        if not text or not self._own_towns.named_in(text):
            return False
        dated = ("".join(below.texts.values()) for below in following if below.filled == 1)
        is_signed = _OFFICE.search(text) is not None and any(read_date(below, None) for below in dated)
        return "盖章" in text or is_signed

    def _take_aside(self, row: int, profile: RowProfile) -> None:
        is_footer = profile.words[min(profile.words)].is_footer
        self.aside.update({(row, c): "footer" if is_footer else "title" for c in profile.texts})
        if self._current and (profile.towns or not _goes_on(self._current, row)):
            self._current, self._titles = None, []
        if not is_footer:
            self._titles += profile.texts.values()
        self._note_signature(row, profile)

    def _note_signature(self, row: int, profile: RowProfile) -> None:
        self._signed[row] = [text for text in profile.texts.values() if self._own_towns.named_in(text)]

    def settle_signatures(self) -> None:
        """Let the towns that sign below their blocks be of these, as where one signs below the last and none above the first."""
        first, last = self.extents[0], self.extents[-1]
        rows = [row for row, texts in self._signed.items() if texts]
        if not rows or rows[0] < first.top or any(map(self._own_towns.named_in, first.titles)):
            return
        end = self._profiles[last.bottom]
        is_lone = last.top < last.bottom and len(end.towns) == end.filled == 1
        if is_lone and all(any(a.bottom < r < b.top for r in rows) for a, b in pairwise(self.extents)):
            rows.append(last.bottom)  # right below the last block, as others stand below theirs
            self._take_title(last.bottom, end)
            last.bottom = next(r for r in range(last.bottom - 1, -1, -1) if self._profiles[r].filled)
        for row in rows if rows[-1] > last.bottom else ():
            texts = self._signed[row]
            for extent in self.extents:
                extent.titles = [title for title in extent.titles if title not in texts]
            [*_, above] = (extent for extent in self.extents if extent.bottom < row)
            above.titles += texts

    def _take_title(self, row: int, profile: RowProfile) -> None:
        self.aside.update({(row, c): "title" for c in profile.texts})
        above = [] if self._current else self._titles
        self._current, self._titles = None, [*above, *profile.texts.values()]
        if profile.towns or profile.totals:
            self._towns = self._titles[-1:] if profile.towns else []
        self._note_signature(row, profile)

    def _take_row(self, row: int, profile: RowProfile) -> None:
        if self._current and _begins_table(self._current, row):
            self._current, self._titles = None, []
        if self._current is None:
            titles = [*(town for town in self._towns if town not in self._titles), *self._titles]
            self._current = _Extent(self._lexicon, self._profiles, self._reached, row, row, titles)
            self.extents.append(self._current)
            self._titles = []
        self._current.bottom = row
        self._current.has_data = self._current.has_data or profile.is_data


def _goes_on(current: _Extent, row: int) -> bool:
    """Whether records follow what a row says aside, or the rest of a form: a remark between them ends neither."""
    rest = (p for p in current.profiles[row + 1 : row + 1 + _FAR] if p.filled and not p.is_aside)
    following = next(rest, RowProfile())
    return (current.has_data and following.is_data) or _goes_on_as_form(current, following)


def _goes_on_as_form(current: _Extent, following: RowProfile) -> bool:
    """Whether a row of a form asks what has not been asked since a row last began like the form itself."""
    first, rows = current.profiles[current.top], _last_rows(current)
    if not (rows[-1].is_label_and_value and following.is_label_and_value):
        return False
    asked: set[str] = set()
    for profile in rows:
        asked = profile.asked if profile.asked == first.asked else asked | profile.asked
    return asked.isdisjoint(following.asked)


def _first_rows(current: _Extent) -> tuple[RowProfile, ...]:
    """The rows that a block begins with."""
    return current.profiles[current.top : min(current.bottom + 1, current.top + _FAR)]


def _last_rows(current: _Extent) -> tuple[RowProfile, ...]:
    """The rows that a block ends with so far."""
    return current.profiles[max(current.top, current.bottom + 1 - _FAR) : current.bottom + 1]


def _is_inside(current: _Extent | None, row: int) -> bool:
    """Whether a lone text belongs to the block it stands in: no row of headings follows it."""
    if current is None:
        return False
    profiles = current.profiles
    is_beside_merged = any(current.top <= top for top in current.reached.get(row, ()))
    next_row = _next_row(profiles, row)
    if is_beside_merged or next_row is None or _goes_on_below(current, row - 1):
        return True
    if profiles[row].labels and _goes_on_below(current, next_row):
        return True
    following = profiles[next_row]
    above = reversed(profiles[max(0, row - _FAR) : row])
    before = next((p for p in above if p.filled > 1), RowProfile())
    is_table_before = before.is_data and not before.begins_with_label and _is_table(current)
    begins_form = following.is_form_row and following.begins_with_label and not profiles[row - 1].filled
    if is_table_before and (following.is_label_and_value or begins_form):
        return False  # a form follows a table
    is_repeated = len(following.towns) != 1 and _repeats_headings(current, following)
    heads_table = not following.is_form_row and (following.is_headings or is_repeated)
    begins_again = _is_first_row_again(current, following) or _heads_words(current, profiles[row], following)
    return bool(following.numbers) or not (heads_table or begins_again)


def _is_table(current: _Extent) -> bool:
    """Whether a block is wider than a form, or headed, and few of its rows begin with a label, or have any."""
    rows = [p for p in _first_rows(current) if p.filled > 1]
    is_wide = any(p.is_headings or p.filled > _LABELLED_ROWS for p in rows)
    begin, ask = sum(p.begins_with_label for p in rows), sum(bool(p.labels) for p in rows)
    return is_wide and (begin * _FEW <= len(rows) or ask * 2 <= len(rows))


def _heads_next_form(current: _Extent | None, row: int, towns: OwnTowns) -> bool:
    """Whether a lone text names a town (永坪镇产业发展情况), and below it come the labels again that began the block."""
    if current is None:
        return False
    below = _next_row(current.profiles, row)
    text = "".join(current.profiles[row].texts.values())
    repeats = below is not None and _repeats_headings(current, current.profiles[below])
    return repeats and bool(towns.named_in(text))


def _next_row(profiles: Sequence[RowProfile], row: int) -> int | None:
    """The next row that is no lone text, and no caption below one (2025年3月 | 单位：万元): what a title stands over."""
    below = range(row + 1, min(row + 1 + _FAR, len(profiles)))
    held = (r for r in below if profiles[r].filled > 1 or profiles[r].numbers)
    return next((r for r in held if not profiles[r].is_caption), None)


def _repeats_headings(current: _Extent, profile: RowProfile) -> bool:
    """Whether the labels of a row stand above the block in the same columns: its headings, on another page."""
    first = {c: word.text for c, word in current.profiles[current.top].words.items()}
    return bool(profile.labels) and all(first.get(c) == profile.words[c].text for c in profile.labels)


def _is_first_row_again(current: _Extent, profile: RowProfile) -> bool:
    """Whether a row says in every cell what the first of the block does, and data lies between: the next page."""
    first = current.profiles[current.top]
    if profile.numbers or len(profile.words) < 2 or profile.words != first.words:
        return False
    return current.has_data or any(row.filled > 1 and not row.is_headings for row in _first_rows(current)[1:])


def _heads_words(current: _Extent, lone: RowProfile, following: RowProfile) -> bool:
    """Whether headings that nobody knows follow a lone text: words alone, the first as above the block or the town, or 七、 follows 六、."""
    if not current.has_data or following.numbers or following.towns or len(following.words) < _LABELLED_ROWS:
        return False
    if any(mark(word.text) in "ny" for word in following.words.values()):
        return False  # numbers written as texts
    first = following.words[min(following.words)]
    if first in current.profiles[current.top].words.values() or current.lexicon.asks_for_town(first.text):
        return True
    title, text = "".join(current.titles[-1:]), "".join(lone.texts.values())
    before, said = number_before(squeeze(title)), number_before(squeeze(text))
    return before is not None and said == (before[0], before[1] + 1)


def _begins_table(current: _Extent, row: int) -> bool:
    """Whether a row of headings begins another table: data came before it, and no form goes on."""
    profiles, profile = current.profiles, current.profiles[row]
    if profile.numbers and not profile.labels:
        return False
    is_page = len(profile.towns) > 1 and _repeats_headings(current, profile)
    if is_page or _is_first_row_again(current, profile):
        return True
    if current.has_data and _titles_tables(current, row):
        return True
    if not current.has_data or not profile.is_headings or profile.numbers or profile.is_form_row:
        return False
    if profiles[row - 1].filled and not _is_table(current):
        return False  # a form goes on, whatever its answers look like
    goes_across = not profile.towns and _begins_with_labels(current, min(profile.words))
    if goes_across or _goes_on_below(current, row):
        return False
    before = next(profiles[r] for r in range(row - 1, current.top - 1, -1) if profiles[r].filled > 1)
    if before.towns & profile.towns or _names_town_like_others(current, row):
        return False  # another row of a list, that names its town where those before did
    if len(before.towns) > 1 and len(before.towns) >= before.filled - 1:
        return False  # below the towns across stands what is asked of each
    return len(before.labels & profile.labels) * 2 < len(profile.labels)


def _names_town_like_others(current: _Extent, row: int) -> bool:
    """Whether a row names one town, where a row before it did: a record, whatever else in it reads like headings."""
    towns = current.profiles[row].towns
    above = (profile.towns for profile in current.profiles[max(current.top, row - _FAR) : row])
    return len(towns) == 1 and towns in above


def _titles_tables(current: _Extent, row: int) -> bool:
    """Whether the texts of a row stand each over the first heading of one of several tables side by side."""
    profile, following = current.profiles[row], next(iter(current.profiles[row + 1 : row + 2]), RowProfile())
    if len(profile.words) < 2 or profile.numbers or profile.towns or not following.is_headings:
        return False
    return [*profile.words] == [c for c in following.words if c - 1 not in following.words]


def _begins_with_labels(current: _Extent, column: int) -> bool:
    """Whether the rows of a block so far all begin with a label: records stand across, and go on."""
    rows = [profile for profile in _first_rows(current) if profile.filled]
    return len(rows) >= _LABELLED_ROWS and all(column in profile.labels for profile in rows)


def _goes_on_below(current: _Extent, row: int) -> bool:
    """Whether a form goes on with labels whose values stand below them; most of its first rows have them beside."""
    filled = [p for p in _first_rows(current) if p.filled > 1][:_LABELLED_ROWS]
    forms = [p for p in filled if p.is_form_row or (p.begins_with_label and len(p.labels) < p.filled)]
    return len(forms) * 2 > len(filled) and has_values_below(current.profiles, row)


def has_values_below(profiles: Sequence[RowProfile], row: int) -> bool:
    """Whether labels side by side have their values in the next row and in that alone, and no label stands there.

    总投资 | 年度计划投资 above 900 | 500, in a form that asks everything else beside its labels. Where lines are
    numbered, a single one is a table's.
    """
    profile = profiles[row]
    if not profile.is_headings or profile.numbers or profile.is_form_row:
        return False
    below, after = [*profiles[row + 1 : row + 3], RowProfile(), RowProfile()][:2]
    if below.labels or below.is_aside:
        return False
    is_numbered = any(word.role == "serial" for word in profile.words.values())
    if is_numbered or (after.filled > 1 and len(after.labels) * 2 < after.filled):
        return False
    columns = below.held if below.filled else frozenset[int]()
    return (below.numbers > 0 or len(columns) > 1) and profile.words.keys() >= columns
