"""Records that stand across: projects in columns below their names, or in groups of columns of one row a town."""

from __future__ import annotations

import pytest

from tests.ingest.unseen import NAMES, Merges, Rows, codes, read, said, sheet

LABELS = [
    "项目类别",
    "责任单位",
    "总投资（万元）",
    "年度计划投资（万元）",
    "累计完成投资（万元）",
    "建设状态",
]


def project(town: int, number: int) -> list[object]:
    unit = f"{NAMES[town]}人民政府" if number else "县住建局"
    return ["基础设施", unit, 900.0 + number, 500.0, 100.0 * (town + 1) + number, "在建"]


def named(town: str, number: int) -> str:
    """The name of a project, one of which is like a label."""
    return f"{town}{('主街道路', '乡村大舞台', '老年人日间照料中心')[number]}"


def expected(count: int = 3) -> dict[tuple[str, str], float]:
    return {(town, named(town, k)): 100.0 * (t + 1) + k for t, town in enumerate(NAMES) for k in range(count)}


def cumulative(values: dict[tuple[str, str, str], float | str | None]) -> dict[tuple[str, str], object]:
    return {key[:2]: value for key, value in values.items() if key[2] == "cumulative_investment"}


@pytest.mark.parametrize(
    "head", [[], [["填报内容", "项目一", "项目二", "项目三"]], [["序号", 1.0, 2.0, 3.0]]]
)
def test_projects_across_below_their_names_on_the_sheet_of_a_town(head: Rows) -> None:
    sheets = []
    for t, town in enumerate(NAMES):
        projects = [[named(town, k), *project(t, k)] for k in range(3)]
        rows: Rows = [[f"{town}建设项目情况表"], ["单位：万元"], *head]
        rows += [[label, *said] for label, *said in zip(["项目名称", *LABELS], *projects, strict=True)]
        sheets.append(sheet(rows, town))
    assert cumulative(said(read(*sheets))) == expected()


@pytest.mark.parametrize("is_numbered", [False, True])
@pytest.mark.parametrize("is_merged", [False, True])
def test_groups_of_columns_each_for_a_project_of_the_town(is_numbered: bool, is_merged: bool) -> None:
    heads = [*(["序号"] if is_numbered else []), "项目名称", *LABELS]
    width = len(heads)
    top: list[object] = ["序号", "镇名"]
    merges: Merges = [(0, 0, 1, 0), (0, 1, 1, 1)]
    for k in range(3):
        merges.append((0, 2 + k * width, 0, 1 + (k + 1) * width))
        top += [f"项目{'一二三'[k]}", *[None] * (width - 1)]
    rows: Rows = [[*top, "备注"], [None, None, *heads * 3]]
    wanted = expected()
    for t, town in enumerate(NAMES):
        rows.append([t + 1.0, town])
        for k in range(3 if t else 2):  # the first town has two projects
            rows[-1] += [*([k + 1.0] if is_numbered else []), named(town, k), *project(t, k)]
    del wanted[NAMES[0], named(NAMES[0], 2)]
    reading = read(sheet(rows, "一镇一行", merges if is_merged else None))
    assert cumulative(said(reading)) == wanted
    assert not {"COLUMN_CLAIMED_TWICE", "KEY_MISSING"} & codes(reading)
