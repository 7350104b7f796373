"""The pages about the whole city as it stands: overview, key towns, the standard; and what other pages share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from exports.dashboard import wording
from exports.dashboard.marts import Marts, Row, grouped, keyed
from exports.dashboard.page import Page

#: How many towns the overview names at the end of the ranking, and of those whose funding is restricted.
_LAST = 10


def pages(marts: Marts) -> Iterator[Page]:
    """Every page about the city; where nothing is expected yet, the overview that says so and the standard."""
    if marts.periods:
        yield _overview(marts)
        yield _key_towns(marts)
    else:
        yield Page("index.html", "empty.html", "概况", "Overview", "overview", {})
    yield Page("standard.html", "standard.html", "指标说明", "Standard", "standard", standard(marts))


def standard(marts: Marts) -> dict[str, Any]:
    """The indicators by standard version, and by function within it."""
    by_place = grouped(marts.rows("indicators"), "standard_version", "function")
    versions = dict.fromkeys(version for version, _ in by_place)
    return {
        "versions": {
            version: {f: by_place[version, f] for f in functions(marts) if (version, f) in by_place}
            for version in versions
        }
    }


def indicators_of(marts: Marts) -> dict[tuple[str, str], Row]:
    """Standard version and indicator → what the standard says of it."""
    return keyed(marts.rows("indicators"), "standard_version", "indicator")


def counties_of(marts: Marts, period: str) -> list[Row]:
    """The counties of a month by rank, each with its rank and score of the month before, and how soft its rank is."""
    by_month = grouped(marts.rows("county_months"), "period")
    earlier = keyed(by_month[marts.before(period)], "county_code")
    soft = keyed(marts.rows("county_robustness"), "county_code", "period")
    return [
        {**row, "before": earlier.get(row["county_code"]), "soft": soft.get((row["county_code"], period))}
        for row in by_month[period]
    ]


def functions_of(marts: Marts, period: str, county_code: str = "", peer_group: str = "") -> list[Row]:
    """Mean function scores of a month in the city, a county or a peer group, with the month before."""
    means = keyed(marts.rows("function_means"), "county_code", "peer_group", "period", "function")
    place = (county_code, peer_group)
    found = []
    for function in functions(marts):
        row = means.get((*place, period, function))
        before = means.get((*place, marts.before(period), function))
        if row:
            found.append({**row, "before": before["score"] if before else None})
    return found


def functions(marts: Marts) -> list[str]:
    """The functions of the standard in their usual order."""
    found = {row["function"] for row in marts.rows("indicators")}
    return sorted(found, key=lambda function: (wording.place("function", function), function))


def _overview(marts: Marts) -> Page:
    period = marts.latest
    cities = keyed(marts.rows("city_months"), "period")
    projects = keyed(marts.rows("project_summary"), "period", "grouped_by", "group_code")
    reports = grouped(marts.rows("reporting"), "period")
    quarter = marts.quarters[-1] if marts.quarters else ""
    listed = [r for r in marts.rows("supervision") if r["quarter"] == quarter and r["status"] != "released"]
    counties = counties_of(marts, period)
    shown = {
        "period": period,
        "city": cities.get(period),
        "before": cities.get(marts.before(period)),
        "towns_in_all": len(marts.towns_at(period)),
        "investment": projects.get((period, "city", "")),
        "counties": counties,
        "has_softness": any(county["soft"] for county in counties),
        "functions": functions_of(marts, period),
        "reports": Counter(row["status"] for row in reports[period]),
        "not_on_time": [row for row in reports[period] if row["status"] != "on_time"],
        "under_way": [later for later in marts.periods if later > period],
        "quarter": quarter,
        "is_unfinished": bool(quarter) and marts.is_unfinished(quarter),
        "listed": _by_place(listed),
        "rules": Counter((r["level"], r["rule"]) for r in listed),
        "severities": Counter(r["severity"] for r in marts.rows("findings") if r["period"] == period),
        "key_groups": _key_groups(marts),
        "last": _last(marts, period),
        "most_restricted": _LAST,
        "trend": marts.rows("city_months"),
        "function_trend": _function_trend(marts),
    }
    return Page("index.html", "overview.html", "概况", "Overview", "overview", shown)


def _function_trend(marts: Marts) -> list[Row]:
    """The city's mean function scores of every month, as small multiples show them."""
    order = functions(marts)
    return [
        {
            "label": dict(zip(("zh", "en"), marts.words["function", row["function"]], strict=True)),
            "place": order.index(row["function"]),
            "period": row["period"],
            "score": row["score"],
        }
        for row in marts.rows("function_means")
        if not row["county_code"] and not row["peer_group"]
    ]


def _by_place(listed: list[Row]) -> dict[str, list[list[Row]]]:
    """Entries of the supervision list by level, the entries of one place together, the gravest places first."""
    found = {}
    for level in ("county", "town"):
        of_level = grouped((r for r in listed if r["level"] == level), "county_code", "town_code").values()
        found[level] = sorted(of_level, key=lambda rows: (not rows[0]["is_restricted"], -len(rows)))
    return found


def _last(marts: Marts, period: str) -> list[Row]:
    """The last towns of the ranking, the last one first, with what they are listed for."""
    names = keyed(marts.rows("towns"), "town_code")
    ranked = [row for row in marts.rows("town_months") if row["period"] == period]
    return [{**names[row["town_code"]], **row} for row in reversed(ranked[-_LAST:])]


def _key_towns(marts: Marts) -> Page:
    targets = grouped(marts.rows("plan_targets"), "town_code")
    groups = [
        (group, [{**town, "targets": targets[town["town_code"]]} for town in towns])
        for group, towns in _key_groups(marts)
    ]
    names = keyed(marts.rows("plan_targets"), "indicator")
    shown = {"groups": groups, "names": names, "indicators": indicators_of(marts)}
    return Page("key-towns.html", "key_towns.html", "重点镇", "Key towns", "key_towns", shown)


def _key_groups(marts: Marts) -> list[tuple[str, list[Row]]]:
    return list(grouped(marts.rows("key_towns"), "peer_group").items())
