"""Rows that are numbered as parts of the project above them are no projects of their own."""

from __future__ import annotations

import pytest

from tests.ingest.unseen import NAMES, PROJECT, Rows, read, said, sheet


def projects(numbers: list[object], names: list[str]) -> Rows:
    rows: Rows = [["序号", *PROJECT]]
    for town in NAMES[:2]:
        for number, name in zip(numbers, names, strict=True):
            rows.append([number, town, f"{town}{name}", "基础设施", 900.0, 300.0, 60.0, "在建"])
    return rows


@pytest.mark.parametrize(
    ("numbers", "names", "own"),
    [
        ([1.0, "1.1", "1.2"], ["水厂", "一期工程", "二期工程"], ["水厂"]),
        ([1.0, 1.1, 1.2], ["水厂", "一期工程", "二期工程"], ["水厂"]),
        ([1.0, "(1)", "(2)"], ["水厂", "管网", "泵站"], ["水厂", "管网", "泵站"]),
        (["一", "(一)", "(二)"], ["水厂", "管网", "泵站"], ["水厂", "管网", "泵站"]),
        ([1.0, 2.0, 3.0], ["水厂", "管网", "泵站"], ["水厂", "管网", "泵站"]),
    ],
)
def test_rows_numbered_within_the_one_above_are_its_parts(
    numbers: list[object], names: list[str], own: list[str]
) -> None:
    reading = read(sheet(projects(numbers, names)))
    kept = {record.label for record in reading.records if not record.rejected}
    assert kept == {f"{town}{name}" for town in NAMES[:2] for name in own}
    parts = [f.cell for f in reading.findings if f.code.code == "PART_OF_RECORD"]
    assert len(parts) == 2 * (len(names) - len(own))


def test_what_is_numbered_like_a_part_that_is_named_as_such_is_one_as_well() -> None:
    rows: Rows = [["序号", *PROJECT]]
    for number, town in enumerate(NAMES[:2], start=1):
        rows.append([float(number), town, f"{town}水厂", "基础设施", 900.0, 300.0, 60.0, "在建"])
        rows.append(["(1)", town, "其中：一标段", "基础设施", 500.0, 200.0, 40.0, "在建"])
        rows.append(["(2)", town, "二标段", "基础设施", 400.0, 100.0, 20.0, "在建"])
    assert {key for _, key, _ in said(read(sheet(rows)))} == {f"{town}水厂" for town in NAMES[:2]}
