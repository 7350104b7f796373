"""A publication appears whole or not at all, and nobody who reads is disturbed."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from exports import formats, publication
from exports.gate import RefusedError
from tests.exports.builds import TOWNS, build

READER = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
print(connection.sql("select count(*) from dim_town").fetchall()[0][0], flush=True)
sys.stdin.readline()
print(connection.sql("select count(*), max(town_name) from dim_town").fetchall()[0][0], flush=True)
"""


def publish(folder: Path, towns: list[tuple[str, str, float | None]] = TOWNS) -> publication.Publication:
    return publication.publish(build(folder, towns), ["dim_town"], folder, {"standards": ["2025"]})


def towns(count: int) -> list[tuple[str, str, float | None]]:
    return [(str(610602001 + number), f"镇{number}", float(number)) for number in range(count)]


def visible(folder: Path) -> set[str]:
    return {path.name for path in (folder / "publications").iterdir()}


def test_the_link_is_relative_so_that_a_home_can_be_moved(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    publish(home)
    moved = home.rename(tmp_path / "moved")
    assert not (moved / "published").readlink().is_absolute()
    with duckdb.connect(str(moved / "published" / "townledger.duckdb"), read_only=True) as connection:
        assert connection.sql("from dim_town").fetchall() == TOWNS


def test_the_manifest_tells_rows_hashes_and_what_they_rest_on(tmp_path: Path) -> None:
    done = publish(tmp_path)
    manifest = json.loads((tmp_path / "published" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["version"] == done.version == done.folder.name
    assert manifest["standards"] == ["2025"]
    assert manifest["tables"]["dim_town"]["rows"] == 2
    assert len(manifest["tables"]["dim_town"]["sha256"]) == 64


def test_publishing_the_same_again_changes_no_byte(tmp_path: Path) -> None:
    first = publish(tmp_path)
    before = {p: (p.read_bytes(), p.stat().st_ino) for p in first.folder.rglob("*") if p.is_file()}
    second = publish(tmp_path, TOWNS[::-1])
    assert (first.is_new, second.is_new) == (True, False)
    assert {p: (p.read_bytes(), p.stat().st_ino) for p in second.folder.rglob("*") if p.is_file()} == before
    assert visible(tmp_path) == {first.version}


def test_what_is_made_of_the_tables_belongs_to_the_publication(tmp_path: Path) -> None:
    def site(text: str) -> publication.Maker:
        def make(folder: Path, about: Mapping[str, Any]) -> dict[str, str]:
            with duckdb.connect(str(folder / "townledger.duckdb"), read_only=True) as connection:
                towns = connection.sql("select count(*) from dim_town").fetchall()[0][0]
            (folder / "page.html").write_text(f"{text} {towns} {about['standards'][0]}", encoding="utf-8")
            return {"text": text}

        return make

    def published(make: publication.Maker) -> publication.Publication:
        about = {"standards": ["2025"]}
        return publication.publish(build(tmp_path), ["dim_town"], tmp_path, about, {"site": make})

    first = published(site("one"))
    assert (first.folder / "page.html").read_text(encoding="utf-8") == "one 2 2025"
    assert json.loads((first.folder / "manifest.json").read_text(encoding="utf-8"))["site"] == {"text": "one"}
    assert published(site("one")).version == first.version
    second = published(site("two"))
    assert second.version != first.version

    def broken(folder: Path, about: Mapping[str, Any]) -> dict[str, str]:
        raise RuntimeError("no page")

    with pytest.raises(RuntimeError, match="no page"):
        published(broken)
    assert (tmp_path / "published").resolve() == second.folder


def publish_two(folder: Path, population: int, about: str = "2025") -> publication.Publication:
    """Publish the towns, which stay as they are, and one table more; and two pages, one of which says the number."""

    def pages(draft: Path, _about: Mapping[str, Any]) -> dict[str, int]:
        (draft / "static.html").write_text("always the same", encoding="utf-8")
        (draft / "number.html").write_text(str(population), encoding="utf-8")
        return {"population": population}

    database = build(folder)
    with duckdb.connect(str(database)) as connection:
        connection.execute(f"create table dim_county as select {population} as population")
    tables = ["dim_town", "dim_county"]
    return publication.publish(database, tables, folder, {"standards": [about]}, {"pages": pages})


def shared(first: publication.Publication, second: publication.Publication) -> set[str]:
    """The files that two publications have in common on disk."""
    files = (path.relative_to(second.folder) for path in second.folder.rglob("*") if path.is_file())
    return {
        file.as_posix()
        for file in files
        if (first.folder / file).exists() and (first.folder / file).samefile(second.folder / file)
    }


def test_only_what_changed_is_written_again(tmp_path: Path) -> None:
    first, second = publish_two(tmp_path, 1), publish_two(tmp_path, 2)
    of_towns = {"csv/dim_town.csv", "parquet/dim_town/dim_town.parquet"}
    assert shared(first, second) == {*of_towns, "static.html"}
    with duckdb.connect(str(second.folder / "townledger.duckdb"), read_only=True) as connection:
        assert connection.sql("from dim_town").fetchall() == TOWNS
        assert connection.sql("from dim_county").fetchall() == [(2,)]
        comments = connection.sql("select comment from duckdb_columns() where comment is not null").fetchall()
    assert comments == [("The town's name. 镇名。",)]
    tables = json.loads((second.folder / "manifest.json").read_text(encoding="utf-8"))["tables"]
    assert tables["dim_town"] == {
        "rows": 2,
        "sha256": hashlib.sha256((second.folder / "csv" / "dim_town.csv").read_bytes()).hexdigest(),
    }
    # What is taken over gives the same version as what is written anew.
    (tmp_path / "anew").mkdir()
    assert publish_two(tmp_path / "anew", 2).version == second.version


@pytest.mark.parametrize("file", ["csv/dim_town.csv", "parquet/dim_town/dim_town.parquet"])
def test_a_published_file_that_somebody_changed_is_not_taken_over(tmp_path: Path, file: str) -> None:
    first = publish_two(tmp_path, 1)
    right = (first.folder / file).read_bytes()
    (first.folder / file).write_bytes(right[:-20])
    second = publish_two(tmp_path, 2)
    assert file not in shared(first, second)
    assert (second.folder / file).read_bytes() == right


def test_what_other_code_wrote_is_not_taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_two(tmp_path, 1)
    write_csv = formats._write_csv

    def otherwise(connection: duckdb.DuckDBPyConnection, table: str, file: Path) -> None:
        write_csv(connection, table, file)
        file.write_bytes(file.read_bytes().replace(b"1.5", b"1.50"))

    monkeypatch.setattr(formats, "_write_csv", otherwise)
    monkeypatch.setattr(formats, "WRITTEN_BY", "a later version")
    assert ",1.50" in (publish_two(tmp_path, 2).folder / "csv" / "dim_town.csv").read_text(encoding="utf-8")


def test_a_column_of_another_name_or_type_is_a_change(tmp_path: Path) -> None:
    database = build(tmp_path)
    first = publication.publish(database, ["dim_town"], tmp_path, {"standards": ["2025"]})
    for change in ("rename score to points", "alter points type float"):
        with duckdb.connect(str(database)) as connection:
            connection.execute(f"alter table dim_town {change}")
        second = publication.publish(database, ["dim_town"], tmp_path, {"standards": [change]})
        assert not {file for file in shared(first, second) if file.endswith(".parquet")}
        first = second


def test_a_reader_of_the_old_publication_reads_on(tmp_path: Path) -> None:
    publish(tmp_path, towns(1))
    database = tmp_path / "published" / "townledger.duckdb"
    with subprocess.Popen(
        [sys.executable, "-c", READER, database], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        assert reader.stdout.readline() == "1\n"
        for count in range(2, 2 + publication.KEPT + 1):  # so many that the one being read is pruned
            publish(tmp_path, towns(count))
        reader.stdin.write("go on\n")
        reader.stdin.close()
        assert reader.stdout.readline() == "1\n"
    assert reader.returncode == 0
    with duckdb.connect(str(database), read_only=True) as connection:
        assert connection.sql("select count(*) from dim_town").fetchall() == [(publication.KEPT + 2,)]


def test_the_last_publications_are_kept_and_the_current_one_always(tmp_path: Path) -> None:
    versions = [publish(tmp_path, towns(count)).version for count in range(1, 6)]
    assert visible(tmp_path) == set(versions[-publication.KEPT :])
    back = publish(tmp_path, towns(3))
    assert back.version == versions[2]
    assert publish(tmp_path, towns(9)).version != back.version
    assert back.version in visible(tmp_path), "the one before the current one is kept, however old it is"


def test_a_killed_publish_leaves_nothing_that_looks_like_a_publication(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish(tmp_path)
    script = (
        "import os; from pathlib import Path; from exports import formats, publication\n"
        "write = formats.write\n"
        "formats.write = lambda *given: (write(*given), os._exit(9))\n"
        f"publication.publish(Path({str(build(tmp_path, towns(5)))!r}), ['dim_town'], Path({str(tmp_path)!r}), {{}})"
    )
    killed = subprocess.run([sys.executable, "-c", script], check=False)
    assert killed.returncode == 9
    assert (tmp_path / "published").resolve() == first.folder
    assert {name for name in visible(tmp_path) if not name.startswith(".")} == {first.version}
    second = publish(tmp_path, towns(5))
    assert visible(tmp_path) == {first.version, second.version}


def test_a_table_that_did_not_arrive_whole_is_refused_and_the_last_publication_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish(tmp_path)
    write_csv = formats._write_csv

    def cut_short(connection: duckdb.DuckDBPyConnection, table: str, file: Path) -> None:
        write_csv(connection, table, file)
        file.write_bytes(file.read_bytes().rsplit(b"\n", 2)[0] + b"\n")

    monkeypatch.setattr(formats, "_write_csv", cut_short)
    with pytest.raises(RefusedError, match="dim_town: 5 rows were built, the CSV file holds 4"):
        publish(tmp_path, towns(5))
    assert (tmp_path / "published").resolve() == first.folder


def test_a_snapshot_replaces_its_folder_and_leaves_the_publication_alone(tmp_path: Path) -> None:
    first = publish(tmp_path)
    target = tmp_path / "as_of" / "2025-04-10"
    for count in (3, 4):
        publication.write_snapshot(build(tmp_path, towns(count)), ["dim_town"], target, {})
        with duckdb.connect(str(target / "townledger.duckdb"), read_only=True) as connection:
            assert connection.sql("select count(*) from dim_town").fetchall() == [(count,)]
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    assert (tmp_path / "published").resolve() == first.folder
