"""What only other months, other files or other ledgers show to be wrong."""

import pytest

from tests.warehouse.conftest import Warehouse


def findings(warehouse: Warehouse, county: str, *columns: str) -> list[tuple]:
    """The warehouse's own findings on a county, in order of period and place."""
    return warehouse.rows(
        f"select {', '.join(columns)} from fct_finding "
        f"where county_code = '{county}' and judged_in = 'warehouse' order by period, ledger, cell"
    )


def amounts(warehouse: Warehouse, county: str, project: str) -> dict[str, float]:
    return dict(
        warehouse.rows(
            "select period, value_number from fct_ledger_value where field = 'cumulative_investment' "
            f"and county_code = '{county}' and record_key = '{project}'"
        )
    )


def counts(warehouse: Warehouse, county: str) -> list[tuple]:
    return warehouse.rows(
        "select period, disposition, records_accepted, records_rejected from fct_submission "
        f"where county_code = '{county}' and ledger = 'projects' order by period"
    )


def test_a_cumulative_amount_is_held_against_the_last_month_that_stands(made_up: Warehouse) -> None:
    found = findings(made_up, "610626", "period", "severity", "code", "cell", "raw_text", "message_zh")
    january = "（2025年1月“projects.csv”“projects”F2填“100”，100万元）"
    assert found == [
        ("2025-02", "error", "CUMULATIVE_FELL", "F2", "80", f"本年累计完成投资（80万元）低于上月{january}"),
        ("2025-03", "error", "CUMULATIVE_FELL", "F2", "90", f"本年累计完成投资（90万元）低于1月{january}"),
    ]
    assert amounts(made_up, "610626", "路") == {"2025-01": 100, "2025-04": 120}


def test_a_refused_row_leaves_the_others_of_its_file_and_is_counted(made_up: Warehouse) -> None:
    assert amounts(made_up, "610626", "桥") == dict.fromkeys(["2025-01", "2025-02", "2025-03", "2025-04"], 5)
    assert counts(made_up, "610626") == [
        ("2025-01", "accepted", 2, 0),
        ("2025-02", "accepted_with_findings", 1, 1),
        ("2025-03", "accepted_with_findings", 1, 1),
        ("2025-04", "accepted", 2, 0),
    ]
    left = made_up.rows(
        "select count(*) from fct_ledger_value where county_code = '610626' and period = '2025-02' "
        "and record_key = '路'"
    )
    assert left == [(0,)]


def test_a_row_in_another_unit_is_refused_with_every_cell_concerned(made_up: Warehouse) -> None:
    found = findings(made_up, "610627", "period", "code", "cell", "raw_text", "message_zh")
    slips = [(period, cell, raw, said) for period, code, cell, raw, said in found if code == "UNIT_SLIP"]
    january = "2025年1月“projects.csv”“projects”D2填“500”、E2填“400”、F2填“0”"
    february = "2025年2月“projects.csv”“projects”D3填“500”"
    assert slips == [
        (
            "2025-02",
            "D2,E2,F2",
            "5000000 / 4000000 / 300000",
            f"金额为上月（{january}）的10000倍，疑似单位填错（应为万元）",
        ),
        ("2025-03", "D3", "0.05", f"金额为上月（{february}）的1/10000倍，疑似单位填错（应为万元）"),
    ]
    assert amounts(made_up, "610627", "站") == {"2025-01": 0, "2025-03": 50}
    assert amounts(made_up, "610627", "厂") == {"2025-01": 40, "2025-02": 40}


def test_one_amount_in_another_unit_is_said_though_others_of_its_row_are_larger(made_up: Warehouse) -> None:
    found = findings(made_up, "610681", "period", "code", "ledger", "cell", "raw_text", "message_zh")
    message = "金额为上月（2025年1月“projects.csv”“projects”F2填“2”）的10000倍，疑似单位填错（应为万元）"
    assert [row for row in found if row[2] == "projects"] == [
        ("2025-02", "UNIT_SLIP", "projects", "F2", "20000", message)
    ]


def test_a_unit_slips_in_any_ledger_and_while_the_figure_grows(made_up: Warehouse) -> None:
    found = findings(made_up, "610681", "ledger", "code", "raw_text", "message_zh")
    said = {ledger: (raw, text) for ledger, code, raw, text in found if code == "UNIT_SLIP"}
    assert said["industry"][0] == "6000000"
    assert said["industry"][1].startswith("金额为上月（")
    assert said["industry"][1].endswith("的15000倍，疑似单位填错（应为万元）")
    assert said["facilities"][0] == "12800"
    assert said["facilities"][1].startswith("数值为上月（")
    assert said["facilities"][1].endswith("的8000倍，疑似单位填错（应为万立方米）")


def test_months_that_do_not_add_up_are_said_only_where_all_of_them_are_there(made_up: Warehouse) -> None:
    found = findings(made_up, "610629", "period", "code", "severity", "cell", "raw_text", "message_zh")
    months = "2025年1月“projects.csv”“projects”F2填“10”、本文件“projects”F2填“20”"
    message = f"各月完成投资之和（{months}，30万元）与本年累计（45万元）不一致（差15万元）"
    assert found == [("2025-02", "MONTH_SUM_MISMATCH", "warning", "G2", "45", message)]
    assert amounts(made_up, "610629", "甲") == {"2025-01": 10, "2025-02": 45}


def test_a_completed_project_goes_on_to_use_but_not_back_to_work(made_up: Warehouse) -> None:
    found = findings(made_up, "610630", "period", "code", "severity", "raw_text", "message_zh")
    before = "2025年1月“projects.csv”“projects”C2填“completed”"
    message = f"建设状态由“完工”（{before}）变为“在建”"
    assert found == [("2025-02", "STATUS_WENT_BACK", "warning", "under_construction", message)]


def test_a_town_left_out_is_said_unless_a_refused_row_explains_it(made_up: Warehouse) -> None:
    found = [
        row for row in findings(made_up, "610627", "period", "code", "message_zh") if row[1] != "UNIT_SLIP"
    ]
    names = made_up.rows(
        "select town_name from dim_town where town_code in ('610627200', '610627203') order by town_code"
    )
    left_out = "、".join(name for (name,) in names)
    assert found == [("2025-02", "TOWN_NOT_REPORTED", f"人居环境整治情况统计表缺少{left_out}")]


def test_a_month_restated_after_the_next_was_reported_is_said_field_by_field(made_up: Warehouse) -> None:
    found = findings(made_up, "610631", "period", "code", "severity", "field", "raw_text", "message_zh")
    message = "本年累计完成投资改报了以前月份的数据（原报2025年1月“january.csv”“projects”F2填“10”）"
    assert found == [("2025-01", "RESTATED", "warning", "cumulative_investment", "12", message)]
    assert amounts(made_up, "610631", "甲") == {"2025-01": 12, "2025-02": 30}


def test_projects_and_funds_far_apart_are_said_with_the_cells_of_both(made_up: Warehouse) -> None:
    found = findings(made_up, "610632", "ledger", "code", "cell", "raw_text", "message_zh")
    ((town,),) = made_up.rows("select town_name from dim_town where town_code = '610632101'")
    built = "2025年1月“projects.csv”“projects”F2填“70”、F3填“30”"
    spent = "本文件“funds”B2填“40”、B3填“20”"
    message = (
        f"{town}项目累计完成投资（{built}，100万元）与资金台账支出资金（{spent}，60万元）不符（差40万元）"
    )
    assert found == [("funds", "PROJECT_FUNDS_DISAGREE", "B2,B3", "40 / 20", message)]


def test_funds_of_a_town_in_two_files_are_one_amount_with_the_cells_of_both(made_up: Warehouse) -> None:
    found = findings(made_up, "610625", "source_file", "code", "cell", "message_zh")
    disagreeing = [row for row in found if row[1] == "PROJECT_FUNDS_DISAGREE"]
    ((town,),) = made_up.rows("select town_name from dim_town where town_code = '610625102'")
    spent = "本文件“funds”B2填“10”、2025年3月“superior.csv”“funds”B2填“20”"
    built = "2025年3月“projects.csv”“projects”F3填“90”"
    message = (
        f"{town}项目累计完成投资（{built}，90万元）与资金台账支出资金（{spent}，30万元）不符（差60万元）"
    )
    assert disagreeing == [("610625/2025-03/county.csv", "PROJECT_FUNDS_DISAGREE", "B2", message)]


def test_a_file_name_with_a_phone_number_is_masked_where_another_file_is_held_against_it(
    made_up: Warehouse,
) -> None:
    ((message,),) = made_up.rows(
        "select message_zh from fct_finding where county_code = '610602' and code = 'CUMULATIVE_FELL'"
    )
    assert "（2025年1月“台账{1}联系******.csv”“projects”F2填“9”，9万元）" in message


def test_personal_fields_stay_out_and_numbers_in_free_text_are_masked(made_up: Warehouse) -> None:
    rows = made_up.rows(
        "select field, value_text, raw_text from fct_ledger_value "
        "where county_code = '610621' and value_text is not null and ledger = 'projects' order by field"
    )
    masked = "联系人******，身份证******，备用******、******"
    assert rows == [
        ("function", "infrastructure", "infrastructure"),
        ("problem_note", masked, masked),
        ("project_code", "610621-2025-4870", "610621-2025-4870"),
        ("status", "under_construction", "under_construction"),
    ]
    assert made_up.rows("select raw_text from fct_finding where county_code = '610621'") == [("******",)]


@pytest.mark.parametrize("table", ["fct_ledger_value", "fct_finding", "rpt_conservation"])
def test_a_number_in_the_name_of_a_sheet_is_masked(made_up: Warehouse, table: str) -> None:
    named = f"select distinct sheet from {table} where county_code = '610621' and sheet like '项目%'"
    assert made_up.rows(named) == [("项目（联系******）",)]


def test_a_wrong_row_of_a_file_since_replaced_is_still_said(made_up: Warehouse) -> None:
    said = made_up.rows("select distinct judged_in from fct_finding where code = 'UNKNOWN_COLUMN'")
    assert said == [("file",)]
    assert amounts(made_up, "610628", "甲") == {"2025-02": 1}
