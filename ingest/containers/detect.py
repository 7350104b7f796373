"""What a file is, told by its bytes.

Knows signatures and, for packages, the names of members. Refuses what is empty, encrypted, too large once
unpacked, or no table container.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.containers.encoding import decode
from ingest.containers.package import Package, unpack
from ingest.limits import Limits, megabytes
from ingest.sheet import Unreadable

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
_DECLARED = re.compile(rb"<!ENTITY", re.I)


@dataclass(frozen=True)
class Container:
    """The kind of a file (see the readers) and what in it is set aside with a warning.

    `unreadable` are files of an archive that could not be read beside others that could.
    """

    kind: str
    has_macros: bool = False
    has_external_links: bool = False
    unreadable: tuple[Unreadable, ...] = ()


def detect(content: bytes, limits: Limits) -> tuple[Container, Package | None]:
    """The container that the bytes are, and the package where they are one.

    Raises Unreadable where they are none that can be read.
    """
    if not content:
        raise Unreadable("EMPTY_FILE")
    if len(content) > limits.file_bytes:
        raise Unreadable("TOO_LARGE", size=megabytes(len(content)), limit=megabytes(limits.file_bytes))
    if content.startswith(b"PK"):
        package = unpack(content, limits)
        return _kind_of_package(package), package
    return _kind_of_bytes(content), None


def _kind_of_bytes(content: bytes) -> Container:
    """Of what is no package."""
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


def _kind_of_package(package: Package) -> Container:
    if not package.is_document:
        return Container("archive")
    members = package.names
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
    raise Unreadable("CORRUPT_FILE", detail="缺少工作簿部分")


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
