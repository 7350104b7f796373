"""Files that readers find whole or not at all, and that change only where their content does."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def write_if_new(path: Path, content: bytes) -> bool:
    """Write a file in one step, its folders as well; False where it holds these bytes already."""
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}")
    scratch.write_bytes(content)
    os.replace(scratch, path)
    return True


def take_over(source: Path, target: Path) -> None:
    """The same file in another place: a second name on disk, a copy where the disk knows none."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
