"""Silent amounts in which another unit than the canonical one is meant beyond doubt, be it of a single line.

A part is never a thousand times its whole, nor a year's output that of the year before. Where that is so in every line
in which both are reported, and one of the two says no unit, nobody can tell what it is in: the lines are refused with
both readings. What takes several lines to be believed is proven, or refused, in `ingest.records.proof`. Nor are people
counted in ones where most of their column are fractions, or what they bring about in a unit in which it is beyond
them: such values are withheld.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.dictionary import Dictionary, Field
from ingest.findings import Finding
from ingest.records.proof import refuse, unit_ratios
from ingest.records.record import FieldValue, Record, finding_at
from ingest.words.values import Value, raw_text

#: What no part is of its whole, and no year of the one before; so little of a whole a part may be in its first month.
_BEYOND, _LEAST_SHARE = 1000.0, 1e-4
_SILENT = ("assumed", "")


class _Pair(NamedTuple):
    """Two amounts that a line reports, of which the first is a part of the second, or like it in size."""

    record: Record
    one: FieldValue
    other: FieldValue

    @property
    def ratio(self) -> float:
        return (self.one.value.number or 0.0) / (self.other.value.number or 1.0)


def refuse_out_of_scale(ledger: str, records: Sequence[Record], dictionary: Dictionary) -> list[Finding]:
    """Refuse the lines of silent amounts that cannot be in the unit that is assumed; values in doubt are withheld."""
    fields = dictionary.by_ledger[ledger]
    found: list[Finding] = []
    for counted in (item for item in fields.values() if item.kind == "count"):
        found += _withhold_beside_fractions(records, counted)
    scales = [(one, other, most) for name, one, other, most in dictionary.scales if name == ledger]
    apart = [(part, whole, _LEAST_SHARE, _BEYOND) for part, whole in dictionary.wholes[ledger]]
    apart += [(one, other, 1 / most, most) for one, other, most in scales]
    for one, other, least, most in apart:
        if fields[one].dimension and fields[one].dimension == fields[other].dimension:
            found += _refuse(_pairs_apart(records, one, other, least, most), least, most, dictionary)
    for one, heads, most in scales:
        if fields[one].dimension != fields[heads].dimension:
            found += _withhold_beyond_heads([*_pairs(records, one, heads)], most, dictionary)
    return found


def _pairs(records: Sequence[Record], one: str, other: str) -> Iterator[_Pair]:
    for record in (record for record in records if not record.rejected):
        held, against = record.values.get(one), record.values.get(other)
        if held and against and held.value.number and against.value.number:
            yield _Pair(record, held, against)


def _pairs_apart(records: Sequence[Record], one: str, other: str, least: float, most: float) -> list[_Pair]:
    """All pairs of two amounts, none where any is in scale, as the first nearly always is."""
    pairs = []
    for pair in _pairs(records, one, other):
        if least < pair.ratio < most:
            return []
        pairs.append(pair)
    return pairs


def _refuse(pairs: Sequence[_Pair], least: float, most: float, dictionary: Dictionary) -> Iterator[Finding]:
    """Refuse all lines of two amounts if each is out of scale, and one of the two silent throughout."""
    told = [pair.ratio for pair in pairs]
    is_apart = all(ratio >= most for ratio in told) or all(ratio <= least for ratio in told)
    is_one, is_other = (
        all(map(_is_silent, side)) for side in ([p.one for p in pairs], [p.other for p in pairs])
    )
    if not (pairs and is_apart and (is_one or is_other)):
        return
    for pair in pairs:
        held, against = (pair.one, pair.other) if is_one else (pair.other, pair.one)
        yield refuse(pair.record, held, _readings(held, against, dictionary))


def _readings(held: FieldValue, against: FieldValue, dictionary: Dictionary) -> str:
    """Both ways of reading a silent amount: in the canonical unit, and in the one that brings it next to another amount."""
    number, target = held.value.number or 0.0, against.value.number or 0.0
    unit = dictionary.canonical_unit(held.field)
    ratio = min(
        unit_ratios(held.field.dimension, dictionary),
        key=lambda ratio: abs(math.log(abs(number * ratio / target))),
    )
    named = next(
        (
            word
            for word, u in dictionary.units.items()
            if (u.dimension, u.factor) == (held.field.dimension, ratio)
        ),
        "",
    )
    other = (
        f"按{named}读为{number * ratio:.10g}{unit}" if named else f"换算单位则为{number * ratio:.10g}{unit}"
    )
    return (
        f"“{raw_text(held.raw)}”未写单位，按规定单位读为{number:.10g}{unit}，与“{against.field.label}”"
        f"（{against.address}，{target:.10g}{unit}）相差悬殊，{other}"
    )


def _withhold_beside_fractions(records: Sequence[Record], item: Field) -> Iterator[Finding]:
    """Withhold whole numbers of a silent column of counts that are fractions for the most part: 2 beside 1.25 and 0.8 is 2万人."""
    column = [
        (record, held)
        for record in records
        if not record.rejected and (held := record.values.get(item.name)) is not None
    ]
    unread = (held for _, held in column if held.value.problem == "VALUE_UNREADABLE")
    fractions = [held for held in unread if _is_fraction(held)]
    if not fractions:
        return
    whole = [(record, held) for record, held in column if held.value.number and _is_silent(held)]
    if len(fractions) < len(whole):
        return
    for record, held in whole:
        yield _withhold(record, held, f"同列有“{raw_text(fractions[0].raw)}”等小数")


def _withhold_beyond_heads(pairs: Sequence[_Pair], most: float, dictionary: Dictionary) -> Iterator[Finding]:
    """Withhold a silent column of amounts of which most are more than so many people can bring about."""
    silent = [pair for pair in pairs if _is_silent(pair.one)]
    if sum(pair.ratio > most for pair in silent) * 2 <= len(silent):
        return
    for pair in silent:
        unit, number = dictionary.canonical_unit(pair.one.field), pair.one.value.number
        heads = f"“{pair.other.field.label}”（{pair.other.address}，{pair.other.value.number:.10g}）"
        yield _withhold(pair.record, pair.one, f"按规定单位读为{number:.10g}{unit}，与{heads}相差悬殊")


def _withhold(record: Record, held: FieldValue, reason: str) -> Finding:
    held.value = Value(problem="UNIT_AMBIGUOUS")
    return finding_at("UNIT_AMBIGUOUS", record, held, text=raw_text(held.raw), reason=reason)


def _is_fraction(held: FieldValue) -> bool:
    try:
        return not float(raw_text(held.raw)).is_integer()
    except ValueError:
        return False


def _is_silent(held: FieldValue) -> bool:
    return held.value.unit_source in _SILENT
