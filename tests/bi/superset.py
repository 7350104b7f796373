"""A running Apache Superset: its settings, its start, and the few calls of its REST API that a chart needs."""

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

_ADMIN = "owner"
_START_SECONDS = 600


class Superset:
    """A session at a server: databases, datasets, charts."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._session = requests.Session()
        token = self._post("security/login", username=_ADMIN, password=_ADMIN, provider="db")["access_token"]
        self._session.headers["Authorization"] = f"Bearer {token}"

    def chart(self, uri: str, schema: str, table: str, query: dict[str, Any]) -> int:
        """A saved chart over a table of a new connection; its id."""
        database = self._post("database/", database_name=f"{uri.split(':')[0]}-{table}", sqlalchemy_uri=uri)[
            "id"
        ]
        dataset = self._post("dataset/", database=database, schema=schema, table_name=table)["id"]
        source = {"id": dataset, "type": "table"}
        context = {"datasource": source, "queries": [query], "result_format": "json", "result_type": "full"}
        return self._post(
            "chart/",
            slice_name=f"of {table}",
            viz_type="table",
            datasource_id=dataset,
            datasource_type="table",
            params=json.dumps({"datasource": f"{dataset}__table", "viz_type": "table"}),
            query_context=json.dumps(context),
        )["id"]

    def data(self, chart: int) -> list[dict[str, Any]]:
        """The rows that a saved chart shows."""
        answer = self._session.get(f"{self._address}/api/v1/chart/{chart}/data/", timeout=120)
        assert answer.ok, answer.text
        return answer.json()["result"][0]["data"]

    def _post(self, what: str, **content: object) -> dict[str, Any]:
        answer = self._session.post(f"{self._address}/api/v1/{what}", json=content, timeout=120)
        assert answer.ok, f"{what}: {answer.text}"
        return answer.json()


@contextmanager
def running(program: Path, folder: Path, metadata: str) -> Iterator[Superset]:
    """A server that lives as long as the context; it keeps what it knows in a PostgreSQL database (`metadata`).

    In SQLite, its other choice, two connections cannot both have a table of one name.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = folder / "superset_config.py"
    settings.write_text(
        f"SECRET_KEY = 'only for this proof, of which nothing is kept afterwards'\n"
        f"SQLALCHEMY_DATABASE_URI = '{metadata}'\n"
        "WTF_CSRF_ENABLED = False\nTALISMAN_ENABLED = False\nPREVENT_UNSAFE_DB_CONNECTIONS = False\n",
        encoding="utf-8",
    )
    environment = {
        **os.environ,
        "SUPERSET_CONFIG_PATH": str(settings),
        "SUPERSET_HOME": str(folder),
        "FLASK_APP": "superset",
        "PYTHONWARNINGS": "ignore",
    }
    person = ["--username", _ADMIN, "--password", _ADMIN, "--firstname", "a", "--lastname", "b"]
    for step in (["db", "upgrade"], ["fab", "create-admin", *person, "--email", "a@b.example"], ["init"]):
        done = subprocess.run([program, *step], env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"superset {' '.join(step)}\n{done.stdout}\n{done.stderr}"
    log = (folder / "log").open("w")
    server = subprocess.Popen([program, "run", "-p", str(port)], env=environment, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/health", server, folder / "log")
        yield Superset(address)
    finally:
        server.terminate()
        server.wait()
        log.close()


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """AssertionError where the server ends, or does not answer in time."""
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        assert server.poll() is None, log.read_text(encoding="utf-8")
        try:
            if requests.get(address, timeout=5).ok:
                return
        except requests.ConnectionError:
            time.sleep(1)
    raise AssertionError(log.read_text(encoding="utf-8"))
