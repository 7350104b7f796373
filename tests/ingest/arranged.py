"""The table of `plain` in other arrangements: the same headings turned, in forms, lists, groups and beside units."""

from __future__ import annotations

from collections.abc import Callable

from ingest.dictionary import Field
from ingest.sheet import Merge, Sheet
from tests.ingest import rendering as draw
from tests.ingest.plain import as_table

Called = dict[Field, str]
Arrange = Callable[[list[Field], list[draw.Fact], Called], list[Sheet]]
Row = list[object]

_COUNTED = {"count": "个", "flag_or_count": "个"}


def unit_of(item: Field) -> str | None:
    return draw.FACTS.get(item.dimension) or _COUNTED.get(item.kind)


def _title(facts: list[draw.Fact]) -> str:
    return f"延川县{draw.DICTIONARY.ledgers[facts[0].ledger].label}"


def _keys(facts: list[draw.Fact]) -> list[Field]:
    """The fields that tell the records apart, their town first."""
    ledger = facts[0].ledger
    names = draw.DICTIONARY.key_fields(ledger)
    return [draw.DICTIONARY.field(ledger, name) for name in ("town", *(n for n in names if n != "town"))]


def _identity(fact: draw.Fact) -> Row:
    key = [draw.key_text(fact)] if len(draw.DICTIONARY.key_fields(fact.ledger)) > 1 else []
    return [draw.town_name(fact.town), *key]


def _name(item: Field, called: Called, *, unit: bool = True) -> str:
    name, said = called.get(item, item.label), draw.FACTS.get(item.dimension)
    return f"{name}（{said}）" if unit and said and "(" not in name else name


def _answer(item: Field, fact: draw.Fact) -> float | str:
    return draw.written(item, fact.values[item.name])


def _pairs(fields: list[Field], fact: draw.Fact, called: Called) -> list[tuple[str, object]]:
    """What a form for a record asks, and the answers."""
    keys = zip((_name(key, called) for key in _keys([fact])), _identity(fact), strict=True)
    return [*keys, *((_name(item, called), _answer(item, fact)) for item in fields)]


def rows(fields: list[Field], facts: list[draw.Fact], called: Called) -> list[Sheet]:
    return [as_table(fields, facts, called)]


def turned(
    fields: list[Field], facts: list[draw.Fact], called: Called, *, units: bool = False
) -> list[Sheet]:
    """Fields in rows, a column for each record, and perhaps one of units."""
    beside: Row = [None] if units else []
    table: list[Row] = [[_title(facts)]]
    for place, key in enumerate(_keys(facts)):
        head = "指标名称" if place == 0 else called.get(key, key.label)
        table.append(
            [
                None,
                head,
                *(["计量单位"] if units and not place else beside),
                *(_identity(f)[place] for f in facts),
            ]
        )
    for number, item in enumerate(fields, start=1):
        said: Row = [unit_of(item) or "—"] if units else []
        label = _name(item, called, unit=not units)
        table.append([float(number), label, *said, *(_answer(item, f) for f in facts)])
    return [draw.grid(table)]


def turned_beside_units(fields: list[Field], facts: list[draw.Fact], called: Called) -> list[Sheet]:
    return turned(fields, facts, called, units=True)


def cards(
    fields: list[Field], facts: list[draw.Fact], called: Called, *, pairs: int = 2, span: int = 1
) -> list[Sheet]:
    """A form a record: label and value side by side, each over so many columns."""
    sheets = []
    for number, fact in enumerate(facts):
        asked = _pairs(fields, fact, called)
        table: list[Row] = [[f"{draw.DICTIONARY.ledgers[fact.ledger].label}采集表"]]
        merges: list[Merge] = []
        for start in range(0, len(asked), pairs):
            row: Row = []
            for content in [part for pair in asked[start : start + pairs] for part in pair]:
                if span > 1:
                    merges.append((len(table), len(row), len(table), len(row) + span - 1))
                row += [content, *[None] * (span - 1)]
            table.append(row)
        sheets.append(draw.grid(table, str(number), merges))
    return sheets


def cards_of_three_pairs(fields: list[Field], facts: list[draw.Fact], called: Called) -> list[Sheet]:
    return cards(fields, facts, called, pairs=3)


def cards_of_merged_cells(fields: list[Field], facts: list[draw.Fact], called: Called) -> list[Sheet]:
    return cards(fields, facts, called, span=2)


def cards_below_each_other(fields: list[Field], facts: list[draw.Fact], called: Called) -> list[Sheet]:
    first, *others = cards(fields, facts, called)
    for other in others:
        first = draw.stacked(first, other)
    return [first]


def cards_with_units(fields: list[Field], facts: list[draw.Fact], called: Called) -> list[Sheet]:
    """Label, value and unit in three cells, two fields a row."""
    sheets = []
    for number, fact in enumerate(facts):
        keys = zip(_keys(facts), _identity(fact), strict=True)
        first = [part for key, said in keys for part in (called.get(key, key.label), said, None)]
        cells = [(_name(f, called, unit=False), _answer(f, fact), unit_of(f)) for f in fields]
        below = [[part for cell in cells[i : i + 2] for part in cell] for i in range(0, len(cells), 2)]
        title = f"{draw.DICTIONARY.ledgers[fact.ledger].label}采集表"
        sheets.append(draw.grid([[title], [*first], *([*row] for row in below)], str(number)))
    return sheets


def answers_below_labels(fields: list[Field], facts: list[draw.Fact], called: Called) -> list[Sheet]:
    """A form a record, four labels side by side and their answers below them, band after band."""
    sheets = []
    for number, fact in enumerate(facts):
        asked = _pairs(fields, fact, called)
        bands = [[*zip(*asked[i : i + 4], strict=True)] for i in range(0, len(asked), 4)]
        table = [[*row] for band in bands for row in band]
        sheets.append(
            draw.grid([[f"{draw.DICTIONARY.ledgers[fact.ledger].label}采集表"], *table], str(number))
        )
    return sheets


def inscribed(fields: list[Field], facts: list[draw.Fact], called: Called) -> list[Sheet]:
    """A form a record, label and answer in one cell."""
    sheets = []
    for number, fact in enumerate(facts):
        cells: Row = [f"{label}：{said}" for label, said in _pairs(fields, fact, called)]
        below = [cells[i : i + 2] for i in range(0, len(cells), 2)]
        title = f"{draw.DICTIONARY.ledgers[fact.ledger].label}登记表"
        sheets.append(draw.grid([[title], *below], str(number)))
    return sheets


def listed(
    fields: list[Field], facts: list[draw.Fact], called: Called, *, merged: bool = False
) -> list[Sheet]:
    """One value a row, its unit beside it; the town and key in each, or merged down."""
    keys = [called.get(key, key.label) for key in _keys(facts)]
    table: list[Row] = [[_title(facts)], ["乡镇", *keys[1:], "指标", "数值", "单位"]]
    merges: list[Merge] = []
    for fact in facts:
        top, identity = len(table), _identity(fact)
        if merged:
            merges += [(top, column, top + len(fields) - 1, column) for column in range(len(keys))]
        for item in fields:
            told: Row = [None] * len(keys) if merged and len(table) > top else identity
            table.append([*told, _name(item, called, unit=False), _answer(item, fact), unit_of(item)])
    return [draw.grid(table, merges=merges)]


def listed_below_merged_towns(fields: list[Field], facts: list[draw.Fact], called: Called) -> list[Sheet]:
    return listed(fields, facts, called, merged=True)


def below_groups(fields: list[Field], facts: list[draw.Fact], called: Called) -> list[Sheet]:
    """The headings below groups in words of their own, and above a row of units."""
    keys = ["序号", *(called.get(key, key.label) for key in _keys(facts))]
    own, width = len(keys), len(keys) + len(fields)
    groups: Row = [f"甲类指标{place}" if place % 3 == 0 else None for place in range(len(fields))]
    merges = [(1, column, 2, column) for column in range(own)]
    merges += [(1, own + place, 1, min(own + place + 2, width - 1)) for place in range(0, len(fields) - 1, 3)]
    table: list[Row] = [[_title(facts)], [*keys, *groups]]
    table.append([*[None] * own, *(_name(item, called, unit=False) for item in fields)])
    table.append(["—", *[None] * (own - 1), *map(unit_of, fields)])
    for number, fact in enumerate(facts, start=1):
        table.append([float(number), *_identity(fact), *(_answer(item, fact) for item in fields)])
    return [draw.grid(table, merges=merges)]


def above_mere_amounts(fields: list[Field], facts: list[draw.Fact], called: Called) -> list[Sheet]:
    """Headings that are called otherwise stand over 金额 or 数量 with its unit; all others are merged down."""
    keys = ["序号", *(called.get(key, key.label) for key in _keys(facts))]
    leaves: Row = [None] * len(keys)
    merges = [(1, column, 2, column) for column in range(len(keys))]
    for place, item in enumerate(fields, start=len(keys)):
        unit = unit_of(item)
        if item in called and item.kind in ("count", "money") and unit:
            leaves.append(f"{'金额' if item.kind == 'money' else '数量'}（{unit}）")
        else:
            leaves.append(None)
            merges.append((1, place, 2, place))
    heads = [_name(item, called, unit=item not in called) for item in fields]
    table: list[Row] = [[_title(facts)], [*keys, *heads], leaves]
    for number, fact in enumerate(facts, start=1):
        table.append([float(number), *_identity(fact), *(_answer(item, fact) for item in fields)])
    return [draw.grid(table, merges=merges)]


def beside_units(fields: list[Field], facts: list[draw.Fact], called: Called) -> list[Sheet]:
    """Value and unit in two cells below one merged heading."""
    head: Row = ["序号", *(called.get(key, key.label) for key in _keys(facts))]
    merges: list[Merge] = []
    for item in fields:
        if unit_of(item):
            merges.append((0, len(head), 0, len(head) + 1))
        head += [_name(item, called, unit=False), *([None] if unit_of(item) else [])]
    table: list[Row] = [head]
    for number, fact in enumerate(facts, start=1):
        told = [
            part
            for item in fields
            for part in ((_answer(item, fact), unit_of(item)) if unit_of(item) else (_answer(item, fact),))
        ]
        table.append([float(number), *_identity(fact), *told])
    return [draw.grid(table, merges=merges)]


ARRANGEMENTS: dict[str, Arrange] = {
    arrange.__name__: arrange
    for arrange in (
        rows,
        turned,
        turned_beside_units,
        cards,
        cards_of_three_pairs,
        cards_of_merged_cells,
        cards_below_each_other,
        cards_with_units,
        answers_below_labels,
        inscribed,
        listed,
        listed_below_merged_towns,
        below_groups,
        above_mere_amounts,
        beside_units,
    )
}
