"""The wording of sentences that depends on figures: rise and fall, one and many, nobody, ties, nothing to compare.

Pure functions. What is decided on comes as a plain value; what is printed comes as it is to be printed (a
figure or a text). A clause returned carries no full stop.
"""

from __future__ import annotations

from collections.abc import Sequence

_DIGITS = "零一二三四五六七八九"
#: Differences below this print as nought.
_NOTHING = 0.005


def chinese_number(number: int) -> str:
    """1 to 99 in Chinese: 一, 十, 十二, 二十, 九十九."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (
        _DIGITS[ones] if ones else ""
    )


def heading_number(level: int, number: int) -> str:
    """The number of a heading: 一、 then （一） then 1."""
    return (f"{chinese_number(number)}、", f"（{chinese_number(number)}）", f"{number}. ")[level - 1]


def listed(names: Sequence[object]) -> str:
    """Names one after the other."""
    return "、".join(str(name) for name in names)


def listed_at_most(names: Sequence[object], most: int, number: object, measure: str) -> str:
    """Names, the first of them where they are many: 'A、B等12个镇'. `number` is how many there are."""
    if len(names) <= most:
        return listed(names)
    return f"{listed(names[:most])}等{number}{measure}"


def changed(
    change: float | None, size: object, unit: str, since: str, words: tuple[str, str] = ("提高", "下降")
) -> str:
    """Against an earlier time: '较上季度提高5.30分', '与上季度持平'; '' where there is nothing to compare."""
    if change is None:
        return ""
    if abs(change) < _NOTHING:
        return f"与{since}持平"
    return f"较{since}{words[change < 0]}{size}{unit}"


def compared(difference: float | None, size: object, unit: str, against: str) -> str:
    """Against another figure: '高于全市平均1.20分', '与全市平均持平'; '' where there is none."""
    if difference is None:
        return ""
    if abs(difference) < _NOTHING:
        return f"与{against}持平"
    return f"{'高于' if difference > 0 else '低于'}{against}{size}{unit}"


def place(rank: object, sharing: int) -> str:
    """A rank: '第3位', '并列第3位' where others share it."""
    return f"{'并列' if sharing > 1 else ''}第{rank}位"


def moved(gained: int | None, steps: object) -> str:
    """A table's cell on places gained since the last time: '升3', '降2', '平', '—' where there is no last time."""
    if gained is None:
        return "—"
    if gained == 0:
        return "平"
    return f"{'升' if gained > 0 else '降'}{steps}"


def joined(*clauses: str) -> str:
    """Clauses as one sentence; those that are empty are left out, '' where all are."""
    said = [clause for clause in clauses if clause]
    return "，".join(said) + "。" if said else ""
