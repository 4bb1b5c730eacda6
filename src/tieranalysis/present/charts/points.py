"""Points on a line: one measure in several readings, and a middle estimate with its range."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tieranalysis.present.charts import canvas
from tieranalysis.present.palette import CATEGORICAL, FOCUS, PEER

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW = 0.34  # inches a row
EDGE = 0.2  # of an axis; nearer to its start, words centred on a point would run into the names


def dot_plot(
    frame: pd.DataFrame,
    name: str,
    value: str,
    *,
    unit: str = "ratio",
    focus: str | None = None,
    reference: float | str | None = None,
    reference_label: str = "",
    decimals: int | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw a dot a row: columns name and value [unit]; `reference` is a line, such as 1 where two tiers are equal, or the
    column that holds it in each row."""
    canvas.column_needed(frame, "dot_plot", name, value, *([reference] if isinstance(reference, str) else []))
    reference = float(frame[reference].iloc[0]) if isinstance(reference, str) else reference
    frame = canvas.amounts_in(frame, "dot_plot", value)
    ax = canvas.blank(0.9 + ROW * len(frame), ax)
    for place, (row, at) in enumerate(zip(frame[name], frame[value], strict=True)):
        colour = FOCUS if focus in (None, row) else PEER
        if pd.notna(at):
            ax.plot([float(at)], [place], marker="o", markersize=8, color=colour, linestyle="none")
            canvas.beside(ax, canvas.written(at, unit, decimals), (float(at), place), (8, 0), **canvas.CLEAR)
        else:
            canvas.beside(ax, "[x]", (reference or 0.0, place), (8, 0))
    canvas.categories(ax, frame[name])
    canvas.amounts(ax, "x", unit)
    ax.grid(axis="y", visible=True, linewidth=0.6)
    if reference is not None:
        _line(ax, reference, reference_label)
    return ax


def range_bars(
    frame: pd.DataFrame,
    name: str,
    low: str,
    middle: str,
    high: str,
    *,
    unit: str,
    reference: float | None = None,
    reference_label: str = "",
    decimals: int | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw a range a row, such as P10, P50 and P90: columns name, low, middle and high [unit].

    Raises ValueError where a row is not in order (low, middle, high) or is missing an end.
    """
    canvas.column_needed(frame, "range_bars", name, low, middle, high)
    frame = canvas.amounts_in(frame, "range_bars", low, middle, high)
    bad = frame[~((frame[low] <= frame[middle]) & (frame[middle] <= frame[high]))]
    if len(bad):
        row = bad.iloc[0]
        raise ValueError(
            f"range_bars: {row[name]!r} has low {row[low]:g}, middle {row[middle]:g}, high {row[high]:g}; "
            "each has to be there, and in that order"
        )
    ax = canvas.blank(1.0 + (ROW + 0.16) * len(frame), ax)
    held = [end for end in ax.dataLim.intervalx if np.isfinite(end)]  # of other cases, where this is a layer among them
    start, end = min(0.0, float(frame[low].min()), *held), max(0.0, float(frame[high].max()), *held)
    places = range(len(frame))
    ax.hlines(places, frame[low], frame[high], color=FOCUS, linewidth=6, alpha=0.35)
    ax.plot(frame[middle].to_numpy(), places, marker="D", markersize=8, color=FOCUS, linestyle="none", clip_on=False)
    for place, row in enumerate(frame[[name, low, middle, high]].itertuples(index=False)):
        ends = " to ".join(canvas.written(end, unit, decimals) for end in (row[1], row[3]))
        words = f"{canvas.written(row[2], unit, decimals)} ({ends})"
        clear = row[2] - start > EDGE * (end - start)
        at, ha = (row[2], "center") if clear else (max(start, row[1]), "left")
        canvas.beside(ax, words, (at, place), (0, 9), ha=ha, va="bottom", **canvas.CLEAR)
    canvas.categories(ax, frame[name])
    ax.set_ylim(len(frame) - 0.5, -0.8)
    canvas.amounts(ax, "x", unit)
    if reference is not None:
        _line(ax, reference, reference_label)
    return ax


def _line(ax: "Axes", at: float, words: str) -> None:
    ax.axvline(at, color=CATEGORICAL[4], linestyle="--", linewidth=1.2)
    ax.text(at, 1.01, words, transform=ax.get_xaxis_transform(), ha="center", va="bottom")
