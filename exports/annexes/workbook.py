"""The annex workbook: a sheet a table, printable as it is, and a sheet that says what every column means.

Numbers stand with all their digits and are shown rounded. Whatever is coloured says the same without colour.
The same snapshot gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import DataBar, FormatObject, Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from exports import sheets
from exports.annexes import tables
from exports.annexes.tables import Column, Filled, Quarter
from exports.files import write_if_new
from exports.sheets import LINE, Look

GUIDE = "说明"
_TOP = 5
_FORMATS = {
    "count": "#,##0",
    "score": "0.00",
    "rate": "0.0",
    "money": "#,##0.0",
    "date": "yyyy-mm-dd",
    "change": "+0;-0;0",
}
_RIGHT = ("score", "rate", "money")
_WORDS = {"unmet": ("未达到", "未填报"), "yes": ("是",)}
_STRESSED = PatternFill("solid", bgColor="FFF8D7DA")
_BEST = PatternFill("solid", bgColor="FFD9EAD3")
_BAR = "FF9DC3E6"
#: A name of a sheet holds no more.
_LONGEST_NAME = 31
_COLUMNS_OF_GUIDE = {"附表": 30, "栏目": 22, "单位": 8, "含义": 72, "工作方案条款": 24}


def write(snapshot: Path, quarter: str, target: Path) -> None:
    """Write the annexes of a quarter ('2025Q1') from a folder of published marts.

    Raises NothingScoredError where the snapshot has no score of the quarter.
    """
    write_if_new(target, render(tables.fill(snapshot, quarter)))


def render(filled: Quarter) -> bytes:
    """The workbook of a quarter's tables."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, table in enumerate(filled.tables, start=1):
        sheet = book.create_sheet(f"{number}.{table.annex.title}"[:_LONGEST_NAME])
        _write_table(sheet, number, table, filled)
    _write_guide(book.create_sheet(GUIDE), filled)
    return sheets.saved(book)


def _write_table(sheet: Worksheet, number: int, table: Filled, filled: Quarter) -> None:
    columns = table.annex.columns
    widths = [column.width for column in columns]
    _write_head(
        sheet,
        len(columns),
        sum(widths),
        f"附表{number}　{table.annex.title}",
        _as_of(filled),
        table.annex.note,
    )
    headings = [_heading(column) for column in columns]
    sheets.write_row(sheet, _TOP - 1, headings, widths, [sheets.HEADING] * len(columns))
    sheets.set_widths(sheet, widths)
    looks = [_look(column) for column in columns]
    for row, values in enumerate(table.rows, start=_TOP):
        shown = [_shown(column, value) for column, value in zip(columns, values, strict=True)]
        sheets.write_row(sheet, row, shown, widths, looks)
    if not table.rows:
        sheets.write_across(sheet, _TOP, len(columns), "无", Look(across="center"), 20)
    last = max(_TOP, _TOP + len(table.rows) - 1)
    for place, column in enumerate(columns, start=1):
        _stress(sheet, column, f"{get_column_letter(place)}{_TOP}:{get_column_letter(place)}{last}")
    sheet.auto_filter.ref = f"A{_TOP - 1}:{get_column_letter(len(columns))}{last}"
    sheets.set_up_page(sheet, _TOP - 1, _TOP - 1)


def _write_head(sheet: Worksheet, columns: int, width: float, title: str, subtitle: str, note: str) -> None:
    """Title, as-of line, note: the three rows above the headings."""
    sheets.write_across(sheet, 1, columns, title, Look(18, bold=True, across="center", framed=False), 32)
    sheets.write_across(sheet, 2, columns, subtitle, Look(across="center", framed=False), 20)
    height = LINE * sheets.lines(note, width) + 4
    sheets.write_across(sheet, 3, columns, f"注：{note}", Look(framed=False), height)


def _write_guide(sheet: Worksheet, filled: Quarter) -> None:
    """What every column means, and the clause of the plan that its table rests on."""
    widths = list(_COLUMNS_OF_GUIDE.values())
    note = "表内数字按原值保存、按所示位数显示；颜色和数据条只作提示，不看颜色含义不变。各数字来源可在系统中逐项追溯到单元格。"
    title = f"{_quarter_zh(filled.quarter)}镇区强功能工作情况附表说明"
    _write_head(sheet, len(widths), sum(widths), title, _as_of(filled), note)
    sheets.write_row(sheet, _TOP - 1, list(_COLUMNS_OF_GUIDE), widths, [sheets.HEADING] * len(widths))
    sheets.set_widths(sheet, widths)
    looks = [replace(Look(), across="center" if name == "单位" else "left") for name in _COLUMNS_OF_GUIDE]
    row = _TOP
    for number, table in enumerate(filled.tables, start=1):
        for column, meaning in zip(table.annex.columns, table.meanings, strict=True):
            said = [
                f"{number}.{table.annex.title}",
                column.heading,
                column.unit or "—",
                meaning,
                table.clauses,
            ]
            sheets.write_row(sheet, row, said, widths, looks)
            row += 1
    sheets.set_up_page(sheet, _TOP - 1, _TOP - 1)


def _as_of(filled: Quarter) -> str:
    moment = dt.datetime.fromisoformat(filled.as_of) if filled.as_of else None
    known = f"（截至{moment.year}年{moment.month}月{moment.day}日收到的报送材料）" if moment else ""
    month = f"{filled.month[:4]}年{int(filled.month[5:])}月"
    return f"{_quarter_zh(filled.quarter)}　数据月份：{month}{known}　评价标准：{filled.standard}年版"


def _quarter_zh(quarter: str) -> str:
    return f"{quarter[:4]}年第{'一二三四'[int(quarter[-1]) - 1]}季度"


def _heading(column: Column) -> str:
    return f"{column.heading}\n（{column.unit}）" if column.unit else column.heading


def _look(column: Column) -> Look:
    across = "left" if column.kind == "text" else "right" if column.kind in _RIGHT else "center"
    return Look(10, across=across, number_format=_FORMATS.get(column.kind, ""))


def _shown(column: Column, value: Any) -> sheets.Value:
    """A value as its cell holds it: months and quarters in Chinese, figures as numbers where they are, the rest as it is."""
    if column.kind == "month":
        return f"{value[:4]}年{int(value[5:])}月"
    if column.kind == "quarter" and value:
        return _quarter_zh(value)
    if column.kind == "figure" and value:
        try:
            return float(value)
        except ValueError:
            return str(value)
    return value


def _stress(sheet: Worksheet, column: Column, cells: str) -> None:
    """Bars behind figures, the best ranks, words that ask for attention: each is legible without its colour."""
    if column.highlight == "bar":
        bounds = [FormatObject("num", 0), FormatObject("num", 100)]
        rule = Rule("dataBar", dataBar=DataBar(cfvo=bounds, color=_BAR))
        sheet.conditional_formatting.add(cells, rule)
    elif column.highlight == "best":
        style = DifferentialStyle(font=Font(bold=True), fill=_BEST)
        sheet.conditional_formatting.add(cells, Rule("top10", dxf=style, rank=3, bottom=True))
    for word in _WORDS.get(column.highlight, ()):
        style = DifferentialStyle(font=Font(bold=True), fill=_STRESSED)
        rule = Rule("cellIs", dxf=style, operator="equal", formula=[f'"{word}"'])
        sheet.conditional_formatting.add(cells, rule)
