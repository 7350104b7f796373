"""The charts of the site: Vega-Lite specifications, one a kind, which the pages fill with their numbers.

A text in a specification is given in both languages; the page shows one. Colours are never the only sign:
series differ in dash, and their names stand at their lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from exports.dashboard import wording

_SPECIFICATIONS = Path(__file__).parent / "charts"


def scripts() -> Iterator[tuple[str, str]]:
    """The script that holds every specification, by kind."""
    config = json.loads((_SPECIFICATIONS / "config.json").read_text(encoding="utf-8"))
    kinds = {
        path.stem: {**json.loads(path.read_text(encoding="utf-8")), "config": config}
        for path in sorted(_SPECIFICATIONS.glob("*.vl.json"))
    }
    named = {name.removesuffix(".vl"): spec for name, spec in kinds.items()}
    yield "data/charts.js", f'townledger.take("charts", {wording.as_json(named)});\n'
