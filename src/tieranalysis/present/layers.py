"""One chart in many cases, drawn at once: every case is a layer on the same axes, so that marks can be compared.

Limits, ticks and room for labels then hold for every case, and a case costs a few milliseconds and not a drawing. The
drawing is taken apart again by layer: marks of one kind are matched by their order, what differs between the cases is
kept as a series, and a mark that some cases lack is hidden in them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd

from tieranalysis.present import svg
from tieranalysis.present.charts import canvas
from tieranalysis.present.furthest import outermost, room_for_the_outermost

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LAYER, EVERY = "layer-", -1
Chart = Callable[..., "Axes"]
Keep = Callable[[Sequence[str | None]], int]


def layered(chart: Chart, frames: Sequence[pd.DataFrame], columns: Sequence[str], looks: Mapping[str, Any]) -> "Figure":
    """Draw every frame as a layer of one figure, with limits that hold them all.

    Raises ValueError where the names along an axis are not the same in every frame.
    """
    fig, limits = _drawn_in(chart, frames, columns, looks, _limits(chart, outermost(frames), columns, looks))
    if (limits != fig.axes[0].dataLim.get_points()).any():  # some other frame reached further
        fig, _ = _drawn_in(chart, frames, columns, looks, _limits(chart, frames, columns, looks))
    return fig


def _limits(chart: Chart, frames: Sequence[pd.DataFrame], columns: Sequence[str], looks: Mapping[str, Any]) -> "Axes":
    tallest = chart(frames[0], *columns, **looks)
    for frame in frames[1:]:
        chart(frame, *columns, ax=tallest, **looks)
    return tallest


def _drawn_in(
    chart: Chart, frames: Sequence[pd.DataFrame], columns: Sequence[str], looks: Mapping[str, Any], tallest: "Axes"
) -> tuple["Figure", np.ndarray]:
    """Draw every frame as a layer with the limits of a drawing; and those limits."""
    ax = canvas.blank(tallest.figure.get_figheight())
    if np.isfinite(tallest.dataLim.get_points()).all():
        ax.update_datalim(tallest.dataLim.get_points())
    limits = tallest.dataLim.get_points().copy()
    names: list[list[str]] = []
    for place, frame in enumerate(frames):
        before = set(ax.get_children())
        chart(frame, *columns, ax=ax, **looks)
        for mark in ax.get_children():
            if mark not in before:
                mark.set_gid(f"{LAYER}{place} {type(mark).__name__}")
        names.append(_names(ax))
        _refuse_other_names(names)
    room_for_the_outermost(ax)
    return ax.figure, limits


def _names(ax: "Axes") -> list[str]:
    from matplotlib.ticker import FixedLocator

    fixed = [axis for axis in (ax.xaxis, ax.yaxis) if isinstance(axis.get_major_locator(), FixedLocator)]
    return [label.get_text() for axis in fixed for label in axis.get_ticklabels()]


def _refuse_other_names(names: list[list[str]]) -> None:
    if names[-1] != names[0]:
        lost = next((word for word in names[-1] if word not in names[0]), None)
        what = f"has {lost!r}" if lost else "has them in another order, or fewer"
        raise ValueError(
            f"a figure that moves needs the same names along its axis in each case, and case {len(names)} {what}; "
            f"the first has {', '.join(names[0])}. Give each case the same rows in the same order, or own_axes=True"
        )


def merged(drawing: str, cases: int, start: int, keep: Keep, named: Mapping[str, int]) -> str:
    """Make one drawing of all layers, as it is in the case `start`, and keep what differs in the others.

    `named` says where the names of the whole drawing are kept, if they move.
    """
    from tieranalysis.present import own_axes

    root = svg.tree(drawing, "i", (LAYER, *own_axes.KINDS))
    own_axes.marked(root)
    parents = [part for part in root.iter() if any(map(_layer, part)) and not _layer(part)]
    defined = [child for parent in parents for group in parent if _layer(group) for child in _taken(group)]
    for parent in parents:
        parent[:] = [mark for marks in _slots(parent) for mark in _shapes(marks, cases, start, keep)]
    root[:0] = defined
    _moving(root, named)
    return svg.written(root, "")


def _layer(group: ET.Element) -> str:
    return name if (name := group.get("id", "")).startswith(LAYER) else ""


def _taken(group: ET.Element) -> Iterator[ET.Element]:
    """Take out what a layer defines for all, such as the shape of a marker."""
    for part in list(group.iter()):
        for child in part.findall("defs"):
            part.remove(child)
            yield child


def _slots(parent: ET.Element) -> list[dict[int, ET.Element]]:
    """The parts of a group by case; marks of one kind with the same place in their layers belong together."""
    slots: dict[Any, dict[int, ET.Element]] = {}
    order: list[Any] = []
    counts: dict[str, int] = {}
    for place, child in enumerate(parent):
        name = _layer(child)
        layer, kind = name.removeprefix(LAYER).split(" ") if name else (EVERY, place)
        counts[name] = counts.get(name, 0) + 1
        slot = (kind, counts[name] if name else 0)
        if slot not in slots:
            before = (kind, slot[1] - 1)
            order.insert(order.index(before) + 1 if before in slots else len(order), slot)
        slots.setdefault(slot, {})[int(layer)] = child
    return [slots[slot] for slot in order]


def _shapes(marks: Mapping[int, ET.Element], cases: int, start: int, keep: Keep) -> Iterator[ET.Element]:
    """A mark that has another shape in some cases stands once for each shape, and is hidden where it has another."""
    if EVERY in marks:
        yield marks[EVERY]
        return
    if any(any(map(_layer, mark)) for mark in marks.values()):
        yield _group(marks, cases, start, keep)
        return
    shapes: dict[Any, dict[int, ET.Element]] = {}
    for case, mark in marks.items():
        del mark.attrib["id"]
        shapes.setdefault(_shape(mark), {})[case] = mark
    for of in shapes.values():
        mark = _one(of, cases, start, keep)
        if len(of) < cases:
            _moving(mark, {"display": keep([None if case in of else "none" for case in range(cases)])})
            mark.attrib |= {} if start in of else {"display": "none"}
        yield mark


def _group(groups: Mapping[int, ET.Element], cases: int, start: int, keep: Keep) -> ET.Element:
    """Make one group of groups of parts, such as ticks, each part with those of its place in the other groups."""
    whole = ET.Element("g")
    whole[:] = [part for group in groups.values() for part in group]
    whole[:] = [mark for marks in _slots(whole) for mark in _shapes(marks, cases, start, keep)]
    return whole


def _shape(mark: ET.Element) -> tuple[Any, ...]:
    fixed = tuple(mark.get(name) for name in ("id", "href", "clip-path"))
    words = (mark.text, *(child.tail for child in mark)) if len(mark) and mark.tag == "text" else ()
    return (mark.tag, fixed, words, tuple(map(_shape, mark)))


def _one(marks: Mapping[int, ET.Element], cases: int, start: int, keep: Keep) -> ET.Element:
    """Make one mark of the marks of one shape; in a case that has none it stays as it is, and is hidden."""
    base = marks.get(start, next(iter(marks.values())))
    of_each = [marks.get(case, base).iter() for case in range(cases)]
    for own, parts in zip(list(base.iter()), list(zip(*of_each, strict=True)), strict=True):
        names = dict.fromkeys(name for part in parts for name in part.attrib)
        values = {name: [part.get(name) for part in parts] for name in names}
        values["text"] = [part.text or "" for part in parts]
        _moving(own, {name: keep(found) for name, found in values.items() if len(set(found)) > 1})
    return base


def _moving(mark: ET.Element, places: Mapping[str, int]) -> None:
    """Say on an element which of its attributes move, and where their values are kept."""
    said = " ".join([mark.get(svg.MOVES, ""), *(f"{name}:{place}" for name, place in places.items())]).strip()
    mark.attrib |= {svg.MOVES: said} if said else {}
