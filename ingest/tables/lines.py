"""What each row below the headings of a table is: a record, a sum, the town or the group of the rows below it, or no line.

A record's town stands in its own cell, in the merged cell it is in, in the one above, or in a row of its own. Which
columns ask for something is told in `ingest.tables.rows`.
"""

from __future__ import annotations

from itertools import repeat

from ingest.sheet import Cell
from ingest.tables import wholes
from ingest.tables.blocks import Block
from ingest.tables.groups import is_alone
from ingest.tables.layout import Line, Slot
from ingest.tables.profiles import RowProfile
from ingest.tables.repeated import Part
from ingest.tables.town_columns import towns_left_out
from ingest.text import squeeze
from ingest.words.lexicon import asks_for_villages

#: How the rows of a group and of a town say that they sum up, and those of all.
_OF_GROUP, _OF_ALL = "小计", "合计"


class LineReader:
    """Makes the lines of a table; keeps the town, and the group, that a row names for those below it."""

    def __init__(
        self,
        block: Block,
        body: range,
        part: Part,
        town_column: int | None,
        slots: list[Slot],
        ignored: dict[Cell, str],
        groups: list[dict[int, int]],
    ) -> None:
        """`groups` are the rows, with the column, that answer one of the last slots each for all rows below them."""
        self._block = block
        self._body = body
        self._columns, self._own = part.columns, {*part.own}
        self._town_column = town_column
        self._slots = slots
        self._ignored = ignored
        self._groups = {
            row: (level, column) for level, rows in enumerate(groups) for row, column in rows.items()
        }
        self._has_units = "unit" in ignored.values()
        self._town: tuple[str, Cell | None] = ("", None)
        self._town_head: list[int] = []  # the columns that the last row of a town alone fills
        self._no_group: tuple[Cell | None, ...] = (None,) * len(groups)
        self._group: tuple[Cell | None, ...] = self._no_group
        self._answered: list[tuple[Cell | None, ...]] = []
        self._villages = self._columns_of_villages()
        self._last = self._last_record()
        self._keys = [slot.order for slot in slots if block.lexicon.key_meant(slot.path)]
        named = self._keys[0] if self._keys else town_column
        self._wholes, self._parts = set[int](), set[int]()
        if named is not None and not self._villages:
            rows = range(body.start, self._last + 1)
            self._wholes, self._parts = wholes.find(block, rows, named, self._columns)
        self._left_out: dict[int, Cell] = {}
        if town_column is not None:
            self._left_out = towns_left_out(block.sheet, range(body.start, self._last + 1), town_column)
        self.lines: list[Line] = []
        #: The last row that holds anything.
        self.bottom = body.start - 1

    def read(self) -> None:
        """A line of every row that is one; every slot gets its cells."""
        rows, is_shared = self._block.sheet.rows, len(self._own) < len(self._columns)
        for row in self._body:
            contents = rows[row]
            filled = [c for c in self._columns if contents[c] is not None]
            if row > self._last:
                self._ignore(row, filled, "footer")
            elif filled and not (is_shared and self._own.isdisjoint(filled)):
                self.bottom = row  # a row that says nothing in its own columns is of a table beside this
                self._take(row, filled)
        orders = [line.order for line in self.lines]
        for slot in self._slots:
            slot.cells = list(zip(orders, repeat(slot.order), strict=False))
            if slot.order in self._keys and self._wholes:  # merged down over the parts
                own = [(row, slot.order) for row in orders]
                anchors = self._block.sheet.merge_anchor
                slot.cells = [anchors.get(c, c) if c[0] in self._wholes else c for c in own]
        if self._groups:
            answered = zip(*self._answered, strict=True)
            for slot, cells in zip(self._slots[-len(self._no_group) :], answered, strict=False):
                slot.cells = cells

    def _take(self, row: int, filled: list[int]) -> None:
        profile = self._block.profiles[row]
        if self.lines and self._is_of_units(row):
            self._ignore(row, filled, "unit")
            self.lines[-1].units |= {c: word.text for c, word in profile.words.items()}
        elif row in self._parts or self._is_of_no_town(profile):
            self._ignore(row, filled, "set_aside")
        elif row in self._wholes or self._is_of_town_itself(profile):
            if self._town_column is not None:
                self._town = self._own_town(row, self._town_column)
            self._add_data(row)
        elif (named := self._town_of_group(row)) is not None:
            self._town, self._town_head = (profile.texts[named], (row, named)), filled
            self._take_head(row, filled)
        elif self._heads_others(profile, filled):
            self._town = ("", (row, filled[-1]))
            self._ignore(row, filled, "header")
        elif row in self._groups:
            level, column = self._groups[row]
            self._group = (*self._group[:level], (row, column), *self._no_group[level + 1 :])
            self._take_head(row, filled)
        else:
            self._take_line(row, filled)

    def _is_of_no_town(self, profile: RowProfile) -> bool:
        """Whether a word that is no town's stands where the other rows name theirs: 全县平均, 上月."""
        word = profile.words.get(-1 if self._town_column is None else self._town_column)
        return word is not None and word.text in self._block.lexicon.dictionary.wordings["no_town"]

    def _is_of_town_itself(self, profile: RowProfile) -> bool:
        """Whether a row names its town and no village, where others do, or sums them up: 永坪镇 | 小计."""
        if not self._villages or self._town_column not in profile.towns:
            return False
        return not (self._villages & profile.held).difference(profile.totals)

    def _take_head(self, row: int, filled: list[int]) -> None:
        """A row that names the town or the group of those below it sums them up, where it says anything else."""
        if len(filled) > 1:
            self._ignore(row, filled, "subtotal")
            self._add(Line("subtotal", *self._town, row), self._no_group)

    def _take_line(self, row: int, filled: list[int]) -> None:
        """A record or a sum."""
        profile, town_column = self._block.profiles[row], self._town_column
        total = total_word(profile, filled[:4])
        is_of_group = total is None and self._sums_a_group(row, filled)
        if is_of_group or len(filled) == 1:
            # another group, in words nobody knows: what was said above it ends here
            self._group = self._no_group
        if is_of_group:
            total = _OF_GROUP
        elif total is None and town_column not in profile.towns and self._sums_all(row):
            total = _OF_ALL
        is_of_town = total is not None and town_column in profile.towns and self._sums_keys(profile)
        if town_column is not None and (total is None or is_of_town):
            self._town = (
                ("", self._left_out[row]) if row in self._left_out else self._own_town(row, town_column)
            )
        if total is None:
            self._add_data(row)
            return
        summed, cell = self._town_summed(row) if town_column is None else ("", None)
        is_subtotal = is_of_town or summed or _OF_GROUP in total
        self._ignore(row, filled, "subtotal")
        self._add(
            Line("subtotal" if is_subtotal else "total", summed or self._town[0], cell, row), self._group
        )

    def _add_data(self, row: int) -> None:
        """A record."""
        units = self._units_beside(row) if self._has_units else {}
        self._add(Line("data", *self._town, row, units), self._group)

    def _add(self, line: Line, answers: tuple[Cell | None, ...]) -> None:
        """One line more, and the cells of the groups that answer the last slots for it."""
        self.lines.append(line)
        self._answered.append(answers)

    def _ignore(self, row: int, columns: list[int], reason: str) -> None:
        self._ignored.update({(row, c): reason for c in columns})

    def _own_town(self, row: int, column: int) -> tuple[str, Cell | None]:
        """The town of a row: its own cell, that of the merged range, or the one above a blank, the blank itself without one."""
        sheet = self._block.sheet
        own = sheet.rows[row][column]
        if own is not None:
            return (str(own).removesuffix(".0"), (row, column))
        anchor = sheet.merge_anchor.get((row, column))
        if anchor and sheet.at(*anchor) is not None:
            return (str(sheet.at(*anchor)), anchor)
        return self._town if self._town[0] else ("", (row, column))

    def _columns_of_villages(self) -> set[int]:
        """The columns that name villages, in a table whose rows have no keys beside their town."""
        lexicon, paths = self._block.lexicon, {slot.order: slot.path for slot in self._slots}
        named = {order for order, path in paths.items() if asks_for_villages(path[-1], lexicon.dictionary)}
        return named if named and not any(map(lexicon.key_meant, paths.values())) else set()

    def _last_record(self) -> int:
        """The last row but for notes: those below all records that hold a single text, and name no town or sum."""
        for row in reversed(self._body):
            profile = self._block.profiles[row]
            if profile.filled > 1 or profile.numbers or profile.towns or profile.totals:
                return row
        return self._block.bottom

    def _units_beside(self, row: int) -> dict[int, str]:
        """The units that stand in cells of their own beside values, by slot.

        A unit is that of the value to its left; of the others, whose headings say none, it is the next unit to
        the right, where there is none the last one to the left: 镇名 | 单位 | 计划 | 到位.
        """
        said = {
            c: str(self._block.sheet.spanned(row, c))
            for c in range(self._block.sheet.width)
            if self._ignored.get((row, c)) == "unit"
        }
        units = {}
        for slot in self._slots:
            right = [c for c in said if c > slot.order]
            nearest = right[0] if right else max(said, default=None)
            if nearest is None or (slot.units and nearest != slot.order + 1):
                continue
            word = squeeze(said[nearest])
            if word in self._block.lexicon.dictionary.units:
                units[slot.order] = word
        return units

    def _heads_others(self, profile: RowProfile, filled: list[int]) -> bool:
        """Whether a row looks like one that heads the rows of a town, and names none: 二 | 县直部门 below 一 | 永坪镇."""
        if (
            len(filled) < 2
            or filled != self._town_head
            or profile.numbers
            or profile.totals
            or profile.labels
        ):
            return False
        return filled[0] in profile.words and not profile.words[filled[0]].text.isdigit()

    def _is_of_units(self, row: int) -> bool:
        """Whether a row holds nothing but the units of the values in the row above it."""
        profile, units = self._block.profiles[row], self._block.lexicon.dictionary.units
        if profile.numbers or not profile.words or not all(w.is_unit for w in profile.words.values()):
            return False
        return any(word.text in units for word in profile.words.values())

    def _town_of_group(self, row: int) -> int | None:
        """The column in which a row names the town of the rows below it, None where it names none.

        The town stands alone, but for a number before it and what its rows sum up to behind it. In the column
        of the towns it does so only where the next row leaves its town blank and says in words what this one does not.
        """
        profile, contents = self._block.profiles[row], self._block.sheet.rows[row]
        if not profile.towns or (row + 1 in self._groups and profile.filled > 1):
            return None
        is_own = self._town_column is not None and contents[self._town_column] is not None
        if is_own and row < self._block.bottom and self._town_column in self._block.profiles[row + 1].held:
            return None  # each row names its own, as nearly always
        named = next((column for column in self._columns if column in profile.towns), None)
        if named is None:
            return None
        if named == self._town_column:
            below = row + 1
            if below > self._block.bottom or self._block.sheet.spanned(below, named) is not None:
                return None
            following = self._block.profiles[below]
            if self._is_of_units(below):
                return None
            says_more = following.filled > 1 and any(c > named for c in following.texts if c in self._columns)
            if not says_more or total_word(following, self._columns[:4]) is not None:
                return None
            if not any(contents[c] is not None for c in self._columns if c != named):
                return None
        elif is_own:
            return None
        return named if is_alone(profile, self._columns, named) else None

    def _town_summed(self, row: int) -> tuple[str, Cell | None]:
        """The town whose rows a row says to sum up (永坪镇小计), and where it says so; '' where it names none."""
        profile, lexicon = self._block.profiles[row], self._block.lexicon
        named = ((lexicon.town_summed(profile.texts[column]), column) for column in profile.totals)
        return next(((town, (row, column)) for town, column in named if town), ("", None))

    def _sums_keys(self, profile: RowProfile) -> bool:
        """Whether a row sums up what has keys of its own (镇名 | 小计 above sources of funds), and no villages of a town."""
        totals = {column for column, word in profile.words.items() if word.is_total}
        said = [slot.path for slot in self._slots if slot.order in totals]
        return any(self._block.lexicon.key_meant(path, least=0.0) for path in said)

    def _sums_all(self, row: int) -> bool:
        """Whether a row that names no town is that of the county, or says what it is in other words."""
        return self._is_of_county(row) or self._is_unnamed(row)

    def _is_of_county(self, row: int) -> bool:
        """Whether the county stands where the other rows name their towns, with nothing but figures behind it."""
        profile, town = self._block.profiles[row], self._town_column
        if town is None or town not in profile.texts:
            return False
        is_county = self._block.lexicon.names_county(profile.texts[town])
        return is_county and is_alone(profile, self._columns, town)

    def _is_unnamed(self, row: int) -> bool:
        """Whether a row without a town says in a word, where the rows beside it are numbered, what it is (全县平均)."""
        block, town = self._block, self._town_column
        if town is None or block.sheet.spanned(row, town) is not None:
            return False
        return any(
            block.sheet.at(beside, column) is not None and column not in block.profiles[beside].texts
            for column in block.profiles[row].texts
            for beside in (row - 1, row + 1)
            if column < town and beside <= block.bottom
        )

    def _sums_a_group(self, row: int, filled: list[int]) -> bool:
        """Whether a row says how many rows stand below it, in words that nobody knows, and what they sum up to."""
        named = [c for c in self._block.profiles[row].counted if c in filled]
        return bool(named) and is_alone(self._block.profiles[row], filled, named[0])


def total_word(profile: RowProfile, columns: list[int]) -> str | None:
    """The word for a total among the first cells of a row (合计, 小计), None where there is none."""
    if not profile.totals:
        return None
    return next((profile.words[c].text for c in columns if c in profile.totals), None)
