"""Single files read where they would lie: county and month from the options, the path, or the titles.

What `check` and the layout commands share. Nothing is written, nothing judged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.batch import Job, read_files
from ingest.entries import OBSTACLES, obstacle, readable
from ingest.findings import Finding, finding
from ingest.intake import place_of
from ingest.reading import Source
from ingest.rows import Rows
from ingest.towns import places
from ingest.words.periods import stated_period
from orchestration.layouts import Layouts


def read_placed(
    files: Sequence[Path], county: str, period: str, layouts: Layouts
) -> list[tuple[Source, Rows]]:
    """Each file's rows, and the county and month it was read for ('' where nothing tells).

    They come from the options, else from the path (…/<county>/<month>/<file>), else from the titles. A
    file's place in the list is the submission that its rows name.
    """
    sources = [_overridden(_placed(path, county, period), layouts) for path in files]
    read = _read(files, sources)
    told = [
        source
        if source.county and source.period
        else _overridden(_told_by_titles(source, rows["tables"]), layouts)
        for source, rows in zip(sources, read, strict=True)
    ]
    return list(zip(told, read if told == sources else _read(files, told), strict=True))


def _read(files: Sequence[Path], sources: Sequence[Source]) -> list[Rows]:
    placed = enumerate(zip(files, sources, strict=True))
    jobs = [Job(path, source, str(number), refusal(path)) for number, (path, source) in placed]
    return list(read_files(jobs))


def refusal(path: Path) -> Finding | None:
    """Why a path is not opened, None where it leads to a file."""
    in_the_way = obstacle(path.resolve())
    return finding("NOT_A_FILE", actual=OBSTACLES[in_the_way]) if in_the_way else None


def _overridden(source: Source, layouts: Layouts) -> Source:
    return replace(source, overrides=layouts.of(source.county, source.period))


def _placed(path: Path, county: str, period: str) -> Source:
    """Where a file would lie: as the options say, else its path."""
    relative = "/".join(path.resolve().parts[-3:])
    told_county, told_period = place_of(relative, places.load())
    return Source(county or told_county, period or told_period, readable(path.name))


def _told_by_titles(source: Source, tables: Sequence[Mapping[str, Any]]) -> Source:
    """The source with what is missing filled in from titles, names of sheets, and the file's name."""
    texts = [title for table in tables for title in table["titles"]]
    texts += [table["sheet"] for table in tables] + [Path(source.file_name).stem]
    counties = (places.load().county_named_in(text) for text in texts)
    months = (stated_period(text, year="") for text in texts)
    return Source(
        source.county or next(filter(None, counties), ""),
        source.period or next((month for month in months if month and not month.startswith("-")), ""),
        source.file_name,
    )
