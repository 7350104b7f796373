"""Numbers whose format scales them or puts a word behind them: what the sheet shows is what is read."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
import xlwt  # type: ignore[import-untyped]

from ingest.containers import open_container
from ingest.limits import DEFAULT
from ingest.reading import Reading, Source, read
from ingest.words.values import Raw
from tests.ingest.unseen import COUNTY, NAMES


def book(number: float, code: str, heading: str = "特色产业产值") -> bytes:
    made = openpyxl.Workbook()
    made.worksheets[0].append(["镇名", heading, "农民合作社"])
    for town in NAMES:
        made.worksheets[0].append([town, number, 3])
    for row in range(2, 2 + len(NAMES)):
        made.worksheets[0].cell(row, 2).number_format = code
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def shown(number: float, code: str) -> Raw:
    return open_container(book(number, code), DEFAULT)[1][0].rows[1][1]


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        (1.2, '0.00"亿元"', "1.2亿元"),
        (1234.5, '#,##0.00"万元"', "1234.5万元"),
        (1234.5, '#,##0.00"万元";[Red]\\-#,##0.00"万元"', "1234.5万元"),
        (12000000, '#,##0"元"_ ', "12000000元"),
        (12000000, '0!.0,"万元"', "1200万元"),
        (12000000, '0\\.00,,"亿元"', "0.12亿元"),
        (12, "0户", "12户"),
        (12, 'General"个"', "12个"),
    ],
)
def test_a_number_is_read_with_the_word_that_its_format_shows(number: float, code: str, text: str) -> None:
    assert shown(number, code) == text


@pytest.mark.parametrize(("code", "number"), [("#,##0,", 5000.0), ("0.0,,", 5.0)])
def test_a_number_shown_in_thousands_is_the_one_shown(code: str, number: float) -> None:
    assert shown(5000000, code) == number


@pytest.mark.parametrize(
    "code",
    [
        "General",
        "0.00",
        "#,##0.00_ ",
        "0.00_);(0.00)",
        "0%",
        '"￥"#,##0.00',
        "0.00E+00",
        "@",
        "# ?/?",
        '0"（含税）"',
    ],
)
def test_other_formats_leave_a_number_as_it_is(code: str) -> None:
    assert shown(5000000, code) == 5000000


@pytest.mark.parametrize("heading", ["特色产业产值", "特色产业产值（万元）"])
def test_the_unit_that_a_cell_shows_is_its_own(heading: str) -> None:
    reading: Reading = read(book(1.2, '0.00"亿元"', heading), Source(COUNTY, "2025-03", "产业.xlsx"))
    held = [record.values["output_value"].value for record in reading.records]
    assert [(value.number, value.unit_source) for value in held] == [(12000.0, "cell")] * len(NAMES)


def old_book(number: float, code: str) -> bytes:
    made = xlwt.Workbook()
    written, style = made.add_sheet("表"), xlwt.XFStyle()
    style.num_format_str = code
    for column, heading in enumerate(["镇名", "特色产业产值（万元）", "农民合作社"]):
        written.write(0, column, heading)
    for row, town in enumerate(NAMES, start=1):
        written.write(row, 0, town)
        written.write(row, 1, number, style)
        written.write(row, 2, 3)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("number", "code", "seen"),
    [(1.2, '0.00"亿元"', "1.2亿元"), (5000000, "#,##0,", 5000.0), (1.2, "0.00", 1.2), (12, '0"户"', "12户")],
)
def test_the_same_of_an_old_workbook(number: float, code: str, seen: Raw) -> None:
    assert open_container(old_book(number, code), DEFAULT)[1][0].rows[1][1] == seen


@pytest.mark.parametrize(
    ("value", "text", "seen"),
    [("0.05", "0.0500亿元", "0.05亿元"), ("12000000", "1,200万元", "1200万元"), ("0.05", "0.05", 0.05)],
)
def test_the_same_of_an_open_document(value: str, text: str, seen: Raw) -> None:
    cell = f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{text}</text:p>'
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="表"><table:table-row>{cell}</table:table-cell></table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", "<manifest/>")
    assert open_container(stream.getvalue(), DEFAULT)[1][0].rows[0][0] == seen
