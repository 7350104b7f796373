"""Returns end to end: marked copies of real files read like the originals, and land once corrected."""

import io
import json
from dataclasses import replace
from pathlib import Path

import duckdb
import openpyxl
import pytest

from expectations import rows
from exports.returns.cases import Case, Finding
from ingest.frames import to_frames
from ingest.reading import Reading, Source, read
from ingest.rows import to_rows
from ingest.store import Store
from orchestration import returns
from orchestration.home import Home
from tests.ingest.writing import WRITERS
from tests.orchestration.conftest import FAULTY as FAULTY_FILES

COUNTY, PERIOD = "610622", "2025-03"


def content(reading: Reading) -> list[tuple]:
    """All values with their places, counted from the first table: what stands above a Word table gets rows."""
    first = {t.table.sheet.name: t.table.top for t in reversed(reading.tables)}
    return sorted(
        (r.ledger, r.town_code, r.key, name, repr(v.value), v.sheet, v.cell[0] - first[v.sheet], v.cell[1])
        for r in reading.records
        for name, v in r.values.items()
    )


def complaints(reading: Reading) -> list[tuple[str, str]]:
    return sorted((f.code.code, f.sheet) for f in reading.findings)


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


SOUND: list[list[str | float | None]] = [
    ["延川县人居环境整治情况统计表（2025年3月）"],
    [
        *("镇名", "农户总数", "卫生厕所户数", "乱搭乱建发现数", "乱搭乱建整改数", "垃圾乱倒发现数"),
        *("垃圾乱倒整改数", "污水乱排发现数", "污水乱排整改数", "店外乱摆发现数", "店外乱摆整改数"),
        *("广告乱贴发现数", "广告乱贴整改数", "线缆乱拉发现数", "线缆乱拉整改数", "农贸市场数"),
    ],
    ["永坪镇", 900.0, 700.0, *([9.0, 8.0] * 6), 2.0],
    ["关庄镇", 800.0, 650.0, *([7.0, 6.0] * 6), 1.0],
    ["贾家坪镇", 700.0, 500.0, *([5.0, 5.0] * 6), 3.0],
]
#: What is wrong: row and column, what stands there, the code of its finding.
FAULTY = {
    "part above its whole": (3, 2, 810.0, "PART_EXCEEDS_TOTAL"),
    "negative": (3, 3, -7.0, "NEGATIVE_AMOUNT"),
    "left blank": (3, 1, None, "REQUIRED_MISSING"),
    "unknown town": (3, 0, "关庒镇", "UNKNOWN_TOWN"),
    "town of another county": (3, 0, "黑家堡镇", "TOWN_OF_OTHER_COUNTY"),
    "named twice": (3, 0, "永坪镇", "DUPLICATE_ROW_CONFLICT"),
    "error value": (3, 15, "#REF!", "ERROR_VALUE"),
    "no number": (3, 15, "两个左右吧", "VALUE_UNREADABLE"),
    "unknown column": (1, 15, "满意度得分", "UNKNOWN_COLUMN"),
    "missing column": (1, 1, None, "REQUIRED_COLUMN_MISSING"),
    "another month": (0, 0, "延川县人居环境整治情况统计表（2025年2月）", "PERIOD_MISMATCH"),
}


@pytest.mark.parametrize(
    ("kind", "fault"),
    [("xlsx", fault) for fault in FAULTY]
    + [
        (kind, fault)
        for kind in WRITERS
        for fault in ("part above its whole", "left blank", "another month")
        if kind != "xlsx"
    ],
)
def test_a_copy_of_any_kind_lands_once_the_marked_cells_are_corrected(
    tmp_path: Path, kind: str, fault: str
) -> None:
    row, column, wrong, code = FAULTY[fault]
    faulty = [list(cells) for cells in SOUND]
    faulty[row][column] = wrong
    if fault == "missing column":
        faulty = [cells[:1] + cells[2:] if len(cells) > 1 else cells for cells in faulty]
    file = tmp_path / "人居环境3月"
    file.write_bytes(WRITERS[kind](faulty))
    assert code in [item["code"] for item in judged(file.read_bytes(), file.name)]
    marked = returns.mark(file, case_of(file))
    assert marked is not None
    copy = tmp_path / f"人居环境3月（退回修改）{marked[0]}"
    copy.write_bytes(marked[1])
    # Nothing is settled by sending the copy back as it came.
    assert code in [item["code"] for item in judged(copy.read_bytes(), copy.name)]
    correct(copy, fault)
    assert judged(copy.read_bytes(), copy.name) == []


def test_a_sheet_named_with_a_phone_number_is_marked_though_findings_name_it_masked(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "环境 13800025641"
    for cells in SOUND:
        sheet.append(cells)
    sheet["B4"] = "很多"
    file = tmp_path / "人居环境3月.xlsx"
    book.save(file)
    case = case_of(file)
    masked = [replace(found, sheet=found.sheet.replace("13800025641", "******")) for found in case.findings]
    marked = returns.mark(file, replace(case, findings=tuple(masked)))
    assert marked is not None
    copy = openpyxl.load_workbook(io.BytesIO(marked[1])).worksheets[0]
    assert copy.title == "环境 13800025641"
    assert copy["B4"].comment is not None


def correct(copy: Path, fault: str) -> None:
    """What a clerk does: look for the cells with a comment, and write there what is right."""
    book = openpyxl.load_workbook(copy)
    (sheet,) = book.worksheets
    row, column, wrong, _ = FAULTY[fault]
    commented = [cell for cells in sheet.iter_rows() for cell in cells if cell.comment]
    assert commented
    assert all(cell.fill.fgColor.rgb in ("00FFC7CE", "00FFEB9C") for cell in commented)
    if fault == "missing column":
        sheet.insert_cols(2)
        for number, cells in enumerate(SOUND[1:], start=2):
            sheet.cell(number, 2).value = cells[1]
    elif fault == "named twice":
        # Both rows are marked where they differ; the town of the second is the slip.
        assert len({cell.row for cell in commented}) == 2
        sheet.cell(max(cell.row for cell in commented), 1).value = SOUND[row][0]
    else:
        (cell,) = [cell for cell in commented if _shown(cell.value) == _shown(wrong)]
        assert (cell.row, cell.column) == (row + 1, column + 1)
        cell.value = SOUND[row][column]
    book.save(copy)


def _shown(content: object) -> str:
    return f"{content:g}" if isinstance(content, (int, float)) else str(content)


def case_of(file: Path) -> Case:
    """The open findings of a file, as the published tables hold them."""
    found = [
        Finding(
            "a1",
            item["ledger"],
            str(number),
            item["severity"],
            item["code"],
            item["outcome"],
            item["message_zh"],
            item["sheet"],
            item["cell"],
            item["raw_text"],
            item["suggestion"],
        )
        for number, item in enumerate(judged(file.read_bytes(), file.name))
    ]
    return Case("a1", COUNTY, "延川县", PERIOD, f"{COUNTY}/{PERIOD}/{file.name}", (), tuple(found))


def judged(content: bytes, name: str) -> list[dict]:
    """What is to be done about a file, by its own rows."""
    reading = read(content, Source(COUNTY, PERIOD, name))
    findings = rows.judge(to_frames([to_rows(reading, "a1")]))["findings"]
    return findings[findings["severity"] != "info"].to_dict("records")


def test_an_amount_that_fell_is_returned_with_the_cell_that_it_fell_below(faulty_home: Path) -> None:
    """The file, sheet, cell and text of February are said in the table, on the list and in the comment."""
    # 132 stands in R8 of February's list of projects; R6 of the file for March says 79.2.
    february = "2025年2月“延川县建设项目明细表202502.xlsx”“项目”R8填“132”"
    said = f"本年累计完成投资（79.2万元）低于上月（{february}，132万元）"
    with duckdb.connect(str(faulty_home / "published" / "townledger.duckdb"), read_only=True) as connection:
        found = connection.execute(
            "select sheet, cell, raw_text, message_zh from fct_finding where code = 'CUMULATIVE_FELL'"
        ).fetchall()
    assert found == [("项目台账", "R6", "79.2", said)]
    returned = faulty_home / "returns" / COUNTY / "2025-03"
    listed = openpyxl.load_workbook(returned / "退回修改清单.xlsx").worksheets[0]
    assert said in {cell.value for row in listed.iter_rows() for cell in row}
    marked = openpyxl.load_workbook(returned / FAULTY_FILES[1].replace(".", "（退回修改）."))
    comment = marked["项目台账"]["R6"].comment
    assert comment is not None
    assert comment.text.startswith(f"【须更正】{said}")
