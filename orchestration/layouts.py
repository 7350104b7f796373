"""The overrides of a home: `layouts/<county code>/<ledger>.yaml`, found, read, and chosen by county and month.

Where they lie and which are in force is said here; what one may say, in `ingest.overrides`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from ingest import recogniser
from ingest.overrides import NONE, Override, Overrides, in_force
from ingest.overrides.parse import OverrideError, parse
from ingest.towns import places
from ingest.words.periods import timeless
from orchestration.home import Home


@dataclass(frozen=True)
class Layouts:
    """Every version of every override of a home, by county code."""

    versions: Mapping[str, tuple[Override, ...]] = field(default_factory=dict)

    def of(self, county: str, period: str) -> Overrides:
        """What is in force for a county and period."""
        return in_force(self.versions[county], period) if county in self.versions else NONE

    def current_readings(self) -> dict[str, object]:
        """The version of the reading that counts today: the shipped one, and each that overrides lead to.

        The latter with county and first period, of each county the latest period first.
        """
        overridden = []
        for county, versions in self.versions.items():
            for period in sorted({own.valid_from for own in versions}, reverse=True):
                version = recogniser.version(in_force(versions, period))
                overridden.append({"county_code": county, "valid_from": period, "version": version})
        return {"shipped": recogniser.version(), "overridden": overridden}


def load(home: Home) -> Layouts:
    """All overrides of a home.

    Raises OverrideError, which names file and line, for a file that cannot be used, and for one that lies
    where it would be overlooked.
    """
    versions: dict[str, list[Override]] = {}
    for path in sorted(p for p in home.layouts.rglob("*") if p.is_file() and not p.name.startswith(".")):
        county, ledger = _place(path, home)
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise OverrideError(_name(path, home), [(1, "is no UTF-8 text")]) from error
        versions.setdefault(county, []).extend(
            parse(text, _name(path, home), county, ledger, recogniser.load())
        )
    layouts = Layouts({county: tuple(own) for county, own in versions.items()})
    _assert_one_ledger_a_sheet(layouts)
    return layouts


def _place(path: Path, home: Home) -> tuple[str, str]:
    """The county and ledger that a path below the folder of overrides names."""
    relative = path.relative_to(home.layouts)
    is_right = len(relative.parts) == 2 and path.suffix == ".yaml"
    if not is_right or relative.parts[0] not in places.load().counties:
        what = "is not where an override is looked for: layouts/<county code>/<ledger>.yaml"
        raise OverrideError(_name(path, home), [(1, what)])
    return relative.parts[0], path.stem


def _name(path: Path, home: Home) -> str:
    return path.relative_to(home.root).as_posix()


def _assert_one_ledger_a_sheet(layouts: Layouts) -> None:
    for county, versions in layouts.versions.items():
        for period in {own.valid_from for own in versions}:
            for one, other in combinations(in_force(versions, period).ledgers, 2):
                both = {timeless(s.name) for s in one.sheets} & {timeless(s.name) for s in other.sheets}
                if both and not (one.columns and other.columns):  # by which headings tell which it is
                    what = f"the sheet {min(both)!r} is that of {one.ledger} as well"
                    raise OverrideError(f"layouts/{county}/{other.ledger}.yaml", [(1, what)])
