"""The dashboard in a real browser, opened from disk: pages load, controls work, figures lead to their cells."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from exports import dashboard
from tests.conftest import Query
from tests.exports.sites import altered, browser, open_page, watched

PAGES = (
    "index.html",
    "key-towns.html",
    "standard.html",
    "rankings/2025-03.html",
    "supervision/2025Q1.html",
    "reporting/2025-03.html",
    "projects/2025-03.html",
    "quality/2025-03.html",
    "counties/610602.html",
    "towns/610602001.html",
    "towns/610602104.html",
)
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}"


@pytest.fixture(scope="module")
def opened() -> Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.fixture
def page(opened: Browser) -> Iterator[Page]:
    """A page on which any error, dialogue or request to a network fails the test."""
    with watched(opened) as found:
        yield found


@pytest.mark.parametrize("language", ["", "en"])
def test_every_kind_of_page_loads_and_fits_a_phone(opened: Browser, site: Path, language: str) -> None:
    too_wide = []
    with watched(opened, width=360, height=740) as page:
        for path in PAGES:
            open_page(page, site, path, language)
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                too_wide.append(path)
    assert too_wide == []


CHINESE_SHOWN = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const { textContent, parentElement } = walker.currentNode;
    if (!/[\\u3400-\\u9fff]/.test(textContent) || !parentElement.checkVisibility()) continue;
    if (!parentElement.closest("q, .file, .address, .brand, .language, script, style")) found.push(textContent.trim());
  }
  return found;
}"""


def test_an_english_page_has_no_chinese_but_names_and_what_is_quoted(
    page: Page, site: Path, query: Query
) -> None:
    """Names: of places, projects and clauses; quoted: what somebody wrote, and lists of names."""
    names = query(
        "select county_name as name from dim_county union select town_name from dim_town"
        " union select project_name from fct_project_month union select record_key from fct_ledger_value"
        " union select clause from dim_indicator union select clause from rpt_supervision"
    )["name"]
    known = set(names) | {f"{name} · 2025-03" for name in names}
    for path in (*PAGES, "towns/610602104.html#2025-03/six_disorders"):
        open_page(page, site, path, "en")
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        assert set(page.evaluate(CHINESE_SHOWN)) - known == set(), path


def test_a_meeting_room_screen_is_filled_and_not_overflowed(opened: Browser, site: Path) -> None:
    with watched(opened, width=1920, height=1080) as page:
        open_page(page, site, "index.html")
        assert page.evaluate("document.documentElement.scrollWidth") == 1920
        assert page.locator("main").bounding_box()["width"] > 1800
        assert page.locator("#counties").bounding_box()["y"] < 1080
        page.locator("figure[data-chart='multiples'] svg").wait_for()
        too_wide = "[...document.querySelectorAll('.canvas')].filter((one) => one.scrollWidth > one.clientWidth).length"
        assert page.evaluate(too_wide) == 0


def test_the_language_is_chosen_and_kept_from_page_to_page(page: Page, site: Path) -> None:
    open_page(page, site, "index.html")
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert page.locator("h1").inner_text().startswith("全市镇区强功能工作概况")
    page.click("button.language")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").inner_text().startswith("Where the city stands")
    assert page.title() == "Overview · Townledger"
    page.click("nav >> text=Rankings")
    expect(page.locator("h1")).to_contain_text("Town ranking", use_inner_text=True)
    expect(page.locator("select[name=group] option >> nth=1")).to_have_text("Provincial key town")
    page.click("#towns a >> nth=0")
    expect(page.locator("#indicators")).to_have_text("Indicators", use_inner_text=True)
    page.click("button.language")
    page.click("nav >> text=概况")
    page.wait_for_url("**/index.html")
    assert page.locator("html").get_attribute("lang") == "zh-CN"


def test_a_town_is_found_by_a_part_of_its_name(page: Page, site: Path) -> None:
    open_page(page, site, "index.html")
    page.fill("#search", "白马滩")
    page.press("#search", "Enter")
    page.wait_for_url("**/towns/610631101.html")
    page.fill("#search", "没有这个镇")
    assert page.locator("#found").inner_text() == "没有找到"


def test_rankings_filter_and_sort(page: Page, site: Path, query: Query) -> None:
    open_page(page, site, "rankings/2025-03.html")
    rows = page.locator("#towns tbody tr:visible")
    assert rows.count() == 117
    page.select_option("select[name=county]", "610631")
    page.click("#towns thead >> text=总分")
    names = rows.locator("th").all_inner_texts()
    expected = query(
        "select town_name from fct_town_score_month join dim_town using (town_code, county_code)"
        " where county_code = '610631' and period = '2025-03' order by score"
    )["town_name"]
    assert names == expected.to_list()
    page.click("#towns thead >> text=总分")
    assert rows.locator("th").all_inner_texts() == expected.to_list()[::-1]
    assert page.locator("#towns th[aria-sort=descending]").count() == 1
    page.select_option("select[name=county]", "")
    page.select_option("select[name=designation]", "heritage")
    heritage = query(
        "select town_name from dim_town_designation join dim_town using (town_code) where designation = 'heritage'"
    )
    assert sorted(rows.locator("th").all_inner_texts()) == sorted(heritage["town_name"])
    assert page.locator("form.filters output").inner_text() == f"显示{len(heritage)}条，共117条"
    page.fill("form.filters input[name=text]", "没有这个镇")
    assert rows.count() == 0


def test_projects_filter_by_county_from_the_address_and_by_problem(
    page: Page, site: Path, query: Query
) -> None:
    counted = query(
        "select count(*) as projects, count(*) filter (is_overdue) as overdue from rpt_project_progress"
        " where period = '2025-03' and county_code = '610602'"
    )
    open_page(page, site, "projects/2025-03.html?county=610602")
    rows = page.locator("#projects tbody tr:visible")
    assert rows.count() == counted["projects"][0]
    page.select_option("select[name=problem]", "overdue")
    assert rows.count() == counted["overdue"][0] > 0


SOURCES = """
select label_zh, raw_text, sheet || '!' || cell as address, source_file, submission_id
from fct_indicator_source as source join dim_field using (ledger, field)
where town_code = '{town}' and period = '{period}' and indicator = '{indicator}'
order by all
"""


@pytest.mark.parametrize(
    ("town", "period", "indicator"),
    [
        ("610602104", "2025-03", "six_disorders"),
        ("610622101", "2025-02", "sewage_treatment"),
        ("610631101", "2025-01", "investment_progress"),
    ],
)
def test_a_figure_leads_to_its_cells(
    page: Page, site: Path, query: Query, town: str, period: str, indicator: str
) -> None:
    open_page(page, site, f"towns/{town}.html")
    page.click(f"a[href='#{period}/{indicator}'] >> nth=0")
    dialog = page.locator("dialog[open]")
    dialog.wait_for()
    found = dialog.locator("tbody tr").evaluate_all(
        "rows => rows.map(row => ['th', '.raw', '.address', '.file', 'code']"
        ".map(part => row.querySelector(part).textContent))"
    )
    expected = query(SOURCES.format(town=town, period=period, indicator=indicator)).to_numpy().tolist()
    assert sorted([name.split(" · ")[-1], *rest] for name, *rest in found) == sorted(expected)
    numbers = query(
        "select result.numerator, result.denominator, score, clause from fct_indicator_month as result"
        " join dim_indicator using (indicator, standard_version)"
        f" where town_code = '{town}' and period = '{period}' and indicator = '{indicator}'"
    ).iloc[0]
    told = dict(
        zip(dialog.locator("dt").all_inner_texts(), dialog.locator("dd").all_inner_texts(), strict=True)
    )
    assert float(told["分子"].replace(",", "")) == pytest.approx(numbers["numerator"], abs=1e-4)
    assert float(told["分母"].replace(",", "")) == pytest.approx(numbers["denominator"], abs=1e-4)
    assert told["得分"].startswith(f"{numbers['score']:.2f}")
    assert told["依据条款"].startswith(numbers["clause"])
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert "#" not in page.url


def test_a_project_leads_to_the_cells_of_its_fields(page: Page, site: Path, query: Query) -> None:
    open_page(page, site, "projects/2025-03.html")
    first = page.locator("#projects tbody tr >> nth=0")
    name = first.locator("th").inner_text()
    first.locator("th a").click()
    page.wait_for_selector("dialog[open] tbody tr")
    expected = query(
        "select sheet || '!' || cell as address from fct_ledger_value where ledger = 'projects'"
        f" and period = '2025-03' and record_key = '{name}' order by 1"
    )["address"].to_list()
    assert sorted(page.locator("dialog[open] .address").all_inner_texts()) == sorted(expected)


def test_who_is_behind_why_and_on_what_evidence_takes_three_clicks(
    page: Page, site: Path, query: Query
) -> None:
    open_page(page, site, "index.html")
    page.click("#behind ~ .columns ol a >> nth=0")
    worst = query(
        "select town_name from fct_town_score_month join dim_town using (town_code)"
        " where period = '2025-03' order by rank_city desc, town_code desc limit 1"
    )["town_name"][0]
    assert page.locator("h1 > span").inner_text() == worst
    page.click("#supervision ~ article summary >> nth=0")
    evidence = page.locator("#supervision ~ article details[open] tbody tr >> nth=0")
    assert evidence.locator(".file").inner_text().endswith((".xlsx", ".xls", ".csv", ".ods", ".docx", ".txt"))
    assert "!" in evidence.locator(".address").inner_text()


def test_a_reason_on_the_overview_leads_to_its_entry_with_the_evidence_open(page: Page, site: Path) -> None:
    open_page(page, site, "index.html")
    page.click("#behind ~ .columns .line a >> nth=0")
    expect(page.locator("article:target details[open] tbody tr").first).to_be_visible()


def test_the_towns_whose_funding_is_restricted_are_found_from_the_overview(
    page: Page, site: Path, query: Query
) -> None:
    expected = query(
        "select * from rpt_supervision where quarter = '2025Q1' and level = 'town' and is_restricted"
    )
    open_page(page, site, "index.html")
    page.click("main a[href='supervision/2025Q1.html?level=town&restricted=yes']")
    expect(page.locator("input[name=restricted]")).to_be_checked()
    expect(page.locator("#entries article:visible")).to_have_count(len(expected))


def test_a_report_leads_to_the_files_that_came(page: Page, site: Path, query: Query) -> None:
    open_page(page, site, "reporting/2025-02.html")
    page.click("main a[href='../counties/610631.html#files-2025-02'] >> nth=0")
    expected = query(
        "select source_file from fct_submission where county_code = '610631' and period = '2025-02'"
    )
    files = page.locator("details#files-2025-02[open] .file")
    expect(files).to_have_count(len(expected))
    assert sorted(files.all_inner_texts()) == sorted(expected["source_file"])


def test_hostile_names_stay_texts_and_a_silent_county_is_shown_as_such(
    opened: Browser, published_home: Path, tmp_path: Path
) -> None:
    monthly = ("fct_indicator_month", "fct_town_score_month", "fct_function_score_month")
    folder = altered(
        published_home / "published",
        tmp_path / "altered",
        *(
            f"update {table} set {column} = '{HOSTILE}'"
            for table, column in {
                "rpt_project_progress": "project_name",
                "fct_finding": "message_zh",
                "rpt_supervision": "evidence",
                "dim_town": "town_name",
                "fct_ledger_value": "raw_text",
                "fct_submission": "source_file",
            }.items()
        ),
        *(
            f"delete from {table} where period <> '2025-01'"
            for table in (
                *monthly,
                "rpt_reporting",
                "fct_county_score_month",
                "fct_ledger_value",
                "fct_indicator_source",
                "rpt_rank_robustness",
                "rpt_plan_target",
                "rpt_key_town_evaluation",
            )
        ),
        *(
            f"delete from {table} where town_code like '610602%'"
            for table in (*monthly, "fct_ledger_value", "fct_indicator_source")
        ),
        "update dim_town set merged_into = '610603101', valid_to = date '2024-12-31' where town_code = '610602002'",
    )
    dashboard.write(folder, {"standards": ["2025"], "as_of": "2025-02-11"})
    made = folder / "dashboard"
    with watched(opened) as page:
        for path in (
            "index.html",
            "rankings/2025-01.html",
            "projects/2025-01.html",
            "supervision/2025Q1.html",
            "quality/2025-01.html",
            "counties/610603.html",
        ):
            open_page(page, made, path)
            assert page.locator("footer").inner_text().startswith("按 2025-02-11 时所知的数据编制")
            assert page.locator("main img, main script:not([type='application/json'])").count() == 0
        open_page(page, made, "towns/610603101.html#2025-01/six_disorders")
        assert page.locator("dialog[open] .raw >> nth=0").inner_text() == HOSTILE
        open_page(page, made, "index.html")
        assert "2025年第一季度（阶段性）" in page.locator(".tiles").inner_text()
        page.fill("#search", "script")
        assert page.locator("#found a >> nth=0").inner_text().startswith(HOSTILE)
        open_page(page, made, "towns/610602002.html")
        assert page.locator(".lead").inner_text().startswith("该镇于 2024-12-31 后并入")
        open_page(page, made, "towns/610602001.html")
        assert page.locator(".lead").inner_text().startswith("✕ 未报送 本月没有入库的台账，没有得分。")
