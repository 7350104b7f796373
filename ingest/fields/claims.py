"""Claims of slots on fields, and which of them hold: one slot a field and one field a slot.

How a claim is scored is decided in `ingest.fields.assign`; here claims are only weighed against each other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from ingest.dictionary import Field

#: A claim that can hardly be about another field, and one whose heading names the field outright.
SURE = 0.75
CERTAIN = 0.9
_MARGIN = 0.2
#: Levels above a county, and what else names funds from them.
_LEVEL, _ABOVE = re.compile("中(?=央|省)|省|市(?!场)"), "上级"
_LEVELS = re.compile("中央|中省|[省市]级?")
_FUNDS = re.compile("资金|投资|补助|专项|配套|预算|财政|拨款|奖补|级$|中央$")


class Claim(NamedTuple):
    """A slot, by its place among the table's slots, that may be a field; `month` as in its headings."""

    score: float
    slot: int
    field: Field
    code: str
    month: int


class Prospect(NamedTuple):
    """A field that headings may mean, scored by words and unit; `code` as in an answer.

    `way` is the place of the field's way of reading among those in question.
    """

    field: Field
    score: float
    code: str
    way: int


class Prospects(NamedTuple):
    """The fields in question for some headings, and a field for every way of reading their cells."""

    all: tuple[Prospect, ...]
    ways: tuple[Field, ...]


def match(claims: list[Claim]) -> list[Claim]:
    """One slot a field and one field a slot, best claims first; position decides between equals.

    What names a field for certain is not taken for quite another because that field is taken. A field that stands in
    a column of its own does not stand in those of single months as well (到位资金 | 3月到位资金), nor the reverse.
    """
    best: dict[int, float] = {}
    for claim in claims:
        best[claim.slot] = max(claim.score, best.get(claim.slot, 0.0))
    slots: set[int] = set()
    months: dict[tuple[Field, str], set[int]] = defaultdict(set)
    taken = []
    for claim in sorted(claims, key=lambda c: (-c.score, c.month > 0, c.slot)):
        told = months[claim.field, claim.code]
        is_told = claim.month in told or bool(told and (0 in told or not claim.month))
        is_second_choice = best[claim.slot] >= CERTAIN and claim.score < best[claim.slot] - _MARGIN
        if claim.slot not in slots and not is_told and not is_second_choice:
            slots.add(claim.slot)
            told.add(claim.month)
            taken.append(claim)
    return taken


def without_second_choices(claims: list[Claim]) -> list[Claim]:
    """The claims but for those of slots that name another field for certain, be it of another ledger.

    Where no field of a ledger is left for 带动农户数, it is not its 农户总数. What a key says is weighed by itself.
    """
    best: dict[int, Claim] = {}
    for claim in claims:
        if claim.slot not in best or claim.score > best[claim.slot].score:
            best[claim.slot] = claim
    return [
        c
        for c in claims
        if c.code
        or best[c.slot].score < CERTAIN
        or c.field.name == best[c.slot].field.name
        or c.score >= best[c.slot].score - _MARGIN
    ]


def without_shares(claims: list[Claim], words: Sequence[tuple[str, ...]]) -> list[Claim]:
    """The claims but for those of a share: of 中央补助 beside 省级补助 neither is all that comes from above.

    `words` are those of the headings of all slots.
    """
    levels = {
        slot: set(named)
        for slot, path in enumerate(words)
        if (named := _LEVEL.findall(path[-1])) and _FUNDS.search(path[-1])
    }
    claimed: dict[int, set[Field]] = {slot: set() for slot in levels}
    for claim in claims:
        claimed.get(claim.slot, set()).add(claim.field)

    def is_beside(c: Claim, other: int) -> bool:
        if not levels[other].isdisjoint(levels[c.slot]) or words[other][:-1] != words[c.slot][:-1]:
            return False
        is_alike = _LEVELS.sub("", words[other][-1]) == _LEVELS.sub("", words[c.slot][-1])
        is_unclaimed = not claimed[other] and _ABOVE in c.field.label
        return is_alike or is_unclaimed or c.field in claimed[other]

    return [
        c
        for c in claims
        if c.code or c.slot not in levels or not any(is_beside(c, other) for other in levels)
    ]


def said_by_key(claims: list[Claim]) -> set[Field]:
    """The fields that slots say by key: what another says of them without a known key is nobody's value."""
    return {c.field for c in claims if c.code and c.code not in c.field.choices}


def repeating(own: Iterable[Claim], taken: Iterable[Claim], bears: Callable[[Claim], bool]) -> Claim | None:
    """The first of a slot's claims that names for certain a field which another slot has, None where none does.

    `bears` tells whether a heading is a label of the field to the letter: 小学数投资, which is but like one, does not
    repeat 小学数.
    """
    rivals = {(c.field, c.code, c.month): c for c in taken}
    both = ((c, rivals.get((c.field, c.code, c.month))) for c in own if c.score >= CERTAIN)
    return next((c for c, rival in both if rival and bears(c) >= bears(rival)), None)
