"""`layout draft`: what it proposes changes nothing as it stands, and lands an ambiguous sheet once completed."""

from pathlib import Path

import openpyxl
import pytest

from ingest import recogniser
from ingest.overrides.parse import parse
from orchestration.home import Home
from orchestration.layout_draft import Draft, propose
from orchestration.layouts import Layouts
from tests.conftest import EXAMPLES, RunTownledger

COUNTY = "610622"
TOWNS = ("永坪镇", "延水关镇")
FAULTS = Path(__file__).parents[1] / "faults"
ACTIVE = '      "'


def sheet(folder: Path, head: list[str], name: str = "资金.xlsx") -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(head)
    for number, town in enumerate(TOWNS):
        book.active.append([town, "县级自筹", 90.0 + number, 60.0, 2.0])
    path = folder / COUNTY / "2025-03" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def active(draft: Draft) -> list[str]:
    return [line.strip() for line in draft.text.splitlines() if line.startswith(ACTIVE)]


@pytest.mark.parametrize("name", ["*项目*", "*资金*", "*采集表*"])
def test_the_draft_of_a_well_recognised_file_pins_and_changes_nothing(name: str) -> None:
    (file,) = (EXAMPLES / "landing" / COUNTY / "2025-03").glob(name)
    for draft in propose(file, "", "", "", Layouts()):
        assert draft.changes == []
        ledger = Path(draft.name).stem
        (read_back,) = parse(draft.text, draft.name, COUNTY, ledger, recogniser.load())
        assert read_back.valid_from == "2025-03"
        assert len(read_back.columns) == len(active(draft)) > 0


def test_a_clear_heading_is_pinned_and_an_unknown_one_stands_as_choices(tmp_path: Path) -> None:
    file = sheet(tmp_path, ["镇名", "资金来源", "计划资金", "到位资金", "金额C"])
    (draft,) = propose(file, "", "", "", Layouts())
    assert [line.partition("  #")[0] for line in active(draft)] == [
        '"资金来源": {field: fund_source}',
        '"计划资金": {field: amount_planned}',
        '"到位资金": {field: amount_arrived}',
    ]
    choices = [line.strip() for line in draft.text.splitlines() if line.startswith('      # "金额C"')]
    assert '# "金额C": {field: amount_spent}' in {choice.partition("  #")[0] for choice in choices}
    assert choices[-1] == '# "金额C": {ignore: "不采用的原因"}'
    assert draft.changes == []


def test_a_heading_that_says_nothing_is_offered_no_key(tmp_path: Path) -> None:
    file = sheet(tmp_path, ["镇名", "颜色", "天气", "体重", "心情"])
    (draft,) = propose(file, "", "", "funds", Layouts())
    offered = [line.strip().partition("  #")[0] for line in draft.text.splitlines() if '# "' in line]
    assert not [line for line in active(draft) if "field:" in line]
    assert '# "镇名": {field: town}' in offered
    for nonsense in ("颜色", "天气", "体重", "心情"):
        own = [line for line in offered if f'"{nonsense}"' in line]
        assert own[-1] == f'# "{nonsense}": {{ignore: "不采用的原因"}}'
        assert not [line for line in own if "field: town" in line or "field: fund_source" in line]


@pytest.mark.parametrize("ledger", ["facilities", "projects", "funds"])
def test_a_table_without_headings_that_anybody_can_read_is_drafted_all_the_same(ledger: str) -> None:
    (file,) = (FAULTS / "08_unknown_layout").glob("*/*/*.xlsx")
    (draft,) = propose(file, "", "", ledger, Layouts())
    (read_back,) = parse(draft.text, draft.name, COUNTY, ledger, recogniser.load())
    assert [(pin.name, pin.header_rows) for pin in read_back.sheets] == [("Sheet1", 0)]


def test_the_draft_of_an_ambiguous_sheet_lands_it_once_its_choices_are_made(
    tmp_path: Path, townledger: RunTownledger
) -> None:
    home = Home(tmp_path / "home")
    file = sheet(home.landing, ["镇名", "资金来源", "金额A", "金额B", "金额C"])
    assert townledger(home.root, "check", file).returncode == 1
    override = home.layouts / COUNTY / "funds.yaml"
    done = townledger(home.root, "layout", "draft", file, "--ledger", "funds", "--output", override)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    text = override.read_text(encoding="utf-8")
    for heading, field in (("A", "planned"), ("B", "arrived"), ("C", "spent")):
        choice = f'"金额{heading}": {{field: amount_{field}}}'
        assert f"# {choice}" in text
        text = text.replace(f"# {choice}", choice)
    override.write_text(text, encoding="utf-8")
    done = townledger(home.root, "check", file)
    assert done.returncode == 0, done.stdout
    assert "funds 2条" in done.stdout


def test_what_cannot_be_drafted_is_told_and_nothing_is_overwritten(
    tmp_path: Path, townledger: RunTownledger
) -> None:
    file = sheet(tmp_path, ["镇名", "资金来源", "金额A", "金额B", "金额C"])
    home = tmp_path / "home"
    done = townledger(home, "layout", "draft", file)
    assert (done.returncode, done.stdout) == (1, "")
    assert "--ledger" in done.stderr
    picture = tmp_path / "a.xlsx"
    picture.write_bytes(b"\xff\xd8\xff\xe0 no workbook")
    done = townledger(home, "layout", "draft", picture)
    assert done.returncode == 2
    assert "--county" in done.stderr
    done = townledger(home, "layout", "draft", picture, "--county", COUNTY, "--period", "2025-03")
    assert (done.returncode, done.stdout) == (1, "")
    done = townledger(home, "layout", "draft", file, "--ledger", "funds", "--output", picture)
    assert done.returncode == 2
    assert picture.read_bytes().endswith(b"no workbook")
    done = townledger(home, "layout", "draft", file, "--ledger", "fonds")
    assert done.returncode == 2
