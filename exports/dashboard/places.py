"""The pages of the counties and of the towns; those of key towns say more, since more is asked of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from exports.dashboard import city, wording
from exports.dashboard.marts import Marts, Row, grouped, keyed
from exports.dashboard.page import Page

#: How many towns before and after it are shown beside a town in a large peer group.
_NEIGHBOURS = 3


def pages(marts: Marts) -> Iterator[Page]:
    """The page of every county and every town."""
    if marts.periods:
        for county in marts.rows("counties"):
            yield _county(marts, county)
        yield from _towns(marts)


def _county(marts: Marts, county: Row) -> Page:
    code, period = county["county_code"], marts.latest
    own = [row for row in marts.rows("county_months") if row["county_code"] == code]
    now = keyed(own, "period")
    summary = keyed(marts.rows("project_summary"), "period", "grouped_by", "group_code")
    reports = [row for row in marts.rows("reporting") if row["county_code"] == code]
    evidence = [
        r for r in marts.rows("supervision_evidence") if r["level"] == "county" and r["county_code"] == code
    ]
    findings = [row for row in marts.rows("findings") if row["county_code"] == code]
    observations = [row for row in marts.rows("observations") if row["county_code"] == code]
    shown = {
        "county": county,
        "period": period,
        "now": now.get(period),
        "before": now.get(marts.before(period)),
        "soft": _softness(marts, code, period),
        "of_counties": len(marts.rows("counties")),
        "towns": _towns_of(marts, code, period),
        "function_order": city.functions(marts),
        "investment": summary.get((period, "county", code)),
        "functions": city.functions_of(marts, period, county_code=code),
        "city_functions": keyed(city.functions_of(marts, period), "function"),
        "reports": keyed(reports, "period", "ledger"),
        "ledgers": list(dict.fromkeys(row["ledger"] for row in reports)),
        "recent": list(reversed(marts.recent)),
        "submissions": grouped([s for s in marts.rows("submissions") if s["county_code"] == code], "period"),
        "codes": Counter((r["severity"], r["code"]) for r in findings if r["period"] == period),
        "findings": [row for row in findings if row["period"] == period],
        "projects": [r for r in marts.rows("projects") if r["county_code"] == code and r["period"] == period],
        "funds": [row for row in marts.rows("fund_summary") if row["county_code"] == code],
        "listed": [
            r for r in marts.rows("supervision") if r["level"] == "county" and r["county_code"] == code
        ],
        "listed_towns": _listed_towns(marts, code),
        "evidence": grouped(evidence, "quarter", "rule"),
        "observations": grouped(observations, "quarter"),
        "corrections": [row for row in marts.rows("corrections") if row["county_code"] == code],
        "trend": _trend(own, county["county_name"], marts),
    }
    return Page(
        f"counties/{code}.html", "county.html", county["county_name"], county["county_name"], "county", shown
    )


def _softness(marts: Marts, county_code: str, period: str) -> Row | None:
    """How soft the county's rank is, by the last quarter known at a month's end."""
    known = [row for row in marts.rows("county_robustness") if row["county_code"] == county_code]
    return next((row for row in reversed(known) if row["period"] <= period), None)


def _listed_towns(marts: Marts, county_code: str) -> list[list[Row]]:
    """The county's towns on the list of the last quarter, each with its entries."""
    listed = [
        row
        for row in marts.rows("supervision")
        if row["county_code"] == county_code
        and row["level"] == "town"
        and row["quarter"] == marts.quarters[-1]
        and row["status"] != "released"
    ]
    return list(grouped(listed, "town_code").values())


def _towns_of(marts: Marts, county_code: str, period: str) -> list[Row]:
    """The county's towns by rank; those without a score last."""
    ranked = keyed([row for row in marts.rows("town_months") if row["period"] == period], "town_code")
    scores = keyed(
        [r for r in marts.rows("function_months") if r["period"] == period], "town_code", "function"
    )
    towns = [
        {
            **town,
            "now": ranked.get(town["town_code"]),
            "functions": [scores.get((town["town_code"], f)) for f in city.functions(marts)],
        }
        for town in marts.towns_at(period)
        if town["county_code"] == county_code
    ]
    return sorted(towns, key=lambda town: town["now"]["rank_city"] if town["now"] else len(ranked) + 1)


def _trend(rows: list[Row], name: str, marts: Marts) -> list[Row]:
    """Scores by month of a place, and the mean of the city's towns to hold them against; nothing without scores."""
    if not rows:
        return []
    series = [
        ({"zh": name, "en": name}, rows),
        ({"zh": "全市平均", "en": "City mean"}, marts.rows("city_months")),
    ]
    return [
        {"label": label, "place": place, "period": row["period"], "score": row["score"]}
        for place, (label, own) in enumerate(series)
        for row in own
    ]


def _towns(marts: Marts) -> Iterator[Page]:
    period = marts.latest
    indicators = city.indicators_of(marts)
    months = grouped(marts.rows("town_months"), "town_code")
    functions = grouped(marts.rows("function_months"), "town_code")
    results = grouped(marts.rows("indicator_months"), "town_code")
    projects = grouped([row for row in marts.rows("projects") if row["period"] == period], "town_code")
    funds = grouped(marts.rows("funds"), "town_code")
    listed = grouped([row for row in marts.rows("supervision") if row["level"] == "town"], "town_code")
    evidence = grouped(
        [r for r in marts.rows("supervision_evidence") if r["level"] == "town"],
        "town_code",
        "quarter",
        "rule",
    )
    targets = grouped(marts.rows("plan_targets"), "town_code")
    evaluations = keyed(marts.rows("key_towns"), "town_code")
    softness = grouped(marts.rows("robustness"), "town_code")
    corrections = grouped(marts.rows("corrections"), "town_code")
    summary = keyed(marts.rows("project_summary"), "period", "grouped_by", "group_code")
    counties = keyed([r for r in marts.rows("county_months") if r["period"] == period], "county_code")
    reports = grouped([r for r in marts.rows("reporting") if r["period"] == period], "county_code")
    peers = {
        group: keyed(city.functions_of(marts, period, peer_group=group), "function")
        for group in {row["peer_group"] for row in marts.rows("town_months")}
    }
    names = keyed(marts.rows("towns"), "town_code")
    for town in marts.rows("towns"):
        code = town["town_code"]
        of_month = keyed(months[code], "period")
        shown: dict[str, Any] = {
            "town": town,
            "period": period,
            "recent": marts.recent,
            "now": of_month.get(period),
            "before": of_month.get(marts.before(period)),
            "soft": next((r for r in reversed(softness[code]) if r["period"] <= period), None),
            "functions": _functions(functions[code], period, marts.before(period)),
            "peer_functions": peers[of_month[period]["peer_group"]] if period in of_month else {},
            "results": _results(results[code], marts, indicators),
            "targets": _with_meta(targets[code], of_month, indicators),
            "evaluation": evaluations.get(code),
            "history": _history(results[code], indicators) if code in evaluations else [],
            "projects": projects[code],
            "investment": summary.get((period, "town", code)),
            "funds": funds[code],
            "listed": list(reversed(listed[code])),
            "evidence": {key[1:]: rows for key, rows in evidence.items() if key[0] == code}
            if listed[code]
            else {},
            "peers": _peers(marts, of_month.get(period)),
            "county": counties.get(town["county_code"]),
            "reports": reports[town["county_code"]],
            "corrections": corrections[code],
            "trend": _trend(months[code], town["town_name"], marts),
            "counted": len(marts.towns_at(period)),
            "merged_into": names.get(town["merged_into"]),
        }
        yield Page(f"towns/{code}.html", "town.html", town["town_name"], town["town_name"], "town", shown)


def _with_meta(rows: list[Row], months: dict[str, Row], indicators: dict[tuple[str, str], Row]) -> list[Row]:
    """Targets of the plan with what the standard of their month says of the indicator."""
    return [
        {**row, "meta": indicators[months[row["period"]]["standard_version"], row["indicator"]]}
        for row in rows
    ]


def _history(rows: list[Row], indicators: dict[tuple[str, str], Row]) -> list[Row]:
    """Scores of the recent months by indicator, as small multiples show them."""
    found = []
    for row in rows:
        meta = indicators[row["standard_version"], row["indicator"]]
        if row["score"] is not None:
            found.append(
                {
                    "label": {"zh": meta["name_zh"], "en": meta["name_en"]},
                    "place": wording.place("function", meta["function"]),
                    "period": row["period"],
                    "score": row["score"],
                }
            )
    return found


def _functions(rows: list[Row], period: str, before: str) -> list[Row]:
    """The town's function scores of a month in the order of the standard, each with that of the month before."""
    earlier = {row["function"]: row["score"] for row in rows if row["period"] == before}
    found = [{**row, "before": earlier.get(row["function"])} for row in rows if row["period"] == period]
    return sorted(found, key=lambda row: wording.place("function", row["function"]))


def _results(
    rows: list[Row], marts: Marts, indicators: dict[tuple[str, str], Row]
) -> list[tuple[str, list[Row]]]:
    """The town's indicators of the month shown by function, each with its results of the recent months."""
    by_indicator = grouped(rows, "indicator")
    found = [
        {
            **row,
            "meta": indicators[row["standard_version"], row["indicator"]],
            "history": keyed(by_indicator[row["indicator"]], "period"),
        }
        for row in rows
        if row["period"] == marts.latest
    ]
    by_function = grouped(found, "function")
    return [(f, by_function[f]) for f in city.functions(marts) if by_function[f]]


def _peers(marts: Marts, now: Row | None) -> list[Row]:
    """The towns of the same peer group around a town, by rank: all of a small group, its neighbours in a large one."""
    if now is None:
        return []
    names = keyed(marts.rows("towns"), "town_code")
    group = [
        row
        for row in marts.rows("town_months")
        if row["period"] == now["period"] and row["peer_group"] == now["peer_group"]
    ]
    place = next(i for i, row in enumerate(group) if row["town_code"] == now["town_code"])
    first = 0 if len(group) <= 4 * _NEIGHBOURS + 2 else max(0, place - _NEIGHBOURS)
    last = len(group) if not first and len(group) <= 4 * _NEIGHBOURS + 2 else place + _NEIGHBOURS + 1
    return [{**names[row["town_code"]], **row} for row in group[first:last]]
