"""The periods that a document can be about; the form of a period tells which document it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from exports.documents.wording import chinese_number

#: Form → what document it asks for.
FORMS = {
    "2025Q1": "季度通报 (quarterly bulletin)",
    "2025-03": "月报送情况通报 (monthly reporting notice)",
    "2025H1": "半年观摩资料 (half-year observation pack)",
    "2025": "年度评估报告 (annual evaluation report)",
}
QUARTER, MONTH, HALF, YEAR = "quarter", "month", "half", "year"
_PATTERN = re.compile(r"(20\d\d)(?:Q([1-4])|H([12])|-(0[1-9]|1[0-2]))?")


class PeriodError(ValueError):
    """No period that a document can be about."""


@dataclass(frozen=True)
class Period:
    """A period as it is written ('2025Q1'), what kind it is, and its months ('2025-01' …)."""

    text: str
    kind: str
    year: str
    months: tuple[str, ...]

    @property
    def name(self) -> str:
        """In Chinese: 2025年第一季度, 2025年3月, 2025年上半年, 2025年."""
        if self.kind == QUARTER:
            return f"{self.year}年第{chinese_number(int(self.text[-1]))}季度"
        if self.kind == HALF:
            return f"{self.year}年{'上' if self.text[-1] == '1' else '下'}半年"
        if self.kind == MONTH:
            return month_name(self.text)
        return f"{self.year}年"

    @property
    def quarters(self) -> tuple[str, ...]:
        """The quarters that its months lie in."""
        return tuple(dict.fromkeys(quarter_of(month) for month in self.months))


def parse(text: str) -> Period:
    """A period from its form; PeriodError, with the forms, where it has none."""
    match = _PATTERN.fullmatch(text)
    if match is None:
        forms = ", ".join(f"{form} {meaning}" for form, meaning in FORMS.items())
        raise PeriodError(f"{text} is no period of a document; the forms are {forms}")
    year, quarter, half, month = match.groups()
    if quarter:
        kind, first, last = QUARTER, 3 * int(quarter) - 2, 3 * int(quarter)
    elif half:
        kind, first, last = HALF, 6 * int(half) - 5, 6 * int(half)
    elif month:
        kind, first, last = MONTH, int(month), int(month)
    else:
        kind, first, last = YEAR, 1, 12
    return Period(text, kind, year, tuple(f"{year}-{number:02}" for number in range(first, last + 1)))


def quarter_of(month: str) -> str:
    """The quarter of a month: '2025-03' lies in '2025Q1'."""
    return f"{month[:4]}Q{(int(month[5:]) + 2) // 3}"


def quarter_before(quarter: str) -> str:
    """The quarter before: '2025Q1' follows '2024Q4'."""
    year, number = int(quarter[:4]), int(quarter[-1])
    return f"{year}Q{number - 1}" if number > 1 else f"{year - 1}Q4"


def month_name(month: str) -> str:
    """A month in Chinese: '2025-03' is 2025年3月."""
    return f"{month[:4]}年{int(month[5:])}月"
