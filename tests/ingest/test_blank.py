"""Forms not filled in and sheets of instructions: no report; one figure makes a report of a form."""

from ingest import dictionary
from ingest.reading import Reading, Source, read_sheets
from ingest.sheet import Sheet

FUNDS = ["序号", "镇名", "资金来源", "涉农资金", "计划资金（万元）", "到位资金（万元）", "支出资金（万元）"]
TOWNS = ("茶坊街道", "羊泉镇", "张村驿镇")


def reading_of(*sheets: Sheet) -> Reading:
    return read_sheets(list(sheets), Reading(Source("610628", "2025-04", "资金.xlsx"), "test"))


def funds(*amounts: tuple[float | None, float | None], name: str = "资金投入情况表") -> Sheet:
    """A form of funds whose plans are filled in, with what arrived and was spent as given."""
    rows = [["富县2025年4月资金投入情况表", *[None] * 6], list(FUNDS)]
    for number, (town, (arrived, spent)) in enumerate(zip(TOWNS, amounts, strict=True), start=1):
        rows.append([float(number), town, "县级自筹", "否", 100.0, arrived, spent])
    return Sheet(name, rows)


def test_lines_that_hold_only_what_a_form_brings_along_are_no_report() -> None:
    reading = reading_of(funds((None, None), (None, None), (None, None)))
    assert (reading.ledgers, reading.records) == ([], [])
    assert [(f.code.code, f.code.severity) for f in reading.findings] == [("BLANK_FORM", "info")]
    assert {outcome for fates in reading.cells.values() for outcome, _ in fates.values()} == {"ignored"}


def test_one_figure_makes_it_a_report_of_all_its_lines() -> None:
    reading = reading_of(funds((None, None), (80.0, 20.0), (None, None)))
    assert reading.ledgers == ["funds"]
    assert len(reading.records) == 3


def test_figures_below_what_nobody_knows_make_it_a_report_as_well() -> None:
    form = funds((None, None), (None, None), (None, None))
    rows = [[*row, said] for row, said in zip(form.rows, (None, "满意度", 91.0, 92.0, 93.0), strict=True)]
    reading = reading_of(Sheet(form.name, rows))
    assert reading.ledgers == ["funds"]
    assert "BLANK_FORM" not in {f.code.code for f in reading.findings}


def test_a_form_whose_figures_have_no_heading_is_refused_and_not_called_blank() -> None:
    labels = ("网格总数", "配备网格员网格数", "矛盾纠纷受理数", "矛盾纠纷化解数")
    rows: list[list[object]] = [["羊泉镇社会治理情况", None, None]]
    rows += [[label, 35.0, 40.0 + place] for place, label in enumerate(labels)]
    reading = reading_of(Sheet("治理", rows))
    assert [f.code.code for f in reading.findings] == ["UNRECOGNISED_LAYOUT"]
    assert reading.rejected_ledgers == {"governance"}


def test_a_sheet_of_instructions_is_set_aside_by_its_name_whatever_stands_in_it() -> None:
    guide = funds((1.0, 1.0), (1.0, 1.0), (1.0, 1.0), name="填 表 说 明")
    reading = reading_of(guide, funds((80.0, 20.0), (70.0, 20.0), (60.0, 20.0)))
    assert {record.sheet for record in reading.records} == {"资金投入情况表"}
    assert set(reading.cells[guide.name].values()) == {("ignored", "instructions")}


def test_what_is_carried_are_fields_of_the_dictionary_and_no_keys() -> None:
    known = dictionary.load()
    for ledger, fields in known.carried.items():
        assert fields.keys() <= known.by_ledger[ledger].keys()
        assert fields.keys().isdisjoint(known.key_fields(ledger))
