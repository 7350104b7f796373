"""Headings in the words of clerks: each is taken for its field, and no mixture of them for another's.

`wordings.csv` holds what clerks may call a field, written down by hand without regard to what the dictionary
knows; `unsure` are names that people read rightly only from what stands beside them. `foreign.csv` holds
headings of neighbouring matters, that are like a field and mean something else.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import dictionary, recogniser
from ingest.dictionary import Field
from tests.ingest import rendering as draw
from tests.ingest.plain import COUNTY, accepted, as_table, asked_of, mistaken, some_facts
from tests.ingest.test_arrangements import read_back

LEDGERS = sorted({field.ledger for field in draw.DICTIONARY.fields} - {"recommendations"})


def _wordings() -> dict[Field, tuple[list[str], list[str]]]:
    """What clerks call a field: what is to be recognised, and what may only not be mistaken."""
    with Path(__file__).with_name("wordings.csv").open(encoding="utf-8", newline="") as file:
        return {
            draw.DICTIONARY.field(row["ledger"], row["field"]): (
                row["wordings"].split("|"),
                [text for text in row["unsure"].split("|") if text],
            )
            for row in csv.DictReader(file)
        }


WORDINGS = _wordings()


@pytest.mark.parametrize("ledger", LEDGERS)
def test_what_clerks_call_a_field_is_taken_for_it(ledger: str) -> None:
    rng = random.Random(20250331)
    fields = asked_of(ledger)
    facts = some_facts(ledger, rng, fields)
    count = sum(len(fact.values) for fact in facts)
    unread = {}
    for field, (wordings, _) in WORDINGS.items():
        for text in wordings if field.ledger == ledger else ():
            read = accepted(as_table(fields, facts, {field: text}))
            assert mistaken(read, facts) == {}, text
            if len(read) < count:
                unread[text] = field.name
    assert unread == {}


@given(st.integers(0, 100_000), st.sampled_from(LEDGERS))
def test_no_mixture_of_wordings_is_mistaken(seed: int, ledger: str) -> None:
    rng = random.Random(seed)
    fields = [f for f in asked_of(ledger) if f.required or rng.random() < 0.7]
    is_shuffled = rng.random() < 0.5
    if is_shuffled:
        rng.shuffle(fields)
    called = {
        # 其中：标准化 says one thing behind 小学数 and another behind 公办幼儿园数
        field: rng.choice(
            [text for text in wordings + unsure if not (is_shuffled and text.startswith("其中"))]
        )
        for field, (wordings, unsure) in WORDINGS.items()
        if field.ledger == ledger and rng.random() < 0.7
    }
    facts = some_facts(ledger, rng, fields)
    assert mistaken(accepted(as_table(fields, facts, called)), facts) == {}


def _foreign() -> list[tuple[Field, list[str]]]:
    with Path(__file__).with_name("foreign.csv").open(encoding="utf-8", newline="") as file:
        return [
            (draw.DICTIONARY.field(row["ledger"], row["field"]), row["headings"].split("|"))
            for row in csv.DictReader(file)
        ]


@pytest.mark.parametrize(("field", "headings"), _foreign(), ids=lambda v: getattr(v, "name", ""))
def test_a_neighbouring_matter_is_not_taken_for_the_field(field: Field, headings: list[str]) -> None:
    rng = random.Random(20250331)
    fields = asked_of(field.ledger)
    facts = some_facts(field.ledger, rng, fields)
    for text in headings:
        read = accepted(as_table(fields, facts, {field: text}))
        assert mistaken(read, facts) == {}, text
        assert field.name not in {name for _, _, name in read}, text


def test_what_says_the_same_as_a_part_is_not_its_whole() -> None:
    """其中:标准化 behind 标准化建设小学 is a part of something else, wherever that stands."""
    fields = [f for f in asked_of("facilities") if f.required or f.name == "roads_total"]
    part, other = (
        draw.DICTIONARY.field("facilities", f"{what}_standard") for what in ("primaries", "kindergartens")
    )
    fields = [*(f for f in fields if f not in (part, other)), part, other]
    facts = some_facts("facilities", random.Random(1), fields)
    read = accepted(as_table(fields, facts, {part: "标准化建设小学", other: "其中:标准化"}))
    assert read
    assert mistaken(read, facts) == {}


def _answers() -> list[tuple[Field, str, list[str]]]:
    """What clerks answer where one of several codes is asked: field, code, wordings."""
    with Path(__file__).with_name("answers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        (draw.DICTIONARY.field(row["ledger"], row["field"]), row["code"], row["wordings"].split("|"))
        for row in rows
    ]


@pytest.mark.parametrize(("field", "code", "wordings"), _answers(), ids=lambda v: getattr(v, "name", ""))
def test_what_clerks_answer_is_the_code_that_they_mean(field: Field, code: str, wordings: list[str]) -> None:
    rng = random.Random(20250331)
    fields = asked_of(field.ledger)
    if field.name == "fund_source":
        towns = draw.towns_of(COUNTY, 5)
        fact = some_facts(field.ledger, rng, fields)[0]
        others = [c for c in field.codes if c != code]
        facts = [draw.Fact("funds", town, c, fact.values) for town in towns for c in (code, *others[:3])]
    else:
        facts = some_facts(field.ledger, rng, fields)
    column = as_table(fields, facts, {field: "?"}).rows[0]
    place = next(i for i, text in enumerate(column) if str(text).startswith("?"))
    meant = {"true": 1.0, "false": 0.0}.get(code, code)
    for text in wordings:
        sheet = as_table(fields, facts, {})
        sheet.rows[1][place] = text
        record = next(r for r in read_back([sheet], COUNTY).records if r.line == 1)
        if field.name == "fund_source":
            assert record.key == code, text
        else:
            value = record.values[field.name].value
            assert (value.text if value.number is None else value.number) == meant, text


@pytest.mark.parametrize("group", ["甲类指标", "第4部分", "附表之二"])
def test_a_group_in_words_of_its_own_takes_nothing_from_the_headings_below_it(group: str) -> None:
    matcher = recogniser.load().lexicon.matcher
    for field, (wordings, _) in WORDINGS.items():
        for text in wordings:
            alone = dict(matcher.candidates((text,)))
            assert dict(matcher.candidates((group, text))).get(field) == alone.get(field), text


@pytest.mark.parametrize("group", ["营业收入", "利润总额", "供热管网"])
def test_a_heading_that_tells_nothing_is_not_taken_for_a_field_below_a_group_of_another_matter(
    group: str,
) -> None:
    matcher = recogniser.load().lexicon.matcher
    for leaf in ("金额", "数额", "总长度", "数量"):
        assert all(score < 0.5 for _, score in matcher.candidates((group, leaf))), (group, leaf)


@pytest.mark.parametrize(
    "path", sorted(Path(dictionary.__file__).parent.glob("*.csv")), ids=lambda path: path.stem
)
def test_no_definition_stands_twice(path: Path) -> None:
    rows = path.read_text(encoding="utf-8").splitlines()
    assert [row for row, times in Counter(rows).items() if times > 1] == []


def test_no_name_is_that_of_two_fields_of_a_ledger_or_told_twice() -> None:
    names = Counter((field.ledger, name) for field in draw.DICTIONARY.fields for name in field.labels)
    assert [name for name, times in names.items() if times > 1] == []
