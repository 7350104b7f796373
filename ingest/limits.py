"""What a single file may cost: settings with sane defaults, in one place.

A county ledger holds a few thousand cells; every default leaves room for a hundred times that.
"""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Upper bounds of one file: bytes as sent, bytes unpacked, packing ratio, grid, members, memory, seconds."""

    file_bytes: int = 64 * MEGABYTE
    unpacked_bytes: int = 256 * MEGABYTE
    packing_ratio: int = 200
    rows: int = 20_000
    columns: int = 1_000
    grid_cells: int = 3_000_000
    archive_members: int = 200
    memory_bytes: int = 3 * 1024 * MEGABYTE
    seconds: float = 60


DEFAULT = Limits()


def megabytes(size: int) -> str:
    """A size in bytes as whole megabytes, for a message."""
    return f"{max(1, round(size / MEGABYTE))}MB"
