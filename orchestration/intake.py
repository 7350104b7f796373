"""From landing to the judged store: which submissions a run takes in, read, judged and kept.

Only wiring: reading is `ingest`, judging `expectations`; here they are put one after the other for all
submissions of a run at once, and counted.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from expectations import rows
from ingest import recogniser
from ingest.batch import Job, read_files
from ingest.frames import Frames, to_frames
from ingest.intake import refusal
from ingest.reading import Source
from ingest.store import Store, Submission
from ingest.towns import places
from orchestration.layouts import Layouts

#: No overrides: what ships with the product decides alone.
SHIPPED = Layouts()


@dataclass
class Taken:
    """What a step took in: its submissions and judged frames, and the seconds of each stage."""

    submissions: Sequence[Submission]
    frames: Frames
    seconds: dict[str, float] = field(default_factory=dict)


class ConservationError(RuntimeError):
    """Cells read and cells accounted for differ: a bug, and no figures are kept."""


def unread(
    store: Store, is_wanted: Callable[[str, str], bool], layouts: Layouts = SHIPPED
) -> list[Submission]:
    """Submissions of wanted counties and periods without a reading of the version that counts today."""
    return [
        s
        for s in store.submissions()
        if is_wanted(s.county_code, s.period) and not store.has_reading(s, _version(s, layouts))
    ]


def _version(submission: Submission, layouts: Layouts) -> str:
    return recogniser.version(layouts.of(submission.county_code, submission.period))


def take_in(store: Store, submissions: Sequence[Submission], layouts: Layouts = SHIPPED) -> Taken:
    """Read, judge and keep submissions; ConservationError where a cell got lost on the way."""
    seconds: dict[str, float] = {}
    started = time.perf_counter()
    jobs = [
        Job(
            store.object_path(s.content_sha256),
            Source(s.county_code, s.period, s.file_name, layouts.of(s.county_code, s.period)),
            s.submission_id,
            refusal(s.source_file, places.load(), s.obstacle),
        )
        for s in submissions
    ]
    read = to_frames(read_files(jobs))
    seconds["ingest"] = time.perf_counter() - started
    started = time.perf_counter()
    judged = rows.judge(read)
    _assert_conserved(read, judged)
    seconds["validation"] = time.perf_counter() - started
    started = time.perf_counter()
    _keep(store, submissions, judged, layouts)
    seconds["ingest"] += time.perf_counter() - started
    return Taken(submissions, judged, seconds)


def _assert_conserved(read: Frames, judged: Frames) -> None:
    before, after = (f["cells"].groupby("submission_id")["cells"].sum() for f in (read, judged))
    if not before.equals(after.reindex(before.index)):
        lost = before[before != after.reindex(before.index)]
        raise ConservationError(f"cells read and cells accounted for differ: {lost.to_dict()}")


def _keep(store: Store, submissions: Sequence[Submission], frames: Frames, layouts: Layouts) -> None:
    by_submission = {name: dict(list(frame.groupby("submission_id"))) for name, frame in frames.items()}
    for submission in submissions:
        own = {
            name: by_submission[name].get(submission.submission_id, frame.iloc[:0])
            for name, frame in frames.items()
        }
        store.write_reading(submission, _version(submission, layouts), own)


def severities(findings: pd.DataFrame) -> dict[str, int]:
    """How many findings of each severity."""
    return {str(k): int(v) for k, v in findings["severity"].value_counts().items()}
