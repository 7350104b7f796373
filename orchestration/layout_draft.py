"""`layout draft`: overrides proposed for a file, read back, tried on it, and what they would change.

Writes nothing. What a draft says is in `ingest.overrides.draft`; what is in force, in `orchestration.layouts`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest import recogniser
from ingest.layouts.described import Heading, LedgerLayout
from ingest.overrides.draft import Place, draft
from ingest.overrides.parse import SEPARATOR, parse
from ingest.reading import Source
from ingest.rows import Rows
from orchestration.layouts import Layouts
from orchestration.placing import read_placed


class NoDraftError(ValueError):
    """There is nothing to draft: the message says why."""


class PlaceUnknownError(ValueError):
    """Neither options nor path nor titles tell the county or month of a file; the message names which."""


@dataclass(frozen=True)
class Draft:
    """The proposed override of one ledger: where it belongs, its text, and what it would change in the file."""

    name: str
    text: str
    changes: Sequence[str]


def propose(file: Path, county: str, period: str, ledger: str, layouts: Layouts) -> list[Draft]:
    """A draft for each ledger of a file, for one of them where `ledger` names it.

    Raises NoDraftError where no table is found, or none of a known ledger and `ledger` is '';
    PlaceUnknownError where nothing tells whose file it is.
    """
    ((source, rows),) = read_placed([file], county, period, layouts)
    for what, told in (("county", source.county), ("period", source.period)):
        if not told:
            raise PlaceUnknownError(what)
    layouts_found = (row["layout"] for row in rows["layouts"])
    known = {found.ledger: found for found in layouts_found if isinstance(found, LedgerLayout)}
    if not rows["tables"]:
        raise NoDraftError(
            "; ".join(str(item["message_zh"]) for item in rows["findings"]) or "no table is found"
        )
    if not known and not ledger:
        raise NoDraftError("no table fits a ledger: name it with --ledger")
    return [
        _propose(file, source, own, known.get(own), rows, layouts) for own in ([ledger] if ledger else known)
    ]


def _propose(
    file: Path, source: Source, ledger: str, known: LedgerLayout | None, rows: Rows, layouts: Layouts
) -> Draft:
    tools = recogniser.load()
    before = layouts.versions.get(source.county, ())
    number = max((own.version for own in before if own.ledger == ledger), default=0) + 1
    headings = known.headings if known else _unrecognised(rows)
    sheets = {} if known else {str(t["sheet"]): int(t["header_rows"]) for t in rows["tables"]}  # type: ignore[call-overload]
    text = draft(Place(source.county, ledger, source.period, number), headings, sheets, tools)
    name = f"layouts/{source.county}/{ledger}.yaml"
    decided = (*before, *parse(text, name, source.county, ledger, tools))
    tried = Layouts({**layouts.versions, source.county: decided})
    ((_, after),) = read_placed([file], source.county, source.period, tried)
    return Draft(name, text, _changes(rows, after))


def _unrecognised(rows: Rows) -> list[Heading]:
    """The headings of tables that fit no ledger, each once."""
    matcher = recogniser.load().matcher
    found: dict[tuple[str, ...], Heading] = {}
    for table in rows["tables"]:
        columns: Mapping[str, object] = table["columns"]  # type: ignore[assignment]
        for text in columns:
            path = tuple(text.split(SEPARATOR))
            words = matcher.words(path)
            found.setdefault(words, Heading(path, words, str(table["sheet"]), str(table["range"])))
    return list(found.values())


def _changes(before: Rows, after: Rows) -> list[str]:
    """What differs between two readings of a file, in values, records and findings."""
    return [
        line
        for name, keys in _COMPARED.items()
        for line in _differences(name, _said(before[name], keys), _said(after[name], keys))
    ]


_COMPARED = {
    "records": ("ledger", "town_code", "record_key", "status"),
    "values": ("ledger", "town_code", "record_key", "field", "value_number", "value_text"),
    "findings": ("code", "sheet", "cell", "message_zh"),
}


def _said(rows: Sequence[Mapping[str, object]], keys: Sequence[str]) -> dict[str, None]:
    told = (" ".join(str(row[key]) for key in keys if row[key] not in (None, "")) for row in rows)
    return dict.fromkeys(told)


def _differences(name: str, before: dict[str, None], after: dict[str, None]) -> list[str]:
    gone = [f"- {name[:-1]} {text}" for text in before if text not in after]
    return gone + [f"+ {name[:-1]} {text}" for text in after if text not in before]
