"""A .zip of ledgers: every member read as a file of its own, its sheets named after it.

Sizes are checked before anything is unpacked (`package`); archives inside archives are refused. A member
that cannot be read costs itself, one with a deceiving name the whole archive.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace

from ingest.containers.detect import Container
from ingest.containers.package import opened, unpacked
from ingest.limits import Limits
from ingest.names import is_left_behind, is_unsafe_path
from ingest.sheet import Sheet, Unreadable

Opener = Callable[[bytes, Limits], tuple[Container, list[Sheet]]]
_UTF8_NAME = 0x800


def read(content: bytes, limits: Limits, open_member: Opener) -> tuple[Container, list[Sheet]]:
    """The sheets of all members in the order of their names, and which members could not be read.

    Raises Unreadable, naming the first member, where none of them can be read.
    """
    sheets: list[Sheet] = []
    read_members: list[Container] = []
    unreadable: list[Unreadable] = []
    with opened(content) as archive:
        for name, info in _members(archive, limits):
            try:
                container, found = open_member(unpacked(archive, info), limits)
            except Unreadable as problem:
                unreadable.append(Unreadable(problem.code, member=name, **problem.details))
                continue
            read_members.append(container)
            sheets += [replace(s, name=f"{name}/{s.name}" if s.name else name) for s in found]
    if unreadable and not read_members:
        raise unreadable[0]
    has_macros = any(container.has_macros for container in read_members)
    has_links = any(container.has_external_links for container in read_members)
    return Container("archive", has_macros, has_links, tuple(unreadable)), sheets


def _members(archive: zipfile.ZipFile, limits: Limits) -> list[tuple[str, zipfile.ZipInfo]]:
    """The members that people put there, by name; Unreadable where there are too many or one would deceive."""
    members = sorted(
        ((_name(info), info) for info in archive.infolist() if not info.is_dir()),
        key=lambda member: member[0],
    )
    if len(members) > limits.archive_members:
        raise Unreadable("TOO_LARGE", size=f"{len(members)}个文件", limit=f"{limits.archive_members}个")
    wanted = [(name, info) for name, info in members if not is_left_behind(name)]
    for name, _ in wanted:
        if is_unsafe_path(name):
            raise Unreadable("UNSAFE_FILE_NAME", member=name)
    return wanted


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name; without the mark for UTF-8 it is what Chinese systems write, GBK."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename
