"""What clerks type without a spreadsheet: lists aligned by blanks, and Word reports cut into sections by town."""

from __future__ import annotations

import io

import docx
import pytest

from ingest.reading import Reading, Source, read

_TEXT = """延川县镇区基层社会治理情况表（2025年3月）
========================================
镇名      网格总数（个）  配备网格员网格数（个）  矛盾纠纷受理数（件）  矛盾纠纷化解数（件）  法治文化阵地（个）
永坪镇    20              18                      9                     7
文安驿镇  12              12                      5                     5                     3
关庄镇    8               6                       4                                           2
制表：张伟
"""


def _values(reading: Reading) -> dict[tuple[str, str, str], float | str | None]:
    return {
        (record.town_code, record.key, name): held.value.number
        for record in reading.records
        if not record.rejected
        for name, held in record.values.items()
        if held.value.number is not None
    }


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_blanks_alone_set_columns_apart_and_a_blank_cell_shifts_none(encoding: str) -> None:
    values = _values(read(_TEXT.encode(encoding), Source("610622", "2025-03", "社会治理.txt")))
    assert values["610622101", "", "grids_total"] == 20
    assert ("610622101", "", "law_venues") not in values
    assert values["610622103", "", "law_venues"] == 3
    assert ("610622107", "", "disputes_resolved") not in values
    assert values["610622107", "", "law_venues"] == 2


def test_a_text_across_the_gap_of_two_columns_is_not_cut() -> None:
    text = _TEXT.replace("文安驿镇  12              12", "文安驿镇（含原贾家坪镇部分村组）12  12")
    reading = read(text.encode(), Source("610622", "2025-03", "社会治理.txt"))
    assert not reading.records


@pytest.mark.parametrize("blank", [" ", "  ", "\u3000", "   "])
def test_lines_that_blanks_cut_into_as_many_pieces_need_no_gutters(blank: str) -> None:
    rows = [["镇名", "网格总数", "配备网格员网格数", "矛盾纠纷受理数", "矛盾纠纷化解数"]]
    rows += [["永坪镇", "20", "18", "9", "7"], ["关庄镇", "108", "6", "4", "2"]]
    text = "\n".join(["社会治理情况", *map(blank.join, rows), f"填表人：张三{blank}审核：李四"])
    values = _values(read(text.encode("gb18030"), Source("610622", "2025-03", "社会治理.txt")))
    assert values["610622101", "", "disputes_resolved"] == 7
    assert values["610622107", "", "grids_total"] == 108
    assert len(values) == 8
    text = text.replace(f"18{blank}9", f"{blank}9")  # a hole that nothing shows
    assert not read(text.encode(), Source("610622", "2025-03", "社会治理.txt")).records


@pytest.mark.parametrize("signed", [["填报单位：{}   2025年4月2日"], ["（盖章）{}人民政府", "2025年4月2日"]])
@pytest.mark.parametrize("is_below", [True, False])
def test_tables_are_of_the_town_that_signs_them_above_or_below(signed: list[str], is_below: bool) -> None:
    document, stream = docx.Document(), io.BytesIO()
    for grids, town in (("30", "永坪镇"), ("20", "关庄镇")):
        document.add_paragraph("社会治理情况表")
        for text in signed if not is_below else []:
            document.add_paragraph(text.format(town))
        _table(
            document,
            [["网格总数", grids, "配备网格员网格数", "8"], ["矛盾纠纷受理数", "5", "矛盾纠纷化解数", "4"]],
        )
        for text in signed if is_below else []:
            document.add_paragraph(text.format(town))
    document.save(stream)
    values = _values(read(stream.getvalue(), Source("610622", "2025-03", "治理.docx")))
    assert values["610622101", "", "grids_total"] == 30
    assert values["610622107", "", "grids_total"] == 20


def test_a_note_below_a_table_is_of_the_table_above_it() -> None:
    document, stream = docx.Document(), io.BytesIO()
    heads = ["镇名", "资金来源", "计划资金", "到位资金", "支出资金"]
    _table(document, [heads, ["永坪镇", "县级自筹", "5000", "2000", "1000"]])
    document.add_paragraph("注：以上金额单位：千元")
    document.add_paragraph("资金（二）（单位：万元）")
    _table(document, [heads, ["关庄镇", "县级自筹", "100", "50", "20"]])
    document.save(stream)
    values = _values(read(stream.getvalue(), Source("610622", "2025-03", "资金.docx")))
    assert values["610622101", "county", "amount_planned"] == 500
    assert values["610622107", "county", "amount_planned"] == 100


def test_numbered_headings_of_a_report_hold_for_every_table_of_their_section() -> None:
    document, stream = docx.Document(), io.BytesIO()
    for number, town in (("一", "永坪镇"), ("二", "关庄镇")):
        document.add_paragraph(f"{number}、{town}")
        document.add_paragraph("1.项目基本情况")
        _table(document, [["项目名称", "项目类别", "建设状态"], [f"{town}停车场", "基础设施", "在建"]])
        document.add_paragraph("2.项目投资情况（单位：万元）")
        heads = ["项目名称", "总投资", "年度计划投资", "本年累计完成投资"]
        _table(document, [heads, [f"{town}停车场", "900", "300", "60"]])
    document.save(stream)
    values = _values(read(stream.getvalue(), Source("610622", "2025-03", "项目.docx")))
    for code, town in (("610622101", "永坪镇"), ("610622107", "关庄镇")):
        assert values[code, f"{town}停车场", "total_investment"] == 900
        assert values[code, f"{town}停车场", "cumulative_investment"] == 60


def test_a_numbered_sentence_is_no_heading() -> None:
    document, stream = docx.Document(), io.BytesIO()
    heads = ["项目名称", "项目类别", "建设状态", "总投资", "年度计划投资", "本年累计完成投资"]
    document.add_paragraph("一、永坪镇")
    _table(document, [heads, ["滨河停车场", "基础设施", "在建", "900", "300", "60"]])
    document.add_paragraph("1.其余项目尚未核定所在乡镇，另行报送。")
    _table(document, [heads, ["公厕改造", "基础设施", "在建", "90", "30", "6"]])
    document.save(stream)
    reading = read(stream.getvalue(), Source("610622", "2025-03", "项目.docx"))
    assert {key for _, key, _ in _values(reading)} == {"滨河停车场"}


@pytest.mark.parametrize("again", [False, True])
def test_a_table_of_a_document_goes_on_below_the_word_for_it_with_its_headings_or_without(
    again: bool,
) -> None:
    document, stream = docx.Document(), io.BytesIO()
    heads = ["镇名", "网格总数", "配备网格员网格数", "矛盾纠纷受理数", "矛盾纠纷化解数"]
    document.add_paragraph("延川县基层社会治理情况表")
    _table(document, [heads, ["永坪镇", "20", "18", "9", "7"], ["关庄镇", "21", "19", "8", "6"]])
    document.add_paragraph("（续表）")
    _table(document, [*([heads] if again else []), ["文安驿镇", "22", "17", "6", "5"]])
    document.add_paragraph("填报人：张某")
    document.save(stream)
    reading = read(stream.getvalue(), Source("610622", "2025-03", "治理.docx"))
    grids = {town: number for (town, _, name), number in _values(reading).items() if name == "grids_total"}
    assert grids == {"610622101": 20, "610622107": 21, "610622103": 22}
    assert not {"UNRECOGNISED_TABLE", "REQUIRED_COLUMN_MISSING"} & {f.code.code for f in reading.findings}


def _table(document: docx.document.Document, rows: list[list[str]]) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def test_a_table_in_a_cell_is_of_the_town_beside_it() -> None:
    document, stream = docx.Document(), io.BytesIO()
    document.add_paragraph("延川县基层社会治理情况表（2025年3月）")
    towns = {"永坪镇": ("610622101", 20), "文安驿镇": ("610622103", 12), "关庄镇": ("610622107", 8)}
    outer = document.add_table(rows=1 + len(towns), cols=2)
    outer.cell(0, 0).text, outer.cell(0, 1).text = "镇名", "治理情况"
    for row, (town, (_, grids)) in enumerate(towns.items(), start=1):
        outer.cell(row, 0).text = town
        inner = outer.cell(row, 1).add_table(rows=2, cols=4)
        heads = ("网格总数", "配备网格员网格数", "矛盾纠纷受理数", "矛盾纠纷化解数")
        for column, (head, number) in enumerate(zip(heads, (grids, grids - 1, 9, 7), strict=True)):
            inner.cell(0, column).text, inner.cell(1, column).text = head, str(number)
    document.save(stream)
    values = _values(read(stream.getvalue(), Source("610622", "2025-03", "治理.docx")))
    assert {code: n for (code, _, name), n in values.items() if name == "grids_total"} == dict(towns.values())
