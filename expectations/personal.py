"""Personal data in free text, column by column: found and masked. What it looks like stands in `ingest.personal`."""

from __future__ import annotations

import pandas as pd

from ingest.personal import mask, patterns

__all__ = ["is_in", "mask", "masked"]


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
    return texts.str.contains(patterns()[0].pattern, regex=True)
