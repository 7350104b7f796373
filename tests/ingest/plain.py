"""Plain tables, one row a record below the official names, and what is read of them against what stands there."""

from __future__ import annotations

import random

import pytest

from ingest.dictionary import Field
from ingest.reading import Reading
from ingest.sheet import Sheet
from ingest.text import squeeze
from tests.ingest import rendering as draw
from tests.ingest.test_arrangements import read_back

COUNTY = "610622"
Values = dict[tuple[str, str, str], float | str]


def some_facts(ledger: str, rng: random.Random, fields: list[Field]) -> list[draw.Fact]:
    if ledger == "funds":
        facts = draw.funds(COUNTY, rng)
    else:
        facts = (
            draw.projects(COUNTY, rng)[1] if ledger == "projects" else draw.per_town(ledger, COUNTY, rng)[1]
        )
    for fact in facts:
        fact.values = {f.name: fact.values.get(f.name, draw.value_for(f, rng)) for f in fields}
        if ledger == "projects":  # parts stay below the whole
            fact.values["total_investment"] = 90_000.0
    return facts


def as_table(fields: list[Field], facts: list[draw.Fact], called: dict[Field, str]) -> Sheet:
    """Rows of records under the official names, but for those that are called otherwise."""
    ledger = draw.DICTIONARY.by_ledger[facts[0].ledger]
    keys = [ledger[name] for name in draw.DICTIONARY.key_fields(facts[0].ledger) if name != "town"]
    units = {f: unit for f in fields if (unit := draw.FACTS.get(f.dimension))}
    head = [called.get(f, f.label) for f in [ledger["town"], *keys, *fields]]
    units_of = [None, *[None for _ in keys], *[units.get(f) for f in fields]]
    named = [
        f"{text}（{unit}）" if unit and "(" not in text else text
        for text, unit in zip(head, units_of, strict=True)
    ]
    rows: list[list[object]] = [["序号", *named]]
    for number, fact in enumerate(facts, start=1):
        key = [draw.key_text(fact)] if keys else []
        written = [draw.written(f, fact.values[f.name]) for f in fields]
        rows.append([float(number), draw.town_name(fact.town), *key, *written])
    return draw.grid(rows)


def accepted(sheet: Sheet) -> Values:
    """Every value of a sheet that was accepted, by town, key and field."""
    return held(read_back([sheet], COUNTY))


def held(reading: Reading) -> Values:
    """Every value of a reading that was accepted, by town, key and field."""
    return {
        (record.town_code, record.key, name): item.value.text
        if item.value.number is None
        else item.value.number
        for record in reading.records
        if not record.rejected and reading.rejected_ledgers.isdisjoint(("", record.ledger))
        for name, item in record.values.items()
        if not item.value.problem
    }


def mistaken(read: Values, facts: list[draw.Fact]) -> Values:
    """What was read and does not stand there."""
    true = {(f.town, squeeze(f.key), name): value for f in facts for name, value in f.values.items()}
    return {
        at: value
        for at, value in read.items()
        if at not in true or value != (pytest.approx(true[at]) if isinstance(value, float) else true[at])
    }


def asked_of(ledger: str) -> list[Field]:
    keys = draw.DICTIONARY.key_fields(ledger)
    return [f for f in draw.DICTIONARY.by_ledger[ledger].values() if f.name not in keys and not f.is_personal]
