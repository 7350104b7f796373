"""Figures in a form: that there is one is known, and in which row, but not which.

What a table is hardly ever rests on its figures. Where it does, the search asks for one, and is begun again with all.
"""

from __future__ import annotations

from ingest.words.values import Raw


class Figure(float):
    """A number in a form, the same in equal rows; no number of a line, no year and no code of a town has its fraction."""

    def __new__(cls, row: int) -> Figure:
        """The figures of a row are alike; those of two rows are not."""
        return super().__new__(cls, row + 0.5)


class FigureAsked(Exception):
    """What a table is rests on a figure that its form does not tell."""


def told(raw: Raw) -> Raw:
    """The content of a cell on whose figure something rests; FigureAsked where it is not known."""
    if isinstance(raw, Figure):
        raise FigureAsked
    return raw
