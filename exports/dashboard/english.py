"""English for what the marts say in Chinese: a sentence is told by its Chinese template, and said by the one beside it.

Belongs here: reading sentences back. Does not belong here: a sentence, which stands in `sentences.csv`, or, where it
is a finding's, in the published table of their codes. What none of them knows (names, what a clerk wrote) stays as it
is, marked as quoted.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from string import Formatter

from markupsafe import Markup, escape

_SENTENCES = Path(__file__).with_name("sentences.csv")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LIST = "、"
#: What may fill a place of a template: {label:term} a known term alone, {month:plain} signs that are not Chinese,
#: {file:inner} all but the quotation marks around it.
_TERM = "term"
_SIGNS = {"": "(.*?)", _TERM: "(.*?)", "plain": "([^\u3400-\u9fff]*)", "inner": "([^“”]*)"}


@cache
def sentences() -> tuple[tuple[str, str], ...]:
    """The sentences of these pages: Chinese and English templates."""
    with _SENTENCES.open(encoding="utf-8", newline="") as stream:
        return tuple((row["zh"], row["en"]) for row in csv.DictReader(stream))


def quoted(text: object) -> Markup:
    """A text that is shown as it was written, in either language."""
    return Markup('<q lang="zh-CN">{}</q>').format(text) if text else Markup()


class English:
    """Says Chinese sentences in English, by templates and by terms (Chinese → English)."""

    def __init__(self, templates: Iterable[tuple[str, str]], terms: Mapping[str, str]) -> None:
        # What says most in its own words is tried first; what says nothing of its own tells nothing.
        known = (template for template in (_Template(*pair) for pair in templates) if template.words)
        self._templates = sorted(known, key=lambda template: -template.words)
        self._terms = terms
        self._told: dict[str, Markup] = {}

    def __call__(self, text: str) -> Markup:
        """The sentence in English; quoted where it is not known."""
        if text not in self._told:
            said = self._known(text)
            self._told[text] = quoted(text) if said is None else said
        return self._told[text]

    def _known(self, text: str) -> Markup | None:
        if not _CHINESE.search(text):
            return escape(text)
        if text in self._terms:
            return escape(self._terms[text])
        for template in self._templates:
            parts = template.parts(text)
            if parts is not None and all(parts[name] in self._terms for name in template.terms):
                return template.filled({name: self(part) for name, part in parts.items()})
        listed = [self._known(part) for part in text.split(_LIST)] if _LIST in text else [None]
        known = [said for said in listed if said is not None]
        return Markup(", ").join(known) if len(known) == len(listed) else None


class _Template:
    """A Chinese template with places in braces, and the English one that the same parts fill."""

    def __init__(self, zh: str, en: str) -> None:
        pieces = list(Formatter().parse(zh))
        names = [name for _, name, _, _ in pieces if name]
        self._names = names
        self.terms = [name for _, name, kind, _ in pieces if name and kind == _TERM]
        self.words = sum(len(literal) for literal, _, _, _ in pieces)
        self._pattern = re.compile(
            "".join(
                re.escape(literal) + (_SIGNS[kind or ""] if name else "") for literal, name, kind, _ in pieces
            ),
            re.DOTALL,
        )
        self._en = [(escape(literal), name) for literal, name, _, _ in Formatter().parse(en)]

    def parts(self, text: str) -> dict[str, str] | None:
        """What fills the places in a text, None where it is not of this template."""
        found = self._pattern.fullmatch(text)
        return dict(zip(self._names, found.groups(), strict=True)) if found else None

    def filled(self, parts: Mapping[str, Markup]) -> Markup:
        """The English sentence."""
        return Markup().join(literal + (parts[name] if name else "") for literal, name in self._en)
