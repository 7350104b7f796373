"""What the whole run costs beside its parts called straight from Python, both from a cold start."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.conftest import EXAMPLES, REPOSITORY, TOWNLEDGER

TARGET = 1.5


class Cost(NamedTuple):
    """Seconds of a process and all its children: by the clock, and of processors (which a busy machine leaves
    as they are)."""

    clock: float
    processor: float


def measure() -> None:
    """Print both sides and their ratios. Each runs as a process of its own, on an empty home of its own."""
    with tempfile.TemporaryDirectory() as folder:
        straight, run = Path(folder) / "straight", Path(folder) / "run"
        straight.mkdir()
        parts, said = measured([sys.executable, "-m", "tests.benchmarks.straight", straight], straight)
        whole, _ = measured([TOWNLEDGER, "run", "--landing", EXAMPLES / "landing"], run)
    for stage, seconds in json.loads(said.splitlines()[-1]).items():
        print(f"  {stage}: {seconds:.1f} s")
    for name, cost in (("parts called straight", parts), ("townledger run", whole)):
        print(f"{name}, start-up included: {cost.clock:.1f} s, of processors {cost.processor:.1f} s")
    print(
        f"ratio {whole.clock / parts.clock:.2f}, of processors {whole.processor / parts.processor:.2f} "
        f"(target at most {TARGET})"
    )


def measured(command: list[str | Path], home: Path) -> tuple[Cost, str]:
    """What a command costs that works on a home, and what it prints."""
    begin, used = time.perf_counter(), _children()
    done = subprocess.run(
        command,
        cwd=REPOSITORY,
        env={**os.environ, "TOWNLEDGER_HOME": str(home)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return Cost(time.perf_counter() - begin, _children() - used), done.stdout


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
