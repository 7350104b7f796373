"""Publishing to a real PostgreSQL server: whole versions only, keys, comments, roles."""

import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from exports import postgres
from exports.gate import RefusedError
from tests.exports import postgres_server, published

pytestmark = pytest.mark.skipif(
    postgres_server.binaries() is None, reason="no PostgreSQL server is installed (package postgresql)"
)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres_server.running() as address:
        yield address


@pytest.fixture
def target(server: str, request: pytest.FixtureRequest) -> str:
    """A database of the test's own on the server."""
    name = f"of_{abs(hash(request.node.name))}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    return server.rpartition("/")[0] + f"/{name}"


def rows(target: str, query: str) -> list[tuple]:
    with psycopg.connect(target) as connection:
        return connection.execute(query).fetchall()


def test_values_arrive_as_they_are(target: str, tmp_path: Path) -> None:
    done = postgres.publish(published.publish(tmp_path, 1), target)
    assert done.is_new
    found = rows(target, "select town_code, town_name, score, is_key, since::text from townledger.dim_town")
    assert sorted(found) == [
        ("610602000", "=1+1", 1.5, True, "2025-01-31"),
        ("610602001", '引号"和,逗号', None, True, "2025-01-31"),
        ("610602002", "", None, True, "2025-01-31"),
    ]


def test_keys_and_comments_come_along(target: str, tmp_path: Path) -> None:
    postgres.publish(published.publish(tmp_path, 1), target)
    keys = rows(
        target,
        "select table_name, column_name from information_schema.constraint_column_usage"
        " where table_schema = 'townledger'",
    )
    assert sorted(keys) == [("dim_town", "town_code"), ("fct_finding", "finding_id")]
    assert rows(
        target,
        "select obj_description('townledger.dim_town'::regclass), col_description('townledger.dim_town'::regclass, 2)",
    ) == [("One row per town. 每行一个镇。", "Its name. 镇名。")]


def test_readers_of_marts_may_not_read_findings_and_evaluators_may(target: str, tmp_path: Path) -> None:
    postgres.publish(published.publish(tmp_path, 1), target)
    granted = rows(
        target,
        "select grantee, table_name from information_schema.role_table_grants"
        " where table_schema = 'townledger' and grantee in ('bi_reader', 'evaluator') and privilege_type = 'SELECT'",
    )
    assert sorted(granted) == [
        ("bi_reader", "dim_town"),
        ("bi_reader", "fct_submission"),
        ("evaluator", "dim_town"),
        ("evaluator", "fct_finding"),
        ("evaluator", "fct_submission"),
    ]
    with psycopg.connect(target) as connection:
        connection.execute("set role bi_reader")
        connection.execute("select * from townledger.dim_town")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select * from townledger.fct_finding")


@pytest.mark.parametrize("role", ["bi_reader", "evaluator"])
@pytest.mark.parametrize(
    "statement",
    [
        "delete from townledger.dim_town",
        "update townledger.dim_town set score = 0",
        "drop table townledger.dim_town",
        "create table townledger.mine (a int)",
    ],
)
def test_readers_of_any_role_may_not_write(role: str, statement: str, target: str, tmp_path: Path) -> None:
    postgres.publish(published.publish(tmp_path, 1), target)
    with psycopg.connect(target) as connection:
        connection.execute(f"set role {role}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)


def test_who_has_neither_role_reads_nothing(target: str, tmp_path: Path) -> None:
    postgres.publish(published.publish(tmp_path, 1), target)
    with psycopg.connect(target) as connection:
        connection.execute("create role stranger")
        connection.execute("set role stranger")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select * from townledger.dim_town")


def test_the_same_publication_again_changes_nothing(target: str, tmp_path: Path) -> None:
    folder = published.publish(tmp_path, 1)
    postgres.publish(folder, target)
    oid = "select 'townledger.dim_town'::regclass::oid"
    before = rows(target, oid)
    assert not postgres.publish(folder, target).is_new
    assert rows(target, oid) == before


def test_a_reader_in_a_loop_sees_only_whole_versions(target: str, tmp_path: Path) -> None:
    first, second = (published.publish(tmp_path, issue, towns=50 * issue) for issue in (1, 2))
    postgres.publish(first, target)
    seen: list[tuple] = []
    stop = threading.Event()
    problems: list[psycopg.Error] = []

    def read() -> None:
        query = (
            "select min(t.issue), max(t.issue), count(*), (select min(issue) from townledger.fct_finding),"
            " (select count(*) from townledger.fct_finding) from townledger.dim_town as t"
        )
        try:
            with psycopg.connect(target, autocommit=True) as connection:
                while not stop.is_set():
                    seen.append(connection.execute(query).fetchall()[0])
        except psycopg.Error as error:
            problems.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for folder in (second, first) * 4:
        assert postgres.publish(folder, target).is_new
    stop.set()
    for reader in readers:
        reader.join()
    assert not problems
    assert set(seen) == {(1, 1, 50, 1, 50), (2, 2, 100, 2, 100)}


def test_what_does_not_arrive_whole_leaves_the_old_version(target: str, tmp_path: Path) -> None:
    postgres.publish(published.publish(tmp_path, 1), target)
    broken = published.publish(tmp_path, 2)
    manifest = broken / "manifest.json"
    text = manifest.read_text(encoding="utf-8")
    assert text.count('"rows": 3') == 2
    manifest.write_text(text.replace('"rows": 3', '"rows": 4'), encoding="utf-8")
    with pytest.raises(RefusedError, match="4 rows are published, the server received"):
        postgres.publish(broken, target)
    assert rows(target, "select distinct issue from townledger.dim_town") == [(1,)]
    assert rows(target, "select nspname from pg_namespace where nspname like 'townledger%'") == [
        ("townledger",)
    ]


def test_a_server_that_is_not_there_is_told_plainly(tmp_path: Path) -> None:
    with pytest.raises(postgres.TargetError, match="refused"):
        postgres.publish(published.publish(tmp_path, 1), "postgresql://nobody@127.0.0.1:1/none")
