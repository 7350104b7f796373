"""What a form's cells accept: drop-down lists, numbers, dates, parts within their whole; and what they say.

The program that a clerk fills the form in with enforces it; what comes back is judged anew, whatever it let through.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from exports.forms import guide
from exports.forms.form import FormField, FormLedger

_LISTS = "选项"
#: Excel counts days from 1900; nothing in the programme is older than 2000 (36526).
_FIRST_DAY = "36526"
_LONGEST_PROMPT = 250
_FLAG = ("是", "否")


class Lists:
    """The hidden sheet of drop-down lists: each list stands once, in a column of its own, and has no longest."""

    def __init__(self, book: Workbook) -> None:
        self._sheet: Worksheet = book.create_sheet(_LISTS)
        self._sheet.sheet_state = "hidden"
        self._places: dict[tuple[str, ...], str] = {}

    def place(self, choices: Sequence[str]) -> str:
        """Where the list of these choices stands, as a formula."""
        key = tuple(choices)
        if key not in self._places:
            column = len(self._places) + 1
            for row, text in enumerate(key, start=1):
                self._sheet.cell(row, column, text)
            letter = get_column_letter(column)
            self._places[key] = f"{_LISTS}!${letter}$1:${letter}${len(key)}"
        return self._places[key]


def add_checks(
    sheet: Worksheet, ledger: FormLedger, top: int, bottom: int, towns: Sequence[str], lists: Lists
) -> None:
    """Give each field's cells in rows top..bottom what they accept."""
    letters = {item.name: get_column_letter(c) for c, item in enumerate(ledger.fields, start=2)}
    for item in ledger.fields:
        check = _check(item, letters, top, towns, lists)
        check.promptTitle = item.label[:32]
        check.prompt = "；".join([guide.way(item), *item.rules])[:_LONGEST_PROMPT]
        check.errorTitle = "填写有误"
        check.error = check.prompt
        check.showInputMessage = check.showErrorMessage = True
        check.add(f"{letters[item.name]}{top}:{letters[item.name]}{bottom}")
        sheet.add_data_validation(check)


def _check(
    item: FormField, letters: dict[str, str], top: int, towns: Sequence[str], lists: Lists
) -> DataValidation:
    choices = tuple(item.choices.values()) or {"town": tuple(towns), "flag": _FLAG}.get(item.kind)
    own = f"{letters[item.name]}{top}"
    if choices:
        return DataValidation("list", formula1=lists.place(choices))
    if item.kind == "date":
        return DataValidation("date", operator="greaterThanOrEqual", formula1=_FIRST_DAY)
    if item.kind == "percent":
        return DataValidation("decimal", operator="between", formula1="0", formula2="100")
    if item.kind == "flag_or_count":
        return DataValidation("custom", formula1=f'OR(AND(ISNUMBER({own}),{own}>=0),{own}="有",{own}="无")')
    if item.kind in ("money", "number", "count"):
        kind: Literal["whole", "decimal"] = "whole" if item.kind == "count" else "decimal"
        if item.at_most:
            # Where the whole is still blank there is nothing to compare with, and a reason may explain an excess.
            whole = f"{letters[item.at_most]}{top}"
            most = f"IF(ISNUMBER({whole}),{whole},1E+15)"
            check = DataValidation(kind, operator="between", formula1="0", formula2=most)
            check.errorStyle = "warning"
            return check
        return DataValidation(kind, operator="greaterThanOrEqual", formula1="0")
    return DataValidation()
