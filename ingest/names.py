"""What the name of a file alone says: that it could lead elsewhere, or that a program left it behind.

Holds for files in landing and for members of archives alike. Months and counties in names are read in
`ingest.verdict`.
"""

from __future__ import annotations

_SYSTEM_FILES = {".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", ".directory", ".gitkeep"}
# Lock files of Excel and WPS, of LibreOffice, and what macOS keeps beside a file on foreign disks.
_SYSTEM_PREFIXES = ("~$", ".~", "._")
_TURNS_DIRECTION = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}


def is_unsafe(name: str) -> bool:
    """Whether a name could lead elsewhere or deceive: separators, parents, control and direction characters."""
    return (
        any(c in name for c in '/\\:*?"<>|')
        or name.startswith("..")
        or any(ord(c) < 32 or 127 <= ord(c) < 160 or c in _TURNS_DIRECTION for c in name)
        or not name.strip()
    )


def is_unsafe_path(path: str) -> bool:
    """Whether the name of an archive's member, folders included, is absolute or holds an unsafe part."""
    return any(is_unsafe(part) for part in path.replace("\\", "/").split("/"))


def is_left_behind(path: str) -> bool:
    """Whether a path below landing or in an archive names what a system or an office program left there."""
    *folders, name = path.replace("\\", "/").split("/")
    return "__MACOSX" in folders or name.lower() in _SYSTEM_FILES or name.startswith(_SYSTEM_PREFIXES)
