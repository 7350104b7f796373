"""The words in which a return speaks to a clerk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from exports.returns.cases import REFUSED_WITH_ROW

LIST = "退回修改清单.xlsx"
NOTE = "退回说明.docx"
#: What a correction that comes after the deadline counts as: a ledger accepted in time stays in time.
COUNTS_ZH = "已按时入库的台账，更正后不计为逾期；尚未入库的，按重报文件的收到时间计算是否逾期。"
SEVERITY_ZH = {"error": "须更正", "warning": "请核实"}
FATE_ZH = {
    "reject_file": "整表退回",
    "reject_row": "该行退回",
    REFUSED_WITH_ROW: "随该行退回",
    "withhold": "该值未采用",
    "warn": "已采用，请核实",
}


def until_zh(due: Iterable[tuple[str, dt.date]], today: dt.date) -> str:
    """By when to send again, from months and the days on which their ledgers were due, as seen on a day."""
    days: dict[str, set[dt.date]] = {}
    for month, day in due:
        days.setdefault(month, set()).add(day)
    said = [
        f"{month_zh(month)}台账报送期限为{'、'.join(map(date_zh, sorted(own)))}，需更正的请在期限前改正重报"
        + ("，期限已过的立即改正重报。" if min(own) < today else "。")
        for month, own in sorted(days.items())
        if max(own) >= today
    ]
    past = [month for month, own in days.items() if max(own) < today]
    if past:
        said.append(f"{months_zh(past)}台账报送期限已过，需更正的请收到后立即改正重报。")
    return "".join(said or ["需更正的请收到后立即改正重报。"]) + COUNTS_ZH


def month_zh(period: str) -> str:
    """A month ('2025-03') as it is written, '' where there is none."""
    return f"{period[:4]}年{int(period[5:])}月" if period else ""


def months_zh(periods: Iterable[str]) -> str:
    """Months in their order, those that follow each other as one: 2025年1月至3月、2025年6月."""
    runs: list[list[str]] = []
    for period in sorted(filter(None, periods)):
        if runs and _count(period) == _count(runs[-1][-1]) + 1 and period[:4] == runs[-1][0][:4]:
            runs[-1].append(period)
        else:
            runs.append([period])
    said = (month_zh(run[0]) + (f"至{int(run[-1][5:])}月" if len(run) > 1 else "") for run in runs)
    return "、".join(said)


def _count(period: str) -> int:
    return int(period[:4]) * 12 + int(period[5:])


def date_zh(day: dt.date) -> str:
    """A day as it is written."""
    return f"{day.year}年{day.month}月{day.day}日"
