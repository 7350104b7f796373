"""Tables whose title says what their cells are: sources of funds across, 到位资金 above.

Such a table asks in its headings only of whom and by which key; which amount stands in it, its title or its
sheet says. Only where one text names one amount of the key's ledger is it taken for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from ingest.dictionary import Field
from ingest.tables.layout import Table
from ingest.text import squeeze
from ingest.words.headings import seen_from
from ingest.words.lexicon import LONGEST_LABEL, OUTRIGHT, STRONG, Lexicon

#: The headings of a column, group first.
Path = tuple[str, ...]
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
    paths = _completed(table.asked, (table.sheet.name, *table.titles), lexicon, period)
    for slot, path in zip(table.slots, paths, strict=True):
        slot.path = path


@lru_cache(maxsize=1024)
def _completed(asked: tuple[Path, ...], titles: tuple[str, ...], lexicon: Lexicon, period: str) -> list[Path]:
    """The headings of a table's columns with what the name of its sheet, and its titles, say of them."""
    paths = _with_wholes(asked, lexicon)
    _put_all_years(paths, period)
    _put_amount(paths, titles, lexicon, period)
    alike = dict.fromkeys(paths, 0.0)
    for path in alike:
        alike[path] = lexicon.likeness(path)
        if alike[path] >= STRONG:
            return paths
    title = titles[-1]
    if len(squeeze(title)) > LONGEST_LABEL:
        return paths  # a letter, say, which speaks of many things
    return [
        (title, *path) if lexicon.likeness((title, *path)) > max(alike[path], _TOLD) else path
        for path in paths
    ]


def _with_wholes(asked: Iterable[Path], lexicon: Lexicon) -> list[Path]:
    """Headings, before each of a part (其中：标准化) the last one of its group that is none, where it names no field.

    What says the same itself (标准化小学 before 其中：标准化) is not its whole.
    """
    whole: Path = ()
    paths = []
    for path in asked:
        leaf = squeeze(path[-1])
        announced = _OF_WHICH.match(leaf)
        if announced is None:
            whole = path
        is_part = (
            announced
            and whole
            and whole[:-1] == path[:-1]
            and leaf[announced.end() :] not in squeeze(whole[-1])
            and lexicon.likeness(path) < OUTRIGHT
        )
        paths.append((*whole, path[-1]) if is_part else path)
    return paths


def _put_all_years(paths: list[Path], period: str) -> None:
    """Say of a sum that it is of all years where its part of this year stands next: 累计完成投资 | 其中：本年完成."""
    for place, (whole, part) in enumerate(pairwise(paths)):
        leaf = squeeze(seen_from(part[-1], period))
        announced = _OF_WHICH.match(leaf)
        if announced and leaf.startswith(_THIS_YEAR, announced.end()) and _DONE.search(whole[-1]):
            paths[place] = (_ALL_YEARS, *whole)


def _put_amount(paths: list[Path], titles: Sequence[str], lexicon: Lexicon, period: str) -> None:
    """Put the amount that the title names behind headings that name nothing but answers of a key, or their sum."""
    words = [lexicon.word(path[-1]) for path in paths]
    if not any(word.answered for word in words):
        return
    keys = [
        lexicon.keys_answered(word) if len(path) == 1 else set()
        for path, word in zip(paths, words, strict=True)
        if not word.is_total
    ]
    answers = [word.text for word in words if lexicon.keys_answered(word)]
    if len({*answers}) < len(answers) and all(len(path) == 1 for path in paths):
        _put_amounts_before(paths, lexicon)
        return
    known = [of_path for of_path in keys if of_path]
    is_crossed = len(known) > 1 and len(known) * _MOSTLY[1] >= len(keys) * _MOSTLY[0]
    for key in set.intersection(*known) if is_crossed else ():
        amount = _amount_named(titles, key, lexicon, period)
        for place, word in enumerate(words):
            if amount and (word.is_total or lexicon.keys_answered(word)):
                paths[place] = (*paths[place], amount.label)


def _put_amounts_before(paths: list[Path], lexicon: Lexicon) -> None:
    """Put amounts behind the sources that follow them in one row: 计划资金 | 其中：县级自筹 | … | 到位资金 | 其中：县级自筹."""
    amount = ""
    for place, path in enumerate(paths):
        if lexicon.keys_answered(lexicon.word(path[0])):
            paths[place] = (*path, amount) if amount else path
        else:
            item = lexicon.meant(path)
            amount = path[0] if item and item.kind == "money" else ""


def _amount_named(texts: Sequence[str], key: Field, lexicon: Lexicon, period: str) -> Field | None:
    """The amount that the last of some texts to name any names, None where it names several."""
    amounts = [item for item in lexicon.dictionary.by_ledger[key.ledger].values() if item.kind == "money"]
    for text in reversed(texts):
        folded = squeeze(seen_from(text, period))
        named = [item for item in amounts if any(squeeze(label) in folded for label in item.labels)]
        if named:
            is_meant = len(named) == 1 and not lexicon.matcher.rules_out(folded, named[0])
            return named[0] if is_meant else None
    return None
