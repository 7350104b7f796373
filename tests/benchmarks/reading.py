"""What recognising a ledger costs beside merely decoding its file, by container and in all.

Both sides run in one process with all imports done, over the bundled files, one beside the other: file by
file once as a process begins (cold: no text and no layout is known yet), then once more (warm). That is done
in several processes, one after the other, and the best of each file counts, so that a busy machine tells
little. Seconds are those of the processor.
"""

import io
import multiprocessing
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from python_calamine import CalamineError, CalamineWorkbook

from ingest import recogniser
from ingest.reading import Source, read
from tests.conftest import EXAMPLES

CONTAINERS = ("xlsx", "xls", "ods")
ROUNDS = 5


class Cost(NamedTuple):
    """Seconds of one file, or of several together."""

    decoded: float
    cold: float
    warm: float


def measure() -> None:
    """Print one line a container and one for all: files, times, ratios."""
    paths = [
        path
        for container in CONTAINERS
        for path in sorted((EXAMPLES / "landing").glob(f"*/*/*.{container}"))
        if _opens(path)
    ]
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=spawned, max_tasks_per_child=1) as pool:
        rounds = [pool.submit(_costs, paths).result() for _ in range(ROUNDS)]
    best = [Cost(*map(min, zip(*costs, strict=True))) for costs in zip(*rounds, strict=True)]
    for name in (*CONTAINERS, "all"):
        own = [cost for path, cost in zip(paths, best, strict=True) if name in (path.suffix[1:], "all")]
        decoded, cold, warm = (sum(seconds) for seconds in zip(*own, strict=True))
        print(
            f"reading {name:4}: {len(own):3} files, decoded by python-calamine in {decoded:.3f} s, ingested in "
            f"{cold:.3f} s cold, {warm:.3f} s warm: ratio {cold / decoded:.1f} cold, {warm / decoded:.1f} warm"
        )


def _opens(path: Path) -> bool:
    """Whether the decoder knows the file at all: some counties name a web page .xls."""
    try:
        CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    except CalamineError:
        return False
    return True


def _costs(paths: list[Path]) -> list[Cost]:
    """Of every file, in a process that has read none before."""
    recogniser.load()
    files = [(path.read_bytes(), Source(*path.parts[-3:])) for path in paths]
    cold = [(_decoding(content), _reading(content, source)) for content, source in files]
    warm = [(_decoding(content), _reading(content, source)) for content, source in files]
    return [
        Cost(min(decoded, again), first, second)
        for (decoded, first), (again, second) in zip(cold, warm, strict=True)
    ]


def _decoding(content: bytes) -> float:
    return min(_seconds(lambda: _decode(content)) for _ in range(2))


def _reading(content: bytes, source: Source) -> float:
    return _seconds(lambda: read(content, source))


def _decode(content: bytes) -> int:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return sum(len(workbook.get_sheet_by_name(name).to_python()) for name in workbook.sheet_names)


def _seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin
