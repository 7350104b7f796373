"""Numbers of persons in a text: identity, card and phone numbers, found and masked.

What such a number looks like is the variable `personal_data` of the dbt project, which the warehouse masks
by as well; here it is compiled and applied, to the same end.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

PROJECT = Path(__file__).parents[1] / "dbt_project" / "dbt_project.yml"
#: Names of files have fewer digits than any such number, but for those worth a look.
_FEWEST_DIGITS = 10


@lru_cache(maxsize=1)
def patterns() -> tuple[re.Pattern[str], tuple[tuple[str, re.Pattern[str]], ...]]:
    """What a text must hold to be worth a closer look, and each kind of number with its pattern."""
    defined = yaml.safe_load(PROJECT.read_text(encoding="utf-8"))["vars"]["personal_data"]

    def written_out(template: str) -> re.Pattern[str]:
        for name, part in defined["parts"].items():
            template = template.replace(f"<{name}>", part)
        return re.compile(template)

    kinds = tuple((kind, written_out(pattern)) for kind, pattern in defined["patterns"].items())
    return written_out(defined["candidate"]), kinds


def mask(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with every such number starred out, and the kinds found; the rest stays as written."""
    candidate, of_kinds = patterns()
    kinds: list[str] = []
    if candidate.search(text):
        # Twice, because neighbours share the sign between them.
        for kind, pattern in of_kinds + of_kinds:
            text, count = pattern.subn(r"\1******\2", text)
            kinds += [kind] * bool(count)
    return text, tuple(dict.fromkeys(kinds))


def kinds_in(name: str) -> tuple[str, ...]:
    """The kinds of such numbers in the name of a file; most names are told at a glance to hold none."""
    return mask(name)[1] if sum(map(str.isdecimal, name)) >= _FEWEST_DIGITS else ()
