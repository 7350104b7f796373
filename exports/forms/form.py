"""What a form asks for: the ledgers of a county's month with their fields, in the words of the clerk.

Only shapes; the definitions come from the field dictionary through whoever asks for a form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: What a kind of field holds, as far as a form treats it alike.
AMOUNTS = frozenset({"money", "number", "percent"})


@dataclass(frozen=True)
class FormField:
    """One field. `unit` is the Chinese word of its canonical unit; `choices` maps an enum's code to its label.

    `at_most` names the field of the ledger that it must not exceed ('' where there is none); `rules` are
    sentences. `is_carried` says whether it stays as it was from month to month, `only_within_year` until when.
    """

    name: str
    label: str
    kind: str
    unit: str
    choices: Mapping[str, str]
    is_required: bool
    at_most: str
    rules: tuple[str, ...]
    clause: str
    is_carried: bool = False
    only_within_year: bool = False


@dataclass(frozen=True)
class FormLedger:
    """One ledger. `key_fields` tell its records apart; `is_open` says whether a town may have several."""

    name: str
    label: str
    fields: tuple[FormField, ...]
    key_fields: tuple[str, ...]
    is_open: bool


@dataclass(frozen=True)
class Form:
    """A county's form of a month ('2025-03'): its towns by code, and the ledgers that are due."""

    county_code: str
    county_name: str
    period: str
    towns: Mapping[str, str]
    ledgers: tuple[FormLedger, ...]

    @property
    def month_zh(self) -> str:
        """The month as it stands in titles."""
        return f"{self.period[:4]}年{int(self.period[5:])}月"

    @property
    def quarter_zh(self) -> str:
        """The quarter of the month, as it stands in titles."""
        return f"{self.period[:4]}年第{'一二三四'[(int(self.period[5:]) - 1) // 3]}季度"

    @property
    def file_name(self) -> str:
        """The name under which the form is sent out and comes back."""
        return f"{self.county_name}{self.month_zh}镇区强功能台账（规范表样）.xlsx"
