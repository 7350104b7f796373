"""A chart as a PNG, drawn without a browser and with the shipped font."""

from __future__ import annotations

from functools import cache

import altair as alt
import vl_convert

from exports import fonts
from exports.charts import theme

#: Pixels of the picture to one of the chart: sharp in print at the width of a page.
_SCALE = 3.0


def png(chart: alt.Chart | alt.LayerChart) -> bytes:
    """The picture; the same chart gives the same bytes."""
    _register_fonts()
    return vl_convert.vegalite_to_png(chart.to_dict(), scale=_SCALE, config=theme.config())


@cache
def _register_fonts() -> None:
    vl_convert.register_font_directory(str(fonts.FOLDER))
