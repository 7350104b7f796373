"""The supervision list computed a second time, straight from its rules (scoring.py says why there is a second).

Belongs here: quarters, what each rule measures on a town and on a county, entry and release. Does not belong
here: scores (scoring.py), and anything of the product.

A quarter is '2025Q1'; shares are of one; None means that a rule can't be judged in a quarter.
"""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pandas as pd

from tests.reference.methods import STARTED, last_day
from tests.reference.scoring import expected_ledgers, expected_periods

RULES = ("no_projects", "few_projects", "slow_progress", "weak_push", "no_effect")
ACCEPTED = ("accepted", "accepted_with_findings")


class Judged(NamedTuple):
    """What a rule says of a town or county in a quarter."""

    figure: float
    is_met: bool
    is_released: bool


def quarter_of(period: str) -> str:
    """'2025-05' → '2025Q2'."""
    return f"{period[:4]}Q{(int(period[5:]) + 2) // 3}"


def quarters(periods: Iterable[str]) -> list[str]:
    """The quarters of the expected periods, in order."""
    return sorted({quarter_of(period) for period in periods})


def no_projects(projects_this_year: int) -> Judged:
    """no project reported this year, though the county's projects ledger was accepted | a project reported"""
    return Judged(projects_this_year, projects_this_year == 0, projects_this_year > 0)


def few_projects(started: int) -> Judged:
    """fewer than 2 projects started | 2 started"""
    return Judged(started, started < 2, started >= 2)


def slow_progress(percent: float) -> Judged:
    """investment progress below 70 % of the time-proportional plan | at least 80 %"""
    percent_exact = round(percent, 9)
    return Judged(percent, percent_exact < 70, percent_exact >= 80)


def weak_push(late_or_missing: int, uncorrected: int) -> Judged:
    """two or more of the county's reports (county × month × ledger) of the quarter late or missing, or a
    returned one not corrected within 10 days | none in a quarter"""
    return Judged(
        late_or_missing, late_or_missing >= 2 or uncorrected > 0, late_or_missing == 0 and uncorrected == 0
    )


def no_effect(score: float, before: float | None, peers: Sequence[float]) -> Judged | None:
    """score in the lowest tenth of its peer group (rounded up to whole towns) and not above the previous
    quarter's; not applied in the first quarter | above the lowest fifth, or above the previous quarter's by
    a point

    Ties share the place nearer to the end; `peers` are the scores of the group, the town's own included.
    """
    if before is None:
        return None
    place = 1 + sum(round(other, 9) < round(score, 9) for other in peers)
    tenth, fifth = math.ceil(len(peers) / 10), math.ceil(len(peers) / 5)
    gain = round(score - before, 9)
    return Judged(score, place <= tenth and round(score, 9) <= round(before, 9), place > fifth or gain >= 1)


def of_county(judged: Sequence[Judged], towns: int) -> Judged:
    """a county meets a rule where a third or more of its towns do; it is released where fewer than a third of
    its towns fall short of the release"""
    meeting = sum(one.is_met for one in judged)
    short = sum(not one.is_released for one in judged)
    return Judged(meeting, 3 * meeting >= towns, 3 * short < towns)


def states(judged: dict[str, Judged | None], all_quarters: Sequence[str]) -> list[tuple[str, str, str]]:
    """(quarter, status, first quarter of the entry): on the list from the quarter that meets the rule until
    one that releases; a quarter that says nothing changes nothing."""
    rows, first = [], ""
    for quarter in all_quarters:
        one = judged.get(quarter)
        if one is not None and one.is_met:
            rows.append((quarter, "continued" if first else "listed", first or quarter))
            first = first or quarter
        elif first and one is not None and one.is_released:
            rows.append((quarter, "released", first))
            first = ""
        elif first:
            rows.append((quarter, "continued", first))
    return rows


def reports_of(
    submissions: pd.DataFrame, county: str, periods: Sequence[str], known_until: pd.Timestamp
) -> tuple[int, int]:
    """The county's late or missing reports and its returned ones not corrected within 10 days, of the months.

    Late: the first file came after the 5th of the next month. What is not yet due is not missing.
    """
    late_or_missing = 0
    files = submissions[
        (submissions["county_code"] == county) & (submissions["disposition"] != "duplicate")
    ].sort_values(["received_at", "source_file"])
    for period in periods:
        due = pd.Timestamp(last_day(period) + dt.timedelta(days=5)) + pd.Timedelta(
            hours=23, minutes=59, seconds=59
        )
        if due >= known_until:
            continue
        for ledger in expected_ledgers(period):
            sent = files[(files["period"] == period) & (files["ledger"] == ledger)]
            late_or_missing += sent.empty or sent["received_at"].iloc[0] > due
    uncorrected = 0
    of_months = files[files["period"].isin(periods)]
    for one in of_months[of_months["disposition"] == "rejected"].itertuples():
        by = one.received_at + pd.Timedelta(days=10)
        good = of_months[
            (of_months["period"] == one.period)
            & of_months["disposition"].isin(ACCEPTED)
            & of_months["received_at"].between(one.received_at, by)
        ]
        if one.ledger:
            good = good[good["ledger"] == one.ledger]
        uncorrected += good.empty and by < known_until
    return late_or_missing, uncorrected


def town_judgements(
    values: pd.DataFrame,
    submissions: pd.DataFrame,
    measured: pd.DataFrame,
    totals: pd.DataFrame,
    there: pd.DataFrame,
) -> dict[tuple[str, str, str], dict[str, Judged]]:
    """By (county, town, rule): what the rule says, quarter by quarter; a quarter that says nothing is absent.

    `measured` and `totals` are scores of the second computation; values and submissions are published ones.
    """
    periods = expected_periods(submissions)
    known_until = submissions["received_at"].max()
    projects = values[values["ledger"] == "projects"]
    progress = measured[(measured["indicator"] == "investment_progress") & (measured["status"] == "ok")]
    percent = progress.set_index(["town_code", "period"])["score"].to_dict()
    scores = quarter_scores(totals)
    found: dict[tuple[str, str, str], dict[str, Judged]] = {}

    def say(county: str, town: str, rule: str, quarter: str, judged: Judged | None) -> None:
        if judged is not None:
            found.setdefault((county, town, rule), {})[quarter] = judged

    for quarter in quarters(periods):
        months = [period for period in periods if quarter_of(period) == quarter]
        towns = there[there["period"] == months[-1]]
        of_quarter = scores[
            (scores["quarter"] == quarter) & scores["town_code"].isin(set(towns["town_code"]))
        ]
        for county, of_county_ in towns.groupby("county_code"):
            own = projects[projects["county_code"] == county]
            reported = sorted(set(own["period"]) & set(months))
            pushed = weak_push(*reports_of(submissions, county, months, known_until))
            for town in of_county_["town_code"]:
                say(county, town, "weak_push", quarter, pushed)
                if reported:
                    last = reported[-1]
                    mine = projects[projects["town_code"] == town]
                    year = mine[(mine["period"] <= last) & (mine["period"].str[:4] == quarter[:4])]
                    say(county, town, "no_projects", quarter, no_projects(year["record_key"].nunique()))
                    status = mine[(mine["period"] == last) & (mine["field"] == "status")]["value_text"]
                    say(county, town, "few_projects", quarter, few_projects(status.isin(STARTED).sum()))
                    if (town, last) in percent:
                        say(county, town, "slow_progress", quarter, slow_progress(percent[town, last]))
        homes = dict(zip(towns["town_code"], towns["county_code"], strict=True))
        for one in of_quarter.itertuples():
            peers = list(of_quarter.loc[of_quarter["peer_group"] == one.peer_group, "score"])
            before = None if pd.isna(one.before) else one.before
            say(
                homes[one.town_code], one.town_code, "no_effect", quarter, no_effect(one.score, before, peers)
            )
    return found


def quarter_scores(totals: pd.DataFrame) -> pd.DataFrame:
    """A quarter's score is that of its last month with a score; beside it the score of the quarter before."""
    scores = totals.assign(quarter=totals["period"].map(quarter_of)).sort_values("period")
    scores = scores.groupby(["town_code", "quarter"], as_index=False).last()
    number = scores["quarter"].map(lambda q: int(q[:4]) * 4 + int(q[5]))
    known = dict(zip(zip(scores["town_code"], number, strict=True), scores["score"], strict=True))
    return scores.assign(
        before=[known.get((town, n - 1)) for town, n in zip(scores["town_code"], number, strict=True)]
    )


def supervision_list(
    values: pd.DataFrame,
    submissions: pd.DataFrame,
    measured: pd.DataFrame,
    totals: pd.DataFrame,
    there: pd.DataFrame,
) -> pd.DataFrame:
    """The list: level, county_code, town_code, rule, quarter, status, first_seen, figure, is_restricted.

    `no_projects`, or two rules or more: funding applications are restricted.
    """
    of_towns = town_judgements(values, submissions, measured, totals, there)
    order = quarters(expected_periods(submissions))
    ends = there.assign(quarter=there["period"].map(quarter_of))
    ends = ends[ends["period"] == ends.groupby("quarter")["period"].transform("max")]
    counts = ends.groupby(["quarter", "county_code"])["town_code"].count()
    homes = {(row.quarter, row.town_code): row.county_code for row in ends.itertuples()}
    together: dict[tuple[str, str, str], dict[str, list[Judged]]] = {}
    for (county, _, rule), judged in of_towns.items():
        for quarter, one in judged.items():
            together.setdefault((county, "", rule), {}).setdefault(quarter, []).append(one)
    of_counties = {
        key: {
            quarter: every[0] if key[2] == "weak_push" else of_county(every, counts[quarter, key[0]])
            for quarter, every in judged.items()
        }
        for key, judged in together.items()
    }
    # A town is followed through whatever county it belongs to, a merged one no further than it was one.
    followed: dict[tuple[str, str, str, str], dict[str, Judged]] = {}
    for level, found in (("town", of_towns), ("county", of_counties)):
        for (county, town, rule), judged in found.items():
            followed.setdefault((level, county if level == "county" else "", town, rule), {}).update(judged)
    rows = [
        {
            "level": level,
            "county_code": county or homes[quarter, town],
            "town_code": town,
            "rule": rule,
            "quarter": quarter,
            "status": status,
            "first_seen": first,
            "figure": judged[quarter].figure if quarter in judged else None,
        }
        for (level, county, town, rule), judged in followed.items()
        for quarter, status, first in states(dict(judged), order)
        if level == "county" or (quarter, town) in homes
    ]
    frame = pd.DataFrame(rows).astype({"figure": float})
    open_ = frame[frame["status"] != "released"]
    who = ["level", "county_code", "town_code", "quarter"]
    restricted = {
        key for key, rules in open_.groupby(who)["rule"] if len(rules) >= 2 or "no_projects" in set(rules)
    }
    keys = list(frame[who].itertuples(index=False, name=None))
    return frame.assign(
        is_restricted=[
            key in restricted and status != "released"
            for key, status in zip(keys, frame["status"], strict=True)
        ]
    )
