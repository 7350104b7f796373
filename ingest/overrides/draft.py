"""A proposal of an override, as the text of its file: what was recognised pinned, what was not as choices.

Active lines say what recognition decided anyway, so that a draft left as it is changes nothing; whoever
knows better takes the mark of comment off one of the choices. Reading it back is `ingest.overrides.parse`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.dictionary import Field
from ingest.layouts.described import Heading
from ingest.overrides.parse import SEPARATOR
from ingest.recogniser import Recogniser
from ingest.text import joined, tidy

#: A second field is as likely as the first where its words fit nearly as well, and those of neither exactly.
_NEAR = 0.1
_EXACT = 1.0
_CHOICES = 3


@dataclass(frozen=True)
class Place:
    """Where an override belongs: county code, ledger, first month (YYYY-MM), and its number."""

    county: str
    ledger: str
    valid_from: str
    version: int


def draft(
    place: Place, headings: Sequence[Heading], unrecognised_sheets: Mapping[str, int], tools: Recogniser
) -> str:
    """The text of an override file for headings as recognised (`field` '' where they were not).

    `unrecognised_sheets` are those whose ledger nothing in the file tells, each with its heading rows.
    """
    label = tools.dictionary.ledgers[place.ledger].label
    lines = [
        f"# {label}表样说明（草稿）。按现有识别结果起草，不作改动时结果不变；",
        "# 以“#”开头的行不起作用：需要由人确定的列，保留一行并去掉行首的“#”。",
        f"county: {_quoted(place.county)}  # 县区代码",
        f"ledger: {place.ledger}  # {label}",
        "versions:  # 可并列多个版本，按开始适用的月份取最近的一个",
        f"  - version: {place.version}",
        f"    valid_from: {_quoted(place.valid_from)}  # 从哪个月起适用",
        '    # reason: "依据，例如：已与县区电话核实"',
        '    # unit: "元"  # 表头、单位行均未写单位时，金额按此单位',
        f"    sheets:  # 哪些工作表是{label}，表头占几行",
        *(
            f"      {_quoted(name)}: {f'{{header_rows: {rows}}}' if rows else '{}'}"
            for name, rows in unrecognised_sheets.items()
        ),
        "    columns:  # 表头（上级 › 下级）：对应的字段（field）和单位（unit，可不写），或不采用的原因（ignore）",
        *_columns(place.ledger, headings, tools),
    ]
    return "\n".join(lines) + "\n"


def _columns(ledger: str, headings: Sequence[Heading], tools: Recogniser) -> Iterator[str]:
    """A line for each heading that is clear, several commented ones for each that is not."""
    fields = tools.dictionary.by_ledger[ledger]
    same_words = Counter(heading.words for heading in headings)
    claims = Counter((heading.field, heading.code) for heading in headings if heading.field)
    answered = {heading.field for heading in headings}
    # A wrong key misplaces whole records: it is offered only to a heading that reads like one.
    given = {*answered, *tools.dictionary.key_fields(ledger)}
    missing = [item for item in fields.values() if item.required and item.name not in given]
    for heading in headings:
        if same_words[heading.words] > 1:
            yield f"      # 表头重复，不能由表头区分：{_path(heading)}（{heading.cell}）"
        elif (
            heading.field
            and claims[heading.field, heading.code] == 1
            and not (rivals := _rivals(heading, ledger, tools))
        ):
            item = fields[heading.field]
            yield f"      {_quoted(_path(heading))}: {{field: {item.name}}}  # {item.label}（{heading.cell}）"
        elif heading.field:
            told = [fields[heading.field], *(rivals if claims[heading.field, heading.code] == 1 else missing)]
            yield f"      # 请核实（{heading.cell}）：现按“{fields[heading.field].label}”识别"
            yield from _choices(heading, told)
        else:
            near = [item for item, _ in _meanings(heading, ledger, tools)][:_CHOICES]
            yield f"      # 未能识别（{heading.cell}），请选择："
            yield from _choices(heading, [*near, *missing])


def _rivals(heading: Heading, ledger: str, tools: Recogniser) -> list[Field]:
    """Fields that the words of a heading fit nearly as well as the one it was taken for."""
    scores = dict(_meanings(heading, ledger, tools))
    own = next((score for item, score in scores.items() if item.name == heading.field), 0.0)
    if own >= _EXACT:
        return []
    return [item for item, score in scores.items() if item.name != heading.field and score >= own - _NEAR][
        :_CHOICES
    ]


def _meanings(heading: Heading, ledger: str, tools: Recogniser) -> list[tuple[Field, float]]:
    return [found for found in tools.matcher.meanings(heading.words) if found[0].ledger == ledger]


def _choices(heading: Heading, fields: Sequence[Field]) -> Iterator[str]:
    key = _quoted(_path(heading))
    for item in dict.fromkeys(fields):
        yield f"      # {key}: {{field: {item.name}}}  # {item.label}"
    yield f'      # {key}: {{ignore: "不采用的原因"}}'


def _path(heading: Heading) -> str:
    return SEPARATOR.join(joined(tidy(text)) for text in heading.path)


def _quoted(text: str) -> str:
    # A JSON string is a YAML string, whatever stands in it.
    return json.dumps(text, ensure_ascii=False)
