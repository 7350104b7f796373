"""What the counties truly reported in the bundled quarter, and how a published value is compared with it.

The conventions are in README.md beside this file. Nothing here is computed by the product.
"""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Literal

import pandas as pd

KEY = ["county_code", "period", "ledger", "town_code", "record_key", "field"]
TOLERANCE = 1e-6

Kind = Literal["values", "superseded", "personal"]


@cache
def load(kind: Kind) -> pd.DataFrame:
    """One row per true value, all columns text: KEY, value, precision_note (superseded: also path)."""
    frame = pd.read_csv(Path(__file__).with_name(f"{kind}.csv.gz"), dtype=str, keep_default_na=False)
    return frame.assign(record_key=frame["record_key"].map(fold))


def fold(text: str) -> str:
    """A name or text as it is compared: full-width forms, blanks and line breaks are ways of writing."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def compare(published: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    """One row per KEY of either side, with `is_true`, `is_published`, `is_right`.

    `published` has KEY, value_number, value_text. A true number must be published as a number, within
    a relative TOLERANCE; flags are 1 and 0; everything else must be the same text after folding.
    """
    published = published.assign(record_key=published["record_key"].map(fold))
    both = truth.merge(published, on=KEY, how="outer", indicator=True, validate="one_to_one")
    expected = pd.to_numeric(both["value"].replace({"true": "1", "false": "0"}), errors="coerce")
    fields = pd.MultiIndex.from_frame(both[["ledger", "field"]])
    is_number = _is_number_field(truth).reindex(fields).to_numpy(dtype=bool)
    close = (both["value_number"] - expected).abs() <= TOLERANCE * expected.abs().clip(lower=1e-9)
    same = both["value"].fillna("").map(fold) == both["value_text"].fillna("").map(fold)
    is_published = both["_merge"] != "left_only"
    is_true = both["_merge"] != "right_only"
    is_right = is_true & is_published & close.where(is_number, same)
    return both.assign(is_true=is_true, is_published=is_published, is_right=is_right).drop(columns="_merge")


def _is_number_field(truth: pd.DataFrame) -> pd.Series:
    """Fields of numbers or flags: all their true values parse. (Recommended towns are codes, not numbers.)"""
    parses = pd.to_numeric(truth["value"].replace({"true": "1", "false": "0"}), errors="coerce").notna()
    return (parses & (truth["ledger"] != "recommendations")).groupby([truth["ledger"], truth["field"]]).all()
