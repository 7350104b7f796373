"""In whatever order reports, readings and decisions come, what is built step by step is what is built anew.

`make prove` alone draws histories (each costs ten builds); one history in an order of its own is followed with every
change (`tests/warehouse/test_changes.py`).
"""

import datetime as dt
import random
from pathlib import Path

import pytest

from ingest.decisions import Decision
from orchestration.built import database
from tests.fuzz.test_fuzz import SEED, TOTAL
from tests.warehouse.histories import History, differing
from tests.warehouse.scenarios import OVERRIDDEN_VERSION, overridden_readings, read_under_override, scenarios

HISTORIES = TOTAL // 10_000
STEPS = 5


def withdrawals(history: History, source: random.Random) -> list[Decision]:
    """A withdrawal of any submission, and the revocation of an earlier one."""
    known = history.store.decisions()
    moment = dt.datetime(2026, 1, 1) + dt.timedelta(hours=len(known))
    withdrawn = source.choice(history.store.submissions()).submission_id
    made = [Decision("withdraw", moment, "李", "核实", submission_id=withdrawn)]
    if known:
        made.append(Decision("revoke", moment, "李", "核实", revokes=source.choice(known).decision_id))
    return made


@pytest.mark.parametrize("number", range(HISTORIES))
def test_any_history_comes_to_the_same(number: int, tmp_path: Path) -> None:
    source = random.Random(f"history-{SEED}-{number}")
    reports = [report for report in scenarios() if report not in read_under_override()]
    source.shuffle(reports)
    history = History(tmp_path)
    for step in range(STEPS):
        history.receive(reports[step::STEPS])
        if step == source.randrange(STEPS):
            history.receive(read_under_override())
            history.receive(overridden_readings(), OVERRIDDEN_VERSION)
        history.decide(*withdrawals(history, source))
        history.follow()
        assert differing(database(history.build), history.anew()) == [], f"history {number}, step {step}"
