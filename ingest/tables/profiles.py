"""What stands in one row of a sheet: labels, towns, numbers, and what that makes of the row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import starmap

from ingest.sheet import Sheet
from ingest.tables import answered
from ingest.tables.marks import mark
from ingest.words.lexicon import Lexicon, Word

_LABELLED_ROWS = 3
#: How like a field a label is that asks for what stands behind it.
_ASKED = 0.56
#: How a heading says its unit.
_MEASURED = re.compile(r"[(].{0,2}单位:[^()]*[)]$")
#: A text as long as this that fills a row, again and again, is a title.
_TITLE = 4


@dataclass(eq=False)
class RowProfile:
    """What stands in one row: texts by column, how many numbers, which columns are labels or towns.

    `filled` is how many cells are not blank, `held` the columns in which anything stands.
    """

    texts: dict[int, str] = field(default_factory=dict)
    words: dict[int, Word] = field(default_factory=dict)
    numbers: int = 0
    filled: int = 0
    labels: set[int] = field(default_factory=set)
    towns: set[int] = field(default_factory=set)
    held: frozenset[int] = frozenset()

    @cached_property
    def totals(self) -> list[int]:
        """The columns with a word for a total."""
        return [column for column, word in self.words.items() if word.is_total]

    @cached_property
    def answers(self) -> list[int]:
        """The columns that answer an enumerated field."""
        return [column for column, word in self.words.items() if word.answered]

    @cached_property
    def aspects(self) -> list[int]:
        """The columns with a side or a time."""
        return [column for column, word in self.words.items() if word.is_aspect or word.is_time]

    @cached_property
    def counted(self) -> list[int]:
        """The columns that tell how many stand under them."""
        return [column for column, word in self.words.items() if word.is_counted]

    @cached_property
    def named(self) -> list[int]:
        """The columns with what has the shape of a town's name, known or not."""
        return [column for column, word in self.words.items() if word.may_be_town]

    @cached_property
    def is_aside(self) -> bool:
        """Whether the row only says who reports, when, in what unit, or who signed."""
        if self._states_pairs:
            return True
        if not self.words or self.numbers:
            return False
        if sum(bool(_MEASURED.search(word.text)) for word in self.words.values()) > 1:
            return False  # 整改数（单位：处） beside 发现数（单位：处）: headings
        apart = [word.is_footer or word.is_caption for word in self.words.values()]
        first, *others = self.words.values()
        is_beside = len(others) == 1 and not (first.is_unit or apart[-1])
        # 垃圾处理量（单位：吨） | 约759.5
        is_answered = is_beside and first.text.endswith(")") and not (others[0].is_unit or others[0].is_time)
        if all(apart) or (apart[0] and len(apart) <= 3 and not self.towns and not is_answered):
            return True
        is_titled = (
            min(self.words) not in self.labels | self.towns or ":" in first.text[:-1]
        )  # 乡镇:永坪镇 | 单位:万元
        is_unit_beside = is_beside and others[0].is_unit and not others[0].is_absent
        return is_titled and (is_unit_beside or (bool(others) and all(apart[1:])))

    @property
    def _states_pairs(self) -> bool:
        """Whether the row says in pairs for whom, when and in what it was filled in: 填报单位 | 永坪镇 | 填报时间 | 3月28日."""
        columns = sorted(self.held)
        pairs = [*zip(columns[::2], columns[1::2], strict=False)]
        return len(columns) % 2 == 0 and bool(pairs) and all(starmap(self._states, pairs))

    def _states(self, column: int, answered: int) -> bool:
        """Whether a cell asks for something of the form itself, and another is its answer."""
        word, answer = self.words.get(column), self.words.get(answered)
        if word is None or (answer and (answer.is_label or answer.is_caption or answer.is_footer)):
            return False
        is_beside = answered == column + 1  # 计量单位 | | | 处 is a row of units below headings
        is_unit = word.role == "unit" and is_beside and answer is not None and answer.is_unit
        return is_unit or ((word.is_caption or word.is_footer) and ":" not in word.text[:-1])

    @cached_property
    def is_of_the_form(self) -> bool:
        """Whether each of its texts, if it has any, is said of the form itself: by whom, when or of which month."""
        return all(word.is_caption or word.is_footer or word.role == "month" for word in self.words.values())

    @property
    def is_caption(self) -> bool:
        """Whether the row only says when and in what unit what stands below it was filled in."""
        return self.is_aside and not self.words[min(self.words)].is_footer

    @property
    def says_when(self) -> bool:
        """Whether the row says for which month all below it is (月份 | 2025年3月, 年份 | 2025年 | 月份 | 3月), as above a pivot table."""
        words = [*self.words.values()]
        asked, answered = words[::2], words[1::2]
        is_paired = self.filled == len(words) > 0 and len(asked) == len(answered)
        return is_paired and all(w.role == "month" for w in asked) and all(w.is_time for w in answered)

    def is_measured_like(self, above: RowProfile) -> bool:
        """Whether the row ends with a unit where another has one: what it asks was not answered."""
        last = max(self.words)
        return self.words[last].is_unit and last in above.words and above.words[last].is_unit

    @property
    def names_only_a_town(self) -> bool:
        """Whether the row names the town of what stands below it, beside at most when and by whom that was filled in."""
        others = (word for column, word in self.words.items() if column not in self.towns)
        is_plain = len(self.towns) == 1 and self.filled == len(self.words)
        return is_plain and all(word.is_time or word.is_caption or word.is_footer for word in others)

    @property
    def is_data(self) -> bool:
        """Whether the row says something of somebody: several cells, no headings, numbers or towns."""
        if self.filled < 2 or self.is_headings:
            return False
        return bool(self.numbers or self.towns) or any(mark(word.text) == "n" for word in self.words.values())

    @cached_property
    def is_form_row(self) -> bool:
        """Several labels with gaps for values between them, as in a form: every second cell at most a label."""
        return len(self.labels) >= 2 and self.has_gaps

    @property
    def has_gaps(self) -> bool:
        """Whether no label stands right behind another."""
        return all(column - 1 not in self.labels for column in self.labels)

    @property
    def begins_with_label(self) -> bool:
        """Whether the first text of the row is a label."""
        return min(self.words, default=-1) in self.labels

    @property
    def asked(self) -> set[str]:
        """The words of its labels."""
        return {self.words[column].text for column in self.labels}

    @property
    def is_label_and_value(self) -> bool:
        """Whether the row is a label and one cell behind it."""
        return self.filled == 2 and len(self.labels) == 1 and self.begins_with_label

    @cached_property
    def is_headings(self) -> bool:
        """Whether the row reads like the headings of a table: several labels and hardly a number."""
        if len(self.labels) < 2 or self.numbers * 4 > len(self.labels):
            return False
        if len(self.labels) * 2 >= self.filled or len(self.labels) >= 4 or self.towns:
            return True
        sides = sum(word.is_aspect for column, word in self.words.items() if column not in self.labels)
        return (len(self.labels) + sides) * 2 >= self.filled  # 序号 | 资金来源 | 计划 | 到位 | 支出


def profile_rows(sheet: Sheet, lexicon: Lexicon, county: str) -> tuple[RowProfile, ...]:
    """One profile a row, the same one for rows that differ in their numbers alone, as from month to month."""
    return tuple(
        [
            _profile(
                tuple([raw if isinstance(raw, str) else raw is not None for raw in row]), lexicon, county
            )
            for row in sheet.rows
        ]
    )


@lru_cache(maxsize=8192)
def _profile(row: tuple[str | bool, ...], lexicon: Lexicon, county: str) -> RowProfile:
    """What stands in a row: its texts, False for a blank cell, True for any other content."""
    known = {column: lexicon.word(raw) for column, raw in enumerate(row) if isinstance(raw, str)}
    words = {column: word for column, word in known.items() if word.text}
    texts = {column: str(row[column]) for column in words}
    numbers, held = row.count(True), frozenset(column for column, raw in enumerate(row) if raw is not False)
    if not numbers and _is_spread(words):
        return replace(_profile(row[: min(words) + 1], lexicon, county), held=held)
    labels = {column for column, word in words.items() if word.is_label}
    towns = {c for c, word in words.items() if word.may_be_town and lexicon.place(texts[c], county)} - labels
    profile = RowProfile(texts, words, numbers, len(texts) + numbers, labels, towns, held)
    answered.show(profile, row, lexicon)
    if profile.answers and len(labels) > 1:
        _drop_answers(profile, lexicon)
    if labels and not numbers and any(word.role == "value" for word in words.values()):
        _name_what_is_listed(profile, lexicon)
    return profile


def _is_spread(words: dict[int, Word]) -> bool:
    """Whether a row holds but one title, that a program wrote into each cell of its merged range."""
    if len(words) < _LABELLED_ROWS:
        return False
    said = {word.text for word in words.values()}
    return len(said) == 1 and len(said.pop()) >= _TITLE


def _drop_answers(profile: RowProfile, lexicon: Lexicon) -> None:
    """Let what may be either a label or an answer be the latter behind a label that asks for it: 建设类型 | 农贸市场."""
    asked, is_alone = "", len(profile.answers) == 1
    for column in sorted(profile.labels):
        word = profile.words[column]
        # several sources of funds head columns
        answered = [item for item in word.answered if is_alone or not lexicon.is_key(item)]
        if asked and answered and lexicon.meant((asked,), _ASKED) in answered:
            profile.labels.discard(column)
        else:
            asked = word.text


def _name_what_is_listed(profile: RowProfile, lexicon: Lexicon) -> None:
    """Let what may head names of projects head names of fields where values are headed beside it: 项目 | 单位 | 本月数."""
    for column, word in profile.words.items():
        if word.text in lexicon.dictionary.wordings["listed"]:
            profile.words[column] = word._replace(role="field", is_label=True)
            profile.labels.add(column)
