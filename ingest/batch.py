"""Reading many files at once, each in a process that may die without harm.

A worker has a bound on memory, a file a bound on time; a file that exceeds either, kills its worker or
meets a fault of ours ends as a finding of its own and the others go on; a fault is logged as one. The
result does not depend on the number of workers or on the order in which they finish.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import resource
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from ingest import recogniser
from ingest.findings import Finding, finding
from ingest.limits import Limits, configured, megabytes
from ingest.reading import Reading, Source, read
from ingest.rows import Rows, to_rows

_LOG = logging.getLogger(__name__)
_STANDARD_ERROR = 2
#: One process reads so many files: what it remembers of texts and layouts grows with each, up to its bound of memory.
_MOST_FILES = 500
Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Job:
    """One file to read: where its bytes lie, where it was sent, and the id its rows carry.

    A file with a `refusal` is not opened; that is then all that its rows say.
    """

    path: Path
    source: Source
    submission_id: str
    refusal: Finding | None = None


def read_files(
    jobs: Sequence[Job], limits: Limits | None = None, workers: int | None = None
) -> Iterator[Rows]:
    """The rows of every job, in the order of the jobs; within the configured limits where none are given."""
    limits = limits or configured()
    readable = [job for job in jobs if not job.refusal]
    if not readable:
        yield from (_refused(job, job.refusal) for job in jobs if job.refusal)
        return
    with _pool(len(readable), limits, workers) as pool:
        futures = iter([pool.schedule(_read, args=(job, limits), timeout=limits.seconds) for job in readable])
        for job in jobs:
            yield _refused(job, job.refusal) if job.refusal else _result(job, next(futures), limits)


def run_apart(
    function: Callable[[Task, Limits], Result], tasks: Sequence[Task], limits: Limits
) -> list[Result | None]:
    """A function's result for every task, each within the bounds of reading a file; None where it exceeds them."""
    if not tasks:
        return []
    with _pool(len(tasks), limits) as pool:
        futures = [pool.schedule(function, args=(task, limits), timeout=limits.seconds) for task in tasks]
        return [_within_bounds(future) for future in futures]


def _within_bounds(future: ProcessFuture) -> Result | None:
    try:
        result: Result = future.result()
        return result
    except (FutureTimeoutError, MemoryError, ProcessExpired):
        return None


def _pool(tasks: int, limits: Limits, workers: int | None = None) -> ProcessPool:
    """Processes of their own, no more than there are tasks, each bound in memory."""
    return ProcessPool(
        max_workers=min(workers or os.cpu_count() or 1, tasks),
        max_tasks=_MOST_FILES,
        initializer=_confine,
        initargs=(limits.memory_bytes,),
        context=multiprocessing.get_context("spawn"),
    )


def _result(job: Job, future: ProcessFuture, limits: Limits) -> Rows:
    try:
        rows: Rows = future.result()
        return rows
    except FutureTimeoutError:
        return _refused(job, finding("TIMED_OUT", seconds=f"{limits.seconds:g}"))
    except MemoryError:
        return _refused(job, finding("TOO_LARGE", size="所需内存", limit=megabytes(limits.memory_bytes)))
    except ProcessExpired:
        return _refused(job, finding("READER_FAILED"))
    except OSError:
        raise  # no fault of the file, which can be read once the disk can
    except Exception:  # noqa: BLE001 - a bug, said as one in the log, and no reason to lose the other files
        _LOG.exception("the reader failed on %s", job.path)
        return _refused(job, finding("READER_FAILED"))


def _refused(job: Job, reason: Finding) -> Rows:
    rejected = {""} if reason.code.outcome == "reject_file" else set()
    version = recogniser.version(job.source.overrides)
    reading = Reading(job.source, version, findings=[reason], rejected_ledgers=rejected)
    return to_rows(reading, job.submission_id)


def _read(job: Job, limits: Limits) -> Rows:
    return to_rows(read(job.path.read_bytes(), job.source, limits), job.submission_id)


def _confine(memory: int) -> None:
    """Bound the worker's address space, so that a hostile file cannot take the machine's memory, and keep it quiet.

    What a decoder prints when it gives up on a broken file tells nobody anything: a worker speaks through its results.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    os.dup2(os.open(os.devnull, os.O_WRONLY), _STANDARD_ERROR)
