"""`render`: an executed notebook in, one accessible page and its downloads out. No clock, no files, no network."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup, escape
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat.v4 import new_notebook
from traitlets.config import Config

from tieranalysis.present import changes, downloads, following, links, panel, provenance, series, shell, workbook
from tieranalysis.present.about import About, Page
from tieranalysis.present.extract import extract_of
from tieranalysis.present.markup import Ref, headlines, markup
from tieranalysis.present.order import all_notices, headline_numbers, in_order
from tieranalysis.present.sections import Outline, Section, outline

ALL_PICTURES = 450 * 1024  # letters of base64; the most that pictures may take of a page


@dataclass
class Draft:
    """A page in the making: the numbers given to tables and figures so far, the ids in use and the files beside it."""

    about: About
    counts: dict[str, int] = field(default_factory=dict)
    ids: set[str] = field(default_factory=lambda: {"main", "main-points", "contents", "code-used", "about-this-report"})
    files: dict[str, bytes] = field(default_factory=dict)
    grids: dict[str, str] = field(default_factory=dict)
    tables: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    pictures: int = ALL_PICTURES

    def unique(self, words: str) -> str:
        """Give an id made of words that nothing else on the page has."""
        name = downloads.slug(words)
        taken = sum(1 for i in self.ids if i == name or i.startswith(f"{name}--"))
        self.ids.add(name if not taken else f"{name}--{taken + 1}")
        return name if not taken else f"{name}--{taken + 1}"

    def link(self, words: str, name: str) -> str:
        """Mark the place of a link to a file of the page; what it holds is decided when the page is made."""
        self.links.append((words, name))
        return Markup("<!--link {}-->").format(len(self.links) - 1)


def render(notebook: Mapping[str, Any], about: About) -> Page:
    """Render any executed notebook: the same notebook and the same `about` give the same bytes.

    >>> from datetime import date
    >>> cells = [{"cell_type": "markdown", "source": "# Reserves\\n\\nThey fell.", "metadata": {}}]
    >>> page = render({"cells": cells, "metadata": {}}, About("reserves", date(2026, 11, 21)))
    >>> page.title, "They fell." in page.html
    ('Reserves', True)
    """
    found, draft = outline(notebook), Draft(about)
    heading, authority = str(found.header.get("title") or about.report), str(found.header.get("authority") or "")
    title = f"{heading} – {authority}" if authority else heading
    drawn = [_section(draft, section) for section in in_order(found, about)]
    brief = bool(found.header.get("brief"))
    moved = changes.moved_inputs(changes.changes(about, headline_numbers(found))) if brief else []
    view = {"heading": heading, "authority": authority, "meta": provenance.facts(found.header, about), "brief": brief}
    view |= {"first": next((s["html"] for s in drawn if s["slot"] == "main_points"), "")}
    view |= {"sections": [s for s in drawn if s["slot"] != "main_points" and s["html"]]}
    view |= {
        "code": [section for section in found.sections if section.code],
        "about": provenance.rows(about, len(all_notices(found)), moved, title),
    }
    view |= {
        "workbook": _workbook(draft, title, found.header),
        "extract": _extract(draft, found) if about.extract else "",
        "catalogue": about.catalogue,
    }
    whole = shell.wrap(shell.page_title(heading, authority), _description(found, heading), _body(view), draft.grids)
    html = downloads.with_links(whole, draft.links, draft.files)
    header = {name: value for name, value in found.header.items() if name not in ("kind", "brief")}
    return Page(html, draft.files, headline_numbers(found), all_notices(found), title, header)


def _description(found: Outline, heading: str) -> str:
    points = [point for part in found.at("main_points") for point in part.get("points", [])]
    return str(found.header.get("summary") or (points[0] if points else heading))


def _section(draft: Draft, section: Section) -> dict[str, str]:
    levels = [2]
    html = "".join(_drawn(draft, part, levels) for part in section.parts)
    main = section.slot == "main_points"
    return {
        "title": section.title,
        "slot": section.slot,
        "id": "" if main else draft.unique(section.title),
        "html": html,
    }


def _drawn(draft: Draft, part: Mapping[str, Any], levels: list[int]) -> str:
    kind, part = part["kind"], links.linked(dict(part), draft.about.reports)
    if kind == "heading":
        return _heading(part, levels)
    if kind == "prose":
        return part["html"]
    if kind == "headlines":
        return headlines(part, [changes.moved(entry, draft.about) for entry in part["headlines"]])
    if kind == "explorer":
        draft.grids.setdefault(f"grid-{downloads.slug(part['headline'])}", panel.lookup(part))
        levels[0] = 3
    ref = _ref(draft, part)
    if following.sound(part):
        draft.grids[f"moves-{ref.id}"] = series.packed(part["moves"])
    return _beside(draft, part, ref) or markup(part, ref)


def _beside(draft: Draft, part: Mapping[str, Any], ref: Ref) -> str:
    """Put a picture for which the page has no room beside it, and link to it."""
    source = part.get("src", "") if part["kind"] == "image" else ""
    draft.pictures -= len(source)
    if not source or draft.pictures >= 0:
        return ""
    name = f"{downloads.slug(draft.about.report)}-{downloads.slug(ref.name)}.{'png' if 'png' in source[:20] else 'jpg'}"
    draft.files[name] = b64decode(source.partition(",")[2] + "==")
    said = Markup(
        '<p id="{}"><b>{}</b><br><a href="{}">{}</a> is too large for this page and stands in a file beside it.</p>'
    )
    return str(said.format(ref.id, ref.named(part["headline"]), name, part["alt"]))


def _heading(part: Mapping[str, Any], levels: list[int]) -> str:
    """A heading inside a section: never more than one step below the one before it."""
    levels[0] = max(3, min(part["level"], levels[0] + 1))
    return f"<h{levels[0]}>{escape(part['text'])}</h{levels[0]}>"


def _ref(draft: Draft, part: Mapping[str, Any]) -> Ref:
    name, kind = part.get("name", ""), part["kind"]
    data = part if kind == "table" and not following.sound(part) else _with_words(part)
    link = _link(draft, name, data) if data else ""
    return Ref(name if kind != "explorer" else "", draft.unique(name or kind), link)


def _with_words(part: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The data of a chart or a panel, with its headline, source and notes for the workbook."""
    said = {name: part[name] for name in ("source", "notes", "illustrative") if part.get(name)}
    if following.sound(part):
        own = following.own_case(part)
        return {**part["data"], **said, "own": own | said | {"notes": [*part.get("notes", []), *own["notes"]]}}
    return {**part["data"], **said} if part.get("data") else None


def _link(draft: Draft, name: str, data: Mapping[str, Any]) -> str:
    stem = f"{downloads.slug(draft.about.report)}-{downloads.slug(name)}"
    draft.tables.append((name, data.get("own", data)))
    draft.files[f"{stem}.csv"] = downloads.csv_bytes(data)
    draft.files[f"{stem}.schema.json"] = downloads.schema_bytes(data)
    words = {"Table": name.lower(), "Figure": f"the data of {name.lower()}", "Panel": "every combination"}
    every = f" in all {data['cases']} cases" if "own" in data else ""
    return draft.link(f"Download {words[name.partition(' ')[0]]}{every}", f"{stem}.csv")


def _workbook(draft: Draft, title: str, header: Mapping[str, Any]) -> str:
    if not draft.tables:
        return ""
    name = f"{downloads.slug(draft.about.report)}.xlsx"
    draft.files[name] = workbook.workbook(title, draft.about, header, draft.tables)
    return draft.link("Download every table of this report as one workbook", name)


def _extract(draft: Draft, found: Outline) -> str:
    """The committee extract that was asked for stands beside the page, which names its file."""
    name = f"{downloads.slug(draft.about.report)}-extract.html"
    draft.files[name] = extract_of(found, draft.about).encode()
    return name


def _body(view: dict[str, Any]) -> str:
    return _exporter().from_notebook_node(new_notebook(), resources={"report": view})[0]


@cache
def _exporter() -> TemplateExporter:
    """Give an exporter with this package's own template, which stands on nbconvert's `base`."""
    templates = str(files("tieranalysis.present") / "templates")
    own = {"template_name": "tieranalysis", "template_file": "index.html.j2", "extra_template_basedirs": [templates]}
    return TemplateExporter(
        config=Config({"TemplateExporter": own | {"filters": {"code": shell.code, "unbroken": shell.unbroken}}})
    )
