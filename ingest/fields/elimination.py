"""Required fields whose column has a name nobody knows: settled by what is left over, and by arithmetic.

A table that answers most of its ledger and lacks one required field, beside a column that looks like no
field more than like this one, most probably calls it by a name of its own (计划盘子). Likeness alone does not
decide that: the numbers have to stand in the relations in which the field stands to the fields already
known (what is planned is never less than what arrived; a reported rate is the one divided by the other),
in every line. A key of texts that is missing (项目名称) is a column of texts like it in name, one in every line and
each of its own. What is settled here is said in a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ingest.dictionary import Dictionary, Field
from ingest.fields.assign import Answer, Assignment
from ingest.findings import Finding, finding
from ingest.tables.layout import Slot, Table
from ingest.text import tidy
from ingest.words.headings import seen_from
from ingest.words.labels import LEFT_OPEN, FieldMatcher
from ingest.words.values import ColumnUnit, ValueReader, raw_text

_LEAST_LIKENESS = 0.3
#: The next best field is at most so alike, beside the best; or it asks for a side that is not said.
_APART = 0.85
_LINES = 3
#: No name of a project is shorter.
_NAME = 4
#: A part is a share of its whole worth the name in sum: row numbers and years stand in no such relation.
_LEAST_SHARE = 0.01


class Eliminator:
    """Settles what is left over in the tables of one file."""

    def __init__(
        self, dictionary: Dictionary, matcher: FieldMatcher, reader: ValueReader, period: str
    ) -> None:
        self._dictionary = dictionary
        self._matcher = matcher
        self._reader = reader
        self._period = period

    def settle(self, alike: Sequence[tuple[Table, Assignment]]) -> list[Finding]:
        """Answer required fields of the first ledger by unknown slots, where the numbers prove them.

        Several tables ask the same, in the same places, and are of one ledger: their lines are those of one.
        """
        tables, (table, assignment) = [table for table, _ in alike], alike[0]
        ledger = next(iter(assignment.answers))
        guesses = self._guesses(ledger, assignment)
        places = {slot: place for place, slot in enumerate(table.slots)}
        known = {
            a.field.name: places[a.slot]
            for a in assignment.answers[ledger]
            if not a.code and a.month is None and a.slot in places
        }
        known |= {field.name: places[slot] for field, slot in guesses.items()}
        found: list[Finding] = []
        for item in guesses:
            if partner := self._proof(item, tables, known):
                found += _settled(
                    "COLUMN_BY_ELIMINATION", item, known[item.name], alike, partner=partner.label
                )
        for item, place in self._names(ledger, alike):
            found += _settled("KEY_BY_ELIMINATION", item, place, alike)
        return found

    def _names(self, ledger: str, alike: Sequence[tuple[Table, Assignment]]) -> list[tuple[Field, int]]:
        """The key of texts that is missing, and the place of the one unknown slot that is like it and tells all lines apart."""
        tables, (table, assignment) = [table for table, _ in alike], alike[0]
        answered = {answer.field for answer in assignment.answers[ledger]}
        keys = (self._dictionary.field(ledger, name) for name in self._dictionary.key_fields(ledger))
        found = []
        for item in (key for key in keys if key.kind == "text" and key not in answered):
            places = [
                table.slots.index(slot)
                for slot, _ in assignment.unknown
                if self._is_like(item, slot) and _tells_apart(tables, table.slots.index(slot))
            ]
            if len(places) == 1:
                found.append((item, places[0]))
        return found

    def _is_like(self, item: Field, slot: Slot) -> bool:
        """Whether a heading is like a field, and like no other of the ledger more: 具体建设内容 is no 项目名称."""
        named = ((f, score) for f, score in self._matcher.candidates(slot.path) if f.ledger == item.ledger)
        best, score = next(named, (None, 0.0))
        return best == item and score > _LEAST_LIKENESS

    def _guesses(self, ledger: str, assignment: Assignment) -> dict[Field, Slot]:
        """For each required number that is missing the unknown slot most like it, if no other is as like."""
        answered = {answer.field for answer in assignment.answers[ledger]}
        fields = [f for f in self._dictionary.by_ledger[ledger].values() if f not in answered]
        missing = {f for f in fields if f.required and f.is_plain_number}
        alike: dict[Field, list[tuple[float, Slot]]] = {}
        for slot, _ in assignment.unknown:
            words = self._matcher.words(seen_from(text, self._period) for text in slot.path)
            ranked = [(f, score) for f, score in self._matcher.meanings(words) if f in fields]
            if not ranked or ranked[0][0] not in missing:
                continue
            best, score = ranked[0]
            said = {self._dictionary.units[word].dimension for word, _ in slot.units}
            if not all(self._dictionary.is_measured_in(best, dimension) for dimension in said):
                continue
            most = max(score * _APART, LEFT_OPEN)
            if score > _LEAST_LIKENESS and all(other <= most for _, other in ranked[1:]):
                alike.setdefault(best, []).append((score, slot))
        return {item: slots[0][1] for item, slots in alike.items() if len(slots) == 1}

    def _proof(self, item: Field, tables: Sequence[Table], known: dict[str, int]) -> Field | None:
        """The field whose numbers prove a guess: in a relation of the two that holds in every line."""
        fields = self._dictionary.by_ledger[item.ledger]
        proven = None
        for part, whole in self._dictionary.wholes[item.ledger]:
            if item.name not in (part, whole) or part not in known or whole not in known:
                continue
            if not self._holds(tables, (fields[part], known[part]), (fields[whole], known[whole])):
                return None
            proven = fields[whole if item.name == part else part]
        return proven

    def _holds(self, tables: Sequence[Table], part: tuple[Field, int], whole: tuple[Field, int]) -> bool:
        pairs = [
            (a, b)
            for table in tables
            for a, b in zip(self._numbers(table, *part), self._numbers(table, *whole), strict=True)
            if a is not None and b is not None
        ]
        if len(pairs) < _LINES or any(a < 0 or a > b * 1.0001 for a, b in pairs):
            return False
        return _sum(a for a, _ in pairs) >= _LEAST_SHARE * _sum(b for _, b in pairs) > 0

    def _numbers(self, table: Table, item: Field, place: int) -> Sequence[float | None]:
        slot = table.slots[place]
        units = [self._dictionary.units[word] for word, _ in slot.units]
        factor = next((unit.factor for unit in units if unit.dimension == item.dimension), 1.0)
        cells = [cell for line, cell in zip(table.lines, slot.cells, strict=True) if line.kind == "data"]
        raws = [table.sheet.at(*cell) if cell else None for cell in cells]
        return [self._reader.number(raw, item, ColumnUnit(factor, "")) for raw in raws]


def _settled(
    code: str, item: Field, place: int, alike: Sequence[tuple[Table, Assignment]], **details: str
) -> Iterator[Finding]:
    """Take the slot at a place of each table for a field, and say so."""
    for table, assignment in alike:
        slot = table.slots[place]
        assignment.answers[item.ledger].append(Answer(slot, item, _LEAST_LIKENESS))
        assignment.unknown = [(other, near) for other, near in assignment.unknown if other is not slot]
        at = {"ledger": item.ledger, **table.where(slot.cell), "field": item.name}
        yield finding(code, **at, text=tidy(slot.path[-1]), label=item.label, **details)


def _tells_apart(tables: Sequence[Table], place: int) -> bool:
    """Whether every line holds a text of its own, as long as a name."""
    cells = [
        (table.sheet, cell)
        for table in tables
        for line, cell in zip(table.lines, table.slots[place].cells, strict=True)
        if line.kind == "data"
    ]
    texts = [raw_text(sheet.at(*cell)) if cell else "" for sheet, cell in cells]
    is_long = all(len(text) >= _NAME and not text.isascii() for text in texts)
    return len(texts) >= _LINES and is_long and len({*texts}) == len(texts)


def _sum(numbers: Iterable[float]) -> float:
    return float(sum(numbers))
