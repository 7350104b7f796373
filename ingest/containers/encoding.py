"""Text in any encoding Chinese offices use: UTF-8, UTF-16 and GBK/GB18030, with or without a mark."""

from __future__ import annotations

import codecs
import re

_SAMPLE = 4096
# Byte order marks between joined files, zero bytes and other signs without a shape: what no program shows.
_SHAPELESS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200b\u200e\u200f\ufeff]")


def decode(content: bytes) -> str | None:
    """The text without signs that have no shape, None where the bytes are none."""
    for encoding in _candidates(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        written = _SHAPELESS.sub("", text)
        sample = written[:_SAMPLE]
        is_written = all(char.isprintable() or char.isspace() for char in sample)
        is_text = len(text) - len(written) <= len(text) // 100 + 3
        if is_written and is_text and sum(map(_is_common, sample)) * 10 >= len(sample) * 9:
            return written
    return None


def is_marked(content: bytes) -> bool:
    """Whether bytes begin with the mark of UTF-16, as no other kind of file does."""
    return content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def fault(content: bytes) -> str:
    """What keeps bytes from being a text, for the one who is to mend it."""
    if any(_ends_early(content, encoding) for encoding in _candidates(content)):
        return "文件末尾不完整，可能没有传完"
    lines = {number: line for number, line in enumerate(content.split(b"\n"), start=1) if not line.isascii()}
    others = [number for number, line in lines.items() if not _is_written_in(line, "utf-8")]
    if 0 < len(others) < len(lines) and all(_is_written_in(lines[number], "gb18030") for number in others):
        return f"各行文字编码不一，部分为UTF-8，部分为GBK（如第{others[0]}行）"
    return "文字编码无法识别"


def _ends_early(content: bytes, encoding: str) -> bool:
    """Whether bytes are a text but for half a character at their end."""
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        return error.end == len(content) and decode(content[: error.start]) is not None
    return False


def _is_written_in(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


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
    if is_marked(content):
        return ("utf-16",)
    sample = content[:_SAMPLE]
    if sample.count(b"\0") * 10 > len(sample):
        return ("utf-16-le", "utf-16-be")
    return ("utf-8-sig", "gb18030")
