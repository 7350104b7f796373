"""A Word file as a PDF, through LibreOffice where it is installed, with the shipped fonts."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from exports import fonts

_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 180


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
        try:
            done = subprocess.run(
                command, env=environment, capture_output=True, text=True, timeout=_SECONDS, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise NoPdfError(f"no PDF: LibreOffice took longer than {_SECONDS} s") from error
        made = scratch / f"{word.stem}.pdf"
        if not made.exists():
            raise NoPdfError(f"no PDF: LibreOffice failed: {' '.join(done.stderr.split())[:300]}")
        return Path(shutil.move(made, target))
