"""Which ledger a table reports, and which field each of its slots is.

Every slot is scored against every field: words of its heading, unit, and what its cells hold. For each
ledger the best one-to-one match is summed up; the ledger that explains most, titles counted in, is the
table's. Slots that only another ledger explains make the table report that ledger as well.

All of that is a function of the evidence alone (`ingest.fields.evidence`), and remembered by it: a layout already
known, the same form a month later, is not searched again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from ingest.dictionary import COUNTING, Dictionary, Field
from ingest.fields.claims import (
    CERTAIN,
    SURE,
    Claim,
    Prospect,
    Prospects,
    match,
    repeating,
    said_by_key,
    without_second_choices,
    without_shares,
)
from ingest.fields.evidence import Headings, SlotEvidence, of_contents, of_unit
from ingest.fields.pins import PINNED, Pins
from ingest.fields.times import ADDED_UP, is_so_far, of_own_times, with_sums_of_months
from ingest.tables.layout import Slot, Table
from ingest.text import squeeze
from ingest.words.headings import END_OF_MONTH, seen_from
from ingest.words.labels import FieldMatcher, is_mere
from ingest.words.values import Raw, ValueReader

#: Likeness at least; more is asked for a field that a ledger can do without, and that few other numbers vouch for.
_ACCEPT, _ACCEPT_OPTIONAL = 0.5, 0.56
_BEST_CONTENT, _EXPLAINED = 0.25, 0.4
#: So many certain fields are a ledger's even where none of them is required: the rest stands in another table.
_MANY = 5
_TITLE = 2.0
#: What words, unit and contents can give at most; a pinned heading has more, but says no more of the ledger.
_MOST = 1.35
_PINNED_LEDGER = 1000.0


@dataclass(slots=True)
class Answer:
    """A slot taken for a field. `code` is the key code read from its heading (a fund source across).

    `month` is the single month its heading names, None where it names none. `choice` is the code of an
    field that a mark in the slot chooses (建设状态 › 在建: √), '' where cells say it themselves.
    """

    slot: Slot
    field: Field
    score: float
    code: str = ""
    month: int | None = None
    choice: str = ""


@dataclass
class Assignment:
    """A table's ledgers in order of weight, the answers of each, and what stayed unexplained.

    An unexplained slot comes with the label of the field it looks most like ('' where it looks like none);
    `sums` add up what other slots say by key; `aside` are the slots that an override sets aside.
    """

    answers: dict[str, list[Answer]] = field(default_factory=dict)
    repeated: list[Answer] = field(default_factory=list)
    unknown: list[tuple[Slot, str]] = field(default_factory=list)
    sums: list[Slot] = field(default_factory=list)
    aside: list[Slot] = field(default_factory=list)


class _Found(NamedTuple):
    """An assignment whose slots are places among the table's slots."""

    answers: tuple[tuple[str, tuple[Claim, ...]], ...]
    repeated: tuple[Claim, ...]
    unknown: tuple[tuple[int, str], ...]
    sums: tuple[int, ...]


class Assigner:
    """Assigns slots to fields; what it found for some evidence it knows from then on."""

    def __init__(self, dictionary: Dictionary, matcher: FieldMatcher, pins: Pins) -> None:
        self._dictionary = dictionary
        self._matcher = matcher
        self._pins = pins
        self._key_enums = [
            item
            for item in dictionary.fields
            if item.codes and item.name in dictionary.key_fields(item.ledger)
        ]
        self._mark = next(item for item in dictionary.fields if item.kind == "flag")
        self._prospects = lru_cache(maxsize=16384)(self._find_prospects)
        self._said = lru_cache(maxsize=16384)(self._take_apart)
        self._ledger_named = lru_cache(maxsize=16384)(self._find_ledger_named)
        self.search = lru_cache(maxsize=2048)(self.search_anew)

    def assign(
        self,
        table: Table,
        hints: Sequence[str],
        cells: list[list[Raw]],
        period: str = "",
        continues: str = "",
        *,
        reader: ValueReader,
    ) -> Assignment:
        """The assignment of a table; `hints` are texts that may name its ledger, strongest last.

        `cells` are samples of what stands in its slots, and in those of other tables that ask the same; `continues` is the ledger of a table that it goes on with: a single column is enough to be of that.
        """
        said = [self._said(slot.path, period) for slot in table.slots]
        said = with_sums_of_months(said, self._dictionary.wordings["total"])
        months = [month for _, month in said]
        pinned = self._pins.ledger_of(table.sheet.name, table.asked)
        bonus = ((pinned, _PINNED_LEDGER),) if pinned else self._bonus(hints, continues)
        found = self.search(self._evidence(table, said, cells, reader), bonus, pinned or continues)

        def answer(claim: Claim) -> Answer:
            choice = claim.code if claim.code in claim.field.choices else ""
            code = "" if choice else claim.code
            return Answer(table.slots[claim.slot], claim.field, claim.score, code, months[claim.slot], choice)

        result = Assignment(
            {ledger: [answer(claim) for claim in taken] for ledger, taken in found.answers},
            unknown=[(table.slots[slot], nearest) for slot, nearest in found.unknown],
            sums=[table.slots[slot] for slot in found.sums],
        )
        for again in map(answer, found.repeated):
            taken = result.answers[again.field.ledger]
            rivals = [
                a.slot for a in taken if (a.field, a.code, a.month) == (again.field, again.code, again.month)
            ]
            (result.repeated if any(map(again.slot.meets, rivals)) else taken).append(again)
        if self._pins.is_any:
            self._settle_pins(result)
        return result

    def _settle_pins(self, result: Assignment) -> None:
        """Put pinned units on answered slots, and apart the headings that are set aside."""
        for answer in (a for taken in (*result.answers.values(), result.repeated) for a in taken):
            self._pins.settle_unit(answer.slot, answer.field)
        for slot, nearest in list(result.unknown):
            words = self._matcher.words(slot.path)
            if any(self._pins.is_aside(words, ledger) for ledger in result.answers):
                result.unknown.remove((slot, nearest))
                result.aside.append(slot)

    def _take_apart(self, path: tuple[str, ...], period: str) -> tuple[tuple[str, ...], int | None]:
        """The words of a path, and the month it names nearest to the cells."""
        labels = [self._matcher.label(seen_from(text, period)) for text in self._matcher.levels(path)]
        month = next((label.month for label in reversed(labels) if label.month), None)
        return tuple(label.core for label in labels), month

    def _evidence(
        self,
        table: Table,
        said: list[tuple[tuple[str, ...], int | None]],
        samples: list[list[Raw]],
        reader: ValueReader,
    ) -> tuple[SlotEvidence, ...]:
        months = dict.fromkeys(month for _, month in said if month)
        number_of = {None: 0} | {month: number for number, month in enumerate(months, start=1)}
        evidence = []
        for slot, (words, month), cells in zip(table.slots, said, samples, strict=True):
            unit = self._dictionary.units[slot.units[0][0]] if slot.units else None
            named = self._dictionary.units.get(table.unit_beside(slot), unit) if table.has_units else unit
            measure = unit if unit or table.arrangement == "rows" else named  # in rows it may be another's
            is_of_group = measure is unit and bool(slot.units) and slot.units[0][1] == "group"
            dimension = measure.dimension if measure else None
            headings = Headings(words, dimension, number_of[month], is_of_group)
            ways = self._prospects(headings).ways
            factor = named.factor if named and named.dimension in COUNTING else 1.0
            evidence.append(SlotEvidence(headings, of_contents(cells, ways, reader, factor)))
        return tuple(evidence)

    def _bonus(self, hints: Sequence[str], continues: str) -> tuple[tuple[str, float], ...]:
        """What the hints add to the ledgers that they name, and the table before to its own."""
        bonus = {continues: _TITLE} if continues else {}
        for weight, hint in enumerate(hints, start=1):
            name = self._ledger_named(hint)
            if name:
                bonus[name] = max(bonus.get(name, 0.0), _TITLE * weight / len(hints))
        return tuple(bonus.items())

    def _find_ledger_named(self, hint: str) -> str:
        """The ledger whose longest keyword stands in a text, '' where none does."""
        folded = squeeze(hint)
        found = [
            (len(keyword), ledger.name)
            for ledger in self._dictionary.ledgers.values()
            for keyword in ledger.keywords
            if keyword in folded
        ]
        return max(found)[1] if found else ""

    def _find_prospects(self, headings: Headings) -> Prospects:
        """The fields that headings may mean, if the contents do not speak against them."""
        code_field, code, words = self._key_code(headings.words)
        of_key, leaf = code_field.ledger if code_field else "", headings.words[-1]
        best = self._meant(words, leaf, bool(headings.month))
        if of_key:  # 县级自筹 › 金额 is an amount of its own in other ledgers than that of the sources
            plain = dict(self._matcher.meanings(headings.words) if is_mere(leaf) else ())
            best = {f: s for f, s in (plain | best).items() if f in plain or f.ledger == of_key}
        named = self._ledger_named(headings.words[0]) if len(headings.words) > 1 else ""
        own = {item.name for item in best if item.ledger == named}
        best = {item: score for item, score in best.items() if item.ledger == named or item.name not in own}
        pinned = self._pins.fields(headings.words)
        pinned_ledgers = {item.ledger for item in pinned}
        choices = self._choices(headings.words)
        offered = {item for item, _, _ in choices if not item.codes}  # √ below 否 is no yes
        one_month_alone = leaf == "本月" and all(ADDED_UP not in w for w in headings.words)  # is never a sum
        scores = dict.fromkeys(pinned, PINNED) | {
            item: of_words + of_unit(headings, item, self._dictionary)
            for item, of_words in best.items()
            if not (one_month_alone and ADDED_UP in item.label)
            and item not in offered
            and item.ledger not in pinned_ledgers
            and not self._pins.is_aside(headings.words, item.ledger)
        }
        prospects = []
        ways: dict[tuple[str, ...], Field] = {}
        for item, score in scores.items():
            if score >= _ACCEPT - _BEST_CONTENT:
                ways.setdefault(item.reading, item)
                key = code if item.ledger == of_key else ""
                prospects.append(Prospect(item, score, key, list(ways).index(item.reading)))
        for item, score, choice in choices:
            ways.setdefault(self._mark.reading, self._mark)
            prospects.append(Prospect(item, score, choice, list(ways).index(self._mark.reading)))
        return Prospects(tuple(prospects), tuple(ways.values()))

    def _meant(self, words: tuple[str, ...], leaf: str, is_numbered: bool) -> dict[Field, float]:
        """The fields that words may mean: what a month behind them is of, or what adds up to it, if it can be.

        网格总数 › 本月 or › 累计 is what there is by now; of amounts, and of what runs through the year, the month is another thing.
        """
        is_of_month, is_sum = leaf in ("本月", END_OF_MONTH), is_so_far(leaf)
        best = dict(self._matcher.meanings(words) if words and leaf != END_OF_MONTH else ())
        is_timed = len(words) > 1 and (is_of_month or is_sum) and not self._matcher.plans(words)
        for item, score in self._matcher.meanings(words[:-1]) if is_timed else ():
            runs = item in self._dictionary.running
            is_now = is_of_month and (is_numbered or not (runs or item.kind == "money"))
            if is_now or (is_sum and (runs or item.kind != "money")):
                best[item] = max(score, best.get(item, 0.0))
        return best

    def _choices(self, words: tuple[str, ...]) -> list[tuple[Field, float, str]]:
        """The fields that the groups name, of which the leaf is one answer, with its code."""
        asked = (
            self._matcher.meanings(words[:-1])
            if len(words) > 1 and self._matcher.is_answer(words[-1])
            else ()
        )
        return [
            (item, score, code)
            for item, score in asked
            if score >= SURE and (code := self._dictionary.choice_of(item, words[-1]))
        ]

    def _key_code(self, words: tuple[str, ...]) -> tuple[Field | None, str, tuple[str, ...]]:
        """A fund source among the headings: the key field, its code, and the words without it."""
        for index, core in enumerate(words[:-1]):
            if found := self._key_answered(core):
                return found[0], found[1], words[index + 1 :]
        found = self._key_answered(words[-1]) if len(words) > 1 else None
        if found:
            item, code = found
            rest = words[:-1]
            best, score = next(iter(self._matcher.meanings(rest)), (item, 0.0))
            if best.ledger == item.ledger and best.name != item.name and score >= SURE:
                return item, code, rest
        return None, "", words

    def _key_answered(self, word: str) -> tuple[Field, str] | None:
        """The key of which a heading is an answer (县级自筹 of 资金来源), with its code."""
        codes = ((item, self._dictionary.code_of(item, word)) for item in self._key_enums)
        return next(((item, code) for item, code in codes if code), None)

    def search_anew(
        self, evidence: tuple[SlotEvidence, ...], bonus: tuple[tuple[str, float], ...], sure: str
    ) -> _Found:
        """The assignment that the evidence speaks for, which need not convince of the sure ledger; `search` remembers it."""
        claims = [
            Claim(score, slot, prospect.field, prospect.code, said.headings.month)
            for slot, said in enumerate(evidence)
            for prospect in self._prospects(said.headings).all
            if (score := prospect.score + said.contents[prospect.way])
            >= (_ACCEPT if prospect.field.required else _ACCEPT_OPTIONAL)
        ]
        words = [said.headings.words for said in evidence]
        told = without_shares(without_second_choices(claims), words)
        claims = of_own_times(told, words, self._dictionary.running)
        by_key = said_by_key(claims)
        sums = self._sums(evidence, claims, by_key) if by_key else set()
        claims = [c for c in claims if c.slot not in sums and (c.code or c.field not in by_key)]
        answers: dict[str, tuple[Claim, ...]] = {}
        left = set(range(len(evidence))) - sums
        while left:
            ledger, taken = self._best_ledger(
                [c for c in claims if c.slot in left and c.field.ledger not in answers],
                dict(bonus),
                {self._ledger_grouped(evidence[slot].headings.words) for slot in left},
                first=not answers,
            )
            if ledger is None:
                break
            is_sure = bool(answers) or ledger == sure
            if not is_sure and not self._convinces(ledger, taken, len(left)):
                break
            answers[ledger] = tuple(taken)
            left -= {c.slot for c in taken}
        taken = [c for of_ledger in answers.values() for c in of_ledger if c.score < _MOST]

        def bears(c: Claim) -> bool:
            return self._matcher.is_label(evidence[c.slot].headings.words, c.field)

        repeated, unknown = [], []
        for slot in sorted(left):
            again = repeating((c for c in claims if c.slot == slot), taken, bears)
            if again:
                repeated.append(again)
            else:
                unknown.append((slot, self._nearest(evidence[slot].headings.words, next(iter(answers), ""))))
        return _Found(tuple(answers.items()), tuple(repeated), tuple(unknown), tuple(sorted(sums)))

    def _ledger_grouped(self, words: tuple[str, ...]) -> str:
        """The ledger that a group of headings names outright (六、社会治理), if it tells of each town once."""
        is_named = len(words) > 1 and self._matcher.names_ledger(words[0])
        named = self._ledger_named(words[0]) if is_named else ""
        return named if named and self._dictionary.key_fields(named) == ("town",) else ""

    def _sums(self, evidence: tuple[SlotEvidence, ...], claims: list[Claim], by_key: set[Field]) -> set[int]:
        """The slots that sum up what others say by key: 计划资金 › 小计 beside its sources, 合计 › 到位率."""
        totals = self._dictionary.wordings["total"].keys()
        named = {slot for slot, said in enumerate(evidence) if not totals.isdisjoint(said.headings.words)}
        plain = {slot for slot, said in enumerate(evidence) if len(said.headings.words) == 1}
        return named | {
            c.slot for c in claims if c.slot in plain and not c.code and c.score >= SURE and c.field in by_key
        }

    def _nearest(self, words: tuple[str, ...], ledger: str) -> str:
        return next((item.label for item, _ in self._matcher.meanings(words) if item.ledger == ledger), "")

    def _best_ledger(
        self, claims: list[Claim], bonus: dict[str, float], grouped: set[str], *, first: bool
    ) -> tuple[str | None, list[Claim]]:
        """The ledger that explains most; after the first, one that a group names or of which there is enough."""
        best: tuple[float, str | None, list[Claim]] = (0.0, None, [])
        claims_on: dict[str, list[Claim]] = {ledger: [] for ledger in self._dictionary.ledgers}
        for claim in claims:
            claims_on[claim.field.ledger].append(claim)
        for ledger, own in claims_on.items():
            taken = match(own)
            if not first:
                taken_sure = [c for c in taken if c.score >= SURE and c.field.name not in self._shared]
                required = taken if len(taken_sure) > 2 else taken_sure
                certain = sum(c.score >= CERTAIN for c in taken_sure)
                is_whole = len(taken_sure) > 1 and any(c.field.required for c in required)
                if not (is_whole or certain >= _MANY or (taken_sure and ledger in grouped)):
                    continue
            score = sum(min(c.score, _MOST) for c in taken) + (
                bonus.get(ledger, 0.0) if first and taken else 0.0
            )
            if taken and score > best[0]:
                best = (score, ledger, taken)
        return best[1], best[2]

    def _convinces(self, ledger: str, taken: list[Claim], slots: int) -> bool:
        """Whether a table is of a ledger at all: its fields explain enough of the table, or it most of them."""
        keys = self._dictionary.key_fields(ledger)
        if all(c.field.name in keys for c in taken):
            return False
        answered = {c.field for c in taken}
        if len(answered) < 2 and not any(c.score >= CERTAIN and c.field.required for c in taken):
            return False  # months and nothing else are anybody's
        fields = self._dictionary.by_ledger[ledger].values()
        required = [f for f in fields if f.required]
        names = {f for f in fields if f.name in keys and f.kind == "text"}
        # 镇名 | 项目个数 | 总投资 sums up projects and names none
        is_named = not names or any(c.field in names and c.score >= SURE for c in taken)
        explains = is_named and len(taken) >= slots * _EXPLAINED
        return explains or sum(f in answered for f in required) * 2 >= len(required)

    @cached_property
    def _shared(self) -> set[str]:
        ledgers = Counter(item.name for item in self._dictionary.fields)
        return {name for name, number in ledgers.items() if number > 1}
