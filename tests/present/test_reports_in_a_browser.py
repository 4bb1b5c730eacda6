"""The published reports in a real browser: every panel at every point, accessible, narrow, on paper; a pack on two sides."""

import json
import re
from io import BytesIO
from itertools import product

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader

from tieranalysis.present import following, series
from tieranalysis.report import pages

pytestmark = pytest.mark.browser
SHORT = (
    "authority-E06000034",
)  # neither ranked among the districts nor a part of what is joined: one side says it all
PACKS = ("authority-E07000075", "authority-E10000012", "authority-E06000034", "authority-E07000074")
REPORTS = (
    *PACKS, "overview", "kinghan_2007", "tier_comparison", "budgets", "contact_centres", "savings", "agreements",
)  # fmt: skip
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MIME = "application/vnd.tieranalysis.v1+json"
LARGEST = 300 * 1024  # bytes of a typical report
MOVE = """([key, cases]) => {
  const panel = document.querySelector(`[data-panel="${key}"]`), wrong = [];
  const inputs = [...panel.querySelectorAll('input,select')];
  const spots = [...document.querySelectorAll(`[data-look^="${key}."]`)];
  for (const {at, texts, controls} of cases) {
    inputs.forEach((input, i) => input.type === 'checkbox' ? input.checked = Boolean(at[i]) : input.value = at[i]);
    panel.dispatchEvent(new Event('input'));
    for (const spot of spots) {
      const name = spot.dataset.look.slice(key.length + 1);
      const words = name[0] === '@' ? controls[name.slice(1)] : texts[name];
      if (spot.textContent !== words) wrong.push([at, name, spot.textContent, words]);
    }
  }
  return [spots.length, wrong.slice(0, 3)];
}"""
ROWS = """([key, words, cases]) => {
  const panel = document.querySelector(`[data-panel="${key}"]`), inputs = [...panel.querySelectorAll('input,select')];
  const block = [...document.querySelectorAll(`[data-moving="${key}"]`)].find(
    e => e.querySelector('caption b').textContent.endsWith(words));
  const set = at => { inputs.forEach((input, i) => input.type === 'checkbox' ? input.checked = Boolean(at[i]) : input.value = at[i]);
    panel.dispatchEvent(new Event('input')); };
  const wrong = cases.filter(({at, rows}) => { set(at);
    const found = [...block.querySelectorAll('tbody tr')].filter(r => !r.hidden).map(r => [...r.cells].map(c => c.textContent));
    return JSON.stringify(found) !== JSON.stringify(rows); });
  panel.querySelector('button').click();
  return wrong.slice(0, 2);
}"""

SIDEWAYS = """() => [...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth + 1)
  .map(e => e.querySelector('caption').textContent)"""
SMALL = """() => [...document.querySelectorAll('.drawing text')].filter(e => e.getClientRects().length
  && 0.75 * parseFloat(getComputedStyle(e).fontSize) * e.ownerSVGElement.getScreenCTM().a < 7).map(e => e.textContent)"""


@pytest.fixture(scope="module")
def published(whole_plan):
    status, said, out = whole_plan
    assert status == 0, said
    return out


@pytest.fixture
def page(browser, published, request):
    """One report at the width that the test asks for, with what it complained of."""
    name, width = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    found = context.new_page()
    found.errors = []
    found.on("console", lambda message: found.errors.append(message.text) if message.type == "error" else None)
    found.on("pageerror", lambda error: found.errors.append(str(error)))
    found.goto((published / name / "index.html").resolve().as_uri())
    found.wait_for_function("[...document.querySelectorAll('.panel .controls')].every(part => !part.hidden)")
    found.report = name
    yield found
    context.close()


def at_width(width, names=REPORTS):
    return pytest.mark.parametrize("page", [(name, width) for name in names], indirect=True, ids=names)


def records(published, name):
    """The records of a report, as Python wrote them into the executed notebook."""
    notebook = json.loads((published / name / "notebook.ipynb").read_text(encoding="utf-8"))
    return [o.get("data", {}).get(MIME, {}) for c in notebook["cells"] for o in c.get("outputs", [])]


def panels(published, name):
    return [record for record in records(published, name) if record.get("kind") == "explorer"]


def rows_by_case(record, panel):
    """The rows of what moves, for every combination of the panel's controls."""
    steps = [len(control["texts"]) for control in panel["controls"]]
    bodies = [[[cell.text for cell in row] for row in body] for body in following.bodies(record)]
    for at in product(*map(range, steps)):
        case = 0
        for i in record["moves"]["by"]:
            case = case * steps[i] + at[i]
        yield {"at": list(at), "rows": bodies[case]}


def slug(words):
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:60]


def cases(record):
    steps = [range(len(control["texts"])) for control in record["controls"]]
    for place, at in enumerate(product(*steps)):
        texts = {name: found[place] for name, found in record["texts"].items()}
        controls = [control["texts"][i] for control, i in zip(record["controls"], at, strict=True)]
        yield {"at": list(at), "texts": texts, "controls": controls}


@at_width(1280)
def test_everything_that_follows_a_panel_says_what_python_said_at_every_point(page, published):
    found = panels(published, page.report)
    assert found, f"{page.report} has no panel"
    for record in found:
        key = slug(record["headline"])
        count, wrong = page.evaluate(MOVE, [key, list(cases(record))])
        assert wrong == [], record["headline"]
        assert count > len(record["controls"]), record["headline"]
        page.locator(f'[data-panel="{key}"] button', has_text="Return").click()
    assert page.errors == []


@at_width(1280)
def test_the_rows_of_everything_that_moves_are_those_of_python_at_every_case(page, published):
    by_headline = {panel["headline"]: panel for panel in panels(published, page.report)}
    moving = [record for record in records(published, page.report) if following.sound(record)]
    assert page.locator("[data-moving]").count() == len(moving)
    for record in moving:
        panel = by_headline[record["moves"]["panel"]]
        words = record.get("caption") or record["headline"]
        cases = list(rows_by_case(record, panel))
        assert page.evaluate(ROWS, [slug(panel["headline"]), words, cases]) == [], words
    assert page.errors == []


def test_nothing_on_the_savings_page_only_says_that_it_stays(published):
    found = [record for record in records(published, "savings") if record.get("stays") or record.get("moves")]
    assert len(found) >= 25
    staying = [r.get("caption") or r["headline"] for r in found if r.get("stays") or r["moves"]["rests"]]
    assert staying == []


@at_width(1280)
def test_axe_finds_nothing(page):
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert not found.response["violations"], found.generate_report()


@at_width(1280)
def test_a_report_says_what_it_assumes_and_is_light(page, published):
    assert (published / page.report / "index.html").stat().st_size <= LARGEST
    assert page.locator("th", has_text="Effect of one point more").count() >= 1, "what one point more does"


@at_width(1280)
def test_no_table_scrolls_sideways_at_a_desk(page):
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate(SIDEWAYS) == []


@at_width(695)  # CSS pixels of an A4 sheet between its margins
def test_no_letters_of_a_chart_are_smaller_than_seven_points_on_paper(page):
    page.emulate_media(media="print")
    assert page.evaluate(SMALL) == []


@at_width(320)
def test_nothing_runs_off_a_small_phone(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def paper(page):
    reader = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, tagged=True)))
    return [sheet.extract_text() for sheet in reader.pages]


@at_width(1280, PACKS)
def test_a_pack_is_two_sides_and_its_annex_starts_on_a_new_one(page):
    cells = page.evaluate("[...document.querySelectorAll('table td')].map(e => e.textContent.replace(/\\s/g, ''))")
    sides = paper(page)
    annex = next(i for i, words in enumerate(sides) if "Try other assumptions" in words)
    sides_of_body = 1 if page.report in SHORT else 2
    assert annex == sides_of_body, "the body of a pack is two sides, so that two can be laid side by side"
    assert sides[annex].lstrip().startswith("Try other assumptions")
    whole = re.sub(r"\s", "", "".join(sides))
    assert [cell for cell in cells if re.search(r"\d", cell) and cell not in whole] == []


@at_width(1280, PACKS[:2])
def test_a_pack_in_which_everything_moved_is_still_two_sides(page, published, tmp_path):
    folder = published / page.report
    facts = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    before = {key: facts[key] for key in ("parameters", "inputs", "headlines")} | {"made": "2026-09-30"}
    before["inputs"] = [entry | {"sha256": "0" * 64} for entry in before["inputs"]]
    before["headlines"] = [entry | {"value": 0.9 * entry["value"]} for entry in before["headlines"]]
    before["parameters"] = before["parameters"] | {
        "year": "2009-10",
        "draws": 50,
        "assumptions_file": "a/long/path/" * 5,
    }
    notebook = nbformat.read(folder / "notebook.ipynb", as_version=4)
    moved = pages.rendered(notebook, facts | {"previous": before}, "draft")
    (tmp_path / "moved.html").write_text(moved.html, encoding="utf-8")
    page.goto((tmp_path / "moved.html").as_uri())
    assert "Since the run of 30 September 2026 these moved." in page.inner_text("main")
    assert ["Try other assumptions" in side for side in paper(page)][:3] == [False, False, True]


@at_width(1280, PACKS[:1])
def test_every_pack_has_the_same_heads_in_the_same_order(page, published):
    heads = {
        tuple(re.findall(r'<h2 id="[^"]*">([^<]+)</h2>', path.read_text(encoding="utf-8")))
        for path in published.glob("authority-*/index.html")
    }
    assert len(heads) == 1
    assert len(list(published.glob("authority-*/index.html"))) == 15


FOLLOW = """([key, figures, cases]) => {
  const panel = document.querySelector(`[data-panel="${key}"]`), wrong = [];
  const inputs = [...panel.querySelectorAll('input,select')];
  let seen = 0;
  for (const [at, expected] of cases) {
    inputs.forEach((input, i) => input.type === 'checkbox' ? input.checked = Boolean(at[i]) : input.value = at[i]);
    panel.dispatchEvent(new Event('input'));
    figures.forEach((id, f) => {
      for (const part of document.querySelectorAll(`#${id} [data-m]`)) {
        for (const [name, place] of part.dataset.m.split(' ').map(pair => pair.split(':'))) {
          const now = name === 'text' ? part.textContent : part.getAttribute(name);
          seen += 1;
          if (now !== expected[f][place]) wrong.push([id, at, name, now, expected[f][place]]);
        }
      }
    });
  }
  return [seen, wrong.slice(0, 3)];
}"""


def moving(published, name):
    """The records of the figures of a report that follow a panel, by their places among all its figures."""
    notebook = json.loads((published / name / "notebook.ipynb").read_text(encoding="utf-8"))
    records = [o.get("data", {}).get(MIME, {}) for c in notebook["cells"] for o in c.get("outputs", [])]
    figures = [record for record in records if record.get("kind") == "figure"]
    return {f"figure-{i + 1}": record["moves"] for i, record in enumerate(figures) if record.get("moves")}


def values_at(moves, sizes, at):
    step = 0
    for control in moves["by"]:
        step = step * sizes[control] + at[control]
    return [series.value_at(moves, place, step) for place in range(len(moves["series"]))]


@at_width(1280, ("savings", "contact_centres", "budgets", "tier_comparison"))
def test_every_figure_shows_what_python_kept_for_it_at_every_point_of_the_panel(page, published):
    figures = moving(published, page.report)
    (headline,) = {moves["panel"] for moves in figures.values()}
    (panel,) = (record for record in panels(published, page.report) if record["headline"] == headline)
    assert len(figures) >= 3
    steps = list(product(*map(range, panel["sizes"])))
    chosen = [(at, [values_at(moves, panel["sizes"], at) for moves in figures.values()]) for at in steps]
    seen, wrong = page.evaluate(FOLLOW, [slug(panel["headline"]), list(figures), chosen])
    assert wrong == []
    assert seen > 100 * len(steps), "hundreds of marks, words and cells at each point"
    assert page.errors == []
