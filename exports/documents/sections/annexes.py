"""Annexes that list every town and every project of concern."""

from __future__ import annotations

from exports.documents.desk import Desk
from exports.documents.facts import NONE, Row
from exports.documents.parts import Annex, Column
from exports.documents.ranks import SOFTNESS, interval
from exports.documents.sections.projects import CONCERNS
from exports.documents.wording import listed, moved

_TOWN_COLUMNS = (
    Column("全市名次", 0.11),
    Column("县（市、区）", 0.155),
    Column("镇（乡、街道）", 0.22),
    Column("得分", 0.12),
    Column("县内名次", 0.115),
    Column("名次区间", 0.16),
    Column("较上季度位次", 0.12),
)
_PROJECT_COLUMNS = (
    Column("县（市、区）", 0.12),
    Column("镇", 0.14),
    Column("项目", 0.3, is_text=True),
    Column("状态", 0.09),
    Column("累计完成投资（万元）", 0.17),
    Column("需关注情形", 0.18),
)


def all_towns(desk: Desk) -> list[Annex]:
    """Every town with a score, by rank."""
    rows = [
        (
            row.count("rank_city"),
            row["county_name"],
            row["town_name"],
            row.score("score"),
            row.count("rank_county"),
            interval(row),
            moved(row["places_gained"], row.steps("places_gained")),
        )
        for row in desk.ask("towns", "town_code")
    ]
    table = desk.table("全市各镇得分和名次", _TOWN_COLUMNS, rows, SOFTNESS)
    return [Annex(desk.text(f"{desk.period.name}全市各镇得分和名次"), [table])]


def projects_of_concern(desk: Desk) -> list[Annex]:
    """Projects that are suspended, overdue, idle or without upkeep; no annex where there is none."""
    rows = desk.ask("project_concerns", "town_code", "record_key")
    if not rows:
        return []
    table = desk.table("需要关注的项目", _PROJECT_COLUMNS, [_project(row) for row in rows])
    return [Annex(desk.text(f"{desk.period.name}需要关注的项目"), [table])]


def _project(row: Row) -> tuple[object, ...]:
    return (
        row["county_name"],
        row["town_name"],
        row.text("project_name"),
        row["status_name"] or NONE,
        row.amount("cumulative_investment"),
        listed([name for column, name in CONCERNS.items() if row[column]]),
    )
