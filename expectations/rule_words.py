"""The rules of the dictionary in words for whoever fills in a form: what to keep to, before anything is wrong.

Belongs here: a sentence for each kind of rule. What is said of a rule once it is broken is in
`expectations.wording`. Rules that follow from a field's kind alone (texts are no formulas) need no words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import singledispatch

from expectations import rules
from expectations.rules import Rule
from ingest import dictionary
from ingest.dictionary import Field

_ELSEWHERE = {
    "never falls within a year": "本年内只增不减",
    "equals the sum of the months": "等于本年各月之和",
    "never goes back from completed": "完工后不得退回未完工状态",
    "never leaves the restricted schema": "仅供联系核对，不对外公布",
}
_DEADLINE = re.compile(r"deadline (\d{4})-(\d\d)-(\d\d)")


def sentences(field: Field) -> tuple[str, ...]:
    """What to keep to in a field, in dictionary order."""
    own = (rule for rule in rules.load()[field.ledger] if rule.field == field.name)
    fields = dictionary.load().by_ledger[field.ledger]
    said = (_say(rule, fields) for rule in own)
    return tuple(dict.fromkeys(text for text in said if text))


def at_most(field: Field) -> str:
    """The field of the same ledger that a field must not exceed, '' where there is none."""
    own = (rule for rule in rules.load()[field.ledger] if rule.field == field.name)
    return next((rule.whole for rule in own if isinstance(rule, rules.AtMost)), "")


def _label(fields: Mapping[str, Field], *names: str) -> str:
    return "、".join(f"“{fields[name].label}”" for name in names)


@singledispatch
def _say(rule: Rule, fields: Mapping[str, Field]) -> str:
    return ""


@_say.register
def _(rule: rules.NotNegative, fields: Mapping[str, Field]) -> str:
    return "不小于0"


@_say.register
def _(rule: rules.Positive, fields: Mapping[str, Field]) -> str:
    return "大于0"


@_say.register
def _(rule: rules.AtMost, fields: Mapping[str, Field]) -> str:
    unless = "，确有原因的书面说明" if rule.may_be_explained else ""
    return f"不大于{_label(fields, rule.whole)}{unless}"


@_say.register
def _(rule: rules.PartsWithin, fields: Mapping[str, Field]) -> str:
    return f"不小于{_label(fields, *rule.parts)}之和"


@_say.register
def _(rule: rules.NotBefore, fields: Mapping[str, Field]) -> str:
    return f"不早于{_label(fields, rule.earlier)}"


@_say.register
def _(rule: rules.NotAfterPeriod, fields: Mapping[str, Field]) -> str:
    return "不晚于填报月的最后一天"


@_say.register
def _(rule: rules.AgreesWithParts, fields: Mapping[str, Field]) -> str:
    parts = f"{_label(fields, rule.part)}÷{_label(fields, rule.whole)}"
    return f"与{parts}相差不超过{rule.tolerance:g}个百分点"


@_say.register
def _(rule: rules.DiffersFrom, fields: Mapping[str, Field]) -> str:
    return f"不得与{_label(fields, rule.other)}相同"


@_say.register
def _(rule: rules.OwnTown, fields: Mapping[str, Field]) -> str:
    return "须为本县（市、区）的镇"


@_say.register
def _(rule: rules.NoDebt, fields: Mapping[str, Field]) -> str:
    return "不得举债建设，有的如实填写并说明"


@_say.register
def _(rule: rules.NoConflict, fields: Mapping[str, Field]) -> str:
    return "同一镇内不得重复" if len(dictionary.load().key_fields(rule.ledger)) > 1 else "不得重复"


@_say.register
def _(rule: rules.ExpectedWhen, fields: Mapping[str, Field]) -> str:
    on = fields[rule.depends_on]
    return f"{_label(fields, on.name)}为{'、'.join(on.codes[state] for state in rule.states)}时填写"


@_say.register
def _(rule: rules.JudgedElsewhere, fields: Mapping[str, Field]) -> str:
    if deadline := _DEADLINE.fullmatch(rule.text):
        year, month, day = (int(part) for part in deadline.groups())
        return f"期限为{year}年{month}月{day}日"
    return _ELSEWHERE[rule.text]
