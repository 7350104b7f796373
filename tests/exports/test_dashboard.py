"""The dashboard as files: every link leads somewhere, figures are those of the marts, texts stay texts."""

import json
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import duckdb
import pandas as pd
import pytest
from lxml import html
from lxml.html import HtmlElement

from exports import dashboard
from exports.dashboard import wording
from exports.dashboard.marts import Marts
from tests import truth
from tests.conftest import REPOSITORY, Query
from tests.exports.sites import altered


@cache
def parsed(file: Path) -> HtmlElement:
    return html.document_fromstring(file.read_text(encoding="utf-8"))


def shown(element: HtmlElement) -> str:
    """The Chinese text of an element, signs for the eye alone left out."""
    parts = element.xpath(
        ".//text()[not(ancestor::*[@aria-hidden='true']) and not(ancestor::span[@lang='en'])]"
    )
    return "".join("".join(parts).split())


def cells(table: HtmlElement) -> list[list[str]]:
    return [[shown(cell) for cell in row.xpath("./td|./th")] for row in table.xpath("./tbody/tr")]


def taken(file: Path) -> object:
    """What a data script hands over."""
    _name, content = re.fullmatch(
        r'townledger\.take\(("[^"]*"), (.*)\);\n', file.read_text(encoding="utf-8"), re.S
    ).groups()
    return json.loads(content)


def links(file: Path) -> Iterator[str]:
    for address in parsed(file).xpath("//@href | //@src"):
        if not address.startswith("data:"):
            yield address


def test_every_link_of_the_site_leads_somewhere(site: Path) -> None:
    ids = {file: set(parsed(file).xpath("//@id")) for file in site.rglob("*.html")}
    months = {(file.parent.name, file.stem): taken(file) for file in site.glob("data/*/*.js")}

    def leads(file: Path, address: str) -> bool:
        path, fragment = urldefrag(address)
        target = (file.parent / unquote(urlsplit(path).path)).resolve() if path else file
        month, *asked = [unquote(part) for part in fragment.split("/")]
        if not target.is_file():
            return False
        if not asked:
            return not fragment or fragment in ids[target]
        cells = months.get((target.stem, month), {"records": [], "indicators": {}})
        if asked[0] == "record":
            return asked[1:] in [record[:2] for record in cells["records"]]
        return asked[0] in cells["indicators"]

    followed = [(file, address) for file in ids for address in set(links(file))]
    assert [f"{file.name} → {address}" for file, address in followed if not leads(file, address)] == []
    assert len(followed) > 10_000


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for file in site.rglob("*.html"):
        assert [
            address for address in links(file) if urlsplit(address).scheme or address.startswith("//")
        ] == []


def test_counties_stand_as_the_marts_rank_them(site: Path, query: Query) -> None:
    rows = query(
        "select rank, county_name, score, rank_p05, rank_p95, town_mean, investment_progress, reporting"
        " from fct_county_score_month join rpt_county_rank_robustness using (county_code, period, rank, score)"
        " where period = '2025-03' order by rank, county_code"
    ).to_numpy()
    table = parsed(site / "index.html").xpath(
        "//table[caption='县区得分、名次及构成' or contains(caption, '县区得分')]"
    )[0]
    found = [[*row[:3], *row[4:8]] for row in cells(table)]
    assert found == [
        [
            *(str(rank), name, f"{score:.2f}", f"{low:.0f}–{high:.0f}"),
            *(f"{mean:.2f}", f"{progress:.2f}", f"{reporting:.1f}"),
        ]
        for rank, name, score, low, high, mean, progress, reporting in rows
    ]


@pytest.mark.parametrize("period", ["2025-01", "2025-03"])
def test_towns_stand_as_the_marts_rank_them(site: Path, query: Query, period: str) -> None:
    rows = query(
        "select rank_city, town_name, county_name, score, rank_county, rank_peer"
        " from fct_town_score_month join dim_town using (town_code)"
        f" where period = '{period}' order by rank_city, town_code"
    ).to_numpy()
    found = cells(parsed(site / "rankings" / f"{period}.html").get_element_by_id("towns"))
    place = 5 if period == "2025-03" else 4  # the range of ranks is known at the end of a quarter
    assert [[*row[:3], row[place], *row[place + 2 : place + 4]] for row in found] == [
        [str(rank), town, f"{score:.2f}", county, str(in_county), str(in_group)]
        for rank, town, county, score, in_county, in_group in rows
    ]


@pytest.mark.parametrize("designation", ["provincial", "municipal", "county", "heritage"])
def test_a_town_page_shows_its_scores_and_their_history(site: Path, query: Query, designation: str) -> None:
    town = query(
        f"select min(town_code) as town from dim_town_designation where designation = '{designation}'"
    )["town"][0]
    page = parsed(site / "towns" / f"{town}.html")
    expected = query(
        "select name_zh, period, score, status from fct_indicator_month join dim_indicator using (indicator, standard_version)"
        f" where town_code = '{town}' order by name_zh, period"
    )
    rows = [row for row in cells(page.xpath("//table[@class='indicators']")[0]) if len(row) > 1]
    by_name = {row[0]: row for row in rows}
    assert len(by_name) == 44
    for name, months in expected.groupby("name_zh"):
        history = [
            "缺" if status == "missing" else "–" if pd.isna(score) else f"{score:.0f}"
            for score, status in zip(months["score"], months["status"], strict=True)
        ]
        latest = months["score"].iloc[-1]
        assert by_name[name][3] == ("—" if pd.isna(latest) else f"{latest:.1f}"), name
        assert by_name[name][5:] == history, name
    functions = query(
        "select function, score from fct_function_score_month"
        f" where town_code = '{town}' and period = '2025-03' order by function"
    )
    links = {
        link.get("href")[3:]: shown(row.xpath("./td")[0])
        for row in page.xpath("//tr")
        for link in row.xpath("./th/a[starts-with(@href, '#f-')]")
    }
    assert links == {function: f"{score:.2f}" for function, score in functions.to_numpy()}


def test_the_supervision_list_is_that_of_the_mart_with_every_reason(site: Path, query: Query) -> None:
    rows = query(
        "select level, coalesce(nullif(town_code, ''), county_code) as code, rule, status_name, evidence"
        " from rpt_supervision where quarter = '2025Q1'"
    ).to_numpy()
    page = parsed(site / "supervision" / "2025Q1.html")
    found = {article.get("id"): shown(article) for article in page.xpath("//article")}
    assert len(found) == len(rows)
    for level, code, rule, status, evidence in rows:
        text = found[f"{level}-{code}-{rule}"]
        assert status in text
        assert "".join(evidence.split()) in text
    standing = query(
        "select count(distinct county_code) filter (level = 'county') as counties,"
        " count(distinct town_code) filter (level = 'town') as towns"
        " from rpt_supervision where quarter = '2025Q1' and status <> 'released'"
    ).iloc[0]
    (lead,) = page.xpath("//p[@class='lead']")
    assert shown(lead) == f"在名单上的有{standing.counties}个县区、{standing.towns}个镇。"


def test_projects_and_reports_are_all_there(site: Path, query: Query) -> None:
    projects = query(
        "select count(*) as n, sum(cumulative_investment) as money from rpt_project_progress where period = '2025-02'"
    )
    rows = cells(parsed(site / "projects" / "2025-02.html").get_element_by_id("projects"))
    assert len(rows) == projects["n"][0]
    money = sum(float(row[7].replace(",", "")) for row in rows if row[7] != "—")
    assert money == pytest.approx(projects["money"][0], abs=0.005 * len(rows))
    statuses = query(
        "select status_name, count(*) as n from rpt_reporting where period = '2025-02' group by all"
    )
    table = cells(parsed(site / "reporting" / "2025-02.html").xpath("//table")[0])
    shown_statuses = [cell for row in table for cell in row[1:-1] if cell != "不需报"]
    assert {name: shown_statuses.count(name) for name in set(shown_statuses)} == dict(statuses.to_numpy())


def test_no_personal_data_is_in_the_site(site: Path) -> None:
    files = [file for file in site.rglob("*.*") if file.suffix in {".html", ".js"} and file.name != "vega.js"]
    everything = "\n".join(file.read_text(encoding="utf-8") for file in files)
    personal = truth.load("personal")
    phones = personal.loc[personal["field"] == "contact_phone", "value"].unique()
    assert len(phones) > 0
    assert [phone for phone in phones if phone in everything] == []
    assert re.findall(r"(?<![\d.])1[3-9]\d{9}(?!\d)", everything) == []


def test_the_manifest_names_the_site_and_the_same_marts_give_the_same_bytes(
    published_home: Path, tmp_path: Path
) -> None:
    published = published_home / "published"
    manifest = json.loads((published / "manifest.json").read_text(encoding="utf-8"))
    shutil.copy(published / "townledger.duckdb", tmp_path)
    assert dashboard.write(tmp_path, manifest) == manifest["dashboard"]
    assert manifest["dashboard"]["bytes"] < 30_000_000


def test_before_anything_is_reported_the_site_says_so(published_home: Path, tmp_path: Path) -> None:
    published = published_home / "published"
    with duckdb.connect(str(published / "townledger.duckdb"), read_only=True) as connection:
        tables = [
            row[0]
            for row in connection.execute(
                "select table_name from duckdb_tables() where table_name not like 'dim%'"
            ).fetchall()
        ]
    folder = altered(published, tmp_path / "empty", *(f"delete from {table}" for table in tables))
    dashboard.write(folder, {"standards": ["2025"]})
    assert shown(parsed(folder / "dashboard" / "index.html").xpath("//h1")[0]) == "尚无数据"
    assert sorted(f.name for f in (folder / "dashboard").glob("*.html")) == ["index.html", "standard.html"]


def test_the_month_shown_is_the_last_one_whose_deadlines_have_passed(
    published_home: Path, tmp_path: Path
) -> None:
    folder = altered(
        published_home / "published",
        tmp_path / "altered",
        "update rpt_reporting set is_due = false where period = '2025-03' and ledger = 'funds'",
    )
    with duckdb.connect(str(folder / "townledger.duckdb"), read_only=True) as connection:
        marts = Marts(connection)
        assert (marts.latest, marts.recent) == ("2025-02", ["2025-01", "2025-02", "2025-03"])
        assert marts.is_unfinished("2025Q1")


def test_a_town_that_was_merged_is_no_town_of_later_months(published_home: Path, tmp_path: Path) -> None:
    folder = altered(
        published_home / "published",
        tmp_path / "altered",
        "update dim_town set merged_into = '610602104', valid_to = date '2025-02-27' where town_code = '610602001'",
    )
    with duckdb.connect(str(folder / "townledger.duckdb"), read_only=True) as connection:
        marts = Marts(connection)
        counts = {period: len(marts.towns_at(period)) for period in marts.recent}
    assert counts == {"2025-01": 117, "2025-02": 116, "2025-03": 116}


NAMED = """
select 'function' as kind, function as code, function_name as name from dim_indicator
union select 'ledger', ledger, ledger_name from dim_field
union select 'designation', designation, designation_name from dim_town_designation
union select 'peer_group', peer_group, peer_group_name from rpt_fund_use
union select 'report', status, status_name from rpt_reporting
union select 'supervision_status', status, status_name from rpt_supervision
union select 'rule', rule, rule_name from rpt_supervision
union select 'project_status', status, status_name from rpt_project_progress
union select 'outcome', outcome, outcome_name from rpt_plan_target
union select 'grade', grade, grade_name from rpt_key_town_evaluation
union select 'fund_source', fund_source, fund_source_name from rpt_fund_use
union select 'recommendation', recommendation, recommendation_name from rpt_observation
union select 'stage', town_plan_status, town_plan_status_name from rpt_planning
"""


def test_codes_are_called_what_the_marts_call_them(query: Query) -> None:
    known = wording.words()
    named = query(NAMED).dropna().to_numpy()
    assert len(named) > 50
    assert {(k, c): known.get((k, c), ("",))[0] for k, c, _ in named} == {
        (k, c): name for k, c, name in named
    }


@pytest.mark.parametrize(
    ("kind", "seed", "code"),
    [
        ("function", "functions", "function"),
        ("rule", "supervision_rules", "rule"),
        ("grade", "grade_bands", "grade"),
    ],
)
def test_codes_are_called_what_the_standard_calls_them(kind: str, seed: str, code: str) -> None:
    rows = pd.read_csv(REPOSITORY / "dbt_project" / "seeds" / "standard" / f"{seed}.csv")
    known = wording.words()
    assert {known[kind, row[code]] for _, row in rows.iterrows()} == set(
        zip(rows["name_zh"], rows["name_en"], strict=True)
    )


def test_a_function_or_ledger_without_words_is_called_by_its_name_in_the_marts(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = {key: said for key, said in wording.words().items() if key[0] not in {"function", "ledger"}}
    monkeypatch.setattr(wording, "words", lambda: others)
    with duckdb.connect(
        str(published_home / "published" / "townledger.duckdb"), read_only=True
    ) as connection:
        code = wording.coder(Marts(connection).words)
    assert shown(html.fragment_fromstring(code("function", "industry"), create_parent=True)) == "产业配套"
    assert shown(html.fragment_fromstring(code("ledger", "funds"), create_parent=True)) == "资金投入情况表"


def test_every_text_stands_out_from_its_ground() -> None:
    """The contrast of WCAG AA for text, 4.5 to 1, for the colours as the style names them."""
    style = (Path(dashboard.__file__).parent / "static" / "dashboard.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", style))
    grounds = {
        "ink": ("paper", "ground", "pale"),
        "soft": ("paper", "ground"),
        "blue": ("paper", "ground", "pale"),
        "amber": ("paper", "amber-pale"),
        "red": ("paper", "red-pale"),
        "green": ("paper", "green-pale"),
    }
    contrasts = {
        (text, ground): contrast(colours[text], colours[ground])
        for text in grounds
        for ground in grounds[text]
    }
    assert {pair: ratio for pair, ratio in contrasts.items() if ratio < 4.5} == {}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, 1.4.3)."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    shares = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
