"""The evaluation of the key towns computed a second time, straight from its rules.

Belongs here: the score that stands for a year, the plan's own targets, grades. Does not belong here: monthly
scores (scoring.py), and anything of the product.
"""

import pandas as pd

from tests.reference.scoring import TIERS

GRADES = (("excellent", 90), ("good", 80), ("qualified", 60), ("unqualified", 0))


def grade(score: float, missed_by_more_than_a_tenth: int) -> str:
    """优秀 ≥ 90, 良好 ≥ 80, 合格 ≥ 60, else 不合格; no grade above 合格 where one of the plan's own targets
    that apply is missed by more than a tenth."""
    by_score = next(name for name, lowest in GRADES if round(score, 9) >= lowest)
    return "qualified" if missed_by_more_than_a_tenth and by_score in ("excellent", "good") else by_score


def missed(measured: pd.DataFrame) -> int:
    """How many of the plan's own targets that apply are missed by more than a tenth; what was not reported is
    missed, whether or not the standard leaves it out of the score."""
    applying = measured[measured["status"].isin(["ok", "missing"])]
    return int((applying["score"].fillna(0).round(9) < 90).sum())


def key_towns(
    measured: pd.DataFrame, totals: pd.DataFrame, indicators: pd.DataFrame, there: pd.DataFrame
) -> pd.DataFrame:
    """One row per key town and year: score, rank among its peers, targets missed, grade.

    The year's score is that of its last month with one; ranks are among such scores, of the towns that there
    are at the end of the year or as far as it has come.
    """
    ends = there.assign(year=there["period"].str[:4])
    ends = ends[ends["period"] == ends.groupby("year")["period"].transform("max")][["year", "town_code"]]
    totals = totals.assign(year=totals["period"].str[:4]).merge(ends, on=["year", "town_code"])
    totals = totals.sort_values("period")
    last = totals.groupby(["town_code", "year"], as_index=False).last()
    exact = last["score"].round(9)
    last["rank_peer"] = (
        exact.groupby([last["year"], last["peer_group"]]).rank("min", ascending=False).astype(int)
    )
    last["rank_city"] = exact.groupby(last["year"]).rank("min", ascending=False).astype(int)
    own = indicators.loc[indicators["set_by"] == "plan", ["indicator", "standard_version"]]
    targets = measured.merge(own, on=["indicator", "standard_version"])
    misses = {key: missed(rows) for key, rows in targets.groupby(["town_code", "period"])}
    evaluated = last[last["peer_group"].isin(TIERS)].copy()
    evaluated["targets_missed"] = [
        misses.get((row.town_code, row.period), 0) for row in evaluated.itertuples()
    ]
    evaluated["grade"] = [grade(row.score, row.targets_missed) for row in evaluated.itertuples()]
    return evaluated.drop(columns="county_code")
