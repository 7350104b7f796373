"""What a file is, told by its bytes.

Knows signatures and, for packages, the names and sizes of members; unpacks nothing but small
manifests. Refuses what is empty, encrypted, too large once unpacked, or no table container.
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from dataclasses import dataclass

from ingest.containers.encoding import decode
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
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_KINDS = (
    (b"\xff\xd8\xff", "图片（JPEG）"),
    (b"\x89PNG", "图片（PNG）"),
    (b"GIF8", "图片（GIF）"),
    (b"II*\x00", "图片（TIFF）"),
    (b"MM\x00*", "图片（TIFF）"),
    (b"%PDF", "PDF 文档"),
    (b"{\\rtf", "RTF 文档"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7Z 压缩包"),
    (b"\x1f\x8b", "GZIP 压缩包"),
    (b"\x7fELF", "可执行程序"),
)
# Two letters that a text may begin with as well.
_OTHER_BINARIES = ((b"BM", "图片（BMP）"), (b"MZ", "可执行程序"))
_UNSUPPORTED = (
    (
        re.compile(
            rb"<\?mso-application\s+progid=.Excel\.Sheet|urn:schemas-microsoft-com:office:spreadsheet"
        ),
        "XML 电子表格 2003",
    ),
    (re.compile(rb"^MIME-Version:.*^Content-Type:", re.I | re.S | re.M), "单个网页文件（.mht）"),
)
_MARKUP = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|table|head|body|meta)", re.I | re.S
)
_ENTITY = re.compile(rb"<!(?:ENTITY|DOCTYPE)", re.I)
_DECLARED = re.compile(rb"<!ENTITY", re.I)


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
    for signature, actual in _OTHER_BINARIES:
        if content.startswith(signature) and b"\0" in head:
            raise Unreadable("WRONG_FILE_TYPE", actual=actual)
    _check_markup(content)
    if _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        return Container("html")
    if b"\0" in head and decode(content) is None:
        raise Unreadable("WRONG_FILE_TYPE", actual="二进制数据")
    return Container("text")


def _check_markup(content: bytes) -> None:
    """Refuse XML and HTML that declare entities, and the spreadsheets saved as XML or as a mail."""
    plain = content.replace(b"\0", b"") if b"\0" in content[:4] else content
    start = plain[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith(b"<") and _DECLARED.search(plain):
        raise Unreadable("XML_ENTITY")
    for pattern, actual in _UNSUPPORTED if start.startswith((b"<?xml", b"MIME-Version:")) else ():
        if pattern.search(start):
            raise Unreadable("UNSUPPORTED_FORMAT", actual=actual)


def _package(content: bytes, limits: Limits) -> Container:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {info.filename: info for info in archive.infolist()}
            _check_size(archive.infolist(), len(content), limits)
            _check_entities(archive)
    except BROKEN_ZIP as error:
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
    if "ppt/presentation.xml" in members:
        raise Unreadable("WRONG_FILE_TYPE", actual="演示文稿")
    if "[Content_Types].xml" in members:
        raise Unreadable("CORRUPT_FILE", detail="缺少工作簿部分")
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
    """No part of an office package declares a document type; one that does is an attack.

    Whole parts are searched, since comments may push the declaration back; without zero bytes, since a part
    may be in UTF-16. That also unpacks every part once: one that is not as long as declared is found out.
    """
    for info in archive.infolist():
        if info.filename.lower().endswith((".xml", ".rels", ".vml")):
            xml = archive.read(info)
            if _ENTITY.search(xml.replace(b"\0", b"") if b"\0" in xml[:4] else xml):
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
