"""Tables whose title says what their cells are: sources of funds across, 到位资金 above.

Such a table asks in its headings only of whom and by which key; which amount stands in it, its title or its
sheet says. Only where one text names one amount of the key's ledger is it taken for that.
"""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.dictionary import Field
from ingest.tables.layout import Table
from ingest.text import squeeze
from ingest.words.headings import seen_from
from ingest.words.lexicon import LONGEST_LABEL, OUTRIGHT, STRONG, Lexicon

#: What a title makes of a heading is at least so like a field.
_TOLD = 0.6
#: So many of the headings are sources, at least, where the rest are sources in unknown words.
_MOSTLY = (3, 4)
#: 其中：完好, #完好: what announces a part of what stands before it.
_OF_WHICH = re.compile(r"\(?(?:其中|#):?")
#: What is done by now, and since when it is where the part of this year is told beside it.
_DONE, _THIS_YEAR, _ALL_YEARS = re.compile("累计|完成"), ("本年", "今年", "当年"), "自开工以来"


def complete(table: Table, lexicon: Lexicon, period: str) -> None:
    """Put what the title says beside headings that do not say all: its amount behind sources, itself before parts."""
    _put_wholes(table, lexicon)
    _put_all_years(table, period)
    _put_amount(table, lexicon, period)
    alike = {slot.path: 0.0 for slot in table.slots}
    for path in alike:
        alike[path] = lexicon.likeness(path)
        if alike[path] >= STRONG:
            return
    title = (table.titles or [table.sheet.name])[-1]
    if len(squeeze(title)) > LONGEST_LABEL:
        return  # a letter, say, which speaks of many things
    for slot in table.slots:
        if lexicon.likeness((title, *slot.path)) > max(alike[slot.path], _TOLD):
            slot.path = (title, *slot.path)


def _put_wholes(table: Table, lexicon: Lexicon) -> None:
    """Put before a heading of a part (其中：标准化) the last one of its group that is none, where it names no field.

    What says the same itself (标准化小学 before 其中：标准化) is not its whole.
    """
    whole: tuple[str, ...] = ()
    for slot in table.slots:
        leaf = squeeze(slot.path[-1])
        announced = _OF_WHICH.match(leaf)
        if announced is None:
            whole = slot.path
        elif (
            whole
            and whole[:-1] == slot.path[:-1]
            and leaf[announced.end() :] not in squeeze(whole[-1])
            and lexicon.likeness(slot.path) < OUTRIGHT
        ):
            slot.path = (*whole, slot.path[-1])


def _put_all_years(table: Table, period: str) -> None:
    """Say of a sum that it is of all years where its part of this year stands next: 累计完成投资 | 其中：本年完成."""
    for whole, part in pairwise(table.slots):
        leaf = squeeze(seen_from(part.path[-1], period))
        announced = _OF_WHICH.match(leaf)
        if announced and leaf.startswith(_THIS_YEAR, announced.end()) and _DONE.search(whole.path[-1]):
            whole.path = (_ALL_YEARS, *whole.path)


def _put_amount(table: Table, lexicon: Lexicon, period: str) -> None:
    """Put the amount that the title names behind headings that name nothing but answers of a key, or their sum."""
    words = [(slot, lexicon.word(slot.path[-1])) for slot in table.slots]
    if not any(word.answered for _, word in words):
        return
    keys = [
        lexicon.keys_answered(word) if len(slot.path) == 1 else set()
        for slot, word in words
        if not word.is_total
    ]
    answers = [word.text for slot, word in words if lexicon.keys_answered(word)]
    if len({*answers}) < len(answers) and all(len(slot.path) == 1 for slot in table.slots):
        _put_amounts_before(table, lexicon)
        return
    known = [of_slot for of_slot in keys if of_slot]
    is_crossed = len(known) > 1 and len(known) * _MOSTLY[1] >= len(keys) * _MOSTLY[0]
    for key in set.intersection(*known) if is_crossed else ():
        amount = _amount_named([table.sheet.name, *table.titles], key, lexicon, period)
        if amount:
            for slot, word in words:
                if word.is_total or lexicon.keys_answered(word):
                    slot.path = (*slot.path, amount.label)


def _put_amounts_before(table: Table, lexicon: Lexicon) -> None:
    """Put amounts behind the sources that follow them in one row: 计划资金 | 其中：县级自筹 | … | 到位资金 | 其中：县级自筹."""
    amount = ""
    for slot in table.slots:
        if lexicon.keys_answered(lexicon.word(slot.path[0])):
            slot.path = (*slot.path, amount) if amount else slot.path
        else:
            item = lexicon.meant(slot.path)
            amount = slot.path[0] if item and item.kind == "money" else ""


def _amount_named(texts: list[str], key: Field, lexicon: Lexicon, period: str) -> Field | None:
    """The amount that the last of some texts to name any names, None where it names several."""
    amounts = [item for item in lexicon.dictionary.by_ledger[key.ledger].values() if item.kind == "money"]
    for text in reversed(texts):
        folded = squeeze(seen_from(text, period))
        named = [item for item in amounts if any(squeeze(label) in folded for label in item.labels)]
        if named:
            is_meant = len(named) == 1 and not lexicon.matcher.rules_out(folded, named[0])
            return named[0] if is_meant else None
    return None
