"""Rows that say of which kind the town in them is: 红榜 | 永坪镇 | …, 黑榜 | 文安驿镇 | ….

All rows are one record then: what a row's town answers is named by its kind, and what else stands in the
row by the kind together with the heading. Of a lone row the title may say it: 红榜 above one table, 黑榜 above
the next.
"""

from __future__ import annotations

from ingest.tables.blocks import Block
from ingest.tables.headers import Header
from ingest.tables.layout import Line, Slot, Table
from ingest.words.lexicon import Lexicon

#: A word that is so like the label of a town asked for names its kind, a heading so like that of a key names the key.
_KIND, _KEY = 0.55, 0.7
MOST_ROWS = 12


def read(block: Block, header: Header, lexicon: Lexicon) -> list[Table]:
    """The table of one line that the rows are; none where they name no kinds."""
    rows = [row for row in range(header.body, block.bottom + 1) if block.profiles[row].filled]
    if not header.names or len(rows) > MOST_ROWS:
        return []
    columns = block.used_columns
    profiles = [block.profiles[row] for row in rows]
    towns = [c for c in columns if all(c in profile.towns for profile in profiles)]
    if len(towns) != 1:
        return []
    said = [c for c in columns if all(c in profile.texts for profile in profiles)]
    sheet = block.sheet
    kind = next((c for c in said if _are_kinds(block, rows, c, lexicon)), None)
    if any(all(c in profile.labels for profile in profiles) for c in said if c != kind):
        return []  # a form with a label before each of its values
    above = [text for text in (*block.titles[-1:], sheet.name) if _town_asked(text, lexicon)]
    if kind is None and not (above and len(rows) == 1):
        return []
    kinds = {row: above[0] if kind is None else str(sheet.at(row, kind)) for row in rows}
    table = _of_one_line(block, header)
    for column in (c for c in columns if c != kind):
        path = header.path(sheet, column)
        role = lexicon.word(path[-1]).role if path else "note"
        said = [row for row in rows if sheet.at(row, column) is not None]
        if column in towns or not (role or _names_key(path, lexicon)):
            for row in said:
                asked = () if column in towns else path
                _add(table, (kinds[row], *asked), (row, column))
        elif role:
            table.ignored |= {(row, column): role for row in said}
        elif said:
            _add(table, path, (said[0], column))
    table.ignored |= {(row, kind): "label" for row in rows if kind is not None}
    return [table]


def read_halves(block: Block, header: Header, column: int, lexicon: Lexicon) -> Table:
    """The table of one line whose rows each name in a column one half of what is asked, its headings the other.

    乱搭乱建 | 垃圾乱倒 | … beside 发现数 and 整改数, of a town that stands elsewhere.
    """
    table, sheet = _of_one_line(block, header), block.sheet
    for row in range(header.body, block.bottom + 1):
        filled = [c for c in block.used_columns if sheet.at(row, c) is not None]
        if block.profiles[row].totals:
            table.ignored |= {(row, c): "subtotal" for c in filled}
            continue
        for other in filled:
            path = header.path(sheet, other)
            role = "label" if other == column else lexicon.word(path[-1]).role if path else "note"
            if role:
                table.ignored[row, other] = role
            else:
                _add(table, (str(sheet.spanned(row, column)), *path), (row, other))
    return table


def _of_one_line(block: Block, header: Header) -> Table:
    """The table of a block that is one record, with nothing asked in it so far."""
    columns = block.used_columns
    return Table(
        sheet=block.sheet,
        top=block.top,
        left=columns[0],
        bottom=block.bottom,
        right=columns[-1],
        header_rows=header.body - block.top,
        slots=[],
        lines=[Line("data", "", None, {}, header.body)],
        titles=block.titles,
        ignored={(row, c): "header" for row in range(block.top, header.body) for c in columns},
        arrangement="list",
    )


def _add(table: Table, path: tuple[str, ...], cell: tuple[int, int]) -> None:
    """A slot for one cell of the table's only line."""
    slot = Slot(path, cell, len(table.slots))
    table.slots.append(slot)
    table.lines[0].cells[slot.order] = cell


def _are_kinds(block: Block, rows: list[int], column: int, lexicon: Lexicon) -> bool:
    """Whether every row names in a column a town asked for, and not all of them the same."""
    named = [_town_asked(str(block.sheet.at(row, column)), lexicon) for row in rows]
    return all(named) and len(set(named)) > 1


def _town_asked(text: str, lexicon: Lexicon) -> str:
    """The name of the field that a text asks for if it is a town other than a record's own, else ''."""
    best = lexicon.matcher.best((text,))
    is_asked = best and best[0].kind == "town" and best[0].name != "town" and best[1] >= _KIND
    return best[0].name if best and is_asked else ""


def _names_key(path: tuple[str, ...], lexicon: Lexicon) -> bool:
    best = lexicon.matcher.best(path)
    return best is not None and best[1] >= _KEY and lexicon.is_key(best[0])
