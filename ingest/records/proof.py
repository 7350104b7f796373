"""What the arithmetic of a table proves of its units.

A whole and its parts (total investment and the funds it is made of, planned and arrived amounts, a column
and its total) are amounts of one unit once they are read right, and in some lines the parts make up the
whole to the last decimal. Where that holds only under another unit than the one assumed, the unit is
proven; where it holds as read, the assumption is. Where both sides say their unit and the lines contradict
them, or neither says any, nobody can tell which is meant: the lines are refused with both readings.

One line that is out proves nothing: it stays for the comparison with the month before (in the warehouse).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from statistics import median

from ingest.dictionary import Dictionary, Field
from ingest.findings import Finding
from ingest.records.record import FieldValue, Record, finding_at
from ingest.text import squeeze
from ingest.words.values import raw_text

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
#: A tenth or a hundredth may well be a true share of a whole; a thousandth or less is another unit.
_LEAST_RATIO = 1000
#: So many lines have to agree before a column is believed to be in another unit.
_LINES = 3
#: Parts so many times their whole, in so many of the lines, speak against the units, not against the lines.
_FAR_ABOVE, _EXCEEDING_SHARE = 300, 0.8
#: Nor is a part a mere thousandth of its whole in line after line.
_FAR_BELOW = 1000
#: 万元 in the middle of a silent column: ten billion yuan for a town's year or a project.
_BEYOND_MEASURE = 1e6
_YUAN = 1e4
_ASSUMED = "assumed"


@dataclass(frozen=True)
class Parts:
    """Fields that together do not exceed another field of the same dimension, and in places make it up."""

    whole: Field
    parts: tuple[Field, ...]


@dataclass
class Proof:
    """What the arithmetic gave: field name → factor to put on its assumed unit, and lines refused."""

    factors: dict[str, float] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class _Sample:
    """One line: the side that stands firm, and the values that would move if their unit were another.

    `is_free` where the moving side assumes its unit and the other side says it; `amount` is what the moving
    side comes to once it is weighed.
    """

    record: Record
    target: float
    moving: tuple[FieldValue, ...]
    is_free: bool
    moves_whole: bool
    amount: float = 0.0

    def weigh(self) -> None:
        """Add the moving side up, as it stands when the other lines have been settled."""
        self.amount = _added(self.moving)

    def sides(self, ratio: float = 1.0) -> tuple[float, float]:
        """The parts and their whole, the moving side taken `ratio` times."""
        moved = self.amount * ratio
        return (self.target, moved) if self.moves_whole else (moved, self.target)


@lru_cache(maxsize=64)
def relations(dictionary: Dictionary, ledger: str) -> list[Parts]:
    """The wholes and parts of a ledger that have a unit: its sums, the rules `<= whole`, the bounds."""
    fields = dictionary.by_ledger[ledger]
    found = [
        Parts(fields[whole], tuple(fields[name] for name in parts))
        for whole, parts in dictionary.sums.get(ledger, {}).items()
    ]
    found += [
        Parts(fields[whole], (fields[part],))
        for part, whole in dictionary.wholes[ledger]
        if fields[part].dimension
    ]
    return found


def prove_units(ledger: str, records: Sequence[Record], dictionary: Dictionary) -> Proof:
    """Settle the assumed units of a table's records by their sums; values and records change in place."""
    proof = Proof()
    sources = {
        (name, held.value.unit_source)
        for record in records
        for name, held in record.values.items()
        if held.field.dimension
    }
    named = {name for name, source in sources if source}
    measured = [item for name, item in dictionary.by_ledger[ledger].items() if name in named]
    for item in measured:
        if (item.name, "cell") in sources and item.dimension != "percent":
            proof.findings += _refuse_bare(records, item, dictionary)
    for relation in relations(dictionary, ledger):
        if relation.whole.name not in named or named.isdisjoint(item.name for item in relation.parts):
            continue
        samples = [*_samples(records, relation)]
        ratios = unit_ratios(relation.whole.dimension, dictionary)
        for is_free in (True, False):
            group = [sample for sample in samples if sample.is_free is is_free]
            for sample in group:
                sample.weigh()
            ratio = ratio_of([(s.amount, s.target) for s in group], relation.whole, dictionary)
            if is_free and ratio is not None:
                moved = {item.field.name for sample in group for item in sample.moving}
                settle(records, moved, ratio)
                proof.factors |= dict.fromkeys(moved, ratio)
            else:
                contradiction = ratio if ratio not in (None, 1.0) else _cure(group, ratios)
                if contradiction is not None:
                    proof.findings += _refuse(group, contradiction, relation, dictionary)
                    proof.findings += _refuse_others(records, relation, contradiction, is_free, dictionary)
    for item in measured:
        if item.dimension == "money" and (item.name, _ASSUMED) in sources:
            proof.findings += _refuse_beyond_measure(records, item, dictionary)
    return proof


def _refuse_bare(records: Sequence[Record], asked: Field, dictionary: Dictionary) -> list[Finding]:
    """Refuse bare amounts of a silent column whose other cells all say another unit than the canonical one."""
    values = [record.values.get(asked.name) for record in records]
    said = [held for held in values if held and held.value.unit_source == "cell"]
    if not said or not all(_is_converted(held) for held in said):
        return []
    found = []
    for record, held in zip(records, values, strict=True):
        if held is None or not _is_assumed(held) or not _number(held):
            continue
        unit, written = dictionary.canonical_unit(asked), raw_text(held.raw)
        factor = _number(said[0]) / _digits(said[0])
        readings = (
            f"“{written}”未写单位，按规定单位读为{_number(held):.10g}{unit}，"
            f"按同列“{raw_text(said[0].raw)}”的单位读为{_number(held) * factor:.10g}{unit}"
        )
        found.append(refuse(record, held, readings))
    return found


def _samples(records: Sequence[Record], relation: Parts) -> Iterator[_Sample]:
    """The lines in which neither a whole nor its parts are blank or zero."""
    name, names = relation.whole.name, [item.name for item in relation.parts]
    for record in records:
        values = record.values
        whole = values.get(name)
        if whole is None or record.rejected or not whole.value.number:
            continue
        parts = [held for part in names if (held := values.get(part)) and held.value.number]
        sample = _sample(record, whole, parts) if parts else None
        if sample:
            yield sample


def _sample(record: Record, whole: FieldValue, parts: list[FieldValue]) -> _Sample | None:
    """A line as two sides, None where both assume their units and others are said beside them."""
    assumed = tuple([item for item in parts if item.value.unit_source == _ASSUMED])
    is_whole_assumed = whole.value.unit_source == _ASSUMED
    if not assumed:
        moving = (whole,) if is_whole_assumed else tuple(parts)
        target = _added(parts) if is_whole_assumed else _number(whole)
        return _Sample(record, target, moving, is_free=is_whole_assumed, moves_whole=is_whole_assumed)
    said = _added([item for item in parts if item.value.unit_source != _ASSUMED])
    if is_whole_assumed and said:
        return None
    return _Sample(record, _number(whole) - said, assumed, is_free=not is_whole_assumed, moves_whole=False)


def ratio_of(pairs: Sequence[tuple[float, float]], item: Field, dictionary: Dictionary) -> float | None:
    """The one ratio of units under which amounts meet their targets: 1 as read, None where no line tells."""
    if any(_agrees(amount, target) for amount, target in pairs):
        return 1.0
    apart = [(amount, target) for amount, target in pairs if _are_apart(amount, target)]
    if len(apart) < _LINES:
        return None
    votes = {
        ratio: sum(_agrees(amount * ratio, target) for amount, target in apart)
        for ratio in unit_ratios(item.dimension, dictionary)
    }
    best = max(votes, key=lambda ratio: votes[ratio], default=1.0)
    return best if votes.get(best, 0) >= _LINES else None


def _agrees(amount: float, target: float) -> bool:
    return math.isclose(amount, target, rel_tol=1e-4, abs_tol=0.006) and target != 0


def _are_apart(amount: float, target: float) -> bool:
    """Whether amounts may be one in two units: nearly as far apart as units are, or mere rounding."""
    less, more = sorted((abs(amount), abs(target)))
    return less * 0.99 * _LEAST_RATIO <= more + 0.006 * _LEAST_RATIO


def _cure(samples: Sequence[_Sample], ratios: Iterable[float]) -> float | None:
    """The ratio of units that makes parts of what exceeds its whole, or vanishes beside it, in nearly all lines."""
    if len(samples) < _LINES:
        return None
    exceeding, vanishing = _apart(samples, 1.0, times=_FAR_ABOVE)
    if max(exceeding, vanishing) < max(_LINES, _EXCEEDING_SHARE * len(samples)):
        return None
    apart = {ratio: _apart(samples, ratio) for ratio in ratios}
    if vanishing > exceeding:
        cures = [ratio for ratio, found in apart.items() if found == (0, 0)]
        return max(cures, key=lambda ratio: abs(math.log(ratio)), default=None)
    cures = [ratio for ratio, (above, _) in apart.items() if not above]
    return min(cures, key=lambda ratio: abs(math.log(ratio)), default=None)


def _apart(samples: Sequence[_Sample], ratio: float, times: float = 1.0) -> tuple[int, int]:
    """In how many lines the parts are more than `times` their whole, and in how many next to nothing beside it."""
    sides = [sample.sides(ratio) for sample in samples]
    exceeding = [parts > whole * times * 1.0001 + 0.006 for parts, whole in sides]
    vanishing = [parts * _FAR_BELOW < whole for parts, whole in sides]
    return sum(exceeding), sum(vanishing)


def settle(records: Sequence[Record], names: set[str], ratio: float) -> None:
    """Put a ratio on the values of some fields whose unit was only assumed; it is proven from then on."""
    for record in records:
        for name in names & record.values.keys():
            held = record.values[name]
            if _is_assumed(held) and held.value.number is not None:
                number = held.value.number
                scaled = number / round(1 / ratio) if ratio < 1 else number * ratio
                held.value = replace(held.value, number=scaled, unit_source="arithmetic")


def _refuse(
    samples: Sequence[_Sample], ratio: float, relation: Parts, dictionary: Dictionary
) -> list[Finding]:
    """Refuse the lines for their moving side; either side may be the wrong one, so both are told with their cells."""
    found = []
    for sample, held in ((line, held) for line in samples for held in line.moving):
        asked = [part.name for part in relation.parts] if sample.moves_whole else [relation.whole.name]
        values = sample.record.values
        others = [other for name in asked if (other := values.get(name)) and other.value.number]
        unit, against = dictionary.canonical_unit(held.field), others[0]
        readings = (
            f"按表头（未写明的按规定单位）为{_number(held):.10g}{unit}，与“{against.field.label}”"
            f"（{against.address}，{_number(against):.10g}{unit}）核对则应为{_number(held) * ratio:.10g}{unit}，"
            "两栏中必有一栏的单位有误"
        )
        cells = dict.fromkeys((held.address, *(other.address for other in others)))
        found.append(replace(refuse(sample.record, held, readings), cell=",".join(cells)))
    return found


def _refuse_others(
    records: Sequence[Record], relation: Parts, ratio: float, is_free: bool, dictionary: Dictionary
) -> list[Finding]:
    """Refuse the lines that could not be compared themselves: what lines beside them contradict is in doubt there too.

    One silent column that is not in the canonical unit casts doubt on all that are silent, two headings that
    contradict each other cast doubt on what stands below them.
    """
    sides = {relation.whole.name, *(item.name for item in relation.parts)}
    found = []
    for record in (record for record in records if not record.rejected):
        for held in record.values.values():
            is_alike = held.field.dimension == relation.whole.dimension and bool(_number(held))
            is_meant = _is_assumed(held) if is_free else held.field.name in sides
            if not is_alike or not is_meant or held.value.unit_source == "cell":
                continue
            unit, is_whole = dictionary.canonical_unit(held.field), held.field.name == relation.whole.name
            other = _number(held) * (1 / ratio if is_whole and not is_free else ratio)
            readings = (
                f"按表头（未写明的按规定单位）为{_number(held):.10g}{unit}，而同表“{relation.whole.label}”与其他栏"
                f"的单位矛盾，如同样换算则为{other:.10g}{unit}"
            )
            found.append(refuse(record, held, readings))
    return found


def _refuse_beyond_measure(records: Sequence[Record], asked: Field, dictionary: Dictionary) -> list[Finding]:
    """Refuse a silent column of amounts that no town or project comes near: most likely nobody meant 万元."""
    values = [
        (record, held) for record in records if (held := record.values.get(asked.name)) and held.value.number
    ]
    if not values or not all(_is_assumed(held) for _, held in values):
        return []
    if median(_number(held) for _, held in values) < _BEYOND_MEASURE:
        return []
    unit, found = dictionary.canonical_unit(asked), []
    for record, held in values:
        number = _number(held)
        readings = f"未写单位，按{unit}读为{number:.10g}{unit}，数额过大；按元读为{number / _YUAN:.10g}{unit}"
        found.append(refuse(record, held, readings))
    return found


def refuse_beside(
    records: Sequence[Record], findings: Iterable[Finding], dictionary: Dictionary
) -> list[Finding]:
    """Refuse silent amounts where other tables of the file ask for the same and were silent, but not in the canonical unit."""
    doubted = {(f.record_id, f.field) for f in findings if f.code.code == "UNIT_CONFLICT"}
    odd: dict[tuple[str, str], FieldValue] = {}
    for record in records:
        for name, held in record.values.items():
            source = held.value.unit_source
            is_refused = source == _ASSUMED and (record.record_id, name) in doubted
            if is_refused or (source == "arithmetic" and _is_converted(held)):
                odd.setdefault((record.ledger, name), held)
    found = []
    for record in (record for record in records if odd and not record.rejected):
        for name, held in record.values.items():
            other = odd.get((record.ledger, name))
            if other is None or not _is_assumed(held) or not _number(held) or held.field.dimension != "money":
                continue
            unit, number = dictionary.canonical_unit(held.field), _number(held)
            readings = (
                f"未写单位，按{unit}读为{number:.10g}{unit}，而同一文件另一表的“{raw_text(other.raw)}”同样未写单位，"
                f"却不是{unit}；按元读为{number / _YUAN:.10g}{unit}"
            )
            found.append(refuse(record, held, readings))
    return found


def refuse(record: Record, held: FieldValue, readings: str) -> Finding:
    """Refuse a record for a value whose unit is contradicted; `readings` tells both ways of reading it."""
    record.rejected = True
    return finding_at("UNIT_CONFLICT", record, held, readings=readings)


@lru_cache(maxsize=64)
def unit_ratios(dimension: str, dictionary: Dictionary) -> list[float]:
    """The ratios of units of a dimension to its canonical one, both ways, that are no mere share."""
    factors = {unit.factor for unit in dictionary.units.values() if unit.dimension == dimension}
    ratios = {ratio for factor in factors for ratio in (factor, 1 / factor)}
    return sorted(ratio for ratio in ratios if max(ratio, 1 / ratio) >= _LEAST_RATIO * 0.999)


def _digits(held: FieldValue) -> float:
    """The number as written, before its unit was put on it; that of the value where it is not in digits."""
    digits = _DIGITS.search(squeeze(raw_text(held.raw)))
    return float(digits[0].replace(",", "")) if digits else _number(held)


def _is_converted(held: FieldValue) -> bool:
    """Whether the unit in the cell is another than the canonical one: its digits are not the value."""
    return _digits(held) not in (0.0, _number(held))


def _is_assumed(held: FieldValue) -> bool:
    return held.value.unit_source == _ASSUMED


def _number(held: FieldValue) -> float:
    return held.value.number or 0.0


def _added(values: Iterable[FieldValue]) -> float:
    return math.fsum([held.value.number or 0.0 for held in values])
