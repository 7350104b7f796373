"""Cards: label and value side by side, one record a card (a town's form, a project's, a recommendation).

Labels run down certain columns; what stands between one label and the next is its value, and a lone
unit behind a value is its unit. Headings of sections become the group of the labels below them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from itertools import takewhile

from ingest.sheet import Cell, Sheet
from ingest.tables.blocks import Block, has_values_below
from ingest.tables.layout import Line, Table
from ingest.tables.marks import mark
from ingest.tables.profiles import RowProfile
from ingest.words.lexicon import LABELLED

#: How like a label a text is that is no value.
_LIKE_LABEL = 0.5
#: The roles of columns that number the labels: 序号, 代码.
_NUMBERING = frozenset(("serial", "code"))
_NUMBERED = re.compile(r"[(（]?[一二三四五六七八九十]+[)）、.]")


def read(block: Block, label_columns: list[int]) -> list[Table]:
    """A table of one line for every card of a block."""
    reader = _CardReader(block, label_columns)
    for row in range(block.top, block.bottom + 1):
        reader.take_row(row)
    return reader.tables


class _CardReader:
    """Goes through the rows of a block; a card ends where the label of its town or key comes again."""

    def __init__(self, block: Block, label_columns: list[int]) -> None:
        self._block = block
        self._label_columns = label_columns
        self._lexicon = block.lexicon
        self._section: tuple[str, ...] = ()
        self._group: Cell | None = None
        self._seen_keys: set[str] = set()
        self._serials: set[int] = set()
        self._asked: dict[int, str] = {}
        self._insets: set[int] = set()
        self.tables = [self._card(block.top)]

    @property
    def _table(self) -> Table:
        """The card that rows are being added to."""
        return self.tables[-1]

    def _card(self, top: int) -> Table:
        line = Line("data", "", None, top)
        left, right = self._label_columns[0], self._label_columns[-1]
        block = self._block
        return Table(block.sheet, top, left, top, right, 0, [], [line], block.titles, arrangement="card")

    def take_row(self, row: int) -> None:
        """Read one row: a town, headings, the heading of a section, or pairs of label and value."""
        profile = self._block.profiles[row]
        filled = sorted(profile.held)
        if not filled or row - 1 in self._insets:
            return
        if self._table.slots and self._heads_values(row):
            self._take_inset(row)
            return
        named = [c for c in profile.towns if profile.names_only_a_town or c < self._label_columns[0]]
        if len(named) == 1:
            self._take_town(row, named[0], filled)
            filled = [c for c in filled if c > named[0]]
        if not filled or profile.names_only_a_town or self._take_header(row, filled):
            return
        is_grouped = not named and self._enter_group(row, profile)
        filled = self._without_numbering(row, filled)
        if len(filled) == 1 and not is_grouped and self._heads_section(row, filled[0]):
            self._section = (str(self._block.sheet.at(row, filled[0])),)
            self._table.ignored[row, filled[0]] = "header"
        elif filled:
            ends = self._ends(row, filled)
            pairs = _pairs(filled, self._label_columns, self._asked, profile, ends)
            if self._begins_again(row, pairs[0][0]):
                self._begin_next(row)
                self._section = self._below_title
            for label, values in pairs:
                self._take_pair(row, label, values)
            table = self._table
            table.bottom, table.right = row, max(table.right, filled[-1])

    def _take_town(self, row: int, named: int, filled: list[int]) -> None:
        """A town alone in its row, or before the labels, begins the next card."""
        before, profile = self._table.lines[0].town_cell, self._block.profiles[row]
        if before and self._block.sheet.at(*before) == self._block.sheet.at(row, named):
            self._table.ignore(row, [named], "key")
            return
        if self._table.slots:
            self._seen_keys.add("town")
        self._begin_card(row, "town")
        self._table.lines[0].town_text, self._table.lines[0].town_cell = profile.texts[named], (row, named)
        beside = (c for c in filled if c < named or (profile.names_only_a_town and c > named))
        self._table.ignore(row, beside, "title")

    def _take_header(self, row: int, filled: list[int]) -> bool:
        """Take a row that says what the columns hold, or numbers the headings above it (甲 | 乙 | 丙 | 1); whether it is one."""
        profile = self._block.profiles[row]
        words, is_text = profile.words, profile.words.keys() >= set(filled)
        if len(filled) > 1 and is_text and self._is_header(profile):
            self._serials = {c for c in filled if words[c].role in _NUMBERING}
            asking = {c for c in filled if words[c].role == "field"}
            self._label_columns = sorted(asking.union(self._label_columns))
            self._asked = {c: profile.texts[c] for c in filled if words[c].role in ("", "value")}
        else:
            ordinals = {c for c, word in words.items() if word.is_ordinal}
            if filled[0] not in ordinals or not ordinals.union(self._asked).issuperset(filled):
                return False
        self._table.ignore(row, filled, "header")
        return True

    def _without_numbering(self, row: int, filled: list[int]) -> list[int]:
        """The cells of a row but for those that number or group its labels."""
        table, profile = self._table, self._block.profiles[row]
        filled = [c for c in filled if table.ignored.get((row, c)) != "group"]
        is_lone_text = len(filled) == 1 and filled[0] in profile.texts  # be it the heading of a section
        if not is_lone_text and not self._serials.isdisjoint(filled):
            table.ignore(row, self._serials.intersection(filled), "serial")
            filled = [c for c in filled if c not in self._serials]
        numbering = self._before_labels(row, filled, profile)
        table.ignore(row, numbering, "serial")
        return filled[len(numbering) :]

    def _heads_section(self, row: int, column: int) -> bool:
        """Whether the only cell of a row heads the labels below it: it is numbered, fills the row, or asks for nothing."""
        profile, text = self._block.profiles[row], self._block.profiles[row].texts.get(column, "")
        is_asked = column in self._label_columns and (bool(profile.labels) or text.endswith((":", "：")))
        is_numbered = column in profile.texts and _NUMBERED.match(profile.words[column].text)
        anchors, last = self._block.sheet.merge_anchor, self._block.used_columns[-1]
        is_across = anchors.get((row, last)) == (row, column)  # no column is left for an answer
        return not is_asked or bool(is_numbered) or is_across or self._is_asked_below(row)

    def _before_labels(self, row: int, filled: list[int], profile: RowProfile) -> list[int]:
        """The cells before the labels that number or group them; a text with a cell behind it is a label of its own."""
        first, anchors = self._label_columns[0], self._block.sheet.merge_anchor
        before = [*takewhile(lambda c: c < first and c not in profile.labels, filled)]
        for place, column in enumerate(before[:-1]):
            is_text = column in profile.words and mark(profile.words[column].text) == "t"
            is_group = anchors.get((row + 1, column)) == (row, column)
            if is_text and not (is_group or profile.words[column].is_ordinal):
                return before[:place]
        return before if len(before) < len(filled) else before[:-1]

    def _ends(self, row: int, filled: list[int]) -> dict[int, int]:
        """The last column of each filled cell of a row: further than itself where it is merged to the right."""
        anchors = self._block.sheet.merge_anchor
        ends = {}
        for column in filled:
            end = column
            while anchors.get((row, end + 1)) == (row, column):
                end += 1
            ends[column] = end
        return ends

    def _heads_values(self, row: int) -> bool:
        """Whether the labels of a row have their values in the next one, in which no text is like a label where labels run."""
        profiles = self._block.profiles
        if not has_values_below(profiles, row):
            return False
        below = profiles[row + 1].texts
        return all(self._lexicon.strength(below[c]) < _LIKE_LABEL for c in self._label_columns if c in below)

    def _is_asked_below(self, row: int) -> bool:
        """Whether the next row asks for the very field that a lone text names: 管护机制 above 建立长效管护机制."""
        lone, below = (self._block.profiles[r].words for r in (row, min(row + 1, self._block.bottom)))
        asked = [
            self._lexicon.meant((words[min(words)].text,), LABELLED) if words else None
            for words in (lone, below)
        ]
        return asked[0] is not None and asked[0] == asked[1]

    def _take_inset(self, row: int) -> None:
        """Labels side by side above their values; a first one without a value of its own is the group of the others."""
        self._insets.add(row)
        table, sheet, texts = self._table, self._block.sheet, self._block.profiles[row].texts
        columns = [*texts]
        group: tuple[str, ...] = ()
        first = columns[0]
        is_label = first in self._block.profiles[row].labels and (row + 1, first) not in sheet.merge_anchor
        if sheet.at(row + 1, first) is None and not is_label:
            group = (texts[columns.pop(0)],)
        table.ignore(row, texts, "header")
        for column in columns:
            units = self._units(group, texts[column])
            table.ask((*group, texts[column]), (row, column), units, [(row + 1, column)])
        table.bottom, table.right = row + 1, max(table.right, columns[-1])

    def _units(self, group: tuple[str, ...], label: str) -> list[tuple[str, str]]:
        """The units that a label and the heading above it name, in order of precedence."""
        unit_of = self._lexicon.matcher.label
        said = [(label, "column"), *[(text, "group") for text in group]]
        return [(word, source) for text, source in said if (word := unit_of(text).unit)]

    def _enter_group(self, row: int, profile: RowProfile) -> bool:
        """Whether a cell merged down stands before the labels of a row: the group of them all, which ends below it."""
        anchors, first = self._block.sheet.merge_anchor, self._block.used_columns[0]
        behind = min((c for c in profile.words if c > first), default=first)
        begins = anchors.get((row + 1, first)) == (row, first) and first in profile.words
        is_label = behind in profile.labels or behind in self._label_columns
        if begins and is_label and anchors.get((row + 1, behind)) != (row, behind):
            self._group = (row, first)
            self._section = (profile.texts[first],)
            self._table.ignored[row, first] = "group"
            return True
        if self._group and anchors.get((row, first)) != self._group:
            self._group, self._section = None, ()
        return self._group is not None

    def _is_header(self, profile: RowProfile) -> bool:
        """Whether a row says what the columns hold, that of the labels among them (指标 | 单位 | 2月 | 3月)."""
        roles = {column: word.role for column, word in profile.words.items()}
        return all(roles.values()) or any(roles.get(column) == "field" for column in self._label_columns)

    def _label(self, row: int, column: int) -> str:
        """The text of a label without the colon behind it."""
        return str(self._block.sheet.at(row, column)).rstrip(":： ")

    def _begins_again(self, row: int, label: int) -> bool:
        """Whether the first label of a row is the one that the card began with, be its key asked for further down."""
        slots = self._table.slots
        return bool(slots) and slots[0].path == (*self._below_title, self._label(row, label))

    @property
    def _below_title(self) -> tuple[str, ...]:
        """The section of what follows, none where it is but the title, which comes again above each card."""
        return () if self._section == tuple(self._block.titles[-1:]) else self._section

    def _take_pair(self, row: int, label: int, values: list[int]) -> None:
        sheet, text = self._block.sheet, self._label(row, label)
        key = self._key(text)
        is_town = bool(values) and values[0] in self._block.profiles[row].towns
        if not key and is_town and not self._group and self._lexicon.asks_for_town(text):
            key = "town"
        if key:
            self._begin_card(row, key)
        table = self._table
        line = table.lines[0]
        table.ignored[row, label] = "header"
        if self._lexicon.word(text).is_caption:
            table.ignore(row, values, "title")
            return
        if key == "town":
            if values:
                line.town_text, line.town_cell = str(sheet.at(row, values[0])), (row, values[0])
            return
        words, known = self._block.profiles[row].words, self._lexicon.dictionary.units
        units = {c: words[c].text for c in values if c in words and words[c].text in known}
        beside, asked = [*units.values()], self._asked_behind(label)
        told = [c for c in values if c not in units and (c in asked or not asked)]
        if len(asked) > 1:
            for column, heading in asked.items():
                self._add(row, label, (text, heading), column, beside)
            return
        value = told[0] if told and not _are_several(sheet, row, told) else None
        is_blank = sheet.at(row, label + 1) is None
        table.ignore(row, (c for c in values if c != value), "unit_row")
        self._add(row, label, (text,), label + 1 if value is None and is_blank else value, beside)

    def _asked_behind(self, label: int) -> dict[int, str]:
        """The columns of values behind a label, up to the next one, with their headings."""
        if not self._asked:
            return {}
        last = min((c for c in self._label_columns if c > label), default=self._block.sheet.width)
        return {column: heading for column, heading in self._asked.items() if label < column < last}

    def _add(self, row: int, label: int, path: tuple[str, ...], value: int | None, beside: list[str]) -> None:
        """A slot of the card for a label and the column of its value, None where nobody can tell which it is."""
        table = self._table
        units = self._units(self._section, path[0])
        cell = None if value is None else (row, value)
        slot = table.ask((*self._section, *path), (row, label), units, [cell])
        if cell and beside:
            table.lines[0].units[slot.order] = beside[0]

    def _key(self, text: str) -> str:
        """The key field that a label names for certain, '' where it names none, or its group makes it another (较好 › 乡镇)."""
        key = self._lexicon.key_meant((text,))
        if key and self._group:
            asked = self._lexicon.meant((*self._section, text), least=0.0)
            return key.name if asked and asked.name == key.name else ""
        return key.name if key else ""

    def _begin_card(self, row: int, key: str) -> None:
        """A key said again, or below a blank row, begins the next card; the heading just above it was its title."""
        between = self._block.profiles[self._table.bottom + 1 : row]
        is_below_blank = bool(self._table.slots) and not all(profile.filled for profile in between)
        if key in self._seen_keys or is_below_blank:
            self._section = ()
            self._begin_next(row)
        self._seen_keys.add(key)

    def _begin_next(self, row: int) -> None:
        """Put the next card behind those before it."""
        self._seen_keys = set()
        self.tables.append(self._card(row))


def _are_several(sheet: Sheet, row: int, columns: list[int]) -> bool:
    """Whether several numbers stand beside a label: nobody can tell which of them is meant."""
    return len(columns) > 1 and sum(isinstance(sheet.at(row, c), (int, float)) for c in columns) > 1


def _pairs(
    filled: list[int],
    label_columns: list[int],
    asked: Collection[int],
    profile: RowProfile,
    ends: Mapping[int, int],
) -> list[tuple[int, list[int]]]:
    """Each label of a row with the filled cells behind it, up to the next label.

    Outside of the label columns a text is a label only where a value, or the gap of a blank one, lies
    before it: what follows a label directly is its value, however much it looks like a label. A text
    behind a value that is no unit of it is a label as well, known or not. `asked` are the columns whose
    headings say that values stand in them, `ends` the last column that each cell covers.
    """
    pairs: list[tuple[int, list[int]]] = []
    captions = {c for c, word in profile.words.items() if word.is_caption}
    for column in filled:
        after_value = bool(pairs) and (bool(pairs[-1][1]) or column - ends[pairs[-1][0]] > 1)
        answers_caption = bool(pairs) and pairs[-1][0] in captions and not pairs[-1][1]
        says_label = column in profile.labels or column in captions
        asks = column in profile.words and not profile.words[column].is_unit
        may_begin = asks and after_value and column not in asked
        begins = column in label_columns or (may_begin and (says_label or column < filled[-1]))
        if not pairs or (begins and not answers_caption):
            pairs.append((column, []))
        else:
            pairs[-1][1].append(column)
    return pairs
