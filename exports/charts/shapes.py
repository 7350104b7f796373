"""The kinds of chart. Rows are mappings; each function names the columns that it reads.

Money is in 万元, shares in percent; a row without a figure (None) keeps its place and has no mark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from exports.charts.theme import DASHES, INK, REFERENCE, SHADES, SHAPES

Row = Mapping[str, object]
#: The width of what is drawn, labels left out, for a picture as wide as a page's text.
WIDTH = 430
_BAR = 18
_RANGE = 16


def bars(
    rows: Sequence[Row], axis: str, *, reference: float | None = None, reference_name: str = ""
) -> alt.LayerChart:
    """Lying bars in the order of the rows (`name`, `value`), each with its figure (`label`).

    `reference` is a threshold drawn across all of them, such as the share of the year that has passed.
    """
    base = _base(rows).encode(y=_names(rows), x=_length(axis, rows, reference))
    said = base.encode(text="label:N")
    layers = [
        base.mark_bar(height={"band": 0.62}),
        *([] if reference is None else _rule(reference, reference_name)),
        said.mark_text(align="left", dx=4, stroke="white", strokeWidth=3),
        said.mark_text(align="left", dx=4),
    ]
    return _layered(layers, _BAR * max(len(rows), 1))


def stacked(rows: Sequence[Row], axis: str, series: Sequence[str]) -> alt.LayerChart:
    """Lying bars of parts (`name`, `series`, `value`, `label`), the parts in the given order.

    The labels of a bar's parts stand at its end, in that order.
    """
    places = {name: place for place, name in enumerate(series)}
    parts = sorted(rows, key=lambda row: places[str(row["series"])])
    parts = [{**row, "place": places[str(row["series"])]} for row in parts]
    ends = [
        {
            "name": name,
            "value": sum(float(str(p["value"])) for p in parts if p["name"] == name),
            "label": " / ".join(str(p["label"]) for p in parts if p["name"] == name),
        }
        for name in dict.fromkeys(row["name"] for row in rows)
    ]
    length = _length(axis, ends, None)
    layers = [
        _base(parts)
        .mark_bar(height={"band": 0.62}, stroke=INK, strokeWidth=0.5)
        .encode(
            y=_names(rows),
            x=length.stack("zero"),
            order=alt.Order("place:Q"),
            color=alt.Color("series:N", title=None, scale=_scale(series, SHADES)),
        ),
        _base(ends).mark_text(align="left", dx=4).encode(y=_names(rows), x=length, text="label:N"),
    ]
    return _layered(layers, _BAR * max(len(ends), 1))


def ranges(rows: Sequence[Row], axis: str, last: int) -> alt.LayerChart:
    """Ranks (`name`, `rank`) with their 5–95 % ranges (`low`, `high`), the first rank on the left."""
    scale = alt.Scale(domain=[1, max(last, 2)], nice=False)
    base = _base(rows).encode(y=_names(rows))
    layers = [
        base.mark_bar(height=7, color=SHADES[1], stroke=INK, strokeWidth=0.5).encode(
            x=alt.X("low:Q", title=axis, scale=scale), x2="high:Q"
        ),
        base.mark_point(color=SHADES[0], opacity=1).encode(x=alt.X("rank:Q", scale=scale)),
        base.mark_text(align="left", dx=8).encode(x=alt.X("high:Q", scale=scale), text="rank:Q"),
    ]
    return _layered(layers, _RANGE * max(len(rows), 1))


def lines(rows: Sequence[Row], axis: str, series: Sequence[str]) -> alt.LayerChart:
    """Months from left to right (`month`, `series`, `value`, `label`), a line for each series."""
    months = list(dict.fromkeys(str(row["month"]) for row in rows))
    names = list(series)
    base = _base(rows).encode(
        x=alt.X("month:O", title=None, sort=months, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("value:Q", title=axis, scale=alt.Scale(zero=False, padding=20)),
    )
    legend = alt.Legend() if len(names) > 1 else None
    colour = alt.Color("series:N", title=None, legend=legend, scale=_scale(names, SHADES))
    layers = [
        base.mark_line().encode(
            color=colour, strokeDash=alt.StrokeDash("series:N", legend=None, scale=_scale(names, DASHES))
        ),
        base.mark_point(opacity=1).encode(
            color=colour,
            shape=alt.Shape("series:N", title=None, legend=legend, scale=_scale(names, SHAPES)),
        ),
        *(
            base.mark_text(dy=away)
            .encode(text="label:N")
            .transform_joinaggregate(highest="max(value)", groupby=["month"])
            .transform_filter(f"(datum.value == datum.highest) == {is_highest}")
            for away, is_highest in ((-11, "true"), (12, "false"))
        ),
    ]
    return _layered(layers, 170)


def _layered(layers: Sequence[alt.Chart], height: float) -> alt.LayerChart:
    return alt.LayerChart(layer=list(layers), width=WIDTH, height=height)


def _base(rows: Sequence[Row]) -> alt.Chart:
    return alt.Chart({"values": [dict(row) for row in rows]})


def _names(rows: Sequence[Row]) -> alt.Y:
    names = list(dict.fromkeys(str(row["name"]) for row in rows))
    return alt.Y("name:N", title=None, sort=names, axis=alt.Axis(grid=False, ticks=False, domain=False))


def _length(axis: str, rows: Sequence[Row], reference: float | None) -> alt.X:
    """From nought, with room for the figure at the end of the longest bar."""
    values = [float(str(row["value"])) for row in rows if row["value"] is not None]
    longest = max([*values, reference or 0.0, 1e-9])
    return alt.X(
        "value:Q", title=axis, scale=alt.Scale(domain=[min([0.0, *values]), longest * 1.16], nice=False)
    )


def _scale(series: Sequence[str], looks: Sequence[Any]) -> alt.Scale:
    """Each series its own look, in order."""
    return alt.Scale(domain=list(series), range=list(looks[: len(series)]))


def _rule(reference: float, name: str) -> list[alt.Chart]:
    base = alt.Chart({"values": [{"reference": reference, "said": name}]}).encode(x="reference:Q")
    return [
        base.mark_rule(color=REFERENCE, strokeWidth=1.5, strokeDash=[5, 3]),
        base.mark_text(color=REFERENCE, align="left", dx=4, dy=-6, y=0).encode(text="said:N"),
    ]
