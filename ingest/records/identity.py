"""Whom a record is about: its town and the keys that tell records of one town apart.

What cannot be settled is a finding and rejects the record; nothing is guessed. Which texts are towns of
the county and month is known by `ingest.towns.own_towns`, which answers are keys by the dictionary.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.dictionary import Dictionary, Field
from ingest.findings import Finding, finding
from ingest.records.included import OF_WHICH
from ingest.records.record import FieldValue, Record, finding_at
from ingest.sheet import Cell
from ingest.tables.layout import Line
from ingest.text import address, count_up, joined, number_before, squeeze, tidy, unnumbered
from ingest.towns.own_towns import OwnTowns
from ingest.words.periods import stated_quarters
from ingest.words.values import Value, raw_text

#: Shorter words for a code stand in a title for other reasons.
_TELLING = 3
#: How the only name of a list is numbered; 一、二期供水工程 and 1、2号楼改造 are none.
_FIRST = ((".", 1), (")", 1), ("()", 1))


class Identifier:
    """Settles towns and keys of the records of one submission."""

    def __init__(self, dictionary: Dictionary, towns: OwnTowns, period: str) -> None:
        self._dictionary = dictionary
        self._towns = towns
        self._year, month = period[:4], int(period[5:] or 1)
        #: What is asked once a quarter is sent with the last of its months.
        self._quarter_of_period = set() if month % 3 else {f"{self._year}Q{month // 3}"}

    def settle(
        self,
        record: Record,
        line: Line,
        code: str,
        fallback: Sequence[str],
        asked: Mapping[str, Cell | None],
    ) -> list[Finding]:
        """Turn the key values of a record into its keys; what is wrong with them.

        `code` is the key read from headings, '' where cells say it; `fallback` are texts that may name the town
        or an enumerated key where the line does not; `asked` says where the line would answer a key.
        """
        problems: list[Finding] = []
        keys = self._dictionary.key_fields(record.ledger)
        record.values.pop("town", None)
        if "town" in keys:
            problems += self._settle_town(record, line, fallback)
        for name in keys:
            if name != "town":
                problems += self._settle_key(record, name, code, fallback, asked.get(name))
        return problems

    def settle_answer(self, record: Record, item: Field) -> None:
        """A field whose value is a town (a recommendation) holds its code."""
        held = record.values[item.name]
        if held.value.problem:
            return
        town = self._towns.place(raw_text(held.raw)).town
        held.value = Value(text=town.code) if town else Value(problem="UNKNOWN_TOWN")

    def _settle_key(
        self, record: Record, name: str, code: str, fallback: Sequence[str], asked: Cell | None
    ) -> list[Finding]:
        held = record.values.pop(name, None)
        if held:
            record.key_cells[name] = held.cell
        item = self._dictionary.field(record.ledger, name)
        if held is None and not code:
            code = self._code_named(item, fallback)
        if code:
            record.key, record.label = code, item.codes[code]
            return []
        if held is None and item.kind == "quarter":
            said = [stated_quarters(text, self._year) for text in fallback]
            is_told = all(len(quarters) < 2 for quarters in said)
            quarters = self._quarter_of_period or set().union(*said) if is_told else set()
            if len(quarters) == 1:
                record.key = record.label = next(iter(quarters))
                return []
        if held is not None and item.kind == "text" and OF_WHICH.match(squeeze(raw_text(held.raw))):
            record.rejected = True
            return [finding_at("PART_OF_RECORD", record, held, text=tidy(raw_text(held.raw)))]
        if held is not None and held.value.text is not None:
            record.key, record.label = squeeze(held.value.text), joined(tidy(raw_text(held.raw)))
            return []
        record.rejected = True
        return [_unsettled(record, item, held, asked)]

    def _code_named(self, item: Field, texts: Sequence[str]) -> str:
        """The one code of an enum that titles name (县级自筹资金投入表), '' where none or several do."""
        named = {
            code
            for text in texts
            for wording, code in self._dictionary.wordings_of(item).items()
            if len(wording) >= _TELLING and wording in squeeze(text)
        }
        return named.pop() if len(named) == 1 else ""

    def _settle_town(self, record: Record, line: Line, fallback: Sequence[str]) -> list[Finding]:
        text, cell = line.town_text, line.town_cell
        if cell and text:
            record.cells[record.sheet].append(cell)
            record.key_cells["town"] = cell
        if not text.strip():
            text = self._town_told(record.ledger, fallback)
        is_village = self._is_of_towns(record.ledger) and self._towns.place(text).village != ""
        record.town_code = "" if is_village else self._towns.code(text)
        if record.town_code:
            return []
        record.rejected = True
        at = {
            "ledger": record.ledger,
            "sheet": record.sheet,
            "cell": address(*cell) if cell else record.range,
            "field": "town",
        }
        if is_village:
            return [self._towns.village(text, **at)]
        return [self._towns.fault(text, **at) if text.strip() else finding("TOWN_MISSING", **at)]

    def _town_told(self, ledger: str, texts: Sequence[str]) -> str:
        """The town that sheet and titles name, else the file (the first of the texts); all that do where they contradict each other."""
        told: dict[str, tuple[str, str]] = {}
        for text in reversed(texts[1:]):
            answered = self._town_answered(ledger, text)
            named = answered if self._towns.place(answered).town else self._towns.named_in(text)
            if named:
                told.setdefault(self._towns.code(named) or named, (named, tidy(text)))
        if len(told) > 1:
            return " / ".join(text for _, text in told.values())
        return next((named for named, _ in told.values()), "") or "".join(
            map(self._towns.named_in, texts[:1])
        )

    def _is_of_towns(self, ledger: str) -> bool:
        """Whether a ledger has one record a town: a village is none of its records."""
        return self._dictionary.key_fields(ledger) == ("town",)

    def _town_answered(self, ledger: str, text: str) -> str:
        """What a text answers if it asks for the town itself (乡镇：永坪镇), else the text."""
        label, colon, answer = squeeze(text).partition(":")
        labels = {squeeze(known) for known in self._dictionary.field(ledger, "town").labels}
        return answer if colon and label in labels else text


def drop_numbers(records: Sequence[Record]) -> None:
    """Take the numbers off names that they count up (1.文化广场, 2.幼儿园): next month they may be others.

    They stay where they alone tell projects of a town apart.
    """
    named = [record for record in records if record.key]
    said = (number_before(record.key) for record in named)
    is_counted = next(said) in _FIRST if len(named) == 1 else count_up(found and found[1] for found in said)
    if not is_counted:
        return
    plain = [(record, unnumbered(record.key)) for record in named]
    if len({(record.town_code, key) for record, key in plain}) == len(named):
        for record, key in plain:
            record.key, record.label = key, unnumbered(record.label)


def _unsettled(record: Record, item: Field, held: FieldValue | None, asked: Cell | None) -> Finding:
    """A key that no cell says, or one in words that are no code of it."""
    at = {"ledger": record.ledger, "sheet": record.sheet, "field": item.name, "label": item.label}
    if held is None:
        return finding("KEY_MISSING", cell=address(*asked) if asked else record.range, **at)
    written = raw_text(held.raw)
    choices = f"（{'、'.join(item.codes.values())}）" if item.codes else ""
    return finding(
        "KEY_UNREADABLE", cell=held.address, raw_text=written, text=tidy(written), choices=choices, **at
    )
