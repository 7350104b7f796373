"""年度评估报告: the annual evaluation of the provincial and municipal key towns, five (四), and the county ones' goal."""

from __future__ import annotations

from collections.abc import Sequence

from exports.documents.desk import Desk, office
from exports.documents.facts import NONE, Row, day
from exports.documents.grounds import plan_of
from exports.documents.parts import Annex, Column, Document, Part
from exports.documents.periods import month_name
from exports.documents.ranks import SOFTNESS, ends, interval
from exports.documents.sections.counties import counties
from exports.documents.sections.tasks import targets
from exports.documents.wording import listed

_TOWNS = (
    Column("同类名次", 0.07),
    Column("镇", 0.13),
    Column("县区", 0.1),
    Column("得分", 0.07),
    Column("全市名次（区间）", 0.17),
    Column("等次", 0.08),
    Column("方案目标达到/应达", 0.1),
    Column("缺口超过允许的方案目标", 0.28, is_text=True),
)
_COUNTY_TOWNS = (
    Column("镇", 0.15),
    Column("县（市、区）", 0.14),
    Column("得分", 0.1),
    Column("本年完成投资（万元）", 0.17),
    Column("认定以来完成投资（万元）", 0.18),
    Column("年度投资目标", 0.12),
    Column("两年目标期限", 0.14),
)
_HERITAGE = (
    Column("镇", 0.2),
    Column("县（市、区）", 0.2),
    Column("编制进度", 0.2),
    Column("完成时间", 0.2),
    Column("结论", 0.2),
)
_FUNCTIONS = {
    "infrastructure_score": "基础设施",
    "public_service_score": "公共服务",
    "industry_score": "产业配套",
    "environment_score": "人居环境",
    "governance_score": "社会治理",
    "planning_score": "建设规划",
    "projects_score": "项目建设",
}


def evaluation(desk: Desk) -> Document:
    """The report of a year; before its end it says that it is provisional."""
    rows = desk.ask("evaluated", "town_code", "year")
    city = desk.one("evaluation_city")
    parts: list[Part] = [
        *desk.say(_opening(desk, city)),
        desk.heading(1, "评估总体情况"),
        *desk.say(*_overall(desk, city)),
    ]
    evaluated = [row for row in rows if row["is_evaluated"]]
    for tier in desk.ask("designated", "peer_group"):
        parts += _tier(desk, [row for row in evaluated if row["peer_group"] == tier["peer_group"]])
    parts += _county_towns(desk, [row for row in rows if not row["is_evaluated"]])
    parts += [*targets(desk), *_heritage(desk), *counties(desk), *_use(desk, rows)]
    return Document(
        kind="年度评估报告",
        period=desk.period.text,
        title_lines=(f"{desk.period.name}重点镇", f"{office()['work']}年度评估报告"),
        addressee="",
        parts=parts,
        annexes=[_by_function(desk, rows)] if rows else [],
        issuer=office()["issuer"],
        date=day(desk.facts.as_of),
        as_of=desk.facts.as_of.isoformat(),
    )


def _opening(desk: Desk, city: Row) -> str:
    said = (
        f"按照{plan_of(desk)}“年度评估”要求，对照镇区强功能工作评价标准，对省级和市级重点镇进行了评估，"
        f"{desk.until}，得分和等次为{month_name(desk.month)}数据。"
    )
    if city["is_year_end"] is False:
        said += "年度尚未结束，本报告为阶段性结果，年度等次以年末数据评定。"
    return said


def _overall(desk: Desk, city: Row) -> list[str]:
    if not city["towns"]:
        return ["省级和市级重点镇均无得分，不能评定等次。"]
    grades = desk.ask("grades", "grade")
    said = f"参加评估的省级和市级重点镇{city.count('towns')}个，平均得分{city.score('score')}分"
    named = listed([f"{row['grade_name']}{row.count('towns')}个" for row in grades])
    capped = (
        f"其中{city.count('capped')}个按得分可评更高等次，因方案目标缺口超过允许范围，等次限于合格。"
        if city["capped"]
        else "没有因方案目标缺口而降低等次的镇。"
    )
    return [f"{said}，评定等次为{named}。" if grades else f"{said}。", capped]


def _tier(desk: Desk, rows: Sequence[Row]) -> list[Part]:
    if not rows:
        return []
    name = rows[0]["designation_name"]
    table = desk.table(
        f"{name}评估结果",
        _TOWNS,
        [
            (
                row.count("rank_peer"),
                row["town_name"],
                row["county_name"],
                row.score("score"),
                f"{row.count('rank_city')}（{interval(row)}）",
                row["grade_name"] or NONE,
                f"{row.count('targets_met')}/{row.count('targets_applying')}",
                row.text("missed_names") if row["missed_names"] else "无",
            )
            for row in rows
        ],
        "注：方案目标为方案明确、适用且已到期的目标；缺口超过允许的，等次不高于合格。"
        + SOFTNESS.removeprefix("注："),
    )
    first, last = ends(rows, "rank_peer")
    said = f"居前的是{_named(first)}；居后的是{_named(last)}。" if first else ""
    return [desk.heading(1, f"{name}评估结果"), *desk.say(said), table]


def _named(rows: Sequence[Row]) -> str:
    return listed(
        [f"{r['county_name']}{r['town_name']}（{r.score('score')}分，{r['grade_name']}）" for r in rows]
    )


def _county_towns(desk: Desk, rows: Sequence[Row]) -> list[Part]:
    if not rows:
        return []
    missed = [row for row in rows if row["annual_investment_outcome"] == "未达到"]
    silent = [row for row in rows if row["annual_investment_outcome"] == "未填报"]
    said = [
        f"{label}的有{listed([r['county_name'] + r['town_name'] for r in found])}"
        for label, found in (("按时序未达到年度投资目标", missed), ("未填报投资", silent))
        if found
    ]
    table = desk.table(
        "县级重点镇投资目标完成情况",
        _COUNTY_TOWNS,
        [
            (
                row["town_name"],
                row["county_name"],
                row.score("score"),
                row.amount("invested_this_year"),
                row.amount("invested_since_designation"),
                row["annual_investment_outcome"],
                row.date("goal_due"),
            )
            for row in rows
        ],
        "注：年度投资目标按时序折算，达到指本月应完成的部分已经完成。",
    )
    whole = "县级重点镇均按时序达到年度投资目标。"
    return [
        desk.heading(1, "县级重点镇建设情况"),
        *desk.say("县级重点镇不列入年度等次评定，对照方案四（二）投资要求和两年建成目标跟踪。"),
        *desk.say("；".join(said) + "。" if said else whole),
        table,
    ]


def _heritage(desk: Desk) -> list[Part]:
    rows = desk.ask("heritage", "town_code")
    if not rows:
        return []
    cells = [
        (
            row["town_name"],
            row["county_name"],
            row["heritage_plan_status_name"] or NONE,
            row.date("heritage_plan_date"),
            row["heritage_plan_verdict"] or NONE,
        )
        for row in rows
    ]
    deadline = next((row for row in rows if row["heritage_plan_deadline"] is not None), None)
    until = f"，完成期限为{deadline.date('heritage_plan_deadline')}" if deadline else ""
    return [
        desk.heading(1, "历史文化名镇保护规划"),
        *desk.say(f"按照方案四（一），历史文化名镇要完成保护规划编制{until}。"),
        desk.table("历史文化名镇保护规划编制情况", _HERITAGE, cells, "注：“—”为没有填报。"),
    ]


def _use(desk: Desk, rows: Sequence[Row]) -> list[Part]:
    """What follows from the result, five (四)."""
    failed = [row for row in rows if row["is_evaluated"] and row["grade"] == "unqualified"]
    heading = desk.heading(1, "结果运用")
    if not failed:
        return [heading, *desk.say("没有评定为不合格的省级和市级重点镇。")]
    names = listed([row["county_name"] + row["town_name"] for row in failed])
    return [heading, *desk.say(f"{names}评定为不合格，作为重点对象跟踪督帮。")]


def _by_function(desk: Desk, rows: Sequence[Row]) -> Annex:
    columns = (
        Column("镇", 0.15),
        Column("称号", 0.15),
        *(Column(name, 0.1) for name in _FUNCTIONS.values()),
    )
    cells = [
        (row["town_name"], row["designation_name"], *(row.score(column) for column in _FUNCTIONS))
        for row in rows
    ]
    table = desk.table("重点镇分项功能得分", columns, cells, "注：“—”为没有适用且到期的指标。")
    return Annex(desk.text(f"{desk.period.name}重点镇分项功能得分"), [table])
