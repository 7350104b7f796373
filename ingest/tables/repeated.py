"""Groups of columns that ask the same again: 项目一, 项目二, … of one town in one row."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from ingest.tables.blocks import Block
from ingest.tables.headers import Header
from ingest.text import squeeze
from ingest.words.lexicon import OUTRIGHT


class Part(NamedTuple):
    """Columns read as a table of their own: `own` ask of its records alone, the others are shared with its neighbours."""

    columns: list[int]
    own: list[int]


def parts(block: Block, header: Header, columns: list[int], town: int | None) -> list[Part]:
    """The columns of each group that asks for a record by name, with those that all share; none where one name is asked for."""
    if town is None or len(header.names) < 2:
        return []
    leaves = [squeeze(path[-1]) if (path := header.path(column)) else "" for column in columns]
    starts = _starts(block, leaves)
    if len(starts) < 2:
        return []
    width = starts[1] - starts[0]
    first = starts[0]
    while first > 0 and leaves[first - 1] == leaves[first - 1 + width] and columns[first - 1] != town:
        first -= 1
    before = starts[0] - first
    groups = [(start - before, start - before + width) for start in starts]
    asked = {tuple(leaves[start:end]) for start, end in groups}
    if len(asked) > 1 or any(after - start != width for start, after in pairwise(starts)):
        return []
    shared = columns[:first] + columns[groups[-1][1] :]
    if town not in shared:
        return []
    return [Part(sorted([*shared, *own]), own) for start, end in groups if (own := columns[start:end])]


def _starts(block: Block, leaves: list[str]) -> list[int]:
    """The places of the headings that ask, in the same words, for the name of a record."""
    places_of: dict[str, list[int]] = {}
    for place, leaf in enumerate(leaves):
        places_of.setdefault(leaf, []).append(place)
    for leaf, places in places_of.items():
        if leaf and len(places) > 1:
            asked = block.lexicon.key_meant((leaf,), OUTRIGHT)
            if asked and asked.kind == "text":
                return places
    return []
