"""Records as HTML: every text goes through a template that escapes it, so text from data stays text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from tieranalysis.present import numbers, svg
from tieranalysis.present.cells import view


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
    return Environment(
        loader=PackageLoader("tieranalysis.present"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


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
    return macro("table")(record, view(record), ref)


def _figure(record: Mapping[str, Any], ref: Ref) -> str:
    drawings = [Markup(svg.clean(record[key], f"{ref.id}-{key[0]}", record["alt"])) for key in ("wide", "narrow")]
    return macro("figure")(record, view(record["data"]) if record.get("data") else None, ref, *drawings)


def _image(record: Mapping[str, Any], ref: Ref) -> str:
    return macro("image")(record, ref)


def _drawing(record: Mapping[str, Any], ref: Ref) -> str:
    return macro("drawing")(record, ref, Markup(svg.clean(record["svg"], ref.id, record["alt"])))


def card(entry: Mapping[str, Any], change: str = "") -> dict[str, str]:
    """Write out one headline number with its range."""
    unit, places = entry.get("unit") or "", entry.get("decimals")
    low, high = (numbers.spoken(entry.get(end), unit, places) for end in ("low", "high"))
    known = entry.get("low") is not None and entry.get("high") is not None
    return {
        "label": entry["label"],
        "value": numbers.spoken(entry["value"], unit, places),
        "range": f"Range {low} to {high}" if known else "",
        "note": entry.get("note") or "",
        "change": change,
    }


def _simple(kind: str) -> Callable[[Mapping[str, Any], Ref], str]:
    return lambda record, _: macro(kind)(record)


KINDS: dict[str, Callable[[Mapping[str, Any], Ref], str]] = {
    "table": _table,
    "figure": _figure,
    "headlines": lambda record, _: macro("headlines")([card(entry) for entry in record["headlines"]]),
    "what_changed": lambda *_: "",
    "image": _image,
    "drawing": _drawing,
} | {kind: _simple(kind) for kind in ("header", "main_points", "notices", "text", "error")}
