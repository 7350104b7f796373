"""The opening of every document: on what grounds it is issued."""

from __future__ import annotations

from exports.documents.desk import Desk, office


def plan_of(desk: Desk) -> str:
    """The plan that the documents of the year rest on, as it is cited."""
    plan = office()["plans"].get(desk.period.year)
    return f"《{plan['title']}》（{plan['number']}）" if plan else f"{office()['work']}方案"


def grounds(desk: Desk, mechanism: str, what: str = "") -> str:
    """'按照《…》“季通报”要求，现将…情况通报如下。'"""
    return f"按照{plan_of(desk)}“{mechanism}”要求，现将{desk.period.name}全市{office()['work']}{what}情况通报如下。"
