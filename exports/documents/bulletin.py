"""季通报: the quarterly bulletin, its sections in order, and its annexes."""

from __future__ import annotations

from exports.documents.desk import Desk, office
from exports.documents.facts import day
from exports.documents.grounds import grounds
from exports.documents.parts import Document, Part
from exports.documents.periods import month_name
from exports.documents.sections import annexes, changes, supervision
from exports.documents.sections.counties import counties
from exports.documents.sections.discipline import discipline, recommendations
from exports.documents.sections.key_towns import key_towns
from exports.documents.sections.overall import overall
from exports.documents.sections.projects import funds, projects
from exports.documents.sections.tasks import disorders, targets
from exports.documents.wording import listed


def bulletin(desk: Desk) -> Document:
    """The bulletin of a quarter."""
    parts: list[Part] = [*desk.say(grounds(desk, "季通报"), _basis(desk))]
    for section in (
        overall,
        counties,
        key_towns,
        targets,
        disorders,
        projects,
        funds,
        discipline,
        recommendations,
        supervision.supervision,
        changes.changes,
        _next_steps,
    ):
        parts += section(desk)
    return Document(
        kind="季度通报",
        period=desk.period.text,
        title_lines=(f"关于{desk.period.name}", f"{office()['work']}情况的通报"),
        addressee=office()["addressee"],
        parts=parts,
        annexes=[
            *annexes.all_towns(desk),
            *supervision.annexes(desk),
            *annexes.projects_of_concern(desk),
            *changes.annexes(desk),
        ],
        issuer=office()["issuer"],
        date=day(desk.facts.as_of),
        as_of=desk.facts.as_of.isoformat(),
    )


def _basis(desk: Desk) -> str:
    """What the figures rest on and of when they are."""
    said = f"本通报数据取自各县（市、区）报送的月度台账，{desk.until}；未另注明的，得分、排名和进度均为{month_name(desk.month)}数据"
    silent = [month_name(month) for month in desk.period.months if month > desk.month]
    if silent:
        said += f"，{listed(silent)}台账尚无数据入库"
    return said + "；因四舍五入，差额与所列数相减的结果可能略有出入。"


def _next_steps(desk: Desk) -> list[Part]:
    """What the bulletin asks for: of those behind, only where somebody is."""
    counts, projects_now = desk.one("supervision_counts"), desk.ask("projects_city")
    reports = desk.one("reporting_city")
    said = []
    if counts["towns"] or counts["counties"]:
        said.append(
            "列入督帮名单的县（市、区）和镇（乡、街道）要对照附件所列情形逐项整改，达到解除条件的及时解除。"
        )
    if projects_now and projects_now[0]["is_behind"]:
        said.append("投资滞后的县（市、区）要加快项目开工和建设进度，补齐年度投资。")
    if reports["on_time"] < reports["expected"]:
        said.append("台账逾期、退回和未报的县（市、区）要按期报送、及时更正。")
    if not said:
        said.append("各县（市、区）要保持工作力度，持续提升镇区功能，按时如实报送台账。")
    return [desk.heading(1, "有关要求"), *desk.say(*said)]
