"""A zipped package, opened once: its size checked, its XML parts unpacked, searched and handed on.

Which kind of package it is, is told in `detect`; what its parts say, by the readers.
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from dataclasses import dataclass

from ingest.limits import Limits, megabytes
from ingest.sheet import Unreadable

#: What zipfile raises where an archive is cut short, altered, or packed in a way it does not know.
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
)
_ENTITY = re.compile(rb"<!(?:ENTITY|DOCTYPE)", re.I)
# What tells of a workbook's sheets; strings, styles and the rest are left to the decoder.
_KEPT = ("xl/worksheets/", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")


@dataclass(frozen=True)
class Package:
    """The names of all members, and the unpacked bytes of the parts that tell of a workbook's sheets."""

    names: frozenset[str]
    parts: dict[str, bytes]

    @property
    def sheets(self) -> dict[str, bytes]:
        """The XML of every worksheet, by the name of its part."""
        return {name: xml for name, xml in self.parts.items() if name.startswith(_KEPT[0])}


def unpack(content: bytes, limits: Limits) -> Package:
    """The package that zipped bytes are.

    Raises Unreadable where they are broken, too large once unpacked, locked, or an attack. No part of an
    office package declares a document type. Whole parts are searched, since comments may push the declaration
    back; without zero bytes, since a part may be in UTF-16. That also unpacks every part once: one that is not
    as long as declared is found out before a decoder that trusts it.
    """
    parts = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_size(members, len(content), limits)
            for info in members:
                if not info.filename.lower().endswith((".xml", ".rels", ".vml")):
                    continue
                xml = archive.read(info)
                if _ENTITY.search(xml.replace(b"\0", b"") if b"\0" in xml[:4] else xml):
                    raise Unreadable("XML_ENTITY")
                if info.filename.startswith(_KEPT):
                    parts[info.filename] = xml
    except BROKEN_ZIP as error:
        raise Unreadable("CORRUPT_FILE", detail="压缩结构不完整") from error
    except RuntimeError as error:  # zipfile's word for a member that needs a password
        raise Unreadable("ENCRYPTED") from error
    return Package(frozenset(info.filename for info in members), parts)


def _check_size(members: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    """Refuse a bomb by what its directory declares, before anything is unpacked."""
    unpacked = sum(info.file_size for info in members)
    is_bomb = unpacked > limits.packing_ratio * packed and unpacked > limits.unpacked_bytes // 8
    if unpacked > limits.unpacked_bytes or is_bomb:
        raise Unreadable(
            "TOO_LARGE_UNPACKED", size=megabytes(unpacked), limit=megabytes(limits.unpacked_bytes)
        )
