"""The correction lists that go back to counties: what stands on them, and when they change or go."""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import openpyxl
import pytest

from exports.returns import correction_list, folder
from exports.returns.cases import Case, Finding, open_cases

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
CASE = Case(
    "a1", "610622", "延川县", "2025-03", "610622/2025-03/=a.xlsx", (dt.date(2025, 4, 5),), (MACRO, FELL)
)


def rows(content: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return found[found.index(list(correction_list.COLUMNS)) + 1 :]


def test_each_finding_stands_on_the_list_and_no_text_is_a_formula() -> None:
    assert rows(correction_list.render([CASE])) == [
        [1, "'=a.xlsx", None, "整个文件", None, "累计低于上月", "请核对", "请核实", "已采用，请核实"],
        [2, "'=a.xlsx", "项目", "R6", "'=1+1", "累计低于上月", "请核对", "须更正", "该行退回"],
    ]


def no_copies(cases: Sequence[Case]) -> dict[str, tuple[str, bytes]]:
    return {}


def test_copies_are_made_once_replaced_with_their_findings_and_go_when_settled(tmp_path: Path) -> None:
    asked: list[int] = []

    def mark(cases: Sequence[Case]) -> dict[str, tuple[str, bytes]]:
        asked.append(len(cases))
        return {case.submission_id: (".xlsx", repr(case.findings).encode()) for case in cases}

    second = replace(CASE, submission_id="a2", source_file="610622/2025-03/sub/=a.xls")
    folder.write([CASE, second], tmp_path, mark)
    folder.write([CASE, second], tmp_path, mark)
    place = tmp_path / "610622" / "2025-03"
    names = {path.name for path in place.iterdir()}
    assert names == {folder.LIST, "=a（退回修改）.xlsx", "=a（退回修改2）.xlsx"}
    changed = replace(CASE, findings=(FELL,))
    folder.write([changed, second], tmp_path, mark)
    assert (place / "=a（退回修改）.xlsx").read_bytes() == repr((FELL,)).encode()
    assert asked == [2, 1]
    folder.write([second], tmp_path, mark)
    assert {path.name for path in place.iterdir()} == {folder.LIST, "=a（退回修改2）.xlsx"}


def test_a_list_is_rewritten_only_where_it_changed_and_goes_when_settled(tmp_path: Path) -> None:
    path = tmp_path / "610622" / "2025-03" / folder.LIST
    assert folder.write([CASE], tmp_path, no_copies).changed == 1
    first, written = path.read_bytes(), path.stat().st_mtime_ns
    assert folder.write([CASE], tmp_path, no_copies).changed == 0
    assert path.stat().st_mtime_ns == written
    folder.write([replace(CASE, findings=(FELL,))], tmp_path, no_copies)
    assert path.read_bytes() != first
    assert folder.write([], tmp_path, no_copies).lists == 0
    assert [path.name for path in tmp_path.iterdir()] == []


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
    with duckdb.connect(str(database)) as connection:
        connection.execute("create table dim_county as select '610622' county_code, '延川县' county_name")
        connection.execute(
            "create table fct_submission (submission_id varchar, ledger varchar, county_code varchar,"
            " period varchar, source_file varchar, received_at timestamp, due_at timestamp,"
            " disposition varchar, superseded_by varchar)"
        )
        for key, day, name, fate, by in (
            ("a", 1, "a.xlsx", disposition, superseded_by),
            ("b", 2, later, "accepted", ""),
        ):
            connection.execute(
                "insert into fct_submission values (?, 'projects', '610622', '2025-03', ?, ?, null, ?, ?)",
                [key, f"610622/2025-03/{name}", dt.datetime(2025, 4, day), fate, by],
            )
        connection.execute(
            "create table fct_finding as select 'a' submission_id, 'projects' ledger, 'f' finding_id,"
            " 'error' severity, 'X' code, 'reject_row' outcome, 'm' message_zh, '' sheet, 'A1' cell,"
            " '' raw_text, '' suggestion"
        )
    assert [case.submission_id for case in open_cases(database)] == (["a"] if is_open else [])
