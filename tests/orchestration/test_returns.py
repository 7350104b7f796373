"""Returns end to end: marked copies of real files read like the originals, and land once corrected."""

import json
from pathlib import Path

import openpyxl

from expectations import rows
from exports.returns.cases import Case, Finding
from ingest.frames import to_frames, to_rows
from ingest.reading import Reading, Source, read
from ingest.store import Store
from orchestration import returns
from orchestration.home import Home
from tests.conftest import FAULTS

COUNTY, PERIOD = "610622", "2025-03"


def content(reading: Reading) -> list[tuple]:
    return sorted(
        (r.ledger, r.town_code, r.key, name, repr(v.value), v.sheet, v.address)
        for r in reading.records
        for name, v in r.values.items()
    )


def complaints(reading: Reading) -> list[tuple[str, str, str]]:
    return sorted((f.code.code, f.sheet, f.cell) for f in reading.findings)


def test_an_uncorrected_copy_of_every_kind_of_file_reads_like_the_original(published_home: Path) -> None:
    home = Home(published_home)
    store = Store(home.store)
    state = json.loads((home.returns / ".copies.json").read_text(encoding="utf-8"))
    sent = {s.submission_id: s for s in store.submissions()}
    kinds = set()
    for key, copy in state.items():
        submission = sent[key]
        source = Source(submission.county_code, submission.period, submission.file_name)
        original = read(store.object_path(submission.content_sha256).read_bytes(), source)
        returned = read((home.returns / copy["file"]).read_bytes(), source)
        assert content(returned) == content(original), copy["file"]
        assert complaints(returned) == complaints(original), copy["file"]
        assert original.container is not None
        kinds.add(original.container.kind)
    assert {"xlsx", "xls", "ods"} & kinds


def test_a_corrected_copy_is_accepted(tmp_path: Path) -> None:
    (file,) = (FAULTS / "13_part_exceeds_total").glob("*/*/*.xlsx")
    source = Source(COUNTY, PERIOD, file.name)
    (record,) = judged(file.read_bytes(), source)
    assert (record["code"], record["cell"]) == ("PART_EXCEEDS_TOTAL", "E4")
    finding = Finding(
        "a1",
        record["ledger"],
        "f1",
        "error",
        record["code"],
        record["outcome"],
        record["message_zh"],
        record["sheet"],
        record["cell"],
        record["raw_text"],
        record["suggestion"],
    )
    case = Case("a1", COUNTY, "延川县", PERIOD, f"{COUNTY}/{PERIOD}/{file.name}", (), (finding,))
    extension, copy = returns.mark(file, case)
    assert extension == ".xlsx"
    path = tmp_path / "copy.xlsx"
    path.write_bytes(copy)
    book = openpyxl.load_workbook(path)
    assert "通燃气小区数" in book["基础设施"]["E4"].comment.text
    # The whole stands beside it: as many communities have gas as there are.
    book["基础设施"]["E4"] = book["基础设施"]["D4"].value
    book["基础设施"]["F4"] = None
    book.save(path)
    assert judged(path.read_bytes(), source) == []


def judged(file: bytes, source: Source) -> list[dict]:
    """What must be corrected in a file, by its own rows."""
    frames = rows.judge(to_frames([to_rows(read(file, source), "a1")]))
    findings = frames["findings"]
    return findings[findings["severity"] == "error"].to_dict("records")
