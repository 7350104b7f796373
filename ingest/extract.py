"""From an assigned table to typed records: one a line and key, each value with its cell.

Resolves towns and keys, reads cells in their column's unit, decides whether a column of rates is in
fractions, and says of every cell what became of it. What a rule makes of a record is not its business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.assign import Answer, Assignment
from ingest.checks import check_totals
from ingest.dictionary import Dictionary, Field
from ingest.findings import Finding, finding
from ingest.layout import Cell, Line, Table
from ingest.places import Gazetteer
from ingest.proof import prove_units
from ingest.records import FieldValue, Record
from ingest.shares import settle_shares
from ingest.spans import shared_cells
from ingest.text import address, joined, squeeze, tidy
from ingest.units import column_unit, unit_conflict
from ingest.values import ColumnUnit, Raw, Value, ValueReader, raw_text

#: What is an amount of one record and cannot hold for each of several.
_AMOUNTS = frozenset({"money", "count", "number", "percent", "flag_or_count"})
#: An answer whose column says two units, and the two unit words.
Conflict = tuple[Answer, tuple[str, str]]


@dataclass
class Extract:
    """What a table gave: records and findings, and cells set aside with their reason."""

    records: list[Record] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    ignored: dict[Cell, str] = field(default_factory=dict)


class _Column(NamedTuple):
    """What is read from every line for one answer: as which field, in which unit, if for this month at all."""

    answer: Answer
    order: int
    field: Field
    read: Callable[[Raw], Value | None]
    is_other_month: bool


class Extractor:
    """Turns tables of one submission into records."""

    def __init__(
        self, dictionary: Dictionary, gazetteer: Gazetteer, reader: ValueReader, county: str, period: str
    ) -> None:
        self._dictionary = dictionary
        self._gazetteer = gazetteer
        self._reader = reader
        self._county = county
        self._period = period

    def extract(self, table: Table, number: int, assignment: Assignment, fallback: Sequence[str]) -> Extract:
        """All records of a table; `fallback` are texts that may name the town where no line does."""
        extract = Extract(ignored=dict(table.ignored))
        self._say_unknown(table, assignment, extract)
        for ledger, answers in assignment.answers.items():
            start = len(extract.records)
            units = {
                id(answer): column_unit(answer.field, answer.slot, table.titles, self._dictionary)
                for answer in answers
            }
            conflicts = [
                (answer, said) for answer in answers if (said := unit_conflict(answer, self._dictionary))
            ]
            columns = [
                _Column(
                    answer,
                    answer.slot.order,
                    answer.field,
                    self._reader.of_column(answer.field, units[id(answer)]),
                    self._is_other_month(answer),
                )
                for answer in answers
            ]
            columns_of = {
                code: [column for column in columns if column.answer.code in ("", code)]
                for code in dict.fromkeys(column.answer.code for column in columns)
            }
            keys = {a.slot.order for a in answers if a.field.name in self._dictionary.key_fields(ledger)}
            shared = shared_cells(table, keys)
            for line in table.lines:
                if line.kind == "data":
                    self._read_line(
                        table, number, ledger, columns_of, conflicts, line, shared, fallback, extract
                    )
            self._compare_repeated(table, ledger, assignment.repeated, extract.records[start:], extract)
            proof = prove_units(ledger, extract.records[start:], self._dictionary)
            extract.findings += proof.findings
            for answer in answers:
                if units[id(answer)].source == "assumed" and answer.field.name in proof.factors:
                    units[id(answer)] = ColumnUnit(proof.factors[answer.field.name], "arithmetic")
            settle_shares(self._dictionary.by_ledger[ledger].values(), extract.records[start:])
            extract.findings += check_totals(table, ledger, answers, units, self._reader)
        return extract

    def _say_unknown(self, table: Table, assignment: Assignment, extract: Extract) -> None:
        ledger = next(iter(assignment.answers), "")
        for slot in assignment.aside:
            cells = [slot.cell, *(line.cells[slot.order] for line in table.lines if slot.order in line.cells)]
            extract.ignored |= {cell: "set_aside" for cell in cells if cell not in extract.ignored}
        for slot, nearest in assignment.unknown:
            cells = [line.cells[slot.order] for line in table.lines if slot.order in line.cells]
            extract.ignored.update({cell: "unknown_column" for cell in cells if cell not in extract.ignored})
            extract.ignored.setdefault(slot.cell, "unknown_column")
            if not ledger or not any(table.sheet.at(*cell) is not None for cell in cells):
                continue
            text = tidy(slot.path[-1])
            extract.findings.append(
                finding(
                    "UNKNOWN_COLUMN",
                    ledger=ledger,
                    sheet=table.sheet.name,
                    cell=address(*slot.cell),
                    raw_text=raw_text(table.sheet.at(*slot.cell)),
                    text=text,
                    hint=f"，最接近的规定列为“{nearest}”" if nearest else "",
                )
            )

    def _read_line(
        self,
        table: Table,
        number: int,
        ledger: str,
        columns_of: dict[str, list[_Column]],
        conflicts: list[Conflict],
        line: Line,
        shared: Mapping[Cell, Cell],
        fallback: Sequence[str],
        extract: Extract,
    ) -> None:
        sheet, contents, places = table.sheet.name, table.sheet.filled, line.cells
        for code, columns in columns_of.items():
            record = Record(ledger, "", "", "", sheet, number, line.order, {}, set())
            problems: list[Finding] = []
            cells, values = record.cells, record.values
            for answer, order, item, read, is_other_month in columns:
                cell = places.get(order)
                if shared and cell is not None:
                    cell = shared.get(cell, cell)
                if cell not in contents:
                    continue
                if is_other_month:
                    extract.ignored[cell] = "other_month"
                    continue
                raw = contents[cell]
                beside = self._unit_beside(line, answer) if line.units else None
                value = self._reader.read(raw, item, beside) if beside else read(raw)
                if value is None:
                    extract.ignored[cell] = "absent_marker"
                    continue
                if item.kind in _AMOUNTS and cell in shared:
                    value = Value(problem="SHARED_AMOUNT")
                cells.add((sheet, cell))
                values[item.name] = FieldValue(item, value, sheet, cell, raw)
                if item.kind == "town":
                    self._settle_town_value(record, item)
            if not record.values:
                continue
            self._settle_keys(record, table, line, code, fallback, problems)
            problems += self._unit_conflicts(record, conflicts)
            problems += [self._unreadable(ledger, v) for v in record.values.values() if v.value.problem]
            record.record_id = f"{ledger}-{number}-{line.order}{'-' + code if code else ''}"
            extract.findings += [
                Finding(**{**vars(problem), "record_id": record.record_id}) for problem in problems
            ]
            extract.records.append(record)

    def _unit_beside(self, line: Line, answer: Answer) -> ColumnUnit | None:
        """The unit in a cell of its own beside the value, None where there is none of the field's dimension."""
        word = line.units.get(answer.slot.order)
        unit = self._dictionary.units[word] if word else None
        if unit is None or unit.dimension != answer.field.dimension:
            return None
        return ColumnUnit(unit.factor, "cell")

    def _unit_conflicts(self, record: Record, conflicts: list[Conflict]) -> list[Finding]:
        """Values whose column says two units: both readings are told, and the record is refused."""
        found = []
        for answer, said in conflicts:
            held = record.values.get(answer.field.name)
            if held is None or held.value.unit_source == "cell" or held.value.number is None:
                continue
            written = raw_text(held.raw)
            found.append(
                finding(
                    "UNIT_CONFLICT",
                    ledger=record.ledger,
                    sheet=held.sheet,
                    cell=held.address,
                    raw_text=written,
                    field=answer.field.name,
                    label=answer.field.label,
                    readings=f"表头为{said[0]}，单位行为{said[1]}（{written}{said[0]}或{written}{said[1]}）",
                )
            )
            record.rejected = True
        return found

    def _is_other_month(self, answer: Answer) -> bool:
        return bool(answer.month and self._period and answer.month != int(self._period[5:]))

    def _settle_town_value(self, record: Record, item: Field) -> None:
        """A field whose value is a town (a recommendation) holds its code."""
        if item.name == "town":
            return
        held = record.values[item.name]
        place = self._gazetteer.resolve(raw_text(held.raw), self._county)
        if place.town and place.is_own:
            held.value = Value(text=place.town.code)
        else:
            held.value = Value(problem="UNKNOWN_TOWN")

    def _settle_keys(
        self,
        record: Record,
        table: Table,
        line: Line,
        code: str,
        fallback: Sequence[str],
        problems: list[Finding],
    ) -> None:
        keys = self._dictionary.key_fields(record.ledger)
        record.values.pop("town", None)
        if "town" in keys:
            self._settle_town(record, table, line, fallback, problems)
        for name in keys:
            if name == "town":
                continue
            held = record.values.pop(name, None)
            if held:
                record.key_cells[name] = held.cell
            label = self._dictionary.field(record.ledger, name).label
            if code:
                record.key, record.label = code, self._dictionary.field(record.ledger, name).codes[code]
            elif held is None:
                problems.append(
                    finding(
                        "KEY_MISSING",
                        ledger=record.ledger,
                        sheet=table.sheet.name,
                        cell=record.range,
                        field=name,
                        label=label,
                    )
                )
                record.rejected = True
            elif held.value.text is None:
                problems.append(
                    finding(
                        "KEY_UNREADABLE",
                        ledger=record.ledger,
                        sheet=table.sheet.name,
                        cell=held.address,
                        raw_text=raw_text(held.raw),
                        field=name,
                        label=label,
                        text=tidy(raw_text(held.raw)),
                        choices=_choices(held.field),
                    )
                )
                record.rejected = True
            else:
                record.key, record.label = squeeze(held.value.text), joined(tidy(raw_text(held.raw)))

    def _settle_town(
        self,
        record: Record,
        table: Table,
        line: Line,
        fallback: Sequence[str],
        problems: list[Finding],
    ) -> None:
        sheet = table.sheet.name
        text, cell = line.town_text, line.town_cell
        if cell:
            record.cells.add((sheet, cell))
            record.key_cells["town"] = cell
        if not text.strip():
            text = next((t for t in reversed(fallback) if self._gazetteer.resolve(t, self._county).town), "")
        place = self._gazetteer.resolve(text, self._county) if text.strip() else None
        at = {
            "ledger": record.ledger,
            "sheet": sheet,
            "cell": address(*cell) if cell else record.range,
            "field": "town",
        }
        county = self._gazetteer.counties.get(self._county, "")
        if place is None:
            problems.append(finding("TOWN_MISSING", **at))
        elif place.town is None:
            problems.append(self._unknown_town(raw_text=text, **at))
        elif not place.is_own and self._county:
            problems.append(
                finding(
                    "TOWN_OF_OTHER_COUNTY",
                    raw_text=text,
                    text=tidy(text),
                    other=place.town.county_name,
                    county=county,
                    **at,
                )
            )
        else:
            record.town_code = place.town.code
            return
        record.rejected = True

    def _unknown_town(self, *, raw_text: str, **place: str) -> Finding:
        """A text that names no town, with the towns of the county that it looks like."""
        nearest = self._gazetteer.nearest(raw_text, self._county)
        return finding(
            "UNKNOWN_TOWN",
            raw_text=raw_text,
            text=tidy(raw_text),
            county=self._gazetteer.counties.get(self._county, ""),
            hint=f"，是否为“{'”“'.join(nearest)}”？" if nearest else "",
            **place,
        )

    def _unreadable(self, ledger: str, item: FieldValue) -> Finding:
        place = {
            "ledger": ledger,
            "sheet": item.sheet,
            "cell": item.address,
            "raw_text": raw_text(item.raw),
            "field": item.field.name,
        }
        text = tidy(raw_text(item.raw))
        if item.value.problem == "UNKNOWN_TOWN":
            return self._unknown_town(**place)
        return finding(
            item.value.problem, label=item.field.label, text=text, expected=_expected(item.field), **place
        )

    def _compare_repeated(
        self, table: Table, ledger: str, repeated: list[Answer], records: list[Record], extract: Extract
    ) -> None:
        """A column claimed twice: equal values are one, different ones are withheld, one fills the other's gaps."""
        lines = {line.order: line for line in table.lines}
        keys = self._dictionary.key_fields(ledger)
        for answer in (a for a in repeated if a.field.ledger == ledger):
            unit = column_unit(answer.field, answer.slot, table.titles, self._dictionary)
            for record in records:
                cell = lines[record.line].cells.get(answer.slot.order)
                raw = table.sheet.at(*cell) if cell else None
                if cell is None or raw is None:
                    continue
                extract.ignored[cell] = "repeated_column"
                held, value = record.values.get(answer.field.name), self._reader.read(raw, answer.field, unit)
                if value is None or self._is_other_month(answer) or answer.field.name in keys:
                    continue
                if held is None and not value.problem:
                    record.values[answer.field.name] = FieldValue(
                        answer.field, value, table.sheet.name, cell, raw
                    )
                    record.cells.add((table.sheet.name, cell))
                if held is None or held.value.problem:
                    continue
                if (held.value.number, held.value.text) != (value.number, value.text):
                    held.value = Value(problem="COLUMN_CLAIMED_TWICE")
                    extract.findings.append(
                        finding(
                            "COLUMN_CLAIMED_TWICE",
                            ledger=ledger,
                            sheet=table.sheet.name,
                            cell=f"{held.address},{address(*cell)}",
                            raw_text=f"{raw_text(held.raw)} / {raw_text(raw)}",
                            field=answer.field.name,
                            record_id=record.record_id,
                            label=answer.field.label,
                        )
                    )


def _choices(item: Field) -> str:
    return f"（{'、'.join(item.codes.values())}）" if item.codes else ""


def _expected(item: Field) -> str:
    examples = {
        "date": "2025-03-15",
        "percent": "95%",
        "flag": "是/否",
        "flag_or_count": "数量或有/无",
        "quarter": "2025年第一季度",
    }
    return "、".join(item.codes.values()) if item.codes else examples.get(item.kind, "数字")
