"""How a block is laid out: rows of records, columns of records, a long list, or a card.

The decision rests on where labels and towns stand. Labels running down a column with towns beside
them repeated: a long list; with towns across the top: columns of records, read as rows after turning
the grid; with neither: a card. Labels only at the top: rows of records.
"""

from __future__ import annotations

from ingest.tables import cards, kinds, label_columns, lists, rows, views
from ingest.tables.blocks import Block
from ingest.tables.headers import Header, find_header
from ingest.tables.label_columns import LabelColumn
from ingest.tables.layout import Table
from ingest.tables.profiles import RowProfile
from ingest.words.lexicon import OUTRIGHT, Lexicon

#: Keys of records across stand in so many of the first rows.
_KEYS_ABOVE = 4
#: So many parts of labels may alternate in a column; more are names.
_MOST_PARTS = 12
#: A column of labels has no fewer of them than this part of what another has.
_FEW = 3


def read_block(block: Block) -> list[Table]:
    """The tables of a block (several where they stand side by side), none where nothing is asked."""
    if apart := [table for view in views.apart(block) for table in view.back(read_block(view.block))]:
        return apart
    header = find_header(block)
    if found := _read_kinds(block, header):
        return found
    labels = label_columns.find(block.pattern)
    if not labels:
        return _read_parts_of_labels(block, header) or rows.read(block, header)
    top_across = _row_of_towns(block, labels)
    has_towns = _has_towns(block)
    if top_across is None and not has_towns:
        top_across = _row_of_keys(block, labels)
    if top_across is None:
        top_across = _row_of_names(block, labels)
    if top_across is not None:
        return _read_turned(block, top_across, labels[0].column)
    most = max(len(label.rows) for label in labels)
    headed = {label.column for label in labels if label_columns.is_headed(block.pattern, label.column)}
    listings = [
        label
        for label in labels
        if len(label.rows) * _FEW >= most  # names of projects may read like labels, here and there
        and (label.distinct < len(label.rows) or label.column in headed)
    ]
    # What stands before a column headed as that of labels groups them.
    listing = min(listings, key=lambda label: label.column not in headed, default=None)
    if listing and has_towns and not _is_headed_again(block, headed):
        found = lists.read(block, listing.column)
        if found:
            return found
    return cards.read(block, [label.column for label in labels])


def _is_headed_again(block: Block, columns: set[int]) -> bool:
    """Whether several columns of labels stand side by side below one heading: 指标 | 数值 | 指标 | 数值."""
    return len(columns) > len({next(iter(block.words_by_column[column].values())).text for column in columns})


def _read_kinds(block: Block, header: Header) -> list[Table]:
    """The one record of a small block whose rows, or columns, say of which kind their town is."""
    if block.bottom - block.top > kinds.MOST_ROWS:
        return []
    found = kinds.read(block, header)
    if found or len(block.used_columns) > kinds.MOST_ROWS:
        return found
    last = block.used_columns[-1]
    if not any(last in block.profiles[row].towns for row in range(block.top, block.bottom + 1)):
        return []  # towns across stand in the last column as well
    view = views.turned(block, block.top)
    return view.back(kinds.read(view.block, find_header(view.block)))


def _read_parts_of_labels(block: Block, header: Header) -> list[Table]:
    """The lists of a block that says in a column, row by row, the other half of what its headings ask.

    乱搭乱建 beside 发现数 and 整改数: neither means a field for certain, together they do, for nearly every text.
    """
    if not header.names:
        return []
    paths = header.paths(block.used_columns)
    unsure = {
        column: path
        for column, path in paths.items()
        if path and not (block.lexicon.meant(path) or block.lexicon.word(path[-1]).role)
    }
    if not unsure:
        return []
    for column, words in block.words_by_column.items():
        asked = [path for other, path in unsure.items() if other > column]
        if not asked:
            break
        texts = [word.text for row, word in words.items() if row >= header.body and not word.is_total]
        parts = {*texts}
        is_list = len(parts) < len(texts)
        if not 2 <= len(parts) <= _MOST_PARTS or not (is_list or not _has_towns(block)):
            continue
        if any(_name_fields(path, parts, block.lexicon) for path in asked):
            if is_list:
                return lists.read(block, column)
            return [kinds.read_halves(block, header, column)]
    return []


def _name_fields(path: tuple[str, ...], parts: set[str], lexicon: Lexicon) -> bool:
    """Whether a heading and nearly each of several texts name as many fields; too many that name none decide it."""
    sure: set[str] = set()
    for number, part in enumerate(parts, start=1):
        if item := lexicon.meant((part, *path)):
            sure.add(item.name)
        if (number - len(sure)) * 5 > len(parts):
            return False
    return len(sure) > 1


def _row_of_towns(block: Block, labels: list[LabelColumn]) -> int | None:
    """The row above or at the first label that names the towns across, None where there is none."""
    first = min(min(label.rows) for label in labels)
    among = next(
        (row for row in range(first, first + _KEYS_ABOVE) if _names_towns(block, row, labels[0])), None
    )
    if among is not None:
        return first
    for row in range(first, min(first + _KEYS_ABOVE, block.bottom + 1)):
        profile = block.profiles[row]
        if len(profile.towns) > 1 and len(profile.towns) + len(profile.totals) == profile.filled:
            return row  # below other headings, of the towns' kinds or codes, say
    leftmost = labels[0].column
    candidates = [row for row in range(block.top, first + 1) if _may_be_across(block.profiles[row], leftmost)]
    best = max(candidates, key=lambda row: len(block.profiles[row].towns), default=None)
    if best is None or len(block.profiles[best].towns) > 1:
        return best
    profile = block.profiles[best]
    before = [c for c in range(min(profile.towns)) if c in profile.texts]
    is_answer = any(block.lexicon.asks_for_town(profile.texts[c]) for c in before)
    is_beside = (best == first and not profile.labels.isdisjoint(before)) or (
        label_columns.is_headed(block.pattern, leftmost) and best > min(block.words_by_column[leftmost])
    )
    return None if len(labels) > 1 or is_answer or is_beside else best


def _may_be_across(profile: RowProfile, leftmost: int) -> bool:
    """Whether towns stand right of the labels, and not each behind a label of its own: 较好乡镇 | 永坪镇 | 较差乡镇 | 文安驿镇."""
    towns = profile.towns
    answer = len(towns) > 1 and all(column - 1 in profile.labels for column in towns)
    return any(column > leftmost for column in towns) and not answer


def _row_of_keys(block: Block, labels: list[LabelColumn]) -> int | None:
    """The row above or at the first label that names answers of one key across (sources of funds), if there is one."""
    if len(labels) > 1:
        return None
    first = min(labels[0].rows)
    for row in (first - 1, first):
        words = block.profiles[row].words if row >= block.top else {}
        across = [word for column, word in words.items() if column > labels[0].column]
        answered = [items for word in across if (items := block.lexicon.keys_answered(word))]
        if len(answered) > 1 and len(answered) >= len(across) - 1 and set.intersection(*answered):
            return row
    return None


def _row_of_names(block: Block, labels: list[LabelColumn]) -> int | None:
    """The first label, where one of the first asks for names of records and several stand across, each over answers."""
    label = labels[0]
    if label.distinct < len(label.rows):
        return None
    for row in label.rows[:_KEYS_ABOVE]:
        words = block.profiles[row].words
        asked = block.lexicon.key_meant((words[label.column].text,), OUTRIGHT)
        if asked is None or asked.kind != "text":
            continue
        names = {column: word.text for column, word in words.items() if column > label.column}
        are_names = 1 < len({*names.values()}) == len(names) == block.profiles[row].filled - 1
        like_labels = (sum(c in block.profiles[r].labels for r in label.rows) for c in names)
        return label.rows[0] if are_names and max(like_labels) * 2 < len(label.rows) else None
    return None


def _names_towns(block: Block, row: int, label: LabelColumn) -> bool:
    """Whether a row behind a label holds a town for each column: records across, their towns among their fields."""
    if row > block.bottom or label.column not in block.profiles[row].texts:
        return False
    profile = block.profiles[row]
    return len(profile.towns) > 1 and len(profile.towns) >= profile.filled - 1


def _has_towns(block: Block) -> bool:
    codes = block.lexicon.gazetteer.codes
    rows = range(block.top, block.bottom + 1)
    return any(block.profiles[row].towns or not codes.isdisjoint(block.sheet.rows[row]) for row in rows)


def _read_turned(block: Block, top_across: int, label_column: int) -> list[Table]:
    """Columns of records: turn the grid, read rows, turn the addresses back."""
    view = views.turned(block, top_across)
    inner = view.block
    header = find_header(inner)
    if header.body <= label_column:
        first_town = min(block.profiles[top_across].towns, default=label_column + 1)
        inner.header_rows = first_town - inner.top
        header = find_header(inner)
    aspects = next(
        (label for label in label_columns.many(inner.pattern) if label.distinct < len(label.rows)), None
    )
    found = lists.read(inner, aspects.column) if aspects else []
    return view.back(found or rows.read(inner, header))
