"""What a cell says where its text is more than a text: struck out, raised, hidden, on several lines, in pictures."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pytest

from ingest.containers import open_container
from ingest.limits import DEFAULT

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TEXTS = "xl/sharedStrings.xml"
_TEXTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_TEXTS_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
_RUN = "<w:r><w:t>12</w:t></w:r>"
_BOX = "<w:txbxContent><w:p><w:r><w:t>9</w:t></w:r></w:p></w:txbxContent>"
_PICTURE = (
    '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    f'<mc:Choice Requires="wps"><w:drawing>{_BOX}</w:drawing></mc:Choice>'
    f"<mc:Fallback><w:pict>{_BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def _said(content: bytes) -> object:
    return open_container(content, DEFAULT)[1][0].rows[1][1]


def _exchanged(content: bytes, changes: dict[str, tuple[str, str]], **added: str) -> bytes:
    """A package in some of whose parts a text is another, and with more parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            old, new = (text.encode() for text in changes.get(name, ("", "")))
            data = source.read(name)
            assert old in data
            target.writestr(name, data.replace(old, new) if old else data)
        for name, text in added.items():
            target.writestr(name, text)
    return stream.getvalue()


def _word(new: str) -> bytes:
    document, stream = docx.Document(), io.BytesIO()
    table = document.add_table(rows=2, cols=2)
    for at, text in {(0, 0): "镇名", (0, 1): "网格总数", (1, 0): "永坪镇", (1, 1): "12"}.items():
        table.cell(*at).text = text
    document.save(stream)
    return _exchanged(stream.getvalue(), {"word/document.xml": (_RUN, new)})


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (f"<w:r><w:rPr><w:strike/></w:rPr><w:t>9</w:t></w:r>{_RUN}", "12"),
        (f'<w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>9</w:t></w:r>{_RUN}', "912"),
        (f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r>{_RUN}", "12"),
        (f'<w:moveFrom w:id="1" w:author="a"><w:r><w:t>9</w:t></w:r></w:moveFrom>{_RUN}', "12"),
        (f'<w:ins w:id="1" w:author="a">{_RUN}</w:ins>', "12"),
        (_PICTURE + _RUN, "12"),
        (f'{_RUN}<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>', "12¹"),
        (f"{_RUN}<w:r><w:tab/><w:t>15</w:t></w:r>", "12\t15"),
        (f"{_RUN}<w:r><w:br/><w:t>15</w:t></w:r>", "12\n15"),
        (f"{_RUN}</w:p><w:p><w:r><w:t>1</w:t></w:r><w:r><w:t>5</w:t></w:r>", "12\n15"),
    ],
)
def test_a_cell_in_word_says_what_a_reader_sees(written: str, expected: str) -> None:
    assert _said(_word(written)) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<del>9</del><ins>12</ins>", "12"),
        ("<s>9</s>12", "12"),
        ('<span style="display: none">9</span>12', "12"),
        ('<span style="text-decoration:line-through">9</span>12', "12"),
        ("12<sup>1</sup>", "12¹"),
        ("1<b>2</b>", "12"),
        ("12<br>15", "12\n15"),
        ("<p>12</p><p>15</p>", "12\n15"),
        ("<!-- 9 -->12", "12"),
        ("<span>" * 200 + "12", "12"),
    ],
)
def test_a_cell_of_a_page_says_what_a_reader_sees(written: str, expected: str) -> None:
    page = f"<table><tr><td>镇名</td><td>网格总数</td></tr><tr><td>永坪镇</td><td>{written}</td></tr></table>"
    assert _said(page.encode()) == expected


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ("<r><rPr><strike/></rPr><t>9</t></r><r><t>12</t></r>", "12"),
        ('<r><rPr><strike val="0"/></rPr><t>9</t></r><r><t>12</t></r>', "912"),
        ('<r><t>12</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>', "12¹"),
        ('<r><t>12</t></r><rPh sb="0" eb="1"><t>shier</t></rPh>', "12"),
    ],
)
def test_a_cell_of_a_workbook_says_what_a_reader_sees(runs: str, expected: str) -> None:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in (["镇名", "网格总数"], ["永坪镇", "twelve"]):
        book.active.append(row)
    book.save(stream)
    changes = {
        "xl/worksheets/sheet1.xml": ('t="inlineStr"><is><t>twelve</t></is>', 't="s"><v>0</v>'),
        "[Content_Types].xml": (
            "</Types>",
            f'<Override PartName="/{_TEXTS}" ContentType="{_TEXTS_TYPE}"/></Types>',
        ),
        "xl/_rels/workbook.xml.rels": (
            "</Relationships>",
            f'<Relationship Id="rT" Type="{_TEXTS_RELATION}" Target="sharedStrings.xml"/></Relationships>',
        ),
    }
    texts = f'<sst xmlns="{_MAIN}" count="1" uniqueCount="1"><si>{runs}</si></sst>'
    assert _said(_exchanged(stream.getvalue(), changes, **{_TEXTS: texts})) == expected
