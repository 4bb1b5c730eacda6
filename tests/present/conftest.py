"""One browser for all tests of the page, and the pages they look at."""

import os
import shutil

import moving_sample
import page_sample as sample
import pytest

from tieranalysis import present

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
NONE = "no browser found: install one with 'apt-get install chromium', or name one in the variable CHROMIUM"


@pytest.fixture(scope="session")
def browser():
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip(NONE)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def rendered():
    return present.render(sample.notebook(), sample.about())


@pytest.fixture(scope="session")
def pages(tmp_path_factory, rendered):
    """The pages as files: the report, the extract, the catalogue and the statement."""
    folder, about = tmp_path_factory.mktemp("reports"), sample.about()
    entry = {"report": "budgets", "title": rendered.title, "area": "Essex", "subject": "Budgets", "status": "draft"}
    entry |= {"made": about.made, "notices": rendered.notices, "page": "report.html", "workbook": "budgets.xlsx"}
    other = {"title": sample.HOSTILE, "area": sample.HOSTILE, "page": "javascript:window.hit=1"}
    html = {
        "report": rendered.html,
        "moving": present.render(moving_sample.notebook(), present.About("moving", about.made)).html,
        "extract": present.committee_extract(sample.notebook(), about),
        "catalogue": present.catalogue_page([entry, other], about.made, owner="Essex"),
        "statement": present.accessibility_page(about.made, owner="Essex", contact="reports@example.gov.uk"),
    }
    for name, text in html.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: (folder / f"{name}.html").as_uri() for name in html}


@pytest.fixture
def opened(browser, pages):
    """Open a page and keep what it asked for and complained of; every request that leaves the page is stopped."""
    contexts = []

    def open_page(name="report", width=1280, height=900, **settings):
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", **settings)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.errors = [], []
        page.on("console", lambda message: page.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        context.route("**/*", lambda route: _local(route, page, pages[name]))
        page.goto(pages[name])
        return page

    yield open_page
    for context in contexts:
        context.close()


def _local(route, page, address):
    if route.request.url.split("#")[0] == address or route.request.url.startswith("data:"):
        route.continue_()
    else:
        page.asked.append(route.request.url)
        route.abort()
