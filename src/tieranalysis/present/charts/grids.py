"""Cells in rows and columns: a heat map of amounts, and who is in which coalition."""

from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from tieranalysis.present.charts import canvas
from tieranalysis.present.palette import FOCUS, PAPER, PEER, SHADES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW = 0.32  # inches a row
MOST_WRITTEN = 10  # columns in which every cell can hold its number


def heat_map(
    frame: pd.DataFrame,
    row: str,
    column: str,
    value: str,
    *,
    unit: str,
    decimals: int | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw a matrix in six shades: columns row, column and value [unit], one row a cell.

    Up to ten columns each cell holds its number; beyond that a key below says what each shade stands for.
    A missing cell is left white and written [x]. Raises ValueError where a cell is there twice.
    """
    canvas.column_needed(frame, "heat_map", row, column, value)
    canvas.once(frame, "heat_map", row, column)
    wide = canvas.amounts_in(frame, "heat_map", value).pivot(index=row, columns=column, values=value)
    wide = wide.loc[list(dict.fromkeys(frame[row])), list(dict.fromkeys(frame[column]))]
    ax = canvas.blank(1.2 + ROW * len(wide), ax)
    edges = _edges(wide.to_numpy())
    _shade(ax, wide.to_numpy(), edges)
    canvas.categories(ax, wide.index)
    canvas.categories(ax, wide.columns, "x")
    _frame(ax, wide)
    _write(ax, wide, unit, decimals) if wide.shape[1] <= MOST_WRITTEN else _key(ax, edges, unit)
    return ax


def _edges(cells: np.ndarray) -> np.ndarray:
    known = cells[np.isfinite(cells)]
    low, high = (known.min(), known.max()) if known.size else (0.0, 1.0)
    return np.linspace(low, high if high > low else low + 1, len(SHADES) + 1)


def _shade(ax: "Axes", cells: np.ndarray, edges: np.ndarray) -> None:
    """Fill the cells, runs of one shade as one rectangle and each shade as one shape, so that the drawing stays small."""
    steps = np.where(
        np.isfinite(cells), np.clip(np.searchsorted(edges, cells, side="right") - 1, 0, len(SHADES) - 1), -1
    )
    for shade, fill in enumerate(SHADES):
        boxes = [_box(r, start, length) for r, start, length, step in _runs(steps) if step == shade]
        if boxes:
            ax.add_patch(PathPatch(Path.make_compound_path(*boxes), facecolor=fill, edgecolor="none", linewidth=0))


def _runs(steps: np.ndarray) -> list[tuple[int, int, int, int]]:
    found = []
    for r, line in enumerate(steps.tolist()):
        at = 0
        for step, run in groupby(line):
            length = len(list(run))
            found.append((r, at, length, step))
            at += length
    return found


def _box(r: int, start: int, length: int) -> Path:
    left, right, top, bottom = start - 0.5, start + length - 0.5, r - 0.47, r + 0.47
    return Path([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], closed=True)


def _frame(ax: "Axes", wide: pd.DataFrame) -> None:
    ax.set_xlim(-0.5, wide.shape[1] - 0.5)
    ax.set_ylim(len(wide) - 0.5, -0.5)
    ax.grid(visible=False)
    ax.spines[:].set_visible(False)
    ax.xaxis.tick_top()


def _write(ax: "Axes", wide: pd.DataFrame, unit: str, decimals: int | None) -> None:
    for r, line in enumerate(wide.to_numpy()):
        for c, value in enumerate(line):
            ax.text(c, r, canvas.written(float(value), unit, decimals), ha="center", va="center")


def _key(ax: "Axes", edges: np.ndarray, unit: str) -> None:
    """A strip of the six shades below the matrix, with what the first and the last stand for."""
    low, high = (canvas.written(float(edge), unit, 0) for edge in (edges[0], edges[-1]))
    strip = ax.inset_axes((0.0, -0.16, 0.4, 0.05))
    strip.bar(range(len(SHADES)), 1, width=1, color=SHADES, edgecolor=PEER, linewidth=0.5)
    strip.set_axis_off()
    strip.set_xlim(-0.5, len(SHADES) - 0.5)
    canvas.beside(strip, f"Lightest {low}, darkest {high}", (-0.5, 0), (0, -9))


def coalition_map(
    frame: pd.DataFrame,
    members: list[str],
    value: str,
    *,
    unit: str,
    labels: dict[str, str] | None = None,
    decimals: int | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw who is in each coalition, one a row: a true or false column a member, and value [unit] at the end of the row.

    A member that is in has a filled dot, one that is not a small ring, so that the drawing does not rest on colour.
    """
    canvas.column_needed(frame, "coalition_map", *members, value)
    frame = canvas.amounts_in(frame, "coalition_map", value)
    ax = canvas.blank(1.4 + ROW * len(frame), ax)
    inside = frame[members].astype(bool).to_numpy()
    rows, joined = np.nonzero(inside)
    ends = [(joined[rows == r].min(), joined[rows == r].max(), r) for r in dict.fromkeys(rows)]
    lines = np.array([[(first, r), (last, r), (np.nan, np.nan)] for first, last, r in ends], dtype="float64").reshape(
        -1, 2
    )
    ax.plot(*lines.T, color=FOCUS, linewidth=1.5)
    ax.plot(joined, rows, "o", markersize=9, color=FOCUS)
    ax.plot(*np.nonzero(~inside)[::-1], "o", markersize=5, markerfacecolor=PAPER, markeredgecolor=PEER)
    for r, amount in enumerate(frame[value]):
        canvas.beside(ax, canvas.written(amount, unit, decimals), (len(members) - 1, r), (14, 0))
    canvas.categories(ax, [f"{int(n)} of {len(members)}" for n in frame[members].astype(bool).sum(axis=1)])
    canvas.categories(ax, [(labels or {}).get(name, name) for name in members], "x")
    _frame(ax, frame[members])
    ax.tick_params(axis="x", labelrotation=90)
    return ax
