"""A zipped package, opened once: its size checked, its XML parts unpacked, searched and handed on.

Which kind of package it is, is told in `detect`; what its parts say, by the readers.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from ingest.containers.decoding import decoding
from ingest.limits import Limits, megabytes
from ingest.sheet import Unreadable

_BROKEN = "压缩结构不完整"
# The mark of a member that needs a password.
_LOCKED = 0x1
TEXTS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_DOCUMENT_PARTS = {
    "[Content_Types].xml",
    _WORKBOOK,
    "xl/workbook.bin",
    "word/document.xml",
    "ppt/presentation.xml",
}
_ENTITY = re.compile(rb"<!(?:ENTITY|DOCTYPE)", re.I)
# A cell that names a text of the workbook by its number.
_NAMED_TEXT = re.compile(rb"\bt\s*=\s*[\"']s[\"'][^>]*>\s*<v>(\d{1,9})</v>")
_LEAST_CELL = b"<v></v>"
_PICTURE = ".svg"  # an image that may declare its type, and which nobody opens here
# What tells of kind and sheets, and what the decoder leaves out of texts and numbers.
_KEPT = (
    "xl/worksheets/",
    _WORKBOOK,
    _RELATIONS,
    TEXTS,
    STYLES,
    "content.xml",
    "mimetype",
    "META-INF/manifest.xml",
)


@dataclass(frozen=True)
class Package:
    """The names of all members, and the unpacked bytes of the parts that tell of its kind and its sheets."""

    names: frozenset[str]
    parts: dict[str, bytes]

    @property
    def is_document(self) -> bool:
        """Whether it is one document; of any other package the members are documents of their own."""
        return _is_document(self.names)

    @property
    def sheets(self) -> dict[str, bytes]:
        """The content of every worksheet, by the name of its part."""
        return {name: xml for name, xml in self.parts.items() if name.startswith(_KEPT[0])}

    @cached_property
    def sheet_names(self) -> dict[str, str]:
        """The name of the sheet that each part holds, by the workbook's relations; none where these are broken."""
        try:
            workbook = etree.fromstring(self.parts[_WORKBOOK])
            relations = etree.fromstring(self.parts[_RELATIONS])
        except (KeyError, etree.XMLSyntaxError):
            return {}
        targets = {item.get("Id"): item.get("Target", "") for item in relations.iter("{*}Relationship")}
        names = {}
        for sheet in workbook.iter("{*}sheet"):
            identity = next((value for key, value in sheet.items() if str(key).endswith("}id")), None)
            part = posixpath.normpath(posixpath.join("/xl", targets.get(str(identity), "")))
            names[part.lstrip("/")] = sheet.get("name", "")
        return names


def opened(content: bytes) -> zipfile.ZipFile:
    """A zipped file with its directory read; Unreadable where that is broken."""
    with decoding(_BROKEN):
        return zipfile.ZipFile(io.BytesIO(content))


def unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The bytes of a member; Unreadable where they are broken, not as declared, or need a password.

    No more than declared is unpacked: a member that is larger than it says fails by its checksum.
    """
    if member.flag_bits & _LOCKED:
        raise Unreadable("ENCRYPTED")
    with decoding(_BROKEN), archive.open(member) as stream:
        return stream.read(member.file_size + 1)


def unpack(content: bytes, limits: Limits) -> Package:
    """The package that zipped bytes are.

    Raises Unreadable where they are broken, too large once unpacked, locked, or an attack. No part of an
    office package declares a document type. Whole parts are searched, since comments may push the declaration
    back; without zero bytes, since a part may be in UTF-16. That also unpacks every part once: one that is not
    as long as declared is found out before a decoder that trusts it.
    """
    parts = {}
    with opened(content) as archive:
        members = archive.infolist()
        names = frozenset(info.filename for info in members)
        _check_size(members, len(content), limits)
        for info in members if _is_document(names) else []:
            part = unpacked(archive, info)
            if not info.filename.lower().endswith(_PICTURE) and _declares_a_type(part):
                raise Unreadable("XML_ENTITY")
            if info.filename.startswith(_KEPT):
                parts[info.filename] = part
    package = Package(names, parts)
    _check_texts(package, limits)
    return package


def _check_texts(package: Package, limits: Limits) -> None:
    """Refuse a workbook that says a long text in so many cells that all of them together are too large."""
    part, sheets = package.parts.get(TEXTS, b""), package.sheets.values()
    if len(part) * sum(map(len, sheets)) <= limits.unpacked_bytes * len(_LEAST_CELL):
        return  # however short its cells are
    cells = sum(xml.count(b"<v>") for xml in sheets)
    if len(part) * cells <= limits.unpacked_bytes:
        return
    texts = [len(text) for text in part.split(b"<si")[1:]]
    if max(texts, default=0) * cells <= limits.unpacked_bytes:
        return
    named = (int(number) for xml in package.sheets.values() for number in _NAMED_TEXT.findall(xml))
    size = sum(texts[number] for number in named if number < len(texts))
    if size > limits.unpacked_bytes:
        raise Unreadable("TOO_LARGE_UNPACKED", size=megabytes(size), limit=megabytes(limits.unpacked_bytes))


def _declares_a_type(part: bytes) -> bool:
    """Whether a part is XML that declares a document type, whatever its name says it is."""
    plain = part.replace(b"\0", b"") if b"\0" in part[:4] else part
    is_markup = plain[:64].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")
    return is_markup and b"!" in plain and _ENTITY.search(plain) is not None


def _is_document(names: frozenset[str]) -> bool:
    return not names.isdisjoint(_DOCUMENT_PARTS) or {"META-INF/manifest.xml", "mimetype"} <= names


def _check_size(members: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    """Refuse a bomb by what its directory declares, before anything is unpacked."""
    unpacked = sum(info.file_size for info in members)
    is_bomb = unpacked > limits.packing_ratio * packed and unpacked > limits.unpacked_bytes // 8
    if unpacked > limits.unpacked_bytes or is_bomb:
        raise Unreadable(
            "TOO_LARGE_UNPACKED", size=megabytes(unpacked), limit=megabytes(limits.unpacked_bytes)
        )
