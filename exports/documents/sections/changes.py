"""数据更正: what counties corrected in the months reported on, and what of released bulletins is no longer so."""

from __future__ import annotations

from exports.documents.desk import Desk
from exports.documents.facts import NONE, Row
from exports.documents.parts import Annex, Column, Part
from exports.documents.periods import month_name, parse
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
_RESCORED = (
    Column("通报", 0.19),
    Column("县区", 0.1),
    Column("镇", 0.13),
    Column("月份", 0.15),
    Column("定稿得分", 0.11),
    Column("现得分", 0.1),
    Column("变化", 0.09),
    Column("原因", 0.13),
)


def changes(desk: Desk) -> list[Part]:
    """What later reports of the period's months changed."""
    rows = desk.ask("amendments", *_KEY)
    heading, since = desk.heading(1, "数据更正情况"), desk.say(*_since_release(desk))
    if not rows:
        return [heading, *desk.say(f"{desk.period.name}各月台账没有更正。"), *since]
    count = desk.one("amendment_count").count("amendments")
    counties = listed(list(dict.fromkeys(row["county_name"] for row in rows)))
    return [
        heading,
        *desk.say(
            f"截至{desk.until.removeprefix('数据截至')}，{counties}对{desk.period.name}台账作了更正，"
            f"共{count}个填报值，明细见附件；本通报已按更正后数据计算。"
        ),
        *since,
    ]


def _since_release(desk: Desk) -> list[str]:
    """Of each earlier released bulletin, how much is no longer as released; nothing where all is."""
    return [
        f"{parse(row['released_quarter']).name}通报已于{row.date('released_at')}定稿，此后有{row.count('figures')}项数值"
        f"发生变化{_scores(row)}；已定稿通报不作改动。"
        for row in desk.ask("released_change_counts", "released_quarter")
    ]


def _scores(row: Row) -> str:
    said = [
        f"{row.count(column)}个{measure}"
        for column, measure in (("towns", "镇（乡、街道）"), ("counties", "县（市、区）"))
        if row[column]
    ]
    return f"，其中得分变化的有{listed(said)}，明细见附件" if said else ""


def annexes(desk: Desk) -> list[Annex]:
    """The values changed, and the scores changed since their release; no annex where there is none."""
    return [*_corrected(desk), *_rescored(desk)]


def _corrected(desk: Desk) -> list[Annex]:
    rows = desk.ask("amendments", *_KEY)
    if not rows:
        return []
    table = desk.table(
        "更正的填报值", _COLUMNS, [_cells(row) for row in rows], "注：“—”为没有填报。", desk.period.name
    )
    return [Annex(desk.text(f"{desk.period.name}数据更正明细"), [table])]


def _rescored(desk: Desk) -> list[Annex]:
    rows = desk.ask("released_changes", "released_quarter", "county_code", "town_code", "period")
    if not rows:
        return []
    cells = [
        (
            parse(row["released_quarter"]).name,
            row["county_name"],
            row["town_name"] or NONE,
            month_name(row["period"]),
            row.score("number_released"),
            row.score("number_now"),
            row.score("difference"),
            row.text("causes"),
        )
        for row in rows
    ]
    note = "注：镇为“—”的是县（市、区）得分；得分为“—”的是当时或现在没有得分。"
    table = desk.table("已定稿通报得分变化", _RESCORED, cells, note)
    return [Annex(desk.text("已定稿通报得分变化"), [table])]


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
