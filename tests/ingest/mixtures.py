"""Arrangements mixed as counties mix them: several ledgers in one table, cards below each other, and so on.

Each function gives the facts and the sheets that say them, for one county.
"""

from __future__ import annotations

import random

from ingest.sheet import Sheet
from tests.ingest import rendering as draw
from tests.ingest.rendering import DICTIONARY, Fact

LEDGERS = ["facilities", "environment", "industry", "governance", "planning"]
Drawn = tuple[list[Fact], list[Sheet]]
_KINDS = {
    "乱搭乱建": "illegal_building",
    "垃圾乱倒": "garbage_dumping",
    "污水乱排": "sewage_dumping",
    "店外乱摆": "street_stalls",
    "广告乱贴": "posters",
    "线缆乱拉": "cables_messy",
}
_AMOUNTS = {"amount_planned": "计划资金", "amount_arrived": "到位资金", "amount_spent": "支出资金"}


def one_table_of_all_ledgers(county: str, rng: random.Random) -> Drawn:
    """Five ledgers side by side under the groups of their names, one row a town."""
    parts = []
    for ledger in LEDGERS:
        fields, facts = draw.per_town(ledger, county, rng, 5)
        # The number of households stands once, as a county would have it.
        fields = [f for f in fields if f.name != "households_total" or ledger == "environment"]
        for fact in facts:
            fact.values = {f.name: fact.values[f.name] for f in fields}
        parts.append((ledger, fields, facts))
    groups: list[object] = ["序号", "镇名"]
    leaves: list[object] = [None, None]
    merges = [(1, 0, 2, 0), (1, 1, 2, 1)]
    for ledger, fields, _ in parts:
        merges.append((1, len(groups), 1, len(groups) + len(fields) - 1))
        groups += [DICTIONARY.ledgers[ledger].label, *[None] * (len(fields) - 1)]
        leaves += [draw.heading(f, rng, with_unit=True) for f in fields]
    rows: list[list[object]] = [["某县镇区强功能工作月报表"], groups, leaves]
    for number, town in enumerate(draw.towns_of(county, 5)):
        row: list[object] = [float(number + 1), draw.town_name(town)]
        for _, fields, facts in parts:
            row += [draw.written(f, facts[number].values[f.name]) for f in fields]
        rows.append(row)
    return [fact for _, _, facts in parts for fact in facts], [draw.grid(rows, merges=merges)]


def cards_of_projects(county: str, rng: random.Random) -> Drawn:
    """A form for each project, below each other on one sheet or a sheet each."""
    fields, facts = draw.projects(county, rng, 3)
    headings = [draw.heading(f, rng, with_unit=True) for f in fields]
    sheets = []
    for number, fact in enumerate(facts):
        cells = [(h, draw.written(f, fact.values[f.name])) for h, f in zip(headings, fields, strict=True)]
        rows: list[list[object]] = [
            ["建设项目信息表"],
            ["项目名称", fact.key, "所在镇", draw.town_name(fact.town)],
        ]
        rows += [[part for pair in cells[i : i + 2] for part in pair] for i in range(0, len(cells), 2)]
        sheets.append(draw.grid(rows, name=f"项目{number + 1}"))
    return facts, _stack(sheets) if rng.random() < 0.5 else sheets


def cards_of_towns_below_each_other(county: str, rng: random.Random) -> Drawn:
    fields, facts = draw.per_town(rng.choice(LEDGERS), county, rng, 4)
    return facts, _stack([draw.as_card(fields, fact, rng, pairs=3, beside_unit=False) for fact in facts])


def long_list_of_projects(county: str, rng: random.Random) -> Drawn:
    fields, facts = draw.projects(county, rng, 3)
    headings = {f.name: draw.heading(f, rng, with_unit=False) for f in fields}
    rows: list[list[object]] = [["乡镇", "项目名称", "指标", "数值", "单位"]]
    for fact in facts:
        for item in fields:
            value = draw.written(item, fact.values[item.name])
            rows.append(
                [
                    draw.town_name(fact.town),
                    fact.key,
                    headings[item.name],
                    value,
                    draw.FACTS.get(item.dimension),
                ]
            )
    return facts, [draw.grid(rows)]


def long_list_of_funds(county: str, rng: random.Random) -> Drawn:
    facts = draw.funds(county, rng)
    rows: list[list[object]] = [["镇名", "资金来源", "指标", "金额（万元）"]]
    for fact in facts:
        for name, label in _AMOUNTS.items():
            rows.append([draw.town_name(fact.town), _source(fact), label, fact.values[name]])
    return facts, [draw.grid(rows)]


def long_list_in_two_units(county: str, rng: random.Random) -> Drawn:
    """The same label in 万元 for one town and in 元 for the next: each row's own unit counts."""
    facts = draw.funds(county, rng)
    rows: list[list[object]] = [["镇名", "资金来源", "指标", "数值", "单位"]]
    for number, fact in enumerate(facts):
        for name, label in _AMOUNTS.items():
            amount = float(fact.values[name])
            shown = [amount, "万元"] if number % 2 else [round(amount * 10000), "元"]
            rows.append([draw.town_name(fact.town), _source(fact), label, *shown])
    return facts, [draw.grid(rows)]


def towns_across_and_sources_down(county: str, rng: random.Random) -> Drawn:
    facts = draw.funds(county, rng)
    towns = list(dict.fromkeys(f.town for f in facts))
    by_key = {(f.town, f.key): f for f in facts}
    rows: list[list[object]] = [["资金投入情况表"], ["资金来源", "指标", *map(draw.town_name, towns)]]
    merges = []
    for code in dict.fromkeys(f.key for f in facts):
        merges.append((len(rows), 0, len(rows) + 2, 0))
        for index, (name, label) in enumerate(_AMOUNTS.items()):
            first = _source(Fact("funds", "", code)) if index == 0 else None
            rows.append(
                [
                    first,
                    label,
                    *[by_key[t, code].values[name] if (t, code) in by_key else None for t in towns],
                ]
            )
    return facts, [draw.grid(rows, merges=merges)]


def plan_and_actual_below_each_other(county: str, rng: random.Random) -> Drawn:
    """Two rows a project, plan and actual; what is said once spans both."""
    _, facts = draw.projects(county, rng, 3)
    function, status = (DICTIONARY.field("projects", n) for n in ("function", "status"))
    kept = ("function", "status", "total_investment", "annual_planned_investment", "cumulative_investment")
    head: list[object] = [
        "序号",
        "镇名",
        "项目名称",
        "项目类别",
        "建设状态",
        "总投资（万元）",
        "类别",
        "投资（万元）",
    ]
    rows: list[list[object]] = [["建设项目台账"], head]
    merges = []
    for number, fact in enumerate(facts, start=1):
        fact.values = {name: fact.values[name] for name in kept}
        said = [function.codes[str(fact.values["function"])], status.codes[str(fact.values["status"])]]
        merges += [(len(rows), column, len(rows) + 1, column) for column in range(6)]
        once: list[object] = [
            float(number),
            draw.town_name(fact.town),
            fact.key,
            *said,
            fact.values["total_investment"],
        ]
        rows.append([*once, "计划", fact.values["annual_planned_investment"]])
        rows.append([*[None] * 6, "完成", fact.values["cumulative_investment"]])
    return facts, [draw.grid(rows, merges=merges)]


def months_across(county: str, rng: random.Random) -> Drawn:
    """A column for each month of the year, in places one that adds them up; the folder's month is March."""
    has_sum = rng.random() < 0.5
    fields, facts = draw.projects(county, rng, 3)
    fields = [f for f in fields if f.name not in ("month_investment", *["cumulative_investment"] * has_sum)]
    own = 3 + len(fields)
    head: list[object] = [
        "序号",
        "镇名",
        "项目名称",
        *[draw.heading(f, rng, with_unit=False) for f in fields],
    ]
    head += ["2025年各月完成投资（万元）", *[None] * (11 + has_sum)]
    rows: list[list[object]] = [
        ["建设项目台账"],
        head,
        [*[None] * own, *[f"{month}月" for month in range(1, 13)], *["累计"] * has_sum],
    ]
    merges = [(1, column, 2, column) for column in range(own)] + [(1, own, 1, own + 11 + has_sum)]
    for number, fact in enumerate(facts, start=1):
        months = [round(rng.uniform(1, 99), 2) for _ in range(3)]
        fact.values = {f.name: fact.values[f.name] for f in fields} | {"month_investment": months[2]}
        told = [draw.written(f, fact.values[f.name]) for f in fields]
        row = [float(number), draw.town_name(fact.town), fact.key, *told, *months, *[None] * 9]
        if has_sum:
            fact.values["cumulative_investment"] = round(sum(months), 2)
            row.append(fact.values["cumulative_investment"])
        rows.append(row)
    return facts, [draw.grid(rows, merges=merges)]


def a_unit_column_beside_every_value(county: str, rng: random.Random) -> Drawn:
    fields, facts = draw.per_town(rng.choice(["facilities", "industry"]), county, rng, 5)
    head: list[object] = ["序号", "镇名"]
    for item in fields:
        head += [draw.heading(item, rng, with_unit=False), "单位"]
    rows: list[list[object]] = [["统计表"], head]
    for number, fact in enumerate(facts, start=1):
        row: list[object] = [float(number), draw.town_name(fact.town)]
        for item in fields:
            row += [draw.written(item, fact.values[item.name]), draw.FACTS.get(item.dimension, "个")]
        rows.append(row)
    return facts, [draw.grid(rows)]


def towns_above_their_projects_with_sums(county: str, rng: random.Random) -> Drawn:
    """A row a town, numbered and counted, that sums up the projects below it; the grand total on top."""
    fields, facts = draw.projects(county, rng, rng.randint(3, 6))
    facts.sort(key=lambda fact: fact.town)
    heads = [draw.heading(f, rng, with_unit=False) for f in fields]
    rows: list[list[object]] = [["建设项目台账"], ["序号", "项目名称", *heads]]

    def sums(some: list[Fact]) -> list[object]:
        return [
            round(sum(float(fact.values[f.name]) for fact in some), 4) if f.kind == "money" else None
            for f in fields
        ]

    rows.append([None, f"合计（{len(facts)}个）", *sums(facts)])
    for number, town in enumerate(dict.fromkeys(fact.town for fact in facts)):
        own = [fact for fact in facts if fact.town == town]
        rows.append(["一二三四五六"[number], f"{draw.town_name(town)}（{len(own)}个）", *sums(own)])
        rows += [
            [float(i), fact.key, *[draw.written(f, fact.values[f.name]) for f in fields]]
            for i, fact in enumerate(own, start=1)
        ]
    return facts, [draw.grid(rows)]


def a_category_merged_over_its_projects(county: str, rng: random.Random) -> Drawn:
    """One cell of the category and one of the status for all projects of the list."""
    fields, facts = draw.projects(county, rng, 3)
    for fact in facts:
        fact.values |= {name: facts[0].values[name] for name in ("function", "status")}
    heads = [draw.heading(f, rng, with_unit=False) for f in fields]
    rows: list[list[object]] = [["建设项目台账"], ["镇名", "项目名称", *heads]]
    merges = [
        (2, 2 + place, 1 + len(facts), 2 + place)
        for place, f in enumerate(fields)
        if f.name in ("function", "status")
    ]
    covered = {column for _, column, _, _ in merges}
    for number, fact in enumerate(facts):
        told: list[object] = [draw.town_name(fact.town), fact.key]
        told += [draw.written(f, fact.values[f.name]) for f in fields]
        rows.append([None if number and c in covered else raw for c, raw in enumerate(told)])
    return facts, [draw.grid(rows, merges=merges)]


def continued_below(county: str, rng: random.Random) -> Drawn:
    """A table too wide for its page: the rest of its columns below, for the same towns (续表)."""
    fields, facts = draw.per_town(rng.choice(["facilities", "environment"]), county, rng, 5)
    cut = len(fields) // 2
    label = DICTIONARY.ledgers[facts[0].ledger].label
    rows: list[list[object]] = []
    for title, own in ((label, fields[:cut]), (f"{label}（续表）", fields[cut:])):
        rows += [[title], ["序号", "镇名", *[draw.heading(f, rng, with_unit=True) for f in own]]]
        for number, fact in enumerate(facts, start=1):
            told = [draw.written(f, fact.values[f.name]) for f in own]
            rows.append([float(number), draw.town_name(fact.town), *told])
    return facts, [draw.grid(rows)]


def projects_across(county: str, rng: random.Random) -> Drawn:
    """Fields in rows, a column for each project, names and towns in the first two rows."""
    fields, facts = draw.projects(county, rng, 3)
    keys: list[list[object]] = [
        ["项目名称", *[fact.key for fact in facts]],
        ["所在镇", *[draw.town_name(fact.town) for fact in facts]],
    ]
    rows: list[list[object]] = [["建设项目台账"], *rng.sample(keys, 2)]
    for item in fields:
        told = [draw.written(item, fact.values[item.name]) for fact in facts]
        rows.append([draw.heading(item, rng, with_unit=True), *told])
    return facts, [draw.grid(rows)]


def sources_below_each_amount(county: str, rng: random.Random) -> Drawn:
    """Amounts across, the sources below each, their sum first."""
    facts = draw.funds(county, rng)
    codes = list(dict.fromkeys(f.key for f in facts))
    by_key = {(f.town, f.key): f for f in facts}
    head: list[object] = ["镇名"]
    leaves: list[object] = [None]
    merges = [(1, 0, 2, 0)]
    for label in _AMOUNTS.values():
        merges.append((1, len(head), 1, len(head) + len(codes)))
        head += [label, *[None] * len(codes)]
        leaves += ["小计", *[_source(Fact("funds", "", code)) for code in codes]]
    rows: list[list[object]] = [["资金投入情况表（万元）"], head, leaves]
    for town in dict.fromkeys(f.town for f in facts):
        row: list[object] = [draw.town_name(town)]
        for name in _AMOUNTS:
            own = [by_key[town, c].values[name] if (town, c) in by_key else None for c in codes]
            row += [round(sum(float(amount or 0) for amount in own), 2), *own]
        rows.append(row)
    return facts, [draw.grid(rows, merges=merges)]


def a_sheet_for_each_source(county: str, rng: random.Random) -> Drawn:
    """The source of funds stands in the name of the sheet alone."""
    facts = draw.funds(county, rng)
    sheets = []
    for code in dict.fromkeys(f.key for f in facts):
        rows: list[list[object]] = [["单位：万元"], ["镇名", *_AMOUNTS.values()]]
        rows += [
            [draw.town_name(f.town), *[f.values[name] for name in _AMOUNTS]] for f in facts if f.key == code
        ]
        sheets.append(draw.grid(rows, name=_source(Fact("funds", "", code))))
    return facts, sheets


def kinds_down_and_found_and_fixed_across(county: str, rng: random.Random) -> Drawn:
    """The six kinds of disorder one below the other for each town, found and fixed beside them."""
    basic = {"households_total": "农户总数", "toilets_sanitary": "卫生厕所户数"}
    facts, rows, first = [], [["镇名", "问题类型", "发现数", "整改数"]], [["镇名", *basic.values()]]
    for town in draw.towns_of(county, 4):
        values: dict[str, float | str] = {name: float(rng.randint(50, 900)) for name in basic}
        first.append([draw.town_name(town), *values.values()])  # type: ignore[list-item]
        for kind, name in _KINDS.items():
            found, fixed = float(rng.randint(20, 60)), float(rng.randint(0, 20))
            values |= {f"{name}_found": found, f"{name}_fixed": fixed}
            rows.append([draw.town_name(town), kind, found, fixed])  # type: ignore[list-item]
        facts.append(Fact("environment", town, values=values))
    return facts, [draw.grid(list(first)), draw.grid(list(rows), name="六乱")]


def a_mark_below_the_status(county: str, rng: random.Random) -> Drawn:
    """A column for each answer of the status, one of them ticked."""
    fields, facts = draw.projects(county, rng, 3)
    status = DICTIONARY.field("projects", "status")
    own = [f for f in fields if f.name != "status"]
    fixed = 2 + len(own)
    head: list[object] = ["镇名", "项目名称", *[draw.heading(f, rng, with_unit=True) for f in own]]
    rows: list[list[object]] = [
        ["建设项目台账"],
        [*head, "建设状态", *[None] * (len(status.codes) - 1)],
        [*[None] * fixed, *status.codes.values()],
    ]
    merges = [(1, c, 2, c) for c in range(fixed)] + [(1, fixed, 1, fixed + len(status.codes) - 1)]
    for fact in facts:
        told = [draw.written(f, fact.values[f.name]) for f in own]
        marks = ["√" if code == fact.values["status"] else None for code in status.codes]
        rows.append([draw.town_name(fact.town), fact.key, *told, *marks])
    return facts, [draw.grid(rows, merges=merges)]


def _source(fact: Fact) -> str:
    return DICTIONARY.field("funds", "fund_source").codes[fact.key]


def _stack(sheets: list[Sheet]) -> list[Sheet]:
    stacked = sheets[0]
    for sheet in sheets[1:]:
        stacked = draw.stacked(stacked, sheet)
    return [stacked]
