"""重点镇建设情况: the provincial, municipal and county key towns, each kind with its table and soft ranks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from exports.charts import shapes
from exports.documents.desk import Desk
from exports.documents.facts import Row
from exports.documents.parts import Column, Part
from exports.documents.ranks import SOFTNESS, ends, interval
from exports.documents.wording import changed, compared, joined, listed, moved

_COLUMNS = (
    Column("同类名次", 0.11),
    Column("镇", 0.14),
    Column("县（市、区）", 0.155),
    Column("得分", 0.09),
    Column("全市名次", 0.11),
    Column("名次区间", 0.125),
    Column("较上季度位次", 0.12),
    Column("年度投资完成率（%）", 0.15),
)


def key_towns(desk: Desk) -> list[Part]:
    """The section."""
    towns = desk.ask("towns", "town_code")
    tiers = {row["peer_group"]: row for row in desk.ask("tiers", "peer_group")}
    progress = {row["town_code"]: row for row in desk.ask("key_town_projects", "town_code")}
    last = max((row["rank_city"] for row in towns), default=1)
    parts: list[Part] = [desk.heading(1, "重点镇建设情况")]
    for designated in desk.ask("designated", "peer_group"):
        own = [row for row in towns if row["peer_group"] == designated["peer_group"]]
        softness = SOFTNESS if len(parts) == 1 else ""
        parts += _tier(desk, designated, tiers.get(designated["peer_group"]), own, progress, last, softness)
    if len(parts) == 1:
        parts += desk.say("本期没有认定的重点镇。")
    return parts


def _tier(
    desk: Desk,
    designated: Row,
    tier: Row | None,
    towns: Sequence[Row],
    progress: Mapping[str, Row],
    last: int,
    softness: str,
) -> list[Part]:
    name = designated["designation_name"]
    heading = desk.heading(2, name)
    if tier is None:
        return [heading, *desk.say(f"全市{designated.count('towns')}个{name}均无台账数据入库，本期不排名。")]
    without = f"，其中{designated.count('unscored')}个无台账数据入库" if designated["unscored"] else ""
    table = desk.table(
        f"{name}得分和名次",
        _COLUMNS,
        [
            (
                row.count("rank_peer"),
                row["town_name"],
                row["county_name"],
                row.score("score"),
                row.count("rank_city"),
                interval(row),
                moved(row["places_gained"], row.steps("places_gained")),
                progress[row["town_code"]].share("progress") if row["town_code"] in progress else "—",
            )
            for row in towns
        ],
        softness,
    )
    parts: list[Part] = [
        heading,
        *desk.say(
            joined(
                f"全市共有{name}{designated.count('towns')}个{without}，平均得分{tier.score('score')}分",
                changed(tier["score_change"], tier.size("score_change"), "分", "上季度"),
                compared(tier["above_city"], tier.size("above_city"), "分", "全市各镇平均"),
            ),
            _ends(towns),
            _floor(desk, designated) if designated["peer_group"] == "county" else "",
        ),
        table,
    ]
    soft = [row for row in towns if row["rank_p05"] is not None]
    if len(soft) > 1:
        rows = [
            {
                "name": f"{row['town_name']}（{row['county_name']}）",
                "rank": row["rank_city"],
                "low": row["rank_p05"],
                "high": row["rank_p95"],
            }
            for row in soft
        ]
        figures = [row.count(c) for row in soft for c in ("rank_city", "rank_p05", "rank_p95")]
        chart = shapes.ranges(rows, "全市名次（圆点）及其区间", last)
        parts.append(desk.picture(f"{name}全市名次及名次区间", chart, figures))
    return parts


def _ends(towns: Sequence[Row]) -> str:
    first, last = ends(towns, "rank_peer")
    return "" if not first else f"同类居前的是{_named(first)}；居后的是{_named(last)}。"


def _named(rows: Sequence[Row]) -> str:
    return listed([f"{r['county_name']}{r['town_name']}（{r.score('score')}分）" for r in rows])


def _floor(desk: Desk, designated: Row) -> str:
    """The investment that the plan asks of county key towns, four (二)."""
    rows = desk.ask("floor", "town_code")
    if not rows:
        return ""
    floor = rows[0].count("floor")
    asked = f"对照方案四（二）“每年完成投资不低于{floor}万元”的要求，按时序折算，"
    short = [row for row in rows if not row["is_met"]]
    towns = f"{'有数据的' if designated['unscored'] else ''}{designated['designation_name']}"
    if not short:
        return f"{asked}{towns}投资均已达到进度。"
    named = listed(
        [f"{r['county_name']}{r['town_name']}（{_invested(r)}）" for r in short],
    )
    if len(short) == len(rows):
        return f"{asked}{towns}投资均未达到进度：{named}。"
    return f"{asked}尚未达到进度的有{named}，其余{towns}均已达到。"


def _invested(row: Row) -> str:
    return "未填报" if row["invested"] is None else f"{row.amount('invested')}万元"
