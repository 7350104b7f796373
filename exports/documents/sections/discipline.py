"""报送纪律 and 推荐乡镇: how the counties' reports came, and which towns they name as better and poorer."""

from __future__ import annotations

from collections.abc import Sequence

from exports.documents.desk import Desk
from exports.documents.facts import NONE, Row
from exports.documents.parts import Column, Part, Table
from exports.documents.wording import listed

_COLUMNS = (
    Column("县（市、区）", 0.16),
    Column("应报（份）", 0.12),
    Column("按时入库", 0.12),
    Column("逾期", 0.1),
    Column("退回", 0.1),
    Column("未报", 0.1),
    Column("按时率（%）", 0.14),
    Column("报送质量得分", 0.16),
)
_RECOMMENDED = (
    Column("县（市、区）", 0.155),
    Column("推荐", 0.07),
    Column("镇", 0.14),
    Column("得分", 0.09),
    Column("县内名次", 0.11),
    Column("按得分应为", 0.14),
    Column("比对结论", 0.295, is_text=True),
)


def discipline(desk: Desk) -> list[Part]:
    """Reporting, five (一): what was expected in the period's months and has come due."""
    rows = desk.ask("reporting_by_county", "county_code")
    heading = desk.heading(1, "报送纪律")
    if not rows:
        return [heading, *desk.say("本期没有到期的台账。")]
    return [heading, *desk.say(expected(desk.one("reporting_city")), faults(rows)), reports(desk, rows)]


def reports(desk: Desk, rows: Sequence[Row]) -> Table:
    """The counties' reports as a table."""
    return desk.table(
        "各县（市、区）台账报送情况",
        _COLUMNS,
        [
            (
                row["county_name"],
                row.count("expected"),
                row.count("on_time"),
                row.count("late"),
                row.count("returned"),
                row.count("missing"),
                row.share("on_time_rate"),
                row.score("quality_score"),
            )
            for row in rows
        ],
        "注：退回为退回后尚无合格文件；报送质量得分由按时率、首次通过率和填报值无问题率构成，与工作成效分开评价。",
        desk.period.name,
    )


def expected(city: Row) -> str:
    """How many reports were expected, and how many came in time."""
    return (
        f"本期到期应报台账{city.count('expected')}份，按时报送并入库{city.count('on_time')}份，"
        f"按时率{city.rate('on_time_rate')}。"
    )


def faults(rows: Sequence[Row]) -> str:
    """Who was late, had files returned, or sent nothing; or that all came in time."""
    said = []
    for name, column in (
        ("有台账逾期的", "late"),
        ("有台账退回未更正的", "returned"),
        ("有台账未报的", "missing"),
    ):
        at_fault = [row for row in rows if row[column]]
        if at_fault:
            named = listed([f"{row['county_name']}（{row.count(column)}份）" for row in at_fault])
            said.append(f"{name}是{named}")
    if not said:
        return "各县（市、区）台账全部按时报送，没有逾期、退回和未报。"
    on_time = [row["county_name"] for row in rows if row["on_time"] == row["expected"]]
    kept = f"；全部按时报送的是{listed(on_time)}" if on_time else ""
    return f"{'；'.join(said)}{kept}。"


def recommendations(desk: Desk) -> list[Part]:
    """The better and poorer towns that counties name, beside the figures, five (五)."""
    rows = desk.ask("recommendations", "county_code", "recommendation")
    heading = desk.heading(1, "较好和较差乡镇推荐情况")
    if not any(row["is_recommended"] for row in rows):
        return [heading, *desk.say("本季度没有县（市、区）报送推荐乡镇。")]
    table = desk.table(
        "各县（市、区）推荐乡镇与得分比对",
        _RECOMMENDED,
        [
            (
                row["county_name"],
                row["recommendation_name"],
                row["town_name"] if row["is_recommended"] else "未推荐",
                row.score("score"),
                row.count("rank_county"),
                row["town_by_score"] or NONE,
                row.text("verdict") if row["verdict"] else NONE,
            )
            for row in rows
        ],
        "注：按得分应为，指县内得分最高（较好）或最低（较差）的镇；推荐由县（市、区）作出，得分和结论由台账数据得出。",
        desk.period.name,
    )
    return [heading, *desk.say(_missing(rows), _disagreeing(rows)), table]


def _missing(rows: Sequence[Row]) -> str:
    missing = listed(list(dict.fromkeys(row["county_name"] for row in rows if not row["is_recommended"])))
    return (
        f"未按要求完整推荐较好和较差乡镇的有{missing}。"
        if missing
        else "各县（市、区）均推荐了较好和较差乡镇。"
    )


def _disagreeing(rows: Sequence[Row]) -> str:
    against = [row for row in rows if row["is_recommended"] and row["agrees_with_score"] is False]
    if not against:
        agreeing = [row for row in rows if row["is_recommended"] and row["agrees_with_score"]]
        return "有得分可比的推荐乡镇均与得分情况一致。" if agreeing else ""
    named = listed(
        [f"{r['county_name']}推荐的{r['recommendation_name']}乡镇{r['town_name']}" for r in against]
    )
    return f"{named}与得分情况不一致，请有关县（市、区）核实。"
