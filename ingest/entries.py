"""What lies below a folder: the files in it, and what stands among them without being one.

A link, a pipe, a folder with the name of a workbook: nobody sees its content, and opening it may hang or lead
elsewhere. It is found, named and never opened.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: What an entry that is no readable file is called, by the word for it that the store keeps.
OBSTACLES = {
    "link": "链接（快捷方式）",
    "folder": "文件夹",
    "pipe": "管道",
    "socket": "套接字",
    "device": "设备文件",
    "locked": "没有读取权限的文件",
}
_KINDS = (
    (stat.S_ISLNK, "link"),
    (stat.S_ISDIR, "folder"),
    (stat.S_ISFIFO, "pipe"),
    (stat.S_ISSOCK, "socket"),
)
_DOCUMENTS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods", ".csv", ".txt", ".docx", ".zip", ".numbers"}


@dataclass(frozen=True)
class Entry:
    """One thing below a folder: its path, that relative to the folder as text, and why it cannot be opened."""

    path: Path
    relative: str
    obstacle: str = ""


def entries(root: Path) -> Iterator[Entry]:
    """Every file below a folder, and all that only looks like one, in the order of paths; links are not followed."""
    locked: list[str] = []
    for folder, folders, names in os.walk(
        root, followlinks=False, onerror=lambda e: locked.append(e.filename)
    ):
        folders.sort()
        named = [name for name in folders if _is_named_like_a_file(Path(folder) / name)]
        for name in sorted([*names, *named]):
            path = Path(folder) / name
            yield Entry(path, readable(path.relative_to(root).as_posix()), obstacle(path))
    for name in sorted(locked):
        yield Entry(Path(name), readable(Path(name).relative_to(root).as_posix()), "locked")


def obstacle(path: Path) -> str:
    """Why a path cannot be opened as a file: a key of OBSTACLES, '' where nothing is in the way."""
    mode = path.lstat().st_mode
    if stat.S_ISREG(mode):
        return "" if os.access(path, os.R_OK) else "locked"
    return next((word for is_kind, word in _KINDS if is_kind(mode)), "device")


def readable(name: str) -> str:
    """A name as text: one that is no UTF-8 is what Chinese systems write, GBK; else its bytes in hexadecimal."""
    content = os.fsencode(name)
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("gb18030", "backslashreplace")


def _is_named_like_a_file(folder: Path) -> bool:
    """Whether a folder was sent in place of a file: by a link, or under the name of a document."""
    return folder.is_symlink() or folder.suffix.lower() in _DOCUMENTS
