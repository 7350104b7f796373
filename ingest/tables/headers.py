"""Where the headings of a block end, what each heading row is for, and the path over a column.

Heading rows carry names, units or mere numbering. Groups are joined by merged cells, or, where a
format keeps none, by the blanks beside a group that has a leaf below it.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.sheet import Cell, Sheet
from ingest.tables.blocks import Block
from ingest.tables.groups import SERIAL
from ingest.tables.layout import Table
from ingest.tables.paths import Over, over_columns, without_numbers
from ingest.tables.profiles import RowProfile
from ingest.text import serial_number, squeeze
from ingest.words.values import Raw

_MAX_HEADER = 9
_MAX_NAMES = 4
_LIKE = 0.45
_FILL_IN = ("填写", "请填")
_FEW_WORDS = 3
_VALUE = re.compile(r"[-+]?[\d,]+(?:\.\d+)?%?|\d{4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?")
_MEASURED = re.compile(r"约?[-+]?[\d,]+(?:\.\d+)?([^\d.,]{1,4})")
#: "1是0否", "是/否": how a column without a unit is to be filled in.
_ANSWERS = re.compile(r"\(?(?:[01]?[=:]?[是否有无√×][=:]?[01]?[/、,;]?){2}\)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
#: Of so many texts in a row of units one may be another word.
_WORDS_AMONG_UNITS = 8


@dataclass
class Header:
    """The heading rows of a block: which carry names, which a unit, which only numbering; first data row."""

    block: Block
    names: list[int]
    units: list[int]
    numbering: list[int]
    body: int

    @cached_property
    def _over(self) -> list[Over]:
        """What stands over each column, once all rows are known."""
        return over_columns(self.block.sheet, self.names)

    def leaf(self, column: int) -> Cell:
        """The cell of the last heading over a column, the first of its merged range."""
        cell = (self.names[self._over[column].level], column)
        return self.block.sheet.merge_anchor.get(cell, cell)

    def path(self, column: int) -> tuple[str, ...]:
        """The headings over a column, group first."""
        return self._paths[column]

    @cached_property
    def _paths(self) -> list[tuple[str, ...]]:
        paths = [over.path for over in self._over]
        if not self._holds_levels:
            return paths
        return [self._levels(squeeze(path[0])) if path else path for path in paths]

    @cached_property
    def _holds_levels(self) -> bool:
        """Whether the only row of headings says the groups of each as well, as systems export them: 基础设施/燃气/小区数."""
        if len(self.names) != 1:
            return False
        words = self.block.profiles[self.names[0]].words.values()
        paths = [path for word in words if len(path := self._levels(word.text)) > 1]
        groups = Counter(path[0] for path in paths if "(" not in path[0])
        return groups.total() == len(paths) > 0 and max(groups.values()) > 1

    def _levels(self, text: str) -> tuple[str, ...]:
        """The groups and the leaf that a folded heading says; a unit behind the last slash is no level of its own."""
        *groups, leaf = text.split("/")
        if groups and leaf in self.block.lexicon.dictionary.units:
            leaf = f"{groups.pop()}/{leaf}"
        return (*groups, leaf)

    def words(self, column: int) -> tuple[str, ...]:
        """The headings over a column but for mere numbers, which tell nothing of it."""
        if self._holds_levels:
            return without_numbers(self.path(column))
        return self._over[column].words

    def paths(self, columns: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """The headings over columns, group first."""
        return {column: self.path(column) for column in columns}

    def units_over(self, column: int, names: tuple[str, ...]) -> list[tuple[str, str]]:
        """The units that stand over a column and where: in its own heading, in the row of units, in its groups."""
        label = self.block.lexicon.matcher.label
        said = [(label(names[-1]).unit, "column")] if names else []
        if self.units:
            said += [(word, "unit_row") for word in self._units_below(column)]
        if len(names) > 1:
            said += [(label(group).unit, "group") for group in reversed(names[:-1])]
        return [(word, source) for word, source in said if word]

    def _units_below(self, column: int) -> list[str]:
        """The units of a column in the rows of units."""
        found = (self.block.profiles[row].words.get(column) for row in self.units)
        texts = [word.text.strip("()") for word in found if word]
        return [text for text in texts if text in self.block.lexicon.dictionary.units]

    def frame(self, columns: list[int], bottom: int, arrangement: str = "rows") -> Table:
        """A table of some columns of the block down to a row, with nothing asked in it so far."""
        block, rows = self.block, range(self.block.top, self.body)
        table = Table(
            sheet=block.sheet,
            top=block.top,
            left=columns[0],
            bottom=bottom,
            right=columns[-1],
            header_rows=self.body - block.top,
            slots=[],
            lines=[],
            titles=block.titles,
            arrangement=arrangement,
        )
        for row in rows:
            table.ignore(row, columns, "unit_row" if row in self.units else "header")
        return table


def find_header(block: Block) -> Header:
    """The heading rows of a block, as many as were decided; no names where its first row is none."""
    header = Header(block, [], [], [], block.top)
    for row in range(block.top, min(block.bottom, block.top + _MAX_HEADER) + 1):
        profile = block.profiles[row]
        if block.header_rows and row >= block.top + block.header_rows:
            break
        if not profile.filled:
            header.body = row + 1
            continue
        kind = _kind_of_header_row(block, row, header)
        if kind is None and block.header_rows:
            kind = "names"
        if kind is None:
            break
        {"names": header.names, "units": header.units, "numbering": header.numbering}[kind].append(row)
        header.body = row + 1
    return header


def unfamiliar_header(block: Block) -> Header:
    """The heading rows of a table whose words say nothing: what stands above the first number."""
    filled = [row for row in range(block.top, block.bottom + 1) if block.profiles[row].filled > 1]
    if len(filled) < 2:
        return Header(block, [], [], [], block.top)
    first_numbers = next((row for row in filled if block.profiles[row].numbers), filled[1])
    names = [row for row in filled if row < max(first_numbers, filled[0] + 1)][:_MAX_NAMES]
    return Header(block, names, [], [], names[-1] + 1)


def _kind_of_header_row(block: Block, row: int, header: Header) -> str | None:
    """names, units or numbering; None where data begins."""
    profile, sheet = block.profiles[row], block.sheet
    if profile.towns or (_is_total_row(profile, header) and not _is_beside_names(sheet, row, header)):
        return None
    numbers = sum(type(raw) in (int, float) for raw in sheet.rows[row]) if profile.numbers else 0
    digits = sum(word.text.strip("()").isdigit() for word in profile.words.values())
    if numbers + digits >= 2 and _is_numbering(sheet.rows[row]):
        return "names" if not header.names and profile.labels else "numbering"
    if header.names and _holds_values(block, profile):
        return None
    if header.names and profile.words and not numbers and _are_units_or_letters(profile):
        return "units" if _names_unit(block, profile) else "numbering"
    if profile.numbers or _has_town_like(block, profile):
        return None
    return _kind_of_texts(block, row, header) if header.names else "names"


def _kind_of_texts(block: Block, row: int, header: Header) -> str | None:
    """What a row of nothing but texts is below headings."""
    profile = block.profiles[row]
    is_beside = _is_beside_names(block.sheet, row, header) or _heads_headings(block, row, header)
    said = [column for column, word in profile.words.items() if not SERIAL.fullmatch(word.text)]
    if len(said) == 1 and said[0] in profile.answers and not is_beside:
        return None  # 基础设施类, or 一 | 基础设施类
    if _are_instructions(block, row, header):
        return "numbering"
    above = block.profiles[header.names[-1]].words
    begins_before = min(profile.words) <= min(above, default=block.sheet.width)
    if is_beside or len(profile.words.keys() - above.keys()) > begins_before:
        return "names"  # below the blanks beside the names of groups, where a format keeps no merged cells
    over = over_columns(block.sheet, [*header.names, row])
    like = sum(_likeness(block, text, over[column].path) >= _LIKE for column, text in profile.texts.items())
    return "names" if like * 2 >= len(profile.words) else None


def _names_unit(block: Block, profile: RowProfile) -> bool:
    """Whether a row of units or letters names any unit."""
    units = block.lexicon.dictionary.units
    return any(word.text in units and not word.is_ordinal for word in profile.words.values())


def _has_town_like(block: Block, profile: RowProfile) -> bool:
    """Whether a row that reads like no headings holds what has the shape of a town's name."""
    return not profile.is_headings and any(map(block.lexicon.is_town_like, profile.texts.values()))


def _holds_values(block: Block, profile: RowProfile) -> bool:
    """Whether several cells of a row are numbers, with units or without, or days as texts; years may be headings."""
    texts = [word.text for word in profile.words.values()]
    units = block.lexicon.dictionary.units
    plain = sum(bool(_VALUE.fullmatch(text)) and not _YEAR.fullmatch(text) for text in texts)
    measured = sum((found := _MEASURED.fullmatch(text)) is not None and found[1] in units for text in texts)
    return plain + measured > 2 and (plain + measured) * 4 >= len(texts)


def _are_units_or_letters(profile: RowProfile) -> bool:
    """Whether the texts of a row are units, or mere letters; the first may say so (代码), in a long row a few more."""
    words = [*profile.words.values()]
    others = [
        w for w in words if not (w.is_unit or w.is_ordinal or w.role == "unit" or _ANSWERS.fullmatch(w.text))
    ]
    if others[:1] == words[:1] and len(words) > _FEW_WORDS:
        others = others[1:]
    return len(others) * _WORDS_AMONG_UNITS <= len(profile.words)


def _are_instructions(block: Block, row: int, header: Header) -> bool:
    """Whether a row says the same few words below headings of their own (填写数字, 是/否), or only how to fill in."""
    words, above = block.profiles[row].words, block.profiles[header.names[-1]].words
    distinct = {word.text for word in words.values()}
    # 计划 | 到位 | 支出 below each source, 2月 | 3月 below each field
    asked = sum(word.is_aspect or word.is_time for word in words.values())
    if all(word.text.startswith(_FILL_IN) for word in words.values()):
        return True
    is_told = len(words) > _FEW_WORDS * len(distinct) and words.keys() <= above.keys()
    return is_told and asked * 2 < len(words)


def _is_total_row(profile: RowProfile, header: Header) -> bool:
    """Whether a row is a total; a word for one among other headings (1月 2月 累计) is a heading."""
    totals = profile.totals
    is_heading = (header.names or profile.is_headings) and not profile.numbers and totals
    return bool(totals) and not (is_heading and (min(totals) > min(profile.words) or profile.is_headings))


def _is_beside_names(sheet: Sheet, row: int, header: Header) -> bool:
    """Whether a name above is merged down into a row: it is one of the headings."""
    return any(top < row and top in header.names for top, *_ in sheet.ranges_of_row.get(row, ()))


def _heads_headings(block: Block, row: int, header: Header) -> bool:
    """Whether a lone text stands above headings and right of the first one, as the only group of a level does."""
    profile, first = block.profiles[row], min(block.profiles[header.names[-1]].words, default=0)
    if profile.filled > 1 or row == block.bottom or min(profile.words, default=first) <= first:
        return False
    below = block.profiles[row + 1]
    return below.is_headings and not below.numbers and first not in below.words


def _likeness(block: Block, text: str, path: tuple[str, ...]) -> float:
    """How much a text looks like a heading, seen together with the group above it."""
    word = block.lexicon.word(text)
    if word.role or word.is_unit or block.lexicon.matcher.label(text).month:
        return 1.0
    return max(block.lexicon.strength(text), block.lexicon.likeness(path))


def _is_numbering(cells: Sequence[Raw]) -> bool:
    """Whether the numbers of a row count up one by one, as under a printed heading (1 2 3 …), in each of its tables."""
    said = {column: serial_number(raw) for column, raw in enumerate(cells)}
    numbers = [number for number in said.values() if number is not None]
    others = [raw for column, raw in enumerate(cells) if raw is not None and said[column] is None]
    counts_up = len(numbers) > 1 and all(
        b - a == 1 or (b == 1 and a > 2) for a, b in itertools.pairwise(numbers)
    )
    return counts_up and all(isinstance(c, str) and len(c.strip()) <= 12 for c in others)
