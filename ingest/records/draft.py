"""What the tables of a file prove together: forms of one kind, or a table in several parts, are as one.

A card is a single line, which proves little; twenty cards with the same labels are twenty lines of one table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.dictionary import Dictionary
from ingest.fields.assign import Answer
from ingest.findings import Finding
from ingest.records.checks import check_totals
from ingest.records.identity import drop_numbers
from ingest.records.proof import prove_units, refuse_beside
from ingest.records.record import Record
from ingest.records.scale import refuse_out_of_scale
from ingest.records.shares import settle_shares
from ingest.tables.layout import Table
from ingest.words.values import ColumnUnit, ValueReader


@dataclass(slots=True)
class Draft:
    """The records of one ledger in a table as they were read, with the unit of each answer by its identity.

    `has_villages` where some of its lines are about villages of the towns that it is about.
    """

    table: Table
    ledger: str
    answers: list[Answer]
    units: dict[int, ColumnUnit]
    records: list[Record]
    has_villages: bool = False

    @property
    def kind(self) -> tuple[object, ...]:
        """What tables of one kind have in common: what they ask, in which words and units."""
        asked = ((a.slot.path, a.field.name, a.code, self.units[id(a)]) for a in self.answers)
        return (self.ledger, frozenset(asked))


def settle(drafts: Sequence[Draft], dictionary: Dictionary, reader: ValueReader) -> list[Finding]:
    """Settle names, units and rates by what the tables of a file tell, those of one kind together, and compare their sums."""
    for ledger in {draft.ledger for draft in drafts}:
        drop_numbers([record for draft in drafts if draft.ledger == ledger for record in draft.records])
    kinds: dict[tuple[object, ...], list[Draft]] = {}
    for draft in drafts:
        kinds.setdefault(draft.kind, []).append(draft)
    found: list[Finding] = []
    for alike in kinds.values():
        ledger, records = alike[0].ledger, [record for draft in alike for record in draft.records]
        proof = prove_units(ledger, records, dictionary)
        found += proof.findings
        found += refuse_out_of_scale(ledger, records, dictionary)
        found += settle_shares(dictionary.by_ledger[ledger].values(), records)
        for draft in alike:
            for answer in draft.answers:
                if draft.units[id(answer)].source == "assumed" and answer.field.name in proof.factors:
                    draft.units[id(answer)] = ColumnUnit(proof.factors[answer.field.name], "arithmetic")
    if len(kinds) > 1:
        found += refuse_beside([record for draft in drafts for record in draft.records], found, dictionary)
    for draft in drafts:
        if not draft.has_villages:  # a town's own row and those of its villages are not summed up together
            found += check_totals(draft.table, draft.ledger, draft.answers, draft.units, reader)
    return found
