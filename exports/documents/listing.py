"""The JSON of a document: every part with its words and the origin of each figure among them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from exports.documents.facts import Figure
from exports.documents.parts import Document, Heading, Paragraph, Part, Picture, Table, Text


def as_json(document: Document) -> str:
    """The document's numbers, machine-readable: value, print, mart, query, key, column and as-of of each."""
    about = {
        "kind": document.kind,
        "period": document.period,
        "title": document.title,
        "issuer": document.issuer,
        "as_of": document.as_of,
        "parts": [_part(part, document.as_of) for part in document.parts],
        "annexes": [
            {"title": annex.title.words, "parts": [_part(part, document.as_of) for part in annex.parts]}
            for annex in document.annexes
        ],
    }
    return json.dumps(about, ensure_ascii=False, indent=1, default=_plain) + "\n"


def _part(part: Part, as_of: str) -> dict[str, Any]:
    match part:
        case Heading():
            return {"part": "heading", "level": part.level, **_text(part.text, as_of)}
        case Paragraph():
            return {"part": "paragraph", **_text(part.text, as_of)}
        case Table():
            return {
                "part": "table",
                "caption": part.caption.words,
                "columns": [column.heading for column in part.columns],
                "rows": [[_text(cell, as_of) for cell in row] for row in part.rows],
                "note": _text(part.note, as_of),
            }
        case Picture():
            return {
                "part": "picture",
                "caption": part.caption.words,
                "figures": _figures(part.figures, as_of),
            }


def _text(text: Text, as_of: str) -> dict[str, Any]:
    return {"text": text.words} | ({"figures": _figures(text.figures, as_of)} if text.figures else {})


def _figures(figures: Sequence[Figure], as_of: str) -> list[dict[str, Any]]:
    return [
        {
            "shown": figure.shown,
            "value": figure.value,
            "marts": figure.origin.marts,
            "query": figure.origin.query,
            "parameters": figure.origin.parameters,
            "key": figure.origin.key,
            "column": figure.origin.column,
            "as_of": as_of,
        }
        for figure in figures
    ]


def _plain(value: object) -> str:
    """Days and moments as ISO texts."""
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a document's numbers")
