"""Delimited text: the csv module parses, this module only finds out the separator."""

from __future__ import annotations

import csv
import io

from ingest.containers.encoding import decode
from ingest.limits import Limits
from ingest.sheet import Sheet, Unreadable

_SEPARATORS = "\t,;|，"
_SAMPLE_LINES = 50


def read(content: bytes, limits: Limits) -> list[Sheet]:
    """One sheet without a name; text without any separator gives a single column."""
    text = decode(content)
    if text is None:
        raise Unreadable("CORRUPT_FILE", detail="文字编码无法识别")
    separator = _separator(text)
    csv.field_size_limit(1_000_000)
    try:
        rows = [
            [cell.strip("\ufeff") or None for cell in row]
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        ]
    except csv.Error as error:
        raise Unreadable("CORRUPT_FILE", detail="分隔文本格式有误") from error
    if len(rows) * max(map(len, rows), default=0) > limits.grid_cells:
        raise Unreadable("TOO_LARGE", size=f"{len(rows)}行", limit=f"{limits.grid_cells}格")
    return [Sheet("", [[cell if cell and cell.strip() else None for cell in row] for row in rows])]


def _separator(text: str) -> str:
    """The separator that cuts most lines into the same number of at least two pieces."""
    lines = [line for line in text.splitlines()[:_SAMPLE_LINES] if line.strip()]

    def regularity(separator: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=separator)]
        common = max(set(widths), key=widths.count, default=1)
        return (widths.count(common), common) if common > 1 else (0, 0)

    try:
        return max(_SEPARATORS, key=regularity)
    except csv.Error:
        return ","
