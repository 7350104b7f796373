"""Writes a workbook as .xlsb, the records that spreadsheet programs write, byte by byte: no library writes it."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

#: The code of each error value, the same in all binary formats.
CODES = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
)

Content = str | float | None


class ErrorValue(str):
    """The result of a formula that is an error (#REF!), or with `is_formula` False a bare error."""

    is_formula = True


class BareError(ErrorValue):
    """An error value that no formula gave."""

    is_formula = False


def written(sheets: Mapping[str, Sequence[Sequence[Content]]]) -> bytes:
    """The bytes of a workbook with these sheets, cells from A1 on."""
    book, relations = _record(131) + _record(143), ""
    parts: dict[str, bytes | str] = {}
    for number, (name, rows) in enumerate(sheets.items(), start=1):
        book += _record(156, struct.pack("<II", 0, number) + _text(f"rId{number}") + _text(name))
        target = f"worksheets/sheet{number}.bin"
        relations += f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="{target}"/>'
        parts[f"xl/{target}"] = _sheet(rows)
    root = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.bin"/>'
    parts |= {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _relations(root),
        "xl/workbook.bin": book + _record(144) + _record(132),
        "xl/_rels/workbook.bin.rels": _relations(relations),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return stream.getvalue()


def _sheet(rows: Sequence[Sequence[Content]]) -> bytes:
    last = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    cells = b"".join(
        _record(0, struct.pack("<IIHHBI", number, 0, 300, 0, 0, 0))
        + b"".join(_cell(column, content) for column, content in enumerate(row) if content is not None)
        for number, row in enumerate(rows)
    )
    return _record(129) + _record(148, last) + _record(145) + cells + _record(146) + _record(130)


def _cell(column: int, content: str | float) -> bytes:
    place = struct.pack("<II", column, 0)
    if isinstance(content, ErrorValue):
        code = bytes([CODES[content]])
        formula = struct.pack("<HII", 0, 1, 0) + b"\x1c" + code
        return _record(11, place + code + formula) if content.is_formula else _record(3, place + code)
    if isinstance(content, str):
        return _record(6, place + _text(content))
    return _record(5, place + struct.pack("<d", content))


def _record(kind: int, content: bytes = b"") -> bytes:
    """Kind and length stand in as many bytes of seven bits as they need."""
    return _packed(kind) + _packed(len(content)) + content


def _packed(number: int) -> bytes:
    return bytes([number]) if number < 128 else bytes([number & 127 | 128]) + _packed(number >> 7)


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _relations(entries: str) -> str:
    return f'<?xml version="1.0"?><Relationships xmlns="{_RELATIONS}">{entries}</Relationships>'
