"""A Word file as a PDF, through LibreOffice where it is installed, with the shipped fonts."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from exports import fonts

_PROGRAMS = ("soffice", "libreoffice")
#: What a document may take.
SECONDS = 180.0


class NoPdfError(RuntimeError):
    """No PDF could be made; the message says why."""


def convert(word: Path) -> Path:
    """The PDF beside a Word file, made where there is none; NoPdfError where LibreOffice is missing, takes too long or fails.

    LibreOffice works in a profile of its own, so that one that is open elsewhere neither stops nor changes it.
    """
    target = word.with_suffix(".pdf")
    if target.exists():
        return target
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise NoPdfError("no PDF: LibreOffice (soffice) is not installed")
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        command = [
            program,
            f"-env:UserInstallation={(scratch / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "pdf",
            "--outdir",
            str(scratch),
            str(word),
        ]
        environment = {**os.environ, "FONTCONFIG_FILE": str(fonts.fontconfig(scratch)), "HOME": folder}
        said = _run(command, environment)
        made = scratch / f"{word.stem}.pdf"
        if not made.exists():
            raise NoPdfError(f"no PDF: LibreOffice failed: {' '.join(said.split())[:300]}")
        return Path(shutil.move(made, target))


def _run(command: Sequence[str], environment: Mapping[str, str]) -> str:
    """What a command says on stderr; NoPdfError where it takes too long, its children ended with it."""
    with subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            return process.communicate(timeout=SECONDS)[1]
        except subprocess.TimeoutExpired as error:
            os.killpg(process.pid, signal.SIGKILL)
            raise NoPdfError(f"no PDF: LibreOffice took longer than {SECONDS:g} s") from error
