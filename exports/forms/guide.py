"""The sheet 填表说明 of a form: how to fill it in, and of every field what, in which unit, by which rule.

A reader knows the sheet by its name and sets it aside.
"""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from exports import sheets
from exports.forms.form import Form, FormField
from exports.sheets import LINE, Look

TITLE = "填表说明"
_COLUMNS = {
    "台账": 22,
    "填报项": 24,
    "单位": 10,
    "必填": 7,
    "填写方式": 40,
    "填写规则": 46,
    "工作方案条款": 14,
}
_GENERAL = (
    "本表样由{county}填报，反映{month}情况，共{ledgers}张表，每张表对应一种台账。请勿改动表名、表头和本说明，"
    "填好后以原文件名报送；各表均须填报，整张未填的视为未报送。",
    "淡黄色单元格由填报单位填写；淡蓝色单元格已按上次审核通过的数据带出，有变化的直接改正；灰色单元格不需填写。",
    "表头带“*”的为必填项，空缺的整行退回；其他项确实没有数据的留空，不要填“0”，“0”表示数量为零。",
    "金额一律为万元，比率填百分数（95.5即95.5%），日期填“年-月-日”，有下拉列表的从列表中选择。",
    "“本年累计”从当年1月起算。单元格批注为上次填报数，供核对，不计入本次填报。",
    "新增项目、资金来源在已有各行之后接着填写，每行写明所在镇；已不再实施的项目请在“存在问题”中说明，不要删除该行。",
    "除“联系人”“联系电话”外，文字说明中请勿填写个人姓名、电话和身份证号码。",
)
_WAYS = {
    "text": "文字",
    "town": "从下拉列表选择",
    "date": "年-月-日，如2025-03-15",
    "money": "数字，可带小数",
    "number": "数字，可带小数",
    "count": "整数",
    "percent": "0至100的数字",
    "flag": "从下拉列表选择：是、否",
    "flag_or_count": "数量；只知有无的填“有”或“无”",
    "quarter": "如2025年第一季度（已填好）",
}


def write(sheet: Worksheet, form: Form) -> None:
    """Fill the sheet."""
    width = sum(_COLUMNS.values())
    title = f"{form.county_name}{form.month_zh}镇区强功能台账填表说明"
    sheets.write_across(
        sheet, 1, len(_COLUMNS), title, Look(18, bold=True, across="center", framed=False), 34
    )
    row = 1
    for number, text in enumerate(_GENERAL, start=1):
        row += 1
        said = f"{number}．" + text.format(
            county=form.county_name, month=form.month_zh, ledgers=len(form.ledgers)
        )
        height = LINE * sheets.lines(said, width) + 3
        sheets.write_across(sheet, row, len(_COLUMNS), said, Look(11, framed=False), height)
    header = row + 1
    sheets.write_row(sheet, header, list(_COLUMNS), list(_COLUMNS.values()), [sheets.HEADING] * len(_COLUMNS))
    row = header
    looks = [Look(across="center" if name in ("单位", "必填") else "left") for name in _COLUMNS]
    for ledger in form.ledgers:
        for item in ledger.fields:
            row += 1
            told = [
                ledger.label,
                item.label,
                item.unit or "—",
                "是" if item.is_required else "",
                way(item),
                "；".join(item.rules),
                item.clause,
            ]
            sheets.write_row(sheet, row, told, list(_COLUMNS.values()), looks)
    sheets.set_widths(sheet, list(_COLUMNS.values()))
    sheets.set_up_page(sheet, header, header)


def way(item: FormField) -> str:
    """How a field is filled in."""
    return "从下拉列表选择：" + "、".join(item.choices.values()) if item.choices else _WAYS[item.kind]
