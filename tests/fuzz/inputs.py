"""Inputs made to break reading: texts as cells, and files with their bytes or their cells changed.

Everything drawn comes from the random source handed in, so that a seed makes an input again. Belongs here: how
inputs are made. Does not belong here: what must hold of their readings (`test_fuzz`).
"""

from __future__ import annotations

import datetime as dt
import io
import random
import zipfile
from collections.abc import Mapping, Sequence

import openpyxl

from ingest.dictionary import Dictionary
from ingest.sheet import Merge, Sheet
from ingest.words.values import Raw, UncachedFormula

_PIECES = (
    *"0123456789０１２３一二三十百年月日号季度.,，、-—/%％()（）:：~+ 　\t\n\0'\"=@*#²①Ⅳ",
    *(
        "2025",
        "2025年",
        "3月",
        "1905",
        "99999999999999999999",
        "1e308",
        "1e-400",
        "nan",
        "inf",
        "万元",
        "亿元",
        "元",
    ),
    *(
        "约",
        "左右",
        "无",
        "是",
        "否",
        "个",
        "#REF!",
        "#DIV/0!",
        "永坪镇",
        "延川县",
        "合计",
        "小计",
        "其中",
        "在建",
    ),
    *("\ufeff", "\u200b", "\u202e", "\ud7ff", "\U0001f600", "𠀀"),
)
_NUMBERS = (
    0.0,
    -0.0,
    1e308,
    -1e308,
    5e-324,
    float("inf"),
    float("-inf"),
    float("nan"),
    45000.0,
    45000.999,
    2**63,
    -1,
)
_MOMENTS = (
    dt.datetime.min,
    dt.datetime.max,
    dt.datetime(2025, 3, 31, 23, 59, 59, 999999),
    dt.date.min,
    dt.date.max,
    dt.time(23, 59, 59),
    dt.timedelta.max,
    dt.timedelta.min,
)


def cell(source: random.Random) -> Raw:
    """The content of a cell of any type, most often a text of pieces that mean something to a parser."""
    kind = source.random()
    if kind < 0.75:
        return "".join(source.choices(_PIECES, k=source.randint(0, 8)))
    if kind < 0.9:
        return source.choice(_NUMBERS) if source.random() < 0.5 else source.uniform(-1e6, 1e6)
    if kind < 0.97:
        return source.choice(_MOMENTS)
    return source.choice((None, True, False, UncachedFormula("=A1")))


_TOWNS = ("永坪镇", "延水关镇", "文安驿镇", "大禹街道", "贾家坪镇", "某某镇")
_FIGURES = (
    0,
    1,
    2,
    12.5,
    95,
    0.95,
    2025,
    "12",
    "1,200",
    "约5",
    "12个",
    "95%",
    "-",
    "无",
    "2025-03",
    "3月",
    "√",
    True,
)
_ASIDES = (
    "合计",
    "永坪镇小计",
    "单位：万元",
    "填表人：",
    "其中：",
    "续表",
    "【永坪镇】",
    "第3页",
    "永坪镇（5个）",
    "三、",
    "（一）",
)
_ASIDES += (
    "计划",
    "完成",
    "本月",
    "累计",
    "上年",
    "项目一",
    "项目二",
    "甲",
    "1",
    "总投资：900；累计完成：60",
    "□是 ☑否",
    "红榜",
)


def grid(source: random.Random, words: Dictionary) -> Sheet:
    """A small sheet of what ledgers hold, in any arrangement or none: a kind of content a row, a column or a cell."""
    of_ledger = list(words.by_ledger[source.choice([*words.ledgers])].values())
    wordings = [text for texts in words.wordings.values() for text in texts]
    kinds: list[Sequence[Raw]] = [[item.label for item in of_ledger], _TOWNS, _FIGURES, _ASIDES]
    kinds += [wordings, [*words.units], [label for item in of_ledger for label in item.labels], [None]]
    height, width = source.randint(1, 14), source.randint(1, 10)
    by_row, by_column = (source.choices(kinds, k=size) for size in (height, width))
    way, filled, stray = source.randrange(3), source.uniform(0.3, 1), source.choice((0, 0.1, 0.3))

    def content(row: int, column: int) -> Raw:
        if source.random() > filled:
            return None
        is_stray = source.random() < stray or way == 2
        return source.choice(source.choice(kinds) if is_stray else by_row[row] if way else by_column[column])

    rows = [[content(row, column) for column in range(width)] for row in range(height)]
    merges: list[Merge] = []
    for _ in range(source.choice((0, 0, 1, 3))):
        top, left = source.randrange(height), source.randrange(width)
        bottom, right = (
            min(height, top + source.randint(1, 4)) - 1,
            min(width, left + source.randint(1, 4)) - 1,
        )
        merges.append((top, left, bottom, right))
    return Sheet("表", rows, merges)


def mutated(content: bytes, source: random.Random) -> bytes:
    """A file with some of its bytes changed, cut out, doubled or cut off."""
    changed = bytearray(content)
    for _ in range(source.randint(1, 6)):
        if not changed:
            break
        place, length = source.randrange(len(changed)), source.randint(1, 64)
        way = source.randrange(5)
        if way == 0:
            changed[place] = source.randrange(256)
        elif way == 1:
            changed[place] ^= 1 << source.randrange(8)
        elif way == 2:
            del changed[place : place + length]
        elif way == 3:
            changed[place:place] = changed[place : place + length]
        elif source.random() < 0.2:
            del changed[place:]
    return bytes(changed)


def with_mutated_part(content: bytes, source: random.Random) -> bytes:
    """A zipped file with the bytes of one of its parts changed before they are packed again."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    name = source.choice(sorted(parts))
    return _packed(parts | {name: mutated(parts[name], source)})


def with_mutated_cells(content: bytes, source: random.Random) -> bytes:
    """An .xlsx of which some cells hold something else, and a row or column may be gone or new."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        for _ in range(source.randint(0, 12)):
            at = sheet.cell(source.randint(1, sheet.max_row), source.randint(1, sheet.max_column))
            value = cell(source)
            if not isinstance(at, openpyxl.cell.MergedCell) and _is_writable(value):
                at.value = value
        change = source.randrange(8)
        if change < 4:
            edit = (sheet.delete_rows, sheet.insert_rows, sheet.delete_cols, sheet.insert_cols)[change]
            edit(source.randint(1, 6))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _is_writable(value: Raw) -> bool:
    """Whether openpyxl writes a value without asking back: printable text, or a number that is one."""
    if isinstance(value, str):
        return all(char.isprintable() for char in value)
    return isinstance(value, float) and abs(value) < 1e300


def _packed(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()
