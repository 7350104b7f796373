"""Rows that say of which kind the town in them is: 红榜 | 永坪镇 | …, 黑榜 | 文安驿镇 | ….

All rows are one record then: what a row's town answers is named by its kind, and what else stands in the
row by the kind together with the heading. Of a lone row the title may say it: 红榜 above one table, 黑榜 above
the next.
"""

from __future__ import annotations

from ingest.sheet import Cell
from ingest.tables.blocks import Block
from ingest.tables.headers import Header
from ingest.tables.layout import Line, Table
from ingest.words.lexicon import Lexicon

#: A word that is so like the label of a town asked for names its kind.
_KIND = 0.55
MOST_ROWS = 12


def read(block: Block, header: Header) -> list[Table]:
    """The table of one line that the rows are; none where they name no kinds."""
    rows = [row for row in range(header.body, block.bottom + 1) if block.profiles[row].filled]
    if not header.names or len(rows) > MOST_ROWS:
        return []
    columns = block.used_columns
    towns = _towns(block, header, rows)
    kinds, helpers = _kinds(block, header, rows) if towns else ({}, [])
    sheet = block.sheet
    others = [c for c in columns if c not in helpers]
    if not kinds or not all(header.path(c) for c in others):
        return []
    if any(not block.profiles[row].labels.isdisjoint(others) for row in rows):
        return []  # labels beside the kinds, as in a form
    table = _of_one_line(block, header)
    for column in others:
        path = header.path(column)
        role = block.lexicon.word(path[-1]).role
        said = [row for row in rows if sheet.at(row, column) is not None]
        if column == towns[-1] or not (role or column in towns or block.lexicon.key_meant(path)):
            for row in said:
                asked = () if column in towns else path
                _add(table, (kinds[row], *asked), (row, column))
        elif role or column in towns:
            table.ignored |= {(row, column): role or "code" for row in said}
        elif said:
            _add(table, path, (said[0], column))
    for row in rows:
        table.ignore(row, helpers, "label")
    return [table]


def _towns(block: Block, header: Header, rows: list[int]) -> list[int]:
    """The columns that name a town in every row, its name behind its code; none where two name or ask different ones."""
    profiles, resolve = [block.profiles[row] for row in rows], block.lexicon.gazetteer.resolve
    towns = sorted(set.intersection(*(profile.towns for profile in profiles))) if profiles else []
    if not towns:
        return []
    named = [{resolve(profile.texts[c], "").town for c in towns} for profile in profiles]
    asked = {block.lexicon.other_town_asked(("".join(header.path(c)),), _KIND) for c in towns} - {None}
    return towns if all(len(of_row) == 1 for of_row in named) and len(asked) <= 1 else []


def _kinds(block: Block, header: Header, rows: list[int]) -> tuple[dict[int, str], list[int]]:
    """Row → what it says its town is, and the columns that say so: a word, a mark below one, or the title of a lone row."""
    sheet, flags = block.sheet, block.lexicon.dictionary.wordings["flag"]
    for column in block.used_columns:
        if all(column in block.profiles[row].texts for row in rows) and _are_kinds(block, rows, column):
            return {row: str(sheet.at(row, column)) for row in rows}, [column]
    offered = {
        c: text
        for c in block.used_columns
        if (text := "".join(header.words(c))) and block.lexicon.other_town_asked((text,), _KIND)
    }
    marked = [(row, [c for c in offered if flags.get(str(sheet.at(row, c) or "")) == "true"]) for row in rows]
    if {len(ticked) for _, ticked in marked} == {1} and len({c for _, (c,) in marked}) == len(offered) > 1:
        return {row: offered[column] for row, (column,) in marked}, [*offered]
    above = [text for text in (*block.titles[-1:], sheet.name) if asks_for_other_town(text, block.lexicon)]
    return ({rows[0]: above[0]} if above and len(rows) == 1 else {}), []


def asks_for_other_town(text: str, lexicon: Lexicon) -> bool:
    """Whether a title says of which kind the town of a record is: 建设成效较好乡镇."""
    return lexicon.other_town_asked((text,), _KIND) is not None


def read_halves(block: Block, header: Header, column: int) -> Table:
    """The table of one line whose rows each name in a column one half of what is asked, its headings the other.

    乱搭乱建 | 垃圾乱倒 | … beside 发现数 and 整改数, of a town that stands elsewhere.
    """
    table, sheet = _of_one_line(block, header), block.sheet
    for row in range(header.body, block.bottom + 1):
        filled = [c for c in block.used_columns if sheet.at(row, c) is not None]
        if block.profiles[row].totals:
            table.ignore(row, filled, "subtotal")
            continue
        for other in filled:
            path = header.path(other)
            role = "label" if other == column else block.lexicon.word(path[-1]).role if path else "note"
            if role:
                table.ignored[row, other] = role
            else:
                _add(table, (str(sheet.spanned(row, column)), *path), (row, other))
    return table


def _of_one_line(block: Block, header: Header) -> Table:
    """The table of a block that is one record, with nothing asked in it so far."""
    table = header.frame(block.used_columns, block.bottom, "list")
    table.lines.append(Line("data", "", None, header.body))
    return table


def _add(table: Table, path: tuple[str, ...], cell: Cell) -> None:
    """A slot for one cell of the table's only line."""
    table.ask(path, cell, cells=[cell])


def _are_kinds(block: Block, rows: list[int], column: int) -> bool:
    """Whether every row names in a column a town asked for, and not all of them the same."""
    said = (str(block.sheet.at(row, column)) for row in rows)
    named = [block.lexicon.other_town_asked((text,), _KIND) for text in said]
    return all(named) and len(set(named)) > 1
