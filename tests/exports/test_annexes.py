"""The annex workbook read back: every table equals the marts, speaks Chinese alone, and prints as it is."""

import re
import shutil
import zipfile
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest
from openpyxl.workbook import Workbook

from exports.annexes import tables, workbook
from tests import truth
from tests.conftest import Query

QUARTER, MONTH = "2025Q1", "2025-03"
HEADINGS = 4


@pytest.fixture(scope="module")
def file(published_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("annexes") / "附件.xlsx"
    workbook.write(published_home / "published", QUARTER, target)
    return target


@pytest.fixture(scope="module")
def book(file: Path) -> Workbook:
    return openpyxl.load_workbook(file)


def sheet_of(book: Workbook, title: str) -> pd.DataFrame:
    """A table as it is read: columns by heading, units left off."""
    (sheet,) = [s for s in book.worksheets if s.title.endswith(title)]
    headings, *rows = sheet.iter_rows(min_row=HEADINGS, values_only=True)
    return pd.DataFrame(rows, columns=[str(h).split("\n")[0] for h in headings])


#: The sheet, the columns compared, the same from the marts.
COMPARED = {
    "县（市、区）综合评价排名": (
        [
            *("名次", "县（市、区）", "综合得分", "各镇平均分", "投资进度得分", "按时报送率"),
            *("名次区间上限", "名次区间下限", "难分先后的县（市、区）"),
        ],
        "select rank, county_name, score, town_mean, investment_progress, reporting,"
        " rank_p05, rank_p95, overlapping_counties from fct_county_score_month"
        f" join rpt_county_rank_robustness using (county_code, period, rank, score) where period = '{MONTH}'",
    ),
    "镇综合评价排名": (
        ["全市名次", "县（市、区）", "镇", "得分", "名次区间上限", "名次区间下限", "未填报指标"],
        "select rank_city, county_name, town_name, score, rank_p05, rank_p95, missing_indicators"
        f" from rpt_rank_robustness where period = '{MONTH}'",
    ),
    "重点镇评价情况": (
        ["类别", "县（市、区）", "镇", "总分", "人居环境", "项目建设", "方案目标", "已达到"],
        "select designation_name, county_name, town_name, score, environment_score, projects_score,"
        f" targets_applying, targets_met from rpt_key_town_evaluation where period = '{MONTH}'",
    ),
    "重点镇方案目标完成情况": (
        ["县（市、区）", "镇", "方案目标", "得分", "结果"],
        "select county_name, town_name, indicator_name, score, outcome_name from rpt_plan_target"
        f" where period = '{MONTH}' and outcome in ('met', 'missed', 'not_reported')",
    ),
    "项目建设进展情况": (
        ["县（市、区）", "项目", "已开工", "滞后", "年度计划投资", "本年累计完成投资"],
        "select coalesce(county_name, '全市'), count(*), count(*) filter (is_started),"
        " count(*) filter (is_behind), sum(annual_planned_investment), sum(cumulative_investment)"
        f" from rpt_project_progress where period = '{MONTH}' group by rollup (county_name)",
    ),
    "需关注项目清单": (
        ["县（市、区）", "镇", "项目名称", "建设状态", "滞后金额", "本年累计完成投资"],
        "select county_name, town_name, project_name, status_name, behind_by, cumulative_investment"
        f" from rpt_project_progress where period = '{MONTH}'"
        " and true in (is_behind, is_overdue, is_idle, is_without_upkeep, is_debt_financed, status = 'suspended')",
    ),
    "台账报送情况": (
        ["县（市、区）", "应报台账", "收到", "按时入库", "报送质量得分"],
        "select county_name, expected, received, on_time, quality_score from rpt_reporting_quality"
        " where period between '2025-01' and '2025-03'",
    ),
    "督帮名单及依据": (
        ["县（市、区）", "镇", "督帮情形", "依据", "解除条件"],
        "select county_name, town_name, rule_name, evidence, release_condition from rpt_supervision"
        f" where quarter = '{QUARTER}'",
    ),
    "“六乱”整治情况": (
        ["县（市、区）", "乱象", "本年发现", "本年整改"],
        "select county_name, disorder_name, sum(found), sum(fixed) from rpt_environment"
        f" where period = '{MONTH}' group by all",
    ),
    "工作方案任务进展": (
        ["序号", "任务", "适用镇", "已达到镇", "本年累计完成投资"],
        "select position, task_name, sum(towns_applying), sum(towns_met), sum(cumulative_investment)"
        f" from rpt_work_item where period = '{MONTH}' group by all",
    ),
    "评价指标": (
        ["指标", "权重", "条款"],
        "select name_zh, weight, clause from dim_indicator where standard_version = '2025'",
    ),
}


def rows(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    """Rows in an order of their own; numbers to nine decimals, blanks as ''."""
    plain = frame.astype(object).where(frame.notna(), "")
    shown = ([round(v, 9) if isinstance(v, (int, float)) else v for v in row] for row in plain.to_numpy())
    return sorted((tuple(row) for row in shown), key=repr)


@pytest.mark.parametrize("title", COMPARED)
def test_a_table_is_what_the_marts_say(title: str, book: Workbook, query: Query) -> None:
    columns, sql = COMPARED[title]
    expected = rows(query(sql))
    assert len(expected) > 10
    assert rows(sheet_of(book, title)[columns]) == expected


def test_funds_add_up_to_the_city(book: Workbook, query: Query) -> None:
    frame = sheet_of(book, "资金投入情况").set_index("县（市、区）或资金来源")
    columns = ["计划资金", "到位资金", "支出资金"]
    city = query(
        "select sum(amount_planned), sum(amount_arrived), sum(amount_spent) from rpt_fund_use"
        f" where period = '{MONTH}'"
    ).iloc[0]
    parts = frame[frame.index.str.startswith("全市：")][columns].sum()
    for found in (frame.loc["全市", columns], parts):
        assert [round(v, 4) for v in found] == [round(v, 4) for v in city]


def test_a_project_that_stands_still_is_listed_even_where_its_money_is_not_behind(
    published_home: Path, tmp_path: Path
) -> None:
    for name in ("townledger.duckdb", "manifest.json"):
        shutil.copy(published_home / "published" / name, tmp_path / name)
    with duckdb.connect(str(tmp_path / "townledger.duckdb")) as connection:
        (name,) = connection.execute(
            f"select project_name from rpt_project_progress where period = '{MONTH}' and not is_behind"
            " and true not in (is_overdue, is_idle, is_without_upkeep, is_debt_financed) order by 1 limit 1"
        ).fetchone()
        connection.execute(
            f"update rpt_project_progress set status = 'suspended', status_name = '停工'"
            f" where period = '{MONTH}' and project_name = ?",
            [name],
        )
    workbook.write(tmp_path, QUARTER, tmp_path / "annexes.xlsx")
    listed = sheet_of(openpyxl.load_workbook(tmp_path / "annexes.xlsx"), "需关注项目清单")
    assert list(listed.loc[listed["项目名称"] == name, "关注事项"]) == ["停工"]


def test_a_task_told_by_reports_alone_is_never_called_reached(book: Workbook, query: Query) -> None:
    frame = sheet_of(book, "工作方案任务进展").set_index("任务")
    without_towns = frame["适用镇"] == 0
    assert without_towns.any()
    assert set(frame.loc[without_towns, "各镇均已达到的县（市、区）"].fillna("")) == {""}
    heritage = next(task for task in frame.index if "第八批" in task)
    on_time = set(frame.loc[heritage, "有关台账按时报送的县（市、区）"].split("、"))
    late = query(
        f"select distinct county_name from rpt_reporting where period = '{MONTH}' and status = 'late'"
    )
    assert len(on_time) == 12
    assert on_time.isdisjoint(late["county_name"])


def test_its_tables_are_not_numbered_as_the_documents_annexes_are(book: Workbook) -> None:
    titles = [sheet["A1"].value for sheet in book.worksheets[:-1]]
    assert [title.split("\u3000")[0] for title in titles] == [f"附表{n}" for n in range(1, len(titles) + 1)]


def test_no_code_and_no_formula_stands_in_a_cell(book: Workbook) -> None:
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    texts = [str(cell.value) for cell in cells if cell.data_type == "s"]
    assert [text for text in texts if re.search(r"\b[a-z]+_[a-z]+|^[a-z]+$", text)] == []


def test_every_column_is_explained_in_chinese(book: Workbook) -> None:
    told = sheet_of(book, "说明")
    for number, sheet in enumerate(book.worksheets[:-1], start=1):
        headings = [str(cell.value).split("\n")[0] for cell in sheet[HEADINGS]]
        own = told[told["附表"].str.startswith(f"{number}.")]
        assert list(own["栏目"]) == headings
    assert all(re.search("[\u4e00-\u9fff]", meaning) for meaning in told["含义"])
    assert not any(re.search("[A-Za-z]{3}", meaning) for meaning in told["含义"])
    supervised = told[told["附表"].str.endswith("督帮名单及依据")]
    assert set(supervised["工作方案条款"]) == {"五(四)"}


def test_every_sheet_prints_on_a4_across_with_its_headings_and_says_as_of_when(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == f"${HEADINGS}:${HEADINGS}"
        assert sheet.freeze_panes == f"A{HEADINGS + 1}"
        assert "数据月份：2025年3月（截至2025年4月" in sheet["A2"].value
        assert "&P" in str(sheet.oddFooter.center.text)


def test_a_figure_shows_its_decimals_and_keeps_all_of_them(book: Workbook, query: Query) -> None:
    sheet = book.worksheets[0]
    best = query(f"select max(score) from fct_county_score_month where period = '{MONTH}'").iloc[0, 0]
    assert (sheet["C5"].value, sheet["C5"].number_format) == (best, "0.00")


def test_no_person_or_phone_is_in_it(file: Path) -> None:
    with zipfile.ZipFile(file) as parts:
        text = "".join(parts.read(name).decode("utf-8", "ignore") for name in parts.namelist())
    personal = truth.load("personal")
    assert [
        v for v in personal.loc[personal["field"] == "contact_phone", "value"].unique() if v in text
    ] == []


def test_a_town_that_is_renamed_and_moved_since_keeps_name_and_county_of_the_month(
    published_home: Path, tmp_path: Path
) -> None:
    for name in ("townledger.duckdb", "manifest.json"):
        shutil.copy(published_home / "published" / name, tmp_path / name)
    with duckdb.connect(str(tmp_path / "townledger.duckdb")) as connection:
        connection.execute("update dim_town set town_name = '改名镇', county_name = '改名县'")
    workbook.write(tmp_path, QUARTER, tmp_path / "annexes.xlsx")
    sheets = openpyxl.load_workbook(tmp_path / "annexes.xlsx").worksheets
    texts = [str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert [text for text in texts if "改名" in text] == []


def test_the_same_snapshot_gives_the_same_bytes(file: Path, published_home: Path, tmp_path: Path) -> None:
    workbook.write(published_home / "published", QUARTER, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == file.read_bytes()


def test_a_quarter_without_scores_is_refused(published_home: Path) -> None:
    with pytest.raises(tables.NothingScoredError):
        tables.fill(published_home / "published", "2025Q3")
