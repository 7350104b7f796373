"""Rows of records under one to four rows of headings, and long lists with the headings in a column.

Finds where the headings end, joins them into paths (merged cells, or blanks beside a group), tells
units and numbering from names, splits tables that stand side by side, and carries merged towns down.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.blocks import Block, RowProfile
from ingest.layout import Cell, Line, Slot, Table
from ingest.lexicon import Lexicon
from ingest.sheet import Sheet
from ingest.values import Raw

_MAX_HEADER = 9
_MAX_NAMES = 4
_LIKE = 0.45


@dataclass
class Header:
    """The heading rows of a block: which carry names, which a unit, which only numbering; first data row."""

    names: list[int]
    units: list[int]
    numbering: list[int]
    body: int


def read(block: Block, lexicon: Lexicon, county: str) -> list[Table]:
    """One table, or several side by side; none where there are no headings or nothing below them."""
    header = _header(block, lexicon)
    if not header.names:
        header = _unfamiliar_header(block)
    if not header.names or header.body > block.bottom:
        return []
    columns = [c for c in range(block.sheet.width) if _is_used(block, c)]
    town_columns = _town_columns(block, header, columns, lexicon, county)
    parts = _side_by_side(block, header, columns, town_columns, lexicon)
    return [_table(block, header, part, town, lexicon, county) for part, town in parts]


def _is_used(block: Block, column: int) -> bool:
    return any(block.sheet.at(row, column) is not None for row in range(block.top, block.bottom + 1))


def _header(block: Block, lexicon: Lexicon) -> Header:
    header = Header([], [], [], block.top)
    for row in range(block.top, min(block.bottom, block.top + _MAX_HEADER) + 1):
        profile = block.profiles[row]
        if not profile.filled:
            header.body = row + 1
            continue
        kind = _kind_of_header_row(block, row, header, lexicon)
        if kind is None:
            break
        {"names": header.names, "units": header.units, "numbering": header.numbering}[kind].append(row)
        header.body = row + 1
    return header


def _unfamiliar_header(block: Block) -> Header:
    """The heading rows of a table whose words say nothing: what stands above the first number."""
    filled = [row for row in range(block.top, block.bottom + 1) if block.profiles[row].filled > 1]
    if len(filled) < 2:
        return Header([], [], [], block.top)
    first_numbers = next((row for row in filled if block.profiles[row].numbers), filled[1])
    names = [row for row in filled if row < max(first_numbers, filled[0] + 1)][:_MAX_NAMES]
    return Header(names, [], [], names[-1] + 1)


def _kind_of_header_row(block: Block, row: int, header: Header, lexicon: Lexicon) -> str | None:
    """names, units or numbering; None where data begins."""
    profile, sheet = block.profiles[row], block.sheet
    numbers = [v for v in sheet.rows[row] if isinstance(v, (int, float)) and not isinstance(v, bool)]
    digits = [w for w in profile.words.values() if w.text.strip("()").isdigit()]
    if profile.towns or any(word.is_total for word in profile.words.values()):
        return None
    if len(numbers) + len(digits) >= 2 and _is_numbering(sheet.rows[row]):
        return "names" if not header.names and profile.labels else "numbering"
    if (
        header.names
        and profile.words
        and not numbers
        and all(w.is_unit or w.is_ordinal or w.role == "unit" for w in profile.words.values())
    ):
        return (
            "units"
            if any(w.text in lexicon.dictionary.units for w in profile.words.values())
            else "numbering"
        )
    if profile.numbers:
        return None
    if not profile.is_headings and any(lexicon.is_town_like(text) for text in profile.texts.values()):
        return None
    if not header.names:
        return "names"
    if any(anchor[0] < row and anchor[0] in header.names for anchor in _anchors(sheet, row)):
        return "names"
    like = sum(_likeness(block, header, row, column, lexicon) >= _LIKE for column in profile.words)
    return "names" if like * 2 >= len(profile.words) else None


def _anchors(sheet: Sheet, row: int) -> list[Cell]:
    return [anchor for (r, _), anchor in sheet.merge_anchor.items() if r == row]


def _likeness(block: Block, header: Header, row: int, column: int, lexicon: Lexicon) -> float:
    """How much a text looks like a heading, seen together with the group above it."""
    text = block.profiles[row].texts[column]
    word = lexicon.word(text)
    if word.role or word.is_unit or lexicon.matcher.label(text).month:
        return 1.0
    path = _path(block.sheet, [*header.names, row], column)
    candidates = lexicon.matcher.candidates(path) if path else ()
    return max(word.strength, candidates[0][1] if candidates else 0.0)


def _is_numbering(cells: Sequence[Raw]) -> bool:
    """Whether the numbers of a row count up one by one, as under a printed heading (1 2 3 …)."""
    numbers = [int(float(str(c).strip("()（）"))) for c in cells if _is_whole(c)]
    others = [str(c).strip() for c in cells if c is not None and not _is_whole(c)]
    counts_up = all(b - a == 1 for a, b in itertools.pairwise(numbers))
    return counts_up and all(len(text) <= 12 for text in others)


def _is_whole(cell: object) -> bool:
    if isinstance(cell, float):
        return cell.is_integer()
    return isinstance(cell, str) and cell.strip("()（） ").isdigit()


def _path(sheet: Sheet, name_rows: list[int], column: int) -> tuple[str, ...]:
    """The headings over a column, group first; a blank beside a group belongs to it where a leaf is below."""
    texts: list[str] = []
    for index, row in enumerate(name_rows):
        text = sheet.spanned(row, column)
        if text is None and any(sheet.at(below, column) is not None for below in name_rows[index + 1 :]):
            text = _group_to_the_left(sheet, name_rows, index, column)
        if text is not None and str(text).strip() and (not texts or texts[-1] != str(text)):
            texts.append(str(text))
    return tuple(texts)


def _group_to_the_left(sheet: Sheet, name_rows: list[int], index: int, column: int) -> Raw:
    for left in range(column - 1, -1, -1):
        above = sheet.spanned(name_rows[index], left)
        has_leaf = any(sheet.at(below, left) is not None for below in name_rows[index + 1 :])
        if above is not None:
            return above if has_leaf else None
        if not has_leaf and any(sheet.at(row, left) is not None for row in name_rows):
            return None
    return None


def _town_columns(
    block: Block, header: Header, columns: list[int], lexicon: Lexicon, county: str
) -> list[int]:
    """The columns that say which town a row is about: headed as such (or not at all), filled with towns."""
    found = []
    body = range(header.body, block.bottom + 1)
    for column in columns:
        profiles = [block.profiles[row] for row in body if column in block.profiles[row].texts]
        towns = sum(column in p.towns or lexicon.is_town_like(p.texts[column]) for p in profiles)
        texts = sum(not p.words[column].is_total for p in profiles)
        path = _path(block.sheet, header.names, column)
        candidates = lexicon.matcher.candidates(path) if path else ()
        best = candidates[0] if candidates else None
        headed = bool(best and best[0].name == "town" and best[1] >= 0.7)
        other = bool(best and best[0].name != "town" and best[1] >= 0.7)
        if (texts and ((headed and towns) or (not other and towns * 10 >= texts * 6 and towns > 0))) or (
            headed and texts
        ):
            found.append(column)
    return found


def _side_by_side(
    block: Block, header: Header, columns: list[int], town_columns: list[int], lexicon: Lexicon
) -> list[tuple[list[int], int | None]]:
    """Column ranges of tables standing side by side, each with its town column."""
    if len(town_columns) < 2:
        return [(columns, town_columns[0] if town_columns else None)]
    starts = []
    for town in town_columns:
        before = columns[columns.index(town) - 1] if columns.index(town) else town
        path = _path(block.sheet, header.names, before)
        is_serial = bool(path) and lexicon.word(path[-1]).role == "serial"
        starts.append(before if is_serial else town)
    starts[0] = columns[0]
    ends = [*starts[1:], columns[-1] + 1]
    return [
        ([c for c in columns if start <= c < end], town)
        for start, end, town in zip(starts, ends, town_columns, strict=True)
    ]


def _table(
    block: Block, header: Header, columns: list[int], town_column: int | None, lexicon: Lexicon, county: str
) -> Table:
    slots, ignored = _slots(block, header, columns, town_column, lexicon)
    lines, bottom = _lines(block, header, columns, town_column, slots, ignored, lexicon, county)
    for row in range(block.top, header.body):
        for column in columns:
            reason = "unit_row" if row in header.units else "header"
            ignored.setdefault((row, column), reason)
    last = header.numbering + header.units + header.names
    return Table(
        sheet=block.sheet,
        arrangement="rows",
        top=block.top,
        left=columns[0],
        bottom=bottom,
        right=columns[-1],
        header_rows=max(last) - block.top + 1,
        slots=slots,
        lines=lines,
        titles=block.titles,
        ignored=ignored,
    )


def _slots(
    block: Block, header: Header, columns: list[int], town_column: int | None, lexicon: Lexicon
) -> tuple[list[Slot], dict[Cell, str]]:
    slots: list[Slot] = []
    ignored: dict[Cell, str] = {}
    section: tuple[str, ...] = ()
    for column in columns:
        if column == town_column:
            continue
        path = _path(block.sheet, header.names, column)
        body = [(row, column) for row in range(header.body, block.bottom + 1)]
        has_data = any(block.sheet.at(*cell) is not None for cell in body)
        if path and not has_data and _spans_all(block, header, column):
            section = path[:1]
            continue
        names = tuple(text for text in path if not text.strip("()（） ").replace(".", "").isdigit())
        if not names:
            ignored.update(dict.fromkeys(body, "no_heading"))
            continue
        role = lexicon.word(names[-1]).role
        if role in ("serial", "note") and len(names) == 1 and not _is_field(names, role, body, block):
            ignored.update(dict.fromkeys(body, role))
            continue
        leaf_row = max(row for row in header.names if block.sheet.spanned(row, column) is not None)
        leaf = block.sheet.merge_anchor.get((leaf_row, column), (leaf_row, column))
        slots.append(Slot((*section, *names), leaf, column, _units(block, header, column, names, lexicon)))
    return slots, ignored


def _spans_all(block: Block, header: Header, column: int) -> bool:
    """Whether a heading's merged cell runs through the records: a section, not a slot."""
    anchors = block.sheet.merge_anchor
    return any(
        (header.body, column) in anchors and anchors[header.body, column][1] == column for _ in (0,)
    ) or (
        sum(block.sheet.at(row, column) is not None for row in header.names) == 1
        and block.sheet.at(header.names[0], column) is not None
        and len(header.names) > 1
    )


def _is_field(names: tuple[str, ...], role: str, body: list[Cell], block: Block) -> bool:
    """A column headed 编号 counts lines unless it holds codes; a remark is never a field."""
    values = [block.sheet.at(*cell) for cell in body]
    return role == "serial" and any(isinstance(v, str) and len(v) > 6 and not v.isdigit() for v in values)


def _units(
    block: Block, header: Header, column: int, names: tuple[str, ...], lexicon: Lexicon
) -> list[tuple[str, str]]:
    units = []
    own = lexicon.matcher.label(names[-1]).unit
    if own:
        units.append((own, "column"))
    for row in header.units:
        text = block.profiles[row].words.get(column)
        if text and text.text.strip("()") in lexicon.dictionary.units:
            units.append((text.text.strip("()"), "unit_row"))
    for group in reversed(names[:-1]):
        unit = lexicon.matcher.label(group).unit
        if unit:
            units.append((unit, "group"))
    return units


def _lines(
    block: Block,
    header: Header,
    columns: list[int],
    town_column: int | None,
    slots: list[Slot],
    ignored: dict[Cell, str],
    lexicon: Lexicon,
    county: str,
) -> tuple[list[Line], int]:
    sheet = block.sheet
    lines: list[Line] = []
    town: tuple[str, Cell | None] = ("", None)
    bottom = header.body - 1
    for row in range(header.body, block.bottom + 1):
        profile = block.profiles[row]
        filled = [c for c in columns if sheet.at(row, c) is not None]
        if not filled:
            continue
        bottom = row
        if _is_group_row(profile, filled, town_column):
            town = (profile.texts[filled[0]], (row, filled[0]))
            continue
        total = _total_word(profile, filled[:4])
        if total is None and town_column is not None:
            town = _town_of(sheet, row, town_column, town, profile)
        cells = {slot.order: (row, slot.order) for slot in slots}
        if total is not None:
            kind = "subtotal" if "小计" in total else "total"
            ignored.update({(row, c): "subtotal" for c in filled})
            lines.append(Line(kind, town[0], None, cells, row))
        else:
            lines.append(Line("data", *town, cells, row))
    return lines, bottom


def _is_group_row(profile: RowProfile, filled: list[int], town_column: int | None) -> bool:
    return (
        len(filled) == 1 and filled[0] in profile.towns and (town_column is None or town_column != filled[0])
    )


def _total_word(profile: RowProfile, columns: list[int]) -> str | None:
    return next(
        (profile.words[c].text for c in columns if c in profile.words and profile.words[c].is_total), None
    )


def _town_of(
    sheet: Sheet, row: int, column: int, above: tuple[str, Cell | None], profile: RowProfile
) -> tuple[str, Cell | None]:
    """The town of a row: its own cell, that of the merged range, or the one above a blank."""
    own = sheet.at(row, column)
    if own is not None:
        return (str(own).removesuffix(".0"), (row, column))
    anchor = sheet.merge_anchor.get((row, column))
    if anchor and sheet.at(*anchor) is not None:
        return (str(sheet.at(*anchor)), anchor)
    return above


def read_list(block: Block, label_column: int, lexicon: Lexicon, county: str) -> list[Table]:
    """A long list: one value a row, the label in a column; slots are the distinct labels."""
    header = _header(block, lexicon)
    columns = [c for c in range(block.sheet.width) if _is_used(block, c)]
    towns = _town_columns(block, header, columns, lexicon, county)
    if not towns or not header.names:
        return []
    roles = {c: _role(block, header, c, lexicon) for c in columns}
    value_column = next((c for c in columns if roles[c] == "value"), None)
    if value_column is None:
        others = [c for c in columns if c not in (towns[0], label_column) and not roles[c]]
        numeric = {
            c: sum(isinstance(block.sheet.at(r, c), float) for r in range(header.body, block.bottom + 1))
            for c in others
        }
        value_column = max(others, key=lambda c: numeric[c], default=None)
    if value_column is None:
        return []
    ledger_column = next((c for c in columns if roles[c] == "ledger"), None)
    unit_column = next((c for c in columns if roles[c] == "unit" and c != towns[0]), None)
    keys = [
        c
        for c in columns
        if c not in (towns[0], label_column, value_column, ledger_column, unit_column) and not roles[c]
    ]
    table = _collect_list(
        block, header, (towns[0], label_column, value_column, ledger_column, unit_column), keys, lexicon
    )
    helper = {towns[0], label_column, value_column, *keys}
    for row in range(block.top, block.bottom + 1):
        for column in columns:
            if row < header.body:
                table.ignored.setdefault((row, column), "header")
            elif column not in helper or column == label_column:
                table.ignored.setdefault((row, column), roles[column] or "header")
    return [table]


def _role(block: Block, header: Header, column: int, lexicon: Lexicon) -> str:
    path = _path(block.sheet, header.names, column)
    return lexicon.word(path[-1]).role if path else ""


def _collect_list(
    block: Block,
    header: Header,
    helper: tuple[int, int, int, int | None, int | None],
    keys: list[int],
    lexicon: Lexicon,
) -> Table:
    town_column, label_column, value_column, ledger_column, unit_column = helper
    sheet = block.sheet
    slots: dict[tuple[str, ...], Slot] = {}
    lines: dict[tuple[str, ...], Line] = {}
    table = Table(
        sheet,
        "list",
        block.top,
        min(c for c in (town_column, label_column) if c is not None),
        block.bottom,
        0,
        header.body - block.top,
        [],
        [],
        block.titles,
    )
    table.right = max(c for c in (*helper, *keys) if c is not None)
    table.left = min(c for c in (*helper, *keys) if c is not None)
    for column in keys:
        path = _path(sheet, header.names, column)
        if path:
            slots[path] = Slot(path, (header.names[-1], column), len(slots), [])
    for row in range(header.body, block.bottom + 1):
        label, town = sheet.at(row, label_column), sheet.at(row, town_column)
        if label is None or town is None:
            continue
        group = (
            (str(sheet.at(row, ledger_column)),)
            if ledger_column is not None and sheet.at(row, ledger_column)
            else ()
        )
        path = (*group, str(label))
        unit = squeeze_unit(sheet.at(row, unit_column)) if unit_column is not None else ""
        slot = slots.get(path)
        if slot is None:
            own = lexicon.matcher.label(str(label)).unit
            units = [
                (u, s) for u, s in ((own, "column"), (unit, "unit_row")) if u in lexicon.dictionary.units
            ]
            slot = slots[path] = Slot(path, (row, label_column), len(slots), units)
        identity = (str(town).strip(), *(str(sheet.at(row, c)) for c in keys))
        line = lines.get(identity)
        if line is None:
            line = lines[identity] = Line("data", str(town), (row, town_column), {}, row)
            for column in keys:
                line.cells[slots[_path(sheet, header.names, column)].order] = (row, column)
        else:
            table.ignored[row, town_column] = "key"
            table.ignored.update({(row, c): "key" for c in keys})
        line.cells[slot.order] = (row, value_column)
    table.slots, table.lines = list(slots.values()), list(lines.values())
    return table


def squeeze_unit(raw: object) -> str:
    """A unit as written in a cell of its own."""
    return "" if raw is None else "".join(str(raw).split())
