"""From a score back to its cells: everything that the published snapshot says of one town, month and indicator
(or function, or the total).

Belongs here: finding the town, the indicator and the rows. Does not belong here: how it is put in words
(`orchestration.explanation`), and anything that computes a score. Needs DuckDB alone.
"""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

import duckdb

Row = dict[str, Any]

TOTAL = ("total", "总分", "总得分")
_SUFFIXES = ("街道办事处", "街道办", "街道", "镇", "乡")


class NothingFoundError(LookupError):
    """What was asked for is not in the snapshot; the message names what is near."""


def explain(database: Path, town: str, indicator: str, period: str) -> Row:
    """What stands behind a score, as plain values (money in 万元, rates in percent).

    `town` is a code or any known name, `indicator` an id or a Chinese name, a function, or 'total'. Raises
    NothingFoundError.
    """
    with duckdb.connect(str(database), read_only=True) as connection:
        place = _town(connection, town)
        score = _one(
            connection,
            "select * from fct_town_score_month where town_code = $town and period = $period",
            town=place["town_code"],
            period=period,
        )
        if score is None:
            raise NothingFoundError(_no_score(connection, place, period))
        found: Row = {"town": place, "period": period, "standard_version": score["standard_version"]}
        found["total"] = _total(connection, score)
        function = _function(connection, indicator)
        if indicator in TOTAL or function:
            found["kind"] = "function" if function else "total"
            found |= _parts(connection, score, function)
        else:
            found["kind"] = "indicator"
            found |= _indicator(connection, score, indicator)
        return found


def _town(connection: duckdb.DuckDBPyConnection, asked: str) -> Row:
    towns = _rows(connection, "select * from dim_town order by town_code")
    aliases = _rows(connection, "select town_code, alias from dim_town_alias")
    names: dict[str, set[str]] = {}
    for town in towns:
        short = _without_suffix(town["town_name"])
        for name in (town["town_code"], town["town_name"], short):
            names.setdefault(name, set()).add(town["town_code"])
            names.setdefault(town["county_name"] + name, set()).add(town["town_code"])
    for alias in aliases:
        names.setdefault(alias["alias"], set()).add(alias["town_code"])
    codes = names.get("".join(asked.split()), set())
    if len(codes) == 1:
        return next(town for town in towns if town["town_code"] in codes)
    if codes:
        listed = "、".join(
            f"{t['county_name']}{t['town_name']}（{t['town_code']}）"
            for t in towns
            if t["town_code"] in codes
        )
        raise NothingFoundError(f"“{asked}”指不止一个镇：{listed}")
    near = _near(asked, [town["town_name"] for town in towns])
    raise NothingFoundError(f"没有叫“{asked}”的镇{near}")


def _without_suffix(name: str) -> str:
    return next((name.removesuffix(suffix) for suffix in _SUFFIXES if name.endswith(suffix)), name)


def _function(connection: duckdb.DuckDBPyConnection, asked: str) -> str:
    functions = _rows(connection, "select distinct function, function_name from dim_indicator")
    return next((f["function"] for f in functions if asked in (f["function"], f["function_name"])), "")


def _no_score(connection: duckdb.DuckDBPyConnection, town: Row, period: str) -> str:
    periods = _rows(
        connection,
        "select period from fct_town_score_month where town_code = $town order by 1",
        town=town["town_code"],
    )
    if not periods:
        return f"{town['town_name']}没有任何月份的得分"
    listed = "、".join(row["period"] for row in periods)
    return f"{town['town_name']}在{period}没有得分（未报送或无此月）；有得分的月份：{listed}"


def _total(connection: duckdb.DuckDBPyConnection, score: Row) -> Row:
    """The town's total and ranks, and how soft the rank is (of the last quarter's end known by then)."""
    peers = _one(
        connection,
        "select count(*) as towns, count(*) filter (peer_group = $peer_group) as peers"
        " from fct_town_score_month where period = $period",
        period=score["period"],
        peer_group=score["peer_group"],
    )
    softness = _one(
        connection,
        "select period, rank_p05, rank_median, rank_p95, overlap_from, overlap_to, overlapping_towns"
        " from rpt_rank_robustness where town_code = $town and period <= $period"
        " order by period desc limit 1",
        town=score["town_code"],
        period=score["period"],
    )
    names = ("score", "rank_city", "rank_county", "rank_peer", "peer_group", "weight", "missing_indicators")
    return {name: score[name] for name in names} | (peers or {}) | {"softness": softness}


_RESULTS = """
    select
        results.indicator, indicators.name_zh, indicators.function, indicators.function_name, indicators.method,
        indicators.method_name, indicators.method_rule, indicators.target, indicators.weight, indicators.clause,
        indicators.set_by, indicators.numerator as numerator_terms, indicators.denominator as denominator_terms,
        results.numerator, results.denominator, results.value, results.value_text, results.score, results.status
    from fct_indicator_month as results
    join dim_indicator as indicators using (indicator, standard_version)
    where results.town_code = $town and results.period = $period
"""


def _parts(connection: duckdb.DuckDBPyConnection, score: Row, function: str) -> Row:
    """The functions (or one), and their indicators by the points that they cost."""
    where = {"town": score["town_code"], "period": score["period"]}
    functions = _rows(
        connection,
        "select function, function_name, score, weight, missing_indicators from fct_function_score_month"
        " join (select distinct function, function_name from dim_indicator) using (function)"
        " where town_code = $town and period = $period order by score",
        **where,
    )
    indicators = _rows(
        connection,
        f"select *, weight * (100 - score) / $weight as points_lost from ({_RESULTS})"
        " where score is not null and ($function = '' or function = $function)"
        " order by points_lost desc, indicator",
        **where,
        weight=score["weight"],
        function=function,
    )
    chosen = [row for row in functions if function in ("", row["function"])]
    if function and not chosen:
        raise NothingFoundError("该镇当月这项功能没有计分的指标（未到期或不适用）")
    return {"functions": chosen, "indicators": indicators}


def _indicator(connection: duckdb.DuckDBPyConnection, score: Row, asked: str) -> Row:
    where = {"town": score["town_code"], "period": score["period"]}
    results = _rows(connection, _RESULTS, **where)
    result = next((row for row in results if asked in (row["indicator"], row["name_zh"])), None)
    if result is None:
        names = [row[name] for row in results for name in ("name_zh", "indicator")]
        raise NothingFoundError(f"没有叫“{asked}”的指标{_near(asked, names)}")
    counts = result["score"] is not None
    result["points"] = result["weight"] * result["score"] / score["weight"] if counts else None
    result["points_at_most"] = result["weight"] * 100 / score["weight"] if counts else None
    where |= {"indicator": result["indicator"]}
    peers = _one(
        connection,
        "select count(*) filter (results.score > own.score + 5e-10) + 1 as rank, count(*) as towns"
        " from fct_indicator_month as results"
        " join fct_town_score_month as totals using (town_code, period)"
        " join fct_town_score_month as mine on mine.town_code = $town and mine.period = $period"
        " join fct_indicator_month as own"
        " on own.town_code = $town and own.period = $period and own.indicator = $indicator"
        " where results.period = $period and results.indicator = $indicator"
        " and totals.peer_group = mine.peer_group and results.score is not null",
        **where,
    )
    sources = _rows(
        connection,
        "select sources.*, fields.ledger_name, fields.label_zh as field_name, fields.unit,"
        " files.due_at, files.is_late, files.disposition"
        " from fct_indicator_source as sources"
        " join dim_field as fields using (ledger, field)"
        " join fct_submission as files using (submission_id, ledger)"
        " where town_code = $town and sources.period = $period and indicator = $indicator"
        " order by part desc, record_key, field",
        **where,
    )
    findings = _rows(
        connection,
        "select distinct findings.severity, findings.message_zh, findings.source_file, findings.sheet,"
        " findings.cell from fct_finding as findings join fct_indicator_source as sources"
        " using (submission_id, sheet, cell)"
        " where town_code = $town and sources.period = $period and indicator = $indicator order by all",
        **where,
    )
    decisions = _rows(
        connection,
        "select * from fct_decision where decision_id in ("
        "select reported.decision_id from fct_ledger_value as reported"
        " join fct_indicator_source as sources using (submission_id, sheet, cell)"
        " where sources.town_code = $town and sources.period = $period and sources.indicator = $indicator)",
        **where,
    )
    result["terms_missing"] = _missing_terms(connection, result, sources)
    return {
        "indicator": result,
        "rank_among_peers": peers if counts else None,
        "sources": sources,
        "findings": findings,
        "decisions": decisions,
    }


def _missing_terms(connection: duckdb.DuckDBPyConnection, result: Row, sources: list[Row]) -> list[str]:
    """The Chinese names of the fields that the indicator needs and the town did not report."""
    if result["status"] != "missing":
        return []
    terms = f"{result['numerator_terms']}+{result['denominator_terms']}".replace("|", "+").split("+")
    lacking = [term for term in terms if term and term not in {source["term"] for source in sources}]
    labels = {
        row["field"]: row["label_zh"] for row in _rows(connection, "select field, label_zh from dim_field")
    }
    return [labels.get(term, term) for term in lacking]


def _near(asked: str, names: list[str]) -> str:
    near = difflib.get_close_matches(asked, names, n=4, cutoff=0.3)
    return f"；相近的有：{'、'.join(near)}" if near else ""


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, **parameters: Any) -> list[Row]:
    cursor = connection.execute(sql, parameters)
    names = [column[0] for column in cursor.description or []]
    return [
        {name: _plain(value) for name, value in zip(names, row, strict=True)} for row in cursor.fetchall()
    ]


def _one(connection: duckdb.DuckDBPyConnection, sql: str, **parameters: Any) -> Row | None:
    return next(iter(_rows(connection, sql, **parameters)), None)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
