"""`committee_extract`: a report in at most four sides of A4 with numbered paragraphs, to be quoted in a committee paper.

What is shown is chosen by what it costs in lines: first the answer, the notices and the changes, then findings with
their charts, the assumptions and the limits, for as long as there is room. What is left out is named.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from markupsafe import Markup

from tieranalysis.present import changes, following
from tieranalysis.present.about import About
from tieranalysis.present.dates import long_date
from tieranalysis.present.listing import listed
from tieranalysis.present.markup import Ref, headlines, markup
from tieranalysis.present.order import INCOMPLETE, all_notices, headline_numbers, in_order
from tieranalysis.present.prose import paragraphs
from tieranalysis.present.provenance import facts
from tieranalysis.present.sections import Outline, outline
from tieranalysis.present.shell import section_page

LINES = 196  # of four sides, with some to spare
LETTERS = 92  # a line
CHART, HEAD, CARDS = 19, 3, 7  # lines
KEPT, REST = 15, 10  # lines, for the assumptions and for what is left out
MOST_ROWS = 12
MOST_COLUMNS = 7


@dataclass
class Paper:
    """The extract in the making: its heads, and the lines that are left."""

    left: int = LINES
    heads: list[dict[str, Any]] = field(default_factory=list)
    out: list[str] = field(default_factory=list)

    def head(self, title: str) -> dict[str, Any]:
        """Start a numbered head."""
        self.left -= HEAD
        self.heads.append({"title": title, "paragraphs": [], "parts": []})
        return self.heads[-1]

    def say(self, words: str, keep: int = 0) -> bool:
        """Add a numbered paragraph where there is room for it and for what is kept."""
        cost = _lines(words)
        if self.left - cost < keep:
            return False
        self.left -= cost
        self.heads[-1]["paragraphs"].append(words)
        return True

    def show(self, html: str, cost: int, name: str, keep: int = 0) -> None:
        """Add a chart or a table where there is room; otherwise name it as left out."""
        if self.left - cost < keep:
            self.out.append(name)
            return
        self.left -= cost
        self.heads[-1]["parts"].append(Markup(html))


def committee_extract(notebook: Mapping[str, Any], about: About) -> str:
    """Write the extract of an executed notebook: the same content as its page, at most four sides of A4."""
    return extract_of(outline(notebook), about)


def extract_of(found: Outline, about: About) -> str:
    """Write the extract of a notebook whose parts have been found already."""
    paper = Paper()
    sections = in_order(found, about)
    _answer(paper, found)
    _quality(paper, found)
    _changed(paper, about, found)
    limits = _stated(found)
    room = min(HEAD + sum(map(_lines, limits)), LINES // 3) + REST
    _findings(paper, [part for section in sections if section.slot == "findings" for part in section.parts], room)
    _unshown(paper, [part for section in sections if section.slot == "explorer" for part in section.parts])
    _assumed(paper, [part for section in sections if section.slot == "assumptions" for part in section.parts], room)
    _limits(paper, limits)
    _rest(paper)
    heading = str(found.header.get("title") or about.report)
    values = {"owner": found.header.get("authority"), "status": about.status, "made": long_date(about.made)}
    values |= {"meta": facts(found.header, about), "hash": about.notebook_sha256[:16]}
    heads = [head for head in paper.heads if head["paragraphs"] or head["parts"]]
    said = f"Committee extract of the report {heading}"
    return section_page(heading, said, "extract.html.j2", kind="extract", heads=heads, licence=about.licence, **values)


def _answer(paper: Paper, found: Outline) -> None:
    paper.head("Main points")
    for part in found.at("main_points"):
        for point in part.get("points", []):
            paper.say(point)
        if part["kind"] == "headlines":
            paper.show(headlines(part, [""] * len(part["headlines"])), CARDS, "headline numbers")


def _quality(paper: Paper, found: Outline) -> None:
    told = all_notices(found)
    if told:
        paper.head("Data quality")
    for notice in told:
        if not paper.say(f"{notice['title']}. {notice['text']}", keep=LINES // 2) and notice is not INCOMPLETE:
            paper.out.append(f"the notice “{notice['title']}”")


def _changed(paper: Paper, about: About, found: Outline) -> None:
    rows = changes.changes(about, headline_numbers(found))
    paper.head("What changed since the last run")
    paper.say(changes.sentence(about, rows))
    for _, item, before, now in rows[:8]:
        paper.say(f"{item}: {before} before, {now} now.", keep=LINES // 3)


def _findings(paper: Paper, parts: list[dict[str, Any]], room: int) -> None:
    """A numbered finding a chart, in the words of its headline; charts and small tables while there is room."""
    keep = room + KEPT
    paper.head("Findings")
    for part in parts:
        if part["kind"] == "figure":
            words = f"{_stop(part['headline'])} {_stop(part.get('subtitle', ''))} ({part['name']})"
            paper.say(words, keep)
    for part in parts:
        if part["kind"] == "figure":
            paper.show(markup(following.still(part), Ref(part["name"], _id(part["name"]))), CHART, part["name"], keep)
        elif part["kind"] == "table":
            _tabled(paper, part, keep)


def _unshown(paper: Paper, parts: list[dict[str, Any]]) -> None:
    """Name the panels, and the tables and charts beside them: paper has nothing to move."""
    paper.out += [part["name"] for part in parts if "name" in part]


def _tabled(paper: Paper, part: Mapping[str, Any], keep: int = 0) -> None:
    name = part["name"]
    rows, columns = len(part["rows"]), sum(not column.get("hidden") for column in part["columns"])
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        paper.out.append(name)
        return
    letters = max((sum(len(str(value)) for value in row) for row in part["rows"]), default=0)
    cost = ceil(rows * 1.35 * max(1, ceil(letters / LETTERS))) + 5 + len(part.get("notes", []))
    paper.show(markup(following.still(part), Ref(name, _id(name))), cost, name, keep)


def _assumed(paper: Paper, parts: list[dict[str, Any]], room: int) -> None:
    paper.head("Assumptions")
    for part in parts:
        if part["kind"] == "table":
            _tabled(paper, part, keep=room)


def _stated(found: Outline) -> list[str]:
    prose = [words for part in found.at("method") if part["kind"] == "prose" for words in paragraphs(part["html"])]
    return [words for words in prose if len(words) > 40]


def _limits(paper: Paper, limits: list[str]) -> None:
    """Say every limit for which there is room, and count those for which there is none."""
    paper.head("Method and limits")
    unsaid = [words for words in limits if not paper.say(words, keep=REST)]
    if unsaid:
        paper.out.insert(0, "one more limit" if len(unsaid) == 1 else f"{len(unsaid)} more limits")


def _rest(paper: Paper) -> None:
    if paper.out:
        paper.head("In the full report")
        named = listed(paper.out)
        paper.say(
            f"Also in the full report: {named[:380].rpartition(',')[0] + ' and more' if len(named) > 380 else named}."
        )


def _lines(words: str) -> int:
    return ceil(len(words) / LETTERS) + 1


def _stop(words: str) -> str:
    return words if not words or words[-1] in ".!?" else f"{words}."


def _id(name: str) -> str:
    return name.lower().replace(" ", "-")
