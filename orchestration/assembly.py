"""Assets, checks, resources and jobs, assembled for one workplace.

The command, the tests and Dagster's pages all use these definitions; only the workplace differs.
"""

from __future__ import annotations

from collections.abc import Iterator

import dagster as dg

from orchestration import assets, bulletin_asset, warehouse
from orchestration.assets import Workplace

#: The jobs: the graph to the publication, the same for chosen counties and months, taking in alone, a bulletin.
EVERYTHING, CHOSEN, INTAKE, BULLETIN = "everything", "chosen", "intake", "bulletin"


def build_defs(workplace: Workplace) -> dg.Definitions:
    """The definitions on a workplace."""
    bulletins = dg.AssetSelection.assets(bulletin_asset.bulletins)
    everything = dg.AssetSelection.all() - bulletins
    return dg.Definitions(
        assets=[
            assets.landing,
            assets.submissions,
            warehouse.models,
            assets.county_batches,
            assets.published,
            assets.returns,
            bulletin_asset.bulletins,
        ],
        jobs=[
            dg.define_asset_job(EVERYTHING, selection=everything),
            dg.define_asset_job(CHOSEN, selection=everything - dg.AssetSelection.assets(assets.landing)),
            dg.define_asset_job(INTAKE, selection=dg.AssetSelection.assets(assets.submissions)),
            dg.define_asset_job(BULLETIN, selection=bulletins),
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
