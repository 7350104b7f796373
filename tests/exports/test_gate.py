"""The gate lets through what is whole and sound, and says in words what is not."""

from pathlib import Path

import pytest

from exports import gate
from tests.exports.builds import artifacts

MODEL, TEST = "model.townledger.dim_town", "test.townledger.town_is_there"


def refused(folder: Path) -> tuple[str, ...]:
    with pytest.raises(gate.RefusedError) as refusal:
        gate.pass_or_refuse(gate.Build.read(folder))
    return refusal.value.reasons


def test_a_whole_and_sound_build_passes(tmp_path: Path) -> None:
    folder = artifacts(tmp_path, statuses={MODEL: "success", TEST: "pass"})
    gate.pass_or_refuse(gate.Build.read(folder))


def test_an_exposure_of_which_nothing_is_built_holds_nothing_back(tmp_path: Path) -> None:
    exposure = "exposure.townledger.bulletins"
    folder = artifacts(tmp_path, statuses={MODEL: "success", TEST: "pass", exposure: "no-op"})
    gate.pass_or_refuse(gate.Build.read(folder))


def test_a_warning_is_told_and_holds_nothing_back(tmp_path: Path) -> None:
    build = gate.Build.read(artifacts(tmp_path, statuses={MODEL: "success", TEST: "warn"}, failures=2))
    gate.pass_or_refuse(build)
    assert build.warned() == ["test town_is_there on dim_town (Every town is there.) failed for 2 rows"]


def test_a_failed_test_is_refused_with_what_it_says_and_its_rows(tmp_path: Path) -> None:
    folder = artifacts(tmp_path, statuses={MODEL: "success", TEST: "fail"}, failures=3)
    assert refused(folder) == ("test town_is_there on dim_town (Every town is there.) failed for 3 rows",)


def test_a_model_that_could_not_be_built_is_refused_with_the_reason(tmp_path: Path) -> None:
    folder = artifacts(tmp_path, statuses={MODEL: "error", TEST: "skipped"})
    assert refused(folder) == (
        "model dim_town failed: what dbt said",
        "1 models and tests that rest on these did not run",
    )


def test_a_test_that_did_not_run_is_refused(tmp_path: Path) -> None:
    folder = artifacts(tmp_path, statuses={MODEL: "success"})
    assert refused(folder) == ("test town_is_there on dim_town (Every town is there.) was not run",)


def test_a_build_that_left_nothing_cannot_be_judged(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        gate.Build.read(tmp_path)
