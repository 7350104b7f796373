"""What is said of ranked rows: who stands at either end, who moved, how soft a rank is."""

from __future__ import annotations

from collections.abc import Sequence

from exports.documents.facts import NONE, Row
from exports.documents.wording import listed

#: How many are named at either end.
ENDS = 3
#: Below every table with ranges of ranks.
SOFTNESS = (
    "注：名次区间是对指标权重作多次随机扰动后所得全市名次的5%至95%分位，区间重叠的镇先后次序不宜看作优劣之分；"
    "“—”为无数据或无数据可比。"
)


def ends(rows: Sequence[Row], rank: str) -> tuple[Sequence[Row], Sequence[Row]]:
    """The first three ranks and the last three rows; two empty lists where the rows have no two ends."""
    if len(rows) <= 2 * ENDS:
        return [], []
    first = [row for row in rows if row[rank] <= ENDS]
    last = [row for row in rows[-ENDS:] if row[rank] > ENDS]
    return (first, last) if last else ([], [])


def movements(rows: Sequence[Row], measure: str, since: str) -> str:
    """Who gained and lost places (`places_gained`) since an earlier time, and who most."""
    known = [row for row in rows if row["places_gained"] is not None]
    if not known:
        return f"{since}没有可比数据，位次变化不作比较。"
    up = [row for row in known if row["places_gained"] > 0]
    down = [row for row in known if row["places_gained"] < 0]
    if not up and not down:
        return f"与{since}相比，各{measure}位次没有变化。"
    said = [_moved(word, moved) for word, moved in (("上升", up), ("下降", down)) if moved]
    return f"与{since}相比，{'；'.join(said)}。"


def _moved(word: str, rows: Sequence[Row]) -> str:
    """'甲、乙位次上升，其中乙上升最多（5位）'; of one alone how far."""
    names = listed([row["county_name"] for row in rows])
    most = max(abs(row["places_gained"]) for row in rows)
    furthest = [row for row in rows if abs(row["places_gained"]) == most]
    if len(furthest) == len(rows):
        each = "均" if len(rows) > 1 else ""
        return f"{names}位次{each}{word}{furthest[0].steps('places_gained')}位"
    said = listed([row["county_name"] for row in furthest])
    return f"{names}位次{word}，其中{said}{word}最多（{furthest[0].steps('places_gained')}位）"


def interval(row: Row) -> str:
    """The range of a rank in a table's cell; '—' where it was not worked out."""
    if row["rank_p05"] is None:
        return NONE
    return f"{row.count('rank_p05')}–{row.count('rank_p95')}"
