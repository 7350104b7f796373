"""The page of dbt's documentation lies in the publication, describes every public table, and keeps to itself."""

import json
import re
from pathlib import Path

import pytest

from orchestration.warehouse import public_tables
from tests.conftest import REPOSITORY


@pytest.fixture(scope="module")
def page(published_home: Path) -> str:
    return (published_home / "published" / "docs" / "index.html").read_text(encoding="utf-8")


def test_every_public_table_is_described_with_its_columns(page: str) -> None:
    assert [name for name in public_tables() if f'"model.townledger.{name}"' not in page] == []
    assert json.dumps("每行一个镇的一个月")[1:-1] in page


def test_nothing_is_loaded_from_a_network_and_nobody_is_told(page: str) -> None:
    assert re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)=["\']?(?:https?:)?//[^>]*>', page) == []
    assert '"send_anonymous_usage_stats": false' in page


def test_no_path_of_the_machine_is_published(page: str, published_home: Path) -> None:
    assert str(REPOSITORY) not in page
    assert str(published_home) not in page
