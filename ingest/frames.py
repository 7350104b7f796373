"""The rows of readings as frames: what is judged, shown and kept."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import pyarrow as pa

from ingest.rows import Rows
from ingest.schemas import READING_DATASETS

Frames = dict[str, pd.DataFrame]


def to_frames(parts: Iterable[Rows]) -> Frames:
    """The rows of any number of readings as one frame a dataset."""
    collected = list(parts)
    return {
        name: pa.Table.from_pylist(
            [row for part in collected for row in part[name]], schema=schema
        ).to_pandas()
        for name, schema in READING_DATASETS.items()
    }
