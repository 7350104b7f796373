"""The dashboard under test: in a real headless Chromium, and as files on disk."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str:
    """The system's Chromium; the test is skipped where it has none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        pytest.skip("no Chromium here (package chromium)")
    return found


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=_FLAGS)
        yield opened
        opened.close()


@contextmanager
def watched(opened: Browser, width: int = 1280, height: int = 900) -> Iterator[Page]:
    """A page on which nothing may go wrong: no error in its console, no dialogue, nothing asked of a network."""
    page = opened.new_page(viewport={"width": width, "height": height})
    wrong: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            wrong.append(f"{message.type}: {message.text}")

    def follow(request: Request) -> None:
        if not request.url.startswith(("file:", "data:")):
            wrong.append(f"asked for {request.url}")

    page.on("console", hear)
    page.on("request", follow)
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
    page.on("dialog", lambda dialog: (wrong.append(f"dialogue: {dialog.message}"), dialog.dismiss()))
    try:
        yield page
    finally:
        page.close()
    assert not wrong, wrong


def open_page(page: Page, site: Path, path: str, language: str = "") -> None:
    """Open a page of the site from disk, in English where asked, and wait until its charts are drawn."""
    address, _, fragment = path.partition("#")
    query = f"{'&' if '?' in address else '?'}lang={language}" if language else ""
    page.goto(f"file://{site}/{address}{query}{'#' + fragment if fragment else ''}")
    page.wait_for_function(
        "[...document.querySelectorAll('figure .canvas')].every(canvas => canvas.querySelector('svg'))"
    )


def altered(published: Path, folder: Path, *statements: str) -> Path:
    """A copy of the published marts in a folder of its own, changed; the folder."""
    folder.mkdir()
    with duckdb.connect(str(shutil.copy(published / "townledger.duckdb", folder))) as connection:
        for statement in statements:
            connection.execute(statement)
    return folder
