"""The main job on a real home: what it takes in, records, publishes, and leaves alone."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.conftest import AS_OF, RunTownledger
from tests.orchestration.conftest import COUNTY, MISPLACED, MONTHS, PICTURE, lay_out

HOLDER = "import sys, filelock; lock = filelock.FileLock(sys.argv[1]); lock.acquire(); print('held', flush=True); sys.stdin.read()"


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(folder / "townledger.duckdb"), read_only=True) as connection:
        return connection.sql(sql).fetchall()


def files_of(landing: Path) -> set[str]:
    return {path.relative_to(landing).as_posix() for path in landing.rglob("*") if path.is_file()}


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_every_file_that_landed_is_published_as_a_submission(small_home: Path) -> None:
    listed = rows(small_home / "published", "select distinct source_file from fct_submission")
    assert {file for (file,) in listed} == files_of(small_home / "landing")


@pytest.mark.parametrize("file", [PICTURE, *MISPLACED])
def test_a_bad_file_is_rejected_with_a_finding_and_holds_nothing_back(small_home: Path, file: str) -> None:
    dispositions = rows(
        small_home / "published",
        f"select distinct disposition, records_accepted from fct_submission where source_file = '{file}'",
    )
    assert dispositions == [("rejected", 0)]
    findings = rows(
        small_home / "published",
        f"select count(*) from fct_finding where source_file = '{file}' and severity = 'error'",
    )
    assert findings[0][0] >= 1  # type: ignore[operator]
    values = rows(small_home / "published", "select count(*) from fct_ledger_value")
    assert values[0][0] > 1000  # type: ignore[operator]


def test_the_summary_says_what_was_published_and_where(small_home: Path) -> None:
    said = json.loads((small_home.parent / "said.json").read_text(encoding="utf-8"))
    assert said["published"] is True
    assert said["refusals"] == []
    assert sum(said["files"].values()) == len(files_of(small_home / "landing"))
    assert said["files"]["rejected"] == 1 + len(MISPLACED)
    assert Path(said["folder"]) == small_home / "published"
    manifest = json.loads((small_home / "published" / "manifest.json").read_text(encoding="utf-8"))
    assert said["version"] == manifest["version"]
    counted = rows(small_home / "published", "select severity, count(*) from fct_finding group by all")
    assert said["findings"] == dict(counted)
    assert set(said["seconds"]) == {"start-up", "ingest", "validation", "dbt", "publish", "total"}


def test_the_parquet_and_the_duckdb_hold_the_same_tables(small_home: Path) -> None:
    published = small_home / "published"
    tables = rows(published, "select table_name, estimated_size from duckdb_tables()")
    parquet = {p.parent.name: pq.read_metadata(p).num_rows for p in published.glob("parquet/*/*.parquet")}
    assert parquet == dict(tables)
    assert {path.stem for path in published.glob("csv/*.csv")} == set(parquet)


def test_data_docs_are_written_for_every_month(small_home: Path) -> None:
    index = (small_home / "exports" / "data_docs" / "index.html").read_text(encoding="utf-8")
    assert all(month in index for month in MONTHS)


def test_running_again_changes_nothing_even_where_the_home_was_moved(
    small_home: Path, small_copy: Path, townledger: RunTownledger
) -> None:
    before = contents(small_home / "published"), contents(small_home / "store")
    done = townledger(small_copy, "run")
    assert done.returncode == 0, done.stderr
    assert (contents(small_copy / "published"), contents(small_copy / "store")) == before
    assert [path.name for path in (small_copy / "publications").iterdir()] == [
        (small_home / "published").resolve().name
    ]


def test_as_of_writes_a_folder_of_its_own_and_leaves_the_publication_alone(
    published_home: Path, home_as_of: Path
) -> None:
    assert contents(home_as_of / "published") == contents(published_home / "published")
    folder = home_as_of / "as_of" / AS_OF
    known = rows(
        published_home / "published",
        f"select submission_id, ledger from fct_submission where received_at < date '{AS_OF}' + 1 order by all",
    )
    everything = rows(published_home / "published", "select submission_id from fct_submission")
    assert rows(folder, "select submission_id, ledger from fct_submission order by all") == known
    assert 0 < len(known) < len(everything)
    assert (folder / "parquet" / "fct_submission" / "fct_submission.parquet").exists()
    page = (folder / "dashboard" / "index.html").read_text(encoding="utf-8")
    assert f"按 {AS_OF} 时所知的数据编制" in page


def _tamper(home: Path) -> None:
    """One record more is said to be accepted than there is, in the reading of one file."""
    file = max(home.glob(f"store/submissions/{COUNTY}/*/*/readings/*/ledgers.parquet"))
    table = pq.read_table(file)
    column = table.schema.get_field_index("records_accepted")
    counted = [number + 1 for number in table.column(column).to_pylist()]
    field = table.schema.field(column)
    pq.write_table(table.set_column(column, field, pa.array(counted, field.type)), file)


def _destroy(home: Path) -> None:
    """The values of one reading are no Parquet any more."""
    max(home.glob(f"store/submissions/{COUNTY}/*/*/readings/*/values.parquet")).write_bytes(b"PAR1")


@pytest.mark.parametrize(
    ("harm", "reason"),
    [(_tamper, "test assert_records_are_conserved"), (_destroy, "model ")],
    ids=["a failed test", "a model that cannot be built"],
)
def test_what_fails_is_refused_in_words_and_publishes_nothing(
    small_copy: Path, townledger: RunTownledger, harm: Callable[[Path], None], reason: str
) -> None:
    before = (small_copy / "published").readlink(), contents(small_copy / "published")
    harm(small_copy)
    done = townledger(small_copy, "run", "--json")
    assert done.returncode == 1, done.stderr
    said = json.loads(done.stdout)
    assert said["published"] is False
    assert [r for r in said["refusals"] if r.startswith(reason) and "failed" in r], said["refusals"]
    assert ((small_copy / "published").readlink(), contents(small_copy / "published")) == before
    assert len(list((small_copy / "publications").iterdir())) == 1


def test_a_home_in_use_is_left_alone(tmp_path: Path, townledger: RunTownledger) -> None:
    home = tmp_path / "home"
    lay_out(home)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, home / ".lock"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        done = townledger(home, "run")
        holder.communicate()
    assert done.returncode == 3
    assert "in use" in done.stderr
    assert not (home / "store").exists()


UNUSABLE = {
    "no time": ("receipts.csv", b"path,received_at\na.xlsx,yesterday\n", "receipts.csv line 2"),
    "no UTF-8": ("receipts.csv", "path,received_at\n富县.xlsx,2025-01-05\n".encode("gbk"), "no UTF-8"),
    "no override": ("layouts/610622/funds.yaml", b"versions: 1\n", "layouts/610622/funds.yaml"),
}


@pytest.mark.parametrize(("name", "content", "said"), UNUSABLE.values(), ids=UNUSABLE)
def test_input_that_cannot_be_used_is_wrong_use(
    tmp_path: Path, townledger: RunTownledger, name: str, content: bytes, said: str
) -> None:
    (tmp_path / "landing").mkdir()
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_bytes(content)
    done = townledger(tmp_path, "run")
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "store").exists()


def test_a_document_that_needs_a_run_says_as_clearly_what_cannot_be_used(
    small_copy: Path, townledger: RunTownledger
) -> None:
    (small_copy / "receipts.csv").write_text("path,received_at\na.xlsx,yesterday\n", encoding="utf-8")
    done = townledger(small_copy, "bulletin", "2025Q1", "--as-of", "2025-04-01")
    assert done.returncode == 2
    assert "receipts.csv line 2" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (small_copy / "as_of").exists()


def test_an_empty_landing_publishes_tables_without_submissions(
    tmp_path: Path, townledger: RunTownledger
) -> None:
    home = tmp_path / "home"
    (home / "landing").mkdir(parents=True)
    done = townledger(home, "run")
    assert done.returncode == 0, done.stderr
    assert rows(home / "published", "select count(*) from fct_submission") == [(0,)]
    assert rows(home / "published", "select count(*) from dim_town") == [(117,)]
