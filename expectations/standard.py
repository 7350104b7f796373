"""Whether the tables of the evaluation standard hold together: judged before anything is built with them.

Belongs here: what one table says of another (weights, fields, validity, completeness), each fault with its
file and row. Does not belong here: what can be declared of a column or a key (`seeds`), and what dbt's own tests
say of what was built.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import isfinite
from pathlib import Path

from expectations import seeds
from expectations.seeds import Row, Tables, is_day

_OPEN_END = "9999-12"
#: Tables in which every version must have a row for each of these columns' values that any version has or the yml
#: declares.
_SAID_BY_EVERY_VERSION = {
    "parameters": "parameter",
    "time_shares": "month",
    "supervision_rules": "rule",
    "grade_bands": "grade",
    "deadline_scores": "outcome",
    "stage_scores": "stage",
    "expected_ledgers": "ledger",
    "ledger_preferences": "function",
    "methods": "method",
}
#: Weights that add up to 100 among the parameters, by how their names begin.
_PARAMETER_WEIGHTS = ("county_weight_", "quality_weight_")
#: Tables whose scores are points out of a hundred.
_POINTS = ("stage_scores", "deadline_scores")


def faults(folder: Path, dictionary: Path) -> list[str]:
    """What is wrong with the standard's tables in a folder of the project's seeds, each fault in a sentence that
    names file and row; `dictionary` is the folder of the field dictionary. Empty where all is well.
    """
    tables = seeds.tables(folder, dictionary)
    return seeds.faults(folder, tables) or [
        *_validity(tables["standard_versions"]),
        *_versions(tables),
        *_completeness(tables, seeds.accepted(folder)),
        *_weights(tables),
        *_indicators(tables),
        *_bands(tables),
        *_ranges(tables),
        *_measures(tables),
    ]


def _of(tables: Tables, table: str, version: str) -> list[Row]:
    return [row for row in tables[table] if row["standard_version"] == version]


def _validity(versions: Sequence[Row]) -> Iterator[str]:
    """Each month belongs to one version, without gaps; a version without a beginning is never in force."""
    dated = sorted((row for row in versions if row["valid_from"]), key=lambda row: row["valid_from"])
    for before, row in pairwise(dated):
        place = f"standard_versions.csv row {row.line}"
        last = before["valid_to"] or _OPEN_END
        if row["valid_from"] <= last:
            yield (
                f"{place}: version {row['standard_version']} holds from {row['valid_from']}, but"
                f" {before['standard_version']} (row {before.line}) holds until"
                f" {before['valid_to'] or 'further notice'}"
            )
        elif row["valid_from"] != _month_after(last):
            yield f"{place}: no version holds between {last} and {row['valid_from']}"


def _month_after(period: str) -> str:
    year, month = int(period[:4]), int(period[5:])
    return f"{year + month // 12}-{month % 12 + 1:02}"


def _versions(tables: Tables) -> Iterator[str]:
    known = {row["standard_version"] for row in tables["standard_versions"]}
    for name, table in tables.items():
        for row in table:
            version = row.said.get("standard_version")
            if version is not None and version not in known:
                yield f"{name}.csv row {row.line}: no version {version!r} in standard_versions.csv"


def _completeness(tables: Tables, accepted: Mapping[tuple[str, str], set[str]]) -> Iterator[str]:
    for version in tables["standard_versions"]:
        for name, column in _SAID_BY_EVERY_VERSION.items():
            said = {row[column] for row in _of(tables, name, version["standard_version"])}
            needed = {row[column] for row in tables[name]} | accepted.get((name, column), set())
            for lacking in sorted(needed - said):
                yield (
                    f"standard_versions.csv row {version.line}: version {version['standard_version']} lacks"
                    f" {column} {lacking!r} in {name}.csv"
                )


def _weights(tables: Tables) -> Iterator[str]:
    parameters = tables["parameters"]
    groups = [("indicators", "weight", tables["indicators"])] + [
        ("parameters", "value", [row for row in parameters if row["parameter"].startswith(prefix)])
        for prefix in _PARAMETER_WEIGHTS
    ]
    for name, column, rows in groups:
        by_version: dict[str, list[tuple[int, float]]] = {}
        for row in rows:
            weight = _number(row[column]) or 0.0
            if weight < 0:
                yield f"{name}.csv row {row.line}: {row[column]!r} is no weight"
            by_version.setdefault(row["standard_version"], []).append((row.line, weight))
        for version, weights in by_version.items():
            total = sum(weight for _, weight in weights)
            if abs(total - 100) > 1e-9:
                yield (
                    f"{name}.csv rows {weights[0][0]} to {weights[-1][0]}: the weights of version {version}"
                    f" add up to {total:g}, not to 100"
                )


def _indicators(tables: Tables) -> Iterator[str]:
    functions = {row["function"] for row in tables["functions"]}
    for row in tables["indicators"]:
        version, name = row["standard_version"], row["indicator"]
        place = f"indicators.csv row {row.line} ({name}, version {version})"
        if row["function"] not in functions:
            yield f"{place}: unknown function {row['function']!r}"
        if row["applies_to"] not in {
            "all",
            *(r["applies_to"] for r in _of(tables, "applicability", version)),
        }:
            yield f"{place}: unknown applies_to {row['applies_to']!r}"
        method = next((r for r in _of(tables, "methods", version) if r["method"] == row["method"]), None)
        if method is None:
            yield f"{place}: unknown method {row['method']!r}"
            continue
        if not row["numerator"]:
            yield f"{place}: it has no numerator"
        known = _known_terms(tables, row, method["measured_on"])
        terms = f"{row['numerator']}+{row['denominator']}".replace("|", "+").split("+")
        for term in filter(None, terms):
            if term not in known:
                yield f"{place}: unknown field {term!r}"
        if method["value_rule"] in ("quotient", "growth") and not row["denominator"]:
            yield f"{place}: method {row['method']} needs a denominator"
        if not _is_target(row["target"], method["value_rule"], _of(tables, "stage_scores", version)):
            yield f"{place}: {row['target']!r} is no target for method {row['method']}"


def _known_terms(tables: Tables, indicator: Row, measured_on: str) -> set[str]:
    """What may stand in an indicator's terms: conditions on projects, or fields of the ledgers it may read."""
    version = indicator["standard_version"]
    if measured_on == "project_counts":
        return {row["condition"] for row in _of(tables, "project_conditions", version)}
    preferences = _of(tables, "ledger_preferences", version)
    of_function = {row["ledger"] for row in preferences if row["function"] == indicator["function"]}
    ledgers = {"projects"} if measured_on == "project_sums" else of_function
    return {row["field"] for row in tables["fields"] if row["ledger"] in ledgers}


def _bands(tables: Tables) -> Iterator[str]:
    """Each grade begins below the one before it and the lowest at 0, so that every total has one."""
    for version in tables["standard_versions"]:
        name = version["standard_version"]
        bands = sorted(_of(tables, "grade_bands", name), key=lambda row: int(row["position"]))
        for above, row in pairwise(bands):
            if float(row["from_score"]) >= float(above["from_score"]):
                yield (
                    f"grade_bands.csv row {row.line}: {row['grade']} begins at {row['from_score']}, not below"
                    f" {above['from_score']} ({above['grade']})"
                )
        for row in bands[-1:]:
            if float(row["from_score"]) != 0:
                yield (
                    f"grade_bands.csv row {row.line}: the lowest grade of version {name} begins at"
                    f" {row['from_score']}, not at 0"
                )


def _ranges(tables: Tables) -> Iterator[str]:
    for name in _POINTS:
        for row in tables[name]:
            if not 0 <= float(row["score"]) <= 100:
                yield f"{name}.csv row {row.line}: score {row['score']} does not lie in 0..100"
    for row in tables["time_shares"]:
        elapsed, whole = row["months_elapsed"], row["months_of_year"]
        if not 0 < float(elapsed) <= float(whole):
            yield f"time_shares.csv row {row.line}: {elapsed} of {whole} months is no share of a year"


def _measures(tables: Tables) -> Iterator[str]:
    """What a task of the plan is followed by is there: an indicator of any version, a ledger, a kind of work or town."""
    (work_items,) = (row["type"] for row in tables["fields"] if row["field"] == "work_item")
    known = {
        "indicator": {row["indicator"] for row in tables["indicators"]},
        "ledger": {row["ledger"] for row in tables["ledgers"]},
        "tier_projects": {row["designation"] for row in tables["designations"] if row["tier"]},
        "work_item": {item.partition("=")[0] for item in work_items.removeprefix("enum:").split("|")},
    }
    for row in tables["plan_task_measures"]:
        kind, code = row["kind"], row["code"]
        if code not in known.get(kind, {""}):
            yield f"plan_task_measures.csv row {row.line} ({row['task']}): unknown {kind} {code!r}"


def _is_target(target: str, value_rule: str, stages: Sequence[Row]) -> bool:
    if value_rule == "stage":
        return target in {row["stage"] for row in stages}
    if value_rule == "deadline":
        return is_day(target)
    return (_number(target) or 0) > 0


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None
