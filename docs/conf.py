"""How Sphinx makes the documentation's site: `make docs`. The pages themselves are the Markdown files beside it."""

project = "Townledger 镇账"
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "Townledger 镇账"
exclude_patterns = ["_build"]
myst_heading_anchors = 3
# Code blocks are checked by tests that run them, not by a highlighter's opinion of them.
suppress_warnings = ["misc.highlighting_failure"]
