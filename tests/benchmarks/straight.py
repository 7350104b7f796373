"""The work of one run as a plain script: the libraries called one after the other, no Dagster, no command.

Run as `python -m tests.benchmarks.straight HOME`; prints the seconds of each stage as JSON. It does what
`townledger run` does on an empty home, and stands beside it in `make bench`.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.conftest import EXAMPLES, REPOSITORY


def main(home: Path) -> dict[str, float]:
    """Seconds by stage, each with the import of the libraries it needs."""
    stages: dict[str, Callable[[Path], None]] = {
        "ingest, judgement of rows": _ingest_and_judge,
        "dbt build": _build,
        "validation of batches": _validate,
        "exports": _export,
    }
    seconds = {}
    for name, stage in stages.items():
        begin = time.perf_counter()
        stage(home)
        seconds[name] = time.perf_counter() - begin
    return seconds


def _ingest_and_judge(home: Path) -> None:
    from expectations import rows
    from ingest.batch import Job, read_files
    from ingest.frames import to_frames
    from ingest.intake import receive_landing
    from ingest.reading import Source
    from ingest.store import Store
    from ingest.towns import places

    store = Store(home / "store")
    received = receive_landing(EXAMPLES / "landing", store, places.load())
    jobs = [
        Job(
            store.object_path(s.content_sha256), Source(s.county_code, s.period, s.file_name), s.submission_id
        )
        for s in received
    ]
    judged = rows.judge(to_frames(read_files(jobs)))
    version = judged["ledgers"]["reading_version"].iloc[0]
    for submission in received:
        own = {name: f[f["submission_id"] == submission.submission_id] for name, f in judged.items()}
        store.write_reading(submission, version, own)


def _build(home: Path) -> None:
    # A process of its own: in this one dbt would keep the database file from the export.
    project = REPOSITORY / "dbt_project"
    variables = json.dumps({"store_path": str(home / "store")})
    (home / "build").mkdir()
    subprocess.run(
        [
            *(Path(sys.executable).with_name("dbt"), "--quiet", "build", "--vars", variables),
            *("--project-dir", project, "--profiles-dir", project, "--target-path", home / "build" / "dbt"),
        ],
        env={**os.environ, "TOWNLEDGER_BUILD_DB": str(_database(home))},
        check=True,
    )


def _validate(home: Path) -> None:
    import duckdb

    from expectations import batches

    with duckdb.connect(str(_database(home)), read_only=True) as connection:
        values = connection.sql("select * from fct_ledger_value").df()
    batches.validate(values, home / "exports" / "data_docs")


def _export(home: Path) -> None:
    from exports import publication

    manifest = json.loads((home / "build" / "dbt" / "manifest.json").read_text(encoding="utf-8"))
    models = (node for node in manifest["nodes"].values() if node["resource_type"] == "model")
    tables = [node["name"] for node in models if node["fqn"][1] == "marts"]
    publication.publish(_database(home), tables, home, {})


def _database(home: Path) -> Path:
    return home / "build" / "warehouse.duckdb"


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
