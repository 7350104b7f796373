"""What recognising a ledger costs beside merely decoding its file, by container and in all.

Both sides run in one process with all imports done, over the bundled files, one beside the other: file by
file once as a process begins (cold: no text and no layout is known yet), then again as the best of several
rounds (warm). Seconds are those of the processor.
"""

import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from python_calamine import CalamineError, CalamineWorkbook

from ingest import recogniser
from ingest.reading import Source, read
from tests.conftest import EXAMPLES

CONTAINERS = ("xlsx", "xls", "ods")
ROUNDS = 3


class Cost(NamedTuple):
    """Seconds of one file, or of several together."""

    decoded: float
    cold: float
    warm: float


def measure() -> None:
    """Print one line a container and one for all: files, times, ratios."""
    recogniser.load()
    contents = {
        container: [
            path for path in sorted((EXAMPLES / "landing").glob(f"*/*/*.{container}")) if _opens(path)
        ]
        for container in CONTAINERS
    }
    costs = {container: [_cost(path) for path in paths] for container, paths in contents.items()}
    costs["all"] = [cost for container in CONTAINERS for cost in costs[container]]
    for name, own in costs.items():
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


def _cost(path: Path) -> Cost:
    content, source = path.read_bytes(), Source(*path.parts[-3:])
    cold = _seconds(lambda: read(content, source))
    decoded = min(_seconds(lambda: _decode(content)) for _ in range(ROUNDS))
    return Cost(decoded, cold, min(_seconds(lambda: read(content, source)) for _ in range(ROUNDS)))


def _decode(content: bytes) -> int:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return sum(len(workbook.get_sheet_by_name(name).to_python()) for name in workbook.sheet_names)


def _seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin
