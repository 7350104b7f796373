"""The workbook of a standard form: the guide, a sheet a ledger, and a hidden sheet with the drop-down lists.

Headings and units are those of the field dictionary, so that what is filled in is read without doubt. The
same form and the same known records give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill, Protection
from openpyxl.worksheet.worksheet import Worksheet

from exports import sheets
from exports.forms import guide
from exports.forms.checks import Lists, add_checks
from exports.forms.form import AMOUNTS, Form, FormField, FormLedger
from exports.forms.known import KnownRecord, Value
from exports.sheets import Look

#: Rows left blank for new records below those that are known.
_NEW_ROWS = 30
_SERIAL_WIDTH = 6
_COLUMNS_A_PAGE = 16
_TO_FILL = PatternFill("solid", "FFFFFBE6")
_CARRIED = PatternFill("solid", "FFE8F1FA")
_FIXED = PatternFill("solid", "FFEFEFEF")
_REQUIRED = replace(sheets.HEADING, fill=PatternFill("solid", "FFFCE4D6"))
_WIDTHS = {"text": 22, "town": 14, "enum": 12, "date": 13, "quarter": 18, "flag": 9}
_KEY_WIDTH, _PLAIN_WIDTH = 28, 13
_FORMATS = {"money": "#,##0.######", "number": "#,##0.######", "count": "0", "percent": "0.######"}


def render(form: Form, known: Mapping[str, Sequence[KnownRecord]]) -> bytes:
    """The form of a county's month; `known` holds by ledger what an earlier month says of its records."""
    book = Workbook()
    first: Worksheet = book.worksheets[0]
    first.title = guide.TITLE
    guide.write(first, form)
    ledger_sheets = [book.create_sheet(ledger.label[:31]) for ledger in form.ledgers]
    lists = Lists(book)
    for sheet, ledger in zip(ledger_sheets, form.ledgers, strict=True):
        _write(sheet, form, ledger, known.get(ledger.name, ()), lists)
    return sheets.saved(book)


def _write(
    sheet: Worksheet, form: Form, ledger: FormLedger, known: Sequence[KnownRecord], lists: Lists
) -> None:
    columns = 1 + len(ledger.fields)
    across = min(columns, _COLUMNS_A_PAGE)
    title = Look(18, bold=True, across="center", framed=False)
    sheets.write_across(sheet, 1, across, f"{form.county_name}{form.month_zh}{ledger.label}", title, 32)
    caption = f"填报单位：{form.county_name}人民政府　　金额单位：万元"
    sheets.write_across(sheet, 2, across, caption, Look(11, framed=False), 20)
    note = "注：带“*”的必填；淡黄色为填报区，淡蓝色为已带出的数据（有变化请改正），灰色不需填写；填法见“填表说明”。"
    sheets.write_across(sheet, 3, across, note, Look(framed=False), 20)
    header, top = 4, 5
    widths = _widths(ledger)
    headings = ["序号", *(_heading(item) for item in ledger.fields)]
    looks = [sheets.HEADING, *(_REQUIRED if item.is_required else sheets.HEADING for item in ledger.fields)]
    sheets.write_row(sheet, header, headings, widths, looks)
    sheets.set_widths(sheet, widths)
    rows = _rows(form, ledger, known)
    for number, (row, record) in enumerate(rows, start=1):
        _write_line(sheet, top - 1 + number, number if row else None, ledger, row, record)
    bottom = top + len(rows) - 1
    add_checks(sheet, ledger, top, bottom, list(form.towns.values()), lists)
    signed = "填报单位负责人：　　　　　　　　审核人：　　　　　　　　填表人：　　　　　　　　填报日期："
    sheets.write_across(sheet, bottom + 2, across, signed, Look(11, framed=False), 22)
    keys = max(i for i, item in enumerate(ledger.fields, start=2) if item.name in ledger.key_fields)
    pages = -(-columns // _COLUMNS_A_PAGE)
    sheets.set_up_page(sheet, header, header, columns=keys, pages_wide=pages)
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.formatCells = False


def _rows(
    form: Form, ledger: FormLedger, known: Sequence[KnownRecord]
) -> list[tuple[dict[str, Value], KnownRecord | None]]:
    """What is filled in of each row, and the record of an earlier month that it goes on with."""
    if ledger.is_open:
        rows: list[tuple[dict[str, Value], KnownRecord | None]] = [(dict(r.filled), r) for r in known]
        if not known:
            rows = [({"town": town}, None) for town in form.towns.values()]
        return [*rows, *(({}, None) for _ in range(_NEW_ROWS))]
    if "town" in ledger.key_fields:
        return [({"town": town}, None) for town in form.towns.values()]
    return [(dict.fromkeys(ledger.key_fields, form.quarter_zh), None)]


def _write_line(
    sheet: Worksheet,
    row: int,
    number: int | None,
    ledger: FormLedger,
    filled: Mapping[str, Value],
    record: KnownRecord | None,
) -> None:
    """A row of the form: fixed where it is the row's key in a closed list, carried, or to be filled in."""
    looks = [Look(across="center", fill=_FIXED)]
    for item in ledger.fields:
        is_fixed = item.name in filled and item.name in ledger.key_fields and not ledger.is_open
        fill = _FIXED if is_fixed else _CARRIED if item.name in filled else _TO_FILL
        across = "left" if item.kind == "text" else "right" if item.kind in AMOUNTS else "center"
        number_format = "yyyy-mm-dd" if item.kind == "date" else _FORMATS.get(item.kind, "")
        looks.append(Look(across=across, fill=fill, number_format=number_format))
    values = [number, *(filled.get(item.name) for item in ledger.fields)]
    sheets.write_row(sheet, row, values, _widths(ledger), looks)
    for column, (item, look) in enumerate(zip(ledger.fields, looks[1:], strict=True), start=2):
        cell = sheet.cell(row, column)
        cell.protection = Protection(locked=look.fill is _FIXED)
        if record and item.is_required and item.name in record.said:
            cell.comment = _comment(record, item)


def _comment(record: KnownRecord, item: FormField) -> Comment:
    """What the record said of a field the last time."""
    value = record.said[item.name]
    text = f"{value:.12g}" if isinstance(value, (int, float)) else str(value)
    month = f"{record.period[:4]}年{int(record.period[5:])}月"
    return Comment(f"{month}填报：{text}{item.unit}", "镇账", height=40, width=200)


def _heading(item: FormField) -> str:
    return f"{item.label}{'*' if item.is_required else ''}" + (f"\n（{item.unit}）" if item.unit else "")


def _widths(ledger: FormLedger) -> list[int]:
    named = dict.fromkeys(ledger.key_fields, _KEY_WIDTH)
    own = (
        named.get(item.name, _WIDTHS["text"]) if item.kind == "text" else _WIDTHS.get(item.kind, _PLAIN_WIDTH)
        for item in ledger.fields
    )
    return [_SERIAL_WIDTH, *own]
