"""Marked copies: the right cells coloured and commented, everything else as the county made it."""

import io
import zipfile
from dataclasses import replace

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font

from exports.returns.cases import Finding
from exports.returns.marked_workbook import Grid, mark_grids, mark_workbook

WRONG = Finding(
    "a1", "projects", "f1", "error", "X", "reject_row", "累计低于上月", "台账", "B3", "12", "请核对"
)
DOUBTFUL = replace(WRONG, finding_id="f2", severity="warning", message="合计不符", suggestion="")


def workbook() -> bytes:
    """A titled table whose total is a formula; Excel's stored result is put in by hand, as Excel would."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "台账"
    sheet.merge_cells("A1:B1")
    sheet["A1"] = "某县台账"
    sheet["A1"].font = Font(bold=True, size=20)
    sheet["A2"], sheet["B2"] = "镇名", "总投资"
    sheet["A3"], sheet["B3"] = "甲镇", 12
    sheet["A4"], sheet["B4"] = "合计", "=SUM(B3:B3)"
    sheet["A3"].comment = Comment("县里的批注", "王")
    sheet.column_dimensions["A"].width = 33
    hidden = book.create_sheet("旧")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "旧表"
    stream = io.BytesIO()
    book.save(stream)
    return with_part(stream.getvalue(), "xl/worksheets/sheet1.xml", b"<v></v>", b"<v>12</v>")


def with_part(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    finished = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(finished, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                assert data.count(old) == 1, data
                data = data.replace(old, new)
            target.writestr(name, data)
    return finished.getvalue()


def marked(content: bytes) -> dict[str, str]:
    """sheet!cell → comment, for every cell that has one of ours."""
    return {
        f"{sheet.title}!{cell.coordinate}": cell.comment.text
        for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment and "】" in cell.comment.text
    }


def test_each_wrong_cell_says_what_is_wrong_and_what_was_expected() -> None:
    copy = mark_workbook(workbook(), [WRONG, DOUBTFUL], keep_macros=False, has_formulas=True)
    assert marked(copy) == {"台账!B3": "【须更正】累计低于上月\n更正要求：请核对\n【请核实】合计不符"}
    sheet = openpyxl.load_workbook(io.BytesIO(copy))["台账"]
    assert sheet["B3"].fill.fgColor.rgb == "00FFC7CE"
    assert sheet["B2"].fill.fill_type is None


def test_several_cells_ranges_and_merged_cells_are_all_marked() -> None:
    found = [replace(WRONG, cell="A3,B2"), replace(WRONG, cell="A4:B4"), replace(WRONG, cell="B1")]
    assert set(marked(mark_workbook(workbook(), found, keep_macros=False, has_formulas=True))) == {
        "台账!A3",
        "台账!B2",
        "台账!A4",
        "台账!B4",
        "台账!A1",
    }


def test_what_concerns_the_file_is_said_in_the_first_cell() -> None:
    whole = [replace(WRONG, cell=""), replace(DOUBTFUL, sheet="", cell="")]
    assert set(marked(mark_workbook(workbook(), whole, keep_macros=False, has_formulas=True))) == {"台账!A1"}


def test_format_formulas_and_their_results_and_own_comments_stay() -> None:
    copy = mark_workbook(workbook(), [replace(WRONG, cell="A3")], keep_macros=False, has_formulas=True)
    book = openpyxl.load_workbook(io.BytesIO(copy))
    sheet = book["台账"]
    assert (sheet["A1"].font.size, sheet.column_dimensions["A"].width) == (20, 33)
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A1:B1"]
    assert (sheet["B4"].value, book["旧"].sheet_state) == ("=SUM(B3:B3)", "hidden")
    assert openpyxl.load_workbook(io.BytesIO(copy), data_only=True)["台账"]["B4"].value == 12
    assert sheet["A3"].comment.text.startswith("县里的批注\n【须更正】")


def test_a_copy_marked_again_says_only_what_is_wrong_now() -> None:
    first = mark_workbook(workbook(), [WRONG], keep_macros=False, has_formulas=True)
    again = mark_workbook(first, [DOUBTFUL], keep_macros=False, has_formulas=True)
    assert marked(again) == {"台账!B3": "【请核实】合计不符"}


def test_macros_are_kept() -> None:
    stream = io.BytesIO(workbook())
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("xl/vbaProject.bin", b"macros")
    content = with_part(
        stream.getvalue(),
        "[Content_Types].xml",
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    copy = mark_workbook(content, [WRONG], keep_macros=True, has_formulas=True)
    with zipfile.ZipFile(io.BytesIO(copy)) as package:
        assert package.read("xl/vbaProject.bin") == b"macros"
        assert b"macroEnabled.main+xml" in package.read("[Content_Types].xml")
    assert set(marked(copy)) == {"台账!B3"}


def test_the_same_findings_give_the_same_bytes() -> None:
    content = workbook()
    copies = {mark_workbook(content, [WRONG], keep_macros=False, has_formulas=True) for _ in range(2)}
    assert len(copies) == 1
    assert b"2000-01-01T00:00:00" in zipfile.ZipFile(io.BytesIO(copies.pop())).read("docProps/core.xml")


def test_cells_in_a_message_are_those_of_the_copy_and_those_of_other_files_stay() -> None:
    """What stands above the table of a document moves its cells down by a row."""
    grid = Grid("台账", [["镇名", "投资"], ["甲镇", 12.5]], [], False, ["单位：万元"])
    message = "大于总数（B1，10），2025年1月“甲.docx”“台账”B1填“7”，明细（A1至A2）"
    book = openpyxl.load_workbook(
        io.BytesIO(mark_grids([grid], [replace(WRONG, cell="B2", message=message)]))
    )
    assert (
        "大于总数（B2，10），2025年1月“甲.docx”“台账”B1填“7”，明细（A2至A3）"
        in book["台账"]["B3"].comment.text
    )


def test_other_kinds_come_back_with_the_same_sheets_and_cells() -> None:
    grid = Grid(
        "台账", [["镇名", "投资"], ["=甲镇", 12.5], [True, None]], [(0, 0, 0, 1)], False, ["单位：万元"]
    )
    old = Grid("a/b:c", [["旧"]], [], True, [])
    book = openpyxl.load_workbook(io.BytesIO(mark_grids([grid, old], [replace(WRONG, cell="B2")])))
    sheet = book["台账"]
    # What stood above the cells stands above them, so that unit and month are read as before.
    assert [[cell.value for cell in row] for row in sheet["A1:B4"]] == [
        ["单位：万元", None],
        ["镇名", None],
        ["=甲镇", 12.5],
        [True, None],
    ]
    assert (sheet["A3"].data_type, [str(m) for m in sheet.merged_cells.ranges]) == ("s", ["A2:B2"])
    assert (book["a_b_c"].sheet_state, sheet["B3"].comment.text[:5]) == ("hidden", "【须更正】")
