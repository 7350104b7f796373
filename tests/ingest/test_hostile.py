"""Files made to harm or broken on the way end in a named reason; what programs leave behind is set aside."""

from __future__ import annotations

import io
import os
import re
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from ingest.batch import Job, read_files
from ingest.containers import archive, open_container
from ingest.containers.detect import Container, detect
from ingest.intake import receive_landing
from ingest.intake import refusal as refusal_in_landing
from ingest.limits import DEFAULT, Limits, LimitsError, configured
from ingest.names import is_unsafe
from ingest.reading import Source, read
from ingest.sheet import Sheet, Unreadable
from ingest.store import Store
from ingest.towns import places

SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {info.filename: package.read(info) for info in package.infolist()}


def packed(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return stream.getvalue()


def workbook(*rows: list[object]) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


def with_sheet(body: str) -> bytes:
    return packed(parts(workbook(["a"])) | {SHEET: f"{HEAD}{body}</worksheet>".encode()})


def word(old: bytes, new: bytes, part: str = "word/document.xml") -> bytes:
    document, stream = docx.Document(), io.BytesIO()
    document.add_table(2, 2)
    document.save(stream)
    members = parts(stream.getvalue())
    assert old in members[part]
    return packed(members | {part: members[part].replace(old, new, 1)})


def refusal(content: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        open_container(content, DEFAULT)
    return caught.value.code


ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "xml",
    [
        f"<?xml version='1.0'?><!--{'x' * 5000}-->{ENTITY}<worksheet/>".encode(),
        f"<?xml version='1.0' encoding='utf-16'?>{ENTITY}<worksheet/>".encode("utf-16"),
    ],
    ids=["behind a long comment", "in UTF-16"],
)
def test_a_document_type_is_found_wherever_it_hides(xml: bytes) -> None:
    assert refusal(packed(parts(workbook(["a"])) | {SHEET: xml})) == "XML_ENTITY"


def test_entities_in_plain_markup_are_refused_and_a_document_type_alone_is_not() -> None:
    page = "<html><table><tr><td>&e;</td></tr></table></html>"
    assert refusal((ENTITY + page).encode()) == "XML_ENTITY"
    assert open_container(f"<!DOCTYPE html>{page}".encode(), DEFAULT)[0].kind == "html"


@pytest.mark.parametrize(
    "body",
    [
        '<sheetData><row r="1"><c r="ZZZZZZZZZ1"><v>1</v></c></row></sheetData>',
        '<sheetData><row r="1"><c r="A1" s="9999"><f>1+1</f></c></row></sheetData>',
        '<sheetData><row r="1"><c r="A1"><f>1</f></c></row></sheetData><mergeCells><mergeCell ref="?"/></mergeCells>',
        '<sheetData><row r="1048576"><c r="A1048576"><v>1</v></row>',
    ],
    ids=["column out of range", "style out of range", "merge without a range", "unclosed cell"],
)
def test_a_malformed_workbook_is_corrupt(body: str) -> None:
    assert refusal(with_sheet(body)) == "CORRUPT_FILE"


def test_why_a_workbook_is_corrupt_is_said_in_chinese() -> None:
    body = '<sheetData><row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData>'
    [finding] = read(with_sheet(body), Source("610622", "2025-03", "台账")).findings
    assert finding.message == "文件损坏（不完整），无法打开：工作簿结构不完整"


def test_a_far_cell_in_single_quotes_is_stray() -> None:
    near = "<row r='1'><c r='A1'><v>1</v></c></row>"
    far = "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
    (sheet,) = open_container(with_sheet(f"<sheetData>{near}{far}</sheetData>"), DEFAULT)[1]
    assert (sheet.rows, sheet.stray) == ([[1.0]], ["XFD1048576"])


@pytest.mark.parametrize(
    "error", ["#REF!", "#N/A", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#VALUE!", "#SPILL!"]
)
def test_an_error_value_is_not_taken_for_a_blank(error: str) -> None:
    body = f'<sheetData><row r="1"><c r="A1" t="e"><v>{error}</v></c></row></sheetData>'
    assert open_container(with_sheet(body), DEFAULT)[1][0].rows == [[error]]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2" s="0" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        "<c t='e' r='B2'><v>#DIV/0!</v></c>",
        '<c t="e" r="B2"><v>#DIV/0!</v></c><!-- t="e" -->',
    ],
    ids=["as programs write it", "in another order", "beside a comment"],
)
def test_error_values_stand_in_their_cells_of_the_sheet_they_are_in(cell: str) -> None:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["甲", "乙"])
    book.create_sheet("二").append(["丙", "丁"])
    book.save(stream)
    second = "xl/worksheets/sheet2.xml"
    members = parts(stream.getvalue())
    row = f'<row r="2"><c r="A2"><v>1</v></c>{cell}</row></sheetData>'.encode()
    sheets = open_container(
        packed(members | {second: members[second].replace(b"</sheetData>", row)}), DEFAULT
    )[1]
    assert [(s.name, s.rows) for s in sheets] == [
        ("Sheet", [["甲", "乙"]]),
        ("二", [["丙", "丁"], [1.0, "#DIV/0!"]]),
    ]


def test_an_error_value_of_an_ods_is_no_blank_and_no_zero() -> None:
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    error = 'calcext:value-type="error"'
    cells = (
        '<table:table-cell office:value-type="string"><text:p>甲</text:p></table:table-cell>'
        f'<table:table-cell office:value-type="string" office:string-value="" {error}><text:p>#DIV/0!</text:p></table:table-cell>'
        f'<table:table-cell office:value-type="float" office:value="0" {error}><text:p>#N/A</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="5"><text:p>5</text:p></table:table-cell>'
    )
    xml = (
        f'<?xml version="1.0"?><office:document-content{names} xmlns:calcext="urn:calcext"><office:body>'
        f'<office:spreadsheet><table:table table:name="一"><table:table-row>{cells}</table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = b'<manifest:manifest xmlns:manifest="urn:manifest"></manifest:manifest>'
    members = {"mimetype": kind, "content.xml": xml.encode(), "META-INF/manifest.xml": manifest}
    (sheet,) = open_container(packed(members), DEFAULT)[1]
    assert sheet.rows == [["甲", "#DIV/0!", "#N/A", 5.0]]


def test_what_is_too_large_is_said_with_its_size_or_without_one() -> None:
    source = Source("610622", "2025-03", "台账")
    long_text = read(f"乡镇,备注\n永坪镇,{'好' * 1_000_001}\n".encode(), source)
    many_rows = read("永坪镇,1\n".encode() * 300, source, Limits(rows=100))
    (of_text,), (of_rows,) = long_text.findings, many_rows.findings
    assert of_text.message == "文件过大：单元格文字超过上限1000000字，已拒绝"
    assert re.match(r"文件过大：\d+行×2列超过上限100行", of_rows.message)


def test_a_malformed_word_document_is_refused() -> None:
    cell = b"<w:tcPr>"
    assert refusal(word(cell, cell + b'<w:gridSpan w:val="abc"/>')) == "CORRUPT_FILE"
    assert refusal(word(cell, cell + b'<w:gridSpan w:val="100000000"/>')) == "TOO_LARGE"
    assert refusal(word(b"<Types", b"<Kinds", "[Content_Types].xml")) == "CORRUPT_FILE"


def test_a_byte_changed_in_packed_data_is_corrupt() -> None:
    content = bytearray(workbook(["乡镇", "户数"]))
    for place in range(60, 90):
        content[place] ^= 0xFF
    assert refusal(bytes(content)) == "CORRUPT_FILE"


def test_spreadsheets_of_kinds_that_are_not_read_are_said_to_be() -> None:
    office = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    assert refusal(office) == "UNSUPPORTED_FORMAT"
    assert refusal(b"MIME-Version: 1.0\nContent-Type: text/html\n\n<table></table>") == "UNSUPPORTED_FORMAT"


def test_a_text_may_begin_like_a_picture() -> None:
    assert open_container("BM编码,户数\n1,2\n".encode(), DEFAULT)[0].kind == "text"
    assert refusal(b"BM\0\0" + bytes(100)) == "WRONG_FILE_TYPE"


def test_what_programs_leave_in_an_archive_is_passed_over() -> None:
    junk = dict.fromkeys(("__MACOSX/._a", ".DS_Store", "d/Thumbs.db", "d/~$a.xlsx"), b"\x00\x05\x16\x07")
    sheets = open_container(packed({"a.xlsx": workbook(["永坪镇"])} | junk), DEFAULT)[1]
    assert [sheet.name for sheet in sheets] == ["a.xlsx/Sheet"]


def codes(content: bytes, name: str = "台账.zip") -> list[tuple[str, str]]:
    found = read(content, Source("610622", "2025-03", name)).findings
    return [(item.code.code, item.sheet) for item in found]


def test_a_bad_member_costs_itself_and_good_ones_are_read(examples: Path) -> None:
    (good,) = examples.glob("landing/610603/2025-01/*.xlsx")
    content = good.read_bytes()
    members = {"a.xlsx": content, "b.xlsx": content[:3000], "c.jpg": b"\xff\xd8\xff\xe0" + bytes(99)}
    source = Source("610603", "2025-01", "台账.zip")
    alone, together = read(content, source), read(packed(members), source)
    assert len(together.records) == len(alone.records) > 0
    assert together.rejected_ledgers == alone.rejected_ledgers
    bad = [(f.code.code, f.sheet) for f in together.findings if f.code.code == "MEMBER_UNREADABLE"]
    assert bad == [("MEMBER_UNREADABLE", "b.xlsx"), ("MEMBER_UNREADABLE", "c.jpg")]


def test_an_archive_of_which_nothing_but_prose_can_be_read_is_refused() -> None:
    broken = packed({"a.xlsx": workbook(["a"])[:900], "说明.txt": "请查收。".encode()})
    assert codes(broken) == [("MEMBER_UNREADABLE", "a.xlsx"), ("CORRUPT_FILE", "a.xlsx")]
    assert codes(packed({"a.xlsx": workbook(["a"])[:900]})) == [("CORRUPT_FILE", "a.xlsx")]


def test_a_member_with_a_password_is_named(faults: Path) -> None:
    (locked,) = faults.glob("03_encrypted/*/*/*.xlsx")
    assert codes(packed({"a.xlsx": locked.read_bytes()})) == [("ENCRYPTED", "a.xlsx")]
    plain = bytearray(packed({"a.xml": b"<a/>"}))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        plain[plain.index(signature) + flags] |= 1
    assert codes(bytes(plain)) == [("ENCRYPTED", "a.xml")]


def test_a_macro_in_a_member_is_told() -> None:
    book = packed(parts(workbook(["永坪镇"])) | {"xl/vbaProject.bin": b"x"})
    assert ("MACRO_IGNORED", "") in codes(packed({"a.xlsm": book}))


@pytest.mark.parametrize("bug", [ValueError, OSError, AttributeError, TypeError])
def test_an_error_of_our_own_is_never_taken_for_a_broken_file(bug: type[Exception]) -> None:
    def fail(content: bytes, limits: Limits) -> tuple[Container, list[Sheet]]:
        raise bug

    with pytest.raises(bug):
        archive.read(packed({"a.csv": b"a,b"}), DEFAULT, fail)


@pytest.mark.parametrize("name", ["C:\\e.csv", "a/../e.csv", "r\u202etl.csv", "..\\e.csv"])
def test_a_member_with_a_deceiving_name_is_refused(name: str) -> None:
    assert refusal(packed({name: b"a,b"})) == "UNSAFE_FILE_NAME"


def test_two_dots_inside_a_name_are_a_slip_and_no_danger() -> None:
    assert not is_unsafe("台账3月..xlsx")
    assert is_unsafe("../台账.xlsx")
    assert is_unsafe("..")


@pytest.mark.parametrize(
    "path", [".DS_Store", "610622/Thumbs.db", "610622/2025-03/~$台账.xlsx", "x/desktop.ini"]
)
def test_what_programs_leave_in_landing_is_ignored_by_name_wherever_it_lies(
    path: str, tmp_path: Path
) -> None:
    reason = refusal_in_landing(path, places.load())
    assert reason
    assert reason.code.code == "SYSTEM_FILE"
    job = Job(tmp_path / "none", Source("", "", path.rsplit("/", 1)[-1]), "0", reason)
    (rows,) = read_files([job])
    assert [row["disposition"] for row in rows["ledgers"]] == ["ignored"]


def test_a_file_name_in_gbk_is_received_in_characters(tmp_path: Path) -> None:
    folder = tmp_path / "landing" / "610622" / "2025-03"
    folder.mkdir(parents=True)
    Path(os.fsdecode(os.fsencode(folder) + "/台账.csv".encode("gbk"))).write_bytes(b"a")
    (received,) = receive_landing(tmp_path / "landing", Store(tmp_path / "store"), places.load())
    assert received.source_file == "610622/2025-03/台账.csv"


def test_an_operator_sets_limits_by_the_environment() -> None:
    assert configured({"TOWNLEDGER_LIMIT_ROWS": "5", "PATH": "x"}) == Limits(rows=5)
    for name, text in (("ROWS", "many"), ("SECONDS", "-1"), ("SECONDS", "inf"), ("WIDTH", "3")):
        with pytest.raises(LimitsError, match=f"TOWNLEDGER_LIMIT_{name}"):
            configured({f"TOWNLEDGER_LIMIT_{name}": text})


def test_a_heading_under_a_merge_whose_first_cell_is_blank_is_read() -> None:
    sheet = Sheet("", [[None, "居住小区总数"], ["永坪镇", "12"]], [(0, 0, 0, 1)])
    assert (sheet.spanned(0, 0), sheet.spanned(0, 1)) == (None, "居住小区总数")
    assert Sheet("", [["乡镇", "旧"]], [(0, 0, 0, 1)]).spanned(0, 1) == "乡镇"


OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"OFD.xml": b"<ofd/>", "Doc_0/Document.xml": b"<d/>"}, "WRONG_FILE_TYPE"),
        (
            {"META-INF/MANIFEST.MF": b"Manifest-Version: 1.0", "a.class": b"\xca\xfe\xba\xbe"},
            "WRONG_FILE_TYPE",
        ),
        (
            {
                "mimetype": OPEN_DOCUMENT + b"text",
                "content.xml": b"<a/>",
                "META-INF/manifest.xml": b"<manifest/>",
            },
            "WRONG_FILE_TYPE",
        ),
        (
            {
                "mimetype": OPEN_DOCUMENT + b"spreadsheet",
                "content.xml": b"\x8f\x01\xff",
                "META-INF/manifest.xml": b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>",
            },
            "ENCRYPTED",
        ),
        (
            {
                "mimetype": OPEN_DOCUMENT + b"spreadsheet",
                "encrypted-package": b"\x8f\x01\xff",
                "META-INF/manifest.xml": b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>",
            },
            "ENCRYPTED",
        ),
    ],
    ids=["page of an OFD", "program", "text document", "parts encrypted", "whole package encrypted"],
)
def test_a_package_that_holds_no_table_is_told_by_its_parts(members: dict[str, bytes], code: str) -> None:
    assert refusal(packed(members)) == code


def test_macros_and_links_of_an_open_document_are_told() -> None:
    link = b"<c table:formula=\"of:=['file:///C:/b.ods'#$Sheet1.A1]\"/>"
    members = {"mimetype": OPEN_DOCUMENT + b"spreadsheet", "META-INF/manifest.xml": b"<m/>"}
    plain = detect(packed(members | {"content.xml": b"<a/>"}), DEFAULT)[0]
    marked = detect(packed(members | {"content.xml": link, "Basic/Standard/M.xml": b"<a/>"}), DEFAULT)[0]
    assert (plain.has_macros, plain.has_external_links) == (False, False)
    assert (marked.has_macros, marked.has_external_links) == (True, True)


def test_a_part_declares_a_type_whatever_its_name_says() -> None:
    xml = f"<?xml version='1.0'?>{ENTITY}<worksheet/>".encode()
    assert refusal(packed(parts(workbook(["a"])) | {"xl/worksheets/sheet9.dat": xml})) == "XML_ENTITY"
    picture = {"xl/media/image1.svg": b"<!DOCTYPE svg><svg/>"}
    assert open_container(packed(parts(workbook(["a"])) | picture), DEFAULT)[0].kind == "xlsx"


def test_what_no_text_holds_is_binary() -> None:
    assert refusal(b"\xca\xfe\xba\xbe" + bytes(range(1, 200))) == "WRONG_FILE_TYPE"
