"""A layout already known is not searched again, and what is remembered is never another answer."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import recogniser
from ingest.reading import Reading, Source, read, read_sheets
from ingest.recogniser import Recogniser
from ingest.rows import Rows, to_rows
from tests.conftest import EXAMPLES
from tests.ingest import rendering as draw

FILES = sorted(path for path in (EXAMPLES / "landing").glob("*/*/*") if path.is_file())


def read_bundled(county: str = "", period: str = "") -> list[Rows]:
    """All bundled files, or those of one county and month."""
    sources = [(path, Source(*path.parts[-3:])) for path in FILES]
    return [
        to_rows(read(path.read_bytes(), source), "")
        for path, source in sources
        if county in ("", source.county) and period in ("", source.period)
    ]


@pytest.fixture
def tools() -> Recogniser:
    recogniser.built.cache_clear()
    return recogniser.load()


def test_the_same_forms_a_month_later_are_not_searched_again(tools: Recogniser) -> None:
    assert all(rows["records"] for rows in read_bundled("610621", "2025-01"))
    searched = tools.assigner.search.cache_info().misses
    assert searched > 0
    assert all(rows["records"] for rows in read_bundled("610621", "2025-02"))
    assert tools.assigner.search.cache_info().misses == searched


def test_bundled_files_are_read_alike_from_memory_and_anew(
    tools: Recogniser, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembered = read_bundled()
    monkeypatch.setattr(tools.assigner, "search", tools.assigner.search_anew)
    assert read_bundled() == remembered


@settings(deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["610602", "610622"]))
def test_what_is_remembered_of_some_evidence_is_what_a_search_finds(seed: int, county: str) -> None:
    """Other tables have been searched before, in this process and by this very test."""
    rng = random.Random(seed)
    ledger = rng.choice(["facilities", "environment", "industry", "governance", "planning"])
    fields, facts = draw.per_town(ledger, county, rng)
    sheet = draw.as_rows(fields, facts, rng)

    def rows() -> Rows:
        reading = Reading(Source(county, "2025-03", "报表.xlsx"), recogniser.load().version)
        return to_rows(read_sheets([sheet], reading), "")

    remembered = rows(), rows()
    assigner = recogniser.load().assigner
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assigner, "search", assigner.search_anew)
        assert remembered == (rows(), rows())
