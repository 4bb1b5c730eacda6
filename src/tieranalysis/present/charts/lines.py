"""`trend`: how a measure moves over the years, its breaks in series marked."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from tieranalysis.present import fitting
from tieranalysis.present.charts import canvas
from tieranalysis.present.palette import CATEGORICAL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LETTERS = 40  # across a chart on a phone, about
STEP = 0.07  # of the height of the axes, for words that stand above other words


def trend(
    frame: pd.DataFrame,
    x: str,
    y: str,
    series: str | None = None,
    *,
    unit: str,
    breaks: Mapping[str, str] | None = None,
    from_nought: bool = True,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw lines over time: columns x (periods, in order), y [unit] and, for several lines, series; at most four.

    `breaks` marks the first period after a break in the series, with its words. A missing value leaves a gap.
    Raises ValueError where a column is missing, a period is there twice or there are more than four series.
    """
    canvas.column_needed(frame, "trend", x, y, *([series] if series else []))
    canvas.once(frame, "trend", x, *([series] if series else []))
    frame = canvas.amounts_in(frame, "trend", y)
    periods = list(dict.fromkeys(frame[x]))
    names = list(dict.fromkeys(frame[series])) if series else [""]
    canvas.few(names, "trend")
    ax = canvas.blank(3.6, ax)
    lines = [(frame[frame[series] == name] if series else frame).set_index(x)[y].reindex(periods) for name in names]
    for place, line in enumerate(lines):
        looks = {"color": CATEGORICAL[place], "marker": canvas.MARKERS[place], "linestyle": canvas.DASHES[place]}
        ax.plot(range(len(periods)), line, **looks)
    canvas.categories(ax, periods, "x")
    canvas.amounts(ax, "y", unit, from_nought)
    _names(ax, names, lines)
    _breaks(ax, periods, breaks or {})
    return ax


def _names(ax: "Axes", names: list[str], lines: list[pd.Series]) -> None:
    ends = [line.ffill().iloc[-1] for line in lines]
    low, high = ax.get_ylim()
    tall = max(
        fitting.name(str(name), fitting.WRAP).count("\n") + 1 for name in names
    )  # lines that a name takes on a phone
    for name, end in zip(names, canvas.apart(ends, 0.06 * tall * (high - low)), strict=True):
        if pd.notna(end) and name:
            canvas.beside(ax, str(name), (len(lines[0]) - 1, end), (9, 0))


def _breaks(ax: "Axes", periods: list[str], breaks: Mapping[str, str]) -> None:
    """Mark breaks by a dashed line with its words above, those of neighbours on steps of their own."""
    for period in breaks:
        if period not in periods:
            raise ValueError(f"trend: the break at {period!r} is not a period of the chart; it has {periods}")
    end, room = -math.inf, LETTERS / max(len(periods), 1)
    step = 0
    for period, words in sorted(breaks.items(), key=lambda entry: periods.index(entry[0])):
        place, half = periods.index(period) - 0.5, len(words) / room / 2
        step = step + 1 if place - half < end else 0
        end = max(end, place + half)
        ax.axvline(place, color=CATEGORICAL[4], linewidth=1, linestyle=(0, (4, 3)))
        spot = (place, 1.01 + STEP * step)
        ax.text(*spot, words, transform=ax.get_xaxis_transform(), ha="center", va="bottom")
