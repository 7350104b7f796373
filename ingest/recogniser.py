"""The recogniser: dictionary, matcher, gazetteer and lexicon, built once for a process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ingest import dictionary
from ingest.dictionary import Dictionary
from ingest.fields.assign import Assigner
from ingest.fields.pins import PinnedMatcher, Pins
from ingest.overrides import NONE, Overrides
from ingest.towns import organisation, places
from ingest.towns.places import Gazetteer
from ingest.words.labels import FieldMatcher
from ingest.words.lexicon import Lexicon
from ingest.words.values import ValueReader

#: Raised with every change of the code that may change what is read from the same bytes.
RECOGNISER_VERSION = "104"


@dataclass(frozen=True)
class Recogniser:
    """All that recognition knows before it sees a file."""

    dictionary: Dictionary
    gazetteer: Gazetteer
    matcher: FieldMatcher
    lexicon: Lexicon
    assigner: Assigner
    pins: Pins
    overrides: Overrides

    @property
    def version(self) -> str:
        """Names code, definitions and overrides together; every reading carries it."""
        return version(self.overrides)


def version(overrides: Overrides = NONE) -> str:
    """The version of readings by this code, the shipped definitions, the organisation and these overrides."""
    shipped = f"{RECOGNISER_VERSION}-{dictionary.load().version}-{organisation.load().version}"
    return f"{shipped}-{overrides.digest}" if overrides.digest else shipped


def load(overrides: Overrides = NONE) -> Recogniser:
    """The recogniser with the definitions that ship with the product, and with a county's overrides."""
    return built(overrides)


@lru_cache(maxsize=16)
def built(overrides: Overrides) -> Recogniser:
    """The same, built once for the same overrides, whether they are named or left out."""
    words, towns = dictionary.load(), places.load()
    plain = FieldMatcher(words)
    pins = Pins(overrides, words, plain)
    matcher = PinnedMatcher(words, pins) if overrides.ledgers else plain
    lexicon, assigner = Lexicon(words, matcher, towns), Assigner(words, matcher, pins)
    return Recogniser(words, towns, matcher, lexicon, assigner, pins, overrides)


@lru_cache(maxsize=16)
def reader(year: str) -> ValueReader:
    """The reader of cells in files of one year ('' where it is not known), with what it has read before."""
    return ValueReader(dictionary.load(), year)
