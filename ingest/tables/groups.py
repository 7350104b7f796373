"""Rows that say something of all rows below them: projects listed by category, funds by source."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable

from ingest.dictionary import Field
from ingest.tables.blocks import Block
from ingest.tables.figures import told
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
) -> list[tuple[Field, dict[int, int]]]:
    """Fields that have no column of their own, and row → column of the texts that answer them for all rows below.

    All such rows answer one enumerated field, or those numbered alike one each (一、基础设施 above （一）道路路网), the
    outermost first. What figures they have sum up what stands below them.
    """
    found: dict[int, int] = {}
    for row in body:
        profile = block.profiles[row]
        named = next((c for c in profile.answers if c in columns), None) if profile.answers else None
        if named is not None and is_alone(profile, columns, named):
            found[row] = named
    if len(found) < 2:
        return []
    answered = {row: {*block.profiles[row].words[named].answered} for row, named in found.items()}
    asked = {item for slot in slots for item in _asked(block, slot)}
    told: list[tuple[Field, dict[int, int]]] = []
    ends: list[int] = []
    for rows in _levels(block, answered):
        ends = sorted((*ends, *rows))
        common = set.intersection(*(answered[row] for row in rows)) - asked - {item for item, _ in told}
        item = next((item for item in block.lexicon.dictionary.fields if item in common), None)
        if item is None or not _sum_up(block, rows, ends, found, columns, body):
            return []
        told.append((item, {row: found[row] for row in rows}))
    return told


def _asked(block: Block, slot: Slot) -> Iterable[Field]:
    """The field of each ledger that a column asks for, if any: 建设内容 is like 建设内容类别 and asks for something else."""
    found: dict[str, Field] = {}
    for item, score in block.lexicon.matcher.candidates(slot.path):
        if score >= LABELLED:
            found.setdefault(item.ledger, item)
    return found.values()


def _levels(block: Block, answered: dict[int, set[Field]]) -> Iterable[list[int]]:
    """Rows that answer one field, all of them or those that are numbered in one way, as they follow each other."""
    if set.intersection(*answered.values()):
        return [[*answered]]
    numbered: dict[bool, list[int]] = {}
    for row in answered:
        first = squeeze(str(next(iter(block.profiles[row].texts.values()))))
        numbered.setdefault(first.startswith("("), []).append(row)
    return numbered.values()


def _sum_up(
    block: Block,
    rows: list[int],
    ends: list[int],
    groups: Collection[int],
    columns: list[int],
    body: range,
) -> bool:
    """Whether the rows with figures are sums, or numbers, of the rows up to the next of `ends`, most of them; else they are records."""
    told: list[bool] = []
    for row, after in itertools.pairwise((*ends, body.stop)):
        said = {c: f for c in columns if (f := _figure(block.sheet.rows[row][c]))} if row in rows else {}
        below = [r for r in range(row + 1, after) if not block.profiles[r].totals and r not in groups]
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
    number = told(raw)
    return float(number) if isinstance(number, (int, float)) else 0.0


def is_alone(profile: RowProfile, columns: Collection[int], named: int) -> bool:
    """Whether a text is the only one of its row, but for a number before it and what is summed up behind it."""
    for column, raw in profile.texts.items():
        if column == named or mark(raw) in "ny-" or column not in columns:
            continue
        text = squeeze(raw)
        if uncounted(text) and not (column < named and SERIAL.fullmatch(text)):
            return False
    return True
