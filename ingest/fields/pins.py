"""Overrides at work: which heading, unit and sheet of a file they decide.

A pinned heading is matched by its words, as headings are everywhere, against the end of a heading's path:
"完成投资" fits it under any group, "资金 › 完成投资" under that group alone; the longer one goes first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from ingest.dictionary import Dictionary, Field
from ingest.overrides import ColumnPin, Override, Overrides, SheetPin
from ingest.tables.layout import Slot
from ingest.words.labels import FieldMatcher
from ingest.words.periods import timeless

#: The score of a pinned heading: above whatever words, unit and contents can give together.
PINNED = 2.0


class Pins:
    """The pins in force, looked up by the words of headings."""

    def __init__(self, overrides: Overrides, dictionary: Dictionary, matcher: FieldMatcher) -> None:
        self._dictionary = dictionary
        self._matcher = matcher
        self.is_any = bool(overrides.ledgers)
        self._overrides = {own.ledger: own for own in overrides.ledgers}
        self._columns: dict[tuple[str, ...], dict[str, ColumnPin]] = {}
        for own in overrides.ledgers:
            for pin in own.columns:
                self._columns.setdefault(matcher.words(pin.path), {})[own.ledger] = pin
        self._sheets = defaultdict[str, list[tuple[Override, SheetPin]]](list)
        for own in overrides.ledgers:
            for sheet in own.sheets:
                self._sheets[timeless(sheet.name)].append((own, sheet))

    @lru_cache(maxsize=65536)  # noqa: B019 - pins live as long as the recogniser that has them
    def of(self, words: tuple[str, ...]) -> dict[str, ColumnPin]:
        """The pin of a heading for each ledger that has one."""
        found: dict[str, ColumnPin] = {}
        for start in range(len(words) - 1, -1, -1):
            found |= self._columns.get(words[start:], {})
        return found

    def fields(self, words: tuple[str, ...]) -> list[Field]:
        """The fields that a heading is pinned to."""
        return [
            self._dictionary.field(ledger, pin.field) for ledger, pin in self.of(words).items() if pin.field
        ]

    def is_aside(self, words: tuple[str, ...], ledger: str) -> bool:
        """Whether a heading is set aside in tables of a ledger."""
        pin = self.of(words).get(ledger)
        return pin is not None and not pin.field

    def header_rows(self, name: str) -> list[int]:
        """How many rows of headings a sheet of this name may have, as pinned; none where nothing is."""
        return [pin.header_rows for _, pin in self._of_sheet(name) if pin.header_rows]

    def ledger_of(self, name: str, paths: Sequence[tuple[str, ...]]) -> str:
        """The ledger that a sheet of this name with these headings is pinned to, '' where it is to none.

        Many sheets are named Sheet1: it is that of an override if it has at least half of the headings pinned there,
        of several the one of whose headings it has most.
        """
        said = [self.of(self._matcher.words(path)) for path in paths if self._of_sheet(name)]
        known = {own: sum(own.ledger in pins for pins in said) for own, _ in self._of_sheet(name)}
        likely = {own.ledger: number for own, number in known.items() if number * 2 >= len(own.columns)}
        best = [ledger for ledger, number in likely.items() if number == max(likely.values())]
        return best[0] if len(best) == 1 else ""

    def _of_sheet(self, name: str) -> list[tuple[Override, SheetPin]]:
        """The overrides that pin sheets of a name, and their pins."""
        return self._sheets.get(timeless(name), []) if self._sheets else []

    def settle_unit(self, slot: Slot, item: Field) -> None:
        """Put the pinned unit of a slot among the units said of it.

        A heading's own pin goes before all that the sheet says, save a heading that by now names another
        unit than it did when it was pinned; the table's unit counts where heading, unit row and group are
        silent.
        """
        own = self._overrides.get(item.ledger)
        if own is None or not item.dimension:
            return
        pin = self.of(self._matcher.words(slot.path)).get(item.ledger)
        units = self._dictionary.units
        if pin and pin.unit:
            head = next((word for word, source in slot.units if source == "column"), "")
            pinned_head = self._matcher.label(pin.path[-1]).unit
            if not head or not pinned_head or units[head] == units[pinned_head]:
                others = [said for said in slot.units if units[said[0]].dimension != item.dimension]
                slot.units = [(pin.unit, "override"), *others]
        elif own.unit and units[own.unit].dimension == item.dimension:
            slot.units = [*slot.units, (own.unit, "override")]


class PinnedMatcher(FieldMatcher):
    """The matcher that takes a pinned heading for its field, whatever its words."""

    def __init__(self, dictionary: Dictionary, pins: Pins) -> None:
        super().__init__(dictionary)
        self._pins = pins

    def resembles_label(self, core: str, least: float) -> bool:
        """As the dictionary has it, and whatever is pinned."""
        return bool(self._pins.fields((core,))) or super().resembles_label(core, least)

    def _meanings(self, words: tuple[str, ...]) -> tuple[tuple[Field, float], ...]:
        """As the dictionary has it, pinned fields first and alone of their ledger."""
        pinned = self._pins.fields(words)
        ledgers = {item.ledger for item in pinned}
        rest = (found for found in super()._meanings(words) if found[0].ledger not in ledgers)
        return (*((item, PINNED) for item in pinned), *rest)
