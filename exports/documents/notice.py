"""月报送情况通报: the monthly notice of what the counties reported, when, and how well."""

from __future__ import annotations

from exports.documents.desk import Desk, office
from exports.documents.facts import NONE, Row, day
from exports.documents.grounds import grounds
from exports.documents.parts import Column, Document, Part
from exports.documents.sections.discipline import expected, faults, reports
from exports.documents.wording import changed, joined, listed

_LEDGERS = (
    Column("台账", 0.34, is_text=True),
    Column("应报（份）", 0.12),
    Column("按时入库", 0.12),
    Column("逾期", 0.1),
    Column("退回", 0.1),
    Column("未报", 0.1),
    Column("按时率（%）", 0.12),
)
_FAULTS = (
    Column("县（市、区）", 0.14),
    Column("台账", 0.34, is_text=True),
    Column("状态", 0.14),
    Column("截止日", 0.19),
    Column("入库日", 0.19),
)
_QUALITY = (
    Column("名次", 0.09),
    Column("县（市、区）", 0.16),
    Column("质量得分", 0.14),
    Column("按时率（%）", 0.15),
    Column("首次通过率（%）", 0.17),
    Column("填报值无问题率（%）", 0.15),
    Column("须更正/请核实（项）", 0.14),
)


def notice(desk: Desk) -> Document:
    """The notice of a month."""
    return Document(
        kind="月报送情况通报",
        period=desk.period.text,
        title_lines=(f"关于{desk.period.name}", f"{office()['work']}月报送情况的通报"),
        addressee=office()["addressee"],
        parts=[
            *desk.say(grounds(desk, "月报送", "月报送"), f"本通报{desk.until}。"),
            *_overall(desk),
            *_ledgers(desk),
            *_quality(desk),
            *_demands(desk),
        ],
        annexes=[],
        issuer=office()["issuer"],
        date=day(desk.facts.as_of),
        as_of=desk.facts.as_of.isoformat(),
    )


def _overall(desk: Desk) -> list[Part]:
    city, change = desk.one("reporting_city"), desk.one("reporting_change")
    heading = desk.heading(1, "总体情况")
    waiting = desk.one("reports_not_due")
    left = (
        f"{waiting.count('reports')}份台账尚未到报送期限（{waiting.date('due_at')}）。"
        if waiting["reports"]
        else ""
    )
    if not city["expected"]:
        return [heading, *desk.say(f"{desk.period.name}{left}")]
    still = f"另有{left}" if left else ""
    rows = desk.ask("reporting_by_county", "county_code")
    return [
        heading,
        *desk.say(
            expected(city),
            joined(
                f"按时率{changed(change['rate_change'], change.size('rate_change'), '个百分点', '上月')}"
                if change["rate_change"] is not None
                else ""
            ),
            faults(rows),
            still,
        ),
        reports(desk, rows),
    ]


def _ledgers(desk: Desk) -> list[Part]:
    rows, late = (
        desk.ask("reporting_by_ledger", "ledger"),
        desk.ask("reports_at_fault", "county_code", "ledger"),
    )
    if not rows:
        return []
    cells = [
        (
            row["ledger_name"],
            row.count("expected"),
            row.count("on_time"),
            row.count("late"),
            row.count("returned"),
            row.count("missing"),
            row.share("on_time_rate"),
        )
        for row in rows
    ]
    parts: list[Part] = [desk.heading(1, "分台账报送情况"), desk.table("各类台账报送情况", _LEDGERS, cells)]
    if late:
        listed_reports = [
            (
                row["county_name"],
                row["ledger_name"],
                row["status_name"],
                row.date("due_at"),
                row.date("accepted_at"),
            )
            for row in late
        ]
        parts.append(
            desk.table("逾期、退回和未报的台账", _FAULTS, listed_reports, "注：“—”为至今没有合格文件。")
        )
    return parts


def _quality(desk: Desk) -> list[Part]:
    rows = desk.ask("quality_by_county", "county_code")
    found = {row["county_code"]: row for row in desk.ask("findings_by_county", "county_code")}
    city = desk.one("findings_city")
    if not rows:
        return []
    table = desk.table(
        "各县（市、区）报送质量",
        _QUALITY,
        [
            (
                row.count("quality_rank"),
                row["county_name"],
                row.score("quality_score"),
                row.share("on_time_share"),
                row.share("accepted_first_share"),
                row.share("cells_free_share"),
                _counted(found.get(row["county_code"])),
            )
            for row in rows
        ],
        "注：报送质量与工作成效分开评价；须更正的问题未改正前有关数据不计入，请核实的问题已按处理结果计入；"
        "填报值无问题率逐项计算，没有指到具体填报值的问题（如合计与明细不符、台账之间不符）不影响无问题率。",
    )
    return [desk.heading(1, "报送质量"), *desk.say(_found(city, list(found.values()))), table]


def _counted(row: Row | None) -> str:
    return f"{row.count('errors')}/{row.count('warnings')}" if row else NONE


def _found(city: Row, rows: list[Row]) -> str:
    if not rows:
        return "审核本月文件，没有发现须更正或请核实的问题。"
    said = [
        f"{name}问题{city.count(column)}项"
        for name, column in (("须更正", "errors"), ("请核实", "warnings"))
        if city[column]
    ]
    worst = rows[0]
    most = f"，最多的是{worst['county_name']}" if len(rows) > 1 and _sum(worst) > _sum(rows[1]) else ""
    return f"审核本月文件，共提出{listed(said)}，涉及{city.count('counties')}个县（市、区）{most}。问题明细见各县（市、区）退回修改清单。"


def _sum(row: Row) -> int:
    return int(row["errors"] + row["warnings"])


def _demands(desk: Desk) -> list[Part]:
    late = desk.ask("reports_at_fault", "county_code", "ledger")
    open_ones = [row for row in late if row["accepted_at"] is None]
    said = []
    if open_ones:
        names = listed(list(dict.fromkeys(row["county_name"] for row in open_ones)))
        said.append(f"{names}要立即补报或更正尚未入库的台账。")
    if any(row["status"] == "late" for row in late):
        said.append("台账逾期的县（市、区）要查明原因，确保下月按期报送。")
    if desk.one("findings_city")["errors"]:
        said.append("有须更正问题的县（市、区）要按退回修改清单逐项改正后重报。")
    if not said:
        said.append("各县（市、区）要继续按期如实报送台账。")
    return [desk.heading(1, "有关要求"), *desk.say(*said)]
