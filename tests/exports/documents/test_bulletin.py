"""The quarterly bulletin, read back: every number in it is the marts'."""

import re
from decimal import ROUND_HALF_UP, Decimal

from exports.documents import facts
from tests.conftest import Query
from tests.exports.documents.conftest import ReadBack


def two(value: float) -> str:
    return str(Decimal(repr(float(value))).quantize(Decimal("0.01"), ROUND_HALF_UP))


def test_the_counties_stand_with_their_scores_in_the_order_of_their_ranks(bulletin: ReadBack, query: Query):
    expected = query(
        "select county.rank, county_name, county.score, rank_p05, rank_p95, town_mean, investment_progress,"
        " reporting, county.towns_reporting, county.towns"
        " from fct_county_score_month as county"
        " join rpt_county_rank_robustness as soft using (county_code, period)"
        " where period = '2025-03' order by county.rank, county_code"
    )
    rows = bulletin.table("各县（市、区）得分和名次")
    assert len(rows) == 13
    assert [row[:8] for row in rows] == [
        [
            str(r.rank),
            r.county_name,
            two(r.score),
            f"{two(r.rank_p05)[:-3]}–{two(r.rank_p95)[:-3]}",
            *map(two, (r.town_mean, r.investment_progress, r.reporting)),
            f"{r.towns_reporting}/{r.towns}",
        ]
        for r in expected.itertuples()
    ]
    assert {row[8] for row in rows} == {"—"}  # no quarter before


def test_counties_whose_ranks_tell_nothing_are_named_together(bulletin: ReadBack, query: Query):
    bands = query(
        "select band_from, band_to, list(county_name order by rank, county_code) as names"
        " from rpt_county_rank_robustness where period = '2025-03' group by all order by band_from"
    )
    together = [r for r in bands.itertuples() if len(r.names) > 1]
    assert len(bands) > 1
    assert together
    for band in together:
        assert f"第{band.band_from}位至第{band.band_to}位的{'、'.join(band.names)}" in bulletin.body
    assert "先后次序不宜看作优劣之分的有" in bulletin.body


def test_key_towns_stand_with_the_softness_of_their_ranks(bulletin: ReadBack, query: Query):
    for caption, designation in (("省级重点镇得分", "provincial"), ("县级重点镇得分", "county")):
        expected = query(
            "select rank_peer, town_name, score, rank_city, rank_p05, rank_p95"
            " from fct_town_score_month join dim_town using (town_code)"
            " join rpt_rank_robustness r using (town_code, period, rank_city, score, town_name)"
            " join dim_town_designation using (town_code)"
            f" where period = '2025-03' and designation = '{designation}' order by rank_peer, town_code"
        )
        rows = bulletin.table(caption)
        assert [[row[0], row[1], row[3], row[4], row[5]] for row in rows] == [
            [
                str(r.rank_peer),
                r.town_name,
                two(r.score),
                str(r.rank_city),
                f"{two(r.rank_p05)[:-3]}–{two(r.rank_p95)[:-3]}",
            ]
            for r in expected.itertuples()
        ]


def test_projects_and_funds_add_up_to_what_the_ledgers_hold(bulletin: ReadBack, query: Query):
    """Straight from the accepted rows, not from the summaries that the bulletin reads."""
    whole = query(
        "select count(*) as projects, sum(annual_planned_investment) as planned,"
        " sum(cumulative_investment) as done from fct_project_month where period = '2025-03'"
    ).iloc[0]
    last = bulletin.table("项目建设和投资情况")[-1]
    assert [last[1], last[4], last[5]] == [f"{whole.projects:.0f}", two(whole.planned), two(whole.done)]
    assert f"累计完成投资{two(whole.done / 10_000)}亿元" in bulletin.body
    funds = query(
        "select sum(value_number) filter (field = 'amount_planned') as planned,"
        " sum(value_number) filter (field = 'amount_arrived') as arrived"
        " from fct_ledger_value where period = '2025-03' and ledger = 'funds'"
    ).iloc[0]
    assert bulletin.table("各类资金计划")[-1][1:3] == [two(funds.planned), two(funds.arrived)]


def test_the_six_disorders_are_the_ledgers(bulletin: ReadBack, query: Query):
    found = query(
        "select sum(value_number) as found from fct_ledger_value where period = '2025-03'"
        " and ledger = 'environment' and field like '%\\_found' escape '\\'"
    ).iloc[0]["found"]
    assert sum(int(row[1]) for row in bulletin.table("“六乱”问题发现和整改情况")) == found
    assert f"发现“六乱”问题{found:.0f}处" in bulletin.body


def test_the_list_of_supervision_is_whole_with_its_evidence(bulletin: ReadBack, query: Query):
    expected = query(
        "select county_name, town_name, rule_name, evidence, is_restricted from rpt_supervision"
        " where quarter = '2025Q1' and level = 'town' and status <> 'released'"
        " order by county_code, town_code, rule"
    )
    rows = bulletin.table("列入督帮名单的镇（乡、街道）")
    assert [[*row[:3], row[5]] for row in rows] == [
        [r.county_name, r.town_name, r.rule_name, "是" if r.is_restricted else "否"]
        for r in expected.itertuples()
    ]
    said = "".join(row[4] for row in rows)
    in_full = "".join(row[3] for row in bulletin.table("列入督帮名单的县（市、区）")) + said
    for evidence in expected["evidence"]:
        chinese = re.sub(r"(20\d\d)-0?(\d+)", r"\1年\2月", evidence)
        assert chinese in in_full
        assert chinese.split("：")[0] in said


def test_reports_are_counted_as_status_counts_them(bulletin: ReadBack, query: Query):
    expected = query(
        "select county_name, count(*) as expected, count_if(status = 'on_time') as on_time,"
        " count_if(status = 'late') as late from rpt_reporting where period between '2025-01' and '2025-03'"
        " group by county_name"
    )
    rows = {row[0]: row[1:4] for row in bulletin.table("台账报送情况")}
    assert rows == {
        r.county_name: [f"{count:.0f}" for count in (r.expected, r.on_time, r.late)]
        for r in expected.itertuples()
    }


def test_text_of_the_counties_cannot_break_the_word_file():
    hostile = '=cmd|\x00\x0b"<w:p>&amp;\ue0005\ue001\u202e2025-03\n'
    assert facts.clean(hostile) == '=cmd|"<w:p>&amp;52025-03'
    assert facts.clean("自2025-03起，2025-04-05止") == "自2025年3月起，2025年4月5日止"
