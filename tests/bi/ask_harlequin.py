"""Harlequin itself, without a terminal: `python ask_harlequin.py ADAPTER ADDRESS QUERY` prints what its results show, as JSON.

Runs in Harlequin's own environment: a query is typed into the editor and run, and the rows are read off its table.
"""

import asyncio
import importlib
import json
import sys
from typing import Any

ADAPTERS = {
    "duckdb": ("harlequin_duckdb.adapter", "DuckDbAdapter", {"read_only": True}),
    "postgres": ("harlequin_postgres.adapter", "HarlequinPostgresAdapter", {}),
}


async def rows(adapter: str, address: str, query: str) -> list[list[Any]]:
    """The rows of a query that the application shows in its table."""
    from harlequin import Harlequin

    module, name, options = ADAPTERS[adapter]
    connect = getattr(importlib.import_module(module), name)
    application = Harlequin(adapter=connect((address,), **options), connection_hash=adapter)
    async with application.run_test(size=(140, 40)) as pilot:
        while application.editor is None or application.connection is None:
            await pilot.pause(0.1)
        application.editor.text = query
        await pilot.press("ctrl+j")
        while not (table := application.results_viewer.get_visible_table()) or not table.source_row_count:
            await pilot.pause(0.1)
        return [list(table.get_row_at(row)) for row in range(table.source_row_count)]


if __name__ == "__main__":
    print(json.dumps(asyncio.run(rows(*sys.argv[1:])), ensure_ascii=False, default=float))
