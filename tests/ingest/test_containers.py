"""Bytes to sheets: told apart by content, read in every encoding, refused where they are a danger."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
import xlwt

from ingest.containers import open_container
from ingest.limits import DEFAULT, Limits
from ingest.sheet import Sheet, Unreadable
from ingest.words.values import UncachedFormula

TABLE = [["乡镇", "户数"], ["永坪镇", "12"]]
TEXT = "乡镇,户数\n永坪镇,12\n"


def sheets_of(content: bytes, limits: Limits = DEFAULT) -> list[Sheet]:
    return open_container(content, limits)[1]


def workbook(cells: dict[str, object], **sheets: str) -> bytes:
    book = openpyxl.Workbook()
    for address, value in cells.items():
        book.active[address] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def refusal(content: bytes, limits: Limits = DEFAULT) -> str:
    with pytest.raises(Unreadable) as caught:
        open_container(content, limits)
    return caught.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_in_every_encoding_and_with_every_separator(encoding: str, separator: str) -> None:
    content = TEXT.replace(",", separator).encode(encoding)
    assert sheets_of(content)[0].rows == TABLE


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (TEXT.encode("utf-16")[:-3], "文件末尾不完整"),
        (TEXT.rstrip().replace("12", "镇").encode()[:-1], "文件末尾不完整"),
        (TEXT.encode() + "文安驿镇,9\n".encode("gb18030"), "（如第3行）"),
    ],
)
def test_a_text_that_cannot_be_read_says_why(content: bytes, detail: str) -> None:
    with pytest.raises(Unreadable) as caught:
        open_container(content, DEFAULT)
    assert caught.value.code == "CORRUPT_FILE"
    assert detail in str(caught.value.details)


def test_a_quoted_line_break_stays_in_its_cell() -> None:
    rows = sheets_of('乡镇,备注\n永坪镇,"第一行\n第二行, 仍是"\n'.encode())[0].rows
    assert rows == [["乡镇", "备注"], ["永坪镇", "第一行\n第二行, 仍是"]]


def test_what_a_page_says_before_a_table_is_its_caption() -> None:
    table = "<table><tr><td>镇名</td><td>产值</td></tr></table>"
    page = f"<html><head><title>导出</title></head><body><style>td{{}}</style><h3>产业</h3><p>单位：<b>元</b></p>{table}注：略{table}</body></html>"
    assert [sheet.captions for sheet in sheets_of(page.encode())] == [["产业", "单位：元"], ["注：略"]]


def test_html_under_any_name_keeps_its_merged_cells() -> None:
    page = "<html><table><tr><td rowspan=2>乡镇</td><td colspan=2>燃气</td></tr><tr><td>总数</td><td>通气</td></tr></table></html>"
    sheet = sheets_of(page.encode("gb18030"))[0]
    assert sheet.rows == [["乡镇", "燃气", None], [None, "总数", "通气"]]
    assert sorted(sheet.merges) == [(0, 0, 1, 0), (0, 1, 0, 2)]


def test_a_page_without_a_table_has_no_sheet() -> None:
    assert sheets_of(b"<html><body>none</body></html>") == []


def test_an_old_workbook_is_read_with_its_merged_cells() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    sheet.write_merge(0, 0, 0, 1, "标题")
    sheet.write(1, 0, "永坪镇")
    sheet.write(1, 1, 12.5)
    stream = io.BytesIO()
    book.save(stream)
    (read,) = sheets_of(stream.getvalue())
    assert (read.name, read.rows, read.merges) == ("表", [["标题", None], ["永坪镇", 12.5]], [(0, 0, 0, 1)])


def test_word_tables_have_their_captions_and_merged_cells() -> None:
    document = docx.Document()
    document.add_paragraph("延川县统计表（2025年3月）")
    table = document.add_table(2, 2)
    for row, texts in zip(table.rows, TABLE, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    other = document.add_table(2, 2)
    other.cell(0, 0).merge(other.cell(1, 0)).text = "合并"
    other.cell(0, 1).text = "右\n上"
    stream = io.BytesIO()
    document.save(stream)
    first, second = sheets_of(stream.getvalue())
    assert (first.rows, first.captions) == (TABLE, ["延川县统计表（2025年3月）"])
    assert (second.rows, second.merges) == ([["合并", "右\n上"], [None, None]], [(0, 0, 1, 0)])


def test_a_table_inside_one_that_lays_out_the_page_is_a_sheet_of_its_own() -> None:
    inner = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in TABLE)
    page = f"<html><table><tr><td>统计表（2025年3月）</td></tr><tr><td><table>{inner}</table></td></tr></table></html>"
    outer, read = sheets_of(page.encode())
    assert (outer.rows, read.rows) == ([["统计表（2025年3月）"], [None]], TABLE)
    assert read.captions == ["统计表（2025年3月）"]
    document, stream = docx.Document(), io.BytesIO()
    layout = document.add_table(1, 1)
    table = layout.cell(0, 0).add_table(2, 2)
    for row, texts in zip(table.rows, TABLE, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    # A single cell inside a cell is a way of drawing a frame.
    table.cell(1, 1).text = ""
    table.cell(1, 1).add_table(1, 1).cell(0, 0).text = "12"
    document.save(stream)
    outer, read = sheets_of(stream.getvalue())
    assert (outer.rows, read.rows) == ([[None]], TABLE)


def test_hidden_sheets_are_marked() -> None:
    book = openpyxl.Workbook()
    book.active.append(["见"])
    hidden = book.create_sheet("旧")
    hidden.append(["不见"])
    hidden.sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    assert [(s.name, s.is_hidden) for s in sheets_of(stream.getvalue())] == [("Sheet", False), ("旧", True)]


def test_a_cell_at_the_far_end_is_named_and_left_out() -> None:
    (sheet,) = sheets_of(workbook({"A1": "永坪镇", "XFD1048576": "x"}))
    assert (sheet.rows, sheet.stray) == ([["永坪镇"]], ["XFD1048576"])


def far_ods(between: str = "") -> bytes:
    """A table of one cell, more than a million rows that hold `between`, and one cell far out."""
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    text = 'office:value-type="string"><text:p>x</text:p></table:table-cell>'
    blank = "<table:table-cell table:number-columns-repeated"
    between = between or f"{blank}='16384'/>"
    rows = (
        f"<table:table-row><table:table-cell {text}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="1048574">{between}</table:table-row>'
        f"<table:table-row>{blank}='16383'/><table:table-cell {text}</table:table-row>"
    )
    xml = (
        f'<?xml version="1.0"?><office:document-content{names}><office:body><office:spreadsheet>'
        f'<table:table table:name="一">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", xml)
        package.writestr("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="urn:m"/>')
    return stream.getvalue()


def test_a_cell_at_the_far_end_of_other_kinds_is_named_and_left_out() -> None:
    old, stream = xlwt.Workbook(), io.BytesIO()
    sheet = old.add_sheet("一")
    sheet.write(0, 0, "永坪镇")
    sheet.write(65535, 255, "x")
    old.save(stream)
    text = "永坪镇,1\n" + "\n" * 1500 + ",x\n"
    for content, stray in (
        (far_ods(), "XFD1048576"),
        (stream.getvalue(), "IV65536"),
        (text.encode(), "B1502"),
        (workbook({"A1": "永坪镇", "ZZ3": "x"}), "ZZ3"),
    ):
        (read,) = sheets_of(content)
        assert (read.stray, len(read.rows)) == ([stray], 1)


def test_a_table_that_is_truly_large_is_refused_and_not_left_out() -> None:
    filled = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    assert refusal(far_ods(filled)) == "TOO_LARGE"
    assert refusal("永坪镇,1\n".encode() * 300, Limits(rows=100)) == "TOO_LARGE"
    # A second table far below the first is no slip.
    below = "永坪镇,1\n" + "\n" * 1500 + "关庄镇,2\n" * 60
    (read,) = sheets_of(below.encode())
    assert (read.stray, len(read.rows)) == ([], 1561)


def test_more_merged_cells_than_allowed_are_not_read_one_by_one() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["A5"], sheet["ZZZ9"] = "永坪镇", "大禹街道", "x"  # far out: read cell by cell
    for merged in ("A1:B1", "A5:B5"):
        sheet.merge_cells(merged)
    stream = io.BytesIO()
    book.save(stream)
    assert refusal(stream.getvalue(), Limits(merged_ranges=1)) == "TOO_LARGE"
    _, (read,) = open_container(stream.getvalue(), Limits(merged_ranges=2))
    assert sorted(read.merges) == [(0, 0, 0, 1), (4, 0, 4, 1)]


def test_signs_without_a_shape_vanish_from_text() -> None:
    content = TEXT.replace("永坪镇", "永坪镇\0").encode() + b"\xef\xbb\xbf\x1a"
    assert sheets_of(content)[0].rows == TABLE


def test_a_quotation_mark_that_nobody_closed_swallows_no_rows() -> None:
    lines = [
        "乡镇,备注,户数,村数,组数,人数",
        '永坪镇,"好,1,2,3,4',
        "关庄镇,好,1,2,3,4",
        "贾家坪镇,好,1,2,3,4",
    ]
    assert refusal("\n".join(lines).encode()) == "CORRUPT_FILE"
    lines[3] = '贾家坪镇,好",1,2,3,4'
    assert refusal("\n".join(lines).encode()) == "CORRUPT_FILE"


def test_a_cell_beyond_measure_is_too_large() -> None:
    assert refusal(f"乡镇,备注\n永坪镇,{'好' * 1_000_001}\n".encode()) == "TOO_LARGE"


def test_a_formula_without_a_result_is_told_from_a_blank() -> None:
    (sheet,) = sheets_of(workbook({"A1": 1.0, "B1": "=A1*2"}))
    assert isinstance(sheet.rows[0][1], UncachedFormula)
    assert sheet.rows[0][1] == "=A1*2"


def test_an_archive_is_read_member_by_member_with_names_in_gbk() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("乙.csv", TEXT.encode("gb18030"))
        archive.writestr("甲.xlsx", workbook({"A1": "永坪镇"}))
    assert [s.name for s in sheets_of(stream.getvalue())] == ["乙.csv", "甲.xlsx/Sheet"]


def test_an_archive_in_an_archive_and_one_of_too_many_files_are_refused() -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.csv", TEXT)
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    assert refusal(outer.getvalue()) == "WRONG_FILE_TYPE"
    assert refusal(inner.getvalue(), Limits(archive_members=0)) == "TOO_LARGE"


@pytest.mark.parametrize("name", ["../x.csv", "/etc/x.csv"])
def test_a_member_that_would_leave_its_folder_is_refused(name: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, TEXT)
    assert refusal(stream.getvalue()) == "UNSAFE_FILE_NAME"


def test_a_bomb_is_refused_by_what_its_directory_declares() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 40_000_000)
    assert len(stream.getvalue()) < 100_000
    assert refusal(stream.getvalue()) == "TOO_LARGE_UNPACKED"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "EMPTY_FILE"),
        (b"\xef\xbb\xbf", "EMPTY_FILE"),
        (b" \r\n" * 3000, "EMPTY_FILE"),
        (b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "XML_ENTITY"),
        (b"\xff\xd8\xff\xe0" + b"0" * 100, "WRONG_FILE_TYPE"),
        (b"%PDF-1.7", "WRONG_FILE_TYPE"),
        (b"PK\x03\x04 broken", "CORRUPT_FILE"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "CORRUPT_FILE"),
        (b"\x00\x01\x02\x03" * 50, "WRONG_FILE_TYPE"),
    ],
)
def test_what_is_no_table_is_refused_by_its_bytes(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_a_package_that_declares_a_document_type_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(
            "xl/workbook.xml",
            '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        )
    assert refusal(stream.getvalue()) == "XML_ENTITY"


def test_a_password_of_the_sender_is_refused_and_the_default_one_is_not(faults: Path) -> None:
    (locked,) = faults.glob("03_encrypted/*/*/*.xlsx")
    assert refusal(locked.read_bytes()) == "ENCRYPTED"


def test_every_way_of_cutting_a_workbook_short_is_refused_or_read(examples: Path) -> None:
    (path,) = examples.glob("landing/610603/2025-01/*.xlsx")
    content = path.read_bytes()
    for share in range(1, 20):
        assert refusal(content[: len(content) * share // 20]) == "CORRUPT_FILE"


def test_a_narrow_table_behind_a_quotation_mark_that_nobody_closed_is_no_prose() -> None:
    table = "镇名,网格总数\n" + '"永坪镇,3\n' + "大禹街道,4\n延水关镇,5\n"
    assert refusal(table.encode()) == "CORRUPT_FILE"
    prose = '说明,如下\n"各镇，请查收。\n请按时报送，谢谢,李某\n联系人\n'
    assert open_container(prose.encode(), DEFAULT)[0].kind == "text"
    (sheet,) = open_container('镇名,备注\n永坪镇,5"管\n大禹街道,无\n'.encode(), DEFAULT)[1]
    assert sheet.rows == [["镇名", "备注"], ["永坪镇", '5"管'], ["大禹街道", "无"]]
