"""The cover note (退回说明) of what goes back to a county: which files, what became of them, what to do first.

A letter for the county's clerk and whoever signs for him. What is wrong, cell by cell, is on the lists.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from exports.documents import word
from exports.documents.desk import office
from exports.documents.parts import Column, Document, Heading, Paragraph, Part, Table, Text
from exports.returns.cases import MARK, Case
from exports.returns.wording import LIST, month_zh, months_zh, until_zh

#: How many kinds of problems are named as those to begin with.
_FIRST = 8
_COLUMNS = (
    Column("月份", 0.17),
    Column("文件", 0.36, is_text=True),
    Column("处理情况", 0.21, is_text=True),
    Column("须更正", 0.09),
    Column("请核实", 0.09),
    Column("副本", 0.08),
)
#: The letter says nothing of when it was written: the same cases give the same bytes.
_MOMENT = "2000-01-01T00:00:00"


def render(
    cases: Sequence[Case], copies: Mapping[str, str], forms: Mapping[str, str], today: dt.date
) -> bytes:
    """The note on the open cases of one county, at least one of them, as seen on a day.

    `copies` names the marked copy of a submission, `forms` the standard form of a month; both where there is one.
    """
    ordered = sorted(cases, key=lambda case: (case.period, case.file_name))
    files = Table(
        caption=Text("退回文件一览"),
        columns=_COLUMNS,
        rows=[[Text(text) for text in _row(case, copies)] for case in ordered],
    )
    parts: list[Part] = [
        *_body(_summary(cases)),
        Heading(1, Text("退回文件")),
        files,
        Heading(1, Text("先办事项")),
        *_body(*_first(cases)),
        Heading(1, Text("报送期限")),
        *_body(until_zh(((case.period, day) for case in cases for day in case.due), today)),
        Heading(1, Text("办理方法")),
        *_body(*_how(cases, copies, forms)),
    ]
    return word.write(
        Document(
            kind="退回说明",
            period="",
            title_lines=("关于退回修改镇区强功能台账的函",),
            addressee=f"{cases[0].county_name}人民政府：",
            parts=parts,
            annexes=(),
            issuer=office()["issuer"],
            date="　　年　　月　　日",
            as_of=_MOMENT,
        )
    )


def _body(*texts: str) -> list[Part]:
    return [Paragraph(Text(text)) for text in texts]


def _summary(cases: Sequence[Case]) -> str:
    said = months_zh({case.period for case in cases})
    errors, warnings = _counts(cases)
    if errors and warnings:
        asked = f"其中须更正{errors}项、请核实{warnings}项"
    else:
        asked = "均须更正" if errors else "均为请核实事项"
    return (
        f"你单位报送的{said}镇区强功能台账已审核，有{len(cases)}份文件需退回修改或核实，共有问题"
        f"{errors + warnings}项，{asked}。现将材料退回，请按下列要求办理。"
    )


def _row(case: Case, copies: Mapping[str, str]) -> tuple[str, ...]:
    errors, warnings = _counts([case])
    return (
        month_zh(case.period),
        case.file_name,
        _fate(case),
        str(errors or ""),
        str(warnings or ""),
        "有" if case.submission_id in copies else "无",
    )


def _fate(case: Case) -> str:
    outcomes = {finding.outcome for finding in case.findings}
    if "reject_file" in outcomes:
        return "整表退回，未采用"
    if "reject_row" in outcomes:
        return "部分行退回，其余已采用"
    if "withhold" in outcomes:
        return "已采用，个别数值除外"
    return "已采用，请核实"


def _first(cases: Sequence[Case]) -> list[str]:
    """Files refused as a whole, then those with most errors, the first of them named; else that nothing is urgent."""
    refused = [
        (case, next(f for f in case.findings if f.outcome == "reject_file"))
        for case in cases
        if any(f.outcome == "reject_file" for f in case.findings)
    ]
    said = [f"{month_zh(case.period)}“{case.file_name}”整表退回：{f.message}。" for case, f in refused]
    wrong = {
        case: errors
        for case in cases
        if (errors := [f for f in case.findings if f.severity == "error" and f.outcome != "reject_file"])
    }
    for case, errors in sorted(wrong.items(), key=lambda item: -len(item[1])):
        sheet, cell = errors[0].sheet, errors[0].cell
        place = f"“{sheet}”表{cell}：" if sheet else ""
        said.append(
            f"{month_zh(case.period)}“{case.file_name}”有{len(errors)}项须更正，如{place}{errors[0].message}。"
        )
    if not said:
        return ["本次退回的问题均为请核实事项，有关数据已按处理结果采用，请逐项核实，确有错误的更正后重报。"]
    more = len(said) - _FIRST
    numbered = [f"{number}．{text}" for number, text in enumerate(said[:_FIRST], start=1)]
    return [
        "以下问题未更正前，有关数据不计入统计和评价，请优先办理：",
        *numbered,
        *([f"其余{more}份文件见各月《{LIST.removesuffix('.xlsx')}》。"] if more > 0 else []),
    ]


def _how(cases: Sequence[Case], copies: Mapping[str, str], forms: Mapping[str, str]) -> list[str]:
    said = [
        f"逐项问题见各月文件夹内的《{LIST.removesuffix('.xlsx')}》，列明文件、工作表、单元格、存在问题和修改要求。"
    ]
    if any(case.submission_id in copies for case in cases):
        said.append(
            f"文件名带“（{MARK}）”的为原表副本，问题单元格已着色并加批注，请直接在副本上改正，以原文件名重报，"
            "不要另行制表。"
        )
    said.append(
        f"没有副本的，在原文件中改正，以原文件名加“（{MARK}）”另存后重报。“请核实”事项核实无误的可不再报。"
    )
    if forms:
        said.append(
            "整表退回的月份已附规范表样，各镇和上月项目已填好，表头无法识别或缺列的请改用规范表样填报。"
        )
    code = cases[0].county_code
    said.append(
        f"改正后的文件按月放入本县（市、区）报送文件夹“{code}/年-月”（如“{code}/{cases[0].period}”），与原文件并存。"
    )
    return [f"{number}．{text}" for number, text in enumerate(said, start=1)]


def _counts(cases: Sequence[Case]) -> tuple[int, int]:
    """How many findings must be corrected, how many looked at."""
    findings = [finding for case in cases for finding in case.findings]
    errors = sum(finding.severity == "error" for finding in findings)
    return errors, len(findings) - errors
