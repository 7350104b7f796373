"""Assets, checks, resources and jobs, assembled for one workplace.

The command, the tests and Dagster's pages all use these definitions; only the workplace differs.
"""

from __future__ import annotations

from collections.abc import Iterator

import dagster as dg

from orchestration import assets, warehouse
from orchestration.assets import Workplace

#: The jobs: the whole graph, the graph for chosen counties and months, taking in alone.
EVERYTHING, CHOSEN, INTAKE = "everything", "chosen", "intake"


def build_defs(workplace: Workplace) -> dg.Definitions:
    """The definitions on a workplace."""
    everything = dg.AssetSelection.all()
    return dg.Definitions(
        assets=[
            assets.landing,
            assets.submissions,
            warehouse.models,
            assets.county_batches,
            assets.published,
            assets.returns,
        ],
        jobs=[
            dg.define_asset_job(EVERYTHING, selection=everything),
            dg.define_asset_job(CHOSEN, selection=everything - dg.AssetSelection.assets(assets.landing)),
            dg.define_asset_job(INTAKE, selection=dg.AssetSelection.assets(assets.submissions)),
        ],
        resources={
            "workplace": _in_use_alone(workplace),
            "dbt": warehouse.resource(),
        },
        executor=dg.in_process_executor,
    )


def _in_use_alone(workplace: Workplace) -> dg.ResourceDefinition:
    """The workplace as a resource that holds its home for as long as a run lasts."""

    @dg.resource(description="The home that a run works on, and the landing that it reads.")
    def hold(_context: dg.InitResourceContext) -> Iterator[Workplace]:
        with workplace.home.locked():
            yield workplace

    return hold
