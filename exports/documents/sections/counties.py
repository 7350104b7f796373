"""县（市、区）排名: the table, who leads and who is behind, who moved."""

from __future__ import annotations

from collections.abc import Sequence

from exports.charts import shapes
from exports.documents.desk import Desk
from exports.documents.facts import Row
from exports.documents.parts import Column, Part
from exports.documents.ranks import ends, movements
from exports.documents.wording import listed, moved, place

_COLUMNS = (
    Column("名次", 0.07),
    Column("县（市、区）", 0.155),
    Column("得分", 0.1),
    Column("镇平均得分", 0.135),
    Column("投资进度得分", 0.155),
    Column("报送得分", 0.115),
    Column("有得分镇数/镇数", 0.135),
    Column("较上季度位次", 0.135),
)


def counties(desk: Desk) -> list[Part]:
    """The section."""
    rows = desk.ask("counties", "county_code")
    reporting = [row for row in rows if row["towns_reporting"]]
    table = desk.table(
        "各县（市、区）得分和名次",
        _COLUMNS,
        [
            (
                row.count("rank"),
                row["county_name"],
                row.score("score"),
                row.score("town_mean"),
                row.score("investment_progress"),
                row.score("reporting"),
                f"{row.count('towns_reporting')}/{row.count('towns')}",
                moved(row["places_gained"], row.steps("places_gained")),
            )
            for row in rows
        ],
        "注：得分相同的并列；报送得分为按时报送并入库台账所占比例；“—”为无数据可比。",
    )
    chart = shapes.bars(
        [{"name": r["county_name"], "value": r["score"], "label": r.score("score").shown} for r in rows],
        "得分（分）",
    )
    return [
        desk.heading(1, "县（市、区）排名"),
        *desk.say(
            "县（市、区）得分由所辖镇（乡、街道）平均得分、投资进度得分和报送得分按评价标准加权得出。",
            _ends(reporting),
            movements(reporting, "县（市、区）", "上季度"),
        ),
        desk.picture("各县（市、区）得分", chart, [row.score("score") for row in rows]),
        table,
    ]


def _ends(rows: Sequence[Row]) -> str:
    """Who is first and who is last; where there are too few to have two ends, the table says it."""
    first, last = ends(rows, "rank")
    if not first:
        return "各县（市、区）得分和名次见下表。"
    return f"得分居前的是{_with_scores(first)}；居后的是{_with_scores(last)}。"


def _with_scores(rows: Sequence[Row]) -> str:
    return listed(
        [f"{r['county_name']}（{r.score('score')}分，{place(r.count('rank'), r['sharing'])}）" for r in rows]
    )
