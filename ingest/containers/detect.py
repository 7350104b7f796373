"""What a file is, told by its bytes.

Knows signatures and, for packages, the names and sizes of members; unpacks nothing but small
manifests. Refuses what is empty, encrypted, too large once unpacked, or no table container.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from ingest.containers.encoding import decode
from ingest.limits import Limits, megabytes
from ingest.sheet import Unreadable

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_KINDS = (
    (b"\xff\xd8\xff", "图片（JPEG）"),
    (b"\x89PNG", "图片（PNG）"),
    (b"GIF8", "图片（GIF）"),
    (b"BM", "图片（BMP）"),
    (b"II*\x00", "图片（TIFF）"),
    (b"MM\x00*", "图片（TIFF）"),
    (b"%PDF", "PDF 文档"),
    (b"{\\rtf", "RTF 文档"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7Z 压缩包"),
    (b"\x1f\x8b", "GZIP 压缩包"),
    (b"MZ", "可执行程序"),
    (b"\x7fELF", "可执行程序"),
)
_MARKUP = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|table|head|body|meta)", re.I | re.S
)
_ENTITY = re.compile(rb"<!(?:ENTITY|DOCTYPE)", re.I)


@dataclass(frozen=True)
class Container:
    """The kind of a file (see the readers) and what in it is set aside with a warning."""

    kind: str
    has_macros: bool = False
    has_external_links: bool = False


def detect(content: bytes, limits: Limits) -> Container:
    """The container that the bytes are; Unreadable where they are none that can be read."""
    if not content:
        raise Unreadable("EMPTY_FILE")
    if len(content) > limits.file_bytes:
        raise Unreadable("TOO_LARGE", size=megabytes(len(content)), limit=megabytes(limits.file_bytes))
    if content.startswith(b"PK"):
        return _package(content, limits)
    if content.startswith(_OLE):
        return _compound(content)
    for signature, actual in _OTHER_KINDS:
        if content.startswith(signature):
            raise Unreadable("WRONG_FILE_TYPE", actual=actual)
    head = content[:4096]
    if _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        return Container("html")
    if b"\0" in head and decode(content) is None:
        raise Unreadable("WRONG_FILE_TYPE", actual="二进制数据")
    return Container("text")


def _package(content: bytes, limits: Limits) -> Container:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {info.filename: info for info in archive.infolist()}
            _check_size(archive.infolist(), len(content), limits)
            _check_entities(archive)
    except (zipfile.BadZipFile, EOFError, OSError, zipfile.LargeZipFile, NotImplementedError) as error:
        raise Unreadable("CORRUPT_FILE", detail="压缩结构不完整") from error
    except RuntimeError as error:  # zipfile's word for a member that needs a password
        raise Unreadable("ENCRYPTED") from error
    has_links = any(name.startswith("xl/externalLinks/") for name in members)
    if "xl/workbook.xml" in members:
        has_macros = "xl/vbaProject.bin" in members
        return Container("xlsm" if has_macros else "xlsx", has_macros, has_links)
    if "xl/workbook.bin" in members:
        return Container("xlsb", "xl/vbaProject.bin" in members, has_links)
    if "word/document.xml" in members:
        return Container("docx", "word/vbaProject.bin" in members)
    if "content.xml" in members and "mimetype" in members:
        return Container("ods")
    return Container("archive")


def _check_size(members: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    """Refuse a bomb by what its directory declares, before anything is unpacked."""
    unpacked = sum(info.file_size for info in members)
    is_bomb = unpacked > limits.packing_ratio * packed and unpacked > limits.unpacked_bytes // 8
    if unpacked > limits.unpacked_bytes or is_bomb:
        raise Unreadable(
            "TOO_LARGE_UNPACKED", size=megabytes(unpacked), limit=megabytes(limits.unpacked_bytes)
        )


def _check_entities(archive: zipfile.ZipFile) -> None:
    """No part of an office package declares a document type; one that does is an attack."""
    for info in archive.infolist():
        if info.filename.endswith((".xml", ".rels")):
            with archive.open(info) as stream:
                if _ENTITY.search(stream.read(2048)):
                    raise Unreadable("XML_ENTITY")


def _compound(content: bytes) -> Container:
    """A compound file: a BIFF workbook, or the wrapper of an encrypted package (which may still open)."""
    names = content[:65536] + content[-65536:]
    if "EncryptedPackage".encode("utf-16-le") in names:
        return Container("encrypted")
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return Container("xls", "_VBA_PROJECT".encode("utf-16-le") in content)
    if "WordDocument".encode("utf-16-le") in content:
        raise Unreadable("UNSUPPORTED_FORMAT", actual="旧版 Word 文档（.doc）")
    raise Unreadable("WRONG_FILE_TYPE", actual="非表格文件")
