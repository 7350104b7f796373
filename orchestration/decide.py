"""Whether a person's decision may be made, and the row that is then kept of it.

A decision is about what is published: a finding, a submission, a deadline. Belongs here: what is refused
(unknown, decided already, nothing to confirm) and why. Does not belong here: what follows from a decision,
which the warehouse computes from its moment on.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import duckdb

from ingest.decisions import Decision
from ingest.intake import LOCAL
from ingest.store import Store
from orchestration.home import DBT_PROJECT, Home

_CONFIRMABLE = DBT_PROJECT / "seeds" / "findings" / "confirmable_codes.csv"
_NOTHING_TO_CONFIRM = {
    "reject_file": "it refuses the file as a whole: the county has to send it again",
    "note": "it needs no action",
}


class RefusedDecisionError(ValueError):
    """A decision that cannot be made; the message says why."""


class Decisions:
    """The decisions of a home: those that hold, and new ones by one person for one reason."""

    def __init__(self, home: Home, by: str = "", reason: str = "") -> None:
        self._home = home
        self._store = Store(home.store)
        self._who: dict[str, Any] = {"decided_by": by.strip(), "reason": reason.strip()}

    def all(self) -> list[dict[str, Any]]:
        """Every decision in the order of time, with `is_in_force`; times as ISO text."""
        made = self._store.decisions()
        holding = {decision.decision_id for decision in _in_force(made)}
        return [as_dict(d) | {"is_in_force": d.decision_id in holding} for d in made]

    def confirm(self, finding_id: str) -> Decision:
        """Confirm what a finding is about: its refused row or withheld value counts, a warning is settled."""
        columns = "county_code, period, ledger, submission_id, finding_id, code, record_id, field, outcome, sheet, cell"
        version = (
            "select max(reading_version) from fct_submission where submission_id = fct_finding.submission_id"
        )
        finding = self._one(
            f"select {columns}, ({version}) as reading_version from fct_finding where finding_id = $id",
            finding_id,
            "finding",
        )
        outcome, version = finding.pop("outcome"), finding.pop("reading_version")
        place = " ".join(filter(None, (finding.pop("sheet"), finding.pop("cell"))))
        for decision in self._holding("confirm"):
            is_same = [decision.submission_id, decision.record_id, decision.code, decision.field] == [
                finding[name] for name in ("submission_id", "record_id", "code", "field")
            ]
            if decision.finding_id == finding_id or (decision.record_id and is_same):
                raise RefusedDecisionError(f"{finding_id} was confirmed already ({told(decision)})")
        if outcome in _NOTHING_TO_CONFIRM:
            raise RefusedDecisionError(
                f"{finding['code']} can't be confirmed: {_NOTHING_TO_CONFIRM[outcome]}"
            )
        if outcome in ("reject_row", "withhold"):
            self._assert_confirmable(finding, place, version)
        return self._keep("confirm", **finding)

    def withdraw(self, submission_id: str, ledger: str) -> Decision:
        """Withdraw a submission, or one ledger of it: it counts no longer."""
        columns = "distinct county_code, period, submission_id"
        sent = self._one(
            f"select {columns} from fct_submission where submission_id = $id"
            + (f" and ledger = '{ledger}'" if ledger else ""),
            submission_id,
            f"submission with {ledger}" if ledger else "submission",
        )
        for decision in self._holding("withdraw"):
            if decision.submission_id == submission_id and decision.ledger in ("", ledger):
                raise RefusedDecisionError(f"{submission_id} was withdrawn already ({told(decision)})")
        return self._keep("withdraw", ledger=ledger, **sent)

    def extend(self, county: str, period: str, ledger: str, until: dt.date) -> Decision:
        """Extend the deadline of a period to the end of a day; '' for all counties or ledgers."""
        if until.isoformat()[:7] <= period:
            raise RefusedDecisionError(f"{until} is no deadline for {period}: the month is not over by then")
        target = {"county_code": county, "period": period, "ledger": ledger, "due_date": until.isoformat()}
        for decision in self._holding("extend"):
            if target.items() <= asdict(decision).items():
                raise RefusedDecisionError(f"that deadline was set already ({told(decision)})")
        return self._keep("extend", **target)

    def revoke(self, decision_id: str) -> Decision:
        """Revoke a decision: from now on everything is as if it had not been made."""
        made = {decision.decision_id: decision for decision in self._store.decisions()}
        revoked = made.get(decision_id)
        if revoked is None or revoked.kind == "revoke":
            raise RefusedDecisionError(f"{decision_id} is no decision that could be revoked")
        if revoked not in _in_force(made.values()):
            raise RefusedDecisionError(f"{decision_id} was revoked already")
        about = {
            name: getattr(revoked, name) for name in ("county_code", "period", "ledger", "submission_id")
        }
        return self._keep("revoke", revokes=decision_id, **about)

    def _holding(self, kind: str) -> list[Decision]:
        return [decision for decision in _in_force(self._store.decisions()) if decision.kind == kind]

    def _one(self, query: str, identity: str, what: str) -> dict[str, Any]:
        """The one published row of an identity; RefusedDecisionError where there is none."""
        database = self._home.published_database
        if not database.exists():
            raise RefusedDecisionError("nothing is published yet; `townledger run` does that")
        with duckdb.connect(str(database), read_only=True) as connection:
            cursor = connection.execute(query, {"id": identity})
            names = [column[0] for column in cursor.description or []]
            row = cursor.fetchone()
        if row is None:
            raise RefusedDecisionError(f"{identity} is no published {what}")
        return dict(zip(names, row, strict=True))

    def _assert_confirmable(self, finding: dict[str, Any], place: str, reading_version: str) -> None:
        with _CONFIRMABLE.open(encoding="utf-8", newline="") as stream:
            codes = [row["code"] for row in csv.DictReader(stream)]
        if finding["code"] not in codes:
            raise RefusedDecisionError(
                f"{finding['code']} ({place}) can't be confirmed: there is no figure that could count;"
                f" what can is {', '.join(codes)}"
            )
        records = self._store.frame("records", finding["county_code"], finding["period"], reading_version)
        records = records[
            (records["submission_id"] == finding["submission_id"]) & (records["ledger"] == finding["ledger"])
        ]
        key = ["town_code", "record_key"]
        own = records[records["record_id"] == finding["record_id"]]
        same = records.merge(own[key], on=key)
        taken = set(same.loc[same["status"] == "accepted", "record_id"]) | {
            d.record_id for d in self._holding("confirm") if d.submission_id == finding["submission_id"]
        }
        rivals = taken & set(same["record_id"]) - {finding["record_id"]}
        if rivals:
            raise RefusedDecisionError(f"another row with the same key counts already ({place})")

    def _keep(self, kind: str, **about: str) -> Decision:
        now = dt.datetime.now(LOCAL).replace(tzinfo=None, microsecond=0)
        decision = Decision(kind, now, **self._who, **about)
        self._store.decide(decision)
        return decision


def as_dict(decision: Decision) -> dict[str, Any]:
    """A decision for a program: every part as text."""
    return {
        "decision_id": decision.decision_id,
        **{name: str(value) for name, value in asdict(decision).items()},
    }


def told(decision: Decision) -> str:
    """Who decided, when and why."""
    return f"{decision.decision_id}, {decision.decided_by}, {decision.decided_at}: {decision.reason}"


def _in_force(decisions: Iterable[Decision]) -> list[Decision]:
    made = list(decisions)
    revoked = {decision.revokes for decision in made if decision.kind == "revoke"}
    return [d for d in made if d.kind != "revoke" and d.decision_id not in revoked]
