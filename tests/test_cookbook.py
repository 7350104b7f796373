"""What evaluators read keeps its word: the cookbook's answers, the comments of every table and column, a use for
every field that counties report."""

import csv
import re
from pathlib import Path

import pytest

from exports import publication
from orchestration.warehouse import public_tables
from tests.conftest import REPOSITORY, Query
from tests.past import AMID_CORRECTIONS, built_as_of
from tests.test_readme import Shown, _text, blocks, queries
from tests.warehouse.conftest import build

COOKBOOK = "docs/cookbook.md"
CHINESE, ENGLISH = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[A-Za-z]{2}")
KEYS = ("town", "project_name", "fund_source", "quarter")


@pytest.fixture(scope="session")
def after_release(published_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Query:
    """The bundled quarter released amid its corrections, and asked again with everything that came later."""
    store, folder = published_home / "store", tmp_path_factory.mktemp("after_release")
    then = built_as_of(AMID_CORRECTIONS, store, tmp_path_factory)
    publication.write_snapshot(then.database, public_tables(), folder / "releases" / "2025Q1", {})
    release = {"quarter": "2025Q1", "as_of": AMID_CORRECTIONS, "released_at": "2025-04-12T09:00:00"}
    releases = str(folder / "releases")
    tables = ("rpt_amendment",)
    return build(
        store, folder, tables=tables, is_tested=False, releases_path=releases, released=[release]
    ).query


def test_at_least_fifteen_questions_each_with_its_answer() -> None:
    assert len(queries(COOKBOOK)) == len(blocks(COOKBOOK, "sql")) >= 15


@pytest.mark.parametrize("shown", queries(COOKBOOK), ids=lambda shown: shown.sql.split("from ")[1].split()[0])
def test_the_cookbook_s_answers_are_those_of_the_bundled_ledgers(
    shown: Shown, request: pytest.FixtureRequest
) -> None:
    query: Query = request.getfixturevalue("after_release" if "rpt_amendment" in shown.sql else "query")
    frame = query(shown.sql)
    assert [[*frame.columns], *([_text(v) for v in row] for row in frame.to_numpy())] == shown.answer


def test_every_published_table_and_column_says_what_it_is_in_both_languages(query: Query) -> None:
    said = query(
        "select table_name as name, comment from duckdb_tables()"
        " union all select table_name || '.' || column_name, comment from duckdb_columns() where not internal"
    )
    assert len(said) > 500
    texts = said.set_index("name")["comment"].fillna("")
    without = [name for name, text in texts.items() if not (CHINESE.search(text) and ENGLISH.search(text))]
    assert without == []


def test_every_report_names_its_clause_and_has_a_name_beside_every_code(query: Query) -> None:
    columns = query("select table_name, column_name from duckdb_columns() where table_name like 'rpt_%'")
    by_report = columns.groupby("table_name")["column_name"].agg(set)
    assert len(by_report) > 20
    assert [report for report, own in by_report.items() if "clause" not in own] == []
    codes = {"county_code": "county_name", "town_code": "town_name", "indicator": "indicator_name"}
    nameless = [
        (report, code)
        for report, own in by_report.items()
        for code, name in codes.items()
        if code in own and name not in own
    ]
    assert nameless == []


def test_every_field_is_used_by_a_report_or_kept_for_reference_by_name() -> None:
    project = REPOSITORY / "dbt_project"
    sources = [
        *(project / "models" / "marts" / "reports").glob("*.sql"),
        *(project / "models" / "intermediate" / "projects").glob("*.sql"),
        project / "seeds" / "standard" / "indicators.csv",
        project / "seeds" / "standard" / "project_conditions.csv",
    ]
    used = set(re.findall(r"\w+", "\n".join(path.read_text(encoding="utf-8") for path in sources)))
    funds = {f"fund_{source}" for source in used}  # one column a source, made from the list of sources
    disorders = ("_found", "_fixed")  # all kinds alike, by how their names end
    kept = set(re.findall(r"`(\w+)`", _section("Kept for reference")))
    with (REPOSITORY / "ingest" / "dictionary" / "fields.csv").open(encoding="utf-8") as stream:
        fields = [
            row["field"]
            for row in csv.DictReader(stream)
            if row["field"] not in KEYS
            and not row["type"].endswith("personal")
            and not row["field"].endswith(disorders)
        ]
    assert [name for name in fields if name not in used | funds | kept] == []
    assert kept <= set(fields) - used


def _section(title: str) -> str:
    text = (REPOSITORY / "docs" / "evaluation.md").read_text(encoding="utf-8")
    return text.split(f"## {title}\n")[1].split("\n## ")[0]
