"""What becomes of records, values, cells and ledgers once the findings are known.

Belongs here: moving statuses and the counts of cells with them, so that read = accepted + rejected +
withheld + ignored stays true. Does not belong here: deciding what is a finding.
"""

from __future__ import annotations

import pandas as pd

from expectations.wide import READING

_RANK = {"withheld": 0, "rejected": 1, "accepted": 2}
_OUTCOMES = {rank: outcome for outcome, rank in _RANK.items()}
_RECORD = [*READING, "record_id"]
_CELL = [*READING, "sheet", "cell"]
_FINAL = ("rejected", "ignored")

Frames = dict[str, pd.DataFrame]


def settle(frames: Frames, found: pd.DataFrame) -> Frames:
    """The frames with every record, value, cell and ledger moved to where the new findings put it.

    `found` has the columns of findings; its outcomes reject_row and withhold decide.
    """
    rejected = found.loc[found["outcome"] == "reject_row", _RECORD]
    withheld = found.loc[found["outcome"] == "withhold", [*_RECORD, "field"]]
    records, values = frames["records"].copy(), frames["values"].copy()
    records["status"] = records["status"].mask(_is_among(records, rejected), "rejected")
    values["status"] = values["status"].mask(
        _is_among(values, withheld) & (values["status"] == "accepted"), "withheld"
    )
    values["status"] = values["status"].mask(_is_among(values, rejected), "rejected")
    findings = pd.concat([frames["findings"], found], ignore_index=True)
    return {
        **frames,
        "records": records,
        "values": values,
        "findings": findings,
        "cells": _moved(frames["cells"], _uses(frames["records"], frames["values"]), _uses(records, values)),
        "ledgers": _dispositions(frames["ledgers"], records, findings),
    }


def _is_among(frame: pd.DataFrame, chosen: pd.DataFrame) -> pd.Series:
    """Per row whether its identifying columns are among those of `chosen`."""
    columns = list(chosen.columns)
    among = pd.MultiIndex.from_frame(frame[columns]).isin(pd.MultiIndex.from_frame(chosen))
    return pd.Series(among, index=frame.index)


def _uses(records: pd.DataFrame, values: pd.DataFrame) -> pd.Series:
    """Per cell that records rest on its outcome; a cell that several share counts as the best of them."""
    keys = records.assign(cell=records["key_cells"].str.split(",")).explode("cell")
    places = pd.concat([values[[*_CELL, "status"]], keys.loc[keys["cell"] != "", [*_CELL, "status"]]])
    return places["status"].map(_RANK).groupby([places[name] for name in _CELL]).max()


def _moved(cells: pd.DataFrame, before: pd.Series, after: pd.Series) -> pd.DataFrame:
    """The counts of cells, moved from the outcomes before to those after."""
    changed = before[before != after]
    if changed.empty:
        return cells
    leaving, arriving = _counted(changed, -1), _counted(after[changed.index], 1)
    moved = pd.concat([cells, leaving, arriving], ignore_index=True)
    identity = [name for name in cells.columns if name != "cells"]
    counts = moved.groupby(identity, as_index=False, sort=False)["cells"].sum()
    return counts[counts["cells"] != 0].reset_index(drop=True)[cells.columns].astype(cells.dtypes)


def _counted(ranks: pd.Series, sign: int) -> pd.DataFrame:
    frame = ranks.index.to_frame(index=False).assign(outcome=ranks.map(_OUTCOMES).to_numpy(), reason="")
    counts = frame.groupby([*READING, "sheet", "outcome", "reason"]).size()
    return (sign * counts).rename("cells").reset_index()


def _dispositions(ledgers: pd.DataFrame, records: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """Each ledger's counts and disposition; one that keeps no record at all is rejected."""
    identity = [*READING, "ledger"]
    counts = records.groupby([*identity, "status"]).size().unstack("status", fill_value=0)
    counts = counts.reindex(columns=["accepted", "rejected"], fill_value=0)
    index = pd.MultiIndex.from_frame(ledgers[identity])
    counts = counts.reindex(index, fill_value=0)
    accepted, rejected = counts["accepted"].to_numpy(), counts["rejected"].to_numpy()
    grave = findings.loc[findings["severity"] != "info", identity]
    has_findings = _is_among(ledgers, grave) | _is_among(ledgers, grave.loc[grave["ledger"] == "", READING])
    disposition = pd.Series("accepted", index=ledgers.index).mask(has_findings, "accepted_with_findings")
    disposition = disposition.mask((accepted == 0) & (rejected > 0), "rejected")
    disposition = disposition.mask(ledgers["disposition"].isin(_FINAL), ledgers["disposition"])
    return ledgers.assign(
        disposition=disposition.astype(ledgers["disposition"].dtype),
        records_accepted=pd.Series(accepted, index=ledgers.index).astype(ledgers["records_accepted"].dtype),
        records_rejected=pd.Series(rejected, index=ledgers.index).astype(ledgers["records_rejected"].dtype),
    )
