"""The folder of returns: one list a county and month, written only where it changed, gone when it is settled."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from exports.returns import correction_list
from exports.returns.cases import Case

LIST = "退回修改清单.xlsx"


@dataclass(frozen=True)
class Written:
    """The lists that stand after a run, how many of them changed, and the findings on them."""

    lists: int
    changed: int
    findings: int


def write(cases: Sequence[Case], root: Path) -> Written:
    """Bring the folder of returns to what is open now; only lists of ours are ever removed."""
    by_folder: dict[str, list[Case]] = {}
    for case in cases:
        by_folder.setdefault(case.folder, []).append(case)
    expected = {root / folder / LIST: own for folder, own in by_folder.items()}
    changed = sum([_write_if_new(path, correction_list.render(own)) for path, own in expected.items()])
    for path in [path for path in root.glob(f"*/*/{LIST}") if path not in expected]:
        path.unlink()
        for folder in (path.parent, path.parent.parent):
            if not any(folder.iterdir()):
                folder.rmdir()
    return Written(len(expected), changed, sum(len(case.findings) for case in cases))


def _write_if_new(path: Path, content: bytes) -> bool:
    """Write in one step; False where the file holds these bytes already."""
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}")
    scratch.write_bytes(content)
    os.replace(scratch, path)
    return True
