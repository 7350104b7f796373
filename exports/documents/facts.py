"""A snapshot's figures: each number that a document prints, with the query, row and column that it came from.

A figure that is put into a sentence leaves a short mark in it; `resolved` finds the figures of a sentence
again. So sentences are ordinary strings, and no number can stand in one without its origin.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb

from exports.formats import DATABASE

_QUERIES = Path(__file__).parent / "queries"
_PARAMETER = re.compile(r"\$(\w+)")
_MART = re.compile(r"\b(?:dim|fct|rpt)_\w+")
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_DAY = re.compile(r"(?<![\d-])(20\d\d)-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?(?![\d-])")
_YI = 10_000  # 万元 to the 亿元
#: What stands where there is no figure.
NONE = "—"


class NothingToReportError(ValueError):
    """The snapshot holds nothing of the period; the message says what is missing."""


@dataclass(frozen=True)
class Origin:
    """Where a figure comes from: the query with its parameters and marts, and the row and column of its result."""

    query: str
    parameters: Mapping[str, Any]
    marts: tuple[str, ...]
    key: Mapping[str, Any]
    column: str


@dataclass(frozen=True)
class Figure:
    """A number or a text of the marts: its value, how it is printed, and its origin. In a sentence: its mark."""

    value: Any
    shown: str
    origin: Origin
    number: int

    def __str__(self) -> str:
        return f"{_OPEN}{self.number}{_CLOSE}"


class Row(Mapping[str, Any]):
    """One row of a query: raw values by column, and figures of them."""

    def __init__(self, facts: Facts, values: dict[str, Any], origin: Origin) -> None:
        self._facts, self._values, self._origin = facts, values, origin

    def __getitem__(self, column: str) -> Any:
        return self._values[column]

    def __iter__(self) -> Any:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def count(self, column: str) -> Figure:
        """A whole number."""
        return self._figure(column, lambda value: rounded(value, 0))

    def score(self, column: str) -> Figure:
        """Points or a difference of points, two decimals."""
        return self._figure(column, lambda value: rounded(value, 2))

    def size(self, column: str) -> Figure:
        """How much, whatever the direction: for sentences that say rise or fall themselves."""
        return self._figure(column, lambda value: rounded(abs(value), 2))

    def steps(self, column: str) -> Figure:
        """How many places, whatever the direction."""
        return self._figure(column, lambda value: rounded(abs(value), 0))

    def rate(self, column: str) -> Figure:
        """A share in percent, sign included; one that is short of the whole never reads 100%."""
        return self._figure(column, lambda value: f"{_short_of_whole(value)}%")

    def share(self, column: str) -> Figure:
        """The same without its sign, for a column of a table whose heading says %."""
        return self._figure(column, _short_of_whole)

    def money(self, column: str) -> Figure:
        """万元 for a sentence: 亿元 from a hundred million yuan on."""
        return self._figure(column, _money)

    def amount(self, column: str) -> Figure:
        """万元 for a table, whose heading says so."""
        return self._figure(column, lambda value: rounded(value, 2))

    def text(self, column: str) -> Figure:
        """A text as the mart says it, months in Chinese, without what no document can hold."""
        return self._figure(column, clean)

    def before(self, column: str, sign: str) -> Figure:
        """The same up to a sign: what a text says before it goes into detail."""
        return self._figure(column, lambda value: clean(value).split(sign)[0])

    def date(self, column: str) -> Figure:
        """A day in Chinese."""
        return self._figure(column, day)

    def _figure(self, column: str, show: Any) -> Figure:
        value = self._values[column]
        origin = Origin(
            self._origin.query, self._origin.parameters, self._origin.marts, self._origin.key, column
        )
        return self._facts.add(value, NONE if value is None else show(value), origin)


class Facts:
    """The figures of one document, drawn from one snapshot that is opened read-only."""

    def __init__(self, snapshot: Path) -> None:
        self._connection = duckdb.connect(str(snapshot / DATABASE), read_only=True)
        self._figures: list[Figure] = []
        self.as_of = _moment(snapshot, self._connection)

    def __enter__(self) -> Facts:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def ask(self, name: str, key: Sequence[str] = (), **parameters: Any) -> list[Row]:
        """The rows of a query (`queries/<name>.sql`), told apart by the columns of `key`.

        A query uses the parameters that it names and no others.
        """
        sql = query(name)
        used = {p: parameters[p] for p in dict.fromkeys(_PARAMETER.findall(sql))}
        cursor = self._connection.execute(sql, used)
        columns = [column[0] for column in cursor.description or []]
        marts = tuple(sorted(set(_MART.findall(sql))))
        rows = []
        for values in cursor.fetchall():
            row = {c: _plain(v) for c, v in zip(columns, values, strict=True)}
            rows.append(Row(self, row, Origin(name, used, marts, {k: row[k] for k in key}, "")))
        return rows

    def one(self, name: str, **parameters: Any) -> Row:
        """The row of a query that has one."""
        (row,) = self.ask(name, **parameters)
        return row

    def add(self, value: Any, shown: str, origin: Origin) -> Figure:
        """A figure, so that a sentence may hold it."""
        figure = Figure(value, shown, origin, len(self._figures))
        self._figures.append(figure)
        return figure

    def resolved(self, text: str) -> tuple[str, tuple[Figure, ...]]:
        """A sentence as it is printed, and its figures in order."""
        figures = tuple(self._figures[int(found)] for found in _MARK.findall(text))
        return _MARK.sub(lambda found: self._figures[int(found[1])].shown, text), figures


@cache
def query(name: str) -> str:
    """The SQL of a query."""
    return (_QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def _moment(snapshot: Path, connection: duckdb.DuckDBPyConnection) -> dt.datetime:
    """What the snapshot is as of: the moment asked for (a bare date means its end), else the last arrival."""
    about = json.loads((snapshot / "manifest.json").read_text(encoding="utf-8"))
    asked = about.get("as_of", "")
    if asked:
        moment = dt.datetime.fromisoformat(asked)
        return moment if len(asked) > len("2025-01-01") else moment.replace(hour=23, minute=59, second=59)
    last = connection.execute("select max(received_at) from fct_submission").fetchall()[0][0]
    if last is None:
        raise NothingToReportError("no file has been received")
    return last


def _plain(value: Any) -> Any:
    """NaN is no figure."""
    return None if isinstance(value, float) and value != value else value


def rounded(value: Any, digits: int) -> str:
    """A number with so many decimals, halves away from nought, never '-0'."""
    exact = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return f"{exact + 0:f}" if exact else f"{abs(exact):f}"


def _short_of_whole(value: Any) -> str:
    shown = rounded(value, 2)
    if Decimal(shown) == 100 and float(value) < 100 - 1e-9:
        shown = f"{Decimal(repr(float(value))).quantize(Decimal('0.01'), ROUND_DOWN):f}"
    return shown


def _money(value: Any) -> str:
    return f"{rounded(value / _YI, 2)}亿元" if abs(value) >= _YI else f"{rounded(value, 2)}万元"


def day(value: dt.date) -> str:
    """A day as an official document writes it."""
    return f"{value.year}年{value.month}月{value.day}日"


def clean(value: Any) -> str:
    """A text without control and private-use signs, its days and months ('2025-03') in Chinese."""
    kept = "".join(c for c in str(value) if unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs", "Cn"))
    return _DAY.sub(_in_chinese, kept)


def _in_chinese(found: re.Match[str]) -> str:
    year, month, of_month = found.groups()
    return f"{year}年{int(month)}月" + (f"{int(of_month)}日" if of_month else "")
