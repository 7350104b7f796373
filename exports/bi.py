"""Exports for BI tools: the published marts as a folder of Parquet, CSV or XLSX files that explains itself.

Each folder holds one file a table, a manifest (table, rows, hash, as-of moment, versions) and a data
dictionary. It is made from the current publication alone, so it holds what was allowed to be published and
no more; it is swapped in whole. Text that a spreadsheet would take for a formula is made harmless in CSV
and XLSX.
"""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from exports import catalogue, workbook
from exports.formats import DATABASE, digest

_DICTIONARY = "data_dictionary"


@dataclass(frozen=True)
class Exported:
    """A finished export: its folder, the publication it shows, rows by table, and whether it is new."""

    folder: Path
    version: str
    rows: dict[str, int]
    is_new: bool


def export(published: Path, folder: Path, kind: str) -> Exported:
    """Write the publication as files of one kind (parquet, csv, xlsx) into a folder, replacing it whole.

    A folder that already shows this publication stays as it is.
    """
    about = json.loads((published / "manifest.json").read_text(encoding="utf-8"))
    rows = {name: int(table["rows"]) for name, table in about["tables"].items()}
    if _version_of(folder) == about["version"]:
        return Exported(folder, about["version"], rows, is_new=False)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".", dir=folder.parent) as scratch:
        draft = Path(scratch) / "draft"
        draft.mkdir()
        with duckdb.connect(str(published / DATABASE), read_only=True) as connection:
            tables = catalogue.tables(connection)
            files = {t.name: _WRITERS[kind](published, connection, t, draft) for t in tables}
            moment = as_of(about, connection)
        _write_dictionary(tables, draft, kind)
        manifest = {
            "version": about["version"],
            "as_of": moment,
            "standards": about["standards"],
            "readings": about["readings"],
            "format": kind,
            "tables": [
                {"table": name, "file": file.name, "rows": rows[name], "sha256": digest(file)}
                for name, file in files.items()
            ],
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=2)
        (draft / "manifest.json").write_text(text + "\n", encoding="utf-8")
        if folder.exists():
            folder.replace(Path(scratch) / "replaced")
        draft.replace(folder)
    return Exported(folder, about["version"], rows, is_new=True)


def _version_of(folder: Path) -> str:
    file = folder / "manifest.json"
    return json.loads(file.read_text(encoding="utf-8"))["version"] if file.exists() else ""


def as_of(about: Mapping[str, Any], connection: duckdb.DuckDBPyConnection) -> str:
    """The moment that a publication is as of, by its manifest; where that says none, when the last submission came."""
    if about.get("as_of"):
        return str(about["as_of"])
    found = connection.execute("select max(received_at) from fct_submission").fetchall()[0][0]
    return found.isoformat() if found else ""


def _copy_parquet(
    published: Path, connection: duckdb.DuckDBPyConnection, table: catalogue.Table, folder: Path
) -> Path:
    return Path(shutil.copy(published / "parquet" / table.name / f"{table.name}.parquet", folder))


def _copy_csv(
    published: Path, connection: duckdb.DuckDBPyConnection, table: catalogue.Table, folder: Path
) -> Path:
    return Path(shutil.copy(published / "csv" / f"{table.name}.csv", folder))


def _write_xlsx(
    published: Path, connection: duckdb.DuckDBPyConnection, table: catalogue.Table, folder: Path
) -> Path:
    file = folder / f"{table.name}.xlsx"
    workbook.write_table(connection, table, file)
    return file


_WRITERS: dict[str, Callable[[Path, duckdb.DuckDBPyConnection, catalogue.Table, Path], Path]] = {
    "parquet": _copy_parquet,
    "csv": _copy_csv,
    "xlsx": _write_xlsx,
}
#: The kinds of files that an export can be made of.
KINDS = tuple(_WRITERS)


def _write_dictionary(tables: list[catalogue.Table], folder: Path, kind: str) -> None:
    rows = catalogue.dictionary(tables)
    if kind == "xlsx":
        workbook.write_rows(rows, "数据字典", folder / f"{_DICTIONARY}.xlsx", widths=(28, 30, 14, 90))
        return
    with (folder / f"{_DICTIONARY}.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)


def as_dict(done: Exported) -> dict[str, Any]:
    """An export as a program may read it."""
    return {
        "folder": str(done.folder),
        "version": done.version,
        "tables": len(done.rows),
        "rows": sum(done.rows.values()),
        "is_new": done.is_new,
    }
