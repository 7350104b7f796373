"""Headings in the words of clerks: each is taken for its field, and no mixture of them for another's.

`wordings.csv` holds what clerks may call a field, written down by hand without regard to what the dictionary
knows; `unsure` are names that people read rightly only from what stands beside them.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dictionary import Field
from ingest.sheet import Sheet
from ingest.text import squeeze
from tests.ingest import rendering as draw
from tests.ingest.test_arrangements import read_back

COUNTY = "610622"
LEDGERS = sorted({field.ledger for field in draw.DICTIONARY.fields} - {"recommendations"})
Values = dict[tuple[str, str, str], float | str]


def _wordings() -> dict[Field, tuple[list[str], list[str]]]:
    """What clerks call a field: what is to be recognised, and what may only not be mistaken."""
    with Path(__file__).with_name("wordings.csv").open(encoding="utf-8", newline="") as file:
        return {
            draw.DICTIONARY.field(row["ledger"], row["field"]): (
                row["wordings"].split("|"),
                [text for text in row["unsure"].split("|") if text],
            )
            for row in csv.DictReader(file)
        }


WORDINGS = _wordings()


def _facts(ledger: str, rng: random.Random, fields: list[Field]) -> list[draw.Fact]:
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


def _table(fields: list[Field], facts: list[draw.Fact], called: dict[Field, str]) -> Sheet:
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


def _read(sheet: Sheet) -> Values:
    """Every value that was accepted, by town, key and field."""
    reading = read_back([sheet], COUNTY)
    return {
        (record.town_code, record.key, name): item.value.text
        if item.value.number is None
        else item.value.number
        for record in reading.records
        if not record.rejected and reading.rejected_ledgers.isdisjoint(("", record.ledger))
        for name, item in record.values.items()
        if not item.value.problem
    }


def _mistaken(read: Values, facts: list[draw.Fact]) -> Values:
    """What was read and does not stand there."""
    true = {(f.town, squeeze(f.key), name): value for f in facts for name, value in f.values.items()}
    return {
        at: value
        for at, value in read.items()
        if at not in true or value != (pytest.approx(true[at]) if isinstance(value, float) else true[at])
    }


def _fields(ledger: str) -> list[Field]:
    keys = draw.DICTIONARY.key_fields(ledger)
    return [f for f in draw.DICTIONARY.by_ledger[ledger].values() if f.name not in keys and not f.is_personal]


@pytest.mark.parametrize("ledger", LEDGERS)
def test_what_clerks_call_a_field_is_taken_for_it(ledger: str) -> None:
    rng = random.Random(20250331)
    fields = _fields(ledger)
    facts = _facts(ledger, rng, fields)
    count = sum(len(fact.values) for fact in facts)
    unread = {}
    for field, (wordings, _) in WORDINGS.items():
        for text in wordings if field.ledger == ledger else ():
            read = _read(_table(fields, facts, {field: text}))
            assert _mistaken(read, facts) == {}, text
            if len(read) < count:
                unread[text] = field.name
    assert unread == {}


@given(st.integers(0, 100_000), st.sampled_from(LEDGERS))
def test_no_mixture_of_wordings_is_mistaken(seed: int, ledger: str) -> None:
    rng = random.Random(seed)
    fields = [f for f in _fields(ledger) if f.required or rng.random() < 0.7]
    if rng.random() < 0.5:
        rng.shuffle(fields)
    called = {
        field: rng.choice(wordings + unsure)
        for field, (wordings, unsure) in WORDINGS.items()
        if field.ledger == ledger and rng.random() < 0.7
    }
    facts = _facts(ledger, rng, fields)
    assert _mistaken(_read(_table(fields, facts, called)), facts) == {}


def _answers() -> list[tuple[Field, str, list[str]]]:
    """What clerks answer where one of several codes is asked: field, code, wordings."""
    with Path(__file__).with_name("answers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        (draw.DICTIONARY.field(row["ledger"], row["field"]), row["code"], row["wordings"].split("|"))
        for row in rows
    ]


@pytest.mark.parametrize(("field", "code", "wordings"), _answers(), ids=lambda v: getattr(v, "name", ""))
def test_what_clerks_answer_is_the_code_that_they_mean(field: Field, code: str, wordings: list[str]) -> None:
    rng = random.Random(20250331)
    fields = _fields(field.ledger)
    if field.name == "fund_source":
        towns = draw.towns_of(COUNTY, 5)
        fact = _facts(field.ledger, rng, fields)[0]
        others = [c for c in field.codes if c != code]
        facts = [draw.Fact("funds", town, c, fact.values) for town in towns for c in (code, *others[:3])]
    else:
        facts = _facts(field.ledger, rng, fields)
    column = _table(fields, facts, {field: "?"}).rows[0]
    place = next(i for i, text in enumerate(column) if str(text).startswith("?"))
    meant = {"true": 1.0, "false": 0.0}.get(code, code)
    for text in wordings:
        sheet = _table(fields, facts, {})
        sheet.rows[1][place] = text
        record = next(r for r in read_back([sheet], COUNTY).records if r.line == 1)
        if field.name == "fund_source":
            assert record.key == code, text
        else:
            value = record.values[field.name].value
            assert (value.text if value.number is None else value.number) == meant, text
