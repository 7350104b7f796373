"""The wording of the dictionary's rules: each text is understood, and nothing else is."""

import dataclasses

import pytest

from expectations import rules
from expectations.rules import UnknownRuleError
from ingest import dictionary


def of(ledger: str, field: str) -> list[rules.Rule]:
    return [rule for rule in rules.load()[ledger] if rule.field == field]


@pytest.mark.parametrize(
    ("ledger", "field", "expected"),
    [
        ("facilities", "communities_total", rules.NotNegative("facilities", "communities_total")),
        ("facilities", "town_population", rules.Positive("facilities", "town_population", is_required=True)),
        ("industry", "households_total", rules.Positive("industry", "households_total", is_required=False)),
        ("facilities", "communities_gas", rules.AtMost("facilities", "communities_gas", "communities_total")),
        ("environment", "posters_fixed", rules.AtMost("environment", "posters_fixed", "posters_found")),
        (
            "environment",
            "cables_messy_fixed",
            rules.AtMost("environment", "cables_messy_fixed", "cables_messy_found"),
        ),
        (
            "funds",
            "amount_arrived",
            rules.AtMost("funds", "amount_arrived", "amount_planned", may_be_explained=True),
        ),
        ("funds", "amount_spent", rules.AtMost("funds", "amount_spent", "amount_arrived")),
        (
            "projects",
            "annual_planned_investment",
            rules.AtMost("projects", "annual_planned_investment", "total_investment"),
        ),
        ("projects", "annual_planned_investment", rules.NotNegative("projects", "annual_planned_investment")),
        (
            "projects",
            "planned_completion_date",
            rules.NotBefore("projects", "planned_completion_date", "start_date"),
        ),
        ("projects", "actual_completion_date", rules.NotAfterPeriod("projects", "actual_completion_date")),
        (
            "facilities",
            "gas_coverage_reported",
            rules.AgreesWithParts(
                "facilities", "gas_coverage_reported", "communities_gas", "communities_total", 0.5
            ),
        ),
        (
            "recommendations",
            "poorer_town",
            rules.DiffersFrom("recommendations", "poorer_town", "better_town"),
        ),
        ("recommendations", "better_town", rules.OwnTown("recommendations", "better_town")),
        ("projects", "town", rules.OwnTown("projects", "town")),
        ("recommendations", "poorer_town", rules.OwnTown("recommendations", "poorer_town")),
        ("projects", "fund_debt", rules.NoDebt("projects", "fund_debt")),
        ("projects", "project_name", rules.NoConflict("projects", "project_name")),
        ("facilities", "town", rules.NoCopy("facilities", "town")),
        ("recommendations", "quarter", rules.NoConflict("recommendations", "quarter")),
        (
            "projects",
            "maintenance_unit",
            rules.ExpectedWhen("projects", "maintenance_unit", "status", ("completed", "in_use", "idle")),
        ),
        (
            "planning",
            "town_plan_date",
            rules.ExpectedWhen("planning", "town_plan_date", "town_plan_status", ("approved",)),
        ),
        (
            "planning",
            "heritage_plan_date",
            rules.JudgedElsewhere("planning", "heritage_plan_date", "deadline 2025-08-31"),
        ),
        (
            "projects",
            "cumulative_investment",
            rules.JudgedElsewhere("projects", "cumulative_investment", "equals the sum of the months"),
        ),
        (
            "projects",
            "cumulative_investment",
            rules.JudgedElsewhere("projects", "cumulative_investment", "never falls within a year"),
        ),
        ("projects", "status", rules.JudgedElsewhere("projects", "status", "never goes back from completed")),
    ],
)
def test_a_rule_text_means_what_it_says(ledger: str, field: str, expected: rules.Rule) -> None:
    assert expected in of(ledger, field)


def test_a_required_field_is_asked_for_unless_it_is_a_key() -> None:
    asked = {(rule.ledger, rule.field) for of_ledger in rules.load().values() for rule in of_ledger
             if isinstance(rule, rules.Required)}  # fmt: skip
    required = {(f.ledger, f.name) for f in dictionary.load().fields if f.required}
    keys = {"town", "project_name", "fund_source", "quarter"}
    assert asked == {(ledger, name) for ledger, name in required if name not in keys}


def test_debt_is_not_added_to_the_funds_of_a_project() -> None:
    (parts,) = (rule for rule in rules.load()["projects"] if isinstance(rule, rules.PartsWithin))
    assert parts.parts == ("fund_county", "fund_superior", "fund_industry", "fund_linkage", "fund_cooperation",
                           "fund_assistance", "fund_private")  # fmt: skip


@pytest.mark.parametrize(
    "text", ["about the same as communities_total", ">= 1", "<= communities_total or so", "> 0;?"]
)
def test_a_rule_text_that_is_not_understood_is_an_error(text: str) -> None:
    field = dataclasses.replace(dictionary.load().field("facilities", "communities_gas"), rule=text)
    with pytest.raises(UnknownRuleError, match=r"facilities\.communities_gas: the rule .* is not understood"):
        rules.parse(field)


def test_a_rule_on_a_field_that_does_not_exist_is_an_error() -> None:
    words = dictionary.Dictionary()
    words.fields = tuple(
        dataclasses.replace(f, rule="<= communities") if f.name == "communities_gas" else f
        for f in words.fields
    )
    with pytest.raises(UnknownRuleError, match="no field communities in this ledger"):
        rules.rules_of(words)
