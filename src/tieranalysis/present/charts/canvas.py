"""What all charts share: a blank axes in the official style, amounts on its axis, and labels that do not collide."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib import style
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from tieranalysis.present import numbers
from tieranalysis.present.palette import CATEGORICAL, GRID, PAPER
from tieranalysis.present.units import unit_named

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_SERIES = 4
FURTHEST = 1e100  # a number beyond it is a slip, and matplotlib's axes overflow not far from there
MARKERS = ("o", "s", "^", "D")
DASHES = ("-", "--", "-.", ":")
CLEAR = {"bbox": {"facecolor": PAPER, "edgecolor": "none", "pad": 1}, "zorder": 4}
WIDTH = 7.4  # inches
STYLE = {"font.size": 10, "axes.titlesize": 10, "xtick.major.size": 0, "ytick.major.size": 0, "lines.markersize": 5}


def blank(height: float = 3.6, ax: "Axes | None" = None) -> "Axes":
    """Give the axes, or a blank one of a height [inches] in the Analysis Function style (afcharts)."""
    if ax is not None:
        return ax
    with style.context(["afcharts.afcharts", STYLE]):
        return Figure((WIDTH, height)).subplots()


def over(ax: "Axes") -> "Axes":
    """Give blank axes in the place of others, in the same figure and style."""
    with style.context(["afcharts.afcharts", STYLE]):
        return ax.figure.add_subplot(ax.get_subplotspec())


def column_needed(frame: pd.DataFrame, chart: str, *names: str) -> None:
    """Refuse a frame without rows, or without a column that the chart draws, saying which."""
    lost = [name for name in names if name not in frame]
    if lost:
        raise ValueError(f"{chart}: the frame has no column {', '.join(map(repr, lost))}; it has {list(frame.columns)}")
    if frame.empty:
        raise ValueError(f"{chart}: the frame has no rows, so there is nothing to draw")


def amounts_in(frame: pd.DataFrame, chart: str, *names: str) -> pd.DataFrame:
    """Give the frame with these columns as plain numbers, what is missing or infinite as NaN; refuse what is no number."""
    found = frame.copy(deep=False)
    for name in names:
        found[name] = [_amount(value, f"{chart}: row {row}, column {name!r}") for row, value in frame[name].items()]
    return found


def _amount(value: Any, where: str) -> float:
    if not numbers.missing(value) and not numbers.numeric(value):
        raise ValueError(f"{where} holds {value!r}; a chart draws numbers, so turn it into one or leave it missing")
    found = numbers.number(value)
    if found is not None and abs(found) > FURTHEST:
        raise ValueError(f"{where} holds {value!r}, which is more than an axis can show; is its unit right?")
    return math.nan if found is None else found


def once(frame: pd.DataFrame, chart: str, *names: str) -> None:
    """Refuse a frame that has two rows for one place of a chart, naming the first."""
    twice = frame[frame.duplicated(list(names))]
    if len(twice):
        said = ", ".join(repr(twice[name].iloc[0]) for name in names)
        raise ValueError(f"{chart}: {said} is there twice; add up or choose before drawing")


def few(series: Sequence[Any], chart: str) -> None:
    """Refuse more series than a reader can tell apart."""
    if len(series) > MOST_SERIES:
        raise ValueError(
            f"{chart}: {len(series)} series, and a chart reads well with at most {MOST_SERIES}; "
            "choose four, add the rest into one, or draw small charts side by side"
        )


def colour(place: int) -> str:
    """Give the colour of a series by its place.

    >>> colour(0)
    '#12436d'
    """
    return CATEGORICAL[place % len(CATEGORICAL)]


def amounts(ax: "Axes", along: str, unit: str, from_nought: bool = True) -> None:
    """Write an axis of amounts in its unit ("£250m", "12%"), with few, light grid lines."""
    axis = ax.xaxis if along == "x" else ax.yaxis
    axis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda value, _: tick(value, unit, axis.get_view_interval())))
    ax.grid(axis=along, color=GRID, linewidth=0.6)
    ax.grid(axis="y" if along == "x" else "x", visible=False)
    low, high = axis.get_data_interval()
    if from_nought and np.isfinite([low, high]).all():
        start, end = min(low, 0), max(high, 0)
        room = 0.04 * ((end - start) or 1)
        axis.axes.set(**{f"{along}lim": (start - room * (low < 0), end + room)})


def tick(value: float, unit: str, interval: Sequence[float]) -> str:
    """Write a tick: no decimals that the step does not need.

    >>> tick(250_000_000, "GBP", (0, 3e8)), tick(0.125, "rate", (0, 0.5)), tick(0, "GBP", (0, 3e8))
    ('£250m', '12.5%', '£0')
    """
    shown = unit_named(unit)
    if abs(value) < 1e-9 * max(map(abs, interval)):
        value = 0.0
    if shown.short == "£":
        return _pounds(value * shown.scale, max(map(abs, interval)) * shown.scale)
    scaled = value / shown.scale
    return numbers.grouped(scaled, _places(scaled)) + shown.suffix


def _pounds(value: float, largest: float) -> str:
    sizes = ((1e6, "m"), (1e3, "k"), (1.0, ""))
    scale, letter = next(pair for pair in sizes if largest >= 2 * pair[0] or pair[0] == 1.0)
    scaled = abs(value) / scale
    sign = numbers.MINUS if value < 0 else ""
    return f"{sign}£{numbers.grouped(scaled, _places(scaled))}{letter if scaled else ''}"


def _places(value: float) -> int:
    return next((places for places in range(4) if abs(value - round(value, places)) < 1e-9 * max(1, abs(value))), 3)


def categories(ax: "Axes", names: Sequence[Any], along: str = "y") -> None:
    """Write names along an axis; down the page the first name is at the top."""
    places, words = (
        list(range(len(names))),
        [numbers.text(name) if numbers.missing(name) else str(name) for name in names],
    )
    if along == "y":
        ax.set_yticks(places, words)
        ax.set_ylim(len(names) - 0.4, -0.6)
    else:
        ax.set_xticks(places, words)


def written(value: Any, unit: str, decimals: int | None = None, *, signed: bool = False) -> str:
    """Write a number as a label: with its pound or per cent, without words of its unit, which the subtitle says.

    >>> written(292, "GBP per head"), written(0.125, "rate"), written(92, "agents")
    ('£292', '12.5%', '92')
    """
    shown = unit_named(unit)
    if shown.short == "£" or not numbers.numeric(value):
        return numbers.spoken(value, "GBP" if shown.scale == 1 else unit, decimals, signed=signed)
    plain = "rate" if shown.suffix and shown.scale == 0.01 else "percent" if shown.suffix else ""
    return numbers.spoken(value, "ratio" if unit == "ratio" else plain, decimals, signed=signed)


def apart(places: Sequence[float], gap: float) -> list[float]:
    """Move labels apart so that none is nearer than a gap to the next, keeping their order.

    >>> apart([1.0, 1.0, 5.0], 2.0)
    [0.0, 2.0, 5.0]
    """
    order = np.argsort(places, kind="stable")
    spread = [float(places[i]) for i in order]
    for _ in range(50):
        near = [i for i in range(len(spread) - 1) if spread[i + 1] - spread[i] < gap - 1e-9]
        for i in near:
            push = (gap - (spread[i + 1] - spread[i])) / 2
            spread[i], spread[i + 1] = spread[i] - push, spread[i + 1] + push
        if not near:
            break
    found = dict(zip(order.tolist(), spread, strict=True))
    return [round(found[i], 9) for i in range(len(places))]


def beside(ax: "Axes", words: str, at: tuple[float, float], offset: tuple[float, float] = (6, 0), **looks: Any) -> None:
    """Write words beside a point, moved by an offset [points], without cutting them at the edge."""
    looks = {"va": "center", "ha": "left"} | looks
    ax.annotate(words, at, xytext=offset, textcoords="offset points", annotation_clip=False, **looks)
