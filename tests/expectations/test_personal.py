"""Personal data in free text: what is masked and what stays, the same for readings and for the warehouse."""

from __future__ import annotations

import duckdb
import pytest
import yaml
from jinja2 import Environment

from expectations import personal
from expectations.rows import judge
from ingest.personal import PROJECT
from tests.conftest import REPOSITORY
from tests.expectations.readings import Line, reading

MACROS = REPOSITORY / "dbt_project" / "macros"
MASKED = {
    "身份证610622199001016376": "身份证******",
    "身份证610622 19900101 637X号": "身份证******号",
    "身份证６１０６２２１９９００１０１６３７Ｘ，已核": "身份证******，已核",
    "身份证610622-1990-01-01-6376": "身份证******",
    "一代证610622900101637在册": "一代证******在册",
    "误写61062219001301637X": "误写******",
    "请联系138 0002 5641": "请联系******",
    "请联系138-0002-5641。": "请联系******。",
    "请联系１３８００025641": "请联系******",
    "手机+86 138 0002 5641；": "手机******；",
    "手机0086-13800025641": "手机******",
    "手机（86）13800025641": "手机******",
    "手机1380 0025 641": "手机******",
    "Tel:13800025641": "Tel:******",
    "13800025641、13800025642、13800025643": "******、******、******",
    "卡号6228480402564890018": "卡号******",
    "卡号6228 4804 0256 4890 018": "卡号******",
    "卡号6228-4804-0256-4890": "卡号******",
    "卡号622848 0402564890018": "卡号******",
    "账户4367421234567890": "账户******",
    "联系人王建国0911-1234567": "联系人王建国******",
    "联系电话：0911-1234567": "联系电话：******",
    "王建国 (0911)1234567": "王建国 ******",
    "李某某0911 12345678，": "李某某******，",
    "0911-1234567（王建国）": "******（王建国）",
    # The rest of a text stays as written: full-width signs and digits, the ideographic space.
    "２０２５年　电话13800025641（备用）①": "２０２５年　电话******（备用）①",
}
KEPT = [
    "合同编号2501-610602-04-01-123456",
    "项目编码610621-2025-4870",
    "编号GC13800025641",
    "编号202506121530001234",
    "总机0911-2110000",
    "投资12345678901元",
    "拨付13800025641元",
    "占比0.6666666666666666",
    "66.666666666666671",
    "138.00025641",
    "完成15,000,000,000元",
    "2025-03-31 12:30:15",
    "2025.01.01-2025.12.31",
    "经纬度109.490810,36.596537",
    "",
]


def macro() -> str:
    """The SQL of `masked` for a column named t, rendered from the macros by DuckDB's dispatch."""
    variables = yaml.safe_load(PROJECT.read_text(encoding="utf-8"))["vars"]
    sources = (
        (MACROS / "masked.sql").read_text(encoding="utf-8")
        + """
        {%- macro replaced_between(text, pattern, mask) -%}
            {{ default__replaced_between(text, pattern, mask) }}
        {%- endmacro -%}
        {%- macro matches(text, pattern) -%}{{ default__matches(text, pattern) }}{%- endmacro -%}
    """
    )
    portable = (MACROS / "portable" / "text.sql").read_text(encoding="utf-8")
    rendered = Environment(extensions=["jinja2.ext.do"]).from_string(portable + sources + "{{ masked('t') }}")
    return rendered.render(var=variables.__getitem__)


@pytest.fixture(scope="module")
def warehouse() -> dict[str, str]:
    """Every text of both lists as the warehouse masks it."""
    rows = duckdb.sql(
        f"select t, {macro()} from (select unnest($texts) as t)", params={"texts": [*MASKED, *KEPT]}
    )
    return dict(rows.fetchall())


@pytest.mark.parametrize(("text", "masked"), MASKED.items())
def test_a_number_of_a_person_is_masked_and_the_rest_stays(
    text: str, masked: str, warehouse: dict[str, str]
) -> None:
    assert personal.mask(text)[0] == masked
    assert warehouse[text] == masked


@pytest.mark.parametrize("text", KEPT)
def test_amounts_codes_dates_and_offices_stay(text: str, warehouse: dict[str, str]) -> None:
    assert personal.mask(text) == (text, ())
    assert warehouse[text] == text


def test_the_kinds_are_told() -> None:
    text = "王建国610622199001016376，6228480402564890018，13800025641，联系电话0911-1234567"
    assert personal.mask(text)[1] == ("身份证号码", "银行卡号码", "手机号码", "固定电话号码")


def test_a_number_of_a_person_in_the_name_of_a_sheet_is_told_and_masked() -> None:
    before = reading("projects", Line(10, key="甲项目"))
    for name in ("records", "values", "cells"):
        before[name]["sheet"] = "联系13800025641"
    after = judge(before)
    assert after["findings"]["code"].tolist() == ["PERSONAL_DATA"]
    assert after["findings"].loc[0, "message_zh"] == "工作表“联系******”：名称中含手机号码，已遮蔽，不得外传"
    assert after["records"]["status"].tolist() == ["accepted"]
