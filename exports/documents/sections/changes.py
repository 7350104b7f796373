"""数据更正: what counties corrected in the months reported on, and what of released bulletins is no longer so."""

from __future__ import annotations

from collections.abc import Sequence

from exports.documents.desk import Desk
from exports.documents.facts import NONE, Row
from exports.documents.parts import Annex, Column, Part, Table
from exports.documents.periods import month_name, parse
from exports.documents.wording import listed

_KEY = ("county_code", "period", "ledger", "town_code", "record_key", "field", "submission_after")
_COLUMNS = (
    Column("县区", 0.09),
    Column("月份", 0.14),
    Column("镇", 0.13),
    Column("台账、项目和填报项", 0.26, is_text=True),
    Column("更正前", 0.1),
    Column("更正后", 0.1),
    Column("收到时间", 0.18),
)
_RESCORED = (
    Column("通报", 0.12),
    Column("县区", 0.09),
    Column("镇", 0.12),
    Column("月份", 0.1),
    Column("定稿得分", 0.11),
    Column("现得分", 0.09),
    Column("变化", 0.08),
    Column("原因和依据", 0.29, is_text=True),
)
_RELISTED = (
    Column("通报", 0.2),
    Column("县区", 0.13),
    Column("镇", 0.15),
    Column("情形", 0.18),
    Column("定稿状态", 0.12),
    Column("现状态", 0.12),
    Column("原因", 0.1),
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
    said = [
        f"{parse(row['released_quarter']).name}通报按截至{row.date('released_as_of')}的数据定稿，此后有"
        f"{row.count('figures')}项数值发生变化{_moved(row)}。"
        for row in desk.ask("released_change_counts", "released_quarter")
    ]
    return [*said, "已定稿通报不作改动，本通报与上季度的比较均按现有数据计算。"] if said else []


def _moved(row: Row) -> str:
    said = [
        f"{what}的有{row.count(column)}{measure}"
        for column, what, measure in (
            ("towns", "镇级得分变化", "个镇（乡、街道）"),
            ("counties", "县级得分变化", "个县（市、区）"),
            ("entries", "督帮名单状态变化", "条"),
        )
        if row[column]
    ]
    return f"，其中{listed(said)}，明细见附件" if said else ""


def annexes(desk: Desk) -> list[Annex]:
    """The values changed, and what changed of released bulletins; no annex where there is none."""
    return [*_corrected(desk), *_since_released(desk)]


def _corrected(desk: Desk) -> list[Annex]:
    rows = desk.ask("amendments", *_KEY)
    if not rows:
        return []
    table = desk.table(
        "更正的填报值", _COLUMNS, [_cells(row) for row in rows], "注：“—”为没有填报。", desk.period.name
    )
    return [Annex(desk.text(f"{desk.period.name}数据更正明细"), [table])]


def _since_released(desk: Desk) -> list[Annex]:
    tables = [*_rescored(desk), *_relisted(desk)]
    return [Annex(desk.text("已定稿通报数据变化"), tables)] if tables else []


def _rescored(desk: Desk) -> list[Table]:
    rows = desk.ask("released_changes", "released_quarter", "county_code", "town_code", "period")
    cells = [
        (
            parse(row["released_quarter"]).name,
            row["county_name"],
            row["town_name"] or NONE,
            month_name(row["period"]),
            row.score("number_released"),
            row.score("number_now"),
            row.score("difference"),
            _because(row),
        )
        for row in rows
    ]
    note = (
        "注：镇为“—”的是县（市、区）得分；得分为“—”的是当时或现在没有得分；依据较多的只列前三处，"
        "因其他单位变化而变动的名次不列。"
    )
    table = desk.table("已定稿通报得分变化", _RESCORED, cells, note, _quarters(rows))
    return [table] if rows else []


def _because(row: Row) -> str:
    proof = f"：{row.text('proof')}" if row["proof"] else ""
    return f"{row.text('causes')}{proof}"


def _relisted(desk: Desk) -> list[Table]:
    rows = desk.ask("released_list_changes", "released_quarter", "county_code", "town_code", "rule")
    cells = [
        (
            parse(row["released_quarter"]).name,
            row["county_name"],
            row["town_name"] or NONE,
            row["rule_name"],
            row["status_released"],
            row["status_now"],
            row.text("causes"),
        )
        for row in rows
    ]
    note = "注：镇为“—”的是县（市、区）列入的情形。"
    table = desk.table("已定稿督帮名单变化", _RELISTED, cells, note, _quarters(rows))
    return [table] if rows else []


def _quarters(rows: Sequence[Row]) -> str:
    """The released quarters that a table is about."""
    return listed(list(dict.fromkeys(parse(row["released_quarter"]).name for row in rows)))


def _cells(row: Row) -> tuple[object, ...]:
    return (
        row["county_name"],
        month_name(row["period"]),
        row["town_name"] or NONE,
        f"{row['ledger_name']}：{_record(row)}{row['field_name']}",
        row.text("value_before"),
        row.text("value_after"),
        row.date("amended_at"),
    )


def _record(row: Row) -> str:
    """The project or source of funds that a value is of, before the field; '' where it is of the town."""
    return f"{row.text('record_name')}，" if row["record_name"] else ""
