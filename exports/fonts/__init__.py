"""The shipped fonts (README.txt says whose they are), and how programs that draw or set text find them."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

FOLDER = Path(__file__).parent
#: The family of charts, and what stands in where another family lacks a sign.
SANS = "Noto Sans SC"
#: Signs of the standard and the organisation that the families of text lack, such as 崄 in a town's name.
SIGNS = "Noto Serif SC Signs"
#: What officials' machines call their fonts → the shipped family that stands in where they are not installed.
STAND_INS = {
    "方正小标宋简体": "Noto Serif SC",
    "黑体": SANS,
    "楷体_GB2312": "FandolKai",
    "仿宋_GB2312": "FandolFang",
    "仿宋": "FandolFang",
    "楷体": "FandolKai",
    "宋体": "FandolFang",
    "Times New Roman": "FandolFang",
}
_SYSTEM = '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'


def fontconfig(folder: Path) -> Path:
    """Write a fontconfig file into a folder: the shipped fonts beside the system's.

    A font that is installed goes before the shipped one that would stand in for it.
    """
    aliases = "".join(
        f'<alias binding="same"><family>{wanted}</family>'
        f"<accept><family>{family}</family><family>{SIGNS}</family><family>{SANS}</family></accept></alias>"
        for wanted, family in STAND_INS.items()
    )
    file = folder / "fonts.conf"
    file.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"{_SYSTEM}<dir>{escape(str(FOLDER))}</dir><cachedir>{escape(str(folder / 'cache'))}</cachedir>"
        f"{aliases}</fontconfig>",
        encoding="utf-8",
    )
    return file
