"""A .zip of ledgers: every member read as a file of its own, its sheets named after it.

Sizes are checked before anything is unpacked (`package`); archives inside archives are refused.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

from ingest.containers.package import BROKEN_ZIP
from ingest.limits import Limits
from ingest.names import is_left_behind, is_unsafe_path
from ingest.sheet import Sheet, Unreadable

Opener = Callable[[bytes, Limits], list[Sheet]]
_UTF8_NAME = 0x800


def read(content: bytes, limits: Limits, open_member: Opener) -> list[Sheet]:
    """The sheets of all members in the order of their names.

    Raises Unreadable, naming the member, where one of them cannot be read.
    """
    sheets: list[Sheet] = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = sorted((_name(info), info) for info in archive.infolist() if not info.is_dir())
        if len(members) > limits.archive_members:
            raise Unreadable("TOO_LARGE", size=f"{len(members)}个文件", limit=f"{limits.archive_members}个")
        for name, info in members:
            if is_left_behind(name):
                continue
            if is_unsafe_path(name):
                raise Unreadable("UNSAFE_FILE_NAME", member=name)
            try:
                found = open_member(archive.read(info), limits)
            except Unreadable as problem:
                raise Unreadable(problem.code, member=name, **problem.details) from problem
            except BROKEN_ZIP as error:
                raise Unreadable("CORRUPT_FILE", member=name, detail="压缩结构不完整") from error
            sheets += [replace(s, name=f"{name}/{s.name}" if s.name else name) for s in found]
    return sheets


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name; without the mark for UTF-8 it is what Chinese systems write, GBK."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename
