"""A page of the site, and where the pages are: their paths, their order in the navigation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from exports.dashboard.marts import Marts


@dataclass(frozen=True)
class Page:
    """A page: its path in the site, its template, its titles, the section it belongs to, what it shows."""

    path: str
    template: str
    title_zh: str
    title_en: str
    section: str
    shown: dict[str, Any]

    @property
    def root(self) -> str:
        """The way from the page to the root of the site."""
        return "../" * self.path.count("/")


def navigation(marts: Marts) -> list[dict[str, str]]:
    """The sections with the page that each begins with; those that need a month are left out where there is none."""
    entries = [("overview", "index.html", "概况", "Overview")]
    if marts.periods:
        entries += [
            ("rankings", f"rankings/{marts.latest}.html", "排名", "Rankings"),
            ("key_towns", "key-towns.html", "重点镇", "Key towns"),
        ]
        if marts.quarters:
            entries.append(("supervision", f"supervision/{marts.quarters[-1]}.html", "督帮", "Supervision"))
        entries += [
            ("projects", f"projects/{marts.latest}.html", "项目", "Projects"),
            ("reporting", f"reporting/{marts.latest}.html", "报送", "Reporting"),
            ("quality", f"quality/{marts.latest}.html", "数据质量", "Data quality"),
        ]
    entries.append(("standard", "standard.html", "指标说明", "Standard"))
    return [dict(zip(("section", "path", "zh", "en"), entry, strict=True)) for entry in entries]
