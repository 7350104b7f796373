"""Which ledger a table reports, and which field each of its slots is.

Every slot is scored against every field: words of its heading, unit, and what its cells hold. For each
ledger the best one-to-one match is summed up; the ledger that explains most, titles counted in, is the
table's. Slots that only another ledger explains make the table report that ledger as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ingest.dictionary import Dictionary, Field
from ingest.labels import FieldMatcher
from ingest.layout import Slot, Table
from ingest.text import squeeze
from ingest.values import ColumnUnit, Raw, ValueReader

_ACCEPT = 0.5
_SURE = 0.75
_SAMPLE = 8
_EXPLAINED = 0.4
_TITLE = 2.0
_NEUTRAL = ColumnUnit(1.0, "assumed")


@dataclass
class Answer:
    """A slot taken for a field. `code` is the key code read from its heading (a fund source across).

    `month` is the single month its heading names, None where it names none.
    """

    slot: Slot
    field: Field
    score: float
    code: str = ""
    month: int | None = None


@dataclass
class Assignment:
    """A table's ledgers in order of weight, the answers of each, and what stayed unexplained.

    An unexplained slot comes with the label of the field it looks most like ('' where it looks like none).
    """

    answers: dict[str, list[Answer]] = field(default_factory=dict)
    repeated: list[Answer] = field(default_factory=list)
    unknown: list[tuple[Slot, str]] = field(default_factory=list)


@dataclass(frozen=True)
class _Claim:
    score: float
    slot: Slot
    field: Field
    code: str
    month: int | None


class Assigner:
    """Assigns slots to fields for one submission's reader."""

    def __init__(self, dictionary: Dictionary, matcher: FieldMatcher, reader: ValueReader) -> None:
        self._dictionary = dictionary
        self._matcher = matcher
        self._reader = reader
        self._key_codes = {
            word: (item, code)
            for item in dictionary.fields
            if item.kind == "enum" and item.name in dictionary.key_fields(item.ledger)
            for word, code in self._wordings(item).items()
        }

    def _wordings(self, item: Field) -> dict[str, str]:
        return {squeeze(label): code for code, label in item.codes.items()} | self._dictionary.wordings.get(
            item.name, {}
        )

    def assign(self, table: Table, hints: Sequence[str]) -> Assignment:
        """The assignment of a table; `hints` are texts that may name its ledger, strongest last."""
        claims = [claim for slot in table.slots for claim in self._claims(slot, table)]
        result = Assignment()
        left = list(table.slots)
        bonus = self._bonus(hints)
        while left:
            ledger, taken = self._best_ledger(
                [c for c in claims if c.slot in left], bonus, first=not result.answers
            )
            if ledger is None or (not result.answers and not self._convinces(ledger, taken, len(left))):
                break
            result.answers[ledger] = [Answer(c.slot, c.field, c.score, c.code, c.month) for c in taken]
            used = {c.slot.order for c in taken}
            left = [slot for slot in left if slot.order not in used]
        taken_fields = {(a.field, a.code, a.month) for answers in result.answers.values() for a in answers}
        for slot in left:
            again = next(
                (
                    c
                    for c in claims
                    if c.slot is slot and c.score >= 0.9 and (c.field, c.code, c.month) in taken_fields
                ),
                None,
            )
            if again:
                result.repeated.append(Answer(slot, again.field, again.score, again.code, again.month))
            else:
                result.unknown.append((slot, self._nearest(slot, next(iter(result.answers), ""))))
        return result

    def _nearest(self, slot: Slot, ledger: str) -> str:
        candidates = self._matcher.candidates(slot.path)
        return next((item.label for item, _ in candidates if item.ledger == ledger), "")

    def _bonus(self, hints: Sequence[str]) -> dict[str, float]:
        bonus: dict[str, float] = {}
        for weight, hint in enumerate(hints, start=1):
            folded = squeeze(hint)
            found = [
                (len(keyword), ledger.name)
                for ledger in self._dictionary.ledgers.values()
                for keyword in ledger.keywords
                if keyword in folded
            ]
            if found:
                name = max(found)[1]
                bonus[name] = max(bonus.get(name, 0.0), _TITLE * weight / len(hints))
        return bonus

    def _claims(self, slot: Slot, table: Table) -> list[_Claim]:
        labels = [self._matcher.label(text) for text in slot.path]
        month = next((label.month for label in reversed(labels) if label.month), None)
        code_field, code, path = self._key_code(slot.path)
        paths = [path] if path else []
        if month and len(path) > 1 and labels[-1].core == "本月":
            paths.append(path[:-1])
        best: dict[Field, float] = {}
        for candidate_path in paths:
            for item, score in self._matcher.candidates(candidate_path):
                if score > best.get(item, 0.0):
                    best[item] = score
        claims = []
        for item, score in best.items():
            if code_field and item.ledger != code_field.ledger:
                continue
            score += self._unit_evidence(slot, item)
            if score >= _ACCEPT - 0.15:
                score += self._content_evidence(slot, item, table)
            if score >= _ACCEPT:
                claims.append(_Claim(score, slot, item, code, month))
        return claims

    def _key_code(self, path: tuple[str, ...]) -> tuple[Field | None, str, tuple[str, ...]]:
        """A fund source among the headings: the key field, its code, and the path without it."""
        for index, text in enumerate(path[:-1]):
            found = self._key_codes.get(self._matcher.label(text).core)
            if found:
                return found[0], found[1], path[index + 1 :]
        found = self._key_codes.get(self._matcher.label(path[-1]).core) if len(path) > 1 else None
        if found:
            item, code = found
            rest = path[:-1]
            best = self._matcher.candidates(rest)
            if (
                best
                and best[0][0].ledger == item.ledger
                and best[0][0].name != item.name
                and best[0][1] >= _SURE
            ):
                return item, code, rest
        return None, "", path

    def _unit_evidence(self, slot: Slot, item: Field) -> float:
        """A unit of another dimension speaks against a field, the same dimension for it."""
        for word, _ in slot.units:
            dimension = self._dictionary.units[word].dimension
            if dimension == item.dimension:
                return 0.05
            if item.dimension in ("", "households", "persons") and dimension in (
                "items",
                "persons",
                "households",
            ):
                return 0.0
            return -0.5
        return 0.0

    def _content_evidence(self, slot: Slot, item: Field, table: Table) -> float:
        """Cells that cannot be read as the field speak against it, coded answers for it."""
        if item.kind == "text":
            return 0.0
        sample: list[Raw] = []
        for line in table.lines:
            if line.kind == "data" and slot.order in line.cells:
                raw = table.sheet.at(*line.cells[slot.order])
                if not self._reader.is_absent(raw):
                    sample.append(raw)
                    if len(sample) == _SAMPLE:
                        break
        if not sample:
            return 0.0
        values = [self._reader.read(raw, item, _NEUTRAL) for raw in sample]
        bad = sum(value is not None and value.problem == "VALUE_UNREADABLE" for value in values)
        if bad * 2 > len(sample):
            return -0.6
        return 0.1 if item.kind in ("enum", "date", "quarter") and bad == 0 else 0.0

    def _best_ledger(
        self, claims: list[_Claim], bonus: dict[str, float], *, first: bool
    ) -> tuple[str | None, list[_Claim]]:
        best: tuple[float, str | None, list[_Claim]] = (0.0, None, [])
        for ledger in self._dictionary.ledgers:
            taken = self._match([c for c in claims if c.field.ledger == ledger])
            if not first:
                taken_sure = [c for c in taken if c.score >= _SURE and c.field.name not in self._shared]
                if len(taken_sure) < 2 or not any(c.field.required for c in taken_sure):
                    continue
            score = sum(c.score for c in taken) + (bonus.get(ledger, 0.0) if first and taken else 0.0)
            if taken and score > best[0]:
                best = (score, ledger, taken)
        return best[1], best[2]

    def _convinces(self, ledger: str, taken: list[_Claim], slots: int) -> bool:
        """Whether a table is of a ledger at all: its fields explain enough of the table, or it most of them."""
        if len(taken) < 2 and not any(c.score >= 0.9 and c.field.required for c in taken):
            return False
        required = [f for f in self._dictionary.by_ledger[ledger].values() if f.required]
        answered = {c.field for c in taken}
        explains = len(taken) >= slots * _EXPLAINED
        return explains or sum(f in answered for f in required) * 2 >= len(required)

    @cached_property
    def _shared(self) -> set[str]:
        ledgers = Counter(item.name for item in self._dictionary.fields)
        return {name for name, number in ledgers.items() if number > 1}

    @staticmethod
    def _match(claims: list[_Claim]) -> list[_Claim]:
        """One slot a field and one field a slot, best claims first; position decides between equals."""
        slots: set[int] = set()
        fields: set[tuple[Field, str, int | None]] = set()
        taken = []
        for claim in sorted(claims, key=lambda c: (-c.score, c.slot.order)):
            target = (claim.field, claim.code, claim.month)
            if claim.slot.order not in slots and target not in fields:
                slots.add(claim.slot.order)
                fields.add(target)
                taken.append(claim)
        return taken
