"""What changed between two layouts of one ledger.

Headings are matched by their words, then by the field they are taken for, then, where neither tells, by
likeness at the same place; what is left over is new or missing. Units, order, arrangement and names of
sheets are compared for what was matched. Judges nothing: a change is no fault.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.layouts.described import Heading, LedgerLayout
from ingest.words.periods import timeless

#: The kinds of change, in the order in which they are told.
KINDS = ("arrangement", "sheet", "new", "missing", "renamed", "moved", "unit")
_LIKE = 0.5


@dataclass(frozen=True)
class Change:
    """One change: its kind, then the heading, its field ('' where unknown) and its place, before and after (units where these differ)."""

    kind: str
    before: str = ""
    after: str = ""
    before_field: str = ""
    after_field: str = ""
    before_cell: str = ""
    after_cell: str = ""
    before_unit: str = ""
    after_unit: str = ""


def compare(before: LedgerLayout, after: LedgerLayout) -> list[Change]:
    """Every change from one layout to another of the same ledger, in the order of KINDS."""
    pairs = _pairs(before.headings, after.headings)
    changes = [*_arrangement(before, after), *_sheets(before, after)]
    matched_before, matched_after = {old for old, _ in pairs}, {new for _, new in pairs}
    changes += [
        _about("new", None, heading)
        for number, heading in enumerate(after.headings)
        if number not in matched_after
    ]
    changes += [
        _about("missing", heading, None)
        for number, heading in enumerate(before.headings)
        if number not in matched_before
    ]
    told = [(before.headings[old], after.headings[new]) for old, new in pairs]
    changes += [_about("renamed", old, new) for old, new in told if old.words != new.words]
    changes += [_about("moved", *told[number]) for number in _out_of_order(pairs)]
    changes += [_unit(old, new) for old, new in told if _has_other_unit(old, new)]
    return changes


def _arrangement(before: LedgerLayout, after: LedgerLayout) -> list[Change]:
    if set(before.arrangements) == set(after.arrangements):
        return []
    return [Change("arrangement", "+".join(before.arrangements), "+".join(after.arrangements))]


def _sheets(before: LedgerLayout, after: LedgerLayout) -> list[Change]:
    """Sheets under other names, months in them aside."""
    old = {timeless(name): name for name in before.sheets}
    new = {timeless(name): name for name in after.sheets}
    gone = "、".join(name for key, name in old.items() if key not in new)
    come = "、".join(name for key, name in new.items() if key not in old)
    return [Change("sheet", gone, come)] if gone or come else []


def _pairs(before: Sequence[Heading], after: Sequence[Heading]) -> list[tuple[int, int]]:
    """Positions of the headings that are the same one, in the order before."""
    pairs: dict[int, int] = {}
    for name in (_words, _field):
        open_after = [number for number in range(len(after)) if number not in pairs.values()]
        by_name = {name(after[number]): number for number in reversed(open_after)}
        for number, heading in enumerate(before):
            if number not in pairs and name(heading) and name(heading) in by_name:
                pairs[number] = by_name.pop(name(heading))
    for _, old, new in sorted(_likenesses(before, after, pairs), reverse=True):
        if old not in pairs and new not in pairs.values():
            pairs[old] = new
    return sorted(pairs.items())


def _words(heading: Heading) -> tuple[object, ...]:
    return heading.words, heading.again


def _field(heading: Heading) -> tuple[str, ...]:
    return (heading.field, heading.code) if heading.field else ()


def _likenesses(
    before: Sequence[Heading], after: Sequence[Heading], pairs: dict[int, int]
) -> Iterator[tuple[float, int, int]]:
    """Unmatched headings alike in wording behind (or in front of) the same one; known fields that differ are none."""
    for old in (number for number in range(len(before)) if number not in pairs):
        for new in (number for number in range(len(after)) if number not in pairs.values()):
            if before[old].field and after[new].field:
                continue
            behind = max((o for o in pairs if o < old), default=None)
            ahead = min((o for o in pairs if o > old), default=None)
            behind_new = max((n for n in pairs.values() if n < new), default=None)
            ahead_new = min((n for n in pairs.values() if n > new), default=None)
            here = (pairs.get(behind) if behind is not None else None) == behind_new
            there = (pairs.get(ahead) if ahead is not None else None) == ahead_new
            likeness = _likeness(before[old].words[-1], after[new].words[-1])
            if (here or there) and likeness >= _LIKE:
                yield likeness, old, new


def _likeness(one: str, other: str) -> float:
    """The share of characters that two headings have in common, in whatever order (Dice), 0..1."""
    return 2 * (Counter(one) & Counter(other)).total() / (len(one) + len(other))


def _out_of_order(pairs: Sequence[tuple[int, int]]) -> list[int]:
    """The fewest pairs that would have to move for the rest to stand in the same order: all but the longest run."""
    runs: list[list[int]] = [[]]
    for number, (_, new) in enumerate(pairs):
        before = max((run for run in runs if not run or pairs[run[-1]][1] < new), key=len)
        runs.append([*before, number])
    longest = max(runs, key=len)
    return [number for number in range(len(pairs)) if number not in longest]


def _has_other_unit(old: Heading, new: Heading) -> bool:
    """Whether the unit differs; a field's unit that is only said now, and was the one assumed, does not."""
    if old.field and new.field:
        return old.factor != new.factor
    return bool(old.unit and new.unit and old.unit != new.unit)


def _unit(old: Heading, new: Heading) -> Change:
    return replace(_about("unit", old, new), before_unit=old.unit, after_unit=new.unit)


def _about(kind: str, old: Heading | None, new: Heading | None) -> Change:
    return Change(
        kind,
        before=old.text if old else "",
        after=new.text if new else "",
        before_field=old.field if old else "",
        after_field=new.field if new else "",
        before_cell=old.place if old else "",
        after_cell=new.place if new else "",
    )
