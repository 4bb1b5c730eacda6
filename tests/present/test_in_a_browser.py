"""The page in a real browser: accessible, whole on a phone and on paper, silent on the network, and right."""

import re
from datetime import date
from io import BytesIO
from itertools import product

import page_sample as sample
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader

from tieranalysis import present
from tieranalysis.present import panel

pytestmark = pytest.mark.browser
NAMES = ("report", "moving", "extract", "catalogue", "statement")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = {"desktop": {}, "phone": {"width": 390, "height": 844}, "dark": {"color_scheme": "dark"}}
SPACING = """() => { for (const e of document.querySelectorAll('body, body *:not(svg *)')) {
  e.style.setProperty('line-height', '1.5', 'important'); e.style.setProperty('letter-spacing', '.12em', 'important');
  e.style.setProperty('word-spacing', '.16em', 'important'); } }"""
TOO_WIDE = """() => [...document.querySelectorAll('body *')].filter(e => !e.closest('.scroll') && e.getClientRects().length
  && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(e => e.outerHTML.slice(0, 90))"""
SMALL = """() => [...document.querySelectorAll('p,li,td,th,dt,dd,caption,figcaption,text')].filter(e => {
  const scale = e.ownerSVGElement ? e.ownerSVGElement.getScreenCTM().a : 1;
  return e.getClientRects().length && e.textContent.trim() && parseFloat(getComputedStyle(e).fontSize) * scale < 12;
}).map(e => e.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(opened, name, look):
    found = Axe().run(opened(name, **LOOKS[look]), options={"runOnly": {"type": "tag", "values": TAGS}})
    assert not found.response["violations"], found.generate_report()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_asked_of_the_network_and_nothing_goes_wrong(opened, name):
    page = opened(name)
    assert page.asked == []
    assert page.errors == []
    assert page.evaluate("window.hit") is None


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [390, 320])
def test_nothing_runs_off_a_phone_even_with_wide_spacing(opened, name, width):
    page = opened(name, width=width, height=800)
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width == 390:
        assert page.evaluate(SMALL) == []
        page.evaluate(SPACING)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_regions_that_scroll_can_be_reached_and_have_names_and_hold_their_first_column(opened):
    page = opened(width=390, height=844)
    scrolling = "e => e.scrollWidth > e.clientWidth + 1"
    regions = [region for region in page.query_selector_all(".scroll") if region.evaluate(scrolling)]
    assert regions
    for region in regions:
        assert region.evaluate("e => e.tabIndex") == 0
        named = "e => e.getAttribute('aria-labelledby').split(' ').every(i => document.getElementById(i).textContent.trim())"
        assert region.evaluate(named)
        before = region.evaluate("e => e.querySelector('tbody th').getBoundingClientRect().left")
        region.evaluate("e => { e.scrollLeft = 80 }")
        assert region.evaluate("e => e.querySelector('tbody th').getBoundingClientRect().left") == pytest.approx(
            before, abs=1
        )


def test_the_keyboard_starts_at_the_skip_link_and_always_shows_where_it_is(opened):
    page = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    tops = []
    for _ in range(25):
        page.keyboard.press("Tab")
        tops.append(page.evaluate("document.activeElement.getBoundingClientRect().top + scrollY"))
        style = "(s => s.outlineStyle + parseFloat(s.outlineWidth))(getComputedStyle(document.activeElement))"
        assert page.evaluate(style) == "solid3"
    assert page.evaluate('document.querySelectorAll(\'[tabindex]:not([tabindex="0"],[tabindex="-1"])\').length') == 0
    assert page.evaluate("[...document.querySelectorAll('nav a')].every(a => document.querySelector(a.hash))")


def test_every_number_of_every_table_is_on_paper(opened):
    page = opened()
    cells = page.evaluate(
        "[...document.querySelectorAll('table td, table th')].map(e => e.textContent.replace(/[\\s↕↑↓]/g, ''))"
    )
    numbers = {cell for cell in cells if re.search(r"\d", cell)}
    assert len(numbers) > 60
    reader = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, tagged=True)))
    paper = re.sub(r"\s", "", "".join(sheet.extract_text() for sheet in reader.pages))
    assert [cell for cell in sorted(numbers) if cell not in paper] == []
    shapes = {float(sheet.mediabox.width) > float(sheet.mediabox.height) for sheet in reader.pages}
    assert shapes == {False, True}, "the table of seventeen years is on a landscape sheet, the rest is upright"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_paper_is_black_on_white_without_controls_or_code(opened):
    page = opened(color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(11, 12, 12)"
    gone = "nav, .skip, .codes, div.controls, p.controls, input, select"
    assert page.evaluate(f"[...document.querySelectorAll('{gone}')].every(e => !e.getClientRects().length)")
    spelled = "getComputedStyle(document.querySelector('main a[href^=http]'), '::after').content"
    assert "https://www.gov.uk/guidance" in page.evaluate(spelled) or "attr(href)" in page.evaluate(spelled)


def test_the_panel_equals_python_at_every_point_and_everything_that_follows_it_moves(opened):
    page, record = opened(), sample.panel().record
    block = page.locator("[data-panel]")
    sliders, box, choice = (
        block.locator("input[type=range]"),
        block.locator("input[type=checkbox]"),
        block.locator("select"),
    )
    for place, (uplift, patience, housing, rule) in enumerate(product(range(3), range(2), range(2), range(2))):
        sliders.nth(0).fill(str(uplift))
        sliders.nth(1).fill(str(patience))
        box.set_checked(bool(housing))
        choice.select_option(str(rule))
        agents, saving, verdict = (record["texts"][name][place] for name in ("agents", "saving_gbp", "verdict"))
        wanted = f"Answering together saves {saving} a year and is {verdict}."
        assert block.locator("[role=status]").inner_text() == wanted
        last = [row.inner_text() for row in block.locator("tbody tr td:last-child").all()]
        assert last[-2:] == [agents, saving]
        assert sliders.nth(0).get_attribute("aria-valuetext") == ["0.0%", "5.0%", "20.0%"][uplift]
        assert page.locator(".points li").first.inner_text() == f"Together they save {saving} a year."
        assert page.locator(".cards dd b").first.inner_text() == saving
        followers = page.locator("table", has_text="What the panel answers").locator("tbody td").all_inner_texts()
        assert followers == [saving, agents]
        assert page.locator("figure [data-moved]").is_visible() == (place != record["start"])
        own = page.get_by_text("that do not change stand for this report’s own assumptions")
        assert [spot.is_visible() for spot in own.all()] == [place != record["start"]] * 2
    block.locator("button", has_text="Return").click()
    assert (
        block.locator("[role=status]")
        .inner_text()
        .startswith(f"Answering together saves {record['texts']['saving_gbp'][record['start']]}")
    )
    assert not page.locator("figure [data-moved]").is_visible()


def test_the_panel_can_be_worked_by_keyboard(opened):
    page = opened()
    slider = page.locator("[data-panel] input[type=range]").first
    slider.focus()
    before = page.locator("[role=status]").inner_text()
    page.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "20.0%"
    assert page.locator("[role=status]").inner_text() != before


def test_tables_sort_by_value_with_missing_last_and_the_total_in_its_place(opened):
    page = opened()
    table = page.locator("table", has=page.locator("caption", has_text="Net current expenditure by council"))
    heading = table.locator("th button", has_text="Net")
    column = "e => [...e.tBodies[0].rows].map(row => row.cells[1].textContent)"
    heading.click()
    assert table.evaluate(column)[:2] == ["−9.5", "8.9"]
    assert table.evaluate(column)[-1] == "[c]"
    heading.click()
    assert table.evaluate(column)[0] == "31.4"
    assert table.evaluate(column)[-1] == "[c]"
    assert table.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
    assert table.evaluate("e => e.tFoot.rows[0].cells[0].textContent") == "All districts"


def test_downloads_work_from_a_file_and_hold_the_exact_numbers(opened, rendered):
    page = opened(accept_downloads=True)
    links = page.locator("a[download]")
    assert links.count() >= 7
    for link in links.all():
        assert link.get_attribute("href").startswith("data:")
    with page.expect_download() as caught:
        page.locator("a[download$='table-3.csv']").click()
    data = caught.value.path().read_bytes()
    assert data == rendered.files["budgets-table-3.csv"]
    assert b"21912345" in data


def test_a_script_or_picture_that_gets_in_is_blocked(opened):
    page = opened()
    page.evaluate(
        """() => { const s = document.createElement('script'); s.textContent = 'window.hit = 1';
        const i = new Image(); i.src = 'https://example.org/spy.png'; document.body.append(s, i);
        document.body.insertAdjacentHTML('beforeend', '<p onclick="window.hit = 2" id="trap">x</p>'); }"""
    )
    page.evaluate("document.getElementById('trap').click()")
    page.wait_for_timeout(50)
    assert page.evaluate("window.hit") is None
    assert page.asked == []
    assert any("Content Security Policy" in error for error in page.errors)


def test_the_page_is_whole_with_scripts_off(opened):
    page = opened(java_script_enabled=False)
    assert not page.locator("div.controls").is_visible()
    assert page.locator("[role=status]").is_visible()
    assert page.locator("table", has_text="What follows from these assumptions").is_visible()
    assert page.locator("main table:visible").count() >= 8


def test_forced_colours_keep_text_lines_and_cards(opened):
    page = opened(forced_colors="active")
    ink = page.evaluate("getComputedStyle(document.body).color")
    line = "getComputedStyle(document.querySelector('figure .onwide svg path[stroke^=\"var(--c1\"]')).stroke"
    assert page.evaluate(line) == ink
    assert page.evaluate("getComputedStyle(document.querySelector('.cards div')).borderTopStyle") == "solid"


def test_the_extract_is_at_most_four_sides(opened):
    sheets = PdfReader(BytesIO(opened("extract").pdf(prefer_css_page_size=True))).pages
    assert len(sheets) <= 4
    assert re.search(r"1\.1\s+Together they save", sheets[0].extract_text())


def test_the_panel_says_the_same_in_python_and_on_the_page():
    record = sample.panel().record
    assert panel.lookup(record).count("worth it") == 2


def test_a_long_table_has_its_head_on_every_sheet_and_no_head_stands_alone(browser, tmp_path):
    names = [f"Council {i}, which once had another name" for i in range(150)]
    rows = pd.DataFrame({"council": names, "net_gbp": range(150)})
    cells = [present.header("T", "A"), present.table(rows, "Long")]
    (tmp_path / "long.html").write_text(
        present.render(sample.notebook_of(cells), sample.about()).html, encoding="utf-8"
    )
    page = browser.new_page()
    page.goto((tmp_path / "long.html").as_uri())
    sheets = [sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages]
    page.close()
    holding = [sheet for sheet in sheets if re.search(r"Council \d", sheet)]
    assert len(holding) > 2
    assert all("Net" in sheet for sheet in holding)


def test_a_long_narrow_table_runs_down_three_columns_of_a_sheet_each_with_its_head(browser, tmp_path):
    rows = pd.DataFrame({"council": [f"Council {i}" for i in range(150)], "net_gbp": range(150)})
    html = present.render(
        sample.notebook_of([present.header("T", "A"), present.table(rows, "Long")]), sample.about()
    ).html
    (tmp_path / "long.html").write_text(html, encoding="utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "long.html").as_uri())
    sheets = [sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages]
    page.close()
    holding = [sheet for sheet in sheets if re.search(r"Council \d", sheet)]
    assert len(holding) <= 2
    assert sum(len(re.findall(r"Council\s+Net", sheet)) for sheet in holding) >= 3, "a head in each column"
    assert all(f"Council {i} " in " ".join(sheets).replace("\n", " ") for i in range(150))


def test_words_that_are_longer_than_a_column_break_and_nothing_leaves_the_sheet(browser, tmp_path):
    long = "Supercalifragilisticexpialidocious" * 4
    rows = pd.DataFrame(
        {"council": [long, "Maldon"], f"net{long}": [1.5, 2], "note": ["x" * 300, "A whole sentence, " * 6]}
    )
    unit = {f"net{long}": "calls"}
    html = present.render(sample.notebook_of([present.table(rows, "Words", unit=unit)]), sample.about()).html
    (tmp_path / "words.html").write_text(html, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((tmp_path / "words.html").as_uri())
    assert page.evaluate("[...document.querySelectorAll('.scroll')].every(e => e.scrollWidth <= e.clientWidth + 1)")
    page.set_viewport_size({"width": 695, "height": 900})  # an A4 sheet between its margins
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= 695
    page.close()


def test_a_long_catalogue_is_searched_and_sorted_by_date(browser, tmp_path):
    entries = [
        {"title": f"Report {i}", "area": "Kent" if i > 9 else "Essex", "made": f"2026-{i:02d}-01"} for i in range(1, 13)
    ]
    (tmp_path / "c.html").write_text(present.catalogue_page(entries, sample.about().made), encoding="utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "c.html").as_uri())
    page.get_by_label("Find a report").fill("kent 12")
    assert page.get_by_role("status").inner_text() == "1 of 12 shown"
    assert page.locator("tbody tr:visible th").all_inner_texts() == ["Report 12"]
    assert page.locator("h2:visible").all_inner_texts() == ["Areas", "Kent", "About these reports"]
    page.get_by_label("Find a report").fill("")
    page.get_by_role("button", name="Made").first.click()
    assert page.locator("tbody tr th").all_inner_texts()[:9] == [f"Report {i}" for i in range(1, 10)]
    assert page.get_by_role("button", name="Downloads").count() == 0
    page.close()


LINES = """() => [...document.querySelectorAll('.list tbody tr:first-child > *')].filter(e => e.getClientRects().length)
  .map(e => [getComputedStyle(e, '::before').content.replaceAll('"', ''), e.textContent.trim()])"""


@pytest.mark.parametrize("width", [390, 320])
def test_on_a_phone_the_catalogue_is_read_down_the_page_each_value_with_its_name(browser, tmp_path, width):
    entry = {"title": "Report", "area": "Essex", "subject": "Budgets", "status": "draft", "made": "2026-11-21"}
    entry |= {"page": "r.html", "workbook": "r.xlsx", "notices": ["x" * 300], "period": sample.HOSTILE + "y" * 300}
    path = tmp_path / "c.html"
    path.write_text(present.catalogue_page([entry] * 3, sample.about().made), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("[...document.querySelectorAll('.scroll')].every(e => e.scrollWidth <= e.clientWidth + 1)")
    lines = dict(page.evaluate(LINES))
    assert (lines["Subject: "], lines["Status: "], lines["Made: "]) == ("Budgets", "Draft", "21 November 2026")
    assert page.get_by_role("row").count() == 3, "it stays a table for those who hear it"
    assert page.get_by_role("rowheader", name="Report").count() == 3
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.evaluate("[...document.querySelectorAll('.scroll')].every(e => e.scrollWidth <= e.clientWidth + 1)")
    page.close()


def test_a_header_of_long_words_stays_on_a_phone(browser, tmp_path):
    header = present.header("T" * 200, "A" * 200, period="P" * 300, data_as_at="D" * 200)
    (tmp_path / "h.html").write_text(present.render(sample.notebook_of([header]), sample.about()).html, "utf-8")
    page = browser.new_page(viewport={"width": 320, "height": 900})
    page.goto((tmp_path / "h.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


@pytest.mark.parametrize(
    ("output", "version"), [("overview", "20261121T093000.000001Z"), ("packs/essex", "20261121T093000.5Z")]
)
def test_a_page_in_the_history_leads_to_the_reports_that_are_current(browser, tmp_path, output, version):
    up = "../" * (output.count("/") + 1)
    prose = {"cell_type": "markdown", "metadata": {}, "source": "# O\n\nSee [the savings](report:savings)."}
    about = present.About(
        "overview", date(2026, 11, 21), reports={"savings": f"{up}savings/index.html"}, catalogue=f"{up}index.html"
    )
    html = present.render({"cells": [prose], "metadata": {}}, about).html
    page = browser.new_page()
    for place in (f"{output}/index.html", f"history/{output}/{version}/index.html"):
        (tmp_path / place).parent.mkdir(parents=True)
        (tmp_path / place).write_text(html, encoding="utf-8")
        page.goto((tmp_path / place).as_uri())
        led = page.evaluate("[...document.querySelectorAll('a[href*=\"../\"]')].map(a => a.href)")
        assert set(led) == {(tmp_path / "savings/index.html").as_uri(), (tmp_path / "index.html").as_uri()}, place
    page.close()
