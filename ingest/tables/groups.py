"""Rows that say something of all rows below them: projects listed by category, funds by source."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable

from ingest.dictionary import Field
from ingest.tables.blocks import Block
from ingest.tables.layout import Slot
from ingest.tables.marks import mark
from ingest.tables.profiles import RowProfile
from ingest.text import squeeze, uncounted
from ingest.words.lexicon import LABELLED
from ingest.words.values import Raw

#: The number of a line or group in words: 三、
SERIAL = re.compile(r"\(?[一二三四五六七八九十百]+[)、.]?")
_FIGURE = re.compile(r"-?[\d,]+(?:\.\d+)?")
_SMALL = 1e-6


def answers_of_groups(
    block: Block, columns: list[int], body: range, slots: Iterable[Slot]
) -> tuple[dict[int, int], Field | None]:
    """Row → column of the texts that answer, for all rows below them, a field that has no column of its own; that field.

    All such rows answer one enumerated field, and what figures they have sum up what stands below them.
    """
    found: dict[int, int] = {}
    common: set[Field] = set()
    for row in body:
        profile = block.profiles[row]
        named = next((c for c in profile.answers if c in columns), None) if profile.answers else None
        if named is not None and is_alone(profile, columns, named):
            answered = {*profile.words[named].answered}
            common = common & answered if found else answered
            found[row] = named
    if len(found) < 2 or not common or not _sum_up(block, [*found], columns, body):
        return {}, None
    asked = {
        item
        for slot in slots
        for item, score in block.lexicon.matcher.candidates(slot.path)
        if score >= LABELLED
    }
    item = next((item for item in block.lexicon.dictionary.fields if item in common - asked), None)
    return (found, item) if item else ({}, None)


def _sum_up(block: Block, rows: list[int], columns: list[int], body: range) -> bool:
    """Whether the rows with figures are sums, or numbers, of the rows up to the next, most of them; else they are records."""
    told: list[bool] = []
    for row, after in itertools.pairwise((*rows, body.stop)):
        said = {c: f for c in columns if (f := _figure(block.sheet.rows[row][c]))}
        below = [r for r in range(row + 1, after) if not block.profiles[r].totals]
        held = [r for r in below if block.profiles[r].filled > 1]
        if said:
            told.append(
                any(
                    figure == len(held)
                    or abs(figure - sum(_figure(block.sheet.rows[r][c]) for r in below))
                    < _SMALL * abs(figure)
                    for c, figure in said.items()
                )
            )
    return sum(told) * 2 >= len(told)


def _figure(raw: Raw) -> float:
    """The number in a cell, 0 where it holds none."""
    if isinstance(raw, str):
        text = squeeze(raw)
        return float(text.replace(",", "")) if _FIGURE.fullmatch(text) else 0.0
    return float(raw) if isinstance(raw, (int, float)) else 0.0


def is_alone(profile: RowProfile, columns: Collection[int], named: int) -> bool:
    """Whether a text is the only one of its row, but for a number before it and what is summed up behind it."""
    for column, raw in profile.texts.items():
        if column == named or mark(raw) in "ny-" or column not in columns:
            continue
        text = squeeze(raw)
        if uncounted(text) and not (column < named and SERIAL.fullmatch(text)):
            return False
    return True
