"""The pages about the whole city: overview, rankings, key towns, supervision, projects, reporting, quality."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from exports.dashboard import wording
from exports.dashboard.marts import Marts, Row, grouped, keyed
from exports.dashboard.page import Page

#: How many towns the overview names at the end of the ranking.
_LAST = 10
#: How many cells the supervision list shows of one entry; the page of the town or county shows all.
_SHOWN_EVIDENCE = 12
_SEVERITIES = ("error", "warning", "info")
_REPORTS = ("on_time", "late", "returned", "missing")


def pages(marts: Marts) -> Iterator[Page]:
    """Every page about the city; where nothing is expected yet, the overview that says so and the standard."""
    if marts.periods:
        yield _overview(marts)
        yield _key_towns(marts)
        for quarter in marts.quarters:
            yield _supervision(marts, quarter)
        for period in marts.recent:
            yield from (page(marts, period) for page in (_rankings, _projects, _reporting, _quality))
    else:
        yield Page("index.html", "empty.html", "概况", "Overview", "overview", {})
    yield Page("standard.html", "standard.html", "指标说明", "Standard", "standard", standard(marts))


def standard(marts: Marts) -> dict[str, Any]:
    """The indicators by standard version, and by function within it."""
    versions = grouped(marts.rows("indicators"), "standard_version")
    return {"versions": {version: grouped(rows, "function") for version, rows in versions.items()}}


def indicators_of(marts: Marts) -> dict[tuple[str, str], Row]:
    """Standard version and indicator → what the standard says of it."""
    return keyed(marts.rows("indicators"), "standard_version", "indicator")


def counties_of(marts: Marts, period: str) -> list[Row]:
    """The counties of a month by rank, each with its rank and score of the month before."""
    by_month = grouped(marts.rows("county_months"), "period")
    earlier = keyed(by_month[marts.before(period)], "county_code")
    return [{**row, "before": earlier.get(row["county_code"])} for row in by_month[period]]


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


def months(period: str, marts: Marts, folder: str) -> dict[str, Any]:
    """What a choice of the month shows: the recent months, newest first, with their pages."""
    return {"period": period, "months": [(p, f"{folder}/{p}.html") for p in reversed(marts.recent)]}


def _overview(marts: Marts) -> Page:
    period = marts.latest
    cities = keyed(marts.rows("city_months"), "period")
    projects = keyed(marts.rows("project_summary"), "period", "grouped_by", "group_code")
    reports = grouped(marts.rows("reporting"), "period")
    quarter = marts.quarters[-1] if marts.quarters else ""
    listed = [r for r in marts.rows("supervision") if r["quarter"] == quarter and r["status"] != "released"]
    shown = {
        "period": period,
        "city": cities.get(period),
        "before": cities.get(marts.before(period)),
        "towns_in_all": len(marts.rows("towns")),
        "investment": projects.get((period, "city", "")),
        "counties": counties_of(marts, period),
        "functions": functions_of(marts, period),
        "reports": Counter(row["status"] for row in reports[period]),
        "not_on_time": [row for row in reports[period] if row["status"] != "on_time"],
        "under_way": [
            (p, Counter(r["is_due"] or r["status"] != "missing" for r in reports[p]))
            for p in marts.periods
            if p > period
        ],
        "quarter": quarter,
        "listed": _by_place(listed),
        "rules": Counter((r["level"], r["rule"]) for r in listed),
        "severities": Counter(r["severity"] for r in marts.rows("findings") if r["period"] == period),
        "key_groups": _key_groups(marts),
        "last": _last(marts, period),
        "trend": marts.rows("city_months"),
        "function_trend": _function_trend(marts),
    }
    return Page("index.html", "overview.html", "概况", "Overview", "overview", shown)


def _function_trend(marts: Marts) -> list[Row]:
    """The city's mean function scores of every month, as small multiples show them."""
    names = {row["function"]: row["function_name"] for row in marts.rows("indicators")}
    order = functions(marts)
    return [
        {
            "label": wording.pair("function", row["function"], names[row["function"]]),
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


def _rankings(marts: Marts, period: str) -> Page:
    by_month = grouped(marts.rows("town_months"), "period")
    earlier = keyed(by_month[marts.before(period)], "town_code")
    scores = {
        (r["town_code"], r["function"]): r["score"]
        for r in marts.rows("function_months")
        if r["period"] == period
    }
    soft = keyed([r for r in marts.rows("robustness") if r["period"] == period], "town_code")
    ranked = keyed(by_month[period], "town_code")
    towns = [
        {
            **town,
            "now": ranked.get(town["town_code"]),
            "before": earlier.get(town["town_code"]),
            "soft": soft.get(town["town_code"]),
            "functions": [scores.get((town["town_code"], f)) for f in functions(marts)],
        }
        for town in marts.rows("towns")
    ]
    towns.sort(key=lambda town: town["now"]["rank_city"] if town["now"] else len(towns) + 1)
    shown = {
        **months(period, marts, "rankings"),
        "towns": towns,
        "counties": marts.rows("counties"),
        "functions": functions(marts),
        "has_softness": bool(soft),
    }
    return Page(
        f"rankings/{period}.html",
        "rankings.html",
        f"{period} 各镇排名",
        f"Town ranking {period}",
        "rankings",
        shown,
    )


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
    by_group = grouped(marts.rows("key_towns"), "peer_group")
    return [(group, by_group[group]) for group in ("provincial", "municipal", "county") if by_group[group]]


def _supervision(marts: Marts, quarter: str) -> Page:
    rows = [row for row in marts.rows("supervision") if row["quarter"] == quarter]
    shown = {
        "quarter": quarter,
        "quarters": [(q, f"supervision/{q}.html") for q in reversed(marts.quarters)],
        "entries": sorted(rows, key=_gravity),
        "evidence": evidence_of(marts, quarter),
        "rules": list(dict.fromkeys(row["rule"] for row in rows)),
        "counties": marts.rows("counties"),
        "statuses": Counter((row["level"], row["status"]) for row in rows),
        "shown_evidence": _SHOWN_EVIDENCE,
    }
    title = (f"{quarter} 督帮名单", f"Supervision list {quarter}")
    return Page(f"supervision/{quarter}.html", "supervision.html", *title, "supervision", shown)


def _gravity(row: Row) -> tuple[Any, ...]:
    """Counties before towns; what is open before what is released, the restricted first."""
    return (row["level"], row["status"] == "released", not row["is_restricted"])


def evidence_of(marts: Marts, quarter: str) -> dict[Any, list[Row]]:
    """A quarter's evidence by county, town ('' for the entries of counties themselves) and rule."""
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in marts.rows("supervision_evidence"):
        if row["quarter"] == quarter:
            town = row["town_code"] if row["level"] == "town" else ""
            found[row["county_code"], town, row["rule"]].append(row)
    return found


def _projects(marts: Marts, period: str) -> Page:
    summary = keyed(marts.rows("project_summary"), "period", "grouped_by", "group_code")
    projects = [row for row in marts.rows("projects") if row["period"] == period]
    shown = {
        **months(period, marts, "projects"),
        "projects": projects,
        "city": summary.get((period, "city", "")),
        "by_county": [(c, summary.get((period, "county", c["county_code"]))) for c in marts.rows("counties")],
        "counties": marts.rows("counties"),
        "statuses": sorted({row["status"] for row in projects}),
        "functions": [f for f in functions(marts) if any(row["function"] == f for row in projects)],
    }
    return Page(
        f"projects/{period}.html",
        "projects.html",
        f"{period} 建设项目",
        f"Projects {period}",
        "projects",
        shown,
    )


def _reporting(marts: Marts, period: str) -> Page:
    rows = marts.rows("reporting")
    ledgers = list(dict.fromkeys(row["ledger"] for row in rows))
    recent = grouped(rows, "county_code", "period")
    shown = {
        **months(period, marts, "reporting"),
        "ledgers": ledgers,
        "reports": keyed([row for row in rows if row["period"] == period], "county_code", "ledger"),
        "counts": Counter(row["status"] for row in rows if row["period"] == period),
        "history": {key: Counter(row["status"] for row in of_month) for key, of_month in recent.items()},
        "recent": marts.recent,
        "quality": keyed([r for r in marts.rows("county_months") if r["period"] == period], "county_code"),
        "counties": marts.rows("counties"),
        "statuses": _REPORTS,
    }
    return Page(
        f"reporting/{period}.html",
        "reporting.html",
        f"{period} 报送情况",
        f"Reporting {period}",
        "reporting",
        shown,
    )


def _quality(marts: Marts, period: str) -> Page:
    findings = [row for row in marts.rows("findings") if row["period"] == period]
    codes = grouped(findings, "severity", "code")
    order = {severity: place for place, severity in enumerate(_SEVERITIES)}
    shown = {
        **months(period, marts, "quality"),
        "findings": findings,
        "codes": sorted(codes.items(), key=lambda item: (order[item[0][0]], -len(item[1]), item[0])),
        "severities": Counter(row["severity"] for row in findings),
        "by_county": Counter((row["county_code"], row["severity"]) for row in findings),
        "quality": sorted(
            (
                r
                for r in marts.rows("county_months")
                if r["period"] == period and r["quality_rank"] is not None
            ),
            key=lambda row: (row["quality_rank"], row["county_code"]),
        ),
        "counties": marts.rows("counties"),
        "order": _SEVERITIES,
    }
    return Page(
        f"quality/{period}.html",
        "quality.html",
        f"{period} 数据质量",
        f"Data quality {period}",
        "quality",
        shown,
    )
