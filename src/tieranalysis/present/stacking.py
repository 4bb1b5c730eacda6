"""Charts side by side in one figure, set one below the other where a page is too narrow for them and their names.

The figure is lent its new places while it is drawn, and gets its own back afterwards.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from matplotlib.gridspec import GridSpec

from tieranalysis.present.fitting import LETTER, WRAP_WIDE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEAST_ROOM = 0.35  # of a page's width, for what names beside charts leave to the charts
LEAST, MOST = 1.6, 3.0  # inches; the height of one of several charts
HAIR = 1e-3  # of the height of a row
SIDES = {"x": "labelbottom", "y": "labelleft"}


def below(fig: "Figure", width: float, narrow: bool) -> int:
    """Say how many charts of a figure have to stand one below the other at a width [inches]; nought where none has to."""
    axes = _side_by_side(fig)
    return len(axes) if axes and (narrow or _names(axes) > (1 - LEAST_ROOM) * 72 * width) else 0


def height(fig: "Figure", width: float, charts: int) -> float:
    """Give the height [inches] of so many charts, each of the shape that it has, one below the other."""
    rows, columns = _grid(fig.axes[0])
    shape = (fig.get_figheight() / rows) / (fig.get_figwidth() / columns)
    return charts * max(LEAST, min(shape * width, MOST))


@contextmanager
def stacked(fig: "Figure", charts: int) -> Iterator[None]:
    """Lend the charts of a figure places one below the other, each with the names along its axes."""
    axes = _side_by_side(fig) if charts else []
    places = [ax.get_subplotspec() for ax in axes]
    shown = [(ax, along, getattr(ax, f"{along}axis").get_tick_params()) for ax in axes for along in SIDES]
    grid = GridSpec(max(charts, 1), 1, figure=fig)
    try:
        for row, ax in enumerate(axes):
            ax.set_subplotspec(grid[row])
            ax.tick_params(labelbottom=True, labelleft=True)
        yield
    finally:
        for ax, place in zip(axes, places, strict=True):
            ax.set_subplotspec(place)
        for ax, along, looks in shown:
            ax.tick_params(axis=along, **{SIDES[along]: looks.get(SIDES[along], True)})


@contextmanager
def solid(fig: "Figure") -> Iterator[None]:
    """Lend rows and columns of no height a hair: a colour bar has such rows, and no room for labels is found beside nought."""
    grids = {ax.get_subplotspec().get_gridspec() for ax in fig.axes if ax.get_subplotspec() is not None}
    before = [(grid, grid.get_height_ratios(), grid.get_width_ratios()) for grid in grids]
    for grid, heights, widths in before:
        grid.set_height_ratios([ratio or HAIR for ratio in heights])
        grid.set_width_ratios([ratio or HAIR for ratio in widths])
    try:
        yield
    finally:
        for grid, heights, widths in before:
            grid.set_height_ratios(heights)
            grid.set_width_ratios(widths)


def _side_by_side(fig: "Figure") -> list["Axes"]:
    """The charts of a figure in the order they are read, if they fill a grid of several columns, one a cell."""
    places = [ax.get_subplotspec() for ax in fig.axes]
    if len(places) < 2 or None in places or _grid(fig.axes[0])[1] < 2:
        return []
    one = all(place.get_gridspec() is places[0].get_gridspec() and place.num1 == place.num2 for place in places)
    if not one or len({place.num1 for place in places}) < len(places):
        return []
    return sorted(fig.axes, key=lambda ax: ax.get_subplotspec().num1)


def _grid(ax: "Axes") -> tuple[int, int]:
    return ax.get_subplotspec().get_gridspec().get_geometry()


def _names(axes: list["Axes"]) -> float:
    """The width [points] that names take beside the charts of the widest row, about."""
    rows: dict[int, float] = {}
    for ax in axes:
        row = ax.get_subplotspec().rowspan.start
        rows[row] = rows.get(row, 0.0) + LETTER * min(_longest(ax), WRAP_WIDE)
    return max(rows.values())


def _longest(ax: Any) -> int:
    return max((len(label.get_text()) for label in ax.get_yticklabels() if label.get_visible()), default=0)
