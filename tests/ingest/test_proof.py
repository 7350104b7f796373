"""Units settled by arithmetic: proven, confirmed, or refused with both readings. All sums worked by hand."""

from __future__ import annotations

from ingest import recogniser
from ingest.reading import Reading, Source, read_sheets
from ingest.sheet import Sheet

COUNTY = "610622"
HEAD = [
    "项目名称",
    "所在镇",
    "项目类别",
    "建设状态",
    "总投资{total}",
    "年度计划投资（万元）",
    "本年累计完成投资（万元）",
    "县级自筹{parts}",
    "上级支持{parts}",
]
#: Total 万元, funds of the county and from above in 万元: in three lines they make up the total.
LINES = [(320.5, 120.5, 200.0), (86.4, 86.4, 0.0), (1500.0, 300.0, 800.0), (47.25, 7.25, 40.0)]
TOWNS = ["永坪镇", "延水关镇", "文安驿镇", "贾家坪镇"]


def sheet(total: str = "", parts: str = "", *, times_total: float = 1, times_parts: float = 1) -> Sheet:
    """Four projects; the amounts are written `times` as large as in 万元."""
    rows: list[list[object]] = [[text.format(total=total, parts=parts) for text in HEAD]]
    for number, (whole, own, above) in enumerate(LINES):
        rows.append(
            [
                f"{TOWNS[number]}供水改造",
                TOWNS[number],
                "基础设施",
                "在建",
                whole * times_total,
                10.0,
                5.0,
                own * times_parts,
                above * times_parts,
            ]
        )
    return Sheet("项目", rows)


def read(made: Sheet) -> Reading:
    return read_sheets([made], Reading(Source(COUNTY, "2025-03", "项目台账.xlsx"), recogniser.load().version))


def column(reading: Reading, name: str) -> list[tuple[float | None, str]]:
    return [
        (record.values[name].value.number, record.values[name].value.unit_source)
        for record in reading.records
        if not record.rejected
    ]


def conflicts(reading: Reading) -> list[str]:
    return [finding.message for finding in reading.findings if finding.code.code == "UNIT_CONFLICT"]


def test_silent_parts_in_yuan_are_proven_by_a_total_that_says_its_unit() -> None:
    reading = read(sheet(total="（万元）", times_parts=10000))
    assert column(reading, "fund_county") == [
        (120.5, "arithmetic"),
        (86.4, "arithmetic"),
        (300.0, "arithmetic"),
        (7.25, "arithmetic"),
    ]
    assert not conflicts(reading)


def test_a_silent_total_in_yuan_is_proven_by_parts_that_say_their_unit() -> None:
    reading = read(sheet(parts="（万元）", times_total=10000))
    assert [number for number, _ in column(reading, "total_investment")] == [320.5, 86.4, 1500.0, 47.25]


def test_an_assumed_unit_is_confirmed_where_the_sums_agree() -> None:
    reading = read(sheet(total="（万元）"))
    assert [source for _, source in column(reading, "fund_superior")] == ["arithmetic"] * 4


def test_where_nobody_says_a_unit_the_canonical_one_stays_assumed() -> None:
    assert {source for _, source in column(read(sheet()), "fund_county")} == {"assumed"}


def test_heads_that_the_sums_contradict_refuse_the_lines_with_both_readings() -> None:
    reading = read(sheet(total="（万元）", parts="（万元）", times_parts=10000))
    assert all(record.rejected for record in reading.records)
    assert conflicts(reading)[0] == (
        "县级自筹的单位依据矛盾：按表头（未写明的按规定单位）为1205000万元，与“总投资”（E2，320.5万元）核对则应为"
        "120.5万元，两栏中必有一栏的单位有误"
    )


def test_two_silent_columns_that_contradict_each_other_are_refused() -> None:
    assert all(record.rejected for record in read(sheet(times_parts=10000)).records)


def test_a_single_line_that_is_out_is_left_to_other_rules() -> None:
    made = sheet(total="（万元）", parts="（万元）")
    made.rows[1][4] = 3205000.0
    assert not conflicts(read(made))


def test_a_county_that_pays_a_tenth_of_each_project_is_not_taken_for_another_unit() -> None:
    made = sheet(total="（万元）")
    for row, total in zip(made.rows[1:], (320.0, 86.0, 1500.0, 47.0), strict=True):
        row[4], row[7], row[8] = total, total / 10, None
    reading = read(made)
    assert column(reading, "fund_county") == [
        (32.0, "assumed"),
        (8.6, "assumed"),
        (150.0, "assumed"),
        (4.7, "assumed"),
    ]


def test_bare_amounts_among_cells_that_say_yuan_are_refused() -> None:
    made = sheet(total="（万元）")
    for row, text in zip(made.rows[1:], ("1205000元", "864000元", "3000000", "72500元"), strict=True):
        row[7] = text
        row[8] = None
    reading = read(made)
    assert [record.rejected for record in reading.records] == [False, False, True, False]
    assert conflicts(reading)[0] == (
        "县级自筹的单位依据矛盾：“3000000”未写单位，按规定单位读为3000000万元，按同列“1205000元”的单位读为300万元"
    )


def test_lengths_whose_part_exceeds_the_whole_in_every_line_are_a_matter_of_units() -> None:
    head = ["镇名", "排水管网长度（公里）", "雨污分流管网长度", "镇区常住人口", "居住小区总数", "行政村数"]
    rows: list[list[object]] = [list(head)]
    rows += [[town, 12.0, 8500.0, 9000.0, 12.0, 20.0] for town in TOWNS]
    reading = read(Sheet("设施", rows))
    assert all(record.rejected for record in reading.records)
    assert "为8500公里，与“排水管网长度”（B2，12公里）核对则应为8.5公里" in conflicts(reading)[0]


def test_a_silent_total_in_yuan_beside_amounts_that_say_their_unit_is_refused() -> None:
    """Investments of the year in 万元 are a quarter of the total; read in 万元, the total dwarfs them."""
    made = sheet()
    for row in made.rows[1:]:
        row[4] = float(str(row[4])) * 10000
        row[5], row[6] = 12.0, float(str(row[4])) / 40000
        row[7] = row[8] = None
    reading = read(made)
    assert all(record.rejected for record in reading.records)
    assert conflicts(reading)[0] == (
        "总投资的单位依据矛盾：按表头（未写明的按规定单位）为3205000万元，与“年度计划投资”（F2，12万元）核对则应为"
        "320.5万元，两栏中必有一栏的单位有误"
    )


def test_a_line_that_has_no_parts_is_in_doubt_with_the_others() -> None:
    made = sheet(total="（元）", parts="（万元）")
    made.rows.append(["文安驿镇公厕改造", "文安驿镇", "基础设施", "在建", 600.0, 0.0, 0.0, None, None])
    reading = read(made)
    assert all(record.rejected for record in reading.records)
    assert conflicts(reading)[-1] == (
        "总投资的单位依据矛盾：按表头（未写明的按规定单位）为0.06万元，而同表“总投资”与其他栏的单位矛盾，如同样换算则为600万元"
    )
