"""Text in any encoding Chinese offices use: UTF-8, UTF-16 and GBK/GB18030, with or without a mark."""

from __future__ import annotations

import codecs

_SAMPLE = 4096


def decode(content: bytes) -> str | None:
    """The text, None where the bytes are none."""
    for encoding in _candidates(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        sample = text[:_SAMPLE]
        is_written = all(char.isprintable() or char.isspace() for char in sample)
        if is_written and sum(map(_is_common, sample)) * 10 >= len(sample) * 9:
            return text
    return None


def _is_common(char: str) -> bool:
    """ASCII, Chinese characters and punctuation, full-width forms, and the signs tables use."""
    return (
        char < "\x80"
        or "\u2000" <= char <= "\u2fff"
        or "\u3000" <= char <= "\u9fff"
        or char >= "\uf900"
        or char in "×÷·°±²³"
    )


def _candidates(content: bytes) -> tuple[str, ...]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    if b"\0" in content[:_SAMPLE]:
        return ("utf-16-le", "utf-16-be")
    return ("utf-8-sig", "gb18030")
