"""The pages about a month or a quarter of the whole city: rankings, projects, reporting, quality, supervision."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from exports.dashboard.city import functions
from exports.dashboard.marts import Marts, Row, grouped, keyed
from exports.dashboard.page import Page

_SEVERITIES = ("error", "warning", "info")
_REPORTS = ("on_time", "late", "returned", "missing")
#: How many cells the supervision list shows of one entry; the page of the town or county shows all.
_SHOWN_EVIDENCE = 12


def pages(marts: Marts) -> Iterator[Page]:
    """The pages of every recent month and quarter."""
    if marts.periods:
        for quarter in marts.quarters:
            yield _supervision(marts, quarter)
        for period in marts.recent:
            yield from (page(marts, period) for page in (_rankings, _projects, _reporting, _quality))


def _months(period: str, marts: Marts, folder: str) -> dict[str, Any]:
    """What a choice of the month shows: the recent months, newest first, with their pages."""
    return {"period": period, "months": [(p, f"{folder}/{p}.html") for p in reversed(marts.recent)]}


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
        for town in marts.towns_at(period)
    ]
    towns.sort(key=lambda town: town["now"]["rank_city"] if town["now"] else len(towns) + 1)
    shown = {
        **_months(period, marts, "rankings"),
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


def _supervision(marts: Marts, quarter: str) -> Page:
    rows = [row for row in marts.rows("supervision") if row["quarter"] == quarter]
    shown = {
        "quarter": quarter,
        "is_unfinished": marts.is_unfinished(quarter),
        "quarters": [(q, f"supervision/{q}.html") for q in reversed(marts.quarters)],
        "entries": sorted(rows, key=_gravity),
        "evidence": _evidence(marts, quarter),
        "rules": list(dict.fromkeys(row["rule"] for row in rows)),
        "counties": marts.rows("counties"),
        "statuses": Counter((row["level"], row["status"]) for row in rows),
        "standing": Counter(level for level, *_ in {_whom(r) for r in rows if r["status"] != "released"}),
        "shown_evidence": _SHOWN_EVIDENCE,
    }
    title = (f"{quarter} 督帮名单", f"Supervision list {quarter}")
    return Page(f"supervision/{quarter}.html", "supervision.html", *title, "supervision", shown)


def _whom(row: Row) -> tuple[str, str, str]:
    """The county or town of an entry; it has one for each rule that it falls under."""
    return (row["level"], row["county_code"], row["town_code"])


def _gravity(row: Row) -> tuple[Any, ...]:
    """Counties before towns; what is open before what is released, the restricted first."""
    return (row["level"], row["status"] == "released", not row["is_restricted"])


def _evidence(marts: Marts, quarter: str) -> dict[Any, list[Row]]:
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
        **_months(period, marts, "projects"),
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
        **_months(period, marts, "reporting"),
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
        **_months(period, marts, "quality"),
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
