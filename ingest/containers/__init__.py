"""From bytes to sheets: one module a kind of container, told apart by content, never by name alone.

`open_container` is the only entrance. A container that cannot be read raises `Unreadable` with the
code of a finding; anything else that is raised is a bug.
"""

from __future__ import annotations

from collections.abc import Callable

from ingest.containers import archive, delimited, detect, html, opendocument, spreadsheet, word
from ingest.containers.compound import Compound
from ingest.containers.detect import Container
from ingest.limits import Limits
from ingest.sheet import Sheet, Unreadable

_READERS: dict[str, Callable[[bytes, Limits], list[Sheet]]] = {
    "html": html.read,
    "text": delimited.read,
    "docx": word.read,
}


def open_container(content: bytes, limits: Limits) -> tuple[Container, list[Sheet]]:
    """What the bytes are, and the sheets in them.

    Raises Unreadable where the bytes are no readable container or exceed a limit.
    """
    container, opened = detect.detect(content, limits)
    if container.kind == "encrypted":
        return open_container(spreadsheet.decrypted(content), limits)
    if container.kind == "archive":
        return archive.read(content, limits, _open_member)
    if isinstance(opened, Compound):
        return container, spreadsheet.read_compound(content, opened, limits)
    if opened and container.kind in ("xlsx", "xlsm"):
        return container, spreadsheet.read_package(content, opened, limits)
    if opened and container.kind == "xlsb":
        return container, spreadsheet.read_binary(content, opened, limits)
    if opened and container.kind == "ods":
        return container, opendocument.read(content, opened, limits)
    return container, _READERS[container.kind](content, limits)


def _open_member(content: bytes, limits: Limits) -> tuple[Container, list[Sheet]]:
    """A file inside an archive, which may not be an archive again."""
    if detect.detect(content, limits)[0].kind == "archive":
        raise Unreadable("WRONG_FILE_TYPE", actual="压缩包中的压缩包")
    return open_container(content, limits)
