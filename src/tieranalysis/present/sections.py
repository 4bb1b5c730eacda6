"""The order of a report: cells of a notebook, in whatever order they stand, into the sections a reader expects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tieranalysis.present import prose
from tieranalysis.present.outputs import read_html, records

FIXED = {
    "main_points": "Main points",
    "notices": "Data quality notices",
    "what_changed": "What changed since the last run",
    "explorer": "Try other assumptions",
    "assumptions": "Assumptions",
    "method": "Method and limits",
}
ALSO = {"headlines": "main_points", "headline numbers": "main_points", "key points": "main_points"}
ALSO |= {"notices": "notices", "data quality": "notices", "what changed": "what_changed", "limits": "method"}
ALSO |= {"method": "method", "methods": "method", "limitations": "method", "strengths and limitations": "method"}
ALSO |= {title.casefold(): slot for slot, title in FIXED.items()}
HOISTED = {
    "main_points": "main_points",
    "headlines": "main_points",
    "notices": "notices",
    "what_changed": "what_changed",
}
HOISTED |= {"explorer": "explorer", "assumptions": "assumptions"}


@dataclass
class Section:
    """A section of the page: its title, its place in the order, what it shows and the code that made it."""

    title: str
    slot: str = "findings"
    parts: list[dict[str, Any]] = field(default_factory=list)
    code: list[str] = field(default_factory=list)


@dataclass
class Outline:
    """A whole notebook, sorted: the header, the sections by slot, and the code in its order."""

    header: dict[str, Any]
    sections: list[Section]
    failed: bool = False
    named: bool = False

    def at(self, slot: str) -> list[dict[str, Any]]:
        """Everything that belongs in one slot, in the notebook's order."""
        return [part for section in self.sections if section.slot == slot for part in section.parts]


def outline(notebook: Mapping[str, Any]) -> Outline:
    """Sort a notebook into sections; its header and first heading name the page."""
    found = Outline({}, [Section("Introduction")])
    for cell in notebook.get("cells", []):
        if cell.get("cell_type") == "markdown":
            _read_prose(found, prose.from_markdown("".join(cell["source"]), cell.get("attachments")))
        elif cell.get("cell_type") == "code":
            _read_code(found, cell)
    return found


def _read_prose(found: Outline, html: str) -> None:
    for record in read_html(html):
        if record["kind"] == "heading" and record["level"] == 1 and not found.named:
            found.named = True
            found.header.setdefault("title", record["text"])
        elif record["kind"] == "heading" and record["level"] <= 2:
            found.sections.append(Section(record["text"], ALSO.get(record["text"].casefold(), "findings")))
        else:
            found.sections[-1].parts.append(record)


def _read_code(found: Outline, cell: Mapping[str, Any]) -> None:
    source = "".join(cell.get("source", "")).strip()
    if source:
        found.sections[-1].code.append(source)
    for record in records(cell):
        found.failed |= record["kind"] == "error"
        if record["kind"] == "header":
            found.header = {**found.header, **record}
        else:
            _place(found, record)


def _place(found: Outline, record: dict[str, Any]) -> None:
    slot = HOISTED.get(record.get("slot") or record["kind"])
    home = found.sections[-1]
    if slot is None or home.slot == slot:
        home.parts.append(record)
        return
    there = next((section for section in found.sections if section.slot == slot), None)
    if there is None:
        there = Section(FIXED[slot], slot)
        found.sections.insert(0, there)
    there.parts.append(record)
