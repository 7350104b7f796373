"""An override file read and judged: what is wrong with it names file and line.

YAML gives the tree with its lines, pydantic the shape; what only the dictionary can tell (fields, units,
ledgers, one column a field) is checked here. The keys are explained in `docs/ingest.md` and by every draft.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from ingest.overrides import ColumnPin, Override, SheetPin
from ingest.recogniser import Recogniser
from ingest.text import squeeze
from ingest.words.periods import timeless

#: Between the texts of a heading, from group to leaf, as `check` writes them.
SEPARATOR = " › "
Place = tuple[str | int, ...]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class OverrideError(ValueError):
    """An override file that cannot be used; `problems` holds each line (from 1) with what is wrong there."""

    def __init__(self, name: str, problems: list[tuple[int, str]]) -> None:
        super().__init__("\n".join(f"{name} line {line}: {what}" for line, what in sorted(problems)))
        self.problems = sorted(problems)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Column(_Part):
    field: Text | None = None
    unit: Text | None = None
    ignore: Text | None = None


class _Sheet(_Part):
    header_rows: Annotated[int, Field(ge=1, le=9)] | None = None


class _Version(_Part):
    version: Annotated[int, Field(ge=1)]
    valid_from: Annotated[str, StringConstraints(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]
    reason: Text | None = None
    unit: Text | None = None
    sheets: dict[str, _Sheet] = {}
    columns: dict[str, _Column] = {}


class _File(_Part):
    county: Text
    ledger: Text
    versions: Annotated[list[_Version], Field(min_length=1)]


def parse(text: str, name: str, county: str, ledger: str, tools: Recogniser) -> list[Override]:
    """The versions of an override file that lies where those of this county and ledger lie.

    Raises OverrideError with every problem found; `name` is how its messages call the file.
    """
    tree, lines = _tree(text, name)
    try:
        file = _File.model_validate(tree)
    except ValidationError as error:
        raise OverrideError(name, [(_line(lines, e["loc"]), _wording(e)) for e in error.errors()]) from error
    problems = [(_line(lines, place), what) for place, what in _problems(file, county, ledger, tools)]
    if problems:
        raise OverrideError(name, problems)
    return [_override(file.ledger, version) for version in file.versions]


def _override(ledger: str, version: _Version) -> Override:
    return Override(
        ledger,
        version.version,
        version.valid_from,
        squeeze(version.unit or ""),
        tuple(SheetPin(name, sheet.header_rows or 0) for name, sheet in version.sheets.items()),
        tuple(
            ColumnPin(_path(text), column.field or "", squeeze(column.unit or ""), column.ignore or "")
            for text, column in version.columns.items()
        ),
    )


def _path(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(SEPARATOR.strip()))


def _tree(text: str, name: str) -> tuple[object, dict[Place, int]]:
    """The document as plain data, every scalar as its text, and the line of each place in it."""
    lines: dict[Place, int] = {(): 1}
    problems: list[tuple[int, str]] = []

    def built(node: yaml.Node, place: Place) -> object:
        if isinstance(node, yaml.MappingNode):
            tree: dict[str, object] = {}
            for key, value in node.value:
                inner = (*place, str(key.value))
                if str(key.value) in tree:
                    problems.append((key.start_mark.line + 1, f"{key.value} is said twice"))
                lines[inner] = key.start_mark.line + 1
                if value.value or not isinstance(value, yaml.ScalarNode):
                    tree[str(key.value)] = built(value, inner)
            return tree
        if isinstance(node, yaml.SequenceNode):
            for number, item in enumerate(node.value):
                lines[(*place, number)] = item.start_mark.line + 1
            return [built(item, (*place, number)) for number, item in enumerate(node.value)]
        return str(node.value)

    try:
        for event in yaml.parse(text, yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                mark = event.start_mark
                raise OverrideError(
                    name, [(mark.line + 1 if mark else 1, "references (*) are not for overrides")]
                )
        node = yaml.compose(text, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise OverrideError(name, [(mark.line + 1 if mark else 1, f"is no YAML: {error.problem}")]) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise OverrideError(name, [(1, f"is no YAML: {error}")]) from error
    tree = built(node, ()) if node else {}
    if problems:
        raise OverrideError(name, problems)
    return tree, lines


def _line(lines: dict[Place, int], place: Place) -> int:
    """The line of a place, of the nearest one around it where it is not there."""
    while place not in lines:
        place = place[:-1]
    return lines[place]


def _wording(error: object) -> str:
    details = dict(error)  # type: ignore[call-overload]
    what = details["loc"][-1] if details["loc"] else "the file"
    if details["type"] == "extra_forbidden":
        return f"unknown key {what!r}"
    if details["type"] == "missing":
        return f"{what} is missing"
    return f"{what}: {details['msg']}"


def _problems(file: _File, county: str, ledger: str, tools: Recogniser) -> Iterator[tuple[Place, str]]:
    """What is wrong with the content: each with its place."""
    known = tools.dictionary.ledgers
    if file.county != county:
        yield ("county",), f"county {file.county!r}, but the file lies where those of {county} lie"
    if file.ledger not in known:
        yield ("ledger",), f"unknown ledger {file.ledger!r}; ledgers are {', '.join(known)}"
        return
    if file.ledger != ledger:
        yield ("ledger",), f"ledger {file.ledger!r}, but the file is named for {ledger}"
    numbers: set[int] = set()
    for number, version in enumerate(file.versions):
        if version.version in numbers:
            yield ("versions", number, "version"), f"version {version.version} is there twice"
        numbers.add(version.version)
        for place, what in _problems_of_version(version, file.ledger, tools):
            yield ("versions", number, *place), what


def _problems_of_version(version: _Version, ledger: str, tools: Recogniser) -> Iterator[tuple[Place, str]]:
    fields = tools.dictionary.by_ledger[ledger]
    dimensions = {item.dimension for item in fields.values() if item.dimension}
    if version.unit and (what := _wrong_unit(version.unit, dimensions, tools)):
        yield ("unit",), what
    sheets: set[str] = set()
    for name in version.sheets:
        if timeless(name) in sheets:
            yield ("sheets", name), f"the sheet {name!r} is there twice (months are no difference)"
        sheets.add(timeless(name))
    headings: dict[tuple[str, ...], str] = {}
    taken: dict[tuple[str, str], str] = {}
    for text, column in version.columns.items():
        place = ("columns", text)
        words = tools.matcher.words(_path(text))
        if words in headings:
            yield (
                place,
                f"the heading is the same as {headings[words]!r} (units and months are no difference)",
            )
        headings[words] = text
        if (column.field is None) == (column.ignore is None):
            yield place, "needs either a field or a reason to ignore it"
        elif column.ignore and column.unit:
            yield (*place, "unit"), "a column that is ignored has no unit"
        elif column.field and column.field not in fields:
            yield (*place, "field"), _unknown_field(column.field, ledger, tools)
        elif column.field:
            item = fields[column.field]
            if column.unit and (what := _wrong_unit(column.unit, {item.dimension}, tools)):
                yield (*place, "unit"), f"{what} ({item.name} {item.label})"
            target = (item.name, _key_code(words, ledger, tools))
            if target in taken:
                yield place, f"{item.name} is already the field of {taken[target]!r}"
            taken[target] = text


def _key_code(words: tuple[str, ...], ledger: str, tools: Recogniser) -> str:
    """The source of funds among the words of a heading: its columns may share their fields with others'."""
    keys = [tools.dictionary.field(ledger, name) for name in tools.dictionary.key_fields(ledger)]
    codes = (tools.dictionary.code_of(item, word) for item in keys if item.kind == "enum" for word in words)
    return next(filter(None, codes), "")


def _wrong_unit(unit: str, dimensions: set[str], tools: Recogniser) -> str:
    """What is wrong with a unit for what measures one of some dimensions, '' where nothing is."""
    units = tools.dictionary.units
    allowed = [word for word, known in units.items() if known.dimension in dimensions]
    if squeeze(unit) in allowed:
        return ""
    kind = "is not allowed here" if squeeze(unit) in units else "is unknown"
    return f"unit {unit!r} {kind}; " + (
        f"allowed: {', '.join(allowed)}" if allowed else "the field has no unit"
    )


def _unknown_field(name: str, ledger: str, tools: Recogniser) -> str:
    fields = tools.dictionary.by_ledger[ledger]
    labels = {item.label: item.name for item in fields.values()}
    near = difflib.get_close_matches(name, [*fields, *labels], n=1, cutoff=0.5)
    hint = labels.get(near[0], near[0]) if near else ""
    suggestion = f"; nearest: {hint} {fields[hint].label}" if hint else ""
    return f"unknown field {name!r} of {ledger}{suggestion}"
