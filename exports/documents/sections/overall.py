"""总体情况: how many towns are scored, their mean, the functions, the investment, the reports, the list."""

from __future__ import annotations

from exports.charts import shapes
from exports.documents.desk import Desk
from exports.documents.facts import Row
from exports.documents.parts import Part
from exports.documents.periods import month_name
from exports.documents.wording import changed, compared, joined, listed, listed_at_most

#: Towns named in a sentence; what is more stands in an annex or is only counted.
MOST_NAMED = 12
LAST_TIME = "上季度"


def overall(desk: Desk) -> list[Part]:
    """The section."""
    city, functions = desk.one("city"), desk.ask("functions", "function")
    parts: list[Part] = [
        desk.heading(1, "总体情况"),
        *desk.say(_scored(desk, city), _means(city), _functions(functions)),
        *desk.say(*map(investment, desk.ask("projects_city"))),
        *desk.say(_reports(desk.one("reporting_city")), _listed(desk.one("supervision_counts"))),
    ]
    months = desk.ask("monthly_means", "period")
    if len(months) > 1:
        rows = [
            {
                "month": f"{int(row['period'][5:])}月",
                "series": series,
                "value": row[column],
                "label": row.score(column).shown,
            }
            for row in months
            for series, column in (("全市各镇", "score"), ("重点镇", "key_score"))
        ]
        chart = shapes.lines(rows, "平均得分（分）", ("全市各镇", "重点镇"))
        figures = [row.score(column) for row in months for column in ("score", "key_score")]
        parts.append(desk.picture("各镇和重点镇平均得分逐月变化", chart, figures))
    chart = shapes.bars(
        [
            {"name": r["function_name"], "value": r["score"], "label": r.score("score").shown}
            for r in functions
        ],
        "平均得分（分）",
    )
    parts.append(desk.picture("全市各镇分项功能平均得分", chart, [r.score("score") for r in functions]))
    return parts


def _scored(desk: Desk, city: Row) -> str:
    counties, towns, scored = city.count("counties"), city.count("towns"), city.count("towns_scored")
    month = month_name(desk.month)
    if city["towns_unscored"] == 0:
        return f"{month}，全市{counties}个县（市、区）{towns}个镇（乡、街道）均有台账数据入库并计算得分。"
    missing = desk.ask("unscored", "town_code")
    named = listed_at_most(
        [f"{row['county_name']}{row['town_name']}" for row in missing],
        MOST_NAMED,
        city.count("towns_unscored"),
        "个镇（乡、街道）",
    )
    return (
        f"{month}，全市{counties}个县（市、区）{towns}个镇（乡、街道）中，{scored}个有台账数据入库并计算得分，"
        f"{city.count('towns_unscored')}个无台账数据入库，不参加镇级排名，在县级平均分中按零分计："
        f"{named}。"
    )


def _means(city: Row) -> str:
    return joined(
        f"{'有得分的镇' if city['towns_unscored'] else '全市各镇'}平均得分{city.score('score')}分",
        changed(city["score_change"], city.size("score_change"), "分", LAST_TIME) + _others_before(city),
        f"最高{city.score('best')}分，最低{city.score('worst')}分" if city["best"] != city["worst"] else "",
    )


def _others_before(city: Row) -> str:
    """That the mean before is of another number of towns, where it is."""
    if city["score_change"] is None or city["towns_scored_before"] == city["towns_scored"]:
        return ""
    return f"（{LAST_TIME}有得分的为{city.count('towns_scored_before')}个镇）"


def _functions(functions: list[Row]) -> str:
    """Highest and lowest function, and which fell."""
    if len(functions) < 2:
        return ""
    best, worst = functions[0], functions[-1]
    if best.score("score").shown == worst.score("score").shown:
        said = f"分项看，各项功能平均得分均为{best.score('score')}分"
    else:
        firsts = listed([row["function_name"] for row in functions if row["score"] == best["score"]])
        lasts = listed([row["function_name"] for row in functions if row["score"] == worst["score"]])
        said = (
            f"分项看，{firsts}平均得分最高，为{best.score('score')}分；"
            f"{lasts}最低，为{worst.score('score')}分"
        )
    fallen = [row for row in functions if row["score_change"] is not None and row["score_change"] < -0.005]
    if not fallen:
        return said + "。"
    falls = listed([f"{row['function_name']}下降{row.size('score_change')}分" for row in fallen])
    return f"{said}；与{LAST_TIME}相比，{falls}。"


def investment(city: Row) -> str:
    """The city's projects and their investment against plan and time."""
    if city["annual_planned_investment"] == 0:
        return f"全市台账共有项目{city.count('projects')}个，均未填报年度计划投资。"
    return joined(
        f"全市台账共有项目{city.count('projects')}个，总投资{city.money('total_investment')}，"
        f"年度计划投资{city.money('annual_planned_investment')}，"
        f"本年累计完成投资{city.money('cumulative_investment')}，完成年度计划的{city.rate('progress')}",
        compared(
            city["ahead"],
            city.size("ahead"),
            "个百分点",
            f"时序进度（{city.rate('expected_progress')}）",
        ),
    )


def _reports(reports: Row) -> str:
    if reports["expected"] == 0:
        return ""
    if reports["on_time"] == reports["expected"]:
        return f"应报台账{reports.count('expected')}份，全部按时报送并入库。"
    faults = [
        f"{name}{reports.count(column)}份"
        for name, column in (("逾期", "late"), ("退回未更正", "returned"), ("未报", "missing"))
        if reports[column]
    ]
    return (
        f"应报台账{reports.count('expected')}份，按时报送并入库{reports.count('on_time')}份，"
        f"按时率{reports.rate('on_time_rate')}，{listed(faults)}。"
    )


def _listed(counts: Row) -> str:
    if counts["towns"] == 0 and counts["counties"] == 0:
        return "没有镇（乡、街道）和县（市、区）列入督帮名单。"
    said = [
        f"{counts.count(column)}个{measure}"
        for column, measure in (("towns", "镇（乡、街道）"), ("counties", "县（市、区）"))
        if counts[column]
    ]
    return f"列入督帮名单的有{'、'.join(said)}。"
