"""What a single file may cost: settings with sane defaults, in one place.

A county ledger holds a few thousand cells; every default leaves room for a hundred times that. An operator
changes one by the environment: ``TOWNLEDGER_LIMIT_`` and its name in capitals.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

MEGABYTE = 1024 * 1024
_PREFIX = "TOWNLEDGER_LIMIT_"


@dataclass(frozen=True)
class Limits:
    """Upper bounds of one file: bytes as sent, bytes unpacked, packing ratio, grid, merged ranges, members, memory, seconds."""

    file_bytes: int = 64 * MEGABYTE
    unpacked_bytes: int = 256 * MEGABYTE
    packing_ratio: int = 200
    rows: int = 20_000
    columns: int = 1_000
    grid_cells: int = 3_000_000
    merged_ranges: int = 10_000
    archive_members: int = 200
    memory_bytes: int = 3 * 1024 * MEGABYTE
    seconds: float = 60.0


DEFAULT = Limits()


class LimitsError(ValueError):
    """A setting names no limit, or is no positive number; the message names the setting."""


def configured(environment: Mapping[str, str] = os.environ) -> Limits:
    """The limits that the environment sets, the defaults where it sets none."""
    kinds = {_PREFIX + field.name.upper(): field for field in fields(Limits)}
    settings: dict[str, int | float] = {}
    for name, text in environment.items():
        if not name.startswith(_PREFIX):
            continue
        if name not in kinds:
            raise LimitsError(f"{name} is no limit; there are {', '.join(kinds)}")
        field = kinds[name]
        try:
            number = float(text) if isinstance(field.default, float) else int(text)
        except ValueError:
            number = 0
        if not 0 < number < float("inf"):
            raise LimitsError(f"{name} must be a positive number, not {text!r}")
        settings[field.name] = number
    return Limits(**settings)  # type: ignore[arg-type]  # each number is of its field's kind


def megabytes(size: int) -> str:
    """A size in bytes as whole megabytes, for a message."""
    return f"{max(1, round(size / MEGABYTE))}MB"
