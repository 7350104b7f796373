"""What a block looks like, its numbers aside: the profiles of its rows, and what shows by them alone.

Patterns are kept, and so is what was told from them. The same form a month later, filled in with other figures, has the
same pattern: what its rows and headings are is not searched for again.
"""

from __future__ import annotations

from collections.abc import Callable, Sized
from dataclasses import dataclass
from functools import cached_property, lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from ingest.tables.profiles import RowProfile
from ingest.words.lexicon import Lexicon, Word

#: So many answers are kept, of so many rows at most: few layouts have more, and long lists would take much room.
_REMEMBERED, _LONGEST = 512, 256

_Rows = TypeVar("_Rows", bound=Sized)
_More = ParamSpec("_More")
_Told = TypeVar("_Told")


def remembered(
    tell: Callable[Concatenate[_Rows, _More], _Told],
) -> Callable[Concatenate[_Rows, _More], _Told]:
    """The same function of a pattern or of profiles, and of whatever else, with its answers kept."""
    kept = cast("Callable[Concatenate[_Rows, _More], _Told]", lru_cache(maxsize=_REMEMBERED)(tell))

    @wraps(tell)
    def ask(rows: _Rows, /, *args: _More.args, **kwargs: _More.kwargs) -> _Told:
        return (kept if len(rows) <= _LONGEST else tell)(rows, *args, **kwargs)

    return ask


@dataclass(frozen=True, eq=False)
class Pattern:
    """The rows from `top` on of a sheet: those of a block, and the one behind it where there is one.

    Rows are counted as in the sheet. Equal rows have one profile, equal patterns are one (`pattern_of`).
    """

    profiles: tuple[RowProfile, ...]
    top: int
    bottom: int
    lexicon: Lexicon

    def __len__(self) -> int:
        return len(self.profiles)

    def row(self, row: int) -> RowProfile:
        """The profile of a row of the block."""
        return self.profiles[row - self.top]

    @cached_property
    def rows(self) -> tuple[RowProfile, ...]:
        """The profiles of the block's rows."""
        return self.profiles[: self.bottom + 1 - self.top]

    @cached_property
    def used_columns(self) -> list[int]:
        """The columns in which anything stands."""
        return sorted(set[int]().union(*(profile.held for profile in self.rows)))

    @cached_property
    def words_by_column(self) -> dict[int, dict[int, Word]]:
        """column → row → the word that stands there, columns and rows in order."""
        words: dict[int, dict[int, Word]] = {column: {} for column in self.used_columns}
        for row, profile in enumerate(self.rows, start=self.top):
            for column, word in profile.words.items():
                words[column][row] = word
        return words

    @cached_property
    def named(self) -> set[int]:
        """The columns with what has the shape of a town's name."""
        return set[int]().union(*(profile.named for profile in self.rows))


#: The one pattern of these rows.
pattern_of = remembered(Pattern)
