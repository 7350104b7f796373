"""The towns of one county in one month: which one a submission names, and what is wrong where it names none.

Belongs here: the findings on a town's name. Does not belong here: by which ways of writing a town is known
(`places`), and where in a table its name stands (`extract`).
"""

from __future__ import annotations

from ingest.findings import Finding, finding
from ingest.text import squeeze, tidy
from ingest.towns.places import Gazetteer, Place


class OwnTowns:
    """The towns of a county ('' = any) on the last day of a month ('' = of all months)."""

    def __init__(self, gazetteer: Gazetteer, county: str, period: str) -> None:
        self._gazetteer = gazetteer
        self._county = county
        self._county_name = gazetteer.counties.get(county, "本市")
        self._period = period

    def place(self, text: str) -> Place:
        """What a text means as a town."""
        return self._gazetteer.resolve(text, self._county, self._period)

    def code(self, text: str) -> str:
        """The code of the own town that a text names, '' where it names none."""
        place = self.place(text)
        return place.town.code if place.town and (place.is_own or not self._county) else ""

    def named_in(self, text: str) -> str:
        """The name of the only town of the county that stands in a text, '' where none or several do."""
        named = self._all_named_in(text)
        return named[0] if len(named) == 1 else ""

    def _all_named_in(self, text: str) -> list[str]:
        """The names of the towns of the county that stand in a text, in its order."""
        folded = squeeze(text)
        towns = self._gazetteer.of_county(self._county, self._period)
        return sorted({town.name for town in towns if town.name in folded}, key=folded.index)

    def fault(self, text: str, **at: str) -> Finding:
        """Why a text names no town of the county: it is another county's, or none at all."""
        town = self.place(text).town
        if town is None:
            return self.unknown(text, **at)
        said = {"raw_text": text, "text": tidy(text), "county": self._county_name, **at}
        return finding("TOWN_OF_OTHER_COUNTY", other=town.county_name, **said)

    def village(self, text: str, **at: str) -> Finding:
        """A text that names a village where a town is asked."""
        town = self.place(text).town
        name = town.name if town else ""
        return finding("VILLAGE_FOR_TOWN", raw_text=text, text=tidy(text), town=name, **at)

    def unknown(self, text: str, **at: str) -> Finding:
        """A text that names none of the towns: one that was merged into another, or what it looks like."""
        place, said = self.place(text), {"raw_text": text, "text": tidy(text), **at}
        if place.merged and place.successor:
            day = place.merged.valid_from
            since = f"{day.year}年{day.month}月{day.day}日"
            return finding("TOWN_MERGED", since=since, successor=place.successor.name, **said)
        if len(named := self._all_named_in(text)) > 1:
            return finding("SEVERAL_TOWNS", count=len(named), towns="、".join(named), **said)
        nearest = self._gazetteer.nearest(text, self._county, self._period)
        hint = f"，是否为“{'”“'.join(nearest)}”？" if nearest else ""
        return finding("UNKNOWN_TOWN", county=self._county_name, hint=hint, **said)
