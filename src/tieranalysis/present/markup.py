"""Records as HTML: every text goes through a template that escapes it, so text from data stays text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from tieranalysis.present import following, numbers, svg
from tieranalysis.present.cells import Cell, View, view
from tieranalysis.present.downloads import slug
from tieranalysis.present.panel import segments
from tieranalysis.present.room import height, saves, unbreakable
from tieranalysis.present.shell import unbroken


@dataclass(frozen=True)
class Ref:
    """Where a block stands on a page: its name ("Table 3"), its id and its download link."""

    name: str = ""
    id: str = "block"
    link: str = ""

    def named(self, words: str) -> str:
        """Put the number before a caption."""
        return f"{self.name}: {words}" if self.name and words else self.name or words


@cache
def environment() -> Environment:
    """Give the templates, which escape everything that is not marked as safe."""
    loader = PackageLoader("tieranalysis.present")
    found = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    found.filters |= {"slug": slug, "unbroken": unbroken, "unbreakable": unbreakable}
    return found


def macro(name: str) -> Callable[..., str]:
    """Find the template of one kind of block."""
    return getattr(environment().get_template("blocks.html.j2").module, name)


def markup(record: Mapping[str, Any], ref: Ref | None = None) -> str:
    """Draw a record as HTML; a kind that is not known is drawn as nothing."""
    draw = KINDS.get(record.get("kind", ""))
    return str(draw(record, ref or Ref())) if draw else ""


def plain(record: Mapping[str, Any]) -> str:
    """Name a record in one line of text, for places without HTML.

    >>> plain({"kind": "table", "caption": "Reserves"})
    'table: Reserves'
    """
    words = next((record[key] for key in ("caption", "headline", "title", "text") if record.get(key)), "")
    return f"{record.get('kind')}: {words}" if words else str(record.get("kind"))


def _table(record: Mapping[str, Any], ref: Ref) -> str:
    moves = record["moves"] if following.sound(record) else None
    return macro("table")(record, following.at_start(record) if moves else view(record), ref, moves)


def _figure(record: Mapping[str, Any], ref: Ref) -> str:
    drawings = [Markup(svg.clean(record[key], f"{ref.id}-{key[0]}", record["alt"])) for key in ("wide", "narrow")]
    moves = record["moves"] if following.sound(record) else None
    table = following.at_start(record) if moves else view(record["data"]) if record.get("data") else None
    heights = [height(record[key]) for key in ("wide", "narrow")]
    pair = table is not None and table.pairs and saves(*heights, len(table.body))
    return macro("figure")(record, table, ref, *drawings, moves, pair)


def _image(record: Mapping[str, Any], ref: Ref) -> str:
    return macro("image")(record, ref)


def _drawing(record: Mapping[str, Any], ref: Ref) -> str:
    drawn, width = svg.clean(record["svg"], ref.id, record["alt"]), record.get("width")
    return macro("drawing")(
        record, ref, Markup(drawn.replace("<svg ", f'<svg width="{width:d}" ', 1) if width else drawn)
    )


def _headlines(record: Mapping[str, Any], ref: Ref) -> str:
    return headlines(record, [""] * len(record["headlines"]))


def headlines(record: Mapping[str, Any], moved: list[str]) -> str:
    """Draw headline numbers, each with words on how it moved since the last run."""
    cards = [_card(entry, change) for entry, change in zip(record["headlines"], moved, strict=True)]
    still = not all(card["looks"].get("value") for card in cards)
    return macro("headlines")(
        cards, list(dict.fromkeys(card["panel"] for card in cards if card["panel"])) if still else []
    )


def _card(entry: Mapping[str, Any], change: str) -> dict[str, Any]:
    written = {end: _number(entry, end) for end in ("value", "low", "high")}
    known = entry.get("low") is not None and entry.get("high") is not None
    note = entry.get("note_parts") or ([(entry["note"], "", "")] if entry.get("note") else [])
    words = {"label": entry["label"], "note": note, "change": change, "ranged": known}
    return words | written | {"looks": entry.get("looks", {}), "panel": entry.get("panel", "")}


def _number(entry: Mapping[str, Any], end: str) -> str:
    own = entry.get("written", {}).get(end)
    return own or numbers.spoken(entry.get(end), entry.get("unit") or "", entry.get("decimals"))


def _main_points(record: Mapping[str, Any], _: Ref) -> str:
    points = record.get("segments") or [[(point, "", "")] for point in record["points"]]
    still = not all(any(look for _, look, _ in parts) for parts in points)
    panels = dict.fromkeys(panel for parts in points for _, look, panel in parts if look)
    return macro("main_points")(points, list(panels) if still else [])


def _explorer(record: Mapping[str, Any], ref: Ref) -> str:
    headings = [Cell("Measure", head=True), Cell("This report", number=True), Cell("Your choice", number=True)]
    controls = [(c["label"], c["texts"][c["start"]], f"@{i}") for i, c in enumerate(record["controls"])]
    results = [(r["label"], record["texts"][r["name"]][record["start"]], r["name"]) for r in record["results"]]
    rows = [
        [Cell(words, head=True), Cell(text, number=True), Cell(text, number=True, look=look)]
        for words, text, look in controls + results
    ]
    return macro("explorer")(record, View(headings, rows, [], "", "", ""), segments(record["sentence"], record), ref)


def _simple(kind: str) -> Callable[[Mapping[str, Any], Ref], str]:
    return lambda record, _: macro(kind)(record)


KINDS: dict[str, Callable[[Mapping[str, Any], Ref], str]] = {
    "table": _table,
    "figure": _figure,
    "headlines": _headlines,
    "main_points": _main_points,
    "explorer": _explorer,
    "what_changed": lambda *_: "",
    "sentence": lambda record, _: Markup("<p>{}</p>").format(record["text"]),
    "reports": lambda record, _: macro("reports")(record.get("links") or [(w, "") for w, _ in record["reports"]]),
    "image": _image,
    "drawing": _drawing,
} | {kind: _simple(kind) for kind in ("header", "notices", "text", "error")}
