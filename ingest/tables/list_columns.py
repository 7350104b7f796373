"""What each column of a list holds: towns, keys, labels and what groups them, values, units, the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.sheet import Cell
from ingest.tables.blocks import Block
from ingest.tables.headers import Header
from ingest.tables.rows import key_answered
from ingest.tables.town_columns import holds_towns, town_columns
from ingest.text import squeeze
from ingest.words.lexicon import OUTRIGHT
from ingest.words.values import Raw


@dataclass(frozen=True)
class Columns:
    """Which column of a list holds what; None where the list has no such column.

    `labels` says for each row where its label stands, `groups` what groups it, in the columns of `grouping`; `keys` tell records of one town apart, each with the headings that say of what; `plain` hold a value of their own on a record's first row.
    """

    town: int
    is_town_above: bool
    label: int
    labels: dict[int, Cell]
    groups: dict[int, tuple[str, ...]]
    grouping: tuple[int, ...]
    values: tuple[int, ...]
    ledger: int | None
    unit: int | None
    keys: dict[int, tuple[str, ...]]
    plain: tuple[int, ...]
    used: tuple[int, ...]


def find(block: Block, header: Header, label: int) -> Columns | None:
    """The columns of a list whose labels stand in one of them; None where it has no town or no value column."""
    used = block.used_columns
    named = town_columns(block, header, used)
    towns = named or _columns_of_groups(block, header)
    if not towns or towns[0] == label:
        return None
    town = towns[0]
    again = {c for c in used if c != town and holds_towns(block, header, c)}
    roles = {c: _role(block, header, c) for c in used if c not in {town, label, *again}}
    labels = _labels(block, header, label, town)
    rows = [*labels]
    ledger = next((c for c, role in roles.items() if role == "ledger"), None)
    if ledger is None:
        naming = (c for c, role in roles.items() if not role and _names_ledgers(block, header, rows, c))
        ledger = next(naming, None)
    free = [c for c, role in roles.items() if not role and c != ledger]
    keys = {c: path for c in free if (path := _key(block, header, c))}
    values = (
        [c for c, role in roles.items() if role == "value"]
        # 数据项 | 内容: what may head labels heads their values behind them
        or [c for c, role in roles.items() if role == "field" and c > label][:1]
        or [c for c in free if c not in keys and _holds_values(block, header, labels, c, town)]
    )
    if not values:
        return None
    may_group = [c for c in free if c not in (*keys, *values)]
    groups = _groups_of_labels(block, rows, [town, *keys], may_group) if may_group else {}
    return Columns(
        town=town,
        is_town_above=not named,
        label=label,
        labels=labels,
        groups={row: tuple(texts[row] for texts in groups.values() if texts[row]) for row in rows},
        grouping=tuple(groups),
        values=tuple(values),
        ledger=ledger,
        unit=next((c for c, role in roles.items() if role == "unit"), None),
        keys=keys,
        plain=tuple(c for c in free if c not in keys and c not in values and c not in groups),
        used=tuple(used),
    )


def _holds_values(block: Block, header: Header, labels: dict[int, Cell], column: int, town: int) -> bool:
    """Whether a column without a telling heading holds what the labels ask for."""
    rows = [*labels]
    is_filled = _is_filled_below(block, rows, column, town) and not _asks_for_answer(block, header, column)
    if is_filled and not _is_said_again(block, header, rows, (town, column)):
        return True
    return _is_told_by_labels(block, header, labels, column)


def _labels(block: Block, header: Header, column: int, town: int) -> dict[int, Cell]:
    """Row → the cell of its label: its own, that of the merged range, left of the towns also the one above a blank."""
    sheet = block.sheet
    labels: dict[int, Cell] = {}
    above: Cell | None = None
    for row in range(header.body, block.bottom + 1):
        own = sheet.merge_anchor.get((row, column), (row, column))
        if sheet.at(*own) is not None:
            labels[row] = above = own
        elif above and column < town and sheet.at(row, town) is not None:
            labels[row] = above
    return labels


def _groups_of_labels(
    block: Block, rows: list[int], keys: list[int], columns: list[int]
) -> dict[int, dict[int, str]]:
    """Column → row → what groups the label of the row: 污水 before 产生量 and 处理量, once for several of a record.

    What answers something of a record says the same in all its rows.
    """
    records: dict[tuple[str, ...], list[int]] = {}
    held = [_texts(block, rows, key) for key in keys]
    for row in rows:
        records.setdefault(tuple(texts[row] for texts in held), []).append(row)
    found = {}
    for column in columns:
        texts: dict[int, str] = {}
        for of_record in records.values():
            texts |= _texts(block, of_record, column)
        said = [{texts[row] for row in of_record} for of_record in records.values()]
        if all(1 < len(of_record) < len(own) for of_record, own in zip(said, records.values(), strict=True)):
            found[column] = texts
    return found


def _texts(block: Block, rows: list[int], column: int) -> dict[int, str]:
    """Row → the text that stands for it in a column, be it above the blank of its own."""
    texts, above = dict[int, str](), ""
    for row in rows:
        own = block.sheet.spanned(row, column)
        above = texts[row] = above if own is None else own if isinstance(own, str) else ""
    return texts


def _columns_of_groups(block: Block, header: Header) -> list[int]:
    """The column in which rows that hold nothing else name the town of the rows below them."""
    alone = [
        profile
        for row in range(header.body, block.bottom + 1)
        if (profile := block.profiles[row]).filled == 1
    ]
    return sorted({column for profile in alone for column in profile.towns})[:1]


def _role(block: Block, header: Header, column: int) -> str:
    path = header.path(column)
    return block.lexicon.word(path[-1]).role if path else ""


def _key(block: Block, header: Header, column: int) -> tuple[str, ...]:
    """The headings of a column that asks for a key, or that of the key which its cells answer; () where it is none."""
    path, cells = header.path(column), block.sheet.columns[column][header.body : block.bottom + 1]
    if not path or block.lexicon.key_meant(path):
        return path
    return key_answered(path, [raw for raw in cells if raw is not None], block.lexicon)


def _names_ledgers(block: Block, header: Header, rows: list[int], column: int) -> bool:
    """Whether a column says of every row which ledger it belongs to: in full, or in short where its heading is no field's."""
    said = {squeeze(str(raw)) for row in rows if (raw := block.sheet.at(row, column)) is not None}
    labels = [ledger.label for ledger in block.lexicon.dictionary.ledgers.values()]
    if all(any(label in text for label in labels) for text in said):
        return bool(said)
    if block.lexicon.meant(header.path(column)) and all(block.lexicon.word(text).answered for text in said):
        return False  # 项目类别 over 基础设施
    return all(map(block.lexicon.matcher.names_ledger, said))


def _asks_for_answer(block: Block, header: Header, column: int) -> bool:
    """Whether a heading asks outright for a flag or one of several answers, which hold for a record as a whole."""
    asked = block.lexicon.meant(header.path(column), OUTRIGHT)
    return asked is not None and asked.kind in ("flag", "enum")


def _is_filled_below(block: Block, rows: list[int], column: int, town: int) -> bool:
    """Whether a column has values for every aspect, or for those below the first, and not one for the first row of a record only."""
    anchors = block.sheet.merge_anchor
    filled = {row for row in rows if block.sheet.at(row, column) is not None}
    spanned = sum((row, column) in anchors for row in rows)
    below = sum(row - 1 in filled or block.sheet.at(row, town) is None for row in filled)
    return bool(filled) and not spanned and below * 3 >= len(filled)


def _is_said_again(block: Block, header: Header, rows: list[int], columns: tuple[int, int]) -> bool:
    """Whether a column that names a field by itself says the same in all rows of each town: of the record, not of a side."""
    town, column = columns
    if block.lexicon.meant(header.path(column)) is None:
        return False
    said: dict[Raw, set[Raw]] = {}
    for row in rows:
        said.setdefault(block.sheet.at(row, town), set()).add(block.sheet.at(row, column))
    return (
        None not in said and len(said) * 2 <= len(rows) and all(len(values) == 1 for values in said.values())
    )


def _is_told_by_labels(block: Block, header: Header, labels: dict[int, Cell], column: int) -> bool:
    """Whether a heading names, together with the aspect of a row, another field than alone: 竣工时间 in the row 计划.

    What is merged down over the rows of a record is said of all its aspects.
    """
    if not block.sheet.merge_anchor.keys().isdisjoint((row, column) for row in labels):
        return False
    path, texts = header.path(column), {str(block.sheet.at(*cell)) for cell in labels.values()}
    told = [
        (block.lexicon.meant((*path, text), OUTRIGHT), text)
        for text in texts
        if block.lexicon.is_aspect(text)
    ]
    return any(
        item and item not in (block.lexicon.meant(path, 0.0), block.lexicon.meant((text,), 0.0))
        for item, text in told
    )
