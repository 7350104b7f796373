"""How a block is laid out: rows of records, columns of records, a long list, or a card.

The decision rests on where labels and towns stand. Labels running down a column with towns beside
them repeated: a long list; with towns across the top: columns of records, read as rows after turning
the grid; with neither: a card. Labels only at the top: rows of records.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

from ingest import cards, lists, rows
from ingest.blocks import Block, RowProfile, profile_rows
from ingest.layout import Cell, Table
from ingest.lexicon import Lexicon
from ingest.sheet import Sheet

_MIN_LABELS = 3


@dataclass(frozen=True)
class LabelColumn:
    """A column down which labels run: the rows they stand in and how many differ."""

    column: int
    rows: tuple[int, ...]
    distinct: int


def read_block(block: Block, lexicon: Lexicon, county: str) -> list[Table]:
    """The tables of a block (several where they stand side by side), none where nothing is asked."""
    labels = _label_columns(block, lexicon) or _few_labels(block)
    if not labels:
        return rows.read(block, lexicon, county)
    top_towns = _row_of_towns(block, labels)
    if top_towns is not None:
        return _read_turned(block, top_towns, lexicon, county)
    listing = next(
        (
            label
            for label in labels
            if label.distinct < len(label.rows) or _is_headed_as_labels(block, label.column)
        ),
        None,
    )
    if listing and _has_towns_beside(block, listing):
        found = lists.read(block, listing.column, lexicon, county)
        if found:
            return found
    return cards.read(block, [label.column for label in labels], lexicon)


def _label_columns(block: Block, lexicon: Lexicon) -> list[LabelColumn]:
    found = []
    for column, words in block.words_by_column.items():
        if aspects := _aspects(block, column, lexicon):
            return [aspects]
        texts = {
            row: word.text for row, word in words.items() if word.is_label and not (word.is_unit or word.role)
        }
        beside = sum(block.profiles[row].filled > 1 for row in texts)
        if beside * 2 <= len(texts):  # none, or names of groups of rows
            continue
        filled = sum(not word.is_unit for word in words.values())
        distinct = len(set(texts.values()))
        if (
            distinct >= (1 if _is_headed_as_labels(block, column) else _MIN_LABELS)
            and len(texts) * (4 if _is_headed_as_labels(block, column) else 2) >= filled
            and not _is_enum(block, column, texts, lexicon)
        ):
            found.append(LabelColumn(column, tuple(texts), distinct))
    is_sure = any(
        len(label.rows) > 4 or _is_tall(block, label) or _is_headed_as_labels(block, label.column)
        for label in found
    )
    return found if is_sure else []


def _is_headed_as_labels(block: Block, column: int) -> bool:
    """Whether the first text of a column says that names of fields stand below it (指标名称)."""
    return next((word.role for word in block.words_by_column[column].values()), "") == "field"


def _few_labels(block: Block) -> list[LabelColumn]:
    """The label columns of a block too small to show them by number.

    A form, where each row begins with a label and no label follows another; or a first row of towns
    with a label in the first column of each row below.
    """
    filled = [row for row in range(block.top, block.bottom + 1) if block.profiles[row].filled > 1]
    profiles = [block.profiles[row] for row in filled]
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
    first, below = profiles[0], profiles[1:]
    if len(first.towns) > 1 and below:
        column = min(min(first.towns) - 1, *(max(c for c in p.words) for p in below if p.words))
        for candidate in range(max(column, 0) + 1):
            holding = tuple(r for r in filled[1:] if candidate in block.profiles[r].labels)
            if len(holding) * 3 >= len(below):
                return [LabelColumn(candidate, holding, len(holding))]
    return []


def _aspects(block: Block, column: int, lexicon: Lexicon) -> LabelColumn | None:
    """A column that says, row by row, which aspect of a record the row holds (计划, 完成), else None."""
    words = block.words_by_column[column]
    aspects = {row: word.text for row, word in words.items() if lexicon.is_aspect(word.text)}
    distinct = len(set(aspects.values()))
    if 2 <= distinct < len(aspects) and len(aspects) * 5 >= (len(words) - 2) * 4:
        return LabelColumn(column, tuple(aspects), distinct)
    return None


def _is_tall(block: Block, label: LabelColumn) -> bool:
    """Whether labels fill most of a column, and not only the heading rows on top of data."""
    below = [row for row in range(max(label.rows) + 1, block.bottom + 1) if block.profiles[row].filled]
    return len(below) <= len(label.rows) // 2


def _is_enum(block: Block, column: int, texts: dict[int, str], lexicon: Lexicon) -> bool:
    """Whether the texts are answers to an enumerated field named above them (sources of funds, say)."""
    heading = next((block.profiles[row].texts[column] for row in block.words_by_column[column]), "")
    candidates = lexicon.matcher.candidates((heading,)) if heading else ()
    answers = [text for text in texts.values() if text != lexicon.word(heading).text]
    for field, score in candidates:
        if field.kind == "enum" and score >= 0.6 and answers:
            known = sum(lexicon.dictionary.code_of(field, text) is not None for text in answers)
            return known * 5 >= len(answers) * 4
    return False


def _row_of_towns(block: Block, labels: list[LabelColumn]) -> int | None:
    """The row above or at the first label that names the towns across, None where there is none."""
    first = min(min(label.rows) for label in labels)
    leftmost = labels[0].column
    candidates = [
        row for row in range(block.top, first + 1) if any(c > leftmost for c in block.profiles[row].towns)
    ]
    best = max(candidates, key=lambda row: len(block.profiles[row].towns), default=None)
    if best is None or len(block.profiles[best].towns) > 1:
        return best
    answers_label = any(c in block.profiles[best].labels for c in range(min(block.profiles[best].towns)))
    return None if len(labels) > 1 or (answers_label and best == first) else best


def _has_towns_beside(block: Block, listing: LabelColumn) -> bool:
    return any(block.profiles[row].towns for row in listing.rows)


def _read_turned(block: Block, top_towns: int, lexicon: Lexicon, county: str) -> list[Table]:
    """Columns of records: turn the grid, read rows, turn the addresses back."""
    sheet = block.sheet
    part = [
        [sheet.at(row, column) if row >= top_towns else None for row in range(block.bottom + 1)]
        for column in range(sheet.width)
    ]
    merges = [
        (left, top, right, bottom)
        for top, left, bottom, right in sheet.merges
        if block.top <= top and bottom <= block.bottom
    ]
    turned = Sheet(sheet.name, part, merges, sheet.is_hidden, sheet.captions)
    profiles: list[RowProfile] = profile_rows(turned, lexicon, county)
    filled = [row for row, profile in enumerate(profiles) if profile.filled]
    inner = Block(turned, min(filled), max(filled), block.titles, profiles)
    return [_turn_back(table, sheet) for table in rows.read(inner, lexicon, county)]


def _turn_back(table: Table, sheet: Sheet) -> Table:
    def back(cell: Cell) -> Cell:
        return (cell[1], cell[0])

    return Table(
        sheet=sheet,
        top=table.left,
        left=table.top,
        bottom=table.right,
        right=table.bottom,
        header_rows=1,
        slots=[replace(slot, cell=back(slot.cell)) for slot in table.slots],
        lines=[
            replace(
                line,
                town_cell=back(line.town_cell) if line.town_cell else None,
                cells={slot: back(cell) for slot, cell in line.cells.items()},
            )
            for line in table.lines
        ],
        titles=table.titles,
        ignored={back(cell): reason for cell, reason in table.ignored.items()},
        arrangement="columns",
    )
