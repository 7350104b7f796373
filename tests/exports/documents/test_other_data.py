"""What the documents say where the data are other than the bundled quarter's: no sentence is false or empty."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from exports.documents import making
from exports.documents.desk import Desk
from exports.documents.facts import Facts, NothingToReportError
from exports.documents.parts import Document, Heading, Paragraph
from exports.documents.periods import parse

Draft = Callable[..., str]


@pytest.fixture
def draft(published_home: Path, tmp_path: Path) -> Draft:
    """The words of a document on the published marts as these statements leave them."""

    def made(period: str, *statements: str) -> str:
        for name in ("townledger.duckdb", "manifest.json"):
            shutil.copy(published_home / "published" / name, tmp_path / name)
        with duckdb.connect(str(tmp_path / "townledger.duckdb")) as connection:
            for statement in statements:
                connection.execute(statement)
        with Facts(tmp_path) as facts:
            return words(making.draft(Desk.open(facts, parse(period))))

    return made


def words(document: Document) -> str:
    said = [part.text.words for part in document.parts if isinstance(part, (Heading, Paragraph))]
    return "\n".join([*said, *(f"附件：{annex.title.words}" for annex in document.annexes)])


@pytest.mark.parametrize("period", ["2025-03", "2025Q1", "2025H1", "2025"])
def test_towns_renamed_and_moved_since_keep_name_and_county_of_the_time(draft: Draft, period: str):
    as_they_were = draft(period)
    renamed = draft(
        period,
        "update dim_town set town_name = '改名镇', county_name = '改名县', county_code = '610602'",
        "update rpt_observation set town_code = '', town_name = '', is_recommended = false where county_code = '610621'",
    )
    assert "改名" not in renamed
    if period == "2025H1":
        assert as_they_were.count("\n") == renamed.count("\n")  # nobody is lost


def test_nobody_on_the_list_and_every_report_in_time(draft: Draft):
    said = draft(
        "2025Q1",
        "delete from rpt_supervision",
        "delete from rpt_correction",
        "update rpt_reporting set status = 'on_time', is_on_time = true",
        "update rpt_project_summary set is_behind = false, progress = 25.0",
    )
    assert "没有镇（乡、街道）和县（市、区）列入督帮名单。" in said
    assert "本季度没有镇（乡、街道）列入督帮名单。" in said
    assert "全部按时报送，没有逾期、退回和未报。" in said
    assert "与时序进度（25.00%）持平" in said
    assert "投资均达到时序进度" in said
    assert "各月台账没有更正" in said
    assert "要保持工作力度" in said
    assert "要对照附件" not in said
    assert "督帮名单及依据" not in said
    assert "更正明细" not in said


def test_ledgers_that_nobody_filled_are_said_to_be_empty(draft: Draft):
    said = draft(
        "2025Q1",
        "delete from rpt_project_summary",
        "delete from rpt_project_progress",
        "delete from rpt_fund_summary",
        "delete from rpt_environment",
        "delete from rpt_observation",
        "delete from dim_town_designation",
        "update fct_town_score_month set peer_group = 'other'",
    )
    assert "建设项目台账均无数据入库" in said
    assert "资金投入情况表均无数据入库" in said
    assert "均未填报“六乱”问题" in said
    assert "没有县（市、区）报送推荐乡镇" in said
    assert "本期没有认定的重点镇" in said
    assert "没有适用且到期的方案目标" in said
    assert "项目和进度" not in said


def test_all_equal_is_not_told_as_first_and_last(draft: Draft):
    said = draft(
        "2025Q1",
        "update fct_town_score_month set score = 70, rank_city = 1, rank_county = 1, rank_peer = 1",
        "update fct_county_score_month set score = 70, rank = 1",
        "update fct_function_score_month set score = 70",
        "update rpt_environment set found = 10, fixed = 10, outstanding = 0",
        "update rpt_fund_summary set arrival_rate = 50",
    )
    assert "各项功能平均得分均为70.00分" in said
    assert "已全部整改" in said
    for unequal in (
        "居前的是",
        "居后的是",
        "平均得分最高",
        "整改率最高",
        "较低的是",
        "到位率最高",
        "于全市各镇平均",
    ):
        assert unequal not in said


def test_a_quarter_before_is_compared_with_rise_fall_and_unchanged(draft: Draft):
    """January is made the quarter before: every town's score there is set against March's."""
    earlier = (
        "update {table} set period = '2024-12' where period = '2025-01'",
        "update {table} set score = march.score - 2 from (select * from {table} where period = '2025-03') as march"
        " where {table}.period = '2024-12' and {table}.{key} = march.{key}",
    )
    statements = [
        statement.format(table=table, key=key)
        for table, key in (("fct_town_score_month", "town_code"), ("fct_county_score_month", "county_code"))
        for statement in earlier
    ]
    assert "较上季度提高2.00分" in draft("2025Q1", *statements)
    higher = [statement.replace("- 2", "+ 2") for statement in statements]
    assert "较上季度下降2.00分" in draft("2025Q1", *higher)
    same = [statement.replace("- 2", "+ 0") for statement in statements]
    assert "与上季度持平" in draft("2025Q1", *same)
    ranks = "update fct_county_score_month set rank = march.rank from (select * from fct_county_score_month"
    unmoved = f"{ranks} where period = '2025-03') as march where fct_county_score_month.county_code = march.county_code"
    assert "各县（市、区）位次没有变化" in draft("2025Q1", *same, unmoved)


def test_towns_that_sent_nothing_are_named_and_counted(draft: Draft):
    said = draft(
        "2025Q1",
        "delete from fct_town_score_month where town_code in ('610602108', '610602104')",
        "update rpt_reporting set status = 'missing', is_on_time = false where county_code = '610602'",
    )
    assert "115个有台账数据入库并计算得分，2个无台账数据入库" in said
    assert "宝塔区姚店镇" in said
    assert "有台账未报的是宝塔区（22份）" in said
    assert "全市共有省级重点镇10个，其中1个无台账数据入库" in said
    assert "有得分的镇平均得分" in said
    assert "无台账数据入库的重点镇未计入" in said


def test_what_only_some_towns_reported_is_not_said_of_all(draft: Draft):
    said = draft(
        "2025Q1",
        "delete from fct_town_score_month where peer_group = 'county' and town_code <> '610602106'",
        "delete from fct_indicator_month where town_code not in (select town_code from fct_town_score_month)",
        "update fct_indicator_month set score = 100, status = 'ok' where indicator = 'investment_floor'",
    )
    assert "有数据的县级重点镇投资均已达到进度" in said


def test_what_of_a_released_bulletin_is_no_longer_so_is_said(draft: Draft):
    """A town's score of a quarter released before, by two causes, its rank besides, its county's score, and an entry
    that the supervision list did not have."""
    row = (
        "insert into rpt_amendment by name select '2024Q4' as released_quarter, '2025-01-20' as released_as_of,"
        " timestamp '2025-01-21 10:00:00' as released_at, '{kind}' as figure_kind, '' as figure_kind_name,"
        " '610602' as county_code, '宝塔区' as county_name, '{town}' as town_code, '{name}' as town_name,"
        " '2024-12' as period, '' as item, '' as item_name, '{measure}' as measure, '' as measure_name,"
        " 70.5 as number_released, 68.25 as number_now, -2.25 as difference, {now} as text_now, '{cause}' as cause,"
        " '{cause_name}' as cause_name, {others} as is_by_others, '' as proof, '' as submissions_released,"
        " '' as submissions_now, '' as decision_ids, '' as cells"
    )
    town = {
        "kind": "town",
        "town": "610602104",
        "name": "姚店镇",
        "measure": "score",
        "others": "false",
        "now": "null",
    }
    county = {**town, "kind": "county", "town": "", "name": ""}
    said = draft(
        "2025Q1",
        row.format(**town, cause="data", cause_name="数据"),
        row.format(**town, cause="standard", cause_name="标准"),
        row.format(**{**town, "measure": "rank_city", "others": "true"}, cause="data", cause_name="数据"),
        row.format(**county, cause="data", cause_name="数据"),
        row.format(
            **{**town, "kind": "supervision", "measure": "status", "now": "'listed'"},
            cause="data",
            cause_name="数据",
        ),
    )
    assert (
        "2024年第四季度通报按截至2025年1月20日的数据定稿，此后有4项数值发生变化，其中镇级得分变化的有1个镇（乡、街道）、"
        "县级得分变化的有1个县（市、区）、督帮名单状态变化的有1条，明细见附件。"
        "已定稿通报不作改动，本通报与上季度的比较均按现有数据计算。"
    ) in said
    assert "附件：已定稿通报数据变化" in said


def test_debt_is_said_aloud(draft: Draft):
    said = draft("2025Q1", "update rpt_fund_summary set towns_with_debt = 1 where county_code = ''")
    assert "有1个镇（乡、街道）填报举债资金，与方案“杜绝举债建设”的要求不符" in said


def test_a_month_without_faults_has_nothing_to_demand(draft: Draft):
    said = draft(
        "2025-03", "update rpt_reporting set status = 'on_time', is_on_time = true", "delete from fct_finding"
    )
    assert "没有发现须更正或请核实的问题" in said
    assert "要继续按期如实报送台账" in said


def test_a_month_that_is_not_due_yet_is_not_judged(draft: Draft):
    said = draft("2025-03", "update rpt_reporting set is_due = false where period = '2025-03'")
    assert "2025年3月104份台账尚未到报送期限（2025年4月5日）。" in said
    assert "按时率" not in said


def test_counties_that_recommend_nobody_are_observed_by_score(draft: Draft):
    said = draft("2025H1", "update rpt_observation set is_recommended = false, town_code = '', reason = ''")
    assert said.count("按得分选取") >= 26
    assert "推荐理由" not in said


def test_a_year_that_has_ended_is_not_called_provisional(draft: Draft):
    assert "阶段性结果" in draft("2025")
    said = draft(
        "2025",
        "update rpt_key_town_evaluation set is_year_end = true",
        "update rpt_key_town_evaluation set grade = 'unqualified', grade_name = '不合格' where town_code = '610602104'",
    )
    assert "阶段性结果" not in said
    assert "宝塔区姚店镇评定为不合格，作为重点对象跟踪督帮" in said


def test_only_who_would_have_had_a_better_grade_is_called_held_back(draft: Draft):
    said = draft(
        "2025",
        "update rpt_key_town_evaluation set is_grade_capped = false",
        "update rpt_key_town_evaluation set is_grade_capped = true where town_code = '610602104'",
    )
    assert "其中1个按得分可评更高等次，因方案目标缺口超过允许范围，等次限于合格。" in said


def test_a_period_without_scores_is_nothing_to_report(draft: Draft):
    with pytest.raises(NothingToReportError, match="no town has a score in 2025Q1"):
        draft("2025Q1", "delete from fct_town_score_month")
    with pytest.raises(NothingToReportError, match="no report was expected of 2026-01"):
        draft("2026-01")
