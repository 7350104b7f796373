"""The correction lists that go back to counties: what stands on them, and when they change or go."""

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import openpyxl
import pytest
from docx import Document

from exports.returns import correction_list, cover_note, folder
from exports.returns.cases import Case, Finding, open_cases
from exports.returns.wording import FATE_ZH, LIST, NOTE, until_zh

FELL = Finding(
    "a1",
    "projects",
    "f1",
    "error",
    "CUMULATIVE_FELL",
    "reject_row",
    "累计低于上月",
    "项目",
    "R6",
    "=1+1",
    "请核对",
)
MACRO = replace(FELL, finding_id="f2", severity="warning", outcome="warn", sheet="", cell="", raw_text="")
#: The day of its deadline, and one after it.
DUE, PAST = dt.date(2025, 4, 5), dt.date(2025, 7, 11)
CASE = Case("a1", "610622", "延川县", "2025-03", "610622/2025-03/=a.xlsx", (DUE,), (MACRO, FELL))


def rows(content: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return found[found.index(list(correction_list.COLUMNS)) + 1 :]


def test_each_finding_stands_on_the_list_and_no_text_is_a_formula() -> None:
    assert rows(correction_list.render([CASE], PAST)) == [
        [1, "'=a.xlsx", None, "整个文件", None, "累计低于上月", "请核对", "请核实", "已采用，请核实"],
        [2, "'=a.xlsx", "项目", "R6", "'=1+1", "累计低于上月", "请核对", "须更正", "该行退回"],
    ]


def test_nobody_is_told_that_correcting_a_ledger_received_in_time_makes_it_late() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(correction_list.render([CASE], PAST))).worksheets[0]
    note = Document(io.BytesIO(cover_note.render([CASE], {}, {}, PAST)))
    said = "\n".join(str(cell.value) for row in sheet.iter_rows(max_row=4) for cell in row)
    for text in (said, "\n".join(paragraph.text for paragraph in note.paragraphs)):
        assert "已按时入库的台账，更正后不计为逾期；尚未入库的，按重报文件的收到时间计算是否逾期。" in text
        assert "按实际收到时间计为逾期" not in text


def test_a_deadline_that_has_passed_is_not_asked_to_be_kept() -> None:
    later = [("2025-01", dt.date(2025, 2, 5)), ("2025-02", dt.date(2025, 3, 5)), ("2025-03", DUE)]
    assert until_zh(later, PAST).startswith("2025年1月至3月台账报送期限已过，需更正的请收到后立即改正重报。")
    two = [("2025-03", DUE), ("2025-03", dt.date(2025, 4, 10)), ("2025-02", dt.date(2025, 3, 5))]
    assert until_zh(two, dt.date(2025, 4, 6)).startswith(
        "2025年3月台账报送期限为2025年4月5日、2025年4月10日，需更正的请在期限前改正重报，期限已过的立即改正重报。"
        "2025年2月台账报送期限已过，需更正的请收到后立即改正重报。"
    )


def no_copies(cases: Sequence[Case]) -> dict[str, tuple[str, bytes]]:
    return {}


def no_form(county: str, period: str) -> None:
    return None


def test_copies_are_made_once_replaced_with_their_findings_and_go_when_settled(tmp_path: Path) -> None:
    asked: list[int] = []

    def mark(cases: Sequence[Case]) -> dict[str, tuple[str, bytes]]:
        asked.append(len(cases))
        return {case.submission_id: (".xlsx", repr(case.findings).encode()) for case in cases}

    second = replace(CASE, submission_id="a2", source_file="610622/2025-03/sub/=a.xls")
    folder.write([CASE, second], tmp_path, mark, no_form, PAST)
    folder.write([CASE, second], tmp_path, mark, no_form, PAST)
    place = tmp_path / "610622" / "2025-03"
    names = {path.name for path in place.iterdir()}
    assert names == {LIST, "=a（退回修改）.xlsx", "=a（退回修改2）.xlsx"}
    changed = replace(CASE, findings=(FELL,))
    folder.write([changed, second], tmp_path, mark, no_form, PAST)
    assert (place / "=a（退回修改）.xlsx").read_bytes() == repr((FELL,)).encode()
    assert asked == [2, 1]
    folder.write([second], tmp_path, mark, no_form, PAST)
    assert {path.name for path in place.iterdir()} == {LIST, "=a（退回修改2）.xlsx"}


def test_a_list_is_rewritten_only_where_it_changed_and_goes_when_settled(tmp_path: Path) -> None:
    path = tmp_path / "610622" / "2025-03" / LIST
    # The list, the cover note, and the pack of both.
    assert folder.write([CASE], tmp_path, no_copies, no_form, PAST).changed == 3
    first, written = path.read_bytes(), path.stat().st_mtime_ns
    assert folder.write([CASE], tmp_path, no_copies, no_form, PAST).changed == 0
    assert path.stat().st_mtime_ns == written
    folder.write([replace(CASE, findings=(FELL,))], tmp_path, no_copies, no_form, PAST)
    assert path.read_bytes() != first
    assert folder.write([], tmp_path, no_copies, no_form, PAST).lists == 0
    assert [path.name for path in tmp_path.iterdir()] == []


REFUSED = replace(
    MACRO, submission_id="a2", severity="error", outcome="reject_file", message="缺少必填列“总投资”"
)
OTHER = replace(
    CASE,
    submission_id="a2",
    period="2025-02",
    source_file="610622/2025-02/b.xls",
    due=(),
    findings=(REFUSED,),
)


def pack_of(county: Path) -> dict[str, bytes]:
    (path,) = county.glob("*.zip")
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def test_a_county_s_pack_holds_note_lists_copies_and_a_form_for_a_month_with_a_file_refused(
    tmp_path: Path,
) -> None:
    asked = []

    def form_of(county: str, period: str) -> tuple[str, bytes]:
        asked.append((county, period))
        return "表样.xlsx", b"form"

    def mark(cases: Sequence[Case]) -> dict[str, tuple[str, bytes]]:
        return {"a1": (".xlsx", b"copy")}

    folder.write([OTHER, CASE], tmp_path, mark, form_of, PAST)
    county = tmp_path / "610622"
    files = pack_of(county)
    assert files == {
        NOTE: (county / NOTE).read_bytes(),
        f"2025-02/{LIST}": (county / "2025-02" / LIST).read_bytes(),
        "2025-02/表样.xlsx": b"form",
        f"2025-03/{LIST}": (county / "2025-03" / LIST).read_bytes(),
        "2025-03/=a（退回修改）.xlsx": b"copy",
    }
    assert asked == [("610622", "2025-02")]
    folder.write([CASE], tmp_path, mark, form_of, PAST)
    assert set(pack_of(county)) == {NOTE, f"2025-03/{LIST}", "2025-03/=a（退回修改）.xlsx"}
    folder.write([], tmp_path, mark, form_of, PAST)
    assert not county.exists()


def test_the_note_says_which_files_how_many_problems_what_first_and_by_when() -> None:
    note = Document(io.BytesIO(cover_note.render([OTHER, CASE], {"a1": "610622/2025-03/x.xlsx"}, {}, DUE)))
    text = "\n".join(paragraph.text for paragraph in note.paragraphs)
    assert "延川县人民政府：" in text
    assert "报送的2025年2月至3月镇区强功能台账" in text
    assert "有2份文件需退回修改或核实，共有问题3项，其中须更正2项、请核实1项" in text
    assert text.index("2025年2月“b.xls”整表退回：缺少必填列“总投资”") < text.index(
        "“=a.xlsx”有1项须更正，如“项目”表R6：累计低于上月。"
    )
    assert "2025年3月台账报送期限为2025年4月5日，需更正的请在期限前改正重报。" in text
    rows = [[cell.text for cell in row.cells] for row in note.tables[0].rows[1:]]
    assert rows == [
        ["2025年2月", "b.xls", "整表退回，未采用", "1", "", "无"],
        ["2025年3月", "=a.xlsx", "部分行退回，其余已采用", "1", "1", "有"],
    ]


@pytest.mark.parametrize(
    ("disposition", "superseded_by", "later", "is_open"),
    [
        ("accepted_with_findings", "", "b.xlsx", True),
        ("accepted_with_findings", "b", "b.xlsx", False),
        ("rejected", "", "b.xlsx", True),
        ("rejected", "", "a（退回修改）.xlsx", False),
    ],
)
def test_a_finding_is_settled_by_what_came_later(
    tmp_path: Path, disposition: str, superseded_by: str, later: str, is_open: bool
) -> None:
    database = tmp_path / "t.duckdb"
    write_submissions(
        database, [("a", 1, "a.xlsx", disposition, superseded_by, ""), ("b", 2, later, "accepted", "", "")]
    )
    assert [case.submission_id for case in open_cases(database)] == (["a"] if is_open else [])


@pytest.mark.parametrize(
    ("withdrawn_by", "confirmed_by", "is_open"), [("", "", True), ("d", "", False), ("", "d", False)]
)
def test_a_finding_is_settled_by_a_decision(
    tmp_path: Path, withdrawn_by: str, confirmed_by: str, is_open: bool
) -> None:
    database = tmp_path / "t.duckdb"
    write_submissions(database, [("a", 1, "a.xlsx", "rejected", "", withdrawn_by)], confirmed_by)
    assert [case.submission_id for case in open_cases(database)] == (["a"] if is_open else [])


def write_submissions(database: Path, rows: list[tuple[object, ...]], confirmed_by: str = "") -> None:
    """Submissions of one ledger (key, day of April, name, disposition, superseded by, withdrawn by) and a finding of
    the one called a."""
    with duckdb.connect(str(database)) as connection:
        connection.execute("create table dim_county as select '610622' county_code, '延川县' county_name")
        connection.execute(
            "create table fct_submission (submission_id varchar, ledger varchar, county_code varchar,"
            " period varchar, source_file varchar, received_at timestamp, due_at timestamp,"
            " disposition varchar, superseded_by varchar, withdrawn_by varchar)"
        )
        for key, day, name, *fate in rows:
            connection.execute(
                "insert into fct_submission values (?, 'projects', '610622', '2025-03', ?, ?, null, ?, ?, ?)",
                [key, f"610622/2025-03/{name}", dt.datetime(2025, 4, int(str(day))), *fate],
            )
        connection.execute(
            "create table fct_finding as select 'a' submission_id, 'projects' ledger, 'f' finding_id,"
            " '' record_id, 'error' severity, 'X' code, 'reject_row' outcome, 'm' message_zh, '' sheet, 'A1' cell,"
            f" '' raw_text, '' suggestion, '{confirmed_by}' decision_id"
        )


def test_a_value_of_a_refused_row_is_not_said_to_be_taken(tmp_path: Path) -> None:
    database = tmp_path / "t.duckdb"
    write_submissions(database, [("a", 1, "a.xlsx", "accepted_with_findings", "", "")])
    with duckdb.connect(str(database)) as connection:
        connection.execute("update fct_finding set record_id = 'r1'")
        for number, (record, severity, outcome) in enumerate(
            [
                ("r1", "warning", "warn"),
                ("r1", "error", "withhold"),
                ("r2", "warning", "warn"),
                ("", "warning", "warn"),
            ]
        ):
            connection.execute(
                "insert into fct_finding values"
                " ('a', 'projects', ?, ?, ?, 'X', ?, 'm', '', 'A1', '', '', '')",
                [f"g{number}", record, severity, outcome],
            )
    (case,) = open_cases(database)
    fates = {finding.finding_id: FATE_ZH[finding.outcome] for finding in case.findings}
    assert fates == {
        "f": "该行退回",
        "g0": "随该行退回",
        "g1": "随该行退回",
        "g2": "已采用，请核实",
        "g3": "已采用，请核实",
    }
