"""What lies in landing becomes submissions once, with the time it arrived; files are read apart from each other."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import socket
from collections import Counter
from pathlib import Path

import pytest

from ingest import batch, recogniser
from ingest.batch import Job, read_files
from ingest.frames import to_frames
from ingest.intake import ReceiptsError, receive_landing, refusal
from ingest.limits import DEFAULT, Limits
from ingest.reading import Source
from ingest.store import Store, Submission
from ingest.towns import places

TOWNS = places.load()


def put(landing: Path, relative: str, content: bytes, modified: str = "2025-02-03T08:00:00+08:00") -> Path:
    path = landing / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    moment = dt.datetime.fromisoformat(modified).timestamp()
    os.utime(path, (moment, moment))
    return path


@pytest.fixture
def landing(tmp_path: Path) -> Path:
    return tmp_path / "landing"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def arrivals(store: Store) -> list[tuple[str, str]]:
    return [(s.source_file, s.received_at.isoformat()) for s in store.submissions()]


def test_receipts_give_the_time_and_a_file_without_one_its_own(landing: Path, store: Store) -> None:
    put(landing, "610622/2025-01/a.csv", b"a")
    put(landing, "610622/2025-01/b.csv", b"b")
    (landing.parent / "receipts.csv").write_text(
        "path,received_at\n610622/2025-01/a.csv,2025-02-04T10:00:00\n"
    )
    receive_landing(landing, store, TOWNS)
    assert arrivals(store) == [
        ("610622/2025-01/a.csv", "2025-02-04T10:00:00"),
        ("610622/2025-01/b.csv", "2025-02-03T08:00:00"),
    ]


def test_the_same_bytes_again_change_nothing(landing: Path, store: Store) -> None:
    put(landing, "610622/2025-01/a.csv", b"a")
    first = receive_landing(landing, store, TOWNS)
    put(landing, "610622/2025-01/a.csv", b"a", modified="2025-02-20T08:00:00+08:00")
    assert (len(first), receive_landing(landing, store, TOWNS)) == (1, [])
    assert arrivals(store) == [("610622/2025-01/a.csv", "2025-02-03T08:00:00")]


def test_other_bytes_under_the_same_path_are_another_submission_with_a_time_of_their_own(
    landing: Path, store: Store
) -> None:
    put(landing, "610622/2025-01/a.csv", b"a")
    (landing.parent / "receipts.csv").write_text(
        "path,received_at\n610622/2025-01/a.csv,2025-02-04T10:00:00\n"
    )
    receive_landing(landing, store, TOWNS)
    put(landing, "610622/2025-01/a.csv", b"corrected", modified="2025-02-20T08:00:00+08:00")
    receive_landing(landing, store, TOWNS)
    assert arrivals(store) == [
        ("610622/2025-01/a.csv", "2025-02-04T10:00:00"),
        ("610622/2025-01/a.csv", "2025-02-20T08:00:00"),
    ]


def test_bytes_that_come_back_after_a_correction_are_a_submission_again(landing: Path, store: Store) -> None:
    for content, day in ((b"a", 3), (b"b", 4), (b"a", 5), (b"a", 6)):
        put(landing, "610622/2025-01/a.csv", content, modified=f"2025-02-{day:02d}T08:00:00+08:00")
        receive_landing(landing, store, TOWNS)
    received = store.submissions()
    assert [s.received_at.day for s in received] == [3, 4, 5]
    assert len({s.submission_id for s in received}) == 3


def test_a_file_that_is_gone_stays_received_with_its_bytes(landing: Path, store: Store) -> None:
    path = put(landing, "610622/2025-01/a.csv", b"a")
    (submission,) = receive_landing(landing, store, TOWNS)
    path.unlink()
    receive_landing(landing, store, TOWNS)
    assert len(store.submissions()) == 1
    assert store.object_path(submission.content_sha256).read_bytes() == b"a"


def test_a_misplaced_file_is_received_without_county_or_month(landing: Path, store: Store) -> None:
    put(landing, "999999/2025-01/a.csv", b"a")
    put(landing, "610622/2025-13/b.csv", b"b")
    put(landing, "c.csv", b"c")
    received = receive_landing(landing, store, TOWNS)
    assert {(s.source_file, s.county_code, s.period) for s in received} == {
        ("999999/2025-01/a.csv", "", "2025-01"),
        ("610622/2025-13/b.csv", "610622", ""),
        ("c.csv", "", ""),
    }


def test_what_is_no_file_is_received_with_a_reason_and_never_opened(
    landing: Path, store: Store, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("x")
    folder = landing / "610622" / "2025-01"
    (folder / "f.xlsx" / "inner").mkdir(parents=True)
    put(landing, "610622/2025-01/f.xlsx/inner/g.csv", b"g")
    (folder / "a.csv").symlink_to(secret)
    (folder / "b.csv").symlink_to(tmp_path / "nowhere")
    (folder / "c").symlink_to(tmp_path)
    os.mkfifo(folder / "d.xlsx")
    # From within the folder: the path of a socket is short.
    with contextlib.chdir(folder), socket.socket(socket.AF_UNIX) as listener:
        listener.bind("e.xlsx")
    received = receive_landing(landing, store, TOWNS)
    assert [(s.file_name, s.obstacle) for s in received] == [
        ("a.csv", "link"),
        ("b.csv", "link"),
        ("c", "link"),
        ("d.xlsx", "pipe"),
        ("e.xlsx", "socket"),
        ("f.xlsx", "folder"),
        ("g.csv", ""),
    ]
    assert receive_landing(landing, store, TOWNS) == []
    assert [s.obstacle for s in store.submissions()] == [s.obstacle for s in received]
    kept = [store.object_path(s.content_sha256).read_bytes() for s in received]
    assert kept[0] == b"link 610622/2025-01/a.csv"
    said = [refusal(s.source_file, TOWNS, s.obstacle) for s in received]
    assert [item.code.code if item else "" for item in said] == ["NOT_A_FILE"] * 6 + [""]
    # The file itself, sent in place of the link, is another submission.
    (folder / "a.csv").unlink()
    put(landing, "610622/2025-01/a.csv", b"a")
    assert [(s.file_name, s.obstacle) for s in receive_landing(landing, store, TOWNS)] == [("a.csv", "")]


def test_a_receipt_without_a_time_is_told_by_its_line(landing: Path, store: Store) -> None:
    put(landing, "610622/2025-01/a.csv", b"a")
    (landing.parent / "receipts.csv").write_text("path,received_at\n610622/2025-01/a.csv,yesterday\n")
    with pytest.raises(ReceiptsError, match="line 2"):
        receive_landing(landing, store, TOWNS)


def test_a_store_can_be_copied_and_read_elsewhere(landing: Path, store: Store, tmp_path: Path) -> None:
    put(landing, "610622/2025-01/a.csv", b"a")
    receive_landing(landing, store, TOWNS)
    copy = Store(Path(shutil.copytree(store.root, tmp_path / "elsewhere")))
    assert copy.submissions() == store.submissions()


def test_a_reading_is_written_once_and_read_back(store: Store, examples: Path) -> None:
    (path,) = examples.glob("landing/610631/2025-01/*4.*.xlsx")
    rows = list(read_files([Job(path, Source("610631", "2025-01", path.name), "0123456789abcdef")]))
    frames = to_frames(rows)
    submission = Submission("610631", "2025-01", "x.xlsx", "0" * 64, 1, dt.datetime(2025, 2, 3))
    version = recogniser.load().version
    store.write_reading(submission, version, frames)
    store.write_reading(submission, version, {name: frame.iloc[:0] for name, frame in frames.items()})
    assert store.has_reading(submission, version)
    assert not store.has_reading(submission, "another")
    assert len(store.frame("values")) == len(frames["values"]) > 0


def test_a_file_beyond_its_bound_ends_as_a_finding_of_its_own(examples: Path, tmp_path: Path) -> None:
    """A million cells against a bound of a tenth of a second: no machine reads them in that."""
    long = tmp_path / "long.csv"
    long.write_text("乡镇,户数,改厕户数,备注\n" + "永坪镇,12,10,甲乙丙丁\n" * 250_000, encoding="utf-8")
    (rows,) = read_files([Job(long, Source("610622", "2025-01", long.name), "0")], Limits(seconds=0.1))
    assert [f["code"] for f in rows["findings"]] == ["TIMED_OUT"]
    assert [row["disposition"] for row in rows["ledgers"]] == ["rejected"]


def test_results_come_in_the_order_of_the_jobs_whatever_the_workers(examples: Path) -> None:
    paths = sorted(examples.glob("landing/610632/2025-01/*"))
    jobs = [Job(path, Source("610632", "2025-01", path.name), str(n)) for n, path in enumerate(paths)]
    assert list(read_files(jobs, workers=1)) == list(read_files(jobs, workers=2))


def _process(task: int, limits: Limits) -> int:
    return os.getpid()


def test_no_process_reads_files_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_MOST_FILES", 2)
    processes = batch.run_apart(_process, range(6), DEFAULT)
    assert None not in processes
    assert max(Counter(processes).values()) == 2


def test_a_fault_of_the_reader_costs_one_file_and_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = put(tmp_path, "产业.csv", "镇名,特色产业产值（万元）,主导产业\n永坪镇,120,苹果\n".encode())
    # No caller says a month like this one: what reads it is right to raise.
    months = ("2025-xx", "2025-03")
    jobs = [Job(file, Source("610622", month, file.name), month) for month in months]
    failed, read = read_files(jobs)
    assert [row["code"] for row in failed["findings"]] == ["READER_FAILED"]
    assert [row["town_code"] for row in read["records"]] == ["610622101"]
    assert "ValueError" in caplog.text
    assert file.name in caplog.text
