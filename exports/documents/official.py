"""The form of an official document (GB/T 9704-2012): page, type area, styles, page numbers.

Fonts are named as officials' machines have them; where one is missing, Word takes its own next best, and
`pdf` the shipped one. Sizes: 2号 22 pt, 3号 16 pt, 4号 14 pt, 五号 10.5 pt.
"""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

TITLE_FONT, HEI, KAI, FANG, SONG = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体"
LATIN = "Times New Roman"
#: The first two hold the signs of GB 2312 alone; what stands in for a rarer one, such as 崄 in a town's name.
WIDER = {FANG: "仿宋", KAI: "楷体"}
#: The type area: 156 mm wide, 225 mm high.
WIDTH = Mm(156)
#: 22 lines on a page.
LINE = Pt(28.95)
BODY = Pt(16)
INDENT = 2 * BODY

#: Styles by the names under which `word` uses them.
TITLE, ADDRESSEE, CAPTION, HEAD_CELL, NOTE, PICTURE, ANNEX, SIGNATURE = (
    "公文标题",
    "主送机关",
    "图表标题",
    "表头文字",
    "图表注释",
    "图片",
    "附件标识",
    "落款",
)
#: A table's cells: centred, and texts from the left; the kept ones stay on the page of the next row.
CELLS, KEPT_CELLS = ("表格数据", "表格文字"), ("表格数据（不分页）", "表格文字（不分页）")
BODY_STYLE = "Normal"
HEADINGS = ("Heading 1", "Heading 2", "Heading 3")


def set_up(document: WordDocument) -> None:
    """Page, styles and page numbers of an empty document."""
    _set_up_page(document)
    _set_up_styles(document)
    _number_pages(document)


def _set_up_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(24)  # the number's line lies 7 mm below the type area
    section.header_distance = Mm(15)


def _set_up_styles(document: WordDocument) -> None:
    normal = document.styles[BODY_STYLE]
    assert isinstance(normal, ParagraphStyle)
    _shape(normal, FANG, BODY, indent=INDENT, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
    language = normal.element.get_or_add_rPr().makeelement(
        qn("w:lang"), {qn("w:val"): "en-US", qn("w:eastAsia"): "zh-CN"}
    )
    normal.element.get_or_add_rPr().append(language)
    for name, font in zip(HEADINGS, (HEI, KAI, FANG), strict=True):
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        _shape(style, font, BODY, indent=INDENT, keep=True)
    centre, right, small = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, Pt(10.5)
    _shape(
        _added(document, TITLE), TITLE_FONT, Pt(22), latin=TITLE_FONT, line=Pt(34), align=centre, keep=True
    )
    _shape(_added(document, ADDRESSEE), FANG, BODY)
    _shape(_added(document, CAPTION), HEI, small, line=Pt(18), align=centre, keep=True)
    document.styles[CAPTION].paragraph_format.space_before = Pt(6)
    for names, keep in ((CELLS, False), (KEPT_CELLS, True)):
        for name, align in zip(names, (centre, WD_ALIGN_PARAGRAPH.LEFT), strict=True):
            _shape(_added(document, name), FANG, small, line=Pt(14), align=align, keep=keep)
    _shape(_added(document, HEAD_CELL), HEI, small, line=Pt(14), align=centre, keep=True)
    _shape(_added(document, NOTE), FANG, small, line=Pt(15), align=WD_ALIGN_PARAGRAPH.LEFT)
    document.styles[NOTE].paragraph_format.space_after = Pt(6)
    _shape(_added(document, PICTURE), FANG, BODY, line=None, align=centre, keep=True)
    _shape(_added(document, ANNEX), HEI, BODY)
    _shape(_added(document, SIGNATURE), FANG, BODY, align=right, keep=True)


def wider_fonts(document: WordDocument) -> dict[str, str]:
    """By style, the font that has the signs beyond GB 2312 which the style's own lacks."""
    fonts = {style.name: style.element.find(f".//{qn('w:rFonts')}") for style in document.styles}
    own = {name: found.get(qn("w:eastAsia")) for name, found in fonts.items() if found is not None}
    return {name: WIDER[font] for name, font in own.items() if font in WIDER}


def _added(document: WordDocument, name: str) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    return style


def _shape(
    style: ParagraphStyle,
    font: str,
    size: Length,
    *,
    latin: str = LATIN,
    line: Length | None = LINE,
    indent: Length | int = 0,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT,
    keep: bool = False,
) -> None:
    """A style's font and paragraph; `keep` holds it on the page of what follows."""
    style.font.size, style.font.bold, style.font.italic = size, False, False
    style.font.color.rgb = None
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")) + properties.findall(qn("w:color")):
        properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    for script, name in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", font)):
        fonts.set(qn(f"w:{script}"), name)
    fonts.set(qn("w:hint"), "eastAsia")
    properties.insert(0, fonts)
    paragraph = style.paragraph_format
    paragraph.space_before = paragraph.space_after = Pt(0)
    paragraph.first_line_indent = Length(indent)
    paragraph.alignment, paragraph.keep_with_next = align, keep
    paragraph.widow_control = True
    if line is None:
        paragraph.line_spacing_rule = WD_LINE_SPACING.SINGLE
    else:
        paragraph.line_spacing_rule, paragraph.line_spacing = WD_LINE_SPACING.EXACTLY, line


def _number_pages(document: WordDocument) -> None:
    """“— 1 —” in 4号 宋体, outside: right on odd pages, left on even ones, one sign from the edge."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, align in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        paragraph.style = document.styles[ADDRESSEE]
        form = paragraph.paragraph_format
        form.alignment = align
        form.left_indent = form.right_indent = Pt(14)
        _append(paragraph, "— ")
        _append_field(paragraph, "PAGE")
        _append(paragraph, " —")


def _append(paragraph: Paragraph, text: str) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(14)
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia"):
        fonts.set(qn(f"w:{script}"), SONG)


def _append_field(paragraph: Paragraph, instruction: str) -> None:
    """A field that Word works out, in the font of the text around it."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    _append(paragraph, "1")
    field.append(paragraph.runs[-1]._element)
    paragraph._element.append(field)
