"""Whether a column of rates is written as fractions of one: 0.95 for 95 %.

Its parts tell (the number of households with gas against that of all); where they are silent, the
whole column does. A rate written with a percent sign needs no telling.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.dictionary import Field
from ingest.records import Record
from ingest.values import Value

_TOLERANCE = 0.6
_PARTS = re.compile(r"agrees with (\w+) / (\w+)")


def settle_shares(fields: Iterable[Field], records: Sequence[Record]) -> None:
    """Turn the rates of a table's records into percent where they are fractions."""
    for item in fields:
        if item.kind != "percent":
            continue
        held = [r for r in records if item.name in r.values and r.values[item.name].value.is_share]
        if not held:
            continue
        numbers = [(r, r.values[item.name].value.number or 0.0) for r in held]
        as_percent, as_share = _agreement(item, numbers)
        looks_like_shares = all(n <= 1.0 for _, n in numbers) and any(0 < n < 1 for _, n in numbers)
        if as_share > as_percent or (as_share == as_percent and looks_like_shares):
            for record, number in numbers:
                precision = record.values[item.name].value.precision
                record.values[item.name].value = Value(round(number * 100, 10), None, precision, "arithmetic")


def _agreement(item: Field, numbers: Sequence[tuple[Record, float]]) -> tuple[int, int]:
    """How many rates agree with their parts read as percent, and how many read as fractions."""
    parts = _PARTS.search(item.rule)
    if parts is None:
        return 0, 0
    as_percent = as_share = 0
    for record, number in numbers:
        above, below = record.values.get(parts[1]), record.values.get(parts[2])
        if above is None or below is None or above.value.number is None or not below.value.number:
            continue
        rate = 100 * above.value.number / below.value.number
        as_percent += abs(number - rate) <= _TOLERANCE
        as_share += abs(100 * number - rate) <= _TOLERANCE
    return as_percent, as_share
