"""English for what the marts say in Chinese: no sentence of theirs is left in Chinese, and each says what it says."""

import csv
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import duckdb
import pytest
from markupsafe import escape

from exports.dashboard.english import English, quoted, sentences
from exports.dashboard.marts import Marts
from tests.conftest import REPOSITORY

#: Every column of the pages that holds sentences of ours (what a clerk wrote is quoted).
SAID = {
    "supervision": ("evidence", "entry_condition", "release_condition", "peer_group_name"),
    "supervision_evidence": ("said", "value"),
    "findings": ("message_zh", "suggestion"),
    "observations": ("verdict",),
    "indicators": ("method_name", "method_rule"),
    "corrections": ("field_name",),
    "plan_targets": ("indicator_name",),
}


@pytest.fixture(scope="module")
def marts(published_home: Path) -> Iterator[Marts]:
    database = published_home / "published" / "townledger.duckdb"
    with duckdb.connect(str(database), read_only=True) as connection:
        yield Marts(connection)


def test_every_sentence_of_the_pages_has_an_english_one(marts: Marts) -> None:
    left, told = set(), 0
    for query, columns in SAID.items():
        for row in marts.rows(query):
            for column in columns:
                told += 1
                if row[column] and marts.english(row[column]) == quoted(row[column]):
                    left.add((query, column, row[column]))
    assert left == set()
    assert told > 1000


def codes() -> list[dict[str, str]]:
    file = REPOSITORY / "dbt_project" / "seeds" / "findings" / "finding_codes.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("part", ["message", "suggestion"])
def test_a_finding_says_in_english_what_it_says_in_chinese(part: str) -> None:
    english = English(
        [(row[f"{one}_zh"], row[f"{one}_en"]) for row in codes() for one in ("message", "suggestion")], {}
    )
    for row in codes():
        places = [name for _, name, _, _ in Formatter().parse(row[f"{part}_zh"]) if name]
        # MEMBER_UNREADABLE hands on what another code says, so that there is nothing of its own to say.
        if row[f"{part}_zh"] != "{action}":
            filled = {name: f"<{number}>" for number, name in enumerate(places)}
            expected = escape(row[f"{part}_en"]).format(**filled)
            assert english(row[f"{part}_zh"].format(**filled)) == expected, row["code"]


def test_english_templates_ask_for_nothing_that_the_chinese_ones_do_not_give() -> None:
    for zh, en in sentences():
        given, asked = ({name for _, name, _, _ in Formatter().parse(text) if name} for text in (zh, en))
        assert given == asked, zh
    assert len({zh for zh, _ in sentences()}) == len(sentences())


def test_the_cells_that_a_finding_names_are_said_one_by_one() -> None:
    english = English(sentences(), {})
    january = "2025年1月“一月.xlsx”“项目”Q5填“12万元”"
    assert english(january) == (
        '<q lang="zh-CN">一月.xlsx</q> of 2025-1, <q lang="zh-CN">项目</q> Q5 “12 CNY 10k”'
    )
    assert english(f"{january}、2025年2月“b.csv”Q6填“10”、本文件“s”Q7填“1”、Q8填“2”、G4未填") == (
        f"{english(january)}, b.csv of 2025-2, Q6 “10”, this file, s Q7 “1”, Q8 “2”, G4 empty"
    )
    assert english("本文件Q7填“1”") == "this file, Q7 “1”"
    assert (english("上月"), english("1月")) == ("the month before", "month 1")


def test_names_and_what_nobody_knows_are_quoted_and_no_text_becomes_markup() -> None:
    english = English(
        [("{town}缺少{label:term}", "{town} lacks {label}")], {"总投资": "total investment", "状态": "status"}
    )
    assert english("姚店镇缺少总投资") == '<q lang="zh-CN">姚店镇</q> lacks total investment'
    assert english("姚店镇缺少人手") == '<q lang="zh-CN">姚店镇缺少人手</q>'
    assert english("总投资、状态") == "total investment, status"
    assert english("<b>缺少总投资") == "&lt;b&gt; lacks total investment"
    assert english("<b>镇") == '<q lang="zh-CN">&lt;b&gt;镇</q>'
