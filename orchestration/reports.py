"""What assets report: counts and previews of frames, as Dagster shows them."""

from __future__ import annotations

import dagster as dg
import pandas as pd

from ingest.frames import Frames
from orchestration.intake import severities

_PREVIEW = 15


def outcome_metadata(frames: Frames) -> dict[str, int | dg.MarkdownMetadataValue]:
    """Records, findings and cells of judged frames, with previews."""
    records, findings, cells = frames["records"], frames["findings"], frames["cells"]
    accepted = int((records["status"] == "accepted").sum())
    by_severity = severities(findings)
    by_outcome = cells.groupby("outcome")["cells"].sum()
    shown = findings[["severity", "code", "message_zh", "sheet", "cell"]]
    counts = records.groupby(["ledger", "status"]).size().unstack(fill_value=0).reset_index()
    return {
        "records_accepted": accepted,
        "records_rejected": len(records) - accepted,
        **{f"findings_{severity}": by_severity.get(severity, 0) for severity in ("error", "warning", "info")},
        **{f"cells_{outcome}": int(count) for outcome, count in by_outcome.items()},
        "records_by_ledger": frame_preview(counts),
        "findings_preview": frame_preview(shown),
    }


def frame_preview(frame: pd.DataFrame) -> dg.MarkdownMetadataValue:
    """The first rows as a table."""
    columns = list(frame.columns)
    lines = [columns, ["---"] * len(columns), *frame.head(_PREVIEW).astype(str).to_numpy().tolist()]
    table = "\n".join(
        "| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines
    )
    return dg.MetadataValue.md(table)
