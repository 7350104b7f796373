"""What holds of every document: each number has its origin, the Word file says what the JSON says, nobody is named."""

import json
import re
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from tests.conftest import REPOSITORY, Query
from tests.exports.documents.conftest import ReadBack, read_back

PERIODS = ("2025Q1", "2025-03", "2025H1", "2025")

#: Digits that are no figures: dates and moments, clauses and numbers of documents, the width of a range.
NO_FIGURE = re.compile(
    r"20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?|〔2025〕37号|2025年镇区强功能工作方案|5%至95%|^\d+月$"
)


@pytest.fixture(scope="module", params=PERIODS)
def document(
    request: pytest.FixtureRequest, published_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> ReadBack:
    return read_back(published_home / "published", request.param, tmp_path_factory.mktemp(request.param))


def texts(listing: dict[str, Any]) -> list[dict[str, Any]]:
    """Every text of the document with its figures, those of tables and annexes too."""
    parts = list(chain(listing["parts"], *(annex["parts"] for annex in listing["annexes"])))
    found = [part for part in parts if part["part"] in ("heading", "paragraph")]
    for part in parts:
        if part["part"] == "table":
            found += [*chain(*part["rows"]), part["note"]]
    return found


def all_figures(listing: dict[str, Any]) -> list[dict[str, Any]]:
    parts = chain(listing["parts"], *(annex["parts"] for annex in listing["annexes"]))
    pictures = [part["figures"] for part in parts if part["part"] == "picture"]
    return list(chain(*(text.get("figures", []) for text in texts(listing)), *pictures))


def test_no_number_stands_in_the_document_without_its_origin(document: ReadBack):
    for text in texts(document.listing):
        left = text["text"]
        for figure in text.get("figures", []):
            assert figure["shown"] in left, text
            left = left.replace(figure["shown"], "", 1)
        assert not re.search(r"\d", NO_FIGURE.sub("", left)), text["text"]


def test_every_origin_leads_to_its_value(document: ReadBack, published_home: Path):
    """The row of the named query that bears the key holds the value under the column."""
    database = published_home / "published" / "townledger.duckdb"
    results: dict[str, pd.DataFrame] = {}
    with duckdb.connect(str(database), read_only=True) as connection:
        for figure in all_figures(document.listing):
            query = json.dumps([figure["query"], figure["parameters"]])
            if query not in results:
                sql = (REPOSITORY / f"exports/documents/queries/{figure['query']}.sql").read_text("utf-8")
                results[query] = connection.execute(sql, figure["parameters"]).df()
            rows = results[query]
            for column, value in figure["key"].items():
                rows = rows[rows[column].astype(str) == str(value)]
            assert len(rows) == 1, figure
            value = rows.iloc[0][figure["column"]]
            if figure["value"] is None:
                assert pd.isna(value)
                assert figure["shown"] == "—"
            elif isinstance(figure["value"], (int, float)):
                assert value == pytest.approx(figure["value"], abs=1e-12)
            assert figure["as_of"] == document.listing["as_of"]
            assert all(mart.split("_")[0] in ("dim", "fct", "rpt") for mart in figure["marts"])


def test_the_word_file_says_what_the_listing_says(document: ReadBack):
    in_word = [
        re.sub(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)", "", p.text)
        for p in document.word.paragraphs
    ]
    for part in chain(document.listing["parts"], *(a["parts"] for a in document.listing["annexes"])):
        if part["part"] in ("heading", "paragraph"):
            assert part["text"] in in_word
    cells = [[[cell.text for cell in row.cells] for row in table.rows[1:]] for table in document.word.tables]
    listed = [
        [[cell["text"] for cell in row] for row in part["rows"]]
        for part in chain(document.listing["parts"], *(a["parts"] for a in document.listing["annexes"]))
        if part["part"] == "table"
    ]
    assert cells == listed


def test_the_same_snapshot_gives_the_same_bytes(document: ReadBack, published_home: Path, tmp_path: Path):
    again = read_back(published_home / "published", document.listing["period"], tmp_path)
    assert again.file.read_bytes() == document.file.read_bytes()
    assert again.listing == document.listing


def test_no_person_is_named(document: ReadBack):
    people = pd.read_csv(REPOSITORY / "tests" / "truth" / "personal.csv.gz", dtype=str)["value"].dropna()
    said = json.dumps(document.listing, ensure_ascii=False) + document.body
    assert len(people) > 100
    assert [value for value in people.unique() if len(value) > 1 and value in said] == []


def test_the_evaluation_says_how_soft_the_ranks_are(published_home: Path, tmp_path: Path, query: Query):
    found = read_back(published_home / "published", "2025", tmp_path)
    tables = [t for t in found.word.tables if t.cell(0, 4).text == "全市名次（区间）"]
    printed = {row.cells[1].text: row.cells[4].text for table in tables for row in table.rows[1:]}
    softness = query(
        "select town_name, rank_city, rank_p05, rank_p95 from rpt_rank_robustness"
        " join rpt_key_town_evaluation using (town_name, period, rank_city) where is_evaluated"
    )
    assert len(printed) == 23
    assert printed == {
        r.town_name: f"{r.rank_city}（{int(r.rank_p05 + 0.5)}–{int(r.rank_p95 + 0.5)}）"
        for r in softness.itertuples()
    }
