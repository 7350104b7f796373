"""Standard forms: what stands in them, that they read back as they were filled in, and as nothing where they were not."""

import csv
import datetime as dt
import io
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ingest.reading import Reading, Source, read
from orchestration import check, form
from orchestration.home import Home
from orchestration.layouts import Layouts
from tests import truth
from tests.conftest import REPOSITORY, RunTownledger

SEEDS = REPOSITORY / "dbt_project" / "seeds"
MONTH = "2025-03"


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


FIELDS = {(row["ledger"], row["field"]): row for row in table(REPOSITORY / "ingest/dictionary/fields.csv")}
LEDGERS = {row["ledger"]: row["label_zh"] for row in table(REPOSITORY / "ingest/dictionary/ledgers.csv")}
TOWNS = {row["town_code"]: row for row in table(SEEDS / "organisation" / "towns.csv")}


def towns_of(county: str) -> list[str]:
    return [row["town_name"] for row in TOWNS.values() if row["county_code"] == county]


def make(home: Path, county: str, period: str = MONTH) -> bytes:
    return form.make(Home(home), county, period).content


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def heading_row(sheet: Worksheet) -> int:
    return next(row for row in range(1, 10) if sheet.cell(row, 1).value == "序号")


def columns(sheet: Worksheet) -> dict[str, int]:
    """Label → column, as a clerk reads the headings."""
    row = sheet[heading_row(sheet)]
    return {str(cell.value).split("\n")[0].rstrip("*"): cell.column for cell in row if cell.value}


def written(ledger: str, field: str, value: str) -> object:
    """A true value as a clerk writes it into the form."""
    kind, _, detail = FIELDS[ledger, field]["type"].partition(":")
    if kind == "enum":
        return dict(pair.split("=") for pair in detail.split("|"))[value]
    if kind == "town":
        return TOWNS[value]["town_name"]
    if kind == "date":
        return dt.date.fromisoformat(value)
    if value in ("true", "false"):
        return "是" if value == "true" else "否"
    return value if kind == "text" else float(value)


def fill(book: Workbook, values: pd.DataFrame) -> None:
    """Fill the form in from true values, each record in its own row where it has one, else in a new one."""
    for ledger, own in values.groupby("ledger"):
        sheet = book[LEDGERS[ledger]]
        at, top = columns(sheet), heading_row(sheet) + 1
        town = at.get(FIELDS.get((ledger, "town"), {}).get("label_zh", ""))
        key = {"projects": "项目名称", "funds": "资金来源"}.get(ledger)
        rows = {}
        for row in range(top, sheet.max_row - 1):
            said = [sheet.cell(row, column).value or "" for column in (town, key and at[key]) if column]
            rows.setdefault(tuple(truth.fold(text) for text in said), row)
        free = iter(range(max([top, *rows.values()]) + 1, sheet.max_row + 2000))
        blank = (row for row in range(top, sheet.max_row - 1) if not sheet.cell(row, town or 2).value)
        free = blank if key else free
        for (town_code, record), cells in own.groupby(["town_code", "record_key"]):
            name = written(ledger, "fund_source", record) if ledger == "funds" else record
            identity = (TOWNS[town_code]["town_name"],) if town else ()
            identity += (truth.fold(str(name)),) if key else ()
            row = rows.get(identity) if town else top
            if row is None:
                row = next(free)
                sheet.cell(row, town).value = identity[0]
                sheet.cell(row, at[key]).value = name
            given = dict(zip(cells["field"], cells["value"], strict=True))
            for field in (f for own_ledger, f in FIELDS if own_ledger == ledger):
                label = FIELDS[ledger, field]["label_zh"]
                if field in given:
                    sheet.cell(row, at[label]).value = written(ledger, field, given[field])
                elif label != key and field not in ("town", "quarter"):
                    sheet.cell(row, at[label]).value = None


def values_of(reading: Reading) -> pd.DataFrame:
    """What a reading accepted, in the columns of the published values; personal fields are not among them."""
    rows = [
        (record.ledger, record.town_code, record.key, item.field.name, item.value.number, item.value.text)
        for record in reading.records
        if not record.rejected
        for item in record.values.values()
        if not item.field.is_personal and not item.value.problem
    ]
    names = ["ledger", "town_code", "record_key", "field", "value_number", "value_text"]
    frame = pd.DataFrame(rows, columns=names).astype({"value_number": float})
    return frame.assign(county_code=reading.source.county, period=reading.source.period)


def true_values(county: str) -> pd.DataFrame:
    values = truth.load("values")
    return values[(values["county_code"] == county) & (values["period"] == MONTH)]


def wrong(content: bytes, county: str) -> pd.DataFrame:
    """What a file reads as that is not true, and what is true and it does not read as."""
    reading = read(content, Source(county, MONTH, "表.xlsx"))
    assert len(reading.records) > 0
    compared = truth.compare(values_of(reading), true_values(county))
    return compared[~compared["is_right"]]


@pytest.fixture(scope="module")
def filled(published_home: Path) -> dict[str, bytes]:
    """Forms of three counties filled in as the truth of the quarter's last month has it."""
    forms = {}
    for county in ("610602", "610626", "610630"):
        book = opened(make(published_home, county))
        fill(book, true_values(county))
        forms[county] = saved(book)
    return forms


@pytest.mark.parametrize("county", ["610602", "610626", "610630"])
def test_every_cell_filled_in_is_read_back_and_nothing_else(county: str, filled: dict[str, bytes]) -> None:
    assert set(true_values(county)["ledger"]) == set(LEDGERS)
    assert wrong(filled[county], county).empty


def test_a_form_that_is_filled_in_has_no_error(filled: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(filled["610626"])
    result = check.check([path], "610626", MONTH, Layouts({}))[0]
    assert [f["message_zh"] for f in result.findings if f["severity"] == "error"] == []
    assert {t["ledger"] for t in result.tables} == set(LEDGERS)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice here (package libreoffice-calc)")
@pytest.mark.parametrize("kind", ["ods", "xls", "xlsx"])
def test_a_form_saved_by_another_program_reads_the_same(
    kind: str, filled: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "form.xlsx").write_bytes(filled["610630"])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    out = tmp_path / "out"
    call = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", out, tmp_path / "form.xlsx"]
    subprocess.run(call, check=True, capture_output=True)
    assert wrong((out / f"form.{kind}").read_bytes(), "610630").empty


def test_a_form_that_nobody_filled_in_is_no_report(published_home: Path) -> None:
    reading = read(make(published_home, "610626"), Source("610626", MONTH, "表.xlsx"))
    assert (reading.records, reading.ledgers) == ([], [])
    assert {f.code.code for f in reading.findings} == {"BLANK_FORM"}
    assert {outcome for fates in reading.cells.values() for outcome, _ in fates.values()} == {"ignored"}


def test_what_is_filled_in_of_a_form_counts_and_the_rest_is_not_made_up(published_home: Path) -> None:
    book = opened(make(published_home, "610626"))
    values = true_values("610626")
    towns = sorted(set(values["town_code"]) - {""})[:3]
    project = values[values["ledger"] == "projects"]["record_key"].iloc[0]
    some = values[
        ((values["ledger"] == "facilities") & values["town_code"].isin(towns))
        | ((values["ledger"] == "projects") & (values["record_key"] == project))
    ]
    fill(book, some)
    reading = read(saved(book), Source("610626", MONTH, "表.xlsx"))
    assert set(reading.ledgers) == {"facilities", "projects"}
    assert {r.town_code for r in reading.records if r.ledger == "facilities"} == set(towns)
    # The projects carried over and left alone lack what must be said of every month: the row rules refuse them.
    others = [r for r in reading.records if r.ledger == "projects" and r.key != project]
    assert others
    assert not any({"status", "cumulative_investment"} & r.values.keys() for r in others)


def test_a_form_names_the_county_s_towns_and_last_month_s_projects(published_home: Path) -> None:
    book = opened(make(published_home, "610626"))
    sheet = book["基础设施和公共服务统计表"]
    at, top = columns(sheet), heading_row(sheet) + 1
    towns = towns_of("610626")
    assert [sheet.cell(top + n, at["镇名"]).value for n in range(len(towns))] == towns
    sheet = book["建设项目台账"]
    at, top = columns(sheet), heading_row(sheet) + 1
    before = truth.load("values")
    before = before[
        (before["county_code"] == "610626")
        & (before["period"] == "2025-02")
        & (before["ledger"] == "projects")
    ]
    shown = {
        (sheet.cell(row, at["所在镇"]).value, sheet.cell(row, at["项目名称"]).value): row
        for row in range(top, sheet.max_row)
        if sheet.cell(row, at["项目名称"]).value
    }
    true = {
        (TOWNS[town]["town_name"], key)
        for town, key in set(zip(before["town_code"], before["record_key"], strict=True))
    }
    assert {(town, truth.fold(name)) for town, name in shown} == true
    for label in ("本年累计完成投资", "建设状态", "联系人", "联系电话"):
        assert {sheet.cell(row, at[label]).value for row in shown.values()} == {None}, label
    comments = [sheet.cell(row, at["本年累计完成投资"]).comment for row in shown.values()]
    assert all(comment and comment.text.startswith("2025年2月填报：") for comment in comments)


def test_a_plan_of_the_year_is_not_carried_into_the_next(published_home: Path) -> None:
    values = {}
    for period in (MONTH, "2026-01"):
        sheet = opened(make(published_home, "610626", period))["建设项目台账"]
        at, top = columns(sheet), heading_row(sheet) + 1
        values[period] = [sheet.cell(top, at[label]).value for label in ("总投资", "年度计划投资")]
    total, planned = values[MONTH]
    assert planned is not None
    assert values["2026-01"] == [total, None]


@pytest.mark.parametrize(
    ("period", "due"), [("2025-02", set(LEDGERS) - {"recommendations"}), (MONTH, set(LEDGERS))]
)
def test_a_form_asks_for_what_is_due_with_units_and_marks(period: str, due: set[str], tmp_path: Path) -> None:
    book = opened(make(tmp_path, "610628", period))
    assert set(book.sheetnames) == {"填表说明", "选项", *(LEDGERS[ledger] for ledger in due)}
    assert book["选项"].sheet_state == "hidden"
    for ledger in due:
        sheet = book[LEDGERS[ledger]]
        headings = [cell.value for cell in sheet[heading_row(sheet)][1:]]
        own = [row for (name, _), row in FIELDS.items() if name == ledger]
        assert [str(h).split("\n")[0] for h in headings] == [
            row["label_zh"] + "*" * (row["required"] == "yes") for row in own
        ]
        for heading, row in zip(headings, own, strict=True):
            assert ("（万元）" in heading) == (row["unit"] == "CNY 10k")
        row = heading_row(sheet)
        assert sheet.print_title_rows == f"${row}:${row}"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert int(sheet.freeze_panes.lstrip("ABCDE")) == row + 1
        assert sheet.protection.sheet


def test_cells_offer_towns_and_choices_and_refuse_what_is_no_number(tmp_path: Path) -> None:
    book = opened(make(tmp_path, "610602"))
    sheet = book["建设项目台账"]
    at, row = columns(sheet), heading_row(sheet) + 1

    def check_of(label: str) -> tuple[str, list[object]]:
        cell = sheet.cell(row, at[label])
        found = next(c for c in sheet.data_validations.dataValidation if cell.coordinate in c.sqref)
        if found.type != "list":
            return found.type, [found.operator, found.formula1, found.formula2]
        title, _, place = found.formula1.partition("!")
        return found.type, [c.value for (c,) in book[title][place.replace("$", "")]]

    assert check_of("所在镇") == ("list", towns_of("610602"))
    assert check_of("建设状态") == (
        "list",
        ["谋划", "前期", "未开工", "在建", "停工", "完工", "投用", "闲置"],
    )
    assert check_of("总投资")[1][:2] == ["greaterThanOrEqual", "0"]
    assert check_of("开工时间")[0] == "date"
    assert not sheet.cell(row, at["总投资"]).protection.locked


def test_the_same_form_has_the_same_bytes(published_home: Path) -> None:
    assert make(published_home, "610630") == make(published_home, "610630")


def test_the_command_takes_a_name_or_a_code_and_overwrites_nothing(
    tmp_home: Path, townledger: RunTownledger
) -> None:
    done = townledger(tmp_home, "form", "富县", MONTH)
    path = tmp_home / "forms" / "610628" / MONTH / "富县2025年3月镇区强功能台账（规范表样）.xlsx"
    assert (done.returncode, path.exists()) == (0, True), done.stderr
    again = townledger(tmp_home, "form", "610628", MONTH, "--output", path)
    assert again.returncode == 2
    assert "there already" in again.stderr
    inside = townledger(tmp_home, "form", "610628", MONTH, "--output", path / "x.xlsx")
    assert (inside.returncode, "cannot write" in inside.stderr) == (2, True)
    for arguments in (("610628", "2019-01"), ("某县", MONTH), ("610628", "2025-01..2025-03")):
        assert townledger(tmp_home, "form", *arguments).returncode == 2
