"""半年观摩资料: for each county the better and the poorer town side by side, and what to look at on site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exports.documents.desk import Desk, office
from exports.documents.facts import NONE, Row, day
from exports.documents.grounds import plan_of
from exports.documents.parts import Column, Document, Part
from exports.documents.periods import month_name, parse, quarter_of
from exports.documents.ranks import SOFTNESS, interval
from exports.documents.sections.projects import CONCERNS
from exports.documents.wording import listed

_PROJECTS = (
    Column("镇", 0.15),
    Column("项目", 0.37, is_text=True),
    Column("状态", 0.1),
    Column("年度计划（万元）", 0.14),
    Column("累计完成（万元）", 0.14),
    Column("完成率（%）", 0.1),
)
_OVERVIEW = (
    Column("县（市、区）", 0.13),
    Column("类别", 0.08),
    Column("镇", 0.14),
    Column("确定方式", 0.17),
    Column("得分", 0.1),
    Column("县内名次", 0.1),
    Column("推荐与得分比对", 0.28, is_text=True),
)
#: Projects shown and named of a town, the largest first.
_MOST_SHOWN, _MOST_NAMED = 6, 4


@dataclass(frozen=True)
class _Details:
    """What is known of the towns beyond one row each, by town."""

    functions: Mapping[str, Sequence[Row]]
    projects: Mapping[str, Sequence[Row]]
    losses: Mapping[str, Sequence[Row]]
    disorders: Mapping[str, Sequence[Row]]


def observation(desk: Desk) -> Document:
    """The pack of a half-year, on the recommendations of its last quarter with scores."""
    details = _Details(
        *(
            _by_town(desk.ask(query, "town_code", *key))
            for query, key in (
                ("town_functions", ("function",)),
                ("town_projects", ("record_key",)),
                ("town_losses", ("indicator",)),
                ("town_disorders", ()),
            )
        )
    )
    pairs: dict[str, list[Row]] = defaultdict(list)
    for row in desk.ask("observed", "county_code", "recommendation"):
        pairs[row["county_name"]].append(row)
    quarter = quarter_of(desk.month)
    parts: list[Part] = list(
        desk.say(
            f"按照{plan_of(desk)}“半年观摩”要求，现将{desk.period.name}各县（市、区）较好和较差乡镇对比资料汇编如下。"
            f"乡镇按{parse(quarter).name}推荐确定，县（市、区）未推荐的按得分选取；{desk.until}，"
            f"得分、排名和进度为{month_name(desk.month)}数据。"
        )
    )
    if pairs:
        parts.append(_overview(desk, pairs))
    for county, towns in pairs.items():
        parts += _county(desk, county, towns, details)
    if not pairs:
        parts += desk.say("没有可供观摩的乡镇资料。")
    return Document(
        kind="半年观摩资料",
        period=desk.period.text,
        title_lines=(f"{desk.period.name}", f"{office()['work']}观摩资料"),
        addressee="",
        parts=parts,
        annexes=[],
        issuer=office()["issuer"],
        date=day(desk.facts.as_of),
        as_of=desk.facts.as_of.isoformat(),
    )


def _by_town(rows: Sequence[Row]) -> Mapping[str, Sequence[Row]]:
    towns: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        towns[row["town_code"]].append(row)
    return towns


def _overview(desk: Desk, pairs: Mapping[str, Sequence[Row]]) -> Part:
    cells = [
        (
            row["county_name"],
            row["recommendation_name"],
            row["town_name"],
            "县级推荐" if row["is_recommended"] else "按得分选取",
            row.score("score"),
            row.count("rank_county"),
            row.text("verdict") if row["verdict"] else NONE,
        )
        for towns in pairs.values()
        for row in towns
    ]
    return desk.table("各县（市、区）观摩乡镇一览", _OVERVIEW, cells)


def _county(desk: Desk, county: str, towns: Sequence[Row], details: _Details) -> list[Part]:
    parts: list[Part] = [
        desk.heading(1, county, begins_page=True),
        *desk.say(*(_chosen(desk, row) for row in towns)),
        _side_by_side(desk, county, towns, details),
    ]
    for row in towns:
        parts += [
            desk.heading(2, f"{row['recommendation_name']}乡镇{row['town_name']}现场察看建议"),
            *desk.say(*_to_look_at(row, details)),
        ]
    shown = [project for row in towns for project in details.projects.get(row["town_code"], [])[:_MOST_SHOWN]]
    if shown:
        names = {row["town_code"]: row["town_name"] for row in towns}
        cells = [
            (
                names[project["town_code"]],
                project.text("project_name"),
                project["status_name"] or NONE,
                project.amount("annual_planned_investment"),
                project.amount("cumulative_investment"),
                project.share("progress"),
            )
            for project in shown
        ]
        note = (
            "注：按年度计划投资由大到小，每镇所列不全的为投资较小的项目。" if _is_cut(towns, details) else ""
        )
        parts.append(desk.table(f"{county}两镇主要项目", _PROJECTS, cells, note))
    return parts


def _is_cut(towns: Sequence[Row], details: _Details) -> bool:
    return any(len(details.projects.get(row["town_code"], [])) > _MOST_SHOWN for row in towns)


def _chosen(desk: Desk, row: Row) -> str:
    """Who chose the town, why, and what the figures say."""
    if not row["is_recommended"]:
        return f"未推荐{row['recommendation_name']}乡镇，按得分选取{row['town_name']}。"
    reason = f"，推荐理由为“{row.text('reason')}”" if row["reason"] else ""
    verdict = f"，与得分比对的结论为“{row.text('verdict')}”" if row["verdict"] else ""
    return f"推荐的{row['recommendation_name']}乡镇是{row['town_name']}{reason}{verdict}。"


def _side_by_side(desk: Desk, county: str, towns: Sequence[Row], details: _Details) -> Part:
    functions = {
        row["town_code"]: {
            f["function_name"]: f.score("score") for f in details.functions.get(row["town_code"], [])
        }
        for row in towns
    }
    names = list(dict.fromkeys(name for of_town in functions.values() for name in of_town))
    lines: list[tuple[object, ...]] = [
        ("综合得分", *(row.score("score") for row in towns)),
        ("全市名次（名次区间）", *(f"{row.count('rank_city')}（{interval(row)}）" for row in towns)),
        ("县内名次", *(row.count("rank_county") for row in towns)),
        *((f"{name}得分", *(functions[r["town_code"]].get(name, NONE) for r in towns)) for name in names),
        *((label, *(row.count(column) for row in towns)) for label, column in _COUNTS),
        ("年度计划投资（万元）", *(row.amount("annual_planned_investment") for row in towns)),
        ("累计完成投资（万元）", *(row.amount("cumulative_investment") for row in towns)),
        ("年度投资完成率（%）", *(row.share("progress") for row in towns)),
        ("“六乱”发现/整改（处）", *(f"{row.count('found')}/{row.count('fixed')}" for row in towns)),
        ("“六乱”整改率（%）", *(row.share("fixed_rate") for row in towns)),
        ("列入督帮情形", *(row["supervision_rules"] or "无" for row in towns)),
    ]
    width = 0.7 / len(towns)
    columns = (
        Column("项目", 0.3, is_text=True),
        *(Column(f"{row['recommendation_name']}：{row['town_name']}", width) for row in towns),
    )
    return desk.table(f"{county}较好和较差乡镇对比", columns, lines, SOFTNESS)


_COUNTS = (
    ("项目数", "projects"),
    ("已开工项目", "projects_started"),
    ("已完工项目", "projects_completed"),
    ("已投用项目", "projects_in_use"),
)


def _to_look_at(row: Row, details: _Details) -> list[str]:
    """What to see on site: what is done, what stands still, where points are lost, what disorder is left."""
    town = row["town_code"]
    projects = details.projects.get(town, [])
    said = [
        _projects_of([p for p in projects if p["is_done"]], "看成效：已完工或投用的项目有"),
        *(
            _projects_of([p for p in projects if p[column]], f"看问题：{name}的项目有")
            for column, name in CONCERNS.items()
        ),
        _projects_of([p for p in projects if p["is_behind"]], "看进度：投资滞后于时序进度的项目有"),
    ]
    losses = details.losses.get(town, [])
    if losses:
        named = listed(
            [
                f"{loss['name_zh']}（{'未填报' if loss['status'] == 'missing' else str(loss.score('score')) + '分'}）"
                for loss in losses
            ]
        )
        said.append(f"看短板：失分最多的指标是{named}。")
    for left in details.disorders.get(town, []):
        said.append(f"看环境：未整改最多的是{left['disorder_name']}（{left.count('outstanding')}处）。")
    return [sentence for sentence in said if sentence] or ["台账数据没有提示需要重点察看的内容。"]


def _projects_of(projects: Sequence[Row], said: str) -> str:
    if not projects:
        return ""
    names = [project.text("project_name") for project in projects[:_MOST_NAMED]]
    return f"{said}{listed(names)}{'等' if len(projects) > _MOST_NAMED else ''}。"
