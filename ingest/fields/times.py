"""Single months and sums so far beside each other: which of them a field is reported in.

What runs through the year (`running.csv`) is reported by the sum, all else by what there is in the month; where a sum
of such things stands beside single months, it is nobody's value.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ingest.dictionary import Field
from ingest.fields.claims import Claim

ADDED_UP = "累计"
_OF_TIME = re.compile("本月|当月|(?:本?年度?)?累计")
_SO_FAR = re.compile("(?:本?年度?)?累计数?")

#: The words of a slot's headings, and the month that they name.
Said = tuple[tuple[str, ...], int | None]


def is_so_far(leaf: str) -> bool:
    """Whether a heading says no more than that it adds up what there was so far."""
    return _SO_FAR.fullmatch(leaf) is not None


def with_sums_of_months(said: list[Said], totals: Collection[str]) -> list[Said]:
    """What slots say, 合计 beside the single months of a group as the sum so far that it is."""
    groups = {words[:-1] for words, month in said if month and len(words) > 1}
    return [
        ((*words[:-1], ADDED_UP), month)
        if words and words[:-1] in groups and words[-1] in totals
        else (words, month)
        for words, month in said
    ]


def of_own_times(
    claims: list[Claim], words: Sequence[tuple[str, ...]], running: Collection[Field]
) -> list[Claim]:
    """The claims on fields in the time in which they are reported."""
    months = _months_beside_sums(words)
    by_month = {claim.field for claim in claims if claim.month}.difference(running)
    sums = {slot for slot, said in enumerate(words) if is_so_far(said[-1])}
    return [
        claim
        for claim in claims
        if not (claim.field in running and claim.slot in months)
        and not (claim.field in by_month and claim.slot in sums)
    ]


def _months_beside_sums(words: Sequence[tuple[str, ...]]) -> set[int]:
    """The slots that ask of a month what others ask of the year so far: 发现数 › 本月 beside 发现数 › 累计."""
    months: dict[str, set[int]] = {}
    sums: set[str] = set()
    for slot, said in enumerate(map("".join, words)):
        if _OF_TIME.search(said) and ADDED_UP in said:
            sums.add(_OF_TIME.sub("", said))
        elif _OF_TIME.search(said):
            months.setdefault(_OF_TIME.sub("", said), set()).add(slot)
    return {slot for what in months.keys() & sums for slot in months[what]}
