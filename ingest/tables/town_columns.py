"""Which columns of a table say what town a row is about.

A heading alone decides little: 单位 may stand over towns or units, 责任单位 over offices that bear a town's name.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.sheet import Cell, Sheet
from ingest.tables.blocks import Block
from ingest.tables.headers import Header
from ingest.text import squeeze
from ingest.words.lexicon import LABELLED, Lexicon
from ingest.words.values import Raw

_LIKE_A_TEXT = 0.5


def town_columns(block: Block, header: Header, columns: list[int]) -> list[int]:
    """The columns that say which town a row is about.

    Those headed as such; else those filled with towns under a heading that says nothing else; else the
    first that is filled with towns, whatever its heading.
    """
    headed: list[int] = []
    filled: list[int] = []
    any_heading: list[int] = []
    possible = _may_hold_towns(block, header)
    for column in columns:
        path = header.words(column)
        asked = block.lexicon.meant(path, LABELLED)
        is_headed = asked is not None and asked.name == "town"
        if not (is_headed or column in possible):
            continue
        named = _named(block, header, column)
        towns = _count_towns(named, block.lexicon, block.county)
        if not (is_headed or towns):
            continue
        if towns * 2 < len(named) and isinstance(named[0], str) and are_units(named, block.lexicon):
            continue
        if _asks_for_a_town(path, block.lexicon):
            continue
        # above labels turned aside stands what they are, not the towns: 资金来源 | 进度 | 永坪镇
        is_corner = block.is_turned and column == columns[0] and len(path) > 1
        if asked and asked.kind == "text" and not block.lexicon.is_key(asked) and not is_corner:
            continue  # 责任单位 may well name towns
        if named and is_headed:
            headed.append(column)
        elif (
            towns
            and not (asked and asked.kind == "town")
            and (towns * 10 >= len(named) * 6 or _is_said_between(named, towns, block))
        ):
            (any_heading if asked else filled).append(column)
    if len(filled) > 1:  # offices that bear a town's name beside the towns themselves
        filled = [c for c in filled if not _is_like_a_text(header.path(c), block.lexicon)] or filled
    return headed or filled or any_heading[:1]


def _is_like_a_text(path: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Whether a heading is more like that of a text than of anything else."""
    asked = lexicon.meant(path, _LIKE_A_TEXT)
    return asked is not None and asked.kind == "text" and not lexicon.is_key(asked)


def holds_towns(block: Block, header: Header, column: int) -> bool:
    """Whether a column is filled with towns or their codes, whatever its heading."""
    named = _named(block, header, column)
    return bool(named) and _count_towns(named, block.lexicon, block.county) * 10 >= len(named) * 9


def _asks_for_a_town(path: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Whether a group makes a column of towns an answer of its own: 建设成效较好乡镇 over 镇名, say."""
    item = lexicon.meant(path, least=0.0) if lexicon.other_town_asked(path[:-1]) else None
    return item is not None and item.kind == "town"


def _named(block: Block, header: Header, column: int) -> list[Raw]:
    """What stands in a column below its heading, words for totals left out."""
    cells = block.sheet.columns[column]
    totals = {row for row, word in block.words_by_column[column].items() if word.is_total}
    return [
        raw
        for row, raw in enumerate(cells[header.body : block.bottom + 1], start=header.body)
        if raw is not None and row not in totals
    ]


def _count_towns(cells: list[Raw], lexicon: Lexicon, county: str) -> int:
    """How many of a column's cells name towns, or hold their codes."""
    distinct = set(cells)
    towns = distinct & lexicon.gazetteer.codes
    towns |= {raw for raw in distinct if isinstance(raw, str) and lexicon.is_town(raw, county)}
    return sum(raw in towns for raw in cells) if towns else 0


def _is_said_between(cells: list[Raw], towns: int, block: Block) -> bool:
    """Whether behind each town stands one and the same word, which answers nothing: 永坪镇 | 上月 | 关庄镇 | 上月."""
    others = {raw for raw in cells if not (isinstance(raw, str) and block.lexicon.is_town(raw, block.county))}
    if len(others) != 1 or len(set(cells)) != towns + 1 or towns * 2 < len(cells) or towns < 2:
        return False
    word = block.lexicon.word(str(others.pop()))
    return not (word.is_label or word.answered)


def _may_hold_towns(block: Block, header: Header) -> set[int]:
    """The columns in which anything could be a town's name, or below its heading a code."""
    codes, columns = block.lexicon.gazetteer.codes, block.sheet.columns
    body = slice(header.body, block.bottom + 1)
    return block.pattern.named | {c for c in block.used_columns if not codes.isdisjoint(columns[c][body])}


def are_units(cells: Sequence[Raw], lexicon: Lexicon) -> bool:
    """Whether filled cells hold units, as those of the values to their left, and nothing else."""
    return bool(cells) and all(isinstance(raw, str) and lexicon.word(raw).is_unit for raw in cells)


def towns_left_out(sheet: Sheet, rows: Sequence[int], column: int) -> dict[int, Cell]:
    """Rows whose town was left out, with the cell where it belongs: they do not go on with the town above.

    A blank cell merged down over several rows is theirs; where a column says a town again in row after row, so is
    every blank.
    """
    cells = sheet.columns[column]
    named = {row: raw for row in rows if (raw := cells[row]) is not None}
    blank = [row for row in rows if row not in named and any(raw is not None for raw in sheet.rows[row])]
    if not blank:
        return {}
    said = {row: squeeze(str(raw)) for row, raw in named.items()}
    merged = {
        row: (top, left)
        for top, left, bottom, right in sheet.merges
        if top < bottom and left <= column <= right and sheet.at(top, left) is None
        for row in blank
        if top <= row <= bottom
    }
    single = [row for row in blank if row not in merged and (row, column) not in sheet.merge_anchor]
    is_again = sum(said.get(row - 1) == town for row, town in said.items()) > len(single)
    return merged | {row: (row, column) for row in single if is_again}
