"""How a block is laid out: rows of records, columns of records, a long list, or a card.

The decision rests on where labels and towns stand. Labels running down a column with towns beside
them repeated: a long list; with towns across the top: columns of records, read as rows after turning
the grid; with neither: a card. Labels only at the top: rows of records.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from ingest.tables import beside, cards, folds, kinds, lists, rows, turn
from ingest.tables.blocks import Block, RowProfile, has_values_below
from ingest.tables.headers import Header, find_header
from ingest.tables.layout import Table
from ingest.words.lexicon import STRONG, Lexicon, Word

_MIN_LABELS = 3
#: Keys of records across stand in so many of the first rows.
_KEYS_ABOVE = 4
#: How like labels the texts beside towns across are on average, at least.
_LIKE_LABELS = 0.3
#: How like labels texts are on average of which less than half are labels for certain.
_MOSTLY_LABELS = 0.6
#: So many headings that each name a field for certain head a table of rows.
_HEADED = 4
#: So many parts of labels may alternate in a column; more are names.
_MOST_PARTS = 12


@dataclass(frozen=True)
class LabelColumn:
    """A column down which labels run: the rows they stand in and how many differ."""

    column: int
    rows: tuple[int, ...]
    distinct: int


def read_block(block: Block, lexicon: Lexicon, county: str) -> list[Table]:
    """The tables of a block (several where they stand side by side), none where nothing is asked."""
    forms = [
        table for part in beside.parts(block, lexicon, county) for table in read_block(part, lexicon, county)
    ]
    if forms:
        return [table.moved(block.sheet, lambda cell: cell) for table in forms]
    fold = folds.unfold(block, lexicon, county)
    if fold:
        return [fold.back(table) for table in read_block(fold.flat, lexicon, county)]
    if found := _read_kinds(block, lexicon, county):
        return found
    labels = _label_columns(block, lexicon) or _few_labels(block, lexicon)
    if not labels:
        header = find_header(block, lexicon)
        return (
            _read_parts_of_labels(block, header, lexicon, county)
            or _read_parts_across(block, lexicon, county)
            or rows.read(block, header, lexicon, county)
        )
    top_across = _row_of_towns(block, labels, lexicon)
    has_towns = _has_towns(block, lexicon)
    if top_across is None and not has_towns:
        top_across = _row_of_keys(block, labels, lexicon)
    if top_across is not None:
        return _read_turned(block, top_across, labels[0].column, lexicon, county)
    listing = next(
        (
            label
            for label in labels
            if label.distinct < len(label.rows) or _is_headed_as_labels(block, label.column)
        ),
        None,
    )
    if listing and has_towns:
        found = lists.read(block, listing.column, lexicon, county)
        if found:
            return found
    return cards.read(block, [label.column for label in labels], lexicon)


def _read_kinds(block: Block, lexicon: Lexicon, county: str) -> list[Table]:
    """The one record of a small block whose rows, or columns, say of which kind their town is."""
    if block.bottom - block.top > kinds.MOST_ROWS:
        return []
    found = kinds.read(block, find_header(block, lexicon), lexicon)
    if found or len(block.used_columns) > kinds.MOST_ROWS or block.is_turned:
        return found
    inner = turn.turned(block, block.top, lexicon, county)
    return [turn.back(t, block.sheet) for t in kinds.read(inner, find_header(inner, lexicon), lexicon)]


def _label_columns(block: Block, lexicon: Lexicon) -> list[LabelColumn]:
    found = []
    labelled = [row for row in range(block.top + 1, block.bottom) if block.profiles[row].labels]
    above = {row for row in labelled if has_values_below(block.sheet, block.profiles, row)}
    for column, words in block.words_by_column.items():
        is_headed = _is_headed_as_labels(block, column)
        if len(words) < _MIN_LABELS and not is_headed:
            continue
        if aspects := _aspects(block, column, lexicon):
            return [aspects]
        texts = {
            row: word.text
            for row, word in words.items()
            if word.is_label and not (word.is_unit or word.role or row in above)
        }
        beside = sum(block.profiles[row].filled > 1 for row in texts)
        if beside * 2 <= len(texts):  # none, or names of groups of rows
            continue
        said = [word for word in words.values() if not word.is_unit]
        distinct = len(set(texts.values()))
        if is_headed:
            is_found = _are_alike([(w.text,) for w in said], lexicon) or _are_alike(
                _in_sections(block, column), lexicon
            )
        else:
            is_found = distinct >= _MIN_LABELS and (
                len(texts) * 2 >= len(said) or _are_alike([(w.text,) for w in said], lexicon, _MOSTLY_LABELS)
            )
        if is_found and not _is_enum(block, column, lexicon):
            found.append(LabelColumn(column, tuple(texts), distinct))
    if not found:
        return []
    is_headed = any(_is_headed_as_labels(block, label.column) for label in found)
    if not is_headed and _has_headings(block, {label.column for label in found}, lexicon):
        return []
    is_sure = is_headed or any(len(label.rows) > 4 or _is_tall(block, label) for label in found)
    return found if is_sure else []


def _has_headings(block: Block, apart: set[int], lexicon: Lexicon) -> bool:
    """Whether many columns begin with what names a field for certain and hold no label below: answers stand in them."""
    headed = 0
    for column, words in block.words_by_column.items():
        first = next(iter(words.values()), None)
        if column in apart or first is None or first.role or not first.is_label or _is_key(first, lexicon):
            continue
        is_alone = sum(word.is_label for word in words.values()) == 1
        headed += is_alone and bool(_names_a_field((first.text,), lexicon))
    return headed >= max(_HEADED, 2 * len(apart) + 1)


def _are_alike(paths: list[tuple[str, ...]], lexicon: Lexicon, least: float = _LIKE_LABELS) -> bool:
    """Whether texts look that like labels on average."""
    best = (lexicon.matcher.candidates(path)[:1] for path in paths)
    return sum(score for found in best for _, score in found) >= least * len(paths)


def _in_sections(block: Block, column: int) -> list[tuple[str, ...]]:
    """The texts of a column, each behind the last above it that stands alone in its row but for a number before it."""
    section: tuple[str, ...] = ()
    paths = []
    for row, word in block.words_by_column[column].items():
        profile = block.profiles[row]
        if profile.filled == 1 + (min(profile.words) < column):
            section = (word.text,)
        else:
            paths.append((*section, word.text))
    return paths


def _first_role(words: dict[int, Word]) -> str:
    """The role of the first text of a column, '' where it has none."""
    for word in words.values():
        return word.role
    return ""


def _is_headed_as_labels(block: Block, column: int) -> bool:
    """Whether the first text of a column says that names of fields stand below it (指标名称), and not numbers."""
    words = block.words_by_column[column]
    if _first_role(words) != "field":
        return False
    cells = block.sheet.columns[column][block.top : block.bottom + 1]
    return len(words) * 2 > sum(raw is not None for raw in cells)


def _read_parts_of_labels(block: Block, header: Header, lexicon: Lexicon, county: str) -> list[Table]:
    """The lists of a block that says in a column, row by row, the other half of what its headings ask.

    乱搭乱建 beside 发现数 and 整改数: neither means a field for certain, together they do, for nearly every text.
    """
    if not header.names:
        return []
    paths = header.paths(block.sheet, block.used_columns)
    unsure = {
        column: path
        for column, path in paths.items()
        if path and not (_names_a_field(path, lexicon) or lexicon.word(path[-1]).role)
    }
    if not unsure:
        return []
    for column, words in block.words_by_column.items():
        texts = [word.text for row, word in words.items() if row >= header.body and not word.is_total]
        parts = {*texts}
        is_list = len(parts) < len(texts)
        if not 2 <= len(parts) <= _MOST_PARTS or not (is_list or not _has_towns(block, lexicon)):
            continue
        asked = [path for other, path in unsure.items() if other > column]
        if any(_name_fields(path, parts, lexicon) for path in asked):
            if is_list:
                return lists.read(block, column, lexicon, county)
            return [kinds.read_halves(block, header, column, lexicon)]
    return []


def _names_a_field(path: tuple[str, ...], lexicon: Lexicon) -> str:
    """The name of the field that a heading means for certain, '' where it means none."""
    best = lexicon.matcher.best(path)
    return best[0].name if best and best[1] >= STRONG else ""


def _name_fields(path: tuple[str, ...], parts: set[str], lexicon: Lexicon) -> bool:
    """Whether a heading and nearly each of several texts name as many fields; too many that name none decide it."""
    sure: set[str] = set()
    for number, part in enumerate(parts, start=1):
        if name := _names_a_field((part, *path), lexicon):
            sure.add(name)
        if (number - len(sure)) * 5 > len(parts):
            return False
    return len(sure) > 1


def _few_labels(block: Block, lexicon: Lexicon) -> list[LabelColumn]:
    """The label columns of a block too small to show them by number.

    A form, where each row begins with a label and no label follows another; or a first row of towns
    with a label in the first column of each row below.
    """
    filled = [row for row in range(block.top, block.bottom + 1) if block.profiles[row].filled > 1]
    profiles = [p for row in filled if not (p := block.profiles[row]).names_only_a_town]
    if not profiles:
        return []
    is_form = all(
        p.labels
        and min(p.labels) == min(p.words)
        and all(b - a > 1 for a, b in itertools.pairwise(sorted(p.labels)))
        for p in profiles
    )
    if is_form and any(p.filled > len(p.labels) for p in profiles):
        columns = sorted({column for p in profiles for column in p.labels})
        return [LabelColumn(c, tuple(r for r in filled if c in block.profiles[r].labels), 1) for c in columns]
    return _labels_beside_towns(block, filled, lexicon)


def _labels_beside_towns(block: Block, filled: list[int], lexicon: Lexicon) -> list[LabelColumn]:
    """The column left of towns across the first row that reads most like labels, if it does at all."""
    first, below = block.profiles[filled[0]], filled[1:]
    if len(first.towns) < 2 or first.numbers or not below:
        return []
    best: tuple[float, list[LabelColumn]] = (_LIKE_LABELS, [])
    for column in range(min(first.towns)):
        words = {r: w for r in below if (w := block.profiles[r].words.get(column)) and not w.is_unit}
        alike = sum(1.0 if _is_key(word, lexicon) else lexicon.strength(word.text) for word in words.values())
        alike /= len(below)
        distinct = len({word.text for word in words.values()})
        if alike >= best[0] and distinct * 2 > len(words):
            best = (alike, [LabelColumn(column, tuple(words), distinct)])
    return best[1]


def _is_key(word: Word, lexicon: Lexicon) -> bool:
    """Whether a text answers a field that tells records apart (a source of funds)."""
    return any(lexicon.is_key(item) for item in word.answered)


def _aspects(block: Block, column: int, lexicon: Lexicon) -> LabelColumn | None:
    """A column that says, row by row, which aspect of a record the row holds (计划, 完成), else None.

    A time is one only where the heading says that the rows are of different times (月份).
    """
    words = block.words_by_column[column]
    is_of_times = _first_role(words) == "month"
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


def _is_tall(block: Block, label: LabelColumn) -> bool:
    """Whether labels fill most of a column, and not only the heading rows on top of data."""
    below = [row for row in range(max(label.rows) + 1, block.bottom + 1) if block.profiles[row].filled]
    return len(below) <= len(label.rows) // 2


def _is_enum(block: Block, column: int, lexicon: Lexicon) -> bool:
    """Whether the texts are answers to an enumerated field named above them (sources of funds, say)."""
    heading, *answers = [word.text for word in block.words_by_column[column].values()]
    for field, score in lexicon.matcher.candidates((heading,)):
        if field.kind == "enum" and score >= 0.6 and answers:
            known = sum(lexicon.dictionary.code_of(field, text) is not None for text in answers)
            return known * 5 >= len(answers) * 3
    return False


def _row_of_towns(block: Block, labels: list[LabelColumn], lexicon: Lexicon) -> int | None:
    """The row above or at the first label that names the towns across, None where there is none."""
    first = min(min(label.rows) for label in labels)
    among = next(
        (row for row in range(first, first + _KEYS_ABOVE) if _names_towns(block, row, labels[0])), None
    )
    if among is not None:
        return first
    leftmost = labels[0].column
    candidates = [
        row for row in range(block.top, first + 1) if any(c > leftmost for c in block.profiles[row].towns)
    ]
    best = max(candidates, key=lambda row: len(block.profiles[row].towns), default=None)
    if best is None or len(block.profiles[best].towns) > 1:
        return best
    profile = block.profiles[best]
    before = [profile.texts[c] for c in range(min(profile.towns)) if c in profile.labels]
    is_answer = any(map(lexicon.asks_for_town, before))
    return None if len(labels) > 1 or is_answer or (before and best == first) else best


def _row_of_keys(block: Block, labels: list[LabelColumn], lexicon: Lexicon) -> int | None:
    """The row above or at the first label that names answers of one key across (sources of funds), if there is one."""
    if len(labels) > 1:
        return None
    first = min(labels[0].rows)
    for row in (first - 1, first):
        words = block.profiles[row].words if row >= block.top else {}
        across = [word for column, word in words.items() if column > labels[0].column]
        asked = [{item for item in word.answered if lexicon.is_key(item)} for word in across]
        answered = [items for items in asked if items]
        if len(answered) > 1 and len(answered) >= len(across) - 1 and set.intersection(*answered):
            return row
    return None


def _names_towns(block: Block, row: int, label: LabelColumn) -> bool:
    """Whether a row behind a label holds a town for each column: records across, their towns among their fields."""
    if row > block.bottom or row not in label.rows:
        return False
    profile = block.profiles[row]
    return len(profile.towns) > 1 and len(profile.towns) >= profile.filled - 1


def _has_towns(block: Block, lexicon: Lexicon) -> bool:
    codes = lexicon.gazetteer.codes
    rows = range(block.top, block.bottom + 1)
    return any(block.profiles[row].towns or not codes.isdisjoint(block.sheet.rows[row]) for row in rows)


def _read_parts_across(block: Block, lexicon: Lexicon, county: str) -> list[Table]:
    """The same where towns stand across, each over the headings that halve what is asked."""
    above = [row for row in range(block.top, block.bottom + 1) if block.profiles[row].filled > 1]
    first = block.profiles[above[0]] if above else RowProfile()
    if len(first.towns) < 2 or first.numbers:
        return []
    inner = turn.turned(block, above[0], lexicon, county)
    found = _read_parts_of_labels(inner, find_header(inner, lexicon), lexicon, county)
    return [turn.back(table, block.sheet) for table in found]


def _read_turned(
    block: Block, top_across: int, label_column: int, lexicon: Lexicon, county: str
) -> list[Table]:
    """Columns of records: turn the grid, read rows, turn the addresses back."""
    inner = turn.turned(block, top_across, lexicon, county)
    header = find_header(inner, lexicon)
    if header.body <= label_column:
        first_town = min(block.profiles[top_across].towns, default=label_column + 1)
        inner.header_rows = first_town - inner.top
        header = find_header(inner, lexicon)
    aspects = next(
        (label for label in _label_columns(inner, lexicon) if label.distinct < len(label.rows)), None
    )
    found = (
        (lists.read(inner, aspects.column, lexicon, county) if aspects else [])
        or _read_parts_of_labels(inner, header, lexicon, county)
        or rows.read(inner, header, lexicon, county)
    )
    return [turn.back(table, block.sheet) for table in found]
