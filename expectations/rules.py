"""The rules of the field dictionary, read into types. This is the one place that understands their wording.

Belongs here: the grammar of the dictionary's `rule` column, what follows from a field's kind, and the few
rules that concern several fields. Does not belong here: how a rule is checked (`expectations.checks`) or
what is said where it is broken (`expectations.wording`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from ingest.dictionary import Dictionary, Field
from ingest.dictionary import load as load_dictionary

#: Nothing in the programme is older; 1905 is what a spreadsheet makes of the number 2025.
EARLIEST_DATE = "2000-01-01"
#: How many years after the reported one a date may still be meant.
YEARS_AHEAD = 10


class UnknownRuleError(ValueError):
    """A rule text of the dictionary that the grammar does not understand."""


@dataclass(frozen=True)
class Rule:
    """A rule on one field of one ledger; `field` is the field it is said of."""

    ledger: str
    field: str


@dataclass(frozen=True)
class Required(Rule):
    """The field is reported and readable."""


@dataclass(frozen=True)
class NotNegative(Rule):
    """The amount or count is 0 or more."""


@dataclass(frozen=True)
class Positive(Rule):
    """Zero is no answer; where the field is required the record cannot do without one."""

    is_required: bool


@dataclass(frozen=True)
class AtMost(Rule):
    """A part does not exceed its whole; `may_be_explained` where an excess can have its reasons."""

    whole: str
    may_be_explained: bool = False


@dataclass(frozen=True)
class PartsWithin(Rule):
    """Several parts together do not exceed their whole (`field`); they may fall short of it."""

    parts: tuple[str, ...]


@dataclass(frozen=True)
class PlausibleDate(Rule):
    """The date lies between EARLIEST_DATE and YEARS_AHEAD years after the reported period."""


@dataclass(frozen=True)
class NotBefore(Rule):
    """The date is not before another one."""

    earlier: str


@dataclass(frozen=True)
class NotAfterPeriod(Rule):
    """The date is not after the end of the reported month."""


@dataclass(frozen=True)
class AgreesWithParts(Rule):
    """A reported rate is within `tolerance` percentage points of 100 × part / whole."""

    part: str
    whole: str
    tolerance: float


@dataclass(frozen=True)
class DiffersFrom(Rule):
    """The two fields name different things."""

    other: str


@dataclass(frozen=True)
class OwnTown(Rule):
    """The town named belongs to the submitting county."""


@dataclass(frozen=True)
class NoDebt(Rule):
    """No amount is financed by debt."""


@dataclass(frozen=True)
class NoDebtSource(Rule):
    """No amount stands in a record whose key (`field`) names this source, which is debt."""

    source: str
    amounts: tuple[str, ...]


@dataclass(frozen=True)
class PlainText(Rule):
    """The text does not begin like a formula."""


@dataclass(frozen=True)
class NoPersonalData(Rule):
    """The free text holds no identity or mobile number."""


@dataclass(frozen=True)
class NoCopy(Rule):
    """No record repeats another of its submission word for word; `field` ends the ledger's key."""


@dataclass(frozen=True)
class NoConflict(Rule):
    """No two records of a submission share their key and differ in something else."""


@dataclass(frozen=True)
class ExpectedWhen(Rule):
    """The field should be there once another field has reached one of the states; a matter of the batch."""

    depends_on: str
    states: tuple[str, ...]


@dataclass(frozen=True)
class JudgedElsewhere(Rule):
    """Needs other submissions, or is no judgement: the warehouse (or the publication) sees to it."""

    text: str


Builder = Callable[[Field, "re.Match[str]"], tuple[Rule, ...]]
_COMPLETED = ("status", ("completed", "in_use", "idle"))
_APPROVED = ("town_plan_status", ("approved",))


def _elsewhere(field: Field, match: re.Match[str]) -> tuple[Rule, ...]:
    return (JudgedElsewhere(field.ledger, field.name, match.string),)


def _key(field: Field, match: re.Match[str]) -> tuple[Rule, ...]:
    return (NoCopy(field.ledger, field.name), NoConflict(field.ledger, field.name))


def _at_most(field: Field, match: re.Match[str]) -> tuple[Rule, ...]:
    whole = match["whole"]
    if whole == "found":
        whole = f"{field.name.rpartition('_')[0]}_found"
    return (
        AtMost(field.ledger, field.name, whole, may_be_explained=bool(match.groupdict().get("explained"))),
    )


_GRAMMAR: tuple[tuple[str, Builder], ...] = (
    (r">= 0", lambda f, m: (NotNegative(f.ledger, f.name),)),
    (r"> 0", lambda f, m: (NotNegative(f.ledger, f.name), Positive(f.ledger, f.name, f.required))),
    (r"<= (?P<whole>\w+)(?P<explained> unless explained)?", _at_most),
    (r"0\.\.(?P<whole>[a-z]\w*)", lambda f, m: (NotNegative(f.ledger, f.name), *_at_most(f, m))),
    (r"not before (?P<other>\w+)", lambda f, m: (NotBefore(f.ledger, f.name, m["other"]),)),
    (r"not after the end of the reported month", lambda f, m: (NotAfterPeriod(f.ledger, f.name),)),
    (
        r"agrees with (?P<part>\w+) / (?P<whole>\w+) within (?P<tolerance>[\d.]+) points",
        lambda f, m: (AgreesWithParts(f.ledger, f.name, m["part"], m["whole"], float(m["tolerance"])),),
    ),
    (r"differs from (?P<other>\w+)", lambda f, m: (DiffersFrom(f.ledger, f.name, m["other"]),)),
    (r"must be a town of the submitting county", lambda f, m: (OwnTown(f.ledger, f.name),)),
    (r"any amount above 0 is flagged(?: \(.*\))?", lambda f, m: (NoDebt(f.ledger, f.name),)),
    (r"unique with town within a submission|one row per town of the county", _key),
    (r"one submission per county and quarter", _key),
    (r"expected once completed", lambda f, m: (ExpectedWhen(f.ledger, f.name, *_COMPLETED),)),
    (r"expected when approved", lambda f, m: (ExpectedWhen(f.ledger, f.name, *_APPROVED),)),
    (r"never falls within a year|equals the sum of the months|never goes back from completed", _elsewhere),
    (r"deadline \d{4}-\d\d-\d\d|never leaves the restricted schema", _elsewhere),
)
_COMPILED = tuple((re.compile(pattern), build) for pattern, build in _GRAMMAR)


def parse(field: Field) -> tuple[Rule, ...]:
    """What the field's rule text says; UnknownRuleError where a clause of it is not understood."""
    clauses = [clause.strip() for clause in field.rule.split(";") if clause.strip()]
    return tuple(rule for clause in clauses for rule in _parse_clause(field, clause))


def _parse_clause(field: Field, clause: str) -> tuple[Rule, ...]:
    for pattern, build in _COMPILED:
        if match := pattern.fullmatch(clause):
            return build(field, match)
    raise UnknownRuleError(f"{field.ledger}.{field.name}: the rule {clause!r} is not understood")


def _implied(field: Field, key_fields: tuple[str, ...]) -> tuple[Rule, ...]:
    """What follows from the kind of a field: amounts are not negative, towns the county's own, texts plain."""
    rules: list[Rule] = []
    if field.name == key_fields[-1]:
        rules += [NoCopy(field.ledger, field.name), NoConflict(field.ledger, field.name)]
    if field.required and field.name not in key_fields:
        rules.append(Required(field.ledger, field.name))
    if field.kind in ("money", "count", "number", "flag_or_count"):
        rules.append(NotNegative(field.ledger, field.name))
    if field.kind == "town":
        rules.append(OwnTown(field.ledger, field.name))
    if field.kind == "date":
        rules.append(PlausibleDate(field.ledger, field.name))
    if field.kind == "text":
        rules.append(PlainText(field.ledger, field.name))
        if not field.is_personal:
            rules.append(NoPersonalData(field.ledger, field.name))
    return tuple(rules)


def _across(dictionary: Dictionary) -> tuple[Rule, ...]:
    """Rules on several fields, which no single field's rule text can say."""
    sums = (
        PartsWithin(ledger, whole, parts)
        for ledger, wholes in dictionary.sums.items()
        for whole, parts in wholes.items()
    )
    bounds = (AtMost(*bound, may_be_explained=True) for bound in dictionary.bounds)
    return (
        *sums,
        *bounds,
        NoDebtSource("funds", "fund_source", "debt", ("amount_planned", "amount_arrived", "amount_spent")),
    )


def _named(rule: Rule) -> tuple[str, ...]:
    """The other fields that a rule names."""
    single = (getattr(rule, name, "") for name in ("whole", "part", "other", "earlier", "depends_on"))
    several = (getattr(rule, name, ()) for name in ("parts", "amounts"))
    return (rule.field, *(name for name in single if name), *(name for names in several for name in names))


def rules_of(dictionary: Dictionary) -> dict[str, tuple[Rule, ...]]:
    """ledger → its rules in dictionary order, each once; UnknownRuleError where one is not understood."""
    found: dict[str, dict[Rule, None]] = {ledger: {} for ledger in dictionary.ledgers}
    for field in dictionary.fields:
        implied = _implied(field, dictionary.key_fields(field.ledger))
        found[field.ledger] |= dict.fromkeys((*implied, *parse(field)))
    for rule in _across(dictionary):
        found[rule.ledger][rule] = None
    for rule in (rule for rules in found.values() for rule in rules):
        unknown = [name for name in _named(rule) if name not in dictionary.by_ledger[rule.ledger]]
        if unknown:
            raise UnknownRuleError(
                f"{rule.ledger}.{rule.field}: no field {', '.join(unknown)} in this ledger"
            )
    return {ledger: tuple(rules) for ledger, rules in found.items()}


@lru_cache(maxsize=1)
def load() -> dict[str, tuple[Rule, ...]]:
    """The rules of the dictionary that ships with the product."""
    return rules_of(load_dictionary())
