"""What can be said only of a file as a whole, from the file alone.

Its name, towns that are all another county's, required columns, tables that fit no ledger, forms not
filled in, macros and links; the period that it states: `ingest.stated`. Rules on single rows belong to the row judgement.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest import blank, stated
from ingest.dictionary import Field
from ingest.findings import Finding, finding
from ingest.recogniser import Recogniser
from ingest.records.record import Record
from ingest.sheet import Sheet
from ingest.tables.layout import Table
from ingest.text import address, tidy
from ingest.towns.organisation import Town
from ingest.words.periods import in_chinese
from ingest.words.values import raw_text

if TYPE_CHECKING:
    from ingest.reading import Reading, ReadTable

_RECOGNISED_SHARE = 0.5
_LEAST_OF_FORM = 4
#: What is said of each row without a key.
_LACKING = frozenset({"TOWN_MISSING", "KEY_MISSING"})


def judge_file(reading: Reading, sheets: list[Sheet], tools: Recogniser) -> None:
    """Add the findings on the file as a whole, and the ledgers that are refused for them."""
    _judge_container(reading, sheets)
    stated.judge_period(reading)
    _judge_recognition(reading)
    for ledger in reading.ledgers:
        _judge_towns(reading, ledger, tools)
        _judge_titles(reading, ledger, tools)
        _judge_columns(reading, ledger, tools)
    stated.judge_quarters(reading, tools.dictionary)
    blank.set_aside(reading, tools.dictionary)
    _judge_name(reading, tools)


def _judge_container(reading: Reading, sheets: list[Sheet]) -> None:
    if reading.container and reading.container.has_macros:
        reading.findings.append(finding("MACRO_IGNORED"))
    if reading.container and reading.container.has_external_links:
        reading.findings.append(finding("EXTERNAL_LINK"))
    for problem in reading.container.unreadable if reading.container else ():
        reason = finding(problem.code, **problem.details)
        reading.findings.append(
            finding(
                "MEMBER_UNREADABLE",
                sheet=problem.member,
                member=problem.member,
                reason=reason.message,
                action=reason.suggestion,
            )
        )
    for sheet in sheets:
        reading.findings += [finding("STRAY_CELL", sheet=sheet.name, cell=cell) for cell in sheet.stray]


def _judge_recognition(reading: Reading) -> None:
    """Tables that fit no ledger: alone they refuse the file, beside recognised ones they warn."""
    if "" in reading.rejected_ledgers:
        return
    unknown = [t for t in reading.tables if not t.assignment.answers and not t.other_period]
    if reading.ledgers:
        for item in (t for t in unknown if t.continues or _says_much(t.table)):
            reading.findings.append(_about_table("UNRECOGNISED_TABLE", item, range=item.range))
    elif unknown:
        reading.findings.append(_about_table("UNRECOGNISED_LAYOUT", unknown[0], detail=""))
        reading.rejected_ledgers.add("")
    elif reading.container and reading.container.unreadable:
        # What could be read of the archive holds no table: the first file that could not is to blame.
        first = reading.container.unreadable[0]
        reading.findings.append(finding(first.code, sheet=first.member, **first.details))
        reading.rejected_ledgers.add("")
    else:
        reading.findings.append(finding("NOT_A_LEDGER"))


def _says_much(table: Table) -> bool:
    """Whether a table has several lines, or asks for as much as a form does."""
    return len(table.lines) > 1 or len(table.slots) >= _LEAST_OF_FORM


def _judge_towns(reading: Reading, ledger: str, tools: Recogniser) -> None:
    county, period = reading.source.county, reading.source.period
    records = [r for r in reading.records if r.ledger == ledger]

    def of_month(text: str) -> Town | None:
        return tools.gazetteer.resolve(text, county, period).town

    asked = [item.name for item in tools.dictionary.by_ledger[ledger].values() if item.kind == "town"]
    codes = _towns_of(records, asked) if county else set[str]()
    if not county or any((town := of_month(code)) and town.county_code == county for code in codes):
        return
    own = [town for code in codes if (town := of_month(code))]
    foreign = [f for f in reading.findings if f.ledger == ledger and f.code.code == "TOWN_OF_OTHER_COUNTY"]
    named = own + [town for f in foreign if (town := of_month(f.raw_text))]
    is_unnamed = "town" in tools.dictionary.key_fields(ledger) and len(foreign) < len(records)
    is_own = any(town.county_code == county for town in named)
    if not named or is_own or is_unnamed:
        return
    sheet = records[0].sheet
    counties = sorted({town.county_name for town in named})
    reading.findings = [f for f in reading.findings if f not in foreign]
    reading.findings.append(
        finding(
            "TOWNS_OF_OTHER_COUNTY",
            ledger=ledger,
            sheet=sheet,
            cell=next((t.table.sheet.first_cell for t in reading.tables if t.table.sheet.name == sheet), ""),
            field="town",
            county=tools.gazetteer.counties.get(reading.source.county, ""),
            other="、".join(counties),
        )
    )
    reading.rejected_ledgers.add(ledger)


def _judge_titles(reading: Reading, ledger: str, tools: Recogniser) -> None:
    """Titles that say they are of another county, over our own towns."""
    county, counties = reading.source.county, tools.gazetteer.counties
    if county not in counties or not reading.rejected_ledgers.isdisjoint(("", ledger)):
        return
    for item in (t for t in reading.tables if ledger in t.assignment.answers):
        named = {text: tools.gazetteer.county_heading(text) for text in item.table.titles}
        for text in (text for text, code in named.items() if code not in ("", county)):
            reading.findings.append(
                finding(
                    "TITLE_OF_OTHER_COUNTY",
                    ledger=ledger,
                    sheet=item.table.sheet.name,
                    cell=stated.place(item.table.sheet, text),
                    raw_text=text,
                    named=counties[named[text]],
                    county=counties[county],
                )
            )


def _towns_of(records: Sequence[Record], asked: Sequence[str]) -> set[str]:
    """The codes of the towns that records name, as their keys or as answers to fields that ask for one."""
    answers = (held.value.text for r in records for name in asked if (held := r.values.get(name)))
    return {code for code in (*(r.town_code for r in records), *answers) if code}


def _judge_columns(reading: Reading, ledger: str, tools: Recogniser) -> None:
    """A required column that no table of the file has; a ledger without a single line of detail."""
    tables = [t for t in reading.tables if ledger in t.assignment.answers]
    answered = _answered(reading, ledger, tables, tools)
    fields = tools.dictionary.by_ledger[ledger]
    required = [item for item in fields.values() if item.required and item.name != "town"]
    missing = [item for item in required if item.name not in answered]
    is_known = len(answered & fields.keys()) >= len(fields) * _RECOGNISED_SHARE
    if len(missing) > len(required) * _RECOGNISED_SHARE and not is_known:
        _refuse_layout(reading, tables[0], ledger, missing, tools)
        return
    if "town" in fields and _name_no_town(reading, ledger, tables):
        missing.append(fields["town"])
    for column in missing:
        reading.findings = [f for f in reading.findings if not _is_lacking(f, ledger, column.name)]
        if stated.judge_column(reading, ledger, tables, column, tools.lexicon):
            continue
        if not _tell_misfilled(reading, ledger, tables, column, tools):
            reading.findings.append(
                _about_table(
                    "REQUIRED_COLUMN_MISSING", tables[0], ledger=ledger, field=column.name, label=column.label
                )
            )
        reading.rejected_ledgers.add(ledger)
    has_records = any(r.ledger == ledger for r in reading.records)
    has_totals = any(line.kind != "data" for t in tables for line in t.table.lines)
    if missing or has_records:
        return
    if has_totals:
        reading.findings.append(_about_table("NO_DETAIL", tables[0], ledger=ledger))
        reading.rejected_ledgers.add(ledger)
    elif any(map(blank.holds_figures, tables)):  # in columns of which nobody says what they are
        detail = "（填有数字的列没有可识别的表头）"
        reading.findings.append(_about_table("UNRECOGNISED_LAYOUT", tables[0], ledger=ledger, detail=detail))
        reading.rejected_ledgers.add(ledger)


def _name_no_town(reading: Reading, ledger: str, tables: Sequence[ReadTable]) -> bool:
    """Whether no row of several says its town, for there is no cell in which it could."""
    lines = [line for item in tables for line in item.table.lines if line.kind == "data"]
    towns = [record.town_code for record in reading.records if record.ledger == ledger]
    return len(lines) > 1 and not any(line.town_text or line.town_cell for line in lines) and not any(towns)


def _is_lacking(found: Finding, ledger: str, field: str) -> bool:
    """Whether a finding says of a single row that it lacks a key: said of each where a whole column is missing."""
    return found.ledger == ledger and found.field == field and found.code.code in _LACKING


def _answered(reading: Reading, ledger: str, tables: Sequence[ReadTable], tools: Recogniser) -> set[str]:
    """The names of a ledger's fields that some table has; keys may be told by headings and titles as well."""
    answered = {answer.field.name for item in tables for answer in item.assignment.answers[ledger]}
    if any(record.key for record in reading.records if record.ledger == ledger):
        answered.update(tools.dictionary.key_fields(ledger))
    return answered


def _refuse_layout(
    reading: Reading, item: ReadTable, ledger: str, missing: Sequence[Field], tools: Recogniser
) -> None:
    """Refuse somebody else's table, that has a little of a ledger."""
    reading.findings = [f for f in reading.findings if f.ledger != ledger or f.code.code not in _LACKING]
    labels = "”“".join(field.label for field in missing[:3])
    detail = f"（与“{tools.dictionary.ledgers[ledger].label}”相近，缺“{labels}”等列）"
    reading.findings.append(_about_table("UNRECOGNISED_LAYOUT", item, ledger=ledger, detail=detail))
    reading.rejected_ledgers.add(ledger)


def _tell_misfilled(
    reading: Reading, ledger: str, tables: Sequence[ReadTable], column: Field, tools: Recogniser
) -> bool:
    """Say of a required column that is there by its heading, but for its unit or contents cannot be read; whether one is."""
    for found, slot in ((table, slot) for table in tables for slot, _ in table.assignment.unknown):
        contents = found.table.contents.get(slot.order)
        if not contents or tools.lexicon.meant(slot.path) is not column:
            continue
        at = found.table.where(slot.cell)
        told = ("UNKNOWN_COLUMN", at["sheet"], at["cell"])
        reading.findings = [f for f in reading.findings if (f.code.code, f.sheet, f.cell) != told]
        reading.findings.append(
            finding(
                "REQUIRED_COLUMN_UNREADABLE",
                ledger=ledger,
                field=column.name,
                label=column.label,
                text=tidy(raw_text(contents[0][2])),
                **at,
            )
        )
        return True
    return False


def _judge_name(reading: Reading, tools: Recogniser) -> None:
    """A file name that names another month or county than its folder (which the sheets did not contradict)."""
    source = reading.source
    if "" in reading.rejected_ledgers or not source.period or not reading.ledgers:
        return
    counties, name = tools.gazetteer.counties, source.file_name
    told = []
    if month := stated.named_otherwise(name, source.period):
        told.append((in_chinese(month), in_chinese(source.period)))
    county = tools.gazetteer.county_named_in(name)
    if county and source.county in counties and county != source.county:
        told.append((counties[county], counties[source.county]))
    reading.findings += [
        finding("FILE_NAME_MISMATCH", raw_text=name, named=named, stated=said) for named, said in told
    ]


def _about_table(code: str, item: ReadTable, *, ledger: str = "", field: str = "", **details: str) -> Finding:
    return finding(
        code,
        ledger=ledger,
        sheet=item.table.sheet.name,
        cell=address(item.table.top, item.table.left),
        field=field,
        **details,
    )
