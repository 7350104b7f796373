"""The form of an official document (GB/T 9704-2012), read from the Word file and its PDF."""

import re
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from exports.documents import pdf, word
from exports.documents.parts import Document, Paragraph, Text
from tests.exports.documents.conftest import ReadBack


def millimetres(*lengths: int) -> list[float]:
    """Word keeps lengths in twentieths of a point."""
    return [round(length / Mm(1), 1) for length in lengths]


def test_the_page_is_a4_with_a_type_area_of_156_by_225(bulletin: ReadBack):
    (page,) = bulletin.word.sections
    assert millimetres(page.page_width, page.page_height) == [210, 297]
    assert millimetres(page.top_margin, page.left_margin) == [37, 28]
    wide = page.page_width - page.left_margin - page.right_margin
    high = page.page_height - page.top_margin - page.bottom_margin
    assert millimetres(wide, high) == [156, 225]


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("公文标题", "方正小标宋简体", 22),
        ("Normal", "仿宋_GB2312", 16),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Heading 3", "仿宋_GB2312", 16),
    ],
)
def test_fonts_and_sizes_are_the_standards(bulletin: ReadBack, style: str, font: str, size: int):
    found = bulletin.word.styles[style]
    assert found.font.size == Pt(size)
    assert found.element.rPr.rFonts.get(qn("w:eastAsia")) == font


def test_22_lines_stand_on_a_page_and_paragraphs_begin_two_signs_in(bulletin: ReadBack):
    body = bulletin.word.styles["Normal"].paragraph_format
    assert body.line_spacing_rule == WD_LINE_SPACING.EXACTLY
    assert 21.9 < Mm(225) / body.line_spacing < 22.1
    assert body.first_line_indent == 2 * Pt(16)


def test_page_numbers_stand_between_dashes_outside(bulletin: ReadBack):
    assert bulletin.word.settings.odd_and_even_pages_header_footer
    (page,) = bulletin.word.sections
    for footer, side in ((page.footer, "right"), (page.even_page_footer, "left")):
        assert [text.text for text in footer._element.iter(qn("w:t"))] == ["— ", "1", " —"]
        assert footer._element.find(f".//{qn('w:fldSimple')}").get(qn("w:instr")) == "PAGE"
        assert footer.paragraphs[0]._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side


def test_headings_are_numbered_without_gaps_and_tables_and_pictures_in_order(bulletin: ReadBack):
    first = [p.text.split("、")[0] for p in bulletin.word.paragraphs if p.style.name == "Heading 1"]
    assert first == [*"一二三四五六七八九十", "十一", "十二"][: len(first)]
    for sign in ("表", "图"):
        numbers = [
            int(found[1]) for p in bulletin.word.paragraphs if (found := re.match(rf"{sign}(\d+)  ", p.text))
        ]
        assert numbers == list(range(1, len(numbers) + 1))
        assert numbers


def test_each_annex_is_listed_after_the_body_and_begins_a_page(bulletin: ReadBack):
    paragraphs = bulletin.word.paragraphs
    labels = [p for p in paragraphs if re.fullmatch(r"附件\d+", p.text)]
    assert all(label.paragraph_format.page_break_before for label in labels)
    listed = [m[1] for p in paragraphs if (m := re.match(r"(?:附件：|　　　)\d+\. (.+)", p.text))]
    assert listed == [annex["title"] for annex in bulletin.listing["annexes"]]
    assert len(labels) == len(listed)


def test_the_signature_stands_on_a_page_with_the_end_of_the_text(bulletin: ReadBack):
    paragraphs = bulletin.word.paragraphs
    date = max(at for at, p in enumerate(paragraphs) if p.style.name == "落款")
    demands = max(at for at, p in enumerate(paragraphs) if p.style.name == "Heading 1")
    kept = [p.paragraph_format.keep_with_next or p.style.paragraph_format.keep_with_next for p in paragraphs]
    assert paragraphs[demands].text.endswith("有关要求")
    assert all(kept[demands:date])


def test_every_picture_has_words_for_who_cannot_see_it(bulletin: ReadBack):
    described = [shape._inline.docPr.get("descr") for shape in bulletin.word.inline_shapes]
    assert described
    assert all(described)


@pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None,
    reason="LibreOffice (libreoffice-writer-nogui) or poppler-utils is not installed",
)
def test_the_pdf_shows_chinese_in_the_shipped_or_the_official_fonts(bulletin: ReadBack):
    made = pdf.convert(bulletin.file)
    text = subprocess.run(["pdftotext", str(made), "-"], capture_output=True, text=True, check=True).stdout
    assert "总体情况" in text
    assert re.search(r"—\s*1\s*—", text)
    fonts = subprocess.run(["pdffonts", str(made)], capture_output=True, text=True, check=True).stdout
    assert re.search("FandolFang|仿宋|FangSong", fonts)
    assert re.search("FandolKai|楷体|KaiTi", fonts)
    assert "DejaVu" not in fonts


def test_a_sign_that_the_official_font_lacks_is_written_in_a_wider_one_and_printed_in_a_shipped_one(
    tmp_path: Path,
):
    title, named = ("关于测试的函",), [Paragraph(Text("黄龙县崾崄乡"))]
    made = tmp_path / "a.docx"
    made.write_bytes(word.write(Document("函", "", title, "", named, (), "某市", "", "2025-01-01")))
    (paragraph,) = [p for p in docx.Document(str(made)).paragraphs if "崾" in p.text]
    assert [(run.text, run._r.rPr is not None) for run in paragraph.runs] == [
        ("黄龙县崾", False),
        ("崄", True),
        ("乡", False),
    ]
    assert paragraph.runs[1]._r.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋"
    if shutil.which("soffice") and shutil.which("pdffonts"):
        printed = subprocess.run(
            ["pdffonts", str(pdf.convert(made))], capture_output=True, text=True, check=True
        )
        assert re.search("NotoSerifSCSigns|FangSong|仿宋", printed.stdout)


def test_without_libreoffice_one_line_says_so(
    bulletin: ReadBack, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    alone = Path(shutil.copy(bulletin.file, tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(pdf.NoPdfError, match=r"LibreOffice .* is not installed"):
        pdf.convert(alone)


def alive(group: str) -> list[str]:
    """Processes of a group that are no mere remains of ended ones."""
    listed = subprocess.run(
        ["ps", "-eo", "pgid=,stat=,comm="], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    return [line for line in listed if line.split()[0] == group and not line.split()[1].startswith("Z")]


@pytest.mark.parametrize(
    ("script", "said"), [("sleep 600 & wait", "took longer"), ("echo lost >&2", "failed: lost")]
)
def test_a_libreoffice_that_hangs_or_fails_is_told_and_leaves_nothing_running(
    bulletin: ReadBack, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, said: str
):
    alone = Path(shutil.copy(bulletin.file, tmp_path))
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(pdf, "SECONDS", 2.0)
    with pytest.raises(pdf.NoPdfError, match=said):
        pdf.convert(alone)
    assert alive((tmp_path / "pid").read_text().strip()) == []
    assert not alone.with_suffix(".pdf").exists()
