"""Every method worked by hand on a tiny town; the arithmetic stands beside each expected number."""

from collections.abc import Mapping

import pytest

from tests.reference.methods import METHODS, Indicator, Measure, TownMonth, Value


def indicator(
    method: str, numerator: str, denominator: str = "", target: str = "100", **other: str
) -> Indicator:
    function = other.get("function", "infrastructure")
    return Indicator("x", function, method, numerator, denominator, target, 1.0, "all", "2025")


def town(
    period: str = "2025-03", projects: list[Mapping[str, Value]] | None = None, **ledgers: dict
) -> TownMonth:
    return TownMonth(period, ledgers, projects or [])


def measured(rule: Indicator, reported: TownMonth) -> Measure:
    return METHODS[rule.method](rule, reported)


def expect(got: Measure, status: str, score: float | None = None, value: float | None = None) -> None:
    assert got.status == status
    assert got.score == (None if score is None else pytest.approx(score, abs=1e-12))
    assert got.value == (None if value is None else pytest.approx(value, abs=1e-12))


@pytest.mark.parametrize(
    ("facilities", "status", "score", "value"),
    [
        ({"n": 9.0, "d": 12.0}, "ok", 93.75, 75.0),  # 100 × 9/12 = 75; 100 × 75/80 = 93.75
        ({"n": 12.0, "d": 12.0}, "ok", 100.0, 100.0),  # 100/80 is capped at 1
        ({"n": 0.0, "d": 12.0}, "ok", 0.0, 0.0),  # zero is a value
        ({"n": 0.0, "d": 0.0}, "not_applicable", None, None),  # nothing to cover
        ({"d": 0.0}, "not_applicable", None, None),  # … even where the numerator is blank
        ({"d": 12.0}, "missing", 0.0, None),
        ({"n": 9.0}, "missing", 0.0, None),
        ({}, "missing", 0.0, None),
    ],
)
def test_ratio(facilities, status, score, value):
    expect(measured(indicator("ratio", "n", "d", "80"), town(facilities=facilities)), status, score, value)


@pytest.mark.parametrize(
    ("fields", "status", "score", "value"),
    [
        # 100 × (3 + 16) / (4 + 16) = 95, the target: full marks
        ({"a_fixed": 3.0, "b_fixed": 16.0, "a_found": 4.0, "b_found": 16.0}, "ok", 100.0, 95.0),
        # 100 × (1 + 0) / (4 + 0) = 25; 100 × 25/95
        ({"a_fixed": 1.0, "b_fixed": 0.0, "a_found": 4.0, "b_found": 0.0}, "ok", 2500 / 95, 25.0),
        ({"a_fixed": 0.0, "b_fixed": 0.0, "a_found": 0.0, "b_found": 0.0}, "not_applicable", None, None),
        ({"a_fixed": 1.0, "a_found": 4.0, "b_found": 1.0}, "missing", 0.0, None),  # one of the fields lacks
        ({"a_fixed": 0.0, "b_fixed": 0.0, "a_found": 0.0}, "missing", 0.0, None),  # no whole reported
    ],
)
def test_ratio_of_sums(fields, status, score, value):
    rule = indicator("ratio_of_sums", "a_fixed+b_fixed", "a_found+b_found", "95", function="environment")
    expect(measured(rule, town(environment=fields)), status, score, value)


@pytest.mark.parametrize(
    ("facilities", "status", "score", "value"),
    [
        ({"spaces": 500.0, "people": 20000.0}, "ok", 50.0, 25.0),  # 1000 × 500/20000 = 25 of 50
        ({"spaces": 2000.0, "people": 20000.0}, "ok", 100.0, 100.0),  # 100 per 1000, capped
        ({"people": 20000.0}, "missing", 0.0, None),
        ({"people": 0.0}, "not_applicable", None, None),
    ],
)
def test_per_1000(facilities, status, score, value):
    rule = indicator("per_1000", "spaces", "people", "50")
    expect(measured(rule, town(facilities=facilities)), status, score, value)


def test_per_1000_adds_its_terms_up():
    rule = indicator("per_1000", "a+b+c", "households", "20", function="industry")
    fields = {"a": 10.0, "b": 15.0, "c": 5.0, "households": 3000.0}
    expect(measured(rule, town(industry=fields)), "ok", 50.0, 10.0)  # 1000 × 30/3000 = 10 of 20
    del fields["c"]
    expect(measured(rule, town(industry=fields)), "missing", 0.0)


@pytest.mark.parametrize(
    ("reported", "status", "score", "value"),
    [(1.0, "ok", 100.0, 1.0), (3.0, "ok", 100.0, 1.0), (0.0, "ok", 0.0, 0.0), (None, "missing", 0.0, None)],
)
def test_presence(reported, status, score, value):
    facilities = {} if reported is None else {"station": reported}
    expect(
        measured(indicator("presence", "station", target="1"), town(facilities=facilities)),
        status,
        score,
        value,
    )


@pytest.mark.parametrize(
    ("facilities", "status", "score", "value"),
    [
        ({"a": 1.0, "b": 2.0, "c": 0.0, "d": 1.0}, "ok", 75.0, 3.0),  # a count of two is one presence
        ({"a": 1.0}, "ok", 25.0, 1.0),  # three not reported are absent
        ({"a": 0.0}, "ok", 0.0, 0.0),  # one reported is enough to be judged
        ({}, "missing", 0.0, None),
    ],
)
def test_presence_of_four(facilities, status, score, value):
    rule = indicator("presence_of_four", "a|b|c|d", target="4", function="public_service")
    expect(measured(rule, town(facilities=facilities)), status, score, value)


@pytest.mark.parametrize(
    ("reported", "status", "score", "value"),
    [(1.0, "ok", 50.0, 1.0), (5.0, "ok", 100.0, 5.0), (0.0, "ok", 0.0, 0.0), (None, "missing", 0.0, None)],
)
def test_count(reported, status, score, value):
    facilities = {} if reported is None else {"stations": reported}
    expect(
        measured(indicator("count", "stations", target="2"), town(facilities=facilities)),
        status,
        score,
        value,
    )


@pytest.mark.parametrize(
    ("period", "reported", "score"),
    [
        ("2025-03", 1.0, 100.0),  # 4 × 3/12 = 1
        ("2025-06", 1.0, 50.0),  # 4 × 6/12 = 2
        ("2025-01", 1.0, 100.0),  # 4 × 1/12 = 1/3, capped
        ("2025-12", 3.0, 75.0),
        ("2025-12", 0.0, 0.0),
    ],
)
def test_count_to_date(period, reported, score):
    rule = indicator("count_to_date", "drills", target="4")
    expect(measured(rule, town(period, facilities={"drills": reported})), "ok", score, reported)
    expect(measured(rule, town(period)), "missing", 0.0)


@pytest.mark.parametrize(
    ("now", "before", "status", "score", "value"),
    [
        (105.0, 100.0, "ok", 62.5, 5.0),  # 5 of 8
        (120.0, 100.0, "ok", 100.0, 20.0),
        (90.0, 100.0, "ok", 0.0, -10.0),  # shrinking is clipped at 0, its value stays
        (100.0, 0.0, "not_applicable", None, None),
        (None, 0.0, "not_applicable", None, None),
        (100.0, None, "missing", 0.0, None),
        (None, 100.0, "missing", 0.0, None),
    ],
)
def test_growth(now, before, status, score, value):
    fields = {name: number for name, number in (("now", now), ("before", before)) if number is not None}
    rule = indicator("growth", "now", "before", "8", function="industry")
    expect(measured(rule, town(industry=fields)), status, score, value)


@pytest.mark.parametrize(
    ("reached", "score"), [("not_started", 0.0), ("drafting", 40.0), ("reviewed", 80.0), ("approved", 100.0)]
)
def test_stage(reached, score):
    rule = indicator("stage", "plan_status", target="approved", function="planning")
    expect(measured(rule, town(planning={"plan_status": reached})), "ok", score, score)
    expect(measured(rule, town()), "missing", 0.0)


@pytest.mark.parametrize(
    ("period", "done", "status", "score"),
    [
        ("2025-08", "2025-08-31", "ok", 100.0),
        ("2025-12", "2025-03-01", "ok", 100.0),
        ("2025-09", "2025-09-01", "ok", 60.0),
        ("2025-07", None, "not_due", None),
        ("2025-08", None, "ok", 0.0),  # the deadline falls on the period's last day: past at its end
        ("2025-09", None, "ok", 0.0),
    ],
)
def test_deadline(period, done, status, score):
    rule = indicator("deadline", "plan_date", target="2025-08-31", function="planning")
    planning = {} if done is None else {"plan_date": done}
    expect(measured(rule, town(period, planning=planning)), status, score)


def project(**fields: Value) -> dict[str, Value]:
    return fields


def test_ratio_to_date():
    rule = indicator("ratio_to_date", "done", "plan", function="projects")
    rows = [project(done=10.0, plan=100.0), project(done=20.0, plan=100.0)]
    # 100 × 30/200 = 15; by March 25 % is due: 100 × 15/25 = 60
    expect(measured(rule, town("2025-03", rows)), "ok", 60.0, 15.0)
    # a quarter of the year's plan in January is ahead of time: 100 × min(1, 25/8.33…)
    expect(measured(rule, town("2025-01", [project(done=25.0, plan=100.0)])), "ok", 100.0, 25.0)
    # a row lacking an amount counts as 0 in the sum: 100 × 10/200 = 5 of 25
    expect(measured(rule, town("2025-03", [rows[0], project(plan=100.0)])), "ok", 20.0, 5.0)
    expect(measured(rule, town("2025-03", [project(done=10.0, plan=0.0)])), "not_applicable")
    expect(measured(rule, town("2025-03")), "missing", 0.0)


def test_investment_floor():
    rule = indicator("investment_floor", "done", target="1000", function="projects")
    # by March 1000 × 3/12 = 250 万元 are due; 100 + 25 = 125 are half of that
    expect(measured(rule, town("2025-03", [project(done=100.0), project(done=25.0)])), "ok", 50.0, 125.0)
    expect(measured(rule, town("2025-12", [project(done=1200.0)])), "ok", 100.0, 1200.0)
    expect(measured(rule, town("2025-03", [project(plan=5.0)])), "ok", 0.0, 0.0)
    expect(measured(rule, town("2025-03")), "missing", 0.0)


def test_project_start_rate():
    rule = indicator("ratio_of_projects", "started", "planned_for_this_year", function="projects")
    begun = ["under_construction", "suspended", "completed", "in_use", "idle"]
    waiting = ["planned", "preliminary", "not_started"]
    rows = [project(status=status, annual_planned_investment=10.0) for status in begun + waiting]
    got = measured(rule, town(projects=rows))
    expect(got, "ok", 62.5, 62.5)  # 5 of 8
    assert (got.numerator, got.denominator) == (5.0, 8.0)
    # a project finished in an earlier year has no plan for this one: in neither count, so no share passes 100
    old = project(status="completed", annual_planned_investment=0.0)
    expect(measured(rule, town(projects=[*rows, old])), "ok", 62.5, 62.5)
    expect(measured(rule, town(projects=[old])), "not_applicable")
    expect(measured(rule, town()), "missing", 0.0)


def test_project_completion_rate():
    rule = indicator("ratio_of_projects", "completed_on_time", "due_by_now", function="projects")
    rows = [
        project(status="completed", planned_completion_date="2025-03-31"),  # due on the last day, done
        project(status="in_use", planned_completion_date="2025-01-10"),  # due, done
        project(status="under_construction", planned_completion_date="2025-02-01"),  # due, not done
        project(status="idle", planned_completion_date="2025-04-01"),  # not due yet
        project(status="completed"),  # no date: never due
    ]
    expect(measured(rule, town("2025-03", rows)), "ok", 200 / 3, 200 / 3)
    expect(measured(rule, town("2025-03", rows[3:])), "not_applicable")


def test_completed_in_use():
    rule = indicator("ratio_of_projects", "in_use_with_maintenance_unit", "completed", function="projects")
    rows = [
        project(status="in_use", maintenance_unit="城管执法局"),
        project(status="in_use"),  # nobody looks after it
        project(status="idle", maintenance_unit="城管执法局"),  # not in use
        project(status="completed", maintenance_unit="城管执法局"),
        project(status="suspended", maintenance_unit="城管执法局"),  # not completed
    ]
    expect(measured(rule, town(projects=rows)), "ok", 25.0, 25.0)  # 1 of 4
    expect(measured(rule, town(projects=rows[4:])), "not_applicable")


def test_a_shared_field_is_read_from_the_functions_own_ledger_first():
    rule = indicator("ratio", "n", "households", function="industry")
    reported = {
        "environment": {"households": 400.0},
        "governance": {"households": 500.0},
        "industry": {"n": 100.0, "households": 200.0},
    }
    assert measured(rule, town(**reported)).value == 50.0  # 100/200: industry's own
    del reported["industry"]["households"]
    assert measured(rule, town(**reported)).value == 25.0  # 100/400: environment comes before governance
    del reported["environment"]
    assert measured(rule, town(**reported)).value == 20.0  # 100/500


def test_village_sewage_divides_a_field_of_environment_by_one_of_facilities():
    rule = indicator("ratio", "villages_sewage", "villages_total", "50", function="environment")
    reported = town(environment={"villages_sewage": 3.0}, facilities={"villages_total": 12.0})
    expect(measured(rule, reported), "ok", 50.0, 25.0)  # 100 × 3/12 = 25 of 50
