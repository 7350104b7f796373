"""Reports as counties might send them, put together from the few words that a test is about."""

import datetime as dt

from tests.warehouse.stores import Record, Report


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def project(town: str, name: str, **values: str) -> Record:
    """A project row with its required fields; money in 万元."""
    usual = {
        "function": "infrastructure",
        "status": "under_construction",
        "total_investment": "500",
        "annual_planned_investment": "400",
    }
    return Record(town, name, usual | values)


def projects(county: str, period: str, received: str, *records: Record, **options: object) -> Report:
    return Report(county, period, "projects", records, moment(received), **options)


def environment(county: str, period: str, received: str, *records: Record, **options: object) -> Report:
    return Report(county, period, "environment", records, moment(received), **options)


def households(town: str, total: str, status: str = "accepted") -> Record:
    return Record(town, "", {"households_total": total}, status)
