"""Reading one file: bytes in, records, findings and the fate of every cell out.

The order of steps stands in `read`; each step is a module of its own. A reading is a pure function of
the bytes, of where they were sent (county, period, name) and of the recogniser's version. What can
only be said of the file as a whole (period, other county's towns, missing columns) is said in
`ingest.verdict`.
"""

from __future__ import annotations

import gc
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import repeat

from ingest import names, personal, recogniser, stated, unread, verdict
from ingest.containers import open_container
from ingest.containers.detect import Container
from ingest.fields.assign import Assignment
from ingest.fields.elimination import Eliminator
from ingest.fields.evidence import samples
from ingest.findings import Finding, finding
from ingest.limits import DEFAULT, Limits
from ingest.overrides import NONE, Overrides
from ingest.recogniser import Recogniser
from ingest.records.draft import Draft, settle
from ingest.records.extract import Extractor
from ingest.records.record import Record, restore
from ingest.sheet import Cell, Sheet, Unreadable
from ingest.stated import Stated
from ingest.tables import (
    blocks,
    captions,
    dated,
    inscribed,
    known,
    layout,
    panels,
    parts,
    stamps,
    titled,
    told_apart,
    unfamiliar,
)
from ingest.tables.layout import Table
from ingest.tables.profiles import RowProfile, profile_rows
from ingest.text import address_range, position, squeeze
from ingest.words.values import ValueReader

#: How records lie in a form whose cells hold label and value together.
_FORMS = frozenset({"card", "columns"})


@dataclass(frozen=True)
class Source:
    """Where a file was sent: county code and period ('' where not known), and its name below them.

    `overrides` are what a person decided of this county's layouts for this period.
    """

    county: str
    period: str
    file_name: str
    overrides: Overrides = NONE


@dataclass
class ReadTable:
    """A table found: how it was assigned (nothing where it fits no ledger) and how many records it gave.

    `other_period` is what it states where that contradicts the source's month, which refuses its records alone
    where `is_refused_alone`; `continues` is the ledger of the table before, where it says that it goes on with that.
    """

    table: Table
    other_period: Stated | None = None
    is_refused_alone: bool = False
    continues: str = ""
    assignment: Assignment = field(default_factory=Assignment)
    records: Counter[str] = field(default_factory=Counter)

    @property
    def range(self) -> str:
        """Its A1 range, header included."""
        return address_range(self.table.top, self.table.left, self.table.bottom, self.table.right)


@dataclass
class Reading:
    """Everything read from a file. `cells` holds the outcome and reason of every non-blank cell, by sheet.

    `rejected_ledgers` are refused as a whole; '' among them refuses the file. `blank_ledgers` have a form in
    the file that nobody has filled in: they are not reported.
    """

    source: Source
    version: str
    container: Container | None = None
    tables: list[ReadTable] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    cells: dict[str, dict[Cell, tuple[str, str]]] = field(default_factory=dict)
    rejected_ledgers: set[str] = field(default_factory=set)
    blank_ledgers: set[str] = field(default_factory=set)

    @property
    def ledgers(self) -> list[str]:
        """The ledgers recognised and filled in, in the order of the file."""
        found = dict.fromkeys(ledger for t in self.tables for ledger in t.assignment.answers)
        return [ledger for ledger in found if ledger not in self.blank_ledgers]

    def ignore(self, reasons: Mapping[Cell, str], sheet: Sheet) -> None:
        """Set filled cells of a sheet aside; the first reason counts."""
        contents, fates = sheet.filled, self.cells.setdefault(sheet.name, {})
        fates |= {
            cell: ("ignored", reason)
            for cell, reason in reasons.items()
            if cell in contents and cell not in fates
        }

    def set_aside(self, table: Table, reason: str) -> None:
        """Ignore what stands in a table and nothing else has claimed."""
        rows, columns = range(table.top, table.bottom + 1), range(table.left, table.right + 1)
        held = (cell for cell in table.sheet.filled if cell[0] in rows and cell[1] in columns)
        self.ignore(dict.fromkeys(held, reason), table.sheet)


def read(content: bytes, source: Source, limits: Limits = DEFAULT) -> Reading:
    """Read a file; whatever is wrong with it is in the findings, nothing is raised for bad data."""
    with _no_search_for_cycles():
        return _read(content, source, limits)


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Let Python's collector rest: a reading is many small objects without cycles, all kept to its end.

    Freezing and unfreezing counts them among the old objects, so that they are not all looked at right after.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def _read(content: bytes, source: Source, limits: Limits) -> Reading:
    reading = Reading(source, recogniser.version(source.overrides))
    if kinds := personal.kinds_in(source.file_name):
        reading.findings.append(finding("PERSONAL_DATA_IN_NAME", kind="、".join(kinds)))
    if names.is_unsafe(source.file_name):
        reading.findings.append(finding("UNSAFE_FILE_NAME"))
        reading.rejected_ledgers.add("")
        return reading
    if names.is_left_behind(source.file_name):
        reading.findings.append(finding("SYSTEM_FILE"))
        return reading
    try:
        reading.container, sheets = open_container(content, limits)
    except Unreadable as problem:
        reading.findings.append(finding(problem.code, sheet=problem.member, **problem.details))
        reading.rejected_ledgers.add("")
        return reading
    return read_sheets(sheets, reading)


def read_sheets(sheets: list[Sheet], reading: Reading) -> Reading:
    """Complete a reading with what stands in the sheets of its container."""
    tools = recogniser.load(reading.source.overrides)
    _recognise(sheets, reading, tools)
    if not reading.ledgers:
        _locate(sheets, reading, tools)
    _merge_across_tables(reading)
    verdict.judge_file(reading, sheets, tools)
    _settle_cells(sheets, reading)
    reading.findings += unread.labels(reading, sheets, tools.lexicon)
    return reading


def _recognise(sheets: list[Sheet], reading: Reading, tools: Recogniser) -> None:
    reader = recogniser.reader(reading.source.period[:4])
    _find_tables(sheets, reading, tools)
    tables = [found.table for found in reading.tables]
    told_apart.complete(tables, tools.lexicon)
    captions.hand_down(tables, tools.lexicon, reading.container.kind if reading.container else "")
    _assign(reading, tools, reader)
    for found in (found for found in reading.tables if not found.other_period):
        found.other_period = stated.of_another_side(found.table, found.assignment.answers, tools.dictionary)
    stated.set_stale_aside(reading)
    _eliminate(reading, tools, reader)
    _extract(reading, tools, reader)


def _find_tables(sheets: list[Sheet], reading: Reading, tools: Recogniser) -> None:
    """The tables of all sheets but hidden ones and instructions, with what they say of another period."""
    for sheet in sheets:
        if sheet.is_hidden:
            reading.ignore(dict.fromkeys(sheet.filled, "hidden_sheet"), sheet)
            continue
        if squeeze(sheet.name) in tools.dictionary.wordings["instructions"]:
            reading.ignore(dict.fromkeys(sheet.filled, "instructions"), sheet)
            continue
        said: Stated | None = None
        for table in _tables_of(sheet, reading, tools):
            titled.complete(table, tools.lexicon, reading.source.period)
            parts.split(table, tools.lexicon)
            said = stated.otherwise(table, reading.source.period, said)
            reading.tables.append(ReadTable(table, said))


def _assign(reading: Reading, tools: Recogniser, reader: ValueReader) -> None:
    """Ledger and fields of every table, by what the cells say in all that ask the same."""
    alike: dict[tuple[tuple[str, ...], ...], list[Table]] = {}
    for table in (found.table for found in reading.tables):
        alike.setdefault(table.asked, []).append(table)
    cells = {asked: samples(tables, reader) for asked, tables in alike.items()}
    before: ReadTable | None = None
    for found in reading.tables:
        found.continues = _continued(before, found)
        found.assignment = tools.assigner.assign(
            found.table,
            _hints(reading.source, found.table),
            cells[found.table.asked],
            reading.source.period,
            found.continues,
            reader=reader,
        )
        before = found


def _eliminate(reading: Reading, tools: Recogniser, reader: ValueReader) -> None:
    """What is left over in tables of one ledger that ask the same is settled for all of them together."""
    eliminator = Eliminator(tools.dictionary, tools.matcher, reader, reading.source.period)
    kinds: dict[object, list[tuple[Table, Assignment]]] = {}
    for found in (found for found in reading.tables if found.assignment.answers):
        kind = (found.table.asked, next(iter(found.assignment.answers)))
        kinds.setdefault(kind, []).append((found.table, found.assignment))
    for same in kinds.values():
        reading.findings += eliminator.settle(same)


def _extract(reading: Reading, tools: Recogniser, reader: ValueReader) -> None:
    """The records of every table that was assigned; what their sums prove is settled for the file as a whole."""
    source = reading.source
    extractor = Extractor(tools.dictionary, tools.gazetteer, reader, source.county, source.period)
    drafts: list[Draft] = []
    for number, found in enumerate(reading.tables, start=1):
        sheet = found.table.sheet
        if found.assignment.answers:
            extract = extractor.extract(found.table, number, found.assignment, _hints(source, found.table))
            found.records.update(record.ledger for record in extract.records)
            restore(extract.records, sheet)
            drafts += extract.drafts
            for record in extract.records if found.is_refused_alone else ():
                record.rejected = True
            reading.records += extract.records
            reading.findings += extract.findings
            reading.ignore(extract.ignored, sheet)
    reading.findings += settle(drafts, tools.dictionary, reader)


def _continued(before: ReadTable | None, found: ReadTable) -> str:
    """The ledger of the table before, where that has but one and this table says that it goes on with it; else ''."""
    if before is None or not layout.is_continued(before.table, found.table):
        return ""
    ledgers = [*before.assignment.answers] or [before.continues]
    return ledgers[0] if len(ledgers) == 1 else ""


def _hints(source: Source, table: Table) -> list[str]:
    """The texts that may say what a table is about, or whom, the nearest last."""
    return [source.file_name, table.sheet.name, *table.titles]


def _tables_of(sheet: Sheet, reading: Reading, tools: Recogniser) -> list[Table]:
    """The tables of a sheet; what stands outside of them is set aside."""
    county, lexicon = reading.source.county, tools.lexicon
    profiles = profile_rows(sheet, lexicon, county)
    if stamps.write_out(sheet, profiles, lexicon):
        profiles = profile_rows(sheet, lexicon, county)
    form = inscribed.unfold(sheet, profiles, lexicon)
    tables: list[Table] = []
    if form:
        tables, aside = _cut(form.pairs, profile_rows(form.pairs, lexicon, county), reading, tools)
    if form and tables and all(table.arrangement in _FORMS for table in tables):
        aside = {inscribed.folded(cell): reason for cell, reason in aside.items()}
        tables = [form.fold(table) for table in tables]
    else:
        tables, aside = _cut(sheet, profiles, reading, tools)
    reading.ignore(aside, sheet)
    return tables


def _cut(
    sheet: Sheet, profiles: tuple[RowProfile, ...], reading: Reading, tools: Recogniser
) -> tuple[list[Table], dict[Cell, str]]:
    """The tables of a sheet, and the cells outside of them with the reason, below pinned rows of headings if they are its."""
    for header_rows in tools.pins.header_rows(sheet.name):
        tables, aside = _cut_below(header_rows, sheet, profiles, reading, tools)
        if any(tools.pins.ledger_of(sheet.name, table.asked) for table in tables):
            return tables, aside
    return _cut_below(0, sheet, profiles, reading, tools)


def _cut_below(
    header_rows: int, sheet: Sheet, whole: tuple[RowProfile, ...], reading: Reading, tools: Recogniser
) -> tuple[list[Table], dict[Cell, str]]:
    """The same below so many rows of headings, as many as there are if that is 0."""
    county = reading.source.county
    tables: list[Table] = []
    aside: dict[Cell, str] = {}
    for side, of_side in panels.parts(sheet, whole, tools.lexicon, county):
        listed = dated.find(side, of_side, reading.source.period)
        part = listed.sheet if listed else side
        profiles = profile_rows(part, tools.lexicon, county) if listed else of_side
        found, outside = blocks.cut(part, profiles, tools.lexicon, county, header_rows)
        back = listed.back if listed else _same
        aside |= (
            listed.aside | {back(cell): reason for cell, reason in outside.items()} if listed else outside
        )
        own = (table for block in found for table in known.tables_of(block))
        tables += own if part is sheet else (table.moved(sheet, back) for table in own)
    last = max((table.bottom for table in tables), default=0)
    below = [cell for cell, reason in aside.items() if reason == "footer" or cell[0] > last]
    below += [cell for table in tables for cell, reason in table.ignored.items() if reason == "footer"]
    sheet.notes = [str(raw) for cell in below if (raw := sheet.at(*cell)) is not None]
    return layout.join_pages(tables), aside


def _same(cell: Cell) -> Cell:
    return cell


def _locate(sheets: list[Sheet], reading: Reading, tools: Recogniser) -> None:
    """Where no ledger explains the words of a file, its tables are those that its shape shows.

    Where no words were found either, only tables of towns are tables: prose has a shape as well.
    """
    located = [
        ReadTable(table, stated.otherwise(table, reading.source.period))
        for sheet in sheets
        if not sheet.is_hidden
        for table in unfamiliar.locate(sheet, tools.lexicon)
        if reading.tables or unfamiliar.asks_towns(table, tools.lexicon)
    ]
    reading.tables = located or reading.tables


def _merge_across_tables(reading: Reading) -> None:
    """One record where several tables of the file report different fields of the same key (续表)."""
    merged: dict[tuple[str, str, str], Record] = {}
    records: list[Record] = []
    for record in reading.records:
        identity = (record.ledger, record.town_code, record.key)
        first = merged.get(identity)
        if record.rejected:
            records.append(record)
        elif first is None:
            merged[identity] = record
            records.append(record)
        elif first.table != record.table and not first.values.keys() & record.values.keys():
            first.values |= record.values
            for name, cells in record.cells.items():
                first.cells.setdefault(name, []).extend(cells)
            reading.findings = [
                replace(f, record_id=first.record_id) if f.record_id == record.record_id else f
                for f in reading.findings
            ]
        else:
            records.append(record)
    reading.records = records


def _settle_cells(sheets: list[Sheet], reading: Reading) -> None:
    """Give every non-blank cell its one outcome; a cell that several records share counts as the best."""
    for sheet in sheets:
        fates = dict.fromkeys(sheet.filled, ("ignored", "outside_table"))
        fates |= {position(cell): ("ignored", "stray_cell") for cell in sheet.stray}
        fates |= reading.cells.get(sheet.name, {})
        reading.cells[sheet.name] = fates
    withheld, rejected, accepted = (defaultdict[str, list[Cell]](list) for _ in range(3))
    for record in reading.records:
        if record.rejected or not reading.rejected_ledgers.isdisjoint(("", record.ledger)):
            for name, cells in record.cells.items():
                rejected[name] += cells
            continue
        unread = [(held.sheet, held.cell) for held in record.values.values() if held.value.problem]
        for name, cells in record.cells.items():
            accepted[name] += [cell for cell in cells if (name, cell) not in unread] if unread else cells
        for name, cell in unread:
            withheld[name].append(cell)
    for outcome, by_sheet in (("withheld", withheld), ("rejected", rejected), ("accepted", accepted)):
        for name, told in by_sheet.items():
            reading.cells[name].update(zip(told, repeat((outcome, "")), strict=False))
