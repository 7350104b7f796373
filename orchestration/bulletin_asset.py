"""The quarterly bulletin as an asset, a partition a quarter: for whoever starts it from Dagster's pages.

No run makes it by itself; the command `bulletin` makes the same files.
"""

import time

import dagster as dg

from exports.documents.periods import parse, quarter_of
from orchestration.assets import MONTH, PARTITIONS, Workplace, published
from orchestration.bulletin import bulletin

#: The quarters of the calendar.
QUARTERS = dg.StaticPartitionsDefinition(
    sorted({quarter_of(m) for m in PARTITIONS.get_partitions_def_for_dimension(MONTH).get_partition_keys()})
)


@dg.asset(
    deps=[published],
    partitions_def=QUARTERS,
    group_name="publication",
    required_resource_keys={"workplace"},
    kinds={"word"},
)
def bulletins(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    """The bulletin of a quarter (季通报) with its annexes; of a released one, from its release."""
    workplace: Workplace = context.resources.workplace
    started = time.perf_counter()
    done = bulletin(workplace.home, parse(context.partition_key), workplace.as_of, is_release=False)
    workplace.tell("publish", time.perf_counter() - started, done.made.title)
    return dg.MaterializeResult(
        metadata={
            "title": done.made.title,
            "as_of": done.made.as_of,
            "is_released": done.is_released,
            "word": dg.MetadataValue.path(done.made.word.relative_to(workplace.home.root).as_posix()),
            "pdf": done.no_pdf or "made",
        }
    )
