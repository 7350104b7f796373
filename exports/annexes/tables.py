"""The tables of the annexes as data: what each is called, what its columns mean, and its rows from a snapshot."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from exports import bi, catalogue
from exports.formats import DATABASE
from exports.release import periods_of

_FOLDER = Path(__file__).parent
_PARAMETER = re.compile(r"\$(\w+)")


class NothingScoredError(ValueError):
    """The snapshot holds no score of the quarter."""


@dataclass(frozen=True)
class Column:
    """A column: of the query, and as it is printed. `source` names the mart's column whose comment explains it;
    `meaning` does where there is none. `kind` decides number format and place, `highlight` what is stressed.
    """

    name: str
    heading: str
    unit: str
    kind: str
    width: float
    highlight: str
    source: str
    meaning: str


@dataclass(frozen=True)
class Annex:
    """A table: title, the mart whose clauses it rests on ('' where a column says them), a note, its columns."""

    name: str
    title: str
    clause_of: str
    note: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Filled:
    """A table of one quarter: its rows in the order of its columns, the clauses, and what each column means."""

    annex: Annex
    rows: list[tuple[Any, ...]]
    clauses: str
    meanings: tuple[str, ...]


@dataclass(frozen=True)
class Quarter:
    """The tables of a quarter ('2025Q1'), its last month with a score, and the moment they are as of."""

    quarter: str
    month: str
    as_of: str
    standard: str
    tables: tuple[Filled, ...]


@cache
def annexes() -> tuple[Annex, ...]:
    """All annexes in their order."""
    columns: dict[str, list[Column]] = {}
    for row in _rows("columns.csv"):
        own = Column(
            row["column"],
            row["heading"],
            row["unit"],
            row["kind"],
            float(row["width"]),
            row["highlight"],
            row["source"],
            row["meaning"],
        )
        columns.setdefault(row["annex"], []).append(own)
    return tuple(
        Annex(row["annex"], row["title"], row["clause_of"], row["note"], tuple(columns[row["annex"]]))
        for row in _rows("annexes.csv")
    )


def fill(snapshot: Path, quarter: str) -> Quarter:
    """The tables of a quarter from a folder of published marts; NothingScoredError where it has no score of it."""
    months = periods_of(quarter)
    about = json.loads((snapshot / "manifest.json").read_text(encoding="utf-8"))
    with duckdb.connect(str(snapshot / DATABASE), read_only=True) as connection:
        comments = {
            f"{table.name}.{column.name}": column.comment
            for table in catalogue.tables(connection)
            for column in table.columns
        }
        month, standard = connection.execute(
            "select max(period), max(standard_version) from fct_town_score_month where period in (select unnest($1))",
            [list(months)],
        ).fetchall()[0]
        if month is None:
            raise NothingScoredError(f"no town has a score in {quarter}")
        given = {"quarter": quarter, "month": month, "months": list(months), "first_month": months[0]}
        connection.execute(f"create temporary table stages as {_query('_stages')}")
        return Quarter(
            quarter=quarter,
            month=month,
            as_of=bi.as_of(about, connection),
            standard=standard,
            tables=tuple(_filled(annex, connection, given, comments) for annex in annexes()),
        )


def _filled(
    annex: Annex, connection: duckdb.DuckDBPyConnection, given: Mapping[str, Any], comments: Mapping[str, str]
) -> Filled:
    query = _query(annex.name)
    used = {name: given[name] for name in _PARAMETER.findall(query)}
    cursor = connection.execute(query, used)
    found = [column[0] for column in cursor.description or []]
    places = [found.index(column.name) for column in annex.columns]
    return Filled(
        annex=annex,
        rows=[tuple(row[place] for place in places) for row in cursor.fetchall()],
        clauses=_clauses(annex.clause_of, connection),
        meanings=tuple(column.meaning or _chinese(comments[column.source]) for column in annex.columns),
    )


def _query(name: str) -> str:
    return (_FOLDER / "queries" / f"{name}.sql").read_text(encoding="utf-8")


def _clauses(table: str, connection: duckdb.DuckDBPyConnection) -> str:
    if not table:
        return ""
    found = connection.execute(
        f"select distinct clause from {table} where clause <> '' order by 1"
    ).fetchall()
    return "、".join(dict.fromkeys(part for (clause,) in found for part in str(clause).split("、")))


def _chinese(comment: str) -> str:
    """The Chinese half of a comment, which stands behind the English one."""
    return comment.rpartition(". ")[2]


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
