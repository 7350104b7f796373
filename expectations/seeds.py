"""Whether the rows of seeds are what the yml beside them declares: judged before dbt builds anything with them.

Belongs here: types, keys, what must be filled in, the values that a column may have, what must stand in another
table, and days in order; all of it from the declarations by which dbt tests too. Does not belong here: what the
tables of one subject say of each other (`standard`, `organisation`).
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

#: Columns that hold a month where they are not declared as days.
_MONTHS = ("valid_from", "valid_to", "period")
#: Columns of which the second is no earlier than the first.
_SPANS = (("valid_from", "valid_to"), ("first_day", "last_day"))
_NUMBER, _WHOLE = re.compile(r"-?\d+(\.\d+)?"), re.compile(r"-?\d+")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_REFERENCE = re.compile(r"ref\('(\w+)'\)")


@dataclass(frozen=True)
class Row:
    """A row of a table: where it stands in its file, and what it says."""

    line: int
    said: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.said[column]


Tables = Mapping[str, Sequence[Row]]


def read(path: Path) -> list[Row]:
    """The rows of a table, each with its line; cells that a row lacks are empty."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [Row(line, row) for line, row in enumerate(csv.DictReader(stream, restval=""), start=2)]


def tables(*folders: Path) -> Tables:
    """The tables (CSV files) of some folders, by name."""
    return {path.stem: read(path) for folder in folders for path in sorted(folder.glob("*.csv"))}


def faults(folder: Path, known: Tables) -> list[str]:
    """What in the seeds of a folder is not as declared there, each fault in a sentence that names file and row.

    `known` holds these seeds and those that they refer to.
    """
    return [fault for seed in _seeds(folder) for fault in _of_seed(seed, known)]


def accepted(folder: Path) -> dict[tuple[str, str], set[str]]:
    """Table and column → the values that the seeds of a folder may have there, where that is declared."""
    return {
        (seed["name"], test.columns[0]): _values(test)
        for seed in _seeds(folder)
        for test in _tests(seed)
        if test.name == "accepted_values"
    }


def _seeds(folder: Path) -> list[Mapping[str, Any]]:
    files = sorted(folder.glob("_*.yml"))
    return [seed for file in files for seed in yaml.safe_load(file.read_text(encoding="utf-8"))["seeds"]]


def is_day(text: str) -> bool:
    """Whether a text is an ISO date ('2025-08-31')."""
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


_KINDS: Mapping[str, tuple[Callable[[str], object], str]] = {
    "double": (_NUMBER.fullmatch, "number"),
    "integer": (_WHOLE.fullmatch, "whole number"),
    "boolean": ({"true", "false"}.__contains__, "true or false"),
    "date": (is_day, "date"),
    "month": (_MONTH.fullmatch, "month"),
    "varchar": (bool, "text"),
}


@dataclass(frozen=True)
class _Test:
    """A test that the yml declares of some columns, with what it is given."""

    name: str
    columns: Sequence[str]
    given: Mapping[str, Any]


def _of_seed(seed: Mapping[str, Any], known: Tables) -> Iterator[str]:
    name, types, tests = seed["name"], seed.get("config", {}).get("column_types", {}), list(_tests(seed))
    rows = known[name]
    declared = {*types, *(column for test in tests for column in test.columns)}
    if rows and (lacking := sorted(declared - rows[0].said.keys())):
        yield f"{name}.csv row 1: no column {', '.join(lacking)}"
        return
    yield from _malformed(name, rows, types)
    for test in tests:
        if test.name in ("unique", "unique_combination"):
            yield from _repeated(name, rows, test.columns)
        elif test.name == "not_null":
            yield from (f"{name}.csv row {r.line}: no {c}" for r in rows for c in test.columns if not r[c])
        elif test.name == "accepted_values":
            yield from _unknown(name, rows, test, _values(test))
        elif test.name == "relationships":
            (table,) = _REFERENCE.findall(test.given["to"])
            yield from _unknown(name, rows, test, {row[test.given["field"]] for row in known[table]})


def _malformed(name: str, rows: Sequence[Row], types: Mapping[str, str]) -> Iterator[str]:
    """Cells that are not of their column's type, and ends before beginnings."""
    for row in rows:
        place = f"{name}.csv row {row.line}"
        for column, text in row.said.items():
            kind = types.get(column, "varchar")
            is_one, called = _KINDS["month" if kind == "varchar" and column in _MONTHS else kind]
            if text and not is_one(text):
                yield f"{place}: {column} {text!r} is no {called}"
        for first, last in _SPANS:
            if row.said.get(last) and row[first] > row[last]:
                yield f"{place}: {row[first]} is after {row[last]}"


def _tests(seed: Mapping[str, Any]) -> Iterator[_Test]:
    """The tests of a seed and of its columns."""
    for entry in (seed, *seed.get("columns", [])):
        for test in entry.get("data_tests", []):
            ((name, said),) = [(test, {})] if isinstance(test, str) else test.items()
            given = said.get("arguments", {})
            yield _Test(name, given.get("columns", [entry["name"]]), given)


def _values(test: _Test) -> set[str]:
    return {str(value) for value in test.given["values"]}


def _repeated(name: str, rows: Sequence[Row], columns: Sequence[str]) -> Iterator[str]:
    first: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = tuple(row[column] for column in columns)
        line = first.setdefault(key, row.line)
        if line != row.line:
            yield f"{name}.csv row {row.line}: {', '.join(columns)} {', '.join(key)} stand in row {line} already"


def _unknown(name: str, rows: Sequence[Row], test: _Test, values: set[str]) -> Iterator[str]:
    (column,) = test.columns
    for row in rows:
        if row[column] and row[column] not in values:
            yield f"{name}.csv row {row.line}: unknown {column} {row[column]!r}"
