"""The desk at which a document is drafted: the facts, what it is about, and the office that issues it.

Turns sentences with figures into parts. Every section gets the same desk.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import altair as alt
import yaml

from exports.documents.facts import Facts, NothingToReportError, Row, day
from exports.documents.parts import Column, Heading, Paragraph, Picture, Table, Text
from exports.documents.periods import MONTH, Period, month_name, quarter_before, quarter_of


@dataclass(frozen=True)
class Desk:
    """What a document is drafted from.

    `month` is the period's last month with scores; `before` the last month with scores of the quarter before
    that month's, '' where there is none.
    """

    facts: Facts
    period: Period
    month: str
    before: str

    @classmethod
    def open(cls, facts: Facts, period: Period) -> Desk:
        """NothingToReportError where no month of the period has a score (a single month: expected no report)."""
        if period.kind == MONTH:
            reported = [row["period"] for row in facts.ask("reported_months", key=("period",))]
            if period.text not in reported:
                raise NothingToReportError(f"no report was expected of {period.text}; {_span(reported)}")
            return cls(facts, period, period.text, "")
        scored = [row["period"] for row in facts.ask("scored_months", key=("period",))]
        within = [month for month in scored if month in period.months]
        if not within:
            raise NothingToReportError(f"no town has a score in {period.text}; {_span(scored)}")
        earlier = quarter_before(quarter_of(within[-1]))
        before = [month for month in scored if quarter_of(month) == earlier]
        return cls(facts, period, within[-1], before[-1] if before else "")

    def ask(self, query: str, *key: str, **more: Any) -> list[Row]:
        """The rows of a query about this period."""
        return self.facts.ask(query, key, **self._parameters(), **more)

    def one(self, query: str, **more: Any) -> Row:
        """The row of a query that has one."""
        return self.facts.one(query, **self._parameters(), **more)

    def _parameters(self) -> dict[str, Any]:
        return {
            "month": self.month,
            "before": self.before,
            "year": self.month[:4],
            "quarter": quarter_of(self.month),
            "first": self.period.months[0],
            "last": self.period.months[-1],
        }

    def dated(self, time: str = "") -> str:
        """For captions: the time that figures are of (the month), and the day until which reports count."""
        return f"（{time or month_name(self.month)}，{self.until}）"

    @property
    def until(self) -> str:
        """数据截至 and the day."""
        return f"数据截至{day(self.facts.as_of)}"

    def text(self, words: object) -> Text:
        """Words, a figure or a sentence with figures, as they are printed."""
        return Text(*self.facts.resolved(str(words)))

    def say(self, *sentences: str) -> list[Paragraph]:
        """Sentences as one paragraph; none where all are empty."""
        words = "".join(sentences)
        return [Paragraph(self.text(words))] if words else []

    def heading(self, level: int, words: str, *, begins_page: bool = False) -> Heading:
        """A heading."""
        return Heading(level, self.text(words), begins_page)

    def table(
        self,
        caption: str,
        columns: Sequence[Column],
        rows: Iterable[Sequence[object]],
        note: str = "",
        time: str = "",
    ) -> Table:
        """A table of figures and texts; its caption says of when they are: the month, or another `time`."""
        cells = [[self.text(cell) for cell in row] for row in rows]
        return Table(self.text(caption + self.dated(time)), columns, cells, self.text(note))

    def picture(self, caption: str, chart: alt.LayerChart, figures: Iterable[object]) -> Picture:
        """A chart of figures; its caption says of when they are."""
        shown = self.text("".join(str(figure) for figure in figures)).figures
        return Picture(self.text(caption + self.dated()), chart, shown)


def _span(months: Sequence[str]) -> str:
    return f"the months known are {months[0]}..{months[-1]}" if months else "no month is known"


@cache
def office() -> dict[str, Any]:
    """Who issues documents, to whom, on what grounds (office.yml)."""
    text = (Path(__file__).parent / "office.yml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))
