"""Exports for BI tools: every row in every format, manifest and dictionary true, formulas harmless."""

import csv
import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from exports import bi, workbook
from tests.exports import published

TOWNS = [
    ("610602000", "'=1+1", "1", "1.5", "true", "2025-01-31"),
    ("610602001", '引号"和,逗号', "1", "", "true", "2025-01-31"),
    ("610602002", "", "1", "", "true", "2025-01-31"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return published.publish(tmp_path, 1)


@pytest.mark.parametrize("kind", bi.KINDS)
def test_the_manifest_names_each_file_with_its_rows_and_hash(kind: str, folder: Path, tmp_path: Path) -> None:
    target = bi.export(folder, tmp_path / kind, kind).folder
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    assert {t["table"]: t["rows"] for t in manifest["tables"]} == {
        "dim_town": 3,
        "fct_finding": 3,
        "fct_submission": 1,
    }
    for table in manifest["tables"]:
        content = (target / table["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == table["sha256"]
    assert manifest["as_of"] == "2025-04-03T09:30:00"
    assert manifest["standards"] == ["2025"]


def test_csv_opens_in_a_spreadsheet_as_utf8(folder: Path, tmp_path: Path) -> None:
    target = bi.export(folder, tmp_path / "csv", "csv").folder
    content = (target / "dim_town.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert [tuple(row) for row in csv.reader(content.decode("utf-8-sig").splitlines())][1:] == TOWNS


def test_a_workbook_holds_true_types_and_no_formula(folder: Path, tmp_path: Path) -> None:
    target = bi.export(folder, tmp_path / "xlsx", "xlsx").folder
    sheet = openpyxl.load_workbook(target / "dim_town.xlsx").active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == [
        "town_code",
        "town_name",
        "issue",
        "score",
        "is_key",
        "since",
    ]
    first = [cell.value for cell in sheet[2]]
    assert first[:5] == ["610602000", "'=1+1", 1, 1.5, True]
    assert first[5].isoformat()[:10] == "2025-01-31"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row}.isdisjoint({"f", "e"})
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:F4")
    assert sheet["B1"].comment.text == "Its name. 镇名。"


def test_a_table_that_one_sheet_cannot_hold_goes_on_to_the_next(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "_MOST_ROWS", 2)
    target = bi.export(folder, tmp_path / "xlsx", "xlsx").folder
    book = openpyxl.load_workbook(target / "dim_town.xlsx")
    assert book.sheetnames == ["dim_town", "dim_town_2"]
    codes = [[cell.value for cell in sheet["A"]] for sheet in book.worksheets]
    assert codes == [["town_code", "610602000", "610602001"], ["town_code", "610602002"]]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice here (package libreoffice-calc)")
def test_a_spreadsheet_program_opens_the_csv_in_chinese_and_without_formulas(
    folder: Path, tmp_path: Path
) -> None:
    target = bi.export(folder, tmp_path / "csv", "csv").folder
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    # Comma, quotation mark, UTF-8: what its dialogue finds out by itself, and a call without a window must say.
    call = ["soffice", profile, "--headless", "--infilter=CSV:44,34,76", "--convert-to", "xlsx"]
    subprocess.run([*call, "--outdir", tmp_path, target / "dim_town.csv"], check=True, capture_output=True)
    sheet = openpyxl.load_workbook(tmp_path / "dim_town.xlsx").worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:2] == ["town_code", "town_name"]
    assert [row[1] for row in rows[1:]] == ["'=1+1", '引号"和,逗号', None]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row}.isdisjoint({"f", "e"})


def test_the_dictionary_says_what_each_column_is(folder: Path, tmp_path: Path) -> None:
    target = bi.export(folder, tmp_path / "csv", "csv").folder
    with (target / "data_dictionary.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == ["table", "column", "type", "description"]
    assert ["dim_town", "", "", "One row per town. 每行一个镇。"] in rows
    assert ["dim_town", "town_name", "VARCHAR", "Its name. 镇名。"] in rows


def test_an_export_is_made_anew_only_for_another_publication(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "csv"
    assert bi.export(folder, target, "csv").is_new
    assert not bi.export(folder, target, "csv").is_new
    assert bi.export(published.publish(tmp_path, 2), target, "csv").is_new
    assert "610602000,'=1+1,2,1.5" in (target / "dim_town.csv").read_text(encoding="utf-8-sig")
