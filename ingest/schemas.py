"""The datasets of the ledger store, column by column.

One definition of what the store holds; `ingest.store` writes it, the warehouse reads it, the row
judgement passes it on. Nothing here computes. Strings are never null ('' = none); times are local
(Asia/Shanghai) without a zone; money is in 万元, rates in percent, flags 1/0, dates ISO text.
"""

from __future__ import annotations

import pyarrow as pa

_IDENTITY = [("submission_id", pa.string()), ("reading_version", pa.string())]
_PLACE = [("sheet", pa.string()), ("cell", pa.string())]

SUBMISSION = pa.schema(
    [
        ("submission_id", pa.string()),
        ("county_code", pa.string()),
        ("period", pa.string()),
        ("source_file", pa.string()),
        ("file_name", pa.string()),
        ("content_sha256", pa.string()),
        ("size_bytes", pa.int64()),
        ("received_at", pa.timestamp("us")),
        ("arrival", pa.int32()),
        ("obstacle", pa.string()),
    ]
)

#: What a person decided; what does not belong to a kind of decision is ''.
DECISION = pa.schema(
    [
        ("decision_id", pa.string()),
        ("kind", pa.string()),
        ("decided_at", pa.timestamp("us")),
        ("decided_by", pa.string()),
        ("reason", pa.string()),
        ("county_code", pa.string()),
        ("period", pa.string()),
        ("ledger", pa.string()),
        ("submission_id", pa.string()),
        ("finding_id", pa.string()),
        ("code", pa.string()),
        ("record_id", pa.string()),
        ("field", pa.string()),
        ("due_date", pa.string()),
        ("revokes", pa.string()),
    ]
)

LEDGERS = pa.schema(
    [
        *_IDENTITY,
        ("ledger", pa.string()),
        ("disposition", pa.string()),
        ("records_accepted", pa.int32()),
        ("records_rejected", pa.int32()),
    ]
)

RECORDS = pa.schema(
    [
        *_IDENTITY,
        ("ledger", pa.string()),
        ("record_id", pa.string()),
        ("town_code", pa.string()),
        ("record_key", pa.string()),
        ("record_label", pa.string()),
        *_PLACE,
        (
            "key_cells",
            pa.string(),
        ),  # A1 of each key field in the ledger's order, "B7,C7"; empty where it has none
        ("status", pa.string()),
    ]
)

VALUES = pa.schema(
    [
        *_IDENTITY,
        ("ledger", pa.string()),
        ("record_id", pa.string()),
        ("county_code", pa.string()),
        ("period", pa.string()),
        ("town_code", pa.string()),
        ("record_key", pa.string()),
        ("field", pa.string()),
        ("value_number", pa.float64()),
        ("value_text", pa.string()),
        ("status", pa.string()),
        *_PLACE,
        ("raw_text", pa.string()),
        ("precision", pa.string()),
        ("unit_source", pa.string()),
        ("is_personal", pa.bool_()),
    ]
)

FINDINGS = pa.schema(
    [
        *_IDENTITY,
        ("finding_no", pa.int32()),
        ("ledger", pa.string()),
        ("severity", pa.string()),
        ("code", pa.string()),
        ("outcome", pa.string()),
        ("message_zh", pa.string()),
        *_PLACE,
        ("raw_text", pa.string()),
        ("suggestion", pa.string()),
        ("field", pa.string()),
        ("record_id", pa.string()),
    ]
)

CELLS = pa.schema(
    [
        *_IDENTITY,
        ("sheet", pa.string()),
        ("outcome", pa.string()),
        ("reason", pa.string()),
        ("cells", pa.int64()),
    ]
)

#: The datasets of one reading, by name (the file stem in the store).
READING_DATASETS: dict[str, pa.Schema] = {
    "ledgers": LEDGERS,
    "records": RECORDS,
    "values": VALUES,
    "findings": FINDINGS,
    "cells": CELLS,
}
