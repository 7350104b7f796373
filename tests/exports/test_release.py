"""A release is kept once, unchanged, and tells of every table that is not as released."""

import datetime as dt
from pathlib import Path

import duckdb
import pytest

from exports import publication, release

NOW = dt.datetime(2025, 4, 12, 9)
TABLES = ("dim_indicator", "dim_town_designation", "fct_submission", "fct_town_score_month")


def snapshot(folder: Path, *, score: float = 71.5, weight: int = 3) -> Path:
    """A small snapshot as of a moment."""
    folder.mkdir()
    build = folder / "warehouse.duckdb"
    with duckdb.connect(str(build)) as connection:
        connection.execute(f"create table dim_indicator as select 'gas' as indicator, {weight} as weight")
        connection.execute(
            "create table dim_town_designation as select '1' as town_code, 'county' as designation"
        )
        connection.execute("create table fct_submission as select 1 as submission_id")
        connection.execute(
            f"create table fct_town_score_month as select '2025-03' as period, {score} as score"
        )
    return publication.write_snapshot(build, TABLES, folder / "as_of", {"as_of": "2025-04-10"}).folder


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    folder = tmp_path / "releases"
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "indicators.csv").write_text("indicator,weight\ngas,3\n")
    freeze(snapshot(tmp_path / "first"), folder, "2025Q1", "2025-04-10", seeds)
    return folder


def freeze(folder: Path, releases: Path, quarter: str, as_of: str, seeds: Path) -> release.Release:
    return release.freeze(
        folder,
        releases,
        quarter,
        as_of=as_of,
        released_at=NOW,
        readings={"shipped": "2-abc", "overridden": []},
        pinned={"seeds": seeds},
    )


def test_a_release_keeps_its_figures_its_moment_and_its_hashes(releases: Path) -> None:
    (found,) = release.released(releases)
    assert (found.quarter, found.as_of, found.released_at) == ("2025Q1", "2025-04-10", "2025-04-12T09:00:00")
    assert set(found.tables) == set(TABLES)
    with duckdb.connect(str(release.database(releases, "2025Q1")), read_only=True) as connection:
        assert connection.sql("select score from fct_town_score_month").fetchall() == [(71.5,)]
    assert release.verify(releases, "2025Q1") == []


def test_the_same_inputs_reproduce_a_release(releases: Path, tmp_path: Path) -> None:
    assert release.verify(releases, "2025Q1", snapshot(tmp_path / "again")) == []


def test_every_table_that_is_not_as_released_is_named(releases: Path, tmp_path: Path) -> None:
    later = snapshot(tmp_path / "later", score=80, weight=4)
    assert release.verify(releases, "2025Q1", later) == ["dim_indicator", "fct_town_score_month"]


def test_a_release_keeps_what_it_was_made_by(releases: Path) -> None:
    kept = release.pinned(releases, "2025Q1", "seeds")
    assert (kept / "indicators.csv").read_text() == "indicator,weight\ngas,3\n"
    assert release.read(releases, "2025Q1").readings["shipped"] == "2-abc"
    with pytest.raises(release.ReleaseError, match="kept no project beside it"):
        release.pinned(releases, "2025Q1", "project")


@pytest.mark.parametrize(
    ("moment", "known"),
    [
        ("", ["2025Q1"]),
        ("2025-04-12", ["2025Q1"]),
        ("2025-04-12T09:00", ["2025Q1"]),
        ("2025-04-12 08:59:59", []),
        ("2025-04-11", []),
    ],
)
def test_a_release_is_known_from_its_moment_on(releases: Path, moment: str, known: list[str]) -> None:
    assert [made.quarter for made in release.released(releases, moment)] == known


def test_tampering_with_a_release_is_found(releases: Path) -> None:
    (releases / "2025Q1" / "csv" / "fct_town_score_month.csv").write_text("period,score\n2025-03,99\n")
    assert release.verify(releases, "2025Q1") == ["fct_town_score_month"]


@pytest.mark.parametrize(
    ("quarter", "reason"), [("2025Q1", "released already"), ("2025Q2", "no town"), ("2025-1", "no quarter")]
)
def test_what_cannot_be_released_is_refused(
    releases: Path, tmp_path: Path, quarter: str, reason: str
) -> None:
    with pytest.raises(release.ReleaseError, match=reason):
        freeze(snapshot(tmp_path / "other"), releases, quarter, "2025-07-10", tmp_path / "seeds")
    assert [r.quarter for r in release.released(releases)] == ["2025Q1"]
    with pytest.raises(release.ReleaseError, match="not released"):
        release.read(releases, "2024Q4")
