"""Renders records into sheets in every arrangement a county may use: the inverse of recognition.

Written from the arrangements themselves, not from the recogniser: what is rendered here must be read
back as the same records. Records are plain: town code, key, field → canonical value.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from ingest.dictionary import Field, load
from ingest.sheet import Sheet
from ingest.towns.places import load as load_places

DICTIONARY = load()
PLACES = load_places()
FACTS = {
    "money": "万元",
    "percent": "%",
    "length": "公里",
    "volume": "万立方米",
    "mass": "吨",
    "persons": "人",
}


@dataclass
class Fact:
    """One record as it truly is."""

    ledger: str
    town: str
    key: str = ""
    values: dict[str, float | str] = field(default_factory=dict)


def town_name(code: str) -> str:
    return PLACES.organisation.history[code][-1].name


def fields_of(ledger: str, rng: random.Random) -> list[Field]:
    """The required fields and some of the others, in dictionary order; keys are not among them."""
    keys = DICTIONARY.key_fields(ledger)
    fields = [f for f in DICTIONARY.by_ledger[ledger].values() if f.name not in keys]
    chosen = [f for f in fields if f.required or rng.random() < 0.7]
    return chosen if len(chosen) >= 4 else fields


def value_for(item: Field, rng: random.Random) -> float | str:
    """A plausible canonical value of a field."""
    if item.kind == "enum":
        return rng.choice(list(item.codes))
    if item.kind == "date":
        return f"202{rng.randint(3, 5)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    if item.kind == "flag":
        return float(rng.random() < 0.5)
    if item.kind in ("count", "flag_or_count"):  # so many people as may bring about what is drawn for a town
        return float(rng.randint(2, 900)) + (50_000 if item.dimension == "persons" else 0)
    if item.kind == "percent":
        return round(rng.uniform(2, 99), 1)
    if item.kind in ("money", "number"):
        return round(rng.uniform(1, 5000), 2)
    return rng.choice(["进展顺利", "由县住建局负责", "需市级协调用地", "按计划推进"]) + str(
        rng.randint(10, 99)
    )


def written(item: Field, value: float | str) -> float | str:
    """How a clerk writes a canonical value."""
    if item.kind == "enum":
        return item.codes[str(value)]
    if item.kind == "flag":
        return "是" if value else "否"
    return value


def heading(item: Field, rng: random.Random, *, with_unit: bool) -> str:
    """The label or a synonym that means no other field of any ledger; with or without its unit."""
    taken = {text for f in DICTIONARY.fields if f.name != item.name for text in f.labels}
    name = rng.choice([text for text in item.labels if text not in taken] or [item.label])
    unit = FACTS.get(item.dimension, "")
    return f"{name}（{unit}）" if with_unit and unit and "(" not in name else name


def towns_of(county: str, count: int) -> list[str]:
    return [town.code for town in PLACES.of_county(county)][:count]


def per_town(ledger: str, county: str, rng: random.Random, count: int = 6) -> tuple[list[Field], list[Fact]]:
    """One record a town, every field answered."""
    fields = fields_of(ledger, rng)
    facts = [
        Fact(ledger, town, values={f.name: value_for(f, rng) for f in fields})
        for town in towns_of(county, count)
    ]
    return fields, facts


def projects(county: str, rng: random.Random, count: int = 4) -> tuple[list[Field], list[Fact]]:
    """One to three projects a town, with amounts that obey their rules."""
    fields = [f for f in fields_of("projects", rng) if not f.is_personal]
    facts = []
    for town in towns_of(county, count):
        for number in range(rng.randint(1, 3)):
            name = f"{town_name(town)}{rng.choice(['供水管网', '停车场', '老旧街区', '日间照料点'])}改造{number + 1}期"
            values = {f.name: value_for(f, rng) for f in fields}
            money = [value for key, value in values.items() if key.startswith("fund_")]
            total = sum(value for value in money if isinstance(value, float))
            values["total_investment"] = round(total + rng.uniform(1, 5000), 2)  # parts stay below the whole
            facts.append(Fact("projects", town, name, values))
    return fields, facts


def grid(
    rows: list[list[object]], name: str = "Sheet1", merges: list[tuple[int, int, int, int]] | None = None
) -> Sheet:
    width = max(map(len, rows), default=0)
    return Sheet(name, [[*row, *[None] * (width - len(row))] for row in rows], merges or [])


def as_rows(fields: list[Field], facts: list[Fact], rng: random.Random, *, page: int = 0) -> Sheet:
    """Rows of records under one heading row; with `page`, the heading again after every so many."""
    keys = [
        DICTIONARY.field(facts[0].ledger, k) for k in DICTIONARY.key_fields(facts[0].ledger) if k != "town"
    ]
    with_unit = rng.random() < 0.5
    head: list[object] = ["序号", rng.choice(["镇名", "乡镇", "镇（街道）"]), *[k.label for k in keys]]
    head += [heading(f, rng, with_unit=with_unit) for f in fields]
    rows: list[list[object]] = [[f"某县{DICTIONARY.ledgers[facts[0].ledger].label}"], head]
    for number, fact in enumerate(facts, start=1):
        if page and number > 1 and (number - 1) % page == 0:
            rows.append(head)
        key = [key_text(fact)] if keys else []
        rows.append(
            [float(number), town_name(fact.town), *key, *[written(f, fact.values[f.name]) for f in fields]]
        )
    return grid(rows)


def as_grouped_rows(fields: list[Field], facts: list[Fact], rng: random.Random, depth: int) -> Sheet:
    """Rows under 2 to 4 heading rows with merged groups and a unit row."""
    columns = 2 + len(fields)
    top = 1
    rows: list[list[object]] = [[f"某县{DICTIONARY.ledgers[facts[0].ledger].label}（2025年3月）"]]
    rows += [[None] * columns for _ in range(depth)]
    merges = [(0, 0, 0, columns - 1), (top, 0, top + depth - 1, 0), (top, 1, top + depth - 1, 1)]
    rows[top][0], rows[top][1] = "序号", "乡镇"
    for level in range(depth - 1):
        start = 2
        while start < columns:
            end = min(columns, start + rng.randint(1, 5) * (depth - 1 - level))
            rows[top + level][start] = f"{'甲乙丙丁'[level]}类指标{start}"
            if end - start > 1:
                merges.append((top + level, start, top + level, end - 1))
            start = end
    for index, item in enumerate(fields):
        rows[top + depth - 1][2 + index] = heading(item, rng, with_unit=False)
    units: list[object] = ["—", None, *[FACTS.get(f.dimension, "") or None for f in fields]]
    rows.append(units)
    for number, fact in enumerate(facts, start=1):
        rows.append([float(number), town_name(fact.town), *[written(f, fact.values[f.name]) for f in fields]])
    return grid(rows, merges=merges)


def as_columns(fields: list[Field], facts: list[Fact], rng: random.Random) -> Sheet:
    """Fields in rows, towns in columns, sometimes with sections and a column of units."""
    with_units, with_sections = rng.random() < 0.5, rng.random() < 0.5
    head: list[object] = ["序号", rng.choice(["指标名称", "指标", "项目"])] + (
        ["计量单位"] if with_units else []
    )
    rows: list[list[object]] = [
        [f"某县{DICTIONARY.ledgers[facts[0].ledger].label}"],
        head + [town_name(f.town) for f in facts],
    ]
    merges = []
    for number, item in enumerate(fields, start=1):
        if with_sections and number % 4 == 1:
            merges.append((len(rows), 0, len(rows), len(head) + len(facts) - 1))
            rows.append([f"第{number // 4 + 1}部分"])
        unit = [FACTS.get(item.dimension, "—")] if with_units else []
        label = heading(item, rng, with_unit=not with_units)
        rows.append([float(number), label, *unit, *[written(item, fact.values[item.name]) for fact in facts]])
    return grid(rows, merges=merges)


def as_card(fields: list[Field], fact: Fact, rng: random.Random, *, pairs: int, beside_unit: bool) -> Sheet:
    """A form for one town: label, value (and its unit), several pairs a row."""
    rows: list[list[object]] = [
        [f"{DICTIONARY.ledgers[fact.ledger].label}采集表"],
        ["镇（街道）", town_name(fact.town), None, "填报时间", "2025年3月"],
    ]
    row: list[object] = []
    for item in fields:
        row += [heading(item, rng, with_unit=not beside_unit), written(item, fact.values[item.name])]
        if beside_unit:
            row.append(FACTS.get(item.dimension) or None)
        if len(row) >= pairs * (3 if beside_unit else 2):
            rows.append(row)
            row = []
    return grid(rows + ([row] if row else []), name=town_name(fact.town))


def as_inscribed(fields: list[Field], fact: Fact, rng: random.Random, *, pairs: int) -> Sheet:
    """A form for one town in which label and value stand in one cell, with the unit behind or in the label."""
    cells = [f"镇名：{town_name(fact.town)}"]
    for item in fields:
        is_beside = item.kind in ("money", "count", "number") and rng.random() < 0.5
        unit = (FACTS.get(item.dimension) or "") if is_beside else ""
        label = heading(item, rng, with_unit=not is_beside)
        cells.append(f"{label}{rng.choice(':：')}{written(item, fact.values[item.name])}{unit}")
    rows: list[list[object]] = [[f"{DICTIONARY.ledgers[fact.ledger].label}登记表"]]
    rows += [[*cells[i : i + pairs]] for i in range(0, len(cells), pairs)]
    return grid(rows, name=town_name(fact.town))


def as_list(fields: list[Field], facts: list[Fact], rng: random.Random) -> Sheet:
    """Long: one value a row, with ledger and unit beside it."""
    label = DICTIONARY.ledgers[facts[0].ledger].label
    rows: list[list[object]] = [["乡镇", "台账名称", "指标", "数值", "单位", "备注"]]
    headings = {f.name: heading(f, rng, with_unit=False) for f in fields}
    for fact in facts:
        for item in fields:
            value = written(item, fact.values[item.name])
            rows.append(
                [
                    town_name(fact.town),
                    label,
                    headings[item.name],
                    value,
                    FACTS.get(item.dimension) or None,
                    None,
                ]
            )
    return grid(rows)


def as_group_rows(fields: list[Field], facts: list[Fact], rng: random.Random) -> Sheet:
    """The town, sometimes numbered, in a row of its own above its projects."""
    is_numbered = rng.random() < 0.5
    head = ["序号", "项目名称", *[heading(f, rng, with_unit=True) for f in fields]]
    rows: list[list[object]] = [["某县建设项目台账"], list(head)]
    merges = []
    town = ""
    for number, fact in enumerate(facts, start=1):
        if fact.town != town:
            town = fact.town
            merges.append((len(rows), 0, len(rows), len(head) - 1))
            rows.append([f"{rng.choice('一二三')}、{town_name(town)}" if is_numbered else town_name(town)])
        rows.append([float(number), fact.key, *[written(f, fact.values[f.name]) for f in fields]])
    return grid(rows, merges=merges)


def as_sources_across(facts: list[Fact], rng: random.Random) -> Sheet:
    """Funds with the sources across and the amounts below each."""
    source = DICTIONARY.field("funds", "fund_source")
    amounts = [DICTIONARY.field("funds", n) for n in ("amount_planned", "amount_arrived", "amount_spent")]
    codes = list(dict.fromkeys(f.key for f in facts))
    towns = list(dict.fromkeys(f.town for f in facts))
    rows: list[list[object]] = [["某县镇区强功能资金投入情况表"], ["序号", "镇名"], [None, None]]
    merges = [(1, 0, 2, 0), (1, 1, 2, 1)]
    for code in codes:
        merges.append((1, len(rows[1]), 1, len(rows[1]) + 2))
        rows[1] += [source.codes[code], None, None]
        rows[2] += [a.label for a in amounts]
    by_key = {(f.town, f.key): f for f in facts}
    for number, town in enumerate(towns, start=1):
        row: list[object] = [float(number), town_name(town)]
        for code in codes:
            fact = by_key.get((town, code))
            row += [fact.values[a.name] if fact else None for a in amounts]
        rows.append(row)
    return grid(rows, merges=merges)


def as_two_rows(facts: list[Fact], rng: random.Random) -> Sheet:
    """Funds with plan, arrived and spent in rows of their own under a merged town, sources across."""
    source = DICTIONARY.field("funds", "fund_source")
    amounts = {"amount_planned": "计划资金", "amount_arrived": "到位资金", "amount_spent": "支出资金"}
    codes = list(dict.fromkeys(f.key for f in facts))
    by_key = {(f.town, f.key): f for f in facts}
    rows: list[list[object]] = [
        ["某县资金投入情况表"],
        ["序号", "镇名", "类别", *[source.codes[c] for c in codes]],
    ]
    merges = []
    for number, town in enumerate(dict.fromkeys(f.town for f in facts), start=1):
        merges += [(len(rows), 0, len(rows) + 2, 0), (len(rows), 1, len(rows) + 2, 1)]
        for index, (name, label) in enumerate(amounts.items()):
            first: list[object] = [float(number), town_name(town)] if index == 0 else [None, None]
            rows.append(
                [
                    *first,
                    label,
                    *[by_key[town, c].values[name] if (town, c) in by_key else None for c in codes],
                ]
            )
    return grid(rows, merges=merges)


def moved(sheet: Sheet, down: int, right: int) -> Sheet:
    """The same table somewhere else on the sheet."""
    rows: list[list[object]] = [[] for _ in range(down)]
    rows += [[None] * right + list(row) for row in sheet.rows]
    merges = [(t + down, le + right, b + down, r + right) for t, le, b, r in sheet.merges]
    return grid(rows, sheet.name, merges)


def stacked(first: Sheet, second: Sheet) -> Sheet:
    """Two tables one below the other on one sheet."""
    gap = len(first.rows) + 1
    merges = first.merges + [(t + gap, le, b + gap, r) for t, le, b, r in second.merges]
    return grid([*map(list, first.rows), [], *map(list, second.rows)], first.name, merges)


def beside(first: Sheet, second: Sheet) -> Sheet:
    """Two tables side by side on one sheet, a blank column between."""
    left = first.width + 1
    height = max(len(first.rows), len(second.rows))
    rows = []
    for index in range(height):
        row = list(first.rows[index]) if index < len(first.rows) else [None] * first.width
        rows.append(row + [None] + (list(second.rows[index]) if index < len(second.rows) else []))
    merges = first.merges + [(t, le + left, b, r + left) for t, le, b, r in second.merges]
    return grid(rows, first.name, merges)


def key_text(fact: Fact) -> str:
    if fact.ledger == "funds":
        return DICTIONARY.field("funds", "fund_source").codes[fact.key]
    return fact.key


def funds(county: str, rng: random.Random, count: int = 5) -> list[Fact]:
    """Two to five sources a town; spent at most arrived at most planned."""
    codes = list(DICTIONARY.field("funds", "fund_source").codes)
    facts = []
    for town in towns_of(county, count):
        for code in rng.sample(codes, rng.randint(2, 5)):
            planned = round(rng.uniform(50, 900), 2)
            arrived = round(planned * rng.uniform(0.2, 1), 2)
            values: dict[str, float | str] = {
                "amount_planned": planned,
                "amount_arrived": arrived,
                "amount_spent": round(arrived * rng.uniform(0, 1), 2),
            }
            facts.append(Fact("funds", town, code, values))
    return facts
