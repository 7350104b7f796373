"""The field dictionary: what the eight ledgers ask for, and the words counties use for it.

The one definition of fields, synonyms, types, units, wordings and ledgers (CSV files beside this
module). Recognition, row schemas, batch suites and workbook headings derive from it.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from ingest.dictionary.to_come import ToCome
from ingest.text import squeeze

_MULTIPLES = {"十": 10.0, "百": 100.0, "千": 1000.0, "万": 10000.0, "十万": 1e5, "百万": 1e6, "亿": 1e8}
_PART_OF = re.compile(r"(?:<= |0\.\.)([a-z]\w*)")
_FOLDER = Path(__file__).parent
_YES_OR_NO = ("true", "false")
_DIMENSION_OF_UNIT = {
    "CNY 10k": "money",
    "%": "percent",
    "persons": "persons",
    "t": "mass",
    "10k m3": "volume",
    "km": "length",
}

#: Dimensions of units that count.
COUNTING = ("items", "persons", "households")


@dataclass(frozen=True, eq=False)
class Field:
    """One field of one ledger; there is one object for each, so that identity is equality.

    `kind` is the storage type (text, town, enum, date, money, count, number, percent, flag,
    flag_or_count, quarter); `dimension` what its unit measures ('' where it has none); `codes`
    maps an enum's code to its Chinese label; `clause` cites the plan; `counted_in` are the dimensions of
    the units that may count it.
    """

    ledger: str
    name: str
    label: str
    synonyms: tuple[str, ...]
    kind: str
    codes: dict[str, str]
    unit: str
    dimension: str
    required: bool
    is_personal: bool
    rule: str
    clause: str
    counted_in: tuple[str, ...]

    @property
    def is_numeric(self) -> bool:
        """Whether its value is a number (flags included, as 1/0)."""
        return self.kind in {"money", "count", "number", "percent", "flag", "flag_or_count"}

    @cached_property
    def is_plain_number(self) -> bool:
        """Whether any number that a cell holds is a value of it."""
        return self.kind in {"money", "count", "number"}

    @cached_property
    def largest(self) -> float:
        """What no value comes near: beyond, a cell holds a slip, a telephone number, or no number at all (1e999)."""
        return 1e9 if self.kind == "count" else 1e15

    @cached_property
    def reading(self) -> tuple[str, ...]:
        """What decides how a cell is read as it: fields with the same read every cell alike."""
        own = f"{self.ledger}.{self.name}" if self.codes else "planned" if self.is_planned else ""
        return (self.kind, self.dimension, own, *self.counted_in)

    @property
    def is_planned(self) -> bool:
        """Whether it asks for when something is planned, and not for when it was done."""
        return self.kind == "date" and "计划" in self.label

    @property
    def choices(self) -> Collection[str]:
        """The codes of the answers among which a form may have one ticked."""
        return _YES_OR_NO if self.kind in ("flag", "flag_or_count") else self.codes

    @property
    def labels(self) -> tuple[str, ...]:
        """The Chinese label, then the synonyms."""
        return (self.label, *self.synonyms)


@dataclass(frozen=True)
class Ledger:
    """One ledger: its name, the words in a title that speak for it, and the fields that are its key."""

    name: str
    label: str
    keywords: tuple[str, ...]
    key_fields: tuple[str, ...]
    rows: str


@dataclass(frozen=True)
class Unit:
    """A unit word: the dimension it measures and the factor to the canonical unit."""

    dimension: str
    factor: float


class Dictionary:
    """All definitions, loaded once; read-only.

    `bounds`: (ledger, part, whole) of amounts of which one holds the other by what they mean, beyond the rules;
    `scales`: (ledger, field, another, most) of what is at most so many times the other of its line.
    `sums`: ledger → field → the fields that together may make it up, and never exceed it. Debt is no part
    of a project's lawful funds: it has its own finding and is not added to them.
    `carried`: ledger → field that stays as it was from month to month → whether only within a year. A form
    brings it along, so that it alone says nothing of a month.
    """

    def __init__(self, folder: Path = _FOLDER) -> None:
        self._folder = folder
        self.ledgers = {row["ledger"]: _ledger(row) for row in self._rows("ledgers.csv")}
        self.wordings: dict[str, dict[str, str]] = {}
        for row in self._rows("wordings.csv"):
            self.wordings.setdefault(row["kind"], {})[squeeze(row["wording"])] = row["code"]
        lived_in = self.wordings["lived_in"].keys()
        self.fields = tuple(_field(row, lived_in) for row in self._rows("fields.csv"))
        self.units = {
            squeeze(row["unit"]): Unit(row["dimension"], float(row["factor"]))
            for row in self._rows("units.csv")
        }
        self.units |= _multiples(self.units)
        #: (dimension, another that measures the same) → the rate: volumes are of water, of which a ton is a m3.
        self.exchange = {
            (row["dimension"], row["measured_in"]): float(row["rate"]) for row in self._rows("exchange.csv")
        }
        self.sums: dict[str, dict[str, tuple[str, ...]]] = {ledger: {} for ledger in self.ledgers}
        for row in self._rows("sums.csv"):
            self.sums[row["ledger"]][row["whole"]] = tuple(row["parts"].split("|"))
        self.bounds = [(row["ledger"], row["part"], row["whole"]) for row in self._rows("bounds.csv")]
        self.scales = [
            (row["ledger"], row["field"], row["beside"], float(row["most"]))
            for row in self._rows("scales.csv")
        ]
        opposed = self._rows("oppositions.csv")
        #: word → its (opposition, side)s: headings that name different sides mean different things.
        self.oppositions: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in opposed:
            self.oppositions[row["wording"]].append((row["opposition"], row["side"]))
        #: The sides that go without saying: an investment is that of this year.
        self.sides_by_default = {
            (row["opposition"], row["side"]) for row in opposed if row["is_default"] == "yes"
        }
        #: Those that do only in a ledger that asks for no other side: where nothing is planned, 实际 says nothing.
        self.sides_where_alone = {
            (row["opposition"], row["side"]) for row in opposed if row["is_default"] == "alone"
        }
        #: Oppositions that concern no field but those that name a side: 全镇 rules out 镇区人口, and no 网格总数.
        self.where_named = {row["opposition"] for row in opposed if row["is_default"] == "named"}
        #: Those that concern numbers alone: 在建 rules out 停车位, and no 项目名称.
        self.of_numbers = {row["opposition"] for row in opposed if row["is_default"] == "numbers"}
        running = {(row["ledger"], row["field"]) for row in self._rows("running.csv")}
        #: Figures that run through the year: of 本月 and 累计 the latter is meant.
        self.running = {field for field in self.fields if (field.ledger, field.name) in running}
        self.carried: dict[str, dict[str, bool]] = {ledger: {} for ledger in self.ledgers}
        for row in self._rows("carried.csv"):
            self.carried[row["ledger"]][row["field"]] = row["within_year"] == "yes"
        #: word → the word that says the same and stands for it in every label and answer: 消防栓 is 消火栓.
        self._synonyms = {row["word"]: row["means"] for row in self._rows("synonyms.csv")}
        longest_first = sorted(self._synonyms, key=len, reverse=True)
        self._said_otherwise = re.compile("|".join(map(re.escape, longest_first)))
        #: What says that an answer is none yet.
        self.to_come = ToCome(self.wordings)

    def _rows(self, name: str) -> list[dict[str, str]]:
        with (self._folder / name).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    def in_own_words(self, folded: str) -> str:
        """A folded text in the words of the dictionary where it says the same in others."""
        return self._said_otherwise.sub(lambda said: self._synonyms[said[0]], folded)

    @cached_property
    def by_ledger(self) -> dict[str, dict[str, Field]]:
        """ledger → field name → field, in dictionary order."""
        tree: dict[str, dict[str, Field]] = {ledger: {} for ledger in self.ledgers}
        for field in self.fields:
            tree[field.ledger][field.name] = field
        return tree

    def field(self, ledger: str, name: str) -> Field:
        """The field of a ledger; KeyError where there is none."""
        return self.by_ledger[ledger][name]

    def key_fields(self, ledger: str) -> tuple[str, ...]:
        """The fields that identify a record within a submission (town among them)."""
        return self.ledgers[ledger].key_fields

    @cached_property
    def wholes(self) -> dict[str, list[tuple[str, str]]]:
        """ledger → (part, whole) names of fields of which the first never exceeds the second, by rule or meaning."""
        found: dict[str, list[tuple[str, str]]] = {}
        for ledger, fields in self.by_ledger.items():
            found[ledger] = [
                (item.name, named[1] if named[1] in fields else f"{item.name.rpartition('_')[0]}_{named[1]}")
                for item in fields.values()
                if (named := _PART_OF.search(item.rule))
            ]
            found[ledger] += [(part, whole) for name, part, whole in self.bounds if name == ledger]
        return found

    def unit_for(self, word: str, field: Field) -> Unit | None:
        """A unit as it measures a field, None where it measures something else; what only counts is counted in any word."""
        unit = self.units.get(word)
        if unit is None or not self.is_measured_in(field, unit.dimension):
            return None
        rate = self.exchange.get((field.dimension, unit.dimension))
        return Unit(field.dimension, unit.factor * rate) if rate else unit

    def is_measured_in(self, field: Field, dimension: str) -> bool:
        """Whether units of a dimension may stand for values of a field."""
        is_own = dimension == field.dimension or (field.dimension, dimension) in self.exchange
        return is_own or dimension in field.counted_in

    def canonical_unit(self, field: Field) -> str:
        """The Chinese word for the unit that its values are published in, '' where it has none."""
        return next(
            (w for w, u in self.units.items() if u.dimension == field.dimension and u.factor == 1.0), ""
        )

    def choice_of(self, field: Field, wording: str) -> str | None:
        """The code of the answer that a heading over marks offers, None where it offers none."""
        if field.codes:
            return self.code_of(field, wording)
        return self.wordings["option"].get(squeeze(wording)) if field.choices else None

    def code_of(self, field: Field, wording: str) -> str | None:
        """The code that a wording of an enum stands for, None where it is not known.

        Idle words are no part of it: 谋划储备 and 谋划阶段 say 谋划, and 未批复 something else than 已批复. They are
        where they say that what is named is still to come: 开工手续办理中 is no 开工.
        """
        folded = self.in_own_words(squeeze(wording))
        if known := self.wordings_of(field).get(folded):
            return known
        if self.to_come.is_of(folded):
            return None
        return self._codes_of_cores(field).get(self._core_of_answer(field, folded))

    def wordings_of(self, field: Field) -> dict[str, str]:
        """wording → code of an enum."""
        return self._codes(field.ledger, field.name)

    @lru_cache(maxsize=64)  # noqa: B019 - a dictionary lives as long as the process
    def _codes(self, ledger: str, name: str) -> dict[str, str]:
        field = self.field(ledger, name)
        codes = {squeeze(label): code for code, label in field.codes.items()} | {c: c for c in field.codes}
        codes |= {
            squeeze(label): code
            for code in field.codes
            for item in self.fields
            if item.name == f"{name.removesuffix('_source')}_{code}"  # fund_source county, fund_county
            for label in item.labels
        }
        codes |= self.wordings.get(name, {})
        codes |= {word.replace("(", "").replace(")", ""): code for word, code in codes.items()}
        return {self.in_own_words(word): code for word, code in codes.items()}

    @lru_cache(maxsize=64)  # noqa: B019
    def _codes_of_cores(self, field: Field) -> dict[str, str]:
        """core → code, of the wordings whose core is that of no other answer."""
        meant: dict[str, set[str]] = {}
        for wording, code in self.wordings_of(field).items():
            meant.setdefault(self._core_of_answer(field, wording), set()).add(code)
        return {core: next(iter(codes)) for core, codes in meant.items() if core and len(codes) == 1}

    def _core_of_answer(self, field: Field, folded: str) -> str:
        idle = self._idle.get(field.name)
        return idle.sub("", folded) if idle else folded

    def answered_by(self, wording: str) -> tuple[Field, ...]:
        """The enumerated fields of which a wording is an answer, in dictionary order."""
        folded = self.in_own_words(squeeze(wording))
        if not self._in_answers.issuperset(folded):
            return ()
        said = {("", folded), *((name, idle.sub("", folded)) for name, idle in self._idle.items())}
        found = {field for how in said for field in self._answering.get(how, ())}
        return tuple(field for field in self.fields if field in found) if found else ()

    @cached_property
    def _answering(self) -> dict[tuple[str, str], set[Field]]:
        """The enumerated fields by what answers them: ('', a wording), or (an enum's name, the core of one)."""
        found: dict[tuple[str, str], set[Field]] = {}
        for field in (field for field in self.fields if field.codes):
            told = [("", wording) for wording in self.wordings_of(field)]
            told += [(field.name, core) for core in self._codes_of_cores(field)]
            for how in told:
                found.setdefault(how, set()).add(field)
        return found

    @cached_property
    def _in_answers(self) -> set[str]:
        """The characters of all answers and of their idle words: what has another is no answer."""
        idle = (row["word"] for row in self._rows("idle.csv"))
        return set().union(*idle, *(answer for _, answer in self._answering))

    @cached_property
    def _idle(self) -> dict[str, re.Pattern[str]]:
        """Name of an enum → the words in its answers that tell nothing, longer ones first.

        What is said of the whole is denied of the whole alone: 未全部完工 is not 未完工.
        """
        words: dict[str, list[str]] = {}
        for row in self._rows("idle.csv"):
            words.setdefault(row["field"], []).append(row["word"])
        whole = self.wordings["whole"]
        return {
            name: re.compile(
                "|".join(
                    f"(?<!未){word}" if word in whole else re.escape(word)
                    for word in sorted(idle, key=len, reverse=True)
                )
            )
            for name, idle in words.items()
        }

    @cached_property
    def version(self) -> str:
        """12 hex digits over the content of the definition files."""
        digest = hashlib.sha256()
        for path in sorted(self._folder.glob("*.csv")):
            digest.update(path.read_bytes())
        return digest.hexdigest()[:12]


def _multiples(units: dict[str, Unit]) -> dict[str, Unit]:
    """What is left out of the list of units: hundreds, thousands and so on of those that stand for one (百户)."""
    return {
        f"{multiple}{word}": Unit(unit.dimension, unit.factor * times)
        for word, unit in units.items()
        for multiple, times in _MULTIPLES.items()
        if not word.startswith(tuple(_MULTIPLES)) and f"{multiple}{word}" not in units and not word.isascii()
    }


def _ledger(row: dict[str, str]) -> Ledger:
    return Ledger(
        name=row["ledger"],
        label=row["label_zh"],
        keywords=tuple(row["keywords_zh"].split("|")),
        key_fields=tuple(row["key_fields"].split("|")),
        rows=row["rows"],
    )


def _field(row: dict[str, str], lived_in: Collection[str]) -> Field:
    kind, _, detail = row["type"].partition(":")
    codes = dict(pair.split("=", 1) for pair in detail.split("|")) if kind == "enum" else {}
    dimension = _DIMENSION_OF_UNIT.get(row["unit"], "")
    is_lived_in = any(place in row["label_zh"] for place in lived_in)
    return Field(
        ledger=row["ledger"],
        name=row["field"],
        label=row["label_zh"],
        synonyms=tuple(s for s in row["synonyms_zh"].split("|") if s),
        kind=kind,
        codes=codes,
        unit=row["unit"],
        dimension=dimension,
        required=row["required"] == "yes",
        is_personal=detail == "personal",
        rule=row["rule"],
        clause=row["clause"],
        counted_in=_counted_in(kind, dimension, is_lived_in=is_lived_in),
    )


def _counted_in(kind: str, dimension: str, *, is_lived_in: bool) -> tuple[str, ...]:
    """The dimensions of units that count a field: 个 counts whatever there is, 人 people alone, 户 neither them nor where they live."""
    if dimension not in ("", *COUNTING):
        return ()
    if kind not in ("count", "flag_or_count"):  # what is no number is called after one: 历史文化名镇（村）
        return COUNTING
    return ("items",) if dimension or is_lived_in else ("items", "households")


@lru_cache(maxsize=1)
def load() -> Dictionary:
    """The dictionary that ships with the product."""
    return Dictionary()
