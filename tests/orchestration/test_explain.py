"""From a score back to its cells: what is said is what the counties truly reported, and nothing is built."""

import json
from pathlib import Path

import pytest

from tests import truth
from tests.conftest import RunTownledger

TOWN, PERIOD = "610602104", "2025-03"  # 姚店镇


def explained(townledger: RunTownledger, home: Path, *arguments: str) -> dict:
    done = townledger(home, "explain", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_score_follows_from_the_values_that_the_county_truly_reported(
    published_home: Path, townledger: RunTownledger
) -> None:
    found = explained(townledger, published_home, "姚店镇", "年度投资完成率", PERIOD)
    true = truth.load("values")
    own = true[(true["town_code"] == TOWN) & (true["period"] == PERIOD) & (true["ledger"] == "projects")]
    done, planned = (
        own.loc[own["field"] == field, "value"].astype(float).sum()
        for field in ("cumulative_investment", "annual_planned_investment")
    )
    result = found["indicator"]
    assert result["numerator"] == pytest.approx(done)
    assert result["denominator"] == pytest.approx(planned)
    assert result["score"] == pytest.approx(
        100 * min(1, done / planned / 0.25)
    )  # March: a quarter of the year
    amounts = own[own["field"].isin(["cumulative_investment", "annual_planned_investment"])]
    assert len(found["sources"]) == len(amounts)
    for source in found["sources"]:
        assert source["source_file"].startswith(f"610602/{PERIOD}/")
        assert all(source[name] for name in ("sheet", "cell", "raw_text", "submission_id", "received_at"))


def test_town_and_indicator_go_by_code_id_or_name(published_home: Path, townledger: RunTownledger) -> None:
    by_code = explained(townledger, published_home, TOWN, "investment_progress", PERIOD)
    for town in ("姚店镇", "姚店", "宝塔区姚店镇"):
        assert explained(townledger, published_home, town, "年度投资完成率", PERIOD) == by_code


def test_a_total_is_told_by_its_functions_and_what_they_cost(
    published_home: Path, townledger: RunTownledger
) -> None:
    found = explained(townledger, published_home, "姚店镇", "total", PERIOD)
    weights = sum(row["weight"] for row in found["functions"])
    mean = sum(row["score"] * row["weight"] for row in found["functions"]) / weights
    assert found["total"]["score"] == pytest.approx(mean)
    lost = sum(row["points_lost"] for row in found["indicators"])
    assert lost == pytest.approx(100 - found["total"]["score"])
    one = explained(townledger, published_home, "姚店镇", "基础设施", PERIOD)
    assert {row["function"] for row in one["indicators"]} == {"infrastructure"}


def test_an_evaluator_reads_score_clause_cells_and_how_sure_the_rank_is(
    published_home: Path, townledger: RunTownledger
) -> None:
    said = townledger(published_home, "explain", "姚店镇", "年度投资完成率", PERIOD).stdout
    for part in (
        "方案条款四(二)",
        "目标100（方案规定）",
        "同类",
        "项目台账!R",
        "收到，报送标识",
        "可信度",
        "难分先后",
    ):
        assert part in said


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("姚店乡", "total", PERIOD), "姚店镇"),
        (("姚店镇", "投资完成率", PERIOD), "年度投资完成率"),
        (("姚店镇", "total", "2025-09"), "2025-01、2025-02、2025-03"),
    ],
)
def test_what_is_not_there_is_wrong_use_and_what_is_near_is_named(
    arguments: tuple[str, ...], part: str, published_home: Path, townledger: RunTownledger
) -> None:
    done = townledger(published_home, "explain", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert part in done.stderr


def test_nothing_published_is_wrong_use(tmp_path: Path, townledger: RunTownledger) -> None:
    done = townledger(tmp_path, "explain", "姚店镇", "total", PERIOD)
    assert done.returncode == 2
    assert "nothing is published" in done.stderr
