"""What the pages read: the queries of this folder, asked of one published DuckDB file.

The queries name every table and column that may reach a page: what they do not name cannot be shown.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Hashable, Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from exports.dashboard import wording
from exports.dashboard.english import English, sentences

Row = dict[str, Any]

_PARAMETER = re.compile(r"\$(\w+)")
_QUERIES = Path(__file__).parent / "queries"
#: Months that have pages of their own and cells behind their figures; the histories go further back.
RECENT = 12


class Marts:
    """The published tables behind the pages, and the months and quarter that the pages are about."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._known: dict[str, list[Row]] = {}

    def rows(self, query: str) -> list[Row]:
        """The rows of a query of this folder, in its order; asked once.

        A query may name `$since`, the first of the recent months, `$since_quarter`, and `$latest`.
        """
        if query not in self._known:
            sql = (_QUERIES / f"{query}.sql").read_text(encoding="utf-8")
            asked = {name: self._moments[name] for name in _PARAMETER.findall(sql)}
            found = self._connection.execute(sql, asked)
            names = [column[0] for column in found.description]
            self._known[query] = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        return self._known[query]

    @cached_property
    def periods(self) -> list[str]:
        """Every month that reports are expected for, oldest first."""
        return [row["period"] for row in self._months]

    @cached_property
    def recent(self) -> list[str]:
        """The months with pages of their own, oldest first."""
        return self.periods[-RECENT:]

    @cached_property
    def latest(self) -> str:
        """The month that the pages without a month show: the last one whose deadlines have passed, or the last."""
        due = [row["period"] for row in self._months if row["is_due"]]
        return due[-1] if due else self.periods[-1]

    @cached_property
    def words(self) -> wording.Words:
        """What codes mean: functions and ledgers by the names that they have here, unless the pages have words."""
        named = {("function", row["function"]): row["function_name"] for row in self.rows("indicators")}
        named |= {("ledger", row["ledger"]): row["ledger_name"] for row in self.rows("fields")}
        findings = {
            ("finding", r["code"]): (r["title_zh"], r["title_en"]) for r in self.rows("finding_codes")
        }
        return {code: (name, name) for code, name in named.items()} | findings | wording.words()

    @cached_property
    def english(self) -> English:
        """Says in English what the tables say in Chinese."""
        templates = [
            (row[f"{part}_zh"], row[f"{part}_en"])
            for row in self.rows("finding_codes")
            for part in ("message", "suggestion")
        ]
        choices = [
            pair.split("=") for row in self.rows("fields") for pair in row["choices"].split("|") if pair
        ]
        terms = {label: wording.field(code) for code, label in choices}
        terms |= {row["label_zh"]: wording.field(row["field"]) for row in self.rows("fields")}
        terms |= {zh: en for zh, en in self.words.values() if zh}
        terms |= {row["name_zh"]: row["name_en"] for row in self.rows("indicators")}
        return English([*sentences(), *templates], terms)

    @cached_property
    def quarters(self) -> list[str]:
        """The quarters of the recent months that the supervision list knows, oldest first."""
        return sorted({row["quarter"] for row in self.rows("supervision")})

    def towns_at(self, period: str) -> list[Row]:
        """The towns that there are at the end of a month; one that was merged into another is none any more."""
        year, month = int(period[:4]), int(period[5:])
        day = dt.date(year, month, calendar.monthrange(year, month)[1])
        return [
            town
            for town in self.rows("towns")
            if (town["valid_from"] or day) <= day <= (town["valid_to"] or day)
        ]

    def is_unfinished(self, quarter: str) -> bool:
        """Whether months of the quarter are still to come, so that what is said of it is provisional."""
        return f"{quarter[:4]}-{3 * int(quarter[-1]):02}" > self.latest

    def before(self, period: str) -> str:
        """The month before, where reports were expected for it; '' where none was."""
        place = self.periods.index(period)
        return self.periods[place - 1] if place else ""

    @cached_property
    def _moments(self) -> dict[str, str]:
        """What the queries may name."""
        since = self.recent[0]
        quarter = f"{since[:4]}Q{(int(since[5:]) + 2) // 3}"
        return {"since": since, "since_quarter": quarter, "latest": self.latest}

    @cached_property
    def _months(self) -> list[Row]:
        return self.rows("periods")


def grouped(rows: Iterable[Row], *keys: str) -> dict[Any, list[Row]]:
    """Rows by the value of a key, or by the tuple of several; what is not there has no rows."""
    found: defaultdict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[keys[0]] if len(keys) == 1 else tuple(row[key] for key in keys)].append(row)
    return found


def keyed(rows: Iterable[Row], *keys: str) -> dict[Any, Row]:
    """Rows by the value of a key, or by the tuple of several, each of which has one row at most."""
    return {key: of_key[0] for key, of_key in grouped(rows, *keys).items()}
