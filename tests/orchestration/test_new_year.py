"""December turns into January on real files, with rows alone: a landing of three months in three containers, a
standard of 2026, a holiday of 2026; and a town merged by a row, in a run that the gate refuses."""

import csv
import filecmp
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest

from tests.conftest import REPOSITORY
from tests.warehouse.conftest import copy_of_project

COUNTY = "610626"
#: 吴起县: a county key town, and one that has no project in the new year.
TOWN, SILENT = "周湾镇", "白豹镇"
HEADINGS = "序号,项目名称,所在镇,功能类别,建设状态,总投资（万元）,{year}年计划投资（万元）,本月完成投资（万元）,累计完成投资（万元）"
MONTHS = {
    "2025-12": [
        f"1,道路提升,{TOWN},基础设施,在建,500,400,10,310",
        f"2,桥梁,{SILENT},基础设施,在建,100,100,5,90",
    ],
    "2026-01": [f"1,道路提升,{TOWN},基础设施,在建,500,240,7,7"],
    "2026-02": [f"1,道路提升,{TOWN},基础设施,在建,500,240,13,20"],
}
RECEIVED = {
    "2025-12": "2026-01-04T10:00:00",
    "2026-01": "2026-02-06T10:00:00",
    "2026-02": "2026-03-04T10:00:00",
}


def projects(month: str) -> list[list[str]]:
    year, number = month.split("-")
    title = f"吴起县镇区强功能项目台账（{year}年{int(number)}月）"
    return [[title], HEADINGS.format(year=year).split(","), *[row.split(",") for row in MONTHS[month]]]


def environment(month: str) -> list[list[str]]:
    title = f"吴起县镇区人居环境整治情况统计表（{month[:4]}年{int(month[5:])}月）"
    kinds = ("乱搭乱建", "垃圾乱倒", "污水乱排", "店外乱摆", "广告乱贴", "线缆乱拉")
    disorders = [f"{kind}{what}数" for kind in kinds for what in ("发现", "整改")]
    headings = ["镇名", "农户总数", "卫生厕所户数", *disorders]
    return [[title], headings, *[[town, "1000", "540", *["2"] * len(disorders)] for town in (TOWN, SILENT)]]


def write(path: Path, rows: list[list[str]]) -> None:
    """The rows as the container that the name says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append([float(cell) if cell.isdecimal() else cell for cell in row])
        book.save(path)
    elif path.suffix == ".html":
        cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        path.write_text(f"<html><body><table>{cells}</table></body></html>", encoding="utf-8")
    else:
        with path.open("w", encoding="gb18030", newline="") as stream:
            csv.writer(stream).writerows(rows)


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The product with rows more: a standard of 2026 that asks less of toilets, a holiday over the fifth of February."""
    folder = tmp_path_factory.mktemp("new_year")
    project = copy_of_project(folder)
    product = project.parent
    for package in ("ingest", "expectations", "exports", "orchestration"):
        shutil.copytree(REPOSITORY / package, product / package, dirs_exist_ok=True)
    for path in sorted((project / "seeds" / "standard").glob("*.csv")):
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        if "standard_version" in table:
            new = table.assign(standard_version="2026")
            if path.stem == "standard_versions":
                table, new = table.assign(valid_to="2025-12"), new.assign(valid_from="2026-01")
            if path.stem == "indicators":
                new.loc[new["indicator"] == "sanitary_toilets", "target"] = "60"
            pd.concat([table, new]).to_csv(path, index=False)
    with (project / "seeds" / "organisation" / "public_holidays.csv").open("a", encoding="utf-8") as stream:
        stream.write("2026-02-05,2026-02-08,假日\n")
    return product


@pytest.fixture(scope="module")
def home(product: Path) -> Path:
    """A home whose landing holds the three months, after one run."""
    home = product / "home"
    receipts = [["path", "received_at"]]
    suffixes = {"2025-12": (".xlsx", ".csv"), "2026-01": (".html", ".xlsx"), "2026-02": (".csv", ".html")}
    for month, (of_projects, of_environment) in suffixes.items():
        for name, rows in (
            (f"项目台账{of_projects}", projects(month)),
            (f"人居环境{of_environment}", environment(month)),
        ):
            write(home / "landing" / COUNTY / month / name, rows)
            receipts.append([f"{COUNTY}/{month}/{name}", RECEIVED[month]])
    with (home / "receipts.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(receipts)
    done = townledger(product, "run")
    assert done.returncode == 0, done.stdout + done.stderr
    return home


def townledger(product: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "orchestration.cli", *arguments],
        cwd=product,
        env={**os.environ, "PYTHONPATH": str(product), "TOWNLEDGER_HOME": str(product / "home")},
        capture_output=True,
        text=True,
        check=False,
    )


def rows(home: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(home / "published" / "townledger.duckdb"), read_only=True) as connection:
        return connection.sql(sql).fetchall()


def test_headings_of_either_year_are_the_plan_of_the_year_and_amounts_start_again(home: Path) -> None:
    assert rows(
        home,
        "select period, annual_planned_investment, cumulative_investment from fct_project_month"
        " where record_key = '道路提升' order by 1",
    ) == [("2025-12", 400, 310), ("2026-01", 240, 7), ("2026-02", 240, 20)]
    codes = "select count(*) from fct_finding where code in ('CUMULATIVE_FELL', 'MONTH_SUM_MISMATCH')"
    assert rows(home, codes) == [(0,)]
    assert rows(home, "select distinct disposition from fct_submission where ledger = ''") == []


def test_the_standard_of_the_year_takes_over(home: Path) -> None:
    """540 of 1000 are six tenths of 90 and nine tenths of 60; 310 of 400, 7 of a twelfth and 20 of a sixth of 240."""
    assert rows(
        home,
        "select period, standard_version, indicator, round(score, 9) from fct_indicator_month join dim_town"
        f" using (town_code) where town_name = '{TOWN}'"
        " and indicator in ('sanitary_toilets', 'investment_progress') order by 1, 3",
    ) == [
        ("2025-12", "2025", "investment_progress", 77.5),
        ("2025-12", "2025", "sanitary_toilets", 60),
        ("2026-01", "2026", "investment_progress", 35),
        ("2026-01", "2026", "sanitary_toilets", 90),
        ("2026-02", "2026", "investment_progress", 50),
        ("2026-02", "2026", "sanitary_toilets", 90),
    ]


def test_a_town_without_a_project_in_the_new_year_is_listed_in_its_first_quarter(home: Path) -> None:
    assert rows(
        home,
        f"select quarter, status, first_seen from rpt_supervision where town_name = '{SILENT}'"
        " and rule = 'no_projects' order by 1",
    ) == [("2026Q1", "listed", "2026Q1")]


def test_each_year_is_evaluated_by_itself(home: Path) -> None:
    assert rows(
        home,
        "select year, period, invested_this_year from rpt_key_town_evaluation"
        f" where town_name = '{TOWN}' order by 1",
    ) == [("2025", "2025-12", 310.0), ("2026", "2026-02", 20.0)]


def test_deadlines_lie_in_the_new_year_and_give_way_to_its_holidays(home: Path, product: Path) -> None:
    due = "select period, cast(cast(due_at as date) as varchar), is_late from fct_submission where ledger = 'projects'"
    assert rows(home, f"{due} order by 1") == [
        ("2025-12", "2026-01-05", False),
        ("2026-01", "2026-02-09", False),
        ("2026-02", "2026-03-05", False),
    ]
    status = json.loads(townledger(product, "status", "--period", "2026-01", "--json").stdout)
    own = {row["ledger"]: row["status"] for row in status if row["county_code"] == COUNTY}
    assert own["projects"] == own["environment"] == "on_time"
    assert own["facilities"] == "missing"
    assert "recommendations" not in own


def test_a_score_of_the_new_year_is_explained(home: Path, product: Path) -> None:
    done = townledger(product, "explain", TOWN, "investment_progress", "2026-01")
    assert done.returncode == 0, done.stderr
    assert f"{COUNTY}/2026-01/项目台账.html" in done.stdout


def test_a_check_that_fails_while_a_town_is_merged_leaves_the_publication_whole(
    home: Path, product: Path, tmp_path: Path
) -> None:
    reorganised = Path(shutil.copytree(product, tmp_path / "product", symlinks=True))
    project = reorganised / "dbt_project"
    with (project / "seeds" / "organisation" / "towns.csv").open("a", encoding="utf-8") as stream:
        stream.write(f"{COUNTY},吴起县,610626103,{SILENT},镇,2026-02-01,610626102\n")
    (project / "tests" / "assert_that_fails.sql").write_text("select 1 as wrong\n", encoding="utf-8")
    done = townledger(reorganised, "run", "--json")
    assert done.returncode == 1, done.stderr
    refusals = json.loads(done.stdout)["refusals"]
    assert [said for said in refusals if said.startswith("test assert_that_fails")], refusals

    kept = reorganised / "home"
    assert (kept / "published").readlink() == (home / "published").readlink()
    assert list((kept / "publications").iterdir()) == [kept / (home / "published").readlink()]
    files = [
        path.relative_to(home / "published") for path in (home / "published").rglob("*") if path.is_file()
    ]
    assert filecmp.cmpfiles(home / "published", kept / "published", files, shallow=False) == (files, [], [])
    # The build knows of the merger; the publication, which people go on reading, does not.
    february = (
        "select count(*) from fct_town_score_month where period = '2026-02' and town_code = '610626103'"
    )
    assert rows(kept, february) == [(1,)]
    with duckdb.connect(str(kept / "build" / "warehouse.duckdb"), read_only=True) as connection:
        assert connection.sql(february).fetchall() == [(0,)]
    status = townledger(reorganised, "status", "--period", "2026-02", "--json")
    assert status.returncode == 0, status.stderr
