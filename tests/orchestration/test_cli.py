"""The command as a person or a program meets it: help, exit codes, JSON, errors that help."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES, FAULTS, REPOSITORY, RunTownledger
from tests.orchestration.conftest import COUNTY, MONTHS

COMMANDS = ("run", "check", "status", "layout")
HEAVY = {"dagster", "dagster_dbt", "dbt", "great_expectations"}
OUTCOMES = ("accepted", "rejected", "withheld")


def fault(case: str) -> Path:
    """The file of a case of bad submissions."""
    (folder,) = FAULTS.glob(f"{case}_*")
    return min(path for path in folder.rglob("*") if path.is_file())


def imported(home: Path, *arguments: str) -> set[str]:
    """The packages that a command has imported when it ends."""
    probe = (
        "import sys\n"
        "from orchestration.cli import main\n"
        "try:\n"
        "    main(sys.argv[1:])\n"
        "finally:\n"
        "    print('\\n' + ' '.join({name.partition('.')[0] for name in sys.modules}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe, *arguments],
        cwd=REPOSITORY,
        env={"TOWNLEDGER_HOME": str(home), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_help_is_there(tmp_path: Path, townledger: RunTownledger, command: tuple[str, ...]) -> None:
    done = townledger(tmp_path, *command, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: townledger")


def test_help_imports_no_library_that_takes_long(tmp_path: Path) -> None:
    assert imported(tmp_path, "--help") & {*HEAVY, "pandas", "pandera", "duckdb", "pyarrow"} == set()


def test_status_needs_nothing_but_the_published_file(small_home: Path) -> None:
    assert imported(small_home, "status") & {*HEAVY, "pandas", "pandera"} == set()


def test_check_needs_no_scheduler_no_warehouse_and_no_batches(tmp_path: Path) -> None:
    used = imported(tmp_path, "check", str(fault("07")))
    assert "pandera" in used
    assert used & HEAVY == set()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("run", "--county", "610699"), "610699 is no county"),
        (("run", "--period", "2025-13"), "expected a month or a range"),
        (("run", "--period", "2025-03..2025-01"), "expected a month or a range"),
        (("run", "--period", "2019-01"), "2019-01 is none of the months"),
        (("run", "--as-of", "yesterday"), "expected a date or a moment"),
        (("run", "--landing", "nowhere"), "does not exist"),
        (("run",), "nothing to take in"),
        (("check", "nowhere.xlsx"), "does not exist"),
        (("check",), "Missing argument"),
        (("status",), "nothing is published"),
        (("publish-everything",), "No such command"),
    ],
)
def test_wrong_use_says_what_is_wrong(
    tmp_path: Path, townledger: RunTownledger, arguments: tuple[str, ...], said: str
) -> None:
    done = townledger(tmp_path / "home", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_status_shows_every_expected_report(small_home: Path, townledger: RunTownledger) -> None:
    done = townledger(small_home, "status", "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    # Seven ledgers a month are expected of each of the 13 counties; neither month ends a quarter.
    assert len(report) == 2 * 13 * 7
    own = {row["status"] for row in report if row["county_code"] == COUNTY}
    others = {row["status"] for row in report if row["county_code"] != COUNTY}
    assert own <= {"on_time", "late"}
    assert others == {"missing"}


def test_status_of_one_month_is_a_matrix(small_home: Path, townledger: RunTownledger) -> None:
    done = townledger(small_home, "status", "--period", MONTHS[1])
    assert done.returncode == 0
    first, heading, *lines = done.stdout.splitlines()
    assert first == MONTHS[1]
    assert "projects" in heading
    assert sum("延川县" in line for line in lines) == 1
    assert len(lines) == 13 + 1


def test_status_of_a_month_nobody_reported_is_wrong_use(small_home: Path, townledger: RunTownledger) -> None:
    done = townledger(small_home, "status", "--period", "2031-01")
    assert done.returncode == 2
    assert "no report was expected" in done.stderr


def check(townledger: RunTownledger, home: Path, *arguments: str | Path) -> tuple[int, list[dict]]:
    done = townledger(home, "check", "--json", *arguments)
    return done.returncode, json.loads(done.stdout)


def test_check_of_a_good_file(tmp_path: Path, townledger: RunTownledger) -> None:
    home = tmp_path / "home"
    code, (said,) = check(townledger, home, fault("28"))
    assert code == 0
    assert said["status"] == "accepted_with_findings"
    (table,) = said["tables"]
    # As the workbook lies there: a title, three captions, two heading rows from row 3, eight towns.
    assert (table["range"], table["header_rows"], table["records"], table["ledger"]) == (
        "A3:M12",
        2,
        8,
        "governance",
    )
    assert table["columns"]["网格 › 网格总数（个）"] == "grids_total"
    unknown = [heading for heading, field in table["columns"].items() if field is None]
    assert [heading.rpartition(" › ")[2] for heading in unknown] == ["满意度得分", "县内排名"]
    assert {(f["code"], f["cell"], f["severity"]) for f in said["findings"]} == {
        ("UNKNOWN_COLUMN", "L4", "warning"),
        ("UNKNOWN_COLUMN", "M4", "warning"),
    }
    assert not home.exists(), "a dry run writes nothing"


def test_check_accounts_for_every_cell(tmp_path: Path, townledger: RunTownledger) -> None:
    _, said = check(townledger, tmp_path, *sorted((EXAMPLES / "landing" / COUNTY / MONTHS[0]).iterdir()))
    assert len(said) > 1
    for file in said:
        cells = file["cells"]
        assert cells["read"] == sum(cells[o] for o in OUTCOMES) + sum(cells["ignored"].values()) > 0


@pytest.mark.parametrize(
    ("case", "code", "status"),
    [
        ("03", 1, "rejected"),
        ("06", 1, "rejected"),
        ("07", 0, "ignored"),
        ("08", 1, "rejected"),
        ("13", 0, "accepted_with_findings"),
    ],
)
def test_check_ends_with_the_verdict(
    tmp_path: Path, townledger: RunTownledger, case: str, code: int, status: str
) -> None:
    assert (code, status) == (lambda c, said: (c, said[0]["status"]))(
        *check(townledger, tmp_path, fault(case))
    )


def test_what_a_decoder_says_on_its_way_down_is_not_shown(tmp_path: Path, townledger: RunTownledger) -> None:
    whole = next((EXAMPLES / "landing" / "610602").rglob("*.xls")).read_bytes()
    cut_short = [tmp_path / f"{number}.xls" for number in range(1, 7)]
    for number, path in enumerate(cut_short, start=1):
        path.write_bytes(whole[: -40 * number])
    done = townledger(tmp_path / "home", "check", "--county", COUNTY, "--period", MONTHS[0], *cut_short)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.count("文件损坏") == len(cut_short)


def test_the_same_bytes_twice_are_a_duplicate(tmp_path: Path, townledger: RunTownledger) -> None:
    source = fault("28")
    folder = tmp_path / COUNTY / "2025-03"
    folder.mkdir(parents=True)
    copies = [shutil.copy(source, folder / name) for name in ("a.xlsx", "b.xlsx")]
    code, said = check(townledger, tmp_path / "home", *copies)
    assert (code, [file["status"] for file in said]) == (0, ["accepted_with_findings", "duplicate"])
    assert [(f["code"], f["severity"]) for f in said[1]["findings"]] == [("DUPLICATE_FILE", "info")]
    assert said[1]["cells"]["ignored"] == {"duplicate_file": said[1]["cells"]["read"]}
    # What lies in another folder is another landing's.
    _, (_, elsewhere) = check(townledger, tmp_path / "home", copies[0], source)
    assert elsewhere["status"] == "accepted_with_findings"


def test_county_and_month_come_from_options_path_or_title(tmp_path: Path, townledger: RunTownledger) -> None:
    bare = Path(shutil.copy(fault("28"), tmp_path / "a.xlsx"))
    # The sheet's own title: 延川县镇区基层社会治理情况表（2025年3月）
    _, (by_title,) = check(townledger, tmp_path, bare)
    assert (by_title["county_code"], by_title["period"], by_title["notes"]) == ("610622", "2025-03", [])
    _, (by_path,) = check(townledger, tmp_path, fault("28"))
    assert (by_path["county_code"], by_path["period"]) == ("610622", "2025-03")
    code, (by_option,) = check(townledger, tmp_path, bare, "--county", "610602", "--period", "2025-02")
    assert (code, by_option["county_code"], by_option["period"]) == (1, "610602", "2025-02")
    assert {f["code"] for f in by_option["findings"]} & {"TOWNS_OF_OTHER_COUNTY", "PERIOD_MISMATCH"}


def test_a_name_in_gbk_is_answered_in_characters(tmp_path: Path, townledger: RunTownledger) -> None:
    folder = tmp_path / COUNTY / "2025-03"
    folder.mkdir(parents=True)
    shutil.copy(fault("28"), os.fsencode(folder) + "/台账3月.xlsx".encode("gbk"))
    _, (said,) = check(townledger, tmp_path, next(folder.iterdir()))
    assert (Path(said["file"]).name, said["status"]) == ("台账3月.xlsx", "accepted_with_findings")


def test_what_nothing_tells_is_said(tmp_path: Path, townledger: RunTownledger) -> None:
    file = tmp_path / "a.csv"
    file.write_text("镇名,网格总数\n某某镇,3\n", encoding="utf-8")
    _, (said,) = check(townledger, tmp_path, file)
    assert len(said["notes"]) == 2


def test_check_speaks_chinese_to_people(tmp_path: Path, townledger: RunTownledger) -> None:
    done = townledger(tmp_path, "check", fault("13"))
    assert done.returncode == 0
    assert "[error] 基础设施 E4" in done.stdout
    assert "通燃气小区数" in done.stdout


def test_check_says_once_what_only_a_run_compares(tmp_path: Path, townledger: RunTownledger) -> None:
    done = townledger(tmp_path, "check", fault("13"), fault("15"))
    *_, last = done.stdout.splitlines()
    assert last == (
        "说明：check 只核对文件本身；与以前月份、其他台账和已收文件的比较（累计数下降、疑似单位填错、月度之和不符、状态倒退、"
        "改报前期、乡镇漏报、项目与资金台账不符、重复文件）只在正式运行 townledger run 时进行，本次未作"
    )
    assert done.stdout.count("本次未作") == 1


def test_what_check_does_not_compare_is_what_the_warehouse_judges(
    tmp_path: Path, townledger: RunTownledger
) -> None:
    folder = REPOSITORY / "dbt_project" / "models" / "intermediate" / "judgement"
    judged = [
        code
        for model in folder.glob("int_finding_*.sql")
        for code in re.findall(r"'([A-Z_]+)' as code", model.read_text(encoding="utf-8"))
    ]
    assert len(judged) > 5
    _, said = check(townledger, tmp_path, fault("15"), fault("07"))
    for file in said:
        assert sorted(file["not_compared"]) == sorted(judged)


def test_check_refuses_a_table_of_towns_that_are_none(tmp_path: Path, townledger: RunTownledger) -> None:
    file = tmp_path / "a.csv"
    file.write_text("镇名,网格\n甲,5\n", encoding="utf-8")
    code, (said,) = check(townledger, tmp_path, file)
    assert (code, said["status"], said["tables"][0]["ledger"]) == (1, "rejected", None)


@pytest.mark.parametrize("command", [("check",), ("layout", "diff", "--county", COUNTY)])
def test_a_limit_that_is_no_number_is_wrong_use(
    tmp_path: Path, townledger: RunTownledger, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("TOWNLEDGER_LIMIT_SECONDS", "soon")
    done = townledger(tmp_path, *command, fault("28"))
    assert done.returncode == 2
    assert "TOWNLEDGER_LIMIT_SECONDS must be a positive number" in done.stderr
    assert "Traceback" not in done.stderr
