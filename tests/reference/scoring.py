"""The evaluation computed a second time, in plain Python and pandas, straight from the scoring rules.

Belongs here: which indicators apply, the totals, ranks and county scores, each quoting the rule that it
follows (the methods are in methods.py). Does not belong here: anything of the product. Nothing is imported
from it; it is given the published values and the standard's CSV tables, and what it returns is held against
the published marts.

Money is in 万元, rates in percent; a period is 'YYYY-MM'; NaN in a frame means that there is no number.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from tests.reference.methods import METHODS, Indicator, Measure, TownMonth, Value, last_day, ratio_to_date

TIERS = ("provincial", "municipal", "county")
MONTHLY_LEDGERS = ("projects", "facilities", "environment", "industry", "governance", "planning", "funds")
SILENT_LEDGERS = ("funds", "recommendations")
COUNTY_WEIGHTS = {"town_mean": 70.0, "investment_progress": 20.0, "reporting": 10.0}


def designations(key_towns: pd.DataFrame, town_code: str, period: str) -> set[str]:
    """Designations that a town holds on the last day of the period (both ends inclusive, a blank end is
    open)."""
    day = last_day(period).isoformat()
    rows = key_towns[key_towns["town_code"] == town_code]
    return {
        row.designation
        for row in rows.itertuples()
        if (row.valid_from or day) <= day <= (row.valid_to or day)
    }


def organisation(towns: pd.DataFrame, periods: Iterable[str]) -> pd.DataFrame:
    """The towns that there are on the last day of each period: period, town_code, county_code.

    A row of `towns` says what a town is from `valid_from` on, until a later row of it; one with `merged_into`
    ends it.
    """
    found = []
    for period in periods:
        said = towns[towns["valid_from"] <= last_day(period).isoformat()].sort_values("valid_from")
        last = said.groupby("town_code", as_index=False).last()
        found.append(last[last["merged_into"] == ""].assign(period=period))
    columns = ["period", "town_code", "county_code"]
    return pd.concat(found)[columns] if found else pd.DataFrame(columns=columns)


def of_towns_there(values: pd.DataFrame, there: pd.DataFrame) -> pd.DataFrame:
    """The values of towns that there are in their period, and those of no town."""
    known = set(zip(there["period"], there["town_code"], strict=True))
    keys = zip(values["period"], values["town_code"], strict=True)
    return values[[town == "" or (period, town) in known for period, town in keys]]


def applies(indicator: Indicator, held: set[str]) -> bool:
    """An indicator with `applies_to = key` applies to towns that hold any key-town designation on the last
    day of the period; `county_key` to those with the county designation; `heritage` to heritage towns."""
    return {
        "all": True,
        "key": bool(held & set(TIERS)),
        "county_key": "county" in held,
        "heritage": "heritage" in held,
    }[indicator.applies_to]


def peer_group(held: set[str]) -> str:
    """A town's peer group is its highest tier (heritage is no tier); without one it is among the other
    towns."""
    return next((tier for tier in TIERS if tier in held), "other")


def measure(indicator: Indicator, town: TownMonth, held: set[str], missing_policy: str) -> Measure:
    """`missing` (…: score 0 and flagged, so that not reporting never pays; the standard's `missing_policy`
    may be set to `exclude`); `not_applicable` (… or the indicator does not apply to the town: left out)"""
    if not applies(indicator, held):
        return Measure("not_applicable")
    measured = METHODS[indicator.method](indicator, town)
    left_out = measured.status == "missing" and missing_policy == "exclude"
    return measured._replace(score=None) if left_out else measured


def standard(indicators: pd.DataFrame) -> list[Indicator]:
    """The rows of one standard version (text columns as read from the CSV, blanks as '')."""
    rows = indicators.assign(weight=indicators["weight"].astype(float))
    return [Indicator(**row) for row in rows[list(Indicator._fields)].to_dict("records")]


def town_months(values: pd.DataFrame) -> dict[tuple[str, str], TownMonth]:
    """A town for which no value of a ledger other than funds and recommendations was accepted in the month
    has no indicator rows and no score; so it is not among the keys (period, town_code) here either."""
    counted_values = values[~values["ledger"].isin(SILENT_LEDGERS)]
    ledgers: dict[tuple[str, str], dict[str, dict[str, Value]]] = {}
    projects: dict[tuple[str, str], dict[str, dict[str, Value]]] = {}
    for row in counted_values.itertuples():
        value = row.value_text if pd.isna(row.value_number) else row.value_number
        key = (row.period, row.town_code)
        ledgers.setdefault(key, {})
        if row.ledger == "projects":
            record = projects.setdefault(key, {}).setdefault(row.record_key, {})
        else:
            record = ledgers[key].setdefault(row.ledger, {})
        if row.field in record:
            raise ValueError(f"two values for one key: {key} {row.ledger} {row.record_key} {row.field}")
        record[row.field] = value
    return {
        key: TownMonth(key[0], fields, list(projects.get(key, {}).values()))
        for key, fields in ledgers.items()
    }


def indicator_month(
    values: pd.DataFrame, indicators: pd.DataFrame, key_towns: pd.DataFrame, missing_policy: str = "zero"
) -> pd.DataFrame:
    """Every other town has all 44 rows."""
    rows = []
    for (period, town_code), town in sorted(town_months(values).items()):
        held = designations(key_towns, town_code, period)
        for indicator in standard(indicators):
            rows.append(
                {
                    "town_code": town_code,
                    "indicator": indicator.indicator,
                    "period": period,
                    "standard_version": indicator.standard_version,
                    **measure(indicator, town, held, missing_policy)._asdict(),
                }
            )
    frame = pd.DataFrame(
        rows, columns=[*("town_code", "indicator", "period", "standard_version"), *Measure._fields]
    )
    return frame.astype(dict.fromkeys(("score", "value", "numerator", "denominator"), float))


def weighted_mean(measured: pd.DataFrame, indicators: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Weighted mean of its `ok` and `missing` indicators: of those that have a score."""
    terms = indicators[["indicator", "function", "weight"]].assign(weight=indicators["weight"].astype(float))
    rows = measured[measured["score"].notna()].merge(terms, on="indicator", validate="many_to_one")
    rows["weighted"] = rows["score"] * rows["weight"]
    sums = rows.groupby(by, as_index=False)[["weighted", "weight"]].sum()
    return sums.assign(score=sums["weighted"] / sums["weight"])[[*by, "score"]]


def function_score_month(measured: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Function score: weighted mean of its `ok` and `missing` indicators. A function with none of these has
    no score."""
    return weighted_mean(measured, indicators, ["town_code", "function", "period"])


def rank(scores: pd.DataFrame, by: list[str]) -> pd.Series:
    """Ranks: by total score, highest first, ties share the better rank (1, 2, 2, 4).
    Nothing is rounded before it is ranked, except that scores equal to 9 decimals tie."""
    keys = [scores[column] for column in by]
    return scores["score"].round(9).groupby(keys).rank(method="min", ascending=False).astype(int)


def town_score_month(
    measured: pd.DataFrame,
    indicators: pd.DataFrame,
    there: pd.DataFrame,
    key_towns: pd.DataFrame,
) -> pd.DataFrame:
    """Total score: weighted mean of all of them. Ranks … in the city, in the county, and in the peer group
    (provincial, municipal, county key towns, other towns)."""
    scores = weighted_mean(measured, indicators, ["town_code", "period"])
    scores = scores.merge(there, on=["town_code", "period"], validate="one_to_one")
    scores["peer_group"] = [
        peer_group(designations(key_towns, row.town_code, row.period)) for row in scores.itertuples()
    ]
    scores["rank_city"] = rank(scores, ["period"])
    scores["rank_county"] = rank(scores, ["period", "county_code"])
    scores["rank_peer"] = rank(scores, ["period", "peer_group"])
    return scores


def expected_periods(submissions: pd.DataFrame) -> list[str]:
    """Expected periods run from the first to the last period received as of the moment"""
    return [
        str(month)
        for month in pd.period_range(submissions["period"].min(), submissions["period"].max(), freq="M")
    ]


def expected_ledgers(period: str) -> tuple[str, ...]:
    """Expected monthly: projects, facilities, environment, industry, governance, planning, funds; in the
    last month of a quarter also recommendations."""
    return (*MONTHLY_LEDGERS, "recommendations") if int(period[5:]) % 3 == 0 else MONTHLY_LEDGERS


def reporting_share(submissions: pd.DataFrame, county_code: str, period: str) -> float:
    """reporting (share of the expected ledgers of the month that arrived by the deadline and were accepted),
    percent.

    A ledger that arrived in time and was accepted stays so when a later file replaces it.
    """
    rows = submissions[(submissions["county_code"] == county_code) & (submissions["period"] == period)]
    good = rows[
        (rows["received_at"] <= rows["due_at"])
        & rows["disposition"].isin(["accepted", "accepted_with_findings"])
    ]
    expected = expected_ledgers(period)
    return 100 * len(set(good["ledger"]) & set(expected)) / len(expected)


def county_investment_progress(
    projects: list[Mapping[str, Value]], period: str, progress: Indicator
) -> float | None:
    """investment progress (the method ratio_to_date over all the county's projects): its score; 0 where no
    project was reported (missing), None where the plan adds up to 0 (not applicable)."""
    return ratio_to_date(progress, TownMonth(period, {}, projects)).score


def county_total(parts: Mapping[str, float | None]) -> float:
    """County score: mean total of its towns 70 %, investment progress 20 %, reporting 10 %; a part that does
    not apply is left out."""
    present = {name: part for name, part in parts.items() if part is not None}
    weight = sum(COUNTY_WEIGHTS[name] for name in present)
    return sum(COUNTY_WEIGHTS[name] * part for name, part in present.items()) / weight


def county_score_month(
    town_scores: pd.DataFrame,
    values: pd.DataFrame,
    submissions: pd.DataFrame,
    indicators: pd.DataFrame,
    there: pd.DataFrame,
) -> pd.DataFrame:
    """County score: mean total of its towns (a town that did not report counts 0) 70 %, investment progress
    (the method ratio_to_date over all the county's projects) 20 %, reporting (share of the expected ledgers
    of the month that arrived by the deadline and were accepted) 10 %."""
    progress = next(row for row in standard(indicators) if row.indicator == "investment_progress")
    reported = town_months(values)
    total_of = town_scores.set_index(["period", "town_code"])["score"].to_dict()
    rows = []
    for (period, county_code), of_county in there.groupby(["period", "county_code"]):
        codes = list(of_county["town_code"])
        projects = [
            p for code in codes if (period, code) in reported for p in reported[period, code].projects
        ]
        parts = {
            "town_mean": sum(total_of.get((period, code), 0.0) for code in codes) / len(codes),
            "investment_progress": county_investment_progress(projects, period, progress),
            "reporting": reporting_share(submissions, county_code, period),
        }
        rows.append({"county_code": county_code, "period": period, **parts, "score": county_total(parts)})
    scores = pd.DataFrame(rows, columns=["county_code", "period", *COUNTY_WEIGHTS, "score"])
    scores["investment_progress"] = scores["investment_progress"].astype(float)
    return scores.assign(rank=rank(scores, ["period"]))


class Tables(NamedTuple):
    """The standard and the organisation, as text read from their CSV tables."""

    indicators: pd.DataFrame
    standard_versions: pd.DataFrame
    towns: pd.DataFrame
    key_towns: pd.DataFrame


def evaluation(values: pd.DataFrame, submissions: pd.DataFrame, tables: Tables) -> dict[str, pd.DataFrame]:
    """The four marts by name, for every expected period. One standard version holds for a period."""
    parts: dict[str, list[pd.DataFrame]] = {}
    for version in tables.standard_versions.to_dict("records"):
        first, last = version["valid_from"], version["valid_to"] or "9999-12"
        periods = [period for period in expected_periods(submissions) if first <= period <= last]
        indicators = tables.indicators[tables.indicators["standard_version"] == version["standard_version"]]
        there = organisation(tables.towns, periods)
        reported = of_towns_there(values[values["period"].isin(periods)], there)
        measured = indicator_month(reported, indicators, tables.key_towns, version["missing_policy"])
        totals = town_score_month(measured, indicators, there, tables.key_towns)
        made = {
            "fct_indicator_month": measured,
            "fct_function_score_month": function_score_month(measured, indicators),
            "fct_town_score_month": totals,
            "fct_county_score_month": county_score_month(totals, reported, submissions, indicators, there),
        }
        for name, frame in made.items():
            parts.setdefault(name, []).append(frame)
    return {name: pd.concat(frames, ignore_index=True) for name, frames in parts.items()}
