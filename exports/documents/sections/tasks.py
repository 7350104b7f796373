"""方案目标 and 六乱: the targets that the plan itself sets on key towns, and the six disorders of all towns."""

from __future__ import annotations

from exports.charts import shapes
from exports.documents.desk import Desk
from exports.documents.facts import Row
from exports.documents.parts import Column, Part
from exports.documents.wording import changed, joined, listed

_TARGET_COLUMNS = (
    Column("方案目标", 0.3, is_text=True),
    Column("条款", 0.12),
    Column("适用重点镇", 0.14),
    Column("已达到", 0.11),
    Column("未达到", 0.11),
    Column("未填报", 0.11),
    Column("达标率（%）", 0.11),
)
_DISORDER_COLUMNS = (
    Column("类别", 0.2),
    Column("本年发现（处）", 0.2),
    Column("已整改（处）", 0.2),
    Column("未整改（处）", 0.2),
    Column("整改率（%）", 0.2),
)


def targets(desk: Desk) -> list[Part]:
    """The plan's own targets."""
    rows = desk.ask("targets", "indicator")
    heading = desk.heading(1, "方案目标完成情况")
    due = [row for row in rows if row["applying"]]
    if not due:
        return [heading, *desk.say("本期没有适用且到期的方案目标。")]
    waiting = [row for row in rows if not row["applying"]]
    table = desk.table(
        "重点镇方案目标完成情况",
        _TARGET_COLUMNS,
        [
            (
                row["name_zh"],
                row["clause"],
                row.count("applying"),
                row.count("met"),
                row.count("missed"),
                row.count("not_reported"),
                row.share("met_rate"),
            )
            for row in due
        ],
        "注：适用重点镇为目标适用且已到期的重点镇；按年度计算的目标按时序折算；未填报的不计为达到。",
    )
    not_due = f"{listed([row['name_zh'] for row in waiting])}本期不适用或尚未到期。" if waiting else ""
    key_towns = desk.ask("designated", "peer_group")
    left_out = "无台账数据入库的重点镇未计入。" if any(row["unscored"] for row in key_towns) else ""
    return [heading, *desk.say(_targets_met(due), not_due, left_out), table]


def _targets_met(rows: list[Row]) -> str:
    whole = [row for row in rows if row["met"] == row["applying"]]
    none = [row for row in rows if not row["met"]]
    said = []
    if len(whole) == len(rows):
        return "方案明确且已到期的各项目标，适用的重点镇均已达到。"
    if whole:
        said.append(f"{listed([row['name_zh'] for row in whole])}适用的重点镇均已达到")
    partly = [row for row in rows if 0 < row["met"] < row["applying"]]
    if partly:
        said.append(_partly_met(partly))
    if none:
        said.append(f"{listed([row['name_zh'] for row in none])}适用的重点镇均未达到")
    return f"对方案明确且已到期的目标，{'；'.join(said)}。"


def _partly_met(rows: list[Row]) -> str:
    """Of targets that some towns reached, the ones that fewest did."""
    least = [row for row in rows if row["met_rate"] == rows[-1]["met_rate"]]
    named = listed(
        [f"{row['name_zh']}（{row.count('applying')}个适用镇中{row.count('met')}个达到）" for row in least]
    )
    return f"部分达到的目标中，达标率最低的是{named}" if len(rows) > 1 else f"部分达到的是{named}"


def disorders(desk: Desk) -> list[Part]:
    """The six disorders, four (三)."""
    city, kinds = desk.one("disorders_city"), desk.ask("disorders", "disorder")
    heading = desk.heading(1, "人居环境“六乱”整治情况")
    if not city["found"]:
        said = "各镇（乡、街道）均未填报“六乱”问题。" if city["found"] is None else "本年未发现“六乱”问题。"
        return [heading, *desk.say(said)]
    table = desk.table(
        "“六乱”问题发现和整改情况",
        _DISORDER_COLUMNS,
        [
            (
                row["disorder_name"],
                row.count("found"),
                row.count("fixed"),
                row.count("outstanding"),
                row.share("fixed_rate"),
            )
            for row in kinds
        ],
        f"注：{city.count('towns')}个镇（乡、街道）填报；“—”为没有发现数。",
    )
    rows = [
        {
            "name": r["disorder_name"],
            "series": series,
            "value": r[column] or 0,
            "label": r.count(column).shown,
        }
        for r in kinds
        for series, column in (("已整改", "fixed"), ("未整改", "outstanding"))
    ]
    figures = [row.count(column) for row in kinds for column in ("fixed", "outstanding")]
    chart = shapes.stacked(rows, "本年发现（处）：已整改 / 未整改", ("已整改", "未整改"))
    return [
        heading,
        *desk.say(
            joined(
                f"今年以来，全市发现“六乱”问题{city.count('found')}处，整改{city.count('fixed')}处，"
                f"整改率{city.rate('fixed_rate')}",
                changed(city["rate_change"], city.size("rate_change"), "个百分点", "上季度"),
                _left(city),
            ),
            _kinds(kinds),
            _counties(desk),
        ),
        table,
        desk.picture("“六乱”问题发现和整改情况", chart, figures),
    ]


def _left(city: Row) -> str:
    if not city["outstanding"]:
        return "已全部整改"
    left = f"尚有{city.count('outstanding')}处未整改"
    if city["target"] is None:
        return left
    reached = "已达到" if city["fixed_rate"] >= city["target"] else "未达到"
    return f"{left}，全市整改率{reached}评价标准的{city.rate('target')}"


def _kinds(kinds: list[Row]) -> str:
    known = [row for row in kinds if row["fixed_rate"] is not None]
    if len(known) < 2 or known[0]["fixed_rate"] == known[-1]["fixed_rate"]:
        return ""
    best, worst = known[0], known[-1]
    return (
        f"整改率最高的是{best['disorder_name']}（{best.rate('fixed_rate')}），"
        f"最低的是{worst['disorder_name']}（{worst.rate('fixed_rate')}）。"
    )


def _counties(desk: Desk) -> str:
    rows = [row for row in desk.ask("disorders_county", "county_code") if row["fixed_rate"] is not None]
    first, last = rows[:3], rows[-3:]
    if len(rows) <= 6 or rows[2]["fixed_rate"] == rows[-3]["fixed_rate"]:
        return ""
    said = [listed([f"{r['county_name']}（{r.rate('fixed_rate')}）" for r in side]) for side in (first, last)]
    return f"分县（市、区）看，整改率较高的是{said[0]}，较低的是{said[1]}。"
