"""The sections of a page in the order that every report has, its tables and figures numbered as they come."""

from collections.abc import Iterator
from typing import Any

from tieranalysis.present import changes
from tieranalysis.present.about import About
from tieranalysis.present.sections import FIXED, Outline, Section

NOUNS = {"table": "Table", "figure": "Figure", "image": "Figure", "drawing": "Figure", "explorer": "Panel"}
CAPTIONS = {"table": "caption", "image": "headline", "drawing": "headline"}
INCOMPLETE = {
    "title": "Incomplete",
    "text": "A step of this report failed, so parts of it are missing. Do not use its numbers until it is made again.",
    "level": "warning",
}
ILLUSTRATIVE = {
    "title": "Illustrative",
    "text": "Inputs of this report are illustrative. Numbers made from them are marked so: they show the method and are not results.",
    "level": "warning",
}


def headline_numbers(found: Outline) -> list[dict[str, Any]]:
    """Give the headline numbers of a report, as the manifest and the next run keep them."""
    return [entry for part in found.at("main_points") for entry in part.get("headlines", [])]


def all_notices(found: Outline) -> list[dict[str, str]]:
    """Give every notice: that a step failed, that inputs are illustrative where the notebook does not, then the notebook's."""
    told = [notice for part in found.at("notices") for notice in part.get("notices", [])]
    said = any(str(notice.get("title", "")).startswith(ILLUSTRATIVE["title"]) for notice in told)
    own = [INCOMPLETE] if found.failed else []
    own += [ILLUSTRATIVE] if found.header.get("illustrative") and not said else []
    return own + told


def in_order(found: Outline, about: About) -> list[Section]:
    """Put the sections of a report in order; each part has its number as `name`, each table a caption."""
    counts: dict[str, int] = {}
    return [
        Section(section.title, section.slot, [_named(part, section.title, counts) for part in section.parts])
        for section in _sections(found, about)
        if section.parts
    ]


def _sections(found: Outline, about: About) -> Iterator[Section]:
    yield Section(FIXED["main_points"], "main_points", found.at("main_points"))
    told = all_notices(found)
    beside = [part for part in found.at("notices") if part["kind"] != "notices"]
    yield Section(FIXED["notices"], "notices", [{"kind": "notices", "notices": told}, *beside] if told else beside)
    yield Section(FIXED["what_changed"], "what_changed", [*_changed(found, about), *found.at("what_changed")])
    yield from (section for section in found.sections if section.slot == "findings")
    for slot in ("explorer", "assumptions", "method"):
        yield Section(FIXED[slot], slot, found.at(slot))


def _changed(found: Outline, about: About) -> Iterator[dict[str, Any]]:
    rows = changes.changes(about, headline_numbers(found))
    if found.header.get("brief"):
        yield {"kind": "sentence", "text": changes.in_brief(about, rows)}
        return
    yield {"kind": "sentence", "text": changes.sentence(about, rows)}
    if rows:
        yield changes.table_of(about, rows)


def _named(part: dict[str, Any], title: str, counts: dict[str, int]) -> dict[str, Any]:
    noun, caption = NOUNS.get(part["kind"]), CAPTIONS.get(part["kind"])
    if noun is None:
        return part
    counts[noun] = counts.get(noun, 0) + 1
    return part | {"name": f"{noun} {counts[noun]}"} | ({caption: part.get(caption) or title} if caption else {})
