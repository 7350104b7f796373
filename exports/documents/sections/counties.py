"""县（市、区）排名: the table, who leads and who is behind, who moved."""

from __future__ import annotations

from collections.abc import Sequence

from exports.charts import shapes
from exports.documents.desk import Desk
from exports.documents.facts import Row
from exports.documents.parts import Column, Part
from exports.documents.ranks import ends, interval, movements
from exports.documents.wording import listed, moved, place

_COLUMNS = (
    Column("名次", 0.07),
    Column("县（市、区）", 0.16),
    Column("得分", 0.09),
    Column("名次区间", 0.11),
    Column("镇平均得分", 0.1),
    Column("投资进度得分", 0.12),
    Column("报送得分", 0.11),
    Column("有得分镇/所辖镇", 0.12),
    Column("较上季度位次", 0.12),
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
                interval(row),
                row.score("town_mean"),
                row.score("investment_progress"),
                row.score("reporting"),
                f"{row.count('towns_reporting')}/{row.count('towns')}",
                moved(row["places_gained"], row.steps("places_gained")),
            )
            for row in rows
        ],
        "注：得分相同的并列；名次区间是对指标权重作多次随机扰动后所得名次的5%至95%分位，投资进度和报送得分不变；"
        "报送得分为按时报送并入库台账所占比例；“—”为无数据可比。",
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
            _soft(reporting),
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


def _soft(rows: Sequence[Row]) -> str:
    """Which counties' ranks tell nothing of who is better, as the ranges of their ranks overlap."""
    known = [row for row in rows if row["band_from"] is not None]
    if not known:
        return ""
    bands = {place: [row for row in known if row["band_from"] == place] for place in _bands(known)}
    together = [own for own in bands.values() if len(own) > 1]
    if not together:
        return "各县（市、区）名次区间互不重叠。"
    if len(bands) == 1:
        return "各县（市、区）名次区间依次重叠，名次相近的先后次序不宜看作优劣之分。"
    named = "；".join(
        f"第{own[0].count('band_from')}位至第{own[0].count('band_to')}位的{listed([r['county_name'] for r in own])}"
        for own in together
    )
    return f"名次区间依次重叠、先后次序不宜看作优劣之分的有：{named}。"


def _bands(rows: Sequence[Row]) -> list[int]:
    return list(dict.fromkeys(row["band_from"] for row in rows))


def _with_scores(rows: Sequence[Row]) -> str:
    return listed(
        [f"{r['county_name']}（{r.score('score')}分，{place(r.count('rank'), r['sharing'])}）" for r in rows]
    )
