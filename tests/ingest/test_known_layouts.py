"""A layout already known is not searched again, and what is remembered is never another answer."""

from __future__ import annotations

import multiprocessing
import random
from concurrent.futures import ProcessPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import recogniser
from ingest.reading import Reading, Source, read, read_sheets
from ingest.recogniser import Recogniser
from ingest.rows import Rows, to_rows
from ingest.sheet import Merge, Sheet
from ingest.tables import blocks
from ingest.tables.pattern import pattern_of
from ingest.tables.profiles import RowProfile, profile_rows
from ingest.words.values import Raw
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


def read_backwards() -> list[Rows]:
    """All bundled files, the last first, in the order of `read_bundled`."""
    FILES.reverse()
    return read_bundled()[::-1]


def test_what_was_read_before_a_file_changes_nothing_of_it() -> None:
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=spawned) as other:
        backwards = other.submit(read_backwards)
        assert read_bundled() == backwards.result()


def cut_with(merges: list[Merge]) -> list[tuple[int, int]]:
    """The first and last rows of the blocks of a sheet in which a lone text stands between two tables."""
    rows: list[list[Raw]] = [
        ["镇名", "总投资", "累计完成投资"],
        ["永坪镇", 120.0, 60.0],
        ["县级配套", None, None],
        ["镇名", "小学数", "中学数"],
        ["永坪镇", 2.0, 1.0],
    ]
    sheet, lexicon = Sheet("Sheet1", rows, merges), recogniser.load().lexicon
    profiles = profile_rows(sheet, lexicon, "610621")
    return [(block.top, block.bottom) for block in blocks.cut(sheet, profiles, lexicon, "610621")[0]]


def test_rows_that_are_merged_otherwise_are_not_cut_as_before() -> None:
    assert cut_with([]) == [(0, 1), (3, 4)]
    # beside a cell merged down from a record the text is part of that
    assert cut_with([(1, 1, 2, 1)]) == [(0, 2), (3, 4)]
    assert cut_with([]) == [(0, 1), (3, 4)]


def sheet_of(figure: float, rows: int) -> tuple[RowProfile, ...]:
    cells: list[list[Raw]] = [["镇名", "小学数"], *(["永坪镇", figure] for _ in range(rows))]
    return profile_rows(Sheet("Sheet1", cells), recogniser.load().lexicon, "610621")


def test_other_figures_make_no_other_pattern() -> None:
    lexicon = recogniser.load().lexicon
    patterns = [pattern_of(sheet_of(figure, 20), 0, 20, lexicon) for figure in (2.0, 3.0)]
    assert patterns[0] is patterns[1]
    assert patterns[0].used_columns == [0, 1]


def test_long_lists_are_not_kept() -> None:
    lexicon = recogniser.load().lexicon
    patterns = [pattern_of(sheet_of(figure, 2000), 0, 2000, lexicon) for figure in (2.0, 3.0)]
    assert patterns[0] is not patterns[1]


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
