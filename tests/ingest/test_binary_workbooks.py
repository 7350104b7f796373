"""Binary workbooks (.xls, .et, .xlsb): told apart by what they hold, read with their error values, refused where broken."""

from __future__ import annotations

import io
import random
import re

import pytest
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile

from ingest.containers import open_container
from ingest.limits import DEFAULT
from ingest.reading import Source, read
from ingest.sheet import Unreadable
from tests.ingest import xlsb
from tests.ingest.xlsb import CODES, BareError, ErrorValue

LEDGER = [
    ["延川县镇区特色产业发展情况表（2025年3月）"],
    ["镇名", "主导产业", "特色产业产值（万元）", "上年同期产值（万元）", "家庭农场"],
    ["永坪镇", "苹果", 120.5, 110.0, 12.0],
    ["关庄镇", "文旅", 80.0, 75.5, 9.0],
]


def long_xlsb() -> bytes:
    """Large enough to be encrypted as programs do it."""
    source = random.Random(1)
    rows = [["永坪镇", "苹果", *(source.random() for _ in range(9))] for _ in range(80)]
    return xlsb.written({"产业": [*LEDGER, *rows]})


def old(rows: list[list]) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("产业")
    for row, cells in enumerate(rows):
        for column, content in enumerate(cells):
            if isinstance(content, ErrorValue):
                sheet.row(row).set_cell_error(column, CODES[content])
            else:
                sheet.write(row, column, content)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_failed_formula(code: int) -> bytes:
    """A workbook whose formula in B1 has an error as its stored result."""
    content = old([["永坪镇", xlwt.Formula("1/A2")]])
    start = content.index(b"\x06\x00", content.index("永坪镇".encode("utf-16-le")))
    formula = re.compile(rb"\x06\x00.\x00\x00\x00\x01\x00..", re.S).search(content, start - start % 2)
    assert formula
    result = b"\x02\x00" + bytes([code]) + b"\0\0\0\xff\xff"
    return content[: formula.end()] + result + content[formula.end() + 8 :]


def rows_of(content: bytes) -> list[list]:
    (sheet,) = open_container(content, DEFAULT)[1]
    return sheet.rows


def refusal(content: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        open_container(content, DEFAULT)
    return caught.value.code


def encrypted(content: bytes, password: str) -> bytes:
    stream = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, stream)
    return stream.getvalue()


@pytest.mark.parametrize("error", CODES)
def test_an_error_value_of_an_old_workbook_is_no_blank(error: str) -> None:
    assert rows_of(old([["永坪镇", BareError(error), 1.0]])) == [["永坪镇", error, 1.0]]


def test_a_formula_of_an_old_workbook_that_failed_is_no_blank() -> None:
    assert rows_of(with_failed_formula(7)) == [["永坪镇", "#DIV/0!"]]
    assert rows_of(with_failed_formula(42)) == [["永坪镇", "#N/A"]]


def test_an_xlsb_is_read_with_its_error_values_and_texts_that_look_like_their_codes() -> None:
    rows = [["乡镇", "0x7", 1.5], ["永坪镇", ErrorValue("#DIV/0!"), BareError("#N/A")]]
    container, (sheet,) = open_container(xlsb.written({"表": rows}), DEFAULT)
    assert (container.kind, sheet.name) == ("xlsb", "表")
    assert sheet.rows == [["乡镇", "0x7", 1.5], ["永坪镇", "#DIV/0!", "#N/A"]]


@pytest.mark.parametrize("name", ["产业3月.xls", "产业3月.et", "产业3月.xlsx"])
def test_an_error_value_is_withheld_whatever_the_name_says(name: str) -> None:
    rows = [*LEDGER[:3], ["关庄镇", "文旅", 80.0, BareError("#REF!"), 9.0]]
    for content in (old(rows), xlsb.written({"产业": rows})):
        found = read(content, Source("610622", "2025-03", name)).findings
        assert [(f.code.code, f.cell, f.raw_text) for f in found] == [("ERROR_VALUE", "D4", "#REF!")]


def test_a_binary_workbook_without_an_error_is_read_without_a_word() -> None:
    for content in (old(LEDGER), xlsb.written({"产业": LEDGER})):
        reading = read(content, Source("610622", "2025-03", "产业3月.et"))
        assert reading.findings == []
        assert {(r.ledger, r.town_code, r.values["output_value"].value.number) for r in reading.records} == {
            ("industry", "610622101", 120.5),
            ("industry", "610622107", 80.0),
        }


@pytest.mark.parametrize("share", [10, 50, 90])
def test_a_compound_file_that_is_cut_short_is_corrupt_and_no_other_kind(share: int) -> None:
    content, package = old(LEDGER * 40), encrypted(long_xlsb(), "密码")
    assert refusal(content[: len(content) * share // 100]) == "CORRUPT_FILE"
    assert refusal(package[: len(package) * share // 100]) == "CORRUPT_FILE"


def test_a_package_with_the_default_password_is_read_and_one_with_another_is_not() -> None:
    assert rows_of(encrypted(long_xlsb(), "VelvetSweatshop")) == rows_of(long_xlsb())
    assert refusal(encrypted(long_xlsb(), "abc123")) == "ENCRYPTED"


def test_an_altered_encrypted_package_is_read_or_refused() -> None:
    content, source = encrypted(long_xlsb(), "VelvetSweatshop"), random.Random(3)
    seen = set()
    for _ in range(12):
        changed = bytearray(content)
        for _ in range(4):
            changed[source.randrange(512, len(changed))] ^= 1 << source.randrange(8)
        # What the package says of its length: not a whole number of blocks.
        length = changed.index(len(long_xlsb()).to_bytes(8, "little"))
        changed[length] ^= source.choice([0, 1])
        try:
            open_container(bytes(changed), DEFAULT)
        except Unreadable as problem:
            seen.add(problem.code)
    assert seen <= {"CORRUPT_FILE", "ENCRYPTED", "XML_ENTITY", "WRONG_FILE_TYPE"}


@pytest.mark.parametrize("mark", [b"\x09\x08\x10\x00", b"\xfc\x00", b"\x85\x00"])
def test_a_record_that_says_too_much_makes_no_error_of_ours(mark: bytes) -> None:
    content, source = old([*LEDGER, ["关庄镇", "文旅", 80.0, BareError("#REF!"), 9.0]]), random.Random(4)
    begins = content.index(mark)
    seen = set()
    for _ in range(40):
        changed = bytearray(content)
        for place in source.sample(range(begins, begins + 24), 3):
            changed[place] = source.randrange(256)
        try:
            open_container(bytes(changed), DEFAULT)
        except Unreadable as problem:
            seen.add(problem.code)
    assert seen <= {"CORRUPT_FILE", "ENCRYPTED"}


def test_words_in_a_cell_do_not_make_another_kind_of_a_file() -> None:
    rows = [["WordDocument", "EncryptedPackage", "_VBA_PROJECT"]]
    container, (sheet,) = open_container(old(rows), DEFAULT)
    assert (container.kind, container.has_macros, sheet.rows) == ("xls", False, rows)


class OtherBook(xlwt.BIFFRecords.SupBookRecord):
    """The record of another workbook of one sheet, in place of that of the workbook itself."""

    def __init__(self, sheets: int) -> None:
        self._rec_data = b"\x01\x00" + b"\x05\x00\x00b.xls" + b"\x01\x00\x00a"


def test_a_link_to_another_workbook_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def linked() -> bytes:
        book, stream = xlwt.Workbook(), io.BytesIO()
        book.add_sheet("a").write(0, 0, 1.0)
        book.add_sheet("b").write(0, 0, xlwt.Formula("a!A1"))
        book.save(stream)
        return stream.getvalue()

    assert not open_container(linked(), DEFAULT)[0].has_external_links
    monkeypatch.setattr(xlwt.BIFFRecords, "InternalReferenceSupBookRecord", OtherBook)
    assert open_container(linked(), DEFAULT)[0].has_external_links
