"""The dashboard: a static site in Chinese and English over one publication, opened from disk, without a network.

Pages are written from the publication's own DuckDB file into its folder, so that both change at once. What
a page shows comes from the marts: no rank, score or status is computed here. Each figure leads to the cells
it came from. Belongs here: queries, templates, styles, scripts. Does not belong here: when the site is
written (`exports.publication`).
"""

from exports.dashboard.site import INDEX, write

__all__ = ["INDEX", "write"]
