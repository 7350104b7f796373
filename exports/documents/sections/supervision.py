"""督帮名单: who is on the supervision list of the quarter, why, on what evidence, and who came off it."""

from __future__ import annotations

from collections.abc import Sequence

from exports.documents.desk import Desk
from exports.documents.facts import Row
from exports.documents.parts import Annex, Column, Part, Table
from exports.documents.wording import listed

_TOWN_COLUMNS = (
    Column("县区", 0.1),
    Column("镇", 0.13),
    Column("情形", 0.155),
    Column("状态", 0.11),
    Column("依据", 0.405, is_text=True),
    Column("限制资金申报", 0.1),
)
_COUNTY_COLUMNS = (
    Column("县区", 0.1),
    Column("情形", 0.155),
    Column("状态", 0.11),
    Column("依据", 0.535, is_text=True),
    Column("限制资金申报", 0.1),
)
_RELEASED_COLUMNS = (
    Column("县区", 0.1),
    Column("镇", 0.13),
    Column("解除的情形", 0.155),
    Column("依据", 0.615, is_text=True),
)


def supervision(desk: Desk) -> list[Part]:
    """The section, five (四)."""
    counts, rules = desk.one("supervision_counts"), desk.ask("supervision_rules", "rule")
    entries = [row for row in desk.ask("supervision_entries", *_KEY) if row["status"] != "released"]
    return [
        desk.heading(1, "督帮名单"),
        *desk.say(_towns(counts), _counties(entries, counts), _rules(rules)),
        *desk.say(_released(counts)),
    ]


_KEY = ("level", "county_code", "town_code", "rule")


def _towns(counts: Row) -> str:
    if not counts["towns"]:
        return "对照方案五（四），本季度没有镇（乡、街道）列入督帮名单。"
    said = f"对照方案五（四），本季度列入督帮名单的镇（乡、街道）有{counts.count('towns')}个"
    if counts["towns_continued"]:
        said += f"，其中新列入{counts.count('towns_new')}个，继续督帮{counts.count('towns_continued')}个"
    if counts["towns_restricted"]:
        said += f"；在向上申报资金中予以限制的{counts.count('towns_restricted')}个"
    return said + "。"


def _counties(entries: Sequence[Row], counts: Row) -> str:
    rows = [row for row in entries if row["level"] == "county"]
    if not rows:
        return "没有县（市、区）列入督帮名单。"
    names = listed(list(dict.fromkeys(row["county_name"] for row in rows)))
    said = f"列入督帮名单的县（市、区）有{counts.count('counties')}个：{names}"
    restricted = dict.fromkeys(row["county_name"] for row in rows if row["is_restricted"])
    if not restricted:
        return said + "。"
    if counts["counties_restricted"] == counts["counties"]:
        return f"{said}；{'均' if len(restricted) > 1 else ''}在向上申报资金中予以限制。"
    return f"{said}；其中在向上申报资金中予以限制的是{listed(list(restricted))}。"


def _rules(rules: Sequence[Row]) -> str:
    if not rules:
        return ""
    said = listed([f"{row['rule_name']}的{row.count('towns')}个" for row in rules if row["towns"]])
    return f"按情形分，镇（乡、街道）中{said}（同一镇可有多种情形）。" if said else ""


def _released(counts: Row) -> str:
    towns, counties = counts["towns_released"], counts["counties_released"]
    if not towns and not counties:
        return "本季度没有解除督帮的镇（乡、街道）和县（市、区）。"
    said = [
        f"{counts.count(column)}个{measure}"
        for column, measure in (("towns_released", "镇（乡、街道）"), ("counties_released", "县（市、区）"))
        if counts[column]
    ]
    return f"经对照解除条件，本季度全部解除督帮的有{'、'.join(said)}。"


def annexes(desk: Desk) -> list[Annex]:
    """The list with its evidence, and what was released; an annex that would be empty is left out."""
    entries = desk.ask("supervision_entries", *_KEY)
    open_ones = [row for row in entries if row["status"] != "released"]
    released = [row for row in entries if row["status"] == "released"]
    made = []
    if open_ones:
        made.append(Annex(desk.text(f"{desk.period.name}督帮名单及依据"), _lists(desk, open_ones)))
    if released:
        rows = [
            (r["county_name"], r["town_name"] or "（县级）", r["rule_name"], r.text("evidence"))
            for r in released
        ]
        table = desk.table("解除的督帮情形", _RELEASED_COLUMNS, rows, time=desk.period.name)
        made.append(Annex(desk.text(f"{desk.period.name}解除督帮情形及依据"), [table]))
    return made


def _lists(desk: Desk, entries: Sequence[Row]) -> list[Table]:
    counties = [row for row in entries if row["level"] == "county"]
    towns = [row for row in entries if row["level"] == "town"]
    made = []
    if counties:
        rows = [(r["county_name"], *_told(r)) for r in counties]
        made.append(desk.table("列入督帮名单的县（市、区）", _COUNTY_COLUMNS, rows, time=desk.period.name))
    if towns:
        of_counties = {(r["county_code"], r["evidence"]) for r in counties}
        rows = [
            (r["county_name"], r["town_name"], *_told(r, (r["county_code"], r["evidence"]) in of_counties))
            for r in towns
        ]
        made.append(desk.table("列入督帮名单的镇（乡、街道）", _TOWN_COLUMNS, rows, time=desk.period.name))
    return made


def _told(row: Row, is_of_county: bool = False) -> tuple[object, ...]:
    """Rule, status, evidence and restriction; of evidence that the county's entry details, the sum alone."""
    return (
        row["rule_name"],
        row["status_name"],
        f"{row.before('evidence', '：')}（明细同所在县区）" if is_of_county else row.text("evidence"),
        "是" if row["is_restricted"] else "否",
    )
