"""Made-up reports, one scenario a county so that none touches another; the tests say what must come of them.

Belongs here: what the counties sent. Does not belong here: what is expected of it.
"""

from dataclasses import replace

from tests.warehouse.reports import environment, households, moment, project, projects
from tests.warehouse.stores import VERSION, Record, Report

OLDER_VERSION = "0-test"
OVERRIDDEN_VERSION = "1-test-override"


def falling_amounts() -> list[Report]:
    """吴起县: a cumulative amount falls in February, is still too low in March, and recovers in April."""
    amounts = {"2025-01": "100", "2025-02": "80", "2025-03": "90", "2025-04": "120"}
    return [
        projects(
            "610626",
            period,
            f"{period}-28",
            project("610626101", "路", cumulative_investment=amount),
            project("610626101", "桥", cumulative_investment="5"),
        )
        for period, amount in amounts.items()
    ]


def slipped_units() -> list[Report]:
    """甘泉县: amounts in yuan in February, right again in March; another row a ten-thousandth in March."""
    return [
        projects(
            "610627",
            "2025-01",
            "2025-01-28",
            project("610627101", "站", cumulative_investment="0", month_investment="0"),
            project("610627101", "厂", cumulative_investment="40"),
        ),
        projects(
            "610627",
            "2025-02",
            "2025-02-28",
            project(
                "610627101",
                "站",
                total_investment="5000000",
                annual_planned_investment="4000000",
                cumulative_investment="300000",
                month_investment="30",
            ),
            project("610627101", "厂", cumulative_investment="40"),
        ),
        projects(
            "610627",
            "2025-03",
            "2025-03-28",
            project("610627101", "站", cumulative_investment="50", month_investment="20"),
            project("610627101", "厂", total_investment="0.05", cumulative_investment="45"),
        ),
    ]


def months_that_do_not_add_up() -> list[Report]:
    """洛川县: 10 + 20 is not 45; a project without January can't be judged; half a percent is no rounding."""
    return [
        projects(
            "610629",
            "2025-01",
            "2025-01-28",
            project("610629101", "甲", month_investment="10", cumulative_investment="10"),
            project("610629101", "丙", month_investment="10", cumulative_investment="10.04"),
        ),
        projects(
            "610629",
            "2025-02",
            "2025-02-28",
            project("610629101", "甲", month_investment="20", cumulative_investment="45"),
            project("610629101", "乙", month_investment="20", cumulative_investment="45"),
        ),
    ]


def statuses() -> list[Report]:
    """宜川县: one finished project is being built again, another is put to use."""
    first = [project("610630101", name, status="completed", cumulative_investment="1") for name in "甲乙"]
    second = [
        project("610630101", "甲", status="under_construction", cumulative_investment="1"),
        project("610630101", "乙", status="in_use", cumulative_investment="1"),
    ]
    return [
        projects("610630", "2025-01", "2025-01-28", *first),
        projects("610630", "2025-02", "2025-02-28", *second),
    ]


def replaced_and_complemented() -> list[Report]:
    """志丹县, February: a correction of one town's row replaces the whole first file; others complement it."""
    county, period = "610625", "2025-02"
    towns = [f"61062510{number}" for number in range(1, 8)]
    first = environment(
        county,
        period,
        "2025-03-01T08:00",
        households(towns[0], "100"),
        households(towns[1], "200"),
        file_name="first.csv",
    )
    return [
        first,
        environment(county, period, "2025-03-02", households(towns[2], "300"), file_name="other-towns.csv"),
        environment(county, period, "2025-03-02", households("610625001", "50"), file_name="street.csv"),
        environment(
            county,
            period,
            "2025-03-04T09:00",
            households(towns[0], "110"),
            *[households(town, "40") for town in towns[3:]],
            file_name="correction.csv",
        ),
        environment(
            county,
            period,
            "2025-03-05T10:00",
            households(towns[2], "999", "rejected"),
            file_name="refused.csv",
            disposition="rejected",
        ),
        replace(
            first, file_name="early.csv", content="an earlier attempt", received_at=moment("2025-02-28T08:00")
        ),
    ]


def the_same_bytes() -> list[Report]:
    """富县, February: a copy is a duplicate; once the original is replaced, the same bytes count again."""
    first = projects(
        "610628",
        "2025-02",
        "2025-03-01",
        project("610628101", "甲", cumulative_investment="1"),
        file_name="a.csv",
        content="the same bytes",
        findings=(
            {"severity": "warning", "code": "UNKNOWN_COLUMN", "outcome": "warn", "message_zh": "未识别的列"},
        ),
        disposition="accepted_with_findings",
    )
    changed = projects(
        "610628",
        "2025-02",
        "2025-03-03",
        project("610628101", "甲", cumulative_investment="2"),
        file_name="c.csv",
    )
    return [
        first,
        replace(first, file_name="b.csv", received_at=moment("2025-03-02")),
        changed,
        replace(first, file_name="d.csv", received_at=moment("2025-03-04")),
    ]


def absent_towns() -> list[Report]:
    """甘泉县 lacks towns: in February nothing explains it, in March refused rows do."""
    there = ["610627001", "610627101", "610627102", "610627103"]
    rows = [households(town, "10") for town in there]
    refused = [households("610627200", "10", "rejected"), households("", "10", "rejected")]
    return [
        environment("610627", "2025-02", "2025-02-28", *rows),
        environment("610627", "2025-03", "2025-03-28", *rows, *refused),
    ]


def restated_month() -> list[Report]:
    """黄龙县: January is corrected after February had been reported."""
    return [
        projects(
            "610631",
            "2025-01",
            "2025-01-28",
            project("610631101", "甲", cumulative_investment="10", progress_note="基础"),
            file_name="january.csv",
        ),
        projects("610631", "2025-02", "2025-02-28", project("610631101", "甲", cumulative_investment="30")),
        projects(
            "610631",
            "2025-01",
            "2025-03-02",
            project("610631101", "甲", cumulative_investment="12", progress_note="基础"),
            file_name="january-again.csv",
        ),
    ]


def projects_and_funds() -> list[Report]:
    """黄陵县: funds pay out 60 where two projects have invested 100; in the next town 100 and 101."""
    towns = ("610632101", "610632102")
    funds = [
        Record(towns[0], "county", {"amount_spent": "40"}),
        Record(towns[0], "superior", {"amount_spent": "20"}),
        Record(towns[1], "county", {"amount_spent": "101"}),
    ]
    built = [
        project(towns[0], "甲", cumulative_investment="70"),
        project(towns[0], "乙", cumulative_investment="30"),
        project(towns[1], "甲", cumulative_investment="100"),
    ]
    return [
        projects("610632", "2025-01", "2025-01-28", *built),
        Report("610632", "2025-01", "funds", tuple(funds), moment("2025-01-28")),
    ]


def funds_in_two_files() -> list[Report]:
    """志丹县, March: 10 + 20 of two files make up the 30 that one town's project has invested, and not the other's 90."""
    county, period, towns = "610625", "2025-03", ("610625101", "610625102")
    sent = {"county": "10", "superior": "20"}
    return [
        projects(
            county,
            period,
            "2025-03-28",
            project(towns[0], "甲", cumulative_investment="30"),
            project(towns[1], "乙", cumulative_investment="90"),
        ),
        *[
            Report(
                county,
                period,
                "funds",
                tuple(Record(town, source, {"amount_spent": amount}) for town in reversed(towns)),
                moment("2025-03-28"),
                f"{source}.csv",
            )
            for source, amount in sent.items()
        ],
    ]


def one_amount_in_another_unit() -> list[Report]:
    """子长市: the month's amount alone is in yuan in February, and less than the total investment for all that."""
    return [
        projects(
            "610681",
            period,
            f"{period}-28",
            project("610681101", "甲", total_investment="50000", month_investment=amount),
        )
        for period, amount in (("2025-01", "2"), ("2025-02", "20000"))
    ]


def units_that_slip_while_figures_grow() -> list[Report]:
    """子长市: in February an output that had grown by half is in yuan, and a quantity of water in m³."""
    sent = [
        ("industry", "output_value", ("400", "6000000")),
        ("facilities", "sewage_produced", ("1.6", "12800")),
    ]
    return [
        Report("610681", period, ledger, (Record("610681101", "", {field: value}),), moment(f"{period}-28"))
        for ledger, field, values in sent
        for period, value in zip(("2025-01", "2025-02"), values, strict=True)
    ]


def named_with_a_number() -> list[Report]:
    """宝塔区: an amount falls below that of a file whose name holds a phone number and signs of a template."""
    names = {"2025-01": "台账{1}联系13800025641.csv", "2025-03": ""}
    amounts = {"2025-01": "9", "2025-03": "8"}
    return [
        projects(
            "610602",
            period,
            f"{period}-28",
            project("610602102", "甲", cumulative_investment=amounts[period]),
            file_name=name,
        )
        for period, name in names.items()
    ]


def personal_data() -> list[Report]:
    """延长县: a contact, numbers in a note and in a sheet's name, a finding that quotes the contact's cell."""
    note = "联系人13800025641，身份证610602199001011234，备用138 0002 5642、13800025643"
    sheet = "项目（联系13800025641）"
    finding = {
        "severity": "warning",
        "code": "PERSONAL_DATA",
        "outcome": "warn",
        "message_zh": "备注中含身份证号码，已遮蔽",
        "sheet": sheet,
        "raw_text": "林国庆",
        "field": "contact_person",
    }
    return [
        projects(
            "610621",
            "2025-01",
            "2025-02-05T23:59:59",
            project(
                "610621101",
                "甲",
                cumulative_investment="1",
                contact_person="林国庆",
                contact_phone="13800025641",
                problem_note=note,
                project_code="610621-2025-4870",
            ),
            findings=(finding,),
            disposition="accepted_with_findings",
            sheet=sheet,
        )
    ]


def files_without_ledger() -> list[Report]:
    """延川县, January: prose, and a file that can't be read; 延长县's funds came a second too late."""
    unreadable = {
        "severity": "error",
        "code": "CORRUPT_FILE",
        "outcome": "reject_file",
        "message_zh": "文件损坏",
    }
    prose = {"severity": "info", "code": "NOT_A_LEDGER", "outcome": "note", "message_zh": "未发现台账表格"}
    none: tuple[Record, ...] = ()
    return [
        Report("610622", "2025-01", "", none, moment("2025-02-01"), "说明.txt", "", "ignored", (prose,)),
        Report("610622", "2025-01", "", none, moment("2025-02-02"), "坏.xlsx", "", "rejected", (unreadable,)),
        Report(
            "610621",
            "2025-01",
            "funds",
            (Record("610621101", "county", {"amount_spent": "1"}),),
            moment("2025-02-06T00:00:00"),
        ),
    ]


def read_twice() -> Report:
    """安塞区: a file that a later version reads differently."""
    return environment(
        "610603",
        "2025-01",
        "2025-01-30",
        households("610603101", "77"),
        file_name="read-twice.csv",
        content="read twice",
    )


def older_readings() -> list[Report]:
    """What the older version of the reader made of the same file."""
    return [replace(read_twice(), records=(households("610603101", "7"),))]


def read_under_override() -> list[Report]:
    """宝塔区: two months that are read both as shipped and under an override of the layout."""
    return [
        environment("610602", month, f"{month}-27", households("610602102", "5"), file_name="form.csv")
        for month in ("2025-01", "2025-02")
    ]


def overridden_readings() -> list[Report]:
    """What the override makes of the same files; it was tried on January and is in force from February on."""
    return [
        replace(report, content=repr(report), records=(households("610602102", "6"),))
        for report in read_under_override()
    ]


#: What counts today, as a home with that override says it.
CURRENT_READINGS = {
    "shipped": VERSION,
    "overridden": [{"county_code": "610602", "valid_from": "2025-02", "version": OVERRIDDEN_VERSION}],
}


def scenarios() -> list[Report]:
    """All reports of all scenarios."""
    return [
        *falling_amounts(),
        *slipped_units(),
        *months_that_do_not_add_up(),
        *statuses(),
        *replaced_and_complemented(),
        *the_same_bytes(),
        *absent_towns(),
        *restated_month(),
        *projects_and_funds(),
        *funds_in_two_files(),
        *one_amount_in_another_unit(),
        *units_that_slip_while_figures_grow(),
        *named_with_a_number(),
        *personal_data(),
        *files_without_ledger(),
        read_twice(),
        *read_under_override(),
    ]
