"""Personal data in free text: identity, card and phone numbers, found and masked.

What such a number looks like is the variable `personal_data` of the dbt project, which the warehouse masks
by as well; here it is compiled and applied, to the same end.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pandas as pd
import yaml

PROJECT = Path(__file__).parents[1] / "dbt_project" / "dbt_project.yml"


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], tuple[tuple[str, re.Pattern[str]], ...]]:
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
    candidate, patterns = _patterns()
    kinds: list[str] = []
    if candidate.search(text):
        # Twice, because neighbours share the sign between them.
        for kind, pattern in patterns + patterns:
            text, count = pattern.subn(r"\1******\2", text)
            kinds += [kind] * bool(count)
    return text, tuple(dict.fromkeys(kinds))


def masked(texts: pd.Series) -> pd.Series:
    """The texts (dtype str) masked; nulls stay."""
    found = texts[_candidates(texts)].map(lambda text: mask(text)[0])
    return texts.copy() if found.empty else found.combine_first(texts).astype(texts.dtype)


def is_in(texts: pd.Series) -> pd.Series:
    """Per text whether it holds such a number."""
    result = pd.Series(False, index=texts.index)
    result.update(texts[_candidates(texts)].map(lambda text: bool(mask(text)[1])))
    return result


def _candidates(texts: pd.Series) -> pd.Series:
    """Texts with as many digits as the shortest number has: the few worth looking at closely."""
    return texts.str.contains(_patterns()[0].pattern, regex=True)
