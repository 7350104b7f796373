"""Columns whose cells hold several values each: 总投资：1200 / 累计完成：300, or 9/5 below 乱搭乱建（发现/整改）, or below 发现/整改 over 乱搭乱建.

Or the days from and to which something goes (建设起止时间: 2024.10-2025.6). Or they tell them in sentences: 网格总数20个，已配网格员18个，主导产业为苹果。Such a column is as many slots as it has parts; each slot knows its part, and all of them lie in the same cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from ingest.tables.layout import Slot, Table
from ingest.words.lexicon import LABELLED, Lexicon
from ingest.words.values import Raw

_PARTED = re.compile("[:：/／\n]")
_START = r"(?:^|[\n;；,，、])\s*"
_PAIR = re.compile(rf"{_START}([^:：;；,，\n]{{2,20}})[:：]")
# "发现/整改", "小区数\n其中：通燃气": a line of its own parts as a slash does.
_SLASH = re.compile(r"\s*(?:[/／]|\n(?:其中[:：])?)\s*")
_SIDES = r"([^()（）/／]+(?:(?:[/／]|\n其中[:：])[^()（）/／]+)+)"
_HEADED = re.compile(rf"(.+?)[(（]{_SIDES}[)）]")
_ALONE = re.compile(rf"{_SIDES}(?:[(（].*[)）])?")
_ONE_EACH = re.compile(r"\s*(?:[\d.,]*|[-—]+)(?:\s*[/／\n]\s*(?:[\d.,]*|[-—]+))+\s*")
# A clause of a sentence that counts something, or says of it what it is; a comma may stand in a number.
_CLAUSE = re.compile(r"[\n;；。，、]|,(?!\d{3}(?!\d))")
_COUNTS = re.compile(r"([^\d:：]{2,20}?)[:：为共]?\s*([-+]?\d[\d,]*(?:\.\d+)?\s*[^\d\s]{0,5})")
_SAYS = re.compile(r"([^\d:：]{2,20}?)[:：为]\s*(.+)")
_FROM_TO = re.compile(r"[至到~～—–-]+")
_YEAR_OF, _MONTH_OF = re.compile(r"20\d\d年"), re.compile(r"(\d{1,2})月")
_BEGINS_WITH_MONTH = re.compile(r"\s*\d{1,2}月")
_DIGIT = re.compile(r"\d")
#: The part of a span has this before its place.
_SPAN = "~"
#: One of the sentences of a column tells so many numbers of known labels, at least.
_LEAST = 2
#: The part of a sentence has this before its label.
_SENTENCE = "。"
#: The part of a title that answers for a whole table has this before the answer.
STANDING = "="
#: So many of the cells of such a column hold the parts, at least.
_SHARE = 0.8


def split(table: Table, lexicon: Lexicon) -> None:
    """Put several slots where a column holds several values a cell."""
    slots: list[Slot] = []
    for slot in table.slots:
        contents = table.contents.get(slot.order)
        last = contents[-1][2] if contents else None
        may_be_several = isinstance(last, str) and (
            _may_be_several(last, lexicon) or bool(lexicon.span_asked(slot.path[-1]))
        )
        parts = _parts(slot, [raw for _, _, raw in contents or ()], lexicon) if may_be_several else []
        if not parts:
            slots.append(slot)
            continue
        first = max(s.order for s in (*table.slots, *slots)) + 1
        own = [replace(slot, path=p, part=part, order=first + n) for n, (p, part) in enumerate(parts)]
        slots += own
    if slots != table.slots:
        table.slots = slots
        del table.contents


@lru_cache(maxsize=16384)
def _may_be_several(text: str, lexicon: Lexicon) -> bool:
    return (
        bool(_PARTED.search(text) or _FROM_TO.fullmatch(text))  # — may stand among 9/5 and 3/2
        or _is_told_throughout(text)
        or _told(text, lexicon) > 0
    )


def _parts(slot: Slot, texts: Sequence[Raw], lexicon: Lexicon) -> list[tuple[tuple[str, ...], str]]:
    """The path and the part of each slot that a column is, none where it is one as it stands."""
    said = [raw for raw in texts if isinstance(raw, str)]
    sides = _sides(slot.path, lexicon)
    if sides and sum(len(_each(text)) == len(sides) for text in said) >= _SHARE * len(texts):
        return [(side, f"/{number}") for number, side in enumerate(sides, start=1)]
    ends = lexicon.span_asked(slot.path[-1])
    if ends and len(said) == len(texts) and all(_ends(text) or not _DIGIT.search(text) for text in said):
        return [((end,), f"{_SPAN}{number}") for number, end in enumerate(ends, start=1)]
    numbers = [_told(text, lexicon) for text in said]
    if max(numbers, default=0) >= _LEAST and sum(map(bool, numbers)) >= _SHARE * len(texts):
        told = dict.fromkeys(label for text in said for label in _sentence(text))
        return [((*slot.path[:-1], label), f"{_SENTENCE}{label}") for label in told]
    if regular := _regular(slot, said, len(texts), lexicon):
        return regular
    labels = dict.fromkeys(label.strip() for text in said for label in _PAIR.findall(text))
    known = [label for label in labels if lexicon.word(label).is_label]
    is_several = len(known) > 1 and all(sum(f in t for t in said) >= _SHARE * len(texts) for f in known)
    return [((*slot.path, label), label) for label in known] if is_several else []


def _regular(
    slot: Slot, said: Sequence[str], cells: int, lexicon: Lexicon
) -> list[tuple[tuple[str, ...], str]]:
    """The path and part of each slot of a column whose cells all tell figures, by the same labels or by known ones.

    Of 排查：37处；整治：35处 below 乱搭乱建 the heading is the group.
    """
    if (asked := lexicon.meant(slot.path)) and asked.kind == "text":
        return []
    if _is_told_throughout(slot.path[-1]):
        return []  # no heading, but a record like those below it
    told = [_sentence(text) for text in said if _is_told_throughout(text)]
    if len(told) < max(_LEAST, _SHARE * cells):
        return []
    labels = Counter(label for of_cell in told for label in of_cell)
    known = sum(lexicon.meant((label,), LABELLED) is not None for label in labels)
    are_same = sum(labels.values()) >= _SHARE * len(labels) * len(told)
    is_labelled = known > 0 or all(_PARTED.search(text) for text in said)
    if not (are_same and is_labelled) and known < max(_LEAST, _SHARE * len(labels)):
        return []
    return [
        ((*slot.path[: -1 if lexicon.meant((label,)) else None], label), f"{_SENTENCE}{label}")
        for label in labels
    ]


def _is_told_throughout(text: str) -> bool:
    """Whether each clause of a text tells a figure."""
    if not _DIGIT.search(text):
        return False
    clauses = [clause.strip() for clause in _CLAUSE.split(text) if clause.strip()]
    return all(map(_COUNTS.fullmatch, clauses))


@lru_cache(maxsize=4096)
def _sentence(text: str) -> dict[str, str]:
    """What the clauses of a text tell, by label; of a label told twice nothing."""
    clauses = [clause.strip() for clause in _CLAUSE.split(text)]
    found = [match for c in clauses if (match := _COUNTS.fullmatch(c) or _SAYS.fullmatch(c))]
    labels = [match[1].strip() for match in found]
    return {match[1].strip(): match[2] for match in found if labels.count(match[1].strip()) == 1}


@lru_cache(maxsize=16384)
def _told(text: str, lexicon: Lexicon) -> int:
    """How many numbers of what is known a text tells, 0 where most of its clauses tell none."""
    if not _DIGIT.search(text):
        return 0
    clauses = [clause.strip() for clause in _CLAUSE.split(text) if clause.strip()]
    counted = [match[1].strip() for clause in clauses if (match := _COUNTS.fullmatch(clause))]
    if len(counted) * 2 <= len(clauses):
        return 0
    return sum(lexicon.word(label).is_label or lexicon.word(label).is_aspect for label in counted)


def _sides(path: tuple[str, ...], lexicon: Lexicon) -> list[tuple[str, ...]]:
    """The headings of the values that stand in each cell (乱搭乱建（发现/整改）, 发现/整改 over 乱搭乱建), if they are several."""
    headed = _HEADED.fullmatch(path[-1].strip())
    if headed:
        return [(*path[:-1], headed[1], side) for side in _SLASH.split(headed[2])]
    for place in range(len(path) - 1, -1, -1):
        said = _ALONE.fullmatch(path[place].strip())
        sides = [(*path[:place], *path[place + 1 :], side) for side in _SLASH.split(said[1])] if said else []
        if sides and all(lexicon.word(side[-1]).is_aspect for side in sides):
            return sides  # 计划/到位/支出
        found = {item for side in sides if (item := lexicon.meant(side))}
        if len(found) == len(sides) > 0:
            return sides
    return []


def _ends(text: str) -> list[str]:
    """What stands before and behind the middle one of the words or dashes of a span; a month is of the year before it."""
    between = [*_FROM_TO.finditer(text)]
    words = [match for match in between if not {*match[0]} <= {"-"}] or between
    if len(words) % 2 == 0:
        return []
    middle = words[len(words) // 2]
    begin, end = text[: middle.start()].strip(), text[middle.end() :].strip()
    if _BEGINS_WITH_MONTH.match(end):
        first, last = (int(found[1]) if (found := _MONTH_OF.search(text)) else 0 for text in (begin, end))
        if last < first:
            return []  # of the year after, most likely
        if year := _YEAR_OF.match(begin):
            end = year[0] + end
    return [begin, end] if begin and end else []


def _each(text: str) -> list[str]:
    """The values of a cell that holds one behind each slash, none where it holds something else."""
    return _SLASH.split(text.strip()) if _ONE_EACH.fullmatch(text) else []


def part_of(raw: Raw, part: str) -> Raw:
    """What a part of a cell holds, None where it holds nothing."""
    if part.startswith(STANDING):
        return part.removeprefix(STANDING)
    text = raw if isinstance(raw, str) else ""
    if part.startswith("/"):
        each, number = _each(text), int(part[1:])
        return (each[number - 1] if number <= len(each) else text) or None
    if part.startswith(_SPAN):
        ends = _ends(text)
        return ends[int(part[1:]) - 1] if ends else (text or None)
    if part.startswith(_SENTENCE):
        return _sentence(text).get(part.removeprefix(_SENTENCE))
    found = re.search(
        rf"{_START}{re.escape(part)}\s*[:：](.*?)(?={_START}[^:：;；,，\n]{{2,20}}[:：]|[\n;；]|$)", text
    )
    return (found[1].strip(" 。.") or None) if found else None
