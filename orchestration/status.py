"""Who has reported what, from the published reporting table; needs DuckDB alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb


def read(database: Path, first: str, last: str) -> list[dict[str, Any]]:
    """One dict per expected report of the months first..last ('' = open), in order."""
    with duckdb.connect(str(database), read_only=True) as connection:
        cursor = connection.execute(
            "select * from rpt_reporting"
            " where ($first = '' or period >= $first) and ($last = '' or period <= $last) order by all",
            {"first": first, "last": last},
        )
        names = [column[0] for column in cursor.description or []]
        return [
            {
                name: value if isinstance(value, (int, float, str, bool)) or value is None else str(value)
                for name, value in zip(names, row, strict=True)
            }
            for row in cursor.fetchall()
        ]


_SIGNS = {"on_time": "●", "late": "◐", "returned": "✗", "missing": "·"}


def as_text(report: list[dict[str, Any]]) -> str:
    """One matrix a month: counties down, ledgers across, then how many of each status."""
    lines: list[str] = []
    for period in dict.fromkeys(row["period"] for row in report):
        rows = [row for row in report if row["period"] == period]
        ledgers = list(dict.fromkeys(row["ledger"] for row in rows))
        signs = {(row["county_code"], row["ledger"]): _SIGNS[row["status"]] for row in rows}
        lines += [f"{period}", "          " + "  ".join(f"{ledger[:11]:<11}" for ledger in ledgers)]
        for code, name in dict.fromkeys((row["county_code"], row["county_name"]) for row in rows):
            cells = "  ".join(f"{signs.get((code, ledger), ' '):<11}" for ledger in ledgers)
            lines.append(f"  {name:　<4}{cells}".rstrip())
        counts = {status: sum(row["status"] == status for row in rows) for status in _SIGNS}
        lines.append("  " + "   ".join(f"{_SIGNS[s]} {s.replace('_', ' ')} {n}" for s, n in counts.items()))
        lines.append("")
    return "\n".join(lines).rstrip() or "no report has been expected yet"
