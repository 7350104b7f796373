"""项目和投资, 资金: projects by county and function, what stands still, and the funds behind them."""

from __future__ import annotations

from collections.abc import Sequence

from exports.charts import shapes
from exports.documents.desk import Desk
from exports.documents.facts import Row
from exports.documents.parts import Column, Part
from exports.documents.sections.overall import investment
from exports.documents.wording import listed

_PROJECT_COLUMNS = (
    Column("县（市、区）", 0.165),
    Column("项目数", 0.09),
    Column("已开工", 0.09),
    Column("已完工", 0.09),
    Column("年度计划投资（万元）", 0.18),
    Column("累计完成投资（万元）", 0.18),
    Column("完成率（%）", 0.13),
    Column("滞后项目", 0.075),
)
_FUND_COLUMNS = (
    Column("资金来源", 0.18),
    Column("计划（万元）", 0.19),
    Column("到位（万元）", 0.19),
    Column("支出（万元）", 0.18),
    Column("到位率（%）", 0.13),
    Column("支出率（%）", 0.13),
)
#: What is wrong with a project: column → how it is called, and what is to be looked at.
CONCERNS = {
    "is_suspended": "停工",
    "is_overdue": "逾期未完工",
    "is_idle": "建成闲置",
    "is_without_upkeep": "建成后无管护单位",
}


def projects(desk: Desk) -> list[Part]:
    """Projects and investment, five (一)."""
    city = desk.ask("projects_city")
    heading = desk.heading(1, "项目建设和投资情况")
    if not city:
        return [heading, *desk.say("各县（市、区）建设项目台账均无数据入库。")]
    counties = desk.ask("projects_by", "group_code", grouped_by="county")
    whole = city[0]
    table = desk.table(
        "各县（市、区）项目建设和投资情况",
        _PROJECT_COLUMNS,
        [(row["group_name"], *_project_cells(row)) for row in counties] + [("全市", *_project_cells(whole))],
        "注：滞后项目为投资完成率低于时序进度的项目；完成率为累计完成投资占年度计划投资的比例。",
    )
    planned = [row for row in counties if row["progress"] is not None]
    chart = shapes.bars(
        [
            {"name": r["group_name"], "value": r["progress"], "label": r.rate("progress").shown}
            for r in planned
        ],
        "年度投资完成率（%）",
        reference=whole["expected_progress"],
        reference_name=f"时序进度{whole.rate('expected_progress').shown}",
    )
    figures = [row.rate("progress") for row in planned] + [whole.rate("expected_progress")]
    return [
        heading,
        *desk.say(investment(whole), _stages(whole)),
        *desk.say(_functions(desk), _behind(counties)),
        *desk.say(_concerns(desk, whole)),
        table,
        *([desk.picture("各县（市、区）年度投资完成率", chart, figures)] if planned else []),
    ]


def _project_cells(row: Row) -> tuple[object, ...]:
    return (
        row.count("projects"),
        row.count("projects_started"),
        row.count("projects_completed"),
        row.amount("annual_planned_investment"),
        row.amount("cumulative_investment"),
        row.share("progress"),
        row.count("projects_behind"),
    )


def _stages(city: Row) -> str:
    return (
        f"其中已开工{city.count('projects_started')}个，已完工{city.count('projects_completed')}个，"
        f"已投用{city.count('projects_in_use')}个；投资滞后于时序进度的{city.count('projects_behind')}个。"
    )


def _functions(desk: Desk) -> str:
    rows = [
        r for r in desk.ask("projects_by", "group_code", grouped_by="function") if r["progress"] is not None
    ]
    if not rows:
        return ""
    said = listed(
        [f"{r['group_name']}项目{r.count('projects')}个（完成率{r.rate('progress')}）" for r in rows]
    )
    return f"分类别看，{said}。"


def _behind(counties: Sequence[Row]) -> str:
    planned = [row for row in counties if row["progress"] is not None]
    behind = [row for row in planned if row["is_behind"]]
    if not planned:
        return ""
    if not behind:
        return "有年度计划投资的县（市、区）投资均达到时序进度。"
    if len(behind) == len(planned):
        last = behind[-1]
        least = f"，其中{last['group_name']}最低（{last.rate('progress')}）" if len(behind) > 1 else ""
        return f"有年度计划投资的县（市、区）投资均滞后于时序进度{least}。"
    named = listed([f"{row['group_name']}（{row.rate('progress')}）" for row in behind])
    return f"投资滞后于时序进度的县（市、区）有{named}。"


def _concerns(desk: Desk, city: Row) -> str:
    counts = {
        "停工": desk.one("projects_suspended").count("projects"),
        "逾期未完工": city.count("projects_overdue"),
        "建成闲置": city.count("projects_idle"),
        "建成后无管护单位": city.count("projects_without_upkeep"),
    }
    found = [f"{name}的{count}个" for name, count in counts.items() if count.value]
    none = [name for name, count in counts.items() if not count.value]
    if not found:
        return f"没有{listed(none)}的项目。"
    absent = f"，没有{listed(none)}的项目" if none else ""
    return f"需要关注的项目中，{listed(found)}{absent}，名单见附件。"


def funds(desk: Desk) -> list[Part]:
    """Funds, five (二) and (三)."""
    found = desk.ask("funds_city")
    heading = desk.heading(1, "资金投入情况")
    if not found or found[0]["amount_planned"] is None:
        return [heading, *desk.say("各县（市、区）资金投入情况表均无数据入库。")]
    city, sources = found[0], desk.ask("funds_by_source", "fund_source")
    rows = [(row["fund_source_name"], *_fund_cells(row)) for row in sources] + [("合计", *_fund_cells(city))]
    table = desk.table("各类资金计划、到位和支出情况", _FUND_COLUMNS, rows, "注：“—”为没有计划或到位资金。")
    return [
        heading,
        *desk.say(_amounts(city), _arrival(desk), _agriculture(city), _debt(city)),
        table,
    ]


def _fund_cells(row: Row) -> tuple[object, ...]:
    return (
        row.amount("amount_planned"),
        row.amount("amount_arrived"),
        row.amount("amount_spent"),
        row.share("arrival_rate"),
        row.share("spending_rate"),
    )


def _amounts(city: Row) -> str:
    arrival = f"，到位率{city.rate('arrival_rate')}" if city["arrival_rate"] is not None else ""
    spending = f"，支出率{city.rate('spending_rate')}" if city["spending_rate"] is not None else ""
    return (
        f"全市{city.count('towns')}个镇（乡、街道）填报计划资金{city.money('amount_planned')}，"
        f"到位{city.money('amount_arrived')}{arrival}；支出{city.money('amount_spent')}{spending}。"
    )


def _arrival(desk: Desk) -> str:
    rows = [row for row in desk.ask("funds_by_county", "county_code") if row["arrival_rate"] is not None]
    if len(rows) < 2 or rows[0]["arrival_rate"] == rows[-1]["arrival_rate"]:
        return ""
    first, last = rows[0], rows[-1]
    return (
        f"分县（市、区）看，资金到位率最高的是{first['county_name']}（{first.rate('arrival_rate')}），"
        f"最低的是{last['county_name']}（{last.rate('arrival_rate')}）。"
    )


def _agriculture(city: Row) -> str:
    if not city["agriculture_arrived"]:
        return ""
    return (
        f"到位资金中涉农资金{city.money('agriculture_arrived')}，"
        f"投向重点镇和历史文化名镇的占{city.rate('agriculture_share_favoured')}。"
    )


def _debt(city: Row) -> str:
    if not city["towns_with_debt"]:
        return "资金台账中没有举债资金。"
    return f"有{city.count('towns_with_debt')}个镇（乡、街道）填报举债资金，与方案“杜绝举债建设”的要求不符，须核实整改。"
