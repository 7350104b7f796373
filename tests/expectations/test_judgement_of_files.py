"""The judgement on what counties really sent: the ground truth passes, the bad files are told as they must be."""

import csv
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from expectations.rows import judge
from ingest import dictionary
from ingest.frames import to_frames
from ingest.reading import Source, read
from ingest.rows import to_rows
from tests import truth

_ROW_FAULTS = {
    "11_formula_injection",
    "12_duplicate_rows",
    "13_part_exceeds_total",
    "14_rate_disagrees",
    "17_fund_debt",
    "19_negative_money",
    "22_personal_data_in_note",
    "27_date_1905",
}


def truth_frames() -> dict[str, pd.DataFrame]:
    """What the counties truly reported, as one accepted submission a county and month."""
    values = truth.load("values").rename(columns={"value": "raw_text"})
    values["submission_id"] = values["county_code"] + values["period"]
    values["reading_version"] = "truth"
    key = ["submission_id", "ledger", "town_code", "record_key"]
    values["record_id"] = values["ledger"] + "-1-" + values.groupby(key, sort=False).ngroup().astype(str)
    kinds = {(f.ledger, f.name): f for f in dictionary.load().fields}
    numeric = pd.Series([kinds[k].is_numeric for k in zip(values["ledger"], values["field"], strict=True)])
    number = pd.to_numeric(values["raw_text"].replace({"true": "1", "false": "0"}), errors="coerce")
    values["value_number"] = number.where(numeric)
    values["value_text"] = values["raw_text"].where(~numeric)
    values["cell"] = "A1"
    records = values.drop_duplicates(key)
    records = records.assign(record_label=records["record_key"], key_cells="")
    ledgers = records.drop_duplicates(["submission_id", "ledger"]).assign(disposition="accepted")
    filled = {"status": "accepted", "sheet": "", "precision": "", "unit_source": "", "is_personal": False}
    parts = {
        "ledgers": ledgers.assign(records_accepted=0, records_rejected=0),
        "records": records.assign(**filled),
        "values": values.assign(**filled),
    }
    empty = to_frames([])
    return empty | {name: frame[empty[name].columns].reset_index(drop=True) for name, frame in parts.items()}


def test_what_the_counties_truly_reported_is_accepted_without_a_word() -> None:
    before = truth_frames()
    after = judge(before)
    assert len(before["values"]) == 51277
    assert after["findings"][["ledger", "code", "message_zh"]].to_numpy().tolist() == []
    assert set(after["values"]["status"]) == {"accepted"}
    assert after["ledgers"]["records_accepted"].sum() == len(before["records"])


@pytest.mark.parametrize("fault", sorted(_ROW_FAULTS))
def test_a_bad_file_is_told_as_it_must_be(fault: str, faults: Path) -> None:
    with (faults / "expected.csv").open(encoding="utf-8-sig", newline="") as stream:
        expected = [row for row in csv.DictReader(stream) if row["path"].startswith(f"{fault}/")]
    parts = expected[0]["path"].split("/")
    content = faults.joinpath(*parts).read_bytes()
    frames = to_frames([to_rows(read(content, Source(parts[1], parts[2], parts[-1])), "s")])
    after = judge(frames)
    found = after["findings"]
    assert sorted(set(found["code"])) == sorted({row["code"] for row in expected})
    assert sorted(set(found["field"])) == sorted({row["field"] for row in expected})
    exact = [row["cell"] for row in expected if " " not in row["cell"]]
    assert set(exact) <= set(found["cell"])
    is_rejecting = {row["disposition"] for row in expected} == {"reject_rows"}
    assert (after["records"]["status"] == "rejected").any() == is_rejecting
    assert after["cells"]["cells"].sum() == frames["cells"]["cells"].sum()


def test_the_rows_of_a_bad_file_that_are_named_are_held_back_and_no_others(faults: Path) -> None:
    path = next((faults / "12_duplicate_rows").rglob("*.xlsx"))
    frames = to_frames([to_rows(read(path.read_bytes(), Source("610622", "2025-03", path.name)), "s")])
    records = judge(frames)["records"]
    rejected = records.loc[records["status"] == "rejected", "cell"]
    assert sorted(int(cell.split(":")[0].strip("ABCDEFG")) for cell in rejected) == [8, 10, 34]


def test_a_required_cell_that_cannot_be_read_is_told_once_with_how_to_mend_it() -> None:
    rows = [
        "镇名,网格总数,配备网格员网格数,矛盾纠纷受理数,矛盾纠纷化解数,法治文化阵地",
        "永坪镇,待定,18,9,7,若干",
        "关庄镇,20,18,9,7,3",
    ]
    source = Source("610622", "2025-03", "社会治理.csv")
    findings = judge(to_frames([to_rows(read("\n".join(rows).encode(), source), "s1")]))["findings"]
    told = findings[["code", "cell", "suggestion"]].itertuples(index=False, name=None)
    assert sorted(told) == [
        ("REQUIRED_UNREADABLE", "B2", "请按“数字”填写"),
        ("VALUE_UNREADABLE", "F2", "请按“数字”填写"),
    ]


def _told(*rows: str) -> list[tuple[str, str]]:
    frames = to_frames([to_rows(read("\n".join(rows).encode(), Source("610622", "2025-03", "表.csv")), "s1")])
    return list(judge(frames)["findings"][["code", "cell"]].itertuples(index=False, name=None))


def test_of_a_record_of_nobody_nothing_is_asked() -> None:
    head = "镇名,网格总数,配备网格员网格数,矛盾纠纷受理数,矛盾纠纷化解数"
    assert _told(head, "永平镇,,18,9,7", "关庄镇,20,18,9,7") == [("UNKNOWN_TOWN", "A2")]


def test_a_required_formula_error_is_told_once() -> None:
    head = "镇名,网格总数,配备网格员网格数,矛盾纠纷受理数,矛盾纠纷化解数"
    assert _told(head, "永坪镇,#REF!,18,9,7", "关庄镇,20,18,9,7") == [("REQUIRED_UNREADABLE", "B2")]


def test_what_a_form_leaves_blank_is_told_where_the_same_form_of_another_town_has_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for town, grids in (("永坪镇", None), ("关庄镇", 20)):
        form = book.create_sheet(town)
        form.append(["镇（街道）", town])
        for label, value in (
            ("网格总数（个）", grids),
            ("配备网格员网格数（个）", 18),
            ("受理纠纷（件）", 9),
            ("化解纠纷（件）", 7),
        ):
            form.append([label, value])
    book.save(tmp_path / "表.xlsx")
    source = Source("610622", "2025-03", "表.xlsx")
    found = judge(to_frames([to_rows(read((tmp_path / "表.xlsx").read_bytes(), source), "s1")]))["findings"]
    assert list(found[["code", "sheet", "cell"]].itertuples(index=False, name=None)) == [
        ("REQUIRED_MISSING", "永坪镇", "B2")
    ]


def test_a_row_left_out_of_a_list_is_told_at_no_other_row_s_value(tmp_path: Path) -> None:
    """Where the row would stand, another indicator of the town stands by now: its cell is not to be changed."""
    lines = ["乡镇,指标,数值"]
    for town in ("永坪镇", "关庄镇"):
        indicators = {"网格总数": 20, "配备网格员网格数": 18, "矛盾纠纷受理数": 9, "矛盾纠纷化解数": 7}
        lines += [f"{town},{label},{value}" for label, value in indicators.items()]
    lines.remove("关庄镇,网格总数,20")
    reading = read("\n".join(lines).encode(), Source("610622", "2025-03", "治理.csv"))
    found = judge(to_frames([to_rows(reading, "s1")]))["findings"]
    assert list(found[["code", "field", "cell"]].itertuples(index=False, name=None)) == [
        ("REQUIRED_MISSING", "grids_total", "A6:C8")
    ]
