"""The gate: may what was built be published?

It stops on what would make the publication itself untrue: a model that failed or was skipped, a test of
severity error that failed (keys, contracts, conservation, reconciliation). A county's bad file is no
reason: it costs that county its figures, not the city its bulletin.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

_STOPPING = {"error", "fail", "runtime error", "skipped", "partial success"}


@dataclass(frozen=True)
class Verdict:
    """The answer of the gate: what stands against publishing (nothing where it may go out).

    `warnings` are tests of severity warn that failed; they are told and do not hold anything back.
    """

    refusals: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def may_publish(self) -> bool:
        """Whether nothing stands against it."""
        return not self.refusals


def judge(run_results: Path) -> Verdict:
    """The verdict on a build, from the run results that dbt wrote.

    Raises FileNotFoundError where the build wrote none: a build that cannot tell is no build.
    """
    results = json.loads(run_results.read_text(encoding="utf-8"))["results"]
    if not results:
        return Verdict(("the build ran nothing",), ())
    refusals = [_reason(r) for r in results if r["status"] in _STOPPING]
    warnings = [_reason(r) for r in results if r["status"] == "warn"]
    return Verdict(tuple(refusals), tuple(warnings))


def _reason(result: dict[str, object]) -> str:
    kind, _, name = str(result["unique_id"]).split(".", 2)
    failures = result.get("failures")
    counted = f" ({failures} rows)" if failures else ""
    message = " ".join(str(result.get("message") or result["status"]).split())
    return f"{kind} {name}: {message[:200]}{counted}"
