"""The bulletin of the bundled quarter, made once, and read back."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as WordDocument

from exports.documents import making
from exports.documents.periods import parse


@dataclass(frozen=True)
class ReadBack:
    """A made document: its Word file opened again, and the JSON of its numbers."""

    word: WordDocument
    listing: dict[str, Any]
    file: Path

    def table(self, caption: str) -> list[list[str]]:
        """The body of the table under a caption that contains these words."""
        captions = [p.text for p in self.word.paragraphs if p.text.startswith("表")]
        (at,) = [number for number, text in enumerate(captions) if caption in text]
        return [[cell.text for cell in row.cells] for row in self.word.tables[at].rows[1:]]

    @property
    def body(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.word.paragraphs)


def read_back(snapshot: Path, period: str, folder: Path) -> ReadBack:
    made = making.make(snapshot, parse(period), folder)
    return ReadBack(
        docx.Document(str(made.word)), json.loads(made.json.read_text(encoding="utf-8")), made.word
    )


@pytest.fixture(scope="session")
def bulletin(published_home: Path, tmp_path_factory: pytest.TempPathFactory) -> ReadBack:
    return read_back(published_home / "published", "2025Q1", tmp_path_factory.mktemp("bulletin"))
