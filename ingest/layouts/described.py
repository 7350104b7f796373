"""The layout of each ledger of a file, described as data: for comparing, drafting and showing.

One description a ledger, over all of its tables: cards on many sheets are one layout. What a layout
makes of values is not here, nor is what changed between two of them (`ingest.layouts.drift`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.fields.assign import Answer
from ingest.layouts.fingerprint import fingerprint
from ingest.recogniser import Recogniser
from ingest.records.units import column_unit
from ingest.tables.layout import Slot
from ingest.text import address, joined, tidy

if TYPE_CHECKING:
    from ingest.reading import Reading, ReadTable


@dataclass(frozen=True)
class Heading:
    """One heading: its texts from group to leaf, the words compared, where it stands, what it is taken for.

    `again` counts the headings of the same words before it. `field` is '' where it is unknown, `code` the
    key read from it (a source of funds). `unit` is the unit's word, `factor` its factor to the canonical unit (0 where the field has none),
    `unit_source` what said so.
    """

    path: tuple[str, ...]
    words: tuple[str, ...]
    sheet: str
    cell: str
    again: int = 0
    field: str = ""
    code: str = ""
    unit: str = ""
    factor: float = 0.0
    unit_source: str = ""

    @property
    def text(self) -> str:
        """As a person reads it: "资金 › 总投资（万元）"."""
        return " › ".join(joined(tidy(part)) for part in self.path)

    @property
    def place(self) -> str:
        """Its sheet and cell: "项目!F3"; of a file without sheets the cell alone."""
        return f"{self.sheet}!{self.cell}" if self.sheet else self.cell


@dataclass(frozen=True)
class LedgerLayout:
    """How a file lays out one ledger. `sheets` leaves out names that only say which town it is about."""

    ledger: str
    arrangements: tuple[str, ...]
    sheets: tuple[str, ...]
    headings: tuple[Heading, ...]
    fingerprint: str


def describe(reading: Reading, tools: Recogniser) -> list[LedgerLayout]:
    """The layouts of a file, in the order of its ledgers."""
    return [_describe(ledger, reading, tools) for ledger in reading.ledgers]


def _describe(ledger: str, reading: Reading, tools: Recogniser) -> LedgerLayout:
    tables = [found for found in reading.tables if ledger in found.assignment.answers]
    headings: list[Heading] = []
    for found in tables:
        _merge(headings, _headings(found, ledger, tools))
    arrangements = tuple(dict.fromkeys(found.table.arrangement for found in tables))
    names = dict.fromkeys(found.table.sheet.name for found in tables)
    said = [
        ((*h.words, *["again"] * h.again), "" if h.unit_source == "assumed" else h.unit) for h in headings
    ]
    return LedgerLayout(
        ledger,
        arrangements,
        tuple(
            name
            for name in names
            if not tools.gazetteer.resolve(name, reading.source.county, reading.source.period).town
        ),
        tuple(headings),
        fingerprint("+".join(arrangements), said),
    )


def _headings(found: ReadTable, ledger: str, tools: Recogniser) -> list[Heading]:
    """The headings of one table that this ledger answers for: its own, and the unknown of its first ledger.

    Months across are one heading, however many there are.
    """
    answers = {answer.slot.order: answer for answer in found.assignment.answers[ledger]}
    answers |= {a.slot.order: a for a in found.assignment.repeated if a.field.ledger == ledger}
    slots = [answer.slot for answer in answers.values()]
    if ledger == next(iter(found.assignment.answers)):
        slots += [slot for slot, _ in found.assignment.unknown]
    headings: list[Heading] = []
    said: Counter[tuple[str, ...]] = Counter()
    for slot in sorted(slots, key=lambda slot: slot.order):
        words = tools.matcher.words(slot.path)
        is_month = any(tools.matcher.label(text).month for text in slot.path)
        if not (is_month and words in said):
            headings.append(_heading(slot, words, said[words], answers.get(slot.order), found, tools))
        said[words] += 1
    return headings


def _heading(
    slot: Slot, words: tuple[str, ...], again: int, answer: Answer | None, found: ReadTable, tools: Recogniser
) -> Heading:
    place = (found.table.sheet.name, address(*slot.cell))
    if answer is None:
        unit, source = slot.units[0] if slot.units else ("", "")
        return Heading(slot.path, words, *place, again, unit=unit, unit_source=source)
    item = answer.field
    read_in = column_unit(item, slot, found.table, tools.dictionary)
    name = next(
        (
            word
            for word, known in tools.dictionary.units.items()
            if item.dimension and (known.dimension, known.factor) == (item.dimension, read_in.factor)
        ),
        "",
    )
    factor = read_in.factor if item.dimension else 0.0
    return Heading(slot.path, words, *place, again, item.name, answer.code, name, factor, read_in.source)


def _merge(headings: list[Heading], more: list[Heading]) -> None:
    """Add the headings of another table where they belong: each behind the one before it there."""
    last = -1
    for heading in more:
        known = [(own.words, own.again) for own in headings]
        if (heading.words, heading.again) in known:
            last = known.index((heading.words, heading.again))
        else:
            last += 1
            headings.insert(last, heading)
