"""What a person decided about a county's layout where recognition cannot: data, per county and ledger.

An override pins headings to fields (or sets them aside with a reason), units, the ledger of a sheet and
its heading rows. It comes into a reading as an argument and enters its version; reading the files is in
`ingest.overrides.parse`, where they lie is the business of who calls.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class ColumnPin:
    """A heading (texts from group to leaf) and what it is: a field, or '' where it is set aside for a reason.

    `unit` is the unit of its numbers, '' where the file says it.
    """

    path: tuple[str, ...]
    field: str = ""
    unit: str = ""
    reason: str = ""


@dataclass(frozen=True)
class SheetPin:
    """A sheet that holds the ledger; `header_rows` is how many rows of headings its tables have (0 = see)."""

    name: str
    header_rows: int = 0


@dataclass(frozen=True)
class Override:
    """One version of an override of one ledger, in force from a period (YYYY-MM) on.

    `unit` is that of amounts whose column says none.
    """

    ledger: str
    version: int
    valid_from: str
    unit: str = ""
    sheets: tuple[SheetPin, ...] = ()
    columns: tuple[ColumnPin, ...] = ()


@dataclass(frozen=True)
class Overrides:
    """The overrides in force for one county and period, one a ledger at most; none is the usual case."""

    ledgers: tuple[Override, ...] = ()

    @cached_property
    def digest(self) -> str:
        """12 hex digits over all that can change a reading ('' for none): who decided when, and why, cannot."""
        if not self.ledgers:
            return ""
        said = [
            [
                own.ledger,
                own.unit,
                sorted((pin.name, pin.header_rows) for pin in own.sheets),
                sorted((pin.path, pin.field, pin.unit) for pin in own.columns),
            ]
            for own in sorted(self.ledgers, key=lambda own: own.ledger)
        ]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:12]


NONE = Overrides()


def in_force(versions: Iterable[Override], period: str) -> Overrides:
    """Of all versions of a county's overrides those in force for a period: of each ledger the latest begun.

    Of two that begin together the higher version counts; where the period is '' the latest of all.
    """
    chosen: dict[str, Override] = {}
    for own in sorted(versions, key=lambda own: (own.valid_from, own.version)):
        if not period or own.valid_from <= period:
            chosen[own.ledger] = own
    return Overrides(tuple(chosen[ledger] for ledger in sorted(chosen)))
