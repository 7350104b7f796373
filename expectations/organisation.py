"""Whether the tables of the organisation hold together: judged before anything is built with them.

Belongs here: what one table says of another, each fault with its file and row. Does not belong here: which
towns there are on a day (`ingest.organisation`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from expectations.standard import Row, read
from ingest.organisation import Organisation

_OPEN_END = "9999-12-31"


def faults(seeds: Path) -> list[str]:
    """What is wrong with the organisation's tables below `seeds`, each fault in a sentence; empty where all is well."""
    towns = read(seeds / "towns.csv")
    known = {row["town_code"] for row in towns}
    found = [*_towns(towns, known)]
    for name, key in (("key_towns", ("town_code", "designation")), ("town_aliases", ("town_code", "alias"))):
        found += _dated(name, read(seeds / f"{name}.csv"), key, known)
    return found or list(_mergers(towns, Organisation(seeds)))


def _towns(rows: list[Row], known: set[str]) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    counties: dict[tuple[str, str], str] = {}
    for row in sorted(rows, key=lambda row: row["valid_from"]):
        place = f"towns.csv row {row.line} ({row['town_code']})"
        if not _is_day(row["valid_from"]):
            yield f"{place}: {row['valid_from']!r} is no date"
        if (row["town_code"], row["valid_from"]) in seen:
            yield f"{place}: two rows begin on {row['valid_from']}"
        elif row["merged_into"] and not any(code == row["town_code"] for code, _ in seen):
            yield f"{place}: it is merged before it is a town"
        seen.add((row["town_code"], row["valid_from"]))
        if row["merged_into"] and row["merged_into"] not in known:
            yield f"{place}: unknown town {row['merged_into']!r} in merged_into"
        named = counties.setdefault((row["county_code"], row["valid_from"]), row["county_name"])
        if named != row["county_name"]:
            yield f"{place}: county {row['county_code']} is {named} and {row['county_name']} on one day"


def _mergers(rows: list[Row], organisation: Organisation) -> Iterator[str]:
    """A town is merged into one that there is on that day, itself or through later mergers."""
    for row in rows:
        into = organisation.history.get(row["merged_into"], [])
        day = dt.date.fromisoformat(row["valid_from"])
        if row["merged_into"] and not any(town.holds_on(day) for town in into):
            yield (
                f"towns.csv row {row.line} ({row['town_code']}): it is merged into {row['merged_into']},"
                f" which is no town on {day}"
            )


def _dated(name: str, rows: list[Row], key: tuple[str, str], known: set[str]) -> Iterator[str]:
    """Rows of known towns, with days in order, that do not say the same thing twice of a day."""
    by_key: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        place = f"{name}.csv row {row.line}"
        if row["town_code"] not in known:
            yield f"{place}: unknown town {row['town_code']!r}"
        days = [day for day in (row["valid_from"], row["valid_to"]) if day]
        yield from (f"{place}: {day!r} is no date" for day in days if not _is_day(day))
        if days != sorted(days):
            yield f"{place}: {row['valid_from']} is after {row['valid_to']}"
        by_key.setdefault(tuple(row[column] for column in key), []).append(row)
    for said in by_key.values():
        for before, row in pairwise(sorted(said, key=lambda row: row["valid_from"])):
            if row["valid_from"] <= (before["valid_to"] or _OPEN_END):
                yield f"{name}.csv row {row.line}: it overlaps with row {before.line}"


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True
