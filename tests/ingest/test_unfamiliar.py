"""Tables that fit no ledger: where their header and data lie, drawn by hand beside each sheet."""

import pytest

from ingest import recogniser
from ingest.reading import Reading, Source, read, read_sheets
from ingest.sheet import Sheet
from ingest.tables import unfamiliar
from ingest.text import address_range


def located(text: str, merges: list[tuple[int, int, int, int]] | None = None) -> list[tuple[str, int, int]]:
    """Range, header rows and records of every table of a sheet written with | between cells."""
    rows = [[cell.strip() or None for cell in line.split("|")] for line in text.strip("\n").splitlines()]
    tables = unfamiliar.locate(Sheet("", rows, merges or []), recogniser.load().lexicon)
    return [
        (
            address_range(t.top, t.left, t.bottom, t.right),
            t.header_rows,
            sum(line.kind == "data" for line in t.lines),
        )
        for t in tables
    ]


def test_titles_units_notes_and_totals() -> None:
    sheet = """
1-7 各省研发经费||
单位：万元||
地区|内部支出|外部支出
北京|12.5|3.1
天津|8.0|1.2
合计|20.5|4.3
注：数据为快报数||
数据来源：统计局||
"""
    assert located(sheet) == [("A3:C6", 1, 2)]


def test_tables_side_by_side_with_a_blank_column_between() -> None:
    sheet = """
地区|产量|||地区|面积
北京|12.5|||北京|3
天津|8.0|||天津|4
"""
    assert located(sheet) == [("A1:B3", 1, 2), ("E1:F3", 1, 2)]


def test_a_blank_column_inside_a_table_parts_nothing() -> None:
    sheet = """
课程|人数||学时
本科|120||44.5
专科|80||30.0
"""
    assert located(sheet) == [("A1:D3", 1, 2)]


def test_tables_one_below_the_other_and_blank_rows_inside_one() -> None:
    sheet = """
指标|2023年|2024年
出口|5.1|6.2

进口|4.0|4.4

续表||
指标|增速|
出口|0.2|
"""
    assert located(sheet) == [("A1:C4", 1, 2), ("A7:B8", 1, 1)]


def test_heading_rows_of_groups_of_years_and_of_units() -> None:
    sheet = """
|研发经费|专利数
|2023|2023
Unit|万元|件
北京|197.3|14
天津|255.8|73
"""
    assert located(sheet) == [("A1:C5", 3, 2)]


def test_names_of_groups_are_no_records() -> None:
    sheet = """
产品|单位|价格
一、黑色金属||
螺纹钢|吨|3858.5
线材|吨|4063.7
二、有色金属||
电解铜|吨|68880.7
"""
    assert located(sheet) == [("A1:C6", 1, 3)]


def test_a_table_of_texts_without_headings() -> None:
    sheet = """
北京市|昌平区
天津市|宝坻区、津南区
河北省|曲周县、清河县
内蒙古自治区|杭锦旗、磴口县
山西省|临猗县
"""
    assert located(sheet) == [("A1:B5", 0, 5)]


def test_prose_is_no_table() -> None:
    assert located("关于报送台账的通知\n请各县区按时报送。") == []


def test_a_table_of_months_is_no_ledger_whatever_it_counts() -> None:
    head: list[object] = ["指标", *[f"2025年{month}月" for month in range(1, 7)]]
    rows: list[list[object]] = [head, *[[name, *[10.0] * 6] for name in ("出口交货值", "同比增长", "累计值")]]
    reading = read_sheets(
        [Sheet("月度数据", rows)], Reading(Source("", "", "数据.xls"), recogniser.load().version)
    )
    assert reading.ledgers == []


def test_a_whole_letter_above_a_table_gives_its_headings_no_meaning() -> None:
    letter = (
        "关于批准开展2019年农业产业强镇建设的通知 各省、自治区、直辖市农业农村厅、财政厅：选准主导产业，培育产业融合主体，"
        "丰富业态类型，健全利益联结机制，打造主业强、百业兴的产业强镇。按照建设内容、建设条件及申报程序的要求，"
        "现将批准建设的产业强镇名单和数量通知如下。"
    )
    rows: list[list[str | float | None]] = [[letter, None, None], ["省份", "批准建设镇(乡)名单", "数量"]]
    rows += [
        ["北京", "窦店镇、大孙各庄镇", 2.0],
        ["天津", "崔黄口镇", 1.0],
        ["河北", "铁厂镇、鸭鸿桥镇", 2.0],
    ]
    reading = read_sheets([Sheet("", rows)], Reading(Source("", "", "名单.html"), ""))
    assert [f.code.code for f in reading.findings] == ["UNRECOGNISED_LAYOUT"]
    assert reading.records == []


def of_csv(text: str) -> tuple[list[str], list[str]]:
    """The ranges of the tables of a .csv, and the codes of what is wrong with it."""
    reading = read(text.encode(), Source("610622", "2025-03", "a.csv"))
    return [table.range for table in reading.tables], [found.code.code for found in reading.findings]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("镇名,网格\n甲,5\n", "A1:B2"),
        ("镇名,网格\n甲,1\n乙,1\n", "A1:B3"),
        ("镇名,网格总数\n永平,5\n永安,6\n", "A1:B3"),
        ("镇名,网格总数,配备网格员网格数\n甲,5,6\n乙,7,7\n", "A1:C3"),
    ],
)
def test_towns_that_are_none_and_read_like_headings_are_a_table_to_refuse(text: str, place: str) -> None:
    assert of_csv(text) == ([place], ["UNRECOGNISED_LAYOUT"])


@pytest.mark.parametrize(
    "text",
    [
        "镇名,网格总数,配备网格员网格数\n",
        "镇名,网格总数,配备网格员网格数\n甲,1,2\n",
        "镇名,网格总数,配备网格员网格数\n甲,1,2\n,,\n,,\n",
        "镇名,网格总数\n填写规范名称,填写整数\n",
        "各县区：\n请于3月5日前报送，逾期通报。\n镇名，按规范填写\n",
    ],
)
def test_headings_without_values_stay_no_table(text: str) -> None:
    assert of_csv(text) == ([], ["NOT_A_LEDGER"])


def test_of_another_table_that_shares_a_heading_nothing_is_said_row_by_row() -> None:
    rows: list[list[object]] = [["日期", "带班领导", "值班人员", "电话"]]
    rows += [[f"3月{day}日", "局领导", "值班员", "0911-0000000"] for day in range(1, 9)]
    content = "\n".join(",".join(map(str, row)) for row in rows).encode()
    found = read(content, Source("610622", "2025-03", "值班安排.csv"))
    assert [f.code.code for f in found.findings] == ["UNRECOGNISED_LAYOUT"]


@pytest.mark.parametrize(
    ("sheet", "merges", "expected"),
    [
        pytest.param(
            "逐月平均流量表|||\n站名：龙门站||河名：黄河|\n年份|1月|2月|3月\n2022|811|902|640\n2023|790|850|702",
            [],
            [("A3:D5", 1, 2)],
            id="names with their values stand above a table",
        ),
        pytest.param(
            "分数|本段|累计||分数|本段|累计\n690|3|3||688|9|20\n689|8|11||687|4|24",
            [],
            [("A1:C3", 1, 2), ("E1:G3", 1, 2)],
            id="the same headings on both sides of a gap head a table each",
        ),
        pytest.param(
            "1|Visits by area|||\n||All Visits|Europe|Other\n||NSA|NSA|NSA\n2012|Jan|2245|1704|348\n|Feb|1736|1369|222",
            [],
            [("A2:E5", 2, 2)],
            id="the number of a table belongs to its title",
        ),
        pytest.param(
            "填表说明|\n1|本表由主管部门填写，一式三份。\n2|金额单位统一为万元，保留两位小数。\n3|本表自印发之日起执行。",
            [],
            [],
            id="numbered sentences are no table",
        ),
        pytest.param(
            "港口吞吐量||\n||万吨 10 000 tons\n港口|2022|2023\nPort||\n上海 Shanghai|7.1|7.6\n宁波 Ningbo|6.2|6.5",
            [],
            [("A3:C6", 2, 2)],
            id="a heading said again in English, below a unit over the last column",
        ),
        pytest.param(
            "代码|公司|每股收益||\n|||2023A|2024E\n600001|甲股份|主板|0.52|0.61\n600002|乙集团|主板|1.10|1.25",
            [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4)],
            [("A1:E4", 2, 2)],
            id="years of forecasts are headings",
        ),
        pytest.param(
            "值班表|||\n姓名|1|2|3\n张伟|班||\n王芳||班|\n李娜|||班",
            [],
            [("A2:D5", 1, 3)],
            id="texts below days are no headings of another table",
        ),
        pytest.param(
            "一组名单||\n姓名|单位|职务\n张伟|水务局|组长\n王芳|财政局|成员\n二组名单||\n姓名|单位|职务\n李娜|教育局|组长",
            [],
            [("A2:C4", 1, 2), ("A6:C7", 1, 1)],
            id="the same headings below another title head another table of texts",
        ),
        pytest.param(
            "姓名|单位|职务\n张伟|水务局|组长\n王芳|财政局|成员\n姓名|单位|职务\n李娜|教育局|组长",
            [],
            [("A1:C5", 1, 4)],
            id="the same headings without a title are those of the next page",
        ),
        pytest.param(
            "人员名单|||\n姓名|工作单位||备注\n|部门|职务|\n张伟|水务局|科长|\n王芳|财政局|科员|借调",
            [],
            [("A2:D5", 2, 2)],
            id="texts under a group whose cells are not merged are headings",
        ),
        pytest.param(
            "年份|出口|进口\n2021|5.1|4.4\n2022|6.2|5.3\n2023||",
            [],
            [("A1:C4", 1, 3)],
            id="a year without values is a record",
        ),
        pytest.param(
            "各地产量|||\n||(万吨)|\n地区|粮食|油料|糖料\n甲|11|25|38\n乙|42|55|61",
            [],
            [("A3:D5", 1, 2)],
            id="a unit over the middle stands above a table",
        ),
        pytest.param(
            "|2023年||\n地区|粮食|油料|糖料\n甲|11|25|38\n乙|42|55|61",
            [],
            [("A1:D4", 2, 2)],
            id="a year over headings is one",
        ),
        pytest.param(
            "|产量表||\n地区|粮食|油料|糖料\n甲|11|25|38\n乙|42|55|61",
            [],
            [("A2:D4", 1, 2)],
            id="a title over the middle is none",
        ),
        pytest.param(
            "姓名||单位||职务\n张伟||水务局||科长\n王芳||财政局||科员",
            [],
            [("A1:E3", 1, 2)],
            id="blank columns between all columns part nothing",
        ),
        pytest.param(
            "Item|Price\nBread|$1.20\nMilk|$2.35\nEggs|$3.10",
            [],
            [("A1:B4", 1, 3)],
            id="amounts with the sign of a currency are numbers",
        ),
        pytest.param(
            "Last update|14.03.24|\nSource of data|Eurostat|\n\nGEO|2021|2022\nBelgium|6.3|5.6\nBulgaria|5.3|4.3",
            [],
            [("A4:C6", 1, 2)],
            id="two rows about a table are none",
        ),
        pytest.param(
            "编号|名称|纬度\nW1|一号|36.51\nW2|二号|36.52\n制表：|环卫处|日期：3月1日",
            [],
            [("A1:C3", 1, 2)],
            id="who made a table, in cells of their own, stands below it",
        ),
        pytest.param(
            "片区|负责人|职务\n一、北区||\n柳林|张伟|站长\n桥沟|王芳|副站长\n\n二、南区||\n姚店|李娜|站长\n李渠|刘洋|副站长",
            [],
            [("A1:C8", 1, 4)],
            id="names of sections behind a blank row are no titles",
        ),
        pytest.param(
            "第一批|||第二批|\n序号|企业||序号|企业\n1|甲公司||1|丙公司\n2|乙公司||2|丁公司",
            [],
            [("A2:B4", 1, 2), ("D2:E4", 1, 2)],
            id="lists with the same headings under titles of their own",
        ),
        pytest.param(
            "地区|合计|彩票|移民\n栏次|1=2+3|2|3\n甲|11.5|5.2|6.3\n乙|8.1|4.0|4.1\n* 快报数||",
            [],
            [("A1:D4", 2, 2)],
            id="numbers of columns with sums are headings, and a starred note stands below",
        ),
        pytest.param(
            "序号|企业|产值|||名次|得分|等次\n1|甲公司|5.2|||1|98|优\n2|乙公司|6.1|||2|91|良",
            [],
            [("A1:C3", 1, 2), ("F1:H3", 1, 2)],
            id="two blank columns part tables that begin with numbers",
        ),
        pytest.param(
            "姓名|单位|职务\n张伟|水务局|组长\n王芳|财政局|成员\n||\n地区|产量|面积\n柳林|12.5|31\n桥沟|8.1|42",
            [],
            [("A1:C3", 1, 2), ("A5:C7", 1, 2)],
            id="numbers begin below a table of texts",
        ),
        pytest.param(
            "地区|代码|产量|面积|人口\n柳林|A1|12.5|31|502\n桥沟|A2|8.1|42|481\n||||\n部门|电话|||\n办公室|211234\n人事科|211235",
            [],
            [("A1:E3", 1, 2), ("A5:B7", 1, 2)],
            id="rows that have little in common begin below with their headings",
        ),
        pytest.param(
            "型号|甲型|乙型\n重量|170|185\n颜色|黑、白|黑、蓝\n表2||\n地区|产量|面积\n柳林|12.5|31\n桥沟|8.1|42",
            [],
            [("A1:C3", 1, 2), ("A5:C7", 1, 2)],
            id="a last row of texts heads nothing behind a title",
        ),
        pytest.param(
            "产品|价格|涨跌\n热轧普通薄板（4.75毫米以下，Q235）|4014.3|-41.8\n铝锭|18800.2|55.1\n以上数据由各市报送。||",
            [],
            [("A1:C3", 1, 2)],
            id="a sentence below is no label, however long labels are",
        ),
        pytest.param(
            "序号|企业|产值||名次|得分|等次\n1|甲公司|5.2||1|98|优\n2|乙公司|6.1||2|91|良\n3|丙公司|7.3||||\n4|丁公司|8.0||||",
            [],
            [("A1:C5", 1, 4), ("E1:G3", 1, 2)],
            id="parts that end rows apart are tables of their own",
        ),
        pytest.param(
            "地区|代码|产量|面积\n柳林|A1|12.5|31\n桥沟|A2|8.1|42\n\n表2|||\n地区|人口||\n|合计|男|女\n柳林|502|260|242\n桥沟|481|244|237",
            [(5, 0, 6, 0), (5, 1, 5, 3)],
            [("A1:D3", 1, 2), ("A6:D9", 2, 2)],
            id="all heading rows behind a break begin the next table",
        ),
        pytest.param(
            "分组|企业数|资产|\n|||流动资产\n总计|120|35.2|11.8\n轻工业|71|12.9|4.4",
            [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2)],
            [("A1:D4", 2, 1)],
            id="the only text of a row that headings reach into is one of them",
        ),
        pytest.param(
            "序号|书名|年份|册数\n一|文学类||\n1|平凡的世界|2005|3\n2|白鹿原|1993|2\n二|科技类||\n3|时间简史|2002|1\n4|万物简史|2005|2",
            [],
            [("A1:D7", 1, 4)],
            id="a numeral begins a group of rows, no other table",
        ),
        pytest.param(
            "型号|A100|B200\n屏幕|6.1英寸|6.4英寸\n重量|170g|185g\n颜色|黑、白|黑、蓝",
            [],
            [("A1:C4", 1, 3)],
            id="a code is no number",
        ),
    ],
)
def test_what_stands_around_tables(
    sheet: str, merges: list[tuple[int, int, int, int]], expected: list[tuple[str, int, int]]
) -> None:
    assert located(sheet, merges) == expected
