"""Asks the semantic layer as MetricFlow's users do, in a process of its own: `python -m tests.warehouse.metrics`.

Reads questions as JSON from standard input (a list of `[metrics, group_by]`), prints the answers as JSON, each a
list of rows. dbt keeps its database open until a process ends, so a test can't ask within its own.
"""

import json
import sys
from pathlib import Path

from dbt_metricflow.cli.cli_configuration import CLIConfiguration
from metricflow.engine.metricflow_engine import MetricFlowQueryRequest

PROJECT = Path(__file__).parents[2] / "dbt_project"


def main() -> None:
    layer = CLIConfiguration()
    layer.setup(PROJECT, PROJECT, configure_file_logging=False)
    answers = []
    for metrics, group_by in json.load(sys.stdin):
        request = MetricFlowQueryRequest.create(
            metric_names=metrics, group_by_names=group_by, order_by_names=group_by
        )
        answers.append([list(row) for row in layer.mf.query(request).result_df.rows])
    print(json.dumps(answers, default=str, ensure_ascii=False))


if __name__ == "__main__":
    main()
