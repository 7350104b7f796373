"""Whether the tables of the organisation hold together: judged before anything is built with them.

Belongs here: what one row or table says of another, each fault with its file and row. Does not belong here: what
can be declared of a column or a key (`seeds`), and which towns there are on a day (`ingest.towns.organisation`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from expectations import seeds
from expectations.seeds import Row
from ingest.towns.organisation import Organisation

_OPEN_END = "9999-12-31"
#: Tables with validity, and the columns that say what a row is about.
_SAID_ONCE = {
    "key_towns": ("town_code", "designation"),
    "town_aliases": ("town_code", "alias"),
    "deadline_rules": (),
}


def faults(folder: Path, *others: Path) -> list[str]:
    """What is wrong with the organisation's tables in a folder of the project's seeds, each fault in a sentence;
    empty where all is well. `others` are the folders of the tables that these refer to.
    """
    tables = seeds.tables(folder, *others)
    towns = tables["towns"]
    found = seeds.faults(folder, tables) or list(_towns(towns))
    for name, key in _SAID_ONCE.items():
        found += _overlaps(name, tables[name], key)
    return found or list(_mergers(towns, Organisation(folder)))


def _towns(rows: Sequence[Row]) -> Iterator[str]:
    known: set[str] = set()
    counties: dict[tuple[str, str], str] = {}
    for row in sorted(rows, key=lambda row: row["valid_from"]):
        place = f"towns.csv row {row.line} ({row['town_code']})"
        if row["merged_into"] and row["town_code"] not in known:
            yield f"{place}: it is merged before it is a town"
        known.add(row["town_code"])
        named = counties.setdefault((row["county_code"], row["valid_from"]), row["county_name"])
        if named != row["county_name"]:
            yield f"{place}: county {row['county_code']} is {named} and {row['county_name']} on one day"


def _mergers(rows: Sequence[Row], organisation: Organisation) -> Iterator[str]:
    """A town is merged into one that there is on that day, itself or through later mergers."""
    for row in rows:
        into = organisation.history.get(row["merged_into"], [])
        day = dt.date.fromisoformat(row["valid_from"])
        if row["merged_into"] and not any(town.holds_on(day) for town in into):
            yield (
                f"towns.csv row {row.line} ({row['town_code']}): it is merged into {row['merged_into']},"
                f" which is no town on {day}"
            )


def _overlaps(name: str, rows: Sequence[Row], key: Sequence[str]) -> Iterator[str]:
    """Of a day or month no two rows say the same thing."""
    by_key: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        by_key.setdefault(tuple(row[column] for column in key), []).append(row)
    for said in by_key.values():
        for before, row in pairwise(sorted(said, key=lambda row: row["valid_from"])):
            if row["valid_from"] <= (before["valid_to"] or _OPEN_END):
                yield f"{name}.csv row {row.line}: it overlaps with row {before.line}"
