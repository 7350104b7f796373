"""Whether rates are written as fractions of one: 0.95 for 95 %.

Their parts tell, line by line (the number of communities with gas against that of all). Where they are silent,
the whole column does: all of it at most one, it is fractions. Where a column mixes both ways of writing, what
no part proves is nobody's to choose: 0.8 beside 95 is withheld. A rate with a percent sign needs no telling.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.dictionary import Field
from ingest.findings import Finding
from ingest.records.record import FieldValue, Record, finding_at
from ingest.words.values import Value, raw_text

_TOLERANCE = 0.6
#: Fewer rates show no way of writing.
_SEVERAL = 3
_MOST = 100.0
_PARTS = re.compile(r"agrees with (\w+) / (\w+)")


def settle_shares(fields: Iterable[Field], records: Sequence[Record]) -> list[Finding]:
    """Turn the rates of a table's records into percent where they are fractions; what nobody can tell is withheld."""
    found = []
    for item in (item for item in fields if item.kind == "percent"):
        held = [r for r in records if item.name in r.values and r.values[item.name].value.is_share]
        if held:
            found += _settle(item, held)
    return found


def _settle(item: Field, records: Sequence[Record]) -> list[Finding]:
    found = []
    numbers = [record.values[item.name].value.number or 0.0 for record in records]
    proven = [_proven(item, record, number) for record, number in zip(records, numbers, strict=True)]
    as_whole = _whole_column(numbers, proven)
    for record, number, told in zip(records, numbers, proven, strict=True):
        held = record.values[item.name]
        is_share = told if told is not None else as_whole
        if is_share is None and 0 < number <= 1:
            held.value = Value(problem="RATE_AMBIGUOUS")
            found.append(_ambiguous(record, held, number))
        elif is_share:
            held.value = Value(round(number * 100, 10), None, held.value.precision, "arithmetic")
        elif told is not None:
            held.value = replace(held.value, unit_source="arithmetic")
    return found


def _ambiguous(record: Record, held: FieldValue, number: float) -> Finding:
    written = {"text": raw_text(held.raw), "as_percent": f"{number:.10g}", "as_share": f"{number * 100:.10g}"}
    return finding_at("RATE_AMBIGUOUS", record, held, **written)


def _whole_column(numbers: Sequence[float], proven: Sequence[bool | None]) -> bool | None:
    """Whether a column is fractions where a line's parts do not tell, None where it is both."""
    if True in proven and False in proven:
        return None
    if True in proven:
        return True if max(numbers) <= 1 else None
    if False in proven:
        return False
    if all(number <= 1.0 for number in numbers):
        return True if len(numbers) >= _SEVERAL and any(0 < number < 1 for number in numbers) else None
    return None if any(0 < number < 1 for number in numbers) else False


def _proven(item: Field, record: Record, number: float) -> bool | None:
    """Whether a rate agrees with its parts as a fraction (True) or as percent (False), None where they do not tell.

    A part greater than its whole tells nothing.
    """
    parts = _PARTS.search(item.rule)
    above, below = (record.values.get(name) for name in (parts.groups() if parts else ("", "")))
    if above is None or below is None or above.value.number is None or not below.value.number:
        return None
    rate = 100 * above.value.number / below.value.number
    as_percent, as_share = abs(number - rate) <= _TOLERANCE, abs(100 * number - rate) <= _TOLERANCE
    return None if as_percent == as_share or rate > _MOST else as_share
