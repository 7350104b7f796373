"""The pack that a county is sent: the cover note, and by month the list, the marked copies, the standard form.

One archive a county, beside its months. The same files give the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from exports.returns.wording import NOTE

_MOMENT = (2000, 1, 1, 0, 0, 0)


def name(county: str) -> str:
    """The name of a county's pack."""
    return f"{county}台账退回材料.zip"


def archive(files: Mapping[str, bytes]) -> bytes:
    """Files by their path in the archive, in the order of the paths; the note comes first."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        for path in sorted(files, key=lambda path: (path != NOTE, path)):
            target.writestr(zipfile.ZipInfo(path, _MOMENT), files[path], zipfile.ZIP_DEFLATED)
    return content.getvalue()
