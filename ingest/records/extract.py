"""From an assigned table to typed records: one a line and key, each value with its cell.

Reads cells in their column's unit, decides whether a column of rates is in fractions, and says of every cell
what became of it. Whom a record is about is settled in `ingest.records.identity`; what a rule makes of a record is not
its business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ingest.dictionary import Dictionary, Field
from ingest.fields.assign import Answer, Assignment
from ingest.findings import Finding, finding
from ingest.records.draft import Draft
from ingest.records.identity import Identifier
from ingest.records.included import numbered_within, refuse_part
from ingest.records.months import reconcile_months
from ingest.records.proof import refuse
from ingest.records.record import FieldValue, Record, finding_at
from ingest.records.units import column_unit, measures, unit_conflict
from ingest.records.unknown import unknown_columns
from ingest.records.villages import refuse_village, villages
from ingest.sheet import Cell
from ingest.tables.layout import Content, Line, Slot, Table
from ingest.tables.parts import part_of
from ingest.tables.spans import shared_cells
from ingest.text import address, tidy
from ingest.towns.own_towns import OwnTowns
from ingest.towns.places import Gazetteer
from ingest.words.values import ColumnUnit, Raw, Value, ValueReader, raw_text

#: What is an amount of one record and cannot hold for each of several.
_AMOUNTS = frozenset({"money", "count", "number", "percent", "flag_or_count"})
#: An answer whose column says two units, and the two unit words.
Conflict = tuple[Answer, tuple[tuple[str, str], tuple[str, str]]]


@dataclass
class Extract:
    """What a table gave: records and findings, cells set aside with their reason, and what its sums are still to prove."""

    records: list[Record] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    ignored: dict[Cell, str] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)


class _Column(NamedTuple):
    """What is read from every line for one answer: in which unit, if for this month at all."""

    answer: Answer
    unit: ColumnUnit
    is_other_month: bool


class Extractor:
    """Turns tables of one submission into records."""

    def __init__(
        self, dictionary: Dictionary, gazetteer: Gazetteer, reader: ValueReader, county: str, period: str
    ) -> None:
        self._dictionary = dictionary
        self._towns = OwnTowns(gazetteer, county, period)
        self._identifier = Identifier(dictionary, self._towns, period)
        self._reader = reader
        self._period = period

    def extract(self, table: Table, number: int, assignment: Assignment, fallback: Sequence[str]) -> Extract:
        """All records of a table; `fallback` are texts that may name the town where no line does."""
        extract = Extract(ignored=dict(table.ignored))
        self._set_aside(table, assignment, extract)
        extract.findings += unknown_columns(table, assignment)
        for ledger, answers in assignment.answers.items():
            units = {
                id(answer): column_unit(answer.field, answer.slot, table, self._dictionary)
                for answer in answers
            }
            is_of_towns = self._dictionary.key_fields(ledger) == ("town",)
            of_villages = villages(table, self._dictionary) if is_of_towns else {}
            records = self._read_lines(table, number, ledger, answers, units, fallback, of_villages, extract)
            self._compare_repeated(table, ledger, assignment.repeated, records, extract)
            if self._period:
                month = int(self._period[5:])
                extract.findings += reconcile_months(
                    table, ledger, answers, units, records, self._reader, self._dictionary, month
                )
            extract.records += records
            extract.drafts.append(Draft(table, ledger, answers, units, records, bool(of_villages)))
        return extract

    def _set_aside(self, table: Table, assignment: Assignment, extract: Extract) -> None:
        """Set aside what is no value of a ledger, headings included."""
        unknown = [slot for slot, _ in assignment.unknown]
        for reason, slots in (
            ("set_aside", assignment.aside),
            ("subtotal", assignment.sums),
            ("unknown_column", unknown),
        ):
            cells = [cell for slot in slots for cell in slot.cells if cell]
            cells += [slot.cell for slot in slots if reason != "subtotal"]
            for cell in cells:
                extract.ignored.setdefault(cell, reason)

    def _read_lines(
        self,
        table: Table,
        number: int,
        ledger: str,
        answers: list[Answer],
        units: Mapping[int, ColumnUnit],
        fallback: Sequence[str],
        of_villages: Mapping[int, Cell],
        extract: Extract,
    ) -> list[Record]:
        """The records of one ledger: one a line, and where key codes stand in headings, one a line and code.

        `of_villages` are the lines that are about a village, by their place, with the cell that says so.
        """
        columns = [_Column(a, units[id(a)], self._is_other_month(a)) for a in answers]
        measured = [column.answer for column in columns if column.unit.source]
        conflicts = [(a, said) for a in measured if (said := unit_conflict(a, table, self._dictionary))]
        keys = {a.field.name: a.slot for a in answers if a.field.name in self._dictionary.key_fields(ledger)}
        shared = shared_cells(table, {slot.order for slot in keys.values()})
        *_, last = self._dictionary.key_fields(ledger)
        parts = numbered_within(table, keys[last]) if last in keys else set[int]()
        codes = list(dict.fromkeys(answer.code for answer in answers))
        of_code = []
        for code in codes:
            records = [
                _record(table, number, ledger, line, code) if line.kind == "data" else None
                for line in table.lines
            ]
            for column in columns:
                if column.answer.code in ("", code):
                    self._read_column(table, column, records, shared, extract.ignored)
            of_code.append(records)
        kept = []
        coded = _codes_beside(table)
        told: set[Cell] | None = set() if self._dictionary.key_fields(ledger) == ("town",) else None
        for place, (line, *records) in enumerate(zip(table.lines, *of_code, strict=True)):
            if (
                told is not None
                and place not in of_villages
                and any(record.values for record in records if record)
            ):
                line = _with_own_town(table, line, told)
            for code, record in zip(codes, records, strict=True):
                if not record or not record.values:
                    continue
                kept.append(record)
                asked = {name: slot.cells[place] for name, slot in keys.items()}
                problems = self._settle(record, line, code, fallback, conflicts, asked)
                if line.order in parts and not record.rejected:
                    problems = [refuse_part(record, last)]
                if line.order in coded:
                    problems += self._towns_in_conflict(record, line, table, coded[line.order])
                if table.sheet.shifted and _is_shifted(record, table.sheet.shifted):
                    problems = [_out_of_place(record)]
                elif place in of_villages:
                    problems = [refuse_village(record, line, table, of_villages[place])]
                extract.findings += problems
        return kept

    def _read_column(
        self,
        table: Table,
        column: _Column,
        records: Sequence[Record | None],
        shared: Mapping[Cell, Cell],
        ignored: dict[Cell, str],
    ) -> None:
        """Give each record what its line holds in one column; what is no value of it is ignored with a reason.

        `records` stand as their lines do in the table, None for a total's.
        """
        answer, unit, is_other_month = column
        item, name, choice = answer.field, answer.field.name, answer.choice
        sheet, part = table.sheet.name, answer.slot.part
        shared_amounts = shared if item.kind in _AMOUNTS else {}
        is_answer_town = item.kind == "town" and name != "town"
        is_plain = not (choice or is_other_month or shared_amounts or is_answer_town or table.has_units)
        contents = _contents(table, answer.slot, shared)
        raws = [part_of(content, part) if part else content for _, _, content in contents]
        values = self._reader.column(raws, item, unit)
        for (place, cell, content), raw, value in zip(contents, raws, values, strict=True):
            record = records[place]
            if record is None or raw is None:  # of a total, or a part left blank
                continue
            if is_other_month:
                ignored[cell] = "other_month"
                continue
            if not is_plain:
                if beside := self._unit_beside(table.lines[place], answer):
                    value = self._reader.read(raw, item, beside)
                if choice:
                    value = self._chosen(raw, item, choice, record.values.get(name))
                if value is not None and cell in shared_amounts:
                    value = Value(problem="SHARED_AMOUNT")
            if value is None:
                ignored[cell] = "absent_marker"
                continue
            record.cells[sheet].append(cell)
            record.values[name] = FieldValue(item, value, sheet, cell, content)
            if is_answer_town:
                self._identifier.settle_answer(record, item)

    def _chosen(self, raw: Raw, item: Field, choice: str, held: FieldValue | None) -> Value | None:
        """What a mark under one answer of a field says: that answer, nothing, or too much beside another mark."""
        is_ticked = self._reader.is_ticked(raw)
        if is_ticked is None:
            return Value(problem="VALUE_UNREADABLE")
        if not is_ticked:
            return None
        if held:
            return Value(problem="COLUMN_CLAIMED_TWICE")
        return Value(text=choice) if item.codes else Value(number=float(choice == "true"))

    def _settle(
        self,
        record: Record,
        line: Line,
        code: str,
        fallback: Sequence[str],
        conflicts: list[Conflict],
        asked: Mapping[str, Cell | None],
    ) -> list[Finding]:
        """Settle whom a record is about; what is wrong with it so far."""
        problems = self._identifier.settle(record, line, code, fallback, asked)
        if conflicts:
            problems += self._unit_conflicts(record, conflicts)
        problems += [self._unreadable(record, held) for held in record.values.values() if held.value.problem]
        return [replace(problem, record_id=record.record_id) for problem in problems]

    def _towns_in_conflict(self, record: Record, line: Line, table: Table, cell: Cell) -> list[Finding]:
        """Refuse a record that has the code of another town beside the name of its own."""
        coded = self._towns.place(raw_text(table.sheet.at(*cell))).town
        if coded is None or record.town_code in ("", coded.code):
            return []
        record.rejected = True
        where = table.where(line.town_cell or cell) | {"ledger": record.ledger, "field": "town"}
        said = {"coded": coded.code, "code_cell": address(*cell), "other": coded.name}
        named = tidy(line.town_text)
        return [finding("TOWN_CODE_CONFLICT", town=named, record_id=record.record_id, **said, **where)]

    def _unit_beside(self, line: Line, answer: Answer) -> ColumnUnit | None:
        """The unit in a cell of its own beside the value, None where there is none of the field's dimension."""
        word = line.units.get(answer.slot.order)
        unit = self._dictionary.unit_for(word, answer.field) if word else None
        if unit is None or not measures(unit, answer.field):
            return None
        return ColumnUnit(unit.factor, "cell")

    def _unit_conflicts(self, record: Record, conflicts: list[Conflict]) -> list[Finding]:
        """Values whose column says two units: both readings are told, and the record is refused."""
        found = []
        for answer, said in conflicts:
            held = record.values.get(answer.field.name)
            if held is None or held.value.unit_source == "cell" or held.value.number is None:
                continue
            readings = "，".join(f"{place}为{word}" for place, word in said)
            raw = part_of(held.raw, answer.slot.part) if answer.slot.part else held.raw
            for _, word in said:
                number = self._reader.number(raw, held.field, self._unit_of(word, held.field))
                readings += f"，按{word}读为{number:.10g}{self._dictionary.canonical_unit(held.field)}"
            found.append(refuse(record, held, readings))
        return found

    def _unit_of(self, word: str, field: Field) -> ColumnUnit:
        unit = self._dictionary.unit_for(word, field)
        return ColumnUnit(unit.factor if unit else 1.0, "")

    def _is_other_month(self, answer: Answer) -> bool:
        return bool(answer.month and self._period and answer.month != int(self._period[5:]))

    def _unreadable(self, record: Record, item: FieldValue) -> Finding:
        if item.value.problem == "UNKNOWN_TOWN":
            at = {
                "ledger": record.ledger,
                "sheet": item.sheet,
                "cell": item.address,
                "field": item.field.name,
            }
            return self._towns.unknown(raw_text(item.raw), **at)
        told = {"text": tidy(raw_text(item.raw)), "expected": _expected(item.field)}
        return finding_at(item.value.problem, record, item, **told)

    def _compare_repeated(
        self, table: Table, ledger: str, repeated: list[Answer], records: list[Record], extract: Extract
    ) -> None:
        """A column claimed twice: equal values are one, different ones are withheld, one fills the other's gaps."""
        place_of = {line.order: place for place, line in enumerate(table.lines)}
        keys = self._dictionary.key_fields(ledger)
        for answer in (a for a in repeated if a.field.ledger == ledger):
            item, unit = answer.field, column_unit(answer.field, answer.slot, table, self._dictionary)
            is_compared = not self._is_other_month(answer) and item.name not in keys
            for record in records:
                cell = answer.slot.cells[place_of[record.line]]
                raw = table.sheet.at(*cell) if cell else None
                if cell is None or raw is None:
                    continue
                extract.ignored[cell] = "repeated_column"
                if is_compared and (value := self._reader.read(raw, item, unit)):
                    again = FieldValue(item, value, table.sheet.name, cell, raw)
                    extract.findings += self._compare(record, again)

    def _compare(self, record: Record, again: FieldValue) -> list[Finding]:
        """What a record holds and what a second column says: a finding where they differ."""
        item, value = again.field, again.value
        held = record.values.get(item.name)
        if held is None and not value.problem:
            record.values[item.name] = again
            record.cells[again.sheet].append(again.cell)
        if held is None or held.value.problem:
            return []
        if (held.value.number, held.value.text) == (value.number, value.text):
            return []
        held.value = Value(problem="COLUMN_CLAIMED_TWICE")
        told = finding(
            "COLUMN_CLAIMED_TWICE",
            ledger=record.ledger,
            sheet=again.sheet,
            cell=f"{held.address},{again.address}",
            raw_text=f"{raw_text(held.raw)} / {raw_text(again.raw)}",
            field=item.name,
            record_id=record.record_id,
            label=item.label,
        )
        return [told]


def _contents(table: Table, slot: Slot, shared: Mapping[Cell, Cell]) -> list[Content]:
    """What the lines of a table hold under a slot, a merged cell that speaks for several in each of them."""
    if not shared:
        return table.contents[slot.order]
    cells = [(place, shared.get(cell, cell)) for place, cell in enumerate(slot.cells) if cell]
    filled = table.sheet.filled
    return [(place, cell, filled[cell]) for place, cell in cells if cell in filled]


def _codes_beside(table: Table) -> dict[int, Cell]:
    """By row the cell in a column of towns' codes, where their names stand in another."""
    if table.arrangement != "rows":
        return {}
    coded = [cell for cell, reason in table.ignored.items() if reason == "code"]
    return {cell[0]: cell for cell in coded if cell in table.sheet.filled}


def _record(table: Table, number: int, ledger: str, line: Line, code: str) -> Record:
    sheet, mark = table.sheet.name, f"-{code}" if code else ""
    record_id = f"{ledger}-{number}-{line.order}{mark}"
    return Record(ledger, "", "", "", sheet, number, line.order, {}, {sheet: []}, record_id)


def _with_own_town(table: Table, line: Line, told: set[Cell]) -> Line:
    """The line without the town of one before it, where a town has one line and the cell of its own is left blank.

    It may be a total, or a town that was forgotten: neither makes two lines of the town above.
    """
    cell = line.town_cell
    if cell is None or table.arrangement not in ("rows", "columns"):
        return line
    own = (line.order, cell[1]) if table.arrangement == "rows" else (cell[0], line.order)
    if cell in told and own not in table.sheet.merge_anchor:
        return replace(line, town_text="", town_cell=own)
    told.add(cell)
    return line


def _is_shifted(record: Record, shifted: frozenset[int]) -> bool:
    """Whether a record has cells in a row that is longer than its headings."""
    return not shifted.isdisjoint(row for row, _ in record.cells[record.sheet])


def _out_of_place(record: Record) -> Finding:
    """Refuse a record whose cells may stand below the wrong headings; what they seem to say is nobody's value."""
    record.rejected = True
    record.values.clear()
    at = {"ledger": record.ledger, "sheet": record.sheet, "cell": record.range}
    return finding("ROW_SHIFTED", record_id=record.record_id, **at)


def _expected(item: Field) -> str:
    examples = {
        "date": "2025-03-15",
        "percent": "95%",
        "flag": "是/否",
        "flag_or_count": "数量或有/无",
        "quarter": "2025年第一季度",
    }
    return "、".join(item.codes.values()) if item.codes else examples.get(item.kind, "数字")
