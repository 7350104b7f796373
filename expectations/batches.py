"""The judgement of whole batches: one Great Expectations run a ledger and month, over all counties.

Belongs here: what a batch is made of, running the suites, and telling the results apart by county. It never
decides what becomes of a record; it says how much a county's month can be relied on.
"""

from __future__ import annotations

import datetime as dt
import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from ingest import dictionary
from ingest.towns import organisation

if TYPE_CHECKING:
    from great_expectations import ValidationDefinition
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.data_context import EphemeralDataContext
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

#: The columns of a result; county_code is '' where an expectation is about the whole city.
RESULT_COLUMNS = {
    "period": "str",
    "ledger": "str",
    "county_code": "str",
    "field": "str",
    "expectation": "str",
    "description_zh": "str",
    "severity": "str",
    "success": "bool",
    "observed": "float64",
}
#: What Great Expectations keeps of suites and of results, by the names under which it looks for them.
_KEPT_STORES = {
    "expectations_store": "ExpectationsStore",
    "validation_results_store": "ValidationResultsStore",
}
_RECORD = ["county_code", "town_code", "record_key", "submission_id"]


def validate(values: pd.DataFrame, docs: Path | None = None, kept: Path | None = None) -> pd.DataFrame:
    """Validate every ledger and month that the values are about; one row per county and expectation.

    `values` has a row per accepted value that counts: county_code, period, ledger, town_code, record_key,
    submission_id, field, value_number, value_text. `observed` is the share of a county's records that meet
    the expectation (an expectation about the whole city observes its own measure); a county without any
    record that it could apply to has no row. With `docs`, the folder becomes the Data Docs of this run, and with
    `kept`, a folder that keeps what Great Expectations knows, those of earlier runs as well.
    """
    context = _context(kept)
    rows: list[dict[str, Any]] = []
    for ledger, of_ledger in values.groupby("ledger", sort=True):
        definition = _definition(context, str(ledger))
        for period, own in of_ledger.groupby("period", sort=True):
            batch = batch_of(str(ledger), str(period), own)
            about = {"period": period, "ledger": ledger}
            results = _run(definition, str(period), batch)
            rows += [about | row for item in results for row in _rows(item, batch)]
    if docs is not None:
        from expectations.docs import build, follow

        if kept is None or not docs.exists():
            build(context, docs)
        else:
            follow(context, docs, set(values[["ledger", "period"]].itertuples(index=False, name=None)))
    return pd.DataFrame(rows, columns=list(RESULT_COLUMNS)).astype(RESULT_COLUMNS)


def _context(kept: Path | None = None) -> EphemeralDataContext:
    """A context that tells nobody and leaves nothing behind, save suites and results in `kept`."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with warnings.catch_warnings():
        # Its import reads modules that Python has deprecated; nothing of ours could change that.
        warnings.simplefilter("ignore", DeprecationWarning)
        import great_expectations as gx
        from great_expectations.data_context.types.base import (
            DataContextConfig,
            InMemoryStoreBackendDefaults,
            ProgressBarsConfig,
        )

        import expectations.suites  # noqa: F401 - imports more of it
    stores = InMemoryStoreBackendDefaults()
    for name, kind in _KEPT_STORES.items() if kept is not None else ():
        backend = {"class_name": "TupleFilesystemStoreBackend", "base_directory": f"{kept}/{name}"}
        stores.stores[name] = {"class_name": kind, "store_backend": backend}
    context = gx.get_context(
        mode="ephemeral", project_config=DataContextConfig(store_backend_defaults=stores)
    )
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return context


def batch_of(ledger: str, period: str, values: pd.DataFrame) -> pd.DataFrame:
    """One row per record, or per expected reporter without one; columns as `expectations.suites` names them.

    Fields stand under their Chinese labels. Where the ledger has one record a town, every town of the city
    is expected as it was on the month's last day, else every county.
    """
    from expectations import suites

    fields = suites.fields_of(ledger)
    wide = values.set_index([*_RECORD, "field"])
    spread = [
        wide[content].unstack("field").reindex(columns=[f.name for f in fields if f.is_numeric == is_number])
        for content, is_number in (("value_number", True), ("value_text", False))
    ]
    records = pd.concat(spread, axis="columns").reset_index().assign(**{suites.IS_REPORTED: 1})
    unit = "town_code" if dictionary.load().ledgers[ledger].rows == "one per town" else "county_code"
    expected = pd.DataFrame(_expected(unit, period), columns=_RECORD).assign(**{suites.IS_REPORTED: 0})
    silent = expected[~expected[unit].isin(records[unit])]
    batch = pd.concat([records, silent], ignore_index=True)
    known = organisation.load()
    towns = {town.code: town.name for town in known.towns(period)} | {"": ""}
    named = {
        suites.COUNTY_CODE: batch["county_code"],
        suites.COUNTY: batch["county_code"].map(known.counties),
        suites.TOWN: batch["town_code"].map(towns),
        suites.RECORD: batch["record_key"],
        suites.IS_REPORTED: batch[suites.IS_REPORTED],
    }
    reported = {f.label: batch[f.name].astype(float if f.is_numeric else object) for f in fields}
    return pd.DataFrame(named | reported)


def _expected(unit: str, period: str) -> Iterator[tuple[str, str, str, str]]:
    towns = organisation.load().towns(period)
    if unit == "town_code":
        yield from ((town.county_code, town.code, "", "") for town in towns)
    else:
        yield from ((county, "", "", "") for county in sorted({town.county_code for town in towns}))


def _definition(context: EphemeralDataContext, ledger: str) -> ValidationDefinition:
    """What is validated (a frame handed in) against what (the ledger's suite)."""
    from great_expectations import ValidationDefinition

    from expectations.suites import suite_of

    asset = context.data_sources.add_or_update_pandas(ledger).add_dataframe_asset(ledger)
    definition = ValidationDefinition(
        name=ledger,
        data=asset.add_batch_definition_whole_dataframe(ledger),
        suite=context.suites.add_or_update(suite_of(ledger)),
    )
    return context.validation_definitions.add_or_update(definition)


def _run(
    definition: ValidationDefinition, period: str, batch: pd.DataFrame
) -> list[ExpectationValidationResult]:
    """One validation. Its name and time are the period's, so that its page replaces that of an earlier run."""
    from great_expectations.core.run_identifier import RunIdentifier

    from expectations.suites import COUNTY, COUNTY_CODE, RECORD, TOWN

    result = definition.run(
        batch_parameters={"dataframe": batch},
        result_format={
            "result_format": "COMPLETE",
            "unexpected_index_column_names": [COUNTY_CODE, COUNTY, TOWN, RECORD],
            "return_unexpected_index_query": False,
        },
        run_id=RunIdentifier(run_name=period, run_time=dt.datetime.fromisoformat(f"{period}-01")),
    )
    for item in result.results:
        if item.exception_info.get("raised_exception") is not False:
            raise RuntimeError(f"{definition.name} {period}: {item.exception_info}")
    return result.results


def _rows(item: ExpectationValidationResult, batch: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The result of one expectation, a row per county it applies to, or one for the whole city."""
    config = item.expectation_config
    assert config is not None, "a result comes with what was expected"
    about = {
        "field": config.meta["field"],
        "expectation": config.type,
        "description_zh": config.description,
        "severity": config.severity,
    }
    if "unexpected_index_list" not in item.result:
        observed = item.result["observed_value"]
        if observed is not None:
            yield about | {"county_code": "", "success": bool(item.success), "observed": float(observed)}
        return
    applied = _applied(config, batch).groupby("county_code").size()
    failed = pd.Series(
        [case["county_code"] for case in item.result["unexpected_index_list"]], dtype="str"
    ).value_counts()
    for county, records in applied.items():
        share = 1 - failed.get(county, 0) / records
        yield about | {
            "county_code": county,
            "success": share >= config.kwargs.get("mostly", 1),
            "observed": share,
        }


def _applied(config: ExpectationConfiguration, batch: pd.DataFrame) -> pd.DataFrame:
    """The records that an expectation applies to: those it is meant for and that report what it looks at."""
    when = config.meta["when"]
    rows = batch[batch[when[0]].isin(when[1])] if when else batch
    if config.type == "expect_column_values_to_not_be_null":
        return rows
    looked_at = [config.kwargs[name] for name in ("column", "column_A", "column_B") if name in config.kwargs]
    return rows.dropna(subset=looked_at)
