"""与上期通报相比: what counties corrected in the months reported on."""

from __future__ import annotations

from exports.documents.desk import Desk
from exports.documents.facts import NONE, Row
from exports.documents.parts import Annex, Column, Part
from exports.documents.periods import month_name
from exports.documents.wording import listed

_KEY = ("county_code", "period", "ledger", "town_code", "record_key", "field", "submission_after")
_COLUMNS = (
    Column("县（市、区）", 0.12),
    Column("月份", 0.14),
    Column("镇", 0.13),
    Column("台账和填报项", 0.25, is_text=True),
    Column("更正前", 0.12),
    Column("更正后", 0.12),
    Column("收到时间", 0.12),
)


def changes(desk: Desk) -> list[Part]:
    """What later reports of the period's months changed."""
    rows = desk.ask("amendments", *_KEY)
    heading = desk.heading(1, "数据更正情况")
    if not rows:
        return [heading, *desk.say(f"{desk.period.name}各月台账没有更正。")]
    count = desk.one("amendment_count").count("amendments")
    counties = listed(list(dict.fromkeys(row["county_name"] for row in rows)))
    return [
        heading,
        *desk.say(
            f"截至{desk.until.removeprefix('数据截至')}，{counties}对{desk.period.name}台账作了更正，"
            f"共{count}个填报值，明细见附件；本通报已按更正后数据计算。"
        ),
    ]


def annexes(desk: Desk) -> list[Annex]:
    """The values changed; no annex where there is none."""
    rows = desk.ask("amendments", *_KEY)
    if not rows:
        return []
    table = desk.table(
        "更正的填报值", _COLUMNS, [_cells(row) for row in rows], "注：“—”为没有填报。", desk.period.name
    )
    return [Annex(desk.text(f"{desk.period.name}数据更正明细"), [table])]


def _cells(row: Row) -> tuple[object, ...]:
    return (
        row["county_name"],
        month_name(row["period"]),
        row["town_name"] or NONE,
        f"{row['ledger_name']}：{row['field_name']}",
        row.text("value_before"),
        row.text("value_after"),
        row.date("amended_at"),
    )
