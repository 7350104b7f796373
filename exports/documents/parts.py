"""The parts that a document is made of, in order; what they look like is for `word` to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import altair as alt

from exports.documents.facts import Figure


@dataclass(frozen=True)
class Text:
    """Words as they are printed, and the figures among them in order."""

    words: str
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Heading:
    """A heading: level 1 (一、), 2 （（一）） or 3 (1.); its number is given by its place."""

    level: int
    text: Text
    begins_page: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body; one that addresses somebody is not indented."""

    text: Text
    is_indented: bool = True


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, its share of the width, and whether its texts stand left."""

    heading: str
    width: float
    is_text: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its caption; its number is given by its place. `note` stands below it."""

    caption: Text
    columns: Sequence[Column]
    rows: Sequence[Sequence[Text]]
    note: Text = field(default_factory=lambda: Text(""))


@dataclass(frozen=True)
class Picture:
    """A chart with its caption and what it shows, for whoever cannot see it."""

    caption: Text
    chart: alt.LayerChart
    figures: tuple[Figure, ...]


Part = Heading | Paragraph | Table | Picture


@dataclass(frozen=True)
class Annex:
    """An annex: its title and parts, on pages of its own."""

    title: Text
    parts: Sequence[Part]


@dataclass(frozen=True)
class Document:
    """A whole document. Its title breaks where sense allows. `as_of` is the moment that all its figures are of, as an ISO text."""

    kind: str
    period: str
    title_lines: Sequence[str]
    addressee: str
    parts: Sequence[Part]
    annexes: Sequence[Annex]
    issuer: str
    date: str
    as_of: str

    @property
    def title(self) -> str:
        """The title in one line."""
        return "".join(self.title_lines)
