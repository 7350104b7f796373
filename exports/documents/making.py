"""Makes the document of a period from a snapshot: the Word file, and the JSON of its numbers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from exports import files
from exports.documents import listing, word
from exports.documents.bulletin import bulletin
from exports.documents.desk import Desk
from exports.documents.evaluation import evaluation
from exports.documents.facts import Facts
from exports.documents.notice import notice
from exports.documents.observation import observation
from exports.documents.parts import Document
from exports.documents.periods import HALF, MONTH, QUARTER, YEAR, Period

_DRAFTS: Mapping[str, Callable[[Desk], Document]] = {
    QUARTER: bulletin,
    MONTH: notice,
    HALF: observation,
    YEAR: evaluation,
}


@dataclass(frozen=True)
class Made:
    """A made document: its title, the moment that its figures are of, and its files."""

    title: str
    as_of: str
    word: Path
    json: Path


def draft(desk: Desk) -> Document:
    """The document that the form of the desk's period asks for."""
    return _DRAFTS[desk.period.kind](desk)


def make(snapshot: Path, period: Period, folder: Path) -> Made:
    """Write the document of a period into a folder; the PDF of another content goes (`pdf` makes one).

    Raises NothingToReportError where the snapshot holds nothing of the period.
    """
    with Facts(snapshot) as facts:
        document = draft(Desk.open(facts, period))
        content, numbers = word.write(document), listing.as_json(document)
    return _put(
        Made(document.title, document.as_of, *_files(folder, document.title)), content, numbers.encode()
    )


def copy(kept: Path, folder: Path) -> Made:
    """The one document that lies in a folder, copied as it is into another one."""
    (numbers,) = kept.glob("*.json")
    about = json.loads(numbers.read_text(encoding="utf-8"))
    made = Made(about["title"], about["as_of"], *_files(folder, about["title"]))
    return _put(made, numbers.with_suffix(".docx").read_bytes(), numbers.read_bytes())


def _files(folder: Path, title: str) -> tuple[Path, Path]:
    return folder / f"{title}.docx", folder / f"{title}.json"


def _put(made: Made, content: bytes, numbers: bytes) -> Made:
    if files.write_if_new(made.word, content):
        made.word.with_suffix(".pdf").unlink(missing_ok=True)
    files.write_if_new(made.json, numbers)
    return made
