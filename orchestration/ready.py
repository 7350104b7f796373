"""Whether a run can begin: what it would stumble over is said before Dagster and dbt are loaded, which takes seconds.

Belongs here: what people keep in a home and in the tables of the standard, as a whole. Does not belong here: how
each of them is read and what makes it unusable.
"""

from __future__ import annotations

from pathlib import Path

from expectations import organisation, standard
from ingest.intake import ReceiptsError, read_receipts, receipts_of
from ingest.limits import configured
from ingest.overrides.parse import OverrideError
from orchestration.home import DBT_PROJECT, DICTIONARY, REPOSITORY, Home, UnusableError
from orchestration.layouts import load

_DICTIONARY = REPOSITORY / DICTIONARY


def refusals(home: Home, landing: Path) -> list[str]:
    """Why a run of this landing would be refused, whatever lies there.

    Raises orchestration.home.UnusableError or ingest.limits.LimitsError where times of arrival, overrides or
    limits cannot be used.
    """
    configured()
    try:
        read_receipts(receipts_of(landing))
        load(home)
    except (ReceiptsError, OverrideError) as error:
        raise UnusableError(str(error)) from error
    return standard_faults()


def standard_faults() -> list[str]:
    """What is wrong with the tables of the standard and the organisation that the models would be built with."""
    seeds = DBT_PROJECT / "seeds"
    return [
        *standard.faults(seeds / "standard", _DICTIONARY),
        *organisation.faults(seeds / "organisation", seeds / "standard", _DICTIONARY),
    ]
