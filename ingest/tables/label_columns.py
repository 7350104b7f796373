"""Which columns of a block hold labels: names of fields, sides of what is asked, or sources of a record's money.

What is made of them, a list, a card or records across, is decided in `ingest.tables.arrange`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain

from ingest.dictionary import Field
from ingest.tables.blocks import has_values_below
from ingest.tables.pattern import Pattern, remembered
from ingest.tables.profiles import RowProfile
from ingest.words.lexicon import OUTRIGHT, STRONG, Lexicon, Word

_MIN_LABELS = 3
#: More labels than these in a column are no headings on top of data, however much stands below them.
_SURE = 4
#: Two sides at least, and one of them again.
_MIN_ASPECTS = 3
#: How like labels the texts beside towns across are on average, at least.
_LIKE_LABELS = 0.3
#: How like a label the first text of a row of a form is, at least.
_LIKE_LABEL = 0.45
#: How like labels texts are on average of which less than half are labels for certain.
_MOSTLY_LABELS = 0.6
#: How like the heading of an enumerated field one is at least; so many of the texts below it answer that.
_LIKE_ENUM, _MOST_ANSWER = 0.6, 0.6
#: So many groups stand over a heading at most.
_MOST_GROUPS = 2
#: So many headings that each name a field for certain head a table of rows.
_HEADED = 4


@dataclass(frozen=True)
class LabelColumn:
    """A column down which labels run: the rows they stand in and how many differ."""

    column: int
    rows: tuple[int, ...]
    distinct: int


@remembered
def find(pattern: Pattern) -> list[LabelColumn]:
    """The columns of labels of a block, none where it has only headings."""
    return many(pattern) or _few_labels(pattern)


@remembered
def many(pattern: Pattern) -> list[LabelColumn]:
    """The columns of labels that show by their number."""
    telling = Counter(chain.from_iterable((*row.labels, *row.answers) for row in pattern.rows))
    aspects = Counter(chain.from_iterable(row.aspects for row in pattern.rows))
    inset = _rows_with_values_below(pattern)
    found = []
    headed = {column for column in pattern.words_by_column if is_headed(pattern, column)}
    are_named = any(_labels(pattern, column, inset) for column in headed)  # else the sides are the labels
    for column, words in pattern.words_by_column.items():
        says_labels = column in headed
        if len(words) < _MIN_LABELS and not says_labels:
            continue
        alone = sides(pattern, column) if aspects[column] >= _MIN_ASPECTS and not are_named else None
        if not alone and telling[column] > 1:
            alone = _fields_below_records(pattern, column)
        if alone:
            return [alone]
        if (telling[column] >= _MIN_LABELS or says_labels) and (label := _labels(pattern, column, inset)):
            found.append(label)
    if not found:
        return []
    are_headed = any(is_headed(pattern, label.column) for label in found)
    if not are_headed and _has_headings(pattern, {label.column for label in found}):
        return []
    is_sure = are_headed or any(len(label.rows) > _SURE or _is_tall(pattern, label) for label in found)
    return found if is_sure else []


def _rows_with_values_below(pattern: Pattern) -> set[int]:
    """The rows of labels side by side whose values stand in the next row."""
    labelled = (row for row in range(pattern.top + 1, pattern.bottom) if pattern.row(row).labels)
    return {row for row in labelled if has_values_below(pattern.profiles, row - pattern.top)}


def _labels(pattern: Pattern, column: int, inset: set[int]) -> LabelColumn | None:
    """The labels of a column, None where too few of its texts are such, or they are answers; `inset` rows are apart."""
    words = pattern.words_by_column[column]
    texts = {
        row: word.text
        for row, word in words.items()
        if word.is_label and not (word.is_unit or word.role or row in inset)
    }
    beside = sum(pattern.row(row).filled > 1 for row in texts)
    if beside * 2 <= len(texts):  # none, or names of groups of rows
        return None
    said = [word for word in words.values() if not word.is_unit]
    distinct = len(set(texts.values()))
    if is_headed(pattern, column):
        is_found = _are_alike(said, pattern.lexicon, _LIKE_LABELS)
    else:
        is_found = distinct >= _MIN_LABELS and (
            len(texts) * 2 >= len(said) or _are_alike(said, pattern.lexicon, _MOSTLY_LABELS)
        )
    return LabelColumn(column, tuple(texts), distinct) if is_found and not _is_enum(pattern, column) else None


def _has_headings(pattern: Pattern, apart: set[int]) -> bool:
    """Whether many columns begin with what names a field for certain and hold no label below: answers stand in them."""
    headed = 0
    for column, words in pattern.words_by_column.items():
        first = next(iter(words.values()), None)
        if column in apart or first is None or first.role or pattern.lexicon.keys_answered(first):
            continue
        is_alone = first.is_label and sum(word.is_label for word in words.values()) == 1
        headed += is_alone and pattern.lexicon.meant((first.text,)) is not None
    return headed >= max(_HEADED, 2 * len(apart) + 1)


def _are_alike(words: list[Word], lexicon: Lexicon, least: float) -> bool:
    """Whether texts look that like labels on average."""
    return sum(lexicon.likeness((word.text,)) for word in words) >= least * len(words)


def _first_role(words: dict[int, Word]) -> str:
    """The role of the first text of a column, '' where it has none."""
    for word in words.values():
        return word.role
    return ""


def is_headed(pattern: Pattern, column: int) -> bool:
    """Whether the first text of a column says that names of fields stand below it (指标名称), and not numbers."""
    words = pattern.words_by_column[column]
    if _first_role(words) != "field":
        return False
    return len(words) * 2 > sum(column in profile.held for profile in pattern.rows)


def _few_labels(pattern: Pattern) -> list[LabelColumn]:
    """The label columns of a block too small to show them by number.

    A form, where each row begins with a label and no label follows another; or a first row of towns
    with a label in the first column of each row below.
    """
    filled = [row for row in range(pattern.top, pattern.bottom + 1) if pattern.row(row).filled > 1]
    if not filled:
        return []
    profiles = [pattern.row(row) for row in filled]
    is_form = all(_is_of_form(p, pattern.lexicon) or p.names_only_a_town for p in profiles)
    is_form = is_form and sum(p.begins_with_label for p in profiles) * 2 > len(profiles)
    is_form = is_form or _is_narrow_form(pattern, profiles)
    asking = [p for p in profiles if not p.names_only_a_town] if is_form else []
    if any(p.filled > len(p.labels) for p in asking):
        columns = sorted({column for p in asking for column in p.labels})
        return [LabelColumn(c, tuple(r for r in filled if c in pattern.row(r).labels), 1) for c in columns]
    return _labels_beside_towns(pattern, filled)


def _is_narrow_form(pattern: Pattern, profiles: list[RowProfile]) -> bool:
    """Whether two columns hold labels, half of them known, and one answer each."""
    asked = sum(profile.is_label_and_value for profile in profiles)
    are_pairs = len(pattern.used_columns) == 2 and all(profile.filled == 2 for profile in profiles)
    return are_pairs and asked > 1 and asked * 2 >= len(profiles)


def _is_of_form(profile: RowProfile, lexicon: Lexicon) -> bool:
    """Whether a row begins with a label, or with what is like one, and no label follows another."""
    first = profile.words.get(min(profile.words, default=-1))
    is_like = first is not None and (first.is_label or lexicon.strength(first.text) >= _LIKE_LABEL)
    return is_like and profile.has_gaps


def _labels_beside_towns(pattern: Pattern, filled: list[int]) -> list[LabelColumn]:
    """The column left of towns across the first row that reads most like labels, if it does at all."""
    first, below = pattern.row(filled[0]), filled[1:]
    if len(first.towns) < 2 or first.numbers or not below:
        return []
    best: tuple[float, list[LabelColumn]] = (_LIKE_LABELS, [])
    for column in range(min(first.towns)):
        words = {r: w for r in below if (w := pattern.row(r).words.get(column)) and not w.is_unit}
        keys = [
            1.0 if pattern.lexicon.keys_answered(w) else pattern.lexicon.strength(w.text)
            for w in words.values()
        ]
        alike = sum(keys) / len(below)
        distinct = len({word.text for word in words.values()})
        if alike >= best[0] and distinct * 2 > len(words):
            best = (alike, [LabelColumn(column, tuple(words), distinct)])
    return best[1]


def sides(pattern: Pattern, column: int) -> LabelColumn | None:
    """A column that says, row by row, which aspect of a record the row holds (计划, 完成), else None.

    A time is one only where the heading says that the rows are of different times (月份), beside what is added up (累计),
    or where the same times come over and over.
    """
    words = pattern.words_by_column[column]
    is_added_up = any(word.is_aspect and word.is_total for word in words.values())
    is_of_times = _first_role(words) == "month" or is_added_up or _is_cycle_of_times(words, pattern.lexicon)
    aspects = {r: word.text for r, word in words.items() if word.is_aspect or (is_of_times and word.is_time)}
    distinct = len(set(aspects.values()))
    if not 2 <= distinct < len(aspects):
        return None
    first = min(aspects)
    labels = {r: word.text for r, word in words.items() if r > first and word.is_label and r not in aspects}
    told = sorted(
        aspects.keys() | labels
    )  # a few rows may ask for something else: 计划, 到位, 支出, 是否涉农
    if len(labels) * 2 <= len(aspects) and len(told) * 5 >= (len(words) - 2) * 4:
        return LabelColumn(column, tuple(told), distinct + len(set(labels.values())))
    return None


def _is_cycle_of_times(words: dict[int, Word], lexicon: Lexicon) -> bool:
    """Whether a column holds the same few times over and over, below no heading of a field: 2月, 3月 for each town."""
    times = [word.text for word in words.values() if word.is_time]
    several = [*dict.fromkeys(times)]
    is_again = 1 < len(several) < len(times) and several * (len(times) // len(several)) == times
    heading = next(iter(words.values()))
    is_headed = not heading.is_time and lexicon.meant((heading.text,), OUTRIGHT) is None
    return is_again and len(times) == len(words) - is_headed


def _fields_below_records(pattern: Pattern, column: int) -> LabelColumn | None:
    """A column that names, row by row, fields of a record that goes on over several rows (项目名称 beside its sources)."""
    words = pattern.words_by_column[column]
    top, *rows = words
    asked = pattern.lexicon.key_meant((words[top].text,), STRONG)
    if asked is None or asked.kind != "enum":
        return None
    keys = [
        c
        for c, word in pattern.row(top).words.items()
        if c != column and _is_record_key(word, asked, pattern.lexicon)
    ]
    named = {row: words[row].text for row in rows if pattern.lexicon.meant((words[row].text,))}
    goes_on = sum(c not in pattern.row(row).held for c in keys for row in named)
    if len(keys) == 1 and goes_on and len(named) * 5 >= len(rows) * 4:
        return LabelColumn(column, tuple(named), len(set(named.values())))
    return None


def _is_record_key(word: Word, other: Field, lexicon: Lexicon) -> bool:
    """Whether a heading is a key that tells records of another ledger apart, and no town."""
    key = lexicon.key_meant((word.text,), OUTRIGHT)
    return key is not None and key.ledger != other.ledger and key.name != "town"


def _is_tall(pattern: Pattern, label: LabelColumn) -> bool:
    """Whether labels fill most of a column, and not only the heading rows on top of data."""
    below = [row for row in range(max(label.rows) + 1, pattern.bottom + 1) if pattern.row(row).filled]
    return len(below) <= len(label.rows) // 2


def _is_enum(pattern: Pattern, column: int) -> bool:
    """Whether the texts are answers to an enumerated field named above them, or to a key whatever stands above."""
    heading, *answers = pattern.words_by_column[column].values()
    of_keys = [word for word in answers if pattern.lexicon.keys_answered(word)]
    if len(of_keys) >= _MOST_ANSWER * len(answers) and not is_headed(pattern, column):
        below = next(row for row, word in pattern.words_by_column[column].items() if word is not heading)
        return all(len(pattern.row(row).towns) < 2 for row in range(pattern.top, below))
    headings = [heading, *answers[:_MOST_GROUPS]]  # 概况 over 建设类型
    return any(_asks_for(word.text, answers, pattern.lexicon) for word in headings)


def _asks_for(heading: str, answers: list[Word], lexicon: Lexicon) -> bool:
    """Whether a heading is like that of an enumerated field, which most of the texts below it answer."""
    for field, score in lexicon.matcher.candidates((heading,)):
        if field.kind == "enum" and score >= _LIKE_ENUM and answers:
            return sum(
                lexicon.dictionary.code_of(field, w.text) is not None for w in answers
            ) >= _MOST_ANSWER * len(answers)
    return False
