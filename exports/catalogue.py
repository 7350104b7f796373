"""What a published DuckDB file holds: its tables and columns with their types and comments.

The one source of data dictionaries and of the comments that go along into other formats. The comments come
from the models' own documentation, in English and Chinese.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb


@dataclass(frozen=True)
class Column:
    """One column: its name, DuckDB type and comment ('' where it has none)."""

    name: str
    type: str
    comment: str


@dataclass(frozen=True)
class Table:
    """One table with its comment and its columns in order."""

    name: str
    comment: str
    columns: tuple[Column, ...]


def tables(connection: duckdb.DuckDBPyConnection) -> list[Table]:
    """The tables of the opened database, by name."""
    columns: dict[str, list[Column]] = {}
    for table, *column in connection.execute(
        "select table_name, column_name, data_type, coalesce(comment, '') from duckdb_columns()"
        " where database_name = current_database() and schema_name = 'main' and not internal"
        " order by table_name, column_index"
    ).fetchall():
        columns.setdefault(table, []).append(Column(*column))
    comments = dict(
        connection.execute(
            "select table_name, coalesce(comment, '') from duckdb_tables()"
            " where database_name = current_database() and schema_name = 'main'"
        ).fetchall()
    )
    return [Table(name, comments[name], tuple(columns[name])) for name in sorted(comments)]


def dictionary(found: list[Table]) -> Iterator[tuple[str, str, str, str]]:
    """The data dictionary as rows of table, column, type, description; a table's own row has no column."""
    yield ("table", "column", "type", "description")
    for table in found:
        yield (table.name, "", "", table.comment)
        for column in table.columns:
            yield (table.name, column.name, column.type, column.comment)
