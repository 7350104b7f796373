"""The recogniser: dictionary, matcher, gazetteer and lexicon, built once for a process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ingest import dictionary, places
from ingest.assign import Assigner
from ingest.dictionary import Dictionary
from ingest.labels import FieldMatcher
from ingest.lexicon import Lexicon
from ingest.places import Gazetteer
from ingest.values import ValueReader

#: Raised with every change of the code that may change what is read from the same bytes.
RECOGNISER_VERSION = "1"


@dataclass(frozen=True)
class Recogniser:
    """All that recognition knows before it sees a file."""

    dictionary: Dictionary
    gazetteer: Gazetteer
    matcher: FieldMatcher
    lexicon: Lexicon
    assigner: Assigner

    @property
    def version(self) -> str:
        """Names code and definitions together; every reading carries it."""
        return f"{RECOGNISER_VERSION}-{self.dictionary.version}"


@lru_cache(maxsize=1)
def load() -> Recogniser:
    """The recogniser with the definitions that ship with the product."""
    words, towns = dictionary.load(), places.load()
    matcher = FieldMatcher(words)
    return Recogniser(words, towns, matcher, Lexicon(words, matcher, towns), Assigner(words, matcher))


@lru_cache(maxsize=16)
def reader(year: str) -> ValueReader:
    """The reader of cells in files of one year ('' where it is not known), with what it has read before."""
    return ValueReader(dictionary.load(), year)
