"""Whatever a cell or a file holds, reading ends in values and findings: never in an exception, nothing lost.

A small sample by default. TOWNLEDGER_FUZZ asks for that many inputs in all (`make prove TOWNLEDGER_FUZZ=1000000`),
TOWNLEDGER_FUZZ_SEED makes a sequence again; a failure names the seed of its one input.
"""

from __future__ import annotations

import io
import os
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
import xlwt  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import dictionary, recogniser
from ingest.batch import Job, read_files
from ingest.containers import open_container
from ingest.limits import DEFAULT, MEGABYTE, Limits
from ingest.reading import Reading, Source, read, read_sheets
from ingest.sheet import Sheet
from ingest.words.periods import filled_in, stated_period
from ingest.words.values import ColumnUnit, Raw, ValueReader, raw_text
from tests.fuzz.inputs import cell, grid, mutated, with_mutated_cells, with_mutated_part

TOTAL = int(os.environ.get("TOWNLEDGER_FUZZ", "0"))
SEED = int(os.environ.get("TOWNLEDGER_FUZZ_SEED", "20250331"))
# What a reading costs decides how many of each kind are drawn: of a million, nine in ten are cells.
CELLS = TOTAL * 90 // 100 or 3000
FILES = TOTAL * 9 // 100 or 120
WORKBOOKS = TOTAL // 100 or 12
GRIDS = TOTAL * 9 // 100 or 1500
# As small as the samples allow, so that what is read is bounded by the limits and not by chance.
SMALL = Limits(rows=2_000, columns=200, grid_cells=200_000, memory_bytes=1024 * MEGABYTE, seconds=20)
BATCH = 500
# Endings that the run survives, and that should be few.
ENDED = ("TIMED_OUT", "READER_FAILED")
WORDS = dictionary.load()
READER = ValueReader(WORDS, "2025-03")


def each(kind: str, count: int, attempt: Callable[[random.Random], object]) -> None:
    """Try an attempt with many random sources; print the seeds and the rate, name the seed that fails."""
    started = time.perf_counter()
    for number in range(count):
        seed = f"{kind}-{SEED}-{number}"
        try:
            attempt(random.Random(seed))
        except Exception as error:
            error.add_note(f"input {seed!r}")
            raise
    rate = count / (time.perf_counter() - started)
    print(f"\n{count} {kind} from seed {kind}-{SEED}-0, {rate:.0f} a second")


def assert_read(raw: Raw) -> None:
    """Every field reads a cell as a value, as absent, or as a problem without a value."""
    raw_text(raw)
    for field in WORDS.fields:
        value = READER.read(raw, field, ColumnUnit(1.0, "assumed"))
        if value is not None and value.problem:
            assert (value.number, value.text) == (None, None), (raw, field.name, value)
        if value is not None and value.number is not None:
            assert abs(value.number) < float("inf"), (raw, field.name, value)


def test_any_cell_is_read_as_any_field() -> None:
    each("cells", CELLS, lambda source: assert_read(cell(source)))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=20) | st.floats() | st.datetimes() | st.dates() | st.booleans() | st.integers())
def test_any_content_at_all_is_read_as_any_field(raw: Raw) -> None:
    assert_read(raw)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_any_title_states_a_month_or_none(text: str) -> None:
    for stated in (stated_period(text, "2025"), filled_in(text)):
        assert stated is None or (stated[:2] == "20" and 1 <= int(stated[5:7]) <= 12), text


@pytest.fixture(scope="module")
def samples() -> list[bytes]:
    """A small table in every container."""
    table = [["乡镇", "居住小区总数", "通燃气小区数"], ["永坪镇", "12", "8"], ["大禹街道", "26", "20"]]
    text = "\n".join(",".join(row) for row in table)
    rows = "".join("<tr>" + "".join(f"<td rowspan='1'>{c}</td>" for c in row) + "</tr>" for row in table)
    book, old, document = openpyxl.Workbook(), xlwt.Workbook(), docx.Document()
    sheet, written = old.add_sheet("一"), document.add_table(len(table), 3)
    for r, row in enumerate(table):
        book.worksheets[0].append(row)
        for c, content in enumerate(row):
            sheet.write(r, c, content)
            written.cell(r, c).text = content
    streams = [io.BytesIO() for _ in range(3)]
    for saved, stream in zip((book, old, document), streams, strict=True):
        saved.save(stream)
    markup = f"<html><body><table>{rows}</table></body></html>"
    return [
        *(s.getvalue() for s in streams),
        *(t.encode(e) for t in (text, markup) for e in ("utf-8", "gb18030", "utf-16")),
    ]


def test_any_mutated_container_is_read_or_refused_and_harms_nothing(
    samples: list[bytes], tmp_path: Path
) -> None:
    """By the workers of a run, since what a decoder does with broken bytes may end its process."""
    started, said = time.perf_counter(), Counter[str]()
    for first in range(0, FILES, BATCH):
        jobs = []
        for number in range(first, min(first + BATCH, FILES)):
            source = random.Random(f"files-{SEED}-{number}")
            content = source.choice(samples)
            is_inside = content.startswith(b"PK") and source.random() < 0.7
            changed = with_mutated_part(content, source) if is_inside else mutated(content, source)
            path = tmp_path / f"{number - first}"
            path.write_bytes(changed)
            jobs.append(Job(path, Source("610622", "2025-03", "台账"), f"files-{SEED}-{number}"))
        read_in_batch = list(read_files(jobs, SMALL))
        assert [rows["ledgers"][0]["submission_id"] for rows in read_in_batch] == [
            j.submission_id for j in jobs
        ]
        for rows in read_in_batch:
            said.update({str(row["disposition"]) for row in rows["ledgers"]})
            said.update(str(row["code"]) for row in rows["findings"] if row["code"] in ENDED)
    rate = FILES / (time.perf_counter() - started)
    print(f"\n{FILES} files from seed files-{SEED}-0, {rate:.0f} a second: {dict(said)}")


def assert_accounted_for(reading: Reading, sheets: list[Sheet]) -> None:
    """Every cell that is not blank has one fate."""
    assert {name: own.keys() for name, own in reading.cells.items()} == {
        sheet.name: sheet.filled.keys() for sheet in sheets
    }
    assert {outcome for own in reading.cells.values() for outcome, _ in own.values()} <= {
        "accepted",
        "rejected",
        "withheld",
        "ignored",
    }
    assert len({record.record_id for record in reading.records}) == len(reading.records)
    held = {(f.sheet, f.cell) for record in reading.records for f in record.values.values()}
    held |= {(record.sheet, cell) for record in reading.records for cell in record.key_cells.values()}
    for found in reading.tables:  # a town said twice is one
        answers = (answer for own in found.assignment.answers.values() for answer in own)
        towns = (answer.slot for answer in answers if answer.field.name == "town")
        cells = [
            *(cell for slot in towns for cell in slot.cells),
            *(line.town_cell for line in found.table.lines),
        ]
        held |= {(found.table.sheet.name, cell) for cell in cells if cell}
    accepted = {(name, at) for name, own in reading.cells.items() for at in own if own[at][0] == "accepted"}
    assert accepted <= held  # no value wrote over another


def read_as_march(sheet: Sheet) -> Reading:
    return read_sheets([sheet], Reading(Source("610622", "2025-03", "报表.xlsx"), recogniser.load().version))


@pytest.mark.parametrize(
    "rows",
    [
        # a card whose town stands before the labels, behind another text
        [["备案", "永坪镇"], [None, None, "网格总数"], [None, None, "配备网格员网格数", 10], [None, None, "纠纷受理数", 9]],
        # towns across, the first row of the turned table a lone number
        [[None, None, "建设成效较好乡镇", "杨家圪台镇", "文安驿镇"], [None, None, None, None, "推荐理由"], [None, 0.95]],
        # two columns of towns, one of them headed as the numbers of the lines
        [["序号", None, "2025年计划投资"], ["杨家圪台镇", "文安驿镇", None]],
        # two units said of an amount that is part of a cell
        [
            [None, "单位：万元", "人民币元"],
            ["矛盾纠纷受理数", None, "农户总数"],
            ["正常运行监测点数"],
            ["监测点位", "总投资：900；累计完成：60"],
        ],
    ],
)  # fmt: skip
def test_what_once_ended_in_an_exception_is_accounted_for(rows: list[list[Raw]]) -> None:
    sheet = Sheet("表", [[*row, *[None] * (max(map(len, rows)) - len(row))] for row in rows])
    assert_accounted_for(read_as_march(sheet), [sheet])


def test_any_grid_of_what_ledgers_hold_is_accounted_for() -> None:
    def attempt(source: random.Random) -> None:
        sheet = grid(source, WORDS)
        assert_accounted_for(read_as_march(sheet), [sheet])

    each("grids", GRIDS, attempt)


def test_any_mutated_workbook_is_read_with_every_cell_accounted_for(examples: Path) -> None:
    books = sorted(examples.glob("landing/*/2025-03/*.xlsx"), key=lambda path: path.stat().st_size)[:8]

    def attempt(source: random.Random) -> None:
        path = source.choice(books)
        changed = with_mutated_cells(path.read_bytes(), source)
        _, sheets = open_container(changed, DEFAULT)
        assert_accounted_for(read(changed, Source(path.parts[-3], path.parts[-2], path.name)), sheets)

    each("workbooks", WORKBOOKS, attempt)
