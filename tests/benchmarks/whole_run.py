"""What the whole run costs beside its parts called straight from Python, both from a cold start."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.conftest import EXAMPLES, REPOSITORY, TOWNLEDGER

TARGET = 1.5


def measure() -> None:
    """Print both sides and their ratio. Each runs as a process of its own, on an empty home of its own."""
    with tempfile.TemporaryDirectory() as folder:
        straight, run = Path(folder) / "straight", Path(folder) / "run"
        straight.mkdir()
        parts, said = _timed([sys.executable, "-m", "tests.benchmarks.straight", straight], straight)
        whole, _ = _timed([TOWNLEDGER, "run", "--landing", EXAMPLES / "landing"], run)
    for stage, seconds in json.loads(said.splitlines()[-1]).items():
        print(f"  {stage}: {seconds:.1f} s")
    print(f"parts called straight, start-up included: {parts:.1f} s")
    print(f"townledger run, start-up included: {whole:.1f} s")
    print(f"ratio {whole / parts:.2f} (target at most {TARGET})")


def _timed(command: list[str | Path], home: Path) -> tuple[float, str]:
    begin = time.perf_counter()
    done = subprocess.run(
        command,
        cwd=REPOSITORY,
        env={**os.environ, "TOWNLEDGER_HOME": str(home)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return time.perf_counter() - begin, done.stdout
