"""`render`: an executed notebook in, one accessible page and its downloads out. No clock, no files, no network."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup, escape
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat.v4 import new_notebook
from traitlets.config import Config

from tieranalysis.present import changes, downloads, panel, provenance, shell
from tieranalysis.present.about import About, Page
from tieranalysis.present.dates import long_date
from tieranalysis.present.markup import Ref, headlines, markup
from tieranalysis.present.sections import FIXED, Outline, coded, outline

INCOMPLETE = {
    "title": "Incomplete",
    "text": "A step of this report failed, so parts of it are missing. Do not use its numbers until it is made again.",
    "level": "warning",
}
ILLUSTRATIVE = {
    "title": "Illustrative",
    "text": "This report is made from illustrative inputs. Its numbers show the method and are not results.",
    "level": "warning",
}


NOUNS = {"table": "Table", "figure": "Figure", "image": "Figure", "drawing": "Figure", "explorer": "Panel"}


@dataclass
class Draft:
    """A page in the making: the numbers given to tables and figures so far, the ids in use and the files beside it."""

    about: About
    counts: dict[str, int] = field(default_factory=dict)
    ids: set[str] = field(default_factory=lambda: {"main", "main-points", "contents", "code-used", "about-this-report"})
    files: dict[str, bytes] = field(default_factory=dict)
    grids: dict[str, str] = field(default_factory=dict)

    def unique(self, words: str) -> str:
        """Give an id made of words that nothing else on the page has."""
        name = downloads.slug(words)
        taken = sum(1 for i in self.ids if i == name or i.startswith(f"{name}--"))
        self.ids.add(name if not taken else f"{name}--{taken + 1}")
        return name if not taken else f"{name}--{taken + 1}"


def render(notebook: Mapping[str, Any], about: About) -> Page:
    """Render any executed notebook: the same notebook and the same `about` give the same bytes.

    >>> from datetime import date
    >>> cells = [{"cell_type": "markdown", "source": "# Reserves\\n\\nThey fell.", "metadata": {}}]
    >>> page = render({"cells": cells, "metadata": {}}, About("reserves", date(2026, 11, 21)))
    >>> page.title, "They fell." in page.html
    ('Reserves', True)
    """
    found = outline(notebook)
    draft = Draft(about)
    found_notices = _notices(found)
    numbers = [entry for part in found.at("main_points") if part["kind"] == "headlines" for entry in part["headlines"]]
    heading = str(found.header.get("title") or about.report)
    authority = str(found.header.get("authority") or "")
    first = _first(found, draft)
    sections = [_section(draft, title, parts) for title, parts in _ordered(found, about, numbers, found_notices)]
    view = {"heading": heading, "authority": authority, "meta": _meta(found, about), "first": first}
    view |= {"sections": sections, "code": coded(found.sections), "about": provenance.rows(about)}
    title = f"{heading} – {authority}" if authority else heading
    html = shell.wrap(title, _description(found, heading), _body(view), draft.grids)
    return Page(
        html, draft.files, numbers, found_notices, title, {k: v for k, v in found.header.items() if k != "kind"}
    )


def _meta(found: Outline, about: About) -> list[tuple[str, str]]:
    published = max((entry.published for entry in about.inputs), default="")
    rows = {"Period": found.header.get("period"), "Status": about.status[:1].upper() + about.status[1:]}
    rows |= {"Data as at": long_date(found.header.get("data_as_at") or published), "Made": long_date(about.made)}
    return [(name, str(words)) for name, words in rows.items() if words]


def _description(found: Outline, heading: str) -> str:
    points = [point for part in found.at("main_points") for point in part.get("points", [])]
    return str(found.header.get("summary") or (points[0] if points else heading))


def _notices(found: Outline) -> list[dict[str, str]]:
    own = [INCOMPLETE] if found.failed else []
    own += [ILLUSTRATIVE] if found.header.get("illustrative") else []
    return own + [n for part in found.at("notices") if part["kind"] == "notices" for n in part["notices"]]


def _first(found: Outline, draft: Draft) -> str:
    parts = found.at("main_points")
    return "".join(_drawn(draft, part, "Main points") for part in parts)


def _ordered(
    found: Outline, about: About, numbers: list[dict[str, Any]], notices: list[dict[str, str]]
) -> Iterable[tuple[str, list[dict[str, Any]]]]:
    """The sections after the main points, in the order that every report has."""
    beside = [part for part in found.at("notices") if part["kind"] != "notices"]
    told = [{"kind": "notices", "notices": notices}] if notices else []
    yield FIXED["notices"], told + beside
    rows = changes.changes(about, numbers)
    said = [{"kind": "notes", "text": changes.sentence(about, rows)}]
    yield FIXED["what_changed"], [*said, *([changes.table_of(about, rows)] if rows else []), *found.at("what_changed")]
    yield from ((section.title, section.parts) for section in found.sections if section.slot == "findings")
    for slot in ("explorer", "assumptions", "method"):
        yield FIXED[slot], found.at(slot)


def _section(draft: Draft, title: str, parts: list[dict[str, Any]]) -> dict[str, str]:
    levels = [2]
    html = "".join(_drawn(draft, part, title, levels) for part in parts)
    return {"title": title, "id": draft.unique(title) if html else "", "html": html}


def _drawn(draft: Draft, part: Mapping[str, Any], title: str, levels: list[int] | None = None) -> str:
    kind = part["kind"]
    if kind == "heading":
        return _heading(part, levels or [2])
    if kind == "prose":
        return part["html"]
    if kind == "notes":
        return str(Markup("<p>{}</p>").format(part["text"]))
    if kind == "headlines":
        return headlines(part, [changes.moved(entry, draft.about) for entry in part["headlines"]])
    if kind == "explorer":
        draft.grids.setdefault(f"grid-{downloads.slug(part['headline'])}", panel.lookup(part))
    return markup(_captioned(part, title), _ref(draft, part))


def _heading(part: Mapping[str, Any], levels: list[int]) -> str:
    """A heading inside a section: never more than one step below the one before it."""
    levels[0] = max(3, min(part["level"], levels[0] + 1))
    return f"<h{levels[0]}>{escape(part['text'])}</h{levels[0]}>"


def _captioned(part: Mapping[str, Any], title: str) -> Mapping[str, Any]:
    """A table or picture whose author gave it no name takes the name of its section."""
    name = {"table": "caption", "image": "headline", "drawing": "headline"}.get(part["kind"])
    return {**part, name: title} if name and not part.get(name) else part


def _ref(draft: Draft, part: Mapping[str, Any]) -> Ref:
    noun = NOUNS.get(part["kind"])
    if noun is None:
        return Ref(id=draft.unique(part["kind"]))
    draft.counts[noun] = draft.counts.get(noun, 0) + 1
    name = f"{noun} {draft.counts[noun]}"
    data = part if noun == "Table" else part.get("data")
    return Ref(name if noun != "Panel" else "", draft.unique(name), _link(draft, name, data) if data else "")


def _link(draft: Draft, name: str, data: Mapping[str, Any]) -> str:
    stem = f"{downloads.slug(draft.about.report)}-{downloads.slug(name)}"
    content = downloads.csv_bytes(data)
    draft.files[f"{stem}.csv"] = content
    draft.files[f"{stem}.schema.json"] = downloads.schema_bytes(data)
    words = {"Table": name.lower(), "Figure": f"the data of {name.lower()}", "Panel": "every combination"}
    return downloads.link(f"Download {words[name.partition(' ')[0]]}", f"{stem}.csv", content)


def _body(view: dict[str, Any]) -> str:
    view = view | {"sections": [section for section in view["sections"] if section["html"]]}
    return _exporter().from_notebook_node(new_notebook(), resources={"report": view})[0]


@cache
def _exporter() -> TemplateExporter:
    """Give an exporter with this package's own template, which stands on nbconvert's `base`."""
    templates = str(files("tieranalysis.present") / "templates")
    own = {"template_name": "tieranalysis", "template_file": "index.html.j2", "extra_template_basedirs": [templates]}
    return TemplateExporter(config=Config({"TemplateExporter": own}))
