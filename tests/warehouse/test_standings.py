"""Which report counts: replacement, complement, duplicates, moments, readings, lateness."""

import datetime as dt

from tests.warehouse.conftest import Warehouse


def standings(warehouse: Warehouse, county: str, period: str) -> dict[str, tuple[str, str]]:
    """By file name: the disposition, and the name of the file that replaced it ('' for none)."""
    rows = warehouse.rows(
        f"""
        select split_part(s.source_file, '/', 3), s.disposition, coalesce(split_part(r.source_file, '/', 3), '')
        from fct_submission as s
        left join fct_submission as r on s.superseded_by = r.submission_id and s.ledger = r.ledger
        where s.county_code = '{county}' and s.period = '{period}'
        """
    )
    return {name: (disposition, by) for name, disposition, by in rows}


def households(warehouse: Warehouse, county: str, period: str) -> dict[str, float]:
    return dict(
        warehouse.rows(
            "select town_code, value_number from fct_ledger_value where field = 'households_total' "
            f"and county_code = '{county}' and period = '{period}'"
        )
    )


def test_an_overlapping_later_file_replaces_the_earlier_as_a_whole_and_disjoint_files_complement(
    made_up: Warehouse,
) -> None:
    assert standings(made_up, "610625", "2025-02") == {
        "early.csv": ("accepted", "first.csv"),
        "first.csv": ("accepted", "correction.csv"),
        "other-towns.csv": ("accepted", ""),
        "street.csv": ("accepted", ""),
        "correction.csv": ("accepted_with_findings", ""),  # town 610625102 is left out
        "refused.csv": ("rejected", ""),
    }
    assert households(made_up, "610625", "2025-02") == {
        "610625101": 110,
        "610625103": 300,
        "610625104": 40,
        "610625105": 40,
        "610625106": 40,
        "610625107": 40,
        "610625001": 50,
    }


def test_before_the_correction_came_the_first_file_counted(made_up_earlier: Warehouse) -> None:
    assert set(standings(made_up_earlier, "610625", "2025-02")) == {
        "early.csv",
        "first.csv",
        "other-towns.csv",
        "street.csv",
    }
    assert households(made_up_earlier, "610625", "2025-02") == {
        "610625101": 100,
        "610625102": 200,
        "610625103": 300,
        "610625001": 50,
    }


def test_the_same_bytes_are_a_duplicate_only_while_the_original_is_current(made_up: Warehouse) -> None:
    assert standings(made_up, "610628", "2025-02") == {
        "a.csv": ("accepted_with_findings", "c.csv"),
        "b.csv": ("duplicate", ""),
        "c.csv": ("accepted", "d.csv"),
        "d.csv": ("accepted_with_findings", ""),
    }


def test_a_duplicate_is_said_once_and_its_findings_are_not_repeated(made_up: Warehouse) -> None:
    found = made_up.rows(
        "select split_part(source_file, '/', 3), code, severity from fct_finding "
        "where county_code = '610628' order by 1"
    )
    assert found == [
        ("a.csv", "UNKNOWN_COLUMN", "warning"),
        ("b.csv", "DUPLICATE_FILE", "info"),
        ("d.csv", "UNKNOWN_COLUMN", "warning"),
    ]


def test_files_without_a_ledger_keep_a_row_of_their_own(made_up: Warehouse) -> None:
    rows = made_up.rows(
        "select split_part(source_file, '/', 3), ledger, disposition, records_accepted, records_rejected "
        "from fct_submission where county_code = '610622' order by 1"
    )
    assert rows == [("坏.xlsx", "", "rejected", 0, 0), ("说明.txt", "", "ignored", 0, 0)]


def test_a_report_is_late_from_the_first_second_after_the_fifth(made_up: Warehouse) -> None:
    rows = made_up.rows(
        "select ledger, due_at, is_late from fct_submission where county_code = '610621' order by 1"
    )
    end_of_the_fifth = dt.datetime(2025, 2, 5, 23, 59, 59)
    assert rows == [("funds", end_of_the_fifth, True), ("projects", end_of_the_fifth, False)]


def test_the_latest_reading_counts_unless_a_release_pins_another(
    made_up: Warehouse, made_up_earlier: Warehouse
) -> None:
    assert households(made_up, "610603", "2025-01") == {"610603101": 77}
    assert households(made_up_earlier, "610603", "2025-01") == {"610603101": 7}


def test_the_reading_under_an_override_counts_in_its_months_and_the_shipped_one_elsewhere(
    made_up: Warehouse,
) -> None:
    assert households(made_up, "610602", "2025-01") == {"610602102": 5}
    assert households(made_up, "610602", "2025-02") == {"610602102": 6}


def test_what_came_after_the_moment_is_not_there(made_up_earlier: Warehouse) -> None:
    assert made_up_earlier.rows("select max(received_at) from fct_submission") == [(dt.datetime(2025, 3, 3),)]
    assert made_up_earlier.rows("select distinct period from rpt_reporting order by 1") == [
        ("2025-01",),
        ("2025-02",),
    ]


def test_expected_reports_are_told_apart_by_what_became_of_them(made_up: Warehouse) -> None:
    rows = made_up.rows(
        "select ledger, status from rpt_reporting where county_code = '610621' and period = '2025-01' order by 1"
    )
    assert rows == [
        ("environment", "missing"),
        ("facilities", "missing"),
        ("funds", "late"),
        ("governance", "missing"),
        ("industry", "missing"),
        ("planning", "missing"),
        ("projects", "on_time"),
    ]
    expected = made_up.rows(
        "select period from rpt_reporting where ledger = 'recommendations' and county_code = '610621'"
    )
    assert expected == [("2025-03",)]


def test_what_is_not_due_yet_is_not_called_missing(made_up_earlier: Warehouse) -> None:
    """On 3 March the reports of February may still come until the fifth."""
    said = made_up_earlier.rows(
        "select distinct period, is_due, status_name from rpt_reporting where status = 'missing' order by 1"
    )
    assert said == [("2025-01", True, "未报送"), ("2025-02", False, "未到期")]


def test_a_town_whose_county_sent_no_plans_is_listed_all_the_same(made_up: Warehouse) -> None:
    """In the scenarios nobody reports on planning; the heritage towns are asked for their plans nonetheless."""
    (listed,) = made_up.rows(
        "select count(*), count(*) filter (is_reported), count(distinct heritage_plan_verdict) from rpt_planning"
    )
    assert listed == (*made_up.rows("select count(*) from dim_town_month")[0], 0, 2)
    assert made_up.rows(
        "select distinct town_plan_status_name, heritage_plan_status_name, heritage_plan_verdict, source_file"
        " from rpt_planning where is_heritage_town"
    ) == [("未填报", "未填报", "未到期", "")]
