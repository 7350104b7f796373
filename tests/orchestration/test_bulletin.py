"""`townledger bulletin`: the right document or a clear refusal, and a released quarter that never changes."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from orchestration import releasing
from orchestration.assets import Workplace
from orchestration.home import Home
from tests.conftest import RunTownledger


def figures(file: str) -> dict[str, object]:
    return json.loads(Path(file).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["2025Q7"], "the forms are 2025Q1"),
        (["2031Q1"], "the months known are 2025-01..2025-03"),
        (["2025-03", "--release"], "--release freezes a quarter"),
        (["2025Q1", "--as-of", "yesterday"], "expected a date or a moment"),
    ],
)
def test_what_cannot_be_made_is_wrong_use(
    townledger: RunTownledger, published_home: Path, arguments: list[str], said: str
):
    done = townledger(published_home, "bulletin", *arguments)
    assert done.returncode == 2
    assert said in done.stderr


def test_nothing_published_is_wrong_use(townledger: RunTownledger, tmp_home: Path):
    done = townledger(tmp_home, "bulletin", "2025Q1")
    assert done.returncode == 2
    assert "nothing is published" in done.stderr


def test_what_another_version_published_is_refused_by_name(townledger: RunTownledger, home_copy: Path):
    with duckdb.connect(str(home_copy / "published" / "townledger.duckdb")) as connection:
        connection.execute("alter table dim_field drop column choices")
    for arguments in (["bulletin", "2025Q1"], ["status"]):
        done = townledger(home_copy, *arguments)
        assert done.returncode == 2
        assert "dim_field.choices is not there" in done.stderr
        assert "`townledger run` publishes anew" in done.stderr


def test_a_released_quarter_gives_the_same_numbers_whatever_is_published_later(
    townledger: RunTownledger, home_copy: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("PATH", str(tmp_path))  # where no LibreOffice is, whose PDF says nothing here
    # The publication is frozen as it stands: the command would build it again first, which takes a minute.
    with duckdb.connect(str(home_copy / "published" / "townledger.duckdb"), read_only=True) as connection:
        last = connection.sql("select max(received_at) from fct_submission").fetchall()[0][0].isoformat()
    shutil.copytree(home_copy / "published", home_copy / "as_of" / last)
    releasing.freeze(Workplace(Home(home_copy), home_copy / "landing", last), "2025Q1")
    done = townledger(home_copy, "bulletin", "2025Q1", "--json")
    assert done.returncode == 0, done.stderr
    first = json.loads(done.stdout)
    assert first["is_released"]
    assert first["pdf"] is None
    assert "LibreOffice (soffice) is not installed" in done.stderr
    numbers, word = figures(first["json"]), Path(first["word"]).read_bytes()
    annexes = Path(first["annexes"]).read_bytes()
    assert Path(first["annexes"]).parent == Path(first["word"]).parent

    with duckdb.connect(str(home_copy / "published" / "townledger.duckdb")) as connection:
        connection.execute("update fct_town_score_month set score = 1")
    # What a later version's documents would read may not be in a release: its own documents stay.
    with duckdb.connect(str(home_copy / "releases" / "2025Q1" / "townledger.duckdb")) as connection:
        connection.execute("alter table dim_field drop column choices")
    again = json.loads(townledger(home_copy, "bulletin", "2025Q1", "--json").stdout)
    assert again["is_released"]
    assert figures(again["json"]) == numbers
    assert Path(again["word"]).read_bytes() == word
    assert Path(again["annexes"]).read_bytes() == annexes

    refused = townledger(home_copy, "bulletin", "2025Q1", "--release")
    assert refused.returncode == 1
    assert refused.stderr.startswith("townledger: 2025Q1 is released already")
