"""Towns as counties write them, resolved to administrative codes.

Accepts codes, full and short names, names with blanks, with the county or city in front, with the
forms of an office behind (街道办事处, 镇人民政府), former names and aliases. A name that several towns bore
one after the other is that of the month; one that fits nothing is never guessed: the nearest names are
offered instead. Which towns there are on a day is said in `ingest.towns.organisation`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import add

from ingest.text import squeeze, uncounted
from ingest.towns import organisation
from ingest.towns.organisation import Alias, Organisation, Town

# "镇(街道):永坪镇": the label of a form in one cell with its answer.
_ASKED = re.compile(r"^(?:所在|所属)?(?:乡镇|镇街|镇办|镇|乡)(?:\((?:街道|镇|乡|街道办)\))?(?:名称?)?:")
_OFFICE = re.compile(
    r"(?<=街道)(?:(?:街道)?办事处|办|综合便民服务中心|党工委)$|(?<=[镇乡])(?:人民政府|[镇乡]?政府|党委(?:政府)?)$|本级$"
)
_NUMBERING = re.compile(
    r"^(?:(?:[一二三四五六七八九十]+|\d{1,3})[、.]|\((?:[一二三四五六七八九十]+|\d{1,3})\))"
)
# "★永坪镇", "01永坪镇", "610622101永坪镇", "永坪镇(省级重点镇)*", "【永坪镇】", "永坪镇:", "永坪镇(续)", "永坪镇(注1)": how a list marks its towns.
_MARKED = re.compile(
    r"^[*★☆●◆【「“\"]*(?:(?:\d{1,2}|\d{9})(?=[^\d年月日]))?|\(\d{9}\)$|(?<=[镇乡道])(?:\d{1,2}|\d{9})$"
    r"|(?:\((?:[省市县]级?)?(?:重点|示范|中心|文化|特色|一般|名)*[镇乡]?\)|\(续表?\)|\(\d+个[^()]*\)|\(注\d*\)|[*★☆●◆】」”\":、,.;/\-])+$"
)
# "永坪镇石油沟村": a place within a town; of its seat (永坪镇镇区) the town itself is known by.
_WITHIN = re.compile(r"(.+?(?:镇|乡|街道))(.*(?:村|社区|组)|.*(?:镇区\)?|集镇))")
_VILLAGE = ("村", "社区", "组")
#: What stands between two towns: 永坪镇、关庄各村.
_JOINED = "、,/和与及至到"
#: What may part a county and its town: 延川县-永坪镇.
_BETWEEN = "/-·|>"
_SUFFIX = re.compile(r"(街道|镇|乡)$")
#: What a town is, behind its name.
_KIND = re.compile("(?:镇|乡|街道(?:办事处)?)$")
#: Names less alike than that are no suggestion, and more of them than that are none.
_NEAR, _MOST_NEAR = 0.4, 3


@dataclass(frozen=True)
class Place:
    """What a text means as a town: `town` where it resolves, else nothing.

    `village` is the place within the town that the text names, '' where it names the town itself.
    A town that had been merged into another by the month is no town: `merged` is the row that ended it,
    `successor` the town that it belongs to.
    """

    town: Town | None
    is_own: bool
    merged: Town | None = None
    successor: Town | None = None
    village: str = ""


_NOWHERE = Place(None, is_own=False)


class Gazetteer:
    """All towns of the city, by every way of writing that identifies one."""

    def __init__(self, known: Organisation) -> None:
        self.organisation = known
        self.counties = known.counties
        self._by_county: dict[str, dict[str, list[Town | Alias]]] = {county: {} for county in self.counties}
        for town in (town for history in known.history.values() for town in history if not town.merged_into):
            offices = {re.sub("街道$", office, town.name) for office in ("街办", "办")}
            for form in {town.name, _SUFFIX.sub("", town.name), *offices, town.code, f"{town.code}000"}:
                self._by_county[town.county_code].setdefault(form, []).append(town)
        for alias in known.aliases:
            for county in {town.county_code for town in known.history[alias.town_code]}:
                self._by_county[county].setdefault(squeeze(alias.name), []).append(alias)
        self._names = tuple(self.counties.values())
        self._forms = {form for forms in self._by_county.values() for form in forms}
        names = {town.name for history in known.history.values() for town in history}
        #: Towns by their names, or by what is left of them where they follow another.
        self._towns = re.compile(
            "|".join([*names, *(f"[{_JOINED}]{_SUFFIX.sub('', name)}" for name in names)])
        )
        #: The first two characters of each: hardly any other text has one of them.
        self._beginnings = {form[:2] for form in self._forms}
        #: The codes as a spreadsheet holds them where they are no texts.
        self.codes = {float(form) for form in self._forms if form.isdecimal()}

    @lru_cache(maxsize=4096)  # noqa: B019
    def of_county(self, county_code: str, period: str = "") -> tuple[Town, ...]:
        """The towns of a county on the last day of a month, in code order."""
        return tuple(town for town in self.organisation.towns(period) if town.county_code == county_code)

    def county_named_in(self, text: str) -> str | None:
        """The code of the only county whose name stands in the text, None where none or several do."""
        folded = squeeze(text)
        named = [code for code, name in self.counties.items() if name in folded]
        return named[0] if len(named) == 1 else None

    @lru_cache(maxsize=4096)  # noqa: B019
    def county_heading(self, text: str) -> str:
        """The code of the county that a title says it is of, '' where it names none or several.

        Its name begins the title or what follows a year, a month, the city or a mark; 丰富县域经济 names none.
        """
        code = self.county_named_in(text)
        begins = code and re.search(rf"(?:^|[^一-龥]|[市省年月份]){self.counties[code]}", squeeze(text))
        return code if code and begins else ""

    @lru_cache(maxsize=32768)  # noqa: B019 - a gazetteer lives as long as the process
    def resolve(self, text: str, county_code: str, period: str = "") -> Place:
        """The town that a text names in a month, seen from a county ('' where either is not known)."""
        folded, named_county = self._fold(text)
        village = ""
        if folded not in self._forms:
            within = _WITHIN.fullmatch(folded)
            if within is None or within[1] not in self._forms or self._names_another(within[2], within[1]):
                return _NOWHERE
            folded, village = within[1], within[2] if within[2].endswith(_VILLAGE) else ""
        search = [named_county] if named_county else [county_code, *self.counties]
        for county in search:
            named = self._by_county.get(county or "", {}).get(folded, [])
            if codes := self._codes(named, period):
                return replace(self._place(codes, county_code, period), village=village)
        return _NOWHERE

    def _names_another(self, text: str, town: str) -> bool:
        """Whether a text behind the name of a town names another one as well: 永坪镇、关庄镇各村."""
        said = {_SUFFIX.sub("", name.lstrip(_JOINED)) for name in self._towns.findall(text)}
        return not said <= {_SUFFIX.sub("", town)}

    def knows(self, text: str) -> bool:
        """Whether a text is a way of writing any town at all."""
        folded = squeeze(text)
        may_be = not self._beginnings.isdisjoint((*folded, *map(add, folded, folded[1:])))
        return may_be and self._fold(text)[0] in self._forms

    def _fold(self, text: str) -> tuple[str, str | None]:
        """A text without numbering, office, province, city and county, and the code of the county it named."""
        plain = _ASKED.sub("", _MARKED.sub("", _NUMBERING.sub("", squeeze(text))))
        plain = plain.removeprefix("陕西省").removeprefix("延安市")
        folded = _OFFICE.sub("", uncounted(plain))
        if not folded.startswith(self._names):
            return folded, None
        county = next(code for code, name in self.counties.items() if folded.startswith(name))
        name = self.counties[county]
        return (folded if folded == name else folded.removeprefix(name).lstrip(_BETWEEN)), county

    def _codes(self, named: Sequence[Town | Alias], period: str) -> set[str]:
        """The towns that a name may mean: those that bore it in the month, else those that ever did."""
        day = organisation.last_day(period)
        codes = [town.code if isinstance(town, Town) else town.town_code for town in named]
        bearing = {code for code, name in zip(codes, named, strict=True) if name.holds_on(day)}
        return bearing or set(codes)

    def _place(self, codes: set[str], county_code: str, period: str) -> Place:
        """The one town of these codes; where it is none in the month, what became of it."""
        if len(codes) > 1:
            return _NOWHERE
        (code,) = codes
        town = self.organisation.town(code, period)
        if town is not None:
            return Place(town, is_own=town.county_code == county_code)
        merged = self.organisation.merger(code, period)
        if merged is None:
            return _NOWHERE
        return Place(None, False, merged, self.organisation.successor(code, period))

    def nearest(self, text: str, county_code: str, period: str = "") -> tuple[str, ...]:
        """Up to three towns of the county whose names look like the text, be it one of another kind: 栾家平镇, 栾家坪街道."""
        said = squeeze(text)
        alike = {
            town.name: max(_likeness(said, town.name), _likeness(_stem(said), _stem(town.name)))
            for town in self.of_county(county_code, period)
        }
        best = sorted(alike, key=lambda name: alike[name], reverse=True)[:_MOST_NEAR]
        return tuple(name for name in best if alike[name] >= _NEAR)


def _stem(name: str) -> str:
    """The name of a town without the word for its kind."""
    return _KIND.sub("", name)


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()


@lru_cache(maxsize=1)
def load() -> Gazetteer:
    """The gazetteer of the organisation seeds."""
    return Gazetteer(organisation.load())
