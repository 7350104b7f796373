"""Towns as counties write them, resolved to administrative codes.

Accepts codes, full and short names, names with blanks, with the county or city in front, with the
forms of an office behind (街道办事处, 镇人民政府), and dated former names. A name that fits nothing is
never guessed: the nearest names are offered instead.
"""

from __future__ import annotations

import csv
import difflib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ingest.text import squeeze, uncounted

ORGANISATION = Path(__file__).parents[1] / "dbt_project" / "seeds" / "organisation"
_OFFICE = re.compile(r"(?<=街道)(?:办事处|办|综合便民服务中心)$|(?<=[镇乡])(?:人民政府|政府)$")
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十]+\))")
_SUFFIX = re.compile(r"(街道|镇|乡)$")


@dataclass(frozen=True)
class Town:
    """A town as the organisation seed has it."""

    code: str
    name: str
    county_code: str
    county_name: str


@dataclass(frozen=True)
class Place:
    """What a text means as a town: `town` where it resolves, else the nearest names of the county."""

    town: Town | None
    is_own: bool
    nearest: tuple[str, ...] = ()


_NOWHERE = Place(None, is_own=False)


class Gazetteer:
    """All towns of the city, by every way of writing that identifies one."""

    def __init__(self, folder: Path = ORGANISATION) -> None:
        with (folder / "towns.csv").open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        self.towns = {
            row["town_code"]: Town(row["town_code"], row["town_name"], row["county_code"], row["county_name"])
            for row in rows
        }
        self.counties = {row["county_code"]: row["county_name"] for row in rows}
        self._by_county: dict[str, dict[str, list[Town]]] = {county: {} for county in self.counties}
        for town in self.towns.values():
            short_office = re.sub("街道$", "街办", town.name)
            for form in {town.name, _SUFFIX.sub("", town.name), short_office, town.code, f"{town.code}000"}:
                self._by_county[town.county_code].setdefault(form, []).append(town)
        self._names = tuple(self.counties.values())
        with (folder / "town_aliases.csv").open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream):
                town = self.towns[row["town_code"]]
                self._by_county[town.county_code].setdefault(squeeze(row["alias"]), []).append(town)
        self._forms = {form for forms in self._by_county.values() for form in forms}
        #: The codes as a spreadsheet holds them where they are no texts.
        self.codes = {float(form) for form in self._forms if form.isdecimal()}

    def of_county(self, county_code: str) -> list[Town]:
        """The towns of a county, in code order."""
        return [town for town in self.towns.values() if town.county_code == county_code]

    def county_named_in(self, text: str) -> str | None:
        """The code of the only county whose name stands in the text, None where none or several do."""
        folded = squeeze(text)
        named = [code for code, name in self.counties.items() if name in folded]
        return named[0] if len(named) == 1 else None

    @lru_cache(maxsize=32768)  # noqa: B019 - a gazetteer lives as long as the process
    def resolve(self, text: str, county_code: str) -> Place:
        """The town that a text names, seen from a county ('' where the county is not known)."""
        folded, named_county = self._fold(text)
        if folded not in self._forms:
            return _NOWHERE
        search = [named_county] if named_county else [county_code, *self.counties]
        for county in search:
            found = self._by_county.get(county or "", {}).get(folded, [])
            if len(found) == 1:
                return Place(found[0], is_own=found[0].county_code == county_code)
            if found:
                break
        return _NOWHERE

    def knows(self, text: str) -> bool:
        """Whether a text is a way of writing any town at all."""
        return self._fold(text)[0] in self._forms

    def _fold(self, text: str) -> tuple[str, str | None]:
        """A text without numbering, office, province, city and county, and the code of the county it named."""
        plain = _NUMBERING.sub("", squeeze(text)).removeprefix("陕西省").removeprefix("延安市")
        folded = _OFFICE.sub("", uncounted(plain))
        if not folded.startswith(self._names):
            return folded, None
        county = next(code for code, name in self.counties.items() if folded.startswith(name))
        name = self.counties[county]
        return (folded if folded == name else folded.removeprefix(name)), county

    def nearest(self, text: str, county_code: str) -> tuple[str, ...]:
        """Up to three towns of the county whose names look like the text."""
        names = [town.name for town in self.of_county(county_code)]
        return tuple(difflib.get_close_matches(squeeze(text), names, n=3, cutoff=0.4))


@lru_cache(maxsize=1)
def load() -> Gazetteer:
    """The gazetteer of the organisation seeds."""
    return Gazetteer()
