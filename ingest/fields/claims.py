"""Claims of slots on fields, and which of them hold: one slot a field and one field a slot.

How a claim is scored is decided in `ingest.fields.assign`; here claims are only weighed against each other.
"""

from __future__ import annotations

from typing import NamedTuple

from ingest.dictionary import Field

#: A claim that can hardly be about another field, and one whose heading names the field outright.
SURE = 0.75
CERTAIN = 0.9
_MARGIN = 0.2


class Claim(NamedTuple):
    """A slot, by its place among the table's slots, that may be a field; `month` as in its headings."""

    score: float
    slot: int
    field: Field
    code: str
    month: int


def match(claims: list[Claim]) -> list[Claim]:
    """One slot a field and one field a slot, best claims first; position decides between equals.

    What names a field for certain is not taken for quite another because that field is taken.
    """
    best: dict[int, float] = {}
    for claim in claims:
        best[claim.slot] = max(claim.score, best.get(claim.slot, 0.0))
    slots: set[int] = set()
    fields: set[tuple[Field, str, int]] = set()
    taken = []
    for claim in sorted(claims, key=lambda c: (-c.score, c.slot)):
        target = (claim.field, claim.code, claim.month)
        is_second_choice = best[claim.slot] >= CERTAIN and claim.score < best[claim.slot] - _MARGIN
        if claim.slot not in slots and target not in fields and not is_second_choice:
            slots.add(claim.slot)
            fields.add(target)
            taken.append(claim)
    return taken


def said_by_key(claims: list[Claim]) -> set[Field]:
    """The fields that slots say by key: what another says of them without a known key is nobody's value."""
    return {c.field for c in claims if c.code and c.code not in c.field.choices}
