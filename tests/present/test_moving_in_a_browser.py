"""Figures that follow a panel, in a real browser: at every case the page is what Python drew, attribute by attribute."""

from datetime import date
from io import BytesIO
from itertools import product

import moving_sample as sample
import pytest
from nbformat.v4 import new_notebook
from page_sample import shown
from pypdf import PdfReader

from tieranalysis import present
from tieranalysis.present import following, series, svg

pytestmark = pytest.mark.browser
DRAWN = """e => [...e.querySelectorAll('*')].map(part => [part.tagName, Object.fromEntries([...part.attributes]
  .filter(a => a.name !== 'data-m').map(a => [a.name, a.value])), part.children.length ? '' : part.textContent])"""
SHOWN = """id => { const e = document.getElementById(id); const of = s => [...e.querySelectorAll(s)].map(x => x.textContent);
  return { headline: of('figcaption b')[0], subtitle: of('figcaption .unit')[0],
    names: [...e.querySelectorAll('svg')].map(s => s.getAttribute('aria-label')), caption: of('caption b')[0],
    cells: [...e.querySelectorAll('tbody tr')].map(r => [...r.cells].map(c => c.textContent)) }; }"""


ROWS = """id => [...document.querySelectorAll(`#${id} tbody tr`)].filter(r => r.getClientRects().length)
  .map(r => [...r.cells].map(c => c.textContent))"""


def choose(page, at):
    for slider, step in zip(page.locator("[data-panel] input[type=range]").all(), at, strict=True):
        slider.fill(str(step))


def drawn(page, place, width):
    return page.locator("figure").nth(place).locator(f".on{width} svg").evaluate(DRAWN)


def expected(record, width, case, figure):
    """The elements of a drawing at a case, as the page writes them: ids start with that of the figure."""
    cleaned = svg.clean(record[width], f"{figure}-{width[0]}", record["alt"])
    root = sample.at_case(cleaned, record["moves"], case)
    parts = list(root.iter())[1:]
    return [[part.tag, dict(part.attrib), (part.text or "") if not len(part) else ""] for part in parts]


def test_at_every_case_the_drawings_words_and_cells_are_those_of_python(opened):
    page, lines, bars = opened("moving"), sample.lines().record, sample.bars().record
    for at in product(range(3), range(2), range(2)):
        choose(page, at)
        for place, (record, case) in enumerate([(lines, at[0] * 2 + at[1]), (bars, at[2])]):
            figure, moves = f"figure-{place + 1}", record["moves"]
            for width in ("wide", "narrow"):
                assert drawn(page, place, width) == expected(record, width, case, figure)
            said = {name: record[name] for name in ("headline", "subtitle", "alt")}
            said |= {name: series.value_at(moves, place, case) for name, place in moves["words"].items()}
            found = page.evaluate(SHOWN, figure)
            assert found["headline"] == f"Figure {place + 1}: {said['headline']}"
            assert found["caption"] == f"Data: {said['headline']}"
            assert (found["subtitle"], set(found["names"])) == (said["subtitle"], {said["alt"]})
            assert found["cells"] == [[cell.text for cell in row] for row in following.bodies(record)[case]]
    assert page.errors == []
    assert page.evaluate("window.hit") is None


def test_a_figure_says_for_what_it_is_drawn_and_what_it_does_not_follow(opened):
    page = opened("moving")
    first, still = page.locator("figure").first, page.locator("figure [data-still]")
    assert "Drawn for" not in first.inner_text(), "the report's own assumptions stand in its list of them"
    assert "It follows the panel below." in first.inner_text()
    assert not still.first.is_visible()
    choose(page, (0, 1, 1))
    assert "Drawn for: calls take longer by 0.0%; taken by anyone 100.0%." in first.inner_text()
    assert [spot.is_visible() for spot in still.all()] == [False, True]
    choose(page, (0, 1, 0))
    assert [spot.is_visible() for spot in still.all()] == [True, True]
    assert page.locator("figure").nth(2).locator("[data-still]").count() == 0, (
        "regardless of all that it does not follow"
    )
    page.get_by_role("button", name="Return").click()
    assert [spot.is_visible() for spot in still.all()] == [False, False]


def test_a_panel_moves_what_is_its_own_though_its_name_begins_that_of_another(browser, tmp_path):
    first, second = sample.panel("Move"), sample.panel("Move on")
    cells = [
        shown("points", present.main_points(["It takes {agents}.", "So it is."], follows=second)),
        shown("both", first, second),
    ]
    page = present.render(new_notebook(cells=cells), present.About("two", date(2026, 11, 21)))
    (tmp_path / "two.html").write_text(page.html, encoding="utf-8")
    opened = browser.new_page()
    opened.goto((tmp_path / "two.html").as_uri())
    told = opened.get_by_text("Points that do not change")
    opened.locator('[data-panel="move"] input[type=range]').first.fill("2")
    assert not told.is_visible()
    opened.locator('[data-panel="move-on"] input[type=range]').first.fill("2")
    assert told.is_visible()
    opened.close()


def test_reset_and_a_way_back_by_hand_give_the_start_again(opened):
    page, record = opened("moving"), sample.lines().record
    start = drawn(page, 0, "wide")
    assert start == expected(record, "wide", record["moves"]["start"], "figure-1")
    choose(page, (2, 0, 0))
    assert drawn(page, 0, "wide") != start
    page.get_by_role("button", name="Return").click()
    assert drawn(page, 0, "wide") == start
    choose(page, (2, 0, 0))
    choose(page, (1, 1, 1))
    assert drawn(page, 0, "wide") == start


def test_a_table_that_was_sorted_stands_in_the_order_of_the_case_once_the_panel_moves(opened):
    page, record = opened("moving"), sample.lines().record
    page.locator("#figure-1 summary").click()
    page.locator("#figure-1 thead button").nth(2).click()
    assert page.locator("#figure-1 th[aria-sort]").count() == 1
    choose(page, (2, 0, 1))
    assert page.evaluate(SHOWN, "figure-1")["cells"] == [
        [cell.text for cell in row] for row in following.bodies(record)[4]
    ]
    assert page.locator("#figure-1 th[aria-sort]").count() == 0
    assert "\u2195" in page.locator("#figure-1 thead button").nth(2).inner_text()
    assert page.errors == []


def test_at_every_case_the_rows_of_a_table_are_those_of_python_and_no_others_show(opened):
    page, record = opened("moving"), sample.partners().record
    assert page.evaluate(ROWS, "table-1") == page_rows(record, record["moves"]["start"])
    for at in product(range(3), range(2), range(2)):
        choose(page, at)
        assert page.evaluate(ROWS, "table-1") == page_rows(record, at[1] * 2 + at[2])
    assert {len(page_rows(record, case)) for case in range(4)} == {2, 3}
    choose(page, (0, 0, 0))
    page.locator("#table-1 thead button").nth(1).click()
    assert page.evaluate(ROWS, "table-1") == page_rows(record, 0), (
        "a row that is hidden is sorted last and stays hidden"
    )
    assert page.errors == []
    assert page.evaluate("window.hit") is None


def page_rows(record, case):
    return [[cell.text for cell in row] for row in following.bodies(record)[case]]


def test_a_browser_that_cannot_unpack_shows_the_report_s_own_assumptions(opened):
    page = opened("moving")
    page.add_init_script("delete window.DecompressionStream")
    page.reload()
    assert not page.locator(".panel .controls").first.is_visible()
    assert page.evaluate(ROWS, "table-1") == page_rows(sample.partners().record, 3)


def test_a_drawing_follows_the_keyboard(opened):
    page, record = opened("moving"), sample.lines().record
    page.locator("[data-panel] input[type=range]").first.focus()
    page.keyboard.press("ArrowRight")
    assert drawn(page, 0, "wide") == expected(record, "wide", 5, "figure-1")
    page.keyboard.press("Home")
    assert drawn(page, 0, "wide") == expected(record, "wide", 1, "figure-1")


def test_the_chosen_case_is_on_paper(opened):
    page = opened("moving")
    choose(page, (2, 0, 0))
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    paper = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    assert "calls take longer by 20.0%" in paper
    assert (
        f"At most {sample.need().query('uplift_rate == 0.2 and pooled_rate == 0.5')['agents'].max():.1f} agents"
        in paper
    )


def test_without_scripts_the_case_of_the_report_stands(opened):
    page, record = opened("moving", java_script_enabled=False), sample.lines().record
    html = page.content()
    assert record["headline"].split("<")[0] in html
    assert page.locator("figure .onwide svg").first.is_visible()
    assert not page.locator("[data-still]").first.is_visible()


def test_what_moves_is_small(opened):
    page = opened("moving")
    grids = page.evaluate("[...document.querySelectorAll('script[id^=moves]')].map(s => s.textContent.length)")
    assert len(grids) == 4
    assert max(grids) < 4000
    sizes = page.evaluate("[...document.querySelectorAll('figure .drawing')].map(e => e.innerHTML.length)")
    assert max(sizes) < 12_500, "both drawings of a figure within 25 KB"
