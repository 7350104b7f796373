"""The published dashboard that the tests of the exports read."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def site(published_home: Path) -> Path:
    """The dashboard of the shared publication: a folder with `index.html`."""
    return (published_home / "published" / "dashboard").resolve()
