"""The publication in a PostgreSQL server: a new schema is filled, checked, and swapped in as one.

Readers see the old tables or the new ones, never a mixture: the swap waits until nobody reads the old
tables, and who comes meanwhile waits for it and finds the new ones. Comments and keys come along. Two roles
are kept: `bi_reader` may read the marts, `evaluator` also findings and what leads to cells.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pyarrow as pa
import pyarrow.csv as pa_csv
from psycopg import sql
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_fixed

from exports import catalogue
from exports.formats import DATABASE
from exports.gate import RefusedError

SCHEMA = "townledger"
READER, EVALUATOR = "bi_reader", "evaluator"
#: How long the swap waits for readers of the old tables before it lets others pass, and how often it tries.
_PATIENCE, _TRIES = "5s", 12
_BATCH = 50_000
_TYPES = {
    "VARCHAR": "text",
    "DOUBLE": "double precision",
    "BIGINT": "bigint",
    "HUGEINT": "numeric",
    "INTEGER": "integer",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "timestamp",
}


class TargetError(RuntimeError):
    """The server cannot be reached, or does not let this user do what publishing needs."""


@dataclass(frozen=True)
class Published:
    """What a server now shows: schema, version of the publication, rows by table, and whether it is new."""

    schema: str
    version: str
    rows: dict[str, int]
    is_new: bool


def publish(published: Path, target: str) -> Published:
    """Make the server at `target` (a libpq URI) show the publication in a folder.

    Raises TargetError where the server cannot be used, RefusedError where a table did not arrive whole or
    readers would not let go of the old ones; the server then shows what it showed before.
    """
    about = json.loads((published / "manifest.json").read_text(encoding="utf-8"))
    rows = {name: int(table["rows"]) for name, table in about["tables"].items()}
    try:
        with psycopg.connect(target, autocommit=True, application_name="townledger") as server:
            if _current_version(server) == about["version"]:
                return Published(SCHEMA, about["version"], rows, is_new=False)
            _ensure_roles(server)
            _fill(server, published, about)
            _swap(server)
    except (psycopg.OperationalError, psycopg.errors.InsufficientPrivilege) as error:
        raise TargetError(str(error).strip()) from error
    return Published(SCHEMA, about["version"], rows, is_new=True)


def _current_version(server: psycopg.Connection) -> str:
    """The version that the schema's comment names, '' where there is no such schema."""
    found = server.execute(
        "select obj_description(oid, 'pg_namespace') from pg_namespace where nspname = %s", [SCHEMA]
    ).fetchone()
    return json.loads(found[0])["version"] if found and found[0] else ""


def _ensure_roles(server: psycopg.Connection) -> None:
    there = {row[0] for row in server.execute("select rolname from pg_roles").fetchall()}
    for role in (READER, EVALUATOR):
        if role not in there:
            server.execute(sql.SQL("create role {} nologin").format(sql.Identifier(role)))


def _fill(server: psycopg.Connection, published: Path, about: dict[str, Any]) -> None:
    """The new schema with all tables, checked and readable, in one transaction."""
    draft = sql.Identifier(f"{SCHEMA}_next")
    with (
        duckdb.connect(str(published / DATABASE), read_only=True) as source,
        server.transaction(),
    ):
        server.execute(sql.SQL("drop schema if exists {} cascade").format(draft))
        server.execute(sql.SQL("create schema {}").format(draft))
        for role in (READER, EVALUATOR):
            server.execute(sql.SQL("grant usage on schema {} to {}").format(draft, sql.Identifier(role)))
        for table in catalogue.tables(source):
            name = sql.Identifier(f"{SCHEMA}_next", table.name)
            _create(server, name, table, about["keys"].get(table.name, []))
            _copy(server, name, table, source)
            _assert_whole(server, name, table, about["tables"][table.name]["rows"])
            roles = (EVALUATOR,) if table.name in about["for_evaluators"] else (READER, EVALUATOR)
            for role in roles:
                server.execute(sql.SQL("grant select on {} to {}").format(name, sql.Identifier(role)))
        told = {key: about[key] for key in ("version", "standards", "readings")}
        server.execute(sql.SQL("comment on schema {} is {}").format(draft, sql.Literal(json.dumps(told))))


def _create(server: psycopg.Connection, name: sql.Identifier, table: catalogue.Table, key: list[str]) -> None:
    columns = [sql.SQL("{} {}").format(sql.Identifier(c.name), sql.SQL(_type(c.type))) for c in table.columns]
    if key:
        columns.append(sql.SQL("primary key ({})").format(_names(key)))
    server.execute(sql.SQL("create table {} ({})").format(name, sql.SQL(", ").join(columns)))
    server.execute(sql.SQL("comment on table {} is {}").format(name, sql.Literal(table.comment)))
    for column in table.columns:
        server.execute(
            sql.SQL("comment on column {}.{} is {}").format(
                name, sql.Identifier(column.name), sql.Literal(column.comment)
            )
        )


def _copy(
    server: psycopg.Connection,
    name: sql.Identifier,
    table: catalogue.Table,
    source: duckdb.DuckDBPyConnection,
) -> None:
    """Stream the rows as CSV, in which a blank is no value and two quotes are an empty text."""
    batches = source.table(table.name).to_arrow_reader(_BATCH)
    into = sql.SQL("copy {} from stdin (format csv)").format(name)
    options = pa_csv.WriteOptions(include_header=False)
    with server.cursor() as cursor, cursor.copy(into) as copy:
        for batch in batches:
            buffer = pa.BufferOutputStream()
            pa_csv.write_csv(batch, buffer, options)
            copy.write(buffer.getvalue().to_pybytes())


def _assert_whole(
    server: psycopg.Connection, name: sql.Identifier, table: catalogue.Table, rows: int
) -> None:
    found = server.execute(sql.SQL("select count(*) from {}").format(name)).fetchone()
    if found is None or found[0] != rows:
        raise RefusedError(f"{table.name}: {rows} rows are published, the server received {found}")


def _swap(server: psycopg.Connection) -> None:
    """Put the new schema in the place of the old one, then drop that; RefusedError where readers hold on."""
    contended = (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected)
    try:
        for attempt in Retrying(
            stop=stop_after_attempt(_TRIES),
            wait=wait_fixed(1),
            retry=retry_if_exception_type(contended),
            reraise=True,
        ):
            with attempt, server.transaction():
                _rename(server)
    except contended as error:
        raise RefusedError("readers hold the tables that were to be replaced; the old ones stay") from error


def _rename(server: psycopg.Connection) -> None:
    """Rename with every old table locked: who has begun to read them is done, who comes finds the new ones."""
    server.execute(sql.SQL("set local lock_timeout = {}").format(sql.Literal(_PATIENCE)))
    old = [
        sql.Identifier(SCHEMA, row[0])
        for row in server.execute(
            "select tablename from pg_tables where schemaname = %s order by 1", [SCHEMA]
        ).fetchall()
    ]
    if old:
        server.execute(sql.SQL("lock table {} in access exclusive mode").format(sql.SQL(", ").join(old)))
    server.execute(sql.SQL("drop schema if exists {} cascade").format(sql.Identifier(SCHEMA)))
    server.execute(
        sql.SQL("alter schema {} rename to {}").format(
            sql.Identifier(f"{SCHEMA}_next"), sql.Identifier(SCHEMA)
        )
    )


def _type(duckdb_type: str) -> str:
    """The PostgreSQL type of a DuckDB type; decimals keep their digits. KeyError for any other type."""
    return duckdb_type.lower() if duckdb_type.startswith("DECIMAL(") else _TYPES[duckdb_type]


def _names(columns: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join([sql.Identifier(column) for column in columns])
