"""What is known before a form is filled in: the records of the last accepted month, from the published marts.

Their keys and what is carried on from month to month are filled in; the amounts of that month are told beside
the cells that ask for the new ones. Published marts hold no personal data, so none is filled in.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import duckdb

from exports.forms.form import Form, FormField, FormLedger

Value = str | float | dt.date

_VALUES = """
    with last_months as (
        select ledger, max(period) as period
        from fct_ledger_value
        where county_code = $county and period < $period
        group by ledger
    )

    select ledger, period, town_code, record_key, coalesce(project_name, record_key) as record_name,
        field, value_number, value_text
    from fct_ledger_value
    inner join last_months using (ledger, period)
    left join fct_project_month using (county_code, period, town_code, record_key)
    where county_code = $county
    order by ledger, town_code, record_key, field
"""


@dataclass(frozen=True)
class KnownRecord:
    """A record of an earlier month (`period`): what to fill in by field, and what was said then by field."""

    period: str
    filled: dict[str, Value]
    said: dict[str, Value]


def last_records(database: Path, form: Form) -> dict[str, list[KnownRecord]]:
    """ledger → its records of the last month before the form's with accepted ones, for ledgers with a list."""
    ledgers = {ledger.name: ledger for ledger in form.ledgers if ledger.is_open}
    values: dict[tuple[str, str, str, str], dict[str, tuple[float | None, str | None]]] = {}
    names = {}
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(_VALUES, {"county": form.county_code, "period": form.period}).fetchall()
    for ledger, period, town, key, name, field, number, text in rows:
        if ledger in ledgers:
            values.setdefault((ledger, period, town, key), {})[field] = (number, text)
            names[ledger, period, town, key] = name
    known: dict[str, list[KnownRecord]] = {}
    for (ledger, period, town, key), said in values.items():
        name = names[ledger, period, town, key]
        record = _known(form, ledgers[ledger], period, town, name, said)
        known.setdefault(ledger, []).append(record)
    return known


def _known(
    form: Form,
    ledger: FormLedger,
    period: str,
    town: str,
    name: str,
    said: dict[str, tuple[float | None, str | None]],
) -> KnownRecord:
    shown = {item.name: _shown(item, *said[item.name]) for item in ledger.fields if item.name in said}
    is_same_year = period[:4] == form.period[:4]
    filled: dict[str, Value] = {
        item.name: shown[item.name]
        for item in ledger.fields
        if item.name in shown and item.is_carried and (is_same_year or not item.only_within_year)
    }
    for key in ledger.key_fields:
        item = next(f for f in ledger.fields if f.name == key)
        filled[key] = form.towns.get(town, "") if item.kind == "town" else item.choices.get(name, name)
    return KnownRecord(period, filled, {k: v for k, v in shown.items() if k not in filled})


def _shown(item: FormField, number: float | None, text: str | None) -> Value:
    """A published value as a clerk writes it."""
    if number is not None:
        return ("否", "是")[int(number)] if item.kind == "flag" else number
    if item.kind == "date" and text:
        return dt.date.fromisoformat(text)
    return item.choices.get(text or "", text or "")
