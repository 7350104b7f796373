"""The metrics of the semantic layer give what the marts say, asked through MetricFlow on a real build."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REPOSITORY, Query


@pytest.fixture(scope="module")
def answers(published_home: Path, tmp_path_factory: pytest.TempPathFactory) -> list[list[list[Any]]]:
    """Four questions: by month, by a joined county, a share of a share's parts, by a category."""
    database = tmp_path_factory.mktemp("metrics") / "warehouse.duckdb"
    shutil.copy(published_home / "build" / "warehouse.duckdb", database)
    questions = [
        [["town_score", "scored_towns"], ["metric_time__month"]],
        [["investment_share"], ["county__county_name"]],
        [["on_time_share"], ["county__county_name", "metric_time__month"]],
        [["finding_count"], ["finding__code"]],
    ]
    done = subprocess.run(
        [sys.executable, "-m", "tests.warehouse.metrics"],
        cwd=REPOSITORY,
        env={**os.environ, "TOWNLEDGER_BUILD_DB": str(database)},
        input=json.dumps(questions),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_mean_total_of_each_month(answers: list[list[list[Any]]], query: Query) -> None:
    mart = query(
        "select period, avg(score), count(*) from fct_town_score_month group by period order by period"
    )
    expected = [
        (period, pytest.approx(score), towns) for period, score, towns in mart.itertuples(index=False)
    ]
    assert [(month[:7], score, towns) for month, score, towns in answers[0]] == expected


def test_investment_is_that_of_the_last_month_never_a_sum_over_months(
    answers: list[list[list[Any]]], query: Query
) -> None:
    mart = query(
        "select county_name, sum(cumulative_investment) / sum(annual_planned_investment)"
        " from fct_project_month join dim_county using (county_code)"
        " where period = '2025-03' group by county_name order by county_name"
    )
    assert len(mart) == 13
    assert dict(answers[1]) == {name: pytest.approx(share) for name, share in mart.itertuples(index=False)}


def test_share_of_reports_on_time(answers: list[list[list[Any]]], query: Query) -> None:
    mart = query(
        "select county_name, period, avg(case when is_on_time then 1.0 else 0.0 end) from rpt_reporting"
        " group by all order by 1, 2"
    )
    expected = {(name, period): pytest.approx(share) for name, period, share in mart.itertuples(index=False)}
    assert {(name, month[:7]): share for month, name, share in answers[2]} == expected


def test_findings_by_code(answers: list[list[list[Any]]], query: Query) -> None:
    mart = query("select code, count(*) from fct_finding group by code")
    assert dict(answers[3]) == dict(mart.itertuples(index=False))
