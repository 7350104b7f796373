"""Small publications, made by the product's own publishing from a build database written by hand."""

from pathlib import Path

import duckdb

from exports import publication

#: Two tables whose every row names the issue that it belongs to: a mixture of two issues would show.
TABLES = ("dim_town", "fct_finding", "fct_submission")
ABOUT = {
    "standards": ["2025"],
    "readings": ["1-abc"],
    "keys": {"dim_town": ["town_code"], "fct_finding": ["finding_id"]},
    "for_evaluators": ["fct_finding"],
}


def publish(folder: Path, issue: int, towns: int = 3) -> Path:
    """The folder of a publication of the given issue: `towns` towns, as many findings, one submission."""
    folder.mkdir(parents=True, exist_ok=True)
    database = folder / f"build-{issue}.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "create table dim_town (town_code varchar, town_name varchar, issue bigint, score double,"
            " is_key boolean, since date)"
        )
        connection.execute("comment on table dim_town is 'One row per town. 每行一个镇。'")
        connection.execute("comment on column dim_town.town_name is 'Its name. 镇名。'")
        connection.execute("create table fct_finding (finding_id varchar, issue bigint, raw_text varchar)")
        connection.execute("create table fct_submission (source_file varchar, received_at timestamp)")
        connection.execute("insert into fct_submission values ('a.xlsx', timestamp '2025-04-03 09:30:00')")
        for number in range(towns):
            connection.execute(
                "insert into dim_town values (?, ?, ?, ?, true, date '2025-01-31')",
                [
                    f"61060200{number}",
                    ["=1+1", '引号"和,逗号', ""][number % 3],
                    issue,
                    None if number else 1.5,
                ],
            )
            connection.execute("insert into fct_finding values (?, ?, '原文')", [f"f{number}", issue])
    return publication.publish(database, TABLES, folder / "home", ABOUT).folder
