"""Other people's decoders on bytes that nobody has checked: whatever they raise, the file is broken.

They take a file for well made, and what they raise where one is not is told nowhere: AssertionError, KeyError and
struct.error among others.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ingest.sheet import Unreadable


@contextmanager
def decoding(detail: str) -> Iterator[None]:
    """Run a library's call; Unreadable where it raises anything, with what is broken in the words of a finding.

    Nothing but such calls belongs inside, so that an error of our own is never taken for a broken file. Memory that
    is not to be had is the affair of who bounds it (`ingest.batch`).
    """
    try:
        yield
    except (Unreadable, MemoryError):
        raise
    except Exception as error:
        raise Unreadable("CORRUPT_FILE", detail=detail) from error
