"""Packages of Office files: written without the moment of writing; workbooks with the results of their formulas.

openpyxl keeps a formula or its result, never both; a copy without results would come back unreadable, one
without formulas would not be the county's own. And the same content must give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Mapping

from lxml import etree
from openpyxl.utils.datetime import to_excel

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MOMENT = (2000, 1, 1, 0, 0, 0)
_PROPERTIES = "docProps/core.xml"

#: A cell's stored result, by A1 address.
Results = Mapping[str, object]


def settled(content: bytes, results: Mapping[str, Results]) -> bytes:
    """The package with stored results in its formula cells (`results`: sheet part → address → value)."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return packed((name, _finished(name, source.read(name), results)) for name in source.namelist())


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A package of parts by name, without the moment of its writing."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts:
            target.writestr(zipfile.ZipInfo(name, _MOMENT), part, zipfile.ZIP_DEFLATED)
    return package.getvalue()


def _finished(name: str, part: bytes, results: Mapping[str, Results]) -> bytes:
    if name == _PROPERTIES:
        return _without_moment(part)
    return _with_results(part, results[name]) if results.get(name) else part


def _without_moment(part: bytes) -> bytes:
    root = etree.fromstring(part)
    for element in root:
        if etree.QName(element).localname in ("created", "modified"):
            element.text = dt.datetime(*_MOMENT).isoformat() + "Z"
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _with_results(part: bytes, results: Results) -> bytes:
    root = etree.fromstring(part)
    for cell in root.iter(f"{{{_MAIN}}}c"):
        if cell.find(f"{{{_MAIN}}}f") is not None:
            _store(cell, results.get(cell.get("r", "")))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _store(cell: etree._Element, result: object) -> None:
    """Write a formula's result the way its type asks for; nothing where the file held none."""
    if result is None:
        return
    value = cell.find(f"{{{_MAIN}}}v")
    if value is None:
        value = etree.SubElement(cell, f"{{{_MAIN}}}v")
    cell.attrib.pop("t", "")
    if isinstance(result, bool):
        cell.set("t", "b")
        value.text = str(int(result))
    elif isinstance(result, (int, float)):
        value.text = repr(result)
    elif isinstance(result, (dt.datetime, dt.date, dt.time, dt.timedelta)):
        value.text = repr(to_excel(result))  # type: ignore[no-untyped-call]
    else:
        cell.set("t", "e" if str(result).startswith("#") else "str")
        value.text = str(result)
