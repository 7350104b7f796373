"""The fingerprint of a layout: the same for the same form, month after month.

Covers the arrangement, the words of every heading from group to leaf in their order, and the unit said
for each (in the heading, a row of units, the group or the caption). Leaves out what changes without the
form changing: years and month numbers, how many rows or towns there are, where the table starts, its
titles and the sheet's name, ways of writing (full-width forms, blanks, numbering in front).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

#: The words of a heading, group first, and the unit said for it ('' where none is).
HeadingAndUnit = tuple[tuple[str, ...], str]


def fingerprint(arrangement: str, headings: Iterable[HeadingAndUnit]) -> str:
    """12 hex digits over an arrangement and its headings; one said again (months across) counts once."""
    distinct = dict.fromkeys(headings)
    written = "\n".join([arrangement, *("\t".join([*words, "", unit]) for words, unit in distinct)])
    return hashlib.sha256(written.encode()).hexdigest()[:12]
