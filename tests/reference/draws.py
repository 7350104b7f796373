"""Ranks where the weights are drawn again, computed a second time with numpy.

Belongs here: the factor of a draw, the totals of towns and counties in each, and what is said of a rank over
all of them. Does not belong here: other ways to tell how soft a rank is (softness.py), and anything of the
product.
"""

import hashlib

import numpy as np
import pandas as pd

from tests.reference.scoring import county_total

DRAWS, LOW, HIGH, SEED = range(1, 1001), 0.75, 1.25, "2025"


def factor(draw: int, indicator: str) -> float:
    """A factor drawn evenly from 0.75..1.25, which derives from a hash of seed, draw and indicator: its first
    32 bits."""
    digest = hashlib.md5(f"{SEED}|{draw}|{indicator}".encode()).hexdigest()
    return LOW + (HIGH - LOW) * int(digest[:8], 16) / 2**32


def drawn_totals(scores: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    """Total score of each town (rows) in each draw (columns): weights drawn again 1,000 times."""
    factors = np.array([[factor(draw, indicator) for indicator in scores.columns] for draw in DRAWS])
    drawn = factors * weights[scores.columns].to_numpy()
    there = scores.notna().to_numpy().astype(float)
    totals = (scores.fillna(0).to_numpy() @ drawn.T) / (there @ drawn.T)
    return pd.DataFrame(totals, index=scores.index, columns=list(DRAWS))


def drawn_counties(towns: pd.DataFrame, counties: pd.DataFrame, there: pd.DataFrame) -> pd.DataFrame:
    """Score of each county (rows) in each draw (columns): the mean of its towns in the draw (one that did not
    report counts 0) with its own progress and reporting, weighed as ever."""
    members = there.set_index("town_code")["county_code"]
    means = towns.reindex(members.index).fillna(0).groupby(members).mean()
    kept = counties.set_index("county_code")[["investment_progress", "reporting"]]
    parts = {code: row.dropna().to_dict() for code, row in kept.iterrows()}
    return pd.DataFrame(
        {
            draw: {
                code: county_total({"town_mean": mean, **parts[code]}) for code, mean in means[draw].items()
            }
            for draw in means.columns
        }
    )


def over_draws(drawn: pd.DataFrame) -> pd.DataFrame:
    """Rank as median, 5th and 95th percentile, and the share (%) of draws in the first and the last tenth."""
    drawn_ranks = (-drawn.round(9)).rank(method="min")
    tenth = -(-len(drawn) // 10)
    return pd.DataFrame(
        {
            "rank_median": drawn_ranks.quantile(0.5, axis=1),
            "rank_p05": drawn_ranks.quantile(0.05, axis=1),
            "rank_p95": drawn_ranks.quantile(0.95, axis=1),
            "first_decile_share": 100 * (drawn_ranks <= tenth).mean(axis=1),
            "last_decile_share": 100 * (drawn_ranks > len(drawn) - tenth).mean(axis=1),
        }
    )
