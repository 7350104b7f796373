"""Rows of records under one to four rows of headings.

Splits tables that stand side by side, makes a slot of every column that asks for something, and a line
of every row, with its town: its own cell, the merged cell it is in, the one above, or a group row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import repeat

from ingest.dictionary import Field
from ingest.sheet import Cell, Sheet
from ingest.tables.blocks import Block, RowProfile
from ingest.tables.headers import Header, unfamiliar_header, units_over
from ingest.tables.layout import NAMELESS, Line, Slot, Table
from ingest.tables.marks import mark
from ingest.tables.town_columns import are_units, town_columns
from ingest.text import squeeze, uncounted
from ingest.words.lexicon import LABELLED, OUTRIGHT, Lexicon
from ingest.words.values import Raw, raw_text

_OF_WHICH = "其中"
_SERIAL = re.compile(r"\(?[一二三四五六七八九十百]+[)、.]?")
_NUMBER = re.compile(rf"{_SERIAL.pattern}|[()]*[\d.]+[()]*")


def read(block: Block, header: Header) -> list[Table]:
    """One table, or several side by side; none where there are no headings or nothing below them."""
    if not header.names:
        header = unfamiliar_header(block)
    if not header.names or header.body > block.bottom:
        return []
    columns = block.used_columns
    towns = town_columns(block, header, columns)
    paths = header.paths(columns)
    parts = _side_by_side(columns, towns, paths, block.lexicon)
    return [_table(block, header, part, town, paths) for part, town in parts]


def _side_by_side(
    columns: list[int], towns: list[int], paths: dict[int, tuple[str, ...]], lexicon: Lexicon
) -> list[tuple[list[int], int | None]]:
    """Column ranges of tables standing side by side, each with its town column."""
    if len(towns) < 2:
        return [(columns, towns[0] if towns else None)]
    starts = []
    for town in towns:
        before = columns[columns.index(town) - 1] if columns.index(town) else town
        path = paths[before]
        is_serial = bool(path) and lexicon.word(path[-1]).role == "serial"
        starts.append(before if is_serial else town)
    starts[0] = columns[0]
    ends = [*starts[1:], columns[-1] + 1]
    return [
        ([c for c in columns if start <= c < end], town)
        for start, end, town in zip(starts, ends, towns, strict=True)
    ]


def _table(
    block: Block,
    header: Header,
    columns: list[int],
    town_column: int | None,
    paths: dict[int, tuple[str, ...]],
) -> Table:
    slots, ignored = _slots(block, header, columns, town_column, paths)
    lines, bottom = _lines(block, header, columns, town_column, slots, ignored)
    for row in range(block.top, header.body):
        for column in columns:
            reason = "unit_row" if row in header.units else "header"
            ignored.setdefault((row, column), reason)
    last = header.numbering + header.units + header.names
    return Table(
        sheet=block.sheet,
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
    block: Block,
    header: Header,
    columns: list[int],
    town_column: int | None,
    paths: dict[int, tuple[str, ...]],
) -> tuple[list[Slot], dict[Cell, str]]:
    slots: list[Slot] = []
    ignored: dict[Cell, str] = {}
    section: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    for column in columns:
        if column == town_column:
            continue
        path = paths[column]
        body = range(header.body, block.bottom + 1)
        data = [raw for raw in block.sheet.columns[column][body.start : body.stop] if raw is not None]
        names = _without_numbers(path)
        if len(names) < len(path) and _SERIAL.fullmatch(str(block.sheet.at(header.names[0], column))):
            section = ()  # 四 begins another group, or stands alone
        if names and not data and _is_section(block, header, column, names):
            section = names[:1]
            continue
        if not names:
            ignored.update({(row, column): NAMELESS for row in body})
            continue
        role = block.lexicon.word(names[-1]).role
        is_beside = path == paths.get(column - 1)  # one heading over a value and its unit
        if (role == "unit" or is_beside) and are_units(data, block.lexicon):
            ignored.update({(row, column): "unit" for row in body})
            continue
        if role == "code" and all(block.lexicon.gazetteer.knows(raw_text(raw)) for raw in data):
            ignored.update({(row, column): role for row in body})
            continue
        counts = role == "serial" or (role == "note" and len(names) == 1)
        if counts and not _is_field(role, data):
            ignored.update({(row, column): role for row in body})
            continue
        names = _key_answered(names, data, block.lexicon) or _of_which(names, whole, block.lexicon)
        whole = whole if names[-1].strip().startswith(_OF_WHICH) else names
        leaf_row = next(row for row in reversed(header.names) if block.sheet.spanned(row, column) is not None)
        leaf = block.sheet.merge_anchor.get((leaf_row, column), (leaf_row, column))
        slots.append(Slot((*section, *names), leaf, column, units_over(block, header, column, names)))
    return slots, ignored


@lru_cache(maxsize=16384)
def _without_numbers(path: tuple[str, ...]) -> tuple[str, ...]:
    """The headings over a column but for mere numbers."""
    return tuple(text for text in path if not _NUMBER.fullmatch(squeeze(text)))


def _of_which(names: tuple[str, ...], whole: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """The heading of a part (其中：完好) behind that of the whole before it in its group, where it names no field."""
    if not names[-1].strip().startswith(_OF_WHICH) or (len(names) > 1 and names[:-1] != whole[:-1]):
        return names
    return names if lexicon.meant(names) else (*whole, names[-1])


def _key_answered(names: tuple[str, ...], cells: Sequence[Raw], lexicon: Lexicon) -> tuple[str, ...]:
    """The label of the key that all cells of a column answer where its heading names no field (指标), else nothing."""
    known = lexicon.meant(names, LABELLED)
    if (known and known.kind != "text") or not cells or not all(isinstance(raw, str) for raw in cells):
        return ()
    said = [word.answered for raw in map(str, cells) if not (word := lexicon.word(raw)).is_total]
    common = {*said[0]}.intersection(*said) if all(said) and said else set()
    return next(((item.label,) for item in common if lexicon.is_key(item)), ())


def _is_section(block: Block, header: Header, column: int, names: tuple[str, ...]) -> bool:
    """Whether a heading without data is the name of those behind it: its merged cell runs through the records, or
    it is on the level of the groups and asks for nothing; where the headings stand in a column, any such one.
    """
    if block.sheet.merge_anchor.get((header.body, column), (0, -1))[1] == column:
        return True
    if len(names) > 1 or block.lexicon.meant(names, OUTRIGHT):
        return False
    first, last = header.names[0], header.names[-1]
    is_leaf = block.sheet.merge_anchor.get((last, column)) == (first, column)
    return block.is_turned or (not is_leaf and block.sheet.at(first, column) is not None and first < last)


def _is_field(role: str, cells: Sequence[Raw]) -> bool:
    """A column headed 编号 counts lines unless it holds codes; a remark is never a field."""
    coded = sum(isinstance(v, str) and len(v) > 6 and not v.isdigit() for v in cells)
    return role == "serial" and coded * 2 > len(cells)


def _lines(
    block: Block,
    header: Header,
    columns: list[int],
    town_column: int | None,
    slots: list[Slot],
    ignored: dict[Cell, str],
) -> tuple[list[Line], int]:
    sheet = block.sheet
    lines: list[Line] = []
    town: tuple[str, Cell | None] = ("", None)
    bottom = header.body - 1
    has_units = "unit" in ignored.values()
    groups = _answers_of_groups(block, header, columns, slots)
    group: dict[int, Cell] = {}
    orders = [slot.order for slot in slots]
    for row in range(header.body, block.bottom + 1):
        profile = block.profiles[row]
        contents = sheet.rows[row]
        filled = [c for c in columns if contents[c] is not None]
        if not filled:
            continue
        bottom = row
        is_named = profile.towns and row + 1 not in groups
        named = _town_of_group(block, row, columns, town_column) if is_named else None
        if named is not None or row in groups:
            if named is not None:
                town = (profile.texts[named], (row, named))
            else:
                group = {slots[-1].order: (row, groups[row])}
            if len(filled) > 1:
                ignored.update({(row, c): "subtotal" for c in filled})
                lines.append(Line("subtotal", *town, {order: (row, order) for order in orders}, row))
            continue
        if len(filled) == 1:
            group = {}  # another group, in words nobody knows: what was said above it ends here
        total = total_word(profile, filled[:4])
        if total is None and _sums_a_group(block, row, filled):
            group, total = {}, "小计"
        if total is None and _is_of_county(block, row, columns, town_column):
            total = "合计"
        is_of_town = (
            total is not None and town_column in profile.towns and _sums_keys(profile, slots, block.lexicon)
        )
        if town_column is not None and (total is None or is_of_town):
            town = _town_of(sheet, row, town_column, town)
        cells = dict(zip(orders, zip(repeat(row), orders, strict=False), strict=True))
        if group:
            cells |= group
        if total is not None:
            kind = "subtotal" if is_of_town or "小计" in total else "total"
            ignored.update({(row, c): "subtotal" for c in filled})
            lines.append(Line(kind, town[0], None, cells, row))
        else:
            units = _units_beside(sheet, row, slots, ignored, block.lexicon) if has_units else {}
            lines.append(Line("data", *town, cells, row, units))
    return lines, bottom


def _units_beside(
    sheet: Sheet, row: int, slots: list[Slot], ignored: dict[Cell, str], lexicon: Lexicon
) -> dict[int, str]:
    """The units that stand in cells of their own beside values, by slot.

    A unit is that of the value to its left; of the others, whose headings say none, it is the next unit to
    the right, where there is none the last one to the left: 镇名 | 单位 | 计划 | 到位.
    """
    said = {c: str(sheet.spanned(row, c)) for c in range(sheet.width) if ignored.get((row, c)) == "unit"}
    units = {}
    for slot in slots:
        right = [c for c in said if c > slot.order]
        nearest = right[0] if right else max(said, default=None)
        if nearest is None or (slot.units and nearest != slot.order + 1):
            continue
        word = squeeze(said[nearest])
        if word in lexicon.dictionary.units:
            units[slot.order] = word
    return units


def _town_of_group(block: Block, row: int, columns: list[int], town_column: int | None) -> int | None:
    """The column in which a row names the town of the rows below it, None where it names none.

    The town stands alone, but for a number before it and what its rows sum up to behind it. In the column
    of the towns it does so only where the next row leaves its town blank and says in words what this one does not.
    """
    profile, contents = block.profiles[row], block.sheet.rows[row]
    named = next((column for column in columns if column in profile.towns), None)
    if named is None:
        return None
    if named == town_column:
        below = row + 1
        if below > block.bottom or block.sheet.spanned(below, named) is not None:
            return None
        following = block.profiles[below]
        if not following.texts.keys() & {*columns} or total_word(following, columns[:4]) is not None:
            return None
        if not any(contents[c] is not None for c in columns if c != named):
            return None
    elif town_column is not None and contents[town_column] is not None:
        return None
    return named if _is_alone(contents, columns, named) else None


def _sums_keys(profile: RowProfile, slots: list[Slot], lexicon: Lexicon) -> bool:
    """Whether a row sums up what has keys of its own (镇名 | 小计 above sources of funds), and no villages of a town."""
    totals = {column for column, word in profile.words.items() if word.is_total}
    said = [slot.path for slot in slots if slot.order in totals]
    return any(lexicon.key_meant(path, least=0.0) for path in said)


def _is_of_county(block: Block, row: int, columns: list[int], town_column: int | None) -> bool:
    """Whether the county stands where the other rows name their towns, with nothing but figures behind it."""
    contents = block.sheet.rows[row]
    if town_column is None or town_column not in block.profiles[row].texts:
        return False
    is_county = block.lexicon.names_county(str(contents[town_column]))
    return is_county and _is_alone(contents, columns, town_column)


def _sums_a_group(block: Block, row: int, filled: list[int]) -> bool:
    """Whether a row says how many rows stand below it, in words that nobody knows, and what they sum up to."""
    words = block.profiles[row].words
    named = next((c for c, word in words.items() if word.is_counted and c in filled), None)
    return named is not None and _is_alone(block.sheet.rows[row], filled, named)


def _is_alone(contents: Sequence[Raw], columns: list[int], named: int) -> bool:
    """Whether a text is the only one of its row, but for a number before it and what is summed up behind it."""
    for column in columns:
        raw = contents[column]
        if column == named or raw is None or not isinstance(raw, str) or mark(raw) in "ny-":
            continue
        text = squeeze(raw)
        if uncounted(text) and not (column < named and _SERIAL.fullmatch(text)):
            return False
    return True


def _answers_of_groups(block: Block, header: Header, columns: list[int], slots: list[Slot]) -> dict[int, int]:
    """Row → column of the texts that answer, for all rows below them, a field that has no column of its own.

    Projects listed by category, funds by source: all such rows answer one enumerated field. It becomes the last slot.
    """
    found: dict[int, int] = {}
    common: set[Field] = set()
    own = set(columns)
    for row in range(header.body, block.bottom + 1):
        profile = block.profiles[row]
        named = next((c for c in profile.answers if c in own), None)
        if named is not None and _is_alone(block.sheet.rows[row], columns, named):
            answered = {*profile.words[named].answered}
            common = common & answered if found else answered
            found[row] = named
    if len(found) < 2 or not common:
        return {}
    asked = {
        item
        for slot in slots
        for item, score in block.lexicon.matcher.candidates(slot.path)
        if score >= LABELLED
    }
    fields = [item for item in block.lexicon.dictionary.fields if item in common - asked]
    if not fields:
        return {}
    first = next(iter(found))
    order = max(slot.order for slot in slots) + 1 if slots else 0
    slots.append(Slot((fields[0].label,), (first, found[first]), max(order, columns[-1] + 1)))
    return found


def total_word(profile: RowProfile, columns: list[int]) -> str | None:
    """The word for a total among the first cells of a row (合计, 小计), None where there is none."""
    if not profile.totals:
        return None
    return next((profile.words[c].text for c in columns if c in profile.totals), None)


def _town_of(sheet: Sheet, row: int, column: int, above: tuple[str, Cell | None]) -> tuple[str, Cell | None]:
    """The town of a row: its own cell, that of the merged range, or the one above a blank."""
    own = sheet.at(row, column)
    if own is not None:
        return (str(own).removesuffix(".0"), (row, column))
    anchor = sheet.merge_anchor.get((row, column))
    if anchor and sheet.at(*anchor) is not None:
        return (str(sheet.at(*anchor)), anchor)
    return above
