"""What a person may decide about submissions, as data.

Belongs here: the row that is kept of a decision. Does not belong here: whether it may be made, which rests
on what is published, and what follows from it (the warehouse, from its moment on).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Decision:
    """One decision: who, when, what, why.

    `kind` is confirm (a finding: `finding_id`, and where it stands), withdraw (a submission, or one ledger of
    it), extend (a deadline to the end of `due_date`, ISO) or revoke (the decision `revokes`). An extension for
    all counties or ledgers leaves them ''. `decided_at` is local time (Asia/Shanghai) without a zone.
    """

    kind: str
    decided_at: dt.datetime
    decided_by: str
    reason: str
    county_code: str = ""
    period: str = ""
    ledger: str = ""
    submission_id: str = ""
    finding_id: str = ""
    code: str = ""
    record_id: str = ""
    field: str = ""
    due_date: str = ""
    revokes: str = ""

    @property
    def decision_id(self) -> str:
        """16 hex digits derived from everything that the decision says."""
        said = "\0".join(str(value) for value in asdict(self).values())
        return hashlib.sha256(said.encode()).hexdigest()[:16]
