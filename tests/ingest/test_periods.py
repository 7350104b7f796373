"""What a title, a sheet or a file name says of its month."""

import pytest

from ingest.words.periods import filled_in, stated_period


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("延川县镇区人居环境整治情况统计表（2025年2月）", "2025-02"),
        ("镇区强功能工作2月报表", "2025-02"),
        ("（1月）", "2025-01"),
        ("2月份", "2025-02"),
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
        ("基础设施", None),
    ],
)
def test_the_month_a_text_names(text: str, expected: str | None) -> None:
    assert stated_period(text, "2025") == expected


def test_a_date_of_filling_in_is_no_statement_of_the_period() -> None:
    assert filled_in("填报单位：延川县住建局   填报时间：2025年3月29日   单位：万元") == "2025-03"
    assert filled_in("填报时间：2025.2.24") == "2025-02"
    assert filled_in("填报单位：延川县住建局") is None
