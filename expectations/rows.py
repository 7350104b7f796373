"""The judgement of records: frames of any number of readings in, the same frames judged out.

A pure function of its input: no result depends on which readings stand together or in which order. Needs
nothing but the readings; what needs other submissions is judged in the warehouse. No Great Expectations.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import asdict
from typing import Any

import pandas as pd

from expectations import checks, fates, personal, wide
from expectations.fates import Frames
from expectations.wide import READING, Batch
from expectations.wording import Case, Scene, Withheld, speak
from ingest import dictionary
from ingest.findings import Finding, finding
from ingest.schemas import FINDINGS

_TEXTS = {
    "records": ["record_key", "record_label"],
    "values": ["record_key", "value_text", "raw_text"],
    "findings": ["message_zh", "raw_text", "suggestion"],
}


def judge(frames: Frames) -> Frames:
    """The datasets of `ingest.schemas` with every row rule applied.

    Records that break one are rejected and values withheld, their cells counted with them; each reason is
    a finding after those of the reading; ledgers get their disposition. Personal data in free text is
    masked wherever it stands.
    """
    batch = wide.assemble(frames)
    found = _findings(batch, frames["findings"], frames["cells"])
    frames = {**frames, "findings": _told_once(frames["findings"], found)}
    return {name: _masked(frame, name) for name, frame in fates.settle(frames, found).items()}


def _findings(batch: Batch, known: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """The findings of all broken rules, columns as in the schema, numbered on from the known ones."""
    words = dictionary.load()
    order = {(field.ledger, field.name): position for position, field in enumerate(words.fields)}
    withheld = {
        tuple(item[name] for name in (*READING, "record_id", "field")): item
        for item in known[known["outcome"] == "withhold"].to_dict("records")
    }
    cases = [case for ledger in words.ledgers for case in _cases(batch, ledger, withheld)]
    cases.sort(key=lambda case: (case.row, order[case.rule.ledger, case.rule.field]))
    said = [*_of_names(cells), *((case.record, speak(case)) for case in cases)]
    rows = [
        {
            **{name: record[name] for name in READING},
            **asdict(item),
            "severity": item.code.severity,
            "code": item.code.code,
            "outcome": item.code.outcome,
            "message_zh": item.message,
        }
        for record, item in said
    ]
    found = pd.DataFrame(rows, columns=FINDINGS.names)
    last = known.groupby(READING)["finding_no"].max()
    offsets = found[READING].merge(last.rename("last"), left_on=READING, right_index=True, how="left")["last"]
    found["finding_no"] = found.groupby(READING).cumcount() + 1 + offsets.fillna(0)
    return found.astype(known.dtypes)


def _told_once(known: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """The known findings without those that one found says as well: why a required cell is withheld."""
    place = [*READING, "record_id", "field"]
    said = found.loc[found["code"] == "REQUIRED_UNREADABLE", place]
    is_echo = pd.MultiIndex.from_frame(known[place]).isin(pd.MultiIndex.from_frame(said))
    return known[~((known["outcome"] == "withhold") & is_echo)]


def _of_names(cells: pd.DataFrame) -> list[tuple[dict[Hashable, Any], Finding]]:
    """The findings on sheets in whose names a person's number stands, each with the reading that it is of."""
    sheets = cells[[*READING, "sheet"]].drop_duplicates()
    found = []
    for sheet in sheets[personal.is_in(sheets["sheet"])].to_dict("records"):
        name, kinds = personal.mask(sheet["sheet"])
        told = {"name": f"工作表“{name}”", "label": "名称", "kind": "、".join(kinds)}
        found.append((sheet, finding("PERSONAL_DATA", sheet=sheet["sheet"], **told)))
    return found


def _cases(batch: Batch, ledger: str, withheld: Withheld) -> list[Case]:
    rows = batch.wide(ledger)
    if rows.empty:
        return []
    scene = Scene(ledger, rows, batch, withheld)
    return [Case(rule, row, scene) for rule, labels in checks.failures(ledger, rows) for row in labels]


def _masked(frame: pd.DataFrame, dataset: str) -> pd.DataFrame:
    """Free text without personal data; the columns meant for it keep theirs and never leave the store."""
    is_free = ~frame["is_personal"] if "is_personal" in frame else pd.Series(True, index=frame.index)
    return frame.assign(
        **{
            column: personal.masked(frame.loc[is_free, column]).reindex(frame.index).fillna(frame[column])
            for column in _TEXTS.get(dataset, [])
        }
    )
