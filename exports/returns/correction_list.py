"""The correction list (退回修改清单) of a county and month: a workbook that a clerk works through and prints.

The same findings give the same bytes. Text that looks like a formula stands behind an apostrophe.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import re
import unicodedata
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from exports.formats import FORMULA
from exports.returns import package
from exports.returns.cases import Case, Finding
from exports.returns.wording import FATE_ZH, SEVERITY_ZH

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
_LINE = 15.5
_LONGEST = 2000
_THIN = Side(style="thin", color="FF999999")
_FILLS = {"error": PatternFill("solid", "FFFFD9DC"), "warning": PatternFill("solid", "FFFFF3C4")}


def render(cases: Sequence[Case]) -> bytes:
    """The list of the open cases of one county and month, which must be at least one."""
    workbook = Workbook()
    del workbook[workbook.sheetnames[0]]
    sheet: Worksheet = workbook.create_sheet("退回修改清单")
    introduction = _introduction(cases)
    last = len(COLUMNS)
    for row, text in enumerate(introduction, start=1):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
        cell = sheet.cell(row, 1, text)
        is_title = row == 1
        cell.font = Font(name="宋体", size=18 if is_title else 11, bold=is_title)
        cell.alignment = Alignment("center" if is_title else "left", "center", wrap_text=True)
        sheet.row_dimensions[row].height = 32 if is_title else _LINE * _lines(text, sum(COLUMNS.values()))
    header = len(introduction) + 1
    for column, (label, width) in enumerate(COLUMNS.items(), start=1):
        cell = sheet.cell(header, column, label)
        cell.font = Font(name="宋体", size=11, bold=True)
        cell.fill = PatternFill("solid", "FFE7EBF2")
        cell.alignment = Alignment("center", "center")
        cell.border = Border(_THIN, _THIN, _THIN, _THIN)
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.row_dimensions[header].height = 22
    rows = [(case, finding) for case in cases for finding in case.findings]
    for number, (case, finding) in enumerate(rows, start=1):
        _write_row(sheet, header + number, number, case, finding)
    _set_up_page(sheet, header)
    content = io.BytesIO()
    workbook.save(content)
    return package.settled(content.getvalue(), {})


def _introduction(cases: Sequence[Case]) -> list[str]:
    """Title, how many, until when, and what to do."""
    first = cases[0]
    findings = [finding for case in cases for finding in case.findings]
    errors = sum(finding.severity == "error" for finding in findings)
    month = f"{first.period[:4]}年{int(first.period[5:])}月" if first.period else ""
    lines = [
        f"{first.county_name}{month}镇区强功能台账退回修改清单",
        f"共{len(cases)}份文件、{len(findings)}项问题：须更正{errors}项，请核实{len(findings) - errors}项。",
    ]
    due = sorted({day for case in cases for day in case.due})
    if due:
        later = f"（另有台账为{_date(due[-1])}）" if len(due) > 1 else ""
        lines.append(
            f"报送期限：{_date(due[0])}{later}。请在期限前改正重报；期限已过的，请收到后立即改正重报，按实际收到时间计为逾期。"
        )
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
    values: list[int | str] = [number, *map(harmless, texts)]
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column, value)
        if isinstance(value, str):
            cell.data_type = "s"
        is_short = list(COLUMNS)[column - 1] in ("序号", "单元格", "等级", "处理结果")
        cell.font = Font(name="宋体", size=10.5)
        cell.alignment = Alignment("center" if is_short else "left", "center", wrap_text=True)
        cell.border = Border(_THIN, _THIN, _THIN, _THIN)
        if column >= len(values) - 1:
            cell.fill = _FILLS[finding.severity]
    heights = [_lines(str(v), width) for v, width in zip(values, COLUMNS.values(), strict=True)]
    sheet.row_dimensions[row].height = min(400.0, _LINE * max(heights) + 4)


def harmless(text: str) -> str:
    """A text as no spreadsheet takes it for a formula, without signs that no workbook holds."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST]
    return f"'{clean}" if re.match(FORMULA, clean) else clean


def _set_up_page(sheet: Worksheet, header: int) -> None:
    """A4 landscape, as wide as the page, headings on every page."""
    sheet.freeze_panes = f"A{header + 1}"
    sheet.print_title_rows = f"{header}:{header}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.footer = 0.6, 0.8, 0.4
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("第&P页 共&N页"))


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of that many half-width signs."""
    widths = (sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in t) for t in text.split("\n"))
    return sum(max(1, math.ceil(w * 1.08 / width)) for w in widths)


def _date(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
