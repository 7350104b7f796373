"""The organisation of the city: which towns there are on a day, and what became of those that are no more.

`towns.csv` says what a town is from a day on: its name, its type, its county; a later row of the same town takes
over from the one before it, and one with `merged_into` ends it. So a change is a row more, and no row is ever
rewritten. `town_aliases.csv` holds other names. Does not belong here: how counties write them (`places`).
"""

from __future__ import annotations

import calendar
import csv
import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "dbt_project" / "seeds" / "organisation"
_FILES = ("towns.csv", "town_aliases.csv")


class OrganisationError(ValueError):
    """A table of the organisation that cannot be read; the message names file and row."""


@dataclass(frozen=True)
class Town:
    """What a town is from a day until another (None = open end, both days included)."""

    code: str
    name: str
    county_code: str
    county_name: str
    valid_from: dt.date
    valid_to: dt.date | None
    merged_into: str = ""

    def holds_on(self, day: dt.date) -> bool:
        """Whether it is this on a day, and still a town of its own."""
        return not self.merged_into and _holds(self.valid_from, self.valid_to, day)


@dataclass(frozen=True)
class Alias:
    """Another name of a town and the days between which it held (None = open)."""

    town_code: str
    name: str
    valid_from: dt.date | None
    valid_to: dt.date | None

    def holds_on(self, day: dt.date) -> bool:
        """Whether the town bore the name on a day."""
        return _holds(self.valid_from, self.valid_to, day)


def last_day(period: str) -> dt.date:
    """The day on which a month's organisation is looked at; without a month, the end of all days."""
    if not period:
        return dt.date.max
    year, month = int(period[:4]), int(period[5:])
    return dt.date(year, month, calendar.monthrange(year, month)[1])


class Organisation:
    """The towns with all their days, and their other names; OrganisationError where a day is none."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        #: By code, each town's rows in the order of time.
        self.history: dict[str, list[Town]] = {}
        rows = _rows(folder / "towns.csv")
        for place, row in sorted(rows, key=lambda read: (read[1]["town_code"], read[1]["valid_from"])):
            self._add(row, _day(place, row, "valid_from"))
        self.aliases = [
            Alias(row["town_code"], row["alias"], *(_open(place, row, c) for c in ("valid_from", "valid_to")))
            for place, row in _rows(folder / "town_aliases.csv")
        ]

    def _add(self, row: dict[str, str], begins: dt.date) -> None:
        own = self.history.setdefault(row["town_code"], [])
        if own:
            own[-1] = replace(own[-1], valid_to=begins - dt.timedelta(days=1))
        named = (row["town_code"], row["town_name"], row["county_code"], row["county_name"])
        own.append(Town(*named, begins, None, row["merged_into"]))

    @cached_property
    def version(self) -> str:
        """8 hex digits of all that reading rests on here."""
        digest = hashlib.sha256(b"".join((self._folder / name).read_bytes() for name in _FILES))
        return digest.hexdigest()[:8]

    @cached_property
    def counties(self) -> dict[str, str]:
        """Every county that ever was, with its last name."""
        return {town.county_code: town.county_name for rows in self.history.values() for town in rows}

    def town(self, code: str, period: str = "") -> Town | None:
        """A town as it is on the last day of a month (of all months); None where it is none on that day."""
        day = last_day(period)
        return next((town for town in self.history.get(code, ()) if town.holds_on(day)), None)

    def towns(self, period: str = "") -> list[Town]:
        """All towns of the last day of a month, in code order."""
        found = (self.town(code, period) for code in self.history)
        return [town for town in found if town is not None]

    def merger(self, code: str, period: str) -> Town | None:
        """The row by which a town had ended by the last day of a month, None where it had not."""
        day = last_day(period)
        return next((t for t in self.history.get(code, ()) if t.merged_into and t.valid_from <= day), None)

    def successor(self, code: str, period: str) -> Town | None:
        """The town that a merged one belongs to on the last day of a month, through later mergers too."""
        seen = set()
        while (merger := self.merger(code, period)) and code not in seen:
            seen.add(code)
            code = merger.merged_into
        return self.town(code, period) if seen else None


@lru_cache(maxsize=1)
def load() -> Organisation:
    """The organisation of the seeds."""
    return Organisation()


def _rows(path: Path) -> list[tuple[str, dict[str, str]]]:
    """The rows of a table, each with its place in words."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return [(f"{path.name} row {line}", row) for line, row in enumerate(rows, start=2)]


def _day(place: str, row: dict[str, str], column: str) -> dt.date:
    try:
        return dt.date.fromisoformat(row[column])
    except ValueError as error:
        raise OrganisationError(f"{place}: {column} {row[column]!r} is no date") from error


def _open(place: str, row: dict[str, str], column: str) -> dt.date | None:
    """A day, None where an open end is left empty."""
    return _day(place, row, column) if row[column] else None


def _holds(valid_from: dt.date | None, valid_to: dt.date | None, day: dt.date) -> bool:
    return (valid_from or dt.date.min) <= day <= (valid_to or dt.date.max)
