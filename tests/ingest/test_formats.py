"""Numbers whose format scales them or puts a word behind them: what the sheet shows is what is read."""

from __future__ import annotations

import io

import openpyxl
import pytest

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
