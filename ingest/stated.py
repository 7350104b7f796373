"""The month, the quarter or the side that a table states against what is asked, and what becomes of what it holds.

A title, the sheet's name, a date of filling in before the month began, the quarter that a record is of. What a
text names is told by `ingest.words.periods`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ingest.dictionary import Dictionary, Field
from ingest.fields.assign import Assignment
from ingest.findings import Finding, finding
from ingest.sheet import Cell, Sheet
from ingest.tables.layout import Table
from ingest.text import address, squeeze
from ingest.words.headings import seen_from, summed_to
from ingest.words.lexicon import Lexicon
from ingest.words.periods import (
    covers,
    filled_in,
    in_chinese,
    is_caption_of_date,
    stated_period,
    stated_quarter,
)
from ingest.words.values import raw_text

if TYPE_CHECKING:
    from ingest.reading import Reading, ReadTable


#: What figures are that are none by now.
_SIDES = {"plan": "目标或计划数", "last": "上年或上期数", "change": "增减数", "mark": "得分"}
#: A date of filling in is asked for in a cell of its own, and answered in the next.
_ASKED = re.compile(r"(?:填报|报送|上报|制表|统计)(?:时间|日期):?")
_LONGEST_ASKED = 8


class Stated(NamedTuple):
    """A month or quarter, and the text that states it; its cell where that is known.

    `side` is said where it is no month that is stated, but what the figures are instead of those by now.
    """

    period: str
    text: str
    cell: Cell | None = None
    side: str = ""


def otherwise(table: Table, period: str, above: Stated | None = None) -> Stated | None:
    """What the table's title, its sheet or its date of filling in states against the period, if anything.

    Where none of them names a month, it is what the table above it on the sheet states.
    """
    if not period:
        return None
    texts = [text for text in (*reversed(table.titles), table.sheet.name) if not is_caption_of_date(text)]
    for text in texts:
        if named := named_otherwise(text, period):
            return Stated(named, text)
        if stated_period(text, period[:4]):
            return None
    dated = (table.sheet.name, *table.titles)
    filled = [Stated(month, text) for text in dated if (month := filled_in(text))]
    filled += _answered(table)
    if not filled:
        return above
    return filled[-1] if filled[-1].period < period else None


def _answered(table: Table) -> list[Stated]:
    """The months of filling in that stand in cells beside what asks for them, above a table or in a card."""
    last = table.bottom if table.arrangement == "card" else table.top
    found = []
    for ((row, _), raw), (cell, answer) in pairwise(table.sheet.filled.items()):
        if row > last:
            break
        is_asked = type(raw) is str and len(raw) <= _LONGEST_ASKED and _ASKED.fullmatch(squeeze(raw))
        if is_asked and cell[0] == row and (month := filled_in(f"填报时间:{raw_text(answer)}")):
            found.append(Stated(month, raw_text(answer), cell))
    return found


def named_otherwise(text: str, period: str) -> str:
    """The month or quarter that a text names against the period, '' where it names none or the right one."""
    named = stated_period(text, period[:4]) or stated_quarter(text, period[:4])
    return named if named and not covers(named, period) else ""


def of_another_side(table: Table, ledgers: Iterable[str], dictionary: Dictionary) -> Stated | None:
    """What a title, or else the sheet's name, says that the figures are instead of those by now: 目标任务分解表, 上年同期.

    目标任务完成情况 are by now. Where a ledger asks for what is planned as well, its headings tell the two apart.
    """
    for text in (*reversed(table.titles), table.sheet.name):
        sides = _sides_of_title(text, dictionary)
        if sides == {"plan"} and _asks_for_plans(tuple(ledgers), dictionary):
            continue
        if sides:
            is_by_now = "now" in sides
            return None if is_by_now else Stated("", text, side=_SIDES[min(sides)])
    return None


@lru_cache(maxsize=256)
def _asks_for_plans(ledgers: tuple[str, ...], dictionary: Dictionary) -> bool:
    fields = (item for ledger in ledgers for item in dictionary.by_ledger[ledger].values())
    return any("计划" in label for item in fields for label in item.labels)


@lru_cache(maxsize=4096)
def _sides_of_title(text: str, dictionary: Dictionary) -> set[str]:
    """The sides that a title names, or is no more than the name of: plan, last, now; of words within each other the longest counts."""
    if alone := dictionary.wordings["title_alone"].get(squeeze(text)):
        return {alone}
    known = dictionary.wordings["title"]
    return {known[word] for word in _words_of_titles(dictionary).findall(squeeze(text))}


@lru_cache(maxsize=4)
def _words_of_titles(dictionary: Dictionary) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(dictionary.wordings["title"], key=len, reverse=True))))


def set_stale_aside(reading: Reading) -> None:
    """Take tables of another period as stale copies where the file has their ledgers of its own period as well.

    A table of towns that nothing of the period speaks of (one card of many) is no copy: it is refused alone.
    """
    current: dict[str, set[str]] = {}
    for found in (t for t in reading.tables if not t.other_period):
        for ledger in found.assignment.answers:
            current.setdefault(ledger, set()).update(_towns(found.table))
    for found in reading.tables:
        if found.other_period and current.keys() >= found.assignment.answers.keys():
            towns = _towns(found.table)
            if all(towns <= current[ledger] for ledger in found.assignment.answers):
                found.assignment = Assignment()
            found.is_refused_alone = bool(found.assignment.answers)


def _towns(table: Table) -> set[str]:
    return {squeeze(line.town_text) for line in table.lines if line.kind == "data" and line.town_text}


def judge_period(reading: Reading) -> None:
    """What states another period is refused: the file where all its tables do, else their ledgers, or their records alone.

    A stale copy beside a table of the period is only set aside.
    """
    others = [(t, t.other_period) for t in reading.tables if t.other_period]
    if others and len(others) == len(reading.tables):
        found, said = others[0]
        _refuse(reading, "", found.table.sheet.name, place(found.table.sheet, said.text, said.cell), said)
        return
    for found, said in others:
        sheet = found.table.sheet
        for ledger in found.assignment.answers.keys() - reading.rejected_ledgers:
            reading.findings.append(
                _mismatch(reading, ledger, sheet.name, place(sheet, said.text, said.cell), said)
            )
            if not found.is_refused_alone:
                reading.rejected_ledgers.add(ledger)
        if not found.assignment.answers:
            reading.set_aside(found.table, "other_period")


def judge_column(
    reading: Reading, ledger: str, tables: Sequence[ReadTable], column: Field, lexicon: Lexicon
) -> bool:
    """Whether a column that is missing is there, but of another time (1-2月累计 in March), which refuses the ledger."""
    period = reading.source.period
    if not period:
        return False
    for found, slot in ((table, slot) for table in tables for slot, _ in table.assignment.unknown):
        said = summed_to(slot.path[-1], period[:4])
        if not said or said == period:
            continue
        if lexicon.meant(tuple(seen_from(text, said) for text in slot.path)) is column:
            sheet, cell = found.table.sheet.name, address(*slot.cell)
            told = ("UNKNOWN_COLUMN", sheet, cell)
            reading.findings = [f for f in reading.findings if (f.code.code, f.sheet, f.cell) != told]
            _refuse(reading, ledger, sheet, cell, Stated(said, slot.path[-1], slot.cell))
            return True
    return False


def judge_quarters(reading: Reading, dictionary: Dictionary) -> None:
    """A ledger whose records are all of another quarter than the period's is refused."""
    for ledger in reading.ledgers if reading.source.period else ():
        asked = [
            name for name in dictionary.key_fields(ledger) if dictionary.field(ledger, name).kind == "quarter"
        ]
        records = [record for record in reading.records if record.ledger == ledger and not record.rejected]
        if asked and records and not any(covers(record.key, reading.source.period) for record in records):
            first = records[0]
            cell = first.key_cells.get(asked[0])
            _refuse(
                reading, ledger, first.sheet, address(*cell) if cell else "", Stated(first.key, first.label)
            )


def _refuse(reading: Reading, ledger: str, sheet: str, cell: str, said: Stated) -> None:
    reading.findings.append(_mismatch(reading, ledger, sheet, cell, said))
    reading.rejected_ledgers.add(ledger)


def _mismatch(reading: Reading, ledger: str, sheet: str, cell: str, said: Stated) -> Finding:
    at = {"ledger": ledger, "sheet": sheet, "cell": cell, "raw_text": said.text}
    if said.side:
        return finding("TITLE_OF_OTHER_SIDE", **at, title=said.text, named=said.side)
    expected = in_chinese(reading.source.period)
    return finding("PERIOD_MISMATCH", **at, stated=in_chinese(said.period), expected=expected)


def place(sheet: Sheet, text: str, cell: Cell | None = None) -> str:
    """Where a text stands: its cell, the sheet's first where it is no cell of its, '' where it stands around them."""
    cell = cell or next((cell for cell, raw in sheet.filled.items() if raw == text), None)
    if cell:
        return address(*cell)
    return "" if sheet.captions else sheet.first_cell
