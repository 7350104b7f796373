"""Judgements of batches that have not changed since, so that cost follows change.

Belongs here: what a batch is known by, which ones are to be judged, and keeping the results. Does not belong
here: the judgement (`expectations.batches`).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from expectations.batches import RESULT_COLUMNS, validate
from ingest import dictionary
from ingest.towns import organisation

#: A batch by ledger and month.
Batch = tuple[str, str]

_RESULTS, _STATE = "results.parquet", "judged.json"


def validate_changed(
    batches: Mapping[Batch, str],
    values_of: Callable[[list[Batch]], pd.DataFrame],
    kept: Path,
    docs: Path | None = None,
) -> pd.DataFrame:
    """The results of all batches, as `batches.validate` gives them; only those that have changed are judged.

    A batch comes with what its values are known by; `values_of` gives the values of those that are to be judged.
    `kept` holds what was judged before, `docs` the Data Docs.
    """
    expected = _expected()
    state = json.loads((kept / _STATE).read_text(encoding="utf-8")) if (kept / _STATE).exists() else {}
    known = {tuple(key.split("/")): value for key, value in state.get("batches", {}).items()}
    if state.get("expected") != expected or known.keys() - batches.keys() or (docs and not docs.exists()):
        # What is gone from the batches must go from the pages, which are made anew then.
        shutil.rmtree(kept, ignore_errors=True)
        if docs:
            shutil.rmtree(docs, ignore_errors=True)
        known = {}
    stale = sorted(batch for batch, content in batches.items() if known.get(batch) != content)
    results = _read(kept)
    if stale:
        judged = validate(values_of(stale), docs, kept if docs else None)
        is_stale = pd.MultiIndex.from_frame(results[["ledger", "period"]]).isin(stale)
        results = pd.concat([results[~is_stale], judged]).sort_values(["ledger", "period"], kind="stable")
        results = results.reset_index(drop=True)
        _write(kept, results, {"expected": expected, "batches": {"/".join(k): v for k, v in batches.items()}})
    return results


def _expected() -> str:
    """What the judgement rests on beside the values: our code and bounds, fields, places, the library."""
    folders = (Path(__file__).parent, Path(dictionary.__file__).parent, organisation.FOLDER)
    files = [p for folder in folders for p in sorted(folder.iterdir()) if p.suffix in (".py", ".csv")]
    said = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
    return hashlib.sha256("".join([*said, version("great_expectations")]).encode()).hexdigest()


def _read(kept: Path) -> pd.DataFrame:
    file = kept / _RESULTS
    if not file.exists():
        return pd.DataFrame(columns=list(RESULT_COLUMNS)).astype(RESULT_COLUMNS)
    return pd.read_parquet(file).astype(RESULT_COLUMNS)


def _write(kept: Path, results: pd.DataFrame, state: Mapping[str, object]) -> None:
    """The results, then what they are of: a run killed in between judges again."""
    kept.mkdir(parents=True, exist_ok=True)
    results.to_parquet(kept / f".{_RESULTS}", index=False)
    os.replace(kept / f".{_RESULTS}", kept / _RESULTS)
    (kept / f".{_STATE}").write_text(json.dumps(state, indent=1, sort_keys=True), encoding="utf-8")
    os.replace(kept / f".{_STATE}", kept / _STATE)
