"""The charts of the site: Vega-Lite specifications, one a kind, which the pages fill with their numbers.

A text in a specification is given in both languages; the page shows one. They wear the theme of all charts,
with the fonts of the reader's system: a screen has some for Chinese.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from exports.charts import theme
from exports.dashboard import wording

_SPECIFICATIONS = Path(__file__).parent / "specifications"
_FONTS = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'WenQuanYi Zen Hei', sans-serif"


def scripts() -> Iterator[tuple[str, str]]:
    """The script that holds every specification, by kind."""
    header = {"labelFont": _FONTS, "labelColor": theme.INK, "labelFontSize": 13, "labelAnchor": "start"}
    config = {**theme.config(_FONTS), "background": "transparent", "header": header}
    kinds = {
        path.name.removesuffix(".vl.json"): {**json.loads(path.read_text(encoding="utf-8")), "config": config}
        for path in sorted(_SPECIFICATIONS.glob("*.vl.json"))
    }
    yield "data/charts.js", f'townledger.take("charts", {wording.as_json(kinds)});\n'
