"""One chart in many cases, each on axes of its own: another measure has other names, another order and other limits.

All axes stand in one place of one figure, so that room for labels is found for all at once and the first bar, the names
and the edges stay where they are from case to case. Each axes is then a layer, and its parts are marked by kind (bar,
tick, words), so that parts of one kind are matched by their order, as in `layers`.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pandas as pd

from tieranalysis.present import layers
from tieranalysis.present.charts import canvas

if TYPE_CHECKING:
    from matplotlib.figure import Figure

KINDS = ("patch_", "line2d_", "text_", "xtick_", "ytick_", "matplotlib.axis_", "legend_")
HOLDS_PARTS = {"matplotlib.axis", "xtick", "ytick"}


def overlaid(
    chart: layers.Chart, frames: Sequence[pd.DataFrame], columns: Sequence[str], looks: Mapping[str, Any]
) -> "Figure":
    """Draw every frame on axes of its own, all in one place of one figure, which is as tall as the longest needs."""
    longest = max(range(len(frames)), key=lambda place: len(frames[place]))
    first = chart(frames[longest], *columns, **looks)
    first.set_gid(f"{layers.LAYER}{longest} Axes")
    for place, frame in enumerate(frames):
        if place != longest:
            chart(frame, *columns, ax=canvas.over(first), **looks).set_gid(f"{layers.LAYER}{place} Axes")
    return first.figure


def marked(root: ET.Element) -> None:
    """Mark the parts of every axes of a drawing by layer and kind, and take off the ids that they had."""
    for part in list(root.iter()):
        layer, _, kind = part.get("id", "").removeprefix(layers.LAYER).partition(" ")
        if part.get("id", "").startswith(layers.LAYER) and kind == "Axes":
            _mark(part, layer)
    for part in root.iter():
        if part.get("id", "").startswith(KINDS):
            del part.attrib["id"]


def _mark(group: ET.Element, layer: str) -> None:
    for part in group:
        kind = re.sub(r"_\d+$", "", part.get("id", part.tag))
        if part.tag == "defs":
            continue
        part.set("id", f"{layers.LAYER}{layer} {kind}")
        if kind in HOLDS_PARTS:
            _mark(part, layer)
