"""The command `decide` on a real home: refusals in words, and what the next run publishes."""

import json
import shutil
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from ingest.schemas import READING_DATASETS
from ingest.store import Store
from tests.conftest import RunTownledger
from tests.orchestration.conftest import FAULTY

WHO = ("--by", "李主任", "--reason", "电话核实")


def rows(home: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(home / "published" / "townledger.duckdb"), read_only=True) as connection:
        return connection.sql(sql).fetchall()


def findings(home: Path) -> dict[str, str]:
    """The finding ids by code."""
    return dict(rows(home, "select code, finding_id from fct_finding"))


def counted(home: Path, identity: str) -> list[tuple]:
    """The values that count of the record or field that a finding is about, and whether they are marked."""
    return rows(
        home,
        "select distinct v.decision_id <> '' from fct_ledger_value as v join fct_finding as f"
        " on v.submission_id = f.submission_id and v.ledger = f.ledger and v.sheet = f.sheet and v.field = f.field"
        f" and (v.cell = f.cell or contains(f.cell, v.cell)) where f.finding_id = '{identity}'",
    )


def test_what_is_confirmed_counts_after_the_next_run_and_bears_the_decision(
    faulty_home: Path, tmp_path: Path, townledger: RunTownledger
) -> None:
    home = Path(shutil.copytree(faulty_home, tmp_path / "home", symlinks=True))
    found = findings(home)
    row, value = found["PART_EXCEEDS_TOTAL"], found["DATE_OUT_OF_RANGE"]
    assert counted(home, row) == counted(home, value) == []
    rejected = f"select sum(records_rejected) from fct_submission where source_file like '%/{FAULTY[0]}'"
    before = rows(home, rejected)
    for identity in (row, value):
        done = townledger(home, "decide", "confirm", identity, *WHO, "--json")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["finding_id"] == identity
    again = townledger(home, "decide", "confirm", row, *WHO)
    assert again.returncode == 2
    assert "confirmed already" in again.stderr
    assert townledger(home, "run").returncode == 0
    assert counted(home, row) == counted(home, value) == [(True,)]
    assert before == [(1,)]
    assert rows(home, rejected) == [(0,)]
    assert (
        rows(home, "select kind, decided_by, reason, is_in_force from fct_decision")
        == [("confirm", "李主任", "电话核实", True)] * 2
    )


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("confirm", "f" * 32, *WHO), "no published finding"),
        (("withdraw", "f" * 16, *WHO), "no published submission"),
        (("revoke", "f" * 16, *WHO), "no decision that could be revoked"),
        (("extend", "2025-03", "--until", "2025-03-31", *WHO), "no deadline"),
        (("extend", "2025-03", "--until", "2025-04-10", "--by", "李主任"), "--reason"),
        (
            ("extend", "2025-03", "--until", "2025-04-10", "--by", "李主任", "--reason", " "),
            "must not be empty",
        ),
        (("extend", "2025-03", "--until", "2025-04-10", "--county", "999999", *WHO), "no county"),
    ],
)
def test_what_cannot_be_decided_is_wrong_use_and_leaves_nothing(
    faulty_home: Path, townledger: RunTownledger, arguments: tuple[str, ...], reason: str
) -> None:
    done = townledger(faulty_home, "decide", *arguments)
    assert done.returncode == 2
    assert reason in done.stderr
    assert json.loads(townledger(faulty_home, "decide", "list", "--json").stdout) == []


def test_a_withdrawal_is_listed_and_can_be_revoked_once(
    faulty_home: Path, tmp_path: Path, townledger: RunTownledger
) -> None:
    home = Path(shutil.copytree(faulty_home, tmp_path / "home", symlinks=True))
    ((submission,),) = rows(home, "select min(submission_id) from fct_submission")
    withdrawal = json.loads(townledger(home, "decide", "withdraw", submission, *WHO, "--json").stdout)
    assert "withdrawn already" in townledger(home, "decide", "withdraw", submission, *WHO).stderr
    revoking = ("decide", "revoke", withdrawal["decision_id"], *WHO)
    assert [townledger(home, *revoking).returncode for _ in range(2)] == [0, 2]
    listed = json.loads(townledger(home, "decide", "list", "--json").stdout)
    assert sorted((row["kind"], row["is_in_force"]) for row in listed) == [
        ("revoke", False),
        ("withdraw", False),
    ]


def test_a_reading_that_no_longer_counts_has_no_say_in_what_can_be_confirmed(
    faulty_home: Path, tmp_path: Path, townledger: RunTownledger
) -> None:
    """A lifted override had read the file with a second row of the same key; its version sorts last."""
    home = Path(shutil.copytree(faulty_home, tmp_path / "home", symlinks=True))
    store = Store(home / "store")
    refused = findings(home)["PART_EXCEEDS_TOTAL"]
    ((identity, record),) = rows(
        home, f"select submission_id, record_id from fct_finding where finding_id = '{refused}'"
    )
    (submission,) = [sent for sent in store.submissions() if sent.submission_id == identity]
    overridden = {}
    for dataset in READING_DATASETS:
        frame = store.frame(dataset)
        overridden[dataset] = frame[frame["submission_id"] == identity]
    records = overridden["records"]
    rival = records[records["record_id"] == record].assign(record_id="another", status="accepted")
    overridden["records"] = pd.concat([records, rival])
    version = f"{records['reading_version'].iloc[0]}-override"
    store.write_reading(
        submission,
        version,
        {name: frame.assign(reading_version=version) for name, frame in overridden.items()},
    )
    done = townledger(home, "decide", "confirm", refused, *WHO)
    assert done.returncode == 0, done.stderr
