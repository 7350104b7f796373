"""What a title, a sheet or a file name says of its month."""

import pytest

from ingest.words.periods import covers, filled_in, in_chinese, stated_period, stated_quarter
from tests.ingest.unseen import NAMES, read, sheet


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("延川县镇区人居环境整治情况统计表（2025年2月）", "2025-02"),
        ("镇区强功能工作2月报表", "2025-02"),
        ("（1月）", "2025-01"),
        ("2月份", "2025-02"),
        ("2025年元月份报表", "2025-01"),
        ("有效期至：2026年6月", None),
        ("镇区基础设施统计表（二月份）", "2025-02"),
        ("二〇二四年十二月统计表", "2024-12"),
        ("十月", "2025-10"),
        ("前三个月、每月一报", None),
        ("zhidan_tj_202503.csv", "2025-03"),
        ("黄陵县项目台账2025-03.txt", "2025-03"),
        ("富县2025.3月报(修改)", "2025-03"),
        ("1-3月累计完成情况", "2025-03"),
        ("2025年镇区项目投资完成情况表", None),
        ("本表于次月5日前报送，1月1日至报告期末数", None),
        ("1月和2月", None),
        ("2025年1季度建设成效推荐", None),
        ("2025年10个重点镇建设情况", None),
        ("基础设施", None),
    ],
)
def test_the_month_a_text_names(text: str, expected: str | None) -> None:
    assert stated_period(text, "2025") == expected


def test_a_date_of_filling_in_is_no_statement_of_the_period() -> None:
    assert filled_in("填报单位：延川县住建局   填报时间：2025年3月29日   单位：万元") == "2025-03"
    assert filled_in("填报时间：2025.2.24") == "2025-02"
    assert filled_in("填报单位：延川县住建局") is None


@pytest.mark.parametrize(
    "text", ["统计时间：2025年1月-3月", "统计时间:2025年1至3月", "统计时间：2025年1月—3月"]
)
def test_months_that_a_form_counts_are_its_period(text: str) -> None:
    assert filled_in(text) is None
    assert stated_period(text, "2025") == "2025-03"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("洛川县2025年第二季度统计表", "2025Q2"),
        ("2024年度四季度", "2024Q4"),
        ("附件8：宝塔区1季度推荐乡镇.xls", "2025Q1"),
        ("前三季度累计完成投资", None),
        ("一季度和二季度", None),
        ("2025年3月", None),
    ],
)
def test_the_quarter_a_text_names(text: str, expected: str | None) -> None:
    assert stated_quarter(text, "2025") == expected


def test_a_quarter_covers_its_three_months_alone() -> None:
    months = [f"2025-{month:02d}" for month in range(1, 13)]
    assert [month for month in months if covers("2025Q2", month)] == ["2025-04", "2025-05", "2025-06"]
    assert not covers("2024Q2", "2025-05")
    assert [month for month in months if covers("2025-03", month)] == ["2025-03"]


def test_a_period_in_chinese() -> None:
    assert (in_chinese("2025-03"), in_chinese("2025Q4")) == ("2025年3月", "2025年第四季度")


@pytest.mark.parametrize(
    ("head", "stated"),
    [("1-2月累计完成投资", "2025年2月"), ("截至2月底累计完成投资", "2025年2月"), ("1-3月累计完成投资", "")],
)
def test_a_sum_up_to_another_month_is_refused_as_one(head: str, stated: str) -> None:
    heads: list[object] = ["项目名称", "所在镇", "项目类别", "建设状态", "总投资", "年度计划投资", head]
    rows = [heads, *([f"{town}停车场", town, "基础设施", "在建", 900.0, 300.0, 60.0] for town in NAMES)]
    reading = read(sheet(rows))
    found = [(f.code.code, f.cell) for f in reading.findings]
    assert found == ([("PERIOD_MISMATCH", "G1")] if stated else [])
    assert all(stated in f.message for f in reading.findings)
    assert bool(reading.rejected_ledgers) == bool(stated)
