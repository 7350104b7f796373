"""What a file is, told by its bytes.

Knows signatures and, for packages, the names of members. Refuses what is empty, encrypted, too large once
unpacked, or no table container.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.containers import binary
from ingest.containers.compound import Compound
from ingest.containers.encoding import decode, is_marked
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
# Packages that are neither a document with tables nor an archive of them, by a part that only they have.
_OTHER_PACKAGES = {
    "ppt/presentation.xml": "演示文稿",
    "OFD.xml": "OFD 版式文档",
    "META-INF/MANIFEST.MF": "可执行程序",
}
_OTHER_OPEN_DOCUMENTS = {b"text": "文字文档", b"presentation": "演示文稿", b"graphics": "图形文档"}
_LINKED_FORMULA = re.compile(rb"table:formula=\"[^\"]*'(?i:file|https?):")
# What no text holds.
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MARKUP = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|table|head|body|meta)", re.I | re.S
)
_DECLARED = re.compile(rb"<!ENTITY|<!DOCTYPE[^>]*?(?:\[|\bSYSTEM\s+[\"'](?!about:legacy-compat))", re.I)
# Byte order marks and blanks: what nobody sees.
_NOTHING = b"\xef\xbb\xbf\xfe\xff \t\r\n\0"


@dataclass(frozen=True)
class Container:
    """The kind of a file (see the readers) and what in it is set aside with a warning.

    `unreadable` are files of an archive that could not be read beside others that could.
    """

    kind: str
    has_macros: bool = False
    has_external_links: bool = False
    unreadable: tuple[Unreadable, ...] = ()


def detect(content: bytes, limits: Limits) -> tuple[Container, Package | Compound | None]:
    """The container that the bytes are, and the package or compound file where they are one.

    Raises Unreadable where they are none that can be read.
    """
    if not content[:4096].strip(_NOTHING) and not content.strip(_NOTHING):
        raise Unreadable("EMPTY_FILE")
    if len(content) > limits.file_bytes:
        raise Unreadable("TOO_LARGE", size=megabytes(len(content)), limit=megabytes(limits.file_bytes))
    if content.startswith(b"PK"):
        package = unpack(content, limits)
        return _kind_of_package(package), package
    if content.startswith(_OLE):
        file = Compound(content)
        return _kind_of_compound(content, file), file
    return _kind_of_bytes(content), None


def _kind_of_bytes(content: bytes) -> Container:
    """Of what is neither a package nor a compound file."""
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
    if _CONTROL.search(head) and not is_marked(content) and decode(content) is None:
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
    members = package.names
    for name, actual in _OTHER_PACKAGES.items():
        if name in members:
            raise Unreadable("WRONG_FILE_TYPE", actual=actual)
    if not package.is_document:
        return Container("archive")
    has_links = any(name.startswith("xl/externalLinks/") for name in members)
    has_macros = "xl/vbaProject.bin" in members or any(name.startswith("xl/macrosheets/") for name in members)
    if "xl/workbook.xml" in members:
        return Container("xlsm" if has_macros else "xlsx", has_macros, has_links)
    if "xl/workbook.bin" in members:
        return Container("xlsb", has_macros, has_links)
    if "word/document.xml" in members:
        return Container("docx", "word/vbaProject.bin" in members)
    if "mimetype" in members:
        return _open_document(package)
    raise Unreadable("CORRUPT_FILE", detail="缺少工作簿部分")


def _open_document(package: Package) -> Container:
    """A document of LibreOffice or WPS: told by the type that it names and by its list of parts."""
    if b"encryption-data" in package.parts.get("META-INF/manifest.xml", b""):
        raise Unreadable("ENCRYPTED")
    kind = package.parts["mimetype"].rpartition(b".")[2]
    for beginning, actual in _OTHER_OPEN_DOCUMENTS.items():
        if kind.startswith(beginning):
            raise Unreadable("WRONG_FILE_TYPE", actual=actual)
    if "content.xml" not in package.names:
        raise Unreadable("CORRUPT_FILE", detail="缺少工作簿部分")
    has_macros = any(name.startswith(("Basic/", "Scripts/")) for name in package.names)
    has_links = _LINKED_FORMULA.search(package.parts["content.xml"]) is not None
    return Container("ods", has_macros, has_links)


def _kind_of_compound(content: bytes, file: Compound) -> Container:
    """A BIFF workbook, or the wrapper of an encrypted package (which may still open)."""
    if file.kind == "encrypted":
        return Container("encrypted")
    if file.kind == "xls":
        return Container("xls", file.has_macros, binary.has_external_links(content, file.workbook))
    if file.kind == "doc":
        raise Unreadable("UNSUPPORTED_FORMAT", actual="旧版 Word 文档（.doc）")
    raise Unreadable("WRONG_FILE_TYPE", actual="非表格文件")
