"""How soft ranks are, which figures lie apart, and how well counties report, computed a second time.

Belongs here: ranks with an indicator left out and under each missing policy, bands, modified Z-scores, the
reporting quality. Does not belong here: scores themselves (scoring.py), ranks over redrawn weights (draws.py),
and anything of the product.
"""

from functools import partial

import numpy as np
import pandas as pd

from tests.reference import draws
from tests.reference.methods import share_of
from tests.reference.scoring import expected_ledgers, expected_periods

TO_DATE = ("count_to_date", "ratio_to_date", "investment_floor")
WITHOUT_NUMBER = ("presence", "presence_of_four", "stage", "deadline")


def ranks(scores: pd.Series) -> pd.Series:
    """Highest first, ties at nine decimals share the better rank."""
    return scores.round(9).rank(method="min", ascending=False)


def quarter_ends(periods: list[str]) -> list[str]:
    """The last expected month of each quarter."""
    last = {f"{period[:4]}-{(int(period[5:]) + 2) // 3}": period for period in sorted(periods)}
    return sorted(last.values())


def weighted(scores: pd.DataFrame, weights: pd.Series) -> pd.Series:
    """Weighted mean of each row's scores, NaN left out."""
    present = scores.notna().mul(weights, axis=1)
    return scores.mul(weights, axis=1).sum(axis=1) / present.sum(axis=1)


def leave_one_out(scores: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    """Rank of each town (rows) without each indicator (columns)."""
    return pd.DataFrame(
        {name: ranks(weighted(scores.drop(columns=name), weights.drop(name))) for name in scores.columns}
    )


def last_known(measured: pd.DataFrame, indicators: pd.DataFrame, period: str) -> pd.DataFrame:
    """The month's rows with what is missing filled from the last `ok` month before it in the year and
    version: the value is held to what is expected by now, 0 where there is none."""
    now = measured[measured["period"] == period].copy()
    method = indicators.set_index(["standard_version", "indicator"])["method"].to_dict()
    target = indicators.set_index(["standard_version", "indicator"])["target"].to_dict()
    earlier = measured[
        (measured["period"] < period)
        & (measured["period"].str[:4] == period[:4])
        & (measured["status"] == "ok")
    ].sort_values("period")
    known = earlier.groupby(["town_code", "indicator", "standard_version"]).last()[["score", "value"]]
    for index, row in now[now["status"] == "missing"].iterrows():
        key = (row["town_code"], row["indicator"], row["standard_version"])
        score = 0.0
        if key in known.index:
            name = (row["standard_version"], row["indicator"])
            score = known.loc[key, "score"]
            if method[name] in TO_DATE:
                score = share_of(known.loc[key, "value"], float(target[name]) * int(period[5:]) / 12)
        now.loc[index, "score"] = score
    return now


def counting(measured: pd.DataFrame, period: str) -> pd.DataFrame:
    """The month's rows that count for the totals."""
    return measured[(measured["period"] == period) & measured["status"].isin(["ok", "missing"])]


def weights_of(month: pd.DataFrame, indicators: pd.DataFrame) -> pd.Series:
    """The weight of each indicator in the standard that holds for the month's rows."""
    rows = indicators[indicators["standard_version"] == month["standard_version"].iloc[0]]
    return rows.set_index("indicator")["weight"].astype(float)


def scores_by_town(month: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    """Scores with a row a town, a column an indicator, NaN where there is none."""
    scored = month[month["score"].notna()]
    wide = scored.pivot(index="town_code", columns="indicator", values="score")
    return wide.reindex(columns=weights.index)


def robustness(measured: pd.DataFrame, indicators: pd.DataFrame, periods: list[str]) -> pd.DataFrame:
    """For the last month of each quarter: ranks over redrawn weights, with one indicator left out (best and
    worst), and under each missing policy."""
    parts = []
    for period in quarter_ends(periods):
        month = counting(measured, period)
        if month.empty:
            continue
        weights = weights_of(month, indicators)
        wide = partial(scores_by_town, weights=weights)
        without = leave_one_out(wide(month), weights)
        zero = month.assign(score=month["score"].where(month["status"] == "ok", 0.0))
        known = last_known(measured, indicators, period)
        known = known[known["status"].isin(["ok", "missing"])]
        parts.append(
            pd.DataFrame(
                {
                    "rank_without_best": without.min(axis=1),
                    "rank_without_worst": without.max(axis=1),
                    "rank_missing_zero": ranks(weighted(wide(zero), weights)),
                    "rank_missing_excluded": ranks(weighted(wide(month[month["status"] == "ok"]), weights)),
                    "rank_missing_last_known": ranks(weighted(wide(known), weights)),
                }
            )
            .join(draws.over_draws(draws.drawn_totals(wide(month), weights)))
            .assign(period=period)
        )
    return pd.concat(parts).rename_axis("town_code").reset_index()


def county_robustness(
    measured: pd.DataFrame, counties: pd.DataFrame, indicators: pd.DataFrame, there: pd.DataFrame
) -> pd.DataFrame:
    """For the last month of each quarter: ranks of counties over the draws of their towns' weights."""
    parts = []
    for period in quarter_ends(list(counties["period"].unique())):
        month = counting(measured, period)
        if month.empty:
            towns = pd.DataFrame(columns=list(draws.DRAWS), dtype=float)
        else:
            weights = weights_of(month, indicators)
            towns = draws.drawn_totals(scores_by_town(month, weights), weights)
        own = counties[counties["period"] == period]
        drawn = draws.drawn_counties(towns, own, there[there["period"] == period])
        parts.append(draws.over_draws(drawn).assign(period=period))
    return pd.concat(parts).rename_axis("county_code").reset_index()


def bands(low: list[float], high: list[float]) -> list[int]:
    """The band of each range: ranges that overlap, directly or through others, share one; counted from the
    first."""
    order = sorted(range(len(low)), key=lambda n: (low[n], high[n]))
    numbers, band, reach = [0] * len(low), 0, -1.0
    for n in order:
        band += low[n] > reach
        reach = max(reach, high[n])
        numbers[n] = band
    return numbers


def modified_z(figure: float, group: list[float]) -> float | None:
    """0.6745 × (figure − median) / median deviation; None where half or more are equal, or fewer than five."""
    median = float(np.median(group))
    deviation = float(np.median(np.abs(np.array(group) - median)))
    return 0.6745 * (figure - median) / deviation if len(group) >= 5 and deviation > 1e-9 else None


def outliers(measured: pd.DataFrame, totals: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Figures with |modified Z| > 3.5 among the peers of the month, or among the town's own twelve months up to
    it; what adds up over the year is compared as the pace of a year."""
    method = indicators.set_index(["standard_version", "indicator"])["method"].to_dict()
    kinds = [method[key] for key in zip(measured["standard_version"], measured["indicator"], strict=True)]
    rows = measured.assign(method=kinds)
    rows = rows[(rows["status"] == "ok") & ~rows["method"].isin(WITHOUT_NUMBER)]
    share = rows["period"].str[5:].astype(int) / 12
    rows = rows.assign(figure=rows["value"].where(~rows["method"].isin(TO_DATE), rows["value"] / share))
    rows = rows.merge(totals[["town_code", "period", "peer_group"]], on=["town_code", "period"])
    found = []
    for _, group in rows.groupby(["period", "indicator", "peer_group"]):
        figures = list(group["figure"])
        found += [(one, "peer_group", modified_z(one.figure, figures)) for one in group.itertuples()]
    for _, group in rows.groupby(["town_code", "indicator"]):
        for one in group.itertuples():
            back = str(pd.Period(one.period, freq="M") - 11)
            own = group[(group["period"] <= one.period) & (group["period"] >= back)]
            found.append((one, "own_history", modified_z(one.figure, list(own["figure"]))))
    return pd.DataFrame(
        [
            (one.town_code, one.indicator, one.period, basis, z)
            for one, basis, z in found
            if z is not None and abs(z) > 3.5
        ],
        columns=["town_code", "indicator", "period", "basis", "modified_z"],
    )


def reporting(submissions: pd.DataFrame, there: pd.DataFrame) -> pd.DataFrame:
    """By county and month: ledgers expected, on time, accepted the first time, as published shares."""
    files = submissions[submissions["disposition"] != "duplicate"].sort_values(["received_at", "source_file"])
    files = files.assign(good=files["disposition"].isin(["accepted", "accepted_with_findings"]))
    rows = []
    for period in expected_periods(submissions):
        for county in sorted(set(there.loc[there["period"] == period, "county_code"])):
            own = files[(files["county_code"] == county) & (files["period"] == period)]
            expected = expected_ledgers(period)
            on_time = first = 0
            for ledger in expected:
                sent = own[own["ledger"] == ledger]
                on_time += bool((sent["good"] & (sent["received_at"] <= sent["due_at"])).any())
                first += not sent.empty and bool(sent["good"].iloc[0])
            rows.append((county, period, len(expected), on_time, first))
    return pd.DataFrame(rows, columns=["county_code", "period", "expected", "on_time", "accepted_first"])
