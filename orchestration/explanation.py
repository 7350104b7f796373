"""What `orchestration.explain` found, in the words of an evaluator.

Belongs here: sentences. Does not belong here: reading tables.
"""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]

_STATUSES = {
    "ok": "正常计分",
    "missing": "缺项：所需填报项未全部填报",
    "not_applicable": "不适用，不计入",
    "not_due": "未到期，不计入",
}
_PEERS = {"provincial": "省级重点镇", "municipal": "市级重点镇", "county": "县级重点镇", "other": "其他镇"}


def as_text(found: Row) -> str:
    """The explanation, line by line: the score first, then what it rests on."""
    town = found["town"]
    heading = f"{town['county_name']}{town['town_name']}（{town['town_code']}） {found['period']}"
    lines = [heading, ""]
    if found["kind"] == "indicator":
        lines += _indicator(found)
    else:
        lines += _parts(found)
    return "\n".join([*lines, "", *_rank(found["total"])])


def _indicator(found: Row) -> list[str]:
    one = found["indicator"]
    lines = [
        f"指标　　{one['name_zh']}（{one['indicator']}），属{one['function_name']}，方案条款{one['clause']}",
        f"标准　　{found['standard_version']}年版，目标{one['target']}"
        f"（{'方案规定' if one['set_by'] == 'plan' else '标准设定'}），权重{number(one['weight'])}",
        f"方法　　{one['method_name']}：{one['method_rule']}",
        f"状态　　{_STATUSES[one['status']]}",
    ]
    if one["numerator"] is not None or one["denominator"] is not None:
        below = "" if one["denominator"] is None else f"，分母 {number(one['denominator'])}"
        lines.append(f"计算　　分子 {number(one['numerator'])}{below}，指标值 {number(one['value'])}")
    elif one["value_text"]:
        lines.append(f"填报　　{one['value_text']}")
    if one["score"] is None:
        lines.append("得分　　无（不计入总分）")
    else:
        lines.append(
            f"得分　　{number(one['score'])}，折合总分 {number(one['points'])} 分（满分 {number(one['points_at_most'])} 分）"
        )
    if found["rank_among_peers"]:
        peers = found["rank_among_peers"]
        lines.append(f"同类　　本项在同类镇中第 {peers['rank']}（共 {peers['towns']} 个）")
    if one["terms_missing"]:
        lines.append(f"未填报　{'、'.join(one['terms_missing'])}")
    return [*lines, "", *_sources(found)]


def _sources(found: Row) -> list[str]:
    if not found["sources"]:
        return ["依据　　当月没有填报所需的数据"]
    lines = ["依据"]
    for source in found["sources"]:
        value = source["value_text"] if source["value_number"] is None else number(source["value_number"])
        record = f"{source['record_key']} " if source["record_key"] else ""
        part = "分子" if source["part"] == "numerator" else "分母"
        late = "，逾期" if source["is_late"] else ""
        lines += [
            f"  {part}　{record}{source['field_name']} = {value}　（原文“{source['raw_text']}”）",
            f"  　　　{source['source_file']}　{source['sheet']}!{source['cell']}",
            f"  　　　{source['ledger_name']}，{source['received_at']} 收到{late}，报送标识 {source['submission_id']}",
        ]
    for decision in found["decisions"]:
        lines.append(
            f"  决定　{decision['decided_at']} {decision['decided_by']}{decision['kind_name']}：{decision['reason']}"
        )
    for finding in found["findings"]:
        lines.append(f"  问题　{finding['sheet']}!{finding['cell']}　{finding['message_zh']}")
    return lines


def _parts(found: Row) -> list[str]:
    lines = [
        f"{row['function_name']}　{number(row['score'])} 分（权重 {number(row['weight'])}，"
        f"缺项 {row['missing_indicators']} 项）"
        for row in found["functions"]
    ]
    lines += ["", "失分最多的指标"]
    for row in found["indicators"][:10]:
        lines.append(
            f"  {row['name_zh']}（{row['indicator']}）　得分 {number(row['score'])}，"
            f"失 {number(row['points_lost'])} 分　{_STATUSES[row['status']]}，条款{row['clause']}"
        )
    return lines


def _rank(total: Row) -> list[str]:
    lines = [
        f"总分　　{number(total['score'])}，全市第 {total['rank_city']}（共 {total['towns']} 个），"
        f"县内第 {total['rank_county']}，{_PEERS.get(total['peer_group'], total['peer_group'])}"
        f"第 {total['rank_peer']}（共 {total['peers']} 个）"
    ]
    soft = total["softness"]
    if soft:
        lines.append(
            f"可信度　{soft['period']} 名次在权重浮动下多在 {number(soft['rank_p05'])}–{number(soft['rank_p95'])} 之间，"
            f"与另外 {soft['overlapping_towns']} 个镇难分先后（第 {soft['overlap_from']}–{soft['overlap_to']} 名）"
        )
    return lines


def number(value: float | None) -> str:
    """A number as people write it: two decimals at most."""
    return "无" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")
