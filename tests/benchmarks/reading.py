"""What recognising a ledger costs beside merely decoding its file, by container.

Both sides run in one process with all imports done, over the bundled files, each as the best of several rounds.
"""

import io
import time
from collections.abc import Callable
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from ingest.reading import Source, read
from tests.conftest import EXAMPLES

CONTAINERS = ("xlsx", "xls", "ods")
ROUNDS = 3

Contents = list[tuple[bytes, Source]]


def measure() -> None:
    """Print one line a container: files, both times, their ratio."""
    for container in CONTAINERS:
        files = [path for path in sorted((EXAMPLES / "landing").glob(f"*/*/*.{container}")) if _opens(path)]
        contents = [(path.read_bytes(), Source(*path.parts[-3:])) for path in files]
        decoded, ingested = _best_decoding(contents), _best_ingesting(contents)
        print(
            f"reading {container:4}: {len(files):3} files, decoded by python-calamine in {decoded:.3f} s, "
            f"ingested in {ingested:.3f} s, ratio {ingested / decoded:.1f}"
        )


def _opens(path: Path) -> bool:
    """Whether the decoder knows the file at all: some counties name a web page .xls."""
    try:
        CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    except CalamineError:
        return False
    return True


def _best_decoding(contents: Contents) -> float:
    return _best(lambda: [_decode(content) for content, _ in contents])


def _best_ingesting(contents: Contents) -> float:
    return _best(lambda: [read(content, source) for content, source in contents])


def _decode(content: bytes) -> int:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return sum(len(workbook.get_sheet_by_name(name).to_python()) for name in workbook.sheet_names)


def _best(work: Callable[[], object]) -> float:
    work()  # what is loaded or compiled once is not measured
    rounds = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        rounds.append(time.perf_counter() - begin)
    return min(rounds)
