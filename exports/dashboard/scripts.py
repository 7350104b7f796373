"""The data that pages load on demand, as scripts: a page opened from disk may load those, and nothing else.

One script a town and month holds every reported value with its cell, and which of them each indicator read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from exports.dashboard import wording
from exports.dashboard.marts import Marts, Row, grouped

Script = tuple[str, str]


def scripts(marts: Marts) -> Iterator[Script]:
    """The path and text of every script with data."""
    yield _script("data/places.js", "places", _places(marts))
    yield _script("data/dictionary.js", "dictionary", _dictionary(marts))
    if marts.periods:
        yield from _cells(marts)


def _script(path: str, name: str, content: object) -> Script:
    return path, f"townledger.take({wording.as_json(name)}, {wording.as_json(content)});\n"


def _places(marts: Marts) -> list[list[str]]:
    """What can be found by name: the page, the name, what tells it from others."""
    counties = [[f"counties/{c['county_code']}.html", c["county_name"], ""] for c in marts.rows("counties")]
    towns = marts.rows("towns") if marts.periods else []
    return counties + [[f"towns/{t['town_code']}.html", t["town_name"], t["county_name"]] for t in towns]


def _dictionary(marts: Marts) -> dict[str, Any]:
    """What the codes in the other scripts mean: fields, indicators by standard version, words, decisions."""
    fields: dict[str, dict[str, list[str]]] = {}
    for row in marts.rows("fields"):
        fields.setdefault(row["ledger"], {})[row["field"]] = [
            row["label_zh"],
            wording.field(row["field"]),
            row["unit"],
        ]
    indicators: dict[str, dict[str, Row]] = {}
    for row in marts.rows("indicators"):
        told = {**row, "method_rule_en": marts.english(row["method_rule"])}
        indicators.setdefault(row["standard_version"], {})[row["indicator"]] = told
    words: dict[str, dict[str, list[str]]] = {}
    for (kind, code), said in marts.words.items():
        words.setdefault(kind, {})[code] = list(said)
    decisions = {
        row["decision_id"]: {**row, "kind_en": marts.english(row["kind_name"])}
        for row in marts.rows("decisions")
    }
    return {"fields": fields, "indicators": indicators, "words": words, "decisions": decisions}


def _cells(marts: Marts) -> Iterator[Script]:
    values = grouped(marts.rows("ledger_values"), "town_code", "period")
    sources = grouped(marts.rows("indicator_sources"), "town_code", "period")
    results = grouped(marts.rows("indicator_months"), "town_code", "period")
    for town, period in sorted(values.keys() | results.keys()):
        key = (town, period)
        yield _script(
            f"data/{town}/{period}.js",
            f"{town}/{period}",
            _town_month(values[key], sources[key], results[key]),
        )


def _town_month(values: list[Row], sources: list[Row], results: list[Row]) -> dict[str, Any]:
    """Records as [ledger, record, file, sheet, [[field, value, cell, raw text, unit source, decision] …]], where
    what is empty at the end is left out; indicators as [numerator, denominator, value, text, score, status,
    [[part, place of the record, place of the value in it] …]].
    """
    files: dict[tuple[str, str, str], int] = {}
    records: dict[tuple[Any, ...], int] = {}
    listed: list[list[Any]] = []
    places: dict[tuple[str, str, str], tuple[int, int]] = {}
    for row in values:
        file = (row["source_file"], row["submission_id"], str(row["received_at"]))
        record = (row["ledger"], row["record_key"], files.setdefault(file, len(files)), row["sheet"])
        place = records.setdefault(record, len(records))
        if place == len(listed):
            listed.append([*record, []])
        places[row["ledger"], row["record_key"], row["field"]] = (place, len(listed[place][-1]))
        listed[place][-1].append(_value(row))
    read = grouped(sources, "indicator")
    indicators = {
        row["indicator"]: [
            *(row[name] for name in ("numerator", "denominator", "value", "value_text", "score", "status")),
            [
                [source["part"], *places[source["ledger"], source["record_key"], source["field"]]]
                for source in read[row["indicator"]]
            ],
        ]
        for row in results
    }
    standard = results[0]["standard_version"] if results else ""
    return {"standard": standard, "files": list(files), "records": listed, "indicators": indicators}


def _value(row: Row) -> list[Any]:
    value = row["value_text"] if row["value_number"] is None else row["value_number"]
    found = [row["field"], value, row["cell"], row["raw_text"], row["unit_source"], row["decision_id"]]
    while not found[-1]:
        found.pop()
    return found
