"""A county's standard form of a month: the dictionary's fields, the towns, the ledgers due, what is known.

Only wiring: what a form looks like is in `exports.forms`, what its rules say in `expectations.rule_words`.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass

from expectations import rule_words
from exports.forms import known
from exports.forms.form import Form, FormField, FormLedger
from exports.forms.workbook import render
from ingest import dictionary
from ingest.dictionary import Dictionary, Field, Ledger
from ingest.towns import places
from orchestration.home import DBT_PROJECT, Home

_STANDARD = DBT_PROJECT / "seeds" / "standard"


class NoStandardError(ValueError):
    """No version of the standard is in force in the month, so that nothing says what is due."""


@dataclass(frozen=True)
class Made:
    """A form: its name, its bytes, and how many records of an earlier month stand in it by ledger."""

    file_name: str
    content: bytes
    ledgers: tuple[str, ...]
    known: dict[str, int]


def make(home: Home, county: str, period: str) -> Made:
    """The form of a county and month; NoStandardError where nothing is due in it.

    Without a publication, or before a county's first accepted month, no records are known.
    """
    gazetteer = places.load()
    form = Form(
        county_code=county,
        county_name=gazetteer.counties[county],
        period=period,
        towns={town.code: town.name for town in gazetteer.of_county(county, period)},
        ledgers=tuple(_ledger(own, dictionary.load()) for own in _due(period, dictionary.load())),
    )
    database = home.published_database
    records = known.last_records(database, form) if database.exists() else {}
    return Made(
        file_name=form.file_name,
        content=render(form, records),
        ledgers=tuple(ledger.name for ledger in form.ledgers),
        known={ledger: len(own) for ledger, own in records.items()},
    )


def _due(period: str, fields: Dictionary) -> list[Ledger]:
    """The ledgers that the standard in force expects of the month, in the dictionary's order."""
    version = next(
        (
            row["standard_version"]
            for row in _rows("standard_versions.csv")
            if row["valid_from"] and row["valid_from"] <= period <= (row["valid_to"] or period)
        ),
        None,
    )
    if version is None:
        raise NoStandardError(f"no version of the standard is in force in {period}")
    due = {
        row["ledger"]
        for row in _rows("expected_ledgers.csv")
        if row["standard_version"] == version and int(period[5:]) % int(row["due_every_months"]) == 0
    }
    return [ledger for name, ledger in fields.ledgers.items() if name in due]


def _rows(name: str) -> list[dict[str, str]]:
    with (_STANDARD / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _ledger(ledger: Ledger, fields: Dictionary) -> FormLedger:
    return FormLedger(
        name=ledger.name,
        label=ledger.label,
        fields=tuple(_field(item, fields) for item in fields.by_ledger[ledger.name].values()),
        key_fields=ledger.key_fields,
        is_open=ledger.rows == "many per town",
    )


def _field(item: Field, fields: Dictionary) -> FormField:
    carried = fields.carried[item.ledger]
    return FormField(
        name=item.name,
        label=item.label,
        kind=item.kind,
        unit=fields.canonical_unit(item) if item.dimension else "",
        choices=item.codes,
        is_required=item.required,
        at_most=rule_words.at_most(item),
        rules=rule_words.sentences(item),
        clause=item.clause,
        is_carried=item.name in carried,
        only_within_year=carried.get(item.name, False),
    )
