"""Bars, all from nought: ranked amounts, a bridge from one total to another, and the make-up of totals."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from tieranalysis.present import fitting
from tieranalysis.present.charts import canvas
from tieranalysis.present.palette import CATEGORICAL, FOCUS, PAPER, PEER

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW = 0.24  # inches a bar
CLEAR = {
    "bbox": {"facecolor": PAPER, "edgecolor": "none", "pad": 2},
    "zorder": 4,
}  # keeps the average's line off the letters


def ranked_bars(
    frame: pd.DataFrame,
    name: str,
    amount: str,
    *,
    unit: str,
    focus: str | list[str] | None = None,
    average: float | str | None = None,
    average_label: str = "Average",
    decimals: int | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw one bar a row in the frame's order: columns name and amount [unit]; `focus` is blue and its peers are grey.

    `average` [unit], or the column that holds it in each row, is a line with its words. A missing amount has no bar and is written [x];
    one below nought is written on the other side of nought, clear of the names.
    """
    drawn = [amount, *([average] if isinstance(average, str) else [])]
    canvas.column_needed(frame, "ranked_bars", name, *drawn)
    frame = canvas.amounts_in(frame, "ranked_bars", *drawn)
    ax = canvas.blank(0.9 + ROW * len(frame), ax)
    chosen = [focus] if isinstance(focus, str) else list(focus or frame[name])
    colours = [FOCUS if row in chosen else PEER for row in frame[name]]
    sizes = frame[amount].fillna(0)
    ax.barh(range(len(frame)), sizes, color=colours, height=0.68)
    for place, value in enumerate(frame[amount]):
        end = max(float(value), 0.0) if pd.notna(value) else 0.0
        canvas.beside(ax, canvas.written(value, unit, decimals), (end, place), (4, 0), **CLEAR)
    canvas.categories(ax, frame[name])
    canvas.amounts(ax, "x", unit)
    average = float(frame[average].iloc[0]) if isinstance(average, str) else average
    if average is not None and pd.notna(average):
        ax.axvline(average, color=CATEGORICAL[4], linestyle="--", linewidth=1.2)
        words = f"{average_label} {canvas.written(average, unit, decimals)}"
        ax.text(average, 1.01, words, transform=ax.get_xaxis_transform(), ha="center", va="bottom")
    ax.axvline(0, color=CATEGORICAL[4], linewidth=1)
    return ax


def bridge(
    frame: pd.DataFrame,
    name: str,
    amount: str,
    *,
    unit: str,
    totals: str | None = None,
    decimals: int | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw what stands between two totals, a step a row: columns name, amount [unit] and `totals` (true for a total).

    A total starts at nought; a step starts where the one before it ended. A missing amount is written [x], and what
    follows it has no place until the next total. Raises ValueError where a total is not what the steps before it come to.
    """
    canvas.column_needed(frame, "bridge", name, amount, *([totals] if totals else []))
    frame = canvas.amounts_in(frame, "bridge", amount)
    whole = frame[totals].tolist() if totals else [i == 0 for i in range(len(frame))]
    ax = canvas.blank(0.9 + ROW * len(frame), ax)
    at, before = 0.0, None
    lost = False
    for place, (row, value, total) in enumerate(zip(frame[name], frame[amount], whole, strict=True)):
        lost = pd.isna(value) or (lost and not total)
        if lost:
            canvas.beside(ax, canvas.written(value, unit, decimals, signed=not total), (0.0, place), (4, 0))
            at, before = 0.0, None
            continue
        if total and before is not None and abs(at - value) > 1e-6 * max(abs(at), abs(value), 1):
            raise ValueError(f"bridge: {row!r} is {value:,.0f}, but the steps before it come to {at:,.0f}")
        start, end = (0.0, value) if total else (at, at + value)
        shade = FOCUS if total else CATEGORICAL[1] if value >= 0 else CATEGORICAL[3]
        ax.barh(place, end - start, left=start, height=0.68, color=shade)
        words = canvas.written(value, unit, decimals, signed=not total)
        canvas.beside(ax, words, (max(start, end), place), (4, 0))
        at = before = end
    canvas.categories(ax, frame[name])
    canvas.amounts(ax, "x", unit)
    ax.axvline(0, color=CATEGORICAL[4], linewidth=1)
    return ax


def stacked_bars(frame: pd.DataFrame, x: str, y: str, series: str, *, unit: str, ax: "Axes | None" = None) -> "Axes":
    """Draw what totals are made of: columns x, y [unit] and series; at most four parts, named beside the last bar.

    Raises ValueError where there are more than four parts, a part is there twice, or an amount is missing or below nought.
    """
    canvas.column_needed(frame, "stacked_bars", x, y, series)
    canvas.once(frame, "stacked_bars", x, series)
    wide = canvas.amounts_in(frame, "stacked_bars", y).pivot(index=x, columns=series, values=y)
    wide = wide.loc[list(dict.fromkeys(frame[x])), list(dict.fromkeys(frame[series]))]
    canvas.few(list(wide.columns), "stacked_bars")
    lost = wide.isna() | (wide < 0)
    if lost.any(axis=None):
        part = lost.columns[lost.any()][0]
        place = lost.index[lost[part]][0]
        raise ValueError(
            f"stacked_bars: {part!r} of {place!r} is {wide.loc[place, part]:g}; an amount that is missing or below nought "
            "cannot be a part of a bar, so draw it with trend or ranked_bars, or leave it out of the frame"
        )
    ax = canvas.blank(3.6, ax)
    bottoms = wide.cumsum(axis=1) - wide
    for place, part in enumerate(wide):
        looks = {"color": CATEGORICAL[place], "edgecolor": PAPER, "linewidth": 1, "width": 0.7}
        ax.bar(range(len(wide)), wide[part], bottom=bottoms[part], **looks)
    canvas.categories(ax, wide.index, "x")
    canvas.amounts(ax, "y", unit)
    _parts(ax, wide, bottoms)
    return ax


def _parts(ax: "Axes", wide: pd.DataFrame, bottoms: pd.DataFrame) -> None:
    middles: Any = (bottoms + wide / 2).iloc[-1].tolist()
    low, high = ax.get_ylim()
    tall = fitting.lines_on_a_phone(wide.columns)
    for part, middle in zip(wide, canvas.apart(middles, 0.06 * tall * (high - low)), strict=True):
        canvas.beside(ax, str(part), (len(wide) - 1 + 0.35, middle), (6, 0))
