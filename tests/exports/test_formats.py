"""Each format of a publication holds what was built, and nothing that a reader could trip over."""

import csv
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports import formats
from tests.exports.builds import TOWNS, build


def written(folder: Path, **given: object) -> Path:
    target = folder / "written"
    target.mkdir(exist_ok=True)
    formats.write(build(folder, **given), ["dim_town"], target)  # type: ignore[arg-type]
    return target


def csv_rows(folder: Path) -> list[list[str]]:
    with (folder / "csv" / "dim_town.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def test_every_format_holds_the_rows(tmp_path: Path) -> None:
    folder = written(tmp_path)
    with duckdb.connect(str(folder / "townledger.duckdb"), read_only=True) as connection:
        assert connection.sql("from dim_town").fetchall() == TOWNS
    parquet = pq.read_table(folder / "parquet" / "dim_town" / "dim_town.parquet").to_pylist()
    assert [tuple(row.values()) for row in parquet] == TOWNS
    assert csv_rows(folder)[1:] == [["610602001", "宝塔山街道", "1.5"], ["610602002", "南市街道", ""]]


def test_only_the_tables_named_are_written(tmp_path: Path) -> None:
    folder = written(tmp_path)
    with duckdb.connect(str(folder / "townledger.duckdb"), read_only=True) as connection:
        assert connection.sql("select table_name from duckdb_tables()").fetchall() == [("dim_town",)]
    assert [path.name for path in (folder / "parquet").iterdir()] == ["dim_town"]
    assert [path.name for path in (folder / "csv").iterdir()] == ["dim_town.csv"]


def test_comments_travel_with_the_table(tmp_path: Path) -> None:
    with duckdb.connect(str(written(tmp_path) / "townledger.duckdb"), read_only=True) as connection:
        tables = connection.sql("select comment from duckdb_tables()").fetchall()
        columns = dict(connection.sql("select column_name, comment from duckdb_columns()").fetchall())
    assert tables == [("One row per town. 每行一个镇。",)]
    assert columns["town_name"] == "The town's name. 镇名。"


def test_the_file_is_in_the_storage_format_that_older_readers_know(tmp_path: Path) -> None:
    """The format's number stands in the header of a DuckDB file: 64 until 1.1, 65 for 1.2, more since."""
    header = (written(tmp_path) / "townledger.duckdb").read_bytes()[:20]
    assert header[8:12] == b"DUCK"
    assert int.from_bytes(header[12:20], "little") <= 65


def test_an_empty_table_is_empty_in_every_format(tmp_path: Path) -> None:
    folder = written(tmp_path, towns=[])
    with duckdb.connect(str(folder / "townledger.duckdb"), read_only=True) as connection:
        assert connection.sql("select count(*) from dim_town").fetchall() == [(0,)]
    assert pq.read_table(folder / "parquet" / "dim_town" / "dim_town.parquet").num_rows == 0
    assert csv_rows(folder) == [["town_code", "town_name", "score"]]


def test_csv_opens_as_chinese_in_a_spreadsheet(tmp_path: Path) -> None:
    assert (written(tmp_path) / "csv" / "dim_town.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("text", ["=1+1", "+86", "-cmd", "@SUM(A1)", "\t=1", "＝1", "＋1", "－1", "＠x"])
def test_no_text_of_a_csv_starts_like_a_formula(tmp_path: Path, text: str) -> None:
    folder = written(tmp_path, towns=[("610602001", text, -2.5)])
    assert csv_rows(folder)[1] == ["610602001", f"'{text}", "-2.5"]
    with duckdb.connect(str(folder / "townledger.duckdb"), read_only=True) as connection:
        assert connection.sql("select town_name from dim_town").fetchall() == [(text,)]


_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=8)


@settings(deadline=None, max_examples=10)
@given(st.lists(st.tuples(_TEXT, _TEXT), max_size=5))
def test_content_and_not_order_decides_the_hash(
    tmp_path_factory: pytest.TempPathFactory, names: list[tuple[str, str]]
) -> None:
    towns: list[tuple[str, str, float | None]] = [(code, name, 0.1) for code, name in names]
    hashes = set()
    for ordered in (towns, towns[::-1]):
        folder = tmp_path_factory.mktemp("order")
        (folder / "written").mkdir()
        hashes.add(formats.write(build(folder, ordered), ["dim_town"], folder / "written")["dim_town"])
    assert len(hashes) == 1
    assert hashes.pop().rows == len(towns)


def test_another_value_gives_another_hash(tmp_path: Path) -> None:
    hashes = set()
    for number, score in enumerate((0.1 + 0.2, 0.3)):
        target = tmp_path / str(number)
        target.mkdir()
        database = build(target, [("610602001", "宝塔山街道", score)])
        hashes.add(formats.write(database, ["dim_town"], target)["dim_town"].sha256)
    assert len(hashes) == 2


def test_a_public_table_that_was_not_built_is_an_error(tmp_path: Path) -> None:
    target = tmp_path / "written"
    target.mkdir()
    with pytest.raises(duckdb.CatalogException):
        formats.write(build(tmp_path), ["dim_town", "fct_missing"], target)
