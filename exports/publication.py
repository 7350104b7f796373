"""A publication: the public marts as DuckDB, Parquet and CSV in one folder, swapped in all at once.

Written beside the last one under a name that derives from its content, then made current by moving one
relative link. A reader sees the old publication or the new one, never a mixture; one that has the old
files open keeps them. The same content gives the same name, so that publishing again changes nothing.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

#: Read by every DuckDB client from 1.2 on, which BI tools still ship.
STORAGE_VERSION = "v1.2.0"
KEPT = 3
_LINK = "published"
_FOLDER = "publications"


class MismatchError(RuntimeError):
    """A table of the publication does not hold what was built."""


@dataclass(frozen=True)
class Publication:
    """A finished publication: its folder, its version, rows by table, and whether it is new."""

    folder: Path
    version: str
    rows: Mapping[str, int]
    is_new: bool


def publish(build: Path, tables: Sequence[str], home: Path, about: Mapping[str, str]) -> Publication:
    """Write the tables of a build database as the home's current publication.

    `about` goes into the manifest (versions of standard and recogniser). Raises MismatchError where a
    table did not arrive whole; the current publication is untouched by any failure.
    """
    folder = home / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    _clear_leftovers(folder)
    draft, version, rows = _write(build, tables, folder, about)
    target = folder / version
    is_new = not target.exists()
    if is_new:
        draft.replace(target)
    else:
        shutil.rmtree(draft)
    _make_current(home, target)
    _prune(folder, target)
    return Publication(target, version, rows, is_new)


def write_snapshot(build: Path, tables: Sequence[str], target: Path, about: Mapping[str, str]) -> Publication:
    """Write the tables of a build database into a folder of its own (an as-of moment), replacing it whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    _clear_leftovers(target.parent)
    draft, version, rows = _write(build, tables, target.parent, about)
    if target.exists():
        retired = Path(tempfile.mkdtemp(prefix=".", dir=target.parent))
        target.replace(retired / "old")
        draft.replace(target)
        shutil.rmtree(retired)
    else:
        draft.replace(target)
    return Publication(target, version, rows, is_new=True)


def _write(
    build: Path, tables: Sequence[str], folder: Path, about: Mapping[str, str]
) -> tuple[Path, str, dict[str, int]]:
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder))
    draft.chmod(0o755)
    rows: dict[str, int] = {}
    digests: dict[str, str] = {}
    with duckdb.connect() as connection:
        connection.execute(f"attach '{_quoted(build)}' as build (read_only)")
        connection.execute(
            f"attach '{_quoted(draft / 'townledger.duckdb')}' as out (storage_version '{STORAGE_VERSION}')"
        )
        for table in sorted(tables):
            rows[table] = _copy_table(connection, table)
            _write_parquet(connection, table, draft)
            digests[table] = _write_csv(connection, table, draft)
        connection.execute("detach out")
    described = {name: {"rows": rows[name], "sha256": digests[name]} for name in sorted(rows)}
    content = json.dumps({"tables": described, "about": dict(about)}, sort_keys=True)
    version = hashlib.sha256(content.encode()).hexdigest()[:12]
    manifest = {"version": version, **about, "tables": described}
    text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True)
    (draft / "manifest.json").write_text(text + "\n", encoding="utf-8")
    return draft, version, rows


def _copy_table(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """The table with its comments, rows in an order that content alone decides."""
    connection.execute(f"create table out.main.{table} as select * from build.main.{table} order by all")
    built, copied = (
        connection.execute(f"select count(*) from {database}.main.{table}").fetchone()
        for database in ("build", "out")
    )
    if built != copied or built is None:
        raise MismatchError(f"{table}: built {built}, published {copied}")
    comments = connection.execute(
        "select 'table', table_name, comment from duckdb_tables()"
        " where database_name = 'build' and table_name = $table and comment is not null"
        " union all select 'column', column_name, comment from duckdb_columns()"
        " where database_name = 'build' and table_name = $table and comment is not null",
        {"table": table},
    ).fetchall()
    for kind, name, comment in comments:
        target = f"out.main.{table}" if kind == "table" else f'out.main.{table}."{name}"'
        connection.execute(f"comment on {kind} {target} is '{_quoted(comment)}'")
    return int(built[0])


def _write_parquet(connection: duckdb.DuckDBPyConnection, table: str, draft: Path) -> None:
    file = draft / "parquet" / table / f"{table}.parquet"
    file.parent.mkdir(parents=True)
    connection.execute(f"copy out.main.{table} to '{_quoted(file)}' (format parquet, compression zstd)")


def _write_csv(connection: duckdb.DuckDBPyConnection, table: str, draft: Path) -> str:
    """UTF-8 with a byte-order mark, for spreadsheets; the SHA-256 of its bytes names the content.

    A text that a spreadsheet would take for a formula is quoted with an apostrophe.
    """
    columns = connection.execute(
        "select column_name, data_type from duckdb_columns()"
        " where database_name = 'out' and table_name = $table order by column_index",
        {"table": table},
    ).fetchall()
    selected = ", ".join(_safe_text(name) if kind == "VARCHAR" else f'"{name}"' for name, kind in columns)
    file = draft / "csv" / f"{table}.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    plain = file.with_suffix(".plain")
    connection.execute(
        f"copy (select {selected} from out.main.{table}) to '{_quoted(plain)}' (format csv, header)"
    )
    with plain.open("rb") as source, file.open("wb") as target:
        target.write(codecs.BOM_UTF8)
        shutil.copyfileobj(source, target)
    plain.unlink()
    with file.open("rb") as written:
        return hashlib.file_digest(written, "sha256").hexdigest()


def _safe_text(column: str) -> str:
    return (
        f"""case when regexp_matches("{column}", '^[=+@\\t\\r-]') then '''' || "{column}" """
        f"""else "{column}" end as "{column}\""""
    )


def _make_current(home: Path, target: Path) -> None:
    """Move the link in one step; it is relative, so that a home can be copied or moved."""
    with tempfile.TemporaryDirectory(prefix=".link-", dir=home) as folder:
        link = Path(folder) / _LINK
        link.symlink_to(target.relative_to(home))
        os.replace(link, home / _LINK)


def _prune(folder: Path, current: Path) -> None:
    """Keep the current publication and the last ones before it."""
    finished = [path for path in folder.iterdir() if path.is_dir() and path != current]
    finished.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in finished[KEPT - 1 :]:
        shutil.rmtree(path)


def _clear_leftovers(folder: Path) -> None:
    """Drafts of runs that were killed: nobody can be writing them, a home has one run at a time."""
    for path in folder.glob(".*"):
        if path.is_dir():
            shutil.rmtree(path)


def _quoted(text: object) -> str:
    return str(text).replace("'", "''")
