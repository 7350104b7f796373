"""Lists of projects that only their titles, or the names of their sheets, tell apart."""

from __future__ import annotations

import pytest

from ingest import recogniser
from ingest.reading import Reading, Source, read_sheets
from ingest.sheet import Sheet

HEAD: list[object] = ["序号", "乡镇", "项目名称", "总投资", "年度计划投资", "累计完成投资"]
COUNTY, PERIOD = "610622", "2025-03"
TOWNS = ["永坪镇", "文安驿镇", "延水关镇"]


def read(*sheets: Sheet) -> Reading:
    return read_sheets([*sheets], Reading(Source(COUNTY, PERIOD, "项目.xlsx"), recogniser.load().version))


def sheet_of(name: str, title: str, named: str, last: str, answer: str) -> Sheet:
    """A list of projects of three towns, whose last column is headed as given."""
    rows: list[list[object]] = [[title, *[None] * 6], [*HEAD, last]] if title else [[*HEAD, last]]
    rows += [[n, town, f"{town}{named}", 900.0, 500.0, 60.0, answer] for n, town in enumerate(TOWNS, start=1)]
    return Sheet(name, rows)


def said(reading: Reading, field: str) -> dict[str, str | None]:
    assert not reading.rejected_ledgers
    return {
        record.key: record.values[field].value.text for record in reading.records if field in record.values
    }


@pytest.mark.parametrize("has_titles", [True, False])
def test_sheets_by_category_answer_it(has_titles: bool) -> None:
    roads, clinics = (
        ("延川县基础设施类项目（万元）", "延川县公共服务类项目（万元）") if has_titles else ("", "")
    )
    reading = read(
        sheet_of("基础设施", roads, "道路", "建设状态", "在建"),
        sheet_of("公共服务", clinics, "卫生院", "建设状态", "在建"),
    )
    expected = {f"{town}道路": "infrastructure" for town in TOWNS}
    assert said(reading, "function") == expected | {f"{town}卫生院": "public_service" for town in TOWNS}
    assert {r.values["function"].address for r in reading.records} == {"A1"}


def test_lists_that_head_their_columns_otherwise_are_told_apart_as_well() -> None:
    reading = read(
        sheet_of("基础设施", "基础设施类项目", "道路", "建设状态", "在建"),
        sheet_of("公共服务", "公共服务类项目", "卫生院", "进展状态", "在建"),
    )
    assert {*said(reading, "function").values()} == {"infrastructure", "public_service"}


def test_lists_by_status_answer_it() -> None:
    reading = read(
        sheet_of("表1", "一、未开工项目清单", "道路", "项目类别", "基础设施"),
        sheet_of("表2", "二、已完工项目清单", "卫生院", "项目类别", "公共服务"),
    )
    expected = {f"{town}道路": "not_started" for town in TOWNS}
    assert said(reading, "status") == expected | {f"{town}卫生院": "completed" for town in TOWNS}


@pytest.mark.parametrize(
    "titles",
    [
        ("延川县基础设施项目", "延川县基础设施项目（续）"),
        ("延川县基础设施和公共服务项目", "延川县产业配套项目"),
        ("延川县基础设施项目", "延川县项目"),
    ],
)
def test_titles_that_do_not_tell_all_apart_answer_nothing(titles: tuple[str, str]) -> None:
    reading = read(
        *(
            sheet_of(f"表{n}", title, f"道路{n}", "建设状态", "在建")
            for n, title in enumerate(titles, start=1)
        )
    )
    assert reading.rejected_ledgers == {"projects"}


def test_the_only_list_is_not_taken_for_all_of_one_category() -> None:
    reading = read(sheet_of("项目", "延川县基础设施项目", "道路", "建设状态", "在建"))
    assert reading.rejected_ledgers == {"projects"}
