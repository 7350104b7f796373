"""The one look of all charts."""

from __future__ import annotations

from typing import Any

from exports.fonts import SANS

#: From dark to light, told apart in black and white; the first is what a chart is about.
SHADES = ("#1b3a57", "#8fa9bf", "#4f7296", "#d3dee7")
#: What a chart is held against: a plan, a threshold.
REFERENCE = "#b3261e"
INK = "#222222"
GRID = "#e3e3e3"
#: Dashes and shapes of series that stand in one chart.
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3])
SHAPES = ("circle", "square", "triangle-up", "diamond")


def config(font: str = SANS) -> dict[str, Any]:
    """Vega-Lite's `config`: give it to a specification that is drawn elsewhere, such as on a page."""
    text = {"labelFont": font, "titleFont": font, "labelColor": INK, "titleColor": INK}
    return {
        "font": font,
        "background": "white",
        "view": {"stroke": None},
        "axis": {
            **text,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "gridColor": GRID,
            "domainColor": INK,
            "tickColor": INK,
            "labelLimit": 240,
        },
        "legend": {
            **text,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "orient": "top",
            "symbolStrokeWidth": 1.5,
        },
        "text": {"font": font, "fontSize": 11, "color": INK},
        "bar": {"color": SHADES[0]},
        "line": {"color": SHADES[0], "strokeWidth": 2},
        "point": {"filled": True, "color": SHADES[0], "size": 60},
        "range": {"category": list(SHADES)},
    }
