"""The correction list (退回修改清单) of a county and month: a workbook that a clerk works through and prints.

The same findings give the same bytes. Text that looks like a formula stands behind an apostrophe.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from exports import sheets
from exports.returns.cases import Case, Finding
from exports.returns.wording import FATE_ZH, LIST, SEVERITY_ZH, month_zh, until_zh
from exports.sheets import LINE, Look

COLUMNS = {
    "序号": 6,
    "文件": 26,
    "工作表": 12,
    "单元格": 11,
    "原填内容": 20,
    "存在问题": 42,
    "修改要求": 32,
    "等级": 9,
    "处理结果": 13,
}
_SHORT = ("序号", "单元格", "等级", "处理结果")
_COLOURED = ("等级", "处理结果")
_FILLS = {"error": PatternFill("solid", "FFFFD9DC"), "warning": PatternFill("solid", "FFFFF3C4")}


def render(cases: Sequence[Case], today: dt.date) -> bytes:
    """The list of the open cases of one county and month, at least one, as seen on a day."""
    workbook = Workbook()
    del workbook[workbook.sheetnames[0]]
    sheet: Worksheet = workbook.create_sheet(LIST.removesuffix(".xlsx"))
    introduction = _introduction(cases, today)
    for row, text in enumerate(introduction, start=1):
        is_title = row == 1
        look = Look(18 if is_title else 11, is_title, "center" if is_title else "left", framed=False)
        height = 32 if is_title else LINE * sheets.lines(text, sum(COLUMNS.values()))
        sheets.write_across(sheet, row, len(COLUMNS), text, look, height)
    header = len(introduction) + 1
    widths = list(COLUMNS.values())
    sheets.write_row(sheet, header, list(COLUMNS), widths, [sheets.HEADING] * len(COLUMNS))
    sheets.set_widths(sheet, widths)
    rows = [(case, finding) for case in cases for finding in case.findings]
    for number, (case, finding) in enumerate(rows, start=1):
        _write_row(sheet, header + number, number, case, finding)
    sheets.set_up_page(sheet, header, header)
    return sheets.saved(workbook)


def _introduction(cases: Sequence[Case], today: dt.date) -> list[str]:
    """Title, how many, until when, and what to do."""
    first = cases[0]
    findings = [finding for case in cases for finding in case.findings]
    errors = sum(finding.severity == "error" for finding in findings)
    lines = [
        f"{first.county_name}{month_zh(first.period)}镇区强功能台账退回修改清单",
        f"共{len(cases)}份文件、{len(findings)}项问题：须更正{errors}项，请核实{len(findings) - errors}项。",
    ]
    lines.append(until_zh(((case.period, day) for case in cases for day in case.due), today))
    lines.append(
        "办理方法：本文件夹内文件名带“（退回修改）”的表格为原表副本，问题单元格已着色并加批注，请直接在副本上逐项改正后重报"
        "（没有副本的，在原文件中改正，以原文件名加“（退回修改）”另存后重报）；“须更正”未改正前有关数据不计入，"
        "“请核实”已按处理结果办理，核实无误的可不再报。"
    )
    return lines


def _write_row(sheet: Worksheet, row: int, number: int, case: Case, finding: Finding) -> None:
    texts = [
        case.file_name,
        finding.sheet,
        finding.cell or "整个文件",
        finding.raw_text,
        finding.message,
        finding.suggestion,
        SEVERITY_ZH[finding.severity],
        FATE_ZH[finding.outcome],
    ]
    fill = _FILLS[finding.severity]
    looks = [
        Look(across="center" if label in _SHORT else "left", fill=fill if label in _COLOURED else None)
        for label in COLUMNS
    ]
    sheets.write_row(sheet, row, [number, *texts], list(COLUMNS.values()), looks)
