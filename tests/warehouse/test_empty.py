"""A store that has received nothing builds, passes its own tests, and publishes the standard alone."""

from tests.warehouse.conftest import Warehouse


def test_an_empty_store_gives_empty_marts_and_full_dimensions(empty: Warehouse) -> None:
    marts = empty.rows(
        "select table_name from duckdb_tables() where table_name like 'fct_%' or table_name like 'rpt_%'"
    )
    assert len(marts) > 8
    assert {name: empty.rows(f"select count(*) from {name}") for (name,) in marts} == {
        name: [(0,)] for (name,) in marts
    }
    assert empty.rows("select count(*) from dim_town") == [(117,)]
    assert empty.rows("select count(*), sum(weight) from dim_indicator") == [(44, 100)]
