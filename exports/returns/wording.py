"""The words in which a return speaks to a clerk."""

from __future__ import annotations

SEVERITY_ZH = {"error": "须更正", "warning": "请核实"}
FATE_ZH = {
    "reject_file": "整表退回",
    "reject_row": "该行退回",
    "withhold": "该值未采用",
    "warn": "已采用，请核实",
}
