"""The formats of a publication: each table as DuckDB, Parquet and CSV, in one order of rows.

Of a table that has not changed, the files of the publication before are taken over. Belongs here: how a table is written, and the proof that it arrived whole in every format. Does not belong
here: where a publication lies and how it becomes current (`exports.publication`).
"""

from __future__ import annotations

import codecs
import hashlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from exports.files import take_over
from exports.gate import RefusedError

#: Read by every DuckDB client from 1.2 on, which BI tools still ship.
STORAGE_VERSION = "v1.2.0"
DATABASE = "townledger.duckdb"
#: What a spreadsheet takes for the start of a formula, full-width forms included.
FORMULA = r"^[=+\-@＝＋－＠\t\r]"


def digest(file: Path) -> str:
    """The SHA-256 of a file's bytes in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


#: What wrote the files: those of another version are not taken over.
WRITTEN_BY = f"{digest(Path(__file__))[:12]} duckdb {duckdb.__version__}"


@dataclass(frozen=True)
class Written:
    """A table as written: its rows, and the SHA-256 of its CSV, which names its content."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class Before:
    """The publication before: its folder, and what it says of the tables whose files may be taken over."""

    folder: Path
    tables: Mapping[str, Written]


def write(
    build: Path, tables: Sequence[str], folder: Path, before: Before | None = None
) -> dict[str, Written]:
    """Write the tables of a build database into a folder, comments included.

    Rows stand in an order that content alone decides, so that the same content gives the same hashes.
    Raises RefusedError where a table did not arrive whole in a format.
    """
    written = {}
    with duckdb.connect(config={"autoinstall_known_extensions": False}) as connection:
        connection.execute(f"attach {_text(build)} as build (read_only)")
        connection.execute(
            f"attach {_text(folder / DATABASE)} as out (storage_version {_text(STORAGE_VERSION)})"
        )
        comments = _comments(connection)
        for table in sorted(tables):
            connection.execute(f"create table out.main.{table} as from build.main.{table} order by all")
            for statement in comments.get(table, ()):
                connection.execute(statement)
            _assert_stored(connection, table)
            files = _files(folder, table)
            if before and _is_as_before(connection, table, before):
                for source, target in zip(_files(before.folder, table), files, strict=True):
                    take_over(source, target)
                written[table] = before.tables[table]
            else:
                _write_parquet(connection, table, files[0])
                _write_csv(connection, table, files[1])
                written[table] = Written(_assert_whole(connection, table, *files), digest(files[1]))
        connection.execute("detach out")
    return written


def _files(folder: Path, table: str) -> tuple[Path, Path]:
    """Where the Parquet and the CSV file of a table lie in a publication."""
    return folder / "parquet" / table / f"{table}.parquet", folder / "csv" / f"{table}.csv"


def _is_as_before(connection: duckdb.DuckDBPyConnection, table: str, before: Before) -> bool:
    """Whether the files of the publication before are there, untouched, and hold what was built."""
    parquet, csv = _files(before.folder, table)
    if table not in before.tables or not (parquet.exists() and csv.exists()):
        return False
    if digest(csv) != before.tables[table].sha256:
        return False
    published, built = f"read_parquet({_text(parquet)})", f"build.main.{table}"
    try:
        return _columns(connection, published) == _columns(connection, built) and _rows_and_content(
            connection, published
        ) == _rows_and_content(connection, built)
    except duckdb.Error:
        return False  # no whole Parquet file any more


def _columns(connection: duckdb.DuckDBPyConnection, relation: str) -> list[tuple[str, str]]:
    """The names and types of a relation's columns, in order."""
    described = connection.execute(f"describe from {relation}").fetchall()
    return [(str(name), str(kind)) for name, kind, *_ in described]


def _comments(connection: duckdb.DuckDBPyConnection) -> Mapping[str, list[str]]:
    """Table → the statements that give it the comments of the build, its columns' too, which a copy does not take along."""
    commented = connection.execute(
        "select table_name, null, comment from duckdb_tables() where database_name = 'build' and comment is not null"
        " union all select table_name, column_name, comment from duckdb_columns()"
        " where database_name = 'build' and comment is not null"
    ).fetchall()
    statements: dict[str, list[str]] = {}
    for table, column, comment in commented:
        target = f"table out.main.{table}" if column is None else f"column out.main.{table}.{_name(column)}"
        statements.setdefault(table, []).append(f"comment on {target} is {_text(comment)}")
    return statements


def _write_parquet(connection: duckdb.DuckDBPyConnection, table: str, file: Path) -> None:
    file.parent.mkdir(parents=True)
    connection.execute(f"copy out.main.{table} to {_text(file)} (format parquet, compression zstd)")


def _write_csv(connection: duckdb.DuckDBPyConnection, table: str, file: Path) -> None:
    """UTF-8 with a byte-order mark, for spreadsheets; text that looks like a formula gets an apostrophe."""
    selected = ", ".join(
        f"{harmless(_name(name))} as {_name(name)}" if kind == "VARCHAR" else _name(name)
        for name, kind in _columns(connection, f"out.main.{table}")
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    unmarked = file.with_suffix(".unmarked")
    connection.execute(f"copy (select {selected} from out.main.{table}) to {_text(unmarked)} (format csv)")
    with unmarked.open("rb") as source, file.open("wb") as target:
        target.write(codecs.BOM_UTF8)
        shutil.copyfileobj(source, target)
    unmarked.unlink()


def harmless(expression: str) -> str:
    """SQL for a text that no spreadsheet takes for a formula: an apostrophe before what looks like one."""
    escaped = f"""case when regexp_matches({expression}, '{FORMULA}') then '''' else '' end"""
    return f"{escaped} || {expression}"


def _name(column: str) -> str:
    """A column's name as an identifier of SQL."""
    return f'"{column}"'


def _assert_stored(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    if _rows_and_content(connection, f"out.main.{table}") != _rows_and_content(
        connection, f"build.main.{table}"
    ):
        raise RefusedError(f"{table}: the DuckDB file does not hold what was built")


def _assert_whole(connection: duckdb.DuckDBPyConnection, table: str, parquet: Path, csv: Path) -> int:
    """The rows of a table; RefusedError where what was written is not what was built."""
    built = _rows_and_content(connection, f"build.main.{table}")
    if _rows_and_content(connection, f"read_parquet({_text(parquet)})") != built:
        raise RefusedError(f"{table}: the Parquet file does not hold what was built")
    counted = connection.execute(
        f"select count(*) from read_csv({_text(csv)}, header = true, all_varchar = true,"
        """ delim = ',', quote = '"', escape = '"')"""
    ).fetchall()[0][0]
    if counted != built[0]:
        raise RefusedError(f"{table}: {built[0]} rows were built, the CSV file holds {counted}")
    return built[0]


def _rows_and_content(connection: duckdb.DuckDBPyConnection, relation: str) -> tuple[int, int]:
    """Rows and a fingerprint that does not depend on their order."""
    rows, content = connection.execute(
        f"select count(*), coalesce(sum(hash(of_row)), 0) from (from {relation}) as of_row"
    ).fetchall()[0]
    return int(rows), int(content)


def _text(value: object) -> str:
    """A value as a literal of SQL."""
    quoted = str(value).replace("'", "''")
    return f"'{quoted}'"
