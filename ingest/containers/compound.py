"""Compound files, the wrapper of the old binary formats (.xls, .et, .doc) and of encrypted packages, through olefile.

Tells what a compound file holds and gives its streams. What the records in a stream say is read elsewhere.
"""

from __future__ import annotations

import io
from functools import cached_property

import olefile

from ingest.containers.decoding import decoding

_WORKBOOKS = ("Workbook", "Book")
_MACROS = {"_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"}


class Compound:
    """The names and streams of a compound file; Unreadable where it is cut short or altered."""

    def __init__(self, content: bytes) -> None:
        with decoding("文件结构不完整"):
            self._file = olefile.OleFileIO(io.BytesIO(content))
            self._names = {part for path in self._file.listdir(storages=True) for part in path}

    @property
    def kind(self) -> str:
        """Encrypted, xls or doc; '' where it is none of them."""
        if "EncryptedPackage" in self._names:
            return "encrypted"
        if not self._names.isdisjoint(_WORKBOOKS):
            return "xls"
        return "doc" if "WordDocument" in self._names else ""

    @property
    def has_macros(self) -> bool:
        """Whether it holds a project of macros."""
        return not self._names.isdisjoint(_MACROS)

    @cached_property
    def workbook(self) -> bytes:
        """The records of a workbook."""
        name = next(name for name in _WORKBOOKS if name in self._names)
        with decoding("文件结构不完整"):
            content: bytes = self._file.openstream(name).read()
        return content
