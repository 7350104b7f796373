"""The bundled quarter as of past moments, each built once for all the tests that ask of it.

Belongs here: building. Does not belong here: what is expected of a moment.
"""

from pathlib import Path

import pytest

from tests.conftest import made_once
from tests.warehouse.conftest import Warehouse, build

#: Between two corrections of March.
AMID_CORRECTIONS = "2025-04-04T10:00:00"


def built_as_of(moment: str, store: Path, factory: pytest.TempPathFactory) -> Warehouse:
    """The whole project built on the store of the shared home."""

    def make(folder: Path) -> None:
        build(store, folder, is_tested=False, as_of=moment)

    return Warehouse(made_once(factory, f"built_as_of_{moment}", make) / "warehouse.duckdb")
