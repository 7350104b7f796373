"""Cards: label and value side by side, one record a card (a town's form, a recommendation).

Labels run down certain columns; what stands between one label and the next is its value, and a lone
unit behind a value is its unit. Headings of sections become the group of the labels below them.
"""

from __future__ import annotations

from ingest.blocks import Block, RowProfile
from ingest.layout import Cell, Line, Slot, Table
from ingest.lexicon import Lexicon


def read(block: Block, label_columns: list[int], lexicon: Lexicon) -> list[Table]:
    """One table with one line for the card of a block."""
    sheet = block.sheet
    slots: list[Slot] = []
    cells: dict[int, Cell] = {}
    ignored: dict[Cell, str] = {}
    section: tuple[str, ...] = ()
    town: tuple[str, Cell | None] = ("", None)
    right = label_columns[-1]
    for row in range(block.top, block.bottom + 1):
        filled = [c for c in range(sheet.width) if sheet.at(row, c) is not None]
        if not filled:
            continue
        right = max(right, filled[-1])
        if len(filled) == 1 and (filled[0] not in label_columns or not block.profiles[row].labels):
            section = (str(sheet.at(row, filled[0])),)
            ignored[row, filled[0]] = "header"
            continue
        for label, values in _pairs(filled, label_columns, block.profiles[row]):
            text = str(sheet.at(row, label))
            ignored[row, label] = "header"
            value = values[0] if values else None
            units = _units(sheet.at(row, label), [sheet.at(row, c) for c in values[1:]], lexicon)
            ignored.update({(row, c): "unit_row" for c in values[1:]})
            if _is_town_label(text, lexicon):
                town = (str(sheet.at(row, value)), (row, value)) if value is not None else town
                continue
            if lexicon.word(text).is_caption:
                ignored.update({(row, c): "title" for c in values})
                continue
            slot = Slot((*section, text), (row, label), len(slots), units)
            slots.append(slot)
            cells[slot.order] = (row, value if value is not None else label + 1)
    line = Line("data", *town, cells, block.top)
    return [
        Table(
            sheet,
            "card",
            block.top,
            label_columns[0],
            block.bottom,
            right,
            0,
            slots,
            [line],
            block.titles,
            ignored,
        )
    ]


def _pairs(filled: list[int], label_columns: list[int], profile: RowProfile) -> list[tuple[int, list[int]]]:
    """Each label of a row with the filled cells behind it, up to the next label.

    Outside of the label columns a text is a label only where a value, or the gap of a blank one, lies
    before it: what follows a label directly is its value, however much it looks like a label.
    """
    pairs: list[tuple[int, list[int]]] = []
    for column in filled:
        after_value = bool(pairs) and (bool(pairs[-1][1]) or column - pairs[-1][0] > 1)
        says_label = column in profile.labels or (
            column in profile.words and profile.words[column].is_caption
        )
        if not pairs or column in label_columns or (says_label and after_value):
            pairs.append((column, []))
        else:
            pairs[-1][1].append(column)
    return pairs


def _is_town_label(text: str, lexicon: Lexicon) -> bool:
    candidates = lexicon.matcher.candidates((text,))
    return bool(candidates) and candidates[0][0].name == "town" and candidates[0][1] >= 0.7


def _units(label: object, behind: list[object], lexicon: Lexicon) -> list[tuple[str, str]]:
    own = lexicon.matcher.label(str(label)).unit
    beside = [str(text).strip() for text in behind if str(text).strip() in lexicon.dictionary.units]
    return ([(own, "column")] if own else []) + [(unit, "unit_row") for unit in beside]
